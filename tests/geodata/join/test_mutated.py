"""Thousands of spoilt tables from a seed: no row joins a wrong place, no error escapes, no figure gets lost."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from geodata.join import JoinResult, join_table

if TYPE_CHECKING:
    from tests.geodata.join.mutator import Mutator, Spoilt

TABLES = 5000
SHORT = 120
PARTS = 20


def wrong_joins(result: JoinResult, table: Spoilt) -> list[str]:
    found = []
    for row, code in result.outcome[["row", "code"]].itertuples(index=False):
        if code and table.truth.get(row) != code:
            found.append(f"row {row} is {table.truth.get(row)!r} and joined {code}")
    return found


def balance_faults(result: JoinResult, table: Spoilt) -> list[str]:
    """Compare the balance with sums made from the decimals that the table was written from."""
    balance, outcome = result.balance, result.outcome
    faults = (
        [] if (balance["total"] == balance["joined"] + balance["left_over"]).all() else ["it does not add up"]
    )
    joined = {row for row, code in outcome[["row", "code"]].itertuples(index=False) if code}
    aside = set(outcome.loc[outcome["verdict"].isin(["total", "note"]), "row"])
    heads = [
        column for column in ("Penduduk (jiwa)", "Luas (km2)", "Anggaran (Rp)") if column in balance.index
    ]
    for at, column in enumerate(heads):
        for name, rows in (("joined", joined), ("total", set(table.truth) - aside)):
            values = [table.figures[row][at] for row in rows]
            exact = sum((value for value in values if value is not None), Decimal(0))
            if abs(Fraction(balance.at[column, name]) - Fraction(exact)) > Fraction(abs(exact)) / 2**50:
                faults.append(f"{column}: {name} is {balance.at[column, name]}, not {exact}")
    return faults


@pytest.mark.parametrize("part", range(PARTS))
def test_no_wrong_join(mutator: Mutator, part: int, full: bool) -> None:  # noqa: FBT001 -- a fixture
    joined = places = 0
    for number in range(part, TABLES if full else SHORT, PARTS):
        table = mutator.table(number)
        result = join_table(mutator.gazetteers[table.places], table.cells, **table.options)
        story = f"table {number}: {table.story}"
        assert wrong_joins(result, table) == [], story
        assert balance_faults(result, table) == [], story
        assert set(result.outcome["row"]) == set(table.cells.index), story
        known = [row for row, code in table.truth.items() if code]
        joined += len(result.joined)
        places += len(known)
    assert joined > 0.8 * places  # nothing is proved by joining nothing


def test_the_same_number_gives_the_same_table(mutator: Mutator) -> None:
    one, two = mutator.table(7), mutator.table(7)
    assert one.cells.equals(two.cells)
    assert one.truth == two.truth
    assert not mutator.table(8).cells.equals(one.cells)
