"""What a server writes to its log: one line an event, as JSON or as text, from our loggers, Streamlit's and uvicorn's alike.

``ATLAS_LOG=json`` or ``ATLAS_LOG=text`` switches it on. Without it a terminal shows what it always did: faults with their whole
traceback, and no line a run.

A message of an exception may quote a reader's own table, and a client's address stands in many libraries' messages. So a log of
a server names the kind of an exception and where it came from, and quotes messages of faults of the store only: they speak of the
server's own files. Addresses, passwords in addresses, and what stands behind a ``?`` are taken out of every line.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.errors import AtlasError, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

VARIABLE, FORMS = "ATLAS_LOG", ("json", "text")
ROOT = Path(__file__).resolve().parents[2]
FRAMES = 12
"""Of a fault's places in the code, so many are written: the innermost."""
# Those that write their own handlers, and whose lines of every connection hold a client's address.
_THEIRS = ("streamlit", "uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "websockets")
_SCRUBBED = (
    (re.compile(r"(\w+:/{1,2})[^\s'\"]*@"), r"\1…@"),
    (re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\w.])"), "[address]"),
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}(?![\w:])"), "[address]"),
    (re.compile(r"(?<=[\w/])\?[^\s\"']+"), "?…"),
)


def set_up(environment: Mapping[str, str]) -> str:
    """Make every logger of the process write in one form; return the form, "" where none was asked for.

    Raises
    ------
    AtlasError
        If ``ATLAS_LOG`` is neither of the forms.
    """
    form = environment.get(VARIABLE, "").strip().lower()
    logging.getLogger("streamlit.error_util").addFilter(_told_by_us)
    if not form:
        return ""
    if form not in FORMS:
        raise AtlasError(f"{VARIABLE} is {form!r}: it must be one of {', '.join(FORMS)}, or empty.")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Text())
    root = logging.getLogger()
    root.handlers, root.level = [handler], logging.WARNING
    logging.getLogger("atlas").setLevel(logging.INFO)
    _take_over()
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    return form


def _take_over() -> None:
    """Let Streamlit and uvicorn write through us, those of their loggers too that are made later."""
    import streamlit.logger

    streamlit.logger.setup_formatter = _hand_over
    for name in {*_THEIRS, *streamlit.logger._loggers}:  # noqa: SLF001 - it knows of no other way to ask for its loggers
        _hand_over(logging.getLogger(name))


def _hand_over(logger: logging.Logger) -> None:
    logger.handlers = []
    logger.propagate = True
    logger.setLevel(logging.WARNING)
    logger.addFilter(_from_them)


def _from_them(record: logging.LogRecord) -> bool:
    """Only what matters, whatever ``logger.level`` says: uvicorn's lines of every connection hold the client's address."""
    return record.levelno >= logging.WARNING


def _told_by_us(record: logging.LogRecord) -> bool:
    """Drop what Streamlit says of a fault of a page: `faults` says it, with its id."""
    return not str(record.msg).startswith("Uncaught app execution")


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("atlas.process").critical("uncaught", exc_info=(kind, error, trace))


def scrubbed(text: str) -> str:
    """Take passwords, addresses of clients and what stands behind a ``?`` out of a text."""
    for pattern, instead in _SCRUBBED:
        text = pattern.sub(instead, text)
    return text


def event(record: logging.LogRecord) -> dict[str, Any]:
    """Fields of a line."""
    at = datetime.fromtimestamp(record.created, UTC)
    fields: dict[str, Any] = {
        "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "process": record.process,
        "event": scrubbed(record.getMessage()),
    }
    fields |= getattr(record, "atlas", {})
    if record.exc_info and record.exc_info[1] is not None:
        fields |= described(record.exc_info[1])
    return fields


def described(error: BaseException) -> dict[str, Any]:
    """Kind of an exception, those behind it, and where it came from; its words only where they speak of our own store."""
    found: dict[str, Any] = {"error": type(error).__qualname__}
    if isinstance(error, StoreError):
        found["message"] = scrubbed(str(error))
    elif isinstance(error, OSError) and error.errno:
        found["message"] = error.strerror
    behind: list[str] = []
    before = error.__cause__ or error.__context__
    while before is not None and len(behind) < 5:
        behind.append(type(before).__qualname__)
        before = before.__cause__ or before.__context__
    if behind:
        found["behind"] = behind
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    found["at"] = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return found


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return path.relative_to(ROOT).as_posix()
    return "/".join(path.parts[-3:])


class Json(logging.Formatter):
    """A line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the fields of a line; whatever it holds, it stays one line."""
        return json.dumps(event(record), ensure_ascii=False, default=str)


class Text(logging.Formatter):
    """The same for people: time, level, logger, event, then ``name=value``."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the fields of a line; whatever it holds, it stays one line."""
        fields = event(record)
        head = [str(fields.pop(name)) for name in ("time", "level", "logger", "event")]
        rest = [f"{name}={value}" for name, value in fields.items()]
        return " ".join([*head, *rest]).replace("\n", " ⏎ ")
