"""A second look at the verdicts, all rows together: places claimed twice, and names that lead far away from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geodata.codes import CODE_LENGTH, Level
from geodata.join.verdict import Judged, Row

__all__ = ["duplicates", "strays"]

_FEW = 5
_NEARLY_ALL = 0.8
_HARDLY_ANY = 0.1


def duplicates(judged: list[Judged], groups: Sequence[tuple[str, ...]]) -> list[Judged]:
    """Rows that claim the same place for the same year and indicator: none of them joins."""
    claims = Counter((one.code, group) for one, group in zip(judged, groups, strict=True) if one.code)
    return [
        Judged(
            "duplicate",
            reason=("duplicate", {"place": one.code, "count": claims[one.code, group]}),
            candidates=(one.code,),
        )
        if one.code and claims[one.code, group] > 1
        else one
        for one, group in zip(judged, groups, strict=True)
    ]


def strays(judged: list[Judged], rows: Sequence[Row], level: Level) -> list[Judged]:
    """Put to a person the rows that a name alone has led into another regency than nearly all others.

    A district or village that the official list lacks, because it is new or written differently, may bear the name of another
    one far away: among the districts of one regency, a single one elsewhere is more likely that than the place meant.
    """
    if level in {"province", "regency"}:
        return judged
    length = CODE_LENGTH["regency"]
    regencies = Counter(one.code[:length] for one in judged if one.code)
    total = regencies.total()
    home, most = max(regencies.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if most < _FEW or most < _NEARLY_ALL * total:
        return judged
    few = _HARDLY_ANY * total
    return [
        _stray(one, row, home) if _is_by_name_alone(one, row) and regencies[one.code[:length]] <= few else one
        for one, row in zip(judged, rows, strict=True)
    ]


def _is_by_name_alone(judged: Judged, row: Row) -> bool:
    return judged.verdict in {"name", "former_name"} and not any(row.above)


def _stray(judged: Judged, row: Row, home: str) -> Judged:
    reason = ("ambiguous_stray", {"place": judged.code, "text": row.name, "home": home})
    return Judged("ambiguous", reason=reason, candidates=judged.candidates)
