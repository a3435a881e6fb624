"""Tables to take away: CSV for machines and for Indonesian spreadsheets, XLSX; no cell of them can run as a formula."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from views.printed_cells import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

# A spreadsheet runs a text that begins so; a tab or a line break before it is skipped over.
_FORMULA = re.compile(r"[\s\x00]*[=+\-@\t\r\n＝＋－＠]")
_FORBIDDEN_IN_XLSX = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_WIDEST, _NARROWEST = 48, 8
_LONGEST_CELL = 32_767
# Letters that surely fit a line of the widest column, its height in points, and lines of the tallest row that programs allow.
_PER_LINE, _LINE_PT, _MOST_LINES = 36, 15, 27


def defused(value: Any) -> Any:
    """Text that a spreadsheet shows and never runs; anything that is no text comes back as it is.

    Examples
    --------
    >>> defused("=1+1"), defused("Kota Bogor"), defused(-5)
    ("'=1+1", 'Kota Bogor', -5)
    """
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


def defused_table(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame whose texts, column names too, are defused."""
    out = frame.copy()
    out.columns = pd.Index([defused(str(name)) for name in frame.columns])
    for position in range(len(out.columns)):
        column = out.iloc[:, position]
        if not pd.api.types.is_numeric_dtype(column):
            out.isetitem(position, column.map(defused))
    return out


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """CSV for programs: comma, decimal point, UTF-8, an empty cell for no value."""
    return _written(frame, ".").to_csv(index=False, lineterminator="\n").encode()


def excel_csv_bytes(frame: pd.DataFrame) -> bytes:
    """CSV that an Indonesian spreadsheet opens with a double click: semicolon, decimal comma, UTF-8 with BOM."""
    return _written(frame, ",").to_csv(index=False, sep=";", lineterminator="\r\n").encode("utf-8-sig")


def _written(frame: pd.DataFrame, sign: str) -> pd.DataFrame:
    """A defused frame with its numbers written out: every digit they have, and none of 123456.0 that they have not."""
    out = defused_table(frame)
    for position in range(len(out.columns)):
        column = out.iloc[:, position]
        if pd.api.types.is_float_dtype(column):
            numbers = column.to_numpy(dtype="float64", na_value=np.nan)
            texts = [
                np.format_float_positional(x, trim="-").replace(".", sign) if np.isfinite(x) else ""
                for x in numbers
            ]
            out.isetitem(position, pd.Series(texts, index=out.index, dtype="str"))
    return out


def xlsx_bytes(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Workbook with a sheet a frame: real numbers, frozen heads, columns as wide as their texts.

    Parameters
    ----------
    sheets
        Name of a sheet to its frame, in order; a cell may be a `views.printed_cells.Shown`, a number that keeps its printed form.
    """
    from openpyxl import Workbook  # here, because no page waits for it before somebody downloads
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.active)
    top, wrapped = Alignment(vertical="top"), Alignment(wrap_text=True, vertical="top")
    for name, frame in sheets.items():
        sheet = book.create_sheet(_SHEET_NAME.sub(" ", name)[:31] or "Data")
        sheet.freeze_panes = "A2"
        for number, row in enumerate(
            [list(frame.columns), *frame.itertuples(index=False, name=None)], start=1
        ):
            for position, value in enumerate(row, start=1):
                cell = sheet.cell(number, position)
                _write_cell(cell, value)
                cell.alignment = top
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for position, width in enumerate(_widths(frame), start=1):
            letter = sheet.cell(1, position).column_letter
            sheet.column_dimensions[letter].width = width
            if width == _WIDEST:
                for cell in sheet[letter]:
                    cell.alignment = wrapped
                    _make_room(sheet, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _make_room(sheet: Any, cell: Any) -> None:
    """A row as tall as its longest text: not every program measures it when it opens a file."""
    lines = sum(max(1, -(-len(line) // _PER_LINE)) for line in str(cell.value or "").split("\n"))
    row = sheet.row_dimensions[cell.row]
    if lines > 1:
        row.height = max(row.height or 0, min(lines, _MOST_LINES) * _LINE_PT)


def _write_cell(cell: Any, value: Any) -> None:
    if value is None or value is pd.NA or (isinstance(value, float | np.floating) and not np.isfinite(value)):
        return
    if isinstance(value, Shown):
        cell.value, cell.number_format = float(value.value), value.excel_format
        return
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool | int | float):
        cell.value = value
        return
    cell.value = _FORBIDDEN_IN_XLSX.sub("", str(value))[:_LONGEST_CELL]
    cell.data_type = "s"  # openpyxl takes a text with "=" for a formula
    cell.quotePrefix = defused(value) != value  # and a spreadsheet would, once somebody edits the cell


def _widths(frame: pd.DataFrame) -> list[int]:
    found = []
    for position, name in enumerate(frame.columns):
        cells = frame.iloc[:200, position].astype(str)
        longest = max([len(str(name)), *cells.str.len().fillna(0).astype(int)])
        found.append(int(np.clip(longest + 2, _NARROWEST, _WIDEST)))
    return found
