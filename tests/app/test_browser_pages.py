"""Every page in both languages, wide and narrow, light and dark, in a real browser with the network cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.app import atlas
from tests.app import browser as tools
from tests.app.reading import PAGES
from views.i18n import translator
from views.pattern_map import cluster_colours

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
TITLES = {
    "overview": "Overview",
    "city": "City map",
    "compare": "Compare",
    "trends": "Trends",
    "index": "Index",
    "peers": "Peers",
    "patterns": "Patterns",
    "network": "Network & frameworks",
    "data": "Data",
    "stage": "Stage",
    "method": "Method",
}
pytestmark = pytest.mark.browser


def assert_whole(visit: tools.Visit, page: str) -> None:
    """Maps and charts are painted, and nothing is wider than the window."""
    window = visit.page
    for nth in range(atlas.MAPS[page]):
        frame = atlas.map_frame(visit, nth)
        # The districts of Banyuwangi are no different from chance: one quiet colour.
        quiet = [cluster_colours("light")["not_significant"]]
        shares = atlas.fills(frame, quiet if page == "patterns" else atlas.palette())
        # On a telephone the country is 350 pixels wide: most of its pixels lie on a border. The stage opens with it.
        narrow = page in ("overview", "stage") and window.viewport_size["width"] < 600
        assert sum(shares.values()) > (0.3 if narrow else 0.5)
        assert page == "compare" or min(shares.values()) > 0.01  # every class is somewhere
        assert atlas.filled(frame) > 0.004
        assert atlas.overflow(frame) == []
    atlas.wait_for_charts(window, atlas.CHARTS[page])
    drawn = atlas.charts(window)
    assert len(drawn) == atlas.CHARTS[page]
    assert all(chart["marks"] >= 4 and chart["right"] <= window.viewport_size["width"] for chart in drawn), (
        drawn
    )
    assert [chart["cut"] for chart in drawn] == [[]] * len(drawn)
    assert atlas.overflow(window) == []


WAYS = {"en": (WIDE, NARROW), "id": (NARROW, WIDE)}
# Each page in one language by turns, in both with --full.
IN_TURN = [
    pytest.param(page, lang, *WAYS[lang], id=f"{page}-{lang}", marks=() if (at + n) % 2 else pytest.mark.full)
    for at, page in enumerate(PAGES)
    for n, lang in enumerate(WAYS)
]


@pytest.mark.parametrize(("page", "lang", "first", "then"), IN_TURN)
def test_page_is_whole_wide_and_narrow(
    chromium: Browser, app: tools.App, page: str, lang: str, first: ViewportSize, then: ViewportSize
) -> None:
    """Opened in one width, then seen in the other: each width is opened in one language and reached in the other."""
    with tools.visiting(chromium, app, viewport=first) as visit:
        window = visit.goto(atlas.PATHS[page], lang=lang)
        assert window.locator(tools.READY).get_attribute("data-page") == page
        assert_whole(visit, page)
        assert window.locator(tools.MAP_FRAME).count() == atlas.MAPS[page]
        window.set_viewport_size(then)
        visit.settle()
        assert_whole(visit, page)
        assert visit.complaints() == {}


@pytest.mark.parametrize("width", [1024, 768, 640])
def test_widths_between_hold_a_profile_too(chromium: Browser, app: tools.App, width: int) -> None:
    """The column beside the map is at its narrowest just before it moves below the map."""
    with tools.visiting(chromium, app, viewport={"width": width, "height": 900}) as visit:
        window = visit.goto("city", lang="en", city="31", place="31.74.04")
        atlas.map_frame(visit)
        assert atlas.overflow(window) == []


@pytest.mark.parametrize("locale", ["id-ID", pytest.param("en-GB", marks=pytest.mark.full)])
def test_first_visit_and_navigation_speak_the_browser_s_language(
    chromium: Browser, app: tools.App, locale: str
) -> None:
    lang = locale[:2]
    _ = translator(lang)
    with tools.visiting(chromium, app, locale=locale) as visit:
        window = visit.goto()
        for page in (*PAGES[1:], PAGES[0]):
            window.get_by_test_id("stTopNavLink").filter(has_text=_(TITLES[page])).first.click()
            window.locator(f'{tools.READY}[data-page="{page}"]').wait_for(state="attached")
            visit.settle()
            assert atlas.query(window)["lang"] == lang
        assert visit.complaints() == {}


@pytest.mark.parametrize(
    ("page", "options", "link"),
    [
        ("overview", {"color_scheme": "dark"}, {}),
        ("compare", {"color_scheme": "dark"}, {}),
        ("city", {}, {"embed_options": "dark_theme"}),
    ],
    ids=["overview", "compare", "city by link"],
)
def test_dark_theme_paints(
    chromium: Browser, app: tools.App, page: str, options: dict[str, Any], link: dict[str, str]
) -> None:
    with tools.visiting(chromium, app, **options) as visit:
        window = visit.goto(atlas.PATHS[page], lang="en", **link)
        assert window.locator('[data-testid="stApp"]').evaluate(
            "element => getComputedStyle(element).backgroundColor"
        ) == atlas.ground("dark")
        frame = atlas.map_frame(visit)
        assert sum(atlas.fills(frame, atlas.palette(theme="dark")).values()) > 0.5
        assert sum(atlas.fills(frame, atlas.palette(theme="light")).values()) < 0.2
        assert window.get_by_text("Ignored in the link").count() == 0
        assert visit.complaints() == {}
