"""Ranks of many draws at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["ranks_of", "share_higher"]

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


def ranks_of(scores: Array) -> Whole:
    """Rank of each place in each draw: 1 + the number of places with a higher score.

    Parameters
    ----------
    scores
        Shape (draws, places), no NaN.

    Returns
    -------
    numpy.ndarray
        The same shape, 1 to places; equal scores have the same rank, the best of those they fill.
    """
    order = np.argsort(-scores, axis=1)
    ranked = np.take_along_axis(scores, order, axis=1)
    places = np.broadcast_to(np.arange(1, scores.shape[1] + 1), scores.shape)
    opens = np.ones(scores.shape, dtype=bool)
    opens[:, 1:] = ranked[:, 1:] < ranked[:, :-1]
    first = np.maximum.accumulate(np.where(opens, places, 1), axis=1)
    found = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(found, order, first, axis=1)
    return found


def share_higher(scores: Array) -> Array:
    """Share of draws in which the place of a row has a higher score than that of a column; a tie counts half.

    Parameters
    ----------
    scores
        Shape (draws, places).

    Returns
    -------
    numpy.ndarray
        Shape (places, places), 0 to 1; a cell and its mirror add up to 1; NaN on the diagonal.
    """
    places = scores.shape[1]
    found = np.full((places, places), np.nan)
    for one in range(places):
        rest = scores[:, one + 1 :]
        mine = scores[:, one : one + 1]
        share = ((mine > rest).sum(axis=0) + 0.5 * (mine == rest).sum(axis=0)) / len(scores)
        found[one, one + 1 :] = share
        found[one + 1 :, one] = 1.0 - share
    return found
