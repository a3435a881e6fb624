"""Class limits for maps: printed limits are the true limits, and no class is empty.

Every value stands for the number that is printed of it (`analytics.rounding`), and limits are such numbers too. So a
limit on paper is the limit in the program, two places that print alike have one colour, and a reader who checks a
printed value against the printed limits finds it where the map has it. Numbers are counted in whole steps of
``10 ** -decimals``, which makes every comparison below exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from analytics.breaks import CUTTERS, Cells
from analytics.rounding import rounded_decimal

if TYPE_CHECKING:
    from numpy.typing import NDArray

Scheme = Literal["quantiles", "fisher_jenks", "equal_interval", "pretty"]
SCHEMES: tuple[str, ...] = tuple(CUTTERS)
MAX_CLASSES = 9

# Whole steps up to here are exact in float64: beyond, the steps would be finer than the numbers.
_EXACT = 2.0**53
# Up to here a step and its half differ in float64 (15 digits always do); beyond, decimals are counted one by one.
_FAST = 1e14
# Powers of ten that float64 holds exactly; others take a slower way.
_EXACT_POWERS = range(23)
# Keeps every power of ten inside float64's range; what is smaller than the last step shares the cell of zero.
_FINEST = 290


@dataclass(frozen=True)
class Classes:
    """Closed classes over pooled values.

    Class ``i`` holds ``edges[i] <= value < edges[i + 1]`` of the values rounded to ``decimals``; the last one also
    holds its upper limit. Where the highest class holds one printed number only, its two limits are equal.

    Attributes
    ----------
    edges
        ``k + 1`` limits, ascending; empty where there was no value at all.
    scheme
        quantiles, fisher_jenks, equal_interval or pretty.
    places
        Decimals at which values and limits are rounded. Fewer than asked for, even negative (tens, hundreds), only
        where float64 holds no more.
    gadf
        Goodness of absolute deviation fit, 0 to 1: ``1 - sum |x - median of its class| / sum |x - median|``;
        1 where all values are equal, NaN where there is none.
    n
        Number of pooled values.
    midpoint
        The named middle that is also a limit, for a diverging map; None otherwise.
    """

    edges: tuple[float, ...]
    scheme: str
    places: int
    gadf: float
    n: int
    midpoint: float | None = None
    _sorted: NDArray[np.float64] = field(default_factory=lambda: np.empty(0), repr=False, compare=False)

    @property
    def k(self) -> int:
        """Number of classes."""
        return max(len(self.edges) - 1, 0)

    @property
    def decimals(self) -> int:
        """Decimals to print limits with, at least 0."""
        return max(self.places, 0)

    @property
    def below(self) -> int:
        """Number of classes below the midpoint; 0 without one."""
        return 0 if self.midpoint is None else sum(low < self.midpoint for low in self.edges[:-1])

    def assign(self, values: pd.Series[float]) -> pd.Series[int]:
        """Class number of every value.

        Parameters
        ----------
        values
            Values among those that were pooled, any index.

        Returns
        -------
        pandas.Series
            Int8, 0 to ``k - 1``, index of ``values``, <NA> where the value is missing.

        Raises
        ------
        ValueError
            If a value lies outside the limits: then it was not pooled and the printed limits would be untrue.
        """
        numbers = pd.to_numeric(values).astype("float64")
        x: NDArray[np.float64] = np.asarray(numbers, dtype="float64").copy()
        present = np.isfinite(x)
        x[present] = self._printed(x[present])
        outside = present & ~self._within(x)
        if outside.any():
            first = numbers.index[outside][0]
            msg = (
                f"`values` must lie inside the class limits {self.edges[:1]} to {self.edges[-1:]}, "
                f"{int(outside.sum())} do not (first: {first!r} = {float(x[outside][0])!r}); "
                "pool every value the map shows before classifying."
            )
            raise ValueError(msg)
        index = np.searchsorted(np.asarray(self.edges[1:-1]), x, side="right")
        result = pd.array(np.where(present, index, 0), dtype="Int8")
        result[~present] = pd.NA
        return pd.Series(result, index=values.index, name=values.name)

    def counts(self, values: pd.Series[float]) -> tuple[int, ...]:
        """Count the values of each class, ``k`` numbers, lowest class first."""
        numbers = self.assign(values).dropna().to_numpy(dtype="int64")
        return tuple(int(c) for c in np.bincount(numbers, minlength=self.k))

    def histogram(self, bins: int = 24, *, upper: float | None = None) -> pd.DataFrame:
        """Histogram of the pooled values whose bars never cross a class limit.

        Every class gets a whole number of bars in proportion to its width, so bars differ a little in width and
        ``density`` (values per unit), not ``count``, is the height that keeps areas true.

        Parameters
        ----------
        bins
            About how many bars; each class has at least one.
        upper
            Draw up to here only (a long tail would press all else into a corner); default the last limit.

        Returns
        -------
        pandas.DataFrame
            ``left, right`` (indicator's unit), ``count``, ``density``, ``class`` (0 to ``k - 1``); no row where
            there is no value. Where all values are equal: one bar of no width with density NaN.
        """
        from analytics.histogram import class_histogram

        return class_histogram(self._sorted, self.edges, bins=bins, upper=upper)

    def quantile(self, share: float) -> float:
        """Give the pooled value below which ``share`` (0 to 1) of the values lie; NaN where there is none."""
        return float(np.quantile(self._sorted, share)) if self.n else math.nan

    def _printed(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Finite values as printed; a value far outside the limits may leave the range of exact steps and stays."""
        if not self.edges:
            return x
        margin = 2 * 10.0**-self.places
        near = (x > self.edges[0] - margin) & (x < self.edges[-1] + margin)
        result = x.copy()
        result[near] = _floats(_steps(x[near], self.places), self.places)
        return result

    def _within(self, x: NDArray[np.float64]) -> NDArray[np.bool_]:
        if not self.edges:
            return np.zeros(len(x), dtype=bool)
        return np.asarray((x >= self.edges[0]) & (x <= self.edges[-1]))


def classify(
    values: pd.Series[float],
    *,
    scheme: str = "quantiles",
    k: int = 5,
    decimals: int | None = None,
    midpoint: float | None = None,
) -> Classes:
    """Divide pooled values into at most ``k`` classes with limits that can be printed.

    Pool all places *and* all years that are shown together, else one colour means two things. There are never
    more classes than numbers a reader can tell apart, never an empty one, and one class where all are equal.
    Limits are moved to a rounder number nearby where at most 1.5 % of the values change class by it.

    Parameters
    ----------
    values
        Pooled values in the indicator's unit, any index; missing and infinite ones are left out.
    scheme
        ``quantiles`` (equal counts), ``fisher_jenks`` (least squared deviation inside the classes; Fisher 1958,
        doi:10.1080/01621459.1958.10501479), ``equal_interval`` or ``pretty`` (round equal steps). An interval
        without a value is joined to the next higher one.
    k
        Classes wanted, 1 to 9 (5 or fewer can be told apart on a map). ``pretty`` takes it as a wish, and gives 9 at most.
    decimals
        Published decimals of the indicator; None takes enough to tell the values apart.
    midpoint
        Named middle of a diverging scale: becomes a limit, with the classes shared out to both sides of it.

    Returns
    -------
    Classes

    Raises
    ------
    ValueError
        If ``scheme`` or ``k`` is not allowed.
    """
    _check(scheme, k)
    numbers = pd.to_numeric(values).to_numpy(dtype="float64", na_value=np.nan)
    x = np.sort(numbers[np.isfinite(numbers)])
    places = _exact_decimals(x, decimals)
    if not len(x):
        return Classes((), scheme, places, math.nan, 0)
    at, count = np.unique(_steps(x, places), return_counts=True)
    cells = Cells(at=at.astype("int64"), count=count.astype("int64"))
    cut = CUTTERS[scheme]
    middle = None if midpoint is None else _steps(np.array([midpoint]), places)
    for wish in range(k, 0, -1):
        cuts = cut(cells, wish) if middle is None else _cuts_around(cells, wish, int(middle[0]), cut)
        # Round steps follow the wish only about, on each side of a middle anew.
        if len(cuts) < MAX_CLASSES:
            break
    whole = np.array([at[0], *cuts, at[-1]], dtype="int64")
    edges = tuple(float(e) for e in _floats(whole, places))
    printed = _floats(np.repeat(at, count), places)
    named = None if middle is None else float(_floats(middle, places)[0])
    return Classes(edges, scheme, places, _gadf(printed, edges), len(x), named, printed)


def _check(scheme: str, k: int) -> None:
    faults = []
    if scheme not in CUTTERS:
        faults.append(f"`scheme` must be one of {', '.join(CUTTERS)}, it is {scheme!r}")
    if not 1 <= k <= MAX_CLASSES:
        faults.append(f"`k` must be 1 to {MAX_CLASSES}, it is {k!r}")
    if faults:
        raise ValueError("; ".join(faults) + ". Choose another.")


def _exact_decimals(x: NDArray[np.float64], decimals: int | None) -> int:
    """Decimals at which every value is a whole number of steps that float64 holds exactly."""
    largest = float(np.abs(x).max()) if len(x) else 0.0
    room = 17 if largest == 0 else math.floor(math.log10(_EXACT) - math.log10(largest) - 1e-9)
    room = min(room, _FINEST)
    if decimals is not None:
        return min(decimals, room)
    spread = float(x[-1] - x[0]) if len(x) else 0.0
    finest = 0 if spread == 0 else 2 - math.floor(math.log10(spread))
    # All equal: the shortest decimal that stands for the number.
    if spread == 0 and largest:
        finest = len(np.format_float_positional(largest, trim="-").partition(".")[2])
    return min(max(finest, 0), room)


def _floats(steps: NDArray[np.int64], places: int) -> NDArray[np.float64]:
    """Whole steps back to numbers; one division of exact numbers is correctly rounded."""
    if places in _EXACT_POWERS:
        return steps / 10.0**places
    return np.array([float(f"{int(s)}e{-places}") for s in steps], dtype="float64")


def _steps(x: NDArray[np.float64], places: int) -> NDArray[np.int64]:
    """Whole steps nearest to every number, half away from zero: `rounded_decimal` for many numbers at once."""
    if places not in _EXACT_POWERS or np.abs(x).max(initial=0.0) * 10.0**places > _FAST:
        return np.array([int(rounded_decimal(v, places).scaleb(places)) for v in x.tolist()], dtype="int64")
    # A product can be off by one unit in the last place, on the wrong side of a whole number: look again.
    steps = np.rint(x * 10.0**places).astype("int64")
    steps = np.where(_floats(steps, places) > x, steps - 1, steps)
    steps = np.where(_floats(steps + 1, places) <= x, steps + 1, steps)
    # Half a step up, correctly rounded, is the very number that stands for "…5" in a source.
    half = (2 * steps + 1) / (2.0 * 10.0**places)
    return np.where((x > half) | ((x == half) & (x > 0)), steps + 1, steps)


def _cuts_around(cells: Cells, k: int, middle: int, cut: Callable[[Cells, int], list[int]]) -> list[int]:
    """Cut both sides of the middle apart, with as many classes on each side as its numbers allow."""
    below, above = cells.take(cells.at < middle), cells.take(cells.at >= middle)
    if not len(below.at) or not len(above.at):
        # All values on one side: the middle is no limit between classes, and the side has its half of the colours.
        return cut(cells, max(k // 2, 1))
    half = max(k // 2, 1)
    return [*cut(below, half), middle, *cut(above, half)]


def _gadf(x: NDArray[np.float64], edges: Sequence[float]) -> float:
    whole = float(np.abs(x - np.median(x)).sum())
    if whole == 0:
        return 1.0
    parts: list[Any] = np.split(x, np.searchsorted(x, np.asarray(edges[1:-1]), side="left"))
    return 1.0 - sum(float(np.abs(p - np.median(p)).sum()) for p in parts if len(p)) / whole
