"""Sessions that two replicas serve behind the shipped nginx (without TLS), against one behind the same.

As in `capacity`: sessions that change the indicator every five seconds, until the median answer takes more than a second. Each
reader has a cookie and an address of its own. Needs nginx; and three processors to say much: who asks takes time as well.
"""

from __future__ import annotations

import itertools
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import capacity, site
from benchmarks.client import reader
from benchmarks.repaint import CASES

if TYPE_CHECKING:
    import contextlib

    from benchmarks.client import Reader

PAGE = "city"
SHORT, FULL = (6.0, 2), capacity.FULL
_addresses = itertools.count()


def _stranger(url: str) -> contextlib.AbstractContextManager[Reader]:
    """A reader that nginx has not seen: limits count addresses, and a cookie decides on the replica."""
    return reader(url, route=secrets.token_hex(16), source=f"127.0.1.{1 + next(_addresses) % 250}")


def measure(seconds: float = FULL[0], most: int = FULL[1]) -> dict[str, Any]:
    """Sessions with one replica and with two.

    Returns
    -------
    dict
        ``1`` and ``2``: what `capacity.search` found; ``processors`` of the machine.
    """
    rows: dict[str, Any] = {"processors": os.cpu_count()}
    for count in (1, 2):
        with tempfile.TemporaryDirectory() as folder, site.running(Path(folder), count, tls=False) as running:
            names = CASES[capacity.PAGES[PAGE]].indicators
            rows[str(count)] = capacity.search(
                running.url, capacity.LINKS[PAGE], names, seconds, most, _stranger
            )
    return rows


def line(rows: dict[str, Any]) -> str:
    """One line for people."""
    one, two = rows["1"]["sessions"], rows["2"]["sessions"]
    times = f"{two / one:.2f} times" if one else "one replica serves not one"
    return f"replicas: one serves {one} sessions, two {two}: {times} ({rows['processors']} processors)"
