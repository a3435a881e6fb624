"""Cells as a page prints them, read back as numbers, so that a spreadsheet can reckon with what was shown and no more.

A cell is a number where nothing stands beside its digits, or a unit only: "83,90", "5,37%", "72,78 tahun", "Rp53.083". Where
words say more ("11,0 juta", "83,08 (2024)", "peringkat 14 dari 514") it stays the text it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from babel.numbers import NumberFormatError, parse_decimal

from views.i18n import translator

_CELL = re.compile(r"(?P<before>[^\d\s,.]{0,4}\s?)(?P<number>\d[\d.,]*)(?P<after>[^\d]{0,60})")
_SIGNS = {"": 1, "+": 1, "-": -1, "\N{MINUS SIGN}": -1}
# A word after the digits that makes another number of them.
_SCALES = frozenset(
    "ribu juta miliar triliun thousand million billion trillion rb jt k m t bn mn tn".split()  # noqa: SIM905
)
_NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Shown:
    """A printed number.

    Attributes
    ----------
    value
        With the digits that were printed.
    before, after
        What is printed beside it: a currency, a unit.
    grouped
        Whether thousands are set apart: a year is not.
    """

    value: Decimal
    before: str = ""
    after: str = ""
    grouped: bool = True

    def __str__(self) -> str:
        """About as wide as it is printed."""
        return (
            f"{self.before}{self.value:,}{self.after}"
            if self.grouped
            else f"{self.before}{self.value}{self.after}"
        )

    @property
    def excel_format(self) -> str:
        """Number format of a spreadsheet that prints it again."""
        digits = -int(self.value.as_tuple().exponent)
        number = ("#,##0" if self.grouped else "0") + ("." + "0" * digits if digits > 0 else "")
        return _quoted(self.before) + number + _quoted(self.after)


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def read_cell(text: str, lang: str) -> Shown | str:
    """A cell's number, or the text as it is.

    Parameters
    ----------
    text
        As printed.
    lang
        "id" or "en": where the decimals are.

    Examples
    --------
    >>> read_cell("1.234,50", "id").value, read_cell("1,234.50", "en").value
    (Decimal('1234.50'), Decimal('1234.50'))
    >>> read_cell("11,0 juta", "id")
    '11,0 juta'
    """
    plain = text.replace(_NBSP, " ").strip()
    found = _CELL.fullmatch(plain)
    if found is None:
        return text
    before, after = found["before"].strip(), found["after"].strip()
    sign, currency = _sign(before)
    if sign is None or _SCALES & {word.strip(".,()").lower() for word in after.split()} or "(" in after:
        return text
    try:
        value = parse_decimal(found["number"], locale=lang, strict=True)
    except NumberFormatError:
        return text
    # Babel drops the zeros at the end: as many digits as were printed belong to the figure.
    mark = "," if lang == "id" else "."
    digits = len(found["number"].rpartition(mark)[2]) if mark in found["number"] else 0
    group = "." if lang == "id" else ","
    value = value.quantize(Decimal(1).scaleb(-digits)) * sign
    gap = " " if found["after"].startswith(" ") else ""
    return Shown(
        value, currency, gap + after if after else "", grouped=group in found["number"] or value < 1000
    )


def _sign(before: str) -> tuple[int | None, str]:
    """Sign and currency of what stands before the digits; None for anything else."""
    for mark in sorted(_SIGNS, key=len, reverse=True):
        rest = before.removeprefix(mark).strip() if mark else before
        if before.startswith(mark) and (not rest or rest in ("Rp", "IDR")):
            return _SIGNS[mark], rest
    return None, ""


_RANGE = re.compile(r"(?P<low>\S*\d)\s?[–…]\s?(?P<high>\S*\d)(?P<unit>[^\d]*)")


def split_ranges(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Columns of ranges ("12–25", "65,90–76,56 tahun") as two each, for programs.

    Parameters
    ----------
    table
        As printed; the first column names the row.
    lang
        "id" or "en".

    Returns
    -------
    pandas.DataFrame
        The same rows; in place of a column whose cells are all ranges or numbers one of their lower and one of their upper
        ends, whose heads begin with the column's own. A cell with one number is both.
    """
    _ = translator(lang)
    low, high = _("lower end"), _("upper end")
    parts = [table.iloc[:, :1]]
    for name in table.columns[1:]:
        ends = [(None, None) if pd.isna(cell) else _ends(str(cell), lang) for cell in table[name]]
        if None in ends or not any(one[0] != one[1] for one in ends if one):
            parts.append(table[[name]])
            continue
        pairs = pd.DataFrame(ends, index=table.index, dtype=object)
        parts.append(pairs.set_axis([f"{name} ({low})", f"{name} ({high})"], axis=1))
    return pd.concat(parts, axis=1)


def _ends(text: str, lang: str) -> tuple[str, str] | None:
    """Both ends of a range, or of one number, as they are printed, and words for both; None for anything else with digits."""
    found = _RANGE.fullmatch(text)
    if found is None:
        plain = isinstance(read_cell(text, lang), Shown) or not re.search(r"\d", text)
        return (text, text) if plain else None
    ends = (found["low"] + found["unit"], found["high"] + found["unit"])
    return ends if all(isinstance(read_cell(end, lang), Shown) for end in ends) else None


def typed_table(table: pd.DataFrame, lang: str) -> list[list[Shown | str | None]]:
    """Rows of a table with their numbers; the first column names the row and stays text, a missing cell is None."""
    rows = []
    for cells in table.itertuples(index=False, name=None):
        first, *rest = (None if pd.isna(cell) else str(cell) for cell in cells)
        rows.append([first, *(None if cell is None else read_cell(cell, lang) for cell in rest)])
    return rows
