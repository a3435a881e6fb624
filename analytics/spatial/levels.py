"""The same question at another level: a pattern that villages show and districts do not may be made by the borders.

Where areas are drawn decides what their means are (the modifiable areal unit problem: S. Openshaw (1984), The Modifiable
Areal Unit Problem, Geo Books). So a finding is offered a second look, one level up or down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analytics.spatial.global_moran import Moran
from analytics.spatial.local_moran import NOT_SIGNIFICANT, LocalResult

Agreement = Literal["same_pattern", "no_pattern", "only_here", "only_there", "opposite", "not_tested"]


@dataclass(frozen=True)
class LevelCheck:
    """Moran's I at two levels.

    Attributes
    ----------
    agreement
        ``same_pattern`` (significant at both, in the same direction), ``no_pattern`` (significant at neither), ``only_here``,
        ``only_there``, ``opposite`` (significant at both, in opposite directions) or ``not_tested`` (no test at one of them).
    agree
        True for ``same_pattern`` and ``no_pattern``, None for ``not_tested``.
    cautious
        Whether one of the levels has fewer than 30 areas, so that not finding a pattern there says little.
    here, there
        Both results.
    """

    agreement: Agreement
    agree: bool | None
    cautious: bool
    here: Moran
    there: Moran


def compare_levels(here: Moran, there: Moran, *, alpha: float = 0.05) -> LevelCheck:
    """Whether two levels of one city say the same.

    The two values of I are not compared as numbers: with other areas they have other ranges.

    Parameters
    ----------
    here, there
        The same statistic of the same variable at the level looked at and at another one.
    alpha
        Significance level of each, between 0 and 1.

    Returns
    -------
    LevelCheck

    Raises
    ------
    ValueError
        If ``alpha`` does not lie between 0 and 1.
    """
    if not 0 < alpha < 1:
        msg = f"`alpha` must lie between 0 and 1, it is {alpha!r}; 0.05 is usual."
        raise ValueError(msg)
    agreement = _agreement(here, there, alpha)
    agree = None if agreement == "not_tested" else agreement in ("same_pattern", "no_pattern")
    cautious = "full" not in (here.gate, there.gate) or here.gate != there.gate
    return LevelCheck(agreement, agree, cautious, here, there)


def _agreement(here: Moran, there: Moran, alpha: float) -> Agreement:
    if here.status != "ok" or there.status != "ok":
        return "not_tested"
    if here.p <= alpha and there.p <= alpha:
        above = [one.statistic > one.expected for one in (here, there)]
        return "same_pattern" if above[0] == above[1] else "opposite"
    if here.p <= alpha:
        return "only_here"
    return "only_there" if there.p <= alpha else "no_pattern"


def clusters_at_levels(coarse: LocalResult, fine: LocalResult, parents: pd.Series[str]) -> pd.DataFrame:
    """For each district how many of its villages lie in a cluster of the same kind.

    Parameters
    ----------
    coarse, fine
        The same local statistic of the same variable at two levels.
    parents
        Index: code of a fine area; the coarse area that it lies in.

    Returns
    -------
    pandas.DataFrame
        Index of the coarse frame: ``cluster`` (its own, after false-discovery control), ``parts`` (tested fine areas inside),
        ``same`` (those of its cluster), ``other`` (those of another cluster), all but the first Int64; <NA> where the coarse area
        was not tested.

    Raises
    ------
    ValueError
        If a fine area has no parent or comes twice in ``parents``.
    """
    lost = fine.frame.index.difference(parents.index)
    faults = [] if parents.index.is_unique else ["`parents` must name each area once; drop the repeats"]
    if len(lost):
        faults.append(
            f"`parents` must name the parent of every fine area, {lost[0]} has none; take both from the places"
        )
    if faults:
        raise ValueError("; ".join(faults) + ".")
    own = coarse.frame["cluster_fdr"]
    inside = fine.frame["cluster_fdr"].dropna()
    above = parents.loc[inside.index].to_numpy()
    table = pd.DataFrame({"inside": inside.to_numpy(), "above": above, "own": own.reindex(above).to_numpy()})
    same = table["inside"] == table["own"]
    other = ~same & (table["inside"] != NOT_SIGNIFICANT)
    marks = pd.DataFrame({"above": above, "parts": 1, "same": same.astype(int), "other": other.astype(int)})
    counts = marks.groupby("above").sum().reindex(coarse.frame.index, fill_value=0).astype("Int64")
    counts[own.isna()] = pd.NA
    return counts.assign(cluster=own)[["cluster", "parts", "same", "other"]]
