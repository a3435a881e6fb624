"""Progress on stderr: a bar in a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self, TextIO

__all__ = ["Progress"]


class Progress:
    """Report the steps of a build.

    Parameters
    ----------
    quiet
        Say nothing at all.
    stream
        Where to write; standard error by default.
    """

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self.stream = stream if stream is not None else sys.stderr
        self.quiet = quiet
        self._start = time.monotonic()
        self._bar: Any = None
        self._done = 0
        self._total = 0

    def step(self, text: str) -> None:
        """Announce a step."""
        if not self.quiet:
            print(f"[{time.monotonic() - self._start:6.1f} s] {text}", file=self.stream, flush=True)

    def count(self, total: int, text: str) -> Self:
        """Start a counted step; use as a context manager and call `advance`."""
        self._done, self._total = 0, total
        if not self.quiet and self.stream.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=total, desc=text, file=self.stream, unit_scale=True, dynamic_ncols=True)
        else:
            self.step(f"{text}: {total}")
        return self

    def advance(self, amount: int, text: str) -> None:
        """Count `amount` more as done; `text` says what it was."""
        self._done += amount
        if self._bar is not None:
            self._bar.set_postfix_str(text, refresh=False)
            self._bar.update(amount)
        else:
            self.step(f"  {self._done:>6} of {self._total}  {text}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
