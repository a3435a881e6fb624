"""What weights do, and which missing figure costs most."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.composite import IndexDataError
from analytics.uncertainty import effective_weights, price_of_ignorance
from tests.analytics.test_uncertainty import flat
from tests.analytics.trees import table, toy

NAN = math.nan


def test_independent_parts_have_the_influence_of_their_squared_spread() -> None:
    """Of x and y, x varies three times as much as y: of equal weights, 9/10 and 1/10 of the variance."""
    random = np.random.default_rng(0)
    y = random.uniform(40, 60, 20_000)
    x = 50 + 3 * (random.permutation(y) - 50)
    found = effective_weights(flat("x", "y"), pd.DataFrame({"x": x, "y": y}))
    assert found["weight"].tolist() == [0.5, 0.5]
    assert found["variance_share"].tolist() == pytest.approx([0.9, 0.1], abs=0.02)
    assert found["correlation"].tolist() == pytest.approx([math.sqrt(0.9), math.sqrt(0.1)], abs=0.02)
    assert found["n"].tolist() == [20_000, 20_000]


@pytest.mark.parametrize("kind", ["arithmetic", "geometric", "minimum"])
def test_shares_of_the_variance_add_up(kind: str) -> None:
    frame = table(80, 3).mask(np.random.default_rng(1).random((80, 6)) < 0.05)
    found = effective_weights(toy(aggregation=kind), frame)
    assert found.index.tolist() == ["b", "a", *"xyzuvw"] or set(found.index) == {"a", "b", *"xyzuvw"}
    assert found.loc[list("ab"), "variance_share"].sum() == pytest.approx(1)
    assert found.loc[list("xyzuvw"), "variance_share"].sum() == pytest.approx(1)
    assert found.loc[list("xyzuvw"), "weight"].sum() == pytest.approx(1)
    assert found.loc["b", "parent"] == "score"


def test_what_is_the_same_everywhere_has_no_correlation_and_few_places_are_refused() -> None:
    found = effective_weights(flat("x", "y"), pd.DataFrame({"x": [5.0] * 40, "y": np.arange(40.0)}))
    assert math.isnan(found.at["x", "correlation"])
    assert found["variance_share"].tolist() == pytest.approx([0, 1])
    same = effective_weights(flat("x"), pd.DataFrame({"x": [5.0] * 40}))
    assert same["variance_share"].isna().all()
    with pytest.raises(IndexDataError, match="4 places have a score, 30 are needed"):
        effective_weights(toy(), table(4))


def test_the_price_of_a_figure_by_hand() -> None:
    """Four figures of five: the fifth is a fifth of the score, and the interval is 20 points wide."""
    frame = pd.DataFrame({n: [50.0, 50.0] for n in "xyzu"} | {"v": [NAN, 50.0]}, index=["A", "B"])
    found = price_of_ignorance(flat(*"xyzuv"), frame)
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["code"], row["part"], row["figures"], bool(row["gives_score"])) == ("A", "v", 1, False)
    assert row[["width", "width_known", "narrowing", "coverage_known"]].tolist() == pytest.approx(
        [20, 0, 20, 1]
    )


def test_a_group_without_a_score_is_worth_more_than_either_of_its_figures() -> None:
    frame = table(2, 1)
    frame.loc[frame.index[0], ["x", "y"]] = NAN
    found = price_of_ignorance(toy(coverage_threshold=0.6), frame)
    assert found["part"].tolist() == ["a", "y", "x"]
    assert found["figures"].tolist() == [2, 1, 1]
    # x alone (a quarter of the group) gives the group no score; y alone does, and leaves a quarter of a third open.
    assert found["narrowing"].tolist() == pytest.approx([100 / 3, 100 / 3 * 3 / 4, 0])


def test_a_figure_that_would_give_a_score_comes_first() -> None:
    frame = table(3, 1)
    code = frame.index[0]
    frame.loc[code, ["z", "u"]] = NAN
    found = price_of_ignorance(toy(), frame, among=[code])
    assert set(found["part"]) == {"z", "u", "b"}
    assert found["gives_score"].all()
    assert found["width"].isna().all()
    assert found["narrowing"].isna().all()
    assert found.iloc[0]["figures"] == 1


def test_known_values_inside_geometric_trees_narrow_and_never_widen() -> None:
    frame = table(60, 9).mask(np.random.default_rng(4).random((60, 6)) < 0.25)
    for kind in ("arithmetic", "geometric", "minimum"):
        index = toy(aggregation=kind, coverage_threshold=0.4)
        found = price_of_ignorance(index, frame)
        rest = found.dropna(subset="width")
        assert (rest["width_known"] <= rest["width"] + 1e-9).all()
        width = index.score(frame).table.eval("high - low")
        assert rest["width"].to_numpy() == pytest.approx(width[rest["code"]].to_numpy())


def test_nothing_missing_costs_nothing_and_unknown_places_are_named() -> None:
    assert price_of_ignorance(toy(), table(3)).empty
    with pytest.raises(ValueError, match="nobody is none"):
        price_of_ignorance(toy(), table(3), among=["nobody"])
