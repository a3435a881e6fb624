"""The patterns page: every number told is one of the analytics', in both languages, also where little is known."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from analytics.inequality import gini, lorenz_curve, theil
from analytics.spatial import NOT_SIGNIFICANT, Neighbours, local_moran, morans_i
from tests.views.saying import LEAK, choices, names, store, there
from views import (
    convergence_model,
    pattern_inequality,
    pattern_levels,
    pattern_lineup,
    pattern_map,
    pattern_pair,
)
from views import pattern_texts as say
from views.charts.convergence import beta_chart, lorenz, sigma_chart
from views.charts.moran import chance_histogram, moran_scatter
from views.charts.moran_pair import pair_scatter
from views.charts.smoothing import smoothing_chart
from views.colour import contrast, luminance
from views.formatting import number, share_text
from views.pattern_choice import (
    DEFAULT_SERIES,
    national_series,
    pattern_cities,
    pattern_indicators,
)
from views.pattern_choice import (
    pattern_levels as levels_of,
)
from views.pattern_model import (
    ALPHA,
    SEED,
    Pattern,
    PatternsPage,
    build_patterns,
    city_neighbours,
    city_values,
    pattern_of,
)
from views.pattern_rates import rate_lines, smoothed_rates
from views.selection import Selection, read_selection
from views.theme import THEMES, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from views.charts import Chart

LANGUAGES = ("id", "en")
PILOTS = ("31", "73.71", "35.10", "32.11")
NBSP = "\N{NO-BREAK SPACE}"


@cache
def graph(city: str, level: str = "district") -> Neighbours:
    return city_neighbours(store(), city, level)


@cache
def statistics(city: str, level: str, indicator: str, year: int) -> Pattern:
    return pattern_of(city_values(store(), city, level, indicator, year), graph(city, level))


@cache
def page(
    lang: str = "en",
    city: str = "32.11",
    level: str = "district",
    indicator: str = "population_density_km2",
    theme: str = "light",
    **options: str,
) -> PatternsPage:
    year = there().best_year(indicator, level, cities=(city,))
    chosen = Selection(lang=lang, city=city, level=level, indicator=indicator, year=year, **options)  # type: ignore[arg-type]
    assert year is not None
    return build_patterns(
        store(), chosen, statistics(city, level, indicator, year), theme=theme, cities=names()
    )


def with_values(
    values: pd.Series | Callable[[pd.Series], pd.Series], lang: str = "en", city: str = "32.11"
) -> PatternsPage:
    """A page whose values are others, as a reader's own may be."""
    known = page(lang, city)
    new = values(known.pattern.values) if callable(values) else values
    return replace(
        known, pattern=pattern_of(new, known.pattern.neighbours), figure=replace(known.figure, values=new)
    )


def told(shown: PatternsPage) -> str:
    texts = [say.headline(shown), say.subtitle(shown), say.lead(shown), *say.notes(shown)]
    return " | ".join(text for text in texts if text)


# Choices ------------------------------------------------------------------------------------------------------


def test_only_cities_with_rates_inside_them_are_offered_and_only_rates() -> None:
    assert pattern_cities(choices()) == list(PILOTS)
    catalogue = there().catalogue
    for city in PILOTS:
        assert levels_of(there(), city) == ("district", "village")
        for level in ("district", "village"):
            found = pattern_indicators(there(), level, city)
            assert found
            assert set(catalogue.loc[found, "measure"]) == {"intensive"}
    assert levels_of(there(), "11.01") == ()
    kinds = set(catalogue.loc[national_series(there()), "unit_kind"])
    assert kinds
    assert not kinds & {"index", "rank", "count"}


def test_a_link_is_read_whole_and_misfits_are_named() -> None:
    link = {
        "city": "31", "level": "village", "indicator": "elderly_share_pct", "shown": "significance", "graph": "on",
        "second": "household_size", "series": "poverty_rate", "place": "31.71.01.1001",
    }  # fmt: skip
    chosen, ignored = read_selection(link, {}, choices(), page="patterns")
    assert ignored == []
    assert {name: getattr(chosen, name) for name in link} == link
    wrong = {
        "city": "11.01", "level": "regency", "indicator": "population", "shown": "x", "graph": "2", "second": "hdi",
        "series": "hdi", "place": "class-1",
    }  # fmt: skip
    chosen, ignored = read_selection(wrong, {}, choices(), page="patterns")
    assert {item.name for item in ignored} == set(wrong)
    assert {item.name for item in ignored if item.reason == "unavailable"} >= {
        "city",
        "level",
        "indicator",
        "second",
        "series",
    }
    assert (chosen.city, chosen.level, chosen.shown, chosen.graph) == ("35.10", "district", "cluster", "off")
    assert (chosen.second, chosen.series, chosen.place) == ("", DEFAULT_SERIES, "")


def test_an_indicator_is_no_second_one_to_itself() -> None:
    link = {"city": "31", "indicator": "household_size", "second": "household_size"}
    chosen, ignored = read_selection(link, {}, choices(), page="patterns")
    assert chosen.second == ""
    assert [item.name for item in ignored] == ["second"]


# Model --------------------------------------------------------------------------------------------------------


def test_statistics_are_those_of_the_analytics() -> None:
    shown = page()
    values = shown.pattern.values
    again = morans_i(values, shown.pattern.neighbours, seed=SEED)
    assert (shown.moran.statistic, shown.moran.p) == (again.statistic, again.p)
    pd.testing.assert_frame_equal(
        shown.local.frame, local_moran(values, shown.pattern.neighbours, seed=SEED, alpha=ALPHA).frame
    )
    slope = np.polyfit(shown.moran.scatter["value_z"], shown.moran.scatter["lag_z"], 1)[0]
    assert slope == pytest.approx(shown.moran.statistic)


def test_means_of_neighbours_are_in_the_unit_and_leave_islands_out() -> None:
    shown = page(city="31")
    values, around = shown.pattern.values, shown.pattern.around
    for code in shown.moran.scatter.index:
        others = list(shown.pattern.neighbours.neighbours_of(code))
        assert around[code] == pytest.approx(values[others].mean())
    islands = shown.pattern.left_out("island")
    assert islands == ["31.01.01", "31.01.02"]
    assert around[islands].isna().all()
    assert "Kepulauan Seribu Utara" in " ".join(say.notes(shown))


# Words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("city", "level"), [("31", "village"), ("31", "district"), ("73.71", "district"), ("32.11", "village")]
)
def test_lead_tells_the_numbers_of_the_test(city: str, level: str, lang: str) -> None:
    indicator = "higher_education_pct" if city == "73.71" else "population_density_km2"
    shown = page(lang, city, level, indicator)
    moran, lead = shown.moran, say.lead(shown)
    assert say.p_text(moran.p, lang) in lead
    assert number(moran.statistic, 2, lang) in lead
    assert share_text(moran.p, lang, decimals=1) in lead
    assert f" {moran.n} " in f" {lead} ".replace("(", " ")
    after = shown.pattern.members("cluster_fdr")
    for name in ("high_high", "low_low", "high_low", "low_high"):
        count = say.areas_text(len(after.get(name, [])), level, lang)
        words = f"{count} {say.cluster_names(lang)[name].lower()}"
        assert (words in lead) == (name in after)
    assert LEAK.search(told(shown)) is None
    assert ("hotspot" in told(shown).lower()) is False


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headline_follows_the_test(lang: str) -> None:
    high = {"en": "high lies beside high", "id": "yang tinggi bersebelahan dengan yang tinggi"}[lang]
    none = {"en": "no pattern beyond chance", "id": "polanya tidak berbeda dari kebetulan"}[lang]
    for city in PILOTS:
        for level in ("district", "village"):
            for indicator in pattern_indicators(there(), level, city)[:4]:
                shown = page(lang, city, level, indicator)
                text = say.headline(shown)
                if shown.moran.status != "ok":
                    continue
                assert (high in text) == (
                    shown.moran.p <= 0.05 and shown.moran.statistic > shown.moran.expected
                )
                assert (none in text) == (shown.moran.p > 0.05)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_neighbours_that_differ_are_said_to_differ(lang: str) -> None:
    side = 6
    codes = [f"99.01.{i:02d}" for i in range(1, side * side + 1)]
    pairs = [(codes[i], codes[i + 1]) for i in range(side * side - 1) if (i + 1) % side]
    pairs += [(codes[i], codes[i + side]) for i in range(side * (side - 1))]
    board = pd.Series([float((i // side + i % side) % 2) for i in range(side * side)], index=codes)
    known = page(lang)
    shown = replace(known, pattern=pattern_of(board, Neighbours.from_pairs(codes, pairs)))
    assert shown.moran.statistic < -0.9
    assert {"en": "neighbours differ more", "id": "bertetangga lebih berbeda"}[lang] in say.headline(shown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_under_ten_areas_there_is_no_test_and_the_map_shows_values(lang: str) -> None:
    shown = with_values(lambda v: v.where(np.arange(len(v)) < 9), lang)
    assert shown.moran.status == "too_few"
    assert shown.shown == "values"
    assert f"n = {shown.moran.n}" in say.headline(shown)
    assert "10" in say.lead(shown)
    assert "I Moran" not in say.subtitle(shown)
    assert "Moran’s I" not in say.subtitle(shown)
    assert len(say.notes(shown)) >= 1
    assert LEAK.search(told(shown)) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_ten_to_29_areas_a_caution_stands_in_the_lead(lang: str) -> None:
    word = {"en": "read with caution", "id": "baca dengan hati-hati"}[lang]
    assert word in say.lead(page(lang, "32.11"))
    assert word not in say.lead(page(lang, "31"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_equal_values_are_no_pattern(lang: str) -> None:
    shown = with_values(lambda v: v * 0 + 3.0, lang)
    assert shown.moran.status == "no_variation"
    assert shown.shown == "values"
    assert {"en": "is the same in all areas", "id": "sama di semua wilayah"}[lang] in say.headline(shown)
    assert LEAK.search(told(shown)) is None
    assert say.standing_out(shown) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_data_at_all_is_said(lang: str) -> None:
    shown = with_values(lambda v: v * np.nan, lang)
    assert {"en": "no data", "id": "tidak ada data"}[lang] in say.headline(shown).lower()
    assert say.lead(shown) == ""
    assert LEAK.search(told(shown)) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_of_areas_hold_their_own_numbers(lang: str) -> None:
    shown = page(lang, "31", "village", "population_density_km2")
    codes = [str(code) for code in shown.pattern.values.index]
    rows = say.area_rows(shown, codes)
    frame = shown.local.frame
    assert list(rows["p"]) == [say.p_number(p, lang) for p in frame["p"]]
    out = {"en": "stands out", "id": "menonjol"}[lang]
    assert (rows.iloc[:, 5] == out).tolist() == (
        frame["cluster_fdr"].notna() & (frame["cluster_fdr"] != NOT_SIGNIFICANT)
    ).tolist()
    short = say.short_rows(shown, codes)
    assert short.shape == (len(codes), 4)
    top = say.standing_out(shown)
    assert top
    assert (frame.loc[top, "p"] <= 0.05).all()


@given(st.floats(min_value=1e-6, max_value=1.0))
def test_no_p_is_written_as_zero(p: float) -> None:
    for lang in LANGUAGES:
        assert re.search(r"[1-9]", say.p_number(p, lang))


# Map ----------------------------------------------------------------------------------------------------------


def classes_of(shown: PatternsPage) -> str:
    group = pattern_map.paint(shown, "alt")
    payload = next(iter(group._children.values())).payload
    found = re.search(r'"classes":"([^"]*)"', payload)
    assert found
    return found[1]


@pytest.mark.parametrize("theme", THEMES)
def test_the_map_paints_each_area_in_its_cluster(theme: str) -> None:
    shown = page("en", "31", "village", "population_density_km2", theme)
    painted = classes_of(shown)
    for code, mark in zip(sorted(shown.pattern.values.index), painted, strict=True):
        cluster = shown.local.frame.at[code, "cluster_fdr"]
        assert mark == ("x" if pd.isna(cluster) else str(pattern_map.CLUSTERS.index(cluster)))
    assert painted.count("x") == len(shown.moran.left_out)
    key = pattern_map.key(shown)
    for name, codes in shown.pattern.members("cluster_fdr").items():
        assert f"{say.cluster_names('en')[name]} ({len(codes)})" in key


def test_significance_has_two_steps_and_values_their_classes() -> None:
    shown = page("en", "31", "village", "population_density_km2", shown="significance")
    frame, found = shown.local.frame, pattern_map.significance(shown)
    assert (found == "after_control").sum() == (frame["cluster_fdr"].dropna() != NOT_SIGNIFICANT).sum()
    assert (
        found.isin(["after_control", "alone"]).sum() == (frame["cluster"].dropna() != NOT_SIGNIFICANT).sum()
    )
    assert classes_of(shown).count("0") == (found == "after_control").sum()
    values = page("en", "31", "village", "population_density_km2", shown="values")
    assert "data-pick" not in pattern_map.key(values)  # the map of two indicators has other classes
    assert classes_of(values) == "".join(
        "x" if pd.isna(c) else str(c) for c in values.figure.classes.assign(values.figure.values.sort_index())
    )


def test_lines_join_exactly_the_neighbours() -> None:
    assert pattern_map.links(page()) is None
    shown = page(graph="on")
    spec: dict[str, Any] = pattern_map.links(shown) or {}
    codes = sorted(shown.pattern.values.index)
    drawn = {frozenset(codes[i] for i in spec["pairs"][k : k + 2]) for k in range(0, len(spec["pairs"]), 2)}
    pairs = shown.pattern.neighbours.pairs
    assert drawn == {frozenset(row) for row in zip(pairs["code"], pairs["neighbour"], strict=True)}
    assert len(drawn) == 59


@pytest.mark.parametrize("theme", THEMES)
def test_colours_of_groups_can_be_told_apart(theme: str) -> None:
    for colours in (pattern_map.cluster_colours(theme), pattern_map.significance_colours(theme)):
        assert len(set(colours.values())) == len(colours)
        strongest = max(contrast(colour, tokens(theme).paper) for colour in colours.values())
        quiet = contrast(colours[NOT_SIGNIFICANT], tokens(theme).paper)
        assert strongest > 3
        assert quiet == min(contrast(colour, tokens(theme).paper) for colour in colours.values())
    both = pattern_pair.pair_colours(3, 3, theme)
    light = [[luminance(colour) for colour in column] for column in both]
    steps = (
        np.sign(np.diff(light, axis=0)).ravel().tolist() + np.sign(np.diff(light, axis=1)).ravel().tolist()
    )
    assert set(steps) == {-1.0 if theme == "light" else 1.0}
    assert len({colour for column in both for colour in column}) == 9


# Charts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("city", PILOTS)
def test_scatter_holds_every_tested_area_once_with_its_code(city: str, lang: str) -> None:
    shown = page(lang, city)
    chart = moran_scatter(shown)
    points = shown.moran.scatter
    found = {
        str(code[0]): (x, y)
        for trace in chart.figure.data
        if trace.customdata is not None
        for code, x, y in zip(trace.customdata, trace.x, trace.y, strict=True)
    }
    assert found == {
        str(code): (row.value_z, row.lag_z)
        for code, row in zip(points.index, points.itertuples(), strict=True)
    }
    line = next(trace for trace in chart.figure.data if trace.mode == "lines")
    assert (line.y[1] - line.y[0]) / (line.x[1] - line.x[0]) == pytest.approx(shown.moran.statistic)
    assert len(chart.table) == len(shown.pattern.values) == len(chart.codes)
    check_words(chart)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_histogram_counts_every_random_order(lang: str) -> None:
    moran = page(lang).moran
    chart = chance_histogram(moran, lang=lang, theme="dark")
    assert sum(chart.figure.data[0].y) == moran.permutations == 999
    assert number(moran.statistic, 3, lang) in chart.table.iloc[0, 1]
    check_words(chart)


@pytest.mark.parametrize("theme", THEMES)
def test_bars_of_chance_stand_out_from_the_paper_and_the_line_from_the_bars(theme: str) -> None:
    figure = chance_histogram(page("en").moran, lang="en", theme=theme).figure
    assert contrast(figure.data[0].marker.color, tokens(theme).paper) >= 3
    casing, line = (shape.line for shape in figure.layout.shapes)
    assert casing.color == tokens(theme).paper
    assert casing.width >= line.width + 2
    assert contrast(line.color, casing.color) >= 3


def check_words(chart: Chart) -> None:
    texts = [chart.alt, *chart.table.columns, *chart.table.to_numpy().ravel()]
    assert [text for text in texts if LEAK.search(str(text))] == []


# Line-up ------------------------------------------------------------------------------------------------------


def test_the_real_map_is_one_of_nine_and_moves_from_selection_to_selection() -> None:
    places = set()
    for indicator in pattern_indicators(there(), "district", "32.11")[:12]:
        shown = page(indicator=indicator)
        found = pattern_lineup.lineup_of(shown.pattern, pattern_lineup.token_of(shown))
        if found.status != "ok":
            continue
        places.add(found.position)
        real = found.panels[found.position]
        assert real.dropna().equals(shown.pattern.values.reindex(real.dropna().index))
        for column in found.panels:
            assert sorted(found.panels[column].dropna()) == sorted(real.dropna())
    assert len(places) > 3


def test_the_picture_is_sound_and_says_nothing_of_the_answer() -> None:
    shown = page()
    outlines, height = pattern_lineup.outline_paths(store(), "32.11", "district")
    found = pattern_lineup.lineup_of(shown.pattern, "token")
    svg = pattern_lineup.lineup_svg(outlines, height, shown.figure, found, "light")
    root = ElementTree.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    panels = root.findall(f"{space}svg")
    assert len(panels) == 9
    assert [node.text for node in root.findall(f"{space}text")] == [str(n) for n in range(1, 10)]
    for panel in panels:
        assert len(panel.findall(f".//{space}use")) == len(outlines) == 26
    html = pattern_lineup.picture(svg, 'a "quoted" <text>')
    assert base64.b64decode(re.findall(r"base64,([^\"]+)", html)[0]).decode() == svg
    assert "<text>" not in html.replace(svg, "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdict_names_the_real_map(lang: str) -> None:
    shown = page(lang)
    found = pattern_lineup.lineup_of(shown.pattern, "token")
    wrong = found.position % 9 + 1
    right_words, wrong_words = (
        pattern_lineup.verdict(shown, found, guess) for guess in (found.position, wrong)
    )
    assert {"en": "Yes, ", "id": "Benar, "}[lang] in right_words
    assert {"en": "No, ", "id": "Bukan, "}[lang] in wrong_words
    for words in (right_words, wrong_words):
        assert f" {found.position} " in words
        assert number(float(found.statistics[found.position]), 2, lang) in words
    assert share_text(1 / 9, lang) in right_words


# Inequality and convergence -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_density_is_weighted_by_area_and_its_parts_add_up(lang: str) -> None:
    shown = page(lang, "32.11", "village")
    found = pattern_inequality.inequality_of(shown)
    table = store().place_table("village", within="32.11")
    area = pd.Series(table["area_km2"].to_numpy(), index=table["code"].astype(str))
    assert found.weight == "area_km2"
    assert found.gini.value == gini(shown.pattern.values, area).value
    parts = theil(shown.pattern.values, area, groups=pd.Series(area.index.str[:8], index=area.index))
    assert found.theil.value == pytest.approx(parts.value)
    assert found.theil.between + found.theil.within == pytest.approx(found.theil.value)
    text = " ".join(pattern_inequality.inside_lines(shown, found))
    assert share_text(parts.between_share, lang) in text
    assert number(found.gini.value, 2, lang) in text
    groups = pattern_inequality.groups_table(shown, found)
    assert len(groups) == 26
    chart = lorenz(shown, found)
    points = lorenz_curve(shown.pattern.values, found.weights)
    curve = np.concatenate([[0.0], points["value_share"]])
    width = np.diff(np.concatenate([[0.0], points["weight_share"]]))
    area_below = float((width * (curve[1:] + curve[:-1]) / 2).sum())
    assert 1 - 2 * area_below == pytest.approx(found.gini.value)
    check_words(chart)


def test_jakarta_by_district_lies_in_six_parts_and_an_index_is_not_measured() -> None:
    found = pattern_inequality.inequality_of(page("en", "31"))
    assert len(found.theil.groups) == 6
    index = page("en", "32.11", "district", "idm_score")
    nothing = pattern_inequality.inequality_of(index)
    assert not nothing.measurable
    assert "no natural zero" in pattern_inequality.inside_lines(index, nothing)[0]
    assert pattern_inequality.inequality_of(page("en", "32.11")).groups is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rate_of_every_pilot_gets_lines_without_a_leak(lang: str) -> None:
    for city in PILOTS:
        for indicator in pattern_indicators(there(), "district", city):
            shown = page(lang, city, "district", indicator)
            found = pattern_inequality.inequality_of(shown)
            texts = [*pattern_inequality.inside_lines(shown, found), told(shown), say.method_note(lang)]
            texts += (
                pattern_inequality.measures_table(found, lang).iloc[:, 1].tolist() if found.measurable else []
            )
            assert [text for text in texts if LEAK.search(text)] == [], (city, indicator)


@cache
def series(name: str) -> convergence_model.Convergence:
    return convergence_model.convergence_of(store(), name)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", national_series(there()))
def test_convergence_tells_its_own_numbers(name: str, lang: str) -> None:
    found = series(name)
    assert found.sigma is not None
    assert found.sigma.status == "ok"
    text = " ".join(convergence_model.lines(found, lang))
    assert LEAK.search(text) is None
    assert share_text(abs(found.sigma.change_percent) / 100, lang) in text
    assert f"{found.sigma.n} " in text
    assert found.beta is not None
    assert found.beta.status == "ok"
    assert number(convergence_model.per_doubling(found.beta.slope), 2, lang) in text
    assert str(found.beta.first) in text
    words = {
        "converging": {"en": "started lower grew faster", "id": "mulai lebih rendah tumbuh lebih cepat"},
        "diverging": {"en": "started higher grew faster", "id": "mulai lebih tinggi tumbuh lebih cepat"},
        "neither": {"en": "grew no differently", "id": "tidak berbeda dari yang mulai tinggi"},
    }[str(found.beta.verdict)][lang]
    assert words in text
    check_words(sigma_chart(found, lang=lang, theme="light"))
    chart = beta_chart(found, city="31", names=names(), lang=lang, theme="dark")
    assert sum(len(trace.x) for trace in chart.figure.data if trace.mode == "markers") == found.beta.n
    check_words(chart)


def test_growth_stays_inside_the_last_unbroken_part() -> None:
    unemployment = series("unemployment_rate")
    assert unemployment.broken == (2018,)
    assert unemployment.beta is not None
    assert unemployment.beta.first == 2018
    assert unemployment.sigma is not None
    assert set(unemployment.sigma.table["part"]) == {0, 1}
    assert "2018" in convergence_model.lines(unemployment, "en")[-1]


@given(st.floats(min_value=-0.2, max_value=0.2))
def test_doubling_is_the_slope_over_the_logarithm_of_two(slope: float) -> None:
    growth = slope * np.log(2 * 3.7) - slope * np.log(3.7)
    assert convergence_model.per_doubling(slope) == pytest.approx(100 * growth, abs=1e-9)


# Small populations, the other level, two indicators -----------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rates_of_few_people_are_drawn_to_the_common_one(lang: str) -> None:
    shown = page(lang, "31", "district", "covid19_deaths_per_100k")
    found = smoothed_rates(shown)
    assert found is not None
    table = found.table
    published = shown.pattern.values.reindex(table.index)
    assert np.allclose(table["raw_rate"], published, atol=0.051)
    common = table["events"].sum() / table["population"].sum() * 1e5
    assert ((table["smoothed_rate"] - common).abs() <= (table["raw_rate"] - common).abs() + 1e-9).all()
    code = str((table["smoothed_rate"] - table["raw_rate"]).abs().idxmax())
    text = " ".join(rate_lines(shown, found))
    assert shown.names[code] in text
    assert share_text(table.at[code, "weight"], lang) in text
    assert LEAK.search(text) is None
    chart = smoothing_chart(shown, found)
    assert list(chart.codes) == list(table.sort_values("population", kind="stable").index)
    check_words(chart)


@pytest.mark.parametrize(
    "indicator", ["population_density_km2", "household_size", "night_light_radiance", "sex_ratio"]
)
def test_what_is_no_count_among_people_is_not_smoothed(indicator: str) -> None:
    assert smoothed_rates(page("en", "31", "district", indicator)) is None


def test_counts_that_do_not_give_the_rate_are_not_smoothed() -> None:
    shown = page("en", "31", "district", "covid19_deaths_per_100k")
    wrong = shown.pattern.values * 1.5
    assert smoothed_rates(replace(shown, pattern=replace(shown.pattern, values=wrong))) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_other_level_is_set_beside_this_one(lang: str) -> None:
    shown = page(lang, "32.11", "district")
    level, year = pattern_levels.other_level(there(), shown.selection) or ("", 0)
    assert level == "village"
    fine = statistics("32.11", "village", "population_density_km2", year)
    check = pattern_levels.check_levels(shown, fine)
    assert (check.here.n, check.there.n) == (26, 277)
    lines = pattern_levels.level_lines(shown, check, year)
    table = pattern_levels.level_table(shown, fine, level, year)
    assert list(table.iloc[:, 3]) == [number(one.moran.statistic, 2, lang) for one in (shown.pattern, fine)]
    parts = pattern_levels.parts_table(shown, fine)
    assert LEAK.search(" ".join([*lines, *parts.to_numpy().ravel(), *table.to_numpy().ravel()])) is None
    assert check.agreement == "same_pattern"
    assert {"en": "Both levels", "id": "Kedua tingkat"}[lang] in lines[0]


def test_an_indicator_of_one_level_has_no_other() -> None:
    assert pattern_levels.other_level(there(), page("en", "73.71").selection) is None


@cache
def pair(city: str, first: str, second: str, level: str = "district") -> pattern_pair.Pair:
    years = [there().best_year(name, level, cities=(city,)) for name in (first, second)]
    return pattern_pair.pair_between(
        store(), city, level, graph(city, level), (first, years[0]), (second, years[1])
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("city", "k"), [("31", 3), ("32.11", 2), ("73.71", 2)])
def test_two_indicators_have_nine_fields_from_thirty_areas_up_and_four_below(
    city: str, k: int, lang: str
) -> None:
    both = pair(city, "population_density_km2", "elderly_share_pct")
    shown = page(lang, city, second="elderly_share_pct")
    assert both.classes.counts.shape == (k, k)
    key = pattern_pair.pair_key(shown, both)
    counts = [int(text) for text in re.findall(r"height:40px;border:0\">(\d+)<", key)]
    assert sum(counts) == both.classes.n
    assert len(counts) == k * k
    painted = re.search(
        r'"classes":"([^"]*)"',
        next(iter(pattern_pair.pair_paint(shown, both, "alt")._children.values())).payload,
    )
    assert painted
    assert len(painted[1]) == len(both.around)
    assert set(painted[1]) - {"x"} <= set("012345678"[: k * k])
    lines = pattern_pair.pair_lines(shown, both)
    assert number(both.moran.statistic, 2, lang) in lines[0]
    assert number(both.moran.correlation, 2, lang) in lines[-1]
    assert LEAK.search(" ".join(lines)) is None
    table, codes = pattern_pair.pair_table(shown, both)
    assert len(table) == len(codes) == len(both.around)
    assert ("30" in pattern_pair.pair_note(shown, both)) == (k == 2)
    chart = pair_scatter(shown, both)
    points, line = chart.figure.data
    assert [str(code[0]) for code in points.customdata] == list(both.moran.scatter.index)
    assert np.polyfit(points.x, points.y, 1)[0] == pytest.approx(both.moran.statistic)
    assert (line.y[1] - line.y[0]) / (line.x[1] - line.x[0]) == pytest.approx(both.moran.statistic)
    check_words(chart)


def test_equal_seconds_are_nothing_to_test() -> None:
    shown = page("en", "32.11", second="elderly_share_pct")
    flat = pattern_pair.pair_of(
        shown.pattern.values, shown.pattern.values * 0, shown.pattern.neighbours, decimals=(0, 0)
    )
    assert flat.classes.status == "no_variation"
    assert len(pattern_pair.pair_lines(shown, flat)) == 1
    few = pattern_pair.pair_of(
        shown.pattern.values,
        shown.pattern.values.where(np.arange(26) < 5),
        shown.pattern.neighbours,
        decimals=(0, 0),
    )
    assert "n = " in pattern_pair.pair_lines(shown, few)[0]


# A reader's own figures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_own_rates_of_any_city_get_a_page(lang: str) -> None:
    from datetime import date

    from geodata.overlay import Overlay
    from geodata.own import OwnData
    from views.availability import with_more
    from views.choices import Choices
    from views.own import add_to_session, guess_settings

    codes = store().place_table("district", within="33.74")["code"].astype(str)  # Kota Semarang
    observed = pd.DataFrame(
        {"code": codes, "year": 2025, "indicator": "Angka <b>", "value": np.linspace(1.25, 9.5, len(codes))}
    )
    settings = guess_settings(observed, {"Angka <b>": "%"})
    own = add_to_session(
        OwnData(), store(), observed, settings, title="a.csv", level="district", day=date(2026, 11, 28)
    )
    over = Overlay(store(), own)
    counts = with_more(there(), own.observations, over.catalogue())
    offered = Choices(choices().cities, counts)
    assert "33.74" in pattern_cities(offered)
    assert levels_of(counts, "33.74") == ("district",)
    chosen, ignored = read_selection({"city": "33.74", "lang": lang}, {}, offered, page="patterns")
    assert ignored == []
    name = str(own.catalogue["indicator"].iloc[0])
    assert (chosen.indicator, chosen.year) == (name, 2025)
    values = city_values(over, "33.74", "district", name, 2025)
    shown = build_patterns(
        over,
        chosen,
        pattern_of(values, city_neighbours(over, "33.74", "district")),
        theme="light",
        cities=names(),
    )
    assert shown.moran.n == len(codes) == 16
    assert LEAK.search(told(shown)) is None
    assert len(classes_of(shown)) == 16
    found = pattern_inequality.inequality_of(shown)
    assert found.weight == ""
    assert found.gini.value == gini(values).value
    assert smoothed_rates(shown) is None
    assert pattern_levels.other_level(counts, chosen) is None
    assert "<b>" not in pattern_map.key(shown)
    outlines, height = pattern_lineup.outline_paths(over, "33.74", "district")
    assert len(outlines) == 16
    assert height > 50
