"""Signs in tables: each figure bears what its profile says of it, and each table explains the signs it holds, once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from tests.views.saying import choices, store, there
from views.compare import build_comparison
from views.compare_charts import table
from views.i18n import pick, translator
from views.marking import captioned, read_marking, signs_key
from views.peers import build_peers
from views.profile import profile_rows
from views.quality import signs_text
from views.selection import read_selection
from views.trends import build_trends

if TYPE_CHECKING:
    from views.selection import Selection

LANGUAGES = ("en", "id")
CITIES = "31,73.71,35.10,32.11"


def chosen(page: str, **link: str) -> Selection:
    return read_selection(link, {}, choices(), page=page)[0]


@pytest.mark.parametrize("code", ["31", "73.71", "35.10", "15.71"])
def test_a_figure_bears_the_signs_of_its_profile(code: str) -> None:
    level = "province" if code == "31" else "regency"
    rows = profile_rows(store(), there(), code, level, "en", colour="#000")
    marking = read_marking(store(), there(), rows["indicator"], [code], "en")
    assert len(rows) > 5
    for row in rows.to_dict("records"):
        assert marking.signs(row["indicator"], code, int(row["year"])) == signs_text(row["marks"])
    assert marking.signs("hdi", code, 1999) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_figures_bear_signs_with_their_key_and_reasons(lang: str) -> None:
    selection = chosen("compare", cities=CITIES, lang=lang)
    model = build_comparison(store(), there(), selection, theme="light", cities=choices().cities)
    shown, reasons = table(model)
    sources = store().sources().set_index("source")["confidence"]
    latest = (
        store()
        .values(codes=CITIES.split(","))
        .sort_values("year")
        .drop_duplicates(["code", "indicator"], keep="last")
    )
    weak = latest[latest["source"].map(sources).isin(["medium", "low"])]
    weak = weak[weak["indicator"].map(there().catalogue["rankable"]).astype(bool)]
    cells = [cell for cell in shown.iloc[:, 1:].to_numpy().ravel() if "†" in cell]
    assert 0 < len(cells) == len(weak)
    assert all(re.search(r"[\d%a-z]\*?† \(\d{4}\)$", cell) for cell in cells), cells
    said = " ".join(head for head, _reason in reasons)
    for name in weak["indicator"].unique():
        assert pick(there().catalogue.loc[name], "short", lang) in said
    assert all(reason for _head, reason in reasons)
    caption = captioned("All", shown, lang)
    assert caption.count("†") == 1
    assert caption.count("*") == 1


def test_a_reason_names_places_only_where_not_all_bear_it() -> None:
    marking = read_marking(store(), there(), ["grdp_per_capita_real"], ["35.10", "32.11"], "en")
    names = {"35.10": "A", "32.11": "B"}
    assert marking.reasons(names) == []
    assert marking.signs("grdp_per_capita_real", "35.10", 2024).startswith("*")
    assert marking.reasons(names)[0][0].endswith("(A):")
    marking.signs("grdp_per_capita_real", "32.11", 2024)
    assert not marking.reasons(names)[0][0].endswith("):")


def test_a_table_without_signs_has_no_key() -> None:
    plain = pd.DataFrame({"*": ["a*"], "b": ["1"]})
    assert signs_key(plain, "en") == ""
    assert captioned("A table.", plain, "en") == "A table."
    assert captioned("A table", plain.assign(b="1*"), "en").startswith("A table. * provisional")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_of_peers_and_pace_bear_signs_too(lang: str) -> None:
    peers = build_peers(store(), there(), chosen("peers", city="35.10", lang=lang), theme="light")
    gaps = peers.gaps()
    assert gaps is not None
    marking = read_marking(
        store(), there(), [str(r.record["indicator"]) for r in peers.rows], ["35.10"], lang
    )
    for row, cell in zip(peers.rows, gaps.table.iloc[:, 1], strict=True):
        signs = marking.signs(str(row.record["indicator"]), "35.10", row.year)
        assert re.search(r"[*†]*$", cell)[0] == signs, cell
    assert signs_key(gaps.table, lang) in gaps.caption
    assert signs_key(gaps.table, lang)
    heads = [name for name in peers.table.columns if translator(lang)("rupiah") in name]
    assert heads, "real GRDP is a feature"
    assert all("*" in cell for cell in peers.table[heads[0]]), "its latest two years are provisional"
    link = {
        "indicator": "grdp_per_capita_real",
        "cities": "35.10,32.11",
        "since": "2015",
        "year": "2024",
        "lang": lang,
    }
    pace = build_trends(store(), there(), chosen("trends", **link), theme="light").pace()
    assert pace is not None
    assert not any("*" in cell for cell in pace[0].iloc[:, 1])
    assert all(cell.rstrip("†").endswith("*") for cell in pace[0].iloc[:, 2]), "2024 is provisional"
