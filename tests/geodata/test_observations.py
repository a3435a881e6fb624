"""Observations asked through plain arrays give what a filter of the table gives."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from geodata import Store, UnknownName, open_store
from geodata.codes import CODE_LENGTH

STORE = open_store()
TABLE = STORE.values()


def plainly(
    indicators: list[str] | None,
    level: str | None,
    within: str | None,
    codes: list[str] | None,
    years: list[int] | None,
) -> pd.DataFrame:
    """The same question, asked of the table itself."""
    keep = pd.Series(data=True, index=TABLE.index)
    if indicators is not None:
        keep &= TABLE["indicator"].isin(indicators)
    if level is not None:
        keep &= TABLE["code"].str.len() == CODE_LENGTH[level]  # type: ignore[index]
    if within is not None:
        keep &= (TABLE["code"] == within) | TABLE["code"].str.startswith(f"{within}.")
    if codes is not None:
        keep &= TABLE["code"].isin(codes)
    if years is not None:
        keep &= TABLE["year"].isin(years)
    return TABLE[keep].reset_index(drop=True)


def test_any_question_gets_the_rows_of_the_table() -> None:
    draw = random.Random("observations")
    names, places = sorted(TABLE["indicator"].unique()), sorted(STORE.place_table()["code"])
    for _turn in range(60):
        asked = {
            "indicators": draw.choice([None, draw.sample(names, draw.randint(0, 3))]),
            "level": draw.choice([None, "province", "regency", "district", "village"]),
            "within": draw.choice([None, "31", "35.10", "32.11.01", draw.choice(places)]),
            "codes": draw.choice([None, draw.sample(places, draw.randint(0, 9))]),
            "years": draw.choice([None, [2024], draw.sample(range(2005, 2026), 3)]),
        }
        indicators = asked.pop("indicators")
        pd.testing.assert_frame_equal(STORE.values(indicators, **asked), plainly(indicators, **asked))


def test_the_record_of_an_indicator_is_the_readers_own(toy_store: Store) -> None:
    name = toy_store.catalogue()["indicator"].iloc[0]
    record = toy_store.record(name)
    assert record.to_dict() == toy_store.catalogue().iloc[0].to_dict()
    record["name_en"] = "changed"
    assert toy_store.record(name)["name_en"] != "changed"
    with pytest.raises(UnknownName, match="nothing_like_it"):
        toy_store.record("nothing_like_it")


def test_the_list_of_places_is_the_readers_own(toy_store: Store) -> None:
    first = toy_store.place_table("regency")
    first.loc[0, "name"] = "changed"
    assert toy_store.place_table("regency").loc[0, "name"] != "changed"
