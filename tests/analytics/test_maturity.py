"""Levels of maturity: limits, the weakest part, what is not known, and files that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.composite import CompositeIndex, FrameworkError
from analytics.composite.maturity import Level, MaturityScheme, maturity_levels
from tests.analytics.national import national
from tests.analytics.test_uncertainty import flat
from tests.analytics.trees import table, toy

NAN = float("nan")


def levels_of(frame: pd.DataFrame, **choices: object) -> pd.DataFrame:
    index = flat(*frame.columns).with_choices(**choices)  # type: ignore[arg-type]
    return maturity_levels(MaturityScheme.shipped(), index.score(frame))


def test_the_limits_belong_to_the_level_above() -> None:
    scores = [0, 19.99, 20, 40, 59.99, 60, 79.99, 80, 100]
    found = levels_of(pd.DataFrame({"x": scores, "y": scores}, dtype="float64"))
    assert found["level"].tolist() == [1, 1, 2, 3, 3, 4, 4, 5, 5]
    assert found["held_back_by"].tolist() == ["score"] * 7 + ["", ""]
    assert found["lacking"].tolist()[:3] == pytest.approx([20, 0.01, 20])


def test_one_weak_part_holds_back() -> None:
    found = levels_of(pd.DataFrame({"x": [100.0, 100, 100], "y": [100.0, 100, 100], "z": [55.0, 35, 10]}))
    assert found["level"].tolist() == [4, 3, 2]
    assert found["held_back_by"].tolist() == ["z", "z", "z"]
    assert found["lacking"].tolist() == pytest.approx([5, 5, 10])


def test_what_is_missing_leaves_a_range_of_levels() -> None:
    frame = pd.DataFrame({"x": [70.0, NAN], "y": [70.0, NAN], "z": [70.0, 70], "u": [NAN, 70]})
    found = levels_of(frame)
    assert pd.isna(found["level"].iloc[0])  # 4 with what is known, 2 if the missing part is bad: not settled
    assert found.loc[0, ["level_low", "level_high"]].tolist() == [2, 4]
    assert found["coverage"].tolist() == [0.75, 0.5]
    assert found.loc[1, ["level", "level_low", "level_high"]].isna().all()
    assert found.loc[1, "held_back_by"] == ""


def test_full_figures_give_a_level_inside_the_range() -> None:
    full = table(500, 3)
    thin = full.mask(np.random.default_rng(1).random(full.shape) < 0.15)
    index = toy(coverage_threshold=0.5)
    whole = maturity_levels(MaturityScheme.shipped(), index.score(full))
    part = maturity_levels(MaturityScheme.shipped(), index.score(thin))
    scored, known = part["level_low"].notna(), part["level"].notna()
    assert 100 < known.sum() < scored.sum()
    assert ((part["level_low"] <= whole["level"]) & (whole["level"] <= part["level_high"]))[scored].all()
    assert ((part["level_low"] <= whole["level"]) & (whole["level"] <= part["level_high"]))[known].all()
    assert ((part["level_low"] <= part["level"]) & (part["level"] <= part["level_high"]))[known].all()
    assert (part["level_low"] < part["level_high"])[known].any()


def test_all_514_have_a_level_or_none_with_their_coverage() -> None:
    scheme = MaturityScheme.shipped()
    assert scheme.status == "example"
    index = CompositeIndex.shipped(scheme.framework)
    result = index.score(national(index))
    found = maturity_levels(scheme, result)
    assert len(found) == 514
    complete = result.scores[list(result.children["score"])].notna().all(axis=1)
    assert found["level"].notna()[complete].all()
    assert (found["level_low"] < found["level_high"])[
        result.scores["score"].notna() & found["level"].isna()
    ].all()
    assert found["level"].dropna().between(1, 5).all()
    assert found["level"].nunique() >= 4
    assert found["coverage"].between(0, 1).all()


def test_all_faults_of_a_scheme_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        """
[scheme]
id = "mine"
status = "draft"
framework = "smart_city"
sorce = "x"
[level.1]
name_en = "One"
name_id = "Satu"
score = 10
[level.3]
name_en = "Two"
score = "high"
[level.4]
name_en = "Three"
name_id = "Tiga"
score = 120
"""
    )
    with pytest.raises(FrameworkError) as caught:
        MaturityScheme.from_file(path)
    for fault in (
        "unknown key 'sorce'",
        "levels must be numbered 1, 2, 3, they are 1, 3, 4",
        "[level.3] score must be a number, it is 'high'",
        "status must be example or official",
        "must have source",
        "must have name_en and name_id",
        "must be 0 to 100",
        "[level.1] must start at score 0",
        "must ask for a higher score",
    ):
        assert fault in str(caught.value)
    path.write_text("level = 3")
    with pytest.raises(FrameworkError, match="must have the tables"):
        MaturityScheme.from_file(path)
    path.write_text("level = {1 = 3}\n[scheme]\nid = 5")
    with pytest.raises(
        FrameworkError, match=r"id must be a text[\s\S]*level.1\] must be a table[\s\S]*at least two"
    ):
        MaturityScheme.from_file(path)
    with pytest.raises(FrameworkError, match="at least two levels"):
        MaturityScheme("a", "example", "b", (Level("a", "b", 0),), source="c")
