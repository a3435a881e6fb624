"""The checks behind `analytics.comparability_rules`: each looks at one comparison and names what it finds.

A check takes the case and the settings of its row and returns findings, one `(places, parameters)` each; an empty list is
"nothing found". Places are codes in the order of the comparison; parameters fill the words of the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analytics.series_breaks import break_marks, breaks_between, concerns

if TYPE_CHECKING:
    from analytics.comparability_case import Case

Finding = tuple[tuple[str, ...], dict[str, Any]]
Findings = list[Finding]

ADMINISTRATIVE = ("kota_administrasi", "kabupaten_administrasi")
_CITY, _REGENCY = ("kota", "kota_administrasi"), ("kabupaten", "kabupaten_administrasi")


def _applies(case: Case, only: Sequence[str] | None, besides: Sequence[str]) -> bool:
    return (only is None or case.name in only) and case.name not in besides


def _all_if(case: Case, condition: object, **params: Any) -> Findings:
    return [(case.codes, params)] if condition else []


# Values ------------------------------------------------------------------------------------------------------------


def too_few_values(case: Case) -> Findings:
    """Fewer than two places have a value."""
    return [(case.missing, {})] if len(case.sides) < 2 else []


def missing_value(case: Case) -> Findings:
    """Some place has no value; the others are still compared."""
    return [(case.missing, {})] if case.missing and len(case.sides) >= 2 else []


# Level and kind ----------------------------------------------------------------------------------------------------


def levels_differ(case: Case, as_city: Sequence[str]) -> Findings:
    """Places of different levels, apart from a province that stands for a city among regencies."""
    levels = case.sides["level"].where(~case.sides.index.isin(as_city), "regency")
    if set(levels) <= {"regency"} or len(set(case.sides["level"])) < 2:
        return []
    return [(case.codes, {"levels": tuple(dict.fromkeys(case.sides["level"]))})]


def province_as_city(case: Case, as_city: Sequence[str]) -> Findings:
    """A province stands for a city beside regencies and cities."""
    provinces = case.where(case.sides["level"].eq("province") & case.sides.index.isin(as_city))
    return [(provinces, {})] if provinces and case.sides["level"].eq("regency").any() else []


def levels_mixed(case: Case, only: Sequence[str]) -> Findings:
    """Places of different levels, in a listed indicator."""
    return _all_if(case, _applies(case, only, ()) and len(set(case.sides["level"])) > 1)


def one_inside_other(case: Case) -> Findings:
    """One place lies inside another that it is compared with."""
    inside = tuple(c for c in case.codes if any(c.startswith(f"{other}.") for other in case.codes))
    return [(inside, {})] if inside else []


def kinds_mixed(case: Case, only: Sequence[str] | None = None, besides: Sequence[str] = ()) -> Findings:
    """Cities (kota) beside regencies (kabupaten), in listed or in all but listed indicators."""
    cities, regencies = (case.where(case.sides["kind"].isin(kinds)) for kinds in (_CITY, _REGENCY))
    if not (cities and regencies and _applies(case, only, besides)):
        return []
    return [(case.codes, {"cities": cities, "regencies": regencies})]


def administrative_beside_others(case: Case) -> Findings:
    """A part of Jakarta without a government of its own beside a place that has one."""
    found = case.where(case.sides["kind"].isin(ADMINISTRATIVE))
    return [(found, {})] if found and len(found) < len(case.sides) else []


def village_kinds_differ(case: Case) -> Findings:
    """Desa beside kelurahan."""
    kinds = set(case.sides["kind"])
    return _all_if(case, kinds & {"desa", "kelurahan", "desa_kelurahan"} and len(kinds) > 1)


# Definition --------------------------------------------------------------------------------------------------------


def defined_otherwise(case: Case, where: Mapping[str, Sequence[str]]) -> Findings:
    """The indicator means something else in some of the places."""
    listed = where.get(case.name, ())
    found = tuple(c for c in case.codes if any(c == one or c.startswith(f"{one}.") for one in listed))
    return [(found, {})] if found and len(found) < len(case.sides) else []


def listed_across_years(case: Case, only: Sequence[str]) -> Findings:
    """More than one year takes part, in a listed indicator."""
    return _all_if(case, case.name in only and case.first_year != case.last_year)


def rank_same_edition(case: Case) -> Findings:
    """The figures are ranks in somebody's list, of one edition."""
    return _all_if(case, _is_rank(case) and case.first_year == case.last_year)


def rank_other_edition(case: Case) -> Findings:
    """The figures are ranks in lists of different years, whose lengths differ."""
    return _all_if(case, _is_rank(case) and case.first_year != case.last_year)


def _is_rank(case: Case) -> bool:
    return str(case.indicator["unit_kind"]) == "rank"


def has_note(case: Case) -> Findings:
    """The catalogue says something about comparing this indicator, in all places or in some of these."""
    notes = break_marks(case.indicator.get("place_notes") or "[]")
    about = any(concerns(note["scope"], code) for note in notes for code in case.codes)
    return _all_if(case, bool(case.indicator.get("comparable_note_en")) or about)


def listed(case: Case, only: Sequence[str]) -> Findings:
    """The indicator is a listed one."""
    return _all_if(case, case.name in only)


def not_rankable(case: Case) -> Findings:
    """The catalogue says that the indicator is known for a few places only."""
    return _all_if(case, not bool(case.indicator["rankable"]))


# Years and breaks --------------------------------------------------------------------------------------------------


def years_apart(case: Case, least: int, most: int) -> Findings:
    """Values of different years; a change is judged by `spans_differ`."""
    apart = int(case.sides["year"].max() - case.sides["year"].min())
    return _all_if(case, not case.change and least <= apart <= most, years=_years(case))


def spans_differ(case: Case) -> Findings:
    """Changes over different years."""
    spans = case.sides[["since", "year"]].drop_duplicates() if case.change else case.sides.head(1)
    return _all_if(case, len(spans) > 1)


def figures_old(case: Case, years: int) -> Findings:
    """The newest figure is old beside the newest of the collection."""
    return _all_if(case, case.newest_year - case.last_year >= years, year=case.last_year)


def break_between(case: Case, only: Sequence[str] | None = None, besides: Sequence[str] = ()) -> Findings:
    """A series starts anew between the years that are compared; one finding a break, newest last."""
    if case.first_year == case.last_year or not _applies(case, only, besides):
        return []
    marks = break_marks(case.indicator.get("breaks", "[]"))
    found: dict[int, list[str]] = {}
    for code in case.codes:
        for year in breaks_between(marks, code, case.first_year, case.last_year):
            found.setdefault(year, []).append(code)
    return [(tuple(codes), {"year": year}) for year, codes in sorted(found.items())]


def area_before_split(case: Case, also: Mapping[str, Mapping[str, int]]) -> Findings:
    """The figure covers a larger area than the place has today: its own series breaks after that year."""
    last_before = dict(also.get(case.name, {}))
    for mark in break_marks(case.indicator.get("breaks", "[]")):
        for code in case.codes:
            if not isinstance(mark["scope"], str) and len(code) == 2 and concerns(mark["scope"], code):
                last_before[code] = int(mark["year"]) - 1
    years = case.sides["since"] if case.change else case.sides["year"]
    return [
        ((code,), {"year": last_before[code]})
        for code in case.codes
        if code in last_before and int(years[code]) <= last_before[code]
    ]


def _years(case: Case) -> tuple[int, ...]:
    return tuple(sorted({int(year) for year in case.sides["year"]}))


# Source, boundary, quality -----------------------------------------------------------------------------------------


def publishers_differ(case: Case) -> Findings:
    """Figures of different publishers."""
    publishers = tuple(dict.fromkeys(case.sides["publisher"].astype(str)))
    return _all_if(case, len(publishers) > 1, publishers=publishers)


def vintages_differ(case: Case) -> Findings:
    """Boundaries of different origin."""
    return _all_if(case, len(set(case.sides["boundary_vintage"])) > 1)


def area_deviates(case: Case, percent: float, unit_kinds: Sequence[str]) -> Findings:
    """The drawn area is far from the official one, in an indicator that rests on area."""
    if str(case.indicator["unit_kind"]) not in unit_kinds:
        return []
    deviation = case.sides["area_deviation_pct"].astype("float64").abs()
    found = case.where(deviation > percent)
    return [(found, {"percent": float(deviation.max())})] if found else []


def confidence_among(case: Case, grades: Sequence[str]) -> Findings:
    """Sources of a weak grade of confidence."""
    found = case.where(case.sides["confidence"].isin(grades))
    return [(found, {})] if found else []


def some_provisional(case: Case) -> Findings:
    """Some figures are provisional and some are final."""
    marks = case.sides["provisional"].astype(bool)
    return [(case.where(marks), {})] if marks.any() and not marks.all() else []


def all_provisional(case: Case) -> Findings:
    """All figures are provisional."""
    return _all_if(case, case.sides["provisional"].astype(bool).all())


# Counts ------------------------------------------------------------------------------------------------------------


def count_sizes(case: Case, over: float, sizes: Sequence[str], up_to: float = float("inf")) -> Findings:
    """A count of places of unlike population."""
    people = case.sides["population"].astype("float64")
    if not _is_count(case, sizes) or people.isna().any() or people.min() <= 0:
        return []
    ratio = float(people.max() / people.min())
    return _all_if(case, over < ratio <= up_to, ratio=ratio)


def count_size_unknown(case: Case, sizes: Sequence[str]) -> Findings:
    """A count of a place whose population is not known."""
    people = case.sides["population"].astype("float64")
    found = case.where(people.isna() | people.le(0))
    return [(found, {})] if found and _is_count(case, sizes) else []


def _is_count(case: Case, sizes: Sequence[str]) -> bool:
    # A change in a count is judged as growth in percent, which size does not decide.
    return str(case.indicator["measure"]) == "extensive" and case.name not in sizes and not case.change


def denominator_apart(case: Case, least: int, most: int) -> Findings:
    """The denominator is of another year than the figure."""
    apart = (case.sides["year"].astype("Int64") - case.sides["denominator_year"].astype("Int64")).abs()
    found = case.where(apart.between(least, most).fillna(value=False))
    years = case.sides.loc[list(found), "denominator_year"]
    return [(found, {"year": int(years.iloc[0])})] if found else []


CHECKS: Mapping[str, Callable[..., Findings]] = {
    check.__name__: check
    for check in (
        too_few_values, missing_value, levels_differ, province_as_city, levels_mixed, one_inside_other, kinds_mixed,
        administrative_beside_others, village_kinds_differ, defined_otherwise, listed_across_years, rank_same_edition,
        rank_other_edition, has_note, listed, not_rankable, years_apart, spans_differ, figures_old, break_between,
        area_before_split, publishers_differ, vintages_differ, area_deviates, confidence_among, some_provisional,
        all_provisional, count_sizes, count_size_unknown, denominator_apart,
    )
}  # fmt: skip
