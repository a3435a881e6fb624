"""Trends and peers: a place picked in a line, a label, a panel, a tick or a row is marked in every figure at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app import atlas
from tests.app import browser as tools
from tests.app.test_browser_picks import chip, wait_chip

if TYPE_CHECKING:
    from playwright.sync_api import Page

SUMEDANG, SEMARANG, MALANG = "32.11", "33.22", "35.07"
pytestmark = pytest.mark.browser

# Page position of a place's point in the first chart that names places without a label, at a place on its axes.
_POINT = """
([code, along, axis]) => {
  const plot = document.querySelector(".js-plotly-plot"), full = plot._fullLayout;
  const points = plot.calcdata.find((points) => points[0].trace.meta);
  const found = points.find((p) => points[0].trace.customdata[p.i][0] === code && p[axis] === along);
  plot.scrollIntoView({ block: "center" });
  const box = plot.getBoundingClientRect();
  return [box.x + full.xaxis._offset + full.xaxis.c2p(found.x), box.y + full.yaxis._offset + full.yaxis.c2p(found.y)];
}
"""
_MARKS = """
(name) => [...document.querySelectorAll(".js-plotly-plot")].map((plot) => plot.querySelectorAll(`.${name} circle`).length)
"""


def marks(window: Page, name: str = "atlas-rings") -> list[int]:
    """Rings in each chart of the page."""
    found: list[int] = window.evaluate(_MARKS, name)
    return found


def move_to(window: Page, code: str, along: float, axis: str) -> tuple[float, float]:
    """Bring the mouse to a peer's point in the page's first chart."""
    x, y = window.evaluate(_POINT, [code, along, axis])
    window.mouse.move(x - 2, y)
    window.mouse.move(x, y)
    return x, y


def test_a_place_is_marked_in_every_figure_of_trends(visit: tools.Visit) -> None:
    window = visit.goto("trends", lang="en")
    visit.settle()
    drawn = window.evaluate(atlas.DRAWN)
    # At once: the marks stand when the call is back.
    at_once = window.evaluate(f"() => {{ AtlasPick.pick('{SUMEDANG}'); return ({_MARKS})('atlas-rings'); }}")
    assert at_once == [1, 0, 0, 0, 1, 1, 1]  # lines, its panel, ranks, change
    assert window.locator(".atlas-endlabel.atlas-marked").count() == 3
    assert window.locator(".js-plotly-plot").first.locator(".atlas-faded").count() == 4
    wait_chip(window, "1 place marked")
    atlas.wait_query(window, place=SUMEDANG)
    told = window.locator("tr.atlas-marked", has_text="Kab. Sumedang")
    told.nth(2).wait_for(state="attached")
    assert told.count() == 3  # told, panels, pace

    point = move_to(window, SEMARANG, 2017, "x")
    window.wait_for_function("document.querySelectorAll('.atlas-hints circle').length === 2")
    assert marks(window, "atlas-hints") == [1, 0, 0, 1, 0, 0, 0]  # among Banyuwangi's peers
    window.mouse.click(*point)
    atlas.wait_query(window, place=SEMARANG)
    assert marks(window) == [1, 0, 0, 1, 0, 0, 0]
    assert window.locator(".atlas-rings text").all_text_contents() == ["Kab. Semarang"] * 2
    visit.settle()
    assert window.locator("tr.atlas-marked", has_text="Kab. Semarang").first.is_visible()

    window.locator(".atlas-endlabel", has_text="Makassar").first.click()
    atlas.wait_query(window, place="73.71")
    window.locator('h3[data-pick="31"] button').click()
    atlas.wait_query(window, place="31")
    ground = window.locator(".js-plotly-plot").nth(3)  # below its lines
    ground.scroll_into_view_if_needed()
    box = ground.bounding_box()
    assert box
    window.mouse.click(box["x"] + box["width"] - 30, box["y"] + box["height"] - 34)
    atlas.wait_query(window, place="35.10")
    visit.settle()

    window.get_by_text("The numbers as a table").first.click()
    head = window.locator('th[data-pick="73.71"] button').first
    head.focus()
    window.keyboard.press("Control+Enter")
    atlas.wait_query(window, place="35.10,73.71")
    assert head.get_attribute("aria-pressed") == "true"
    assert window.locator('td.atlas-marked[data-pick="73.71"]').count() > 15
    visit.settle()
    assert window.evaluate(atlas.DRAWN) == drawn  # nothing was drawn anew

    atlas.switch_language(visit, "id")
    atlas.wait_query(window, place="35.10,73.71")
    assert chip(window).startswith("2 wilayah ditandai")
    window.wait_for_function(f"() => ({_MARKS})('atlas-rings').join() === '2,0,1,1,0,2,2'")
    assert visit.complaints() == {}


def test_a_peer_is_marked_in_every_row_of_the_gap_chart_and_in_the_tables(visit: tools.Visit) -> None:
    window = visit.goto("peers", lang="id", city="35.10", place=MALANG)
    visit.settle()
    assert chip(window).startswith("1 wilayah ditandai")  # the link restored it
    rows = marks(window)[0]
    assert 6 < rows <= 12
    assert window.locator("tr.atlas-marked", has_text="Kab. Malang").is_visible()
    assert window.locator("th.atlas-marked", has_text="Kab. Malang").is_visible()
    drawn = window.evaluate(atlas.DRAWN)
    window.mouse.click(*move_to(window, SEMARANG, 0, "y"))
    atlas.wait_query(window, place=SEMARANG)
    visit.settle()
    row = window.locator(f'tr[data-pick="{MALANG}"] button')
    row.focus()
    window.keyboard.press("Control+Enter")
    wait_chip(window, "2 wilayah ditandai")
    atlas.wait_query(window, place=f"{SEMARANG},{MALANG}")
    visit.settle()
    atlas.choose(visit, "Cari wilayah menurut nama atau kode", "Kab. Serang")
    wait_chip(window, "3 wilayah ditandai")
    window.wait_for_function("document.querySelectorAll('.atlas-rings text').length === 3")
    window.locator(".atlas-chip button").click()
    atlas.wait_query(window, place=None)
    assert marks(window) == [0]
    assert window.evaluate(atlas.DRAWN) == drawn
    assert visit.complaints() == {}
