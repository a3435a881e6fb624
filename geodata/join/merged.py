"""Columns of places above that are filled on the first row of each block only, as merged cells come out of a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from geodata.codes import Level
from geodata.join.keys import ParentColumn
from geodata.join.lookup import AllNames
from geodata.join.parents import Parents
from geodata.join.totals import is_total_word

__all__ = ["filled_down"]

_BLOCKS = 2
_BLANKS = 3
_FITTING = 0.9


def filled_down(
    cells: Sequence[str], texts: Sequence[str], column: ParentColumn, names: AllNames, level: Level
) -> list[str] | None:
    """Fill a parent column downwards, where it clearly is a merged one.

    It is where it begins with a value, every value is a known place and stands once, and at least nine in ten names below a
    value are names of places in there: blanks that only mean "unknown" do not fit like that.

    Parameters
    ----------
    cells, texts
        The parent cells and the names of all rows.
    column
        Which column it is.
    names, level
        Reader of names, and the level of the rows.

    Returns
    -------
    list of str or None
        The cells filled; None where they are not merged.
    """
    if not cells or not cells[0] or cells.count("") < _BLANKS:
        return None
    parents = Parents((column,), names)
    values = [cell for cell in cells if cell and not is_total_word(cell)]
    if len(values) < _BLOCKS or len(set(values)) < len(values):
        return None
    if not all(parents.above((value,)).allowed for value in values):
        return None
    filled, current = [], ""
    for cell, text in zip(cells, texts, strict=True):
        current = "" if is_total_word(cell) else cell or current
        filled.append(cell or ("" if not text or is_total_word(text) else current))
    return filled if _fits(cells, filled, texts, parents, names, level) else None


def _fits(
    cells: Sequence[str], filled: Sequence[str], texts: Sequence[str], parents: Parents, names: AllNames, level: Level
) -> bool:  # fmt: skip
    """Whether the names below each value are names of places in there."""
    reader = names.at(level)
    reader.prepare(texts)
    known = [
        any(map(parents.above((value,)).holds, codes))
        for cell, value, text in zip(cells, filled, texts, strict=True)
        if not cell and value and (codes := reader.hit(text).all_codes)
    ]
    return len(known) >= _BLANKS and sum(known) >= _FITTING * len(known)
