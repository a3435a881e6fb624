"""The method in both languages: one text for the page and for ``docs/``, with the program's own numbers, and the quality table.

The texts are ``views/texts/method*.md``; their placeholders are filled from `views.method_values`.

    python -m views.method write    write docs/method.md and docs/method.id.md from the texts and the shipped store
    python -m views.method check    say which of them are not what would be written
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geodata import open_store
from views.availability import PILOTS
from views.formatting import number
from views.i18n import LANGUAGES, check_language, translator
from views.method_rules import rules_table
from views.method_values import method_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.store import Store

TEXTS = ("method", "method_comparing", "method_index", "method_patterns")
"""Parts of the method in their order; each is a file a language."""
DOCUMENTS = {"en": "docs/method.md", "id": "docs/method.id.md"}
_FOLDER = Path(__file__).parent / "texts"
_ROOT = Path(__file__).parents[1]
_RULES = "<!-- rules -->"
_WORST = 12


@dataclass(frozen=True)
class Section:
    """One thing that is computed.

    Attributes
    ----------
    title, text
        Its name, and Markdown without a heading.
    rules
        Whether the table of the badge's rules belongs below the text.
    """

    title: str
    text: str
    rules: bool = False


@dataclass(frozen=True)
class Part:
    """One part of the method: its name, a paragraph on what it is about, and its sections."""

    title: str
    intro: str
    sections: tuple[Section, ...]


def template(name: str, lang: str) -> str:
    """Text of a part (one of `TEXTS`) as it is written, with its placeholders."""
    return (_FOLDER / f"{name}.{check_language(lang)}.md").read_text(encoding="utf-8")


def method_parts(store: Store, lang: str) -> tuple[Part, ...]:
    """The whole method in a language, with the numbers of the program and of a store.

    Parameters
    ----------
    store
        For the counts of places, figures and indicators.
    lang
        "id" or "en".
    """
    values = method_values(store, lang)
    return tuple(_part(template(name, lang).format(rules=_RULES, **values)) for name in TEXTS)


def _part(text: str) -> Part:
    """Split a text at its headings: one of the first order, any number of the second."""
    head, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    title, _line, intro = head.partition("\n")
    return Part(title.removeprefix("# ").strip(), intro.strip(), tuple(_section(one) for one in rest))


def _section(text: str) -> Section:
    title, _line, body = text.partition("\n")
    return Section(title.strip(), body.replace(_RULES, "").strip(), rules=_RULES in body)


def document(store: Store, lang: str) -> str:
    """The whole method as one Markdown file, the table of the badge's rules in its place."""
    _ = translator(lang)
    edition = _("Data {version}; boundaries {vintage}").format(
        version=store.version, vintage=store.boundary_vintage
    )
    title = _("How the numbers and the maps are made")
    blocks = [
        f"# {title}",
        "<!-- Written by `python -m views.method write` from views/texts/method*.md; change it there. -->",
        f"{edition}.",
    ]
    for part in method_parts(store, lang):
        blocks += [f"## {part.title}", part.intro]
        for section in part.sections:
            blocks += [f"### {section.title}", section.text]
            blocks += [_markdown_table(rules_table(store, lang))] if section.rules else []
    return "\n\n".join(blocks) + "\n"


def _markdown_table(table: pd.DataFrame) -> str:
    """A table as Markdown; bars in its cells are escaped."""
    rows = [list(table.columns), ["---"] * table.shape[1], *table.to_numpy().tolist()]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows)


def quality_rows(store: Store, lang: str) -> pd.DataFrame:
    """Drawn against official area: the pilots, then the regencies that differ most."""
    _ = translator(lang)
    quality = store.quality().set_index("code")
    worst = quality[(quality["level"] == "regency")]["deviation_pct"].abs().nlargest(_WORST).index
    codes = [code for code in dict.fromkeys([*PILOTS, *worst]) if code in quality.index]
    places = store.place_table().set_index("code")
    rows = []
    for code in codes:
        place, record = places.loc[code], quality.loc[code]
        rows.append(
            {
                _("Place"): place["name"],
                _("Code"): code,
                _("Drawn (km²)"): number(place["area_km2"], 1, lang),
                _("Official (km²)"): number(place["official_area_km2"], 1, lang),
                _("Difference (%)"): number(record["deviation_pct"], 2, lang),
                _("Villages without polygon"): number(record["villages_without_polygon"], 0, lang),
                _("Polygons repaired"): number(record["repaired_polygons"], 0, lang),
            }
        )
    return pd.DataFrame(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``write`` or ``check``; return the exit status, 1 where a document is not what would be written."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words not in (["write"], ["check"]):
        print("usage: python -m views.method {write,check}", file=sys.stderr)
        return 2
    store, stale = open_store(), []
    for lang in LANGUAGES:
        path, text = _ROOT / DOCUMENTS[lang], document(store, lang)
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(DOCUMENTS[lang])
        if words == ["write"]:
            path.write_text(text, encoding="utf-8", newline="\n")
    print("\n".join(stale) or "nothing to write")
    return int(words == ["check"] and bool(stale))


if __name__ == "__main__":
    raise SystemExit(main())
