"""Rows that are no place of their own: totals, averages, heads of sections, and notes below the table."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from geodata.join.names import clean

__all__ = ["is_note", "is_total_word", "sums_of_others"]

_LEADING = r"grand total|sub[ -]?total|sub[ -]?jumlah|jumlah|total|rata[ -]?rata|rerata|average|mean|indonesia|nasional|national"
_TOTAL = re.compile(rf"^(?:{_LEADING}|keseluruhan|semua|seluruh|luar jawa|jawa\s*\+)\b")
_HEADS = re.compile(
    r"^(?:kabupaten|kota|kab|regency|regencies|city|cities|municipality|kabupaten\s*/\s*regency|kota\s*/\s*(?:city|municipality)"
    r"|kabupaten\s*/\s*kota|kab\.?\s*/\s*kota|regency\s*/\s*municipality|provinsi|kecamatan|kelurahan|desa|wilayah)\s*[:.]?$"
)
_NOTE = re.compile(r"^(?:sumber|catatan|source|notes?|keterangan|ket|footnote)\b\s*(?:/\s*\w+\s*)?[:.]")


def is_total_word(text: str) -> bool:
    """Whether a cell is a word for a total or the head of a section, as "Jumlah", "INDONESIA" or "Kota" alone.

    Examples
    --------
    >>> is_total_word("JUMLAH / Total"), is_total_word("Kabupaten/Regency"), is_total_word("Jumantoro")
    (True, True, False)
    """
    found = clean(text).strip(" .:-")
    return bool(_TOTAL.match(found) or _HEADS.match(found))


def is_note(text: str) -> bool:
    """Whether a cell begins a note: "Sumber: BPS"."""
    return bool(_NOTE.match(clean(text)))


def sums_of_others(values: npt.NDArray[np.float64], row: int, others: npt.NDArray[np.bool_]) -> bool:
    """Whether a row is the sum of the others in some column, as a total is and a place is not.

    Parameters
    ----------
    values
        One column a figure, NaN where there is none.
    row
        Position of the row.
    others
        Which rows may have been added up.
    """
    keep = others.copy()
    keep[row] = False
    for column in values.T:
        rest = column[keep & ~np.isnan(column)]
        if len(rest) < 3 or np.isnan(column[row]) or rest.min() < 0:
            continue
        total = rest.sum()
        if column[row] > rest.max() and abs(column[row] - total) <= 0.005 * total:
            return True
    return False
