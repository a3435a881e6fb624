"""Numbers and words exactly as an Indonesian and an English reader expect them."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from babel.numbers import format_decimal, parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from views.formatting import (
    Absence,
    amount,
    axis_title,
    big_number,
    class_label,
    date_text,
    difference_text,
    direction_text,
    names_text,
    number,
    printed_value,
    range_text,
    rank_note,
    rank_text,
    share_text,
    value_text,
    year_text,
    years_text,
)
from views.i18n import LANGUAGES, LOCALES
from views.numerals import numbers

# A space that does not break, written so that it can be seen.
S = "\N{NO-BREAK SPACE}"


def both(function: object, *args: object, **options: object) -> tuple[str, str]:
    return tuple(function(*args, lang, **options) for lang in ("id", "en"))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("value", "decimals", "texts"),
    [
        (1234.5, 1, ("1.234,5", "1,234.5")),
        (-1234567.891, 2, ("−1.234.567,89", "−1,234,567.89")),
        (0.125, 2, ("0,13", "0.13")),
        (-0.001, 2, ("0,00", "0.00")),
        (1e15, 0, ("1.000.000.000.000.000", "1,000,000,000,000,000")),
        (math.nan, 2, ("…", "…")),
        (None, 0, ("…", "…")),
        (pd.NA, 0, ("…", "…")),
    ],
)
def test_number(value: object, decimals: int, texts: tuple[str, str]) -> None:
    assert (number(value, decimals, "id"), number(value, decimals, "en")) == texts


@given(st.floats(-1e12, 1e12), st.integers(0, 4), st.sampled_from(["id", "en"]))
def test_number_is_what_babel_writes_and_reads(value: float, decimals: int, lang: str) -> None:
    text = number(value, decimals, lang)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    read = parse_decimal(text.replace("−", "-"), locale=LOCALES[lang])
    assert text.replace("−", "-") == format_decimal(read, format=pattern, locale=LOCALES[lang])
    assert abs(read - Decimal(repr(value))) <= Decimal(1).scaleb(-decimals) / 2


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (10_562_088, (f"10,6{S}juta", f"10.6{S}million")),
        (1_250_000_000, (f"1,25{S}miliar", f"1.25{S}billion")),
        (74_612_300_000_000, (f"74,6{S}triliun", f"74.6{S}trillion")),
        (999_999_999, (f"1,00{S}miliar", f"1.00{S}billion")),
        (999_999, ("999.999", "999,999")),
        (-2_500_000, (f"−2,50{S}juta", f"−2.50{S}million")),
    ],
)
def test_large_numbers_in_words(value: float, texts: tuple[str, str]) -> None:
    assert both(big_number, value) == texts


@given(st.floats(1e6, 1e16), st.sampled_from(["id", "en"]))
def test_no_bare_letter_stands_for_a_power_of_ten(value: float, lang: str) -> None:
    word = big_number(value, lang).split(S)[1]
    assert word in ("juta", "miliar", "triliun", "million", "billion", "trillion")


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (1_250_000, ("Rp1.250.000", f"IDR{S}1,250,000")),
        (74.6e12, (f"Rp74,6{S}triliun", f"IDR{S}74.6{S}trillion")),
        (-5000, ("−Rp5.000", f"−IDR{S}5,000")),
        (0, ("Rp0", f"IDR{S}0")),
        (-0.2, ("Rp0", f"IDR{S}0")),
    ],
)
def test_money(value: float, texts: tuple[str, str]) -> None:
    assert (amount("IDR", value, "id"), amount("IDR", value, "en")) == texts


def test_percent(percent: pd.Series) -> None:
    assert both(lambda lang: value_text(5.37, percent, lang)) == ("5,37%", "5.37%")
    assert both(lambda lang: value_text(5.37, percent, lang, with_unit=False)) == ("5,37", "5.37")


def test_budget_in_billions_is_written_in_its_own_word(billions: pd.Series) -> None:
    assert value_text(74612.3, billions, "id") == f"Rp74,6{S}triliun"
    assert value_text(74612.3, billions, "en") == f"IDR{S}74.6{S}trillion"
    assert value_text(999.97, billions, "id") == f"Rp1,00{S}triliun"


def test_money_in_words_is_rounded_once(billions: pd.Series) -> None:
    # By way of one decimal, 498.5, it would be 499.
    assert value_text(498.498, billions, "id") == f"Rp498{S}miliar"
    assert printed_value(498.498, billions) == 498


def test_money_in_thousands_keeps_what_it_is_per(thousands: pd.Series) -> None:
    assert value_text(12345, thousands, "id") == "Rp12.345.000 per orang per tahun"
    assert value_text(12345, thousands, "en", short=True) == f"IDR{S}12.3{S}million per person per year"
    assert value_text(12345, thousands, "id", with_unit=False) == "12.345"


def test_people_in_words_only_on_cards(people: pd.Series) -> None:
    assert value_text(11_038_216, people, "id") == f"11.038.216{S}jiwa"
    assert value_text(11_038_216, people, "id", short=True) == f"11,04{S}juta{S}jiwa"
    assert value_text(11_038_216, people, "en", short=True) == f"11.04{S}million{S}people"
    assert value_text(1, people, "en") == f"1{S}person"


def test_an_index_has_no_unit_after_it(index: pd.Series) -> None:
    assert both(lambda lang: value_text(83.9, index, lang)) == ("83,90", "83.90")


def test_missing_is_never_blank_or_zero(percent: pd.Series) -> None:
    assert both(lambda lang: value_text(math.nan, percent, lang)) == ("Tidak ada data", "No data")
    assert value_text(None, percent, "id", with_unit=False) == "…"
    assert value_text(0.0, percent, "id") == "0,00%"


def test_differences_of_percentages_are_points(percent: pd.Series, people: pd.Series) -> None:
    assert both(lambda lang: difference_text(-1.2, percent, lang)) == (
        f"−1,20{S}poin persen",
        f"−1.20{S}percentage points",
    )
    assert difference_text(0.001, percent, "id") == f"0,00{S}poin persen"
    assert difference_text(1500, people, "id") == f"+1.500{S}jiwa"


def test_ranges_have_one_unit_and_words_before_a_minus(percent: pd.Series) -> None:
    assert both(lambda lang: range_text(1.2, 3.4, percent, lang)) == ("1,20–3,40%", "1.20–3.40%")
    assert both(lambda lang: range_text(-1.2, 3.4, percent, lang)) == ("−1,20 sampai 3,40%", "−1.20 to 3.40%")
    assert range_text(2.0, 2.001, percent, "id") == "2,00%"
    assert range_text(math.nan, 2, percent, "id") == "Tidak ada data"


def test_class_limits_say_what_they_hold() -> None:
    edges = (10.2, 12.4, 15.0, 15.0)
    assert class_label(edges, 0, 1, "id") == f"10,2{S}–{S}<12,4"
    assert class_label(edges, 1, 1, "en") == f"12.4{S}–{S}<15.0"
    assert class_label(edges, 2, 1, "id") == "15,0"
    assert class_label(edges[:3], 1, 1, "id") == f"12,4{S}–{S}15,0"


def test_a_class_of_one_printed_number_is_that_number() -> None:
    edges = (0.0, 1.0, 3.0, 4.0)
    assert [class_label(edges, i, 0, "en") for i in range(3)] == ["0", f"1{S}–{S}<3", f"3{S}–{S}4"]
    assert class_label((0.29, 0.3, 5.0), 0, 2, "id") == "0,29"


def test_rank_bands() -> None:
    assert both(lambda lang: rank_text(12, 15, 514, lang)) == (
        "peringkat 12–15 dari 514",
        "rank 12–15 of 514",
    )
    assert both(lambda lang: rank_text(1200, 1200, 7285, lang)) == (
        "peringkat 1.200 dari 7.285",
        "rank 1,200 of 7,285",
    )
    assert rank_text(None, None, 514, "id") == "Tidak ada data"


def test_a_neutral_rank_is_one_of_size_and_never_of_merit() -> None:
    texts = both(lambda lang: rank_text(12, 15, 514, lang, direction="neutral"))
    assert texts == ("terbesar ke-12–15 dari 514", "rank 12–15 of 514 by size")
    for lang, words in (("id", ("terbaik",)), ("en", ("best", "better"))):
        assert not any(word in rank_note("neutral", lang) for word in words)
    assert rank_note("lower_better", "id") == "1 = nilai terendah (terbaik)"
    assert both(lambda lang: direction_text("higher_better", lang)) == (
        "makin tinggi makin baik",
        "higher is better",
    )


def test_shares_are_whole_only_where_they_are_whole() -> None:
    assert share_text(1.0, "id") == "100%"
    assert share_text(0.9999, "id") == "99%"
    assert share_text(0.0001, "en") == "1%"
    assert share_text(0.125, "id", decimals=1) == "12,5%"


def test_years_have_no_thousands_mark() -> None:
    assert year_text(2024.0) == "2024"
    assert years_text([2015, 2010, 2011, 2017, 2016]) == "2010–2011, 2015–2017"
    assert years_text([]) == ""


def test_dates_and_lists() -> None:
    assert both(lambda lang: date_text(dt.date(2024, 8, 17), lang)) == ("17 Agustus 2024", "17 August 2024")
    assert both(lambda lang: names_text(["A", "B", "C"], lang)) == ("A, B, dan C", "A, B and C")
    assert names_text([], "id") == ""


def test_axis_titles(percent: pd.Series) -> None:
    assert axis_title(percent, "id", year=2024) == "Persentase penduduk miskin (%), 2024"
    assert axis_title(percent, "en", short=True) == "Poverty (%)"


def test_five_kinds_of_absence_have_five_marks_texts_and_classes() -> None:
    assert len(Absence) == 5
    for attribute in ("mark", "css_class"):
        assert len({getattr(kind, attribute) for kind in Absence}) == 5
    for lang in ("id", "en"):
        assert len({kind.text(lang) for kind in Absence}) == 5
    assert (Absence.NO_DATA.mark, Absence.ZERO.mark, Absence.NOT_APPLICABLE.mark) == ("…", "0", "–")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("decimals", [-2, 0, 1, 3])
def test_many_numbers_are_written_as_each_alone(lang: str, decimals: int) -> None:
    draw = np.random.default_rng(20261128)
    values = pd.Series(
        [
            *draw.normal(0, 1e3, 300),
            *draw.lognormal(0, 20, 300),
            *(draw.integers(-9999, 9999, 300) / 2000),
            -0.0,
            1e300,
            np.nan,
        ]
    )
    assert numbers(values, decimals, lang) == [number(value, decimals, lang) for value in values]
    assert numbers(values, decimals, lang, missing="")[-1] == ""
