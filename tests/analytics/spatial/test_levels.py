"""Two levels of one city: whether they agree."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.spatial import (
    NOT_SIGNIFICANT,
    clusters_at_levels,
    compare_levels,
    local_moran,
    morans_i,
)
from tests.analytics.spatial.graphs import ROOK, board, checkers, gradient, name, noise

COARSE, FINE = board(4, 6), board(8, 12)


def parents() -> pd.Series[str]:
    return pd.Series({code: name(int(code[1:3]) // 2, int(code[4:]) // 2) for code in FINE.codes})


def means(values: pd.Series[float]) -> pd.Series[float]:
    return values.groupby(parents()).mean()


def check(here: pd.Series[float], there: pd.Series[float]) -> str:
    return compare_levels(morans_i(here, COARSE, seed=1), morans_i(there, FINE, seed=1)).agreement


def test_a_gradient_is_one_at_both_levels() -> None:
    fine = gradient(8, 12)
    found = compare_levels(morans_i(means(fine), COARSE, seed=1), morans_i(fine, FINE, seed=1))
    assert found.agreement == "same_pattern"
    assert found.agree is True
    assert found.cautious


def test_a_pattern_that_the_borders_hide() -> None:
    """A fine checkerboard has the same mean everywhere; with a little noise districts show none."""
    fine = checkers(8, 12) + noise(FINE, 1) * 0.01
    there = morans_i(fine, board(8, 12, ROOK), seed=1)
    found = compare_levels(morans_i(means(fine), COARSE, seed=1), there)
    assert found.agreement == "only_there"
    assert found.agree is False
    assert compare_levels(there, found.here).agreement == "only_here"


def test_no_pattern_opposite_patterns_and_no_test() -> None:
    assert check(noise(COARSE, 4), noise(FINE, 5)) == "no_pattern"
    black = morans_i(checkers(8, 12), board(8, 12, ROOK), seed=1)
    rising = morans_i(gradient(8, 12), FINE, seed=1)
    opposite = compare_levels(rising, black)
    assert opposite.agreement == "opposite"
    assert opposite.agree is False
    assert not opposite.cautious
    few = morans_i(gradient(2, 3), board(2, 3), seed=1)
    untested = compare_levels(few, black)
    assert untested.agreement == "not_tested"
    assert untested.agree is None
    with pytest.raises(ValueError, match="`alpha`"):
        compare_levels(rising, black, alpha=0)


def test_clusters_of_districts_and_their_villages() -> None:
    fine = gradient(8, 12)
    coarse_result = local_moran(means(fine), COARSE, seed=1)
    fine_result = local_moran(fine, FINE, seed=1)
    table = clusters_at_levels(coarse_result, fine_result, parents())
    assert table.index.equals(coarse_result.frame.index)
    assert table["parts"].tolist() == [4] * 24
    low = table.loc[name(1, 0)]
    assert low["cluster"] == "low_low"
    assert (low["same"], low["other"]) == (4, 0)
    quiet = table.loc[name(1, 2)]
    assert quiet["cluster"] == NOT_SIGNIFICANT
    counts = fine_result.frame["cluster_fdr"].groupby(parents()).apply(lambda one: (one != "low_low").sum())
    lows = table["cluster"] == "low_low"
    assert (4 - table["same"][lows]).tolist() == counts.reindex(table.index)[lows].tolist()


def test_districts_without_a_test_are_missing() -> None:
    fine, coarse = gradient(8, 12), means(gradient(8, 12))
    coarse[name(0, 0)] = np.nan
    fine[name(7, 11)] = np.nan
    table = clusters_at_levels(
        local_moran(coarse, COARSE, seed=1), local_moran(fine, FINE, seed=1), parents()
    )
    assert table.loc[name(0, 0)].isna().all()
    assert table.at[name(3, 5), "parts"] == 3
    with pytest.raises(ValueError, match=r"has none; take both"):
        clusters_at_levels(
            local_moran(coarse, COARSE, seed=1), local_moran(fine, FINE, seed=1), parents().iloc[1:]
        )
