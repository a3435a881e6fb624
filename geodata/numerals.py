"""Numbers as people write them: "1.234,5", "1,234.5", "Rp 1.234", "5,37%", "(12)", "1.234*", "…".

A single cell often cannot be read ("1.234" is one thousand or one and a bit); a column mostly can, because one cell that
allows only one reading speaks for all. Where no cell does, nothing is guessed: the caller gets both readings to ask with.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from geodata.errors import AtlasError
from geodata.numeral_forms import BLANK, GROUPING, SCALES, TEXT, Form, keys_of, parse_form

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Reading", "Style", "read_numbers"]

Style: TypeAlias = Literal["plain", "comma", "point", "ambiguous"]

NUMERIC_SHARE = 0.8
# Among cells that prove a style, this share may prove the other one before the column counts as mixed.
TOLERATED = 0.1
_TO_FLOAT = {
    "comma": str.maketrans({",": ".", ".": None} | dict.fromkeys(GROUPING)),
    "point": str.maketrans({",": None} | dict.fromkeys(GROUPING)),
}
# Keys of cells that are no texts; no text has such a key with a digit in it, and without one it is a text anyway.
_OBJECTS = {"<number>": Form("", comma=True, point=True), "<blank>": BLANK, "<text>": TEXT}
_Cell: TypeAlias = "str | float"


@dataclass(frozen=True)
class Reading:
    """What a column of cells says as numbers.

    Parameters
    ----------
    values
        float64, same index as the cells; NaN where there is no number. The float nearest to the decimal text.
    style
        "plain" (nothing had to be decided), "comma" (decimal comma, "1.234,5"), "point" (decimal point, "1,234.5") or
        "ambiguous" (both are possible; `values` are all NaN).
    marks
        Same index: "" a number, "note" a number with `*`, a footnote or the like, "no_data" ("-", "…", "n.a."),
        "blank", "text" (no number).
    unit
        "%", "Rp", "US$", "jiwa" … where the cells name one, else "".
    numeric
        Whether this is a column of numbers: at least 80 % of the cells that are not blank are numbers or marks for
        no data, and at least one is a number.
    both
        For an ambiguous column, "comma" and "point" -> (an example cell, its value in that reading); else empty.
    contradictions
        Cells (by label) that are a number, but not in this style or not in this unit; their mark is "text".
    """

    values: pd.Series
    style: Style
    marks: pd.Series
    unit: str = ""
    numeric: bool = False
    both: dict[str, tuple[str, float]] = field(default_factory=dict)
    contradictions: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))


def read_numbers(cells: pd.Series, *, style: str | None = None) -> Reading:
    """Read a column of cells as numbers.

    Parameters
    ----------
    cells
        Anything: texts, numbers, dates, blanks. Real numbers pass as they are; booleans and dates are no numbers.
    style
        "comma" or "point" where a person has decided; by default the column decides.

    Returns
    -------
    Reading
        See there. Nothing is guessed: a column in which "1.234" could be two numbers is "ambiguous" and unread.

    Raises
    ------
    AtlasError
        If `style` is neither.

    Examples
    --------
    >>> read_numbers(pd.Series(["1.234,5", "2.000"])).values.tolist()
    [1234.5, 2000.0]
    >>> read_numbers(pd.Series(["1.234", "2.000"])).both
    {'comma': ('1.234', 1234.0), 'point': ('1.234', 1.234)}
    """
    if style not in {None, "comma", "point"}:
        raise AtlasError(f'`style` must be "comma", "point" or None (let the column decide); got {style!r}.')
    if pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype):
        return _typed(cells)
    if cells.dtype == object and set(map(type, cells.tolist())) <= {int, float}:
        # A spreadsheet's numbers; integers beyond all floats take the slow way.
        try:
            return _typed(cells.astype("float64"))
        except OverflowError:
            pass
    return _read_cells(cells, style)


def _typed(cells: pd.Series) -> Reading:
    """Reading of a column that holds numbers already."""
    if pd.api.types.is_complex_dtype(cells.dtype):
        return _read_cells(cells.astype(str), None)
    values = cells.to_numpy(dtype="float64", na_value=np.nan).copy()
    marks = np.where(np.isnan(values), "blank", np.where(np.isinf(values), "text", "")).astype(object)
    values[np.isinf(values)] = np.nan
    return _reading(values, marks, cells.index)


def _read_cells(cells: pd.Series, style: str | None) -> Reading:
    """Reading of a column of texts, or of anything."""
    column = _Column.of(cells.tolist())
    chosen = column.style(style)
    unit, wrong_units = column.unit()
    marks = column.marks()
    if chosen == "ambiguous":
        return _reading(
            np.full(len(marks), np.nan), marks, cells.index, chosen, unit=unit, both=column.both()
        )
    values, against = column.numbers("comma" if chosen == "comma" else "point", wrong_units)
    marks[against] = "text"
    return _reading(values, marks, cells.index, chosen, unit=unit, contradictions=cells[against])


@dataclass(frozen=True)
class _Column:
    """The cells of a column as texts (or as the numbers they are), and which of its forms each cell has."""

    cells: list[_Cell]
    forms: list[Form]
    codes: npt.NDArray[np.intp]

    @classmethod
    def of(cls, cells: list[Any]) -> _Column:
        """Take a column apart."""
        at = [i for i, cell in enumerate(cells) if isinstance(cell, str)]
        texts, keys = keys_of([cells[i] for i in at])
        if len(at) < len(cells):
            found = [_object(cell) if not isinstance(cell, str) else (math.nan, "") for cell in cells]
            mixed: list[_Cell] = [number for number, _ in found]
            mixed_keys = [key for _, key in found]
            for i, text, key in zip(at, texts, keys, strict=True):
                mixed[i], mixed_keys[i] = text, key
            return cls._of_keys(mixed, mixed_keys)
        return cls._of_keys(list(texts), keys)

    @classmethod
    def _of_keys(cls, cells: list[_Cell], keys: list[str]) -> _Column:
        codes, unique = pd.factorize(np.array(keys, dtype=object))
        return cls(cells, [_OBJECTS.get(key) or parse_form(key) for key in unique], codes)

    def per_cell(self, per_form: Sequence[Any], dtype: Any = object) -> npt.NDArray[Any]:
        """A value of each form, laid out over the cells."""
        return np.array([*per_form, None], dtype=object)[:-1][self.codes].astype(dtype)

    def marks(self) -> npt.NDArray[np.object_]:
        """Mark of each cell, as its form says."""
        return self.per_cell([form.mark for form in self.forms])

    def style(self, asked: str | None) -> Style:
        """How the column is to be read: as asked, as its cells prove, or not at all."""
        counts = np.bincount(self.codes, minlength=len(self.forms))
        separated = [(form, n) for form, n in zip(self.forms, counts.tolist(), strict=True) if form.separated]
        if not separated:
            return "plain"
        if asked is not None:
            return "comma" if asked == "comma" else "point"
        comma = sum(n for form, n in separated if not form.point)
        point = sum(n for form, n in separated if not form.comma)
        if comma == point or min(comma, point) > TOLERATED * max(comma, point):
            return "ambiguous"
        return "comma" if comma > point else "point"

    def unit(self) -> tuple[str, set[str]]:
        """Unit of the column, and the units whose cells do not belong to it."""
        counts: Counter[str] = Counter()
        for form, n in zip(self.forms, np.bincount(self.codes, minlength=len(self.forms)), strict=True):
            if form.mark in {"", "note"}:
                counts[form.unit] += int(n)
        # The same unit whatever the order of the rows, also where two are equally frequent.
        named = sorted((unit for unit in counts if unit), key=lambda unit: (-counts[unit], unit))
        if not named:
            return "", set()
        # "1,2 juta" beside a bare "5" may be five or five million; "5%" beside "5" is the same thing.
        return named[0], set(named[1:]) | ({""} if named[0] in SCALES else set())

    def numbers(
        self, style: Literal["comma", "point"], wrong_units: set[str]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        """Value of each cell (NaN where none), and which cells are a number but not in this style or unit."""
        is_number = [form.mark in {"", "note"} for form in self.forms]
        fits = [
            (form.comma if style == "comma" else form.point) and form.unit not in wrong_units
            for form in self.forms
        ]
        values = np.full(len(self.cells), np.nan)
        against = self.per_cell(is_number, bool)
        for i in np.flatnonzero(
            self.per_cell([a and b for a, b in zip(is_number, fits, strict=True)], bool)
        ).tolist():
            values[i] = self.number(i, style)
        values[np.isinf(values)] = np.nan
        return values, against & np.isnan(values)

    def number(self, i: int, style: Literal["comma", "point"]) -> float:
        """Value of one cell whose form is a number in this style."""
        cell, form = self.cells[i], self.forms[self.codes[i]]
        if isinstance(cell, float):
            return cell
        number = float(cell[form.start : form.stop].translate(_TO_FLOAT[style]))
        return -number if form.negative else number

    def both(self) -> dict[str, tuple[str, float]]:
        """One example for each reading of a column that nothing decides."""
        # A cell that is a number in both readings shows best what the question is about; the same one in any order of rows.
        undecided = self.per_cell([form.undecided for form in self.forms], bool)
        found = {}
        for style in ("comma", "point"):
            fits = self.per_cell(
                [form.separated and (form.comma if style == "comma" else form.point) for form in self.forms],
                bool,
            )
            best = fits & undecided if (fits & undecided).any() else fits
            i = min(np.flatnonzero(best).tolist(), key=lambda k: str(self.cells[k]))
            found[style] = (str(self.cells[i]), self.number(i, style))
        return found


def _object(cell: object) -> tuple[float, str]:
    """A cell that is no text: its number, and the key of a form that says what it is."""
    if isinstance(cell, bool | np.bool_) or not isinstance(cell, Real | Decimal):
        return math.nan, "<blank>" if cell is None or cell is pd.NaT or cell is pd.NA else "<text>"
    try:
        number = float(cell)
    except (OverflowError, ValueError):
        return math.nan, "<text>"
    if math.isfinite(number):
        return number, "<number>"
    return math.nan, "<blank>" if math.isnan(number) else "<text>"


def _reading(
    values: npt.NDArray[np.float64],
    marks: npt.NDArray[np.object_],
    index: pd.Index,
    style: Style = "plain",
    **known: Any,
) -> Reading:
    counts = Counter(marks.tolist())
    filled = len(marks) - counts["blank"]
    numeric = counts[""] + counts["note"] > 0 and filled - counts["text"] >= NUMERIC_SHARE * filled
    return Reading(
        pd.Series(values, index=index),
        style,
        pd.Series(marks, index=index, dtype=object),
        numeric=numeric,
        **known,
    )
