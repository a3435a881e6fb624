"""The catalogue and the sources as tables and records for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.series_breaks import break_marks
from views.formatting import direction_text, years_text
from views.i18n import pick, translator
from views.knowledge import level_name, role_name
from views.markup import escape
from views.notes import basis_text, every_note

if TYPE_CHECKING:
    from views.availability import Availability


def pillar_name(pillar: str, lang: str) -> str:
    """Name of one of the six pillars, or context."""
    _ = translator(lang)
    return {
        "governance": _("Governance"),
        "branding": _("Branding"),
        "economy": _("Economy"),
        "society": _("Society"),
        "environment": _("Environment"),
        "living": _("Living"),
        "context": _("Context"),
        "own": _("Your data"),
    }.get(pillar, pillar)


def confidence_name(confidence: str, lang: str) -> str:
    """Name of how sure a source is."""
    _ = translator(lang)
    return {
        "high": _("high"),
        "medium-high": _("medium to high"),
        "medium": _("medium"),
        "low": _("low"),
    }.get(confidence, confidence)


def indicator_table(found: pd.DataFrame, availability: Availability, lang: str) -> pd.DataFrame:
    """One row an indicator: name, pillar, unit, what it is, years."""
    _ = translator(lang)
    counts = availability.counts.groupby("indicator")["year"]
    years = counts.agg(lambda y: years_text(sorted({int(v) for v in y})))
    rows = [
        {
            _("Indicator"): pick(r, "name", lang),
            _("Pillar"): pillar_name(str(r["pillar"]), lang),
            _("Unit"): pick(r, "unit", lang) if r[f"unit_{lang}"] else "",
            _("Kind"): role_name(str(r["role"]), lang),
            _("Years"): years.get(i, "…"),
        }
        for i, r in found.iterrows()
    ]
    return pd.DataFrame(rows)


def indicator_html(record: pd.Series, sources: pd.DataFrame, availability: Availability, lang: str) -> str:
    """Record of one indicator: definition, unit, direction, levels, sources, caveats; every text escaped."""
    _ = translator(lang)
    name = str(record["indicator"])
    counts = availability.counts[availability.counts["indicator"] == name]
    levels = [
        f"{level_name(level, lang)} ({years_text(sorted({int(y) for y in rows['year']}))})"
        for level in ("province", "regency", "district", "village")
        if len(rows := counts[counts["level"] == level])
    ]
    mine = sources[sources["indicators"].map(lambda ids: name in _ids(ids))]
    lines = [
        (_("Definition"), pick(record, "definition", lang)),
        (_("Unit"), pick(record, "unit", lang) if record[f"unit_{lang}"] else _("none")),
        (_("Direction"), direction_text(str(record["direction"]), lang)),
        (
            _("Kind"),
            _("count that adds up")
            if record["measure"] == "extensive"
            else _("rate or index, not to be added up"),
        ),
        (_("Series"), basis_text(record, lang)),
        (_("Levels and years"), "; ".join(levels) or _("no figures")),
        (_("Published, not loaded here"), _not_loaded(record, lang)),
        (
            _("Sources"),
            "; ".join(f"{_publisher(r, lang)}, {r['title']} ({r['years']})" for _i, r in mine.iterrows()),
        ),
        (
            _("Mind"),
            " ".join(
                t
                for t in [
                    *every_note(record, lang),
                    *(str(r[f"caveats_{lang}"]) for _i, r in mine.iterrows()),
                ]
                if t
            ),
        ),
        (_("Id"), name),
    ]
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(text)}</td></tr>'
        for label, text in lines
        if text
    )
    return (
        f"<h2>{escape(pick(record, 'name', lang))}</h2>"
        f'<div class="atlas-scroll"><table class="atlas-known atlas-record"><tbody>{body}</tbody></table></div>'
    )


def _not_loaded(record: pd.Series, lang: str) -> str:
    """Levels that the publisher has figures of and the atlas not, with the page that shows it."""
    entries = break_marks(record.get("not_loaded") or "[]")
    return "; ".join(f"{level_name(str(e['level']), lang)} ({e['page']})" for e in entries)


def in_language(record: pd.Series, stem: str, lang: str) -> str:
    """A text of a source record, in Indonesian where it has one."""
    own = str(record.get(f"{stem}_id") or "") if lang == "id" else ""
    return own or str(record[stem])


def _publisher(record: pd.Series, lang: str) -> str:
    return str(record["publisher_en"] if lang == "en" and record["publisher_en"] else record["publisher"])


def _ids(value: object) -> list[str]:
    """Ids a source gives, however the store keeps the list (JSON text or a list)."""
    import json

    if isinstance(value, str):
        return (
            list(json.loads(value)) if value.startswith("[") else [part.strip() for part in value.split(",")]
        )
    return [str(part) for part in value]  # type: ignore[attr-defined]


def sources_table(sources: pd.DataFrame, lang: str) -> pd.DataFrame:
    """One row a source: publisher, table, years, licence, confidence, caveats."""
    _ = translator(lang)
    return pd.DataFrame(
        [
            {
                _("Publisher"): _publisher(r, lang),
                _("Table"): r["title"],
                _("Years"): r["years"],
                _("Licence"): in_language(r, "licence", lang),
                _("Confidence"): confidence_name(str(r["confidence"]), lang),
                _("Mind"): r[f"caveats_{lang}"],
                _("Read from"): in_language(r, "read_from", lang),
            }
            for _i, r in sources.iterrows()
        ]
    )
