"""Tables on slides: cut into parts that fit, with letters that can be read."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

from views.deck.office import DRAWING, describe
from views.deck.text import LEADING, POINTS, line_count
from views.pictures.engine import text_width

if TYPE_CHECKING:
    import pandas as pd
    from pptx.slide import Slide

SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)
_PAD = 0.09
_STYLE = "{3C2FFA5D-87B4-456A-9821-1D502468CF0F}"
"""Light Style 1, Accent 1: hairlines instead of boxes."""
_WIDEST = 0.42
_SLACK = 1.06
"""The longest word of a column is not broken, whatever letters stand in for ours."""
_FEWEST = 12
"""From so many rows on a table may be continued; one that is shorter gets smaller letters first."""


def widths(table: pd.DataFrame, size: float, width: float) -> list[float]:
    """Width of each column in inches: as its texts need, the long ones sharing what is left."""
    wanted = []
    for at, name in enumerate(table.columns):
        texts = [str(name), *table.iloc[:, at].astype(str)]
        longest = max(text_width(text, size, 700 if not at else 400) for text in texts) / POINTS
        word = (
            max((text_width(part, size, 700) for text in texts for part in text.split()), default=20.0)
            / POINTS
            * _SLACK
        )
        wanted.append((min(longest, width * _WIDEST) + 2 * _PAD, word + 2 * _PAD))
    total = sum(want for want, _least in wanted)
    if total <= width:
        return [want * width / total for want, _least in wanted]
    least = sum(low for _want, low in wanted)
    share = max(0.0, (width - least) / max(total - least, 1e-9))
    found = [low + (want - low) * share for want, low in wanted]
    return [one * width / sum(found) for one in found]


def heights(table: pd.DataFrame, columns: list[float], size: float) -> list[float]:
    """Height of the head and of each row in inches."""
    rows = [
        list(map(str, table.columns)),
        *([str(cell) for cell in cells] for cells in table.itertuples(index=False, name=None)),
    ]
    return [
        max(line_count(text, size, width - 2 * _PAD, bold=not at or not number) for at, (text, width) in enumerate(zip(row, columns, strict=True)))
        * size * LEADING / POINTS + 0.1
        for number, row in enumerate(rows)
    ]  # fmt: skip


def parts(table: pd.DataFrame, box: tuple[float, float]) -> list[tuple[pd.DataFrame, float]]:
    """A table in parts that each fit a box in inches, and the size of their letters in points.

    Returns
    -------
    list of (DataFrame, float)
        In one part at the largest size at which it fits whole; else continued, at a size that a room can read.
    """
    width, height = box
    for size in SIZES:
        if sum(heights(table, widths(table, size, width), size)) <= height:
            return [(table, size)]
        if len(table) >= _FEWEST and size <= SIZES[-2]:
            break
    columns = widths(table, size, width)
    head, *rows = heights(table, columns, size)
    least = math.ceil(sum(rows) / (height - head))
    tries = (_evenly(rows, count) for count in range(least, len(rows) + 1))
    ends = next(
        (ends for ends in tries if all(sum(rows[a:b]) <= height - head for a, b in itertools.pairwise(ends))),
        range(len(rows) + 1),  # a row taller than a slide stands alone
    )
    return [(table.iloc[a:b], size) for a, b in itertools.pairwise(ends)]


def _evenly(rows: list[float], count: int) -> list[int]:
    """Where to cut rows into so many parts of about the same height: no row stands alone on the last."""
    below = list(itertools.accumulate(rows, initial=0.0))
    goals = [below[-1] * part / count for part in range(count + 1)]
    return sorted({min(range(len(below)), key=lambda at: abs(below[at] - goal)) for goal in goals})


def add_table(
    slide: Slide,
    page: tuple[pd.DataFrame, float],
    box: tuple[float, float, float, float],
    *,
    name: str,
    alt: str,
) -> None:
    """Put a part of a table on a slide: first row and first column are heads."""
    from pptx.util import Inches, Pt

    table, size = page
    left, top, width, _height = box
    columns = widths(table, size, width)
    tall = heights(table, columns, size)
    frame = slide.shapes.add_table(
        len(table) + 1, len(table.columns), Inches(left), Inches(top), Inches(width), Inches(sum(tall))
    )
    describe(frame, name, alt)
    made = frame.table
    made._tbl.tblPr.find(f"{{{DRAWING}}}tableStyleId").text = _STYLE  # noqa: SLF001
    made.first_col, made.horz_banding = True, False
    for at, one in enumerate(columns):
        made.columns[at].width = Inches(one)
    for at, one in enumerate(tall):
        made.rows[at].height = Inches(one)
    right = [
        at > 0 and int(table.iloc[:, at].astype(str).str.len().max() or 0) <= 24
        for at in range(len(table.columns))
    ]
    for at, row in enumerate([list(table.columns), *table.itertuples(index=False, name=None)]):
        for column, text in enumerate(row):
            _cell(made.cell(at, column), str(text), Pt(size), right=right[column])


def _cell(cell: Any, text: str, size: Any, *, right: bool) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches

    cell.margin_left = cell.margin_right = Inches(_PAD)
    cell.margin_top = cell.margin_bottom = Inches(0.05)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    cell.text = text
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.size = size
        if right:
            paragraph.alignment = PP_ALIGN.RIGHT
