"""One line in the log a run of a page or of a part of it, and whoever else wants to hear of runs and faults (the metrics).

A line says which page ran, in which language, how long and how it ended. It says nothing of the reader: no address, no session,
no file, no value of the link or of a field.
"""

from __future__ import annotations

import contextlib
import contextvars
import logging
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

LOG = logging.getLogger("atlas.page")
WHOLE, PART = "page", "fragment"


@dataclass
class Run:
    """One run: of a whole page, or of one fragment of it.

    Parameters
    ----------
    id
        Eight hexadecimal digits; a fault on the page is logged with the same.
    page, part, lang
        Which page, `WHOLE` or `PART`, and its language.
    result
        ``done``, ``stopped`` (by ``st.stop``, or overtaken by a newer click), or ``failed``.
    """

    id: str
    page: str
    part: str
    lang: str
    result: str = "done"


class Listener(Protocol):
    """Hears of every run and every fault."""

    def ran(self, run: Run, seconds: float) -> None:
        """Hear of a run that has ended."""

    def failed(self, kind: str) -> None:
        """Hear of a fault: ``data`` or ``program``."""


listeners: list[Listener] = []
"""Filled by `server` where metrics are asked for."""
_inside: contextvars.ContextVar[bool] = contextvars.ContextVar("atlas_inside", default=False)
_run: contextvars.ContextVar[Run | None] = contextvars.ContextVar("atlas_run", default=None)


def current() -> Run | None:
    """Return the run that goes on in this thread, or that ended last: a fault is shown after its run."""
    return _run.get()


@contextlib.contextmanager
def watched(page: str, part: str, lang: str) -> Iterator[Run]:
    """Time a run. A fragment that is drawn with its page belongs to the run of the page."""
    outer = _run.get()
    if outer is not None and _inside.get():
        yield outer
        return
    run = Run(secrets.token_hex(4), page, part, lang)
    _run.set(run)
    _inside.set(True)
    began = time.perf_counter()
    try:
        yield run
    except Exception:
        run.result = "failed"
        raise
    except BaseException:  # how Streamlit stops a script and starts it again
        run.result = "stopped"
        raise
    finally:
        _inside.set(False)
        _tell(run, time.perf_counter() - began)


def _tell(run: Run, seconds: float) -> None:
    fields = {
        "run": run.id,
        "page": run.page,
        "part": run.part,
        "ms": round(1000 * seconds),
        "lang": run.lang,
        "result": run.result,
    }
    LOG.info("run", extra={"atlas": fields})
    for listener in listeners:
        listener.ran(run, seconds)
