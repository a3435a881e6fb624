"""Values of areas with the people who live there: what takes part in a measure, and what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analytics.number_faults import faults_of, numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

Status = Literal["ok", "too_few", "negative_values", "zero_values", "all_zero"]
FEWEST = 2


@dataclass(frozen=True)
class Weighted:
    """The areas that take part.

    Attributes
    ----------
    codes
        Their index labels, in the order of the values.
    x
        ``(n,)`` finite values.
    p
        ``(n,)`` shares of the people, positive, adding up to 1.
    left_out
        Index code: ``no_value``, ``no_weight`` (missing or nobody lives there) or ``no_group``.
    covered
        Share of the known people who live in the areas that take part, 0 to 1; NaN where nobody is known.
    """

    codes: list[str]
    x: NDArray[np.float64]
    p: NDArray[np.float64]
    left_out: pd.Series[str]
    covered: float

    @property
    def n(self) -> int:
        """Number of areas."""
        return len(self.x)

    @property
    def mean(self) -> float:
        """Mean over the people, in the unit of the values."""
        return float(self.p @ self.x)

    def status(self, *, zeros: bool) -> Status:
        """Whether a measure of ratios has a meaning here; `zeros` tells whether a single zero is allowed."""
        if self.n < FEWEST:
            return "too_few"
        if self.x.min() < 0:
            return "negative_values"
        if self.x.max() == 0:
            return "all_zero"
        return "ok" if zeros or self.x.min() > 0 else "zero_values"


def weigh(
    values: pd.Series[float], weights: pd.Series[float] | None, groups: pd.Series[str] | None = None
) -> Weighted:
    """Line values up with their people; one each where no weights are given.

    Raises
    ------
    ValueError
        If an index holds an area twice, a number is infinite or a weight negative; all faults at once.
    """
    people = pd.Series(1.0, index=values.index) if weights is None else weights
    faults = [*faults_of("values", values), *faults_of("weights", people, negative=False)]
    if groups is not None and not groups.index.is_unique:
        twice = groups.index[groups.index.duplicated()][0]
        faults.append(f"`groups` must name each area once, {twice} came again; drop the repeats")
    if faults:
        raise ValueError("; ".join(faults) + ".")
    x = numbers(values)
    w = numbers(people).reindex(values.index)
    reason = pd.Series("", index=values.index, dtype="str", name="reason")
    if groups is not None:
        reason = reason.mask(groups.reindex(values.index).isna(), "no_group")
    reason = reason.mask(~(w > 0), "no_weight").mask(x.isna(), "no_value")
    used = reason == ""
    total = float(w[used].sum())
    known = float(w.sum())
    x_used = np.asarray(x[used], dtype="float64")
    share = np.asarray(w[used], dtype="float64") / (total if total > 0 else 1.0)
    covered = total / known if known > 0 else float("nan")
    return Weighted(list(values.index[used]), x_used, share, reason[~used], covered)
