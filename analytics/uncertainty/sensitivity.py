"""Which choice moves the ranks most: first-order shares of their variance.

The first-order share of a choice X is ``Var(E[rank | X]) / Var(rank)``: what would go if X alone were known. Two runs hold X and
draw everything else anew; with Y and Y' the ranks of the two runs and means over the draws, it is estimated for one place by

    S = (mean(Y Y') - m^2) / (mean((Y^2 + Y'^2) / 2) - m^2),     m = mean((Y + Y') / 2)

(A. Janon, T. Klein, A. Lagnoux, M. Nodet and C. Prieur, 2014, Asymptotic normality and efficiency of two Sobol index
estimators, ESAIM: Probability and Statistics 18, 342-364, doi:10.1051/ps/2013040) and for all places together by the sum of
the numerators over the sum of the denominators (F. Gamboa, A. Janon, T. Klein and A. Lagnoux, 2014, Sensitivity analysis for
multidimensional and functional outputs, Electronic Journal of Statistics 8(1), 575-603, doi:10.1214/14-EJS895). On index ranks:
Saisana, Saltelli and Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x.

Shares add up to less than 1 where choices act together. They are estimates: below about 1 / sqrt(draws) they may come out
negative.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.uncertainty.model import Inputs, Model
from analytics.uncertainty.ranking import ranks_of

__all__ = ["variance_shares"]

Array = npt.NDArray[np.float64]
BATCHES = 10


def variance_shares(model: Model, first: Inputs, ranks: Array, seed: np.random.SeedSequence) -> pd.DataFrame:
    """First-order share of each choice in the variance of the ranks.

    Parameters
    ----------
    model, first
        The model and what was drawn.
    ranks
        Ranks that it gave, shape (draws, places).
    seed
        For drawing everything else anew.

    Returns
    -------
    pandas.DataFrame
        Index: choice; columns ``share`` (of all places together), ``standard_error`` (from ten batches of draws), then one
        column a place (its code): shares of 1, NaN where no rank varies.
    """
    second = model.draw(first.draws, seed)
    rows = {}
    for choice in model.varied:
        held = replace(second, **{choice: getattr(first, choice)})
        again = ranks_of(model.scores(held)).astype("float64")
        parts, whole = _terms(ranks, again)
        batches = [
            _ratio(*(side.sum() for side in _terms(ranks[k::BATCHES], again[k::BATCHES])))
            for k in range(BATCHES)
        ]
        error = float(np.std(batches, ddof=1) / np.sqrt(BATCHES)) if first.draws >= 10 * BATCHES else np.nan
        by_place = [_ratio(part, total) for part, total in zip(parts, whole, strict=True)]
        rows[choice] = [_ratio(parts.sum(), whole.sum()), error, *by_place]
    columns = ["share", "standard_error", *model.codes]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype="float64")


def _terms(ranks: Array, again: Array) -> tuple[Array, Array]:
    """Numerator and denominator of each place."""
    middle = (ranks.mean(axis=0) + again.mean(axis=0)) / 2.0
    # Centred first: ranks of hundreds squared would lose digits.
    one, two = ranks - middle, again - middle
    return (one * two).mean(axis=0), ((one**2 + two**2) / 2.0).mean(axis=0)


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")
