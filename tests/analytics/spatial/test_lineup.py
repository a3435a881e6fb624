"""The line-up: the real map is there once, and nothing but its pattern gives it away."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.spatial import line_up, morans_i
from tests.analytics.spatial.graphs import board, gradient, name, noise

NAN = math.nan


def test_the_real_map_is_where_it_says() -> None:
    graph = board(5, 6, more=("island",))
    values = gradient(5, 6)
    values["island"], values[name(0, 3)] = 99.0, NAN
    found = line_up(values, graph, seed=1)
    assert found.panels.columns.tolist() == list(range(1, 21))
    assert found.panels.index.tolist() == list(graph.codes)
    real = found.panels[found.position]
    used = real.dropna().index
    assert set(graph.codes) - set(used) == {"island", name(0, 3)}
    assert real[used].equals(values[used].rename(found.position))
    assert found.chance == 0.05


def test_every_map_has_the_same_values_and_the_same_gaps() -> None:
    graph = board(5, 6, more=("island",))
    values = noise(graph, 1)
    values[name(2, 2)] = NAN
    panels = line_up(values, graph, n=9, seed=2).panels
    assert (panels.isna().sum(axis=1).isin([0, 9])).all()
    ordered = np.sort(panels.dropna().to_numpy(), axis=0)
    assert (ordered == ordered[:, :1]).all()
    assert len(panels.dropna().T.drop_duplicates()) == 9


def test_a_gradient_has_the_highest_statistic() -> None:
    graph = board(5, 6)
    found = line_up(gradient(5, 6), graph, seed=3)
    assert found.statistics.idxmax() == found.position
    one = morans_i(gradient(5, 6), graph, seed=1)
    assert found.statistics[found.position] == pytest.approx(one.statistic, abs=1e-12)
    other = 1 if found.position != 1 else 2
    assert found.statistics[other] == pytest.approx(
        morans_i(found.panels[other], graph, seed=1).statistic, abs=1e-12
    )


def test_the_position_is_as_likely_everywhere() -> None:
    graph = board(3, 4)
    places = [line_up(gradient(3, 4), graph, n=4, seed=seed).position for seed in range(200)]
    counts = pd.Series(places).value_counts()
    assert sorted(counts.index) == [1, 2, 3, 4]
    assert counts.min() >= 30


def test_one_seed_one_line_up() -> None:
    graph = board(3, 4)
    first, again, other = (line_up(gradient(3, 4), graph, seed=seed) for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(first.panels, again.panels)
    assert first.position == again.position
    assert not first.panels.equals(other.panels)


def test_there_is_no_line_up_without_a_pattern_to_hide() -> None:
    few, flat = line_up(gradient(3, 3), board(3, 3), seed=1), line_up(gradient(4, 4) * 0, board(4, 4), seed=1)
    assert (few.status, flat.status) == ("too_few", "no_variation")
    for one in (few, flat):
        assert one.position == 0
        assert one.panels.shape[1] == 0
        assert one.statistics.empty


def test_faults_are_named_all_at_once() -> None:
    with pytest.raises(ValueError, match=r"`n` must be.*101.*`seed`"):
        line_up(gradient(3, 4), board(3, 4), n=101, seed=-1)
