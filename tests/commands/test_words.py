"""What the commands say: both languages complete, with the same placeholders, in the person's language."""

from __future__ import annotations

import ast
import string

import pytest

from commands.cli import COMMANDS
from commands.words import LANGUAGES, TEXTS, system_language
from tests.conftest import ROOT


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_both_languages_say_the_same(key: str) -> None:
    texts = TEXTS[key]
    assert set(texts) == set(LANGUAGES)
    assert all(texts.values())
    assert placeholders(texts["en"]) == placeholders(texts["id"])


def test_every_command_has_its_help() -> None:
    assert {f"help_{name}" for name in COMMANDS} <= set(TEXTS)


def test_no_text_is_idle_and_none_is_missing() -> None:
    """Every text is asked for somewhere, and whatever is asked for exists."""
    used: set[str] = {f"help_{name}" for name in COMMANDS}
    for path in (ROOT / "commands").glob("*.py"):
        if path.name != "words.py":
            strings = (
                node.value
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Constant)
            )
            used |= {text for text in strings if isinstance(text, str) and text in TEXTS}
            used |= asked_for(path.read_text(encoding="utf-8"))
    assert used == set(TEXTS)


def asked_for(source: str) -> set[str]:
    """First arguments of `words(…)`, `words.say(…)` and `Trouble(…)` that are plain strings."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if name in {"words", "say", "Trouble"}:
                found.add(node.args[0].value)
    return found


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": "de_DE"}, "en"),
        ({"LC_MESSAGES": "id", "LANG": "en_US"}, "id"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": ""}, None),
    ],
)
def test_language_of_the_system(
    variables: dict[str, str], language: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Windows answers, which has none of the variables.
    monkeypatch.setattr("locale.getlocale", lambda: ("Indonesian_Indonesia", "1252"))
    assert system_language(variables) == (language or "id")
