"""Notes about some places only, series that are named, figures that are published and not loaded."""

from __future__ import annotations

import json

import pytest

from geodata import open_store
from geodata.catalogue import load_indicators
from tests.views.conftest import record
from views.availability import availability
from views.catalogue import indicator_html, sources_table
from views.city import build_city
from views.comparability_texts import reason_text
from views.coverage import coverage_matrix
from views.coverage_html import coverage_html
from views.figures import make_figure
from views.headlines import caveats, subtitle
from views.notes import every_note, indicator_notes, is_not_loaded, lack_text, place_notes
from views.selection import Selection
from views.trends import build_trends

STORE = open_store()
CATALOGUE = STORE.catalogue().set_index("indicator", drop=False)
NOTES = json.dumps(
    [
        {"scope": ["31", "31.*"], "text_id": "Di Jakarta lain.", "text_en": "Other in Jakarta."},
        {"scope": ["73.71"], "text_id": "Di Makassar lain.", "text_en": "Other in Makassar."},
    ]
)
PUBLISHED = json.dumps([{"level": "province", "page": "https://example.org"}])


def noted(**changes: object) -> object:
    return record(comparable_note_id="Survei.", comparable_note_en="A survey.", place_notes=NOTES, **changes)


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["31"], ["Other in Jakarta."]),
        (["31.71.01"], ["Other in Jakarta."]),
        (["73.71"], ["Other in Makassar."]),
        (["73.71.01"], []),  # its scope is the city alone
        (["35.10", "32.11"], []),
        (["35.10", "73.71", "31"], ["Other in Jakarta.", "Other in Makassar."]),
        ([], []),
    ],
)
def test_a_note_is_shown_with_its_own_places_only(codes: list[str], said: list[str]) -> None:
    assert place_notes(noted(), codes, "en") == said
    assert indicator_notes(noted(), codes, "en") == ["A survey.", *said]


def test_the_record_of_an_indicator_holds_every_note() -> None:
    assert every_note(noted(), "id") == ["Survei.", "Di Jakarta lain.", "Di Makassar lain."]
    assert every_note(record(), "id") == []


@pytest.mark.parametrize(("lang", "words"), [("id", "Belum dimuat di atlas ini"), ("en", "Not loaded here")])
def test_what_is_published_and_not_loaded_is_not_called_absent(lang: str, words: str) -> None:
    row = record(not_loaded=PUBLISHED)
    assert lack_text(row, "31", lang) == words
    assert lack_text(row, "31.71", lang) == lack_text(record(), "31", lang) != words
    assert not is_not_loaded(row, "no code at all")


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("rule", ["missing_value", "too_few_values"])
def test_the_badge_gives_the_one_reason_that_holds(rule: str, lang: str) -> None:
    names = {"31": "Jakarta", "35.10": "Kab. Banyuwangi"}
    loaded = {"id": "belum dimuat", "en": "not loaded"}[lang]

    def say(places: tuple[str, ...]) -> str:
        reason = {"rule": rule, "places": places, "params": {}}
        return reason_text(reason, record(not_loaded=PUBLISHED), names=names, lang=lang)

    assert loaded in say(("31",))
    assert loaded not in say(("31", "35.10")), "of the other place nothing was published"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_human_development_says_its_series_in_the_subtitle(lang: str) -> None:
    figure = make_figure(STORE, "hdi", level="regency", year=2024)
    words = {"id": "dasar umur harapan hidup lama", "en": "old life-expectancy basis"}[lang]
    assert words in subtitle(figure, "Indonesia", "regency", lang)
    choice = Selection(lang=lang, cities=("73.71",), indicator="hdi", since=2010, year=2024)
    assert words in build_trends(STORE, availability(STORE), choice, theme="light").subtitle
    other = make_figure(STORE, "poverty_rate", level="regency", year=2024)
    assert words not in subtitle(other, "Indonesia", "regency", lang)


def test_the_notes_of_a_city_name_no_other_pilot() -> None:
    pilots = {"31": "Jakarta", "73.71": "Makassar", "35.10": "Banyuwangi", "32.11": "Sumedang"}
    figure = make_figure(STORE, "population", level="district", year=2024)
    for code, name in pilots.items():
        inside = [c for c in figure.values.index if c.startswith(f"{code}.")]
        text = caveats(figure, "id", codes=[code, *inside])
        assert name in text
        assert [other for other in pilots.values() if other != name and other in text] == []


@pytest.mark.parametrize(("city", "said"), [("31", 1), ("73.71", 0)])
def test_the_city_map_says_what_is_published_and_not_loaded(city: str, said: int) -> None:
    names = {"31": "Jakarta", "73.71": "Kota Makassar"}
    choice = Selection(lang="en", city=city, level="regency", indicator="unemployment_rate", year=2023)
    page = build_city(STORE, availability(STORE), choice, theme="light", cities=names)
    assert sum("Jakarta is published but not loaded" in note for note in page.notes) == said


def test_every_note_of_the_registry_reaches_the_catalogue_page() -> None:
    there = availability(STORE)
    html = indicator_html(there.catalogue.loc["hdi"], STORE.sources(), there, "id")
    assert "85,23 di rilis BPS" in html
    assert "84,15 di rilis BPS" in html
    assert "Deret" in html
    unemployed = indicator_html(there.catalogue.loc["unemployment_rate"], STORE.sources(), there, "id")
    assert "erakini.id" in unemployed


def test_the_store_has_the_texts_of_the_registry() -> None:
    fresh = load_indicators().set_index("indicator")
    for column in ("comparable_note_id", "comparable_note_en", "basis_id", "place_notes", "not_loaded"):
        assert CATALOGUE[column].tolist() == fresh[column].tolist()


def test_coverage_marks_what_is_published_and_not_loaded() -> None:
    names = {"31": "Jakarta", "35.10": "Kabupaten Banyuwangi"}
    matrix = coverage_matrix(STORE, names=names, indicators=["unemployment_rate", "waste_managed_share"])
    assert matrix.not_loaded == {"unemployment_rate"}
    html = coverage_html(matrix, lang="en", theme="light")
    cell = html.split("Open unemployment rate")[1].split("</td>")[0]
    assert "published, not loaded here" in cell
    assert ">↓<" in cell
    assert "↓" not in html.split("Waste managed")[1]


def test_sources_speak_the_readers_language() -> None:
    tables = {lang: sources_table(STORE.sources(), lang) for lang in ("id", "en")}
    licence, read = tables["id"].columns[3], tables["id"].columns[6]
    english = tables["id"][licence].str.contains(
        r"\b(?:free|with|states|stated|public|open|repository|copy)\b"
    )
    assert tables["id"][licence][english].tolist() == []
    assert (
        tables["id"][read][tables["id"][read].str.contains(r"\b(?:and|the|of|with|pages)\b")].tolist() == []
    )
    assert "free to use with attribution" in tables["en"].iloc[1, 3]
