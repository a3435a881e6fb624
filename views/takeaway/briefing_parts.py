"""Parts of a briefing: a figure that is alive, its picture, its table."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from views.i18n import translator
from views.markup import escape

if TYPE_CHECKING:
    from views.takeaway.document import Piece

MOST_ROWS = 16
"""A longer table is folded away; the CSV of the figure has all of it."""
_MAP_PX, _WALL_PX = 520, 460
_NAME = re.compile(r"\b([a-z_]+?)_([0-9a-f]{32})\b")
_PATH = re.compile(r'"((?:geo|own)/[^"]+\.json)"')


@dataclass(frozen=True)
class Live:
    """A figure for a screen.

    Attributes
    ----------
    kind
        ``map`` or ``chart``.
    content
        What the script of the briefing makes it from.
    height
        In px.
    geometry
        Files below ``static/`` that it needs.
    """

    kind: str
    content: dict[str, Any]
    height: int
    geometry: tuple[str, ...] = field(default=())


def live_chart(piece: Piece) -> Live:
    """The plotly figure itself."""
    assert piece.chart is not None
    figure = piece.chart.figure
    return Live("chart", json.loads(figure.to_json(engine="json")), int(figure.layout.height or 420))


def live_map(piece: Piece) -> Live:
    """The folium map, painted: the name of its element and its script, the same from run to run."""
    chart = piece.map.chart
    chart.add_child(piece.map.paint())
    root = chart.get_root()
    root.render()
    names: dict[str, str] = {}

    def stable(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f"{found[1]}_{len(names)}")

    script, name = _NAME.sub(stable, root.script.render()), _NAME.sub(stable, chart.get_name())
    wall = '"wall": true' in script or '"wall":true' in script
    paths = tuple(dict.fromkeys(_PATH.findall(script)))
    return Live("map", {"name": name, "script": script}, _WALL_PX if wall else _MAP_PX, paths)


def table_html(piece: Piece, lang: str) -> str:
    """The numbers as a table; a long one, and that of a figure, folded."""
    _ = translator(lang)
    table = piece.table
    if table.empty:
        return ""
    numeric = [index > 0 and _is_short(table.iloc[:, index]) for index in range(len(table.columns))]
    head = "".join(
        f'<th scope="col"{_right(right)}>{escape(str(name))}</th>'
        for name, right in zip(table.columns, numeric, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escape(str(cell))}</th>'
            if not at
            else f"<td{_right(numeric[at])}>{escape(str(cell))}</td>"
            for at, cell in enumerate(cells)
        )
        + "</tr>"
        for cells in table.itertuples(index=False, name=None)
    )
    caption = f"<caption>{escape(piece.caption)}</caption>" if piece.caption else ""
    inside = f'<div class="scroll" tabindex="0"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    if not piece.is_figure and len(table) <= MOST_ROWS:
        return inside
    opened, words = " open" if not piece.is_figure else "", _("The numbers as a table")
    return f"<details{opened}><summary>{escape(words)}</summary>{inside}</details>"


def _is_short(column: Any) -> bool:
    """Whether a column holds figures and not sentences."""
    return int(column.astype(str).str.len().max()) <= 30


def _right(right: bool) -> str:  # noqa: FBT001
    return ' class="n"' if right else ""
