"""The overview by district: words that are right for districts, in both languages; search; files."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.states import choices, known, store
from views.districts import FOUND, district_names, find, found_html
from views.overview import Overview, build_overview
from views.selection import Selection, read_selection
from views.takeaway.build import document
from views.takeaway.data import Export
from views.takeaway.files import of_figure
from views.takeaway.kit import Kit
from views.takeaway.state import State

SHARE, AREA, DENSITY = "kelurahan_share_pct", "area_km2_polygon", "population_density_km2"


@cache
def page(lang: str, indicator: str = SHARE, year: int = 2025) -> Overview:
    choice = Selection(lang=lang, level="district", indicator=indicator, year=year)
    return build_overview(store(), known(), choice, theme="light", cities=choices().cities)


@pytest.mark.parametrize(
    ("lang", "headline", "sentence"),
    [
        (
            "en",
            "Kelurahan share: from 0.0% to 100.0%; the median of all 7,285 districts is 0.0%",
            "Highest (100.0%) in 723 districts; lowest (0.0%) in 5,195 districts.",
        ),
        (
            "id",
            "Porsi kelurahan: dari 0,0% sampai 100,0%; median seluruh 7.285 kecamatan 0,0%",
            "Tertinggi (100,0%) di 723 kecamatan; terendah (0,0%) di 5.195 kecamatan.",
        ),
    ],
)
def test_all_districts_in_words(lang: str, headline: str, sentence: str) -> None:
    model = page(lang)
    assert (model.headline, model.sentence) == (headline, sentence)
    assert not [note for note in model.notes if "7" in note]


def test_numbers_of_the_headline_are_those_of_the_cells() -> None:
    model = page("en", AREA)
    values = model.figure.values
    low, high, middle = (f"{x:,.2f}" for x in (values.min(), values.max(), np.median(values)))
    assert f"from {low} to {high}\N{NO-BREAK SPACE}km²" in model.headline
    assert model.headline.endswith(f"{middle}\N{NO-BREAK SPACE}km²")
    assert model.names[values.idxmax()] in model.sentence
    assert model.names[values.idxmin()] in model.sentence
    assert model.sentence.startswith("Largest (")


@pytest.mark.parametrize(
    ("lang", "headline", "note"),
    [
        (
            "en",
            "110 of 7,285 districts have a figure",
            "7,175 of 7,285 districts have no figure of 2024 and are hatched",
        ),
        (
            "id",
            "110 dari 7.285 kecamatan memiliki angka",
            "7.175 dari 7.285 kecamatan belum memiliki angka tahun 2024 dan diberi arsiran",
        ),
    ],
)
def test_what_only_the_pilots_have_is_said(lang: str, headline: str, note: str) -> None:
    model = page(lang, DENSITY, 2024)
    assert headline in model.headline
    assert model.notes[0].startswith(f"{note}: ")
    assert all(name in model.notes[0] for name in ("Jakarta", "Makassar", "Banyuwangi", "Sumedang"))
    assert "514" not in " ".join([model.headline, model.sentence, *model.notes])


def test_one_equal_or_no_figure() -> None:
    model = page("en", AREA)
    figure = replace(model.figure, values=model.figure.values.where(model.figure.values.index == "35.10.05"))
    from views.districts import ends_sentence, missing_note, spread_headline

    said = spread_headline(figure, model.nation, model.names, "en")
    assert said.startswith("Polygon area: only Muncar, Kab. Banyuwangi has a figure")
    assert ends_sentence(figure, model.names, "en") == ""
    same = replace(figure, values=model.figure.values * 0 + 2)
    assert "all 7,285 districts with a figure have the same value" in spread_headline(
        same, model.nation, model.names, "en"
    )
    none = replace(figure, values=model.figure.values * np.nan)
    assert (
        spread_headline(none, model.nation, model.names, "en")
        == "Area of the polygon: no data for Indonesia in 2025"
    )
    assert missing_note(none, model.cities, "en") == ""
    assert "7,284 of 7,285 districts" in missing_note(figure, model.cities, "en")


def test_names_tell_districts_apart() -> None:
    names = district_names(store())
    assert len(names) == 7285
    assert names["35.10.05"] == "Muncar, Kab. Banyuwangi"
    assert len(set(names.values())) > 7270


def test_search_finds_by_code_by_name_and_by_a_part() -> None:
    names = page("en").names
    assert find("35.10.05", names) == ["35.10.05"]
    assert find("  MUNCAR ", names)[0] == "35.10.05"
    assert "35.10.05" in find("banyuwangi", names)
    assert find("", names) == []
    assert find("zzzz", names) == []


def test_what_is_found_can_be_pressed_and_holds_no_markup() -> None:
    html = found_html("<b>", {"35.10.05": "<b>Muncar</b>"}, "en")
    assert "<b>" not in html
    assert 'data-pick="35.10.05"' in html
    many = found_html("su", page("en").names, "en")
    assert many.count("data-pick") == FOUND
    assert f"the first {FOUND} are listed" in many
    assert "No place here" in found_html("zzzz", {"1": "a"}, "en")


def test_a_profile_of_a_district_ranks_it_inside_its_city() -> None:
    html = page("en").place_card("35.10.05")
    assert "Muncar, Kab. Banyuwangi" in html
    assert "of 25" in html
    assert page("en").place_card("35.10") != ""


def test_level_stands_in_the_link_and_a_city_by_district_asks_for_no_country_by_district() -> None:
    chosen, ignored = read_selection({"level": "district"}, {}, choices(), page="overview")
    assert (chosen.level, chosen.indicator, chosen.year, ignored) == ("district", SHARE, 2025, [])
    chosen, _ignored = read_selection({}, {"level": "district"}, choices(), page="overview")
    assert (chosen.level, chosen.indicator) == ("regency", "hdi")
    chosen, _ignored = read_selection({}, {"country_level": "district"}, choices(), page="overview")
    assert chosen.level == "district"
    chosen, ignored = read_selection({"level": "village", "place": "35.10"}, {}, choices(), page="overview")
    assert (chosen.level, chosen.place, [item.name for item in ignored]) == ("regency", "35.10", ["level"])


@pytest.mark.parametrize(
    ("place", "kept"),
    [("35.10.05", "35.10.05"), ("35.10", "35.10"), ("12.01", ""), ("35.10.99", ""), ("class-2", "class-2")],
)
def test_districts_and_pilots_can_be_picked(place: str, kept: str) -> None:
    chosen, _ignored = read_selection({"level": "district", "place": place}, {}, choices(), page="overview")
    assert chosen.place == kept


def test_whole_country_comes_first_among_the_indicators() -> None:
    names = choices().country_indicators("district")
    assert set(names[:3]) == {AREA, "village_count", SHARE}
    assert DENSITY in names


@pytest.mark.parametrize(
    ("kind", "most"), [("svg", 2_500_000), ("png", 900_000), ("geojson", 6_000_000), ("csv", 2_000_000)]
)
@pytest.mark.parametrize("indicator", [SHARE, AREA])
def test_the_map_leaves_as_files_of_a_fair_size(indicator: str, kind: str, most: int) -> None:
    kit = Kit.of(store())
    state = State(
        "overview",
        {"lang": "id", "level": "district", "indicator": indicator, "place": "class-1"},
        store().version,
    )
    found = document(kit, state)
    made = of_figure(found.pieces[0], "id")[kind].make(
        kit, Export(found, found.pieces[0], dt.date(2026, 11, 28))
    )
    assert 10_000 < len(made) < most
    if kind == "geojson":
        content = json.loads(made)
        assert len(content["features"]) == 7285
        assert all(feature["geometry"]["coordinates"] for feature in content["features"])
        assert "110 m" in content["metadata"]["Rincian garis batas"]
    if kind == "csv":
        assert made.count(b"\n") == 7286
