"""Columns and tables of one indicator: the unit stands in a heading once, the cells are bare numbers."""

from __future__ import annotations

import math
import re
from typing import Any

from analytics.rounding import rounded_decimal
from views.formatting import (
    CURRENCY_WORDS,
    MINUS,
    Absence,
    Row,
    difference_text,
    is_missing,
    number,
    unit_text,
    value_text,
)
from views.i18n import pick, translator

# From here on money is told in the unit of the store (miliar rupiah): thirteen digits are no column to read.
_MILLION = 1e6
_LETTERS = re.compile(r"[A-Z]{2,6}")
# A unit of more words ("orang per km²") is too heavy to be said in every cell.
_LIGHT_WORDS = 2


def column_unit(row: Row, lang: str) -> str:
    """Unit of `bare_text` as a heading says it; "" where there is none. Money is in whole rupiah, never in thousands."""
    unit = unit_text(row, lang)
    if not _in_rupiah(row):
        return unit
    _ = translator(lang)
    rest = CURRENCY_WORDS.sub("", unit)
    return _("rupiah") + (rest if rest.startswith(",") or not rest else f" {rest}")


def column_heading(row: Row, lang: str, *notes: str, short: bool = True) -> str:
    """Name with unit and further notes in brackets: "Penduduk (jiwa, 2024)"."""
    said = ", ".join(note for note in (column_unit(row, lang), *notes) if note)
    name = pick(row, "short" if short else "name", lang)
    return f"{name} ({said})" if said else name


def spelled_name(row: Row, lang: str) -> str:
    """Short name, or the full one where the short one is nothing but letters ("SPI")."""
    short = pick(row, "short", lang)
    return pick(row, "name", lang) if _LETTERS.fullmatch(short) else short


def row_heading(row: Row, lang: str, *notes: str) -> str:
    """As `column_heading` for the first cell of a row, where a name has room: "Survei Penilaian Integritas (SPI; indeks, 2022)"."""
    said = ", ".join(note for note in (column_unit(row, lang), *notes) if note)
    name = spelled_name(row, lang)
    if not said:
        return name
    return f"{name[:-1]}; {said})" if name.endswith(")") else f"{name} ({said})"


def bare_text(value: Any, row: Row, lang: str) -> str:
    """Number of a cell, with the digits that `views.formatting.value_text` prints and without its unit."""
    if is_missing(value):
        return Absence.NO_DATA.text(lang)
    decimals = int(row["decimals"])
    if not _in_rupiah(row):
        return number(value, decimals, lang)
    scale = float(row["scale"] or 1)
    # Digits the store does not have are not printed: a value in thousands has no single rupiah.
    digits = decimals - round(math.log10(scale))
    return number(float(rounded_decimal(float(value) * scale, digits)), max(digits, 0), lang)


def is_heavy(row: Row, lang: str) -> bool:
    """Whether a unit is so long that a table says it once, in its caption, and not in every cell."""
    return str(row["unit_kind"]) not in ("index", "rank") and len(unit_text(row, lang).split()) > _LIGHT_WORDS


def cell_text(value: Any, row: Row, lang: str) -> str:
    """A value in a table whose caption names a heavy unit; a light one stands behind the number."""
    return bare_text(value, row, lang) if is_heavy(row, lang) else value_text(value, row, lang)


def cell_difference(value: Any, row: Row, lang: str) -> str:
    """A signed difference in such a table."""
    if not is_heavy(row, lang) or is_missing(value):
        return difference_text(value, row, lang)
    text = bare_text(abs(float(value)), row, lang)
    zero = not rounded_decimal(float(value), int(row["decimals"]))
    return text if zero else (MINUS if float(value) < 0 else "+") + text


def _in_rupiah(row: Row) -> bool:
    return str(row["unit_kind"]) == "currency" and float(row["scale"] or 1) < _MILLION
