"""Sentences read their numbers from the cells and are silent where there is none."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from views.sentences import compare_sentence, distribution_sentence, map_sentence, place_sentence

NAMES = {"a": "Kabupaten Banyuwangi", "b": "Kota Makassar", "c": "Kabupaten Sumedang", "d": "Kota D"}
VALUES = pd.Series({"a": 6.54, "b": 4.97, "c": 9.10, "d": math.nan})
S = "\N{NO-BREAK SPACE}"


def test_a_map_in_both_languages(percent: pd.Series) -> None:
    options = {"names": NAMES, "year": 2024}
    assert map_sentence(VALUES, percent, lang="id", places="kabupaten/kota", **options) == (
        "Persentase penduduk miskin (2024) tertinggi di Kabupaten Sumedang (9,10%) dan terendah di Kota Makassar (4,97%). "
        "Median 3 kabupaten/kota: 6,54%. 1 dari 4 kabupaten/kota tidak memiliki data."
    )
    assert map_sentence(VALUES.drop("d"), percent, lang="en", places="regencies and cities", **options) == (
        "Poverty rate (2024) is highest in Kabupaten Sumedang (9.10%) and lowest in Kota Makassar (4.97%). "
        "The median of 3 regencies and cities is 6.54%."
    )


def test_places_that_print_alike_are_named_together(percent: pd.Series) -> None:
    text = map_sentence(
        pd.Series({"a": 5.001, "b": 5.004, "c": 9.0}),
        percent,
        names=NAMES,
        year=2024,
        lang="id",
        places="kota",
    )
    assert "terendah di Kabupaten Banyuwangi dan Kota Makassar (5,00%)" in text


def test_many_ties_are_counted(percent: pd.Series) -> None:
    values = pd.Series({**dict.fromkeys("abcd", 0.0), "e": 3.0})
    text = map_sentence(values, percent, names=NAMES | {"e": "E"}, year=2024, lang="en", places="districts")
    assert "lowest in 4 districts (0.00%)" in text


def test_all_equal_says_so(percent: pd.Series) -> None:
    values = pd.Series({"a": 5.0, "b": 5.0})
    text = map_sentence(values, percent, names=NAMES, year=2024, lang="id", places="kota")
    assert text == "Persentase penduduk miskin sama di semua 2 kota yang memiliki data: 5,00% (2024)."
    text = compare_sentence(values, percent, names=NAMES, year=2024, lang="en")
    assert text == "Kabupaten Banyuwangi and Kota Makassar have the same Poverty rate: 5.00% (2024)."


def test_one_place_with_its_rank(percent: pd.Series) -> None:
    text = place_sentence(6.54, percent, name=NAMES["a"], year=2024, rank=(120, 125, 514), lang="id")
    assert text == "Persentase penduduk miskin Kabupaten Banyuwangi 6,54% (2024), peringkat 120–125 dari 514."
    text = place_sentence(6.54, percent, name=NAMES["a"], year=2024, rank=None, lang="en")
    assert text == "Poverty rate of Kabupaten Banyuwangi: 6.54% (2024)."


def test_a_comparison_subtracts_what_is_printed(percent: pd.Series) -> None:
    three = pd.Series({"a": 1.004, "b": 2.996, "c": 2.0})
    assert compare_sentence(three, percent, names=NAMES, year=2024, lang="id") == (
        "Persentase penduduk miskin, tahun 2024: tertinggi Kota Makassar (3,00%), terendah Kabupaten Banyuwangi (1,00%); "
        f"selisihnya 2,00{S}poin persen."
    )


def test_of_two_none_is_the_highest(percent: pd.Series) -> None:
    text = compare_sentence(pd.Series({"a": 1.004, "b": 2.996}), percent, names=NAMES, year=2024, lang="id")
    assert text == (
        "Persentase penduduk miskin, tahun 2024: Kota Makassar 3,00%, Kabupaten Banyuwangi 1,00%; "
        f"selisihnya 2,00{S}poin persen."
    )


def test_the_middle_half(percent: pd.Series) -> None:
    values = pd.Series(range(1, 10), dtype="float64")
    text = distribution_sentence(values, percent, year=2024, lang="en", places="regencies and cities")
    assert text == (
        "Poverty rate in 2024: half of the 9 regencies and cities lie between 3.00% and 7.00%, the median is 5.00%."
    )


@pytest.mark.parametrize("lang", ["id", "en"])
def test_nothing_is_said_where_nothing_is_known(lang: str, percent: pd.Series) -> None:
    nothing = pd.Series({"a": math.nan, "b": math.nan})
    assert map_sentence(nothing, percent, names=NAMES, year=2024, lang=lang, places="x") == ""
    assert map_sentence(VALUES, percent, names=NAMES, year=None, lang=lang, places="x") == ""
    assert place_sentence(math.nan, percent, name="A", year=2024, rank=None, lang=lang) == ""
    assert compare_sentence(VALUES[["a", "d"]], percent, names=NAMES, year=2024, lang=lang) == ""
    assert distribution_sentence(VALUES, percent, year=2024, lang=lang, places="x") == ""
