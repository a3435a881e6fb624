"""Short forms that people write: each means one place, and none is the name of another."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.codes import Level
from geodata.join import Gazetteer, join_table
from geodata.join.spellings import SPELLINGS

ALIASES = [(level, key, meant) for level, known in SPELLINGS.items() for key, meant in known.items()]


@pytest.mark.parametrize(
    ("level", "key", "meant"), ALIASES, ids=[f"{level}-{key}" for level, key, _ in ALIASES]
)
def test_short_form_is_no_other_place_s_name(places: Gazetteer, level: Level, key: str, meant: str) -> None:
    index = places.index(level)
    assert index.by_key.get(key, index.by_key[meant]) == index.by_key[meant]  # BPS may write it so
    assert {name.code for name in index.former.get(key, [])} <= set(index.by_key[meant])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Jaksel", "31.74"), ("JAKPUS", "31.71"), ("Jakbar", "31.73"), ("Jak-Tim", "31.75"), ("Kota Jakut", "31.72"),
        ("Kota Adm. Jaksel", "31.74"), ("Tangsel", "36.74"), ("KOTA TANGSEL", "36.74"), ("KOTA MAKASAR", "73.71"),
        ("Makasar", "73.71"),
    ],
)  # fmt: skip
def test_short_form_of_a_city_joins_it(places: Gazetteer, name: str, code: str) -> None:
    table = pd.DataFrame({"Kab/Kota": [name, "Kab. Banyuwangi", "Kab. Sumedang"], "n": [1, 2, 3]})
    outcome = join_table(places, table).outcome
    assert outcome.loc[0, ["verdict", "code"]].tolist() == ["name", code]


@pytest.mark.parametrize("name", ["Kab. Jaksel", "Kab. Makasar", "Kab. Tangsel"])
def test_short_form_of_another_kind_joins_nothing(places: Gazetteer, name: str) -> None:
    table = pd.DataFrame({"Kab/Kota": [name, "Kab. Banyuwangi", "Kab. Sumedang"], "n": [1, 2, 3]})
    assert join_table(places, table).outcome.loc[0, "verdict"] == "not_found"


def test_makasar_is_a_district_among_districts(places: Gazetteer) -> None:
    table = pd.DataFrame({"Kota": ["Jaktim", "Jaksel"], "Kecamatan": ["Makasar", "Tebet"], "n": [1, 2]})
    assert join_table(places, table).outcome["code"].tolist() == ["31.75.08", "31.74.01"]


@pytest.mark.parametrize(
    "name", ["D.I. Yogyakarta", "DIY", "DI YOGYAKARTA", "Daerah Istimewa Yogyakarta", "Prov. DIY"]
)
def test_the_province_in_a_table_of_its_regencies_is_their_total(places: Gazetteer, name: str) -> None:
    table = pd.DataFrame(
        {"Kab/Kota": ["Kab. Sleman", "Kab. Bantul", "Kota Yogyakarta", name], "n": [10, 20, 30.5, 60.5]}
    )
    result = join_table(places, table)
    assert result.outcome["code"].tolist() == ["34.04", "34.02", "34.71", ""]
    assert result.outcome["verdict"].tolist()[-1] == "total"
    assert name in result.reasons("id").iloc[-1]


@pytest.mark.parametrize("name", ["D.I. Yogyakarta", "DIY"])
def test_the_province_among_regencies_elsewhere_is_left_with_a_reason(places: Gazetteer, name: str) -> None:
    table = pd.DataFrame({"Kab/Kota": ["Kab. Banyuwangi", "Kab. Jember", name], "n": [1, 2, 3]})
    result = join_table(places, table)
    assert result.outcome.loc[2, ["verdict", "code"]].tolist() == ["not_found", ""]
    assert "34" in result.reasons("en").iloc[2]


@pytest.mark.parametrize(
    ("short", "home"), [("Jatim", "35"), ("JABAR", "32"), ("Sulsel", "73"), ("DIY", "34")]
)
def test_short_form_of_a_province_says_where_a_row_lies(places: Gazetteer, short: str, home: str) -> None:
    code = next(code for code in places.codes("regency") if code.startswith(f"{home}."))
    other = "Kab. Banyuwangi" if home != "35" else "Kab. Sumedang"
    table = pd.DataFrame({"Provinsi": [short, short], "Kab/Kota": [places.name(code), other], "n": [1, 2]})
    assert join_table(places, table).outcome["code"].tolist() == [code, ""]
