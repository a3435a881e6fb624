"""The matrix and the map of what we do not know: they say what the store holds, with a mark for every kind of absence."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from streamlit_folium import generate_leaflet_string

from geodata import open_store
from views.absence import Absence
from views.availability import PILOTS, availability
from views.coverage import CoverageMatrix, coverage_matrix, coverage_sentence, only_as_province, pillars_at
from views.coverage_html import KINDS, coverage_html, kind_text
from views.coverage_map import coverage_map

if TYPE_CHECKING:
    import pandas as pd

STORE = open_store()
NAMES = STORE.place_table().set_index("code")["name"].to_dict()


@pytest.fixture(scope="module")
def matrices() -> dict[str, CoverageMatrix]:
    return {
        level: coverage_matrix(STORE, names=NAMES, level=level)
        for level in ("regency", "district", "village")
    }


def state(matrix: CoverageMatrix, indicator: str, city: str, year: int) -> pd.Series:
    table = matrix.states.set_index(["indicator", "city", "year"])
    return table.loc[(indicator, city, year)]


# The model


def test_every_figure_of_the_pilots_is_in_the_matrix(matrices: dict[str, CoverageMatrix]) -> None:
    """Counted another way: straight from the store's observations."""
    for level in ("district", "village"):
        values = STORE.values(level=level)
        for city in PILOTS:
            mine = values[values["code"].str.startswith(f"{city}.")]
            table = matrices[level].states
            assert table.loc[table["city"] == city, "n"].sum() == len(
                mine[mine["indicator"].isin(table["indicator"])]
            )
    own = matrices["regency"].states
    for city in ("73.71", "35.10", "32.11"):
        mine = STORE.values(codes=[city])
        assert own.loc[own["city"] == city, "n"].sum() == len(mine)


def test_the_kinds_of_absence_are_told_apart(matrices: dict[str, CoverageMatrix]) -> None:
    regency, district = matrices["regency"], matrices["district"]
    assert state(regency, "hdi", "35.10", 2024)["state"] == "value"
    assert state(regency, "grdp_per_capita_real", "35.10", 2024)["state"] == "provisional"
    assert state(regency, "unemployment_rate", "35.10", 2016)["state"] == "other_year"
    assert state(regency, "integrity_index", "35.10", 2012)["state"] == "no_data"
    assert state(district, "idm_score", "73.71", 2024)["state"] == "not_applicable"
    assert state(district, "transjakarta_brt_stops", "35.10", 2024)["state"] == "not_applicable"
    assert state(district, "poor_families_share_reported_pct", "32.11", 2023)["state"] == "unreliable"
    assert (matrices["village"].states["state"] == "zero").any() or (regency.states["state"] == "zero").any()


def test_jakarta_is_a_province_and_its_six_stand_in_where_it_has_no_figure(
    matrices: dict[str, CoverageMatrix],
) -> None:
    own = state(matrices["regency"], "poverty_rate", "31", 2024)
    assert (own["n"], own["expected"], own["instead"]) == (1, 1, False)
    parts = state(matrices["regency"], "life_expectancy", "31", 2024)
    assert (parts["n"], parts["expected"], parts["instead"]) == (6, 6, True)


def test_filters_choose_rows_and_keep_the_order_of_pillars(matrices: dict[str, CoverageMatrix]) -> None:
    living = coverage_matrix(STORE, names=NAMES, pillars=["living"])
    assert set(living.catalogue["pillar"]) == {"living"}
    one = coverage_matrix(STORE, names=NAMES, indicators=["hdi"], cities=["35.10"])
    assert list(one.catalogue.index) == ["hdi"]
    assert list(one.names) == ["35.10"]
    pillars = matrices["regency"].catalogue["pillar"].drop_duplicates().tolist()
    assert pillars == pillars_at(STORE, "regency")
    assert pillars[0] == "governance"


def test_a_store_without_an_indicator_at_a_level_says_so() -> None:
    empty = coverage_matrix(STORE, names=NAMES, level="village", indicators=["hdi"])
    assert empty.years == ()
    assert coverage_sentence(empty, "en") == "There is no indicator here at this level."
    assert "There is no indicator here at this level." in coverage_html(empty, lang="en", theme="light")


def test_sentence_counts_what_is_possible(matrices: dict[str, CoverageMatrix]) -> None:
    text = coverage_sentence(matrices["village"], "en")
    match = re.search(r"Kota Makassar (\d+) of (\d+)", text)
    assert match is not None
    table = matrices["village"].states
    mine = table[table["city"] == "73.71"]
    with_figures = mine[mine["n"] > 0]["indicator"].nunique()
    possible = mine[mine["state"] != "not_applicable"]["indicator"].nunique()
    assert (int(match[1]), int(match[2])) == (with_figures, possible)
    assert possible < matrices["village"].catalogue.shape[0]


# The page


class Cells(HTMLParser):
    """Reads rows of the matrix: heads, labels of strips, classes and spans of bars."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: list[str] = []
        self.widths: list[int] = []
        self.open: list[str] = []
        self.scopes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in {"col", "img", "br", "input"}:
            self.open.append(tag)
        if found.get("class") == "strip" and "aria-label" in found:
            self.labels.append(found["aria-label"])
            self.widths.append(0)
        elif tag == "i" and self.labels and "grid-column:1" not in found.get("style", ""):
            span = re.search(r"span (\d+)", found.get("style", ""))
            self.widths[-1] += int(span[1]) if span else 1
        if "scope" in found:
            self.scopes.append(found["scope"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(matrix: CoverageMatrix, lang: str = "en", theme: str = "light") -> tuple[str, Cells]:
    html = coverage_html(matrix, lang=lang, theme=theme)
    cells = Cells()
    cells.feed(html)
    assert cells.open == []
    return html, cells


@pytest.mark.parametrize("level", ["regency", "district", "village"])
def test_each_strip_fills_all_years_and_says_so(matrices: dict[str, CoverageMatrix], level: str) -> None:
    matrix = matrices[level]
    _, cells = read(matrix)
    assert len(cells.labels) == len(matrix.catalogue) * len(PILOTS)
    assert set(cells.widths) == {len(matrix.years)}
    assert cells.scopes.count("col") == len(PILOTS)
    assert cells.scopes.count("row") == len(matrix.catalogue)


def test_words_of_a_strip(matrices: dict[str, CoverageMatrix]) -> None:
    _, cells = read(coverage_matrix(STORE, names=NAMES, indicators=["unemployment_rate"], cities=["35.10"]))
    assert cells.labels == [
        "2010–2015: Figure; 2016: None this year, but the year before or after; 2017–2024: Figure"
    ]
    _, cells = read(coverage_matrix(STORE, names=NAMES, indicators=["life_expectancy"], cities=["31"]))
    assert "that of the province is published, not loaded here (6 of 6)" in cells.labels[0]
    _, cells = read(coverage_matrix(STORE, names=NAMES, indicators=["waste_managed_share"], cities=["31"]))
    assert "(6 of 6), for its regencies and cities and not for the province" in cells.labels[0]
    schools = coverage_matrix(
        STORE, names=NAMES, level="district", indicators=["primary_schools"], cities=["73.71"]
    )
    assert "2019: Figure for some of the places only (14 of 15)" in read(schools)[1].labels[0]


def test_every_kind_has_words_and_a_look_of_its_own() -> None:
    for lang in ("id", "en"):
        words = [kind_text(kind, lang) for kind in KINDS]
        assert len(set(words)) == len(KINDS)
    signs = {kind: re.search(rf'class="{kind.replace("_", "-")}"[^>]*>([^<]*)<', coverage_html(
        coverage_matrix(STORE, names=NAMES, level="district"), lang="en", theme="dark")) for kind in KINDS}  # fmt: skip
    found = {kind: match[1] for kind, match in signs.items() if match is not None}
    assert found["no_data"] == Absence.NO_DATA.mark
    assert found["not_applicable"] == Absence.NOT_APPLICABLE.mark
    assert found["unreliable"] == Absence.UNRELIABLE.mark
    assert found["zero"] == Absence.ZERO.mark
    assert found["other_year"] == Absence.OTHER_YEAR.mark
    assert found["value"] == found["part"] == ""
    assert len(set(found.values()) - {""}) == len(found) - 2  # no two kinds share a sign


def test_figure_of_jakarta_only_as_a_province_says_so() -> None:
    names = ["integrity_index", "hdi"]
    matrix = coverage_matrix(STORE, names=NAMES, indicators=names, cities=["31", "35.10"])
    assert matrix.province_only == {"integrity_index"}
    html, cells = read(matrix)
    assert [kind_text("province", "en") in label for label in cells.labels] == [True, False, False, False]
    assert html.count('<i class="province"') == 2  # in the legend and in the cell
    known = availability(STORE)
    assert [only_as_province(known, name) for name in names] == [True, False]
    assert not only_as_province(known, "no such")


def test_legend_shows_the_five_kinds_even_where_one_does_not_occur() -> None:
    html, _ = read(coverage_matrix(STORE, names=NAMES, indicators=["hdi"], cities=["35.10"]))
    legend = html[html.index("<ul>") : html.index("</ul>")]
    for kind in ("no_data", "not_applicable", "unreliable", "zero", "other_year"):
        assert kind_text(kind, "en") in legend
    assert kind_text("part", "en") not in legend


def test_names_from_a_file_reach_the_page_as_text(matrices: dict[str, CoverageMatrix]) -> None:
    evil = "<script>alert('x')</script> \"q\" `${7*7}`"
    small = coverage_matrix(STORE, names={"35.10": evil}, indicators=["hdi"], cities=["35.10"])
    catalogue = small.catalogue.assign(name_en=evil, short_en=evil, pillar=evil)
    html, _ = read(CoverageMatrix(small.states, catalogue, small.names, small.years, small.level))
    assert "<script" not in html
    assert "${" not in html
    assert html.count("&lt;script&gt;") == 4


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_style_touches_nothing_else(matrices: dict[str, CoverageMatrix], theme: str) -> None:
    html, _ = read(matrices["village"], theme=theme)
    sheet = html[len("<style>") : html.index("</style>")]
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"@media \(max-width:\d+px\)\{", "", sheet))
    assert len(selectors) > 20
    assert all(part.strip().startswith(".atlas-coverage") for text in selectors for part in text.split(","))


def test_cities_of_a_session_stand_beside_the_pilots() -> None:
    matrix = coverage_matrix(STORE, names=NAMES, cities=["35.10", "11.01", "no such"], indicators=["hdi"])
    assert list(matrix.names) == ["35.10", "11.01"]
    assert read(matrix)[1].labels[1].startswith("2010")


# The map


def test_map_of_all_indicators() -> None:
    model = coverage_map(STORE, lang="en")
    catalogue = STORE.catalogue()
    ids = catalogue[catalogue["rankable"] & catalogue["levels"].map(lambda levels: "regency" in levels)][
        "indicator"
    ]
    mine = STORE.values(list(ids), codes=["35.10"])["indicator"].nunique()
    assert model.figure.values["35.10"] == pytest.approx(100 * mine / len(ids))
    assert len(model.figure.values) == 514
    assert f"Of {len(ids)} indicators" in model.sentence
    assert sum(model.figure.classes.counts(model.figure.values)) == 514
    assert "%" in model.legend(lang="en", theme="light")


def test_map_of_the_latest_year() -> None:
    model = coverage_map(STORE, lang="en", indicator="waste_managed_share")
    known = STORE.values("waste_managed_share", level="regency")["code"].nunique()
    assert int(model.figure.values.notna().sum()) == known
    assert model.sentence.startswith(f"{known} of 514 regencies and cities have a figure for 2024")
    assert f"{514 - known} none at all" in model.sentence
    legend = model.legend(lang="id", theme="dark")
    assert ">2024<" in legend
    assert "2.024" not in legend
    assert set(model.figure.texts("id")) == {"2024", ""}


def test_map_of_an_indicator_without_figures_still_stands() -> None:
    model = coverage_map(STORE, lang="en", indicator="idm_score")
    assert model.sentence == "There is no figure for any regency or city."
    assert "514" in model.legend(lang="en", theme="light")
    model.paint(lang="en", theme="light")


def test_map_of_the_number_of_years() -> None:
    model = coverage_map(STORE, lang="en", indicator="unemployment_rate", measure="years")
    years = STORE.values("unemployment_rate", codes=["35.10"])["year"].nunique()
    assert model.figure.values["35.10"] == years
    with pytest.raises(ValueError, match="`measure` must be latest or years, it is 'oldest'"):
        coverage_map(STORE, lang="en", indicator="hdi", measure="oldest")


def test_map_paints_every_regency_with_its_year() -> None:
    model = coverage_map(STORE, lang="id", indicator="integrity_index")
    paint = model.paint(lang="id", theme="dark", selected="35.10")
    chart = model.chart(STORE, "id")
    paint.add_to(chart)
    text = generate_leaflet_string(paint, base_id="0")
    assert len(re.findall(r'[|"]2022(?=[|"])', text)) == int((model.figure.values == 2022).sum())
    assert "35.10" in text
