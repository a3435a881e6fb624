"""The forms in which people write a number into a cell, and what each form says.

A form is a cell with every digit written as `0`: "1.234,5" and "9.876,0" have the form `0.000,0`. A column of many
thousand cells has a handful of forms, so the grammar below is asked once a form and not once a cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["LONGEST", "Form", "Mark", "keys_of", "parse_form"]

Mark: TypeAlias = Literal["", "blank", "no_data", "note", "text"]

# A longer cell is a sentence, whatever digits it holds.
LONGEST = 48
_BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n"
)
_MINUS = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u02bc\u00b4`"
# One character for one, so that a place in the form is the same place in the cell.
_TO_FORM = str.maketrans(
    "123456789" + _BLANKS + _MINUS + _APOSTROPHES,
    "0" * 9 + " " * len(_BLANKS) + "-" * len(_MINUS) + "'" * len(_APOSTROPHES),
)
# What may stand between groups of three; the point and the comma depend on the reading.
GROUPING = " '" + _BLANKS + _APOSTROPHES
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_BEFORE_DIGITS = "-+~( $'RpIDUSridus." + _BLANKS + _MINUS

# What BPS and spreadsheets write where there is no figure; compared without case and blanks.
_NO_DATA = frozenset(
    [
        "-",
        "--",
        "---",
        "…",
        "...",
        "..",
        "....",
        "…..",
        "n.a.",
        "n.a",
        "n/a",
        "na",
        "nan",
        "null",
        "none",
        "nil",
        "x",
        "xx",
        "xxx",
        "#n/a",
        "#na",
        "#ref!",
        "#div/0!",
        "#value!",
        "#name?",
        "#null!",
        "#num!",
        "tad",
        "t.a.d",
        "t.a.d.",
        "tidakada",
        "tidakadadata",
        "tidaktersedia",
        "datatidaktersedia",
        "belumada",
        "belumtersedia",
        "nodata",
        "notavailable",
    ]
)
LONGEST_SIGN = 24
_SIGN_STARTS = frozenset("-….n")
_UNITS = {
    "%": "%", "persen": "%", "percent": "%", "rupiah": "Rp", "jiwa": "jiwa", "orang": "orang", "kk": "KK", "unit": "unit",
    "km0": "km²", "km²": "km²", "m0": "m²", "m²": "m²", "ha": "ha", "hektar": "ha", "km": "km", "ton": "ton", "tahun": "tahun",
    "hari": "hari", "buah": "buah", "desa": "desa", "ribu": "ribu", "juta": "juta", "miliar": "miliar", "milyar": "miliar",
    "triliun": "triliun", "trilyun": "triliun", "million": "million", "billion": "billion",
}  # fmt: skip
SCALES = frozenset({"ribu", "juta", "miliar", "triliun", "million", "billion"})
_MONEY = {"rp": "Rp", "idr": "Rp", "us$": "US$", "usd": "US$", "$": "US$"}

# "r" revised, "p" or "x" provisional, "e" estimated: BPS's own signs. A bare footnote digit needs a blank before it.
_NOTE = (
    r"(?:\ *(?:\*+\)?|[†‡\#]+|[⁰¹²³⁴-⁹]+[⁾)]?|[a-z]\)|\[0{1,2}\]|(?:r|p|e|x{1,3})(?![a-z])\)?)|\ +0{1,2}\))"
)
_CELL = re.compile(
    rf"""(?P<open>\()?\ *(?P<sign>[-+~])?\ *
         (?:(?P<money>rp|idr|us\$|usd|\$)\.?\ *)?(?P<inner>[-+])?\ *
         (?P<body>[.,]?0(?:[0.,'\ ]*0)?(?:e[-+]?0{{1,3}})?)
         (?P<dash>[.,]-{{1,2}})?\ *
         (?P<unit>{"|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})?
         (?(open)\ *\))(?P<note>{_NOTE}{{1,3}})?""",
    re.IGNORECASE | re.VERBOSE,
)
_TRAILING_NOTE = re.compile(rf"(?P<rest>.*?){_NOTE}+", re.IGNORECASE | re.VERBOSE)


def _decimal(mark: str, group: str, *, grouped: bool) -> re.Pattern[str]:
    """Numbers with `mark` before the decimals, with groups of three between `group`, blanks or apostrophes, or without."""
    groups = rf"|0{{1,3}}(?:(?:{group}000)+|(?:\ 000)+|(?:'000)+)(?:{mark}0+)?" if grouped else ""
    return re.compile(rf"(?:0*{mark}0+|0+)(?:e[-+]?0+)?{groups}", re.IGNORECASE)


# A first group that begins with zero is no group: "0.532" is a decimal. So each reading comes with and without groups.
_COMMA = {lead: _decimal(",", r"\.", grouped=not lead) for lead in (False, True)}
_POINT = {lead: _decimal(r"\.", ",", grouped=not lead) for lead in (False, True)}


@dataclass(frozen=True, slots=True)
class Form:
    """What a form says about the cells that have it.

    Parameters
    ----------
    mark
        "" a number, "note" a number with a footnote or a sign such as `*`, "no_data", "blank", or "text".
    start, stop
        Where the digits stand in the cell.
    negative
        Whether a minus or brackets stand around them.
    comma, point
        Whether the cell is a number where the decimal mark is a comma, or a point.
    unit
        Unit written in the cell, "" if none.
    """

    mark: Mark
    start: int = 0
    stop: int = 0
    negative: bool = False
    comma: bool = False
    point: bool = False
    unit: str = ""
    separated: bool = False

    @property
    def undecided(self) -> bool:
        """Whether the form is a number in both readings and another one in each ("1.234")."""
        return self.comma and self.point and self.separated


TEXT = Form("text")
BLANK = Form("blank")
NO_DATA = Form("no_data")


def keys_of(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """Cells without the blanks around them, and for each the key of its form.

    Examples
    --------
    >>> keys_of([" 1.234,5 ", "0,5"])
    (['1.234,5', '0,5'], ['0.000,0', 'z0,0'])
    """
    texts = [cell.strip() if cell.isascii() else cell.translate(_INVISIBLE).strip() for cell in cells]
    keys = [text.translate(_TO_FORM) if len(text) <= LONGEST else "text" for text in texts]
    # "z" says that the first digit is a zero, which decides between a group and a decimal.
    leading = [text.lstrip(_BEFORE_DIGITS)[:1] == "0" if "0" in text else False for text in texts]
    return texts, [f"z{key}" if zero else key for key, zero in zip(keys, leading, strict=True)]


def parse_form(key: str) -> Form:
    """What a form says; `key` is the second part of what `keys_of` gives.

    Examples
    --------
    >>> parse_form("0.000,0").comma, parse_form("0.000,0").point
    (True, False)
    """
    leading_zero = key.startswith("z")
    form = key[1:] if leading_zero else key
    if not form:
        return BLANK
    found = _CELL.fullmatch(form) if "0" in form else None
    if found is None:
        return _without_number(form)
    return _number(found, leading_zero=leading_zero)


def _without_number(form: str) -> Form:
    if len(form) > LONGEST_SIGN:
        return TEXT
    if form.replace(" ", "").casefold() in _NO_DATA:
        return NO_DATA
    # "… 1)": no figure, with a footnote.
    noted = _TRAILING_NOTE.fullmatch(form) if form[0] in _SIGN_STARTS else None
    return NO_DATA if noted and noted["rest"].replace(" ", "").casefold() in _NO_DATA else TEXT


def _number(found: re.Match[str], *, leading_zero: bool) -> Form:
    body = found["body"]
    comma = _COMMA[leading_zero].fullmatch(body) is not None
    point = _POINT[leading_zero].fullmatch(body) is not None
    signs = (found["sign"] == "-") + (found["inner"] == "-") + bool(found["open"])
    if (
        not (comma or point)
        or signs > 1
        or (found["sign"] and found["inner"])
        or (found["money"] and found["unit"])
    ):
        return TEXT
    unit = _MONEY[found["money"].lower()] if found["money"] else _UNITS.get((found["unit"] or "").lower(), "")
    # "Rp 1.000,-" says that the comma is the decimal mark.
    comma, point = comma and found["dash"] not in {".-", ".--"}, point and found["dash"] not in {",-", ",--"}
    mark: Mark = "note" if found["note"] or found["sign"] == "~" else ""
    separated = "." in body or "," in body
    start, stop = found.span("body")
    return Form(mark, start, stop, signs == 1, comma, point, unit, separated) if comma or point else TEXT
