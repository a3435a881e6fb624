"""A sheet as lines of cells, and what kind each cell is of.

The labels of a frame's columns may be the header, half of it, or its title; so they count as lines too, above the first row
and with negative positions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from geodata.numeral_forms import keys_of, parse_form

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Grid", "Kind", "Line", "cell_text", "is_year"]

Kind: TypeAlias = Literal["", "number", "year", "mark", "text"]
FIRST_YEAR, LAST_YEAR = 1900, 2100
_KINDS: dict[str, Kind] = {"blank": "", "no_data": "mark", "text": "text"}
# "2023", "Tahun 2023", "2023*", "2023 1)", "2023r"
_YEAR = re.compile(
    r"(?:(?:tahun|thn?|year)\.? *)?((?:19|20)[0-9]{2}) *(?:\*+\)?|[0-9]\)|[a-z]\)?|[¹²³]\)?)?", re.IGNORECASE
)
_UNNAMED = re.compile(r"Unnamed: [0-9]+(?:_level_[0-9]+)?")


def cell_text(cell: Any) -> str:
    r"""A cell as one line of text; "" where it is blank.

    Examples
    --------
    >>> cell_text(2023.0), cell_text(" Jumlah\nTotal "), cell_text(None)
    ('2023', 'Jumlah Total', '')
    """
    if isinstance(cell, str):
        return " ".join(cell.split())
    if is_missing(cell):
        return ""
    if isinstance(cell, float | np.floating) and float(cell).is_integer() and abs(float(cell)) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return " ".join(str(cell).split())


def is_missing(cell: Any) -> bool:
    """Whether a cell is None, NaN, NaT or NA."""
    return (
        cell is None
        or cell is pd.NA
        or cell is pd.NaT
        or (isinstance(cell, float | np.floating) and bool(np.isnan(cell)))
    )


def is_year(text: str) -> bool:
    """Whether a text is nothing but a year, perhaps with a sign for provisional figures."""
    return _YEAR.fullmatch(text) is not None


def kind_of(cell: Any) -> Kind:
    """Kind of one cell: "" blank, a number, a year, a mark for no data, or text (dates and truth values too)."""
    if isinstance(cell, str):
        return _kind_of_text(" ".join(cell.split()))
    if is_missing(cell):
        return ""
    if isinstance(cell, bool | np.bool_):
        return "text"
    if isinstance(cell, float | int | Real | Decimal):
        return "year" if FIRST_YEAR <= float(cell) <= LAST_YEAR and float(cell).is_integer() else "number"
    return "text"


@lru_cache(maxsize=8192)
def _kind_of_text(text: str) -> Kind:
    if is_year(text):
        return "year"
    mark = parse_form(keys_of([text])[1][0]).mark
    return "number" if mark in {"", "note"} else _KINDS[mark]


@dataclass(frozen=True)
class Line:
    """One line of a sheet.

    Parameters
    ----------
    at
        Position in the sheet; negative for a line of the column labels.
    cells
        The cells as they are.
    kinds
        Kind of each cell.
    """

    at: int
    cells: list[Any]
    kinds: list[Kind]

    @cached_property
    def filled(self) -> list[int]:
        """Columns (by position) that hold something."""
        return [j for j, kind in enumerate(self.kinds) if kind]

    @cached_property
    def texts(self) -> list[str]:
        """The cells as texts."""
        return [cell_text(cell) for cell in self.cells]

    @property
    def text(self) -> str:
        """The whole line as one text."""
        return " ".join(text for text in self.texts if text)


class Grid:
    """A frame as lines: those of its column labels, then its rows.

    Parameters
    ----------
    cells
        A sheet as read, or a frame whose header may be wrong.
    """

    def __init__(self, cells: pd.DataFrame) -> None:
        self.cells = cells
        self.height, self.width = cells.shape
        self.labels = _label_lines(cells.columns)
        self._lines: dict[int, Line] = {}
        # Through arrays, not through frame cells: a line costs microseconds then.
        self._columns = [cells.iloc[:, j].array for j in range(self.width)]

    @cached_property
    def filled(self) -> npt.NDArray[np.bool_]:
        """(rows, columns) array: which cells hold something."""
        columns = [_is_filled(self.cells.iloc[:, j]) for j in range(self.width)]
        return np.column_stack(columns) if columns else np.zeros((self.height, 0), dtype=bool)

    @cached_property
    def counts(self) -> npt.NDArray[np.intp]:
        """(rows,) array: how many cells of a row hold something."""
        counts: npt.NDArray[np.intp] = self.filled.sum(axis=1, dtype=np.intp)
        return counts

    def line(self, at: int) -> Line:
        """The line at a position; negative positions are lines of the column labels, -1 the last of them."""
        if at not in self._lines:
            cells = self.labels[at] if at < 0 else [column[at] for column in self._columns]
            self._lines[at] = Line(at, cells, [kind_of(cell) for cell in cells])
        return self._lines[at]

    def lines(self, start: int, stop: int) -> list[Line]:
        """The lines from `start` to before `stop`."""
        return [self.line(at) for at in range(start, stop)]

    @property
    def first(self) -> int:
        """Position of the first line."""
        return -len(self.labels)


def _is_filled(column: pd.Series) -> npt.NDArray[np.bool_]:
    filled = column.notna().to_numpy(dtype=bool)
    if isinstance(column.dtype, pd.StringDtype):
        blank = (column.str.strip() == "").fillna(value=False).to_numpy(dtype=bool)
    elif column.dtype == object:
        blank = np.array([isinstance(cell, str) and not cell.strip() for cell in column.tolist()], dtype=bool)
    else:
        return filled
    return np.logical_and(filled, np.logical_not(blank))


def _label_lines(columns: pd.Index) -> list[list[Any]]:
    """Lines that the column labels hold; none where they only count the columns."""
    if _counts_columns(columns):
        return []
    levels: Sequence[Sequence[Any]] = [columns.get_level_values(k).tolist() for k in range(columns.nlevels)]
    return [[None if _is_unnamed(label) else label for label in level] for level in levels]


def _counts_columns(columns: pd.Index) -> bool:
    if columns.nlevels > 1:
        return False
    return all(isinstance(label, int | np.integer) and label == k for k, label in enumerate(columns))


def _is_unnamed(label: Any) -> bool:
    return isinstance(label, str) and (_UNNAMED.fullmatch(label) is not None or not label.strip())
