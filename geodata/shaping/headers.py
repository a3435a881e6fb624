"""Where the header of a sheet ends and its figures begin.

The figures at the bottom of a sheet say which columns hold numbers. The first line with figures in those columns begins the
body; the header is what stands above it and names them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from geodata.errors import AtlasError
from geodata.shaping.footers import is_continuation
from geodata.shaping.grid import Grid, Line, is_year
from geodata.shaping.lines import (
    Profile,
    heads_numbers,
    is_data,
    is_metadata,
    is_numbering,
    is_units_line,
    is_worded,
    names_something,
    profile_of,
)

__all__ = ["Header", "find_header", "header_at", "unnumbered"]

SEARCHED = 60
LEVELS = 4
LONGEST_LABEL = 100


@dataclass
class Header:
    """Which line of a sheet is what, by position.

    Parameters
    ----------
    body
        Where the body begins.
    header
        Lines of the header, from above.
    units
        The line of units below it.
    set_aside
        Every line above the body -> "title", "header", "units", "numbering" or "blank".
    """

    body: int
    header: list[int] = field(default_factory=list)
    units: int | None = None
    set_aside: dict[int, str] = field(default_factory=dict)


def header_at(grid: Grid, header: int | tuple[int, ...]) -> Header:
    """The header where a person says it is.

    Raises
    ------
    AtlasError
        If that is not in the sheet.
    """
    rows = sorted({header} if isinstance(header, int) else set(header))
    wrong = [at for at in rows if not 0 <= at < grid.height]
    if wrong:
        there = f"rows from 0 to {grid.height - 1}" if grid.height else "no row, because the table has none"
        raise AtlasError(f"`header` must name {there}, counted from the first row of the table; got {wrong}.")
    body = rows[-1] + 1 if rows else 0
    found = Header(body, rows)
    profile = profile_of(grid)
    for line in grid.lines(body, min(grid.height, body + LEVELS)):
        if is_numbering(line, profile):
            found.set_aside[line.at] = "numbering"
        elif is_units_line(line, profile) and found.units is None and rows:
            found.units, found.set_aside[line.at] = line.at, "units"
        elif line.filled:
            break
    found.body = max(found.set_aside, default=body - 1) + 1
    for line in grid.lines(grid.first, found.body):
        found.set_aside.setdefault(
            line.at, "blank" if not line.filled else "header" if line.at in rows else "title"
        )
    return found


def find_header(grid: Grid) -> Header:
    """Find titles, header, units and numbers of columns above the body of a sheet."""
    profile = profile_of(grid)
    if is_complete(grid):
        return _below_labels(grid, profile)
    top = grid.lines(grid.first, min(grid.height, SEARCHED))
    headed = False
    for line in top:
        if line.at >= 0 and profile.numeric and is_data(line, profile, headed=headed):
            return _above(grid, line.at, profile)
        headed = headed or _is_candidate(line, grid, profile)
    return _without_figures(grid, top, profile)


def is_complete(grid: Grid) -> bool:
    """Whether the labels of the columns are a whole header: one level, each named, each once."""
    if len(grid.labels) != 1 or not all(grid.line(-1).kinds):
        return False
    texts = grid.line(-1).texts
    # "Penduduk.1" beside "Penduduk" comes from a merged cell, so a second level stands below; "1.2" beside "1" does not.
    merged = any(
        a != b and (is_year(b) or not b.isdigit()) for a, b in zip(texts, unnumbered(texts), strict=True)
    )
    return len(set(texts)) == len(texts) and not merged


def unnumbered(labels: list[str]) -> list[str]:
    """Labels without the numbers that pandas puts behind those that occur again: "Penduduk.1" -> "Penduduk"."""
    known = set(labels)
    bases = [(label, label.rpartition(".")) for label in labels]
    return [base if number.isdigit() and base in known else label for label, (base, _, number) in bases]


def _below_labels(grid: Grid, profile: Profile) -> Header:
    """Header of a frame whose labels are one: below it only units and numbers of columns are looked for."""
    found = Header(body=0, header=[-1])
    below: dict[int, str] = {}
    for line in grid.lines(0, min(grid.height, LEVELS)):
        if is_numbering(line, profile):
            below[line.at] = "numbering"
        elif grid.width > 1 and is_units_line(line, profile):
            found.units, below[line.at] = line.at, "units"
        else:
            break
        found.body = line.at + 1
    return _finished(found, below, grid)


def _is_candidate(line: Line, grid: Grid, profile: Profile) -> bool:
    """Whether a line may be the lowest level of a header."""
    if not heads_numbers(line, profile) or is_metadata(line) or is_units_line(line, profile):
        return False
    return len(line.filled) > 1 or grid.width == 1 or line.filled[0] > 0


def _above(grid: Grid, start: int, profile: Profile) -> Header:
    """Go up from the first line of figures and say what each line is."""
    found = Header(body=start)
    below: dict[int, str] = {}
    for line in reversed(grid.lines(grid.first, start)):
        if found.header:
            if not _is_level_above(line, grid, found, profile):
                break
            found.header.insert(0, line.at)
        elif not line.filled:
            below[line.at] = "blank"
        elif is_numbering(line, profile):
            below[line.at] = "numbering"
        elif is_units_line(line, profile) and _is_headed(line, grid, profile):
            found.units, below[line.at] = line.at, "units"
        elif _is_header(line, grid, profile):
            found.header = [line.at]
        elif line.at >= 0 and _is_headed(line, grid, profile):
            # The head of a section, or a row without figures: the body begins here, whatever stands below.
            found.body, found.units, below = line.at, None, {}
    return _finished(found, below, grid)


def _is_headed(line: Line, grid: Grid, profile: Profile) -> bool:
    """Whether a line further up may be the header."""
    return any(
        _is_candidate(above, grid, profile) or _names_most(above, grid)
        for above in grid.lines(grid.first, line.at)
    )


def _names_most(line: Line, grid: Grid) -> bool:
    return line.at == -1 and len(line.filled) > max(1, grid.width // 2)


def _is_header(line: Line, grid: Grid, profile: Profile) -> bool:
    if _names_most(line, grid):
        return True
    if not _is_candidate(line, grid, profile):
        return False
    # Below a header, a line with a name of its own is a row whose figures are words ("belum dihitung").
    return not (names_something(line, profile) and _is_headed(line, grid, profile))


def _is_level_above(line: Line, grid: Grid, found: Header, profile: Profile) -> bool:
    """Whether the line directly above a header is another level of it, and no title.

    A level above leaves the first column blank, or names it where the level below is blank (a cell merged downwards).
    """
    if len(found.header) >= LEVELS or not line.filled or is_metadata(line) or is_units_line(line, profile):
        return False
    lower = grid.line(found.header[0])
    if not lower.filled:
        return True
    if len(line.filled) == 1:
        return _is_single_group(line, lower)
    if any(not lower.kinds[j] for j in line.filled):
        return True
    if line.filled[0] > _first_column(grid, found):
        return True
    return _is_other_language(line, lower)


def _first_column(grid: Grid, found: Header) -> int:
    """The first column that the table uses."""
    lines = [
        grid.line(at) for at in [*found.header, *range(found.body, min(grid.height, found.body + LEVELS))]
    ]
    return min((line.filled[0] for line in lines if line.filled), default=0)


def _is_single_group(line: Line, lower: Line) -> bool:
    """Whether a line with one cell is a group over several columns: not over the first, not a sentence."""
    j = line.filled[0]
    covered = sum(k >= j for k in lower.filled)
    short = len(line.texts[j]) <= LONGEST_LABEL and not is_continuation(line)
    return short and (not lower.kinds[j] or (j > lower.filled[0] and covered > 1))


def _is_other_language(line: Line, lower: Line) -> bool:
    """Whether two full lines say the same in two languages: both have words of a header, and nothing but texts."""
    full = len(line.filled) >= 0.8 * len(lower.filled) and len(line.filled) >= 3
    texts = {line.kinds[j] for j in line.filled} == {"text"}
    return full and texts and all(any(is_worded(one.texts[j]) for j in one.filled) for one in (line, lower))


def _finished(found: Header, below: dict[int, str], grid: Grid) -> Header:
    if found.header:
        for line in grid.lines(grid.first, found.header[0]):
            found.set_aside[line.at] = "title" if line.filled else "blank"
    else:
        # Nothing names the columns: what stands above the body alone is a title.
        for line in grid.lines(grid.first, found.body):
            found.set_aside[line.at] = "title" if line.filled else "blank"
    found.set_aside |= dict.fromkeys(found.header, "header")
    found.set_aside |= {at: kind for at, kind in below.items() if at < found.body}
    return found


def _without_figures(grid: Grid, top: list[Line], profile: Profile) -> Header:
    """Header of a table without a line of figures: the first full line, rather one with words of a header."""
    fullest = max((len(line.filled) for line in top), default=0)
    wide = [line for line in top if line.filled and len(line.filled) >= max(min(2, fullest), fullest / 2)]
    if not wide:
        return Header(body=0, set_aside={line.at: "blank" for line in top if line.at < 0})
    if _names_most(wide[0], grid):
        first = wide[0]
    else:
        first = next((line for line in wide[:10] if any(is_worded(text) for text in line.texts)), wide[0])
    found = Header(body=max(0, first.at + 1), header=[first.at])
    for line in grid.lines(grid.first, first.at)[::-1]:
        if line.at >= 0 or not _is_level_above(line, grid, found, profile):
            break
        found.header.insert(0, line.at)
    below: dict[int, str] = {}
    anywhere = Profile(frozenset(range(grid.width)), profile.yearly)
    for line in grid.lines(found.body, min(grid.height, found.body + LEVELS)):
        kind = _kind_below(line, grid.line(found.header[-1]), anywhere, profile)
        if not kind:
            break
        if kind == "header":
            found.header.append(line.at)
        elif kind == "units":
            found.units = line.at
        below[line.at] = kind
        found.body = line.at + 1
    return _finished(found, below, grid)


def _kind_below(line: Line, upper: Line, anywhere: Profile, profile: Profile) -> str:
    """What a line below the header of a table without figures is; "" for a row."""
    if not line.filled:
        return ""
    if is_numbering(line, profile) or is_numbering(line, anywhere):
        return "numbering"
    if is_units_line(line, anywhere):
        return "units"
    merged = any(not upper.kinds[j] for j in line.filled) and any(not line.kinds[j] for j in upper.filled)
    return "header" if merged and upper.filled[0] < line.filled[0] else ""
