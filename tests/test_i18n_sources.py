"""How texts stand in the program, so that extraction finds them and a translator sees whole sentences."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRANSLATORS = {"_", "_n"}


def sources() -> Iterator[Path]:
    """Files whose texts are translated."""
    yield ROOT / "app.py"
    for folder in ("pages", "views"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Translating calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS:
            yield node


def inside_f_strings(source: str) -> list[int]:
    """Lines of f-strings that hold a translating call: Babel's own reader does not see those before Python 3.12."""
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    return sorted({string.lineno for string in strings if any(calls(string))})


def filled_too_early(source: str) -> list[int]:
    """Lines of calls whose text is put together before it is translated: ``_("a" + b)``, ``_(f"…")``, ``_("…".format())``."""
    texts = {"_": 1, "_n": 2}
    return sorted(
        call.lineno
        for call in calls(ast.parse(source))
        for argument in call.args[: texts[call.func.id]]  # type: ignore[attr-defined]
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str))
    )


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_texts_can_be_extracted(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert (inside_f_strings(source), filled_too_early(source)) == ([], [])


@pytest.mark.parametrize("source", ["f'{_(1)}'", 'f\'<b>{x}{escape(_n("a", "b", 2))}\''])
def test_calls_in_f_strings_are_seen(source: str) -> None:
    assert inside_f_strings(source) == [1]


@pytest.mark.parametrize("source", ['_(f"{a}")', '_("a" + b)', '_("{}".format(1))', '_n("one", f"{n}", n)'])
def test_texts_put_together_are_seen(source: str) -> None:
    assert filled_too_early(source) == [1]


def test_plain_texts_pass() -> None:
    source = 'name = _("a {b}").format(b=1)\nf"{name}"\n_n("one", "many", n + 1)'
    assert (inside_f_strings(source), filled_too_early(source)) == ([], [])
