"""View model of the patterns page: one rate inside one city, who is next to whom, and what chance would make of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from analytics.spatial import LocalResult, Moran, Neighbours, contiguity, local_moran, morans_i
from views.availability import PILOTS
from views.figures import Figure
from views.scenes import city_figure, members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.store import Store
    from views.selection import Selection

SEED = 20_261_128
"""Of every permutation on the page: the same choices give the same answer for every reader."""
ALPHA = 0.05


@dataclass(frozen=True)
class Pattern:
    """One variable on one graph, in no language.

    Attributes
    ----------
    values
        One value an area (indicator's unit), index code in the order of the codes; NaN where there is none.
    neighbours
        The graph of the city at this level.
    moran, local
        The global and the local statistic.
    """

    values: pd.Series
    neighbours: Neighbours
    moran: Moran
    local: LocalResult

    @property
    def found(self) -> bool:
        """Whether the whole shows more, or less, likeness between neighbours than chance."""
        return self.moran.status == "ok" and self.moran.p <= ALPHA

    @cached_property
    def around(self) -> pd.Series:
        """Mean of the neighbours' values (indicator's unit) of each area that was tested; NaN for the others."""
        codes = list(self.moran.scatter.index)
        graph = self.neighbours.only(codes)
        known = self.values.reindex(list(graph.codes)).to_numpy()
        means = (
            pd.Series(graph.matrix() @ known, index=list(graph.codes)) if codes else pd.Series(dtype=float)
        )
        return means.reindex(self.values.index)

    def members(self, column: str) -> dict[str, list[str]]:
        """Codes of each cluster, in ``cluster`` or ``cluster_fdr``."""
        found = self.local.frame[column].dropna()
        return {str(name): [str(code) for code in part.index] for name, part in found.groupby(found)}

    def left_out(self, reason: str) -> list[str]:
        """Codes left out for a reason: ``no_value``, ``island`` or ``lone_pair``."""
        states = self.moran.left_out
        return [str(code) for code in states.index[states == reason]]


def city_neighbours(store: Store, city: str, level: str) -> Neighbours:
    """Who is next to whom among the places of a city at a level, islands named."""
    detail = "city" if city in PILOTS else "district"
    return contiguity(store.places(level, within=city, detail=detail), within=city)


def city_values(store: Store, city: str, level: str, indicator: str, year: int | None) -> pd.Series:
    """One value a place of a city in a year, index code, NaN where there is none."""
    index = pd.Index(members(store, city, level), dtype="str", name="code")
    if year is None:
        return pd.Series(float("nan"), index=index)
    rows = store.values(indicator, level=level, within=city, years=year)
    return rows.set_index(rows["code"].astype(str))["value"].astype("float64").reindex(index)


def pattern_of(values: pd.Series, neighbours: Neighbours) -> Pattern:
    """Test one variable: the whole, and every area."""
    return Pattern(
        values,
        neighbours,
        morans_i(values, neighbours, seed=SEED),
        local_moran(values, neighbours, seed=SEED, alpha=ALPHA),
    )


@dataclass(frozen=True)
class PatternsPage:
    """All that the first part of the page shows.

    Attributes
    ----------
    pattern
        The statistics of the chosen indicator.
    figure
        The same values with their classes and sources.
    names
        Code -> name of every place of the map.
    """

    store: Store
    selection: Selection
    theme: str
    city_name: str
    names: Mapping[str, str]
    figure: Figure
    pattern: Pattern

    @property
    def shown(self) -> str:
        """What the map paints: without a test there are values only."""
        return self.selection.shown if self.pattern.moran.status == "ok" else "values"

    @property
    def moran(self) -> Moran:
        """Global statistic."""
        return self.pattern.moran

    @property
    def local(self) -> LocalResult:
        """Local statistics."""
        return self.pattern.local


def build_patterns(
    store: Store, selection: Selection, pattern: Pattern, *, theme: str, cities: Mapping[str, str]
) -> PatternsPage:
    """Put the statistics of a selection together with names and classes."""
    s = selection
    figure = city_figure(store, s.city, indicator=s.indicator, level=s.level, year=s.year)
    table = store.place_table(s.level, within=s.city)
    names = dict(zip(table["code"].astype(str), table["name"].astype(str), strict=True))
    return PatternsPage(store, s, theme, cities[s.city], names, figure, pattern)
