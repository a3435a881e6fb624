"""What is known and what is not: indicators of each pillar and element against the pilots, and coverage by city."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from geodata.own import OWN_LEVEL
from views.availability import PILOTS
from views.facts import is_weak
from views.i18n import pick, translator
from views.theme import city_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.store import Store
    from views.availability import Availability

ROLES = ("result", "input", "proxy", "context")


def role_name(role: str, lang: str) -> str:
    """Name of what an indicator is: a result, an input, a stand-in, context."""
    _ = translator(lang)
    return {"result": _("result"), "input": _("input"), "proxy": _("stand-in"), "context": _("context")}.get(
        role, role
    )


def level_name(level: str, lang: str, *, short: bool = False) -> str:
    """Name of a level of administration; `short` without the Indonesian word in brackets, for selectors."""
    _ = translator(lang)
    if level == OWN_LEVEL:
        return _("Your own zones")
    if short and level in ("district", "village"):
        return {"district": _("District"), "village": _("Village")}[level]
    return {
        "province": _("Province"),
        "regency": _("Regency or city"),
        "district": _("District (kecamatan)"),
        "village": _("Village (kelurahan/desa)"),
    }[level]


def latest_figures(store: Store, availability: Availability) -> dict[tuple[str, str], dict[str, int]]:
    """Latest year with a figure by (indicator, pilot) and level; facts from weak pages are no figures."""
    counts = availability.counts[availability.counts["city"].isin(PILOTS)]
    facts = store.facts()
    weak = facts.loc[is_weak(facts), ["indicator", "code", "year"]].itertuples(index=False, name=None)
    keys = pd.MultiIndex.from_frame(counts[["indicator", "city", "year"]])
    weak_keys = pd.MultiIndex.from_tuples([*weak], names=keys.names) if len(facts) else keys[:0]
    counts = counts[~(keys.isin(weak_keys) & counts["level"].isin(["province", "regency"]).to_numpy())]
    latest: dict[tuple[str, str], dict[str, int]] = {}
    for (indicator, city, level), year in (
        counts.groupby(["indicator", "city", "level"])["year"].max().items()
    ):
        latest.setdefault((str(indicator), str(city)), {})[str(level)] = int(year)
    return latest


def latest_years(store: Store, availability: Availability, cities: Sequence[str] = PILOTS) -> pd.DataFrame:
    """Latest year of each indicator in each city at any level, counted as `latest_figures` counts; missing where there is none.

    Returns
    -------
    DataFrame
        Index indicator (the catalogue's order), a column a city.
    """
    latest = {key: max(levels.values()) for key, levels in latest_figures(store, availability).items()}
    index = availability.catalogue.index
    years = {city: [latest.get((str(name), city), pd.NA) for name in index] for city in cities}
    return pd.DataFrame(years, index=index, dtype="Int64")


def known_html(
    availability: Availability,
    years: pd.DataFrame,
    groups: Mapping[str, tuple[str, str]],
    *,
    column: str,
    names: Mapping[str, str],
    lang: str,
) -> str:
    """Table of what is known: a row a pillar (or element), a column a pilot, a dot an indicator.

    All indicators of the catalogue count, and what counts as a figure is that of the frameworks on the network page.

    Parameters
    ----------
    availability
        Which figures there are.
    years
        Latest year of each indicator in each pilot, from `latest_years`.
    groups
        Id of a pillar or element to its name and description.
    column
        Catalogue column that holds the id: ``pillar`` or ``element``.
    """
    _ = translator(lang)
    catalogue = availability.catalogue
    cities = [code for code in PILOTS if code in names]
    head = "".join(
        f'<th scope="col"><span style="color:{city_style(c).colour}" aria-hidden="true">{city_style(c).glyph}</span> '
        f"{escape(names[c])}</th>"
        for c in cities
    )
    body = []
    for group, (title, text) in groups.items():
        ids = list(catalogue.index[catalogue[column] == group])
        cells = "".join(
            _known_cell(ids, years[city].to_dict(), availability.records, lang) for city in cities
        )
        body.append(
            f'<tr><th scope="row"><strong>{escape(title)}</strong><span class="atlas-small">{escape(text)}</span></th>{cells}</tr>'
        )
    caption = escape(_("A filled dot is an indicator with figures, an open one an indicator without."))
    return (
        f'<div class="atlas-scroll"><table class="atlas-known"><caption>{caption}</caption><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _known_cell(
    ids: Sequence[str], years: Mapping[str, int], records: Mapping[str, pd.Series], lang: str
) -> str:
    _ = translator(lang)
    lack_text, empty_text = _("no data"), _("no indicator yet")
    have = [i for i in ids if pd.notna(years[i])]
    lack = [i for i in ids if pd.isna(years[i])]
    dots = "●" * len(have) + "○" * len(lack)
    items = "".join(
        f"<li>{escape(pick(records[i], 'name', lang))} ({int(years[i])}, {escape(role_name(str(records[i]['role']), lang))})</li>"
        for i in have
    )
    items += "".join(
        f'<li class="atlas-lack">{escape(pick(records[i], "name", lang))}: {escape(lack_text)}</li>'
        for i in lack
    )
    count = escape(_("{have} of {all}").format(have=len(have), all=len(ids)))
    if not ids:
        return f'<td class="atlas-small">{escape(empty_text)}</td>'
    return (
        f'<td><details><summary><span class="atlas-count">{count}</span> <span class="atlas-dots" aria-hidden="true">{dots}</span></summary>'
        f"<ul>{items}</ul></details></td>"
    )


def catalogue_rows(availability: Availability, *, query: str) -> pd.DataFrame:
    """Catalogue records whose id, names or definition hold every word of `query`, in the catalogue's order."""
    frame = availability.catalogue
    columns = [
        "indicator",
        "name_id",
        "name_en",
        "short_id",
        "short_en",
        "definition_id",
        "definition_en",
        "pillar",
    ]
    text = frame[columns].astype(str).agg(" ".join, axis=1).str.lower()
    keep = pd.Series(data=True, index=frame.index)
    for word in query.lower().split():
        keep &= text.str.contains(word, regex=False)
    return frame[keep]
