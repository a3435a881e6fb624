"""Codes that the atlas does not know: valid ones of BPS, for which it has no bridge, among them."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.join import Gazetteer, join_table

PAPUA = [9501, 9502, 9503, 9504, 9604, 9608, 9605, 9601, 9708, 9706, 9705, 9707, 9703, 9704, 9702, 9701]


def test_a_valid_bps_code_outside_the_bridge_is_not_called_nobodys(places: Gazetteer) -> None:
    table = pd.DataFrame({"Kode BPS": [1206, 1277, 3510, 3509, 3508], "n": [1, 2, 3, 4, 5]})
    result = join_table(places, table)
    assert result.outcome["verdict"].tolist() == ["not_found"] * 2 + ["bps_code"] * 3
    assert "1206" in result.reasons("en")[0]
    assert "BPS" in result.reasons("en")[0]
    assert "names" in result.reasons("en")[0]
    dots = pd.DataFrame({"Kode": ["35.99", "35.10", "35.09"], "n": [1, 2, 3]})
    assert "BPS" not in join_table(places, dots).reasons("en")[0]


@pytest.mark.parametrize("as_text", [False, True])
def test_a_column_of_unknown_codes_is_named(places: Gazetteer, as_text: bool) -> None:  # noqa: FBT001
    cells = [str(code) for code in PAPUA] if as_text else PAPUA
    result = join_table(
        places, pd.DataFrame({"kode": cells, "nilai": [float(9 + i * i) for i in range(len(cells))]})
    )
    assert result.joined.empty
    assert set(result.outcome["verdict"]) == {"not_found"}
    for text in (*result.key_texts("en"), result.reasons("en")[0], result.questions[0].text("en")):
        assert "“kode”" in text
        assert "No column" not in text
    assert [question.kind for question in result.questions] == ["keys"]


@pytest.mark.parametrize("header", ["id", "Kode barang", "kode"])
def test_other_numbers_are_not_called_codes_of_places(places: Gazetteer, header: str) -> None:
    table = pd.DataFrame({header: [1001 + i for i in range(12)], "n": [float(i * i) for i in range(12)]})
    result = join_table(places, table)
    assert result.key_texts("en") == ["No column holds codes or names of places."]
