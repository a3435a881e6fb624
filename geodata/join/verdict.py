"""What is judged and what comes of it: the key cells of a row, and its verdict with the reason."""

from __future__ import annotations

from typing import NamedTuple

from geodata.join.code_cells import CodeCell
from geodata.join.keys import Why

__all__ = ["JOINED", "SET_ASIDE", "Judged", "Row"]

JOINED = frozenset({"code", "bps_code", "name", "former_name", "crosswalk"})
SET_ASIDE = frozenset({"total", "note"})


class Row(NamedTuple):
    """The key cells of a row: code as read and as written, name, and the cells that name places above."""

    code: CodeCell = CodeCell()
    code_text: str = ""
    name: str = ""
    above: tuple[str, ...] = ()


class Judged(NamedTuple):
    """A verdict with its reason; `candidates` are places that a person may mean, best first."""

    verdict: str
    code: str = ""
    reason: Why = ("", {})
    candidates: tuple[str, ...] = ()
