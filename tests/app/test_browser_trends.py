"""Trends and peers in a real browser: whole at every width, in both themes, and edited by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app import atlas
from tests.app import browser as tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHARTS = {"trends": 7, "peers": 1}
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("page", "lang", "link"), [
    ("trends", "en", {}), ("trends", "id", {"cities": "31,91.71", "indicator": "poverty_rate", "embed_options": "dark_theme"}),
    ("peers", "id", {}), ("peers", "en", {"city": "31", "embed_options": "dark_theme"}),
])  # fmt: skip
def test_page_is_whole_wide_and_narrow(
    chromium: Browser, app: tools.App, page: str, lang: str, link: dict[str, str]
) -> None:
    with tools.visiting(chromium, app, viewport=WIDE) as visit:
        window = visit.goto(page, lang=lang, **link)
        count = 5 if link.get("cities") else CHARTS[page]
        for size in (WIDE, NARROW):
            window.set_viewport_size(size)
            visit.settle()
            window.wait_for_function(
                "(n) => document.querySelectorAll('.js-plotly-plot .main-svg .point').length >= 4 * n",
                arg=count,
            )
            drawn = atlas.charts(window)
            assert len(drawn) == count
            assert all(chart["right"] <= size["width"] for chart in drawn)
            assert atlas.overflow(window) == []
        assert visit.complaints() == {}


def test_a_list_edited_by_hand_stands_in_the_address_and_comes_back(visit: tools.Visit) -> None:
    window = visit.goto("peers", lang="en", city="32.11", peers="neighbours")
    window.get_by_role("button", name="Remove Kab. Garut").or_(
        window.locator('[data-baseweb="tag"]', has_text="Kab. Garut").locator("svg, [role=presentation]").last
    ).first.click()
    window.wait_for_function(
        "() => !new URLSearchParams(location.search).get('peers').includes('neighbours')"
    )
    peers = atlas.query(window)["peers"].split(",")
    assert "32.05" not in peers
    assert len(peers) == 5
    again = visit.goto("peers", **atlas.query(window))
    assert again.get_by_text("This list was picked by hand").count() == 1
    assert atlas.query(again)["peers"] == ",".join(peers)
