"""Breaks of a series: whom they concern, and which lie between two years."""

from __future__ import annotations

import json

import pytest

from analytics.series_breaks import break_marks, breaks_between, concerns

BREAKS = [{"year": 2018, "scope": "all"}, {"year": 2022, "scope": ["91", "31.*"]}]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("91", [2018, 2022]), ("91.01", [2018]), ("31.71", [2018, 2022]), ("31", [2018]), ("310.1", [2018])],
)
def test_scope_is_a_place_alone_or_what_lies_inside_it(code: str, expected: list[int]) -> None:
    assert breaks_between(BREAKS, code, 2010, 2024) == expected


def test_the_first_year_of_a_new_series_is_not_cut_off_from_it() -> None:
    assert breaks_between(BREAKS, "91", 2018, 2021) == []
    assert breaks_between(BREAKS, "91", 2017, 2018) == [2018]
    assert breaks_between(BREAKS, "91", 2021, 2022) == [2022]


def test_json_text_and_lists_read_alike() -> None:
    assert break_marks(json.dumps(BREAKS)) == break_marks(BREAKS) == BREAKS
    assert break_marks("") == break_marks("[]") == []


def test_a_scope_of_all_concerns_everybody() -> None:
    assert concerns("all", "35.10")
    assert not concerns([], "35.10")
