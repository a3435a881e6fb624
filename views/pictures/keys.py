"""Legends of pictures: the same classes, colours, counts, histograms and words as those of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from views.pictures.pen import Box, Pen
from views.pictures.words import LEADING, Line, Run, block_height, wrapped

if TYPE_CHECKING:
    from views.pictures.words import Run as _Run

_TITLE, _TEXT, _SMALL = 12.5, 11.5, 10.5
_SWATCH_WIDE, _SWATCH_TALL, _ROW = 22.0, 12.0, 17.0
_BARS, _LANE, _COLUMN_GAP = 46.0, 12.0, 30.0
_CELL_WIDE, _CELL_TALL = 58.0, 34.0


@dataclass(frozen=True)
class KeyRow:
    """One line of a legend.

    Attributes
    ----------
    text, count
        What it means, and how many places it holds for.
    fill, hatch
        A box in a colour; with slanted lines for what has no data.
    radius
        A circle instead of a box, in units.
    glyphs
        Signs with their colours instead of either.
    """

    text: str
    count: str = ""
    fill: str = ""
    hatch: str = ""
    radius: float = 0.0
    glyphs: tuple[tuple[str, str], ...] = ()

    @property
    def tall(self) -> float:
        """Height in units of one line of it."""
        return max(_ROW, 2 * self.radius + 4)


@dataclass(frozen=True)
class Histogram:
    """Bars over the classes: left, right and height as shares of the whole, colour; texts under both ends; marks below."""

    bars: tuple[tuple[float, float, float, str], ...]
    ends: tuple[str, str]
    note: str
    points: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Square:
    """Key of two indicators: colours and counts by column (the first one, low to high) and row, limits of both."""

    colours: tuple[tuple[str, ...], ...]
    counts: tuple[tuple[str, ...], ...]
    across: tuple[str, ...]
    down: tuple[str, ...]
    name_across: str
    name_down: str


@dataclass(frozen=True)
class Key:
    """A legend as data."""

    title: str
    subtitle: str = ""
    rows: tuple[KeyRow, ...] = ()
    note: str = ""
    histogram: Histogram | None = None
    marks: tuple[str, ...] = ()
    square: Square | None = None

    def height(self, width: float) -> float:
        """Height in units in a column of a width."""
        return _head_tall(self, width) + _rows_tall(self, width)

    def height_across(self, width: float) -> float:
        """Height in units with head and rows side by side."""
        half = (width - _COLUMN_GAP) / 2
        return max(_head_tall(self, half), _rows_tall(self, half))


def _look(look: Mapping[str, str] | None, size: float, tone: str, weight: int = 400) -> _Run:
    return Run("", size, "" if look is None else look[tone], weight)


def _head_lines(key: Key, width: float, look: Mapping[str, str] | None) -> list[Line]:
    lines = wrapped(key.title, width, _look(look, _TITLE, "ink", 600)) if key.title else []
    return lines + (wrapped(key.subtitle, width, _look(look, _SMALL, "muted")) if key.subtitle else [])


def _mark_lines(key: Key, width: float, look: Mapping[str, str] | None) -> list[Line]:
    return [line for text in key.marks for line in wrapped(text, width, _look(look, _SMALL, "ink"))]


def _head_tall(key: Key, width: float) -> float:
    tall = block_height(_head_lines(key, width, None)) + 6
    if key.histogram is not None:
        tall += _BARS + max(len(key.histogram.points), 0) * _LANE + _SMALL * 1.4 + 2
        if key.histogram.note:
            tall += block_height(wrapped(key.histogram.note, width, _look(None, _SMALL, "muted")))
    if key.square is not None:
        tall += len(key.square.down) * _CELL_TALL + 16 + 2 * _SMALL * LEADING + 20
    marks = _mark_lines(key, width, None)
    return tall + (block_height(marks) + 6 if marks else 0)


def _row_lines(row: KeyRow, width: float, look: Mapping[str, str] | None) -> list[Line]:
    return wrapped(row.text, width - _sample_wide(row) - (34 if row.count else 0), _look(look, _TEXT, "ink"))


def _sample_wide(row: KeyRow) -> float:
    return max(_SWATCH_WIDE, 2 * row.radius, len(row.glyphs) * 13.0) + 8


def _row_tall(row: KeyRow, width: float) -> float:
    lines = _row_lines(row, width, None)
    return max(row.tall, block_height(lines) + 2)


def _rows_tall(key: Key, width: float) -> float:
    note = wrapped(key.note, width, _look(None, _SMALL, "muted")) if key.note else []
    return sum(_row_tall(row, width) for row in key.rows) + (block_height(note) + 4 if note else 0)


def draw_key(pen: Pen, key: Key, box: Box, *, across: bool, look: Mapping[str, str]) -> float:
    """Draw a legend at the top of a box; give back its height in units.

    Parameters
    ----------
    pen, key, box
        Where and what.
    across
        Whether rows stand beside the head and not below it.
    look
        Colours as `views.scenes.look` names them.
    """
    if across:
        half = (box.width - _COLUMN_GAP) / 2
        _draw_head(pen, key, Box(box.left, box.top, half, 0), look)
        _draw_rows(pen, key, Box(box.left + half + _COLUMN_GAP, box.top, half, 0), look)
        return key.height_across(box.width)
    below = _draw_head(pen, key, box, look)
    _draw_rows(pen, key, Box(box.left, below, box.width, 0), look)
    return key.height(box.width)


def _draw_head(pen: Pen, key: Key, box: Box, look: Mapping[str, str]) -> float:
    lines = _head_lines(key, box.width, look)
    pen.text(lines, box.left, box.top)
    top = box.top + block_height(lines) + 6
    if key.histogram is not None:
        top = _draw_histogram(pen, key.histogram, Box(box.left, top, box.width, _BARS), look)
    if key.square is not None:
        top = _draw_square(pen, key.square, Box(box.left, top, box.width, 0), look)
    marks = _mark_lines(key, box.width, look)
    pen.text(marks, box.left, top)
    return top + (block_height(marks) + 6 if marks else 0)


def _draw_histogram(pen: Pen, found: Histogram, box: Box, look: Mapping[str, str]) -> float:
    for left, right, tall, colour in found.bars:
        bar = Box(
            box.left + left * box.width,
            box.bottom - tall * box.height,
            (right - left) * box.width,
            tall * box.height,
        )
        pen.rect(bar, fill=colour, line=look["halo"], width=0.5)
    pen.line([box.left, box.right], [box.bottom, box.bottom], colour=look["muted"])
    top = box.bottom
    for glyph, share in found.points:
        pen.text(
            [(Run(glyph, 9, look["ink"]),)],
            box.left + share * box.width,
            top + _LANE / 2,
            side="center",
            level="middle",
        )
        top += _LANE
    small = _look(look, _SMALL, "muted")
    first, last = (wrapped(text, box.width, small) for text in found.ends)
    pen.text(first, box.left, top + 1)
    pen.text(last, box.right, top + 1, side="right")
    top += _SMALL * 1.4 + 2
    if found.note:
        note = wrapped(found.note, box.width, small)
        pen.text(note, box.left, top)
        top += block_height(note)
    return top


def _draw_square(pen: Pen, found: Square, box: Box, look: Mapping[str, str]) -> float:
    small, strong = _look(look, _SMALL, "muted"), _look(look, _TEXT, "ink", 600)
    rows, columns = len(found.down), len(found.across)
    wide = min(_CELL_WIDE, (box.width - 70) / columns)
    left, top = box.left + box.width - wide * columns, box.top + 16
    pen.text(wrapped(f"{found.name_down} ↑", box.width, strong), box.left, box.top)
    for y in range(rows):
        at = top + (rows - 1 - y) * _CELL_TALL
        pen.text(
            wrapped(found.down[y], left - box.left - 6, small),
            left - 6,
            at + _CELL_TALL / 2,
            side="right",
            level="middle",
        )
        for x in range(columns):
            colour = found.colours[x][y]
            pen.rect(Box(left + x * wide, at, wide, _CELL_TALL), fill=colour, line=look["halo"])
            ink = Run(found.counts[x][y], _TEXT, ink_on(colour))
            pen.text([(ink,)], left + (x + 0.5) * wide, at + _CELL_TALL / 2, side="center", level="middle")
    top += rows * _CELL_TALL + 2
    limits = [wrapped(text, wide - 4, small) for text in found.across]
    for x, lines in enumerate(limits):
        pen.text(lines, left + (x + 0.5) * wide, top, side="center")
    top += max(block_height(lines) for lines in limits) + 2
    pen.text(wrapped(f"{found.name_across} →", box.width, strong), box.right, top, side="right")
    return top + 16


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour."""
    from views.colour import contrast

    return max(("#111111", "#FFFFFF"), key=lambda ink: contrast(ink, colour))


def _draw_rows(pen: Pen, key: Key, box: Box, look: Mapping[str, str]) -> None:
    top = box.top
    for row in key.rows:
        tall, sample = _row_tall(row, box.width), _sample_wide(row)
        middle = top + tall / 2
        _draw_sample(pen, row, box.left, middle, sample - 8, look)
        pen.text(_row_lines(row, box.width, look), box.left + sample, middle, level="middle")
        if row.count:
            pen.text(
                [(Run(row.count, _TEXT, look["muted"]),)], box.right, middle, side="right", level="middle"
            )
        top += tall
    if key.note:
        pen.text(wrapped(key.note, box.width, _look(look, _SMALL, "muted")), box.left, top + 4)


def _draw_sample(
    pen: Pen, row: KeyRow, left: float, middle: float, wide: float, look: Mapping[str, str]
) -> None:
    if row.glyphs:
        pen.text(
            [tuple(Run(f"{glyph} ", _TEXT, colour) for glyph, colour in row.glyphs)],
            left,
            middle,
            level="middle",
        )
    elif row.radius:
        pen.circle(left + wide / 2, middle, row.radius, fill=row.fill, opacity=0.82)
    else:
        swatch = Box(left, middle - _SWATCH_TALL / 2, _SWATCH_WIDE, _SWATCH_TALL)
        pen.rect(swatch, fill=row.fill, line=look["groundLine"], width=0.8, hatch=row.hatch)


Rows = Sequence[KeyRow]
