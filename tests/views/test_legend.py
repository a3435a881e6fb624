"""The legend says the true limits, counts and marks, whatever the values."""

from __future__ import annotations

import base64
import math
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from analytics.classify import classify
from tests.views.conftest import EVIL, record
from views.legend import legend_html
from views.reference import ReferenceMark, reference_marks
from views.theme import diverging, sequential

S = "\N{NO-BREAK SPACE}"
VALUES = pd.Series(np.round(np.random.default_rng(2).gamma(3, 3, 514), 2))

# What DOMPurify's HTML profile takes out (it is how st.html cleans): a legend must not need it.
REMOVED = {"svg", "path", "rect", "script", "iframe", "object", "use", "style"}


class Parts(HTMLParser):
    """Tags, labels, text and table rows of some HTML; fails on one that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self.labels: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.labels += [value or "" for name, value in attrs if name == "aria-label"]
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if {"th", "td"} & set(self.open):
            self.rows[-1][-1] += data


def bars_of(html: str) -> list[tuple[str, list[tuple[int, int, int]]]]:
    """Bars in the histogram's picture: colour, then left, top and right of each in a box of 1000 by 100."""
    svg = base64.b64decode(re.search(r"base64,([^\"]+)", html)[1]).decode()
    return [
        (colour, [tuple(map(int, bar)) for bar in re.findall(r"M(\d+) 100V(\d+)H(\d+)V100z", d)])
        for colour, d in re.findall(r'<path fill="(#\w{6})" d="([^"]+)"/>', svg)
    ]


def words(html: str) -> str:
    """The legend without the bytes of its picture."""
    return re.sub(r"base64,[^\"]+", "", html)


def parts(html: str) -> Parts:
    reader = Parts()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def legend(
    values: pd.Series, row: pd.Series, *, lang: str = "id", theme: str = "light", **options: object
) -> str:
    classes = classify(values, decimals=int(row["decimals"]))
    palette = sequential(classes.k, theme)
    options = {"year": 2024, "n_missing": int(values.isna().sum())} | options
    return legend_html(
        classes, palette, classes.counts(values), indicator_row=row, lang=lang, theme=theme, **options
    )


def test_rows_are_the_limits_and_counts(percent: pd.Series) -> None:
    values = pd.Series([1.0, 2.0, 3.0, 4.0, math.nan, math.nan, math.nan])
    classes = classify(values, k=2, decimals=2)
    html = legend_html(
        classes, sequential(2), classes.counts(values), indicator_row=percent, year=2024, lang="id", theme="light",
        n_missing=3,
    )  # fmt: skip
    assert classes.edges == (1.0, 3.0, 4.0)
    assert parts(html).rows[0] == ["Kelas", "Jumlah wilayah"]
    assert "clip" not in html[html.index("<tr") : html.index("Jumlah wilayah")], (
        "the heads are there to be seen"
    )
    assert parts(html).rows[1:] == [
        [f"1,00{S}–{S}<3,00", "2"],
        [f"3,00{S}–{S}4,00", "2"],
        ["Tidak ada data", "3"],
    ]
    assert "Batas bawah termasuk" in parts(html).text


def test_english_has_english_marks(percent: pd.Series) -> None:
    read = parts(legend(VALUES, percent, lang="en"))
    assert read.text.startswith("Poverty rate%, 2024")
    assert re.search(r"\d\.\d\d – <\d\.\d\d".replace(" ", S), read.text)
    assert "," not in "".join(cell for row in read.rows for cell in row)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "values",
    [VALUES, pd.Series([5.0] * 4), pd.Series([5.0]), pd.Series([-3.0, -1.0, 0.0]), pd.Series([math.nan] * 3),
     pd.Series([1e-9, 0.0]), pd.Series([1e15, 2e15]), pd.Series([*range(100), 1e6])],
    ids=["many", "all equal", "one place", "negative", "no value", "tiny", "huge", "long tail"],
)  # fmt: skip
def test_any_values_give_a_legend_that_survives_the_sanitiser(
    values: pd.Series, theme: str, percent: pd.Series
) -> None:
    html = legend(values, percent, theme=theme, reference_marks=[ReferenceMark(2.0, "Median")])
    read = parts(html)
    assert not set(read.tags) & REMOVED
    assert "nan" not in words(html).lower()
    assert "inf" not in re.sub("min|info", "", words(html).lower())
    present = values.notna().sum()
    counts = [int(row[1].replace(".", "")) for row in read.rows[1:]]
    assert sum(counts) == len(values)
    assert present == sum(counts) - (counts[-1] if values.isna().any() else 0)


def test_no_row_for_missing_places_where_there_are_none(percent: pd.Series) -> None:
    assert "Tidak ada data" not in legend(VALUES, percent)


def test_bars_fill_the_width_and_have_class_colours(percent: pd.Series) -> None:
    html = legend(VALUES, percent)
    drawn = bars_of(html)
    assert [colour for colour, _bars in drawn] == list(sequential(5))
    every = [bar for _colour, bars in drawn for bar in bars]
    assert min(top for _left, top, _right in every) == 0
    assert (every[0][0], every[-1][2]) == (0, 1000)
    assert all(left < right for left, _top, right in every)


def test_marks_stand_at_their_value_and_say_it(percent: pd.Series) -> None:
    values = pd.Series(np.linspace(0, 10, 101).round(2))
    marks = [
        ReferenceMark(5.0, "Median <i>"),
        ReferenceMark(40.0, "Jakarta"),
        ReferenceMark(math.nan, "None"),
    ]
    html = legend(values, percent, reference_marks=marks)
    assert "left:50.00%;top:0px" in html
    assert "▸" in html
    assert f"Median &lt;i&gt;:{S}5,00%" in html
    assert f"Jakarta:{S}40,00%" in html
    assert "None" not in html


def test_a_long_tail_does_not_flatten_the_rest_and_is_said(percent: pd.Series) -> None:
    html = legend(pd.Series([*map(float, range(100)), 10_000.0]), percent)
    assert "nilai tertinggi 10.000,00" in parts(html).text


def test_names_from_files_are_text() -> None:
    row = record(name_id=EVIL, unit_id="<b>", unit_kind="index")
    html = legend(VALUES, row, reference_marks=[ReferenceMark(3.0, EVIL)])
    assert "<script" not in html
    assert "${" not in html
    assert "`" not in html
    assert EVIL in parts(html).text


def test_a_picture_has_words(percent: pd.Series) -> None:
    labels = parts(legend(VALUES, percent)).labels
    assert labels[0] == "Legenda: Persentase penduduk miskin"
    assert labels[1].startswith("Histogram 514 nilai Persentase penduduk miskin, dari ")


def test_a_diverging_legend_has_the_middle_as_a_limit(percent: pd.Series) -> None:
    classes = classify(VALUES, k=4, decimals=2, midpoint=9.0)
    palette = diverging(classes.below, classes.k - classes.below)
    html = legend_html(
        classes, palette, classes.counts(VALUES), indicator_row=percent, year=2024, lang="id", theme="light"
    )
    assert "<9,00" in parts(html).text
    assert f"9,00{S}–" in parts(html).text


def test_one_colour_and_one_count_a_class(percent: pd.Series) -> None:
    classes = classify(VALUES, decimals=2)
    with pytest.raises(ValueError, match=r"one entry a class \(5\), they have 4, 5"):
        legend_html(
            classes,
            sequential(4),
            classes.counts(VALUES),
            indicator_row=percent,
            year=None,
            lang="id",
            theme="light",
        )


def test_reference_marks_say_how_much_of_the_country_they_stand_for() -> None:
    from analytics.summary import national_reference

    values, people = pd.Series({"a": 1.0, "b": 3.0, "c": math.nan}), pd.Series({"a": 3.0, "b": 1.0, "c": 4.0})
    marks = reference_marks(national_reference(values, weights=people), "id")
    assert [(mark.value, mark.text) for mark in marks] == [
        (2.0, "Median 2 wilayah"),
        (1.5, "Rata-rata tertimbang penduduk (50% penduduk)"),
    ]
    full = reference_marks(national_reference(values.dropna(), weights=people.drop("c")), "en")
    assert full[1].text == "Average of regencies and cities, weighted by residents"
    assert reference_marks(national_reference(pd.Series([math.nan])), "id") == ()
    assert len(reference_marks(national_reference(values, weights=people), "id", mean=False)) == 1
