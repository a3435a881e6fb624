"""Memory of the server with one session and with many, each of which has looked at several pages."""

from __future__ import annotations

import contextlib
from typing import Any

from benchmarks.browser import ROOT, running
from benchmarks.client import reader
from benchmarks.memory import resident_mb, server_of

SHORT, FULL = 3, 50
_PAGES = [
    ("", {"indicator": "hdi"}),
    ("city", {"city": "35.10"}),
    ("compare", {"cities": "35.10,32.11"}),
    ("trends", {"indicator": "hdi"}),
]


def measure(sessions: int = FULL) -> dict[str, Any]:
    """Resident memory of the server, in MB.

    Returns
    -------
    dict
        ``one_mb`` after the first session has seen every page, ``all_mb`` with all sessions open, ``each_mb`` for a session more.
    """
    with running(ROOT / "atlas.py") as app, contextlib.ExitStack() as stack:
        pid, memory = server_of(app.process.pid), []
        for _session in range(sessions):
            one = stack.enter_context(reader(app.url))
            for page, params in _PAGES:
                one.opens(page, lang="id", **params)
            memory.append(resident_mb(pid))
    return {
        "sessions": sessions,
        "one_mb": round(memory[0], 1),
        "all_mb": round(memory[-1], 1),
        "each_mb": round((memory[-1] - memory[0]) / max(1, sessions - 1), 2),
    }


def line(rows: dict[str, Any]) -> str:
    """One line for people."""
    return (
        f"sessions: {rows['one_mb']} MB with one, {rows['all_mb']} MB with {rows['sessions']}: "
        f"{rows['each_mb']} MB for a session more"
    )
