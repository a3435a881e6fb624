"""Every page in both languages, wide and narrow, light and dark, in a real browser with the network cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app import atlas
from tests.app import browser as tools
from tests.app.reading import LANGUAGES, PAGES
from views.i18n import translator

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS = (1440, 390)
TITLES = {
    "overview": "Overview",
    "city": "City map",
    "compare": "Compare",
    "data": "Data",
    "method": "Method",
}
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_is_whole(chromium: Browser, app: tools.App, page: str, lang: str, width: int) -> None:
    with tools.visiting(chromium, app, viewport={"width": width, "height": 900}) as visit:
        window = visit.goto(atlas.PATHS[page], lang=lang)
        assert window.locator(tools.READY).get_attribute("data-page") == page
        assert window.locator(tools.MAP_FRAME).count() == atlas.MAPS[page]
        for nth in range(atlas.MAPS[page]):
            frame = atlas.map_frame(visit, nth)
            shares = atlas.fills(frame, atlas.palette())
            # On a telephone the country is 350 pixels wide: most of its pixels lie on a border.
            assert sum(shares.values()) > (0.3 if page == "overview" and width < 600 else 0.5)
            assert page == "compare" or min(shares.values()) > 0.01  # every class is somewhere
            assert atlas.filled(frame) > 0.004
            assert atlas.overflow(frame) == []
        window.wait_for_function(
            "(n) => document.querySelectorAll('.js-plotly-plot .main-svg').length >= n",
            arg=atlas.CHARTS[page],
        )
        drawn = atlas.charts(window)
        assert len(drawn) == atlas.CHARTS[page]
        assert all(chart["marks"] >= 4 and chart["right"] <= width for chart in drawn), drawn
        assert atlas.overflow(window) == []
        assert visit.complaints() == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_navigation_is_translated_and_leads_to_every_page(visit: tools.Visit, lang: str) -> None:
    window, _ = visit.goto(lang=lang), translator(lang)
    for page in (*PAGES[1:], PAGES[0]):
        window.get_by_test_id("stTopNavLink").filter(has_text=_(TITLES[page])).first.click()
        window.locator(f'{tools.READY}[data-page="{page}"]').wait_for(state="attached")
        visit.settle()
        assert atlas.query(window)["lang"] == lang
    assert visit.complaints() == {}


@pytest.mark.parametrize("page", ["overview", "city", "compare"])
def test_dark_theme_paints(chromium: Browser, app: tools.App, page: str) -> None:
    with tools.visiting(chromium, app, color_scheme="dark") as visit:
        window = visit.goto(atlas.PATHS[page], lang="en")
        assert window.locator('[data-testid="stApp"]').evaluate(
            "element => getComputedStyle(element).backgroundColor"
        ) == atlas.ground("dark")
        frame = atlas.map_frame(visit)
        assert sum(atlas.fills(frame, atlas.palette(theme="dark")).values()) > 0.5
        assert sum(atlas.fills(frame, atlas.palette(theme="light")).values()) < 0.2
        assert visit.complaints() == {}


def test_dark_theme_can_be_asked_for_in_the_link(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="en", embed_options="dark_theme")
    assert sum(atlas.fills(atlas.map_frame(visit), atlas.palette(theme="dark")).values()) > 0.5
    assert window.get_by_text("Ignored in the link").count() == 0
    assert visit.complaints() == {}


@pytest.mark.parametrize(("locale", "title"), [("id-ID", "Ringkasan"), ("en-GB", "Overview")])
def test_first_visit_speaks_the_browser_s_language(
    chromium: Browser, app: tools.App, locale: str, title: str
) -> None:
    with tools.visiting(chromium, app, locale=locale) as visit:
        window = visit.goto()
        assert atlas.query(window)["lang"] == locale[:2]
        assert window.get_by_test_id("stTopNavLink").first.inner_text() == title
