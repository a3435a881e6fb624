"""What an index gives for a table of places."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analytics.composite.framework import ROOT_COLUMN

__all__ = ["CompositeResult"]


@dataclass(frozen=True)
class CompositeResult:
    """Scores of every part of the tree for each place; all tables have the index of the frame that was scored.

    Parts of weight 0 are not there. The root's column is ``score``.

    Attributes
    ----------
    scores
        Columns ``score``, then the nodes, then the leaves; 0 to 100, higher is better; NaN where there is no score.
    coverage
        Columns ``score`` and the nodes; share of the weight, 0 to 1, that stands on figures that count.
    low, high
        Columns of ``scores``; lowest and highest score that the missing figures leave open, equal to the score where nothing is
        missing; NaN where a node has no score. A missing leaf has its whole range.
    contributions
        One column a leaf: points that add up to ``score - base`` (see `analytics.composite.contributions`).
    base
        0 (points gained) or 100 (points lost).
    children
        Node -> its parts; the root is called ``score`` here too.
    no_information
        Leaves that the reference set makes equal everywhere: nobody has a score in them.
    """

    scores: pd.DataFrame
    coverage: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame
    contributions: pd.DataFrame
    base: float
    children: dict[str, tuple[str, ...]] = field(default_factory=dict)
    no_information: tuple[str, ...] = ()

    @property
    def table(self) -> pd.DataFrame:
        """Columns ``score, low, high, coverage`` of the root (points of 100; coverage 0 to 1)."""
        return pd.DataFrame(
            {
                "score": self.scores[ROOT_COLUMN],
                "low": self.low[ROOT_COLUMN],
                "high": self.high[ROOT_COLUMN],
                "coverage": self.coverage[ROOT_COLUMN],
            }
        )

    def leaves_below(self, node: str) -> list[str]:
        """Leaves below a node (``score`` for all of them), in the order of the tree; a leaf is below itself."""
        if node not in self.children:
            return [node]
        return [leaf for part in self.children[node] for leaf in self.leaves_below(part)]

    @property
    def group_contributions(self) -> pd.DataFrame:
        """The contributions summed for each part right below the root; they add up to ``score - base`` too."""
        groups = {
            part: self.contributions[self.leaves_below(part)].sum(axis=1, skipna=False)
            for part in self.children[ROOT_COLUMN]
        }
        return pd.DataFrame(groups, index=self.scores.index)
