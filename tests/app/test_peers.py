"""The peers page through ``app.py``: groups, an editable list that stands in the link, features with weights."""

from __future__ import annotations

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
    return reading.run_page("peers", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_with_every_choice_in_its_link(lang: str) -> None:
    app = opened(lang)
    assert [e.value for e in (*app.exception, *app.error, *app.warning)] == []
    assert reading.read(app).pages == ["peers"]
    assert link(app) == {"lang": lang, "city": "35.10", "peers": "similar", "features": "standard"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_holds_ten_places_in_the_order_of_their_distance(lang: str) -> None:
    app = opened(lang)
    shown = app.multiselect(key="w_peer_list").value
    rows = [row for row in reading.read(app).rows if len(row) == 8]
    distances = [reading.number(row[1].rstrip("*"), lang) for row in rows[1:]]
    assert len(shown) == len(distances) - 1 == 10
    assert distances[1:] == sorted(distances[1:])


def test_gap_table_holds_the_median_of_the_listed_peers() -> None:
    app = opened("en")
    peers = list(app.multiselect(key="w_peer_list").value)
    hdi = stores.table("observations").query("indicator == 'hdi' and year == 2024").set_index("code")["value"]
    row = next(row for row in reading.read(app).rows if row[0].startswith("Human Development Index"))
    assert float(row[1]) == hdi["35.10"]
    assert float(row[3]) == pytest.approx(hdi[peers].median(), abs=0.0051)
    assert row[5] == "10 of 10"


def test_taking_one_away_makes_a_list_of_ones_own() -> None:
    app = reading.run_page("peers", "en", city="32.11")
    field = app.multiselect(key="w_peer_list")
    kept = list(field.value)[:3]
    field.set_value(kept).run()
    assert not app.exception
    assert link(app)["peers"] == ",".join(kept)
    assert app.multiselect(key="w_peer_list").value == kept
    assert "picked by hand" in reading.text_of(app)
    again = reading.run_page("peers", "en", city="32.11", peers=",".join(kept))
    assert again.multiselect(key="w_peer_list").value == kept
    again.selectbox(key="w_peers").set_value("neighbours").run()
    assert link(again)["peers"] == "neighbours"
    assert set(again.multiselect(key="w_peer_list").value) == {
        "32.04",
        "32.05",
        "32.06",
        "32.10",
        "32.12",
        "32.13",
    }


def test_weights_stand_in_the_link_and_change_the_order() -> None:
    app = reading.run_page("peers", "en")
    before = app.multiselect(key="w_peer_list").value
    app.multiselect(key="w_features").set_value(["hdi", "poverty_rate"]).run()
    assert link(app)["features"] == "hdi:1,poverty_rate:1"
    app.button_group(key="w_weight_poverty_rate").set_value(3.0).run()
    assert not app.exception
    assert link(app)["features"] == "hdi:1,poverty_rate:3"
    assert app.multiselect(key="w_peer_list").value != before
    assert "weight 3.0" in reading.text_of(app)
    app.multiselect(key="w_features").set_value([]).run()
    assert link(app)["features"] == "standard"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_jakarta_is_set_beside_provinces_with_the_reason(lang: str) -> None:
    app = reading.run_page("peers", lang, city="31")
    assert not app.exception
    assert all(len(code) == 2 for code in app.multiselect(key="w_peer_list").value)
    assert {"en": "fair peers are provinces", "id": "provinsi"}[lang] in reading.text_of(app)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("city", ["31", "31.01", "91.71"])
@pytest.mark.parametrize("peers", ["kind", "province", "neighbours", "ascn", "income"])
def test_odd_choices_give_a_page(city: str, peers: str, lang: str) -> None:
    app = reading.run_page("peers", lang, city=city, peers=peers)
    assert not app.exception
    assert reading.read(app).pages == ["peers"]
    assert len(reading.charts(app)) == (0 if (city, peers) == ("31.01", "neighbours") else 1)


def test_what_does_not_fit_is_named() -> None:
    text = reading.text_of(reading.run_page("peers", "en", peers="99.99", features="hdi:9"))
    assert "peers “99.99”" in text
    assert "features of likeness “hdi:9”" in text
