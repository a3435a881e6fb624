"""What chance would do: permutations with a seed, two-sided pseudo p-values, and the cut-off for many tests at once."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERMUTATIONS = 999
FEWEST_PERMUTATIONS, MOST_PERMUTATIONS = 999, 99_999
_SAME = 1e-10  # statistics that are equal in theory differ by their rounding


@dataclass(frozen=True)
class Settings:
    """How something is tested: the arguments that every local test has.

    Attributes
    ----------
    permutations
        R, at least 999; None for as many as `permutations_for` says.
    seed
        0 or more.
    alpha
        Significance level and false discovery rate, between 0 and 1.
    """

    permutations: int | None
    seed: int
    alpha: float

    def checked(self) -> Settings:
        """The same, or a ValueError that names every fault."""
        check_draws(
            FEWEST_PERMUTATIONS if self.permutations is None else self.permutations, self.seed, self.alpha
        )
        return self

    def rounds(self, n: int) -> int:
        """R for n areas."""
        return permutations_for(n, self.alpha) if self.permutations is None else self.permutations


def draw_faults(permutations: int, seed: int, alpha: float = 0.05) -> list[str]:
    """Faults of the arguments that every test has, as short texts."""
    faults = []
    if not _whole(permutations) or permutations < FEWEST_PERMUTATIONS:
        faults.append(
            f"`permutations` must be a whole number of at least {FEWEST_PERMUTATIONS}, it is {permutations!r}"
        )
    if not _whole(seed):
        faults.append(
            f"`seed` must be a whole number of 0 or more, it is {seed!r}; a result must be repeatable"
        )
    if not 0 < alpha < 1:
        faults.append(f"`alpha` must lie between 0 and 1, it is {alpha!r}; 0.05 is usual")
    return faults


def _whole(number: object) -> bool:
    """Whether something is a whole number of 0 or more."""
    try:
        return operator.index(number) >= 0  # type: ignore[arg-type]
    except TypeError:
        return False


def check_draws(permutations: int, seed: int, alpha: float = 0.05) -> None:
    """Raise a ValueError that names every fault of those arguments."""
    faults = draw_faults(permutations, seed, alpha)
    if faults:
        raise ValueError("; ".join(faults) + ".")


def permutations_for(n: int, alpha: float = 0.05) -> int:
    """Fewest permutations with which a single area among n can pass the false-discovery cut-off; 999 to 99 999.

    The smallest two-sided p is ``2 / (R + 1)`` and the first limit of the rule is ``alpha / n``, so ``R >= 2 n / alpha - 1``.
    With fewer a lone cluster stays unseen however strong it is: several areas have to reach the smallest p together.
    That is so too above the upper limit, which bounds time and memory: from 2 500 areas at 5 % up.

    Parameters
    ----------
    n
        Number of areas, at least 1.
    alpha
        False discovery rate, between 0 and 1.
    """
    # Rounded before it is rounded up, or 2 * 25 / 0.05 - 1 = 999.0000000000001 would be 1000.
    return min(max(FEWEST_PERMUTATIONS, math.ceil(round(2 * n / alpha - 1, 6))), MOST_PERMUTATIONS)


def shuffled(values: NDArray[np.float64], permutations: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """``(permutations, n)``: the values in random order, each row on its own."""
    mixed: NDArray[np.float64] = rng.permuted(np.broadcast_to(values, (permutations, len(values))), axis=1)
    return mixed


def draws(n: int, most: int, permutations: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """``(permutations, most)``: in each row that many different numbers from 0 to ``n - 1``, every choice equally likely."""
    if most**2 > n:  # repetitions would be the rule
        numbers = np.arange(n, dtype="int64")
        return rng.permuted(np.broadcast_to(numbers, (permutations, n)), axis=1)[:, :most]
    drawn = rng.integers(n, size=(permutations, most))
    again = np.arange(permutations)
    while len(again):
        ordered = np.sort(drawn[again], axis=1)
        again = again[(ordered[:, 1:] == ordered[:, :-1]).any(axis=1)]
        drawn[again] = rng.integers(n, size=(len(again), most))
    return drawn


def p_of_means(
    values: NDArray[np.float64],
    observed: NDArray[np.float64],
    sizes: NDArray[np.int64],
    permutations: int,
    rng: np.random.Generator,
    *,
    others: bool,
) -> NDArray[np.float64]:
    """Two-sided p of the mean of some values against the means of as many drawn at random.

    One set of draws serves all areas, as far as each needs it: every area's p-value is exact, only their luck is shared.

    Parameters
    ----------
    values
        ``(n,)``.
    observed, sizes
        ``(n,)`` for each area a mean, and of how many values.
    others
        Whether the area's own value is held and only the other ones are drawn (conditional permutation).
    """
    drawn = draws(len(values) - int(others), int(sizes.max()), permutations, rng)
    p = np.empty(len(values))
    for area, size in enumerate(sizes):
        picked = drawn[:, :size]
        picked = picked + (picked >= area) if others else picked
        p[area] = two_sided_p(observed[area : area + 1], values[picked].mean(axis=1)[:, None])[0]
    return p


def two_sided_p(observed: NDArray[np.float64], permuted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two-sided pseudo p-values: twice the smaller tail, ``min(1, 2 (min(#>=, #<=) + 1) / (R + 1))``.

    The observed arrangement counts as one of the R + 1; equal statistics count in both tails, so that a statistic that cannot
    vary has p = 1. The smallest possible value is 2 / (R + 1).

    Parameters
    ----------
    observed
        ``(m,)`` statistics.
    permuted
        ``(R, m)`` the same under permutation.
    """
    slack = _SAME * np.maximum(1.0, np.abs(observed))
    above = (permuted >= observed - slack).sum(axis=0)
    below = (permuted <= observed + slack).sum(axis=0)
    p: NDArray[np.float64] = 2.0 * (np.minimum(above, below) + 1.0) / (len(permuted) + 1.0)
    return np.minimum(1.0, p)


def fdr_cutoff(p: NDArray[np.float64], alpha: float = 0.05) -> float:
    """Largest p-value that stays significant when the false discovery rate is held at ``alpha``.

    Benjamini and Hochberg's step-up rule: with the m p-values in order, the largest ``p(k) <= alpha k / m``. It holds the
    expected share of false ones among the areas called significant at ``alpha`` where tests are independent or positively
    dependent, and with no true cluster at all the chance of calling any.

    Parameters
    ----------
    p
        p-values, 0 to 1; missing ones are no test.
    alpha
        Share of false discoveries to accept, between 0 and 1.

    Returns
    -------
    float
        NaN where none is small enough. An area is significant where ``p <= cutoff``.

    References
    ----------
    Y. Benjamini, Y. Hochberg (1995), Controlling the false discovery rate: a practical and powerful approach to multiple
    testing, Journal of the Royal Statistical Society B 57(1), 289-300.
    """
    known = np.sort(p[~np.isnan(p)])
    # p-values are multiples of 1 / (R + 1): one that equals its limit must not fail by a rounding.
    passed = known <= alpha * np.arange(1, len(known) + 1) / max(len(known), 1) * (1 + 1e-12)
    return float(known[passed][-1]) if passed.any() else float("nan")
