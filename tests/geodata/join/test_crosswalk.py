"""Accepted pairs are saved, loaded, merged and checked."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.join import Crosswalk, Gazetteer, JoinError, join_table
from geodata.join.crosswalk import LEAVE_OUT, row_key

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.dictionaries(st.tuples(TEXT, TEXT, TEXT), st.sampled_from(["35.10", "31", LEAVE_OUT]), max_size=6))
def test_saving_and_loading_changes_nothing(pairs: dict[tuple[str, str, str], str]) -> None:
    walk = Crosswalk(
        {row_key(code, name, [above] if above else []): place for (code, name, above), place in pairs.items()}
    )
    assert Crosswalk.from_csv(walk.to_csv()).pairs == walk.pairs


def test_a_name_is_no_formula() -> None:
    text = Crosswalk({row_key("", "=HYPERLINK(1)", ()): "35.10"}).to_csv()
    assert "'=hyperlink" in text
    assert Crosswalk.from_csv(text).pairs == {("", "=hyperlink(1)", ""): "35.10"}


def test_indonesian_excel_writes_semicolons() -> None:
    text = Crosswalk({row_key("", "Banyuwngi", ()): "35.10"}).to_csv().replace(",", ";")
    assert Crosswalk.from_csv("\ufeff" + text).pairs == {("", "banyuwngi", ""): "35.10"}


def test_every_fault_is_named_at_once() -> None:
    text = "table_code,table_name,table_parent,place\n,a,,3510\n,b,,35.10\n,b,,35.11\n"
    with pytest.raises(JoinError) as error:
        Crosswalk.from_csv(text)
    assert len(error.value.faults) == 2
    assert "line 2" in str(error.value)
    assert "line 4" in str(error.value)
    with pytest.raises(JoinError, match="column place is missing"):
        Crosswalk.from_csv("a,b\n1,2\n")
    with pytest.raises(JoinError, match="column place is missing"):
        Crosswalk.from_csv("")


def test_the_later_one_counts() -> None:
    key = row_key("", "x", ())
    assert Crosswalk({key: "35.10"}).merged(Crosswalk({key: "35.11"})).pairs == {key: "35.11"}


def test_what_was_accepted_joins_next_month(places: Gazetteer) -> None:
    table = pd.DataFrame({"Kab/Kota": ["Kab. Banyuwngi", "Kab. Jember", "Lainnya"], "n": [1, 2, 4]})
    first = join_table(places, table)
    assert first.outcome["verdict"].tolist() == ["not_found", "name", "not_found"]
    assert first.verdicts.at[0, "suggestions"][0][:2] == ("35.10", "Kabupaten Banyuwangi")
    walk = Crosswalk.from_csv(first.accept({0: "35.10", 2: None}).to_csv())
    table["n"] = [10, 20, 40]
    second = join_table(places, table, crosswalk=walk)
    assert second.outcome["verdict"].tolist() == ["crosswalk", "name", "left_out"]
    assert second.joined["n"].to_dict() == {"35.09": 20, "35.10": 10}
    # What a person left out is left over: it does not vanish from the balance.
    assert second.balance.loc["n", ["total", "joined", "left_over", "set_aside"]].tolist() == [70, 30, 40, 0]


def test_a_wrong_pair_is_refused(places: Gazetteer) -> None:
    table = pd.DataFrame({"Kab/Kota": ["Kab. Banyuwngi", "Kab. Jember"], "n": [1, 2]})
    result = join_table(places, table)
    with pytest.raises(JoinError) as error:
        result.accept({0: "35.99", 7: "35.10", 1: "35.10.01"})
    assert len(error.value.faults) == 3
    strange = Crosswalk({row_key("", "Kab. Banyuwngi", ()): "35.99"})
    with pytest.raises(JoinError, match=r"35\.99 is no regency here"):
        join_table(places, table, crosswalk=strange)


def test_a_pair_does_not_make_two_rows_one_place(places: Gazetteer) -> None:
    table = pd.DataFrame({"Kab/Kota": ["Kab. Banyuwngi", "Kab. Banyuwangi"], "n": [1, 2]})
    walk = join_table(places, table).accept({0: "35.10"})
    assert join_table(places, table, crosswalk=walk).outcome["verdict"].tolist() == ["duplicate", "duplicate"]


def paired(
    places: Gazetteer, columns: dict[str, list[object]], *pair: str, **options: object
) -> list[tuple[str, str]]:
    """Verdicts of a table under one pair: code, name, place above, place."""
    code, name, above, place = pair
    walk = Crosswalk({row_key(code, name, [above] if above else []): place})
    result = join_table(places, pd.DataFrame(columns), crosswalk=walk, **options)  # type: ignore[arg-type]
    return list(result.outcome[["verdict", "code"]].itertuples(index=False, name=None))


def test_a_pair_never_overrides_an_exact_name(places: Gazetteer) -> None:
    table = pd.DataFrame({"kab": ["Kab. Maros", "Kab. Gowa"], "n": [14, 25]})
    result = join_table(places, table, crosswalk=Crosswalk({row_key("", "Kab. Maros", ()): "35.10"}))
    assert result.outcome["verdict"].tolist() == ["conflict", "name"]
    assert result.joined.index.tolist() == ["73.06"]
    for lang in ("en", "id"):
        reason = result.reasons(lang)[0]
        assert "Maros (73.09)" in reason
        assert "Banyuwangi (35.10)" in reason
    assert {code for code, _, _ in result.verdicts.at[0, "suggestions"]} >= {"73.09", "35.10"}
    right = result.accept({0: "73.09"})
    assert join_table(places, table, crosswalk=right).joined.index.tolist() == ["73.06", "73.09"]


@pytest.mark.parametrize(
    ("code", "name"), [("73.09", "Kab. Maros"), ("73.09", "Kab. Maross"), ("7309", ""), ("73.09", "")]
)
def test_a_pair_never_overrides_a_code(places: Gazetteer, code: str, name: str) -> None:
    columns: dict[str, list[object]] = {"Kode": [code, "73.06"], "Nama": [name, "Kab. Gowa"], "n": [1, 2]}
    assert paired(places, columns, code, name, "", "35.10")[0] == ("conflict", "")


@pytest.mark.parametrize(
    ("name", "place"),
    [("Bandung", "32.73"), ("Kab. Pontianak", "61.02"), ("Kab. Banyuwngi", "35.10"), ("Atlantis", "35.10"),
     ("Pontianak", "61.71")],
)  # fmt: skip
def test_a_pair_settles_what_a_name_leaves_open(places: Gazetteer, name: str, place: str) -> None:
    columns: dict[str, list[object]] = {"Kab/Kota": [name, "Kab. Jember"], "n": [1, 2]}
    assert paired(places, columns, "", name, "", place)[0] == ("crosswalk", place)


def test_a_pair_that_is_none_of_the_two_that_a_name_may_mean_is_no_settlement(places: Gazetteer) -> None:
    columns: dict[str, list[object]] = {"Kab/Kota": ["Bandung", "Kab. Jember"], "n": [1, 2]}
    assert paired(places, columns, "", "Bandung", "", "35.10")[0] == ("conflict", "")
    habit: dict[str, list[object]] = {"Kab/Kota": ["Bandung", "Kota Bandung", "Garut"], "n": [1, 2, 4]}
    assert paired(places, habit, "", "Bandung", "", "35.10")[0] == ("conflict", "")


@pytest.mark.parametrize(
    ("code", "name", "places_said"),
    [("31.71", "Kota Jakarta Selatan", ("31.71", "31.74")), ("35.08", "Kab. Banyuwngi", ("35.08", "35.10")),
     ("32.04", "Kota Bandung", ("32.04", "32.73")), ("36.99", "Kab. Lumajang", ("35.08",))],
)  # fmt: skip
def test_of_a_code_and_a_name_that_disagree_a_person_may_choose(
    places: Gazetteer, code: str, name: str, places_said: tuple[str, ...]
) -> None:
    columns: dict[str, list[object]] = {"Kode": [code, "35.09"], "Nama": [name, "Kab. Jember"], "n": [1, 2]}
    table = pd.DataFrame(columns)
    first = join_table(places, table)
    assert first.outcome.at[0, "verdict"] == "conflict"
    for place in places_said:
        again = join_table(places, table, crosswalk=first.accept({0: place}))
        assert again.outcome.loc[0, ["verdict", "code"]].tolist() == ["crosswalk", place]
    assert paired(places, columns, code, name, "", "73.09")[0] == ("conflict", "")


def test_a_name_that_leads_far_away_may_be_given_another_place(places: Gazetteer) -> None:
    names = [
        "Muncar",
        "Srono",
        "Rogojampi",
        "Kalipuro",
        "Songgon",
        "Glenmore",
        "Wongsorejo",
        "Purwoharjo",
        "Licin",
    ]
    table = pd.DataFrame({"Kecamatan": [*names, "Cimalaka"], "n": range(10)})
    first = join_table(places, table)
    assert first.outcome.at[9, "verdict"] == "ambiguous"
    again = join_table(places, table, crosswalk=first.accept({9: "35.10.01"}))
    assert again.outcome.loc[9, ["verdict", "code"]].tolist() == ["crosswalk", "35.10.01"]


def test_the_place_above_narrows_what_a_name_says(places: Gazetteer) -> None:
    columns: dict[str, list[object]] = {
        "Kabupaten": ["Banyuwangi", "Banyuwangi"], "Kecamatan": ["Genteng", "Muncar"], "n": [1, 2],
    }  # fmt: skip
    key = ("", "Genteng", "Banyuwangi")
    assert paired(places, columns, *key, "35.10.09")[0] == ("crosswalk", "35.10.09")
    assert paired(places, columns, *key, "35.78.07")[0] == ("conflict", "")  # Genteng in Surabaya
