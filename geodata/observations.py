"""The table of observations made ready to be asked dozens of times for one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import numpy.typing as npt

__all__ = ["Observations"]


class Observations:
    """Observations with what is asked of them kept as plain arrays: text columns answer a hundred times as slowly.

    Parameters
    ----------
    table
        Sorted by indicator, so that each indicator is one slice of it.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table
        # Each place by a number: there are ten times as many rows as places.
        self._place, places = pd.factorize(table["code"])
        self._number = {str(code): number for number, code in enumerate(places)}
        self._lengths = np.array([len(code) for code in self._number], dtype=np.int8)
        self._inside: dict[str, list[int]] = {}
        for code, number in self._number.items():
            parts = code.split(".")
            for depth in range(1, len(parts) + 1):
                self._inside.setdefault(".".join(parts[:depth]), []).append(number)
        self._years = table["year"].to_numpy()
        names = table["indicator"].to_numpy()
        starts = np.flatnonzero(np.r_[len(names) > 0, names[1:] != names[:-1]])
        ends = np.r_[starts[1:], len(names)]
        self._slices = {str(names[a]): (int(a), int(b)) for a, b in zip(starts, ends, strict=True)}

    def positions(self, indicators: Iterable[str] | None) -> npt.NDArray[np.intp]:
        """Row numbers of some indicators in the order of the table; of all for None."""
        if indicators is None:
            return np.arange(len(self.table))
        found = [self._slices[name] for name in sorted(set(indicators)) if name in self._slices]
        return np.concatenate([np.arange(a, b) for a, b in found]) if found else np.empty(0, dtype=np.intp)

    def of_length(self, at: npt.NDArray[np.intp], length: int) -> npt.NDArray[np.intp]:
        """Those of some rows whose code has so many signs: the places of one level."""
        found: npt.NDArray[np.intp] = at[self._lengths[self._place[at]] == length]
        return found

    def of_years(self, at: npt.NDArray[np.intp], years: Collection[int]) -> npt.NDArray[np.intp]:
        """Those of some rows that are of certain years."""
        found: npt.NDArray[np.intp] = at[np.isin(self._years[at], list(years))]
        return found

    def of_places(self, at: npt.NDArray[np.intp], codes: Collection[str]) -> npt.NDArray[np.intp]:
        """Those of some rows that are of certain places."""
        return self._of_numbers(at, [self._number[code] for code in codes if code in self._number])

    def inside(self, at: npt.NDArray[np.intp], code: str) -> npt.NDArray[np.intp]:
        """Those of some rows that are of a place or of one below it."""
        return self._of_numbers(at, self._inside.get(code, []))

    def _of_numbers(self, at: npt.NDArray[np.intp], numbers: list[int]) -> npt.NDArray[np.intp]:
        wanted = np.zeros(len(self._number), dtype=bool)
        wanted[numbers] = True
        found: npt.NDArray[np.intp] = at[wanted[self._place[at]]]
        return found

    def rows(self, at: npt.NDArray[np.intp]) -> pd.DataFrame:
        """Some rows as a table of their own."""
        return self.table.take(at).reset_index(drop=True)
