"""Frameworks: the parts are the registry's, an indicator stands where the catalogue puts it, years are those of the store."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from geodata import open_store
from geodata.catalogue import load_frameworks
from views.availability import PILOTS, Availability, availability
from views.facts import is_weak
from views.formatting import Absence
from views.frameworks import FRAMEWORKS, FrameworkPage, build_framework, latest_figures
from views.frameworks_html import line_html, part_html, part_label

BOTH = pytest.mark.parametrize("lang", ["id", "en"])
EACH = pytest.mark.parametrize("framework", FRAMEWORKS)
STORE = open_store()
KNOWN = availability(STORE)
CITIES = {
    "31": "Daerah Khusus Ibukota Jakarta", "73.71": "Kota Makassar", "35.10": "Kabupaten Banyuwangi",
    "32.11": "Kabupaten Sumedang",
}  # fmt: skip


@cache
def built(framework: str, lang: str = "en") -> FrameworkPage:
    return build_framework(STORE, KNOWN, framework, cities=CITIES, lang=lang)


@BOTH
@EACH
def test_parts_are_those_of_the_registry_with_their_words_and_source(framework: str, lang: str) -> None:
    rows = load_frameworks().query("framework == @FRAMEWORKS[@framework]").reset_index(drop=True)
    parts = built(framework, lang).parts
    assert [part.id for part in parts] == list(rows["id"])
    assert [part.name for part in parts] == list(rows[f"name_{lang}"])
    assert [part.source for part in parts] == list(rows[f"source_{lang}"])
    assert [part.verify for part in parts] == list(rows["verify"])


def test_only_what_no_page_confirmed_is_marked_so() -> None:
    for framework in FRAMEWORKS:
        marked = [framework == "iso" for _part in built(framework).parts]
        assert ["atlas-tag" in part_html(part, "en") for part in built(framework).parts] == marked
    assert built("iso").note
    assert not built("pillars").note


@EACH
def test_indicators_stand_where_the_catalogue_puts_them_and_nowhere_else(framework: str) -> None:
    column = KNOWN.catalogue[FRAMEWORKS[framework]]
    for part in built(framework).parts:
        assert {line.indicator for line in part.lines} == set(column.index[column == part.id])


@EACH
def test_counts_are_those_of_the_store(framework: str) -> None:
    values = STORE.values()
    weak = STORE.facts().loc[is_weak, ["code", "indicator", "year"]]
    left = values.merge(weak, on=["code", "indicator", "year"], how="left", indicator=True)
    values = left[left["_merge"] == "left_only"]
    for part in built(framework).parts:
        for line in part.lines:
            codes = values.loc[values["indicator"] == line.indicator, "code"].astype(str)
            there = {pilot for pilot in PILOTS if codes.str.startswith(pilot).any()}
            nothing = {c for c, text in line.cells.items() if text == Absence.NO_DATA.text("en")}
            assert there == set(PILOTS) - nothing, line.indicator
            assert line.whole == (there == set(PILOTS)), line.indicator
        whole = sum(line.whole for line in part.lines)
        assert part.whole == whole
        assert f"{whole} of {len(part.lines)} indicator" in part_label(part)


def test_cells_say_the_latest_year_and_its_level() -> None:
    lines = {line.indicator: line for part in built("pillars").parts for line in part.lines}
    assert lines["hdi"].cells["73.71"] == "2024"
    assert lines["hdi"].cells["31"] == "2024, also by city and regency"
    assert lines["unemployment_rate"].cells["31"].endswith(" by city and regency")
    assert lines["idm_score"].cells["32.11"] == "2024 by district and by village"
    assert lines["idm_score"].cells["31"] == "No data"


def test_facts_from_weak_pages_are_no_figures() -> None:
    latest = latest_figures(STORE, KNOWN)
    assert latest["imd_smart_city_rank", "73.71"] == {"regency": 2024}
    assert KNOWN.counts.query("indicator == 'imd_smart_city_rank' and city == '73.71'")["year"].max() == 2025


@EACH
def test_every_link_leads_to_a_page_that_can_show_the_indicator(framework: str) -> None:
    for part in built(framework).parts:
        for line in part.lines:
            params = line.target.params
            if line.target.page == "overview" and params:
                assert params["indicator"] in KNOWN.indicators("regency")
            elif line.target.page == "city":
                assert params["indicator"] in KNOWN.indicators(params["level"], city=params["city"])
            else:
                assert not KNOWN.catalogue.at[line.indicator, "rankable"]
                assert line.target.page in ("overview", "data")


def test_links_of_quoted_facts_lead_to_where_they_stand() -> None:
    lines = {line.indicator: line for part in built("pillars").parts for line in part.lines}
    assert (lines["spbe_index"].target.page, dict(lines["spbe_index"].target.params)) == ("overview", {})
    assert lines["spbe_index"].quoted
    assert lines["minimum_wage"].target.page == "data"  # left out of the overview's facts
    assert not lines["hdi"].quoted


@BOTH
def test_a_part_without_indicators_says_so_and_links_to_nothing(lang: str) -> None:
    catalogue = KNOWN.catalogue.assign(iso_theme=KNOWN.catalogue["iso_theme"].replace({"energy": ""}))
    page = build_framework(STORE, Availability(KNOWN.counts, catalogue), "iso", cities=CITIES, lang=lang)
    energy = next(part for part in page.parts if part.id == "energy")
    assert energy.lines == ()
    assert energy.counts in part_label(energy).replace("\\", "")
    assert not any(character.isdigit() for character in energy.counts)
    assert energy.name in page.intro
    assert part_html(energy, lang).count("<p>") == 2


def test_results_come_first() -> None:
    for part in built("pillars").parts:
        results = [line.result for line in part.lines]
        assert results == sorted(results, reverse=True)


def test_parts_with_a_result_for_every_pilot_are_counted() -> None:
    page = built("pillars")
    full = [part for part in page.parts if any(line.result and line.whole for line in part.lines)]
    assert f"{len(full)} of 6 parts" in page.intro
    assert 0 < len(full) < 6


def test_a_store_without_a_pilot_leaves_it_out() -> None:
    page = build_framework(STORE, KNOWN, "elements", cities={"73.71": "Kota Makassar"}, lang="id")
    assert page.pilots == {"73.71": "Makassar"}
    assert all(set(line.cells) == {"73.71"} for part in page.parts for line in part.lines)


def test_names_of_indicators_and_pilots_stay_texts() -> None:
    evil = "<img src=x onerror=alert(1)> **x** $a$"
    catalogue = KNOWN.catalogue.assign(name_en=pd.Series(evil, index=KNOWN.catalogue.index))
    page = build_framework(
        STORE, Availability(KNOWN.counts, catalogue), "elements", cities={"73.71": evil}, lang="en"
    )
    line = page.parts[0].lines[0]
    assert "<img" not in line_html(line, page.pilots, "en")
