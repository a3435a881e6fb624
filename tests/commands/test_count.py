"""``atlas.py count`` hands its arguments on, the language first."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from commands import cli, environment


@pytest.mark.parametrize(
    ("given", "language"),
    [(["--lang", "id", "count", "p.csv"], "id"), (["--lang", "en", "count", "p.csv"], "en")],
)
def test_language_stands_before_a_persons_own_arguments(
    given: list[str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Any] = []
    monkeypatch.setattr(environment, "ready", lambda *_, **__: SimpleNamespace(python=Path("python")))
    monkeypatch.setattr(
        cli, "_become", lambda _python, tool, arguments: called.append((tool.module, arguments)) or 0
    )
    assert cli.main(given) == 0
    assert called == [("views.commands_count", ["--lang", language, "p.csv"])]


def test_tools_that_do_not_speak_get_no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Any] = []
    monkeypatch.setattr(environment, "ready", lambda *_, **__: SimpleNamespace(python=Path("python")))
    monkeypatch.setattr(cli, "_become", lambda _python, _tool, arguments: called.append(arguments) or 0)
    assert cli.main(["--lang", "id", "check"]) == 0
    assert called == [[]]


@pytest.mark.parametrize(
    ("given", "language"), [(["export", "deck"], []), (["--lang", "id", "export", "deck"], ["--lang", "id"])]
)
def test_an_export_speaks_as_its_state_does_unless_told(
    given: list[str], language: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Any] = []
    monkeypatch.setattr(environment, "ready", lambda *_, **__: SimpleNamespace(python=Path("python")))
    monkeypatch.setattr(cli, "_become", lambda _python, _tool, arguments: called.append(arguments) or 0)
    assert cli.main(given) == 0
    assert called == [[*language, "deck"]]
