"""What the cells of a column are: codes of places, names of places of some level, or neither."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geodata.codes import LEVELS, Level
from geodata.join.code_cells import level_of_digits, read_code_cell, text_of
from geodata.join.gazetteer import Gazetteer
from geodata.join.headers import Header, read_header
from geodata.join.lookup import AllNames
from geodata.join.names import glued_code

__all__ = ["CodeProfile", "NameProfile", "Profile", "profile_column"]

# Different cells that are looked at, chosen so that the order of rows changes nothing.
_SAMPLE = 600
_HEADED_CODES = 0.5
_BARE_CODES = 0.9
_FEW = 5
# How BPS's codes of Papua's new provinces begin; the official list of numbers has others.
_PAPUA = frozenset({"95", "96", "97"})


@dataclass(frozen=True)
class CodeProfile:
    """A column of codes: their level, the share of cells that are codes of places, and whether they have dots."""

    level: Level
    share: float
    dots: bool


@dataclass(frozen=True)
class NameProfile:
    """A column of names: their level and the share of cells that are names of places of that level."""

    level: Level
    share: float


@dataclass(frozen=True)
class Profile:
    """One column: what its header says, and what its cells are.

    `distinct` says that hardly a cell stands twice, `glued` that cells hold a code before the name, `wordy` that most
    cells are words. `strange_codes` is the share of known codes in a column that is headed and written as codes of
    regencies, but has too few that are any place's; None for every other column.
    """

    column: str
    header: Header
    codes: CodeProfile | None = None
    names: NameProfile | None = None
    distinct: bool = True
    glued: bool = False
    wordy: bool = False
    strange_codes: float | None = None


def profile_column(
    column: str, cells: pd.Series, names: AllNames, *, year: bool, wanted: Level | None, given: bool = False
) -> Profile:
    """Look at one column.

    Parameters
    ----------
    column, cells
        Its name and its cells.
    names
        Reader of names.
    year
        Whether the column holds years: 1971 is also a code.
    given
        Whether a person said that the column is a key.
    wanted
        Level that a person said the rows have; a column that also holds lower levels is then read for this one.
    """
    header = read_header(column)
    if given:  # a person knows better than a header
        header = replace(header, other=False)
    if year:
        return Profile(column, header)
    different = _different(cells)
    distinct = len(different) >= 0.9 * cells.notna().sum()
    codes = _codes(different, header, names.gazetteer, wanted)
    if codes is not None:
        return Profile(column, header, codes=codes, distinct=distinct)
    found = _names(different, header, names, wanted)
    glued = found is not None and sum(bool(glued_code(text_of(cell))[0]) for cell in different) >= 0.5 * len(
        different
    )
    wordy = len(_words(different)) > 0.5 * len(different)
    strange = _strange_codes(different, header, names.gazetteer)
    return Profile(column, header, None, found, distinct, glued, wordy, strange)


def _different(cells: pd.Series) -> list[object]:
    """Different cells that are not blank; at most `_SAMPLE`, chosen by their hash."""
    found = [cell for cell in pd.unique(cells.dropna()).tolist() if cell != ""]
    if len(found) <= _SAMPLE:
        return found
    texts = [cell.strip() if type(cell) is str else text_of(cell) for cell in found]
    hashes = pd.util.hash_array(np.array(texts, dtype=object), categorize=False)
    return [found[at] for at in np.sort(np.argpartition(hashes, _SAMPLE)[:_SAMPLE])]


def _codes(
    cells: list[object], header: Header, gazetteer: Gazetteer, wanted: Level | None
) -> CodeProfile | None:
    if header.other or not cells:
        return None
    read = [read_code_cell(cell) for cell in cells]
    written = [code for code in read if code.form]
    if len(written) < _HEADED_CODES * len(cells) * 0.8:
        return None
    known: Counter[Level] = Counter()
    for code in written:
        own = level_of_digits(code.digits)
        if own is not None:
            index = gazetteer.index(own)
            known[own] += code.digits in index.kemendagri or code.digits in index.bps
    if not known.total():
        return None
    most = max(LEVELS, key=lambda one: known[one])
    level: Level = most if wanted is None or not known[wanted] else wanted
    share, dots = known.total() / len(cells), any(code.form == "dots" for code in written)
    if header.code and (header.level is None or header.level == level):
        return CodeProfile(level, share, dots) if share >= _HEADED_CODES else None
    if header.code or level == "province" or len(cells) < _FEW:  # 11 to 96 may be any number
        return None
    return CodeProfile(level, share, dots) if share >= _BARE_CODES else None


def _strange_codes(cells: list[object], header: Header, gazetteer: Gazetteer) -> float | None:
    """Share of known codes among cells that are headed and written as codes of regencies; None where they are not."""
    if not header.code or header.other or header.level not in {None, "regency"}:
        return None
    digits = [read_code_cell(cell).digits for cell in cells]
    provinces, index = gazetteer.index("province"), gazetteer.index("regency")
    begin = {*provinces.kemendagri, *provinces.bps, *_PAPUA}
    like = [code for code in digits if len(code) == 4 and code[:2] in begin]
    if not like or len(like) < _BARE_CODES * len(cells):
        return None
    return sum(code in index.kemendagri or code in index.bps for code in like) / len(cells)


def _names(cells: list[object], header: Header, names: AllNames, wanted: Level | None) -> NameProfile | None:
    texts = _words(cells)
    if header.code or header.other or len(texts) < 0.5 * len(cells) or not texts:
        return None
    levels = names.gazetteer.levels
    if header.level is not None and header.level not in levels:
        return None
    shares: dict[Level, float] = {}
    if header.level in levels:
        shares[header.level] = _share(texts, names, header.level)
        if shares[header.level] >= 0.5:
            return NameProfile(header.level, shares[header.level])
    for level in levels:
        # Villages bear the names of districts and of much else: looked for last.
        if level not in shares and (level != "village" or max(shares.values(), default=0) < 0.8):
            shares[level] = _share(texts, names, level)
    best = max(levels, key=lambda level: shares.get(level, 0))
    if wanted in shares and header.level is None and shares[wanted] > 0 and _is_above(wanted, best):
        return NameProfile(wanted, shares[wanted])
    if header.level in levels and shares[best] < 0.9:
        return NameProfile(header.level, shares[header.level])
    enough = 0.5 if header.name else 0.6
    return NameProfile(best, shares[best]) if shares[best] >= enough else None


def _words(cells: list[object]) -> list[str]:
    """Texts of the cells that hold letters."""
    texts = [text_of(cell) for cell in cells if isinstance(cell, str)]
    return [text for text in texts if any(letter.isalpha() for letter in text)]


def _is_above(level: Level, other: Level) -> bool:
    return LEVELS.index(level) < LEVELS.index(other)


def _share(texts: list[str], names: AllNames, level: Level) -> float:
    reader = names.at(level)
    return sum(1 for text in texts if (hit := reader.hit(text)).found or hit.other_kind) / len(texts)
