"""Network and frameworks through ``app.py``: map, list and table hold the same cities; parts unfold to links."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.app import reading, stores
from tests.app.reading import LANGUAGES, link
from views.network_members import city_name

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

FRAMEWORKS = {"elements": 3, "pillars": 6, "iso": 19}


@cache
def opened(lang: str) -> AppTest:
    """The page as a link with nothing but the language opens it; to be read only."""
    return reading.run_page("network", lang)


def parts(app: AppTest) -> list[str]:
    """Labels of the folded parts."""
    return [box.label for box in app.expander if box.label.startswith("**")]


def targets(app: AppTest) -> list[tuple[str, str]]:
    """Page and query of every link to another page."""
    return [
        (element.proto.page or "overview", element.proto.query_string) for element in app.get("page_link")
    ]


def unfolded(framework: str, part: str, lang: str) -> AppTest:
    """The page with one part open."""
    app = reading.run_page("network", lang, framework=framework)
    app.session_state[f"part_{framework}_{part}"] = True
    return app.run()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_with_every_choice_in_its_link(lang: str) -> None:
    app = opened(lang)
    assert [e.value for e in (*app.exception, *app.error, *app.warning)] == []
    assert reading.read(app).pages == ["network"]
    assert link(app) == {"lang": lang, "framework": "elements"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_map_list_and_table_hold_every_city_once(lang: str) -> None:
    network = stores.table("ascn").assign(
        city=lambda table: [city_name(city, lang) for city in table["city"]]
    )
    (chart,) = reading.charts(opened(lang))
    drawn = [name for trace in chart.traces for name in (trace.get("hovertext") or [])]
    assert sorted(reading.read_html(name.split("<br>")[0]).texts[0] for name in drawn) == sorted(
        network["city"]
    )
    rows = [row for row in reading.read(opened(lang)).rows if len(row) == 6 and row[2].isdigit()]
    joined = {row[0]: int(row[2]) for row in rows}
    assert joined == network.set_index("city")["joined_year"].to_dict()
    listed = " ".join(" ".join(row) for row in reading.read(opened(lang)).rows if len(row) == 2)
    assert all(city in listed for city in network["city"])
    assert len(chart.alt) > 40


@pytest.mark.parametrize(("framework", "n"), FRAMEWORKS.items())
def test_a_framework_stands_in_the_link_with_all_its_parts(framework: str, n: int) -> None:
    app = reading.run_page("network", "en", framework=framework)
    assert not app.exception
    assert link(app)["framework"] == framework
    assert len(parts(app)) == n
    assert targets(app) == []  # nothing is sent for what is folded


def test_the_control_changes_the_link_and_the_parts() -> None:
    app = reading.run_page("network", "en")
    app.button_group(key="w_framework").select("iso").run()
    assert not app.exception
    assert link(app) == {"lang": "en", "framework": "iso"}
    assert len(parts(app)) == 19
    assert "not verified" not in parts(app)[0]


def test_a_framework_that_is_none_is_named() -> None:
    app = reading.run_page("network", "en", framework="smart")
    assert not app.exception
    assert "framework “smart” (not known)" in reading.text_of(app)
    assert link(app)["framework"] == "elements"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_open_part_links_each_of_its_indicators_and_keeps_the_language(lang: str) -> None:
    app = unfolded("pillars", "economy", lang)
    assert not app.exception
    catalogue = stores.table("catalogue").query("pillar == 'economy'").set_index("indicator")
    found = targets(app)
    assert len(found) == len(catalogue)
    assert all(f"lang={lang}" in query for _page, query in found)
    assert any("indicator=poverty_rate" in query for page, query in found if page == "overview")
    labels = {element.proto.label.replace("\\", "") for element in app.get("page_link")}
    assert labels == set(catalogue[f"name_{lang}"])


def test_the_links_lead_to_the_indicator() -> None:
    """A link of each kind is followed."""
    app = unfolded("pillars", "living", "en")
    found = dict(reversed([(page, query) for page, query in targets(app) if "indicator=" in query]))
    assert set(found) == {"overview", "city"}
    for page, query in found.items():
        said = dict(part.split("=") for part in query.split("&"))
        there = reading.run_page(page, said.pop("lang"), **said)
        assert not there.exception
        assert said.items() <= link(there).items()
        assert "Ignored" not in reading.text_of(there)


def test_an_iso_theme_says_that_it_is_not_verified() -> None:
    texts = reading.text_of(unfolded("iso", "energy", "en"))
    assert "not verified" in texts
    assert "ISO 37122 is said to have 10 indicators here." in texts
    assert "not verified" not in reading.text_of(unfolded("pillars", "economy", "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_overview_leads_here(lang: str) -> None:
    assert ("network", f"lang={lang}") in targets(reading.run_page("overview", lang))
