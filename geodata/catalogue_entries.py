"""The rules of the lists in registry records: breaks, provisional years, notes about places, levels not loaded, rows left out.

Every function returns all faults of one entry, one short text each, and never raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geodata.codes import LEVELS, is_code

__all__ = [
    "break_faults",
    "has_texts",
    "is_year",
    "not_loaded_faults",
    "place_note_faults",
    "row_faults",
]


def break_faults(entry: object) -> Iterator[str]:
    """Faults of an entry of `breaks` or `provisional`."""
    if not isinstance(entry, Mapping) or set(entry) != {"year", "scope", "text_id", "text_en"}:
        yield "an entry has year, scope, text_id and text_en, nothing else"
        return
    if not is_year(entry["year"]) or not has_texts(entry, "text_id", "text_en"):
        yield "year must have four digits, and both texts must be there"
    scope = entry["scope"]
    if scope != "all" and not _are_scopes(scope):
        yield f"scope must be 'all' or codes like '91' (the place) and '31.*' (all inside it), {scope!r} came"


def place_note_faults(entry: object) -> Iterator[str]:
    """Faults of an entry of `place_notes`."""
    if not isinstance(entry, Mapping) or set(entry) != {"scope", "text_id", "text_en"}:
        yield "an entry has scope, text_id and text_en, nothing else"
        return
    if not has_texts(entry, "text_id", "text_en"):
        yield "both texts must be there"
    if not _are_scopes(entry["scope"]):
        yield f"scope must be codes like '91' (the place) and '31.*' (all inside it), {entry['scope']!r} came"


def not_loaded_faults(entry: object, levels: list[str]) -> Iterator[str]:
    """Faults of an entry of `not_loaded` of an indicator that has figures at `levels`."""
    if not isinstance(entry, Mapping) or set(entry) != {"level", "page"}:
        yield "an entry has level and page, nothing else"
        return
    if entry["level"] not in LEVELS or entry["level"] in levels:
        yield f"level must be one of {', '.join(LEVELS)} that `levels` does not name, {entry['level']!r} came"
    if not str(entry["page"]).startswith(("https://", "http://")):
        yield f"page {entry['page']!r} is not a web address"


def row_faults(row: object, source: Mapping[str, Any]) -> Iterator[str]:
    """Faults of an entry of `leave_out` of a source."""
    texts = ("code", "indicator", "text_id", "text_en")
    if not isinstance(row, Mapping) or not has_texts(row, *texts) or not is_year(row.get("year")):
        yield f"a row to leave out needs year, {', '.join(texts)}"
    elif not is_code(row["code"]) or row["indicator"] not in source["indicators"]:
        yield f"the row to leave out ({row['code']}, {row['indicator']}) is none of this source"


def has_texts(entry: object, *keys: str) -> bool:
    """Whether an entry has all of some texts, none of them blank."""
    return isinstance(entry, Mapping) and all(str(entry.get(key, "")).strip() for key in keys)


def _are_scopes(scope: object) -> bool:
    return isinstance(scope, list) and bool(scope) and all(map(_is_scope, scope))


def _is_scope(text: object) -> bool:
    return isinstance(text, str) and is_code(text.removesuffix(".*"))


def is_year(value: object) -> bool:
    """Whether a value is a year of four digits."""
    return type(value) is int and 1900 <= value <= 2100
