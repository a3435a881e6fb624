"""Composite index: indicators to scores, with coverage, intervals and contributions.

    from analytics.composite import CompositeIndex
    index = CompositeIndex.shipped("ipm")          # or from_file(path), from_recipe(recipe)
    result = index.score(frame)                     # index code, one column an indicator
    result.table                                    # score, low, high, coverage
    result.scores, result.contributions

Modules
-------
framework, rules, parsing, reading
    The tree, what it must obey, how it is read.
reference, normalise
    From figures to scores of 0 to 100.
evaluate, contributions
    From the leaves to the root, and back.
maturity
    Levels of maturity by thresholds out of a file.
changes, recipes
    Changed copies, and all that is needed to compute again.
"""

from analytics.composite.errors import CompositeError, FrameworkError, IndexDataError, RecipeError
from analytics.composite.framework import ROOT_COLUMN, Framework, Leaf, Node, Steps
from analytics.composite.index import CompositeIndex
from analytics.composite.maturity import Level, MaturityScheme, maturity_levels
from analytics.composite.reference import Reference
from analytics.composite.result import CompositeResult

__all__ = [
    "ROOT_COLUMN", "CompositeError", "CompositeIndex", "CompositeResult", "Framework", "FrameworkError", "IndexDataError",
    "Leaf", "Level", "MaturityScheme", "Node", "RecipeError", "Reference", "Steps", "maturity_levels",
]  # fmt: skip
