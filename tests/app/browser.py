"""A real browser with the network cut, and the app to look at.

`running_app` starts Streamlit on a free port of this machine, `launch` starts Chromium, and `Visit` is one visitor: a page
that can reach the app and nothing else, and a record of everything it asked for and complained about.
"""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from weakref import WeakKeyDictionary

from commands import serving
from tests.conftest import chromium_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        FrameLocator,
        Locator,
        Page,
        Playwright,
    )

CHROMIUM_OPTIONS = (
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A second lock behind the proxy of `_cut_off`: no name is looked up, whoever asks.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
MAP_FRAME = 'iframe[title^="streamlit_folium"]'
READY = ".atlas-ready"  # the last thing that a page of ours writes
FAULT = '[data-testid="stException"], .atlas-fault'
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
_NETWORK = {"http", "https", "ws", "wss"}
_PROBE = re.compile(r"/\w+/_stcore/(?:health|host-config)")
START_SECONDS = 60
TIMEOUT_MS = 30_000

# Colours of a canvas as {"#rrggbb": share of its pixels}, transparent ones left out. Colours met on fewer pixels than one in
# 2000 are mixtures at edges.
_READ_CANVAS = """
(canvas) => {
  const { width, height } = canvas;
  if (!width || !height) return {};
  const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  const counts = new Map();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < 128) continue;
    const key = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    counts.set(key, (counts.get(key) || 0) + 1);
  }
  const pixels = width * height, colours = {};
  for (const [key, count] of counts)
    if (count * 2000 >= pixels) colours["#" + key.toString(16).padStart(6, "0")] = count / pixels;
  return colours;
}
"""


@dataclass(frozen=True)
class App:
    """A running app.

    Parameters
    ----------
    url
        Its origin, such as "http://127.0.0.1:43121".
    log
        File with what it printed.
    """

    url: str
    log: Path

    def printed(self) -> str:
        """Everything that the app has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((serving.HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running_app(folder: Path, log: Path, *, environment: dict[str, str] | None = None) -> Iterator[App]:
    """Run ``app.py`` of `folder` as ``atlas.py run`` does, and end it afterwards.

    Parameters
    ----------
    folder
        Holds ``app.py``, ``.streamlit/`` and ``static/``.
    log
        File that takes what the app prints.
    environment
        Environment variables of the app; None for those of the tests.
    """
    port = free_port()
    command = serving.streamlit_command(sys.executable, port, script=serving.script_of(folder))
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
    app = App(f"http://{serving.HOST}:{port}", log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not serving.is_healthy(port):
            if process.poll() is not None or time.monotonic() > deadline:
                msg = f"The app in {folder} did not start (exit code {process.poll()}):\n{app.printed()}"
                raise RuntimeError(msg)
            time.sleep(0.05)
        yield app
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def launch(playwright: Playwright) -> Iterator[Browser]:
    """Start the machine's Chromium without a window."""
    browser = playwright.chromium.launch(
        executable_path=chromium_path(), headless=True, args=list(CHROMIUM_OPTIONS)
    )
    try:
        yield browser
    finally:
        browser.close()


@dataclass
class Visit:
    """One visitor's page and everything that happened on it.

    Parameters
    ----------
    app
        The app that is visited; its origin is all that can be reached.
    context, page
        Playwright's; use them for what the helpers below do not do.
    outside
        Addresses outside the app that were asked for, and refused.
    failed
        Requests to the app that were answered with an error or not at all.
    console
        Errors written to the console.
    errors
        Exceptions that no script caught.
    """

    app: App
    context: BrowserContext
    page: Page
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def goto(self, path: str = "", *, lang: str | None = None, **query: str) -> Page:
        """Open a page of the app and wait until it is drawn.

        Raises
        ------
        AssertionError
            The page shows an exception instead.

        Parameters
        ----------
        path
            Page's path, such as "compare"; "" is the first page.
        lang
            Language for the link; None leaves it out.
        **query
            Further parts of the link.
        """
        parameters = ({"lang": lang} if lang else {}) | query
        self.page.goto(f"{self.app.url}/{path}" + (f"?{urlencode(parameters)}" if parameters else ""))
        self.page.locator(f"{READY}, {FAULT}").first.wait_for(state="attached")
        self.settle()
        fault = self.page.locator(FAULT)
        if fault.count():
            msg = f"/{path} shows an exception: {fault.first.inner_text()}\n{self.app.printed()[-2000:]}"
            raise AssertionError(msg)
        return self.page

    def settle(self) -> None:
        """Wait until the script has ended and stays so for 200 ms (a widget may set off another run)."""
        self.page.wait_for_function(
            """(selector) => {
                const idle = document.querySelector(selector) !== null;
                const now = performance.now();
                window.__idleSince = idle ? (window.__idleSince ?? now) : undefined;
                return idle && now - window.__idleSince > 200;
            }""",
            arg=IDLE,
            polling=50,
        )
        self.page.evaluate("window.__idleSince = undefined")

    def map_frame(self, nth: int = 0) -> FrameLocator:
        """Return the frame of the page's `nth` map."""
        return self.page.locator(MAP_FRAME).nth(nth).content_frame

    def colours(self, nth: int = 0) -> dict[str, float]:
        """Opaque colours of the `nth` map's canvas and the share of its pixels that each covers, largest first."""
        return canvas_colours(self.map_frame(nth).locator("canvas").first)

    def wait_for_paint(self, nth: int = 0, *, share: float = 0.02, colours: int = 2) -> dict[str, float]:
        """Wait until a map shows at least `colours` colours over at least `share` of its canvas, and return them.

        Raises
        ------
        AssertionError
            It does not in time; says what is on the canvas instead.
        """
        found: dict[str, float] = {}

        def is_painted() -> bool:
            nonlocal found
            found = self.colours(nth)
            return len(found) >= colours and sum(found.values()) >= share

        if not _comes_true(self.page, is_painted):
            msg = f"Map {nth} is not painted: wanted {colours} colours on {share:.0%} of the canvas, it has {found}."
            raise AssertionError(msg)
        return found

    def wait_for_repaint(self, before: dict[str, float], nth: int = 0) -> dict[str, float]:
        """Wait until a map's colours differ from those `before`, and return the new ones."""
        if not _comes_true(self.page, lambda: self.colours(nth) not in ({}, before)):
            msg = f"Map {nth} still shows the same colours: {before}."
            raise AssertionError(msg)
        return self.colours(nth)

    def complaints(self) -> dict[str, list[str]]:
        """Everything that should not have happened; empty for a clean visit."""
        kinds = {
            "outside": self.outside,
            "failed": self.failed,
            "console": self.console,
            "errors": self.errors,
        }
        return {kind: found for kind, found in kinds.items() if found}


def canvas_colours(canvas: Locator) -> dict[str, float]:
    """Opaque colours of a canvas, ``{"#rrggbb": share of its pixels}``, largest first; edge mixtures left out."""
    shares: dict[str, float] = canvas.evaluate(_READ_CANVAS)
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def _comes_true(page: Page, condition: Any) -> bool:
    deadline = time.monotonic() + TIMEOUT_MS / 1000
    while not condition():
        if time.monotonic() > deadline:
            return False
        page.wait_for_timeout(100)
    return True


@contextlib.contextmanager
def visiting(browser: Browser, app: App, **options: Any) -> Iterator[Visit]:
    """Open a page that reaches nothing but `app`.

    A visitor who has left leaves a cache behind and nothing else: the next one need not load and compile Streamlit's
    scripts again. Two who visit at once share nothing.

    Parameters
    ----------
    browser
        From `launch`.
    app
        From `running_app`.
    **options
        Playwright's for a context, such as ``locale="id-ID"``, ``color_scheme="dark"`` or ``viewport={…}``.
    """
    settings: dict[str, Any] = {"locale": "en-GB", "service_workers": "block"} | options
    viewport = settings.pop("viewport", {"width": 1280, "height": 900})
    idle = _idle.setdefault(browser, {}).setdefault(f"{app.url} {sorted(settings.items())}", [])
    context = idle.pop() if idle else _cut_off(browser, app, settings)
    page = context.new_page()
    page.set_viewport_size(viewport)
    visit = Visit(app, context, page)
    page.on("request", lambda request: _note_request(visit, request.url))
    page.on("websocket", lambda websocket: _note_request(visit, websocket.url))
    page.on("console", lambda message: _note_message(visit, message))
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    page.on("response", lambda answer: _note_answer(visit, answer.status, answer.url))
    page.on("requestfailed", lambda request: _note_failure(visit, request.failure, request.url))
    try:
        yield visit
    except BaseException:
        context.close()
        raise
    if page.url.startswith(app.url):
        page.evaluate("localStorage.clear()")
    page.close()
    context.clear_cookies()
    idle.append(context)


# Contexts whose visitor has left, by browser, app and options.
_idle: WeakKeyDictionary[Browser, dict[str, list[BrowserContext]]] = WeakKeyDictionary()


def _cut_off(browser: Browser, app: App, settings: dict[str, Any]) -> BrowserContext:
    """Make a context for which only the app is not behind a proxy, and the proxy is a port on which nobody listens.

    Playwright's routes would cut the network as well, but they switch the browser's cache off and ask Python about each request.
    """
    proxy = {"server": "http://127.0.0.1:9", "bypass": f"<-loopback>,{urlsplit(app.url).netloc}"}
    context = browser.new_context(proxy=proxy, **settings)
    context.set_default_timeout(TIMEOUT_MS)
    return context


def _is_inside(visit: Visit, url: str) -> bool:
    return urlsplit(url).netloc == urlsplit(visit.app.url).netloc


def _note_request(visit: Visit, url: str) -> None:
    if urlsplit(url).scheme in _NETWORK and not _is_inside(visit, url):
        visit.outside.append(url)


def _note_message(visit: Visit, message: ConsoleMessage) -> None:
    if message.type == "error" and not _is_probe(message.location.get("url", "")):
        visit.console.append(message.text)


def _is_probe(url: str) -> bool:
    """Whether Streamlit's page is only finding out where its server is.

    Opened at ``/compare``, it asks below that path first, is told 404, and asks at the root. That cannot be switched off.
    """
    return _PROBE.fullmatch(urlsplit(url).path) is not None


def _note_answer(visit: Visit, status: int, url: str) -> None:
    if status >= 400 and not _is_probe(url):
        visit.failed.append(f"{status} {url}")


def _note_failure(visit: Visit, reason: str | None, url: str) -> None:
    # A page that is left takes its open requests along; that is no fault.
    if _is_inside(visit, url) and reason != "net::ERR_ABORTED":
        visit.failed.append(f"{reason} {url}")
