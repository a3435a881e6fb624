"""Fixtures for tests that look at the app in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app import browser as tools
from tests.conftest import ROOT, missing_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


# For a module and not the session: while Playwright is open it keeps an event loop in the main thread, which no other test
# should meet.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium, started once for a module; a test that asks for it carries the marker ``browser``."""
    if missing_browser():
        pytest.skip(missing_browser())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tools.launch(playwright) as started:
        yield started


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tools.App]:
    """Run the atlas itself, started once for all tests."""
    with tools.running_app(ROOT, tmp_path_factory.mktemp("app") / "app.log") as started:
        yield started


@pytest.fixture
def visit(chromium: Browser, app: tools.App) -> Iterator[tools.Visit]:
    """Visit the atlas with the network cut: a new visitor for each test, with an English browser."""
    with tools.visiting(chromium, app) as visitor:
        yield visitor
