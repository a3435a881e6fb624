"""Run the worker as the app does, and see what it opened."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from geodata.uploads import DEFAULT_LIMITS, Limits, UploadError
from geodata.uploads.process import Outcome, run_worker
from geodata.uploads.reading import from_outcome
from tests.conftest import ROOT

if TYPE_CHECKING:
    from geodata.uploads import Features, Table

EVENT = re.compile(r"^audit (\S+) ?(.*)$", re.MULTILINE)
OPENED = re.compile(r"^\(b?'([^']*)'")
OWN = (
    sys.prefix,
    sys.base_prefix,
    sys.exec_prefix,
    str(ROOT / "geodata"),
    "/proc/self/status",
    "/usr/lib/",
    "/usr/share/zoneinfo",
)
"""Folders of the interpreter, its packages and the worker's own code."""

QUIET = {"sqlite3.connect/handle", "os.listdir", "os.scandir", "os.putenv", "os.unsetenv"}


@dataclass(frozen=True)
class Watched:
    """What came of a file, how long it took and what was touched."""

    result: Table | Features | UploadError
    seconds: float
    outcome: Outcome
    peak_kib: int
    strange: list[str]
    late: list[str]


def watch(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Watched:
    """Read a file with every event about files and sockets written down."""
    request = {"limits": asdict(limits), "sheet": None, "layer": None, "audit": True}
    began = time.monotonic()
    outcome = run_worker(json.dumps(request).encode() + b"\n", data, limits)
    result: Any
    try:
        result = from_outcome("x", outcome, limits)
    except UploadError as error:
        result = error
    seconds = time.monotonic() - began
    early, _, late = outcome.stderr.decode("utf-8", "replace").partition("audit sealed")
    return Watched(result, seconds, outcome, _peak(outcome), _strange(early) + _strange(late), _names(late))


def _peak(outcome: Outcome) -> int:
    length = int.from_bytes(outcome.answer[8:12], "little")
    complete = not outcome.stopped and outcome.status == 0 and length
    return int(json.loads(outcome.answer[12 : 12 + length])["peak_kib"]) if complete else 0


def _names(events: str) -> list[str]:
    return [f"{event} {arguments}" for event, arguments in EVENT.findall(events)]


def _strange(events: str) -> list[str]:
    """Events that are not the interpreter reading its own files."""
    strange = []
    for event, arguments in EVENT.findall(events):
        path = OPENED.match(arguments)
        own = path is not None and os.path.normpath(path.group(1)).startswith(OWN)
        reading = "'w" not in arguments and "'a" not in arguments and "'x" not in arguments
        if (
            event in QUIET
            or (event == "sqlite3.connect" and arguments == "(':memory:',)")
            or (event == "open" and own and reading)
            or (event == "ctypes.dlopen" and (own or arguments.startswith("(None")))
        ):
            continue
        strange.append(f"{event} {arguments}")
    return strange
