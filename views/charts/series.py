"""Series of years: pieces without gaps or breaks, and the breaks that hold for a place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from geodata.catalogue import in_scope
from views.formatting import Row, is_missing
from views.i18n import pick


@dataclass(frozen=True)
class Break:
    """From ``year`` on, a series is not comparable with what was before; ``text`` says why."""

    year: int
    text: str


def breaks_for(row: Row, code: str | None, lang: str) -> tuple[Break, ...]:
    """Breaks of an indicator that hold for a place.

    Parameters
    ----------
    row
        The indicator's record; ``breaks`` is a list of ``{year, scope, text_id, text_en}`` or its JSON text, where
        ``scope`` is read by `geodata.catalogue.in_scope`.
    code
        Place; None gives the breaks that hold for all places.
    lang
        "id" or "en".
    """
    found = row.get("breaks") if hasattr(row, "get") else getattr(row, "breaks", None)
    if found is None or (isinstance(found, float) and is_missing(found)):
        return ()
    records = json.loads(found) if isinstance(found, str) and found.strip() else found or []
    here = [r for r in records if r["scope"] == "all" or (code is not None and in_scope(r["scope"], code))]
    return tuple(Break(int(r["year"]), pick(r, "text", lang)) for r in sorted(here, key=lambda r: r["year"]))


def pieces(years: Sequence[int], values: Sequence[float], break_years: Iterable[int] = ()) -> list[pd.Series]:
    """Cut a series where a year is missing or a break stands, so that no line bridges either.

    Parameters
    ----------
    years, values
        The series, any order; missing values count as missing years.
    break_years
        First years of what is not comparable with before.

    Returns
    -------
    list of pandas.Series
        Values by year, ascending, each piece without gap or break.
    """
    series = pd.Series(list(values), index=[int(y) for y in years], dtype="float64").dropna().sort_index()
    found: list[pd.Series] = []
    start = 0
    breaks, there = set(break_years), series.index.tolist()  # asked for one by one, an index costs its time
    for i in range(1, len(there) + 1):
        if i == len(there) or there[i] != there[i - 1] + 1 or there[i] in breaks:
            found.append(series.iloc[start:i])
            start = i
    return found


def joined(parts: Sequence[pd.Series]) -> tuple[list[int | None], list[float | None]]:
    """Chain pieces into one trace with an empty point between two, which plotly leaves open."""
    x: list[int | None] = []
    y: list[float | None] = []
    for part in parts:
        if x:
            x.append(None)
            y.append(None)
        x += part.index.tolist()
        y += part.tolist()
    return x, y
