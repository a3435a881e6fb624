"""Patterns inside one city: who is next to whom, whether neighbours are alike, where, and whether chance could do it.

Rules that every function here keeps: one graph a city; areas without a value or a neighbour are left out and named; under
10 areas nothing is tested, from 10 to 29 with caution; p-values are two-sided, from permutations with a seed. Formulas,
ranges and references: ``docs/method-spatial.md``.
"""

from __future__ import annotations

from analytics.spatial.chance import PERMUTATIONS, fdr_cutoff, permutations_for
from analytics.spatial.global_moran import Moran, morans_i
from analytics.spatial.local_moran import NOT_SIGNIFICANT, QUADRANTS, LocalResult, local_moran
from analytics.spatial.neighbours import Neighbours, contiguity
from analytics.spatial.sample import FEWEST, FEWEST_FULL, gate

__all__ = [
    "FEWEST", "FEWEST_FULL", "NOT_SIGNIFICANT", "PERMUTATIONS", "QUADRANTS", "LocalResult", "Moran", "Neighbours", "contiguity",
    "fdr_cutoff", "gate", "local_moran", "morans_i", "permutations_for",
]  # fmt: skip
