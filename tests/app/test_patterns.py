"""The patterns page through ``app.py``: choices in the link, switches, gates, the line-up, checks that open when asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.spatial import local_moran, morans_i
from geodata import open_store
from tests.app import reading
from tests.app.reading import LANGUAGES, link
from tests.conftest import ROOT
from views.pattern_map import CLUSTERS
from views.pattern_model import SEED, city_neighbours, city_values

if TYPE_CHECKING:
    from analytics.spatial import Neighbours

DRAWERS = ("pattern_lineup", "pattern_other", "pattern_rates", "pattern_pair")


@cache
def opened(lang: str) -> AppTest:
    """The page as a link with nothing but the language opens it; to be read only."""
    return reading.run_page("patterns", lang)


def with_drawers(*keys: str, lang: str = "en", **link: str) -> AppTest:
    """The page with some parts open."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.switch_page("pages/patterns.py")
    app.query_params.update({"lang": lang} | link)
    for key in keys:
        app.session_state[key] = True
    return app.run()


@cache
def neighbours(city: str, level: str) -> Neighbours:
    return city_neighbours(open_store(), city, level)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_with_every_choice_in_its_link(lang: str) -> None:
    app = opened(lang)
    assert [e.value for e in (*app.exception, *app.error, *app.warning)] == []
    assert reading.read(app).pages == ["patterns"]
    assert link(app) == {
        "lang": lang, "city": "35.10", "level": "district", "indicator": "population_density_km2", "year": "2024",
        "shown": "cluster", "graph": "off", "series": "grdp_per_capita_real",
    }  # fmt: skip
    assert len(reading.charts(app)) == 5
    assert len(reading.maps(app)) == 1


def test_only_the_pilots_can_be_chosen() -> None:
    app = opened("en")
    assert [option.split(" · ")[1] for option in app.selectbox(key="w_city").options] == [
        "31",
        "73.71",
        "35.10",
        "32.11",
    ]
    assert app.selectbox(key="w_level").options == ["District", "Village"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("city", "level"), [("31", "village"), ("31", "district"), ("73.71", "village"), ("32.11", "village")]
)
def test_map_and_words_hold_the_numbers_of_the_analytics(city: str, level: str, lang: str) -> None:
    indicator = "night_light_radiance"
    app = reading.run_page("patterns", lang, city=city, level=level, indicator=indicator)
    assert not app.exception
    year = int(link(app)["year"])
    values = city_values(open_store(), city, level, indicator, year)
    moran = morans_i(values, neighbours(city, level), seed=SEED)
    clusters = local_moran(values, neighbours(city, level), seed=SEED).frame["cluster_fdr"]
    wanted = "".join("x" if pd.isna(cluster) else str(CLUSTERS.index(cluster)) for cluster in clusters)
    assert reading.maps(app)[0].paint["panels"][0]["layers"][level]["classes"] == wanted
    text = reading.text_of(app)
    statistic = f"{moran.statistic:.2f}".replace(".", "," if lang == "id" else ".")
    assert f"{'I Moran' if lang == 'id' else 'Moran’s I is'} {statistic}" in text
    for code in moran.left_out.index[:1]:
        name = open_store().place_table(level, within=city).set_index("code").at[code, "name"]
        assert name in text


def test_switches_stand_in_the_link_and_repaint_the_map() -> None:
    app = reading.run_page("patterns", "en", city="32.11", level="village")
    before = reading.maps(app)[0].paint
    assert before["panels"][0]["links"] is None
    app.button_group(key="w_graph").set_value("on").run()
    app.button_group(key="w_shown").set_value("significance").run()
    assert not app.exception
    assert (link(app)["graph"], link(app)["shown"]) == ("on", "significance")
    after = reading.maps(app)[0].paint
    assert len(after["panels"][0]["links"]["pairs"]) == 2 * len(neighbours("32.11", "village").links)
    assert after["palette"] != before["palette"]
    app.button_group(key="w_shown").set_value("values").run()
    assert len(reading.maps(app)[0].paint["palette"]) == 5


def test_what_is_not_opened_is_not_computed() -> None:
    text = reading.text_of(opened("en"))
    for words in ("Nine small maps", "Both levels", "Made of two counts", "Choose a second indicator"):
        assert words not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_drawers_say_what_they_found(lang: str) -> None:
    app = with_drawers(*DRAWERS, lang=lang, city="31", indicator="covid19_deaths_per_100k")
    assert not app.exception
    text = reading.text_of(app)
    wanted = {
        "en": ("Nine small maps", "Both levels", "Made of two counts", "Choose a second indicator"),
        "id": ("Sembilan peta kecil", "Kedua tingkat", "Dihitung dari dua cacahan", "Pilih indikator kedua"),
    }[lang]
    for words in wanted:
        assert words in text
    assert len(reading.charts(app)) == 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_line_up_tells_the_answer_to_a_guess(lang: str) -> None:
    app = with_drawers("pattern_lineup", lang=lang, city="32.11", level="village")
    right, wrong = {"en": ("Yes, map", "No, map"), "id": ("Benar, peta", "Bukan, yang asli")}[lang]
    before = reading.text_of(app)
    assert right not in before
    assert wrong not in before
    told = []
    for guess in (1, 2):
        app.button_group(key="w_pattern_guess").set_value(guess).run()
        assert not app.exception
        text = reading.text_of(app)
        told.append((right in text, wrong in text))
    assert all(sum(one) == 1 for one in told)
    assert (False, True) in told  # one of two guesses is wrong at least
    app.selectbox(key="w_indicator").set_value("idm_score").run()  # another selection asks anew
    assert right not in reading.text_of(app)
    assert wrong not in reading.text_of(app)


def test_a_second_indicator_gives_a_second_map_and_a_link() -> None:
    app = with_drawers("pattern_pair", city="31")
    app.selectbox(key="w_second").set_value("elderly_share_pct").run()
    assert not app.exception
    assert link(app)["second"] == "elderly_share_pct"
    assert len(reading.maps(app)) == 2
    assert len(reading.maps(app)[1].paint["palette"]) == 9
    again = reading.run_page("patterns", "en", city="32.11", second="elderly_share_pct")
    assert len(reading.maps(again)[1].paint["palette"]) == 4  # fewer than 30 areas
    assert "two classes each" in reading.text_of(again)


def test_another_series_runs_its_part() -> None:
    app = reading.run_page("patterns", "en")
    app.selectbox(key="w_series").set_value("unemployment_rate").run()
    assert not app.exception
    assert link(app)["series"] == "unemployment_rate"
    assert "The series starts anew in 2018" in reading.text_of(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_marked_places_are_told(lang: str) -> None:
    app = reading.run_page("patterns", lang, city="73.71", place="73.71.01,73.71.15")
    assert not app.exception
    told = next(table for table in reading.read(app).tables if len(table) == 3 and len(table[0]) == 4)
    assert [row[0] for row in told[1:]] == ["Mariso", "Kepulauan Sangkarrang"]
    assert {"en": "no neighbour", "id": "tanpa tetangga"}[lang] in told[2][3]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("city", ["31", "73.71", "35.10", "32.11"])
def test_every_rate_gives_a_page(city: str, lang: str) -> None:
    level = "village" if lang == "id" else "district"
    app = reading.run_page("patterns", lang, city=city, level=level)
    field = app.selectbox(key="w_indicator")
    assert len(field.options) >= 3
    for at in range(0, len(field.options), 7):
        app.selectbox(key="w_indicator").select_index(at).run()
        assert not app.exception
        assert reading.read(app).pages == ["patterns"]


def test_what_does_not_fit_is_named() -> None:
    text = reading.text_of(reading.run_page("patterns", "en", city="11.01", shown="heat"))
    assert "city “11.01” (no such figures here)" in text
    assert "what the map shows “heat” (not known)" in text
