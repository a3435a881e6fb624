"""From the command to the first painted map, against an empty Streamlit app's first paint."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

from benchmarks.browser import ROOT, chromium, running, wait_healthy

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

_PAINTED = """() => { const f = [...document.querySelectorAll('iframe[title^="streamlit_folium"]')]
  .find(f => f.contentDocument && f.contentDocument.body && f.contentDocument.body.dataset.painted); return !!f }"""
_READY = "() => { const e = document.querySelector('.atlas-ready'); return !!e && e.getBoundingClientRect().height > 0 }"


def _once(browser: Browser, script: Path, ready: str) -> float:
    with running(script, wait=False) as app:
        port = int(app.url.rsplit(":", 1)[1])
        wait_healthy(port)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(app.url)
        page.wait_for_function(ready, timeout=60_000, polling="raf")
        seconds = time.perf_counter() - app.started
        page.close()
    return seconds


def measure(rounds: int = 5) -> dict[str, Any]:
    """Median seconds from the command `atlas.py run` to the first painted map, and from `streamlit run` to an empty app's box."""
    atlas, empty = [], []
    with chromium() as browser:
        for _round in range(rounds):
            empty.append(_once(browser, ROOT / "benchmarks" / "apps" / "empty.py", _READY))
            atlas.append(_once(browser, ROOT / "atlas.py", _PAINTED))
    return {
        name: {"seconds": [round(s, 2) for s in rows], "median_s": round(statistics.median(rows), 2)}
        for name, rows in (("empty", empty), ("atlas", atlas))
    }
