"""Which figures there are: a row an indicator, level, city and year, counted once from the store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from geodata.own import OWN_LEVEL

if TYPE_CHECKING:
    from geodata.store import Store

LEVELS = ("province", "regency", "district", "village")
PILOTS = ("31", "73.71", "35.10", "32.11")
_LEVEL_OF_LENGTH = {2: "province", 5: "regency", 8: "district", 11: OWN_LEVEL, 13: "village"}


def city_of(codes: pd.Series) -> pd.Series:
    """The city a place belongs to for this product: its regency, and ``31`` for all of Jakarta.

    Examples
    --------
    >>> city_of(pd.Series(["32.11.02.2001", "31.74.04", "31", "73"])).tolist()
    ['32.11', '31', '31', '73']
    """
    return codes.str.slice(0, 5).where(~codes.str.startswith("31"), "31")


@dataclass(frozen=True)
class Availability:
    """Counts of figures and the catalogue they belong to.

    Attributes
    ----------
    counts
        Columns ``indicator, level, city, year, n``: places with a value.
    catalogue
        The store's catalogue indexed by indicator.
    """

    counts: pd.DataFrame
    catalogue: pd.DataFrame

    @cached_property
    def records(self) -> dict[str, pd.Series]:
        """Each indicator's record in the catalogue: a row taken out of a table of many types costs half a millisecond."""
        rows = self.catalogue.to_dict("records")
        return {str(row["indicator"]): pd.Series(row, dtype=object) for row in rows}

    def indicators(self, level: str, *, city: str | None = None, mappable: bool = True) -> list[str]:
        """Indicators with figures at a level (in one city, where one is given), in the catalogue's order.

        `mappable` leaves out what stands for a handful of places only and cannot rank anybody.
        """
        rows = self.counts[self.counts["level"] == level]
        if city is not None:
            rows = rows[rows["city"] == city]
        present = set(
            rows["indicator"].unique()
        )  # each once: the cells of a column of texts are slow to walk
        allowed = self.catalogue.index[self.catalogue["rankable"]] if mappable else self.catalogue.index
        return [name for name in allowed if name in present]

    def years(self, indicator: str, level: str, *, city: str | None = None) -> list[int]:
        """Years with a figure, oldest first."""
        rows = self.counts[(self.counts["indicator"] == indicator) & (self.counts["level"] == level)]
        if city is not None:
            rows = rows[rows["city"] == city]
        return sorted({int(year) for year in rows["year"]})

    @cached_property
    def rates(self) -> dict[tuple[str, str], list[str]]:
        """Rates that can be drawn, by level and city, in the catalogue's order: found once, for pages that ask often."""
        usable = self.catalogue.index[
            (self.catalogue["measure"] == "intensive") & self.catalogue["rankable"].astype(bool)
        ]
        rows = self.counts[self.counts["indicator"].isin(usable)]
        order = {name: i for i, name in enumerate(usable)}
        found: dict[tuple[str, str], list[str]] = {}
        for (level, city), part in rows.groupby(["level", "city"], observed=True)["indicator"]:
            found[str(level), str(city)] = sorted(set(part), key=order.__getitem__)
        return found

    @cached_property
    def regency_years(self) -> dict[str, int]:
        """Number of years with figures of regencies and cities, by indicator."""
        rows = self.counts[self.counts["level"] == "regency"]
        years = rows.groupby("indicator", observed=True)["year"].nunique()
        return {str(name): int(n) for name, n in years.items()}

    def best_year(self, indicator: str, level: str, *, cities: tuple[str, ...] = ()) -> int | None:
        """Latest year that most of the wanted cities (or most places of the country) have; None without figures.

        A later year is taken only when it reaches at least nine tenths of the best coverage: the newest table is often half empty.
        """
        rows = self.counts[(self.counts["indicator"] == indicator) & (self.counts["level"] == level)]
        if cities:
            rows = rows[rows["city"].isin(cities)]
        if rows.empty:
            return None
        coverage = rows.groupby("year")["n"].sum()
        return int(coverage.index[coverage >= 0.9 * coverage.max()].max())


def availability(store: Store) -> Availability:
    """Count the store's figures."""
    return Availability(count_figures(store.values()), store.catalogue().set_index("indicator", drop=False))


def with_more(known: Availability, values: pd.DataFrame, catalogue: pd.DataFrame) -> Availability:
    """Figures that are known already, and those of further indicators; `catalogue` describes both."""
    counts = pd.concat([known.counts, count_figures(values)], ignore_index=True)
    return Availability(counts, catalogue.set_index("indicator", drop=False))


def count_figures(values: pd.DataFrame) -> pd.DataFrame:
    """Places with a value: ``indicator, level, city, year, n``."""
    codes = values["code"].astype(str)
    table = pd.DataFrame(
        {
            "indicator": values["indicator"].astype(str),
            "level": codes.str.len().map(_LEVEL_OF_LENGTH),
            "city": city_of(codes),
            "year": values["year"].astype(int),
        }
    )
    return (
        table.groupby(["indicator", "level", "city", "year"], observed=True).size().rename("n").reset_index()
    )
