"""The table of observations made ready to be asked dozens of times for one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import numpy.typing as npt
    import pandas as pd

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
        self._codes = table["code"].to_numpy(dtype=object)
        self._lengths = table["code"].str.len().to_numpy(dtype=np.int8)
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
        found: npt.NDArray[np.intp] = at[self._lengths[at] == length]
        return found

    def of_years(self, at: npt.NDArray[np.intp], years: Collection[int]) -> npt.NDArray[np.intp]:
        """Those of some rows that are of certain years."""
        found: npt.NDArray[np.intp] = at[np.isin(self._years[at], list(years))]
        return found

    def of_places(self, at: npt.NDArray[np.intp], codes: Collection[str]) -> npt.NDArray[np.intp]:
        """Those of some rows that are of certain places."""
        wanted = frozenset(codes)
        keep = (code in wanted for code in self._codes[at])
        found: npt.NDArray[np.intp] = at[np.fromiter(keep, bool, len(at))]
        return found

    def inside(self, at: npt.NDArray[np.intp], code: str) -> npt.NDArray[np.intp]:
        """Those of some rows that are of a place or of one below it."""
        below = f"{code}."
        keep = (one == code or one.startswith(below) for one in self._codes[at])
        found: npt.NDArray[np.intp] = at[np.fromiter(keep, bool, len(at))]
        return found

    def rows(self, at: npt.NDArray[np.intp]) -> pd.DataFrame:
        """Some rows as a table of their own."""
        return self.table.take(at).reset_index(drop=True)
