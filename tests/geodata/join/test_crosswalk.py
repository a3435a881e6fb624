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
