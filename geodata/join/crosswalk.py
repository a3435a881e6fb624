"""Pairs that a person has accepted, kept for next month's table: what a row was called, and which place it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from geodata.codes import is_code
from geodata.join.code_cells import read_code_cell
from geodata.join.errors import JoinError
from geodata.join.names import clean

__all__ = ["LEAVE_OUT", "Crosswalk", "RowKey", "accepted_pairs", "row_key"]

RowKey: TypeAlias = tuple[str, str, str]
# What stands for a row that shall be left out, instead of a place.
LEAVE_OUT = "-"
_HEADER = ["table_code", "table_name", "table_parent", "place"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def row_key(code: str, name: str, above: Collection[str]) -> RowKey:
    """What a row was called, in a form that small differences of writing do not change."""
    digits = read_code_cell(code).digits
    return digits or clean(code), clean(name), " / ".join(clean(text) for text in above)


@dataclass(frozen=True)
class Crosswalk:
    """Accepted pairs.

    Attributes
    ----------
    pairs
        Place code by the row's code, name and place above as `row_key` gives them; `LEAVE_OUT` for rows to leave out.
    """

    pairs: Mapping[RowKey, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.pairs)

    def merged(self, other: Crosswalk) -> Crosswalk:
        """These pairs and the other's; the other's count where both have one."""
        return Crosswalk({**self.pairs, **other.pairs})

    def to_csv(self) -> str:
        """Give the pairs as CSV text, sorted; cells that a spreadsheet would take for a formula begin with an apostrophe."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_HEADER)
        for key, code in sorted(self.pairs.items()):
            writer.writerow([*(f"'{text}" if text.startswith(_FORMULA) else text for text in key), code])
        return out.getvalue()

    @classmethod
    def from_csv(cls, text: str) -> Crosswalk:
        """Read what `to_csv` wrote; a semicolon between the columns, as Indonesian Excel writes it, is read too.

        Raises
        ------
        JoinError
            If a column is missing, a place is no code or a row stands twice with different places; all faults at once.
        """
        text = text.lstrip("\ufeff")
        first = text.split("\n", 1)[0]
        rows = list(
            csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
        )
        missing = [
            column for column in _HEADER if column not in (rows[0] if rows else dict.fromkeys(_split(first)))
        ]
        if missing:
            what = f"A crosswalk is a CSV file with the columns {', '.join(_HEADER)}, as this atlas saves it."
            raise JoinError(what, [f"column {column} is missing" for column in missing])
        pairs: dict[RowKey, str] = {}
        faults = []
        for line, row in enumerate(rows, 2):
            cells = [str(row[column] or "").strip() for column in _HEADER]
            key, code = (
                row_key(cells[0], cells[1], cells[2].split(" / ") if cells[2] else ()),
                cells[3].lstrip("'"),
            )
            if not is_code(code) and code != LEAVE_OUT:
                faults.append(
                    f"line {line}: {code!r} is no place code with dots, nor {LEAVE_OUT!r} for a row to leave out"
                )
            elif pairs.get(key, code) != code:
                faults.append(
                    f"line {line}: {_shown(key)} stands for {pairs[key]} already, and here for {code}"
                )
            pairs.setdefault(key, code)
        if faults:
            raise JoinError("The crosswalk cannot be used; mend the lines named here.", faults)
        return cls(pairs)


def accepted_pairs(
    pairs: Mapping[object, str | None], keys: Mapping[object, RowKey], places: Collection[str], level: str
) -> Crosswalk:
    """Make a crosswalk of pairs of row label and place code (None for a row to leave out).

    Parameters
    ----------
    pairs
        What a person accepted.
    keys
        What each row of the table was called, by its label.
    places, level
        Codes that may be given, and their level.

    Raises
    ------
    JoinError
        If a row is not in the table, a code no place of the level, or two rows that are called alike get different
        places; all faults at once.
    """
    made: dict[RowKey, str] = {}
    faults = []
    for label, code in pairs.items():
        if label not in keys:
            faults.append(f"row {label!r} is not in the table")
        elif code and (not is_code(code) or code not in places):
            faults.append(f"row {label!r}: {code!r} is no {level} among the places")
        elif made.setdefault(keys[label], code or LEAVE_OUT) != (code or LEAVE_OUT):
            faults.append(f"row {label!r} is called like another row that got {made[keys[label]]}")
    if faults:
        raise JoinError("These pairs cannot be accepted.", faults)
    return Crosswalk(made)


def _split(line: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.replace(";", ",").split(",")]


def _shown(key: RowKey) -> str:
    return " / ".join(text for text in key if text) or "a row without a key"
