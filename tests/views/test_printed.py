"""Sentences compute with the numbers that they print, and say no more than these hold."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.claim_limits import Uncertainty
from tests.conftest import ROOT
from tests.views.conftest import record
from views.formatting import printed_value, value_text
from views.headlines import beside_median, median_headline
from views.pace_texts import LONGEST_YEARS, pace_sentences, years_needed_text
from views.sentences import compare_sentence
from views.trend_texts import sizes

BILLIONS = record(
    name_en="Capital spending", unit_kind="currency", scale=1e9, decimals=2, direction="neutral",
    unit_id="miliar rupiah", unit_en="billion IDR",
)  # fmt: skip
THOUSANDS = record(
    name_en="Expenditure", unit_kind="currency", scale=1e3, decimals=0, direction="higher_better",
    unit_id="ribu rupiah per orang per tahun", unit_en="thousand IDR per person per year",
)  # fmt: skip
ROWS = (BILLIONS, THOUSANDS, record())


@given(st.floats(-1e7, 1e7), st.sampled_from(ROWS), st.sampled_from(["id", "en"]))
def test_the_printed_value_prints_the_same_and_stays(value: float, row: pd.Series, lang: str) -> None:
    printed = printed_value(value, row)
    assert value_text(printed, row, lang) == value_text(value, row, lang)
    assert printed_value(printed, row) == pytest.approx(printed, rel=1e-12)


def test_no_value_prints_no_number() -> None:
    assert math.isnan(printed_value(float("nan"), BILLIONS))
    assert math.isnan(printed_value(float("inf"), BILLIONS))


def test_a_difference_of_money_is_that_of_the_printed_numbers() -> None:
    values = pd.Series({"a": 5654.0, "b": 3225.9})  # 5.65 and 3.23 trillion: 2.42 apart, not 2.43
    text = compare_sentence(values, BILLIONS, names={"a": "A", "b": "B"}, year=2023, lang="en")
    assert "5.65" in text
    assert "3.23" in text
    assert "IDR\N{NO-BREAK SPACE}2.42\N{NO-BREAK SPACE}trillion apart" in text


def test_a_change_of_money_in_percent_is_that_of_the_printed_numbers() -> None:
    changes = pd.DataFrame({"first_value": [1004.9], "last_value": [1095.1], "change": [90.2]}, index=["a"])
    assert sizes(changes, BILLIONS)["a"] == pytest.approx(
        10.0
    )  # 1.00 to 1.10 trillion; 9.0 from the digits behind
    percents = pd.DataFrame({"first_value": [10.004], "last_value": [9.0], "change": [-1.0]}, index=["a"])
    assert sizes(percents, record())["a"] == pytest.approx(-1.0)


def gaps(**changes: object) -> pd.DataFrame:
    row = {"reason": "", "pace": 301.9, "best": "b", "best_value": 22119.0, "years": 12.4}
    return pd.DataFrame([row | changes], index=["a"])


def test_a_pace_of_money_a_year_says_the_year_once() -> None:
    names = {"a": "Kota A", "b": "Kota B"}
    english = pace_sentences(gaps(), THOUSANDS, names, (2015, 2024), "en")
    assert "(+IDR\N{NO-BREAK SPACE}301,900 per person each year)" in english
    assert "per year a year" not in english
    indonesian = pace_sentences(gaps(), THOUSANDS, names, (2015, 2024), "id")
    assert "(+Rp301.900 per orang per tahun)" in indonesian


@pytest.mark.parametrize(
    ("years", "said"), [(20.0, "20.0 years"), (20.04, "more than 20 years"), (340.0, "more than 20 years")]
)
def test_no_arithmetic_is_exact_beyond_twenty_years(years: float, said: str) -> None:
    assert LONGEST_YEARS == 20
    assert years_needed_text(years, "en") == said


# Size of type -------------------------------------------------------------------------------------------------------

SMALLEST_PX = 12
_REM = 16


def sizes_of_type(text: str) -> list[tuple[float, str]]:
    """Sizes of type that a source asks for, in px, with the words around each."""
    px = [(float(m[1]), m[0]) for m in re.finditer(r"font(?:-size)?:[^;\"'`]*?([\d.]+)px", text)]
    px += [(float(m[1]), m[0]) for m in re.finditer(r"[`\"](?:italic )?\d{3} ([\d.]+)px", text)]
    rem = [(float(m[1]) * _REM, m[0]) for m in re.finditer(r"font-size:\s*([\d.]+)rem", text)]
    fonts = re.finditer(r"(?:font|tickfont|textfont)\"?[=:]\s*\{[^}]*?\"size\":\s*([\d.]+)", text)
    return [*px, *rem, *((float(m[1]), m[0]) for m in fonts)]


def test_the_search_sees_type_of_every_form() -> None:
    forms = (
        "font-size:11px", "font: 11px Arial", "`600 11px ${FONT}`", "`italic 500 10.5px ${FONT}`",
        "font-size: 0.7rem", 'font={"size": 11, "color": "x"}', '"tickfont": {"color": "x", "size": 11}',
        'textfont={\n            "size": 11,',
    )  # fmt: skip
    for form in forms:
        assert [px for px, _ in sizes_of_type(form)] and min(
            px for px, _ in sizes_of_type(form)
        ) < SMALLEST_PX


def test_no_type_is_smaller_than_twelve_pixels() -> None:
    sources = [
        *(ROOT / "views").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "static" / "atlas.css",
        ROOT / "static" / "atlas-map.js", ROOT / "static" / "atlas-pick.js",
    ]  # fmt: skip
    found = {str(path): sizes_of_type(path.read_text(encoding="utf-8")) for path in sources}
    assert sum(map(len, found.values())) > 30
    assert {
        name: small for name, each in found.items() if (small := [t for t in each if t[0] < SMALLEST_PX])
    } == {}


# Grammar ------------------------------------------------------------------------------------------------------------


class _Nation:
    def __init__(self, values: pd.Series) -> None:
        self.values = values
        self.reference = type("Reference", (), {"median": float(values.median())})()


class _Figure:
    row, year = record(), 2024

    def text(self, value: float, lang: str) -> str:
        return value_text(value, self.row, lang)


@pytest.mark.parametrize(
    ("pilots", "said"),
    [
        ({"a": 5.0}, "Poverty: A is above the median of regencies and cities (3.00%)"),
        ({"a": 5.0, "b": 4.0}, "Poverty: A and B are above the median of regencies and cities (3.00%)"),
        ({"c": 1.0}, "Poverty: C is below the median of regencies and cities (3.00%)"),
        ({"a": 5.0, "c": 1.0, "d": 2.0}, "Poverty: A is above the median of regencies and cities (3.00%); C and D are below it"),
        ({"a": 5.0, "b": 4.0, "c": 1.0}, "Poverty: A and B are above the median of regencies and cities (3.00%); C is below it"),
        ({"m": 3.0, "k": 3.01}, "Poverty: M and K are about equal to the median of regencies and cities (3.00%)"),
        (
            {"a": 5.0, "k": 3.01, "d": 2.0},
            "Poverty: A is above the median of regencies and cities (3.00%); K is about equal to it; D is below it",
        ),
        ({"l": 2.98}, "Poverty: L is below the median of regencies and cities (3.00%)"),
    ],
)  # fmt: skip
def test_the_headline_of_the_country_is_a_sentence(pilots: dict[str, float], said: str) -> None:
    nation = _Nation(pd.Series({"a": 5.0, "b": 4.0, "k": 3.01, "m": 3.0, "l": 2.98, "c": 1.0, "d": 2.0}))
    names = {code: code.upper() for code in pilots}
    # Of two decimals rounding alone leaves a hundredth open.
    assert median_headline(nation, _Figure(), names, Uncertainty(), "en") == said  # type: ignore[arg-type]


def test_what_counts_as_no_difference_widens_the_middle_group() -> None:
    nation = _Nation(pd.Series({"a": 5.0, "b": 4.0, "m": 3.0, "c": 1.0, "d": 2.0}))
    for least, equal in ((0.0, ["m"]), (1.0, ["b", "m", "d"]), (2.0, ["a", "b", "m", "c", "d"])):
        found = beside_median(nation, _Figure(), nation.values.index, Uncertainty(least=least))  # type: ignore[arg-type]
        assert found["equal"] == equal
        assert sorted(code for codes in found.values() for code in codes) == ["a", "b", "c", "d", "m"]
