"""Likeness: known distances, missing features, ties, and what no change of units or order may alter."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.peer_gap import Gap, gap_to_peers, peers_needed
from analytics.peers import (
    LIKE_NONE,
    LIKE_NONE_AT,
    Reason,
    likeness_limit,
    reasons,
    similar_places,
    standardised,
)  # fmt: skip

NAN = math.nan


def places(**features: list[float]) -> pd.DataFrame:
    n = len(next(iter(features.values())))
    return pd.DataFrame(features, index=[f"p{i}" for i in range(n)], dtype="float64")


def test_robust_z_of_known_values() -> None:
    z = standardised(places(x=[1, 2, 3, 4, 100]))["x"]
    assert z.tolist() == pytest.approx([v / 1.4826 for v in (-2, -1, 0, 1, 97)])


def test_a_feature_that_most_share_falls_back_to_quartiles_then_to_the_deviation() -> None:
    quartiles = standardised(places(x=[0, 0, 0, 4, 8]))["x"]
    assert quartiles.iloc[-1] == pytest.approx(8 / (4 / 1.349))
    deviation = standardised(places(x=[0, 0, 0, 0, 0, 0, 7]))["x"]
    assert deviation.iloc[-1] == pytest.approx(7 / np.std([0, 0, 0, 0, 0, 0, 7]))


def test_a_feature_equal_everywhere_tells_nobody_apart() -> None:
    frame = places(x=[5, 5, 5], y=[1, 2, 4])
    assert standardised(frame)["x"].tolist() == [0, 0, 0]
    found = similar_places(frame, "p0")
    assert found.index.tolist() == ["p1", "p2"]
    assert found["contribution.x"].tolist() == [0, 0]
    equal = similar_places(places(x=[5, 5, 5]), "p1")
    assert equal["distance"].tolist() == [0, 0]
    assert equal.index.tolist() == ["p0", "p2"]
    assert equal["contribution.x"].tolist() == [0, 0]


def test_distance_is_the_weighted_root_mean_square() -> None:
    frame = places(x=[1, 2, 3, 4, 5], y=[10, 20, 30, 40, 50])
    found = similar_places(frame, "p0", weights={"x": 3, "y": 1}, scales={"y": "as_is"})
    dx, dy = 1 / 1.4826, 10.0
    assert found.at["p1", "distance"] == pytest.approx(math.sqrt((3 * dx**2 + dy**2) / 4))
    assert found.at["p1", "contribution.x"] == pytest.approx(3 * dx**2 / (3 * dx**2 + dy**2))
    assert found.at["p1", "difference.y"] == 10.0


def test_logs_compare_ratios() -> None:
    frame = places(people=[1_000, 2_000, 4_000, 8_000, 16_000])
    found = similar_places(frame, "p2", scales={"people": "log"})
    assert found["distance"].tolist() == pytest.approx(
        [found["distance"].iloc[0]] * 2 + [2 * found["distance"].iloc[0]] * 2
    )
    assert found.index.tolist() == ["p1", "p3", "p0", "p4"]


def test_missing_features_are_left_out_and_too_few_are_not_offered() -> None:
    frame = places(a=[1, 1, 2, 9], b=[1, NAN, 2, 9], c=[1, 1, 2, NAN], d=[1, 1, 2, NAN])
    found = similar_places(frame, "p0")
    assert found.index.tolist() == ["p1", "p2"]  # p3 has two of four
    assert found["coverage"].tolist() == [0.75, 1.0]
    assert math.isnan(found.at["p1", "difference.b"])
    assert found.at["p1", "distance"] == 0
    assert similar_places(frame, "p3").empty


def test_only_those_within_are_offered_but_all_set_the_scale() -> None:
    frame = places(x=[1, 2, 3, 4, 100])
    inside = similar_places(frame, "p0", within=["p2", "p3"])
    assert inside.index.tolist() == ["p2", "p3"]
    assert inside["distance"].tolist() == similar_places(frame, "p0").loc[["p2", "p3"], "distance"].tolist()


def test_a_place_alone_has_nobody() -> None:
    assert similar_places(places(x=[3]), "p0").empty


def test_reasons_name_the_closest_and_the_farthest() -> None:
    row = pd.Series(
        {"distance": 1.0, "difference.a": 0.1, "difference.b": -0.4, "difference.c": 0.3, "difference.d": 2.0,
         "difference.e": -3.0, "difference.f": NAN, "difference.g": 0.7}
    )  # fmt: skip
    assert reasons(row) == [Reason("a", "alike", 0.1), Reason("c", "alike", 0.3), Reason("e", "lower", -3.0)]
    assert reasons(row, alike=0, different=2) == [Reason("e", "lower", -3.0), Reason("d", "higher", 2.0)]
    assert reasons(pd.Series({"difference.g": 0.7})) == [Reason("g", "higher", 0.7)]
    assert reasons(pd.Series({"difference.g": NAN})) == []


def test_gap_is_that_of_the_printed_numbers() -> None:
    values = pd.Series({"a": 5.004, "b": 1.0, "c": 3.006, "d": NAN, "z": 99.0})
    gap = gap_to_peers(values, "a", ["a", "b", "c"], decimals=2)
    assert gap == Gap(5.004, 1.0, 2.003, 3.006, 3.0, 2, 2)
    thin = gap_to_peers(values, "a", ["b", "d", "e"], decimals=2)
    assert (thin.low, thin.high, thin.known, thin.peers) == (1.0, 1.0, 1, 3)
    assert math.isnan(thin.median) and math.isnan(thin.gap)
    assert gap_to_peers(values, "q", [], decimals=2).known == 0
    assert math.isnan(gap_to_peers(values, "d", ["a"], decimals=2).gap)


def test_a_median_needs_three_quarters_of_few_and_eight_and_half_of_many() -> None:
    assert [peers_needed(n) for n in (0, 1, 2, 3, 4, 10, 11, 16, 17, 415)] == [0, 1, 2, 3, 3, 8, 8, 8, 9, 208]
    for known, said in ((7, False), (8, True)):
        values = pd.Series({"a": 1.0, **{f"p{i}": float(i) for i in range(known)}})
        gap = gap_to_peers(values, "a", [f"p{i}" for i in range(10)], decimals=0)
        assert (gap.known, gap.peers, math.isfinite(gap.median)) == (known, 10, said)


def test_the_limit_of_likeness_is_the_95th_percentile_of_the_nearest_and_at_most_one() -> None:
    draw = np.random.default_rng(5)
    frame = pd.DataFrame(
        draw.normal(size=(60, 3)), columns=list("abc"), index=[f"p{i:02d}" for i in range(60)]
    )
    frame.iloc[::7, 1] = NAN
    options = {"weights": {"a": 1.0, "b": 1.0, "c": 3.0}}
    nearest = [similar_places(frame, code, k=1, **options)["distance"] for code in frame.index]
    wanted = np.quantile([d.iloc[0] for d in nearest if len(d)], LIKE_NONE)
    assert 0 < wanted < LIKE_NONE_AT
    assert likeness_limit(frame, **options) == pytest.approx(wanted, abs=1e-9)


def test_where_all_lie_far_apart_a_whole_deviation_is_not_alike() -> None:
    assert likeness_limit(places(x=[1, 2, 3, 4, 5])) == pytest.approx(1 / 1.4826)
    assert likeness_limit(places(x=[0, 5, 40, 90])) == LIKE_NONE_AT
    assert math.isnan(likeness_limit(places(x=[1])))
    assert math.isnan(likeness_limit(places(x=[])))
    assert math.isnan(likeness_limit(places(x=[1, NAN])))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"code": "zz"}, "`code` must be a row of `frame`, 'zz' is none"),
        ({"k": 0}, "`k` must be at least 1"),
        ({"weights": {"q": 1}}, "names q, which is no column"),
        ({"weights": {"x": -1}}, "at least 0, that of x is -1"),
        ({"weights": {"x": 0}}, "at least one feature with a positive weight"),
        ({"scales": {"x": "log"}}, "not positive"),
        ({"scales": {"x": "rank"}}, "plain, log or as_is"),
    ],
)
def test_bad_input_is_named(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        similar_places(places(x=[0, 1]), **({"code": "p0"} | options))  # type: ignore[arg-type]


# What holds for any places ----------------------------------------------------------------------------------------------

cell = st.one_of(st.none(), st.integers(-50, 50).map(float))
frames = st.lists(st.tuples(cell, cell, cell, cell), min_size=1, max_size=12).map(
    lambda rows: pd.DataFrame(
        rows, columns=list("abcd"), dtype="float64", index=[f"p{i:02d}" for i in range(len(rows))]
    )
)
weights = st.fixed_dictionaries(dict.fromkeys("abcd", st.sampled_from([0.5, 1.0, 2.0])))


@settings(max_examples=40)
@given(frames, weights)
def test_what_any_answer_keeps(frame: pd.DataFrame, w: dict[str, float]) -> None:
    found = similar_places(frame, "p00", weights=w, k=5)
    assert len(found) <= 5
    assert "p00" not in found.index
    assert (found["distance"] >= 0).all()
    assert found["distance"].is_monotonic_increasing
    assert ((found["coverage"] >= 0.75 - 1e-9) & (found["coverage"] <= 1 + 1e-9)).all()
    shares = found.filter(like="contribution.").sum(axis=1)
    assert np.allclose(shares, np.where(found["distance"] > 0, 1.0, 0.0))
    ties = found.index.to_series().groupby(found["distance"]).agg(list)
    assert all(group == sorted(group) for group in ties)


@settings(max_examples=40)
@given(frames, weights)
def test_likeness_is_mutual(frame: pd.DataFrame, w: dict[str, float]) -> None:
    for other, row in similar_places(frame, "p00", weights=w, k=99).iterrows():
        back = similar_places(frame, str(other), weights=w, k=99).loc["p00"]
        assert back["distance"] == row["distance"]
        assert back["difference.a"] == pytest.approx(-row["difference.a"], nan_ok=True)


@settings(max_examples=40)
@given(frames, weights, st.permutations(range(12)))
def test_order_units_and_features_without_weight_change_nothing(
    frame: pd.DataFrame, w: dict[str, float], order: list[int]
) -> None:
    found = similar_places(frame, "p00", weights=w, k=99)
    shuffled = frame.iloc[[i for i in order if i < len(frame)]]
    pd.testing.assert_frame_equal(similar_places(shuffled, "p00", weights=w, k=99), found)
    other_unit = similar_places(frame * 8.0, "p00", weights=w, k=99)
    assert other_unit.index.tolist() == found.index.tolist()
    extra = similar_places(frame.assign(z=1.0), "p00", weights={**w, "z": 0.0}, k=99)
    pd.testing.assert_frame_equal(extra, found)
