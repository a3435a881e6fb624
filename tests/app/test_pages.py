"""Every page in both languages, run through ``app.py``: it opens, and the numbers it shows are those of the store."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from analytics.comparability_rules import RULES
from geodata import open_store
from tests.app import reading, stores
from tests.app.reading import LANGUAGES, PAGES
from views.messages import load
from views.method import method_parts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

EVERY_PAGE = [(page, lang) for page in PAGES for lang in LANGUAGES]
WORD = re.compile(r"[^\W\d_]{2,}")
SITES = re.compile(r"[a-z.]+\.[a-z]{2,}(, [a-z.]+\.[a-z]{2,})*")
LITERATURE = re.compile(r"- \w\. [^:]+ \(\d{4}\): .*")  # works cited keep their titles
PLACEHOLDER = re.compile(r"\{[^}]*\}")


@cache
def opened(page: str, lang: str) -> AppTest:
    """A page as a link with nothing but the language opens it; run once, to be read only."""
    return reading.run_page(page, lang)


@cache
def text(page: str, lang: str) -> str:
    """All words of that page."""
    return reading.text_of(opened(page, lang))


def lone(number: str) -> re.Pattern[str]:
    """A number that is not a piece of a longer one."""
    return re.compile(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)")


def says(page: str, lang: str, number: str) -> bool:
    """Whether a page shows a number."""
    return lone(number).search(text(page, lang)) is not None


def thousands(value: float, lang: str) -> str:
    """A whole number with the marks of a language, written by other means than the program's."""
    return f"{value:,.0f}".replace(",", "." if lang == "id" else ",")


# Every page opens -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "lang"), EVERY_PAGE)
def test_opens_without_a_fault(page: str, lang: str) -> None:
    app = opened(page, lang)
    assert [e.value for e in (*app.exception, *app.error, *app.warning)] == []
    assert reading.read(app).pages == [page]
    assert app.query_params["lang"] == lang


def test_address_without_a_page_is_the_overview() -> None:
    app = reading.run_page(lang=None)
    assert reading.read(app).pages == ["overview"]


@pytest.mark.parametrize(("page", "lang"), EVERY_PAGE)
def test_every_page_names_the_boundary_vintage_and_two_the_data_version(page: str, lang: str) -> None:
    footer = reading.read(opened(page, lang)).texts[-1]
    assert "Kepmendagri 300.2.2-2430/2025" in footer
    assert (stores.read_manifest(stores.STORE).version in footer) == (page in ("data", "method"))


@pytest.mark.parametrize(("page", "lang"), EVERY_PAGE)
def test_html_holds_nothing_that_streamlit_takes_away(page: str, lang: str) -> None:
    """Streamlit cleans HTML: vector graphics, scripts and form elements would vanish without a word."""
    gone = {"svg", "script", "iframe", "form", "input", "object", "link"}
    assert gone & set(reading.read(opened(page, lang)).tags) == set()


@pytest.mark.parametrize(
    ("page", "lang"), [(page, lang) for page in ("overview", "city", "compare") for lang in LANGUAGES]
)
def test_maps_and_charts_have_alternative_texts(page: str, lang: str) -> None:
    app = opened(page, lang)
    drawn = reading.maps(app)
    assert len(drawn) == 1
    assert len(drawn[0].paint["alt"]) > 40
    assert all(len(chart.alt) > 40 for chart in reading.charts(app))


# Overview ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "value", "rank"),
    [("en", "83.90", "rank 14 of 514"), ("id", "83,90", "peringkat 14 dari 514")],
)
def test_overview_ranks_makassar(lang: str, value: str, rank: str) -> None:
    assert f"Kota Makassar {value} ({rank})" in text("overview", lang)


@pytest.mark.parametrize(
    ("lang", "value", "rank"),
    [("en", "73.11", "rank 185–186 of 514"), ("id", "73,11", "peringkat 185–186 dari 514")],
)
def test_overview_gives_a_band_to_equal_values(lang: str, value: str, rank: str) -> None:
    assert f"Kab. Banyuwangi {value} ({rank})" in text("overview", lang)


@pytest.mark.parametrize(("lang", "people"), [("en", "11.04 million people"), ("id", "11,04 juta jiwa")])
def test_overview_counts_the_people_of_jakarta(lang: str, people: str) -> None:
    assert people in text("overview", lang)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Jakarta, a province and not ranked with them: 83.08."),
        ("id", "Jakarta berstatus provinsi sehingga tidak ikut diperingkat; nilainya 83,08."),
    ],
)
def test_jakarta_is_not_ranked_with_regencies(lang: str, words: str) -> None:
    sentence = next(t for t in reading.read(opened("overview", lang)).texts if "14 " in t and "514" in t)
    assert sentence.endswith(words)
    assert sentence.count("514") == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_overview_map_holds_every_regency(lang: str) -> None:
    (country,) = reading.maps(opened("overview", lang))
    hdi = stores.table("observations").query("indicator == 'hdi' and year == 2024 and code.str.len() == 5")
    expected = {f"{value:.2f}".replace(".", "," if lang == "id" else ".") for value in hdi["value"]}
    assert len(country.layer("regency")["classes"]) == 514
    assert "x" not in country.layer("regency")["classes"]
    assert set(country.texts("regency")) == expected


def test_overview_marks_the_four_pilots() -> None:
    (country,) = reading.maps(opened("overview", "en"))
    marks = country.paint["panels"][0]["marks"]
    assert {mark["code"]: mark["text"] for mark in marks} == {
        "31": "83.08", "73.71": "83.90", "35.10": "73.11", "32.11": "73.73",
    }  # fmt: skip
    assert len({mark["shape"] for mark in marks}) == len({mark["color"] for mark in marks}) == 4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_overview_says_what_is_known_of_each_pillar(lang: str) -> None:
    rows = [row for row in reading.read(opened("overview", lang)).rows if len(row) == 5]
    counts = [re.match(r"(\d+) (?:of|dari) (\d+)", cell) for row in rows for cell in row[1:]]
    found = [(int(match[1]), int(match[2])) for match in counts if match]
    assert len(found) >= 4 * 8
    assert all(0 <= have <= there for have, there in found)
    assert any(have < there for have, there in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_overview_tells_of_the_network_in_a_line(lang: str) -> None:
    """The list itself, and the way from here to it, are tested with its own page."""
    network = stores.table("ascn")
    headings = [name for name in ("Thailand", "Indonesia") if name in text("overview", lang)]
    assert len(headings) == 2
    assert says("overview", lang, str(len(network)))
    assert "Sumedang (2024)" in text("overview", lang)
    assert "Kuala Lumpur" not in text("overview", lang)


# City map ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_city_map_shows_the_density_of_each_district(lang: str) -> None:
    (city,) = reading.maps(opened("city", lang))
    density = stores.table("observations").query(
        "indicator == 'population_density_km2' and code.str.startswith('35.10.')"
    )
    expected = [thousands(value, lang) for value in density.sort_values("code")["value"]]
    assert len(expected) == 25
    assert city.texts("district") == expected
    assert expected[15] == {"en": "4,626", "id": "4.626"}[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_city_headline_names_highest_and_lowest(lang: str) -> None:
    headline = reading.read(opened("city", lang)).texts[0]
    assert "Kabupaten Banyuwangi" in headline
    assert headline.index("Banyuwangi", headline.index(":")) < headline.index("Tegaldlimo")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_city_chart_and_its_table_hold_the_same_places(lang: str) -> None:
    app = opened("city", lang)
    (chart,) = reading.charts(app)
    codes = [code[0] for trace in chart.traces for code in trace.get("customdata", [])]
    rows = [row for row in reading.read(app).rows if len(row) >= 2 and "4626" in re.sub(r"[.,]", "", row[-1])]
    assert len(set(codes)) == 25
    assert any("Banyuwangi" in row[0] for row in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_city_profile_shows_value_year_and_rank(lang: str) -> None:
    rows = reading.read(opened("city", lang)).rows
    hdi = next(row for row in rows if "185–186" in row[0])
    assert hdi[1] == {"en": "73.11 2024", "id": "73,11 2024"}[lang]


# Compare ----------------------------------------------------------------------------------------------------------------


def side_by_side(lang: str) -> dict[str, list[str]]:
    """Rows of the table of all figures, by the indicator's id."""
    catalogue = stores.table("catalogue").set_index(f"name_{lang}")["indicator"]
    rows = reading.read(opened("compare", lang)).rows
    start = max(i for i, row in enumerate(rows) if row[1:] and row[1] == "Jakarta")
    names = {row[0]: row[1:] for row in rows[start + 1 :]}
    return {id_: names[name] for name, id_ in catalogue.items() if name in names} | {
        id_: cells
        for name, id_ in catalogue.items()
        for row, cells in names.items()
        if row.startswith(f"{name} (")
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_compare_table_holds_the_published_figures(lang: str) -> None:
    rows = side_by_side(lang)
    expected = ["83.08 (2024)", "83.90 (2024)", "73.11 (2024)", "73.73 (2024)"]
    assert rows["hdi"] == [cell.replace(".", ",") if lang == "id" else cell for cell in expected]
    people = [reading.number(cell.split(" ")[0], lang) for cell in rows["population_registered"]]
    assert people == [11_038_216, 1_482_354, 1_791_789, 1_226_660]


@pytest.mark.parametrize(
    ("lang", "nothing", "lacking"),
    [("en", "No data", "Not loaded here"), ("id", "Tidak ada data", "Belum dimuat di atlas ini")],
)
def test_compare_table_tells_missing_figures_from_those_not_loaded(
    lang: str, nothing: str, lacking: str
) -> None:
    for indicator, said in (("waste_managed_share", nothing), ("unemployment_rate", lacking)):
        jakarta, *others = side_by_side(lang)[indicator]
        assert jakarta == said
        assert all("%" in cell for cell in others)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_compare_table_leaves_no_indicator_out(lang: str) -> None:
    catalogue = stores.table("catalogue").query("rankable")["indicator"]
    there = stores.table("observations").query("code in ('31', '73.71', '35.10', '32.11')")["indicator"]
    assert set(side_by_side(lang)) == set(catalogue) & set(there)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_compare_has_one_panel_a_city_and_one_palette(lang: str) -> None:
    (wall,) = reading.maps(opened("compare", lang))
    assert wall.config["wall"] is True
    assert [panel["scene"].split("-", 1)[1].rsplit(".", 2)[0] for panel in wall.config["panels"]] == [
        "31", "73.71", "35.10", "32.11",
    ]  # fmt: skip
    assert len(wall.paint["panels"]) == 4
    assert len(wall.paint["palette"]) == 5


def test_compare_says_that_jakarta_is_of_another_kind() -> None:
    assert "Jakarta is a province" in text("compare", "en")
    assert "provinsi" in text("compare", "id")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_compare_strip_holds_all_regencies_and_marks_the_chosen(lang: str) -> None:
    _, strip, _ = reading.charts(opened("compare", lang))
    dots = [trace for trace in strip.traces if trace.get("mode") == "markers"]
    shown = sorted(value for trace in dots for value in reading.numbers(trace))
    hdi = stores.table("observations").query("indicator == 'hdi' and year == 2024 and code.str.len() == 5")
    assert shown == pytest.approx(sorted(hdi["value"]))
    assert "514" in strip.alt and "515" not in strip.alt  # Jakarta, a province, is not one of them
    assert all(rank in strip.alt for rank in ("185–186", "173"))


def test_compare_gives_median_and_weighted_mean() -> None:
    hdi = stores.table("observations").query("indicator == 'hdi' and year == 2024 and code.str.len() == 5")
    people = stores.table("observations").query(
        "indicator == 'population_registered' and code.str.len() == 5"
    )
    both = hdi.merge(people, on="code", suffixes=("", "_people"))
    mean = (both["value"] * both["value_people"]).sum() / both["value_people"].sum()
    assert says("compare", "en", f"{hdi['value'].median():.2f}")
    assert says("compare", "en", f"{mean:.2f}")


# Data and method --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "133 of 133 indicators"), ("id", "133 dari 133 indikator")]
)
def test_catalogue_holds_131_indicators(lang: str, words: str) -> None:
    assert words in text("data", lang)
    names = set(stores.table("catalogue")[f"name_{lang}"])
    listed = {row[0] for row in reading.read(opened("data", lang)).rows}
    assert names <= listed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_source_is_listed(lang: str) -> None:
    titles = {reading.plain(title) for title in stores.table("sources")["title"]}
    app = reading.run_page("data", lang, tab="sources")
    listed = {row[1] for row in reading.read(app).rows if len(row) == 7}
    assert titles <= listed


def test_coverage_shows_years_and_gaps() -> None:
    app = reading.run_page("data", "en", tab="coverage")
    row = coverage_row(app, "Human Development Index (HDI)")
    assert len(row) == 4
    assert all(cell.startswith("2010–2024: Figure") for cell in row)
    app.selectbox(key="coverage_level").select("village").run()
    assert not app.exception
    desa = coverage_row(app, "Village Development Index (IDM)")
    assert "Not applicable" in desa[0] and "Not applicable" in desa[1]  # Jakarta and Makassar have no desa
    assert "2024: Figure" in desa[2] and "2024: Figure" in desa[3]


def coverage_row(app: AppTest, name: str) -> list[str]:
    """What the matrix says of an indicator, a cell a city."""
    body = "".join(str(element.proto.body) for element in app.get("html"))
    row = re.search(rf"<tr><th[^>]*><span class=.long.>{re.escape(name)}</span>.*?</tr>", body)
    assert row is not None, name
    return [html.unescape(words) for words in re.findall(r'aria-label="([^"]*)"', row[0])]


@pytest.mark.parametrize(("lang", "query"), [("en", "poverty line"), ("id", "garis kemiskinan")])
def test_catalogue_search_narrows_the_list(lang: str, query: str) -> None:
    app = reading.run_page("data", lang)
    app.text_input(key="catalogue_query").input(query).run()
    name = stores.table("catalogue").set_index("indicator").at["poverty_line", f"name_{lang}"]
    assert not app.exception
    assert re.search(r"\b([1-9]|1\d) (of|dari) 133\b", reading.text_of(app))
    assert name in app.selectbox(key="catalogue_indicator").options


@pytest.mark.parametrize("lang", LANGUAGES)
def test_catalogue_search_without_a_find_says_so(lang: str) -> None:
    app = reading.run_page("data", lang)
    app.text_input(key="catalogue_query").input("zzzz <b>").run()
    assert not app.exception
    assert re.search(r"\b0 (of|dari) 133\b", reading.text_of(app))


def test_record_of_an_indicator_is_complete() -> None:
    app = reading.run_page("data", "en")
    app.selectbox(key="catalogue_indicator").select("unemployment_rate").run()
    record = {row[0]: row[1] for row in reading.read(app).rows if len(row) == 2}
    assert not app.exception
    assert record["Id"] == "unemployment_rate"
    assert record["Direction"] == "lower is better"
    assert "Statistics Indonesia" in record["Sources"]
    assert "2024" in record["Levels and years"]


@pytest.mark.parametrize(("lang", "districts"), [("en", "7,285"), ("id", "7.285")])
def test_method_counts_places_figures_and_indicators(lang: str, districts: str) -> None:
    assert says("method", lang, "514")
    assert says("method", lang, districts)
    assert says("method", lang, "133")
    assert says("method", lang, thousands(len(stores.table("observations")), lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_method_has_a_drawer_for_every_section(lang: str) -> None:
    app = opened("method", lang)
    parts = method_parts(open_store(), lang)
    *drawers, foot = app.expander
    assert foot.label == {"id": "Simpan dan bagikan halaman ini", "en": "Take this page away"}[lang]
    assert [drawer.label for drawer in drawers] == [
        section.title for part in parts for section in part.sections
    ]
    texts = [[one.value for one in drawer.markdown] for drawer in drawers]
    assert texts == [[section.text] for part in parts for section in part.sections]
    assert sum(len(row) == 4 for row in reading.read(app).rows) > len(RULES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_method_compares_drawn_and_official_area(lang: str) -> None:
    rows = {row[1]: row for row in reading.read(opened("method", lang)).rows if len(row) == 7}
    for code in ("31", "73.71", "35.10", "32.11"):
        drawn, official, percent = (reading.number(cell, lang) for cell in rows[code][2:5])
        assert abs(drawn / official - 1) * 100 == pytest.approx(abs(percent), abs=0.06)  # printed digits
        assert abs(percent) <= 0.3


# One language a page ----------------------------------------------------------------------------------------------------


@cache
def texts_of_ours() -> dict[str, frozenset[str]]:
    """Texts of the program and of the registry by language, those that are the same in both left out."""
    ours: dict[str, set[str]] = {"en": set(), "id": set()}
    for message in load("id"):
        for side, texts in (("en", message.id), ("id", message.string)) if message.id else ():
            ours[side].update([texts] if isinstance(texts, str) else texts)
    for name, stems in {
        "catalogue": ("name", "definition", "unit", "comparable_note"), "sources": ("caveats",),
    }.items():  # fmt: skip
        table = stores.table(name)
        for stem in stems:
            for side, found in ours.items():
                found.update(table[f"{stem}_{side}"].str.replace(r"[{}]", "", regex=True))
    return {
        side: frozenset(reading.plain(t) for t in found - ours["id" if side == "en" else "en"])
        for side, found in ours.items()
    }


@cache
def foreign(lang: str) -> frozenset[str]:
    """Texts that do not belong on a page in this language; words that its own texts quote ("kelurahan/desa") do."""
    own = "\n".join(texts_of_ours()[lang])
    return frozenset(text for text in texts_of_ours()["en" if lang == "id" else "id"] if text not in own)


@cache
def phrases(lang: str) -> re.Pattern[str]:
    """The longer ones of them, filled in or not, anywhere in a text."""
    found = []
    for whole in foreign(lang):
        pieces = [re.escape(piece.strip()).replace(r"\ ", " ") for piece in PLACEHOLDER.split(whole)]
        letters = {word.lower() for word in WORD.findall(PLACEHOLDER.sub("", whole))}
        if len(letters) >= 2 and sum(map(len, letters)) >= 6:
            found.append(r" ?[^.;]{1,60}? ?".join(pieces).removeprefix(" ?[^.;]{1,60}? ?"))
    return re.compile(
        "|".join(rf"(?<!\w)(?:{pattern})(?!\w)" for pattern in sorted(found, key=len, reverse=True))
    )


def strangers(page: str, lang: str) -> list[str]:
    """Texts of a page that are in the other language. Titles of sources stay as their publishers wrote them."""
    titles = re.compile("|".join(re.escape(reading.plain(t)) for t in stores.table("sources")["title"]))
    words = [text for text in reading.words(opened(page, lang)) if not LITERATURE.fullmatch(text)]
    texts = {titles.sub("", text) for text in words}
    matches = {text: phrases(lang).search(text) for text in texts}
    return sorted(match[0] if match else t for t, match in matches.items() if match or t in foreign(lang))


@pytest.mark.parametrize(("page", "lang"), EVERY_PAGE)
def test_a_page_keeps_to_its_language(page: str, lang: str) -> None:
    assert strangers(page, lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("id", "Poverty rate (P0)"),
        ("id", "HDI of Kota Makassar: 83,90, rank 14 of 514"),
        ("id", "Poverty rate (P0), 2024"),
        ("en", "Tidak ada data"),
        ("en", "IPM: peringkat 14 dari 514"),
    ],
)
def test_a_foreign_phrase_is_seen(lang: str, text: str) -> None:
    assert text in foreign(lang) or phrases(lang).search(text)


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_is_the_same_in_both_languages(page: str) -> None:
    """A text that nobody translated stands on both pages; names of places and titles may."""
    sources = stores.table("sources")
    known = {reading.plain(str(cell)) for cell in sources.to_numpy().ravel()}
    both = set(reading.words(opened(page, "id"))) & set(reading.words(opened(page, "en"))) - known
    both = {text for text in both if not SITES.fullmatch(text) and not LITERATURE.fullmatch(text)}
    assert [text for text in both if len(re.findall(r"\b[a-z]{3,}\b", text)) >= 2] == []
