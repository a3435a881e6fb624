"""Jakarta among regencies: the pilot that is a province."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.join import join_table
from geodata.join.gazetteer import Gazetteer
from geodata.store import Store

PILOTS = ["Kota Makassar", "Kab. Banyuwangi", "Kab. Sumedang"]


@pytest.mark.parametrize(
    "name", ["DKI Jakarta", "Jakarta", "Prov. DKI Jakarta", "DAERAH KHUSUS IBUKOTA JAKARTA"]
)
def test_the_four_pilots_join_in_one_table(places: Gazetteer, name: str) -> None:
    result = join_table(places, pd.DataFrame({"Kota": [name, *PILOTS], "CCTV": [4, 3, 2, 1]}))
    assert result.outcome["verdict"].tolist() == ["name"] * 4
    assert result.joined["CCTV"].to_dict() == {"31": 4, "32.11": 1, "35.10": 2, "73.71": 3}
    assert "31" not in result.missing


@pytest.mark.parametrize("code", ["31", "3100", "31.00"])
def test_its_code_may_stand_beside_it(places: Gazetteer, code: str) -> None:
    table = pd.DataFrame(
        {"Kode": [code, "73.71", "35.10", "32.11"], "Kota": ["DKI Jakarta", *PILOTS], "n": [4, 3, 2, 1]}
    )
    assert "31" in join_table(places, table).joined.index


def test_beside_its_six_it_is_their_total(places: Gazetteer) -> None:
    six = [
        "Jakarta Pusat",
        "Jakarta Utara",
        "Jakarta Barat",
        "Jakarta Selatan",
        "Jakarta Timur",
        "Kepulauan Seribu",
    ]
    names = ["DKI Jakarta", *(f"Kota {name}" for name in six[:5]), f"Kab. {six[5]}", *PILOTS]
    result = join_table(places, pd.DataFrame({"Kota": names, "n": range(10)}))
    assert result.outcome.set_index("row").at[0, "verdict"] == "total"
    assert "31" not in result.joined.index


def test_other_provinces_stay_totals_or_unknown(places: Gazetteer) -> None:
    result = join_table(places, pd.DataFrame({"Kota": ["Bali", "DKI Jakarta", *PILOTS], "n": range(5)}))
    assert result.outcome.set_index("row").at[0, "verdict"] not in {"name", "code"}


def test_two_rows_of_jakarta_are_double(places: Gazetteer) -> None:
    result = join_table(places, pd.DataFrame({"Kota": ["DKI Jakarta", "Jakarta", *PILOTS], "n": range(5)}))
    assert result.outcome["verdict"].tolist()[:2] == ["duplicate", "duplicate"]


def test_names_of_one_city_are_sure_where_all_rows_lie_in_it(committed: Store) -> None:
    names = pd.DataFrame({"Desa": ["Cilengkrang", "Wado", "Mulyajaya"], "n": [1, 2, 3]})
    everywhere = join_table(committed.codes(), names, level="village", name="Desa")
    assert everywhere.counts["ambiguous"] == 3
    inside = join_table(Gazetteer.of(committed.codes(), within="32.11"), names, level="village", name="Desa")
    assert inside.joined.index.str[:5].tolist() == ["32.11"] * 3
    assert len(inside.missing) == 274
