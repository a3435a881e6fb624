"""The columns of a table that are not keys: figures as numbers, years as whole numbers, texts as they are."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.join.code_cells import text_of
from geodata.join.errors import JoinError
from geodata.join.headers import read_header
from geodata.numerals import Reading, read_numbers

__all__ = ["Figures", "dimension_columns", "number_text", "read_figures", "sortable"]

_DIMENSION_WORDS = frozenset({
    "sex", "gender", "kelamin", "umur", "age", "bulan", "month", "semester", "triwulan", "kuartal", "quarter",
    "periode", "period", "kategori", "category", "komponen", "component", "jenis", "tingkat", "klasifikasi",
    "kelompok", "group", "indikator", "indicator", "variabel", "variable", "uraian", "tahun", "year",
})  # fmt: skip
_NUMBERING = frozenset({"no", "nomor", "no urut", "nr", "#"})
_YEARS = range(1900, 2101)
_FEW_VALUES = 60


@dataclass(frozen=True)
class Figures:
    """Columns read.

    Attributes
    ----------
    columns
        Columns for the joined table, as numbers where they are numbers; same index as the table.
    numbers
        The columns of figures alone, float64.
    readings
        How every column of figures was read.
    questions
        Columns whose numbers can be read in two ways; they are not read.
    """

    columns: pd.DataFrame
    numbers: dict[str, pd.Series] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    questions: tuple[str, ...] = ()


def read_figures(table: pd.DataFrame, roles: Mapping[str, str], styles: Mapping[str, str]) -> Figures:
    """Read every column that is no key.

    Parameters
    ----------
    table
        The columns to read.
    roles
        Role by column, as the shaping of the table found it.
    styles
        Column -> "comma" or "point" where a person has decided.

    Raises
    ------
    JoinError
        If a style is of a column that is not there.
    """
    strange = [column for column in styles if column not in table.columns]
    if strange:
        there = ", ".join(map(repr, table.columns)) or "none"
        faults = [f"`styles` names {column!r}" for column in strange]
        raise JoinError(
            f"A style must be of a column of figures; the columns that are no keys are: {there}.", faults
        )
    read: dict[str, pd.Series] = {}
    readings, numbers, questions = {}, {}, []
    for column in table.columns:
        cells = table[column]
        if roles.get(column) == "year":
            read[column] = _years(cells)
            continue
        if _is_no_figure(column, roles.get(column, "")):
            read[column] = cells
            continue
        reading = read_numbers(cells, style=styles.get(column))
        if not reading.numeric:
            read[column] = cells
            continue
        readings[column] = reading
        if reading.style == "ambiguous":
            questions.append(column)
            read[column] = cells
        else:
            numbers[column] = read[column] = reading.values
    return Figures(pd.DataFrame(read, index=table.index), numbers, readings, tuple(questions))


def _is_no_figure(column: str, role: str) -> bool:
    """Whether a column is none of figures, even where its cells are numbers."""
    return (
        read_header(column).code
        or column.strip(" .").lower() in _NUMBERING
        or (_is_dimension(column, role) and role in {"number", "indicator"})
    )


def _is_dimension(column: str, role: str) -> bool:
    """Whether a column's name says that it tells rows of one place apart; one of numbers must say nothing else ("Bulan")."""
    words = set(column.lower().replace("_", " ").split())
    if role == "number":
        return bool(words) and words <= _DIMENSION_WORDS
    return role in {"year", "indicator"} or bool(words & _DIMENSION_WORDS)


def _years(cells: pd.Series) -> pd.Series:
    """Whole numbers where every cell is a year, else the cells as they are."""
    numbers = pd.to_numeric(cells, errors="coerce")
    if numbers.isna().any() or not numbers.isin(_YEARS).all():
        return cells
    return numbers.astype("int64")


def dimension_columns(
    table: pd.DataFrame, roles: Mapping[str, str], keys: Collection[str], rows: Sequence[Hashable]
) -> list[str]:
    """Columns that tell several rows of one place apart: years, indicators, sexes, months.

    Parameters
    ----------
    table, roles
        The table and the roles of its columns.
    keys
        Columns that are keys.
    rows
        What each row's place is called; a text column that tells apart nearly all rows with one name counts as well.
    """
    free = [column for column in table.columns if column not in keys]
    found = [column for column in free if _is_dimension(column, roles.get(column, ""))]
    texts = [column for column in free if column not in found and roles.get(column) != "number"]
    if found or not texts or len(table) <= 1.5 * len(set(rows)):
        return found
    for column in sorted(texts):  # the order of the columns shall change nothing
        cells = table[column].astype("str").tolist()
        if len(set(cells)) <= _FEW_VALUES and len(set(zip(rows, cells, strict=True))) >= 0.95 * len(table):
            return [column]
    return found


def sortable(cells: pd.Series) -> npt.NDArray[Any]:
    """Numbers as they are, and anything else as text, so that mixed cells can be sorted."""
    if pd.api.types.is_numeric_dtype(cells.dtype):
        return cells.to_numpy(dtype="float64", na_value=np.nan)
    return np.array([text_of(cell) for cell in cells.tolist()], dtype=object)


def number_text(value: float, lang: str) -> str:
    """A number as people write it: 1.234,5 in Indonesian, 1,234.5 in English.

    Examples
    --------
    >>> number_text(1234.5, "id"), number_text(1234.0, "en")
    ('1.234,5', '1,234')
    """
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if lang == "id" else text
