"""Merged cells of the place above are filled downwards, and nothing else is."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.join import Gazetteer, JoinResult, join_table

# Villages of Banyuwangi; nearly all names stand in other districts of the country as well.
VILLAGES = [
    ("Pesanggaran", ["Sumberagung", "Kandangan", "Sumbermulyo"]),
    ("Bangorejo", ["Sambirejo", "Kebondalem", "Sambimulyo"]),
]


def table(parents: list[str | None]) -> pd.DataFrame:
    names = [village for _, villages in VILLAGES for village in villages]
    return pd.DataFrame({"Kecamatan": parents, "Desa": names, "n": [float(11 + i * i) for i in range(6)]})


def full() -> pd.DataFrame:
    return table([district for district, villages in VILLAGES for _ in villages])


def is_filled(result: JoinResult) -> bool:
    return any(which == "merged" for which, _ in result.keys.why)


@pytest.mark.parametrize("blank", [None, "", " "])
def test_merged_cells_count_for_the_rows_below(places: Gazetteer, blank: str | None) -> None:
    merged = join_table(places, table(["Pesanggaran", blank, blank, "Bangorejo", blank, blank]))
    told = join_table(places, full())
    assert merged.outcome["verdict"].tolist() == ["name"] * 6
    assert merged.outcome["code"].tolist() == told.outcome["code"].tolist()
    assert not is_filled(told)
    for lang in ("en", "id"):
        assert sum("“Kecamatan”" in text for text in merged.key_texts(lang)) == 2
        assert "“Kecamatan”" in merged.summary(lang)


@pytest.mark.parametrize(
    "parents",
    [
        [None, None, "Pesanggaran", None, None, "Bangorejo"],  # does not begin with a value
        [
            "Pesanggaran",
            None,
            "Pesanggaran",
            None,
            None,
            "Bangorejo",
        ],  # a value twice: blanks that were forgotten
        ["Pesanggaran", None, None, "Somewhere", None, None],  # an unknown place
        ["Pesanggaran", None, None, None, None, None],  # one value, perhaps only the first row's
        ["Muncar", None, None, "Srono", None, None],  # the names lie elsewhere
    ],
)
def test_other_blanks_are_left_as_they_are(places: Gazetteer, parents: list[str | None]) -> None:
    result = join_table(places, table(parents))
    assert not is_filled(result)
    blank = [at for at, parent in enumerate(parents) if parent is None]
    bare = join_table(places, table(parents).drop(columns="Kecamatan"))
    assert result.outcome.iloc[blank].equals(bare.outcome.iloc[blank])
    assert "ambiguous" in set(bare.outcome["verdict"].iloc[blank])


def test_a_name_that_is_not_in_the_filled_district_does_not_join(places: Gazetteer) -> None:
    names = [
        *[village for _, villages in VILLAGES for village in villages],
        "Ringintelu",
        "Ringinrejo",
        "Kertosari",
    ]
    names += ["Temurejo", "Bangorejo", "Kebondalem"]
    names = list(dict.fromkeys(names))
    cells = ["Pesanggaran", None, None, "Bangorejo", *[None] * (len(names) - 4)]
    frame = pd.DataFrame(
        {"Kecamatan": cells, "Desa": names, "n": [float(7 + i * i) for i in range(len(names))]}
    )
    result = join_table(places, frame)
    told = join_table(places, frame.assign(Kecamatan=frame["Kecamatan"].ffill()))
    at = names.index("Kertosari")  # a village of the district Banyuwangi
    assert result.outcome.at[at, "verdict"] != "name"
    joined = result.outcome["code"] != ""
    assert (result.outcome["code"] == told.outcome["code"])[joined].all()


def test_a_total_ends_a_block(places: Gazetteer) -> None:
    frame = table(["Pesanggaran", None, None, "Bangorejo", None, None])
    end = pd.DataFrame({"Kecamatan": ["Jumlah", None], "Desa": [None, "Jumlah"], "n": [500.0, 500.0]})
    result = join_table(places, pd.concat([frame, end], ignore_index=True))
    assert result.outcome["verdict"].tolist() == ["name"] * 6 + ["total"] * 2


def test_villages_of_one_name_are_suggested_where_the_others_lie_first(places: Gazetteer) -> None:
    names = ["Sarongan", "Sumberagung", "Tembokrejo", "Kedungrejo", "Kedungringin", "Sraten"]
    above = ["Pesanggaran", "Pesanggaran", "Muncar", "Muncar", "Muncar", "Cluring"]
    frame = pd.DataFrame({"Kecamatan": [*above, "Tegalsari"], "Desa": [*names, "Tegalsari"], "n": range(7)})
    row = join_table(places, frame).verdicts.iloc[6]
    assert (row["verdict"], row["code"]) == ("ambiguous", "")
    assert [code for code, _, _ in row["suggestions"]][:2] == ["35.10.23.2001", "35.78.05.1001"]
