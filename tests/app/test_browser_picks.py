"""One selection everywhere: what is picked in one view is marked in all others, at once and for good."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import pytest

from tests.app import atlas
from tests.app import browser as tools

if TYPE_CHECKING:
    from playwright.sync_api import Page

MUNCAR, GLENMORE = "35.10.05", "35.10.10"
RINGS = ".js-plotly-plot .atlas-rings circle"
pytestmark = pytest.mark.browser

# Milliseconds from a click on the map (the event that Leaflet hears) to the mark on the map and to the rings in the charts.
_TIMED = """
(code) => new Promise((done) => {
  const frame = document.querySelector('iframe[title^="streamlit_folium"]').contentWindow, start = performance.now();
  const times = {};
  const look = () => {
    const now = performance.now() - start;
    if (!times.map && frame.AtlasMap.selected().join() === code) times.map = now;
    if (!times.charts && document.querySelectorAll("RINGS").length === 1) times.charts = now;
    if (times.map && times.charts || now > 5000) done(times); else requestAnimationFrame(look);
  };
  AtlasPick.pick(code, false);
  look();
})
""".replace("RINGS", RINGS)


def chip(window: Page) -> str:
    """What the chip says."""
    return window.locator(".atlas-chip").inner_text().replace("\n", " ")


def wait_chip(window: Page, text: str) -> None:
    """Wait until the server has said what is picked."""
    window.locator(".atlas-chip", has_text=text).wait_for()


def test_places_and_classes_are_marked_in_map_legend_chart_and_table(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="en")
    frame = atlas.map_frame(visit)
    visit.settle()
    assert chip(window).startswith("Click a place or a class")
    atlas.point_at(visit, frame, MUNCAR, click=True)
    atlas.point_at(visit, frame, GLENMORE, click=True, add=True)
    atlas.wait_selected(frame, [MUNCAR, GLENMORE])
    assert window.locator(RINGS).count() == 2
    assert window.locator("tr.atlas-holds").count() == 2  # the classes that hold them
    wait_chip(window, "2 places marked")
    atlas.wait_query(window, place=f"{MUNCAR},{GLENMORE}")
    visit.settle()
    assert (
        window.locator("table tr.atlas-marked:visible", has_text="Muncar").count() == 1
    )  # the one that is told
    window.locator('tr[data-pick="class-5"] button').click()
    wait_chip(window, "5 places marked")
    atlas.wait_query(window, place="class-5")
    in_class = frame.evaluate("AtlasMap.selected()")
    assert len(in_class) == 5
    assert MUNCAR in in_class
    assert window.locator(RINGS).count() == 5
    assert window.locator('tr[data-pick="class-5"] button').get_attribute("aria-pressed") == "true"
    window.locator(".atlas-chip button").click()
    atlas.wait_query(window, place=None)
    atlas.wait_selected(frame, [])
    assert window.locator(RINGS).count() == 0
    assert visit.complaints() == {}


def test_chart_point_table_row_and_histogram_pick_too(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="en")
    frame = atlas.map_frame(visit)
    visit.settle()
    point = window.locator(".js-plotly-plot .scatterlayer .point").nth(1)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    window.mouse.move(x - 2, y)
    window.mouse.move(x, y)
    window.mouse.click(x, y)
    frame.wait_for_function("AtlasMap.selected().length === 1")
    (second,) = frame.evaluate("AtlasMap.selected()")
    atlas.wait_query(window, place=second)
    visit.settle()
    window.get_by_text("The numbers as a table").click()
    row = window.locator("tr[data-pick]", has_text="Glenmore").last
    row.get_by_role("button").focus()
    window.keyboard.press("Enter")
    atlas.wait_selected(frame, [GLENMORE])
    atlas.wait_query(window, place=GLENMORE)
    visit.settle()
    window.locator('span[data-pick="class-1"]').click()
    atlas.wait_query(window, place="class-1")
    assert GLENMORE in frame.evaluate("AtlasMap.selected()")
    assert visit.complaints() == {}


def test_strip_of_the_country_marks_the_wall_and_the_other_charts(visit: tools.Visit) -> None:
    window = visit.goto("compare", lang="en", cities="73.71,32.11")
    frame = atlas.map_frame(visit)
    visit.settle()
    atlas.point_at(visit, frame, "32.11", click=True, panel=1)
    atlas.wait_selected(frame, ["32.11"])
    charts = window.locator(".js-plotly-plot").evaluate_all(
        "plots => plots.map(plot => plot.querySelectorAll('.atlas-rings circle').length)"
    )
    assert charts[0] == 1  # in order
    assert charts[1] == 1  # among all regencies and cities
    wait_chip(window, "1 place marked")
    assert visit.complaints() == {}


def test_link_restores_what_was_picked(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="id", place=f"{MUNCAR},{GLENMORE}")
    frame = atlas.map_frame(visit)
    atlas.wait_selected(frame, [MUNCAR, GLENMORE])
    visit.settle()
    assert chip(window).startswith("2 wilayah ditandai")
    window.wait_for_function(f"document.querySelectorAll('{RINGS}').length === 2")
    assert visit.complaints() == {}


def test_pick_is_marked_at_once_and_draws_no_chart_anew(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="en")
    frame = atlas.map_frame(visit)
    visit.settle()
    drawn = window.evaluate(atlas.DRAWN)
    painted = atlas.paints(frame)
    times = [window.evaluate(_TIMED, code) for code in (MUNCAR, GLENMORE, "35.10.18", "35.10.03", MUNCAR)]
    assert statistics.median(found["map"] for found in times) < 50
    assert statistics.median(found["charts"] for found in times) < 50
    visit.settle()
    assert window.evaluate(atlas.DRAWN) == drawn
    assert atlas.paints(frame) == painted
    assert visit.complaints() == {}
