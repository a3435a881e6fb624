"""A click on a place: marked on its map, in the charts, told by the server; against a bare Streamlit rerun in the same run.

Times are taken in the browser, from the click that the page hears to the frame in which the mark is there.
"""

from __future__ import annotations

import contextlib
import statistics
from typing import TYPE_CHECKING, Any

from benchmarks.browser import ROOT, chromium, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

PLACES = {"35.10.05": "Muncar", "35.10.10": "Glenmore", "35.10.18": "Wongsorejo", "35.10.03": "Purwoharjo"}
SHORT, FULL = 2, 12
_TIMEOUT_MS = 60_000
# Epoch milliseconds of the last click, whichever frame heard it, and of the moment at which each test first held.
_WATCH = """
(tests) => {
  const now = () => performance.timeOrigin + performance.now();
  const hear = (view) => view.addEventListener(
    "click", (event) => { window.clickedAt = view.performance.timeOrigin + event.timeStamp; }, true);
  if (!window.clickedAt) {
    window.clickedAt = 1;
    [window, ...[...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow)].forEach(hear);
  }
  window.seen = {};
  const holds = Object.fromEntries(Object.entries(tests).map(([name, text]) => [name, new Function("return " + text)]));
  const look = () => {
    for (const [name, test] of Object.entries(holds)) if (!(name in window.seen) && test()) window.seen[name] = now();
    if (Object.keys(window.seen).length < Object.keys(holds).length) requestAnimationFrame(look);
  };
  look();
}
"""
_SEEN = "(n) => Object.keys(window.seen).length === n"
_FRAME = "document.querySelector('iframe[title^=\"streamlit_folium\"]').contentWindow"


def _timed(page: Page, tests: dict[str, str], act: Any) -> dict[str, float]:
    page.wait_for_timeout(400)
    page.evaluate(_WATCH, tests)
    act()
    page.wait_for_function(_SEEN, arg=len(tests), timeout=_TIMEOUT_MS)
    start, seen = page.evaluate("[window.clickedAt, window.seen]")
    return {name: float(at) - float(start) for name, at in seen.items()}


@contextlib.contextmanager
def beside_bare() -> Iterator[tuple[Page, Page, str]]:
    """A page of the bare app, ready, an empty page, and the address of the atlas."""
    with (
        chromium() as browser,
        running(ROOT / "benchmarks" / "apps" / "bare.py") as bare,
        running(ROOT / "app.py") as atlas,
    ):
        plain, page = (browser.new_page(viewport={"width": 1440, "height": 1000}) for _ in range(2))
        plain.goto(bare.url)
        plain.get_by_role("button", name="again").wait_for()
        yield plain, page, atlas.url


def bare_rerun(page: Page, count: int) -> dict[str, float]:
    """Milliseconds from a press to the rerun that shows it; `count` is the number that the page then has."""
    test = f"document.querySelector('[data-count=\"{count}\"]') !== null"
    return _timed(page, {"bare": test}, lambda: page.get_by_role("button", name="again").click())


def _pick(page: Page, code: str) -> dict[str, float]:
    x, y = page.evaluate(f"(code) => {_FRAME}.AtlasMap.where(code)", code)
    box = page.locator('iframe[title^="streamlit_folium"]').bounding_box()
    if box is None:
        message = "the map is not on the page: there is nothing to click"
        raise RuntimeError(message)
    tests = {
        "own map": f'{_FRAME}.AtlasMap.selected().join() === "{code}"',
        "charts": "document.querySelectorAll('.js-plotly-plot .atlas-rings circle').length === 1"
        f' && window.ringsOf("{code}")',
        "profile": f'[...document.querySelectorAll("h3")].some((h) => h.textContent === "{PLACES[code]}")',
    }
    return _timed(page, tests, lambda: page.mouse.click(box["x"] + x, box["y"] + y))


# Whether the one ring that is drawn lies on a point of this place.
_RINGS_OF = """
window.ringsOf = (code) => [...document.querySelectorAll(".js-plotly-plot")].some((plot) => {
  const ring = plot.querySelector(".atlas-rings circle"), { xaxis: x, yaxis: y } = plot._fullLayout;
  const near = (name, at) => Math.abs(ring.getAttribute(name) - at) < 1;
  const here = (point) => near("cx", x._offset + x.c2p(point.x)) && near("cy", y._offset + y.c2p(point.y));
  return ring && plot.calcdata.some((points) => points.some(
    (point) => [].concat(points[0].trace.customdata[point.i])[0] === code && here(point)));
})
"""


def measure(rounds: int = FULL) -> dict[str, Any]:
    """Median milliseconds from a click to each mark, and of a bare rerun, taken in turn.

    Parameters
    ----------
    rounds
        Clicks of each kind.

    Returns
    -------
    dict
        ``own map``, ``charts``, ``profile`` (the server has answered) and ``bare``: all times and their median, in
        milliseconds.
    """
    times: dict[str, list[float]] = {}
    codes = list(PLACES)
    with beside_bare() as (plain, page, url):
        page.goto(f"{url}/city?lang=en&city=35.10")
        page.wait_for_selector(".atlas-ready", state="attached", timeout=_TIMEOUT_MS)
        page.wait_for_function(
            f"{_FRAME}.document.body.dataset.painted && window.AtlasPick", timeout=_TIMEOUT_MS
        )
        page.evaluate(_RINGS_OF)
        _pick(page, "35.10.03")  # the first click pays for what is loaded once
        bare_rerun(plain, 1)
        for n in range(rounds):
            for name, ms in (_pick(page, codes[n % len(codes)]) | bare_rerun(plain, n + 2)).items():
                times.setdefault(name, []).append(ms)
    return {
        name: {"ms": [round(ms, 1) for ms in taken], "median_ms": round(statistics.median(taken), 1)}
        for name, taken in times.items()
    }


def line(rows: dict[str, Any]) -> str:
    """One line for people."""
    bare = rows["bare"]["median_ms"]
    parts = [
        f"{name} {rows[name]['median_ms']} ms ({rows[name]['median_ms'] / bare:.2f})"
        for name in ("own map", "charts", "profile")
    ]
    return f"pick: {', '.join(parts)}; bare rerun {bare} ms (1)"
