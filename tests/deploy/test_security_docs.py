"""Every test that docs/security.md names exists; so the table cannot promise what nothing checks."""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)


@cache
def found_in(path: str) -> frozenset[str]:
    """Names of the tests in a file."""
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_named_tests_exist() -> None:
    assert len(NAMED) > 30
    assert [f"{path}::{name}" for path, name in NAMED if name not in found_in(path)] == []


def test_every_threat_has_a_test() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 10
    assert [row[:60] for row in rows if "::test_" not in row] == []
