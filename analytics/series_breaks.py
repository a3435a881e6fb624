"""Where a series starts anew: which breaks concern a place, and which lie between two years.

The catalogue writes breaks as a list of ``{year, scope, ...}``: the series starts anew *in* that year in the places of
`scope`, "all" or a list of codes where "91" is that place alone and "31.*" all that lies inside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Break = Mapping[str, Any]
# Years alone: for all places, or by code (a place that is not named has none).
Breaks = Sequence[int] | Mapping[str, Sequence[int]]


def break_marks(text: str | Sequence[Break]) -> list[Break]:
    """Breaks or provisional marks of a catalogue record, given as JSON text or as a list already."""
    return list(json.loads(text or "[]")) if isinstance(text, str) else list(text)


def concerns(scope: str | Sequence[str], code: str) -> bool:
    """Tell whether a place lies in the scope of a break."""
    if isinstance(scope, str):
        return scope == "all"
    return any(code == part or (part.endswith(".*") and code.startswith(part[:-1])) for part in scope)


def breaks_between(breaks: Iterable[Break], code: str, first: int, last: int) -> list[int]:
    """Years in which a place's series starts anew after `first` and not after `last`, oldest first."""
    years = (int(mark["year"]) for mark in breaks if concerns(mark["scope"], code))
    return sorted(year for year in years if first < year <= last)


def breaks_of(breaks: Breaks, code: str) -> tuple[int, ...]:
    """First years of what is not comparable with before, for one place, ascending.

    Parameters
    ----------
    breaks
        Years that hold for all places, or code -> years (a place that is not named has none).
    code
        The place.
    """
    years: Iterable[int] = breaks.get(code, ()) if isinstance(breaks, Mapping) else breaks
    return tuple(sorted({int(year) for year in years}))


def broken(breaks: Breaks, code: str, first: int, last: int) -> bool:
    """Whether a break lies between two years: after the earlier one, up to and with the later one."""
    low, high = min(first, last), max(first, last)
    return any(low < year <= high for year in breaks_of(breaks, code))
