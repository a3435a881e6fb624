"""Accepted pairs as they come back from a file, and one sentence on what cannot be used."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from geodata.codes import CODE_LENGTH
from geodata.join import Crosswalk, JoinError
from geodata.join.crosswalk import LEAVE_OUT
from views.doctor_texts import place_text
from views.formatting import number
from views.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

_LINE = re.compile(r"line (\d+)")
_MOST = 5


@dataclass(frozen=True)
class LoadedPairs:
    """What a file of accepted pairs held; with a `fault` (text by language) nothing of it is taken."""

    pairs: Crosswalk = field(default_factory=Crosswalk)
    fault: Callable[[str], str] | None = None


def read_pairs(data: bytes, names: pd.Series) -> LoadedPairs:
    """Read a saved file of accepted pairs.

    Parameters
    ----------
    data
        The file.
    names
        Official names by code; a pair with another code is refused.
    """
    try:
        found = Crosswalk.from_csv(_text(data))
    except JoinError as error:
        lines = [match[1] for fault in error.faults if (match := _LINE.match(fault))]
        return LoadedPairs(fault=partial(_lines_text, lines) if lines else _strange_text)
    except csv.Error:
        return LoadedPairs(fault=_strange_text)
    unknown = sorted({code for code in found.pairs.values() if code != LEAVE_OUT and code not in names.index})
    if unknown:
        return LoadedPairs(fault=partial(_unknown_text, unknown))
    return LoadedPairs(found)


def pairs_at(crosswalk: Crosswalk, level: str | None) -> Crosswalk:
    """Pairs for a table of a level: a session may hold those of districts and of villages side by side."""
    if level is None:
        return Crosswalk()
    length = CODE_LENGTH[level]
    return Crosswalk(
        {key: code for key, code in crosswalk.pairs.items() if code == LEAVE_OUT or len(code) == length}
    )


def alike_text(lang: str) -> str:
    """Rows that cannot be told apart were given different places."""
    _ = translator(lang)
    return _(
        "Nothing accepted: rows of the same code and name were given different places. A pair holds for every row that is "
        "called so; tell the rows apart in your file, with a code or with the kind and the place above."
    )


def taken_text(codes: Sequence[str], names: pd.Series, lang: str) -> str:
    """Places that have a row already."""
    _ = translator(lang)
    places = ", ".join(place_text(code, names) for code in codes)
    return _("Not accepted, because a row has joined there already: {places}.").format(places=places)


def _strange_text(lang: str) -> str:
    _ = translator(lang)
    return _(
        "This is no file of accepted pairs: it needs the columns table_code, table_name, table_parent and place, "
        "as “Save for next month” writes them. Nothing was loaded."
    )


def _lines_text(lines: Sequence[str], lang: str) -> str:
    _ = translator(lang)
    return _(
        "Nothing was loaded. In these lines the place is no code with dots, or a row of the "
        "same name has another place: {lines}. Mend them in the file and load it again."
    ).format(lines=_listed(lines, lang))


def _unknown_text(codes: Sequence[str], lang: str) -> str:
    _ = translator(lang)
    return _(
        "Nothing was loaded. No place has these codes: {codes}. Mend them in the file and load it again."
    ).format(codes=_listed(codes, lang))


def _text(data: bytes) -> str:
    """Text of a file as this atlas or a spreadsheet saves it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        return data.decode("utf-16" if wide else "cp1252", errors="replace")


def _listed(items: Sequence[str], lang: str) -> str:
    rest = len(items) - _MOST
    shown = ", ".join(items[:_MOST])
    return f"{shown} … (+{number(rest, 0, lang)})" if rest > 0 else shown
