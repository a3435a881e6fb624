"""Whose codes a column of digits holds: Kemendagri's or BPS's.

In 164 of 514 regencies the two number differently, and 149 BPS numbers are another regency's Kemendagri number (3171 is South
Jakarta for one, Central Jakarta for the other). So a column speaks one system, found from how it is written, from its
header, from the names beside it, or from codes that only one of them has; where nothing tells, nothing is assumed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeAlias

from geodata.codes import Level
from geodata.join.gazetteer import LevelIndex

__all__ = ["SYSTEMS", "System", "SystemFound", "find_system"]

System: TypeAlias = Literal["kemendagri", "bps"]
SYSTEMS: tuple[System, ...] = ("kemendagri", "bps")

# A system must be right in this share of the rows where a name tells the two apart.
_AGREED = 0.9
_FEW = 3
_MANY_CODES = 20
_EXPECTED = 5
_COUNTRY = 20


@dataclass(frozen=True)
class SystemFound:
    """Which system, and why; `system` is None where nothing tells them apart and some codes mean different places."""

    system: System | None
    why: str
    doubtful: int = 0


def find_system(
    digits: list[str], named: list[tuple[str, ...]], level: Level, index: LevelIndex, declared: System | None
) -> SystemFound:
    """Find whose digits these are.

    Parameters
    ----------
    digits
        Codes of the rows without dots.
    named
        For each row the codes of the places that its name may mean; empty where it has none.
    level, index
        Level of the codes, and its places.
    declared
        What the header says.
    """
    if declared is not None:
        return SystemFound(declared, "header")
    if level == "village":
        return _village_system(digits, named, index)
    doubtful = sum(map(index.differs, digits))
    if level == "district":  # six digits are Kemendagri's, seven are BPS's
        lengths = Counter(map(len, digits))
        return SystemFound("bps" if lengths[7] > lengths[6] else "kemendagri", "length")
    by_name = _from_names(digits, named, index)
    if by_name is not None:
        return SystemFound(by_name, "names", doubtful)
    system = _from_codes(set(digits), index)
    if system is not None:
        return SystemFound(system, "exclusive", doubtful)
    return SystemFound(None, "undecided" if doubtful else "same", doubtful)


def _from_names(digits: list[str], named: list[tuple[str, ...]], index: LevelIndex) -> System | None:
    votes: Counter[System] = Counter()
    for code, names in zip(digits, named, strict=True):
        kemendagri, bps = index.kemendagri.get(code, ""), index.bps.get(code, "")
        if not names or kemendagri == bps:
            continue
        if kemendagri in names and bps not in names:
            votes["kemendagri"] += 1
        elif bps in names and kemendagri not in names:
            votes["bps"] += 1
    total = votes.total()
    return next((system for system in SYSTEMS if total and votes[system] >= max(1, _AGREED * total)), None)


def _from_codes(digits: set[str], index: LevelIndex) -> System | None:
    """Decide from codes that exist in one system only.

    That a code is not in the bridge says nothing where the bridge has gaps, so only provinces whose places all have
    a BPS code count against BPS.
    """
    if not index.bps:
        return None
    only_bps = {code for code in index.bps if code not in index.kemendagri}
    only_kemendagri = {
        code for code in index.kemendagri if code not in index.bps and code[:2] not in index.gaps
    }
    seen_bps, seen_kemendagri = len(digits & only_bps), len(digits & only_kemendagri)
    covered = Counter(code[:2] for code in digits)
    size = Counter(code[:2] for code in index.kemendagri)
    whole = {province for province, count in covered.items() if count >= 0.8 * size[province]}
    # Only a table of the whole country must show codes of BPS's own, were it BPS's.
    expected_bps = sum(code[:2] in whole for code in only_bps) if len(whole) >= _COUNTRY else 0
    if seen_bps >= _FEW and seen_bps >= 0.02 * len(digits):
        return "bps"
    if seen_bps == 0 and (seen_kemendagri >= _FEW or expected_bps >= _EXPECTED):
        return "kemendagri"
    return None


def _village_system(digits: list[str], named: list[tuple[str, ...]], index: LevelIndex) -> SystemFound:
    """Tell Kemendagri's ten digits from BPS's, for which there is no bridge.

    A BPS number mostly is no Kemendagri number, but may be another village's; so nearly all must exist, over
    several districts, or the names must agree.
    """
    known = [(index.kemendagri.get(code), names) for code, names in zip(digits, named, strict=True)]
    agree = sum(1 for code, names in known if code and code in names)
    against = sum(1 for code, names in known if names and code not in names)
    exist = sum(1 for code, _ in known if code)
    if agree and agree >= _AGREED * (agree + against):
        return SystemFound("kemendagri", "names")
    districts = {code[:8] for code, _ in known if code}
    many = len(digits) >= _MANY_CODES and len(districts) >= _FEW
    if many and not agree + against and exist >= 0.95 * len(digits):
        return SystemFound("kemendagri", "exclusive")
    return SystemFound(None, "undecided", exist)
