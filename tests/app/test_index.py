"""The index page through ``app.py``: weights that stand in the link, presets, choices of method, odd places."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.app import reading
from tests.app.reading import LANGUAGES, link

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

OWN = "governance:1,branding:0,economy:1,society:1,environment:1,living:1"


@cache
def opened(lang: str) -> AppTest:
    """The page as a link with nothing but the language opens it; to be read only."""
    return reading.run_page("index", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_with_every_choice_in_its_link(lang: str) -> None:
    app = opened(lang)
    assert [e.value for e in (*app.exception, *app.error, *app.warning)] == []
    assert reading.read(app).pages == ["index"]
    assert link(app) == {
        "lang": lang, "cities": "31,73.71,35.10,32.11", "index": "smart_city", "field": "all", "weights": OWN,
        "norm": "own", "mean": "own",
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_restores_the_page_in_both_languages(lang: str) -> None:
    said = {
        "cities": "73.71,12.01", "index": "ipm", "field": "peers", "weights": "education:2,life_expectancy:0.5,expenditure_ppp:1",
        "norm": "percentile", "mean": "arithmetic", "place": "12.01",
    }  # fmt: skip
    app = reading.run_page("index", lang, **said)
    assert link(app) == {"lang": lang, **said}
    assert app.select_slider(key="w_weight_ipm_education").value == 2.0
    other = next(one for one in LANGUAGES if one != lang)
    app.button_group(key="w_lang").set_value(other).run()
    assert not app.exception
    assert link(app) == {"lang": other, **said}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_shows_bands_and_never_a_podium(lang: str) -> None:
    app = opened(lang)
    text = reading.text_of(app)
    assert len(reading.charts(app)) == 2
    assert not any(word in text.lower() for word in ("gold", "silver", "bronze", "emas", "perak", "perunggu"))
    assert "498" in text


def test_a_slider_writes_its_weight_and_the_bands_follow() -> None:
    app = reading.run_page("index", "en", cities="73.71,32.11")
    before = reading.text_of(app)
    app.select_slider(key="w_weight_smart_city_governance").set_value(3.0).run()
    assert not app.exception
    assert link(app)["weights"].startswith("governance:3,")
    assert app.select_slider(key="w_weight_smart_city_governance").value == 3.0
    assert app.selectbox(key="w_preset").value == "mixed"
    assert reading.text_of(app) != before
    again = reading.run_page("index", "en", cities="73.71,32.11", weights=link(app)["weights"])
    assert reading.text_of(again) == reading.text_of(app)


def test_a_preset_sets_all_sliders_and_takes_them_back() -> None:
    app = reading.run_page("index", "en", cities="73.71,32.11")
    app.selectbox(key="w_preset").set_value("double:economy").run()
    assert app.select_slider(key="w_weight_smart_city_economy").value == 2.0
    assert app.selectbox(key="w_preset").value == "double:economy"
    app.selectbox(key="w_preset").set_value("own").run()
    assert link(app)["weights"] == OWN


def test_a_group_cannot_lose_its_last_weight() -> None:
    app = reading.run_page(
        "index", "en", cities="73.71,32.11", weights="economy:0,society:0,environment:0,living:0"
    )
    app.select_slider(key="w_weight_smart_city_governance").set_value(0.0).run()
    assert not app.exception
    assert link(app)["weights"].startswith("governance:1,")
    assert app.select_slider(key="w_weight_smart_city_governance").value == 1.0


def test_another_framework_starts_with_its_own_weights() -> None:
    app = reading.run_page("index", "en", weights="economy:3")
    app.selectbox(key="w_index").set_value("ipm").run()
    assert not app.exception
    assert link(app)["weights"] == "education:1,life_expectancy:1,expenditure_ppp:1"
    assert len(app.select_slider) == 3


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "cities", ["31,31.01", "91.71,94.01", "91.71,73.71,32.11", "31.71,31.72,31.73,31.74"]
)
@pytest.mark.parametrize("field", ["all", "complete", "peers", "chosen"])
def test_odd_places_give_a_page(cities: str, field: str, lang: str) -> None:
    app = reading.run_page("index", lang, cities=cities, field=field)
    assert not app.exception
    assert reading.read(app).pages == ["index"]


@pytest.mark.parametrize("norm", ["minmax", "zscore", "percentile"])
@pytest.mark.parametrize("mean", ["arithmetic", "geometric"])
def test_choices_of_method_give_a_page_that_says_so(norm: str, mean: str) -> None:
    app = reading.run_page("index", "en", norm=norm, mean=mean, cities="73.71,32.11")
    assert not app.exception
    word = {"minmax": "min–max", "zscore": "z-score", "percentile": "percentile rank"}[norm]
    assert word in reading.text_of(app)


def test_what_does_not_fit_is_named() -> None:
    text = reading.text_of(
        reading.run_page("index", "en", weights="economy:9", norm="x", mean="y", index="z", field="w")
    )
    for said in (
        "weights “economy:9”",
        "normalisation “x”",
        "mean “y”",
        "framework of the index “z”",
        "ranked among “w”",
    ):
        assert said in text
