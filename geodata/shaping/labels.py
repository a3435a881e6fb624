"""What a column's name says: the label, the unit, the year, the part of the year, and the group it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geodata.shaping.periods import find_period
from geodata.shaping.units import is_unit, split_unit, tidy_unit

__all__ = ["SEPARATOR", "Label", "parse_label"]

SEPARATOR = " · "
_YEAR = re.compile(r"(?<![0-9./,–-])((?:19|20)[0-9]{2})(?![0-9]|[.,/–-][0-9])")
_SIGN = re.compile(r"((?:19|20)[0-9]{2}) *(?:\*+\)?|[0-9]\)|[rpex]\)?|[¹²³]\)?)(?=\W|$)", re.IGNORECASE)
# "harga konstan 2010", "ADHK 2010", "2010=100": the year of a basis, not of the figures.
_BASE = re.compile(
    r"(?:adhk|konstan|dasar|constant|base(?: year)?|prices?|harga)\W{0,2}(?:tahun )?(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2} ?= ?100",
    re.IGNORECASE,
)
_YEAR_WORD = re.compile(r"\b(?:tahun|thn|th|year)\b\.?\s*$", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")


@dataclass(frozen=True)
class Label:
    """A column's name taken apart.

    Parameters
    ----------
    label
        The name without unit and year; "" where it says nothing else.
    unit
        "" where it names none.
    year
        None where it names none, or more than one.
    group
        What stands over the column in the level above, without unit and year.
    period
        The part of a year that the figures are of ("Januari", "Triwulan I"); "" where the name tells none.
    """

    label: str
    unit: str = ""
    year: int | None = None
    group: str = ""
    period: str = ""


def parse_label(name: str, extra: frozenset[str] = frozenset()) -> Label:
    """Take a column's name apart; levels are joined by " · ".

    Examples
    --------
    >>> parse_label("Jumlah Penduduk (jiwa) 2023")
    Label(label='Jumlah Penduduk', unit='jiwa', year=2023, group='', period='')
    >>> parse_label("Penduduk · 2023")
    Label(label='Penduduk', unit='', year=2023, group='Penduduk', period='')
    """
    name, period, dated = find_period(name)
    year = _year_of(name) if dated is None else dated
    parts, unit = [], ""
    for part in name.split(SEPARATOR):
        rest = _without_year(part, year)
        if SEPARATOR in name and is_unit(rest, extra):
            rest, found = "", tidy_unit(rest)
        else:
            rest, found = split_unit(rest, extra)
        unit = found or unit
        parts.append(_trimmed(rest))
    kept = [part for part in parts if part]
    return Label(
        SEPARATOR.join(kept), unit, year, SEPARATOR.join(part for part in parts[:-1] if part), period
    )


def _year_of(name: str) -> int | None:
    years = set(_YEAR.findall(_BASE.sub(" ", name)))
    return int(years.pop()) if len(years) == 1 else None


def _without_year(part: str, year: int | None) -> str:
    if year is None:
        return part
    bases = [match.span() for match in _BASE.finditer(part)]
    for match in reversed(list(_YEAR.finditer(part))):
        if int(match[1]) == year and not any(a <= match.start() < b for a, b in bases):
            sign = _SIGN.match(part, match.start())
            before = _YEAR_WORD.sub("", part[: match.start()])
            part = f"{before} {part[sign.end() if sign else match.end() :]}"
    return _EMPTY_BRACKETS.sub(" ", part)


def _trimmed(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:-–/")
