"""The composite index: known answers, faults that are named, missing figures, recipes."""

from __future__ import annotations

import json
import math
import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.composite import CompositeIndex, Framework, FrameworkError, IndexDataError, RecipeError
from tests.analytics.trees import content, leaf, table, toy

NAN = math.nan


def rows(*values: tuple[float, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        values, columns=list("xyzuvw"), index=[f"p{k}" for k in range(len(values))], dtype="float64"
    )


def one_leaf(**more: object) -> CompositeIndex:
    tree = {"framework": {"id": "one"}, "node": {"all": {}}, "indicator": {"x": leaf("all", **more)}}
    return CompositeIndex(Framework.from_dict(tree))


def scores_of(index: CompositeIndex, *values: float) -> list[float]:
    frame = pd.DataFrame({"x": values}, index=[str(k) for k in range(len(values))], dtype="float64")
    return index.score(frame).scores["x"].tolist()


def test_arithmetic_tree_by_hand() -> None:
    result = toy().score(rows((40, 80, 10, 20, 30, -30)))
    a, b = (40 + 3 * 80) / 4, (10 + 20 + 30 + 80) / 4
    assert result.scores.loc["p0", ["a", "b"]].tolist() == pytest.approx([a, b])
    assert result.scores.at["p0", "score"] == pytest.approx((a + 2 * b) / 3)
    assert result.scores.columns.tolist() == ["score", "b", "a", "x", "y", "z", "u", "v", "w"]
    assert result.base == 0
    assert result.contributions.loc["p0"].tolist() == pytest.approx(
        [40 / 12, 3 * 80 / 12, 10 / 6, 20 / 6, 30 / 6, 80 / 6]
    )
    assert result.table.loc["p0"].tolist() == pytest.approx([(a + 2 * b) / 3] * 3 + [1.0])


def test_geometric_root_by_hand() -> None:
    result = toy(aggregation={"all": "geometric"}).score(rows((40, 80, 10, 20, 30, -30)))
    a, b = 70.0, 35.0
    assert result.scores.at["p0", "score"] == pytest.approx(a ** (1 / 3) * b ** (2 / 3))
    score = result.scores.at["p0", "score"]
    mean = (score - 100) / math.log(score / 100)
    groups = result.group_contributions.loc["p0"]
    assert groups["a"] == pytest.approx(mean / 3 * math.log(a / 100))
    assert groups["b"] == pytest.approx(mean * 2 / 3 * math.log(b / 100))
    assert result.base == 100


def test_minimum_by_hand() -> None:
    result = toy(aggregation="minimum").score(rows((40, 80, 10, 10, 30, -30)))
    assert result.scores.at["p0", "score"] == 10
    assert result.contributions.loc["p0"].tolist() == pytest.approx([0, 0, -45, -45, 0, 0])


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"aggregation": "geometric"},
        {"aggregation": {"all": "geometric"}},
        {"aggregation": {"a": "geometric", "b": "minimum"}},
        {"aggregation": "minimum"},
        {"aggregation": "geometric", "coverage_threshold": 0.5},
    ],
)
def test_contributions_add_up_to_the_distance_from_the_base(choices: dict[str, object]) -> None:
    frame = table(300, 3)
    frame.iloc[:20] = 100.0
    frame.iloc[20:40] = 0.0
    frame = frame.mask(np.random.default_rng(1).random(frame.shape) < 0.1)
    result = toy(**choices).score(frame)
    scored = result.scores["score"].notna()
    assert 0 < scored.sum() < len(frame)
    total = result.contributions.sum(axis=1, skipna=False)
    assert total[scored].to_numpy() == pytest.approx(
        (result.scores["score"] - result.base)[scored].to_numpy()
    )
    assert total[~scored].isna().all()
    assert result.group_contributions.sum(axis=1)[scored].to_numpy() == pytest.approx(
        total[scored].to_numpy()
    )
    if result.base == 100:
        assert (result.contributions[scored] <= 0).all(axis=None)


def test_each_normalisation_by_hand() -> None:
    assert scores_of(one_leaf(goalposts=[10, 20]), 5, 10, 12.5, 20, 25, NAN)[:5] == [0, 0, 25, 100, 100]
    assert scores_of(one_leaf(goalposts=[10, 20], direction="lower_better"), 10, 12.5, 25) == [100, 75, 0]
    assert scores_of(one_leaf(goalposts=[1, 100], log=True), 10) == pytest.approx([50])
    target = one_leaf(normalisation="target", base=40, target=14, direction="lower_better")
    assert scores_of(target, 50, 40, 27, 14, 3) == [0, 0, 50, 100, 100]
    steps = one_leaf(normalisation="steps", steps={"limits": [1, 5], "scores": [0, 40, 100]})
    assert scores_of(steps, 0.9, 1, 4.9, 5)[:4] == [0, 40, 40, 100]
    assert math.isnan(scores_of(steps, NAN)[0])


def test_relative_normalisations_by_hand() -> None:
    known = pd.DataFrame({"x": np.arange(41.0)})
    index = one_leaf().with_reference(known)
    sd = known["x"].std()
    assert scores_of(index.with_choices(normalisation="minmax"), 0, 10, 40, 50) == [0, 25, 100, 100]
    z = scores_of(index.with_choices(normalisation="zscore"), 20, 20 + sd, 20 - 9 * sd)
    assert z == pytest.approx([50, 50 + 50 / 3, 0])
    rank = scores_of(index.with_choices(normalisation="percentile"), 20, -1, 99, NAN)
    assert rank[:3] == pytest.approx([50, 0, 100])
    assert math.isnan(rank[3])
    worse = one_leaf(direction="lower_better", normalisation="percentile").with_reference(known)
    assert scores_of(worse, -1, 99, 0) == pytest.approx([100, 0, 100 * (1 - 0.5 / 41)])


@pytest.mark.parametrize("normalisation", ["minmax", "zscore", "percentile"])
def test_a_constant_reference_gives_no_information_and_not_zero(normalisation: str) -> None:
    frame = table(40).assign(x=0.1 + 0.2)
    frame.iloc[0, 0] = 0.3  # the same number up to a bit
    result = toy(normalisation=normalisation).with_reference(frame).score(frame)
    assert result.no_information == ("x",)
    assert result.scores["x"].isna().all()
    assert result.coverage["a"].tolist() == pytest.approx([0.75] * 40)
    assert result.scores["a"].to_numpy() == pytest.approx(result.scores["y"].to_numpy())


def test_few_places_are_no_reference() -> None:
    with pytest.raises(IndexDataError, match=r"has 4 values of 'x'.*needs 30"):
        toy(normalisation="minmax").with_reference(table(4)).score(table(4))
    with pytest.raises(IndexDataError, match="judged on a reference set and there is none"):
        toy(normalisation="zscore").score(table(4))


def test_a_node_below_its_threshold_has_no_score_and_its_figures_count_nowhere() -> None:
    index = toy(coverage_threshold=0.6)
    result = index.score(
        rows((NAN, 80, 10, 20, 30, -30), (40, NAN, 10, 20, 30, -30), (40, 80, 10, 20, NAN, NAN))
    )
    assert result.coverage["a"].tolist() == pytest.approx([0.75, 0.25, 1])
    assert result.scores["a"].tolist()[0] == 80
    assert math.isnan(result.scores.at["p1", "a"])
    assert math.isnan(result.low.at["p1", "a"])
    # The other branch is untouched, and the root stands on it alone: two thirds of the weight.
    assert result.scores.at["p1", "score"] == pytest.approx(result.scores.at["p1", "b"])
    assert result.coverage.at["p1", "score"] == pytest.approx(2 / 3)
    assert result.low.at["p1", "score"] == pytest.approx(35 * 2 / 3)
    assert result.high.at["p1", "score"] == pytest.approx((100 + 70) / 3)
    assert math.isnan(result.scores.at["p2", "score"])
    assert result.contributions.loc["p2"].isna().all()


def test_removed_figures_stay_inside_the_interval_and_touch_no_other_branch() -> None:
    """A thousand places, figures taken away at random: the full score lies between the two ends."""
    full, random = table(1000, 5), np.random.default_rng(6)
    thinned = full.mask(random.random(full.shape) < 0.2)
    seen = 0
    for kind in ("arithmetic", "geometric", "minimum"):
        for rule in ("limits", "reference"):
            index = toy(aggregation=kind, missing=rule, coverage_threshold=0.4).with_reference(full)
            whole, part = index.score(full).scores, index.score(thinned)
            for node in ("score", "a", "b"):
                given = part.scores[node].notna()
                low, high = part.low[node][given], part.high[node][given]
                assert ((low <= whole[node][given] + 1e-9) & (whole[node][given] <= high + 1e-9)).all()
                assert (
                    (low <= part.scores[node][given] + 1e-9) & (part.scores[node][given] <= high + 1e-9)
                ).all()
                seen += int((low < high - 1e-9).sum())
            untouched = thinned[["x", "y"]].notna().all(axis=1)
            pd.testing.assert_series_equal(part.scores["a"][untouched], whole["a"][untouched])
    assert seen > 1000


def test_an_empty_group_of_no_weight_is_allowed_and_one_with_weight_is_not() -> None:
    tree = content()
    tree["node"]["c"] = {"parent": "all", "weight": 0, "lacking": ["a survey"]}
    frame = table(5)
    pd.testing.assert_frame_equal(
        CompositeIndex(Framework.from_dict(tree)).score(frame).scores, toy().score(frame).scores
    )
    tree["node"]["c"]["weight"] = 1
    with pytest.raises(FrameworkError, match=r"\[node.c\] has nothing below it"):
        Framework.from_dict(tree)


def test_all_faults_of_a_framework_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        """
[framework]
id = "bad"
coverage_threshold = 75
[node.all]
agregation = "geometric"
[node.part]
parent = "nowhere"
weight = -1
[indicator.x]
parent = "all"
goalposts = [5, 5]
[indicator.y]
parent = "all"
direction = "lower_better"
unit = "%"
weight = "much"
normalisation = "target"
"""
    )
    with pytest.raises(FrameworkError) as caught:
        CompositeIndex.from_file(path)
    text = str(caught.value)
    assert str(path) in text
    for fault in (
        "unknown key 'agregation'; did you mean aggregation?",
        "coverage_threshold must be above 0 and at most 1",
        "part: its parent 'nowhere' is no node",
        "part: weight must be finite and at least 0, it is -1",
        "[indicator.x] direction must be higher_better or lower_better",
        "[indicator.x] must name its unit",
        "[indicator.x] must say in source",
        "[indicator.x] goalposts must be the lower and then the upper limit",
        "[indicator.y] weight must be a number, it is 'much'",
        "[indicator.y] normalisation 'target' needs the key target",
    ):
        assert fault in text
    assert len(caught.value.faults) == 10
    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults  # noqa: S301


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda t: t["node"]["all"].update(parent="a"), "exactly one node must have no parent"),
        (lambda t: t["node"].update(c={"parent": "d"}, d={"parent": "c"}), "in a circle"),
        (lambda t: t["indicator"].update(a=leaf("b")), "the name 'a' stands for 2 parts"),
        (lambda t: t["indicator"].update(score=leaf("b")), "no part may be called 'score'"),
        (lambda t: t["indicator"]["x"].update(log=True), "log needs limits above 0"),
        (lambda t: t["indicator"]["x"].update(goalposts=[0, math.inf]), "limits must be finite"),
        (lambda t: t["indicator"]["x"].update(goalposts=[0, 1, 2]), "goalposts must be two numbers"),
        (lambda t: t["indicator"]["x"].update(base=10, target=5), "must lie on the good side of base"),
        (lambda t: t["indicator"]["x"].update(target=5), "a target needs a base"),
        (
            lambda t: t["indicator"]["x"].update(steps={"limits": [2, 1], "scores": [0, 50, 20]}),
            r"must be finite and increase[\s\S]*must not fall",
        ),
        (lambda t: t["indicator"]["x"].update(steps={"limits": [2]}), "steps must be"),
        (lambda t: t["indicator"]["x"].update(direction="neutral"), "what has no direction cannot be scored"),
        (lambda t: t["indicator"]["x"].update(weight=True), "weight must be a number, it is True"),
        (lambda t: t["node"].clear(), "table \\[node\\] is missing or empty"),
        (lambda t: t.update(indicator=3), "\\[indicator\\] must be a table"),
    ],
)
def test_each_rule_of_a_framework(change: object, fault: str) -> None:
    tree = content()
    change(tree)  # type: ignore[operator]
    with pytest.raises(FrameworkError, match=fault):
        Framework.from_dict(tree)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match="cannot be read"):
        CompositeIndex.from_file(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("x = [")
    with pytest.raises(FrameworkError, match="is no TOML"):
        CompositeIndex.from_file(tmp_path / "bad.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(FrameworkError, match="is not UTF-8"):
        CompositeIndex.from_file(tmp_path / "bytes.toml")
    with pytest.raises(FrameworkError, match=r"must be one of .*ipm"):
        CompositeIndex.shipped("none")


def test_all_faults_of_a_table_at_once() -> None:
    frame = table(4).drop(columns="y").assign(z=["a", "b", "c", "d"], u=[1, math.inf, 2, 3])
    frame.index = ["1", "1", "2", "3"]
    with pytest.raises(IndexDataError) as caught:
        toy().score(frame)
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        "each place must stand once; more than once",
        "y",
        "z",
        "u",
    ]
    logs = one_leaf(goalposts=[1, 10], log=True)
    with pytest.raises(
        IndexDataError, match="x: is scored on a log scale, 1 values are not above 0, first at b"
    ):
        logs.score(pd.DataFrame({"x": [2.0, 0.0]}, index=["a", "b"]))


def test_empty_and_wholly_unknown_tables_have_no_scores() -> None:
    assert toy().score(table(0)).table.empty
    result = toy().score(table(3) * NAN)
    assert result.table[["score", "low", "high"]].isna().all(axis=None)
    assert (result.table["coverage"] == 0).all()
    assert result.no_information == ()


def test_nullable_columns_are_read_as_missing() -> None:
    frame = table(3).convert_dtypes()
    frame.iloc[0, 0] = pd.NA
    assert math.isnan(toy().score(frame).scores.iloc[0]["x"])


def test_weights_and_choices_make_copies_and_are_checked() -> None:
    index = toy()
    changed = index.with_weights({"a": 0.5}).with_choices(aggregation={"b": "minimum"}, coverage_threshold=1)
    assert (index.weights["a"], changed.weights["a"]) == (1, 0.5)
    assert changed.shares["a"] == pytest.approx(0.2)
    assert changed.framework.parts["b"].aggregation == "minimum"  # type: ignore[union-attr]
    assert index == toy()
    with pytest.raises(FrameworkError, match="`weights` names q, all"):
        index.with_weights({"q": 1, "all": 2})
    with pytest.raises(FrameworkError, match="at least one part of it must have a weight above 0"):
        index.with_weights({"x": 0, "y": 0})
    with pytest.raises(FrameworkError, match="weight must be finite"):
        index.with_weights({"x": NAN})
    with pytest.raises(FrameworkError, match="normalisation 'target' needs"):
        index.with_choices(normalisation="target")
    with pytest.raises(FrameworkError, match="aggregation must be"):
        index.with_choices(aggregation="median")
    with pytest.raises(FrameworkError, match="`normalisation` names a"):
        index.with_choices(normalisation={"a": "minmax"})


def test_a_part_without_weight_can_be_given_one_and_still_has_its_reference() -> None:
    frame = table(40)
    index = toy(normalisation="minmax")
    later = index.with_weights({"x": 0}).with_reference(frame).with_weights({"x": 1})
    assert later == index.with_reference(frame)


def test_a_share_keeps_the_proportions_of_the_others() -> None:
    shares = toy().with_weights({"z": 1, "u": 2, "v": 5}).with_share("w", 0.2).shares
    assert [shares[name] for name in "zuvw"] == pytest.approx([0.1, 0.2, 0.5, 0.2])
    assert toy().with_share("w", 0).shares.get("w") is None
    assert toy().with_share("w", 1).shares["w"] == 1
    with pytest.raises(FrameworkError, match="0 to 1"):
        toy().with_share("w", 1.1)
    with pytest.raises(FrameworkError, match="sibling"):
        toy().with_weights({"y": 0}).with_share("x", 0.5)


def test_a_recipe_gives_the_same_bits() -> None:
    frame = table(50, 8).mask(np.random.default_rng(2).random((50, 6)) < 0.1)
    index = (
        toy(normalisation={"x": "percentile", "y": "zscore", "z": "minmax"}, aggregation={"all": "geometric"})
        .with_reference(frame)
        .with_weights({"a": 1 / 3, "y": 0.1})
    )
    recipe = json.loads(json.dumps(index.to_recipe(frame), allow_nan=False))
    again = CompositeIndex.from_recipe(recipe, frame=frame.sample(frac=1, random_state=1))
    assert again == index
    first, second = index.score(frame), again.score(frame)
    for name in ("scores", "coverage", "low", "high", "contributions"):
        left, right = getattr(first, name), getattr(second, name)
        assert left.to_numpy().tobytes() == right.to_numpy().tobytes()
    assert json.loads(json.dumps(again.to_recipe(frame))) == recipe


def test_recipes_that_cannot_be_followed() -> None:
    frame = table(5)
    recipe = toy().to_recipe(frame)
    with pytest.raises(RecipeError, match="other figures"):
        CompositeIndex.from_recipe(recipe, frame=frame + 1)
    assert CompositeIndex.from_recipe(recipe) == toy()
    edited = CompositeIndex.from_recipe({**recipe, "weights": {"a": 7}})
    assert edited.weights["a"] == 7
    for wrong, fault in (
        ({"kind": "cake"}, "must be what to_recipe gave"),
        ({**recipe, "version": 2}, "this program reads 1"),
        ({**recipe, "weights": {"nobody": 1}}, "cannot be followed"),
        ({**recipe, "weights": 3}, "damaged"),
        ({**recipe, "framework": {}}, "is missing or empty"),
        ({**recipe, "reference": {"x": ["a"]}}, "must be a list of finite numbers"),
    ):
        with pytest.raises(RecipeError, match=fault):
            CompositeIndex.from_recipe(wrong)
