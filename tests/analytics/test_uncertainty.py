"""Ranks under many choices: cases with a known probability, seeds, order of rows, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.composite import CompositeIndex, Framework, IndexDataError
from analytics.uncertainty import Choices, pair_verdict, rank_uncertainty, told_apart_from
from analytics.uncertainty.model import Model
from analytics.uncertainty.ranking import ranks_of, share_higher
from tests.analytics.national import national
from tests.analytics.trees import content, leaf, table, toy

NAN = math.nan
SWITCHES = ("weights", "normalisation", "aggregation", "leave_one_out", "missing", "errors")


def only(*names: str, **more: Any) -> Choices:
    """Choices with only these switched on."""
    return Choices(**{name: name in names for name in SWITCHES}, **more)


def flat(*names: str) -> CompositeIndex:
    """Indicators right below the root, equal weights."""
    tree = {
        "framework": {"id": "flat"},
        "node": {"all": {}},
        "indicator": {name: leaf("all") for name in names},
    }
    return CompositeIndex(Framework.from_dict(tree))


def pair(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=["A", "B"], dtype="float64")


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 5), min_size=7, max_size=7), min_size=1, max_size=5))
def test_ranks_are_those_of_pandas(rows: list[list[int]]) -> None:
    scores = np.array(rows, dtype="float64")
    expected = pd.DataFrame(scores).rank(axis=1, method="min", ascending=False)
    assert ranks_of(scores).tolist() == expected.astype(int).to_numpy().tolist()
    share = share_higher(scores)
    assert share + share.T == pytest.approx(np.where(np.eye(7), NAN, 1.0), nan_ok=True)


def test_ties_count_half() -> None:
    assert share_higher(np.array([[1.0, 1], [2, 1], [0, 1], [1, 1]]))[0, 1] == 0.5


def test_with_everything_switched_off_nothing_is_uncertain() -> None:
    frame = table(40)
    found = rank_uncertainty(toy(), frame, seed=0, choices=only(), among=frame.index[:3])
    rank = toy().score(frame).scores["score"].rank(ascending=False)
    for column in ("rank", "median", "low", "high"):
        assert found.ranks[column].tolist() == rank.tolist()
    assert found.ranks["p_first"].tolist() == (rank == 1).astype(float).tolist()
    assert found.varied == ()
    assert found.variance_shares.empty
    assert set(found.pairs["p"]) <= {0.0, 1.0}
    assert found.not_distinguishable == []


def test_weights_are_a_dirichlet_around_the_chosen_ones() -> None:
    """Two parts: w is Beta(7.5, 7.5), so P(A higher) = P(w > t) with t where the two are equal."""
    frame = pair(x=[60, 40], y=[30, 40])  # A is higher where 20 w > 10 (1 - w): w > 1/3
    found = rank_uncertainty(flat("x", "y"), frame, seed=3, draws=20_000, choices=only("weights"), among="AB")
    grid = (np.arange(100_000) + 0.5) / 100_000
    density = (grid * (1 - grid)) ** 6.5
    expected = density[grid > 1 / 3].sum() / density.sum()
    assert found.p_higher.loc["A", "B"] == pytest.approx(expected, abs=0.01)
    assert 0.85 < expected < 0.95


@pytest.mark.parametrize("variation", [0.1, 0.25])
def test_equal_weights_vary_as_said(variation: float) -> None:
    choices = only("weights", weight_variation=variation)
    model = Model(flat(*"xyzuv"), table(4)[list("xyzuv")], choices, None)
    weights = model.draw(20_000, np.random.SeedSequence(1)).weights["all"]
    assert weights.mean(axis=0) == pytest.approx([0.2] * 5, rel=0.02)
    assert weights.std(axis=0) / 0.2 == pytest.approx([variation] * 5, rel=0.05)
    assert weights.sum(axis=1) == pytest.approx(1)


def test_a_missing_figure_lies_anywhere_between_worst_and_best() -> None:
    """A has 4 of 5 figures, all 60, and somewhere from 48 to 68; B has 58: A is higher in half of the draws."""
    frame = pair(x=[60, 58], y=[60, 58], z=[60, 58], u=[60, 58], v=[NAN, 58])
    found = rank_uncertainty(flat(*"xyzuv"), frame, seed=4, draws=20_000, choices=only("missing"), among="AB")
    assert found.p_higher.loc["A", "B"] == pytest.approx(0.5, abs=0.015)
    assert found.pairs["verdict"].tolist() == ["not_distinguishable"]
    without = rank_uncertainty(flat(*"xyzuv"), frame, seed=4, choices=only(), among="AB")
    assert without.p_higher.loc["A", "B"] == 1


def test_published_errors_are_normal() -> None:
    frame, errors = pair(x=[51, 50]), pair(x=[0.6, 0.8])
    found = rank_uncertainty(
        flat("x"), frame, seed=5, draws=20_000, choices=only("errors"), among="AB", errors=errors
    )
    assert found.p_higher.loc["A", "B"] == pytest.approx(0.5 * (1 + math.erf(1 / math.sqrt(2))), abs=0.01)
    one = rank_uncertainty(
        flat("x"), frame, seed=5, draws=500, choices=only("errors"), errors=errors.iloc[:0]
    )
    assert one.varied == ()


def test_each_indicator_is_left_out_as_often_as_none() -> None:
    """A is higher only by z: without z, one draw of four, B is."""
    frame = pair(x=[50, 51], y=[50, 51], z=[90, 10])
    found = rank_uncertainty(
        flat(*"xyz"), frame, seed=6, draws=20_000, choices=only("leave_one_out"), among="AB"
    )
    assert found.p_higher.loc["A", "B"] == pytest.approx(0.75, abs=0.01)


def test_leaving_out_the_only_indicator_of_a_group_leaves_out_the_group() -> None:
    tree = {
        "framework": {"id": "t"},
        "node": {"all": {}, "a": {"parent": "all"}, "b": {"parent": "all"}},
        "indicator": {"x": leaf("a"), "y": leaf("b")},
    }
    index = CompositeIndex(Framework.from_dict(tree)).with_choices(aggregation={"all": "geometric"})
    model = Model(index, pair(x=[80, 20], y=[20, 45]), only("leave_one_out"), None)
    inputs = model.draw(60, np.random.SeedSequence(0))
    scores = model.scores(inputs)
    expected = {-1: [40, 30], 0: [20, 45], 1: [80, 20]}
    for gone, row in zip(inputs.leave_one_out, scores, strict=True):
        assert row.tolist() == pytest.approx(expected[int(gone)])
    assert set(inputs.leave_one_out) == {-1, 0, 1}


def test_draws_give_what_the_index_gives_with_those_choices() -> None:
    """Normalisation and aggregation drawn in the model are those of an index that was changed by hand."""
    frame = table(60, 2)
    index = toy().with_reference(frame)
    model = Model(index, frame, only("normalisation", "aggregation"), None)
    inputs = model.draw(80, np.random.SeedSequence(9))
    scores = model.scores(inputs)
    norms = ["goalposts", "minmax", "zscore", "percentile"]
    kinds = ["arithmetic", "geometric"]
    for k in range(80):
        changed = index.with_choices(
            normalisation=norms[inputs.normalisation[k]], aggregation=kinds[inputs.aggregation[k]]
        )
        assert scores[k] == pytest.approx(changed.score(frame).scores["score"][model.codes].to_numpy())


def test_same_seed_same_result_in_whatever_order_the_rows_stand() -> None:
    frame = table(60, 7).mask(np.random.default_rng(3).random((60, 6)) < 0.05)
    errors = frame * 0 + 2
    index = toy().with_reference(frame)
    first = rank_uncertainty(index, frame, seed=8, draws=200, among=frame.index[:4], errors=errors)
    again = rank_uncertainty(index, frame, seed=8, draws=200, among=frame.index[:4], errors=errors)
    order = frame.sample(frac=1, random_state=5)
    moved = rank_uncertainty(index, order, seed=8, draws=200, among=frame.index[:4], errors=errors)
    other = rank_uncertainty(index, frame, seed=9, draws=200, among=frame.index[:4], errors=errors)
    pd.testing.assert_frame_equal(first.ranks, again.ranks)
    pd.testing.assert_frame_equal(first.ranks, moved.ranks.loc[frame.index])
    pd.testing.assert_frame_equal(first.p_higher, moved.p_higher)
    pd.testing.assert_frame_equal(first.variance_shares, moved.variance_shares)
    assert not first.ranks.equals(other.ranks)
    assert first.varied == SWITCHES


def test_switching_one_choice_off_leaves_what_is_drawn_for_the_others() -> None:
    frame = table(40, 7)
    index = toy().with_reference(frame)
    every = Model(index, frame, Choices(), None).draw(50, np.random.SeedSequence(2))
    fewer = Model(index, frame, Choices(normalisation=False), None).draw(50, np.random.SeedSequence(2))
    assert every.leave_one_out.tolist() == fewer.leave_one_out.tolist()
    assert every.weights["all"].tolist() == fewer.weights["all"].tolist()
    assert set(fewer.normalisation) == {0}


def test_bands_hold_the_rank_and_grow_with_what_is_varied() -> None:
    frame = table(60, 11)
    index = toy().with_reference(frame)
    narrow = rank_uncertainty(index, frame, seed=1, choices=only("weights")).ranks
    wide = rank_uncertainty(index, frame, seed=1).ranks
    for ranks in (narrow, wide):
        assert (ranks["low"] <= ranks["median"]).all()
        assert (ranks["median"] <= ranks["high"]).all()
        assert ranks["low"].min() == 1
        assert ranks["p_first"].sum() == pytest.approx(1)
    assert (wide["high"] - wide["low"]).mean() > (narrow["high"] - narrow["low"]).mean()


def test_one_choice_alone_has_all_of_the_variance() -> None:
    frame = table(60, 12)
    shares = rank_uncertainty(toy(), frame, seed=1, draws=500, choices=only("weights")).variance_shares
    assert shares["share"].tolist() == pytest.approx([1.0])
    assert (shares.drop(columns=["share", "standard_error"]).iloc[0].dropna() == 1).all()


def test_shares_of_the_variance_of_a_case_worked_out() -> None:
    """Of two places A and B the rank of A is 1 where B's error and A's missing figure allow it.

    P(rank 1 | missing figure m, error e) = [m > e]: m even on (0, 1), e normal around 1/2. The first-order share of m is
    Var(P(e < m)) / Var over both, by numerical integration.
    """
    frame = pair(x=[NAN, 50], y=[50, 50])
    index = flat("x", "y").with_choices(coverage_threshold=0.5)
    errors = pair(x=[NAN, 20], y=[NAN, NAN])
    found = rank_uncertainty(
        index, frame, seed=2, draws=20_000, choices=only("missing", "errors"), errors=errors
    ).variance_shares["share"]
    m = (np.arange(10_000) + 0.5) / 10_000
    given_m = np.array([0.5 * (1 + math.erf((v - 0.5) / 0.2 / math.sqrt(2))) for v in m])
    assert found["missing"] == pytest.approx(given_m.var() / 0.25, abs=0.02)
    e = np.random.default_rng(0).normal(0.5, 0.2, 100_000)
    assert found["errors"] == pytest.approx(np.clip(1 - e, 0, 1).var() / 0.25, abs=0.02)


def test_places_without_a_score_have_no_rank_and_no_verdict() -> None:
    frame = table(40)
    frame.iloc[0, 2:] = NAN
    code, other = frame.index[:2]
    found = rank_uncertainty(toy(), frame, seed=1, draws=50, choices=only("weights"), among=[code, other])
    assert found.n == 39
    assert found.ranks.loc[code].isna().all()
    assert found.pairs["verdict"].tolist() == ["no_score"]
    nobody = rank_uncertainty(toy(), frame * NAN, seed=1, draws=50, choices=only("weights"))
    assert (nobody.n, nobody.ranks.isna().all(axis=None)) == (0, True)


def test_missing_figures_of_everybody_and_no_information_do_no_harm() -> None:
    frame = table(60).assign(x=5.0)
    index = toy(coverage_threshold=0.5).with_reference(frame)
    found = rank_uncertainty(index, frame.assign(z=NAN), seed=1, draws=100)
    assert found.n == 60
    assert found.ranks.notna().all(axis=None)


def test_minimum_and_zero_scores_are_drawn_too() -> None:
    frame = table(60).assign(x=0.0)
    index = toy(aggregation="minimum").with_reference(frame.assign(x=range(60)))
    found = rank_uncertainty(index, frame, seed=1, draws=100)
    assert found.ranks.notna().all(axis=None)


def test_where_the_verdict_turns() -> None:
    assert told_apart_from(1000) == pytest.approx(0.9 + 2 * math.sqrt(0.09 / 1000))
    assert [pair_verdict(p, 1000) for p in (0.9, 0.918, 1 - 0.918)] == ["not_distinguishable"] * 3
    assert [pair_verdict(p, 1000) for p in (0.919, 0.081, NAN)] == ["higher", "lower", "no_score"]
    assert pair_verdict(0.919, 100) == "not_distinguishable"


def test_a_pair_that_is_higher_in_nine_of_ten_is_rarely_called_apart() -> None:
    """Without the margin every second seed would; with it about 2.3 % do, and none calls it the other way round."""
    shares = np.random.default_rng(5).binomial(1000, 0.9, 20_000) / 1000
    verdicts = pd.Series([pair_verdict(p, 1000) for p in shares]).value_counts(normalize=True)
    assert verdicts.get("higher", 0.0) < 0.03
    assert "lower" not in verdicts
    assert (shares > 0.9).mean() > 0.4


def test_a_missing_figure_is_drawn_from_those_that_places_have() -> None:
    """Forty places have scores of 0 to 39 in v; A's is any of them, where its whole range would reach to 100."""
    columns = {name: [50.0] * 41 for name in "xyzu"}
    codes = ["A", *(f"P{n:02}" for n in range(40))]
    frame = pd.DataFrame({**columns, "v": [NAN, *range(40)]}, index=codes)
    observed, whole = (only("missing", missing_from=rule) for rule in ("observed", "range"))
    found = rank_uncertainty(
        flat(*"xyzuv"), frame, seed=3, draws=20_000, choices=observed, among=["A", "P20"]
    )
    # A is higher than P20 where it gets 21 to 39, and equal where it gets 20.
    assert found.p_higher.loc["A", "P20"] == pytest.approx(19.5 / 40, abs=0.015)
    other = rank_uncertainty(flat(*"xyzuv"), frame, seed=3, draws=20_000, choices=whole, among=["A", "P20"])
    assert other.p_higher.loc["A", "P20"] == pytest.approx(0.8, abs=0.015)
    few = rank_uncertainty(
        flat(*"xyzuv"), frame.iloc[:29], seed=3, draws=2000, choices=observed, among=["A", "P20"]
    )
    assert few.p_higher.loc["A", "P20"] == pytest.approx(0.8, abs=0.05)
    with pytest.raises(ValueError, match=r"`missing_from` must be one of observed, range"):
        Choices(missing_from="best")


def test_what_a_missing_figure_may_be_does_not_hang_on_whom_a_place_is_ranked_among() -> None:
    """The reference set has 0 to 39 in v: among two places A is drawn from it as among all."""
    columns = {name: [50.0] * 41 for name in "xyzu"}
    frame = pd.DataFrame({**columns, "v": [NAN, *range(40)]}, index=["A", *(f"P{n:02}" for n in range(40))])
    index, shares = flat(*"xyzuv").with_reference(frame), []
    for places in (frame, frame.loc[["A", "P20"]]):
        found = rank_uncertainty(
            index, places, seed=3, draws=20_000, choices=only("missing"), among=["A", "P20"]
        )
        shares.append(found.p_higher.loc["A", "P20"])
    assert shares == pytest.approx([19.5 / 40] * 2, abs=0.015)


@pytest.mark.parametrize("draws", [100, 1000])
def test_outcomes_come_in_turn(draws: int) -> None:
    """Each normalisation, mean and indicator left out as often as the others, whatever the seed, and in no order."""
    frame = table(40)
    index = toy().with_reference(frame)
    model = Model(index, frame, Choices(), None)
    one, two = (model.draw(draws, np.random.SeedSequence(seed)) for seed in (1, 2))
    for name, outcomes in (("normalisation", 4), ("aggregation", 2), ("leave_one_out", 7)):
        first, second = getattr(one, name), getattr(two, name)
        times = np.unique(first, return_counts=True)[1]
        assert len(times) == outcomes
        assert np.ptp(times) <= 1
        assert first.tolist() != second.tolist()
        assert abs(np.corrcoef(first, second)[0, 1]) < 4 / math.sqrt(draws)


def test_verdicts_on_real_places_hold_with_another_seed() -> None:
    """Of 435 pairs, hardly one is called apart that 20 000 draws leave at 0.9 or below, and none is ever turned round."""
    index = CompositeIndex.shipped("smart_city")
    frame = national(index)
    index = index.with_reference(frame)
    places = list(index.score(frame).scores["score"].dropna().sort_values().index[::17])
    frame, choices = frame.loc[places], Choices(sensitivity=False)

    def shares(seed: int, draws: int) -> np.ndarray:
        found = rank_uncertainty(index, frame, seed=seed, draws=draws, choices=choices, among=places)
        return found.pairs["p"].to_numpy()

    truth = shares(99, 20_000)
    apart = {"higher": 1, "lower": -1, "not_distinguishable": 0}
    verdicts = np.array([[apart[pair_verdict(p, 1000)] for p in shares(seed, 1000)] for seed in range(20)])
    false = (verdicts != 0) & (np.maximum(truth, 1 - truth) <= 0.9)
    assert false.mean() < 0.001
    assert (
        verdicts.max(axis=0)[verdicts.min(axis=0) < 0].max() <= 0
    )  # never ▲ with one seed and ▼ with another
    flips = np.mean([(verdicts[i] != verdicts[j]).mean() for i in range(20) for j in range(i)])
    assert 0 < flips < 0.025  # between ≈ and ▲ or ▼, near the limit: the seed is fixed for all readers


def test_what_cannot_be_used_is_named() -> None:
    frame = table(40)
    with pytest.raises(
        ValueError, match=r"`draws` must be at least 20.*`seed` must be 0 or more.*`among`.*nobody"
    ):
        rank_uncertainty(toy(), frame, seed=-1, draws=3, among=["nobody"])
    with pytest.raises(IndexDataError, match="reference set and there is none"):
        rank_uncertainty(toy(), frame, seed=1)
    with pytest.raises(ValueError, match="`errors` must be standard errors of 0 or more; x"):
        rank_uncertainty(toy(), frame, seed=1, choices=only("errors"), errors=frame[["x"]] - 200)
    with pytest.raises(ValueError, match=r"`weight_variation`.*`aggregations` must name"):
        Choices(weight_variation=1, aggregations=())


def test_log_scale_with_errors_and_a_tree_of_content() -> None:
    tree = content()
    tree["indicator"]["x"].update(goalposts=[1, 100], log=True)
    frame = table(40).clip(lower=2)
    index = CompositeIndex(Framework.from_dict(tree)).with_reference(frame)
    found = rank_uncertainty(index, frame, seed=1, draws=60, errors=frame.abs() * 5)
    assert found.ranks.notna().all(axis=None)


@pytest.mark.parametrize("kind", ["arithmetic", "geometric", "minimum"])
def test_hostile_tables_and_weights(kind: str) -> None:
    """All equal, all zero, one place, weights of the smallest size: ranks are ties, and nothing is NaN."""
    same = table(40) * 0 + 30.0
    index = toy(aggregation=kind).with_weights({"x": 1e-300, "a": 5e-324})
    for frame in (same, same * 0, same.iloc[:1], table(2)):
        found = rank_uncertainty(index, frame, seed=0, draws=40, choices=Choices(normalisation=False))
        assert found.ranks.notna().all(axis=None)
        if len(frame) != 2:
            assert (found.ranks[["rank", "median", "low", "high", "p_first"]] == 1).all(axis=None)
    assert (
        rank_uncertainty(index, same, seed=0, draws=40, choices=only("weights"))
        .variance_shares["share"]
        .isna()
        .all()
    )


@pytest.mark.parametrize("kind", ["arithmetic", "geometric", "minimum"])
def test_a_floor_of_zero_lets_a_zero_decide(kind: str) -> None:
    tree = content(floor=0)
    frame = table(40).assign(x=0.0)
    index = CompositeIndex(Framework.from_dict(tree)).with_choices(aggregation=kind)
    found = rank_uncertainty(index, frame, seed=0, draws=40, choices=only("weights", "leave_one_out"))
    assert found.ranks.notna().all(axis=None)
    result = index.score(frame)
    total = result.contributions.sum(axis=1) + result.base
    assert total.to_numpy() == pytest.approx(result.scores["score"].to_numpy(), abs=1e-9)
