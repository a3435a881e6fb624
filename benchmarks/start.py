"""From nothing, and from a running server, to the first painted map, against an empty Streamlit app's first paint."""

from __future__ import annotations

import contextlib
import statistics
import time
from typing import TYPE_CHECKING, Any

from benchmarks.browser import ROOT, App, chromium, running, wait_healthy

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

_PAINTED = """() => { const f = [...document.querySelectorAll('iframe[title^="streamlit_folium"]')]
  .find(f => f.contentDocument && f.contentDocument.body && f.contentDocument.body.dataset.painted); return !!f }"""
_READY = "() => { const e = document.querySelector('.atlas-ready'); return !!e && e.getBoundingClientRect().height > 0 }"
_EMPTY = ROOT / "benchmarks" / "apps" / "empty.py"
_WAYS = {"empty": (_EMPTY, _READY), "atlas": (ROOT / "atlas.py", _PAINTED)}
_TIMEOUT_MS = 60_000


def _visit(context: BrowserContext, app: App, ready: str, since: float) -> float:
    page = context.new_page()
    page.goto(app.url)
    page.wait_for_function(ready, timeout=_TIMEOUT_MS, polling="raf")
    seconds = time.perf_counter() - since
    page.close()
    return seconds


def _cold(browser: Browser, script: Path, ready: str) -> float:
    with (
        running(script, wait=False) as app,
        browser.new_context(viewport={"width": 1440, "height": 1000}) as context,
    ):
        wait_healthy(int(app.url.rsplit(":", 1)[1]))
        return _visit(context, app, ready, app.started)


def measure(rounds: int = 5) -> dict[str, Any]:
    """Seconds from the command to the first paint, and of a second visit, of the atlas and of an empty app in turn.

    Returns
    -------
    dict
        ``atlas`` and ``empty`` from the command (`atlas.py run`, `streamlit run`) with a fresh browser; ``atlas again`` and
        ``empty again`` from the address, with a server and a browser that know each other.
    """
    times: dict[str, list[float]] = {}
    with chromium() as browser, contextlib.ExitStack() as stack:
        for _round in range(rounds):
            for name, (script, ready) in _WAYS.items():
                times.setdefault(name, []).append(_cold(browser, script, ready))
        again = {}
        for name, (script, ready) in _WAYS.items():
            app = stack.enter_context(running(script))
            context = stack.enter_context(browser.new_context(viewport={"width": 1440, "height": 1000}))
            _visit(context, app, ready, time.perf_counter())
            again[name] = (context, app, ready)
        for _round in range(rounds):
            for name, (context, app, ready) in again.items():
                times.setdefault(f"{name} again", []).append(_visit(context, app, ready, time.perf_counter()))
    return {
        name: {"seconds": [round(s, 2) for s in rows], "median_s": round(statistics.median(rows), 2)}
        for name, rows in times.items()
    }


def line(rows: dict[str, Any]) -> str:
    """One line for people."""
    at = {name: row["median_s"] for name, row in rows.items()}
    return (
        f"start: atlas {at['atlas']} s, empty app {at['empty']} s ({at['atlas'] / at['empty']:.2f} times); "
        f"again {at['atlas again']} and {at['empty again']} s ({at['atlas again'] / at['empty again']:.2f} times)"
    )
