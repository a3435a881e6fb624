"""View model of the index page: scores, ranks with their doubt, and what turns the order, for the chosen weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pandas as pd

from analytics.composite import ROOT_COLUMN
from analytics.uncertainty import (
    Choices,
    effective_weights,
    group_influence,
    price_of_ignorance,
    rank_uncertainty,
    tipping_points,
    turned_by_leaving_out,
)
from geodata.catalogue import load_frameworks
from views.figures import PROVINCE_CITY
from views.i18n import pick
from views.index_choice import PUBLISHED, chosen_index, shipped
from views.markup import short_place_name
from views.peer_groups import peer_codes, place_names
from views.publishers import publishers_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.composite import CompositeIndex, CompositeResult, Framework, Leaf
    from analytics.uncertainty import RankUncertainty
    from geodata.store import Store
    from views.availability import Availability
    from views.selection import Selection

DRAWS, SEED = 1000, 20_261_128
"""Draws of the uncertainty and its seed: the same choices give the same bands for every reader."""


@dataclass(frozen=True)
class IndexModel:
    """All that the index page shows.

    Attributes
    ----------
    index
        The framework with the reader's choices, judged on all regencies and cities.
    frame
        Figures of all regencies and cities, a column an indicator.
    field
        Codes among which ranks are counted.
    shown
        Codes of the chosen places, a province in its parts.
    names
        Code -> short name, of every regency and city.
    """

    selection: Selection
    theme: str
    availability: Availability
    index: CompositeIndex
    frame: pd.DataFrame
    field: tuple[str, ...]
    shown: tuple[str, ...]
    names: Mapping[str, str]
    store: Store

    @cached_property
    def result(self) -> CompositeResult:
        """Scores of every place of the country."""
        return self.index.score(self.frame)

    @property
    def complete(self) -> pd.DataFrame:
        """Figures of the places of which every part of the first level has a score: what a weight does shows among them."""
        parts = list(self.result.children[ROOT_COLUMN])
        return self.frame[self.result.scores[parts].notna().all(axis=1)]

    @cached_property
    def found(self) -> RankUncertainty:
        """Ranks among the field when the choices are varied."""
        return self._varied(sensitivity=False)

    def shares(self) -> pd.DataFrame:
        """First-order share of each choice in the variance of the ranks; as many more runs as there are choices."""
        return self._varied(sensitivity=True).variance_shares

    def _varied(self, *, sensitivity: bool) -> RankUncertainty:
        frame = self.frame.loc[list(self.field)]
        choices = Choices(sensitivity=sensitivity)
        found = rank_uncertainty(
            self.index, frame, seed=SEED, draws=DRAWS, choices=choices, among=self.compared
        )
        # A chosen place outside the field is listed all the same, without a rank.
        return replace(found, ranks=found.ranks.reindex(list(dict.fromkeys([*self.field, *self.shown]))))

    @cached_property
    def compared(self) -> list[str]:
        """Chosen places inside the field."""
        inside = set(self.field)
        return [code for code in self.shown if code in inside]

    def tipping(self) -> pd.DataFrame:
        """Shares of the first level at which the order of two chosen places turns."""
        parts = self.result.children[ROOT_COLUMN]
        return tipping_points(self.index, self.frame, among=self.compared, parts=parts)

    def turned(self) -> pd.DataFrame:
        """Indicators without which the order of two chosen places is the other way round."""
        return turned_by_leaving_out(self.index, self.frame, among=self.compared)

    def price(self) -> pd.DataFrame:
        """What each missing figure of the chosen places would tell."""
        return price_of_ignorance(self.index, self.frame, among=self.shown)

    def effective(self) -> pd.DataFrame:
        """What the weights do, among the places of which every part has a score."""
        return effective_weights(self.index, self.complete)

    @cached_property
    def influence(self) -> dict[str, float]:
        """Share of each part of the first level in the differences between places, 1 for all of them together."""
        return group_influence(self.result)

    @property
    def used(self) -> pd.DataFrame:
        """The country's figures of the indicators that count."""
        return self.frame[self.index.indicators]

    @cached_property
    def scored(self) -> list[str]:
        """Chosen places that are ranked, best median rank first."""
        ranks = self.found.ranks.loc[list(self.shown)].dropna(subset=["score"])
        return [str(code) for code in ranks.sort_values("median", kind="stable").index]

    @cached_property
    def unscored(self) -> list[str]:
        """Chosen places that are not ranked: without a score, or outside the field."""
        return [code for code in self.shown if code not in set(self.scored)]

    @cached_property
    def published(self) -> pd.Series | None:
        """Index of every place as its maker publishes it, in the year of the figures; None for a framework of ours."""
        indicator = PUBLISHED.get(self.selection.index)
        if indicator is None:
            return None
        return self.store.values(indicator, level="regency", years=self.year).set_index("code")["value"]

    @property
    def year(self) -> int:
        """Newest year of the figures."""
        return max(leaf.year for leaf in self.framework.leaves if leaf.year)

    @property
    def order(self) -> list[str]:
        """Chosen places as they are listed: by median rank, those without a score last."""
        return [*self.scored, *self.unscored]

    @property
    def framework(self) -> Framework:
        """The tree with the reader's weights."""
        return self.index.framework

    @property
    def source(self) -> str:
        """Publishers of the figures behind the scores of the chosen places."""
        years = {
            leaf.indicator: leaf.year
            for leaf in self.framework.leaves
            if leaf.indicator in set(self.index.indicators)
        }
        rows = self.store.values(list(years), codes=list(self.shown))
        used = rows.loc[rows["year"] == rows["indicator"].astype(str).map(years), "source"]
        return publishers_text(self.store.sources(), used, self.selection.lang)

    @cached_property
    def part_names(self) -> dict[str, str]:
        """Name of every part of the tree."""
        return part_names(self.framework, self.availability.catalogue, self.selection.lang)


def build_index(
    store: Store, availability: Availability, selection: Selection, *, theme: str, frame: pd.DataFrame
) -> IndexModel:
    """Judge the chosen places by the chosen framework.

    Parameters
    ----------
    store, availability
        Where the figures are.
    selection
        Places, framework, weights and choices.
    theme
        "light" or "dark".
    frame
        From `index_frame` for the same framework.
    """
    names = {
        code: _short(code, name)
        for code, name in place_names(store).items()
        if len(code) > len(PROVINCE_CITY)
    }
    shown = tuple(code for code in parts_of(selection.cities, list(frame.index)) if code in frame.index)
    index = chosen_index(selection).with_reference(frame)
    whole = frame.index[frame[index.indicators].notna().all(axis=1)]
    field = {"all": list(frame.index), "complete": list(whole), "chosen": list(shown)}.get(selection.field)
    if field is None:
        peers = peer_codes(store, availability, shown, peers="similar", features="standard")
        field = list(dict.fromkeys([*shown, *(code for codes in peers.values() for code in codes)]))
    return IndexModel(selection, theme, availability, index, frame, tuple(field), shown, names, store)


def _short(code: str, name: str) -> str:
    """Short name; of Jakarta's parts without the kind, which all of them share and no other place has."""
    short = short_place_name(name)
    return (
        short.removeprefix("Kota Adm. ").removeprefix("Kab. Adm. ")
        if code.startswith(PROVINCE_CITY)
        else short
    )


def index_frame(store: Store, name: str) -> pd.DataFrame:
    """Figures of all regencies and cities for a framework: index code, a column an indicator, each of the leaf's own year.

    Jakarta's six parts are governed by the province: what is measured of a government stands for all of them.
    """
    codes = pd.Index(store.place_table("regency")["code"].astype(str), name="code")
    columns, pillars = {}, store.catalogue().set_index("indicator")["pillar"]
    for leaf in shipped(name).framework.leaves:
        values = store.values(leaf.indicator, level="regency", years=leaf.year)
        columns[leaf.indicator] = values.set_index("code")["value"]
        if pillars[leaf.indicator] == "governance":
            columns[leaf.indicator] = _with_province(store, columns[leaf.indicator], leaf, codes)
    return pd.DataFrame(columns).reindex(codes)


def _with_province(store: Store, values: pd.Series, leaf: Leaf, codes: pd.Index) -> pd.Series:
    """Values with the province's for those of Jakarta's parts that have none."""
    whole = store.values(leaf.indicator, level="province", codes=[PROVINCE_CITY], years=leaf.year)
    if whole.empty:
        return values
    lacking = [code for code in codes if code.startswith(f"{PROVINCE_CITY}.") and code not in values.index]
    return pd.concat([values, pd.Series(float(whole["value"].iloc[0]), index=lacking)])


def parts_of(cities: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Chosen places with a province taken apart: of Jakarta there are figures for its six parts."""
    found = [
        part
        for city in cities
        for part in ([c for c in codes if c.startswith(f"{city}.")] if city == PROVINCE_CITY else [city])
    ]
    return list(dict.fromkeys(found))


@cache
def _pillars() -> pd.DataFrame:
    """The six pillars with their names, by id; the registry is a file that never changes while the program runs."""
    return load_frameworks().query("framework == 'pillar'").set_index("id")


def part_names(framework: Framework, catalogue: pd.DataFrame, lang: str) -> dict[str, str]:
    """Name of every node and leaf in the reader's language."""
    pillars = _pillars()
    nodes = {
        node.id: pick(pillars.loc[node.id] if node.id in pillars.index else node, "name", lang)
        for node in framework.nodes
    }
    nodes[framework.root.id] = pick(framework, "name", lang)
    leaves = {leaf.id: pick(catalogue.loc[leaf.indicator], "short", lang) for leaf in framework.leaves}
    return nodes | leaves
