"""The table of commands and their arguments."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from commands import environment, serving
from commands.words import LANGUAGES, Trouble, Words, system_language, use_utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

USAGE_ERROR = 2
INTERRUPTED = 130


@dataclass(frozen=True)
class Tool:
    """A command that hands its arguments to a Python module of the environment.

    Parameters
    ----------
    module
        What ``python -m`` starts.
    arguments
        Written before the person's own.
    profile
        What has to be installed: "run", "server" or "dev".
    at_root
        Whether it runs in the project's folder; else where the person stands, so that their paths mean what they mean.
    speaks
        Whether it takes ``--lang`` and answers in both languages.
    asks
        Whether it takes ``--lang`` only where a person gave one: else what it is given says the language.
    """

    module: str
    arguments: tuple[str, ...] = ()
    profile: str = "run"
    at_root: bool = False
    speaks: bool = False
    asks: bool = False


BANDIT = (
    "app.py",
    "server.py",
    "atlas.py",
    "analytics",
    "benchmarks",
    "commands",
    "geodata",
    "pages",
    "tools",
    "views",
)
# One line makes a command; its help is the text "help_<name>" in words.py. Several tools run one after the other.
TOOLS: dict[str, tuple[Tool, ...]] = {
    # Files of tests side by side, as many as there are processors; the long browser files first. -n0 runs one after another.
    "test": (
        Tool(
            "pytest",
            ("-n", "auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder"),
            profile="dev",
            at_root=True,
        ),
    ),
    "build": (Tool("geodata", ("build",)),),
    "check": (Tool("geodata", ("check",)),),
    "store": (Tool("geodata", ("store",), profile="server"),),
    "join": (Tool("views.commands_join", speaks=True),),
    "count": (Tool("views.commands_count", speaks=True),),
    "export": (Tool("views.commands_export", asks=True),),
    "bench": (Tool("benchmarks", profile="dev"),),
    "lint": (
        Tool("ruff", ("check", "."), profile="dev", at_root=True),
        Tool("ruff", ("format", "--check", "."), profile="dev", at_root=True),
        Tool("mypy", profile="dev", at_root=True),
        # What is medium or worse in what runs; ruff's own rules of the same kind look at tests too.
        Tool("bandit", ("-q", "-ll", "-r", *BANDIT), profile="dev", at_root=True),
    ),
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, like everything else here."""

    def error(self, message: str) -> NoReturn:
        raise Trouble("bad_arguments", command=self.prog, message=message)


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        The command line without the program's name.

    Returns
    -------
    int
        Exit code: that of the tool or the app; 1 where something has to be done first, 2 for a command line that cannot be
        read, 130 after Ctrl-C.
    """
    use_utf8()
    words = Words(system_language())
    try:
        language, rest = _take_language(arguments)
        words = Words(language or words.language)
        return _dispatch(rest, language, words)
    except Trouble as trouble:
        words.say(trouble.key, **trouble.details)
        return USAGE_ERROR if trouble.key in {"bad_arguments", "unknown_command"} else 1
    except KeyboardInterrupt:
        words.say("interrupted")
        return INTERRUPTED


def _take_language(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take ``--lang`` off the front; `run` and `setup` accept it behind the command as well."""
    parser = _Parser(prog="atlas.py", add_help=False, allow_abbrev=False)
    parser.add_argument("--lang", choices=LANGUAGES)
    command_at = next((at for at, word in enumerate(arguments) if word in COMMANDS), len(arguments))
    reach = (
        len(arguments)
        if arguments[command_at : command_at + 1] in (["run"], ["demo"], ["setup"])
        else command_at
    )
    options, unread = parser.parse_known_args(arguments[:reach])
    return options.lang, [*unread, *arguments[reach:]]


def _dispatch(arguments: list[str], language: str | None, words: Words) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(overview(words))
        return 0 if arguments else USAGE_ERROR
    name, *rest = arguments
    if name not in COMMANDS:
        raise Trouble("unknown_command", command=name, commands=", ".join(COMMANDS))
    return COMMANDS[name](name, rest, language, words)


PAGES = {"demo": "stage?talk=pilots&show=on"}
"""Command -> page of the app that it opens; the first page by default."""


def overview(words: Words) -> str:
    """Text of ``--help``: what there is, a line each."""
    lines = [words("about"), "", "  " + words("usage"), ""]
    lines += [f"  {name:<7} {words(f'help_{name}')}" for name in COMMANDS]
    return "\n".join([*lines, "", words("help_more"), f"--lang  {words('help_lang')}"])


def _run(name: str, arguments: list[str], language: str | None, words: Words) -> int:
    parser = _parser(name, words)
    help_port = words("help_port", port=serving.DEFAULT_PORT)
    parser.add_argument("--port", type=int, default=serving.DEFAULT_PORT, metavar="N", help=help_port)
    parser.add_argument("--no-browser", action="store_true", help=words("help_no_browser"))
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= serving.LAST_PORT:
        raise Trouble("bad_port", port=options.port)
    ready = environment.ready("run", words)
    return serving.serve(
        ready.python,
        environment.ROOT,
        words,
        port=options.port,
        language=language,
        opens_browser=not options.no_browser,
        page=PAGES.get(name, ""),
    )


def _setup(_name: str, arguments: list[str], _language: str | None, words: Words) -> int:
    parser = _parser("setup", words)
    parser.add_argument("--server", action="store_true", help=words("help_server"))
    parser.add_argument("--dev", action="store_true", help=words("help_dev"))
    parser.add_argument("--rebuild", action="store_true", help=words("help_rebuild"))
    options = parser.parse_args(arguments)
    ready = environment.ready(
        "dev" if options.dev else "server" if options.server else "run", words, rebuild=options.rebuild
    )
    words.say("up_to_date", path=ready.path)
    return 0


def _parser(name: str, words: Words) -> argparse.ArgumentParser:
    parser = _Parser(prog=f"atlas.py {name}", description=words(f"help_{name}"), allow_abbrev=False)
    # Taken off before; named here for --help.
    parser.add_argument("--lang", choices=LANGUAGES, help=words("help_lang"))
    return parser


def _pass_on(name: str, arguments: list[str], language: str | None, words: Words) -> int:
    tools = TOOLS[name]
    python = environment.ready(tools[0].profile, words).python
    # Before the person's own, so that a --lang of theirs behind the command wins.
    lang = words.language if tools[0].speaks else language if tools[0].asks else None
    arguments = ["--lang", lang, *arguments] if lang else arguments
    if len(tools) == 1:
        return _become(python, tools[0], arguments)
    # Each tool has its say, and the first failure decides the exit code.
    codes = [_call(python, tool, arguments) for tool in tools]
    return next((code for code in codes if code), 0)


def _command(python: Path, tool: Tool, arguments: list[str]) -> list[str]:
    return [str(python), "-m", tool.module, *tool.arguments, *arguments]


def _surroundings() -> dict[str, str]:
    """Environment variables of a tool: our packages are found from any folder."""
    paths = [str(environment.ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _call(python: Path, tool: Tool, arguments: list[str]) -> int:
    folder = environment.ROOT if tool.at_root else None
    return subprocess.run(
        _command(python, tool, arguments), cwd=folder, env=_surroundings(), check=False
    ).returncode


def _become(python: Path, tool: Tool, arguments: list[str]) -> int:
    """Turn this process into the tool, so that signals and exit code are the tool's own; Windows can only call it."""
    if os.name != "nt":
        if tool.at_root:
            os.chdir(environment.ROOT)
        sys.stdout.flush()
        os.execve(python, _command(python, tool, arguments), _surroundings())  # noqa: S606 - our own interpreter, no shell
    return _call(python, tool, arguments)


COMMANDS: dict[str, Callable[[str, list[str], str | None, Words], int]] = {
    "run": _run,
    "demo": _run,
    "setup": _setup,
    **dict.fromkeys(TOOLS, _pass_on),
}
