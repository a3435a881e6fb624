"""Accepted pairs among the verdicts: they settle what a row leaves open, and never override what it says plainly."""

from __future__ import annotations

from collections.abc import Sequence

from geodata.join.crosswalk import LEAVE_OUT, Crosswalk, row_key
from geodata.join.errors import JoinError
from geodata.join.judge import Judge
from geodata.join.likeness import alike
from geodata.join.second_look import strays
from geodata.join.suggest import LEAST_LIKE
from geodata.join.verdict import Judged, Row

__all__ = ["used_pairs", "with_pairs"]

# Verdicts whose candidates are all that the row can mean.
_CLOSED = frozenset({"ambiguous_kind", "ambiguous_former", "ambiguous_system"})
_HABITS = frozenset({"name_habit", "name_pair"})


def used_pairs(rows: Sequence[Row], crosswalk: Crosswalk | None, judge: Judge) -> dict[int, str]:
    """Places (or `LEAVE_OUT`) that the crosswalk has for rows, by position.

    Raises
    ------
    JoinError
        If one is no place of the level.
    """
    if not crosswalk:
        return {}
    keys = {at: row_key(row.code_text, row.name, row.above) for at, row in enumerate(rows)}
    used = {at: crosswalk.pairs[key] for at, key in keys.items() if key in crosswalk.pairs}
    strange = sorted({code for code in used.values() if code != LEAVE_OUT and code not in judge.index.names})
    if strange:
        what = f"The crosswalk names places that are not among the places of this level ({judge.level}); take these pairs out."
        raise JoinError(what, [f"{code} is no {judge.level} here" for code in strange])
    return used


def with_pairs(judged: list[Judged], rows: Sequence[Row], used: dict[int, str], judge: Judge) -> list[Judged]:
    """Put the pairs in place of the verdicts that the rows have alone; a pair that contradicts its row is a conflict."""
    if not used:
        return judged
    doubted = {at: _contradicted(rows[at], judged[at], code, judge) for at, code in used.items()}
    trial = [_by_pair(used[at]) if at in used and not doubted[at] else one for at, one in enumerate(judged)]
    # A name that leads far away from all other rows was put to a person: what came of that is no contradiction.
    looked = strays(trial, rows, judge.level)
    return [
        one
        if not doubted.get(at)
        else _by_pair(used[at])
        if looked[at].reason[0] == "ambiguous_stray"
        else _conflict(used[at], doubted[at])
        for at, one in enumerate(trial)
    ]


def _by_pair(code: str) -> Judged:
    if code == LEAVE_OUT:
        return Judged("left_out", reason=("left_out", {}))
    return Judged("crosswalk", code, ("crosswalk", {}), (code,))


def _conflict(code: str, said: tuple[str, ...]) -> Judged:
    return Judged(
        "conflict", reason=("conflict_pair", {"pair": code, "place": said}), candidates=(*said, code)
    )


def _contradicted(row: Row, alone: Judged, code: str, judge: Judge) -> tuple[str, ...]:
    """Places that the row says plainly, where the pair's is none of them; else nothing."""
    said = _said(row, alone, judge)
    if code == LEAVE_OUT or not said or code in said:
        return ()
    hit = judge.reader.hit(row.name)
    # Code and a misspelt name disagree: the pair may be the place that the name resembles.
    misspelt = alone.verdict == "conflict" and row.name and not hit.found
    if misspelt and any(alike(hit.key, key) >= LEAST_LIKE for key in judge.index.keys[code]):
        return ()
    return said


def _said(row: Row, alone: Judged, judge: Judge) -> tuple[str, ...]:
    """Places that a row says, of which a person may choose; empty where it leaves open what it means."""
    which, named = alone.reason[0], judge.reader.hit(row.name).all_codes
    if alone.verdict == "conflict":
        return tuple(dict.fromkeys([*alone.candidates, *named]))
    if which in _CLOSED:
        return alone.candidates
    if which in _HABITS:
        above = judge.parents.above(row.above)
        return tuple(code for code in named if above.holds(code))
    return (alone.code,) if alone.verdict in {"code", "bps_code", "name"} else ()
