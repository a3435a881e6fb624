"""Network and frameworks in a real browser: the map keeps its shape, parts unfold and lead on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app import atlas
from tests.app import browser as tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
_BOX = """() => {
  const plot = document.querySelector(".st-key-network_map .main-svg").getBoundingClientRect();
  const sea = document.querySelector(".st-key-network_map .plot, .st-key-network_map .bg").getBoundingClientRect();
  const box = document.querySelector(".st-key-network_map").getBoundingClientRect();
  return { width: plot.width, height: plot.height, box: box.height, sea: sea.height };
}"""
_NAMES = """() => [...document.querySelectorAll(".st-key-network_map .textpoint")]
  .filter((node) => getComputedStyle(node).display !== "none").map((node) => node.textContent)"""
PILOTS = {"Jakarta", "Makassar", "Banyuwangi", "Sumedang"}


def names(page: Page) -> set[str]:
    """Names of cities that can be read on the map."""
    return {str(name) for name in page.evaluate(_NAMES) if name}


def point_code(page: Page) -> str:
    """Token of the map's last city."""
    last = "(p) => p.calcdata.at(-1)[0].trace.customdata.at(-1)[0]"
    return str(page.locator(".st-key-network_map .js-plotly-plot").evaluate(last))


@pytest.mark.parametrize("width", [1440, 390])
def test_the_map_fills_its_frame_at_every_width(chromium: Browser, app: tools.App, width: int) -> None:
    with tools.visiting(chromium, app, viewport={"width": width, "height": 900}) as visit:
        page = visit.goto("network", lang="en")
        atlas.wait_for_charts(page, 1)
        # Plotly draws once for the window it meets and once more for the frame it gets.
        page.wait_for_function(
            f"() => {{ const b = ({_BOX})(); return Math.abs(b.width / b.height / {49.5 / 36} - 1) < 0.02; }}"
        )
        box = page.evaluate(_BOX)
        assert box["width"] / box["height"] == pytest.approx(49.5 / 36, rel=0.02)
        assert box["height"] == pytest.approx(box["box"], abs=1)
        assert atlas.overflow(page) == []
        assert names(page) >= PILOTS
        assert (len(names(page)) > 20) is (width > 1100)
        assert visit.complaints() == {}


def test_a_city_tells_its_year_and_project(visit: tools.Visit) -> None:
    page = visit.goto("network", lang="en")
    atlas.wait_for_charts(page, 1)
    point = page.locator(".st-key-network_map .trace .point").last
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box
    for aside in (30, 3, 0):  # plotly looks for a point when the mouse moves
        page.mouse.move(box["x"] + box["width"] / 2 + aside, box["y"] + box["height"] / 2)
    page.locator(".hoverlayer .hovertext").wait_for()
    assert "Indonesia, since 20" in (page.locator(".hoverlayer").text_content() or "")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    atlas.wait_query(page, place=point_code(page))
    assert page.locator(".atlas-network span.atlas-marked").count() == 1  # in the list
    assert page.locator(".atlas-projects tr.atlas-marked").count() == 1
    visit.settle()
    page.locator('.atlas-network [data-pick="ascn-bangkok"] button').press("Shift+Enter")
    page.wait_for_function("document.querySelectorAll('.atlas-rings circle').length === 2")
    page.locator(".atlas-chip", has_text="2 places marked").wait_for()
    page.wait_for_function("new URLSearchParams(location.search).get('place').endsWith(',ascn-bangkok')")
    visit.settle()
    assert page.locator("tr.atlas-marked", has_text="Thailand").first.is_visible()
    assert visit.complaints() == {}


def test_a_part_unfolds_and_leads_to_its_indicator_in_the_same_language(visit: tools.Visit) -> None:
    page = visit.goto("network", lang="en", framework="pillars")
    page.locator('[data-testid="stExpander"] summary').filter(has_text="Economy · ").click()
    link = page.get_by_role("link", name="Poverty rate (P0)", exact=False)
    link.wait_for()
    assert atlas.query(page) == {"lang": "en", "framework": "pillars"}
    link.click()
    atlas.wait_query(page, lang="en", indicator="poverty_rate")
    page.locator('.atlas-ready[data-page="overview"]').wait_for(state="attached")
    assert visit.complaints() == {}


def test_the_framework_survives_the_language_and_the_way_back(visit: tools.Visit) -> None:
    page = visit.goto("network", lang="en")
    page.get_by_role("radio", name="ISO themes", exact=True).click()
    atlas.wait_query(page, framework="iso")
    visit.settle()
    atlas.switch_language(visit, "id")
    atlas.wait_query(page, lang="id", framework="iso")
    expanders = page.locator('[data-testid="stExpander"] summary')
    assert expanders.filter(has_not_text="Simpan dan bagikan halaman ini").count() == 20
    page.go_back()
    atlas.wait_query(page, lang="en", framework="iso")
