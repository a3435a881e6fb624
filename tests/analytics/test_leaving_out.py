"""Indicators without which an order turns: by hand, against scores computed again, and what is left out."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.composite import CompositeIndex
from analytics.uncertainty import turned_by_leaving_out
from tests.analytics.national import national
from tests.analytics.test_uncertainty import flat, pair


def test_by_hand() -> None:
    """A has 90 and 40, B has 50 and 60: without x B is ahead, without y A still is."""
    found = turned_by_leaving_out(flat("x", "y"), pair(x=[90, 50], y=[40, 60]), among=["A", "B"])
    assert found.to_dict("records") == [
        {"a": "A", "b": "B", "part": "x", "lead": 10.0, "lead_without": -20.0}
    ]
    turned = turned_by_leaving_out(flat("x", "y"), pair(x=[50, 90], y=[60, 40]), among=["A", "B"])
    assert turned[["a", "b", "part"]].to_numpy().tolist() == [["B", "A", "x"]]


def test_equal_places_and_missing_scores_turn_nothing() -> None:
    frame = pair(x=[50, 50], y=[40, 40])
    assert turned_by_leaving_out(flat("x", "y"), frame, among=["A", "B"]).empty
    unknown = pair(x=[90, float("nan")], y=[40, 60])
    assert turned_by_leaving_out(flat("x", "y"), unknown, among=["A", "B"]).empty


def test_an_only_indicator_takes_its_group_along() -> None:
    index = CompositeIndex.shipped("smart_city")
    frame = national(index)
    places = list(frame.dropna().index[:40])
    found = turned_by_leaving_out(index, frame, among=places)
    assert "integrity_index" in set(found["part"])
    whole = index.score(frame.loc[places]).scores["score"]
    without = index.with_weights({"governance": 0}).score(frame.loc[places]).scores["score"]
    rows = found[found["part"] == "integrity_index"]
    wrong = {
        (a, b)
        for a in places
        for b in places
        if whole[a] > whole[b] + 1e-9 and without[a] < without[b] - 1e-9
    }
    assert {(row.a, row.b) for row in rows.itertuples()} == wrong
    assert (found["lead"] > 0).all()
    assert (found["lead_without"] < 0).all()


def test_an_index_of_one_indicator_has_nothing_to_leave_out() -> None:
    assert turned_by_leaving_out(flat("x"), pair(x=[1, 2]), among=["A", "B"]).empty
    index = CompositeIndex.shipped("smart_city")
    alone = index.with_weights(dict.fromkeys(("economy", "society", "environment", "living"), 0.0))
    frame = national(index)
    assert turned_by_leaving_out(alone, frame, among=["73.71", "32.11"]).empty


def test_a_strange_place_is_named() -> None:
    with pytest.raises(ValueError, match=r"`among` must be places of `frame`, Z is none\."):
        turned_by_leaving_out(flat("x", "y"), pair(x=[1, 2], y=[3, 4]), among=["A", "Z"])


def test_nothing_asked_gives_an_empty_table() -> None:
    found = turned_by_leaving_out(flat("x", "y"), pair(x=[1, 2], y=[3, 4]), among=[])
    assert isinstance(found, pd.DataFrame)
    assert list(found.columns) == ["a", "b", "part", "lead", "lead_without"]
