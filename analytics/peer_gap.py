"""Where a place stands against the median of its peers; no median of too few."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.rounding import rounded_decimal

__all__ = ["Gap", "gap_to_peers", "peers_needed"]

# The median of a few is a chance: of eight places drawn from many, the second lowest and the second highest enclose the middle
# of the many in 93 of 100 draws, of five in 62. A short list needs three quarters of its places; a long one eight, and half.
MEDIAN_PEERS, MEDIAN_SHARE, MEDIAN_SHARE_OF_MANY = 8, 0.75, 0.5


@dataclass(frozen=True)
class Gap:
    """One place against its peers, in the indicator's unit; NaN where unknown.

    Attributes
    ----------
    value
        The place's own.
    low, median, high
        Of the peers that have a value; no median where they are fewer than `peers_needed`.
    gap
        ``value - median``, both as printed.
    known, peers
        How many peers have a value, and how many there are.
    """

    value: float
    low: float
    median: float
    high: float
    gap: float
    known: int
    peers: int


def peers_needed(peers: int) -> int:
    """How many of some peers must have a figure for a median: three quarters of up to ten; of more eight, and half.

    Examples
    --------
    >>> [peers_needed(n) for n in (1, 3, 5, 10, 12, 37)]
    [1, 3, 4, 8, 8, 19]
    """
    return max(min(MEDIAN_PEERS, math.ceil(MEDIAN_SHARE * peers)), math.ceil(MEDIAN_SHARE_OF_MANY * peers))


def gap_to_peers(values: pd.Series[float], code: str, peers: Collection[str], *, decimals: int) -> Gap:
    """Where a place stands against its peers in one indicator.

    Parameters
    ----------
    values
        One value a place, in the indicator's unit; what is not there has none.
    code
        The place.
    peers
        Codes of its peers; the place itself is never one of them.
    decimals
        Published decimals: the gap is that of the printed numbers.

    Returns
    -------
    Gap
        NaN where there is no value; no median of fewer peers than `peers_needed`.
    """
    others = sorted(set(peers) - {code})
    at = values.index.get_indexer(pd.Index(others, dtype=object))
    known = values.to_numpy(dtype="float64", na_value=np.nan)[at[at >= 0]]
    known = known[~np.isnan(known)]
    value = float(values.get(code, np.nan))
    enough = len(known) > 0 and len(known) >= peers_needed(len(others))
    median = float(np.median(known)) if enough else np.nan
    printed = [
        float(rounded_decimal(one, decimals)) if math.isfinite(one) else np.nan for one in (value, median)
    ]
    low, high = (float(known.min()), float(known.max())) if len(known) else (np.nan, np.nan)
    return Gap(value, low, median, high, printed[0] - printed[1], len(known), len(others))
