"""What every test may use: the project's folder, the source data where it exists, and honest skipping.

Markers (described in ``pyproject.toml``) say what a test needs besides Python. Where that is missing the test is skipped with
the reason; where ``ATLAS_REQUIRE`` names the marker (CI does: ``ATLAS_REQUIRE=browser``), a skipped test of that kind is a
failed one, and so is a whole run without a single one. A slow test waits for ``--full`` in any case.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
REQUIRED = frozenset(filter(None, os.environ.get("ATLAS_REQUIRE", "").replace(" ", "").split(",")))
SLOW = "slow; --full runs it"
_ran: set[str] = set()
_MAIN = sys.modules["__main__"]


def sources_folder() -> Path:
    """Folder of the input data: ``ATLAS_SOURCES``, else ``../shared/data`` beside the project."""
    named = os.environ.get("ATLAS_SOURCES", "").strip()
    return Path(named).expanduser().resolve() if named else ROOT.parent / "shared" / "data"


def chromium_path() -> str | None:
    """Browser to test with: ``ATLAS_CHROMIUM``, else the first Chromium or Chrome on the path."""
    named = os.environ.get("ATLAS_CHROMIUM", "").strip()
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def missing_sources() -> str:
    """Why tests that rebuild from the input data cannot run; empty where they can."""
    folder = sources_folder()
    return "" if folder.is_dir() else f"no input data at {folder} (ATLAS_SOURCES names another folder)"


def missing_browser() -> str:
    """Why browser tests cannot run; empty where they can."""
    if importlib.util.find_spec("playwright") is None:
        return "the package playwright is not installed (python3 atlas.py setup --dev)"
    path = chromium_path()
    if path is None:
        return "no Chromium or Chrome here (apt install chromium, or name one in ATLAS_CHROMIUM)"
    return "" if shutil.which(path) else f"ATLAS_CHROMIUM names {path}, which cannot be run"


def missing_postgis() -> str:
    """Why tests against PostGIS cannot run; empty where they can: on a server of their own, or on the one ATLAS_POSTGIS names."""
    if importlib.util.find_spec("psycopg") is None:
        return "the package psycopg is not installed (python3 atlas.py setup --dev)"
    if os.environ.get("ATLAS_POSTGIS", "").strip():
        return ""
    from tests import postgis

    return postgis.missing()


def missing_nginx() -> str:
    """Why tests of the set-up of nginx cannot run; empty where they can."""
    from benchmarks.site import nginx_path

    if nginx_path() is None:
        return "no nginx here (apt install nginx-light; it need not run as a service)"
    return (
        ""
        if shutil.which("openssl")
        else "no openssl here, which makes the certificate (apt install openssl)"
    )


NEEDS: dict[str, Callable[[], str]] = {
    "sources": missing_sources,
    "browser": missing_browser,
    "postgis": missing_postgis,
    "nginx": missing_nginx,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the slow tests be asked for."""
    parser.addoption("--full", action="store_true", help="run the slow tests (marker full) as well")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose need is not met.

    A page run by Streamlit leaves its own ``__main__`` behind, which processes started later by a test would run first.
    """
    sys.modules["__main__"] = _MAIN
    for marker, missing in NEEDS.items():
        reason = missing() if item.get_closest_marker(marker) else ""
        if reason:
            pytest.skip(reason)
    if item.get_closest_marker("full") and not item.config.getoption("--full"):
        pytest.skip(SLOW)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip of a required kind into a failure, wherever in the test it came from."""
    report = yield
    required = {marker for marker in REQUIRED if item.get_closest_marker(marker)}
    if report.skipped and required and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if reason.endswith(SLOW):
            return report
        report.outcome = "failed"
        report.longrepr = (
            f"ATLAS_REQUIRE names {', '.join(sorted(required))}, but this test was skipped: {reason}"
        )
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note what kinds of test ran; with several processes, the one that gathers the reports sees all of them."""
    if report.when == "call":
        _ran.update(REQUIRED & set(report.keywords))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run in which no test of a required kind ran at all; one of several processes cannot know that."""
    if hasattr(session.config, "workerinput"):
        return
    unmet = REQUIRED - _ran
    if unmet and exitstatus == pytest.ExitCode.OK and not session.config.option.collectonly:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        session.config.get_terminal_writer().line(
            f"\nATLAS_REQUIRE: no test ran of {', '.join(sorted(unmet))}", red=True
        )


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the long seeded sets run whole (``--full``) and not only in part."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def sources() -> Path:
    """Folder of the input data; use it in tests marked ``sources``."""
    return sources_folder()
