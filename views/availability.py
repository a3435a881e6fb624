"""Which figures there are: a row an indicator, level, city and year, counted once from the store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from geodata.own import OWN_LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geodata.store import Store

_MOSTLY, _PROVINCE_DIGITS = 0.9, 2
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

    @cached_property
    def _places(self) -> dict[tuple[str, str], dict[str, dict[int, int]]]:
        """Indicator and level -> city -> year -> places with a value: asked dozens of times a rerun, counted once."""
        found: dict[tuple[str, str], dict[str, dict[int, int]]] = {}
        columns = (self.counts[name].tolist() for name in ("indicator", "level", "city", "year", "n"))
        for indicator, level, city, year, n in zip(*columns, strict=True):
            found.setdefault((indicator, level), {}).setdefault(city, {})[int(year)] = int(n)
        return found

    @cached_property
    def _present(self) -> dict[tuple[str, str | None], frozenset[str]]:
        """Level and city (None for all) -> indicators with figures there."""
        found: dict[tuple[str, str | None], set[str]] = {}
        for (indicator, level), cities in self._places.items():
            for city in (None, *cities):
                found.setdefault((level, city), set()).add(indicator)
        return {key: frozenset(names) for key, names in found.items()}

    @cached_property
    def _allowed(self) -> dict[bool, list[str]]:
        """Whether only what can be ranked -> indicators in the catalogue's order."""
        rankable = [str(name) for name in self.catalogue.index[self.catalogue["rankable"].astype(bool)]]
        return {True: rankable, False: [str(name) for name in self.catalogue.index]}

    def indicators(self, level: str, *, city: str | None = None, mappable: bool = True) -> list[str]:
        """Indicators with figures at a level (in one city, where one is given), in the catalogue's order.

        `mappable` leaves out what stands for a handful of places only and cannot rank anybody.
        """
        present = self._present.get((level, city), frozenset())
        return [name for name in self._allowed[mappable] if name in present]

    def years(self, indicator: str, level: str, *, city: str | None = None) -> list[int]:
        """Years with a figure, oldest first."""
        cities = self._places.get((indicator, level), {})
        wanted = cities.values() if city is None else [cities.get(city, {})]
        return sorted({year for years in wanted for year in years})

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

    def best_year(
        self, indicator: str, level: str, *, cities: Sequence[str] = (), must: str = ""
    ) -> int | None:
        """The year that is shown: one rule for every page.

        Of chosen places, the newest year that as many of them have as can be; of the whole country, the newest year that at
        least nine tenths as many places have as in its best year: the newest table is often half empty. A place has a year
        when nine tenths of what lies in it have a figure, at its own level when it has one itself.

        Parameters
        ----------
        indicator
            Id.
        level
            Level of the figures.
        cities
            Places that are compared: regencies, cities, or a province as a city; none for the whole country.
        must
            One of them without which nothing is compared: only its years count, where it has any.

        Returns
        -------
        int or None
            None without any figure.
        """
        if not cities:
            return _newest(_summed(self._places.get((indicator, level), {}).values()))
        have: dict[int, int] = {}
        for city in dict.fromkeys(cities):
            years = self._years_of(indicator, level, city)
            most = max(years.values(), default=0)
            for year, n in years.items():
                have[year] = have.get(year, 0) + (n >= _MOSTLY * most)
        own = self._years_of(indicator, level, must) if must else {}
        have = {year: n for year, n in have.items() if not own or year in own}
        best = max(have.values(), default=0)
        return max((year for year, n in have.items() if n == best), default=None)

    def _years_of(self, indicator: str, level: str, city: str) -> dict[int, int]:
        """Year -> places with a value in a city; of a province compared as a city its own figures, where it has any."""
        city = "31" if city.startswith("31") else city
        if level == "regency" and len(city) == _PROVINCE_DIGITS:
            own = self._places.get((indicator, "province"), {}).get(city)
            if own:
                return own
        return self._places.get((indicator, level), {}).get(city, {})


def _summed(counts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for years in counts:
        for year, n in years.items():
            found[year] = found.get(year, 0) + n
    return found


def _newest(coverage: Mapping[int, int]) -> int | None:
    best = max(coverage.values(), default=0)
    return max((year for year, n in coverage.items() if n >= _MOSTLY * best), default=None)


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
