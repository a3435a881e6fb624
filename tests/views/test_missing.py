"""Places without a row: those beside the table's own rows first."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from geodata import open_store
from geodata.join import Gazetteer, JoinResult, join_table
from views.missing import missing_html


@pytest.fixture(scope="module")
def codes() -> pd.DataFrame:
    return open_store().codes()


def html_of(codes: pd.DataFrame, column: str, *names: str, lang: str = "en") -> tuple[str, JoinResult]:
    result = join_table(Gazetteer(codes), pd.DataFrame({column: names, "n": range(len(names))}))
    return missing_html(result, codes.set_index("code")["name"], lang), result


def test_a_table_of_two_provinces_names_what_is_missing_there_first(codes: pd.DataFrame) -> None:
    html, result = html_of(codes, "Kab/Kota", "Kab. Banyuwangi", "Kab. Jember", "Kab. Sumedang")
    assert "511 of 514 places have no row. The table has rows in 2 of 38 provinces. Missing there:" in html
    items = re.findall(r"<li>(.*?)</li>", html)
    assert [item.split(":")[0] for item in items] == ["Jawa Barat", "Jawa Timur"]
    assert "Kabupaten Bandung" in items[0]
    assert "Banyuwangi" not in items[1]
    assert html.index("No row at all in 36 of 38 provinces: Aceh, ") > html.index("</ul>")
    assert list(result.missing_beside) == ["32", "35"]
    assert len(result.missing_beside["35"]) == 38 - 2


def test_a_whole_province_lacks_nothing_there(codes: pd.DataFrame) -> None:
    names = codes.loc[(codes["level"] == "regency") & codes["code"].str.startswith("34."), "name"]
    html, result = html_of(codes, "Kab/Kota", *names)
    assert "The table has rows in 1 of 38 provinces. Every place there has a row." in html
    assert "<li>" not in html
    assert result.missing_beside == {"34": []}


def test_jakarta_stands_for_its_six(codes: pd.DataFrame) -> None:
    html, result = html_of(codes, "Kota", "DKI Jakarta", "Kota Makassar")
    assert result.missing_beside["31"] == []
    assert "The table has rows in 2 of 38 provinces" in html
    assert "Kepulauan Seribu" not in html


def test_provinces_have_no_place_above(codes: pd.DataFrame) -> None:
    html, _result = html_of(codes, "Provinsi", "Jawa Barat", "Jawa Timur", "Aceh")
    assert "35 of 38 places have no row." in html
    assert "Bali" in html


def test_nothing_is_missing(codes: pd.DataFrame) -> None:
    names = codes.loc[codes["level"] == "province", "name"]
    assert html_of(codes, "Provinsi", *names)[0] == "<p>Every place of this level has a row.</p>"


def test_names_are_escaped_and_long_lists_are_cut(codes: pd.DataFrame) -> None:
    names = codes.set_index("code")["name"].replace("Kabupaten Jember", "<b>Jember</b>")
    result = join_table(Gazetteer(codes), pd.DataFrame({"Kab/Kota": ["Kab. Banyuwangi"], "n": [1]}))
    assert "&lt;b&gt;Jember" in missing_html(result, names, "en")
    table = pd.DataFrame({"Kecamatan": ["Tegalsari"], "Kab/Kota": ["Kab. Banyuwangi"], "n": [1]})
    districts = missing_html(join_table(Gazetteer(codes), table), names, "en")
    assert "The table has rows in 1 of 514 regencies and cities." in districts
    assert "… (+453)" in districts
