"""What we do not know: a matrix of indicators and cities with the state of every year."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.coverage import coverage_states
from geodata.catalogue import in_scope
from views.availability import PILOTS
from views.figures import PROVINCE_CITY
from views.formatting import names_text, number
from views.i18n import translator
from views.markup import short_place_name
from views.notes import is_not_loaded

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from geodata.store import Store
    from views.availability import Availability

__all__ = [
    "PILLARS",
    "CoverageMatrix",
    "coverage_matrix",
    "coverage_sentence",
    "only_as_province",
    "pillars_at",
]

PILLARS = ("governance", "branding", "economy", "society", "environment", "living", "context", "own")
WEAK = "low"
# Law 6/2014 makes them things of a desa: the village index, the village fund and a village's own budget.
_DESA_ONLY = (
    "idm_score", "idm_social", "idm_economic", "idm_environment", "village_fund_idr", "village_fund_per_capita_idr",
    "village_revenue_total_idr",
)  # fmt: skip
# TransJakarta serves the capital and nobody else.
_ONLY_IN = {
    "transjakarta_brt_stops": PROVINCE_CITY,
    "transjakarta_brt_stops_per_km2": PROVINCE_CITY,
}


@dataclass(frozen=True)
class CoverageMatrix:
    """All that the matrix shows.

    Attributes
    ----------
    states
        As `analytics.coverage.coverage_states` gives them.
    catalogue
        Records of the indicators in the order of the rows (by pillar), indexed by indicator.
    names
        Code of a city to its name, in the order of the columns.
    years
        Years of the columns, oldest first, without a gap; empty where there is no figure at all.
    level
        Level of the places behind the figures.
    province_only
        Indicators that Jakarta has as a province, and none of its regencies and cities has.
    not_loaded
        Indicators whose figure of Jakarta as a province is published and not loaded here.
    """

    states: pd.DataFrame
    catalogue: pd.DataFrame
    names: Mapping[str, str]
    years: tuple[int, ...]
    level: str
    province_only: frozenset[str] = frozenset()
    not_loaded: frozenset[str] = frozenset()

    def known(self) -> pd.DataFrame:
        """Whether an indicator has any figure in a city: rows indicators, columns cities."""
        return self._any(self.states["n"] > 0)

    def possible(self) -> pd.DataFrame:
        """Whether such a figure can exist in a city at all, in the same form."""
        return self._any(self.states["state"] != "not_applicable")

    def _any(self, holds: pd.Series[bool]) -> pd.DataFrame:
        table = holds.groupby([self.states["indicator"], self.states["city"]]).any().unstack(fill_value=False)  # noqa: PD010
        return table.reindex(index=self.catalogue.index, columns=list(self.names), fill_value=False)


def coverage_matrix(
    store: Store,
    *,
    names: Mapping[str, str],
    level: str = "regency",
    cities: Sequence[str] = PILOTS,
    pillars: Collection[str] | None = None,
    indicators: Collection[str] | None = None,
) -> CoverageMatrix:
    """Compute the matrix.

    Parameters
    ----------
    store
        Where the figures are; a session's own lie over it where it is an overlay.
    names
        Code to name, of all `cities` at least.
    level
        ``regency`` (the cities as a whole), ``district``, ``village`` or ``own``.
    cities
        Codes of the columns, in order; those without a name are left out.
    pillars, indicators
        Only those; all by default. Indicators that are not collected at the level have no row.
    """
    cities = [code for code in cities if code in names]
    members, instead = _members(store, cities, level)
    codes = [code for group in (*members.values(), *instead.values()) for code in group]
    values = store.values(codes=codes) if codes else store.values().head(0)
    catalogue = _rows(store, set(values["indicator"]), level, pillars, indicators)
    values = values[values["indicator"].isin(catalogue.index)]
    years = tuple(range(int(values["year"].min()), int(values["year"].max()) + 1)) if len(values) else ()
    sources = store.sources()
    states = coverage_states(
        values,
        members=members,
        instead=instead,
        indicators=list(catalogue.index),
        years=years,
        weak_sources=set(sources.loc[sources["confidence"] == WEAK, "source"]),
        provisional=_provisional(catalogue, cities, years),
        not_applicable=_not_applicable(store, cities),
    )
    shown = {code: names[code] for code in cities}
    lacking = [str(name) for name, row in catalogue.iterrows() if is_not_loaded(row, PROVINCE_CITY)]
    not_loaded = frozenset(lacking if level == "regency" else ())
    return CoverageMatrix(states, catalogue, shown, years, level, _province_only(values), not_loaded)


def only_as_province(availability: Availability, indicator: str) -> bool:
    """Whether Jakarta has an indicator as a province, and none of its regencies and cities has."""
    counts = availability.counts
    mine = counts[(counts["indicator"] == indicator) & (counts["city"] == PROVINCE_CITY)]
    return set(mine["level"]) == {"province"}


def _province_only(values: pd.DataFrame) -> frozenset[str]:
    of_province = values.loc[values["code"] == PROVINCE_CITY, "indicator"]
    below = values.loc[values["code"].str.startswith(f"{PROVINCE_CITY}."), "indicator"]
    return frozenset(of_province) - frozenset(below)


def pillars_at(store: Store, level: str) -> list[str]:
    """Pillars with an indicator at a level, in order: what a filter offers."""
    rows = set(_rows(store, set(store.values(level=level)["indicator"]), level, None, None)["pillar"])
    return [pillar for pillar in PILLARS if pillar in rows]


def coverage_sentence(matrix: CoverageMatrix, lang: str) -> str:
    """Say how many of the indicators each city has any figure of."""
    _ = translator(lang)
    if matrix.catalogue.empty or not matrix.years:
        return _("There is no indicator here at this level.")
    known, possible = matrix.known().sum(), matrix.possible().sum()
    counts = [
        _("{place} {have} of {all}").format(
            place=short_place_name(name),
            have=number(known[code], 0, lang),
            all=number(possible[code], 0, lang),
        )
        for code, name in matrix.names.items()
    ]
    return _("Indicators with a figure of any year: {counts}.").format(counts=names_text(counts, lang))


def _members(
    store: Store, cities: Sequence[str], level: str
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Places of each city at a level; a province stands for itself, with its regencies where it has no figure."""
    if level != "regency":
        return {city: sorted(store.place_table(level, within=city)["code"]) for city in cities}, {}
    province = PROVINCE_CITY if PROVINCE_CITY in cities else None
    regencies = store.place_table("regency", within=province)["code"] if province else []
    chosen = [code for code in regencies if code not in cities]
    return {city: [city] for city in cities}, {PROVINCE_CITY: chosen} if chosen else {}


def _rows(
    store: Store,
    present: set[str],
    level: str,
    pillars: Collection[str] | None,
    indicators: Collection[str] | None,
) -> pd.DataFrame:
    catalogue = store.catalogue().set_index("indicator", drop=False)
    collected = catalogue["levels"].map(lambda levels: level in levels)
    keep = collected | ((catalogue["pillar"] == "own") & catalogue.index.isin(present))
    if pillars is not None:
        keep &= catalogue["pillar"].isin(list(pillars))
    if indicators is not None:
        keep &= catalogue.index.isin(list(indicators))
    order = catalogue[keep]["pillar"].map({pillar: i for i, pillar in enumerate(PILLARS)})
    return catalogue[keep].loc[order.sort_values(kind="stable").index]


def _provisional(
    catalogue: pd.DataFrame, cities: Sequence[str], years: Sequence[int]
) -> set[tuple[str, str, int]]:
    """Figures that the catalogue calls provisional: from its year on, in the places of its scope."""
    marks = {name: json.loads(text or "[]") for name, text in catalogue["provisional"].items()}
    return {
        (str(name), city, year)
        for name, found in marks.items()
        for mark in found
        for city in cities
        if in_scope(mark["scope"], city)
        for year in years
        if year >= int(mark["year"])
    }


def _not_applicable(store: Store, cities: Sequence[str]) -> set[tuple[str, str]]:
    """Indicators that cannot exist in a city, whatever is collected."""
    villages = store.codes("village")["code"]
    # A village's last four digits begin with 1 for a kelurahan, 2 or 3 for a desa.
    with_desa = villages[villages.str.slice(9, 10) != "1"].str.slice(0, 5).unique()
    without_desa = [city for city in cities if not any(code.startswith(city) for code in with_desa)]
    pairs = {(name, city) for name in _DESA_ONLY for city in without_desa}
    return pairs | {(name, city) for name, home in _ONLY_IN.items() for city in cities if city != home}
