"""Tipping points: each is proved by scoring just below and just above it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from analytics.composite import CompositeIndex, Framework
from analytics.uncertainty import tipping_points
from tests.analytics.national import national
from tests.analytics.test_uncertainty import flat, pair
from tests.analytics.trees import leaf, table, toy

if TYPE_CHECKING:
    import pandas as pd

STEP = 1e-7


def ahead(index: CompositeIndex, frame: pd.DataFrame, part: str, share: float, a: str, b: str) -> str:
    """The place that is ahead when the part has this share."""
    score = index.with_share(part, share).score(frame.loc[[a, b]]).scores["score"]
    return a if score[a] > score[b] else b if score[b] > score[a] else ""


def proved(index: CompositeIndex, frame: pd.DataFrame, found: pd.DataFrame) -> dict[str, int]:
    """Every row held against scores at other shares; how many of each status."""
    for row in found.itertuples():
        a, b = str(row.a), str(row.b)
        if row.status == "tips":
            at = float(row.tipping_share)
            below = ahead(index, frame, row.part, at - STEP * at, a, b)
            above = ahead(index, frame, row.part, at + STEP * (1 - at), a, b)
            assert (below, above) == (row.ahead_below, row.ahead_above)
            assert below != above
            assert row.ahead == (below if row.share < at else above)
        elif row.status == "never":
            seen = {ahead(index, frame, row.part, share, a, b) for share in (0.001, 0.5, 0.999)}
            assert seen == {row.ahead} == {row.ahead_above}
        else:
            assert math.isnan(row.tipping_share)
    return found["status"].value_counts().to_dict()


def test_by_hand() -> None:
    """A has 80 and 20, B has 50 and 40: equal where 80 t + 20 (1 - t) = 50 t + 40 (1 - t), at 2/5."""
    found = tipping_points(flat("x", "y"), pair(x=[80, 50], y=[20, 40]), among=["A", "B"])
    assert found["tipping_share"].tolist() == pytest.approx([0.4, 0.6])
    assert found["share"].tolist() == [0.5, 0.5]
    assert found["ahead"].tolist() == ["A", "A"]
    assert found["ahead_below"].tolist() == ["B", "A"]


def test_only_the_parts_asked_for() -> None:
    frame = pair(x=[80, 50], y=[20, 40])
    found = tipping_points(flat("x", "y"), frame, among=["A", "B"], parts=["y"])
    every = tipping_points(flat("x", "y"), frame, among=["A", "B"])
    assert found.to_dict("records") == every[every["part"] == "y"].to_dict("records")


@pytest.mark.parametrize(
    ("choices", "open_form"),
    [
        ({}, True),
        ({"aggregation": "geometric"}, True),
        ({"aggregation": {"all": "geometric"}}, True),
        ({"aggregation": {"a": "geometric"}}, False),
        ({"aggregation": {"b": "minimum"}}, True),
        ({"aggregation": {"all": "minimum"}}, False),
    ],
)
def test_every_point_turns_the_order_and_where_there_is_none_it_stays(
    choices: dict[str, Any],
    open_form: bool,  # noqa: FBT001
) -> None:
    index = toy(**choices).with_weights({"z": 3, "u": 0.5, "a": 1.5})
    frame = table(5, 4).clip(lower=5).assign(w=table(5, 4)["w"].clip(upper=40))
    found = tipping_points(index, frame, among=frame.index)
    count = proved(index, frame, found)
    if choices != {"aggregation": {"all": "minimum"}}:  # there weights right below the root move nothing
        assert count["tips"] > 10
    assert ("no_closed_form" not in count) == open_form
    assert len(found) == 10 * (2 + 2 + 4)


def test_floors_that_cut_in_have_no_closed_form() -> None:
    frame = pair(x=[0, 30], y=[50, 20], z=[60, 20], u=[50, 30], v=[50, 60], w=[0, 0])
    index = toy(aggregation={"all": "geometric"})
    found = tipping_points(index, frame, among=["A", "B"]).set_index("part")["status"]
    assert found["x"] == "no_closed_form"
    assert found["z"] != "no_closed_form"
    proved(index, frame, tipping_points(index, frame, among=["A", "B"]))


def test_missing_figures_and_equal_places_are_said() -> None:
    frame = table(3, 1)
    frame.iloc[1] = frame.iloc[0]
    frame.iloc[2, 0] = math.nan
    a, b, c = frame.index
    found = tipping_points(toy(), frame, among=[a, b, c]).set_index(["part", "b", "a"])["status"]
    assert found["x", b, a] == "always_equal"
    assert found["x", c, a] == "missing"
    assert found["z", c, a] != "missing"  # "a" still has a score there, which stays what it is
    frame.iloc[2, 1] = math.nan  # now "a" has no score: weights beside it would change what is left out
    index = toy(coverage_threshold=0.5)
    lacking = tipping_points(index, frame, among=[a, c]).set_index("part")["status"]
    assert lacking[list("abxy")].tolist() == ["missing"] * 4
    assert set(lacking[list("zuvw")]) <= {"tips", "never"}
    proved(index, frame, tipping_points(index, frame, among=[a, c]))
    with pytest.raises(ValueError, match="nobody is none"):
        tipping_points(toy(), frame, among=["nobody"])
    assert tipping_points(toy(), frame, among=[a]).empty


@pytest.mark.parametrize("kind", ["arithmetic", "geometric"])
def test_what_is_missing_elsewhere_does_not_stand_in_the_way(kind: str) -> None:
    frame = table(8, 3).clip(lower=5).assign(w=0.0)
    frame.iloc[0, :2] = math.nan
    frame.iloc[1, 2] = math.nan
    frame.iloc[2, :2] = math.nan
    index = toy(coverage_threshold=0.4, aggregation=kind)
    count = proved(index, frame, tipping_points(index, frame, among=frame.index[:4]))
    assert count["tips"] >= 5
    assert count["missing"] >= 5


def test_no_point_is_given_where_a_place_has_no_score() -> None:
    """A covers 0.8 (1 - t / 4) of the weight, below 3/4 from t = 1/4 on: at 0.4 there is no order to turn."""
    tree = {
        "framework": {"id": "deep"},
        "node": {"all": {}, "g": {"parent": "all", "weight": 4}, "p": {"parent": "g"}},
        "indicator": {
            "p1": leaf("p"), "p2": leaf("p", weight=3), "q": leaf("g", weight=4), "h": leaf("all"),
        },
    }  # fmt: skip
    index = CompositeIndex(Framework.from_dict(tree))
    frame = pair(p1=[math.nan, 50], p2=[80, 50], q=[20, 40], h=[math.nan, 44])
    assert index.score(frame).scores["score"].notna().all()
    found = tipping_points(index, frame, among=["A", "B"]).set_index("part")
    assert found.at["p", "status"] == "missing"
    lower = index.with_choices(coverage_threshold=0.5)
    again = tipping_points(lower, frame, among=["A", "B"])
    assert again.set_index("part").at["p", "tipping_share"] == pytest.approx(20.8 / 52)
    proved(lower, frame, again)


def test_an_only_part_has_no_weight_to_tip() -> None:
    found = tipping_points(toy().with_weights({"y": 0}), table(2), among=table(2).index)
    assert set(found["part"]) == {"a", "b", *"zuvw"}


def test_the_pilots_in_the_shipped_index() -> None:
    index = CompositeIndex.shipped("smart_city")
    frame = national(index)
    pilots = ["73.71", "35.10", "32.11"]
    found = tipping_points(index, frame, among=pilots)
    count = proved(index, frame, found)
    assert set(count) <= {"tips", "never"}
    assert count["tips"] > 0
