"""What no table and no framework may break (requirement C14), on random ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.composite import CompositeIndex, Framework
from tests.analytics.trees import content, table, toy

kinds = st.sampled_from(["arithmetic", "geometric", "minimum"])
fixed = st.just("goalposts")
normalisations = st.sampled_from(["goalposts", "minmax", "zscore", "percentile"])
seeds = st.integers(0, 10_000)


def thin(frame: pd.DataFrame, seed: int, share: float = 0.1) -> pd.DataFrame:
    return frame.mask(np.random.default_rng(seed).random(frame.shape) < share)


@settings(max_examples=40)
@given(seeds, kinds, normalisations, st.floats(1e-3, 1e3), st.floats(-100, 100))
def test_another_unit_changes_nothing(seed: int, kind: str, norm: str, scale: float, shift: float) -> None:
    frame, tree = table(60, seed), content()
    posts = tree["indicator"]["x"]["goalposts"]
    index = toy(aggregation=kind, normalisation=norm).with_reference(frame)
    tree["indicator"]["x"].update(unit="other", goalposts=[scale * limit + shift for limit in posts])
    other = frame.assign(x=frame["x"] * scale + shift)
    changed = CompositeIndex(Framework.from_dict(tree)).with_choices(aggregation=kind, normalisation=norm)
    before, after = index.score(frame).scores, changed.with_reference(other).score(other).scores
    assert after.to_numpy() == pytest.approx(before.to_numpy(), abs=1e-6)


@settings(max_examples=40)
@given(seeds, kinds, normalisations)
def test_permuted_places_get_the_same_bits(seed: int, kind: str, norm: str) -> None:
    frame = thin(table(61, seed), seed)
    order = np.random.default_rng(seed).permutation(len(frame))
    index = toy(aggregation=kind, normalisation=norm)
    first = index.with_reference(frame).score(frame)
    other = index.with_reference(frame.iloc[order]).score(frame.iloc[order])
    for name in ("scores", "low", "high", "contributions"):
        left, right = getattr(first, name).iloc[order], getattr(other, name)
        assert left.to_numpy().tobytes() == right.to_numpy().tobytes()


@settings(max_examples=60)
@given(seeds, kinds, normalisations, st.sampled_from(list("xyzuvw")), st.floats(0, 80))
def test_a_better_figure_never_lowers_a_score(seed: int, kind: str, norm: str, name: str, by: float) -> None:
    frame = thin(table(60, seed), seed)
    index = toy(aggregation=kind, normalisation=norm, coverage_threshold=0.5).with_reference(frame)
    better = frame.assign(**{name: frame[name] + (-by if name == "w" else by)})
    before, after = index.score(frame), index.score(better)
    for part in ("scores", "low", "high"):
        old, new = getattr(before, part), getattr(after, part)
        assert (old.isna() == new.isna()).all(axis=None)
        assert (new.fillna(0) >= old.fillna(0) - 1e-9).all(axis=None)


@settings(max_examples=30)
@given(seeds, kinds, fixed)
def test_with_goalposts_another_place_moves_no_other(seed: int, kind: str, norm: str) -> None:
    frame = thin(table(12, seed), seed)
    index = toy(aggregation=kind, normalisation=norm)
    alone = index.score(frame.iloc[:-1]).scores
    assert index.score(frame).scores.iloc[:-1].to_numpy().tobytes() == alone.to_numpy().tobytes()


@settings(max_examples=40)
@given(seeds, kinds, normalisations, st.sets(st.sampled_from(["x", "z", "u", "a"]), min_size=1, max_size=4))
def test_weight_zero_is_as_if_the_part_were_not_there(
    seed: int, kind: str, norm: str, gone: set[str]
) -> None:
    frame, tree = thin(table(60, seed), seed), content()
    for name in gone:
        tree["node"].pop(name, None)
        tree["indicator"].pop(name, None)
    if "a" in gone:
        tree["indicator"].pop("x", None)
        tree["indicator"].pop("y", None)
    bare = CompositeIndex(Framework.from_dict(tree)).with_choices(aggregation=kind, normalisation=norm)
    left = (
        toy(aggregation=kind, normalisation=norm).with_weights(dict.fromkeys(gone, 0)).with_reference(frame)
    )
    first, second = left.score(frame), bare.with_reference(frame).score(frame)
    for name in ("scores", "coverage", "low", "high", "contributions"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name), check_exact=True)
    assert left.indicators == bare.indicators


@settings(max_examples=40)
@given(seeds, kinds, st.floats(1e-300, 1e300))
def test_only_the_proportions_of_weights_count(seed: int, kind: str, size: float) -> None:
    frame = table(5, seed)
    index = toy(aggregation=kind)
    scaled = index.with_weights({name: weight * size for name, weight in index.weights.items()})
    assert scaled.score(frame).scores.to_numpy() == pytest.approx(index.score(frame).scores.to_numpy())


@settings(max_examples=40)
@given(seeds, normalisations)
def test_the_order_of_means(seed: int, norm: str) -> None:
    frame = table(60, seed)
    index = toy(normalisation=norm).with_reference(frame)
    least, geometric, arithmetic = (
        index.with_choices(aggregation=kind).score(frame).scores["score"].clip(lower=1)
        for kind in ("minimum", "geometric", "arithmetic")
    )
    assert (least <= geometric + 1e-9).all()
    # The floor of a geometric mean may lift what is below it.
    assert (geometric <= arithmetic + 1 + 1e-9).all()
    assert index.score(frame).scores.max(axis=None) <= 100 + 1e-9
