"""Charts: the numbers drawn are the numbers given, gaps stay gaps, text stays text, nothing is fetched."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.classify import classify
from analytics.ranks import rank_band
from tests.views.conftest import EVIL, record
from views.charts import Chart, dot_plot, profile_plot, spark_line, strip_plot, trend_lines
from views.charts.base import nice_ticks, tick_texts
from views.charts.labels import heading_text
from views.charts.series import breaks_for, joined, pieces
from views.charts.swarm import label_order, swarm_offsets
from views.reference import ReferenceMark

if TYPE_CHECKING:
    import plotly.graph_objects as go

PILOTS = ["31", "73.71", "35.10", "32.11"]
HERE = {"lang": "id", "theme": "light"}


def country(seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    codes = [*PILOTS, *(f"{p}.{n:02d}" for p in range(11, 28) for n in range(1, 31))]
    values = np.round(rng.gamma(3, 3, len(codes)), 2)
    frame = pd.DataFrame({"code": codes, "name": [f"Kabupaten {c}" for c in codes], "value": values})
    frame.loc[5, "value"] = math.nan
    frame.loc[6, "name"] = EVIL
    return frame


def years(code: str, values: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"code": code, "name": f"Kota {code}", "year": list(values), "value": list(values.values())}
    )


def charts(lang: str, theme: str) -> dict[str, Chart]:
    row, frame = record(), country()
    breaks = [{"year": 2012, "scope": "all", "text_id": EVIL, "text_en": EVIL}]
    series = pd.concat([years(c, {2010: 5.0, 2011: 4.0, 2012: 6.5}) for c in ("73.71", "35.10", "11.01")])
    series["name"] = series["name"].mask(series["code"] == "35.10", EVIL)
    wide = pd.DataFrame({"poverty_rate": frame.set_index("code")["value"]})
    catalogue = pd.DataFrame([row]).set_index("indicator")
    marks = [ReferenceMark(6.0, EVIL)]
    return {
        "dots": dot_plot(frame.head(12), row, lang=lang, theme=theme, year=2024, reference=marks, highlight=PILOTS),
        "strip": strip_plot(
            frame, row, lang=lang, theme=theme, year=2024, reference=marks, highlight=[*PILOTS, frame["code"][6]]
        ),
        "spark": spark_line(series[series["code"] == "73.71"], row, lang=lang, theme=theme, code="73.71"),
        "trend": trend_lines(
            series, record(breaks=json.dumps(breaks)), lang=lang, theme=theme, focus=["73.71", "35.10"],
            reference=years("x", {2010: 5.0, 2011: 5.5}), reference_text=EVIL,
        ),
        "profile": profile_plot(
            wide, catalogue, codes=PILOTS, names={"73.71": EVIL}, lang=lang, theme=theme, years={"poverty_rate": 2024}
        ),
    }  # fmt: skip


NAMES = ["dots", "strip", "spark", "trend", "profile"]
BUILT = {(lang, theme): charts(lang, theme) for lang in ("id", "en") for theme in ("light", "dark")}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", BUILT, ids="-".join)
def test_figures_fetch_nothing_and_write_no_si(name: str, where: tuple[str, str]) -> None:
    figure = BUILT[where][name].figure
    assert {trace.type for trace in figure.data} == {"scatter"}
    layout = figure.to_plotly_json()["layout"]
    assert not {"geo", "map", "mapbox"} & set(layout)
    assert "https:" not in figure.to_json()
    for axis in ("xaxis", "yaxis"):
        settings = layout.get(axis, {})
        # Either an axis is not drawn or its ticks are our own words.
        assert settings.get("visible") is False or "ticktext" in settings
        assert not any(re.search(r"\d\s?[kMGBµm]$", str(text)) for text in settings.get("ticktext", ()))


@pytest.mark.parametrize("name", NAMES)
def test_names_from_files_never_become_marks(name: str) -> None:
    chart = BUILT["id", "light"][name]
    texts = re.findall(r'"(?:[^"\\]|\\.)*"', chart.figure.to_json())
    assert not any("<script" in json.loads(text).lower() for text in texts)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", BUILT, ids="-".join)
def test_every_figure_has_words_and_a_table(name: str, where: tuple[str, str]) -> None:
    chart = BUILT[where][name]
    assert len(chart.alt) > 20
    assert len(chart.table) > 0
    assert not chart.table.isna().any().any()
    assert chart.table.map(lambda cell: isinstance(cell, str)).all().all()


def test_titles_and_words_follow_the_language() -> None:
    for lang, words in (("id", "Persentase penduduk miskin"), ("en", "Poverty rate")):
        for name in NAMES:
            assert words in BUILT[lang, "light"][name].alt or name == "profile"
    assert list(BUILT["en", "light"]["strip"].table.columns) == ["Place", "Value"]
    assert list(BUILT["id", "light"]["strip"].table.columns) == ["Wilayah", "Nilai"]


def annotations(figure: go.Figure) -> str:
    return " | ".join(str(note.text) for note in figure.layout.annotations).replace("<br>", " ")


@pytest.mark.parametrize("name", ["dots", "strip"])
def test_axes_name_indicator_unit_and_year(name: str) -> None:
    assert "Persentase penduduk miskin (%), 2024" in annotations(BUILT["id", "light"][name].figure)


def test_dots_are_in_order_with_the_best_on_top(cities: pd.DataFrame, percent: pd.Series) -> None:
    chart = dot_plot(cities, percent, highlight=PILOTS, **HERE)
    trace = chart.figure.data[0]
    assert [code for (code,) in trace.customdata] == ["31", "73.71", "35.10", "32.11", "99.01"]
    assert list(trace.ids) == ["31", "73.71", "35.10", "32.11", "99.01"]
    assert list(trace.x[:4]) == [4.3, 4.97, 6.54, 9.1]
    assert trace.marker.color[:4] == ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
    assert trace.marker.symbol[:4] == ("circle", "square", "diamond", "triangle-up")
    assert trace.text[1] == "\N{NO-BREAK SPACE}4,97%"
    turned = dot_plot(cities, record(direction="higher_better"), **HERE)
    assert [code for (code,) in turned.figure.data[0].customdata][:4] == PILOTS[::-1][:4]


def test_a_place_without_a_value_stays_with_words_and_no_dot(
    cities: pd.DataFrame, percent: pd.Series
) -> None:
    chart = dot_plot(cities, percent, **HERE)
    trace = chart.figure.data[0]
    assert trace.text[-1] == "\N{NO-BREAK SPACE}Tidak ada data"
    assert trace.marker.color[-1] == "rgba(0,0,0,0)"
    assert chart.table.iloc[-1].tolist() == [EVIL, "Tidak ada data"]


def test_a_value_of_another_year_is_marked(cities: pd.DataFrame, percent: pd.Series) -> None:
    chart = dot_plot(cities.assign(year=[2024, 2021, 2024, 2024, 2024]), percent, year=2024, **HERE)
    assert chart.table.iloc[1, 1] == "4,97% (2021)*"
    assert chart.table.iloc[0, 1] == "4,30%"


def test_the_list_grows_by_22_px_a_row(percent: pd.Series) -> None:
    frame = country().assign(name="Kota A")
    heights = [dot_plot(frame.iloc[10 : 10 + n], percent, **HERE).figure.layout.height for n in (10, 30)]
    assert heights[1] - heights[0] == 20 * 22


def test_the_strip_draws_every_place_once_and_marks_the_chosen(percent: pd.Series) -> None:
    frame = country()
    ranks = rank_band(frame.set_index("code")["value"], decimals=2, higher_is_better=False)
    chart = strip_plot(
        frame, percent, highlight=PILOTS, classes=classify(frame["value"], decimals=2), ranks=ranks, **HERE
    )
    dots = [t for t in chart.figure.data if t.mode == "markers"]
    drawn = [code for trace in dots for (code,) in trace.customdata]
    assert sorted(drawn) == sorted(frame.dropna()["code"])
    assert [t.marker.color for t in dots[1:]] != []
    assert {t.marker.symbol for t in dots[1:]} == {"circle", "square", "diamond", "triangle-up"}
    makassar = frame.set_index("code")["value"]["73.71"]
    shown = next(t for t in dots[1:] if t.customdata[0][0] == "73.71")
    assert shown.x[0] == makassar
    assert "peringkat" in shown.hovertext[0]
    assert "1 wilayah tidak memiliki data" in chart.alt
    assert chart.table.iloc[-1].tolist() == ["Wilayah tanpa data", "1"]


def test_the_strip_is_the_same_every_time(percent: pd.Series) -> None:
    first, second = (
        strip_plot(country(), percent, highlight=PILOTS, **HERE).figure.to_json() for _ in range(2)
    )
    assert first == second


@given(st.lists(st.floats(0, 200), min_size=1, max_size=80))
def test_no_dot_of_the_swarm_covers_another(x: list[float]) -> None:
    at = np.array(x)
    y = swarm_offsets(at, size=7.0)
    gap = np.hypot(at[:, None] - at[None, :], y[:, None] - y[None, :]) + 1e9 * np.eye(len(at))
    assert gap.min() >= 7.0 - 1e-6


def test_a_very_large_swarm_is_stacked_and_stays_quick() -> None:
    x = np.random.default_rng(0).normal(300, 100, 7000)
    y = swarm_offsets(x, size=7.0)
    assert len(y) == 7000
    column = np.floor(x / 7.0)
    assert all(len(set(y[column == c])) == (column == c).sum() for c in np.unique(column))


def test_labels_of_inner_dots_come_first() -> None:
    assert label_order([0.1, 0.45, 0.9, 0.3]) == [1, 3, 0, 2]


@pytest.mark.parametrize(("plot", "frame"), [(dot_plot, "x"), (strip_plot, "y")])
def test_a_missing_column_is_named(plot: object, frame: str, percent: pd.Series) -> None:
    with pytest.raises(ValueError, match="missing: value"):
        plot(pd.DataFrame({"code": [], "name": []}), percent, **HERE)  # type: ignore[operator]


@pytest.mark.parametrize("values", [[], [math.nan], [3.0], [3.0, 3.0], [-1e-9, 1e15]])
def test_any_values_give_a_chart(values: list[float], percent: pd.Series) -> None:
    frame = pd.DataFrame(
        {"code": [str(i) for i in range(len(values))], "name": "A", "value": pd.Series(values, dtype=float)}
    )
    for chart in (dot_plot(frame, percent, **HERE), strip_plot(frame, percent, highlight=["0"], **HERE)):
        assert "nan" not in chart.alt.lower()


def test_pieces_end_at_a_missing_year_and_at_a_break() -> None:
    found = pieces([2010, 2011, 2013, 2014, 2015], [1, 2, 3, math.nan, 5], [2011])
    assert [list(piece.index) for piece in found] == [[2010], [2011], [2013], [2015]]
    x, y = joined(found)
    assert x == [2010, None, 2011, None, 2013, None, 2015]
    assert y == [1.0, None, 2.0, None, 3.0, None, 5.0]
    assert pieces([], []) == []


def test_breaks_hold_for_their_places_only(broken: pd.Series) -> None:
    assert [b.year for b in breaks_for(broken, "73.71", "id")] == [2013, 2021]
    assert [b.year for b in breaks_for(broken, "35.10", "id")] == [2021]
    assert breaks_for(broken, None, "en")[0].text == "Another source <b>"
    assert breaks_for(pd.Series({"breaks": ""}), "1", "id") == ()
    assert breaks_for({"hdi": 1}, "1", "id") == ()


def test_the_spark_line_leaves_gaps_and_marks_the_last_point(broken: pd.Series) -> None:
    frame = years("35.10", {2017: 3.0, 2018: 4.0, 2020: 5.0, 2021: 9.0})
    chart = spark_line(frame, broken, code="35.10", **HERE)
    line, last = chart.figure.data
    assert list(line.x) == [2017, 2018, None, 2020, None, 2021]
    assert line.connectgaps is False
    # 2020 stands alone between a gap and a break: a dot, since a line of one point cannot be seen.
    assert list(line.marker.size) == [0, 0, 0, 5, 0, 5]
    assert (last.x[0], last.y[0]) == (2021, 9.0)
    assert chart.alt == "Persentase penduduk miskin dari 3,00% pada 2017 menjadi 9,00% pada 2021."
    assert chart.figure.layout.height == 44
    assert spark_line(frame.head(0), broken, **HERE).alt == "Persentase penduduk miskin: tidak ada data."
    assert spark_line(frame.head(1), broken, **HERE).alt == "Persentase penduduk miskin: 3,00% pada 2017."


def test_trend_lines_break_and_say_why(broken: pd.Series) -> None:
    frame = pd.concat(
        [years("73.71", {2012: 1.0, 2013: 2.0, 2014: 3.0}), years("35.10", {2012: 4.0, 2014: 5.0})]
    )
    chart = trend_lines(frame, broken, focus=["73.71", "35.10"], **HERE)
    lines = {t.customdata[0][0]: t for t in chart.figure.data if t.customdata is not None}
    assert list(lines["73.71"].x) == [2012, None, 2013, 2014]
    assert list(lines["35.10"].x) == [2012, None, 2014]
    assert "(1) 2013: Pemekaran" in annotations(chart.figure)
    assert "Sumber lain &lt;b&gt;" in annotations(chart.figure)
    assert chart.table.iloc[:, 2].tolist() == ["4,00%", "Tidak ada data", "5,00%"]
    assert chart.table["Tahun"].tolist() == ["2012", "2013", "2014"]
    assert "Kota 35.10: 4,00% pada 2012, 5,00% pada 2014." in chart.alt


def test_other_places_are_one_grey_trace(percent: pd.Series) -> None:
    frame = pd.concat([years(f"11.{n:02d}", {2010: 1.0, 2011: 2.0}) for n in range(1, 60)])
    figure = trend_lines(frame, percent, focus=["11.01"], **HERE).figure
    assert len(figure.data) == 2
    assert [cell[0] for cell in figure.data[0].customdata[:4]] == ["11.02", "11.02", "11.02", "11.03"]
    assert figure.data[0].hovertext[:3] == (
        "<b>Kota 11.02</b><br>2010: 1,00%",
        "<b>Kota 11.02</b><br>2011: 2,00%",
        "",
    )
    assert figure.data[0].meta["11.59"] == "Kota 11.59"


def test_end_labels_do_not_overlap(percent: pd.Series) -> None:
    frame = pd.concat([years(c, {2010: 5.0, 2011: 5.0}) for c in PILOTS])
    figure = trend_lines(frame, percent, focus=PILOTS, **HERE).figure
    labels = [note for note in figure.layout.annotations if note.x == 1]
    heights = sorted(note.y * 320 for note in labels)
    assert len(labels) == 4
    assert min(np.diff(heights)) >= 15
    assert min(heights) > -60
    assert max(heights) <= 320


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("IPM (indeks 0–100)", ["IPM (indeks 0–100)"]),
        (
            "Indeks Pembangunan Manusia (IPM) (indeks 0–100)",
            ["Indeks Pembangunan Manusia (IPM)", "(indeks 0–100)"],
        ),
        (
            "Indeks Pembangunan Manusia (IPM): perubahan sejak 2010 (indeks 0–100)",
            ["Indeks Pembangunan Manusia (IPM):", "perubahan sejak 2010 (indeks 0–100)"],
        ),
        ("a" * 30 + " " + "b" * 30, ["a" * 30, "b" * 30]),
    ],
)
def test_headings_break_by_sense(text: str, lines: list[str]) -> None:
    assert heading_text(text).split("<br>") == lines


def test_positions_run_from_last_to_first(index: pd.Series, people: pd.Series) -> None:
    values = pd.DataFrame(
        {"hdi": [70.0, 80.0, 75.0, 99.0], "population_registered": [1.0, 3.0, 2.0, 50.0]},
        index=["73.71", "35.10", "32.11", "31"],
    )
    catalogue = pd.DataFrame([index, people]).set_index("indicator")
    chart = profile_plot(values, catalogue, codes=["73.71", "35.10", "31"], names={"35.10": "Kab. B"}, **HERE)
    shares = {t.customdata[0][0]: list(t.x) for t in chart.figure.data}
    assert shares == {"73.71": [0.0, 0.0], "35.10": [100.0, 100.0], "31": [100.0, 100.0]}
    # The province is on the scale but in nobody's rank, and has none.
    assert chart.table["Kab. B"].tolist() == [
        "80,00, peringkat 1 dari 3",
        "3\N{NO-BREAK SPACE}jiwa, terbesar ke-1 dari 3",
    ]
    assert chart.table["31"][0] == "99,00"


def test_only_a_directed_indicator_says_better(index: pd.Series, people: pd.Series) -> None:
    values = pd.DataFrame({"hdi": [1.0, 2.0], "population_registered": [1.0, 2.0]}, index=["a.1", "b.1"])
    catalogue = pd.DataFrame([index, people]).set_index("indicator")
    years = {"hdi": 2024, "population_registered": 2023}
    layout = profile_plot(values, catalogue, codes=["a.1"], names={}, years=years, **HERE).figure.layout
    labels, titles = layout.yaxis.ticktext, [str(a.text).replace("<br>", " ") for a in layout.annotations]
    assert labels[0] == "IPM 2024"
    assert "2023" in labels[1]
    assert "lebih besar →" in labels[1]
    assert sum("lebih baik →" in text for text in (*labels, *titles)) == 1  # once, at the axis


def test_a_missing_position_is_no_point_but_a_cell(index: pd.Series) -> None:
    values = pd.DataFrame({"hdi": [math.nan, 2.0]}, index=["a.1", "b.1"])
    chart = profile_plot(
        values, pd.DataFrame([index]).set_index("indicator"), codes=["a.1"], names={}, **HERE
    )
    assert len(chart.figure.data[0].x) == 0
    assert chart.table.iloc[0, 1] == "Tidak ada data"


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_are_few_round_and_inside(low: float, width: float) -> None:
    ticks = nice_ticks(low, low + width, count=5)
    assert 1 <= len(ticks) <= 7
    assert all(low - width * 1e-6 <= t <= low + width * (1 + 1e-6) for t in ticks)


def test_ticks_are_written_in_the_language() -> None:
    assert tick_texts([0.0, 0.5, 1.0], record(), "id") == ["0,0", "0,5", "1,0"]
    assert tick_texts([0.0, 5000.0], record(), "en") == ["0", "5,000"]
    assert tick_texts([0.0, 500_000.0, 1_000_000.0], record(), "id")[2] == "1,0\N{NO-BREAK SPACE}juta"
    assert tick_texts([], record(), "id") == []
