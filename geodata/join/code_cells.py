"""Codes of places as tables write them: 35.10, "3510", 3510.0, 35.1, "'3510", "35-10", "3.510".

A cell is read as digits and the way it was written; whose digits they are (Kemendagri's or BPS's) is for the whole column
to say, in `geodata.join.systems`.
"""

from __future__ import annotations

import re
from numbers import Integral, Real
from typing import NamedTuple

import numpy as np
import pandas as pd

from geodata.codes import Level

__all__ = ["CodeCell", "dotted", "level_of_digits", "read_code_cell", "read_codes", "text_of"]

_DOTS = re.compile(r"(\d{2})(?:[.\-/ ](\d{2})(?:[.\-/ ](\d{2})(?:[.\-/ ](\d{4}))?)?)?[.]?")
_LOST_ZERO = re.compile(r"(\d{2})[.,](\d)")
_COMMA = re.compile(r"(\d{2}),(\d{2})")
_WHOLE_FLOAT = re.compile(r"(\d+)[.,]0+")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_USUAL = re.compile(r"[0-9]{2}\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?")
_LEVELS: dict[int, Level] = {2: "province", 4: "regency", 6: "district", 7: "district", 10: "village"}


class CodeCell(NamedTuple):
    """A cell read as a code.

    Attributes
    ----------
    digits
        Its digits without dots; "" where it is no code.
    form
        "dots" (written with dots: Kemendagri's way), "lost_zero" ("35.1"), "digits", or "" for no code.
    """

    digits: str = ""
    form: str = ""


_NONE = CodeCell()


def text_of(cell: object) -> str:
    """Text of a cell: blank for missing values, whole floats without their ".0"."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return ""
    if isinstance(cell, float | np.floating):
        if np.isnan(cell):
            return ""
        return str(int(cell)) if np.isfinite(cell) and float(cell).is_integer() else repr(float(cell))
    return str(cell)


def read_code_cell(cell: object) -> CodeCell:
    """Read one cell as a code.

    Examples
    --------
    >>> read_code_cell("35.10"), read_code_cell(35.1).digits, read_code_cell(3510.0).digits
    (CodeCell(digits='3510', form='dots'), '3510', '3510')
    """
    if isinstance(cell, bool | np.bool_):
        return _NONE
    if isinstance(cell, Integral):
        return _digits(str(int(cell)))
    if isinstance(cell, Real):
        return _number(float(cell))
    return _text(text_of(cell))


def read_codes(cells: pd.Series) -> list[CodeCell]:
    """Read a column, each different cell once.

    A lost trailing zero ("35.1" for 35.10) is given back only where the whole column lost them: a column that shows
    "35.10" as well has another fault in "35.1".
    """
    known: dict[object, CodeCell] = {}
    found = []
    for cell in cells.tolist():
        if type(cell) is str and _USUAL.fullmatch(cell):
            found.append(CodeCell(cell.replace(".", ""), "dots"))
            continue
        kind = (type(cell), cell)
        code = known.get(kind)
        if code is None:
            code = known[kind] = read_code_cell(cell)
        found.append(code)
    kept_zero = any(code.form == "dots" and len(code.digits) == 4 and code.digits[3] == "0" for code in found)
    if kept_zero:
        return [_NONE if code.form == "lost_zero" else code for code in found]
    return found


def level_of_digits(digits: str) -> Level | None:
    """Level that a number of digits belongs to: 2, 4, 6 (Kemendagri) or 7 (BPS), 10."""
    return _LEVELS.get(len(digits))


def dotted(digits: str) -> str:
    """Kemendagri's way to write digits: "3174041001" is 31.74.04.1001; "" where the length is none of theirs."""
    if len(digits) not in {2, 4, 6, 10}:
        return ""
    parts = [digits[:2], digits[2:4], digits[4:6], digits[6:]]
    return ".".join(part for part in parts if part)


def _digits(digits: str) -> CodeCell:
    return CodeCell(digits, "digits") if len(digits) in _LEVELS and digits[0] != "0" else _NONE


def _number(number: float) -> CodeCell:
    if not np.isfinite(number) or number < 0:
        return _NONE
    if number.is_integer():
        return _digits(str(int(number)))
    text = repr(number)  # the shortest text of the float: 35.1, never 35.100000000000001
    lost = _LOST_ZERO.fullmatch(text)
    if lost:
        return CodeCell(f"{lost[1]}{lost[2]}0", "lost_zero")
    return CodeCell(text.replace(".", ""), "dots") if re.fullmatch(r"\d{2}\.\d{2}", text) else _NONE


def _text(text: str) -> CodeCell:
    text = text.strip("'`’‘\"[]() \u200b\ufeff")
    if not text.isascii() or not text[:1].isdigit():
        return _NONE
    if text.isdigit():
        return _digits(text)
    with_dots = _DOTS.fullmatch(text) or _COMMA.fullmatch(text)
    if with_dots:
        return CodeCell("".join(part for part in with_dots.groups() if part), "dots")
    lost = _LOST_ZERO.fullmatch(text)
    if lost and lost[2] != "0":
        return CodeCell(f"{lost[1]}{lost[2]}0", "lost_zero")
    if _GROUPED.fullmatch(text):
        return _digits(re.sub(r"[.,]", "", text))
    whole = _WHOLE_FLOAT.fullmatch(text)
    return _digits(whole[1]) if whole else _NONE
