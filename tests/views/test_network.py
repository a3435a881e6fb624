"""The network: every city once, what its source says and no more, a map whose points are the table's rows."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import open_store
from tests.views.conftest import EVIL
from views.charts.network_map import EAST, NORTH, SOUTH, WEST, label_sides, land, network_map, year_marks
from views.markup import escape
from views.network import Network, build_network, network_line, network_table, nothing_named
from views.network_html import key_html, list_html, projects_html, site
from views.network_members import city_name, member_tokens, members
from views.picking import is_class, resolve
from views.theme import city_style

PICKED = re.compile(r'data-pick="([^"]+)"')
BOTH = pytest.mark.parametrize("lang", ["id", "en"])
STORE = open_store()
BUILT: dict[str, Network] = {lang: build_network(STORE, lang=lang, theme="light") for lang in ("id", "en")}


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


@BOTH
def test_every_city_has_a_row_and_a_point_where_it_lies(lang: str) -> None:
    chart, ascn = BUILT[lang].chart, STORE.ascn()
    assert sorted(chart.table.iloc[:, 0]) == sorted(city_name(city, lang) for city in ascn["city"])
    points = [t for t in chart.figure.data if t.mode == "markers+text"]
    drawn = sorted((round(x, 2), round(y, 2)) for t in points for x, y in zip(t.x, t.y, strict=True))
    assert drawn == sorted(zip(ascn["lon"].round(2), ascn["lat"].round(2), strict=True))
    assert {trace.type for trace in chart.figure.data} == {"scatter"}


@BOTH
def test_a_city_has_one_token_in_map_list_table_and_projects(lang: str) -> None:
    page, names = BUILT[lang], dict(BUILT[lang].names)
    points = [t for t in page.chart.figure.data if t.customdata is not None]
    carried = {row[0]: hover for t in points for row, hover in zip(t.customdata, t.hovertext, strict=True)}
    assert carried.keys() == names.keys() == set(page.chart.codes) == member_tokens(STORE.ascn())
    assert all(carried[token].startswith(f"<b>{city}</b>") for token, city in names.items())
    assert page.chart.table.iloc[:, 0].tolist() == [names[token] for token in page.chart.codes]
    assert sorted(PICKED.findall(page.list)) == sorted(names)
    assert {names[token] for token in PICKED.findall(page.projects)} == {
        "Jakarta",
        "Makassar",
        "Banyuwangi",
        "Sumedang",
    }
    (pilots,) = [t for t in points if "31" in {row[0] for row in t.customdata}]
    assert list(pilots.marker.color) == [city_style(row[0]).colour for row in pilots.customdata]
    assert not any(is_class(token) for token in names)


def test_cities_abroad_have_the_names_of_the_language() -> None:
    said = {lang: set(BUILT[lang].names.values()) for lang in ("id", "en")}
    assert {"Singapura", "Hanoi", "Kota Ho Chi Minh", "Jakarta", "Bangkok"} <= said["id"]
    assert {"Singapore", "Ha Noi", "Ho Chi Minh City", "Jakarta", "Bangkok"} <= said["en"]
    assert BUILT["id"].names.keys() == BUILT["en"].names.keys()  # a link means the same in both


@BOTH
def test_what_no_source_names_is_said_once(lang: str) -> None:
    page = BUILT[lang]
    words = {"id": "tidak disebut dalam sumber kami", "en": "not named in our sources"}[lang]
    assert words in nothing_named(lang)
    assert not page.chart.table.map(lambda cell: words in cell).to_numpy().any()
    picks = resolve("ascn-bangkok,ascn-manila", None, page.names)
    html = page.details(picks, lang=lang, theme="light")
    captions = re.findall(r"<caption.*?</caption>", html)
    assert [caption.count(f"({escape(nothing_named(lang))})") for caption in captions] == [1]
    assert words not in page.details(resolve("31", None, page.names), lang=lang, theme="light")


@BOTH
def test_marked_cities_are_told_with_their_rows(lang: str) -> None:
    page = BUILT[lang]
    picks = resolve("ascn-ho-chi-minh-city,31,35.07", None, page.names)
    html = page.details(picks, lang=lang, theme="light")
    assert sorted(PICKED.findall(html)) == ["31", "ascn-ho-chi-minh-city"]
    assert "2018" in html
    assert page.details(resolve("", None, page.names), lang=lang, theme="light") == ""


@BOTH
def test_sentences_hold_only_numbers_of_the_list_and_the_table(lang: str) -> None:
    page = BUILT[lang]
    there = numbers(page.key + page.list) | {
        n for row in page.chart.table.itertuples() for n in numbers(str(row))
    }
    assert numbers(page.headline + page.sentence) <= there
    assert {"31", "10", "26", "5", "2018", "2024"} <= numbers(page.headline)


@BOTH
def test_projects_and_focus_are_named_for_the_pilots_only_and_ours_are_marked(lang: str) -> None:
    found = members(STORE.ascn(), lang)
    assert {m.city for m in found if m.projects} == {m.city for m in found if m.home}
    assert (
        {m.city for m in found if m.focus}
        == {m.city for m in found if m.ours}
        == {m.city for m in found if m.home}
    )
    table = network_table(found, lang).set_index(network_table(found, lang).columns[0])
    others = [m.city for m in found if not m.home]
    assert len(set(table.loc[others].iloc[:, 2])) == 1  # the words of what no source names
    assert all(m.sources and all(url.startswith("https://") for url in m.sources) for m in found)
    html = projects_html([m for m in found if m.home], lang)
    assert html.count("atlas-tag") == 4


def test_focus_areas_are_in_the_readers_language() -> None:
    focus = {m.city: m.focus for m in members(STORE.ascn(), "id")}
    assert focus["Makassar"] == ("Kesehatan dan kesejahteraan", "Industri dan inovasi")


def test_the_list_counts_cities_by_country_and_names_later_years() -> None:
    html = list_html(members(STORE.ascn(), "en"), "en")
    row = next(r for r in html.split("<tr>") if "Thailand" in r)
    assert ">6<" in row
    words = re.sub(r"<[^>]+>", "", row)
    assert all(f"{city} (2024)" in words for city in ("Chiang Mai", "Khon Kaen", "Rayong"))
    assert "Bangkok (" not in words
    assert html.count('<th scope="row"') == 10


def test_countries_that_share_the_most_are_all_named() -> None:
    ascn = STORE.ascn()
    few = ascn[ascn["country"].isin(["Myanmar", "Philippines", "Singapore"])]
    assert "Myanmar and Philippines have the most cities, 3 each." in network_line(few, "en")
    assert "Indonesia" not in network_line(few, "en")


@BOTH
def test_a_network_without_cities_says_so_and_nothing_more(lang: str) -> None:
    nobody = STORE.ascn().iloc[:0]
    assert numbers(network_line(nobody, lang)) == {"0"}
    assert network_table(members(nobody, lang), lang).empty


def test_texts_of_a_file_stay_texts() -> None:
    ascn = STORE.ascn()
    ascn["city"], ascn["country"], ascn["project"] = EVIL, EVIL, EVIL
    ascn["source_url"], ascn["code"] = "javascript:alert(1)", None
    found = members(ascn, "en")
    html = list_html(found, "en") + key_html(found, "en", "dark") + projects_html(found, "en")
    assert "<script" not in html
    assert "href" not in html
    chart = network_map(
        ascn.assign(token=[m.token for m in found]),
        [[m.city, m.country] for m in found],
        lang="en",
        theme="dark",
        alt="",
        table=ascn,
    )
    assert "<script" not in chart.figure.to_json().replace("\\u003c", "<")


def test_sites_are_named_without_their_prefixes() -> None:
    assert site("https://m.antaranews.com/amp/berita/1/x") == "antaranews.com"
    assert site("https://www.medcom.id/a") == "medcom.id"
    assert site("not an address") == "not an address"


def test_each_year_has_a_marker_of_its_own_apart_from_the_pilots() -> None:
    marks = year_marks([2024, 2018, 2018])
    assert list(marks) == [2018, 2024]
    assert marks[2018].symbol != marks[2024].symbol
    assert len(year_marks(range(2018, 2030))) == 12


def test_land_lies_in_the_frame_and_under_every_country_of_the_network() -> None:
    outlines = land()
    assert len(outlines) == 11
    for outline in outlines.values():
        x, y = outline[:, 0], outline[:, 1]
        assert np.isnan(x[-1])
        assert np.nanmin(x) >= WEST - 1 and np.nanmax(x) <= EAST + 1
        assert np.nanmin(y) >= SOUTH - 1 and np.nanmax(y) <= NORTH + 1
    home = outlines["ID"]
    assert np.nanmin(home[:, 0]) == pytest.approx(95.2, abs=0.3)  # from Sabang
    assert np.nanmax(home[:, 0]) == pytest.approx(141.0, abs=0.1)  # to Merauke


@given(
    st.lists(
        st.tuples(st.floats(95, 138), st.floats(-10, 22), st.text("abcde ", min_size=1, max_size=14), st.booleans()),
        min_size=1, max_size=35,
    )
)  # fmt: skip
def test_names_on_the_map_never_run_into_each_other(rows: list[tuple[float, float, str, bool]]) -> None:
    from views.charts.network_map import WIDTH_PX, _boxes, _overlap

    frame = pd.DataFrame(rows, columns=["lon", "lat", "city", "ours"])
    frame["code"] = frame["ours"].map({True: "31", False: None})
    scale = WIDTH_PX / (EAST - WEST)
    placed = []
    for side, row in zip(label_sides(frame), frame.itertuples(), strict=True):
        if side:
            point = ((row.lon - WEST) * scale, (NORTH - row.lat) * scale)
            placed.append(dict(_boxes(point, len(row.city) * 6.2))[side])
    assert not any(_overlap(a, b) for i, a in enumerate(placed) for b in placed[:i])


def test_most_cities_have_their_name_on_the_map_and_all_pilots() -> None:
    ascn = STORE.ascn()
    sides = pd.Series(label_sides(ascn), index=ascn["city"])
    assert (sides != "").sum() >= 24
    assert (sides[["DKI Jakarta", "Makassar", "Banyuwangi", "Sumedang"]] != "").all()
