"""Requirement files pin exactly what is used: nothing imported is missing, nothing listed is idle, all are one exact version."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.conftest import ROOT

PIN = re.compile(r"^([A-Za-z0-9][\w.\-]*)(?:\[[a-z0-9,]+\])?==([\w.]+)$")
OUR_OWN = {
    "analytics",
    "app",
    "atlas",
    "benchmarks",
    "commands",
    "geodata",
    "pages",
    "server",
    "tests",
    "views",
}
# Needed though no line of ours imports them: tools that are started, and types that mypy reads.
TOOLS = {"bandit", "mypy", "pandas-stubs", "pys3local", "pytest-xdist", "ruff"}


def pins(name: str) -> dict[str, str]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    wanted = [line for line in lines if line and not line.startswith("-")]
    matches = {line: PIN.match(line) for line in wanted}
    assert all(matches.values()), [line for line, match in matches.items() if not match]
    return {normal(match[1]): match[2] for match in matches.values()}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported_in(*names: str) -> set[str]:
    """Distributions that the Python files in some folders import."""
    paths = [
        path
        for name in names
        for path in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))
    ]
    modules: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                modules.add(node.module.split(".")[0])
    homes = packages_distributions()
    strange = modules - set(sys.stdlib_module_names) - OUR_OWN
    return {normal(homes[module][0]) if module in homes else module for module in strange}


RUNS = imported_in("app.py", "server.py", "pages", "views", "analytics", "geodata")


def test_what_runs_is_pinned() -> None:
    assert RUNS - set(pins("requirements.txt")) - set(pins("requirements-server.txt")) == set()


def test_what_is_pinned_runs() -> None:
    assert set(pins("requirements.txt")) - RUNS == set()
    assert set(pins("requirements-server.txt")) - RUNS == set()


def test_shared_stores_alone_need_the_packages_of_shared_stores() -> None:
    """Whoever reads the store that travels with the program need not install a driver of databases."""
    shared = {"geodata/postgis", "geodata/remote.py"}
    others = [
        path.relative_to(ROOT).as_posix()
        for folder in ("pages", "views", "analytics", "geodata")
        for path in (ROOT / folder).rglob("*.py")
    ]
    others = [path for path in others if not any(path.startswith(one) for one in shared)]
    assert imported_in("app.py", *others) & set(pins("requirements-server.txt")) == set()


def test_test_tools_are_pinned_and_used() -> None:
    used = imported_in("tests", "benchmarks") - RUNS
    listed = set(pins("requirements-dev.txt"))
    assert used - listed - set(pins("requirements.txt")) == set()
    assert listed - used - TOOLS == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-server.txt", "requirements-dev.txt"])
def test_constraints_agree(name: str) -> None:
    all_pins = pins("constraints.txt")
    assert {
        package: version for package, version in pins(name).items() if all_pins.get(package) != version
    } == {}


def test_installed_packages_are_the_pinned_ones() -> None:
    """The suite says something about the versions that a user gets."""
    from importlib.metadata import version

    differing = {
        name: version(name) for name, wanted in pins("requirements.txt").items() if version(name) != wanted
    }
    assert differing == {}
