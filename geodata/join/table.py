"""`join_table`: every row of a table gets a verdict, no row is joined on a guess, and nothing gets lost."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pandas as pd

from geodata.codes import Level, check_level
from geodata.errors import UnknownName
from geodata.join.accepted import used_pairs, with_pairs
from geodata.join.by_name import NameJudge
from geodata.join.code_cells import CodeCell, level_of_digits, read_codes, text_of
from geodata.join.crosswalk import Crosswalk
from geodata.join.errors import JoinError
from geodata.join.figures import Figures, dimension_columns, read_figures
from geodata.join.gazetteer import Gazetteer
from geodata.join.habit import find_habit
from geodata.join.headers import read_header
from geodata.join.judge import Judge
from geodata.join.keys import Keys, ParentColumn, Wanted, find_keys
from geodata.join.lookup import AllNames
from geodata.join.merged import filled_down
from geodata.join.names import glued_code
from geodata.join.parents import Parents
from geodata.join.result import CODES, JoinResult
from geodata.join.second_look import capital, duplicates, strays
from geodata.join.sections import under_heads
from geodata.join.systems import SYSTEMS, System, SystemFound, find_system
from geodata.join.totals import is_total_word, sums_of_others
from geodata.join.verdict import Judged, Row
from geodata.shaping import Shaped, shape_table

__all__ = ["join_table"]

_STYLES = ("comma", "point")


def join_table(  # noqa: PLR0913 -- what a person may decide, each on its own
    places: pd.DataFrame | Gazetteer,
    table: pd.DataFrame,
    *,
    code: str | None = None,
    name: str | None = None,
    parent: str | Sequence[str] | None = None,
    level: str | None = None,
    system: str | None = None,
    crosswalk: Crosswalk | None = None,
    styles: Mapping[str, str] | None = None,
    header: int | tuple[int, ...] | None = None,
    year: int | None = None,
) -> JoinResult:
    """Join somebody's own table to places; every row gets a verdict and its reason.

    Parameters
    ----------
    places
        Columns `code, name`, and `kind, bps_code, bps_name` where known, as `store.place_table()` or `store.codes()`
        give them; or a `Gazetteer` of them, which spares many joins to the same places their index. Places above the
        rows' level serve to read columns such as "Provinsi" and to see rows of totals.
    table
        A sheet as read, or a frame; it need not begin with its header.
    code, name, parent
        Columns that say what place a row is, and in which place above it lies; found where not given.
    level
        Level of the rows; found where not given.
    system
        "kemendagri" or "bps", where a person knows whose codes the code column holds.
    crosswalk
        Pairs that a person accepted before.
    styles
        Column -> "comma" or "point": how a person reads the numbers of a column that can be read in two ways.
    header
        Which rows are the header, as `geodata.shaping.shape_table` takes it.
    year
        Year of figures whose column names none, for `JoinResult.observations`.

    Returns
    -------
    JoinResult
        The joined rows, all verdicts, the balance and what a person must decide.

    Raises
    ------
    JoinError
        If `places`, a named column, a system, a style or a code of the crosswalk cannot be used; all faults at once.
    UnknownName
        If `level` is no level.
    """
    _check_options(system, styles)
    with _paused_collector():
        gazetteer = places if isinstance(places, Gazetteer) else Gazetteer(places)
        parents = (parent,) if isinstance(parent, str) else tuple(parent or ())
        wanted = Wanted(code, name, parents, _checked_level(level, gazetteer))
        shaped = shape_table(_with_row_labels(table), header=header)
        if system is None and code in {None, "code"}:
            system = table.attrs.get(CODES)
        return _join(shaped, AllNames(gazetteer), wanted, system, crosswalk, styles or {}, year)


def _join(
    shaped: Shaped, names: AllNames, wanted: Wanted, system: str | None, crosswalk: Crosswalk | None,
    styles: Mapping[str, str], year: int | None,
) -> JoinResult:  # fmt: skip
    body = shaped.table
    roles = dict(zip(shaped.columns["column"], shaped.columns["role"], strict=True))
    keys = find_keys(body, roles, names, wanted)
    texts = _Texts(body, keys, names)
    merged = tuple(("merged", {"column": column}) for column in texts.merged)
    heads = (("heads", {"column": keys.name}),) if texts.under_heads else ()
    keys = replace(keys, why=(*keys.why, *merged, *heads))
    dims = dimension_columns(body, roles, keys.columns, texts.rows)
    figures = read_figures(body.drop(columns=keys.columns), roles, styles)
    if keys.level is None:
        judged = [Judged("not_found", reason=keys.why[0])] * len(body)
        return JoinResult(shaped, keys, figures, tuple(judged), tuple(texts.rows), names, dims, year=year)
    found = _system(texts, keys, names, system)
    keys = replace(keys, system=found.system, why=(*keys.why, *_system_why(found, keys)))
    judged = _judge(texts, keys, names, body, dims, figures, crosswalk)
    is_open = found.why == "undecided"
    return JoinResult(shaped, keys, figures, tuple(judged), tuple(texts.rows), names, dims, is_open, year)


@contextmanager
def _paused_collector() -> Iterator[None]:
    """Spare the search for cycles, which looks at every row again and again: no cycle is made here."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _checked_level(level: str | None, gazetteer: Gazetteer) -> Level | None:
    if level is None:
        return None
    checked = check_level(level)
    if checked not in gazetteer.levels:
        raise UnknownName(f"`level` is {level!r}, but `places` holds only {', '.join(gazetteer.levels)}.")
    return checked


def _check_options(system: str | None, styles: Mapping[str, str] | None) -> None:
    faults = []
    if system is not None and system not in SYSTEMS:
        faults.append(f"`system` must be one of {', '.join(SYSTEMS)}; got {system!r}")
    for column, style in (styles or {}).items():
        if style not in _STYLES:
            faults.append(f"`styles` for {column!r} must be one of {', '.join(_STYLES)}; got {style!r}")
    if faults:
        raise JoinError("The options of the join cannot be used.", faults)


def _with_row_labels(table: pd.DataFrame) -> pd.DataFrame:
    """A frame whose row labels are unique, so that a verdict can name its row; by position where they are not."""
    return table if table.index.is_unique else table.reset_index(drop=True)


class _Texts:
    """The key cells of all rows."""

    def __init__(self, body: pd.DataFrame, keys: Keys, names: AllNames) -> None:
        size = len(body)
        blank = [""] * size
        code_texts = _texts(body[keys.code]) if keys.code else blank
        self.names = _texts(body[keys.name]) if keys.name else blank
        if keys.glued:
            pairs = [glued_code(text) for text in self.names]
            code_texts, self.names = [code for code, _ in pairs], [name for _, name in pairs]
        told = under_heads(self.names, names) if keys.level == "regency" and keys.name else None
        self.under_heads, self.names = told is not None, told or self.names
        written = (
            pd.Series(code_texts, dtype=object) if keys.glued else body[keys.code] if keys.code else None
        )
        codes = [CodeCell()] * size if written is None else read_codes(written)
        self.merged: list[str] = []
        above = [self._above(_texts(body[parent.column]), parent, keys, names) for parent in keys.parents]
        aboves = list(zip(*above, strict=True)) if above else [()] * size
        self.rows = list(map(Row._make, zip(codes, code_texts, self.names, aboves, strict=True)))

    def _above(self, cells: list[str], parent: ParentColumn, keys: Keys, names: AllNames) -> list[str]:
        """Cells of a parent column, filled downwards where they are merged ones."""
        filled = filled_down(cells, self.names, parent, names, keys.level) if keys.level else None
        if filled is None:
            return cells
        self.merged.append(parent.column)
        return filled


def _texts(cells: pd.Series) -> list[str]:
    return [cell.strip() if type(cell) is str else text_of(cell) for cell in cells.tolist()]


def _system(texts: _Texts, keys: Keys, names: AllNames, given: str | None) -> SystemFound:
    """Whose codes the code column holds."""
    column = keys.name if keys.glued else keys.code
    if column is None or keys.level is None:
        return SystemFound(None, "same")
    for system in SYSTEMS:
        if given == system:
            return SystemFound(system, "given")
    declared: System | None = read_header(column).system
    reader, index = names.at(keys.level), names.gazetteer.index(keys.level)
    plain = [
        (row.code.digits, reader.hit(row.name).all_codes)
        for row in texts.rows
        if row.code.form == "digits" and level_of_digits(row.code.digits) == keys.level
    ]
    if not plain and declared is None:
        return SystemFound("kemendagri", "dots")
    return find_system(
        [digits for digits, _ in plain], [named for _, named in plain], keys.level, index, declared
    )


def _system_why(found: SystemFound, keys: Keys) -> tuple[tuple[str, dict[str, object]], ...]:
    if keys.code is None and not keys.glued:
        return ()
    return ((f"system_{found.why}", {"system": found.system or "", "count": found.doubtful}),)


def _judge(
    texts: _Texts, keys: Keys, names: AllNames, body: pd.DataFrame, dims: list[str], figures: Figures,
    crosswalk: Crosswalk | None,
) -> list[Judged]:  # fmt: skip
    assert keys.level is not None
    index = names.gazetteer.index(keys.level)
    names.at(keys.level).prepare(texts.names)
    parents = Parents(keys.parents, names)
    groups = (
        list(zip(*(_texts(body[column]) for column in dims), strict=True)) if dims else [()] * len(texts.rows)
    )
    habit = find_habit(texts.rows, groups, names, keys.level, _sums(texts, figures))
    by_name = NameJudge(keys.level, names, parents, habit, index)
    judge = Judge(
        keys.level,
        names,
        parents,
        keys.system,
        by_name,
        index,
        names.at(keys.level),
        names.upper_keys(keys.level),
    )
    used = used_pairs(texts.rows, crosswalk, judge)
    judged = with_pairs([judge.judge(row) for row in texts.rows], texts.rows, used, judge)
    judged = capital(strays(judged, texts.rows, keys.level), texts.rows, keys.level, names)
    return duplicates(judged, groups)


def _sums(texts: _Texts, figures: Figures) -> frozenset[str]:
    """Names of rows whose figures are the sum of all the others."""
    if not figures.numbers or len(texts.rows) > 5000:
        return frozenset()
    values = np.column_stack([series.to_numpy(dtype="float64") for series in figures.numbers.values()])
    largest = (
        {int(at) for at in np.argmax(np.nan_to_num(values, nan=-np.inf), axis=0)} if len(values) else set()
    )
    others = np.array([not is_total_word(name) for name in texts.names], dtype=bool)
    return frozenset(
        texts.names[at] for at in largest if texts.names[at] and sums_of_others(values, at, others)
    )
