"""Sums of floats by group that are exact, so that neither the order of the values nor of their chunks matters.

A float is a whole number times a power of two. Each is cut into pieces of 32 bits of one very long fixed-point number, the
pieces are added as integers, and one rounding at the end gives the float nearest to the true sum: the "long accumulator" of
U. Kulisch, Computer Arithmetic and Validity (2013), chapter 8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

# Position of the lowest bit of the smallest float, 2**-1126 as `frexp` writes it, in the fixed-point number.
_LOWEST = 1126
_BITS, _MASK = 32, (1 << 32) - 1
# Pieces below 2**32 added 2**20 times stay below 2**53, where `bincount` (which adds floats) is still exact.
_BATCH = 1 << 20
# … and below 2**62 in an integer, after which the carry has to move on.
_CARRY_AFTER = 1 << 29


class ExactSums:
    """Running sums of many groups, exact until they are read.

    Parameters
    ----------
    size
        Number of groups.

    Examples
    --------
    >>> sums = ExactSums(1)
    >>> sums.add(np.zeros(3, int), np.array([1e16, 1.0, -1e16]))
    >>> sums.totals().tolist()
    [1.0]
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._limbs: dict[int, npt.NDArray[np.int64]] = {}
        self._since_carry = 0

    def grow(self, size: int) -> None:
        """Make room for more groups; those there are keep their numbers."""
        more = size - self.size
        for place, limb in self._limbs.items():
            self._limbs[place] = np.concatenate([limb, np.zeros(more, np.int64)])
        self.size = size

    def add(self, groups: npt.NDArray[np.integer], values: npt.NDArray[np.float64]) -> None:
        """Add one finite value to its group, for many at once.

        Parameters
        ----------
        groups
            ``(N,)`` integers from 0 to ``size - 1``.
        values
            ``(N,)`` finite floats.

        Raises
        ------
        ValueError
            If a value is infinite or missing.
        """
        if not np.isfinite(values).all():
            msg = "`values` must be finite numbers; leave missing and infinite ones out first."
            raise ValueError(msg)
        for start in range(0, len(values), _BATCH):
            part = slice(start, start + _BATCH)
            self._add(groups[part], values[part])

    def totals(self) -> npt.NDArray[np.float64]:
        """Sum of every group, rounded once: the float nearest to the true sum, 0 for an empty group."""
        return self.means(np.ones(self.size, np.int64))

    def means(self, numbers: npt.NDArray[np.integer]) -> npt.NDArray[np.float64]:
        """Sum of every group divided by a number of its own, rounded once; NaN where that number is 0."""
        result = np.where(numbers > 0, 0.0, np.nan)
        for group in np.flatnonzero(self._any() & (numbers > 0)):
            result[group] = _quotient(self._integer(group), int(numbers[group]) << _LOWEST)
        return result

    def total(self, groups: slice = slice(None), number: int = 1) -> float:
        """Sum of several groups together, divided by `number`, rounded once; NaN where that is 0."""
        if number == 0:
            return float("nan")
        sums = (int(limb[groups].sum()) << (_BITS * place) for place, limb in self._limbs.items())
        return _quotient(sum(sums), int(number) << _LOWEST)

    def _add(self, groups: npt.NDArray[np.integer], values: npt.NDArray[np.float64]) -> None:
        mantissa, exponent = np.frexp(values)
        whole = np.ldexp(mantissa, 53).astype(np.int64)
        at = exponent.astype(np.int64) - 53 + _LOWEST
        # Halves of 27 bits, so that a shift by up to 31 bits still fits into 64.
        self._add_pieces(groups, whole & ((1 << 26) - 1), at)
        self._add_pieces(groups, whole >> 26, at + 26)
        self._since_carry += 4 * len(values)
        if self._since_carry > _CARRY_AFTER:
            self._carry()

    def _add_pieces(
        self, groups: npt.NDArray[np.integer], pieces: npt.NDArray[np.int64], at: npt.NDArray[np.int64]
    ) -> None:
        shifted, limb = pieces << (at % _BITS), at // _BITS
        for place in np.unique(limb):
            here = limb == place
            self._add_to(int(place), groups[here], shifted[here] & _MASK)
            self._add_to(int(place) + 1, groups[here], shifted[here] >> _BITS)

    def _add_to(self, place: int, groups: npt.NDArray[np.integer], pieces: npt.NDArray[np.int64]) -> None:
        sums = np.bincount(groups, weights=pieces, minlength=self.size).astype(np.int64)
        self._limbs[place] = self._limbs[place] + sums if place in self._limbs else sums

    def _carry(self) -> None:
        for place in sorted(self._limbs):
            limb = self._limbs[place]
            above = self._limbs.setdefault(place + 1, np.zeros(self.size, np.int64))
            self._limbs[place] = limb & _MASK
            self._limbs[place + 1] = above + (limb >> _BITS)
        self._since_carry = 0

    def _any(self) -> npt.NDArray[np.bool_]:
        used = np.zeros(self.size, np.bool_)
        for limb in self._limbs.values():
            used |= limb != 0
        return used

    def _integer(self, group: np.intp) -> int:
        return sum(int(limb[group]) << (_BITS * place) for place, limb in self._limbs.items())


def _quotient(numerator: int, denominator: int) -> float:
    """Nearest float: Python divides whole numbers of any length with one rounding."""
    try:
        return numerator / denominator
    except OverflowError:
        return float("inf") if numerator > 0 else float("-inf")
