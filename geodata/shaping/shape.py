"""From a sheet as people write it to one table with one header; nothing is lost, every line is accounted for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from geodata.shaping.footers import begins_note, is_continuation, is_footer, is_remark
from geodata.shaping.grid import Grid, Line, cell_text
from geodata.shaping.headers import Header, find_header, header_at, unnumbered
from geodata.shaping.labels import SEPARATOR
from geodata.shaping.layout import describe_columns, layout_of
from geodata.shaping.units import tidy_unit

__all__ = ["Layout", "Shaped", "shape_table"]

Layout: TypeAlias = Literal["wide_years", "wide", "long"]


@dataclass(frozen=True)
class Shaped:
    """A sheet brought into shape.

    Parameters
    ----------
    table
        The rows of the body with the labels that they had in the sheet; columns have unique names, levels joined " · ".
    columns
        One row a column: `column, label, unit, year, group, period, role`; role is "year", "indicator",
        "unit", "number" or "text".
    header_rows
        Labels of the rows that were the header.
    set_aside
        `row, kind, text`: rows that are not in the body, in their order. `row` is None where the line stood in the column
        labels; `kind` is "title", "header", "units", "numbering", "blank" or "footer".
    layout
        "wide_years" (columns that differ only by year), "wide" (a column an indicator) or "long" (a column holds the
        years, or the names of the indicators).
    """

    table: pd.DataFrame
    columns: pd.DataFrame
    header_rows: list[object]
    set_aside: pd.DataFrame
    layout: Layout


def shape_table(
    cells: pd.DataFrame, *, header: int | tuple[int, ...] | None = None, units: Collection[str] = ()
) -> Shaped:
    """Find header, units, titles and footers of a sheet and give its body.

    Parameters
    ----------
    cells
        A sheet as read (columns 0, 1, 2 …, the header inside), or a frame whose header may be wrong.
    header
        Positions, counted from 0, of the rows that are the header, where a person has decided; `()` for none.
    units
        Further words that are units.

    Returns
    -------
    Shaped
        See there. A table that is in shape comes back as it is.

    Raises
    ------
    AtlasError
        If `header` names a row that is not there.
    """
    grid = Grid(cells)
    found = find_header(grid) if header is None else header_at(grid, header)
    set_aside = found.set_aside | _aside_in_body(grid, found)
    body = np.array([at for at in range(found.body, grid.height) if at not in set_aside], dtype=int)
    names = _names(grid, found)
    keep = [j for j, name in enumerate(names) if name or (len(body) and grid.filled[body, j].any())]
    unique = _unique([names[j] or _letters(j) for j in keep])
    table = cells.iloc[body, keep] if len(body) < grid.height else cells.iloc[:, keep]
    table = table.set_axis(pd.Index(unique, dtype="str"), axis=1)
    titles = [grid.line(at).text for at, kind in sorted(found.set_aside.items()) if kind == "title"]
    columns = describe_columns(table, titles, frozenset(unit.lower() for unit in units))
    return Shaped(
        table=table,
        columns=columns,
        header_rows=[cells.index[at] for at in found.header if at >= 0],
        set_aside=_set_aside_frame(grid, set_aside),
        layout=layout_of(columns),
    )


def _aside_in_body(grid: Grid, found: Header) -> dict[int, str]:
    """Rows of the body that are none: blank ones, footers, titles and headers repeated on a new page."""
    aside = {int(at): "blank" for at in np.flatnonzero(grid.counts[found.body :] == 0) + found.body}
    for at in _note_like(grid, found.body) if grid.width > 1 else []:
        line = grid.line(at)
        if is_footer(line):
            aside[at] = "footer"
        elif is_continuation(line):
            aside[at] = "title"
    return aside | _repeated(grid, found) | _below_last_row(grid, found.body, aside)


def _note_like(grid: Grid, body: int) -> list[int]:
    """Rows whose first cell begins as a note or a title does."""
    rows = np.flatnonzero(grid.counts > 0)
    rows = rows[rows >= body]
    first = grid.filled[rows].argmax(axis=1)
    found = []
    for j in np.unique(first):
        cells = grid.cells.iloc[rows[first == j], j].tolist()
        texts = {
            cell for cell in cells if isinstance(cell, str)
        }  # provinces and districts stand there again and again
        notes = {text for text in texts if begins_note(text)}
        if notes:
            found += rows[first == j][[isinstance(cell, str) and cell in notes for cell in cells]].tolist()
    return found


def _below_last_row(grid: Grid, body: int, aside: dict[int, str]) -> dict[int, str]:
    """Lines of text below the last row, from the first note on."""
    first = None
    for at in range(grid.height - 1, body - 1, -1):
        line = grid.line(at)
        if at not in aside and (
            len(line.filled) > 1 or line.kinds[line.filled[0]] != "text" or grid.width == 1
        ):
            break
        if aside.get(at) == "footer" or is_remark(line):
            first = at
    rest = range(first, grid.height) if first is not None else []
    return {at: "footer" for at in rest if at not in aside}


def _repeated(grid: Grid, found: Header) -> dict[int, str]:
    """Lines that stand above the body and again inside it."""
    again: dict[int, str] = {}
    for at, kind in found.set_aside.items():
        if kind not in {"header", "numbering", "units"} or at < 0:
            continue
        above = grid.line(at)
        if len(above.filled) < 2:
            continue
        rows = np.flatnonzero(grid.counts[found.body :] == len(above.filled)) + found.body
        for j in above.filled:
            column = grid.cells.iloc[rows, j]
            rows = rows[[cell_text(cell) == above.texts[j] for cell in column]]
            if not len(rows):
                break
        again |= {int(row): kind for row in rows}
    return again


def _names(grid: Grid, found: Header) -> list[str]:
    """Name of each column: the levels of the header joined, merged cells filled to the right; "" where there is none."""
    lines = [grid.line(at) for at in found.header]
    # pandas numbers labels that occur twice ("Penduduk.1"); above a further level they were the same.
    levels = [
        unnumbered(line.texts) if line.at < 0 and line is not lines[-1] else list(line.texts)
        for line in lines
    ]
    below = [""] * grid.width
    for k in range(len(levels) - 2, -1, -1):
        below = [low or lower for low, lower in zip(levels[k + 1], below, strict=True)]
        _fill_right(levels[k], below)
    names = []
    for j in range(grid.width):
        parts = [level[j] for level in levels if level[j]]
        names.append(SEPARATOR.join(part for k, part in enumerate(parts) if k == 0 or part != parts[k - 1]))
    if found.units is not None:
        names = [
            _with_unit(name, unit) for name, unit in zip(names, grid.line(found.units).texts, strict=True)
        ]
    return names


def _fill_right(upper: list[str], below: list[str]) -> None:
    """Give a merged cell's text to the columns it was merged over: those with a name below and none of their own."""
    current = ""
    for j, text in enumerate(upper):
        if text:
            current = text if below[j] else ""
        elif below[j]:
            upper[j] = current
        else:
            current = ""


def _with_unit(name: str, unit: str) -> str:
    tidied = tidy_unit(unit)
    return name if not unit or not name or tidied.lower() in name.lower() else f"{name} ({tidied})"


def _letters(j: int) -> str:
    """Name of a column in a spreadsheet: 0 -> A, 25 -> Z, 26 -> AA."""
    return (_letters(j // 26 - 1) if j >= 26 else "") + chr(ord("A") + j % 26)


def _unique(names: list[str]) -> list[str]:
    """Names with a number behind those that came before."""
    taken = set(names)
    seen: set[str] = set()
    result = []
    for name in names:
        candidate, k = name, 2
        while candidate in seen or (candidate != name and candidate in taken):
            candidate, k = f"{name} ({k})", k + 1
        seen.add(candidate)
        result.append(candidate)
    return result


def _set_aside_frame(grid: Grid, set_aside: dict[int, str]) -> pd.DataFrame:
    lines: list[tuple[Line, str]] = [(grid.line(at), kind) for at, kind in sorted(set_aside.items())]
    return pd.DataFrame(
        {
            "row": pd.Series(
                [grid.cells.index[line.at] if line.at >= 0 else None for line, _ in lines], dtype=object
            ),
            "kind": pd.Series([kind for _, kind in lines], dtype="str"),
            "text": pd.Series([line.text for line, _ in lines], dtype="str"),
        }
    )
