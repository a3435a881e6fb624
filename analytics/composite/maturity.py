"""Levels of maturity: thresholds on the score and on the weakest of its parts, out of a file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analytics.composite.errors import FrameworkError
from analytics.composite.framework import ROOT_COLUMN
from analytics.composite.reading import FilePath, shipped_path, toml_tables
from analytics.composite.result import CompositeResult

__all__ = ["Level", "MaturityScheme", "maturity_levels"]

STATUSES = ("example", "official")
_HAIR = 1e-9  # 60 added up from fifths must reach 60
_HEAD = ("id", "version", "status", "framework", "source", "note")
_LEVEL = ("name_en", "name_id", "score", "weakest")


@dataclass(frozen=True)
class Level:
    """One level.

    Attributes
    ----------
    name_en, name_id
        Its name.
    score
        Least score of the index, 0 to 100.
    weakest
        Least score of every part right below the root that has one, 0 to 100.
    """

    name_en: str
    name_id: str
    score: float
    weakest: float = 0.0


@dataclass(frozen=True)
class MaturityScheme:
    """Levels from the lowest, which everybody with a score has, to the highest.

    Attributes
    ----------
    id, version, source, note
        What it is and who made it.
    status
        ``example`` or ``official``; an example has to be called one wherever it is shown.
    framework
        Id of the framework whose scores it is for.
    levels
        Lowest first; level 1 is the first.

    Raises
    ------
    FrameworkError
        With every fault.
    """

    id: str
    status: str
    framework: str
    levels: tuple[Level, ...]
    version: str = "1"
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise FrameworkError(f"The scheme {self.id!r} cannot be used; correct:", faults)

    @staticmethod
    def from_file(path: FilePath) -> MaturityScheme:
        """Read a scheme (TOML: ``[scheme]`` and ``[level.1]``, ``[level.2]``, …).

        Raises
        ------
        FrameworkError
            With every fault of the file at once.
        """
        return _parsed(toml_tables(path), str(path))

    @staticmethod
    def shipped(name: str = "maturity") -> MaturityScheme:
        """The example that travels with the program."""
        return MaturityScheme.from_file(shipped_path(name))


def maturity_levels(scheme: MaturityScheme, result: CompositeResult) -> pd.DataFrame:
    """Level of each place.

    A place has the highest level of which its score reaches ``score`` and every part right below the root that has a score
    reaches ``weakest``.

    Parameters
    ----------
    scheme
        The levels.
    result
        Scores of the framework that the scheme is for.

    Returns
    -------
    pandas.DataFrame
        Index of the scores. ``level`` (1 to the number of levels, <NA> without a score); ``level_low, level_high`` (with the
        lowest and the highest plausible scores; a part without a score may be anything); ``coverage`` (0 to 1);
        ``held_back_by`` (what the next level fails on: ``score``, or the lowest part; "" at the highest level or without a
        level) and ``lacking`` (points that it lacks for it, NaN where nothing does).
    """
    parts = list(result.children[ROOT_COLUMN])
    root, inner = result.scores[ROOT_COLUMN], result.scores[parts]
    scored = root.notna()
    level = _level(scheme, root, inner.min(axis=1))
    low = _level(scheme, result.low[ROOT_COLUMN], result.low[parts].fillna(0.0).min(axis=1))
    high = _level(scheme, result.high[ROOT_COLUMN], result.high[parts].fillna(100.0).min(axis=1))
    table = pd.DataFrame({"level": level, "level_low": low, "level_high": high}, index=root.index).astype(
        "Int64"
    )
    table = table.where(scored)
    table["coverage"] = result.coverage[ROOT_COLUMN]
    held, lacking = _next(scheme, table["level"], root, inner)
    return table.assign(held_back_by=held, lacking=lacking)


def _level(scheme: MaturityScheme, score: pd.Series[float], weakest: pd.Series[float]) -> pd.Series[int]:
    reached = [(score >= one.score - _HAIR) & ~(weakest < one.weakest - _HAIR) for one in scheme.levels]
    return sum((one.astype("int64") for one in reached[1:]), reached[0].astype("int64"))


def _next(
    scheme: MaturityScheme, level: pd.Series[int], score: pd.Series[float], parts: pd.DataFrame
) -> tuple[pd.Series[str], pd.Series[float]]:
    """What the next level fails on, and by how many points."""
    climbs = level.notna() & (level < len(scheme.levels)).fillna(False)
    above = level.where(climbs, 1).astype(
        "int64"
    )  # position of the next level, as the first has the number 1
    wanted = above.clip(upper=len(scheme.levels) - 1)
    short = wanted.map(lambda k: scheme.levels[k].score) - score
    weakest = parts.fillna(np.inf).idxmin(axis=1)
    gap = wanted.map(lambda k: scheme.levels[k].weakest) - parts.min(axis=1)
    by_score = short > _HAIR
    held = weakest.where(~by_score, ROOT_COLUMN).where(climbs, "")
    return held, short.where(by_score, gap).where(climbs)


def _faults(scheme: MaturityScheme) -> list[str]:
    found = []
    if scheme.status not in STATUSES:
        found.append(f"[scheme] status must be example or official, it is {scheme.status!r}")
    found += [
        f"[scheme] must have {key}" for key in ("id", "framework", "source") if not getattr(scheme, key)
    ]
    if len(scheme.levels) < 2:
        found.append(f"there must be at least two levels, there are {len(scheme.levels)}")
    for k, level in enumerate(scheme.levels, 1):
        if not (0 <= level.score <= 100 and 0 <= level.weakest <= 100):
            found.append(
                f"[level.{k}] score and weakest must be 0 to 100, they are {level.score} and {level.weakest}"
            )
        if not (level.name_en and level.name_id):
            found.append(f"[level.{k}] must have name_en and name_id")
    if scheme.levels and (scheme.levels[0].score, scheme.levels[0].weakest) != (0.0, 0.0):
        found.append("[level.1] must start at score 0 with no weakest: everybody with a score has a level")
    for k, (below, above) in enumerate(pairwise(scheme.levels), 2):
        if not (below.score < above.score and below.weakest <= above.weakest):
            found.append(
                f"[level.{k}] must ask for a higher score than the level below it, and for no lower weakest part"
            )
    return found


def _parsed(content: Mapping[str, Any], name: str) -> MaturityScheme:
    faults = []
    head, levels = content.get("scheme", {}), content.get("level", {})
    if not isinstance(head, Mapping) or not isinstance(levels, Mapping):
        raise FrameworkError(f"{name} must have the tables [scheme] and [level.1], [level.2], …")
    faults += [f"[scheme] has the unknown key {key!r}" for key in head if key not in _HEAD]
    faults += [
        f"[scheme] {key} must be a text, it is {head[key]!r}"
        for key in head
        if not isinstance(head[key], str)
    ]
    wanted = [str(k) for k in range(1, len(levels) + 1)]
    if sorted(levels) != sorted(wanted):
        faults.append(f"levels must be numbered {', '.join(wanted)}, they are {', '.join(levels)}")
    order = sorted(levels, key=lambda one: (len(one), one))
    read = [_parsed_level(key, levels[key], faults) for key in order]
    texts = {key: value for key, value in head.items() if key in _HEAD and isinstance(value, str)}
    try:
        scheme = MaturityScheme(levels=tuple(read), **{"id": "", "status": "", "framework": "", **texts})
    except FrameworkError as error:
        raise FrameworkError(f"{name} is no scheme of levels; correct:", [*faults, *error.faults]) from None
    if faults:
        raise FrameworkError(f"{name} is no scheme of levels; correct:", faults)
    return scheme


def _parsed_level(key: str, table: Any, faults: list[str]) -> Level:
    if not isinstance(table, Mapping):
        faults.append(f"[level.{key}] must be a table, it is {table!r}")
        return Level("?", "?", 0.0)
    faults += [f"[level.{key}] has the unknown key {one!r}" for one in table if one not in _LEVEL]
    numbers = {}
    for one in ("score", "weakest"):
        value = table.get(one, 0.0)
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        if not good or (one == "score" and one not in table):
            faults.append(f"[level.{key}] {one} must be a number, it is {table.get(one)!r}")
        numbers[one] = float(value) if good else 0.0
    return Level(
        str(table.get("name_en", "")), str(table.get("name_id", "")), numbers["score"], numbers["weakest"]
    )
