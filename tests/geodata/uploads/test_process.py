"""The worker process: clean environment, nothing in reach, and what the app makes of any way it may end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest

from geodata.uploads import DEFAULT_LIMITS, Limits, UploadError, read_upload
from geodata.uploads import process as processes
from geodata.uploads.process import Outcome, run_worker
from geodata.uploads.reading import from_outcome
from tests.conftest import ROOT
from tests.geodata.uploads.samples import NAMES, SAMPLES
from tests.geodata.uploads.watching import watch

PATIENT = Limits(seconds=60)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what a process holds")

SHELL = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from geodata.uploads.worker import cage
"""


def isolated(code: str) -> str:
    """Output of a small program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", SHELL + code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Let another program stand for the worker."""
    script = tmp_path / "worker.py"
    script.write_text(code, encoding="utf-8")
    monkeypatch.setattr(processes, "SCRIPT", script)


@pytest.mark.parametrize("name", NAMES)
def test_honest_files_touch_nothing_but_the_interpreter(name: str) -> None:
    seen = watch(SAMPLES[name], PATIENT)
    assert not isinstance(seen.result, UploadError), seen.result.detail
    assert seen.strange == []
    # Nothing is even asked for once the cage is closed, or a library would behave as if a part of it were missing.
    assert [event for event in seen.late if not event.startswith("sqlite3.connect")] == []
    assert 0 < seen.peak_kib < DEFAULT_LIMITS.memory_bytes / 1024


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_in_the_folder_where_the_worker_runs(name: str) -> None:
    """C libraries open files without Python's events: GDAL once took a setting for the name of a log file."""
    folder = Path(processes.SCRIPT.anchor)
    before = set(folder.iterdir())
    read_upload(name, SAMPLES[name])
    assert set(folder.iterdir()) == before


def test_the_events_are_seen_at_all() -> None:
    seen = watch(SAMPLES["csv"], PATIENT)
    assert b"audit open" in seen.outcome.stderr


@LINUX
def test_sealed_process_opens_neither_files_nor_sockets() -> None:
    code = """
import ctypes, os, socket, subprocess
libc = ctypes.CDLL(None)
cage.restrict(2**30, 5)
cage.seal()
for attempt in (
    lambda: open("/etc/passwd"), lambda: os.listdir("/"), socket.socket, lambda: os.pipe(), lambda: open("/tmp/x", "w"),
    lambda: subprocess.run(["true"]),
):
    try:
        attempt()
        print("opened")
    except OSError:
        print("refused")
print("C", libc.open(b"/etc/passwd", 0))
"""
    assert isolated(code).split("\n")[:7] == ["refused"] * 6 + ["C -1"]


@LINUX
def test_memory_is_bounded_by_the_system() -> None:
    code = """
cage.restrict(2**28, 5)
try:
    bytearray(2**28)
    print("got it")
except MemoryError:
    print("refused")
"""
    assert isolated(code).strip() == "refused"


@LINUX
def test_worker_gets_neither_environment_nor_open_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ATLAS_SECRET", "x")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with (tmp_path / "open.txt").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        program(
            monkeypatch,
            tmp_path,
            "import json, os, sys\nsys.stdin.buffer.read()\n"
            "print(json.dumps([dict(os.environ), sorted(map(int, os.listdir('/proc/self/fd'))), os.getcwd(), sys.path]))",
        )
        environment, files, folder, path = json.loads(run_worker(b"", b"", PATIENT).answer)
    assert set(environment) <= set(processes.ENVIRONMENT) | set(processes.KEPT) | {"LC_CTYPE"}
    assert files[:3] == [0, 1, 2] and len(files) <= 4  # the fourth lists them
    assert folder == "/"
    assert str(tmp_path) not in path


def test_gdal_has_its_two_drivers_only() -> None:
    code = f"""
sys.path.insert(0, {str(ROOT)!r})
from geodata.uploads.worker import gdal
gdal.prepare()
import pyogrio
print(sorted(set(pyogrio.list_drivers()) - {{"MEM"}}) == sorted(gdal.DRIVERS), sorted(pyogrio.list_drivers()))
"""
    assert isolated(code).startswith("True"), isolated(code)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("import time\ntime.sleep(60)", "time"),
        ("import sys, time\nsys.stdout.close()\ntime.sleep(60)", "time"),
        ("while True: pass", "time"),
        ("import sys\nsys.exit(3)", "crashed"),
        ("import os\nos.abort()", "crashed"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", "crashed"),
        ("import os\nos.write(2, b'memory allocation of 9 bytes failed')\nos.abort()", "memory"),
        ("", "crashed"),
        ("print('nonsense')", "crashed"),
    ],
)
def test_every_end_of_the_worker_is_a_message(
    code: str, rule: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(monkeypatch, tmp_path, code)
    limits = Limits(seconds=1)
    with pytest.raises(UploadError) as caught:
        from_outcome("a.csv", run_worker(b"\n", b"x" * 10**6, limits), limits)
    assert caught.value.rule == rule


@LINUX
def test_memory_is_watched_from_outside_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(
        monkeypatch,
        tmp_path,
        "import time\na = bytearray(3 * 10**8)\nfor i in range(0, len(a), 4096): a[i] = 1\ntime.sleep(60)",
    )
    assert run_worker(b"\n", b"", Limits(memory_bytes=10**8, seconds=30)).stopped == "memory"


def test_endless_answer_is_cut(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(monkeypatch, tmp_path, "import os\nwhile True: os.write(1, bytes(65536))")
    assert run_worker(b"\n", b"", Limits(memory_bytes=5 * 10**7, seconds=30)).stopped == "answer"


def answer(header: dict[str, object], table: pa.Table | None = None) -> Outcome:
    head = json.dumps(header).encode()
    body = b""
    if table is not None:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        body = sink.getvalue().to_pybytes()
    return Outcome(b"ATLASUP1" + len(head).to_bytes(4, "little") + head + body, b"", "", 0, 0.1, 0.1)


TABLE = {"outcome": "table", "format": "csv", "notes": []}
LAYER = {"outcome": "features", "format": "fgb", "kind": "points", "layer": "", "layers": [], "notes": []}


@pytest.mark.parametrize(
    "outcome",
    [
        answer({}),
        answer({"outcome": "else"}),
        answer({"outcome": "refused", "rule": "time"}),
        answer(TABLE),
        answer({**TABLE, "notes": 3}, pa.table({"0": ["x"]})),
        answer({**TABLE, "format": "xlsx"}, pa.table({"0": ["x"]})),
        answer(TABLE, pa.table({"0": ["x"] * 11})),
        answer(TABLE, pa.table({str(i): ["x"] for i in range(20)})),
        answer(LAYER, pa.table({"a": ["x"]})),
        answer(LAYER, pa.table({"geometry": [b"x"]})),
        answer({**LAYER, "kind": "lines"}, pa.table({"geometry": pa.array([], pa.binary())})),
        Outcome(b"ATLASUP1\xff\xff\xff\xff{}", b"", "", 0, 0.1, 0.1),
    ],
)
def test_what_a_taken_over_worker_says_is_checked(outcome: Outcome) -> None:
    with pytest.raises(UploadError) as caught:
        from_outcome("x", outcome, Limits(rows=10, columns=5))
    assert caught.value.rule == "crashed"
    assert caught.value.detail


def test_two_files_are_read_at_once_and_a_third_waits_its_turn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Many readers with large files must not take the memory of the app."""
    program(monkeypatch, tmp_path, "import time\ntime.sleep(1.5)")
    limits = Limits(seconds=30)
    others = [
        threading.Thread(target=run_worker, args=(b"\n", b"", limits)) for _ in range(processes.AT_ONCE)
    ]
    for other in others:
        other.start()
    time.sleep(0.3)
    monkeypatch.setattr(processes, "WAIT_SECONDS", 0.2)
    with pytest.raises(UploadError) as caught:
        from_outcome("a.csv", run_worker(b"\n", b"", limits), limits)
    assert caught.value.rule == "busy"
    monkeypatch.setattr(processes, "WAIT_SECONDS", 20)
    assert run_worker(b"\n", b"", limits).stopped == "", "it comes to its turn"
    for other in others:
        other.join()


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    from geodata.uploads import read_upload

    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(UploadError) as caught:
        read_upload("a.csv", b"a,b")
    assert caught.value.rule == "no_worker"
