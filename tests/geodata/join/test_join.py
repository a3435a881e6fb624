"""Verdicts, one situation a test: who joins, and above all who does not."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.errors import UnknownName
from geodata.join import Gazetteer, JoinError, join_table


def verdicts(
    places: Gazetteer | pd.DataFrame, columns: dict[str, list[object]], **options: object
) -> list[tuple[str, str]]:
    table = pd.DataFrame(columns)
    table["Jumlah"] = [float(1000 + 37 * i**2) for i in range(len(table))]
    outcome = join_table(places, table, **options).outcome  # type: ignore[arg-type]
    return list(outcome[["verdict", "code"]].itertuples(index=False, name=None))


def by_name(places: Gazetteer, *names: str, head: str = "Kab/Kota") -> list[tuple[str, str]]:
    return verdicts(places, {head: list(names)})


# Names ------------------------------------------------------------------------------------------------------


def test_names_join(places: Gazetteer) -> None:
    found = by_name(
        places, "Kab. Banyuwangi", "KOTA MAKASSAR*", "Kabupaten  Sumedang", "Kota Adm. Jakarta Selatan"
    )
    assert found == [("name", "35.10"), ("name", "73.71"), ("name", "32.11"), ("name", "31.74")]


def test_a_bare_name_of_two_is_ambiguous(places: Gazetteer) -> None:
    assert by_name(places, "Bandung", "Kab. Garut")[0] == ("ambiguous", "")


def test_the_city_beside_it_tells(places: Gazetteer) -> None:
    found = by_name(places, "Bandung", "Kota Bandung", "Kab. Garut")
    assert found == [("name", "32.04"), ("name", "32.73"), ("name", "32.05")]


def test_the_city_of_another_year_does_not_tell(places: Gazetteer) -> None:
    """In a long table "Kota Bandung" of 2020 and "Bandung" of 2021 may be the same city."""
    columns = {"Kab/Kota": ["Kota Bandung", "Bandung", "Kab. Garut"], "Tahun": [2020, 2021, 2021]}
    assert verdicts(places, columns)[1] == ("ambiguous", "")


def test_the_habit_of_bps_tells(places: Gazetteer) -> None:
    names = ["Bogor", "Garut", "Kota Cirebon", "Kota Depok", "Kota Cimahi"]
    assert by_name(places, *names)[0] == ("name", "32.01")
    assert by_name(places, *names, "Banjarmasin")[0] == ("ambiguous", "")  # a city without its Kota: no habit
    assert by_name(places, *names, "Kab. Jember")[0] == ("ambiguous", "")


def test_a_kind_that_is_not_there_is_not_guessed(places: Gazetteer) -> None:
    result = join_table(places, pd.DataFrame({"Kab/Kota": ["Kota Banyuwangi", "Kab. Jember"], "n": [1, 2]}))
    assert result.outcome.loc[0, ["verdict", "code"]].tolist() == ["not_found", ""]
    assert result.verdicts.at[0, "suggestions"][0][0] == "35.10"


@pytest.mark.parametrize(
    ("name", "code"),
    [("Kab. Toba Samosir", "12.12"), ("Kab. Pontianak", "61.02"), ("Mamuju Utara", "76.01"),
     ("MALUKU TENGGARA BARAT", "81.03"), ("Pasir", "64.01"), ("Kab. Selayar", "73.01")],
)  # fmt: skip
def test_former_names_join(places: Gazetteer, name: str, code: str) -> None:
    assert by_name(places, name, "Kab. Jember")[0] == ("former_name", code)


def test_pontianak_alone_is_the_city_or_was_the_regency(places: Gazetteer) -> None:
    assert by_name(places, "Pontianak", "Kab. Jember")[0] == ("ambiguous", "")
    assert by_name(places, "Kota Pontianak", "Kab. Jember")[0] == ("name", "61.71")


def test_a_former_name_beside_its_new_one_joins_neither(places: Gazetteer) -> None:
    assert by_name(places, "Kab. Pontianak", "Kab. Mempawah") == [("duplicate", "")] * 2


def test_a_misspelling_is_suggested_and_not_joined(places: Gazetteer) -> None:
    result = join_table(places, pd.DataFrame({"Kab/Kota": ["Kab. Banyuwngi", "Kab. Jember"], "n": [1, 2]}))
    row = result.verdicts.iloc[0]
    assert (row["verdict"], row["code"]) == ("not_found", "")
    code, name, likeness = row["suggestions"][0]
    assert (code, name) == ("35.10", "Kabupaten Banyuwangi")
    assert 80 < likeness < 100
    assert len(row["suggestions"]) <= 5


def test_brackets_tell_the_province_or_nothing(places: Gazetteer) -> None:
    found = by_name(
        places, "Kab. Bogor (Jawa Barat)", "Kab. Nias (Utara)", "Kab. Jember (Bali)", "Kab. Garut (x)"
    )
    assert found[0] == ("name", "32.01")
    assert found[1] in {("name", "12.24"), ("not_found", "")}  # never Nias itself
    assert found[2] == ("not_found", "")
    assert found[3] == ("name", "32.05")


def test_every_official_name_finds_its_place(places: Gazetteer, codes: pd.DataFrame) -> None:
    for level in ("province", "regency"):
        part = codes[codes["level"] == level]
        found = by_name(places, *part["name"], head="Wilayah")
        assert [code for _, code in found] == part["code"].tolist()


# Codes ------------------------------------------------------------------------------------------------------


def test_codes_join_in_every_form(places: Gazetteer) -> None:
    for cells in (
        ["35.10", "73.71"],
        ["3510", "7371"],
        [3510, 7371],
        [3510.0, 7371.0],
        [35.1, 73.71],
        ["'3510", "'7371"],
    ):
        found = verdicts(places, {"Kode": cells, "Nama": ["Banyuwangi", "Makassar"]})
        assert found == [("code", "35.10"), ("code", "73.71")], cells


def test_bps_codes_join_through_the_bridge(places: Gazetteer) -> None:
    names = ["Jakarta Selatan", "Jakarta Timur", "Jakarta Pusat"]
    found = verdicts(places, {"Kode": [3171, 3172, 3173], "Nama": names})
    assert found == [("bps_code", "31.74"), ("bps_code", "31.75"), ("bps_code", "31.71")]
    assert verdicts(places, {"Kode BPS": [3171, 3172, 3173]}) == found


def test_codes_of_two_systems_are_put_to_a_person(places: Gazetteer) -> None:
    table = pd.DataFrame({"Kode": [3171, 3172, 3173, 3101], "n": [1, 2, 3, 4]})
    result = join_table(places, table)
    assert result.outcome["verdict"].tolist() == ["ambiguous"] * 3 + ["code"]
    assert [question.kind for question in result.questions] == ["system"]
    assert {code for code, _, _ in result.verdicts.at[0, "suggestions"]} == {"31.71", "31.74"}
    assert join_table(places, table, system="bps").joined.index.tolist() == [
        "31.01",
        "31.71",
        "31.74",
        "31.75",
    ]
    assert join_table(places, table, system="kemendagri").joined.index.tolist() == [
        "31.01",
        "31.71",
        "31.72",
        "31.73",
    ]


def test_a_code_that_bps_may_use_for_a_place_outside_the_bridge_is_not_assumed(places: Gazetteer) -> None:
    """BPS's 7107 is Bolaang Mongondow Utara, which the bridge lacks; for Kemendagri 71.07 is Minahasa Tenggara."""
    assert verdicts(places, {"Kode": [7101, 7102, 7107]})[2] == ("ambiguous", "")
    assert verdicts(places, {"Kode": ["71.01", "71.02", "71.07"]})[2] == ("code", "71.07")


def test_a_code_and_a_name_that_disagree_join_nothing(places: Gazetteer) -> None:
    table = pd.DataFrame(
        {"Kode": ["31.71", "35.10"], "Nama": ["Kota Jakarta Selatan", "Banyuwangi"], "n": [1, 2]}
    )
    result = join_table(places, table)
    assert result.outcome[["verdict", "code"]].to_numpy().tolist() == [["conflict", ""], ["code", "35.10"]]
    assert {code for code, _, _ in result.verdicts.at[0, "suggestions"]} >= {"31.71", "31.74"}


def test_the_kind_in_the_name_counts_against_a_code(places: Gazetteer) -> None:
    found = verdicts(places, {"Kode": ["32.04", "32.11"], "Nama": ["Kota Bandung", "Kab. Sumedang"]})
    assert found[0] == ("conflict", "")


def test_a_misspelt_name_beside_its_code_joins_and_a_neighbours_does_not(places: Gazetteer) -> None:
    codes, names = ["12.25", "35.10", "12.24"], ["Nias Utra", "Kab. Banyuwngi", "Kab. Niass Utara"]
    assert [verdict for verdict, _ in verdicts(places, {"Kode": codes, "Nama": names})] == [
        "conflict",
        "code",
        "code",
    ]


def test_an_unknown_code_leaves_it_to_the_name_unless_it_points_elsewhere(places: Gazetteer) -> None:
    columns = {
        "Kode": ["35.99", "36.99", "35.09", "35.08"],
        "Nama": ["Banyuwangi", "Kab. Lumajang", "Jember", "x"],
    }
    assert verdicts(places, columns) == [
        ("name", "35.10"),
        ("conflict", ""),
        ("code", "35.09"),
        ("conflict", ""),
    ]


def test_years_are_no_codes(places: Gazetteer) -> None:
    result = join_table(
        places,
        pd.DataFrame({"Tahun": [1971, 1972, 1971], "Kab/Kota": ["Kab. Jember", "Kab. Jember", "Kab. Garut"]}),
    )
    assert result.keys.code is None
    assert result.joined["Tahun"].tolist() == [1971, 1971, 1972]


# Villages and districts -------------------------------------------------------------------------------------


def test_the_district_tells_villages_of_one_name_apart(places: Gazetteer) -> None:
    columns = {
        "Kabupaten": ["Sumedang"] * 3,
        "Kecamatan": ["Cimalaka", "Situraja", "Situraja"],
        "Desa": ["Cimalaka", "Situraja", "Nowhere"],
    }
    found = verdicts(places, columns)
    assert [verdict for verdict, _ in found] == ["name", "name", "not_found"]
    assert found[0][1].startswith("32.11.")


def test_without_a_parent_a_name_of_many_is_ambiguous(places: Gazetteer) -> None:
    assert by_name(places, "Sukamaju", "Pejaten Barat", head="Desa/Kelurahan") == [
        ("ambiguous", ""),
        ("name", "31.74.04.1006"),
    ]


def test_an_unknown_parent_is_not_passed_over(places: Gazetteer) -> None:
    columns = {
        "Kecamatan": ["Pasar Mingu", "Seberang Sana", "Tebet"],
        "Kelurahan": ["Pejaten Barat", "Pejaten Timur", "Bukit Duri"],
    }
    assert [verdict for verdict, _ in verdicts(places, columns)] == ["name", "ambiguous", "name"]


def test_a_code_outside_its_parent_is_a_conflict(places: Gazetteer) -> None:
    columns = {
        "Provinsi": ["Jawa Timur", "Jawa Barat"],
        "Kode": ["35.10", "35.09"],
        "Nama": ["Banyuwangi", "Jember"],
    }
    assert verdicts(places, columns) == [("code", "35.10"), ("conflict", "")]


def test_places_above_that_contradict_each_other_hold_nothing(places: Gazetteer) -> None:
    columns = {
        "Provinsi": ["Bali", "Jawa Timur", "Jawa Timur"],
        "Kabupaten": ["Kab. Banyuwangi", "Kab. Sumedang", "Kab. Banyuwangi"],
        "Kecamatan": ["Muncar", "Muncar", "Muncar"],
        "Desa": ["Tembokrejo", "Tembokrejo", "Tembokrejo"],
    }
    found = verdicts(places, columns)
    assert [verdict for verdict, _ in found] == ["not_found", "not_found", "name"]
    assert found[2][1].startswith("35.10.")


def test_a_province_that_was_split_still_holds_its_regencies(places: Gazetteer) -> None:
    columns = {"Provinsi": ["Papua", "Papua Barat"], "Kabupaten": ["Kab. Merauke", "Kab. Raja Ampat"]}
    assert verdicts(places, columns) == [("name", "93.01"), ("name", "96.03")]


def test_a_name_that_leads_far_away_is_put_to_a_person(places: Gazetteer) -> None:
    """Among the districts of one regency, one of another province is likelier a new district of the same name."""
    names = [
        "Muncar",
        "Srono",
        "Rogojampi",
        "Kalipuro",
        "Songgon",
        "Glenmore",
        "Cimalaka",
        "Wongsorejo",
        "Purwoharjo",
        "Licin",
    ]
    found = by_name(places, *names, head="Kecamatan")
    assert [verdict for verdict, _ in found] == ["name"] * 6 + ["ambiguous"] + ["name"] * 3
    told = {"Kabupaten": ["Banyuwangi"] * 6 + ["Sumedang"] + ["Banyuwangi"] * 3, "Kecamatan": names}
    assert verdicts(places, told)[6] == ("name", "32.11.22")


def test_the_first_part_of_an_unknown_code_tells_places_of_one_name_apart(places: Gazetteer) -> None:
    columns = {
        "Kode": ["35.10.99", "35.10.01", "35.99.01", "35.10.04"],
        "Kecamatan": ["Genteng", "Pesanggaran", "Muncar", "Purwoharjo"],
    }
    found = verdicts(places, columns)
    assert found[0] == ("name", "35.10.09")
    assert [verdict for verdict, _ in found[1:3]] == ["code", "conflict"]


def test_rows_of_a_level_that_cannot_be_read_are_not_taken_for_a_higher_one(
    places: Gazetteer, codes: pd.DataFrame
) -> None:
    """A code in two columns is not understood; the province's alone must not make the rows provinces."""
    split = pd.DataFrame({"kode_prov": [35, 32, 73], "kode_kab": [10, 11, 71], "n": [1, 2, 3]})
    assert join_table(places, split).outcome["verdict"].tolist() == ["not_found"] * 3
    upper = Gazetteer(codes[codes["level"] != "village"])
    villages = pd.DataFrame(
        {"Kecamatan": ["Tebet", "Muncar"], "Desa": ["Tebet Barat", "Tembokrejo"], "n": [1, 2]}
    )
    assert join_table(upper, villages).joined.empty
    counts = pd.DataFrame({"Kecamatan": ["Tebet", "Muncar"], "Desa": [3, 4]})
    assert join_table(upper, counts).joined["Desa"].tolist() == [3, 4]


# Rows that are no place, and rows that claim one place ------------------------------------------------------


def test_totals_are_set_aside(places: Gazetteer) -> None:
    names = [
        "INDONESIA",
        "JAWA TIMUR",
        "Kab. Banyuwangi",
        "Jumlah",
        "Rata-rata",
        "Kabupaten/Regency",
        "Prov. Jawa Timur",
    ]
    assert [verdict for verdict, _ in by_name(places, *names)] == [
        "total",
        "total",
        "name",
        "total",
        "total",
        "total",
        "total",
    ]


def test_a_province_called_like_its_city_is_not_joined_as_the_city(places: Gazetteer) -> None:
    assert by_name(places, "Jambi", "Kab. Kerinci") == [("ambiguous", ""), ("name", "15.01")]
    assert by_name(places, "JAMBI", "Kota Jambi", "Kab. Kerinci")[0] == ("total", "")
    told = by_name(
        places,
        "GORONTALO",
        "Kab. Gorontalo",
        "Kota Gorontalo",
        "Kab. Boalemo",
        "Kab. Pohuwato",
        "Kab. Bone Bolango",
    )
    assert told[0] == ("total", "")


def test_a_province_among_cities_is_no_total_of_theirs(places: Gazetteer) -> None:
    result = join_table(
        places, pd.DataFrame({"Kota": ["Jawa Barat", "Kota Makassar", "Kab. Banyuwangi"], "n": [1, 2, 3]})
    )
    assert result.outcome["verdict"].tolist() == ["not_found", "name", "name"]
    assert result.verdicts.at[0, "suggestions"][0][0] == "32"


def test_a_total_called_like_a_district_is_seen_by_its_sum(places: Gazetteer) -> None:
    districts = ["Muncar", "Srono", "Rogojampi", "Banyuwangi"]
    total = pd.DataFrame({"Kecamatan": districts, "Penduduk": [10, 20, 30, 60]})
    assert join_table(places, total).outcome["verdict"].tolist()[3] == "ambiguous"
    place = pd.DataFrame({"Kecamatan": districts, "Penduduk": [10, 20, 30, 40]})
    assert join_table(places, place).outcome["code"].tolist()[3] == "35.10.16"


def test_two_rows_of_one_place_join_neither(places: Gazetteer) -> None:
    assert by_name(places, "Kab. Jember", "Kab. Garut", "JEMBER") == [
        ("duplicate", ""),
        ("name", "32.05"),
        ("duplicate", ""),
    ]


def test_a_long_table_repeats_its_places(places: Gazetteer) -> None:
    table = pd.DataFrame(
        {
            "Kab/Kota": ["Kab. Jember"] * 3 + ["Kab. Garut"],
            "Tahun": [2023, 2022, 2022, 2022],
            "Nilai": [1.0, 2.0, 3.0, 4.0],
        }
    )
    result = join_table(places, table)
    assert result.outcome["verdict"].tolist() == ["name", "duplicate", "duplicate", "name"]
    table["Indikator"] = ["a", "a", "b", "a"]
    assert join_table(places, table).joined["Nilai"].tolist() == [4.0, 2.0, 3.0, 1.0]


# Options and errors -----------------------------------------------------------------------------------------


def test_named_columns_win(places: Gazetteer) -> None:
    table = pd.DataFrame(
        {"asal": ["Kab. Jember", "Kab. Garut"], "tujuan": ["Kab. Garut", "Kab. Jember"], "n": [1, 2]}
    )
    assert join_table(places, table, name="tujuan").joined["n"].to_dict() == {"32.05": 1, "35.09": 2}
    assert join_table(places, table, name="asal").joined["n"].to_dict() == {"35.09": 1, "32.05": 2}


def test_unknown_columns_are_named_with_those_there_are(places: Gazetteer) -> None:
    with pytest.raises(JoinError) as error:
        join_table(places, pd.DataFrame({"a": ["x"], "b": [1]}), code="kode", name="nama", parent="prov")
    assert error.value.faults == ["`code` is 'kode'", "`name` is 'nama'", "`parent` is 'prov'"]
    assert "'a', 'b'" in str(error.value)


def test_a_level_can_be_asked_for(places: Gazetteer) -> None:
    table = pd.DataFrame(
        {
            "kode": ["35", "35.10", "35.09"],
            "nama": ["Jawa Timur", "Kab. Banyuwangi", "Kab. Jember"],
            "n": [3, 1, 2],
        }
    )
    assert join_table(places, table).outcome["verdict"].tolist() == ["total", "code", "code"]
    assert join_table(places, table, level="province").outcome["code"].tolist() == ["35", "", ""]
    with pytest.raises(UnknownName, match="must be one of province"):
        join_table(places, table, level="city")


def test_faults_of_places_and_options_are_listed() -> None:
    wrong = pd.DataFrame({"code": ["35.10", "35.10", "3510"], "name": ["a", "b", "c"]})
    with pytest.raises(JoinError) as error:
        join_table(wrong, pd.DataFrame({"a": [1]}))
    assert len(error.value.faults) == 2
    with pytest.raises(JoinError, match="column name is missing"):
        join_table(wrong[["code"]], pd.DataFrame({"a": [1]}))
    right = pd.DataFrame({"code": ["35.10"], "name": ["Kabupaten Banyuwangi"]})
    with pytest.raises(JoinError) as error:
        join_table(right, pd.DataFrame({"a": [1]}), system="nasa", styles={"a": "dots"})
    assert len(error.value.faults) == 2
    with pytest.raises(UnknownName, match="holds only regency"):
        join_table(right, pd.DataFrame({"a": [1]}), level="village")


def test_a_style_of_a_column_that_is_not_there_is_named(places: Gazetteer) -> None:
    with pytest.raises(JoinError, match="`styles` names 'Nilai'"):
        join_table(places, pd.DataFrame({"Kab/Kota": ["Kab. Jember"], "n": [1]}), styles={"Nilai": "comma"})


def test_without_bps_codes_every_code_is_kemendagris() -> None:
    few = pd.DataFrame({"code": ["31.71", "31.74"], "name": ["Kota Jakarta Pusat", "Kota Jakarta Selatan"]})
    assert verdicts(few, {"Kode": [3171, 3174]}) == [("code", "31.71"), ("code", "31.74")]


def test_a_table_without_keys_joins_nothing_and_says_so(places: Gazetteer) -> None:
    result = join_table(places, pd.DataFrame({"a": [1.5, 2.5], "b": ["x", "y"]}))
    assert result.outcome["verdict"].tolist() == ["not_found"] * 2
    assert [question.kind for question in result.questions] == ["keys"]
    assert result.missing == []
    assert result.balance.loc["a", ["total", "left_over"]].tolist() == [4.0, 4.0]


@pytest.mark.parametrize(
    "table", [pd.DataFrame(), pd.DataFrame({"Kab/Kota": []}), pd.DataFrame({"a": [None, None]})]
)
def test_empty_tables_are_tables(places: Gazetteer, table: pd.DataFrame) -> None:
    result = join_table(places, table)
    assert result.joined.empty
    assert result.balance.empty
    assert result.summary("id")
