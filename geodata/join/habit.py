"""What the table as a whole says about its rows: how it writes kabupaten and kota, and whether it has rows of totals.

BPS writes "Bandung" for the regency and "Kota Bandung" for the city. That is a habit of a table, not a rule: it counts only
where every city that can be told carries its "Kota" and no row carries a word for the regency, or where the city of the
same name stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from geodata.codes import CODE_LENGTH, LEVELS, Level
from geodata.join.lookup import AllNames, Hit
from geodata.join.names import explicit_level
from geodata.join.verdict import Row

__all__ = ["Habit", "find_habit"]

_Dims: TypeAlias = dict[str, list[tuple[str, ...]]]

_CITIES = 3
_TOLD = 5


@dataclass(frozen=True)
class Habit:
    """How a table writes its places.

    Attributes
    ----------
    level
        Level of its rows.
    bare_is_kabupaten
        Whether a name without its kind is a kabupaten throughout.
    kind_throughout
        Whether every name says its kind, but for those that are the name of a place above as well.
    paired
        Keys that stand as often with "Kota" as bare, for the same years.
    sums
        Names of rows whose figures are the sum of the other rows.
    rows, names
        The rows, and the reader of names; what else they tell is looked up when a row needs it.
    """

    level: Level = "regency"
    bare_is_kabupaten: bool = False
    kind_throughout: bool = False
    paired: frozenset[str] = frozenset()
    sums: frozenset[str] = frozenset()
    rows: Sequence[Row] = ()
    names: AllNames | None = None

    @cached_property
    def scope(self) -> frozenset[str]:
        """Places above those that the table names for certain: a row of totals is of one of these."""
        return frozenset(_scope(self.rows, self.names, self.level)) if self.names else frozenset()

    @cached_property
    def totals(self) -> frozenset[str]:
        """Places above the level that have a row of their own whose name can mean nothing else."""
        return (
            frozenset(_totals(self.rows, self.names, self.level, self.scope)) if self.names else frozenset()
        )

    def choose(self, hit: Hit, codes: Sequence[str]) -> tuple[str | None, str]:
        """The place meant by a bare name, and which habit told; None where none does."""
        if self.level != "regency" or hit.kind:
            return None, ""
        former = {name.code: name.kind for name in hit.former}
        bare = [code for code in codes if (former.get(code) or self.kind_of_regency(code)) == "kabupaten"]
        if len(bare) != 1:
            return None, ""
        if hit.key in self.paired:
            return bare[0], "name_pair"
        return (bare[0], "name_habit") if self.bare_is_kabupaten else (None, "")

    @staticmethod
    def kind_of_regency(code: str) -> str:
        """Kind that the number of a regency says."""
        return "kota" if code[3] >= "7" else "kabupaten"

    def may_be_total(self, row: Row, hit: Hit, twin: str, *, filled: bool) -> bool:
        """Whether a bare name may as well be the row of a total of the place above that has the same name.

        Parameters
        ----------
        row, hit
            The row and what its name may mean.
        twin
            Code of the place above with this name.
        filled
            Whether the row says in a column of its own what lies above it.
        """
        if hit.kind or filled or explicit_level(row.name) == self.level or twin in self.totals:
            return False
        return self.level == "regency" or bool(self.totals) or row.name in self.sums

    def is_total(self, row: Row, hit: Hit) -> bool:
        """Whether a bare name that a place above bears as well is the row of its total: every other name says its kind."""
        return self.kind_throughout and not hit.kind and explicit_level(row.name) != self.level

    def is_no_city(self, hit: Hit, code: str) -> bool:
        """Whether a bare name can be no city, because cities carry "Kota" here or this one has its own row."""
        return (
            self.level == "regency"
            and self.kind_of_regency(code) == "kota"
            and (self.bare_is_kabupaten or hit.key in self.paired)
        )


def find_habit(
    rows: Sequence[Row], dims: Sequence[tuple[str, ...]], names: AllNames, level: Level, sums: frozenset[str]
) -> Habit:
    """Look at all rows of a table before any of them is judged.

    Parameters
    ----------
    rows, dims
        Keys of the rows, and what tells several rows of one place apart (years, indicators).
    names, level
        Reader of names, and the level of the rows.
    sums
        Names of rows whose figures are the sum of the others.
    """
    if level != "regency":
        return Habit(level, sums=sums, rows=rows, names=names)
    kinds, with_kota, with_kabupaten, bare = _kinds(rows, dims, names)
    habit = not with_kabupaten and not kinds["bare city"] and len(with_kota) >= _CITIES
    paired = {key for key, found in bare.items() if sorted(with_kota.get(key, [])) == sorted(found)}
    throughout = kinds["told"] >= _TOLD and not kinds["bare"]
    return Habit(level, habit, throughout, frozenset(paired - with_kabupaten), sums, rows, names)


def _kinds(
    rows: Sequence[Row], dims: Sequence[tuple[str, ...]], names: AllNames
) -> tuple[Counter[str], _Dims, set[str], _Dims]:
    """How regencies are written: counts, years by the key of names with Kota, keys with Kabupaten, years by bare keys."""
    kinds: Counter[str] = Counter()
    with_kota: _Dims = {}
    bare: _Dims = {}
    with_kabupaten: set[str] = set()
    for row, dim in zip(rows, dims, strict=True):
        hit = names.at("regency").hit(row.name)
        if not hit.found:
            continue
        kinds["told"] += bool(hit.kind)
        if hit.kind == "kota":
            with_kota.setdefault(hit.key, []).append(dim)
        elif hit.kind:
            with_kabupaten.add(hit.key)
        else:
            bare.setdefault(hit.key, []).append(dim)
            kinds["bare"] += not names.above(row.name, "regency")
            kinds["bare city"] += (
                len(hit.all_codes) == 1 and Habit.kind_of_regency(hit.all_codes[0]) == "kota"
            )
    return kinds, with_kota, with_kabupaten, bare


def _scope(rows: Sequence[Row], names: AllNames, level: Level) -> set[str]:
    """Places above the places that the rows name for certain."""
    reader, index = names.at(level), names.gazetteer.index(level)
    parents: set[str] = set()
    for row in rows:
        codes = reader.hit(row.name).all_codes
        if len(codes) == 1:
            parents.add(_above(codes[0]))
        digits = row.code.digits
        parents.update(_above(code) for code in (index.kemendagri.get(digits), index.bps.get(digits)) if code)
    return {parent[:length] for parent in parents for length in CODE_LENGTH.values() if length <= len(parent)}


def _above(code: str) -> str:
    """Code of the place above, without a check that takes time."""
    return code.rpartition(".")[0]


def _totals(rows: Sequence[Row], names: AllNames, level: Level, scope: frozenset[str]) -> Iterable[str]:
    """Places above that a row names which can be no place of this level."""
    if level == LEVELS[0]:
        return
    reader = names.at(level)
    for text in dict.fromkeys(row.name for row in rows):
        if text and not reader.hit(text).found:
            found = [code for code in names.above(text, level) if code in scope]
            if len(found) == 1:
                yield found[0]
