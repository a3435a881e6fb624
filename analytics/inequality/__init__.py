"""How unequal areas are: inside one city weighted by its people, and between places over the years.

A measure over areas sees the means of areas only; inequality between the people of one area stays hidden. Where a measure has
no meaning (negative or zero values, too few areas) the answer is a status and no number. Formulas, ranges and references:
``docs/method.md``.
"""

from __future__ import annotations

from analytics.inequality.convergence import (
    BetaConvergence,
    SigmaConvergence,
    beta_convergence,
    sigma_convergence,
)
from analytics.inequality.location import location_quotient
from analytics.inequality.lorenz import lorenz_curve
from analytics.inequality.measures import (
    Inequality,
    coefficient_of_variation,
    gini,
    percentile_ratio,
    weighted_quantile,
)
from analytics.inequality.theil import Decomposition, mean_log_deviation, theil

__all__ = [
    "BetaConvergence", "Decomposition", "Inequality", "SigmaConvergence", "beta_convergence", "coefficient_of_variation", "gini",
    "location_quotient", "lorenz_curve", "mean_log_deviation", "percentile_ratio", "sigma_convergence", "theil",
    "weighted_quantile",
]  # fmt: skip
