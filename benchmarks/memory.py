"""Memory of the server over many reruns: whether it grows when a reader goes on choosing.

Streamlit collects garbage after every rerun (`runner.postScriptGC`), which stops the server for a tenth of a second just when the
answer should leave. The app has that switched off; this shows what it costs in memory.
"""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any

from benchmarks.browser import ROOT, running
from benchmarks.client import reader

SHORT, FULL = 40, 1000
_LINKS = [
    ("city", {"city": city, "indicator": indicator})
    for city in ("35.10", "32.11", "73.71", "31")
    for indicator in ("population_density_km2", "night_light_radiance", "child_share_pct", "tree_cover_pct")
] + [
    ("", {"indicator": "hdi", "year": "2024"}),
    ("", {"indicator": "poverty_rate", "year": "2023"}),
    ("compare", {"cities": "35.10,32.11"}),
    ("trends", {"cities": "73.71,32.11", "indicator": "hdi"}),
    ("peers", {"city": "35.10"}),
]


def measure(reruns: int = FULL, *, collect: bool = False) -> dict[str, Any]:
    """Resident memory of the server while one session asks for one page after another.

    Parameters
    ----------
    reruns
        Pages asked for, after a warm-up that asks for each once.
    collect
        Let Streamlit collect garbage after every rerun, as it does by default.

    Returns
    -------
    dict
        ``start_mb``, ``end_mb`` and ``peak_mb`` (after the warm-up), ``growth_percent`` from the mean of the second tenth to
        that of the last tenth, ``median_ms`` of a rerun.
    """
    times, memory = [], []
    env = {"STREAMLIT_RUNNER_POST_SCRIPT_GC": str(collect).lower()}
    with running(ROOT / "atlas.py", env=env) as app, reader(app.url) as one:
        for page, params in _LINKS:
            one.opens(page, lang="en", **params)
        pid = server_of(app.process.pid)
        for page, params in itertools.islice(itertools.cycle(_LINKS), reruns):
            began = time.perf_counter()
            one.opens(page, lang="en", **params)
            times.append(time.perf_counter() - began)
            memory.append(resident_mb(pid))
    tenth = max(1, reruns // 10)
    early, late = sum(memory[tenth : 2 * tenth]) / tenth, sum(memory[-tenth:]) / tenth
    return {
        "reruns": reruns,
        "start_mb": round(memory[0], 1),
        "end_mb": round(memory[-1], 1),
        "peak_mb": round(max(memory), 1),
        "growth_percent": round((late / early - 1) * 100, 1),
        "median_ms": round(sorted(times)[len(times) // 2] * 1000, 1),
    }


def server_of(pid: int) -> int:
    """The process that serves: `atlas.py` starts it and waits."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else pid


def resident_mb(pid: int) -> float:
    """Memory of a process that is in use, in MB."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def line(rows: dict[str, Any]) -> str:
    """One line for people."""
    return (
        f"memory: {rows['start_mb']} MB, after {rows['reruns']} reruns {rows['end_mb']} MB (peak {rows['peak_mb']}, "
        f"growth {rows['growth_percent']} %); median rerun {rows['median_ms']} ms"
    )
