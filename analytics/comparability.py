"""Apple to apple: whether some places may be compared in an indicator, why not, and which fair view exists.

What is looked for and how bad it is stands in `analytics.comparability_rules`; here the rows are run and put together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analytics.comparability_case import Case
from analytics.comparability_checks import CHECKS
from analytics.comparability_rules import COMPARABLE, CONTINUES, RULES, VERDICTS, Rule
from analytics.series_breaks import break_marks, breaks_between

SIDES = (
    "level", "kind", "year", "value", "source", "publisher", "confidence", "provisional", "denominator_year",
    "population", "area_deviation_pct", "boundary_vintage",
)  # fmt: skip
_INDICATOR = ("indicator", "measure", "unit_kind", "rankable")
_REASONS = ("rule", "aspect", "verdict", "places", "params")


@dataclass(frozen=True)
class Options:
    """What there is, so that only views that exist are suggested.

    Attributes
    ----------
    years
        Code -> years in which the place has a value of the indicator, at its level.
    levels
        Levels below at which all places have figures of the indicator.
    rates
        Ids of rates that have this count as numerator, known for all places.
    parts
        Code of a province that stands for a city -> its parts with a value in the year compared.
    provinces
        Number of provinces with a value in the year compared.
    newest_year
        Newest year that any figure of the collection has; 0 if not known.
    """

    years: Mapping[str, Sequence[int]] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    provinces: int = 0
    newest_year: int = 0


@dataclass(frozen=True)
class Suggestion:
    """One fair view: its id and what fills its words."""

    id: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Assessment:
    """Whether a comparison holds.

    Attributes
    ----------
    verdict
        ``comparable``, ``with_care`` or ``not_comparable``: the worst of the reasons.
    reasons
        One row a finding, worst first: ``rule, aspect, verdict, places`` (codes) and ``params``. Rows of verdict
        ``comparable`` are remarks.
    fair_view
        Views that exist and are fairer, the nearest first; empty where nothing is to be mended.
    """

    verdict: str
    reasons: pd.DataFrame
    fair_view: tuple[Suggestion, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that found something."""
        return tuple(self.reasons["rule"])


def assess(
    sides: pd.DataFrame,
    indicator: Mapping[str, Any],
    *,
    options: Options | None = None,
    rules: Sequence[Rule] = RULES,
) -> Assessment:
    """Judge a comparison of places in one indicator.

    Parameters
    ----------
    sides
        One row a place, index code, columns `SIDES`: ``level`` (province, regency, district, village, own), ``kind``
        (kabupaten, kota, kota_administrasi, provinsi, ...), ``year`` (whole), ``value`` (NaN where there is none),
        ``source`` and ``publisher``, ``confidence`` (high, medium-high, medium, low), ``provisional`` (bool),
        ``denominator_year`` (<NA> where there is no denominator or it is of the same year), ``population`` (people),
        ``area_deviation_pct`` (percent of the official area), ``boundary_vintage``. With the columns ``since`` (year)
        and ``value_since`` the *change* from then to ``year`` is compared.
    indicator
        The catalogue record: ``indicator, measure, unit_kind, rankable``, ``breaks`` (JSON text or list) and
        ``comparable_note_en`` where there is one.
    options
        What else there is, for `Assessment.fair_view`.
    rules
        The table; rows can be left out or changed.

    Returns
    -------
    Assessment

    Raises
    ------
    ValueError
        If columns, keys or places are missing or doubled, or a rule of the table is not sound; all faults at once.
    """
    options = options or Options()
    _check(sides, indicator, rules)
    change = "since" in sides
    known = sides["value"].notna() & (sides["value_since"].notna() if change else True)
    missing = tuple(str(code) for code in sides.index[~known])
    case = Case(sides[known], missing, indicator, change, options.newest_year)
    rows = []
    for rule in rules:
        if case.sides.empty and rule.check != "too_few_values":
            continue
        for places, params in CHECKS[rule.check](case, **rule.settings):
            rows.append((rule.id, rule.aspect, rule.verdict, places, params))
    reasons = pd.DataFrame(rows, columns=list(_REASONS))
    order = reasons["verdict"].map(VERDICTS.index).sort_values(ascending=False, kind="stable").index
    reasons = reasons.loc[order].reset_index(drop=True)
    verdict = str(reasons["verdict"].iloc[0]) if len(reasons) else COMPARABLE
    return Assessment(verdict, reasons, _fair_view(reasons, sides, options, indicator, change=change))


def _check(sides: pd.DataFrame, indicator: Mapping[str, Any], rules: Sequence[Rule]) -> None:
    """Name every fault of the arguments at once."""
    faults = [f"`sides` lacks the column {name}" for name in SIDES if name not in sides]
    if ("since" in sides) != ("value_since" in sides):
        faults.append("`sides` must have both of since and value_since (a change) or neither")
    if len(sides) < 2:
        faults.append(f"`sides` must have two rows at least, it has {len(sides)}")
    if not sides.index.is_unique:
        faults.append(f"`sides` names a place twice: {sorted(set(sides.index[sides.index.duplicated()]))}")
    faults += [f"`indicator` lacks the key {name}" for name in _INDICATOR if name not in indicator]
    for rule in rules:
        if rule.verdict not in VERDICTS:
            faults.append(
                f"rule {rule.id} has the verdict {rule.verdict!r}, not one of {', '.join(VERDICTS)}"
            )
        if rule.check not in CHECKS:
            faults.append(f"rule {rule.id} names the check {rule.check!r}, which comparability_checks lacks")
    if faults:
        msg = "This comparison cannot be judged: " + "; ".join(faults) + "."
        raise ValueError(msg)


def _fair_view(
    reasons: pd.DataFrame,
    sides: pd.DataFrame,
    options: Options,
    indicator: Mapping[str, Any],
    *,
    change: bool,
) -> tuple[Suggestion, ...]:
    """Suggestions for what was found, from what exists."""
    found = reasons.set_index("rule")["params"].to_dict()
    views = (
        _span_view(sides, options, indicator) if change and found.keys() & _MENDED_BY_SPAN
        else _year_view(sides, options) if found.keys() & _MENDED_BY_YEAR
        else []
    )  # fmt: skip
    if found.keys() & _MENDED_BY_RATE and options.rates:
        views.append(Suggestion("use_rate", {"indicators": options.rates}))
    if found.keys() & _MENDED_BY_LEVEL:
        views += _level_views(sides, options)
    views += [Suggestion("same_kind", dict(found[rule])) for rule in _MENDED_BY_KIND if rule in found]
    return tuple(views)


# Which rules a fair view mends.
_MENDED_BY_SPAN = {"break_between", "too_few_values", "missing_value", "different_spans"}
_MENDED_BY_YEAR = {
    "different_years",
    "years_far_apart",
    "missing_value",
    "too_few_values",
    "rank_other_edition",
}
_MENDED_BY_RATE = {"count_unlike_size", "count_other_size", "count_size_unknown"}
_MENDED_BY_LEVEL = {"different_levels", "province_as_city", "scored_by_level", "follows_countryside"}
_MENDED_BY_KIND = ("scored_by_kind", "follows_countryside")


def _common_years(sides: pd.DataFrame, options: Options) -> list[int]:
    """Years that all places have, oldest first."""
    return sorted(set.intersection(*(set(options.years.get(str(code), ())) for code in sides.index)))


def _year_view(sides: pd.DataFrame, options: Options) -> list[Suggestion]:
    return [Suggestion("common_year", {"year": year}) for year in _common_years(sides, options)[-1:]]


def _span_view(sides: pd.DataFrame, options: Options, indicator: Mapping[str, Any]) -> list[Suggestion]:
    """Longest span that all places have and in which no series starts anew, whatever span was asked for."""
    years = _common_years(sides, options)
    if years and str(indicator["indicator"]) not in CONTINUES:
        marks = break_marks(indicator.get("breaks", "[]"))
        broken = [
            year for code in sides.index for year in breaks_between(marks, str(code), years[0], years[-1])
        ]
        years = [year for year in years if year >= max(broken, default=0)]
    return [Suggestion("span", {"since": years[0], "until": years[-1]})] if len(years) > 1 else []


def _level_views(sides: pd.DataFrame, options: Options) -> list[Suggestion]:
    provinces = [str(code) for code in sides.index[sides["level"].eq("province")]]
    views = [Suggestion("lower_level", {"level": level}) for level in options.levels[:1]]
    views += [
        Suggestion("parts", {"place": code, "parts": tuple(options.parts[code])})
        for code in provinces
        if options.parts.get(code)
    ]
    if provinces and options.provinces > 1:
        views.append(Suggestion("with_provinces", {"place": provinces[0], "n": options.provinces}))
    return views
