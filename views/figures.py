"""One indicator at one level and year: the values, the classes pooled over what is shown, the national reference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics.classify import Classes, classify
from analytics.ranks import counts_from_top, rank_band
from analytics.summary import Reference, national_reference
from views.formatting import rank_text, value_text
from views.i18n import pick
from views.numerals import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.store import Store

PROVINCE_CITY = "31"  # Jakarta is governed, and counted, as a province
_MAX_RADIUS_PX, _ROOMY = 26.0, 30
WEIGHT_YEAR = 2024  # of the registered population that national means are weighted by


@dataclass(frozen=True)
class Figure:
    """Values of one indicator for the places of a map.

    Attributes
    ----------
    row
        The indicator's catalogue record.
    year
        Year of the values; None where there is no figure at all.
    values
        One value a place shown (indicator's unit), indexed by code; NaN where there is none.
    pooled
        Values over all places and years that share the class limits.
    classes
        Closed class limits over `pooled`.
    sources
        Ids of the source records behind the values shown.
    """

    row: pd.Series
    year: int | None
    values: pd.Series
    pooled: pd.Series
    classes: Classes
    sources: tuple[str, ...]

    @property
    def is_count(self) -> bool:
        """Whether the indicator adds up, so that a map draws circles and never fills."""
        return str(self.row["measure"]) == "extensive"

    def text(self, value: Any, lang: str, *, short: bool = False) -> str:
        """Value with its unit, or that there is none."""
        return value_text(value, self.row, lang, short=short)

    def texts(self, lang: str) -> pd.Series:
        """Number a place as a map prints it: without the unit, which stands in the legend; "" without a value."""
        texts = numbers(self.values, int(self.row["decimals"]), lang, missing="")
        return pd.Series(texts, index=self.values.index, dtype="str")

    def bare_text(self, value: Any, lang: str) -> str:
        """Number without its unit and sign; "" where there is none."""
        return "" if pd.isna(value) else value_text(value, self.row, lang, with_unit=False)

    def radii(self) -> pd.Series:
        """Circle radius in pixels a place, as `radius`; 0 px for nothing, NaN without a value."""
        return np.sqrt(self.values.clip(lower=0.0)) * self._px_of_one

    def radius(self, value: float) -> float:
        """Circle radius in pixels: area proportional to the value, smaller where many places share the map."""
        return float(np.sqrt(max(value, 0.0)) * self._px_of_one)

    @cached_property
    def _px_of_one(self) -> float:
        """Radius of a circle for the value 1."""
        largest = float(np.nanmax(self.pooled.to_numpy(dtype=float), initial=0.0)) or 1.0
        roomy = _MAX_RADIUS_PX * np.sqrt(_ROOMY / max(len(self.values), 1))
        return float(np.clip(roomy, 10, _MAX_RADIUS_PX) / np.sqrt(largest))

    def name(self, lang: str) -> str:
        """Indicator's name."""
        return pick(self.row, "name", lang)

    def missing(self) -> list[str]:
        """Codes of places without a value."""
        return list(self.values.index[self.values.isna()])


def catalogue_row(store: Store, indicator: str) -> pd.Series:
    """Catalogue record of an indicator."""
    return store.record(indicator)


def values_by_code(store: Store, indicator: str, level: str, *, within: str | None = None) -> pd.DataFrame:
    """All years of an indicator: rows code, columns year, every place of the level in the index."""
    rows = store.values(indicator, level=level, within=within)
    codes = pd.Index(store.place_table(level, within=within)["code"], name="code")
    years, column = np.unique(rows["year"].to_numpy(), return_inverse=True)
    row = codes.get_indexer(rows["code"])
    wide = np.full((len(codes), len(years)), np.nan)
    wide[row[row >= 0], column[row >= 0]] = rows["value"].to_numpy()[row >= 0]
    return pd.DataFrame(wide, index=codes, columns=pd.Index(years, name="year"))


def make_figure(
    store: Store,
    indicator: str,
    *,
    level: str,
    year: int | None,
    places: Sequence[str] | None = None,
    within: Sequence[str] | None = None,
    scheme: str = "quantiles",
    k: int = 5,
) -> Figure:
    """Read and classify one indicator.

    Parameters
    ----------
    store
        Where the figures are.
    indicator, level, year
        What is shown.
    places
        Codes of the places drawn; by default all places of the level (or of `within`).
    within
        Cities whose places share the class limits; by default all places of the level.
    scheme, k
        Classification.

    Returns
    -------
    Figure
        Limits are pooled over all those places *and years*, so that colours can be compared from year to year.
    """
    row = catalogue_row(store, indicator)
    scopes: Sequence[str | None] = within if within is not None else [None]
    wide = pd.concat([values_by_code(store, indicator, level, within=scope) for scope in scopes])
    wide = wide[~wide.index.duplicated()]  # Jakarta and one of its six may be chosen together
    every = wide.to_numpy(dtype="float64").ravel()
    pooled = pd.Series(every[~np.isnan(every)], name="value")
    values = wide[year] if year in wide.columns else pd.Series(np.nan, index=wide.index)
    if places is not None:
        values = values.reindex(pd.Index(places, name="code"))
    rows = (
        store.values(indicator, level=level, years=year)
        if year is not None
        else store.values(indicator, level=level).head(0)
    )
    have = set(values.index[values.notna()])
    used = {str(source) for code, source in zip(rows["code"], rows["source"], strict=True) if code in have}
    classes = classify(pooled, scheme=scheme, k=k, decimals=int(row["decimals"]))
    return Figure(row, year, values.astype(float), pooled.astype(float), classes, tuple(sorted(used)))


def values_in(store: Store, indicator: str, level: str, year: int) -> pd.Series:
    """One value a place of a level in one year, every place in the index, NaN where there is none."""
    rows = store.values(indicator, level=level, years=year).set_index("code")["value"]
    return rows.reindex(pd.Index(store.place_table(level)["code"], name="code")).astype(float)


def province_value(store: Store, indicator: str, year: int | None, code: str = PROVINCE_CITY) -> float:
    """Value of a province (Jakarta's own figure); NaN where there is none."""
    if year is None:
        return float("nan")
    rows = store.values(indicator, codes=[code], years=year)
    return float(rows["value"].iloc[0]) if len(rows) else float("nan")


@dataclass(frozen=True)
class National:
    """All regencies and cities of the country in one year: the field a place is ranked in."""

    values: pd.Series
    row: pd.Series
    people: pd.Series

    @cached_property
    def bands(self) -> pd.DataFrame:
        """Rank band of every place."""
        best_high = counts_from_top(str(self.row["direction"]))
        return rank_band(self.values, decimals=int(self.row["decimals"]), higher_is_better=best_high)

    @cached_property
    def reference(self) -> Reference:
        """Median, mean weighted by registered population, and coverage."""
        extensive = str(self.row["measure"]) == "extensive"
        return national_reference(self.values, weights=self.people, extensive=extensive)

    @cached_property
    def known(self) -> int:
        """Number of the places that have a value."""
        return int(self.values.notna().sum())

    @cached_property
    def _bands(self) -> dict[str, tuple[int, int, int]]:
        """Best and worst rank and places ranked, of every place that has a rank: as plain values, since clicks wait for them."""
        ranked = self.bands.dropna(subset=["rank_low"])
        columns = (ranked[name].astype(int).tolist() for name in ("rank_low", "rank_high", "n"))
        return dict(zip(ranked.index.tolist(), zip(*columns, strict=True), strict=True))

    def band_text(self, code: str, lang: str) -> str:
        """Rank band as text whatever the field is like; "" for a place that is not ranked."""
        if code not in self._bands:
            return ""
        return rank_text(*self._bands[code], lang, direction=str(self.row["direction"]))

    def rank(self, code: str, lang: str) -> str:
        """Rank band as text.

        It is "" for a place that is not ranked (a province, or without a value), and for all where fewer than half of
        the places have a value or all have the same: first of four, or one of 514 firsts, says nothing of a country.
        """
        if 2 * self.known < len(self.values) or code not in self._bands:
            return ""
        low, high, n = self._bands[code]
        return "" if (low, high) == (1, n) else self.band_text(code, lang)


def national(store: Store, indicator: str, year: int, *, level: str = "regency") -> National:
    """Rank all regencies and cities (or all provinces) in one indicator and year."""
    people = values_in(store, "population_registered", level, WEIGHT_YEAR)
    return National(values_in(store, indicator, level, year), catalogue_row(store, indicator), people)
