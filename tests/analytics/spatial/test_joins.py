"""Join counts by hand, and what chance makes of them."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analytics.spatial import join_counts
from tests.analytics.spatial.graphs import ROOK, board, checkers, name

WORDS = {0.0: "rural", 1.0: "urban"}


def halves(rows: int, columns: int) -> pd.Series[str]:
    return pd.Series(
        {name(r, c): "west" if c < columns / 2 else "east" for r in range(rows) for c in range(columns)}
    )


def test_counts_and_expectation_by_hand() -> None:
    """A board of 4 x 6 cut in two: 38 joins, 4 of them over the cut."""
    found = join_counts(halves(4, 6), board(4, 6, ROOK), seed=1)
    assert found.joins == 38
    table = found.table.set_index(["class", "other"])
    assert table["observed"].to_dict() == {
        ("east", "east"): 17,
        ("east", "west"): 4,
        ("west", "west"): 17,
        ("", ""): 34,
    }
    assert table.at[("east", "west"), "expected"] == pytest.approx(38 * 2 * 12 * 12 / (24 * 23))
    assert table.at[("west", "west"), "expected"] == pytest.approx(38 * 12 * 11 / (24 * 23))
    assert table["p"].max() == 0.002
    assert found.fdr_cutoff == 0.002


def test_a_checkerboard_joins_unlike_ones_only() -> None:
    found = join_counts(checkers(6, 6).map(WORDS), board(6, 6, ROOK), seed=1).table
    assert found["observed"].tolist() == [0, 60, 0, 0]
    assert found["p"].max() == 0.002


def test_expected_is_the_mean_of_the_permutations() -> None:
    """Over many orders of the classes the observed counts average to the expected ones."""
    import numpy as np

    graph, rng = board(5, 6), np.random.default_rng(1)
    words = pd.Series(list("aaaaabbbbbbbbbbccccccccccccccc"), index=list(graph.codes))
    tables = [
        join_counts(pd.Series(rng.permutation(words.to_numpy()), index=words.index), graph, seed=1).table
        for _ in range(60)
    ]
    mean = sum(table["observed"] for table in tables) / len(tables)
    assert mean.to_numpy() == pytest.approx(tables[0]["expected"].to_numpy(), abs=2.5)
    assert tables[0]["observed"].iloc[:-1].sum() == len(graph.links)


def test_what_is_left_out_and_what_is_no_test() -> None:
    graph = board(3, 5, more=("island",))
    words = halves(3, 5)
    words["island"] = "east"
    words[name(0, 0)] = None
    found = join_counts(words, graph, seed=1)
    assert found.left_out.to_dict() == {name(0, 0): "no_value", "island": "island"}
    assert found.gate == "caution"
    one = join_counts(words.map(lambda _: "same"), graph, seed=1)
    assert one.status == "no_variation"
    assert one.table.empty
    assert math.isnan(one.fdr_cutoff)
    assert join_counts(halves(2, 4), board(2, 4), seed=1).status == "too_few"


def test_a_class_of_left_out_areas_only_joins_nothing() -> None:
    graph = board(3, 5, more=("island",))
    words = halves(3, 5)
    words["island"] = "harbour"
    table = join_counts(words, graph, seed=1).table
    harbour = table[(table["class"] == "harbour") | (table["other"] == "harbour")]
    assert harbour["observed"].sum() == 0
    assert harbour["p"].tolist() == [1.0] * 3


def test_one_seed_one_answer_and_faults() -> None:
    graph = board(4, 6)
    first, again = (join_counts(halves(4, 6), graph, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(first.table, again.table)
    with pytest.raises(ValueError, match="zzz is none"):
        join_counts(pd.Series({"zzz": "a"}), graph, seed=1)
