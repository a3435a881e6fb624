"""The other level as a check: whether districts and villages say the same of one rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.spatial import NOT_SIGNIFICANT, LevelCheck, clusters_at_levels, compare_levels
from views.formatting import Absence, number
from views.i18n import translator
from views.knowledge import level_name
from views.markup import short_place_name
from views.pattern_choice import pattern_indicators
from views.pattern_model import ALPHA
from views.pattern_texts import cluster_names, p_number

if TYPE_CHECKING:
    from views.availability import Availability
    from views.pattern_model import Pattern, PatternsPage
    from views.selection import Selection


def other_level(availability: Availability, selection: Selection) -> tuple[str, int] | None:
    """Level and year at which the same rate can be looked at too; None where there is none."""
    s = selection
    other = "district" if s.level == "village" else "village"
    if s.indicator not in pattern_indicators(availability, other, s.city):
        return None
    years = availability.years(s.indicator, other, city=s.city)
    return other, s.year if s.year in years else years[-1]


def check_levels(page: PatternsPage, there: Pattern) -> LevelCheck:
    """Compare the test of the page with that at the other level."""
    return compare_levels(page.moran, there.moran, alpha=ALPHA)


def level_lines(page: PatternsPage, check: LevelCheck, year: int) -> list[str]:
    """Whether both levels agree, and how far that goes."""
    lang = page.selection.lang
    _ = translator(lang)
    texts = {
        "same_pattern": _("Both levels show it: a pattern beyond chance, in the same direction."),
        "no_pattern": _("Neither level shows a pattern beyond chance."),
        "only_here": _("Only this level shows a pattern beyond chance: where the borders run may have made it."),
        "only_there": _("Only the other level shows a pattern beyond chance: at this one the averages may hide it."),
        "opposite": _("The two levels say the opposite of each other: where the borders run decides, and nothing should rest on it."),
        "not_tested": _("One of the two levels could not be tested, so that it confirms nothing."),
    }  # fmt: skip
    found = [texts[check.agreement]]
    if check.cautious and check.agreement not in ("same_pattern", "not_tested"):
        found.append(_("One level has fewer than 30 areas: not finding a pattern there says little."))
    if year != page.figure.year:
        text = _("At the other level the figures are of {year}.")
        found.append(text.format(year=year))
    return found


def level_table(page: PatternsPage, there: Pattern, other: str, year: int) -> pd.DataFrame:
    """Both levels side by side."""
    lang, s = page.selection.lang, page.selection
    _ = translator(lang)
    rows = ((s.level, page.figure.year, page.pattern), (other, year, there))
    return pd.DataFrame(
        {
            _("Level"): [level_name(level, lang) for level, _year, _found in rows],
            _("Year"): [str(year) for _level, year, _found in rows],
            _("Areas"): [number(found.moran.n, 0, lang) for _level, _year, found in rows],
            _("Moran’s I"): [number(found.moran.statistic, 2, lang) for _level, _year, found in rows],
            "p": [p_number(found.moran.p, lang) for _level, _year, found in rows],
            _("Areas that stand out"): [number(_standing(found), 0, lang) for _level, _year, found in rows],
        }
    )


def _standing(pattern: Pattern) -> int:
    members = pattern.members("cluster_fdr").items()
    return sum(len(codes) for name, codes in members if name != NOT_SIGNIFICANT)


def parts_table(page: PatternsPage, there: Pattern) -> pd.DataFrame:
    """For each district with a mark, or with marked villages in it: what its villages are; no row where nothing is marked."""
    lang = page.selection.lang
    _, names = translator(lang), cluster_names(lang)
    fine = page.pattern if page.selection.level == "village" else there
    coarse = there if page.selection.level == "village" else page.pattern
    parents = pd.Series(fine.values.index.str.slice(0, 8), index=fine.values.index)
    counts = clusters_at_levels(coarse.local, fine.local, parents)
    marked = counts[
        (counts["cluster"].notna() & (counts["cluster"] != NOT_SIGNIFICANT)) | (counts["other"].fillna(0) > 0)
    ]
    places = page.store.place_table("district", within=page.selection.city).set_index("code")["name"]
    codes = [str(code) for code in marked.index]

    def told(value: object) -> str:
        return Absence.NO_DATA.mark if pd.isna(value) else number(value, 0, lang)

    return pd.DataFrame(
        {
            _("District"): [short_place_name(str(places[code])) for code in codes],
            _("Itself"): [
                names[str(name)] if pd.notna(name) else _("not tested") for name in marked["cluster"]
            ],
            _("Tested"): [told(n) for n in marked["parts"]],
            _("the same"): [told(n) for n in marked["same"]],
            _("otherwise"): [told(n) for n in marked["other"]],
        }
    )
