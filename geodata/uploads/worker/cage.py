"""Limits of the process itself: memory, time, and no file or socket once reading begins."""

from __future__ import annotations

import math
import os
import re
import sys
from typing import Any

__all__ = ["peak_kib", "record_events", "restrict", "seal"]

FILE_BACKED = 160 * 2**20
"""Room left below the limit for the code of libraries, which counts as resident but not as data."""

ADDRESSES = 2 * 2**30
"""Address space beyond the limit: reserved by allocators and mapped libraries, never touched."""

WATCHED = (
    "open",
    "socket.",
    "os.",
    "shutil.",
    "subprocess.",
    "ctypes.dlopen",
    "sqlite3.connect",
    "tempfile.",
    "winreg.",
)
"""Beginnings of the audit events that tell of files, sockets and programs."""


def restrict(memory_bytes: int, seconds: float) -> None:
    """Bound memory, processor time and files written; does nothing where the system has no such limits."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock alone guards
        return
    data = max(memory_bytes - FILE_BACKED, 64 * 2**20)
    cpu = math.ceil(seconds) + 1
    for name, most in (
        ("RLIMIT_DATA", data),
        ("RLIMIT_AS", memory_bytes + ADDRESSES),
        ("RLIMIT_CPU", cpu),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", 64),
    ):
        _lower(resource, name, most)


def seal(*, say: bool = False) -> None:
    """Give up every further file, socket and process: from here on ``open`` fails, in C libraries too.

    Parameters
    ----------
    say
        Write to stderr that it is done, among the events of `record_events`.
    """
    if say:
        os.write(2, b"audit sealed\n")
    try:
        import resource
    except ImportError:
        return
    _lower(resource, "RLIMIT_NOFILE", 0)
    _lower(resource, "RLIMIT_NPROC", 0)


def _lower(resource: Any, name: str, most: int) -> None:
    which = getattr(resource, name, None)
    if which is None:
        return
    try:
        resource.setrlimit(which, (most, most))
    except (ValueError, OSError):  # macOS refuses some; the parent's watch remains
        return


def record_events() -> None:
    """Write every audit event about files, sockets and programs to stderr; tests switch it on."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(WATCHED):
            os.write(2, f"audit {event} {arguments[:2]!r}\n".encode("utf-8", "backslashreplace"))

    sys.addaudithook(hook)


def peak_kib() -> int:
    """Largest resident memory of this process so far in KiB; 0 where the system does not tell.

    ``getrusage`` would count what the app held when it started this process, so Linux is asked about the process itself,
    through a file that was opened while files could be opened.
    """
    if _status >= 0:
        found = re.search(rb"VmHWM:\s+(\d+) kB", os.pread(_status, 8192, 0))
        return int(found.group(1)) if found else 0
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def _opened_status() -> int:
    try:
        return os.open("/proc/self/status", os.O_RDONLY)
    except OSError:
        return -1


_status = _opened_status()
