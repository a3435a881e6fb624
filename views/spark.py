"""A line through the years as a small picture for cards and profiles."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from geodata.catalogue import in_scope
from views.markup import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd


def break_years(row: pd.Series, code: str) -> list[int]:
    """Years in which the indicator's series starts anew for this place."""
    return [int(b["year"]) for b in json.loads(row["breaks"] or "[]") if in_scope(b["scope"], code)]


def spark_image(
    series: Mapping[int, float],
    colour: str,
    *,
    breaks: Sequence[int] = (),
    label: str = "",
    width: int = 92,
    height: int = 26,
) -> str:
    """Line through the years as a small picture: a gap where a year is missing or a series starts anew, a dot at the end.

    Fewer than three years make no line: the string is empty.
    """
    if len(series) < 3:
        return ""
    years = sorted(series)
    low, high = min(series.values()), max(series.values())
    span = (high - low) or 1.0

    def at(year: int) -> tuple[float, float]:
        x = 3 + (year - years[0]) / max(years[-1] - years[0], 1) * (width - 8)
        return round(x, 1), round(height - 4 - (series[year] - low) / span * (height - 8), 1)

    path, previous = "", None
    for year in years:
        x, y = at(year)
        joined = previous is not None and year == previous + 1 and year not in breaks
        path += f"{'L' if joined else 'M'}{x} {y}"
        previous = year
    x, y = at(years[-1])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>'
        f'<circle cx="{x}" cy="{y}" r="2.6" fill="{colour}"/></svg>'
    )
    # Streamlit's sanitiser takes SVG out of HTML; a picture it leaves.
    data = base64.b64encode(svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" width="{width}" height="{height}" alt="{escape(label)}">'
