"""A weight of the index moved: from the key to the last change of the bands' pixels, against a bare Streamlit rerun.

All 514 places are ranked in 1 000 draws at every step. Times are wall-clock seconds until the region of the chart has stopped
changing in the screencast.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

from benchmarks.browser import Watch
from benchmarks.picks import bare_rerun, beside_bare

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHORT, FULL = 2, 7
_TIMEOUT_MS = 60_000


def measure(rounds: int = FULL) -> dict[str, Any]:
    """Seconds from a key on a weight's slider to the last change of the bands, and of a bare rerun, taken in turn.

    Parameters
    ----------
    rounds
        Moves of each kind.

    Returns
    -------
    dict
        ``bands`` and ``bare``: all times and their median, in seconds.
    """
    times: dict[str, list[float]] = {"bands": [], "bare": []}
    with beside_bare() as (plain, page, url):
        page.goto(f"{url}/index?lang=en")
        page.wait_for_selector(".atlas-ready", state="attached", timeout=_TIMEOUT_MS)
        page.wait_for_selector(".st-key-bands .main-svg .point", timeout=_TIMEOUT_MS)
        watch = Watch(page, _box(page))
        slider = page.get_by_role("slider").first
        for n in range(rounds + 1):
            slider.focus()
            seconds, _bytes = watch.change(
                lambda n=n: page.keyboard.press("ArrowRight" if n % 2 == 0 else "ArrowLeft")
            )  # type: ignore[misc]
            again = bare_rerun(plain, n + 1)["bare"] / 1000
            if n:  # the first of each pays for what is loaded once
                times["bands"].append(seconds)
                times["bare"].append(again)
        watch.stop()
    return {
        name: {"seconds": [round(s, 3) for s in taken], "median_s": round(statistics.median(taken), 3)}
        for name, taken in times.items()
    }


def _box(page: Page) -> dict[str, float]:
    box = page.locator(".st-key-bands").bounding_box()
    if box is None:
        message = "the bands are not on the page: there is nothing to watch"
        raise RuntimeError(message)
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}


def line(rows: dict[str, Any]) -> str:
    """One line for people."""
    bands, bare = rows["bands"]["median_s"], rows["bare"]["median_s"]
    return f"slider: bands {bands} s after the key; bare rerun {bare} s"
