"""Whether the totals that a table states are the sums of its own rows.

A total is a sum, an average, or of more places than the table holds; only the first can be wrong. So a row of a total is held
against its parts, and told only where the figures themselves say that it was meant to be their sum:

* An average lies between the smallest and the largest of its parts, a sum of several positive numbers above the largest.
  Between them nothing is said, unless two other totals of the column are sums to the last digit.
* Which rows a total claims to cover is found by trying: those of the place it names, those above it or below it up to the next
  total, all of them. What fits in most columns counts.
* The column must add up: at least half of its totals are near the sum of their rows.
* Where nothing fits, a total is told only where it is near: within a tenth, because the row "INDONESIA" above a few cities is
  no mistake; within a half for the one "Jumlah" of a table, which speaks of the rows that are there.
* Where a part has no number, the total may know it: nothing is said.
* What rounding explains is no difference: three times the spread of the sum of rounded parts; of measures with decimals
  a hundred-thousandth is none either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.join.balance import exact_sum
from geodata.join.names import clean
from geodata.join.verdict import JOINED, SET_ASIDE, Judged, Row

__all__ = ["check_totals"]

_COLUMNS = {
    "row": "object", "name": "str", "column": "str", "stated": "float64", "summed": "float64", "difference": "float64",
}  # fmt: skip
_AVERAGE = re.compile(r"rata[ -]?rata|rerata|average|mean|median")
_WORD = re.compile(r"^(?:grand total|jumlah|total|jml|keseluruhan|semua|seluruh)\b")
_FEWEST, _PROVEN, _MOST = 2, 2, 500
_NEAR, _SAME_TABLE = 0.1, 0.5
_SPREADS = 3
_TRIFLE = 1e-5

Positions = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Total:
    """A row of a total and the rows that it may cover, likeliest first; `alone` where it is the only total of its group."""

    at: int
    name: str
    parts: list[Positions]
    alone: bool


def check_totals(
    judged: Sequence[Judged],
    rows: Sequence[Row],
    numbers: Mapping[str, pd.Series],
    groups: Sequence[tuple[str, ...]],
    above: Callable[[str], Sequence[str]],
) -> pd.DataFrame:
    """Totals that are not the sum of their rows.

    Parameters
    ----------
    judged, rows
        Verdict and key cells of each row.
    numbers
        float64 by column.
    groups
        What tells several rows of one place apart: a total covers rows of its own year and indicator.
    above
        Codes of the places above that a name may mean.

    Returns
    -------
    DataFrame
        `row` (position), `name, column, stated, summed, difference` (stated less summed).
    """
    totals = [at for at, one in enumerate(judged) if one.verdict == "total"]
    if not totals or len(totals) > _MOST or not numbers:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _COLUMNS.items()})
    columns = {name: series.to_numpy(dtype="float64") for name, series in numbers.items()}
    filled = np.isfinite(np.column_stack(list(columns.values()))).any(axis=1)
    totals = [at for at in totals if filled[at]]  # the head of a section states nothing
    part = filled & np.array([one.verdict not in SET_ASIDE for one in judged], dtype=bool)
    found = list(_totals(totals, judged, rows, groups, part, above))
    chosen = [(total, _covered(total, columns)) for total in found]
    lines = [line for name, values in columns.items() for line in _differences(name, values, chosen)]
    lines.sort(key=lambda line: line[0])
    frame = pd.DataFrame(lines, columns=list(_COLUMNS))
    return frame.astype({name: kind for name, kind in _COLUMNS.items() if name != "row"})


def _totals(
    totals: Sequence[int], judged: Sequence[Judged], rows: Sequence[Row], groups: Sequence[tuple[str, ...]],
    part: npt.NDArray[np.bool_], above: Callable[[str], Sequence[str]],
) -> Iterator[_Total]:  # fmt: skip
    of_group: dict[tuple[str, ...], list[int]] = {}
    for at, group in enumerate(groups):
        of_group.setdefault(group, []).append(at)
    is_total = set(totals)
    codes = [one.code if one.verdict in JOINED else "" for one in judged]
    for at in totals:
        row = rows[at]
        name = row.name or row.code_text or next((text for text in reversed(row.above) if text), "")
        text = clean(name)
        if _AVERAGE.search(text):
            continue
        members = np.array(of_group[groups[at]], dtype=np.intp)
        others = [one for one in members.tolist() if one in is_total and one != at]
        start = max((one for one in others if one < at), default=-1)
        end = min((one for one in others if one > at), default=len(judged))
        inside = members[part[members]]
        blocks = [inside[(inside > start) & (inside < at)], inside[(inside > at) & (inside < end)]]
        places = [
            np.array([one for one in inside.tolist() if codes[one].startswith(f"{code}.")], dtype=np.intp)
            for code in above(name)
        ]
        yield _Total(at, name, [inside, *places, *blocks], not others and bool(_WORD.match(text)))


def _covered(total: _Total, columns: Mapping[str, Floats]) -> tuple[Positions, bool] | None:
    """Rows that a total covers, and whether it is their sum in some column."""
    best: tuple[float, float, Positions] | None = None
    for parts in total.parts:
        if len(parts) < _FEWEST:
            continue
        fits, nearest = 0, np.inf
        for values in columns.values():
            measured = _measured(values, total.at, parts)
            if measured is None:
                continue
            stated, there = measured
            off = abs(stated - there.sum())
            fits += off <= _allowance(there, stated) and stated > there.max()
            nearest = min(nearest, off / abs(stated) if stated else np.inf)
        if best is None or (fits, -nearest) > best[:2]:
            best = (fits, -nearest, parts)
    return None if best is None else (best[2], best[0] > 0)


def _measured(values: Floats, at: int, parts: Positions) -> tuple[float, Floats] | None:
    """What a total states, and its parts; None where a number is missing, which the total may well count."""
    there, stated = values[parts], float(values[at])
    return (stated, there) if np.isfinite(stated) and np.isfinite(there).all() else None


def _allowance(parts: Floats, stated: float) -> float:
    """What rounding may explain: each part is off by half of its last place at most, each its own way; so is the total."""
    spread = _last_place(parts) * _SPREADS * np.sqrt(len(parts) / 12)
    return float(spread + 0.5 * _last_place(np.array([stated]))) + 1e-9 * abs(stated)


def _last_place(numbers: Floats) -> float:
    """Value of the last decimal place that some numbers are written with (1 for whole ones)."""
    for decimals in range(7):
        if np.abs(np.rint(numbers * 10.0**decimals) / 10.0**decimals - numbers).max() < 1e-9:
            return float(10.0**-decimals)
    return 1e-7


def _differences(
    column: str, values: Floats, chosen: Sequence[tuple[_Total, tuple[Positions, bool] | None]]
) -> Iterator[tuple[int, str, str, float, float, float]]:
    """Totals of one column that are no sums though they were meant to be."""
    compared = []
    for total, covered in chosen:
        measured = None if covered is None else _measured(values, total.at, covered[0])
        if covered is not None and measured is not None:
            compared.append((total, covered[1], *measured))
    offs = [abs(stated - parts.sum()) for _total, _fits, stated, parts in compared]
    exact = sum(
        off <= 1e-9 * abs(stated) and stated > parts.max()
        for off, (_total, _fits, stated, parts) in zip(offs, compared, strict=True)
    )
    adding = sum(
        off <= max(_NEAR * abs(stated), _allowance(parts, stated)) and stated > parts.max()
        for off, (_total, _fits, stated, parts) in zip(offs, compared, strict=True)
    )
    proven = exact >= _PROVEN
    for off, (total, fits, stated, parts) in zip(offs, compared, strict=True):
        whole = _last_place(np.append(parts, stated)) == 1
        allowed = 1e-9 * abs(stated) if proven and whole else _allowance(parts, stated)
        if not whole:
            allowed = max(allowed, _TRIFLE * abs(stated))
        near = _SAME_TABLE if total.alone or fits or proven else _NEAR
        between = parts.min() <= stated <= parts.max()
        if off <= allowed or off > near * abs(stated) or (between and not proven) or parts.min() < 0:
            continue
        if not total.alone and 2 * adding < len(compared):
            continue
        summed = exact_sum(parts)
        yield total.at, total.name, column, stated, float(summed), float(Fraction(repr(stated)) - summed)
