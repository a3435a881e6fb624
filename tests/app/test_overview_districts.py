"""The overview by district, run through ``app.py``: what it says, what it sends, and what other pages make of it."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.app import reading
from tests.app.reading import LANGUAGES
from tests.views.packed import texts_in

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

SHARE = "kelurahan_share_pct"


@cache
def opened(lang: str, indicator: str = SHARE) -> AppTest:
    """The overview by district; run once, to be read only."""
    return reading.run_page("overview", lang, level="district", indicator=indicator)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_opens_and_says_what_is_right_for_districts(lang: str) -> None:
    app = opened(lang)
    assert not app.exception
    said = reading.text_of(app)
    n = "7.285" if lang == "id" else "7,285"
    word = "kecamatan" if lang == "id" else "districts"
    assert f"{n} {word}" in said
    assert reading.link(app)["level"] == "district"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_map_holds_every_district_in_a_short_message(lang: str) -> None:
    (country,) = reading.maps(opened(lang))
    layer = country.layer("district")
    assert len(layer["classes"]) == layer["many"] == len(texts_in(layer)) == 7285
    assert "districts." in country.config["national"]
    assert len(json.dumps(country.paint)) < 40_000
    kinds = [spec.get("layer") or spec["borders"] for spec in country.paint["panels"][0]["outlines"]]
    assert kinds == ["regency", "province", "pilot", "pilot", "pilot", "pilot"]


def test_another_indicator_leaves_the_frame_as_it_is() -> None:
    first, second = (reading.maps(opened("en", name))[0] for name in (SHARE, "area_km2_polygon"))
    assert first.script == second.script
    assert len(json.dumps(second.paint)) < 45_000


def test_a_pick_gives_a_profile() -> None:
    app = reading.run_page("overview", "en", level="district", place="35.10.05")
    assert "Muncar, Kab. Banyuwangi" in reading.text_of(app)
    assert [field.key for field in app.text_input] == ["w_search"]
    assert not app.multiselect


def test_level_of_the_country_is_not_that_of_a_city() -> None:
    app = reading.run_page("overview", "en", level="district")
    app.selectbox(key="w_level").select("regency").run()
    assert reading.link(app)["level"] == "regency"
    app.query_params.clear()  # as a press on a page's name does
    app.switch_page("pages/city.py").run()
    assert reading.link(app)["level"] == "district"  # a pilot's own default
    app.query_params.clear()
    app.switch_page("pages/overview.py").run()
    assert reading.link(app)["level"] == "regency"
    assert not app.exception
