"""Which figures there are: a row an indicator, level, city and year, counted once from the store."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from geodata.own import OWN_LEVEL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.store import Store

LEVELS = ("province", "regency", "district", "village")
PILOTS = ("31", "73.71", "35.10", "32.11")
JAKARTA = "31"
MOSTLY = 0.9
"""Share of the best year's places that a newer year must have, to be shown instead."""
_PROVINCE = 2
_LEVEL_OF_LENGTH = {2: "province", 5: "regency", 8: "district", 11: OWN_LEVEL, 13: "village"}


def city_of(codes: pd.Series) -> pd.Series:
    """The city a place belongs to for this product: its regency, and ``31`` for all of Jakarta.

    Examples
    --------
    >>> city_of(pd.Series(["32.11.02.2001", "31.74.04", "31", "73"])).tolist()
    ['32.11', '31', '31', '73']
    """
    return codes.str.slice(0, 5).where(~codes.str.startswith(JAKARTA), JAKARTA)


def city_code(code: str) -> str:
    """The city that one place belongs to, as `city_of` has it."""
    return JAKARTA if code.startswith(JAKARTA) else code[:5]


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
    def index(self) -> dict[tuple[str, str], dict[str, dict[int, int]]]:
        """Places with a value by (indicator, level), city and year: built once, because a rerun asks dozens of times."""
        found: dict[tuple[str, str], dict[str, dict[int, int]]] = {}
        columns = (self.counts[name].tolist() for name in ("indicator", "level", "city", "year", "n"))
        for indicator, level, city, year, n in zip(*columns, strict=True):
            years = found.setdefault((indicator, level), {}).setdefault(city, {})
            years[year] = years.get(year, 0) + n
        return found

    @cached_property
    def _national(self) -> dict[tuple[str, str], dict[int, int]]:
        """Places of the whole country with a value by (indicator, level) and year, oldest first."""
        found: dict[tuple[str, str], dict[int, int]] = {}
        for key, cities in self.index.items():
            total: dict[int, int] = {}
            for years in cities.values():
                for year, n in years.items():
                    total[year] = total.get(year, 0) + n
            found[key] = dict(sorted(total.items()))
        return found

    @cached_property
    def _present(self) -> dict[tuple[str, str | None], set[str]]:
        """Indicators with figures by (level, city); city None is the whole country."""
        found: dict[tuple[str, str | None], set[str]] = {}
        for (indicator, level), cities in self.index.items():
            for city in (None, *cities):
                found.setdefault((level, city), set()).add(indicator)
        return found

    @cached_property
    def _rankable(self) -> list[str]:
        return [str(name) for name in self.catalogue.index[self.catalogue["rankable"].astype(bool)]]

    @cached_property
    def rate_names(self) -> frozenset[str]:
        """Indicators that are rates, shares and indices, and no counts."""
        return frozenset(self.catalogue.index[self.catalogue["measure"] == "intensive"])

    def indicators(self, level: str, *, city: str | None = None, mappable: bool = True) -> list[str]:
        """Indicators with figures at a level (in one city, where one is given), in the catalogue's order.

        `mappable` leaves out what stands for a handful of places only and cannot rank anybody.
        """
        present = self._present.get((level, city), set())
        allowed = self._rankable if mappable else self.catalogue.index
        return [name for name in allowed if name in present]

    def years(self, indicator: str, level: str, *, city: str | None = None) -> list[int]:
        """Years with a figure, oldest first."""
        if city is None:
            return list(self._national.get((indicator, level), {}))
        return sorted(self.index.get((indicator, level), {}).get(city, {}))

    def widest(self, indicator: str, level: str) -> int:
        """Places of the country that have a figure in the year in which most have."""
        return max(self._national.get((indicator, level), {}).values(), default=0)

    def place_years(self, indicator: str, code: str) -> list[int]:
        """Years in which a province, regency or city has a figure of its own, oldest first.

        One of Jakarta's six parts has the years of the six: they are counted together, and published together.
        """
        level = "province" if len(code) == _PROVINCE else "regency"
        return self.years(indicator, level, city=code[:_PROVINCE] if code.startswith(JAKARTA) else code)

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
        return {name: len(years) for (name, level), years in self._national.items() if level == "regency"}

    def best_year(
        self, indicator: str, level: str, *, cities: Sequence[str] = (), first: str = ""
    ) -> int | None:
        """The year that is shown where nobody asks for another: one rule for every page.

        It is the newest year in which all the chosen places have a figure; where no year has them all, the newest that at
        least nine tenths as many have as in the best year (of fewer than ten places: as many as in the best year). Places
        without any figure do not count. Without chosen places the country is asked: the newest table is often half empty.

        Parameters
        ----------
        indicator
            Id.
        level
            "regency" and "province": each chosen place's own figure, whichever of the two it is. Below: a city has a year
            in which at least nine tenths as many of its places as in its best year have a figure.
        cities
            Codes of the chosen places; with none, or where none of them has a figure, all places of the level count.
        first
            A place that the page is about: where it has figures, only its years are looked at.

        Returns
        -------
        int or None
            None without any figure.
        """
        whole = self._national.get((indicator, level), {})
        tally = Counter(year for city in cities for year in self.chosen_years(indicator, level, city))
        own = self.chosen_years(indicator, level, first) if first else set()
        if own:
            tally = Counter({year: n for year, n in tally.items() if year in own}) or Counter(own)
        return _newest(tally or whole)

    def chosen_years(self, indicator: str, level: str, city: str) -> set[int]:
        """Years that a chosen place has, as `best_year` counts them; Jakarta without a figure of its own has those of its six parts, shown instead."""
        if level in ("regency", "province"):
            years = self.place_years(indicator, city)
            return set(years or (self.years(indicator, "regency", city=JAKARTA) if city == JAKARTA else ()))
        parts = self.index.get((indicator, level), {}).get(city, {})
        most = max(parts.values(), default=0)
        return {year for year, n in parts.items() if n >= MOSTLY * most}


def _newest(tally: Mapping[int, int]) -> int | None:
    """Newest year with at least nine tenths of the most."""
    most = max(tally.values(), default=0)
    return max((year for year, n in tally.items() if n >= MOSTLY * most), default=None)


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
