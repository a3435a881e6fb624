"""Where to put the dots of a strip and the labels above it, the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Beyond so many dots they are stacked in columns: trying every neighbour would take too long.
EXACT = 1500


def swarm_offsets(x: NDArray[np.float64], *, size: float) -> NDArray[np.float64]:
    """Push dots apart across the axis so that none covers another.

    Parameters
    ----------
    x
        Positions along the axis, any order, in px.
    size
        Diameter of a dot in px.

    Returns
    -------
    numpy.ndarray
        Offset of each dot from the axis in px, near 0 where there is room; order of ``x``.
    """
    return _packed(x, size) if len(x) <= EXACT else _stacked(x, size)


def _packed(x: NDArray[np.float64], size: float) -> NDArray[np.float64]:
    """Each dot takes the free place nearest to the axis.

    Dots come in a scattered order that is always the same (multiples of the golden section): from left to right they
    would form slanted rows that look like a pattern in the data.
    """
    rank = np.argsort(np.argsort(x, kind="stable"), kind="stable")
    placed, y = np.zeros(len(x), dtype=bool), np.zeros(len(x))
    for i in np.argsort((rank * 0.6180339887498949) % 1.0, kind="stable"):
        near = np.flatnonzero(placed & (np.abs(x - x[i]) < size))
        placed[i] = True
        if not len(near):
            continue
        # A dot at distance dx leaves |y - y_j| >= reach free; candidates touch a neighbour or lie on the axis.
        reach = np.sqrt(np.maximum(size**2 - (x[i] - x[near]) ** 2, 0.0))
        options = np.concatenate([[0.0], y[near] + reach, y[near] - reach])
        clash = np.abs(options[:, None] - y[near][None, :]) < reach[None, :] - 1e-9
        free = options[~clash.any(axis=1)]
        y[i] = free[np.lexsort((free < 0, np.round(np.abs(free), 9)))[0]]
    return y


def _stacked(x: NDArray[np.float64], size: float) -> NDArray[np.float64]:
    """Columns of one dot's width, filled from the axis outwards on both sides."""
    order = np.argsort(x, kind="stable")
    column = np.floor(x[order] / size)
    starts = np.flatnonzero(np.diff(column, prepend=np.nan) != 0)
    nth = np.arange(len(x)) - np.repeat(starts, np.diff(np.append(starts, len(x))))
    y = np.empty(len(x))
    y[order] = np.where(nth % 2 == 0, 1, -1) * np.ceil(nth / 2) * size
    return y


def label_order(shares: Sequence[float]) -> list[int]:
    """Order of labels from the dots upwards, so that no leader runs through another label's words.

    Parameters
    ----------
    shares
        Place of each label's dot along the axis, 0 to 1. Words of the left half run to the right and those of the
        right half to the left.

    Returns
    -------
    list of int
        Positions in ``shares``, nearest to the dots first: inner dots come first, since outer leaders pass beside
        their words.
    """
    return sorted(range(len(shares)), key=lambda i: (abs(shares[i] - 0.5), i))
