"""The three messy real tables: every row gets the right verdict, from the committed store and from the input data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geodata.join import join_table
from tests import messy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geodata.join import Gazetteer

SHEETS = (messy.bps_sheet, messy.kemendagri_sheet, messy.village_sheet)


def check(places: Gazetteer, made: messy.Messy) -> None:
    outcome = join_table(places, made.cells).outcome.set_index("row").sort_index()
    assert list(outcome.index) == list(made.cells.index)
    joined = outcome["code"] != ""
    assert (outcome.loc[joined, "code"] == made.truth[joined]).all()
    wrong = outcome[outcome["verdict"] != made.verdicts]
    assert wrong.empty, wrong.assign(expected=made.verdicts).to_string()


@pytest.mark.parametrize("sheet", SHEETS)
def test_from_the_store(places: Gazetteer, sheet: Callable[[messy.Inputs], messy.Messy]) -> None:
    check(places, sheet(messy.from_store()))


@pytest.mark.sources
@pytest.mark.parametrize("sheet", SHEETS)
def test_from_the_sources(
    places: Gazetteer, sheet: Callable[[messy.Inputs], messy.Messy], sources: Path
) -> None:
    check(places, sheet(messy.from_sources(sources)))


def test_codes_as_a_csv_file_has_them(places: Gazetteer) -> None:
    check(places, messy.kemendagri_sheet(messy.from_store(), as_text=True))
