"""What goes wrong with pip, told in words: the texts are of the kinds that pip writes to its log."""

from __future__ import annotations

import errno
from pathlib import Path
from types import SimpleNamespace

import pytest

from commands import environment, installing, lock
from commands.words import Trouble, Words

NO_ROUTE = """
  WARNING: Retrying (Retry(total=2, connect=None, read=None, redirect=None, status=None)) after connection broken by
  'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object>: Failed to establish a new connection:
  [Errno -3] Temporary failure in name resolution')': /simple/pandas/
  ERROR: Could not find a version that satisfies the requirement pandas==3.1.1 (from versions: none)
  ERROR: No matching distribution found for pandas==3.1.1
"""
TIMEOUT = """
  Collecting pyarrow==26.0.1
  pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(host='…', port=443): Read timed out.
"""
FULL = """
  Collecting scipy==1.17.1
  ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device
"""
FULL_WINDOWS = "Collecting scipy==1.17.1\nOSError: [WinError 112] There is not enough space on the disk"
TOO_NEW = """
  ERROR: Ignored the following versions that require a different python version: 3.1.0 Requires-Python >=3.11,<3.15
  ERROR: Could not find a version that satisfies the requirement shapely==2.2.0 (from versions: 1.8.5)
  ERROR: No matching distribution found for shapely==2.2.0
"""
MISSING_BELOW = """
  The conflict is caused by:
      starlette 1.10.0 depends on anyio<5 and >=3.6.2
      The user requested (constraint) anyio==4.99.0
  ERROR: Cannot install starlette==1.10.0 because these package versions have conflicting dependencies.
"""
REFUSED = "  Collecting babel==2.18.0\n  ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/x'"
STRANGE = "  Collecting babel==2.18.0\n  ERROR: something nobody has seen before"


@pytest.mark.parametrize(
    ("log", "cause", "package"),
    [
        (NO_ROUTE, "no_network", "pandas==3.1.1"),
        (TIMEOUT, "no_network", "pyarrow==26.0.1"),
        (FULL, "disk_full", "scipy==1.17.1"),
        (FULL_WINDOWS, "disk_full", "scipy==1.17.1"),
        (TOO_NEW, "no_version", "shapely==2.2.0"),
        (MISSING_BELOW, "no_version", "anyio==4.99.0"),
        (REFUSED, "no_permission", "babel==2.18.0"),
        (STRANGE, "pip_failed", "babel==2.18.0"),
        ("", "pip_failed", ""),
    ],
)
def test_cause_and_package_are_found(log: str, cause: str, package: str) -> None:
    assert installing.diagnose(log) == (cause, package)


def test_sentence_names_package_and_log(tmp_path: Path) -> None:
    made = environment.Environment(tmp_path)
    made.log.write_text(NO_ROUTE)
    trouble = installing.explain(made, "run", 1)
    assert str(trouble).startswith(
        "Package pandas==3.1.1 could not be fetched: the package index cannot be reached."
    )
    assert str(made.log) in str(trouble)


@pytest.mark.parametrize(
    ("free", "is_whole", "needed"),
    [(0.9e9, False, "1.5"), (5e9, False, ""), (0.5e9, True, ""), (0.1e9, True, "0.3")],
)
def test_room_is_checked_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: float, *, is_whole: bool, needed: str
) -> None:
    monkeypatch.setattr(installing.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    path = tmp_path / "not" / "yet" / "there"
    if needed:
        with pytest.raises(Trouble, match=rf"{needed} GB are needed, {free / 1e9:.1f} GB are free"):
            installing.check_room(path, "run", is_whole=is_whole)
    else:
        installing.check_room(path, "run", is_whole=is_whole)


def test_what_is_there_already_counts_as_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(installing.shutil, "disk_usage", lambda _: SimpleNamespace(free=1.49996e9))
    (tmp_path / "some.so").write_bytes(bytes(30_000))
    with pytest.raises(Trouble):
        installing.check_room(tmp_path, "run", is_whole=False)
    (tmp_path / "more.so").write_bytes(bytes(30_000))
    installing.check_room(tmp_path, "run", is_whole=False)


def test_full_disk_outside_pip_gets_the_same_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setenv("ATLAS_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(environment, "create", full)
    with pytest.raises(Trouble, match="The disk became full while installing"):
        environment.ready("run", Words("en"))


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_missing_venv_names_debians_package(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    find = environment.importlib.util.find_spec
    monkeypatch.setattr(
        environment.importlib.util, "find_spec", lambda name: None if name == module else find(name)
    )
    with pytest.raises(Trouble, match=rf"module {module} is missing.*sudo apt install python3\.\d+-venv"):
        environment.check_modules()


def test_lock_is_held_once_and_let_go(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with path.open("a+b") as first, path.open("a+b") as second:
        assert lock.try_lock(first)
        assert not lock.try_lock(second)
        first.close()
        assert lock.try_lock(second)
