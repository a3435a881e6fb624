"""What the columns of a table are, and whether it is wide or long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import pandas as pd

from geodata.numerals import read_numbers
from geodata.shaping.grid import kind_of
from geodata.shaping.labels import parse_label
from geodata.shaping.units import split_unit

__all__ = ["describe_columns", "layout_of"]

SAMPLED = 150
_YEAR_NAMES = frozenset("tahun year thn th periode period tahun/year".split())  # noqa: SIM905
_INDICATOR_NAMES = frozenset(
    {"indikator", "indicator", "variabel", "variable", "uraian", "nama indikator", "nama_indikator"}
)
_UNIT_NAMES = frozenset({"satuan", "unit", "units"})
_TABLE_NUMBER = re.compile(r"(?:tabel|table|lampiran)\b[\s.:]*[0-9]*(?:[.][0-9]+)*[\s.:]*", re.IGNORECASE)
_PERIOD = re.compile(
    r"[\s,:–-]*(?:tahun|year)?\s*(?:19|20)[0-9]{2}(?:\s*[–-]\s*(?:19|20)[0-9]{2})?\s*$", re.IGNORECASE
)


def describe_columns(table: pd.DataFrame, titles: Sequence[str], units: frozenset[str]) -> pd.DataFrame:
    """One row a column: `column, label, unit, year, group, period, role`."""
    parsed = [parse_label(name, units) for name in table.columns]
    title, title_unit = _title_label(titles, units)
    roles = [_role(name, table.iloc[:, j]) for j, name in enumerate(table.columns)]
    return pd.DataFrame(
        {
            "column": pd.Series(list(table.columns), dtype="str"),
            # A column that is only named by its year says in the title what it holds.
            "label": pd.Series([label.label or title for label in parsed], dtype="str"),
            "unit": pd.Series(
                [label.unit or ("" if label.label else title_unit) for label in parsed], dtype="str"
            ),
            "year": pd.Series([label.year for label in parsed], dtype="Int64"),
            "group": pd.Series([label.group for label in parsed], dtype="str"),
            "period": pd.Series([label.period for label in parsed], dtype="str"),
            "role": pd.Series(roles, dtype="str"),
        }
    )


def layout_of(columns: pd.DataFrame) -> Literal["wide_years", "wide", "long"]:
    """Whether years are columns, indicators are columns, or both stand in rows."""
    roles = columns["role"]
    if (roles == "year").any() or ((roles == "indicator").any() and (roles == "number").sum() >= 1):
        return "long"
    numbers = columns[(roles == "number") & columns["year"].notna()]
    years = numbers.groupby(["label", "unit", "period"])["year"].nunique()
    return "wide_years" if (years > 1).any() else "wide"


def _title_label(titles: Sequence[str], units: frozenset[str]) -> tuple[str, str]:
    lines = [_TABLE_NUMBER.sub("", title, count=1).strip() for title in titles]
    text, unit = split_unit(next((line for line in lines if line), ""), units)
    return _PERIOD.sub("", text).strip(" ,;:"), unit


def _role(name: str, column: pd.Series) -> str:
    step = max(1, len(column) // SAMPLED)
    sample = column.iloc[::step].dropna()
    plain = name.lower().strip()
    if plain in _YEAR_NAMES and all(kind_of(cell) in {"year", ""} for cell in sample):
        return "year"
    if plain in _INDICATOR_NAMES:
        return "indicator"
    if plain in _UNIT_NAMES and not read_numbers(sample).numeric:
        return "unit"
    return "number" if read_numbers(sample).numeric else "text"
