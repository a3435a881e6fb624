"""What is known about ranks when the choices of an index are varied."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import combinations

import pandas as pd

from analytics.uncertainty.choices import Choices

__all__ = ["APART", "RankUncertainty", "pair_verdict", "told_apart_from"]

APART = 0.9
"""Two places are told apart beyond this share of the draws; between 1 - APART and APART they are not distinguishable."""
_STANDARD_ERRORS = 2.0


@dataclass(frozen=True)
class RankUncertainty:
    """Ranks over the draws.

    Attributes
    ----------
    ranks
        Index of the frame; columns ``score`` (of the index as it stands, 0 to 100), ``rank`` (its rank), ``median``, ``low``,
        ``high`` (median and 5 to 95 % of the ranks drawn; the ends are ranks that occur, the wider ones) and ``p_first``
        (share of the draws, 0 to 1, in which no place is higher; where several are equal it counts for each). Missing where a
        place has no score.
    p_higher
        Places asked for by the same: share of draws, 0 to 1, in which the row's score is higher than the column's, a tie
        counting half. NaN on the diagonal and where a place has no score.
    variance_shares
        See `analytics.uncertainty.sensitivity.variance_shares`; empty where it was not asked for or nothing varies.
    n
        Places with a score: ranks go from 1 to n.
    varied
        Choices that were varied.
    draws, seed, choices
        As given: the same ones give the same result.
    """

    ranks: pd.DataFrame
    p_higher: pd.DataFrame
    variance_shares: pd.DataFrame
    n: int
    varied: tuple[str, ...]
    draws: int
    seed: int
    choices: Choices = field(default_factory=Choices)

    @property
    def pairs(self) -> pd.DataFrame:
        """Each pair of the places asked for, once.

        Returns
        -------
        pandas.DataFrame
            Columns ``a, b`` (codes, in the order asked), ``p`` (share of draws in which a is higher, 0 to 1) and ``verdict``:
            ``higher`` (a), ``lower``, ``not_distinguishable`` or ``no_score``, see `pair_verdict`.
        """
        codes, shares = list(self.p_higher.index), self.p_higher.to_numpy(dtype="float64")
        rows = [
            (codes[i], codes[j], float(shares[i, j]), pair_verdict(float(shares[i, j]), self.draws))
            for i, j in combinations(range(len(codes)), 2)
        ]
        return pd.DataFrame(rows, columns=["a", "b", "p", "verdict"])

    @property
    def not_distinguishable(self) -> list[tuple[str, str]]:
        """Pairs that no claim of "higher" may be made about."""
        pairs = self.pairs
        rows = pairs[pairs["verdict"] == "not_distinguishable"]
        return list(zip(rows["a"], rows["b"], strict=True))


def told_apart_from(draws: int) -> float:
    """Share of the draws from which on two places are told apart.

    `APART` and two standard errors of a share of 0.9 in so many draws: a pair that is higher in 0.9 of all draws that could be
    made would else be called apart by every second seed. 0.919 with 1 000 draws.

    Parameters
    ----------
    draws
        1 or more.
    """
    return APART + _STANDARD_ERRORS * math.sqrt(APART * (1.0 - APART) / draws)


def pair_verdict(p: float, draws: int) -> str:
    """Verdict on a pair of places.

    Parameters
    ----------
    p
        Share of the draws in which the first is higher, 0 to 1; NaN where one has no score.
    draws
        How many there were.

    Returns
    -------
    str
        ``higher`` or ``lower`` (the first) where `p` or ``1 - p`` reaches `told_apart_from`, else ``not_distinguishable``;
        ``no_score``.
    """
    if math.isnan(p):
        return "no_score"
    if max(p, 1.0 - p) < told_apart_from(draws) - 1e-9:
        return "not_distinguishable"
    return "higher" if p > 0.5 else "lower"
