"""One request, one answer: read stdin, close the cage, read the file, write stdout.

Request: a line of JSON (``limits, sheet, layer, audit``), then the bytes of the file to the end of stdin.
Answer: `geodata.uploads.worker.answer`.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.abc import MetaPathFinder
from typing import Any

from geodata.uploads.limits import Limits
from geodata.uploads.worker.cage import peak_kib, record_events, restrict, seal
from geodata.uploads.worker.refusal import Refusal
from geodata.uploads.worker.sniff import sniff

__all__ = ["serve"]

READERS = {
    "text": "text_table",
    "xlsx": "xlsx",
    "geojson": "geojson",
    "gpkg": "gpkg",
    "fgb": "flatgeobuf",
    "shapefile": "shapefile",
    "parquet": "parquet",
}
"""Module that reads each format; each has ``prepare(data)``, run before the cage closes, and ``read(...)``."""

UNWANTED = ("pandas", "geopandas")
"""Packages that pyarrow and pyogrio would load on the way, which takes longer than reading a file does."""


class _Unwanted(MetaPathFinder):
    """Says that packages are not installed which are, so that nothing loads them."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:  # noqa: ARG002
        if fullname in UNWANTED:
            raise ModuleNotFoundError(fullname, name=fullname)


READY = b"ATLASUP1"
"""Written once everything is loaded and the cage is closed: from then on the time runs that a file may take."""

Answer = tuple[dict[str, Any], Any]


def serve() -> None:
    """Answer the request on stdin."""
    # Lists by the million make the collector look through all of them time and again; the process ends soon anyway.
    gc.disable()
    request = json.loads(sys.stdin.buffer.readline())
    if request["audit"]:
        record_events()
    limits = Limits(**request["limits"])
    restrict(limits.memory_bytes, limits.seconds)
    sys.meta_path.insert(0, _Unwanted())
    work = _Work(request, limits)
    answer = work.guarded(work.prepare)
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    header, body = answer or work.guarded(work.read) or _refused("damaged", {"format": work.found})
    header["peak_kib"] = peak_kib()
    head = json.dumps(header).encode()
    for part in (len(head).to_bytes(4, "little"), head, body):
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    # Nothing is worth tidying up, and a library's own clean-up is one more place to hang.
    os._exit(0)


class _Work:
    """The two steps of reading a file: loading what its format needs, and reading."""

    def __init__(self, request: dict[str, Any], limits: Limits) -> None:
        self._request, self._limits = request, limits
        self._data = b""
        self._reader: Any = None
        self.found = ""

    def prepare(self) -> None:
        self._data = sys.stdin.buffer.read()
        self.found = sniff(self._data, self._limits)
        self._reader = import_module(f"geodata.uploads.worker.{READERS[self.found]}")
        self._reader.prepare(self._data)
        seal(say=self._request["audit"])

    def read(self) -> Answer:
        return self._reader.read(self._data, self._limits, self._request)  # type: ignore[no-any-return]

    def guarded(self, step: Callable[[], Answer | None]) -> Answer | None:
        """Take a step; whatever it raises becomes a refusal."""
        try:
            return step()
        except Refusal as refusal:
            return _refused(refusal.rule, refusal.params)
        except MemoryError:
            return _refused("memory", {"limit": self._limits.memory_bytes})
        except RecursionError:
            return _refused("nesting", {"limit": self._limits.nesting})
        except Exception as error:  # noqa: BLE001 - what a library says of a damaged file ends in one message
            return _refused(
                "damaged", {"format": self.found}, detail=f"{type(error).__name__}: {error}"[:500]
            )


def _refused(rule: str, params: dict[str, Any], detail: str = "") -> Answer:
    return {"outcome": "refused", "rule": rule, "params": params, "detail": detail}, b""
