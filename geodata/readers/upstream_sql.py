"""Read village polygons from the SQL files of cahyadsn/wilayah_boundaries, as text and without a database.

A file holds `INSERT INTO wilayah_boundaries(kode,nama,lat,lng,path) VALUES (…),(…);` statements. `path` is a JSON list
of `[lat, lng]` points: three levels deep for a polygon (a list of rings), four for a multipolygon, and sometimes
both in one row. Nothing is executed or evaluated: the text is split into tokens and `path` is read as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.codes import is_code, level_of
from geodata.errors import SourceError

__all__ = ["TABLE", "SqlVillage", "parse_sql", "read_sql_file"]

TABLE = "wilayah_boundaries"
COLUMNS = ("kode", "nama", "lat", "lng", "path")
# Indonesia with a wide margin: a point outside is a swapped or broken coordinate.
LAT_RANGE = (-12.0, 7.0)
LNG_RANGE = (94.0, 142.0)
MIN_RING_POINTS = 4

# Possessive and atomic, so that a hostile text cannot make the search back up.
_TOKEN = re.compile(
    r"""
      (?P<space>\s++ | --[^\n]*+ | \#[^\n]*+ | /\*(?>[^*]++|\*(?!/))*+\*/)
    | '(?P<text>(?>[^'\\]++|''|\\.)*+)'
    | (?P<number>[-+]?+(?:\d++\.?+\d*+|\.\d++)(?:[eE][-+]?+\d++)?+)
    | (?P<word>[A-Za-z_][A-Za-z_0-9.]*+) | `(?P<quoted>[^`]*+)`
    | (?P<mark>[(),;=<>*%])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"''|\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}

Token = tuple[str, str]
Ring = list[list[float]]


@dataclass(frozen=True)
class SqlVillage:
    """One row: code, name, shape (None if the row has no path) and what had to be mended.

    Parameters
    ----------
    dropped_rings
        Rings with fewer than four points, left out.
    closed_rings
        Rings whose last point was not the first; the first was added.
    """

    code: str
    name: str
    shape: shapely.Geometry | None
    dropped_rings: int = 0
    closed_rings: int = 0


def read_sql_file(path: Path) -> list[SqlVillage]:
    """Read one file.

    Raises
    ------
    SourceError
        Listing every row that cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"The SQL file {path} cannot be read.", [str(error)]) from error
    return parse_sql(text, where=str(path))


def parse_sql(text: str, *, where: str = "the SQL text") -> list[SqlVillage]:
    """Village rows of a text; rows of other levels and other tables are passed over.

    Raises
    ------
    SourceError
        Listing every row that cannot be read.
    """
    villages: dict[str, SqlVillage] = {}
    faults: list[str] = []
    try:
        for row in _rows(_tokens(text)):
            _add_row(row, villages, faults)
    except _SyntaxFault as fault:
        faults.append(str(fault))
    if faults:
        raise SourceError(f"{where} has rows that cannot be read; mend them or take the file again.", faults)
    return list(villages.values())


class _SyntaxFault(ValueError):
    """The text is not the SQL expected."""


class _RowFault(ValueError):
    """One row cannot be read; the others can."""


def _add_row(row: dict[str, Any], villages: dict[str, SqlVillage], faults: list[str]) -> None:
    code = row["kode"]
    if not is_code(code):
        faults.append(f"{code!r} is no place code")
        return
    if level_of(code) != "village":
        return
    if code in villages:
        faults.append(f"{code} occurs twice")
        return
    try:
        villages[code] = _village(code, row["nama"], row["path"])
    except (ValueError, OverflowError) as error:
        faults.append(f"{code}: {error}")


def _village(code: str, name: object, path: object) -> SqlVillage:
    if not isinstance(name, str) or not name.strip():
        msg = "the name is empty"
        raise _RowFault(msg)
    if path is None or path == "":
        return SqlVillage(code, name.strip(), None)
    polygons, dropped, closed = _polygons(_json(path))
    shape = shapely.multipolygons(polygons) if polygons else None
    return SqlVillage(code, name.strip(), shape, dropped, closed)


# JSON path -> polygons ----------------------------------------------------------------------------------------


def _json(path: object) -> Any:
    def refuse(constant: str) -> float:
        msg = f"the path holds {constant}"
        raise _RowFault(msg)

    if not isinstance(path, str):
        msg = f"the path must be JSON text, it is {path!r}"
        raise _RowFault(msg)
    try:
        return json.loads(path, parse_constant=refuse)
    except RecursionError as error:
        msg = "the path is nested too deeply"
        raise _RowFault(msg) from error
    except json.JSONDecodeError as error:
        msg = f"the path is no JSON ({error})"
        raise _RowFault(msg) from error


def _polygons(path: Any) -> tuple[list[shapely.Polygon], int, int]:
    """Polygons of a path, with the number of rings dropped and closed."""
    if not isinstance(path, list):
        msg = "the path must be a list of rings or of polygons"
        raise _RowFault(msg)
    depths = [_depth(item) for item in path]
    if not set(depths) <= {2, 3}:
        msg = "the path must be three or four levels deep"
        raise _RowFault(msg)
    loose = [item for item, depth in zip(path, depths, strict=True) if depth == 2]
    groups = [item for item, depth in zip(path, depths, strict=True) if depth == 3]
    polygons, dropped, closed = [], 0, 0
    for rings in ([loose] if loose else []) + groups:
        read = [_ring(ring) for ring in rings]
        kept = [points for points, _ in read if len(points) >= MIN_RING_POINTS]
        if len(read[0][0]) < MIN_RING_POINTS:
            # Without its outline a polygon's holes mean nothing.
            kept = []
        dropped += len(read) - len(kept)
        closed += sum(not was_closed for _, was_closed in read)
        if kept:
            polygons.append(shapely.Polygon(kept[0], kept[1:]))
    return polygons, dropped, closed


def _depth(item: Any) -> int:
    """Levels of lists down the first branch: a point has 1, a ring 2, a polygon 3."""
    depth = 0
    while isinstance(item, list) and depth <= 4:
        depth += 1
        item = item[0] if item else None
    return depth


def _ring(ring: Any) -> tuple[np.ndarray[Any, np.dtype[np.float64]], bool]:
    """Points of a ring as longitude and latitude, closed; and whether it was closed already."""
    if not isinstance(ring, list) or not all(isinstance(p, list) and len(p) == 2 for p in ring):
        msg = "each point must be a pair [lat, lng]"
        raise _RowFault(msg)
    if not all(type(value) in (int, float) for point in ring for value in point):
        msg = "a coordinate is no number"
        raise _RowFault(msg)
    lat, lng = np.array(ring, dtype=np.float64).reshape(-1, 2).T
    for name, values, (low, high) in (("latitude", lat, LAT_RANGE), ("longitude", lng, LNG_RANGE)):
        outside = (values < low) | (values > high)
        if outside.any():
            msg = f"{name} {values[outside][0]:g} lies outside Indonesia ({low:g} to {high:g})"
            raise _RowFault(msg)
    points = np.column_stack([lng, lat])
    was_closed = len(points) > 1 and bool((points[0] == points[-1]).all())
    return (points if was_closed else np.vstack([points, points[:1]])), was_closed


# SQL text -> rows ---------------------------------------------------------------------------------------------


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            line = text.count("\n", 0, position) + 1
            shown = text[position : position + 20]
            msg = f"line {line}: unexpected text {shown!r} (an unclosed quote or comment?)"
            raise _SyntaxFault(msg)
        position = match.end()
        kind = match.lastgroup or ""
        if kind != "space":
            yield ("word" if kind == "quoted" else kind), match.group(kind)


def _rows(tokens: Iterator[Token]) -> Iterator[dict[str, Any]]:
    """Rows of every INSERT into the table; other statements are passed over."""
    for statement in _statements(tokens):
        words = [value.lower() for kind, value in statement[:3] if kind == "word"]
        if words[:2] == ["insert", "into"] and words[2:] == [TABLE]:
            yield from _insert_rows(statement[3:])


def _statements(tokens: Iterator[Token]) -> Iterator[list[Token]]:
    statement: list[Token] = []
    for token in tokens:
        if token == ("mark", ";"):
            yield statement
            statement = []
        else:
            statement.append(token)
    if statement:
        yield statement


def _insert_rows(tokens: list[Token]) -> Iterator[dict[str, Any]]:
    groups = _groups(tokens)
    columns: tuple[str, ...] = COLUMNS
    if tokens[:1] == [("mark", "(")]:
        columns = tuple(value.lower() for _, value in next(groups, []))
    if not set(COLUMNS) <= set(columns):
        msg = f"an INSERT must name the columns {', '.join(COLUMNS)}; it names {', '.join(columns)}"
        raise _SyntaxFault(msg)
    for group in groups:
        if len(group) != len(columns):
            shown = group[0][1] if group else ""
            msg = f"row {shown!r} has {len(group)} values for {len(columns)} columns"
            raise _SyntaxFault(msg)
        yield dict(zip(columns, map(_value, group), strict=True))


def _groups(tokens: list[Token]) -> Iterator[list[Token]]:
    """The comma-separated contents of each pair of brackets."""
    group: list[Token] | None = None
    for token in tokens:
        if token == ("mark", "("):
            group = []
        elif token == ("mark", ")"):
            if group is None:
                msg = "a closing bracket without an opening one"
                raise _SyntaxFault(msg)
            yield group
            group = None
        elif group is not None and token != ("mark", ","):
            group.append(token)
    if group is not None:
        msg = "the last row is not closed"
        raise _SyntaxFault(msg)


def _value(token: Token) -> str | float | None:
    kind, text = token
    if kind == "text":
        return _ESCAPE.sub(
            lambda m: "'" if m.group(1) is None else _ESCAPED.get(m.group(1), m.group(1)), text
        )
    if kind == "number":
        return float(text)
    if kind == "word" and text.upper() == "NULL":
        return None
    msg = f"unexpected value {text!r}"
    raise _SyntaxFault(msg)
