"""Text of the method page, with the store's own numbers, and the quality table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analytics.claim_limits import Z
from analytics.noise import WIDEST
from analytics.peers import ALIKE, LEAST_COVERAGE
from analytics.spatial import FEWEST, FEWEST_FULL, PERMUTATIONS
from views.availability import PILOTS
from views.claims import registration_gap
from views.convergence_model import COVERED
from views.formatting import number, share_text
from views.i18n import check_language, translator
from views.pattern_model import ALPHA

if TYPE_CHECKING:
    from geodata.store import Store

_TEXTS = Path(__file__).parent / "texts"
_WORST = 12


def method_markdown(store: Store, lang: str) -> str:
    """Method text in a language; its numbers are counted from the store."""
    text = (_TEXTS / f"method.{check_language(lang)}.md").read_text(encoding="utf-8")
    return text.format(
        vintage=store.boundary_vintage,
        districts=number(len(store.place_table("district")), 0, lang),
        regencies=number(len(store.place_table("regency")), 0, lang),
        values=number(len(store.values()), 0, lang),
        indicators=number(len(store.catalogue()), 0, lang),
    )


def comparing_markdown(store: Store, lang: str) -> str:
    """How claims, badges, ranks, likeness and pace are made, with the numbers of the program itself."""
    text = (_TEXTS / f"method_comparing.{check_language(lang)}.md").read_text(encoding="utf-8")
    return text.format(
        z=number(Z, 2, lang),
        widest=number(WIDEST, 0, lang),
        gap=share_text(registration_gap(store), lang, decimals=2),
        coverage=share_text(LEAST_COVERAGE, lang),
        alike=number(ALIKE, 1, lang),
    )


def patterns_markdown(lang: str) -> str:
    """How patterns and inequality are found, with the numbers of the program itself."""
    text = (_TEXTS / f"method_patterns.{check_language(lang)}.md").read_text(encoding="utf-8")
    return text.format(
        fewest=number(FEWEST, 0, lang),
        full=number(FEWEST_FULL, 0, lang),
        permutations=number(PERMUTATIONS, 0, lang),
        alpha=share_text(ALPHA, lang),
        p=number(ALPHA, 2, lang),
        covered=share_text(COVERED, lang),
    )


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
