"""The places of a join by code, by BPS code and by every name they go by; one index a level, made when first asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.codes import CODE_LENGTH, LEVELS, Level, is_code, level_of
from geodata.join.errors import JoinError
from geodata.join.former import FormerName, former_names, mothers
from geodata.join.names import key_of, kind_group, place_keys

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Gazetteer", "LevelIndex"]

NEAR = 0.85
# All codes at once, every digit a 0: a call for each of 91 000 takes ten times as long.
_ZEROS = str.maketrans("123456789", "000000000")
_FORMS = {"00", "00.00", "00.00.00", "00.00.00.0000"}
_VILLAGE_KIND = {"1": "kelurahan", "2": "desa", "3": "desa"}


@dataclass(frozen=True)
class LevelIndex:
    """Places of one level.

    Attributes
    ----------
    names, kinds
        Official name and kind by code, in the order of the places given; the kind is "" where a name cannot tell it.
    by_key
        Codes by the key of a name (official or BPS spelling).
    former
        Former names by key.
    kemendagri, bps
        Code by its digits in either system.
    keys
        Keys that a code's names have: what a name in a table is compared with.
    children
        Codes by the place above; filled when `siblings` is first asked.
    gaps
        Provinces (two digits) in which not every place has a BPS code, so that an unknown BPS code may be met there.
    """

    level: Level
    names: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    by_key: dict[str, list[str]] = field(default_factory=dict)
    former: dict[str, list[FormerName]] = field(default_factory=dict)
    kemendagri: dict[str, str] = field(default_factory=dict)
    bps: dict[str, str] = field(default_factory=dict)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    gaps: set[str] = field(default_factory=set)

    def differs(self, digits: str) -> bool:
        """Whether digits without dots may be another place's at BPS, or one that the bridge does not know."""
        kemendagri, bps = self.kemendagri.get(digits), self.bps.get(digits)
        return bool(kemendagri) and kemendagri != bps and (bool(bps) or digits[:2] in self.gaps)

    def siblings(self, parent: str) -> list[str]:
        """Codes of the places of this level that lie in `parent`."""
        if not self.children:
            for code in self.names:
                self.children.setdefault(code.rpartition(".")[0], []).append(code)
        return self.children.get(parent, [])

    def named(self, key: str, kind: str) -> list[str]:
        """Codes of places with this key whose kind is not another one."""
        found = self.by_key.get(key)
        if not found:
            return []
        return [code for code in found if not kind or not self.kinds[code] or self.kinds[code] == kind]

    def once_named(self, key: str, kind: str) -> list[FormerName]:
        """Former names with this key; one without its kind in the table may be any of them."""
        return [name for name in self.former.get(key, ()) if not kind or not name.kind or name.kind == kind]


class Gazetteer:
    """Every place given to a join.

    Parameters
    ----------
    places
        Columns `code, name`; `kind, level, bps_code, bps_name` are used where present.

    Raises
    ------
    JoinError
        If a column is missing, a code is none, or a code stands twice; all faults at once.
    """

    def __init__(self, places: pd.DataFrame) -> None:
        _check(places)
        self._places = places
        length = places["code"].str.len().to_numpy()
        self._rows = {level: np.flatnonzero(length == CODE_LENGTH[level]) for level in LEVELS}
        self._has_bps = "bps_code" in places.columns and bool(places["bps_code"].fillna("").ne("").any())
        self._made: dict[str, LevelIndex] = {}

    @classmethod
    def of(cls, places: pd.DataFrame, *, within: str | None = None) -> Gazetteer:
        """Places, or of them only one place with all below and above it: where every row of a table lies in there."""
        if within is None:
            return cls(places)
        codes = places["code"]
        above = [within[:length] for length in CODE_LENGTH.values() if length <= len(within)]
        return cls(places[codes.isin(above) | codes.str.startswith(f"{within}.")])

    @property
    def levels(self) -> list[Level]:
        """Levels of which there are places, the highest first."""
        return [level for level in LEVELS if len(self._rows[level])]

    def codes(self, level: Level) -> list[str]:
        """Codes of a level, sorted."""
        return sorted(self.index(level).names)

    def name(self, code: str) -> str:
        """Official name of a place; its code where it is not among the places."""
        return self.index(level_of(code)).names.get(code, code)

    def index(self, level: Level) -> LevelIndex:
        """Index of one level; empty where no place of it was given."""
        if level not in self._made:
            self._made[level] = self._make(level)
        return self._made[level]

    def widened(self, code: str) -> tuple[str, ...]:
        """A province's code and those of the provinces that were once part of it; any other code alone."""
        return (code, *mothers().get(code, ()))

    def _make(self, level: Level) -> LevelIndex:
        made, columns = LevelIndex(level), _lists(self._places.iloc[self._rows[level]])
        codes, names, kinds = columns["code"], columns["name"], columns["kind"]
        keys = place_keys(names, level)
        made.names.update(zip(codes, names, strict=True))
        made.kinds.update(zip(codes, _kinds(codes, names, kinds, level), strict=True))
        made.kemendagri.update(zip("\n".join(codes).replace(".", "").split("\n"), codes, strict=False))
        made.keys.update(zip(codes, keys, strict=True))
        by_key = made.by_key
        for code, own in zip(codes, keys, strict=True):
            for key in own:
                if key in by_key:
                    by_key[key].append(code)
                else:
                    by_key[key] = [code]
        _add_bps(made, columns)
        made.gaps.update(self._gaps(made))
        for former in former_names():
            if former.level == level and former.code in made.names:
                made.former.setdefault(former.key, []).append(former)
        return made

    def _gaps(self, made: LevelIndex) -> set[str]:
        """Provinces without a complete bridge; none where BPS codes were not given at all, and only Kemendagri's count."""
        if not self._has_bps or made.level == "district":  # six digits are never BPS's
            return set()
        bridged = set(made.bps.values())
        return {code[:2] for code in made.names if code not in bridged}


def _add_bps(made: LevelIndex, columns: dict[str, list[str]]) -> None:
    """Add BPS codes, and BPS spellings that are near the official name and no other place's.

    The bridge also pairs names that are quite different ("Ulu Sosa" with Sosa, though another district is called Ulu Sosa):
    such a name is no spelling, and a row that gives both ends as a conflict.
    """
    for code, digits, text in zip(columns["code"], columns["bps_code"], columns["bps_name"], strict=True):
        if digits:
            made.bps[digits] = code
        key = place_keys([text], made.level)[0][0] if text else ""
        if key and key not in made.by_key and _is_near(key, made.keys[code]):
            made.keys[code] = (*made.keys[code], key)
            made.by_key.setdefault(key, []).append(code)


def _is_near(key: str, keys: tuple[str, ...]) -> bool:
    return any(SequenceMatcher(None, key, other, autojunk=False).ratio() >= NEAR for other in keys)


def _kinds(codes: list[str], names: list[str], kinds: list[str], level: Level) -> list[str]:
    """Kinds that names in a table may state: of regencies from the official name, of villages from the code."""
    if level == "village":
        return [_VILLAGE_KIND.get(code[9], "") for code in codes]
    if level != "regency":
        return [""] * len(codes)
    first = {"kabupaten": "kabupaten", "kab": "kabupaten", "kota": "kota"}
    return [
        kind_group(kind) if kind else first.get(key_of(name.split(" ", 1)[0]), "")
        for name, kind in zip(names, kinds, strict=True)
    ]


def _lists(places: pd.DataFrame) -> dict[str, list[str]]:
    """Columns as lists of texts; columns that are not there are blank."""
    lists = {}
    for column in ("code", "name", "kind", "bps_code", "bps_name"):
        cells: list[Any] = places[column].tolist() if column in places.columns else [""] * len(places)
        lists[column] = [cell if type(cell) is str else "" for cell in cells]
    return lists


def _check(places: pd.DataFrame) -> None:
    missing = [column for column in ("code", "name") if column not in places.columns]
    if missing:
        faults = [f"column {column} is missing" for column in missing]
        raise JoinError(
            "`places` must have the columns code and name, as `store.place_table()` gives them.", faults
        )
    codes = places["code"].tolist()
    faults = []
    if not all(type(code) is str for code in codes) or not _FORMS.issuperset(
        "\n".join(codes).translate(_ZEROS).split("\n")
    ):
        faults += [
            f"row {row}: {code!r} is no place code"
            for row, code in places["code"].items()
            if not is_code(code)
        ]
    if len(set(codes)) < len(codes):
        again = places["code"][places["code"].duplicated()].unique()
        faults += [f"code {code} stands in several rows" for code in again]
    if not len(places):
        faults.append("there is no place in it")
    if faults:
        raise JoinError("`places` must have one row a place, with Kemendagri codes with dots.", faults)
