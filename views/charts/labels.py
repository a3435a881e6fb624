"""Words around a plot of lines: what its vertical axis shows, and the names at the ends of the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from views.charts.base import LINE_PX, text_px
from views.markup import short_place_name, wrap_plotly
from views.theme import CityStyle, Tokens

if TYPE_CHECKING:
    import plotly.graph_objects as go

# Most names of two words stand in one line, "Kab. Banyuwangi" and "Kota Lubuklinggau" too.
LABEL_WRAP = 17
HEADING_WRAP = 44
# Where a heading may break: after a colon or semicolon, before the unit in brackets at its end.
_JOINTS = re.compile(r"(?<=[:;]) | (?=\([^()]*\)$)")


@dataclass(frozen=True)
class End:
    """Last point of a line: where its label goes, and the place that a click on it picks ("" for none)."""

    value: float
    name: str
    style: CityStyle
    code: str = ""


def add_heading(figure: go.Figure, text: str, t: Tokens) -> int:
    """Write what the vertical axis shows above the plot; return the px it needs."""
    heading = heading_text(text)
    figure.add_annotation(
        text=heading, x=0, xref="paper", y=1, yref="paper", xanchor="left", yanchor="bottom", yshift=6,
        showarrow=False, align="left", font={"size": 12, "color": t.muted},
    )  # fmt: skip
    return LINE_PX * (heading.count("<br>") + 1) + 14


def heading_text(text: str) -> str:
    """Break a long heading where it parts by sense, and between words only where a part is too long for a telephone."""
    lines: list[str] = []
    for part in _JOINTS.split(text):
        if lines and len(lines[-1]) + 1 + len(part) <= HEADING_WRAP:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return "<br>".join(wrap_plotly(line, HEADING_WRAP) for line in lines)


def add_end_labels(
    figure: go.Figure, ends: Sequence[End], span: Sequence[float], height: int, t: Tokens
) -> int:
    """Write names right of the plot, pushed apart where lines end close together; return the px they need.

    Each has the marker of its line in front, since a label that was pushed may stand nearer to another line's end. A label of
    a place carries its code as its name: a click on it picks the place (``static/atlas-pick.js``).
    """
    if not ends:
        return 16
    texts = [wrap_plotly(short_place_name(end.name), LABEL_WRAP) for end in ends]
    share = [(end.value - span[0]) / (span[1] - span[0]) * height for end in ends]
    order = sorted(range(len(ends)), key=lambda i: share[i])
    sizes = [LINE_PX * (texts[i].count("<br>") + 1) for i in order]
    for i, y in zip(order, _apart([share[i] for i in order], sizes, height), strict=True):
        mark = f'<span style="color:{ends[i].style.colour}">{ends[i].style.glyph}</span>'
        figure.add_annotation(
            text=f"{mark} {texts[i]}", x=1, xref="paper", y=y / height, yref="paper", xanchor="left", xshift=8,
            yanchor="middle", showarrow=False, align="left", font={"size": 12, "color": t.ink},
            name=ends[i].code or None, captureevents=bool(ends[i].code),
        )  # fmt: skip
    return text_px(texts) + 28


def _apart(wanted: Sequence[float], sizes: Sequence[int], height: int) -> list[float]:
    """Move ascending middles apart so that boxes of these sizes do not overlap, staying inside if they can."""
    placed = list(wanted)
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + (sizes[i] + sizes[i - 1]) / 2)
    over = placed[-1] + sizes[-1] / 2 - height
    if over > 0:
        placed[-1] -= over
        for i in range(len(placed) - 2, -1, -1):
            placed[i] = min(placed[i], placed[i + 1] - (sizes[i] + sizes[i + 1]) / 2)
    return placed
