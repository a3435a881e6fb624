"""How many readers one process serves: websocket sessions that change the indicator every five seconds.

What is timed is the server: from the change that a session sends to the end of the script that answers it. A browser needs the
time to paint besides, the same for one reader as for many. Sessions are added until the median answer takes more than a second.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.browser import ROOT, App, running
from benchmarks.client import reader
from benchmarks.repaint import CASES, naive_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.client import Reader

Link = tuple[str, dict[str, str]]
Opener = Callable[[str], contextlib.AbstractContextManager["Reader"]]
PACE_S, LIMIT_S = 5.0, 1.0
FULL, SHORT = (30.0, 400), (4.0, 2)
"""Seconds a level is held, and sessions at most."""
PAGES = {"overview": "514 regencies", "city": "one city, districts"}
LINKS: dict[str, Link] = {"overview": ("", {}), "city": ("city", {"city": "35.10", "level": "district"})}
_ONLY: Link = ("", {})  # the naive app is one page, and looks at the indicator alone


@contextlib.contextmanager
def _app(way: str, page: str) -> Iterator[App]:
    if way == "atlas":
        with running(ROOT / "atlas.py") as app:
            yield app
        return
    with tempfile.TemporaryDirectory() as folder:
        env = naive_inputs(CASES[PAGES[page]], Path(folder))
        with running(Path(folder) / "naive.py", env=env) as app:
            yield app


def measure(way: str, page: str, seconds: float = FULL[0], most: int = FULL[1]) -> dict[str, Any]:
    """Sessions that one process serves before the median answer passes a second.

    Parameters
    ----------
    way
        ``atlas`` or ``naive``.
    page
        ``overview`` or ``city``.
    seconds
        How long each number of sessions is held, after one round in which all of them open the page.
    most
        Sessions at most.

    Returns
    -------
    dict
        ``sessions``: the most with a median of at most a second (0 if not even one); ``levels``: sessions -> median, 95th
        percentile and number of answers.
    """
    link = LINKS[page] if way == "atlas" else _ONLY
    with _app(way, page) as app:
        return search(app.url, link, CASES[PAGES[page]].indicators, seconds, most)


def search(
    url: str, link: Link, names: Sequence[str], seconds: float, most: int, open_one: Opener = reader
) -> dict[str, Any]:
    """Find the most sessions with a median of at most a second; see `measure`."""
    levels: dict[int, dict[str, float]] = {}
    good, bad, wanted = 0, most + 1, 1
    while good < wanted < bad and wanted <= most:
        levels[wanted] = row = _hold(url, link, names, wanted, seconds, open_one)
        if row["median_s"] <= LIMIT_S:
            good = wanted
        else:
            bad = wanted
        # Double until it is too many, then halve the gap until an eighth is left.
        wanted = min(good * 2, most) if bad > most else good + (bad - good) // 2
        if bad <= most and bad - good <= max(1, good // 8):
            break
    return {"sessions": good, "levels": {str(n): row for n, row in sorted(levels.items())}}


def _hold(
    url: str, link: Link, names: Sequence[str], sessions: int, seconds: float, open_one: Opener
) -> dict[str, float]:
    """Answers of some sessions at a human pace: median, 95th percentile, number."""
    times: list[float] = []
    with contextlib.ExitStack() as stack:
        readers = [stack.enter_context(open_one(url)) for _ in range(sessions)]
        for one in readers:
            _ask(one, link, names[0])
        end = time.perf_counter() + seconds
        threads = [
            threading.Thread(target=_read, args=(one, link, names, seed, end, times))
            for seed, one in enumerate(readers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if not times:
        return {"median_s": float("inf"), "p95_s": float("inf"), "answers": 0}
    ordered = sorted(times)
    return {
        "median_s": round(statistics.median(ordered), 3),
        "p95_s": round(ordered[int(0.95 * (len(ordered) - 1))], 3),
        "answers": len(ordered),
    }


def _read(one: Reader, link: Link, names: Sequence[str], seed: int, end: float, times: list[float]) -> None:
    """One reader: starts at a moment of its own, then changes the indicator every `PACE_S`."""
    draw = random.Random(seed)
    due = time.perf_counter() + draw.uniform(0, PACE_S)
    for name in itertools.cycle(draw.sample(list(names), len(names))):
        if due > end:
            return
        time.sleep(max(0.0, due - time.perf_counter()))
        began = time.perf_counter()
        _ask(one, link, name)
        times.append(time.perf_counter() - began)
        due = max(due + PACE_S, time.perf_counter())


def _ask(one: Reader, link: Link, indicator: str) -> None:
    page, params = link
    one.opens(page, lang="id", indicator=indicator, **params)


def measure_both(page: str, seconds: float = FULL[0], most: int = FULL[1]) -> dict[str, Any]:
    """Both ways, one after the other."""
    return {way: measure(way, page, seconds, most) for way in ("atlas", "naive")}


def line(page: str, rows: dict[str, Any]) -> str:
    """One line for people."""
    atlas, naive = rows["atlas"]["sessions"], rows["naive"]["sessions"]
    times = f"{atlas / naive:.1f} times" if naive else "the naive app serves not one"
    return f"capacity, {page}: atlas {atlas} sessions at a change every {PACE_S:g} s, naive {naive}: {times}"
