"""Progress: plain lines in a log, a bar in a terminal, nothing when quiet."""

from __future__ import annotations

import io

from geodata.build.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(progress: Progress) -> None:
    progress.step("Reading")
    with progress.count(3, "Cleaning") as bar:
        bar.advance(1, "first")
        bar.advance(2, "second")


def test_a_log_gets_one_line_each() -> None:
    out = io.StringIO()
    run(Progress(stream=out))
    lines = out.getvalue().splitlines()
    assert len(lines) == 4
    assert lines[0].endswith("Reading")
    assert lines[2].endswith("1 of 3  first")
    assert lines[3].endswith("3 of 3  second")


def test_a_terminal_gets_a_bar() -> None:
    out = Terminal()
    run(Progress(stream=out))
    assert "Cleaning" in out.getvalue()
    assert "3.00/3.00" in out.getvalue()
    assert "\r" in out.getvalue()


def test_quiet_says_nothing() -> None:
    for out in (io.StringIO(), Terminal()):
        run(Progress(quiet=True, stream=out))
        assert out.getvalue() == ""
