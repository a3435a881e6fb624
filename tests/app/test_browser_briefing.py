"""A briefing in a real browser: it asks nobody for anything, its figures are alive, and on paper none of them is cut."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.states import store
from views.takeaway.briefing import briefing
from views.takeaway.build import document
from views.takeaway.kit import Kit
from views.takeaway.state import State

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
A4_PX = (794 - 113, 1123 - 121)
"""Width and height of an A4 page inside the margins of the style sheet, at 96 px an inch."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A briefing of two pages with all kinds of figures, in one file."""
    kit = Kit.of(store())
    found = [document(kit, State(page, {"lang": "id"})) for page in ("compare", "patterns")]
    path = tmp_path_factory.mktemp("briefing") / "briefing.html"
    path.write_bytes(briefing(kit, found, made=dt.date(2026, 11, 28), base="http://127.0.0.1:8501"))
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_it_asks_for_nothing_and_every_figure_comes_alive(chromium: Browser, file: Path, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console",
        lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(file.as_uri())
    boxes = page.locator("[data-live]")
    for at in range(boxes.count()):
        boxes.nth(at).scroll_into_view_if_needed()
        page.wait_for_timeout(250)
    page.wait_for_timeout(1500)
    charts, maps = page.locator('[data-kind="chart"]'), page.locator('[data-kind="map"]')
    assert charts.count() > 5
    assert maps.count() == 2
    assert page.locator('[data-kind="chart"].ready .main-svg').count() >= charts.count()
    for frame in [frame for frame in page.frames if frame != page.main_frame]:
        frame.wait_for_selector("canvas", state="attached")
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:", "blob:"))] == []
    assert asked.count(file.as_uri()) == 1
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()


def test_without_scripts_every_figure_is_a_picture(chromium: Browser, file: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    pictures = page.locator(".twin svg")
    assert pictures.count() == page.locator("[data-live]").count()
    assert all(one.is_visible() for one in pictures.all())
    assert not any(one.is_visible() for one in page.locator(".live").all())
    context.close()


def test_on_paper_no_figure_is_cut(chromium: Browser, file: Path, tmp_path: Path) -> None:
    page = chromium.new_page(viewport={"width": A4_PX[0], "height": A4_PX[1]})
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    page.wait_for_timeout(500)
    told = page.evaluate(
        """() => [...document.querySelectorAll("figure")].map((figure) => {
          const svg = figure.querySelector(".twin svg"), box = svg.getBoundingClientRect();
          const hidden = figure.querySelector(".live").offsetParent === null;
          return [getComputedStyle(figure).breakInside, box.width, box.height, hidden];
        })"""
    )
    assert len(told) > 7
    for inside, width, height, hidden in told:
        assert inside == "avoid"
        assert hidden
        assert 100 < width <= A4_PX[0] + 1
        assert 50 < height <= A4_PX[1]
    for name, settings in (("a4", {"format": "A4"}), ("wide", {"prefer_css_page_size": True})):
        path = tmp_path / f"{name}.pdf"
        if name == "wide":
            page.evaluate("document.documentElement.classList.add('wide')")
        page.pdf(path=str(path), print_background=True, **settings)  # type: ignore[arg-type]
        assert path.stat().st_size > 50_000
    page.close()
