"""Links and choices: what an address says is shown, what does not fit is named, and a change of language keeps the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app import reading
from tests.app.reading import LANGUAGES
from tests.states import choices as all_choices
from views.link_texts import misfits_text
from views.page_params import PARAMS
from views.selection import read_selection

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

IGNORED = {"en": "Ignored in the link: ", "id": "Diabaikan dari tautan: "}
DEFAULTS = {
    "overview": {"indicator": "hdi", "year": "2024"},
    "city": {
        "city": "35.10", "level": "district", "indicator": "population_density_km2", "year": "2024",
        "scheme": "quantiles", "k": "5",
    },
    "compare": {
        "cities": "31,73.71,35.10,32.11", "level": "regency", "indicator": "hdi", "year": "2024",
        "scheme": "quantiles", "k": "5",
    },
    "trends": {
        "cities": "31,73.71,35.10,32.11", "indicator": "hdi", "since": "2010", "year": "2024", "peers": "similar",
        "features": "standard", "scale": "same", "measure": "base",
    },
    "index": {
        "cities": "31,73.71,35.10,32.11", "index": "smart_city", "field": "all",
        "weights": "governance:1,branding:0,economy:1,society:1,environment:1,living:1", "norm": "own", "mean": "own",
    },
    "peers": {"city": "35.10", "peers": "similar", "features": "standard"},
    "patterns": {
        "city": "35.10", "level": "district", "indicator": "population_density_km2", "year": "2024", "shown": "cluster",
        "graph": "off", "series": "grdp_per_capita_real",
    },
    "network": {"framework": "elements"},
    "data": {},
    "stage": {"talk": "pilots", "slide": "1", "show": "off"},
    "method": {},
}  # fmt: skip
RESTORED = [
    ("overview", {"level": "district", "indicator": "village_count", "year": "2025", "place": "94.01.01"}),
    ("overview", {"level": "regency", "indicator": "poverty_rate", "year": "2020", "place": "94.01"}),
    (
        "city",
        {
            "city": "32.11", "level": "village", "indicator": "idm_score", "year": "2024", "scheme": "pretty", "k": "4",
            "points": "school_sd", "place": "32.11.01.2001",
        },
    ),
    ("city", {"city": "94.01", "level": "regency", "indicator": "hdi", "year": "2015", "scheme": "quantiles", "k": "7"}),
    (
        "compare",
        {
            "cities": "12.01,94.01,35.10", "level": "regency", "indicator": "poverty_rate", "year": "2019",
            "scheme": "fisher_jenks", "k": "3", "place": "12.01",
        },
    ),
    (
        "compare",
        {
            "cities": "73.71,35.10", "level": "district", "indicator": "population_density_km2", "year": "2024",
            "scheme": "equal_interval", "k": "6",
        },
    ),
    (
        "compare",
        {
            "cities": "73.71,35.10", "level": "village", "indicator": "night_light_radiance", "year": "2024",
            "scheme": "quantiles", "k": "5", "over": "73.71", "place": "35.10.05.2001",
        },
    ),
    (
        "compare",
        {
            "cities": "73.71,35.10", "level": "regency", "indicator": "hdi", "year": "2024", "scheme": "quantiles", "k": "5",
            "claim": "35.10,73.71,faster,2015,2024",
        },
    ),
    (
        "patterns",
        {
            "city": "31", "level": "village", "indicator": "elderly_share_pct", "year": "2019",
            "shown": "significance", "graph": "on", "second": "household_size",
            "series": "poverty_rate", "place": "31.71.01.1001",
        },
    ),
]  # fmt: skip
# What a link says -> how the line names it, in English.
MISFITS = [
    ("city", "city", "99.99", "city “99.99” (not known)"),
    ("city", "city", "3510", "city “3510” (not known)"),
    ("city", "city", "", "city “” (not known)"),
    ("city", "city", "<script>alert(1)</script>", "city “<script>alert(1)</script>” (not known)"),
    ("compare", "over", "32.11,31", "outline “32.11,31” (not known)"),
    ("compare", "claim", "35.10,73.71,larger,2024", "claim “35.10,73.71,larger,2024” (no such figures here)"),
    ("city", "level", "hamlet", "level “hamlet” (not known)"),
    ("city", "indicator", "happiness", "indicator “happiness” (not known)"),
    ("city", "indicator", "hdi", "indicator “hdi” (no such figures here)"),
    ("city", "year", "1850", "year “1850” (no such figures here)"),
    ("city", "year", "20x4", "year “20x4” (not known)"),
    ("city", "year", "-2024", "year “-2024” (not known)"),
    ("city", "year", "２０２４", "year “２０２４” (not known)"),
    ("city", "year", "²", "year “²” (not known)"),
    ("city", "scheme", "rainbow", "classes “rainbow” (not known)"),
    ("city", "k", "99", "number of classes “99” (not known)"),
    ("city", "place", "31.74.04", "place “31.74.04” (no such figures here)"),
    ("city", "place", "35.10.99", "place “35.10.99” (no such figures here)"),
    ("city", "place", "35.10.01.2001", "place “35.10.01.2001” (no such figures here)"),
    ("city", "place", "here", "place “here” (not known)"),
    ("city", "points", "<b>", "points “<b>” (not known)"),
    ("city", "points", "volcano", "points “volcano” (not known)"),
    ("city", "colour", "red", "colour “red” (no such parameter)"),
    ("overview", "place", "99.99", "place “99.99” (no such figures here)"),
    ("overview", "place", "32", "place “32” (no such figures here)"),
    ("overview", "place", "35.10.05", "place “35.10.05” (no such figures here)"),
    ("compare", "place", "99.99", "place “99.99” (no such figures here)"),
    ("overview", "indicator", "idm_score", "indicator “idm_score” (no such figures here)"),
    ("overview", "year", "2035", "year “2035” (no such figures here)"),
    ("compare", "cities", "31", "cities “31” (not known)"),
    ("compare", "cities", "31,31", "cities “31,31” (not known)"),
    ("compare", "cities", "31,99.99", "cities “31,99.99” (not known)"),
    ("compare", "cities", "31,73.71,35.10,32.11,94.01", "cities “31,73.71,35.10,32.11,94.01” (not known)"),
    ("compare", "level", "own", "level “own” (no such figures here)"),
    ("patterns", "city", "11.01", "city “11.01” (no such figures here)"),
    ("patterns", "level", "regency", "level “regency” (no such figures here)"),
    ("patterns", "indicator", "population", "indicator “population” (no such figures here)"),
    ("patterns", "shown", "heat", "what the map shows “heat” (not known)"),
    ("patterns", "second", "hdi", "second indicator “hdi” (no such figures here)"),
    ("patterns", "series", "hdi", "national series “hdi” (no such figures here)"),
    ("patterns", "place", "class-1", "place “class-1” (no such figures here)"),
    ("data", "sort", "name", "sort “name” (no such parameter)"),
    ("method", "chapter", "3", "chapter “3” (no such parameter)"),
]


def notes(app: AppTest) -> list[str]:
    """Lines on what was ignored."""
    return [text for text in reading.read(app).texts if text.startswith(tuple(IGNORED.values()))]


def choices(app: AppTest) -> dict[str, str]:
    """The address without the language."""
    return {name: value for name, value in app.query_params.items() if name != "lang"}


@pytest.mark.parametrize(("page", "name", "value", "named"), MISFITS)
def test_misfit_is_named_and_what_is_left_is_the_default(
    page: str, name: str, value: str, named: str
) -> None:
    selection, ignored = read_selection({"lang": "en", name: value}, {}, all_choices(), page=page)
    if name in PARAMS[page]:
        assert f"{IGNORED['en']}{named}." == misfits_text(ignored, "en")
    assert selection.params(PARAMS[page]).items() >= DEFAULTS[page].items()


# One of each kind on each page as a whole: what all pages do with a misfit is the same code.
@pytest.mark.parametrize(
    ("page", "name", "value", "named"),
    list({(page, named.rpartition("(")[2]): (page, *rest, named) for page, *rest, named in MISFITS}.values()),
)
def test_misfit_is_named_and_the_page_opens_on_the_default(
    page: str, name: str, value: str, named: str
) -> None:
    app = reading.run_page(page, "en", **{name: value})
    assert not app.exception and not app.error
    assert notes(app) == [f"{IGNORED['en']}{named}."]
    assert choices(app).items() >= DEFAULTS[page].items()
    assert name not in app.query_params or app.query_params[name] != value


def test_misfits_stand_in_one_line() -> None:
    app = reading.run_page("city", "id", city="99.99", year="x", colour="red")
    assert notes(app) == [
        "Diabaikan dari tautan: kota “99.99” (tidak dikenal), tahun “x” (tidak dikenal), dan colour “red” "  # noqa: ISC004
        "(parameter tidak dikenal)."
    ]


@pytest.mark.parametrize("page", reading.PAGES)
def test_unknown_language_is_named_in_the_browser_s_own(page: str) -> None:
    app = reading.run_page(page, "xx", browser="en-GB")
    assert not app.exception
    assert notes(app) == [f"{IGNORED['en']}language “xx” (not known)."]
    assert app.query_params["lang"] == "en"


def test_long_nonsense_is_cut() -> None:
    app = reading.run_page("city", "en", city="x" * 5000)
    assert notes(app) == [f"{IGNORED['en']}city “{'x' * 60}” (not known)."]


def test_note_goes_when_the_reader_chooses() -> None:
    app = reading.run_page("city", "en", city="99.99")
    app.selectbox(key="w_city").select("73.71").run()
    assert notes(app) == []
    assert app.query_params["city"] == "73.71"


def test_note_stays_while_the_page_is_only_drawn_again() -> None:
    app = reading.run_page("city", "en", city="99.99")
    assert notes(app.run()) == [f"{IGNORED['en']}city “99.99” (not known)."]


@pytest.mark.parametrize(
    ("browser", "lang"), [("id-ID", "id"), ("en-GB", "en"), ("en", "en"), ("fr-FR", "id"), (None, "id")]
)
def test_first_visit_speaks_the_browser_s_language_or_indonesian(browser: str | None, lang: str) -> None:
    app = reading.run_page("method", None, browser=browser)
    assert app.query_params["lang"] == lang
    assert notes(app) == []


@pytest.mark.parametrize("page", reading.PAGES)
def test_address_of_a_bare_visit_says_everything(page: str) -> None:
    app = reading.run_page(page, "en")
    assert choices(app).items() >= DEFAULTS[page].items()
    assert notes(app) == []


@pytest.mark.parametrize(("page", "link"), RESTORED)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_link_restores_the_page(page: str, link: dict[str, str], lang: str) -> None:
    app = reading.run_page(page, lang, **link)
    assert not app.exception
    assert notes(app) == []
    assert choices(app) == link
    assert app.selectbox(key="w_indicator").value == link["indicator"]
    assert str(app.selectbox(key="w_year").value) == link["year"]
    assert app.button_group(key="w_lang").value == lang
    drawn, *_others = reading.maps(app)
    assert drawn.paint["selected"] == ([link["place"]] if "place" in link else [])


@pytest.mark.parametrize(("page", "link"), RESTORED)
def test_changing_the_language_keeps_the_choice(page: str, link: dict[str, str]) -> None:
    app = reading.run_page(page, "en", **link)
    before = reading.read(app).texts[0]
    app.button_group(key="w_lang").set_value("id").run()
    assert not app.exception
    assert app.query_params == {"lang": "id"} | link
    assert reading.read(app).texts[0] != before
    app.button_group(key="w_lang").set_value("en").run()
    assert app.query_params == {"lang": "en"} | link
    assert reading.read(app).texts[0] == before


def test_link_restores_a_slide() -> None:
    link = {"talk": "pilots", "slide": "3", "show": "off"}
    app = reading.run_page("stage", "en", **link)
    assert not app.exception
    assert notes(app) == []
    assert choices(app) == link
    assert app.selectbox(key="w_talk").value == "pilots"
    assert "HDI: Kota Makassar highest" in " ".join(reading.read(app).texts)


@pytest.mark.parametrize("page", ["data", "method"])
def test_changing_the_language_works_on_pages_without_choices(page: str) -> None:
    app = reading.run_page(page, "en")
    app.button_group(key="w_lang").set_value("id").run()
    assert not app.exception
    assert app.query_params["lang"] == "id"


def test_choice_is_kept_from_page_to_page() -> None:
    app = reading.run_page("city", "id", city="73.71")
    app.selectbox(key="w_city").select("32.11").run()
    app.selectbox(key="w_indicator").select("idm_score").run()
    app.query_params.clear()
    app.switch_page("pages/compare.py").run()
    assert not app.exception
    assert app.query_params["lang"] == "id"
    app.query_params.clear()
    app.switch_page("pages/city.py").run()
    assert choices(app).items() >= {"city": "32.11", "level": "district", "indicator": "idm_score"}.items()
    assert notes(app) == []


def test_a_year_nobody_chose_follows_the_choice_and_a_chosen_one_stays() -> None:
    app = reading.run_page("compare", "id", cities="35.10,32.11", indicator="hdi")
    assert app.query_params["year"] == "2024"
    app.selectbox(key="w_indicator").select("drinking_water_access").run()
    assert app.query_params["year"] == "2022"
    app.selectbox(key="w_indicator").select("unemployment_rate").run()
    assert app.query_params["year"] == "2024", "and not the year of the water that came before"
    app.multiselect(key="w_cities").select("15.71").run()
    assert app.query_params["year"] == "2023", "Kota Jambi has no figure of 2024"
    app.selectbox(key="w_year").select(2021).run()
    app.selectbox(key="w_indicator").select("hdi").run()
    assert app.query_params["year"] == "2021"
    app.query_params.clear()
    app.switch_page("pages/trends.py").run()
    assert not app.exception
    assert app.query_params["year"] == "2021"


def test_widgets_write_the_address() -> None:
    app = reading.run_page("city", "en")
    app.selectbox(key="w_level").select("village").run()
    app.selectbox(key="w_city").select("73.71").run()
    app.selectbox(key="w_scheme").select("fisher_jenks").run()
    app.selectbox(key="w_k").select(3).run()
    app.multiselect(key="w_points").select("school_sd").run()
    assert not app.exception
    assert (
        choices(app).items()
        >= {"city": "73.71", "scheme": "fisher_jenks", "k": "3", "points": "school_sd"}.items()
    )
    drawn, *_others = reading.maps(app)
    assert len(drawn.paint["palette"]) == 3
    assert [kind["kind"] for kind in drawn.paint["panels"][0]["points"]["kinds"]] == ["school_sd"]


def test_picking_by_name_selects_and_another_city_lets_go() -> None:
    app = reading.run_page("city", "en")
    app.multiselect(key="w_place").set_value(["35.10.05"]).run()
    assert app.query_params["place"] == "35.10.05"
    assert reading.maps(app)[0].paint["selected"] == ["35.10.05"]
    assert "Muncar" in [text for text in reading.read(app).texts if text == "Muncar"]
    app.selectbox(key="w_city").select("73.71").run()
    assert not app.exception
    assert "place" not in app.query_params
    assert reading.maps(app)[0].paint["selected"] == []


def test_a_comparison_keeps_at_least_two_cities() -> None:
    app = reading.run_page("compare", "en", cities="73.71,35.10")
    app.multiselect(key="w_cities").set_value(["73.71"]).run()
    assert not app.exception
    assert app.query_params["cities"] == "73.71,35.10"
    app.multiselect(key="w_cities").set_value(["73.71", "35.10", "94.01"]).run()
    assert app.query_params["cities"] == "73.71,35.10,94.01"


def test_a_change_of_indicator_keeps_the_map_s_script() -> None:
    """A changed script would make streamlit-folium load the frame, and the geometry, anew."""
    app = reading.run_page("city", "en")
    before = reading.maps(app)[0]
    app.selectbox(key="w_indicator").select("idm_score").run()
    after = reading.maps(app)[0]
    assert after.script == before.script
    assert after.paint != before.paint


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["overview", "city", "index", "data"])
def test_a_permanent_link_opens_without_a_word_and_one_of_other_data_with_a_note(
    page: str, lang: str
) -> None:
    from geodata import open_store

    words = {"en": "This link was made with version", "id": "Tautan ini dibuat dengan data versi"}[lang]
    same = reading.run_page(page, lang, v=open_store().version)
    assert words not in reading.text_of(same)
    other = reading.run_page(page, lang, v="2025.1-0123456789ab")
    assert words in reading.text_of(other)
    assert IGNORED[lang] not in reading.text_of(other)
    assert "v" not in other.query_params
