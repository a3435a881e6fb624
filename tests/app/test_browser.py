"""The browser tools themselves: they see paint, cut the network, and notice what goes wrong."""

from __future__ import annotations

import os
import shutil
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.app import browser as tools
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

LOADED_FONTS = "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family))"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tools.App]:
    """Run the throw-away app with the project's own settings and vendored files."""
    folder = tmp_path_factory.mktemp("tiny")
    shutil.copy(ROOT / "tests" / "app" / "tiny_app.py", folder / "app.py")
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    shutil.copytree(ROOT / "static" / "vendor", folder / "static" / "vendor")
    with tools.running_app(
        folder, folder / "app.log", environment={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as started:
        yield started


@pytest.fixture
def visitor(chromium: Browser, tiny: tools.App) -> Iterator[tools.Visit]:
    """Visit the throw-away app."""
    with tools.visiting(chromium, tiny) as visit:
        yield visit


def test_map_paints_offline_with_vendored_leaflet(visitor: tools.Visit) -> None:
    visitor.goto()
    assert "#d55e00" in visitor.wait_for_paint()
    assert visitor.complaints() == {}


def test_repaint_is_seen(visitor: tools.Visit) -> None:
    visitor.goto()
    before = visitor.wait_for_paint()
    visitor.page.get_by_text("#0072b2").click()
    after = visitor.wait_for_repaint(before)
    assert "#d55e00" in before
    assert "#d55e00" not in after
    assert "#0072b2" in visitor.wait_for_paint()


@pytest.fixture
def neighbour() -> Iterator[tuple[str, list[str]]]:
    """Another server on this machine, which notes who called: its host and the paths that were asked for."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", calls
    server.shutdown()
    server.server_close()


def test_outside_requests_are_refused_and_recorded(
    visitor: tools.Visit, neighbour: tuple[str, list[str]]
) -> None:
    host, calls = neighbour
    visitor.goto(outside=host)
    visitor.page.wait_for_timeout(500)
    wanted = {f"http://{host}/picture.svg", f"http://{host}/figures.json", f"ws://{host}/live"}
    assert set(visitor.complaints()["outside"]) == wanted
    assert calls == []


def test_script_faults_are_noticed(visitor: tools.Visit) -> None:
    visitor.goto(fault="1")
    visitor.page.wait_for_timeout(300)
    assert "told" in visitor.console
    assert any("thrown" in error for error in visitor.errors)


def test_unpainted_map_is_an_error(visitor: tools.Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "TIMEOUT_MS", 1000)
    visitor.goto()
    visitor.wait_for_paint()
    with pytest.raises(AssertionError, match=r"Map 0 is not painted: wanted 99 colours"):
        visitor.wait_for_paint(colours=99)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme_and_font_are_ours(chromium: Browser, tiny: tools.App, scheme: str) -> None:
    grounds = {"light": "rgb(251, 250, 247)", "dark": "rgb(18, 25, 26)"}
    with tools.visiting(chromium, tiny, color_scheme=scheme) as visit:
        page = visit.goto()
        ground = page.locator('[data-testid="stApp"]').evaluate(
            "element => getComputedStyle(element).backgroundColor"
        )
        fonts = page.evaluate(LOADED_FONTS)
        heading = page.locator("h1").evaluate("element => getComputedStyle(element).fontFamily")
        assert ground == grounds[scheme]
        assert "Plus Jakarta Sans" in heading
        assert any("Plus Jakarta Sans" in family for family in fonts)
        assert visit.complaints() == {}
