"""A second look at the verdicts, all rows together: places claimed twice, and names that lead far away from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geodata.codes import CODE_LENGTH, Level
from geodata.join.lookup import AllNames, Names
from geodata.join.verdict import Judged, Row

__all__ = ["capital", "duplicates", "strays"]

JAKARTA = "31"
_FEW = 5
_NEARLY_ALL = 0.8
_HARDLY_ANY = 0.1


def duplicates(judged: list[Judged], groups: Sequence[tuple[str, ...]]) -> list[Judged]:
    """Rows that claim the same place for the same year and indicator: none of them joins."""
    claims = Counter((one.code, group) for one, group in zip(judged, groups, strict=True) if one.code)
    if max(claims.values(), default=1) == 1:
        return judged
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


def capital(judged: list[Judged], rows: Sequence[Row], level: Level, names: AllNames) -> list[Judged]:
    """Let Jakarta stand among regencies: a province by law, governed, counted and compared as one city.

    Only where no row is one of its six: beside them its row is their total.
    """
    if level != "regency" or JAKARTA not in names.gazetteer.index("province").names:
        return judged
    if any(one.code.startswith(f"{JAKARTA}.") for one in judged):
        return judged
    reader = names.at("province")
    return [
        Judged("name", JAKARTA, ("capital", {"text": row.name, "place": JAKARTA}), (JAKARTA,))
        if one.verdict in {"not_found", "total"} and _is_jakarta(row, reader)
        else one
        for one, row in zip(judged, rows, strict=True)
    ]


def _is_jakarta(row: Row, reader: Names) -> bool:
    digits = row.code.digits
    return reader.hit(row.name).all_codes == (JAKARTA,) and digits in {"", JAKARTA, f"{JAKARTA}00"}


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
