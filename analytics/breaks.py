"""Where to cut a row of counted cells into classes, one function a scheme.

Positions are whole steps of the published decimals (see `analytics.classify`). Every function gives cuts that are
strictly ascending, lie above the first and at or below the last cell, and leave no class without a cell.

Quantiles and Fisher-Jenks are computed here and not by mapclassify: importing it costs about two seconds (it brings
scikit-learn and networkx), its quantiles leave classes empty where values tie, and its Fisher-Jenks is quadratic
Python without numba. The tests hold the results here against mapclassify's.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# At most this share of the values may change class so that a limit becomes a rounder number.
SLACK = 0.015
# Fisher-Jenks is exact up to so many cells; beyond, neighbouring cells are first joined to so many groups.
EXACT_CELLS = 1200


@dataclass(frozen=True)
class Cells:
    """Counted positions: ``at`` (ascending whole steps) and ``count`` (values there)."""

    at: NDArray[np.int64]
    count: NDArray[np.int64]

    def take(self, mask: NDArray[np.bool_]) -> Cells:
        """Keep the cells where ``mask`` is true."""
        return Cells(self.at[mask], self.count[mask])


def quantile_cuts(cells: Cells, k: int) -> list[int]:
    """Cut into classes of about equal counts.

    Classes are filled from below, each with its share of what is left, so that one number that half of the places
    have in common takes one class and the rest still gets ``k - 1``.
    """
    m = len(cells.at)
    k = min(k, m)
    below = np.concatenate([[0], np.cumsum(cells.count)])
    slack = SLACK * below[-1]
    gaps: list[int] = [0]
    cuts: list[int] = []
    for left in range(k - 1, 0, -1):
        first, last = gaps[-1] + 1, m - left
        want = below[gaps[-1]] + (below[-1] - below[gaps[-1]]) / (left + 1)
        gap = first + int(np.argmin(np.abs(below[first : last + 1] - want)))
        # A number that fills a class by itself (as a rule zero) keeps it to itself.
        cut = _rounder(cells.at, below, gap, first, last, 0.0 if gap == first else slack)
        gaps.append(int(np.searchsorted(cells.at, cut, side="left")))
        cuts.append(cut)
    return cuts


def fisher_jenks_cuts(cells: Cells, k: int) -> list[int]:
    """Cut so that the squared deviations from the class means are least (exact dynamic programme)."""
    k = min(k, len(cells.at))
    starts = _groups(cells)
    count = np.add.reduceat(cells.count, starts).astype("float64")
    # Sums of squares lose their last digits far from zero: measure from the middle.
    offset = cells.at - float(cells.at.mean())
    sums = np.add.reduceat(cells.count * offset, starts)
    squares = np.add.reduceat(cells.count * offset**2, starts)
    gaps = [int(starts[g]) for g in _least_squares(count, sums, squares, k)]
    below = np.concatenate([[0], np.cumsum(cells.count)])
    # No slack: a rounder limit may not move a single value, or the classes would no longer be the best ones.
    return [_rounder(cells.at, below, g, g, g, 0.0) for g in gaps]


def equal_interval_cuts(cells: Cells, k: int) -> list[int]:
    """Cut into equal widths, rounded to whole steps."""
    low, high = int(cells.at[0]), int(cells.at[-1])
    # Python's whole numbers: the product may pass the range of int64.
    return _without_empty(cells, [low + round((high - low) * i / k) for i in range(1, min(k, len(cells.at)))])


def pretty_cuts(cells: Cells, k: int) -> list[int]:
    """Cut at multiples of 1, 2 or 5 times a power of ten, about ``k`` classes."""
    low, high = int(cells.at[0]), int(cells.at[-1])
    step = _pretty_step((high - low) / max(k, 1))
    return _without_empty(cells, list(range((low // step + 1) * step, high + 1, step)))


CUTTERS: dict[str, Callable[[Cells, int], list[int]]] = {
    "quantiles": quantile_cuts,
    "fisher_jenks": fisher_jenks_cuts,
    "equal_interval": equal_interval_cuts,
    "pretty": pretty_cuts,
}


def _rounder(
    at: NDArray[np.int64], below: NDArray[np.int64], gap: int, first: int, last: int, slack: float
) -> int:
    """Roundest whole number that cuts at ``gap``, or at a gap between ``first`` and ``last`` within the slack."""
    near = np.flatnonzero(np.abs(below[first : last + 1] - below[gap]) <= slack) + first
    over, upto = int(at[near[0] - 1]), int(at[near[-1]])
    own = int(at[gap])
    power: int = 10 ** max(len(str(abs(upto))), len(str(abs(over))))
    while power >= 1:
        for step in (5 * power, 2 * power, power):
            if upto // step * step > over:
                down = own // step * step
                nearest = down if own - down <= step - (own - down) else down + step
                low, high = (over // step + 1) * step, upto // step * step
                return min(max(nearest, low), high)
        power //= 10
    return own


def _pretty_step(width: float) -> int:
    """Roundest of 1, 2, 5 times a power of ten that is nearest to ``width`` by ratio, at least 1."""
    options = [m * 10**e for e in range(20) for m in (1, 2, 5)]
    return min(options, key=lambda s: abs(math.log(s / width))) if width > 1 else 1


def _without_empty(cells: Cells, cuts: list[int]) -> list[int]:
    """Leave out limits that would close a class without a value; the class joins the next higher one."""
    kept: list[int] = []
    done = 0
    for cut in cuts:
        gap = int(np.searchsorted(cells.at, cut, side="left"))
        if done < gap < len(cells.at):
            kept.append(cut)
            done = gap
    return kept


def _groups(cells: Cells) -> NDArray[np.int64]:
    """First cell of each group: every cell alone, or about `EXACT_CELLS` groups that follow range and counts."""
    m = len(cells.at)
    if m <= EXACT_CELLS:
        return np.arange(m)
    # Half of the groups by equal counts, half by equal widths: a long tail keeps its own groups.
    below = np.cumsum(cells.count) / cells.count.sum()
    span = (cells.at - cells.at[0]) / float(cells.at[-1] - cells.at[0])
    half = EXACT_CELLS // 2
    key = np.floor(below * half).astype("int64") * (half + 1) + np.floor(span * half).astype("int64")
    return np.concatenate([[0], np.flatnonzero(np.diff(key)) + 1])


def _least_squares(
    count: NDArray[np.float64], sums: NDArray[np.float64], squares: NDArray[np.float64], k: int
) -> list[int]:
    """First group of classes 2 to ``k`` in the partition with the least sum of squared deviations.

    ``best[j]`` is the least cost of the first ``j`` groups in the classes used so far; one class more tries every
    start ``i`` of the last class at once: ``best[i] + cost(i, j)``.
    """
    m = len(count)
    n, s, q = (np.concatenate([[0.0], np.cumsum(part)]) for part in (count, sums, squares))
    i, j = np.arange(m)[:, None], np.arange(1, m + 1)[None, :]
    size = np.where(j > i, n[j] - n[i], np.inf)
    cost = np.where(j > i, np.maximum(q[j] - q[i] - (s[j] - s[i]) ** 2 / size, 0.0), np.inf)
    best, origins = np.concatenate([[np.inf], cost[0]]), []
    for _ in range(k - 1):
        total = best[:m, None] + cost
        origin = np.argmin(total, axis=0)
        best = np.concatenate([[np.inf], total[origin, np.arange(m)]])
        origins.append(origin)
    cuts, end = [], m
    for origin in reversed(origins):
        end = int(origin[end - 1])
        cuts.append(end)
    return cuts[::-1]
