"""Change over years: known answers, gaps that stay gaps, breaks that nothing crosses."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.change import (
    best_peers,
    breaks_of,
    broken,
    change_between,
    change_kind,
    gap_years,
    growth,
    index_to_base,
    median_over_time,
)
from analytics.ranks import rank_bands_over_time, steady_places

NAN = math.nan
YEARS = [2018, 2019, 2020, 2021]
FRAME = pd.DataFrame(
    {2018: [10.0, 4.0], 2019: [11.0, NAN], 2020: [13.2, 6.0], 2021: [6.6, 3.0]}, index=["a", "b"]
)
wide = st.lists(
    st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=4, max_size=4), min_size=1, max_size=8
).map(
    lambda rows: pd.DataFrame(rows, columns=YEARS, dtype="float64", index=[f"p{i}" for i in range(len(rows))])
)
some_breaks = st.lists(st.sampled_from([2017, 2018, 2019, 2020, 2021, 2022]), max_size=3)


def test_growth_is_percent_of_the_year_before() -> None:
    found = growth(FRAME)
    assert found.loc["a"].round(9).tolist()[1:] == [10.0, 20.0, -50.0]
    assert math.isnan(found.at["a", 2018])
    assert found.loc["b"].isna().tolist() == [True, True, True, False]  # 2020 follows no figure of 2019
    assert found.at["b", 2021] == -50.0


def test_growth_in_points_is_a_difference() -> None:
    assert growth(FRAME, kind="points").loc["a"].round(9).tolist()[1:] == [1.0, 2.2, -6.6]


def test_growth_needs_the_calendar_year_before_not_the_column_before() -> None:
    assert growth(FRAME[[2018, 2020]]).isna().all().all()


def test_nothing_grows_over_a_break_of_its_own() -> None:
    found = growth(FRAME, breaks={"a": (2020,)})
    assert found.loc["a"].isna().tolist() == [True, False, True, False]
    assert found.at["b", 2021] == -50.0


def test_percent_of_nothing_is_not_said() -> None:
    frame = pd.DataFrame({2018: [0.0, -2.0], 2019: [1.0, 1.0]}, index=["a", "b"])
    assert growth(frame).isna().all().all()
    assert growth(frame, kind="points")[2019].tolist() == [1.0, 3.0]
    assert index_to_base(frame, 2018).isna().all().all()


def test_index_is_100_in_its_base_year() -> None:
    found = index_to_base(FRAME, 2018)
    assert found[2018].tolist() == [100.0, 100.0]
    assert found.loc["a"].round(9).tolist() == [100.0, 110.0, 132.0, 66.0]
    assert found.at["b", 2020] == 150.0  # a gap between is no break
    assert index_to_base(FRAME, 2018, kind="points").at["b", 2021] == -1.0
    assert index_to_base(FRAME, 2017).isna().all().all()


def test_index_stays_on_its_side_of_a_break() -> None:
    found = index_to_base(FRAME, 2020, breaks=(2020,))
    assert found.loc["a"].isna().tolist() == [True, True, False, False]
    assert found.at["a", 2020] == 100.0


def test_change_between_two_years() -> None:
    found = change_between(FRAME, 2018, 2021)
    assert found.loc["a", ["first_value", "last_value"]].tolist() == [10.0, 6.6]
    assert found.loc["a", ["change", "percent", "per_year"]].tolist() == pytest.approx(
        [-3.4, -34.0, -3.4 / 3]
    )
    assert found["reason"].tolist() == ["", ""]
    parted = change_between(FRAME, 2018, 2021, breaks={"b": [2021]})
    assert parted["reason"].tolist() == ["", "break"]
    assert math.isnan(parted.at["b", "change"])
    assert parted.at["b", "last_value"] == 3.0
    assert change_between(FRAME, 2019, 2021)["reason"].tolist() == ["", "no_data"]
    assert change_between(FRAME, 2001, 2021)["reason"].tolist() == ["no_data", "no_data"]


def test_a_break_lies_after_the_first_year_and_up_to_the_last() -> None:
    assert [broken((2020,), "a", 2018, year) for year in YEARS] == [False, False, True, True]
    assert not broken((2020,), "a", 2020, 2021)
    assert broken((2020,), "a", 2021, 2019)
    assert breaks_of({"a": [2020, 2018]}, "a") == (2018, 2020)
    assert breaks_of({"a": [2020]}, "b") == ()


PACE = pd.DataFrame(
    {2020: [10.0, 10.0, 10.0, 10.0, 4.0, NAN], 2024: [8.0, 11.0, 10.001, 3.0, 4.0, 7.0]},
    index=["falls", "rises", "stays", "ahead", "peer", "new"],
)


def pace(higher_is_better: bool = False, **options: object) -> pd.DataFrame:  # noqa: FBT001, FBT002
    best = {code: "peer" for code in PACE.index if code != "peer"}
    return gap_years(PACE, 2020, 2024, best=best, decimals=2, higher_is_better=higher_is_better, **options)


def test_years_at_this_pace_are_the_gap_over_the_pace() -> None:
    found = pace()
    row = found.loc["falls"]
    assert row[["gap", "change", "pace", "years"]].tolist() == [-4.0, -2.0, -0.5, 8.0]
    assert found["reason"].to_dict() == {
        "falls": "", "rises": "moving_away", "stays": "standing_still", "ahead": "already_there", "new": "no_data",
    }  # fmt: skip
    assert found["years"].drop("falls").isna().all()


def test_the_direction_decides_who_is_ahead() -> None:
    assert pace(higher_is_better=True)["reason"].loc[["falls", "rises", "ahead"]].tolist() == [
        "already_there", "already_there", "standing_still" if PACE.at["ahead", 2024] == 10 else "moving_away",
    ]  # fmt: skip


def test_no_pace_over_a_break_and_none_without_a_peer() -> None:
    assert pace(breaks=(2024,)).at["falls", "reason"] == "break"
    assert pace(breaks=(2020,)).at["falls", "reason"] == ""
    found = gap_years(PACE, 2020, 2024, best={"falls": ""}, decimals=2, higher_is_better=False)
    assert found.at["falls", "reason"] == "no_peer"


def test_the_best_peer_is_never_the_place_itself() -> None:
    values = pd.Series({"a": 1.0, "b": 2.0, "c": 2.0, "d": NAN})
    peers = {"a": ["a", "b", "c"], "b": ["b", "d"], "c": ["a", "b"]}
    assert best_peers(values, peers, higher_is_better=True) == {"a": "b", "b": "", "c": "b"}
    assert best_peers(values, peers, higher_is_better=False)["c"] == "a"


def test_ranks_of_every_year_are_bands_among_those_with_a_value() -> None:
    frame = pd.DataFrame({2020: [1.0, 2.004, 2.001], 2021: [NAN, 5.0, 4.0]}, index=["a", "b", "c"])
    found = rank_bands_over_time(frame, decimals=2, higher_is_better=True)
    assert found.to_numpy().tolist() == [
        ["a", 2020, 3, 3, 3], ["b", 2020, 1, 2, 3], ["c", 2020, 1, 2, 3], ["b", 2021, 1, 1, 2], ["c", 2021, 2, 2, 2],
    ]  # fmt: skip


def test_a_median_of_a_few_is_none() -> None:
    frame = pd.DataFrame({2020: [1.0, 2.0, 9.0, NAN], 2021: [1.0, 2.0, NAN, NAN]}, index=list("abcd"))
    found = median_over_time(frame)
    assert found[2020] == 2.0
    assert math.isnan(found[2021])


@pytest.mark.parametrize(
    ("kind", "unit"), [("points", "percent"), ("points", "index"), ("percent", "currency")]
)
def test_the_unit_says_how_a_change_is_said(kind: str, unit: str) -> None:
    assert change_kind(unit) == kind


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: change_between(FRAME, 2020, 2020), "`first` must be before `last`"),
        (lambda: growth(FRAME, kind="ratio"), "`kind` must be percent or points"),  # type: ignore[arg-type]
        (lambda: growth(FRAME.set_axis(["a", "a"])), "each place once, twice came: a"),
        (lambda: index_to_base(FRAME.set_axis([1, 1, 2, 3], axis=1), 1), "each year once"),
    ],
)
def test_bad_input_is_named(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]


# What holds for any figures ---------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(wide, some_breaks)
def test_yearly_differences_add_up_between_breaks_and_gaps(frame: pd.DataFrame, breaks: list[int]) -> None:
    steps = growth(frame, kind="points", breaks=breaks)
    whole = change_between(frame, 2018, 2021, breaks=breaks)
    for code in frame.index:
        parts = steps.loc[code, [2019, 2020, 2021]]
        if parts.notna().all():
            assert whole.at[code, "change"] == pytest.approx(parts.sum(), abs=1e-6, rel=1e-9)
        if whole.at[code, "reason"] == "break":
            assert parts.isna().any()


@settings(max_examples=40)
@given(wide, some_breaks, st.sampled_from(YEARS))
def test_nothing_is_said_for_a_missing_year_or_over_a_break(
    frame: pd.DataFrame, breaks: list[int], base: int
) -> None:
    for kind in ("percent", "points"):
        against = index_to_base(frame, base, kind=kind, breaks=breaks)
        assert against.index.equals(frame.index)
        assert list(against.columns) == YEARS
        assert (
            against.to_numpy()[frame.isna().to_numpy()].size == 0
            or np.isnan(against.to_numpy()[frame.isna().to_numpy()]).all()
        )
        for year in YEARS:
            if broken(breaks, "p0", base, year):
                assert against[year].isna().all()


@settings(max_examples=40)
@given(wide, st.integers(0, 3), st.booleans())
def test_years_times_pace_is_the_gap(frame: pd.DataFrame, decimals: int, higher: bool) -> None:  # noqa: FBT001
    peers = {code: [other for other in frame.index if other != code] for code in frame.index}
    best = best_peers(frame[2021], peers, higher_is_better=higher)
    found = gap_years(frame, 2018, 2021, best=best, decimals=decimals, higher_is_better=higher)
    given_years = found[found["reason"] == ""]
    assert (given_years["years"] > 0).all()
    assert given_years["years"].to_numpy() * given_years["pace"].to_numpy() == pytest.approx(
        given_years["gap"].to_numpy(), rel=1e-9, abs=1e-9
    )
    assert found.loc[found["reason"] != "", "years"].isna().all()
    assert not (found["best"] == found.index).any()


@settings(max_examples=40)
@given(wide, st.integers(0, 2))
def test_bands_hold_everybody_with_a_value_and_fill_all_ranks(frame: pd.DataFrame, decimals: int) -> None:
    found = rank_bands_over_time(frame, decimals=decimals, higher_is_better=True)
    assert len(found) == int(frame.notna().sum().sum())
    for year, rows in found.groupby("year"):
        n = int(frame[year].notna().sum())
        assert set(rows["n"]) == {n}
        assert {
            r
            for low, high in zip(rows["rank_low"], rows["rank_high"], strict=True)
            for r in range(low, high + 1)
        } == set(range(1, n + 1))
    turned = rank_bands_over_time(frame, decimals=decimals, higher_is_better=False)
    assert (turned["rank_low"] == found["n"] + 1 - found["rank_high"]).all()


@settings(max_examples=40)
@given(wide, st.integers(0, 5))
def test_a_steady_field_has_every_year_and_whom_one_asks_for(frame: pd.DataFrame, n: int) -> None:
    keep = [str(code) for code in frame.index[:n]]
    found = steady_places(frame, keep=keep)
    assert found.drop(index=keep).notna().all(axis=None)
    assert [code for code in frame.index if code in found.index] == list(found.index)
    assert set(keep) <= set(found.index)
    left_out = frame.drop(index=found.index)
    assert left_out.isna().any(axis=1).all()


def test_a_place_that_leaves_the_survey_moves_no_rank() -> None:
    frame = pd.DataFrame(
        {2023: [1.0, 2.0, 3.0], 2024: [1.0, float("nan"), 3.0]}, index=["11.01", "11.02", "11.03"]
    )
    bands = rank_bands_over_time(steady_places(frame), decimals=1, higher_is_better=False)
    assert bands.loc[bands["code"] == "11.03", "rank_low"].tolist() == [2, 2]


def test_a_change_in_doubt_has_no_pace() -> None:
    frame = pd.DataFrame({2020: [5.0, 5.0, 9.0], 2024: [5.1, 5.1, 9.0]}, index=["11.01", "11.02", "11.03"])
    best = {"11.01": "11.03", "11.02": "11.03"}
    found = gap_years(frame, 2020, 2024, best=best, decimals=1, higher_is_better=True, doubtful=["11.01"])
    assert found["reason"].tolist() == ["in_doubt", ""]
    assert math.isnan(found.at["11.01", "years"])
    assert found.at["11.02", "pace"] == 0.03  # 0.025 as it is printed
    assert found.at["11.02", "years"] == pytest.approx(3.9 / 0.03)


def test_years_are_those_of_the_printed_pace() -> None:
    """A reader who divides the two printed cells finds the printed years, and not those of digits that nobody sees."""
    frame = pd.DataFrame({2015: [10.0, 1.0], 2024: [8.78, 7.01]}, index=["a", "b"])
    found = gap_years(frame, 2015, 2024, best={"a": "b"}, decimals=2, higher_is_better=False).loc["a"]
    assert (found["pace"], found["gap"]) == (-0.136, -1.77)
    assert found["years"] == pytest.approx(1.77 / 0.136)
    assert [f"{found['years']:.1f}", f"{1.77 / (1.22 / 9):.1f}"] == ["13.0", "13.1"]


def test_a_pace_that_prints_as_nothing_reaches_nobody() -> None:
    frame = pd.DataFrame({1990: [10.0, 1.0], 2024: [9.9, 6.9]}, index=["a", "b"])
    found = gap_years(frame, 1990, 2024, best={"a": "b"}, decimals=1, higher_is_better=False).loc["a"]
    assert (found["pace"], found["reason"]) == (0.0, "standing_still")
