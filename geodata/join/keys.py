"""Which columns of a table say what place a row is, and why they were chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from geodata.codes import LEVELS, Level
from geodata.join.errors import JoinError
from geodata.join.lookup import AllNames
from geodata.join.profile import CodeProfile, NameProfile, Profile, profile_column
from geodata.join.systems import System

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Keys", "ParentColumn", "Why", "find_keys"]

Why: TypeAlias = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class ParentColumn:
    """A column that says in which place above a row lies."""

    column: str
    level: Level
    kind: Literal["name", "code"]


@dataclass(frozen=True)
class Keys:
    """What was used as key.

    Attributes
    ----------
    code, name
        Columns of the table (as in `JoinResult.shaped.table`), None without one.
    parents
        Columns that name places above, from the highest level down.
    level
        Level of the rows; None where nothing tells.
    system
        Whose codes the code column holds: "kemendagri", "bps", or None without codes or where it stays open.
    why
        Reasons as pairs of an id and its values; `JoinResult.key_texts(lang)` gives the sentences.
    glued
        Whether the cells of `name` hold the code as well, as in "3510 - Banyuwangi".
    """

    code: str | None = None
    name: str | None = None
    parents: tuple[ParentColumn, ...] = ()
    level: Level | None = None
    system: System | None = None
    why: tuple[Why, ...] = field(default=())
    glued: bool = False

    @property
    def columns(self) -> list[str]:
        """Every column that serves as a key."""
        return [
            column
            for column in (self.code, self.name, *(p.column for p in self.parents))
            if column is not None
        ]


@dataclass(frozen=True)
class Wanted:
    """What a person said about the keys."""

    code: str | None = None
    name: str | None = None
    parents: tuple[str, ...] = ()
    level: Level | None = None


def find_keys(table: pd.DataFrame, roles: Mapping[str, str], names: AllNames, wanted: Wanted) -> Keys:
    """Find the key columns of a table.

    Parameters
    ----------
    table
        Rows and columns in shape.
    roles
        Role of each column ("year", "number", "text", …) by its name.
    names
        Reader of names of every level.
    wanted
        What a person said; it wins.

    Raises
    ------
    JoinError
        If a column that was named is not in the table.
    """
    _check_columns(table, wanted)
    profiles = [
        profile_column(
            column,
            table[column],
            names,
            year=roles.get(column) == "year",
            wanted=wanted.level,
            given=column in {wanted.code, wanted.name, *wanted.parents},
        )
        for column in table.columns
    ]
    by_column = {profile.column: profile for profile in profiles}
    code = _given_code(wanted, by_column)
    name = _given_name(wanted, by_column, names)
    level = wanted.level or _level([code] if code else [], [name] if name else [], profiles, wanted)
    if level is None:
        return Keys(why=(_why_none(profiles),))
    code = code or _best_code(profiles, level, wanted)
    name = name or _best_name(profiles, level, wanted)
    code_column, name_column = code.column if code else None, name.column if name else None
    parents = _parents(profiles, level, wanted, {code_column, name_column})
    glued = code is None and name is not None and name.glued
    found = Keys(code_column, name_column, parents, level, glued=glued)
    return replace(
        found,
        why=(*_why(found, by_column, wanted), ("level", {"level": level, "given": wanted.level is not None})),
    )


def _check_columns(table: pd.DataFrame, wanted: Wanted) -> None:
    pairs = [("code", wanted.code), ("name", wanted.name), *(("parent", column) for column in wanted.parents)]
    faults = [
        f"`{role}` is {column!r}"
        for role, column in pairs
        if column is not None and column not in table.columns
    ]
    if faults:
        there = ", ".join(repr(column) for column in table.columns)
        raise JoinError(f"A key must be a column of the table; its columns are: {there or 'none'}.", faults)


def _given_code(wanted: Wanted, profiles: dict[str, Profile]) -> Profile | None:
    if wanted.code is None:
        return None
    profile = profiles[wanted.code]
    level = wanted.level or profile.header.level or LEVELS[1]
    return (
        profile if profile.codes else replace(profile, codes=CodeProfile(level, 0.0, dots=False), names=None)
    )


def _given_name(wanted: Wanted, profiles: dict[str, Profile], names: AllNames) -> Profile | None:
    if wanted.name is None:
        return None
    profile = profiles[wanted.name]
    level = wanted.level or profile.header.level or names.gazetteer.levels[0]
    return profile if profile.names else replace(profile, names=NameProfile(level, 0.0), codes=None)


def _level(
    codes: Sequence[Profile], named: Sequence[Profile], profiles: list[Profile], wanted: Wanted
) -> Level | None:
    """Take the lowest level that the named columns have, else those that the headers name, else the cells alone."""
    given = [*codes, *named]
    if given:
        return max((_level_of(profile) for profile in given), key=LEVELS.index)
    usable = [p for p in profiles if (p.codes or p.names) and p.column not in wanted.parents]
    headed = [p for p in usable if p.header.code or p.header.level or p.header.name]
    level = max((_level_of(p) for p in headed or usable), key=LEVELS.index, default=None)
    if level is None or any(_is_unread_below(p, level) for p in profiles):
        return None
    if not headed or any(p.distinct for p in headed if _level_of(p) == level):
        return level
    # Its places repeat: the rows may be of a lower level whose column has an unusual header.
    below = [p for p in usable if LEVELS.index(_level_of(p)) > LEVELS.index(level) and _share(p) >= 0.8]
    return max((_level_of(p) for p in below), key=LEVELS.index, default=level)


def _is_unread_below(profile: Profile, level: Level) -> bool:
    """Whether a column is headed as the key of a lower level but was not understood: then the rows are not of `level`."""
    header = profile.header
    if header.other or header.level is None or LEVELS.index(header.level) <= LEVELS.index(level):
        return False
    return (header.code and profile.codes is None) or (
        header.pure and profile.wordy and profile.names is None
    )


def _level_of(profile: Profile) -> Level:
    found = profile.codes or profile.names
    assert found is not None
    return found.level


def _share(profile: Profile) -> float:
    found = profile.codes or profile.names
    return found.share if found else 0.0


def _best_code(profiles: list[Profile], level: Level, wanted: Wanted) -> Profile | None:
    usable = [
        p
        for p in profiles
        if p.codes and p.codes.level == level and p.column not in {wanted.name, *wanted.parents}
    ]

    def order(profile: Profile) -> tuple[bool, bool, float, str]:
        assert profile.codes is not None
        bps = profile.header.system == "bps" and not profile.codes.dots
        return bps, not profile.header.code, -profile.codes.share, profile.column

    return min(usable, key=order, default=None)


def _best_name(profiles: list[Profile], level: Level, wanted: Wanted) -> Profile | None:
    free = [p for p in profiles if p.column not in {wanted.code, *wanted.parents}]
    usable = [p for p in free if p.names and p.names.level == level]
    if not usable:
        # A column of names that are all misspelt is still what codes are to be compared with.
        strange = [
            p for p in free if p.header.pure and p.wordy and not p.names and p.header.level in {None, level}
        ]
        usable = [replace(p, names=NameProfile(level, 0.0)) for p in strange]
    return min(
        usable, key=lambda p: (-_share(p), not (p.header.level or p.header.name), p.column), default=None
    )


def _parents(
    profiles: list[Profile], level: Level, wanted: Wanted, used: set[str | None]
) -> tuple[ParentColumn, ...]:
    """Columns of places above; where a person named some, those alone."""
    found = []
    for profile in profiles:
        if profile.column in used or (wanted.parents and profile.column not in wanted.parents):
            continue
        kind: Literal["name", "code"] = "code" if profile.codes else "name"
        if (profile.codes or profile.names) and LEVELS.index(_level_of(profile)) < LEVELS.index(level):
            found.append(ParentColumn(profile.column, _level_of(profile), kind))
        elif profile.column in wanted.parents and profile.header.level:
            found.append(ParentColumn(profile.column, profile.header.level, kind))
    return tuple(sorted(found, key=lambda parent: (LEVELS.index(parent.level), parent.column)))


def _why_none(profiles: list[Profile]) -> Why:
    """Why there is no key: no column, or one whose header and digits are codes that are mostly unknown."""
    strange = [p for p in profiles if p.strange_codes is not None]
    if not strange:
        return "no_keys", {}
    best = max(strange, key=lambda p: (p.strange_codes or 0.0, p.column))
    return "unknown_codes", {"column": best.column, "share": round(100 * (best.strange_codes or 0.0))}


def _why(keys: Keys, profiles: dict[str, Profile], wanted: Wanted) -> tuple[Why, ...]:
    reasons: list[Why] = []
    for role, column, given in (("code", keys.code, wanted.code), ("name", keys.name, wanted.name)):
        if column is None:
            continue
        profile = profiles[column]
        headed = profile.header.code if role == "code" else bool(profile.header.level or profile.header.name)
        source = "given" if given else "header" if headed else "cells"
        reasons.append((f"{role}_{source}", {"column": column, "share": round(100 * _share(profile))}))
    reasons += [("glued", {"column": keys.name})] if keys.glued else []
    reasons += [("parent", {"column": parent.column, "level": parent.level}) for parent in keys.parents]
    return tuple(reasons)
