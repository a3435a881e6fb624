"""Points counted, summed or averaged per area, from one frame or from a stream larger than memory.

Every point ends in exactly one place of the result: an area, outside of all, or unplaced (without coordinates), so that
``table.sum() + outside + unplaced == totals``. Which area a point on a border belongs to stands in `analytics.area_index`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import pandas as pd

from analytics.area_index import AreaIndex, place_faults
from analytics.exact_sums import ExactSums
from analytics.point_frames import Chunk, as_chunk, frame_faults

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

__all__ = ["NO_CATEGORY", "Counts", "How", "count_points"]

How = Literal["count", "sum", "mean"]
NO_CATEGORY = ""
MAX_CATEGORIES = 200
_ROWS_AT_ONCE = 500_000
_EXAMPLES = 20


@dataclass(frozen=True)
class Counts:
    """What was counted, and what could not be placed.

    Attributes
    ----------
    table
        Index ``code`` in the order of `places`; one column a category (text, sorted, "" last for points without one), or one
        column ``count``, ``sum`` or ``mean``. Counts are int64. Sums are 0 where there is no point, means NaN; both are
        NaN where there are points and none has a value.
    numbers
        Points behind each cell of `table`, of the same shape: for sums and means those with a value.
    outside, unplaced
        The same measure for points that lie in no area, and for points without coordinates; index: the columns of `table`.
    totals
        The same measure over all points, rounded once for itself.
    total
        Points read.
    n_inside, n_outside, n_unplaced
        Their number by where they ended; they add up to `total`.
    without_value
        Points whose value is missing or infinite: they are in no sum and no mean.
    examples
        Columns ``lon, lat``: the first 20 points outside, to look at.
    """

    table: pd.DataFrame
    numbers: pd.DataFrame
    outside: pd.Series[float]
    unplaced: pd.Series[float]
    totals: pd.Series[float]
    total: int
    n_inside: int
    n_outside: int
    n_unplaced: int
    without_value: int
    examples: pd.DataFrame


def count_points(
    points: pd.DataFrame | Iterable[pd.DataFrame],
    places: gpd.GeoDataFrame | AreaIndex,
    *,
    by: str | None = None,
    value: str | None = None,
    how: How = "count",
    progress: Callable[[int], None] | None = None,
) -> Counts:
    """Count points per area, or sum or average a column of theirs.

    Parameters
    ----------
    points
        Columns ``lon, lat`` in degrees (WGS 84), or a GeoDataFrame of points in EPSG:4326; or any iterable of such frames, of
        which one at a time is held in memory.
    places
        GeoDataFrame with the columns ``code, geometry`` (polygons in EPSG:4326), or an `AreaIndex` made from one before.
    by
        Column whose values become columns, at most 200 different ones. Whole floats are the same category as integers.
    value
        Numeric column to sum or average.
    how
        ``count``, ``sum`` or ``mean``; a sum is exact but for one rounding at the end, a mean likewise.
    progress
        Called after each part with the number of points in it.

    Returns
    -------
    Counts

    Raises
    ------
    TypeError
        If `points` is no frame and no iterable of frames.
    ValueError
        If an argument, a column or a coordinate system is wrong; the message lists every fault.
    """
    faults = _argument_faults(by, value, how)
    faults += [] if isinstance(places, AreaIndex) else place_faults(places)
    frames = _frames(points)
    first = next(frames, None)
    faults += [] if first is None else frame_faults(first, by=by, value=value)
    if faults:
        raise ValueError("\n".join(faults))
    index = places if isinstance(places, AreaIndex) else AreaIndex(places)
    tally = _Tally(index, how, by)
    for number, frame in enumerate([] if first is None else chain([first], frames), start=1):
        wrong = frame_faults(frame, by=by, value=value) if number > 1 else []
        if wrong:
            raise ValueError("\n".join([f"In part {number} of `points`:", *wrong]))
        for start in range(0, len(frame), _ROWS_AT_ONCE):
            chunk = as_chunk(frame.iloc[start : start + _ROWS_AT_ONCE], by=by, value=value)
            tally.add(chunk)
            if progress is not None:
                progress(len(chunk.lon))
    return tally.result()


def _argument_faults(by: str | None, value: str | None, how: str) -> list[str]:
    if how not in get_args(How):
        return [f"`how` must be count, sum or mean, it is {how!r}."]
    if how == "count" and value is not None:
        return [
            f"`value` has no meaning for how='count', it is {value!r}; leave it out, or ask for how='sum' or 'mean'."
        ]
    if how != "count" and value is None:
        return [
            f"`value` must name the column to {'add up' if how == 'sum' else 'average'} for how={how!r}, it is None."
        ]
    if by is not None and by == value:
        return [f"`by` and `value` must be two columns, both are {by!r}."]
    return []


def _frames(points: Any) -> Iterator[pd.DataFrame]:
    if isinstance(points, pd.DataFrame):
        return iter([points])
    if isinstance(points, Iterable) and not isinstance(points, str | bytes | dict):
        return iter(points)
    msg = (
        f"`points` must be a DataFrame with lon and lat or an iterable of such, it is a {type(points).__name__}; "
        "geodata.point_files.read_points reads a file in parts."
    )
    raise TypeError(msg)


class _Tally:
    """Running numbers: a block of rows a category, in it a row an area and two more for outside and unplaced."""

    def __init__(self, index: AreaIndex, how: How, by: str | None) -> None:
        self.index, self.how, self.by = index, how, by
        self.rows = len(index) + 2
        self.categories: dict[str, int] = {} if by is not None else {how: 0}
        self.points = np.zeros(self.rows * len(self.categories), np.int64)
        self.valued = self.points.copy()
        self.sums = ExactSums(len(self.points))
        self.examples: list[npt.NDArray[np.float64]] = []

    def add(self, chunk: Chunk) -> None:
        row = self._rows(chunk)
        group = self._blocks(chunk)[chunk.category] * self.rows + row
        size = len(self.points)
        self.points += np.bincount(group, minlength=size)
        if chunk.value is not None:
            known = np.isfinite(chunk.value)
            self.valued += np.bincount(group[known], minlength=size)
            self.sums.add(group[known], chunk.value[known])

    def _rows(self, chunk: Chunk) -> npt.NDArray[np.int64]:
        placed = np.isfinite(chunk.lon) & np.isfinite(chunk.lat)
        row = np.full(len(placed), self.rows - 1)
        lon, lat = chunk.lon[placed], chunk.lat[placed]
        found = self.index.locate(lon, lat)
        row[placed] = np.where(found < 0, self.rows - 2, found)
        wanted = _EXAMPLES - sum(map(len, self.examples))
        if wanted > 0:
            self.examples.append(np.column_stack([lon, lat])[found < 0][:wanted])
        return row

    def _blocks(self, chunk: Chunk) -> npt.NDArray[np.int64]:
        """Block of each category of a chunk; new categories get new blocks."""
        if self.by is None:
            return np.zeros(1, np.int64)
        for name in chunk.categories:
            self.categories.setdefault(name, len(self.categories))
        if len(self.categories) > MAX_CATEGORIES:
            msg = (
                f"`by` may have at most {MAX_CATEGORIES} different values, {self.by!r} has more "
                f"(for example {', '.join(map(repr, list(self.categories)[-3:]))}); choose a column of kinds, not of names."
            )
            raise ValueError(msg)
        more = self.rows * len(self.categories) - len(self.points)
        self.points = np.append(self.points, np.zeros(more, np.int64))
        self.valued = np.append(self.valued, np.zeros(more, np.int64))
        self.sums.grow(len(self.points))
        return np.array([self.categories[name] for name in chunk.categories], np.int64)

    def result(self) -> Counts:
        names = sorted(self.categories, key=lambda name: (name == NO_CATEGORY, name))
        order = [self.categories[name] for name in names]
        points, numbers = self._cut(self.points, order), self._numbers(order)
        measured = self._cut(self._measures(), order)
        columns = pd.Index(names, dtype="str", name=self.by)
        shape = {"index": self.index.codes, "columns": columns}
        ends = points.sum(axis=1)
        return Counts(
            table=pd.DataFrame(measured[:-2], **shape),
            numbers=pd.DataFrame(numbers[:-2], **shape),
            outside=pd.Series(measured[-2], index=columns),
            unplaced=pd.Series(measured[-1], index=columns),
            totals=pd.Series(self._totals(order), index=columns, dtype=measured.dtype),
            total=int(ends.sum()),
            n_inside=int(ends[:-2].sum()),
            n_outside=int(ends[-2]),
            n_unplaced=int(ends[-1]),
            without_value=0 if self.how == "count" else int(points.sum() - numbers.sum()),
            examples=pd.DataFrame(np.concatenate([np.empty((0, 2)), *self.examples]), columns=["lon", "lat"]),
        )

    def _cut(self, flat: npt.NDArray[Any], order: list[int]) -> npt.NDArray[Any]:
        """Rows areas, outside, unplaced; a column a category."""
        return np.ascontiguousarray(flat.reshape(-1, self.rows)[order].T)

    def _numbers(self, order: list[int]) -> npt.NDArray[np.int64]:
        return self._cut(self.points if self.how == "count" else self.valued, order)

    def _measures(self) -> npt.NDArray[Any]:
        if self.how == "count":
            return self.points
        if self.how == "mean":
            return self.sums.means(self.valued)
        return np.where((self.valued == 0) & (self.points > 0), np.nan, self.sums.totals())

    def _totals(self, order: list[int]) -> list[Any]:
        if self.how == "count":
            return [int(column) for column in self._cut(self.points, order).sum(axis=0)]
        blocks = [slice(block * self.rows, (block + 1) * self.rows) for block in order]
        if self.how == "sum":
            return [self.sums.total(block) for block in blocks]
        return [self.sums.total(block, self.valued[block].sum()) for block in blocks]
