"""Start the worker process, watch its clock and its memory, and take its answer.

The app reads nothing of an upload itself: the bytes go to the worker's stdin, the answer comes from its stdout. Where the
system has no limits of processes (Windows) or shows no memory (macOS), the clock still holds.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from geodata.uploads.limits import Limits

__all__ = ["Outcome", "run_worker"]

SCRIPT = Path(__file__).resolve().parent / "worker" / "start.py"
KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What an interpreter may need to find its own libraries; everything else stays behind, secrets above all."""

ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF",
    # glibc would keep an arena of 64 MB for each thread, which counts against the limit.
    "MALLOC_ARENA_MAX": "2",
}
START_SECONDS = 0.8
"""What loading may take of the time for a file; only what it takes longer is added."""

LATEST_START_SECONDS = 10.0
POLL_SECONDS = 0.02
AT_ONCE = 2
"""So many files are read at the same time: each may take the memory of `Limits`, and the app needs the rest."""

WAIT_SECONDS = 20.0
"""So long a file waits for its turn."""

_turns = threading.BoundedSemaphore(AT_ONCE)
PIECE = 2**20
STDERR_KEPT = 2**20


@dataclass(frozen=True)
class Outcome:
    """How the worker ended.

    Parameters
    ----------
    answer
        What it wrote to stdout.
    stderr
        The first megabyte of what it wrote to stderr.
    stopped
        Why it was killed: "time", "memory", "answer" (longer than any allowed table), or "" if it was not. "busy": it was not
        even started, because others kept being read.
    status
        Exit status; negative for a signal.
    seconds
        From start to end.
    start_seconds
        Of these, from start until the worker had loaded what it needs.
    """

    answer: bytes
    stderr: bytes
    stopped: str
    status: int
    seconds: float
    start_seconds: float


def run_worker(request: bytes, data: bytes, limits: Limits) -> Outcome:
    """Run one request in a process of its own, when it is its turn.

    Parameters
    ----------
    request
        One line of JSON.
    data
        The upload.
    limits
        Its seconds and memory bound the process.

    Raises
    ------
    OSError
        If no process can be started.
    """
    if not _turns.acquire(timeout=WAIT_SECONDS):
        return Outcome(b"", b"", "busy", 0, WAIT_SECONDS, 0.0)
    try:
        return _run(request, data, limits)
    finally:
        _turns.release()


def _run(request: bytes, data: bytes, limits: Limits) -> Outcome:
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", str(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**{name: os.environ[name] for name in KEPT if name in os.environ}, **ENVIRONMENT},
        cwd=Path(SCRIPT.anchor),
        close_fds=True,
    )
    try:
        return _attended(process, request, data, limits, began)
    finally:
        process.kill()
        process.wait()


class _Pipe(threading.Thread):
    """Takes in one pipe of the worker up to a size, and says when it is full."""

    def __init__(self, pipe: IO[bytes], most: int, *, drop_rest: bool) -> None:
        super().__init__(daemon=True)
        self._pipe, self._most, self._drop_rest = pipe, most, drop_rest
        self._pieces: list[bytes] = []
        self.size = 0
        self.began = 0.0

    def run(self) -> None:
        read = getattr(self._pipe, "read1", self._pipe.read)
        while piece := read(PIECE):
            self.began = self.began or time.monotonic()
            self.size += len(piece)
            if self.size <= self._most:
                self._pieces.append(piece)
            elif not self._drop_rest:
                return

    @property
    def overflowed(self) -> bool:
        return self.size > self._most and not self._drop_rest

    def content(self) -> bytes:
        return b"".join(self._pieces)


def _attended(
    process: subprocess.Popen[bytes], request: bytes, data: bytes, limits: Limits, began: float
) -> Outcome:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    answer = _Pipe(process.stdout, limits.memory_bytes, drop_rest=False)
    errors = _Pipe(process.stderr, STDERR_KEPT, drop_rest=True)
    sender = threading.Thread(target=_send, args=(process.stdin, request, data), daemon=True)
    threads = (answer, errors, sender)
    for thread in threads:
        thread.start()
    stopped = _watch(process, answer, limits, began)
    if stopped:
        process.kill()
    status = process.wait()
    for thread in threads:
        thread.join()
    for pipe in (process.stdout, process.stderr):
        pipe.close()
    end = time.monotonic()
    start = (answer.began or end) - began
    return Outcome(answer.content(), errors.content(), stopped, status, end - began, start)


def _send(pipe: IO[bytes], request: bytes, data: bytes) -> None:
    # The worker may refuse and end before it has read everything.
    with contextlib.suppress(OSError):
        pipe.write(request)
        pipe.write(data)
    with contextlib.suppress(OSError):
        pipe.close()


def _watch(process: subprocess.Popen[bytes], answer: _Pipe, limits: Limits, began: float) -> str:
    """Wait for the end of the answer; say why the worker must be stopped, if it must."""
    while True:
        answer.join(POLL_SECONDS)
        if answer.overflowed:
            return "answer"
        if not answer.is_alive() and process.poll() is not None:
            return ""
        now = time.monotonic()
        # On a busy machine loading takes long; that is not the file's fault.
        late = min(max((answer.began or now) - began - START_SECONDS, 0.0), LATEST_START_SECONDS)
        if now - began > limits.seconds + late:
            return "time"
        if _resident_bytes(process.pid) > limits.memory_bytes:
            return "memory"
        if not answer.is_alive():
            # stdout is closed and the process lives: give it no more than its time.
            time.sleep(POLL_SECONDS)


def _resident_bytes(pid: int) -> int:
    """Resident memory of a process; 0 where the system does not show it."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError, AttributeError):
        return 0
