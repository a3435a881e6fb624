"""What a single line of a sheet looks like: figures, names of columns, years, numbers of columns, units.

Every rule looks at a line and at the profile of the columns, which comes from the lower part of the sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from geodata.shaping.footers import is_footer
from geodata.shaping.grid import Grid, Line
from geodata.shaping.units import is_unit, words

__all__ = [
    "Profile",
    "heads_numbers",
    "is_data",
    "is_metadata",
    "is_numbering",
    "is_units_line",
    "is_worded",
    "names_something",
    "profile_of",
]

# Enough cells to know the columns by, also where there are hundreds of them.
SAMPLED_CELLS = 20_000
_HEADER_WORDS = words(
    """no nomor nr number urut serial kode code id kemendagri dagri bps nama name names dan and of the ket keterangan description
    kab kota kabupaten kecamatan kec kelurahan kel desa provinsi propinsi prov wilayah daerah ibukota administrasi adm pemerintah
    region regions regency regencies municipality city cities district districts subdistrict subdistricts village villages
    province provinces area distrik gampong nagari kampung lokasi location tempat place tingkat level jenis kind type dinas
    instansi tahun year indikator indicator variabel variable uraian rincian satuan unit kerja nilai value jumlah total"""
)
_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"([(\[]?) ?([0-9]{1,3}) ?[)\]]?")
# Words that are also rows of a table: the head of a section, a total.
_ROWS_TOO = frozenset({"kota", "kabupaten", "kab", "jumlah", "total", "provinsi", "city", "regency"})


@dataclass(frozen=True)
class Profile:
    """Which columns (by position) hold numbers, and which of them mostly years."""

    numeric: frozenset[int]
    yearly: frozenset[int]


def profile_of(grid: Grid) -> Profile:
    """Profile of the columns, read from the lower part of a sheet, where titles and headers do not stand."""
    least = min(2, grid.width)
    rows = [int(at) for at in (grid.counts >= least).nonzero()[0]]
    while rows and is_footer(grid.line(rows[-1])):
        rows.pop()
    lower = rows[len(rows) - max(1, int(0.6 * len(rows))) :] if rows else []
    step = max(1, -(-len(lower) // min(200, max(20, SAMPLED_CELLS // max(1, grid.width)))))
    lines = [grid.line(at) for at in lower[::-1][::step]]
    # Numbers and years of columns, which stand low in a sheet of few rows, say nothing about what is below them.
    sample = [line for line in lines if not is_counting(line)] or lines
    numeric, yearly = set(), set()
    for j in range(grid.width):
        kinds = [line.kinds[j] for line in sample if line.kinds[j]]
        years = kinds.count("year")
        numbers = years + kinds.count("number")
        if numbers and numbers + kinds.count("mark") >= 0.5 * len(kinds):
            numeric.add(j)
            if years >= 0.5 * numbers:
                yearly.add(j)
    return Profile(frozenset(numeric), frozenset(yearly))


def is_worded(text: str) -> bool:
    """Whether a cell holds only words that head a column of keys: "Kode", "Nama Kabupaten/Kota", "No."."""
    words = _WORD.findall(text.lower())
    return bool(words) and all(word in _HEADER_WORDS for word in words)


def names_something(line: Line, profile: Profile) -> bool:
    """Whether a line has texts in columns that hold no numbers other than words of a header, as a row has its name."""
    return any(
        line.kinds[j] == "text" and j not in profile.numeric and not is_worded(line.texts[j])
        for j in line.filled
    )


def is_counting(line: Line) -> bool:
    """Whether a line holds nothing but 1, 2, 3 …, with or without brackets."""
    found = [_ORDINAL.fullmatch(line.texts[j]) for j in line.filled]
    numbers = [int(match[2]) for match in found if match]
    if len(numbers) < max(2, len(found)):
        return False
    return numbers[0] <= 2 and all(b == a + 1 for a, b in pairwise(numbers))


def is_numbering(line: Line, profile: Profile) -> bool:
    """Whether a line numbers the columns: "(1) (2) (3)", or "1 2 3" with a number above the names as well."""
    if not is_counting(line):
        return False
    bracketed = all(line.texts[j][0] in "([" for j in line.filled)
    return bracketed or (len(line.filled) >= 3 and any(j not in profile.numeric for j in line.filled))


def is_units_line(line: Line, profile: Profile) -> bool:
    """Whether a line holds nothing but units, at least one of them over numbers."""
    return any(j in profile.numeric for j in line.filled) and all(is_unit(line.texts[j]) for j in line.filled)


def is_year_header(line: Line, profile: Profile, *, headed: bool) -> bool:
    """Whether the only numbers of a line are years that head columns.

    `headed` tells that a line above names the columns; then a line with a name of its own is a row, whatever its figures.
    """
    kinds = {line.kinds[j] for j in line.filled if j in profile.numeric}
    if "year" not in kinds or "number" in kinds:
        return False
    years = [j for j in line.filled if line.kinds[j] == "year"]
    if "text" in kinds or not names_something(line, profile):
        texts = [line.texts[j] for j in line.filled if line.kinds[j] == "text"]
        rows_too = headed and any(text.lower() in _ROWS_TOO for text in texts)
        return not rows_too and (
            bool(texts) or not profile.yearly.issuperset(years) or _in_steps(line, years)
        )
    return not headed and (not profile.yearly.issuperset(years) or _in_steps(line, years))


def _in_steps(line: Line, years: list[int]) -> bool:
    """Whether years follow each other in equal steps, as columns do."""
    numbers = [int(re.sub(r"\D", "", line.texts[j])[:4]) for j in years]
    steps = {b - a for a, b in pairwise(numbers)}
    return len(steps) == 1 and steps <= {1, 2, 3, 5, 10}


def is_counted_header(line: Line, profile: Profile, *, headed: bool) -> bool:
    """Whether a line has the word of a key column and 1, 2, 3 … (months, classes) over the figures."""
    numbers = [line.texts[j] for j in line.filled if j in profile.numeric]
    words = [line.texts[j].lower() for j in line.filled if line.kinds[j] == "text"]
    if (
        headed
        or len(numbers) < 2
        or not words
        or not all(is_worded(word) and word not in _ROWS_TOO for word in words)
    ):
        return False
    return all(text.isdigit() for text in numbers) and all(int(b) == int(a) + 1 for a, b in pairwise(numbers))


def is_data(line: Line, profile: Profile, *, headed: bool) -> bool:
    """Whether a line holds figures, and no years, units or numbers that head the columns."""
    kinds = [line.kinds[j] for j in line.filled if j in profile.numeric]
    texts, years = kinds.count("text"), kinds.count("year")
    numbers = years + kinds.count("number")
    if not kinds or texts > numbers or (texts and any(is_worded(line.texts[j]) for j in line.filled)):
        return False
    if is_numbering(line, profile) or is_units_line(line, profile):
        return False
    return not (
        is_year_header(line, profile, headed=headed) or is_counted_header(line, profile, headed=headed)
    )


def heads_numbers(line: Line, profile: Profile) -> bool:
    """Whether a line has names (or years) above columns of numbers."""
    kinds = [line.kinds[j] for j in line.filled if j in profile.numeric]
    named = sum(kind in {"text", "year"} for kind in kinds)
    return named > kinds.count("number") or is_counted_header(line, profile, headed=False)


def is_metadata(line: Line) -> bool:
    """Whether a line says something about the whole table: "Tahun: | 2023", "Provinsi | : | Jawa Timur"."""
    if not line.filled or len(line.filled) > 3:
        return False
    first, *others = [line.texts[j] for j in line.filled]
    return first.endswith(":") or any(text.startswith(":") for text in others)
