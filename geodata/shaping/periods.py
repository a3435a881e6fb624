"""Parts of a year in the names of columns: "Januari 2024", "Jan-24", "2024-01", "Triwulan I 2024", "Sem 1"."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Period", "find_period"]

_MONTH = (
    "januari|january|februari|pebruari|february|maret|march|april|mei|juni|june|juli|july|agustus|august|september"
    "|oktober|october|november|nopember|desember|december"
)
_SHORT = "jan|feb|peb|mar|apr|may|jun|jul|agu|agt|ags|agst|agust|aug|sept?|okt|oct|nov|nop|des|dec"
_PART = "triwulan|triw|tw|kuartal|quarter|q|caturwulan|cawu|semester|smt|sem"
_YEAR = r"(?:19|20)[0-9]{2}"
# Short forms are also other words (Mar, Jun, Des): they count only where nothing stands beside them but a year.
_SHORT_ALONE = re.compile(
    rf"(?:^|(?<=· )|(?<=\()|(?<={_YEAR.replace('(?:19|20)', '[0-9]{2}')})[ ./-]?)(?:{_SHORT})\.?(?:\s*[-–]\s*(?:{_SHORT})\.?)?"
    rf"(?=$| ·|\)|[ ./-]*{_YEAR}(?:$|\W))",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"""(?<![^\W_])(?:(?:{_MONTH})(?:\s*(?:-|–|s\.?/?d\.?|sampai)\s*(?:{_MONTH}))?
       | (?:{_PART})[\s.·-]*(?:ke[\s-]*)?(?:[1-4]|iv|i{{1,3}})
       | (?:bulan|month)[\s.·-]*(?:ke[\s-]*)?(?:1[0-2]|0?[1-9]))(?![^\W_])""",
    re.IGNORECASE | re.VERBOSE,
)
# Kept as it is written: the year is part of it.
_DATED = re.compile(
    rf"""(?<![^\W_])(?:({_YEAR})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?|-?m(?:0[1-9]|1[0-2])|-?q[1-4])
       | (?:0[1-9]|1[0-2])[-/]({_YEAR}) | (?:{_SHORT}|mei)[-'’\ ]{{1,2}}([0-9]{{2}}))(?![^\W_])(?![-/.][0-9])""",
    re.IGNORECASE | re.VERBOSE,
)


class Period(NamedTuple):
    """A column's name without its period, the period as it is written, and the year that is part of it."""

    rest: str
    period: str = ""
    year: int | None = None


def find_period(name: str) -> Period:
    """Find the part of a year that a column's name says.

    Examples
    --------
    >>> find_period("Pengunjung · Triwulan I 2024")
    Period(rest='Pengunjung · 2024', period='Triwulan I', year=None)
    >>> find_period("2024-01"), find_period("Penduduk 2024")
    (Period(rest='', period='2024-01', year=2024), Period(rest='Penduduk 2024', period='', year=None))
    """
    dated = _DATED.search(name)
    found = dated or _WORDS.search(name) or _SHORT_ALONE.search(name)
    if found is None:
        return Period(name)
    year = next((int(text) for text in dated.groups() if text), None) if dated else None
    levels = f"{name[: found.start()]} {name[found.end() :]}".split("·")
    rest = " · ".join(" ".join(level.split()) for level in levels)
    text = " ".join(found[0].replace("·", " ").split()).strip(" .")
    return Period(rest, text, 2000 + year if year is not None and year < 100 else year)
