"""The suite skips honestly: with a reason, and not at all where CI says that a kind of test has to run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TESTS = """
import pytest

@pytest.mark.browser
def test_browser(): pass

@pytest.mark.sources
def test_sources(sources): assert sources.is_dir()

@pytest.mark.full
def test_slow(): pass

@pytest.mark.browser
@pytest.mark.full
def test_slow_browser(): pass

def test_plain(): pass
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """Lay out a small suite with our conftest and settings."""
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tests" / "test_some.py").write_text(TESTS)
    return tmp_path


def run(suite: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ATLAS_", "PYTEST"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    missing = {"ATLAS_CHROMIUM": str(suite / "nowhere"), "ATLAS_SOURCES": str(suite / "nothing")}
    return subprocess.run(
        command, cwd=suite, env={**kept, **missing, **variables}, capture_output=True, text=True, check=False
    )


def test_missing_needs_are_named(suite: Path) -> None:
    answer = run(suite)
    assert answer.returncode == 0
    assert "1 passed, 4 skipped" in answer.stdout
    assert f"ATLAS_CHROMIUM names {suite / 'nowhere'}, which cannot be run" in answer.stdout
    assert f"no input data at {suite / 'nothing'}" in answer.stdout
    assert "slow; --full runs it" in answer.stdout


def test_needs_that_are_met_run(suite: Path) -> None:
    answer = run(suite, "--full", ATLAS_CHROMIUM=sys.executable, ATLAS_SOURCES=str(suite))
    assert "5 passed" in answer.stdout
    assert "skipped" not in answer.stdout


def test_required_kind_must_not_be_skipped(suite: Path) -> None:
    answer = run(suite, ATLAS_REQUIRE="browser")
    assert answer.returncode == 1
    assert "1 passed, 2 skipped, 2 errors" in answer.stdout
    assert "ATLAS_REQUIRE names browser, but this test was skipped" in answer.stdout


def test_required_kind_must_exist(suite: Path) -> None:
    answer = run(suite, "-k", "plain", ATLAS_REQUIRE="browser")
    assert answer.returncode == 1
    assert "ATLAS_REQUIRE: no test ran of browser" in answer.stdout


def test_required_kind_passes_when_it_runs(suite: Path) -> None:
    answer = run(suite, ATLAS_REQUIRE="browser", ATLAS_CHROMIUM=sys.executable)
    assert answer.returncode == 0, "a slow test is not asked for, and its skip is no failure"
    assert "2 passed, 3 skipped" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 0, "5 passed"),
        (("-k", "plain"), 1, "ATLAS_REQUIRE: no test ran of browser"),
    ],
    ids=["runs", "lacks"],
)
def test_required_kinds_are_counted_over_several_processes(
    suite: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    met = {"ATLAS_CHROMIUM": sys.executable, "ATLAS_SOURCES": str(suite)}
    answer = run(suite, "--full", "-n", "2", *arguments, ATLAS_REQUIRE="browser", **met)
    assert answer.returncode == code
    assert said in answer.stdout
