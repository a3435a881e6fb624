"""The trends page through ``app.py``: what it shows is the store's, and every choice stands in the link."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.app import reading, stores
from tests.app.reading import LANGUAGES, link

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


@cache
def opened(lang: str) -> AppTest:
    """The page as a link with nothing but the language opens it; to be read only."""
    return reading.run_page("trends", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_with_every_choice_in_its_link(lang: str) -> None:
    app = opened(lang)
    assert [e.value for e in (*app.exception, *app.error, *app.warning)] == []
    assert reading.read(app).pages == ["trends"]
    assert link(app) == {
        "lang": lang, "cities": "31,73.71,35.10,32.11", "indicator": "hdi", "since": "2010", "year": "2024", "peers": "similar",
        "features": "standard", "scale": "same", "measure": "base",
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_table_of_the_lines_holds_the_published_figures(lang: str) -> None:
    hdi = stores.table("observations").query("indicator == 'hdi'").set_index(["code", "year"])["value"]
    rows = {row[0]: row[1:] for row in reversed(reading.read(opened(lang)).rows) if len(row) == 5}
    for year in (2010, 2017, 2024):
        shown = [reading.number(cell, lang) for cell in rows[str(year)]]
        assert shown == [round(hdi[code, year], 2) for code in ("31", "73.71", "35.10", "32.11")]


def test_figures_are_lines_panels_ranks_and_changes() -> None:
    drawn = reading.charts(opened("en"))
    assert len(drawn) == 7
    assert all(len(chart.alt) > 40 for chart in drawn)
    assert len([chart for chart in drawn if chart.alt.startswith("Rank bands")]) == 1


def test_the_arithmetic_of_the_pace_can_be_recomputed() -> None:
    rows = {row[0]: row for row in reading.read(opened("en")).rows if len(row) == 8}
    for name in ("Kota Makassar", "Kab. Banyuwangi", "Kab. Sumedang"):
        _name, first, last, change, pace, peer, gap, years = rows[name]
        n = int(change.split("÷")[1])
        assert float(pace) == pytest.approx((float(last) - float(first)) / n, abs=0.0006)
        assert float(gap) == pytest.approx(float(peer.rpartition(": ")[2]) - float(last), abs=1e-9)
        assert float(years.split(" ")[0]) == pytest.approx(float(gap) / float(pace), abs=0.05001)
    assert rows["Jakarta"][-1] == "already level or ahead"


def test_a_switch_changes_the_kind_of_change_and_the_link() -> None:
    app = reading.run_page("trends", "en", cities="35.10")
    app.button_group(key="w_measure").set_value("growth").run()
    assert not app.exception
    assert link(app)["measure"] == "growth"
    assert "change from the year before" in reading.text_of(app)


def test_another_indicator_finds_its_own_first_year() -> None:
    app = reading.run_page("trends", "en", cities="35.10", since="2012", indicator="hdi")
    assert link(app)["since"] == "2012"
    app.selectbox(key="w_indicator").set_value("unemployment_rate").run()
    assert not app.exception
    assert (link(app)["indicator"], link(app)["since"]) == ("unemployment_rate", "2018")


def test_one_city_may_stand_alone_but_not_none() -> None:
    app = reading.run_page("trends", "en", cities="35.10,73.71")
    app.multiselect(key="w_cities").set_value(["35.10"]).run()
    assert link(app)["cities"] == "35.10"
    app.multiselect(key="w_cities").set_value([]).run()
    assert not app.exception
    assert link(app)["cities"] == "35.10"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("cities", "indicator"),
    [
        ("31", "poverty_rate"),
        ("91.71", "grdp_per_capita_real"),
        ("91.71,31.01", "integrity_index"),
        ("31", "mean_years_schooling"),
    ],
)
def test_odd_choices_give_a_page(cities: str, indicator: str, lang: str) -> None:
    app = reading.run_page("trends", lang, cities=cities, indicator=indicator)
    assert not app.exception
    assert reading.read(app).pages == ["trends"]
    assert not re.search(r"\b(nan|None)\b", reading.text_of(app))


def test_what_does_not_fit_is_named() -> None:
    app = reading.run_page(
        "trends", "en", indicator="stunting_prevalence", peers="nearest", since="2030", scale="log"
    )
    text = reading.text_of(app)
    assert "Ignored in the link" in text
    for words in ("indicator “stunting_prevalence”", "peers “nearest”", "first year “2030”", "scale “log”"):
        assert words in text
