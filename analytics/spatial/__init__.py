"""Patterns inside one city: who is next to whom, whether neighbours are alike, where, and whether chance could do it.

Rules that every function here keeps: one graph a city; areas without a value or a neighbour are left out and named; under
10 areas nothing is tested, from 10 to 29 with caution; p-values are two-sided, from permutations with a seed. Formulas,
ranges and references: ``docs/method.md``.
"""

from __future__ import annotations

from analytics.spatial.bivariate import (
    BivariateClasses,
    bivariate_classes,
    local_moran_bivariate,
    morans_i_bivariate,
)
from analytics.spatial.chance import PERMUTATIONS, fdr_cutoff, permutations_for
from analytics.spatial.getis_ord import SIDES, getis_ord
from analytics.spatial.global_moran import Moran, morans_i
from analytics.spatial.joins import JoinCounts, join_counts
from analytics.spatial.levels import LevelCheck, clusters_at_levels, compare_levels
from analytics.spatial.lineup import LineUp, line_up
from analytics.spatial.local_moran import NOT_SIGNIFICANT, QUADRANTS, LocalResult, local_moran
from analytics.spatial.neighbours import Neighbours, contiguity
from analytics.spatial.rates import empirical_bayes, morans_i_rates
from analytics.spatial.sample import FEWEST, FEWEST_FULL, gate

__all__ = [
    "FEWEST", "FEWEST_FULL", "NOT_SIGNIFICANT", "PERMUTATIONS", "QUADRANTS", "SIDES", "BivariateClasses", "JoinCounts",
    "LevelCheck", "LineUp", "LocalResult", "Moran", "Neighbours", "bivariate_classes", "clusters_at_levels",
    "compare_levels", "contiguity", "empirical_bayes", "fdr_cutoff", "gate", "getis_ord", "join_counts", "line_up",
    "local_moran", "local_moran_bivariate", "morans_i", "morans_i_bivariate", "morans_i_rates", "permutations_for",
]  # fmt: skip
