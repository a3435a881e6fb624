"""Files of a figure, read back: the numbers of the page, the store's own digits, sources, and nothing that runs."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import random
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from openpyxl import load_workbook

from tests.states import random_state, store
from views.i18n import LANGUAGES
from views.printed_cells import Shown, read_cell
from views.takeaway import data, shapes
from views.takeaway.build import PAGES, document
from views.takeaway.data import COLUMNS, Export
from views.takeaway.kit import Kit
from views.takeaway.recipe import recipe
from views.takeaway.state import State, read_state

if TYPE_CHECKING:
    from pathlib import Path

FEW, ALL = 4, 200
MADE = dt.date(2026, 11, 28)
BASE = "http://127.0.0.1:8501"


@cache
def kit() -> Kit:
    """The committed store."""
    return Kit.of(store())


def exports(state: State) -> list[Export]:
    """Every figure of a state."""
    found = document(kit(), state)
    return [Export(found, piece, MADE, BASE) for piece in found.pieces]


def export(page: str, key: str, lang: str = "id", **params: str) -> Export:
    """One figure."""
    found = document(kit(), State(page, {"lang": lang, **params}))
    return Export(found, found.piece(key), MADE, BASE)


def test_numbers_of_every_file_are_those_of_the_page(*, full: bool) -> None:
    draw = random.Random("files")
    for turn in range(ALL if full else FEW):
        page = list(PAGES)[turn % len(PAGES)]
        for given in exports(random_state(draw, page)):
            _check_workbook(given)
            _check_csv(given)


def _check_workbook(given: Export) -> None:
    book = load_workbook(io.BytesIO(data.xlsx(kit(), given)))
    sheet, table = book.worksheets[0], given.piece.table
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == list(table.columns)
    assert sheet.freeze_panes == "A2"
    assert len(rows) == len(table) + 1
    for cells, texts in zip(rows[1:], table.itertuples(index=False), strict=True):
        for position, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            shown = read_cell(str(text), given.lang) if position and isinstance(text, str) else text
            if isinstance(shown, Shown):
                assert (cell.value, cell.number_format) == (float(shown.value), shown.excel_format)
            else:
                assert (cell.value or "") == (text if isinstance(text, str) else "")


def _check_csv(given: Export) -> None:
    rows = list(csv.DictReader(io.StringIO(data.csv(kit(), given).decode())))
    piece = given.piece
    if piece.behind is None:
        assert len(rows) == len(piece.table)
        return
    assert rows == [] or tuple(rows[0]) == COLUMNS
    kept = kit().store.values(
        list(piece.behind.indicators), codes=list(piece.behind.codes), years=piece.behind.years
    )
    told = {(r["indicator"], r["code"], int(r["year"])): float(r["value"]) for r in rows}
    assert told == {(r.indicator, r.code, r.year): r.value for r in kept.itertuples()}
    assert all(row["publisher"] and row["licence"] and row["unit"] and row["name"] for row in rows)


def test_a_spreadsheet_in_indonesia_opens_the_csv_as_it_is() -> None:
    raw = data.excel_csv(kit(), export("compare", "dots"))
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Kode", "Wilayah", "Tingkat"]
    assert rows[1][rows[0].index("Nilai")] == "83,08"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_workbook_says_what_it_is_and_how_to_come_back(lang: str) -> None:
    given = export("trends", "lines", lang)
    book = load_workbook(io.BytesIO(data.xlsx(kit(), given)))
    assert len(book.sheetnames) == 4
    about = {row[0]: row[1] for row in book.worksheets[2].iter_rows(min_row=2, values_only=True)}
    link = next(text for text in about.values() if text.startswith(BASE))
    assert read_state(link) == given.document.state
    assert store().version in about.values()
    assert any("28 November 2026" in text for text in about.values())
    assert any("bps.go.id" in text for text in about.values())
    said = [row[1] for row in book.worksheets[3].iter_rows(min_row=2, values_only=True)]
    assert set(given.piece.sentences) | set(given.piece.notes) <= set(said)


@pytest.mark.parametrize(("page", "params"), [
    ("city", {"city": "31", "level": "village", "indicator": "elderly_share_pct"}), ("city", {"city": "94.01"}), ("compare", {}),
    ("patterns", {}), ("overview", {"indicator": "poverty_rate"}),
])  # fmt: skip
def test_shapes_are_valid_and_hold_the_values_of_the_map(
    page: str, params: dict[str, str], tmp_path: Path
) -> None:
    given = export(page, "map", "id", **params)
    content = json.loads(shapes.geojson(kit(), given))
    figure = given.piece.map.figure
    assert "crs" not in content
    west, south, east, north = content["bbox"]
    assert 90 < west < east < 145
    assert -12 < south < north < 8
    assert content["metadata"]
    told: dict[str, Any] = {}
    for feature in content["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid
        for part in shapely.get_parts(shape):
            assert part.exterior.is_ccw
            assert not any(ring.is_ccw for ring in part.interiors)
        told[feature["properties"]["code"]] = feature["properties"]["value"]
    values = pd.Series(told, dtype="float64").reindex(figure.values.index)
    assert np.allclose(values.to_numpy(), figure.values.to_numpy(), rtol=1e-12, equal_nan=True)
    path = tmp_path / "places.gpkg"
    path.write_bytes(shapes.geopackage(kit(), given))
    back = pyogrio.read_dataframe(path)
    assert back.crs == "EPSG:4326"
    assert back["value"].tolist() == pytest.approx(figure.values.tolist(), nan_ok=True)
    assert back["shown"].tolist() == [str(text) for text in given.piece.table.iloc[:, -1]]
    tool = shutil.which("ogrinfo")
    if tool:
        seen = subprocess.run([tool, "-al", "-so", path], capture_output=True, text=True, check=True)
        assert seen.stderr == ""
        assert "Metadata:" in seen.stdout
        assert f"Feature Count: {len(figure.values)}" in seen.stdout


def test_a_figure_that_is_no_map_has_no_shapes() -> None:
    with pytest.raises(shapes.NoShapes, match="'dots' is none"):
        shapes.geojson(kit(), export("compare", "dots"))


def test_the_same_state_gives_the_same_bytes() -> None:
    for make in (data.csv, data.excel_csv, shapes.geojson):
        one, other = (make(kit(), export("city", "map", "id")) for _ in range(2))
        assert one == other


def test_a_recipe_brings_the_figure_back() -> None:
    given = export("index", "bands", "en", index="smart_city")
    content = json.loads(recipe(kit(), given))
    again = document(kit(), read_state(json.dumps(content)))
    assert again.state == given.document.state == read_state(content["link"])
    made = data.csv(kit(), Export(again, again.piece(content["figure"]), MADE, BASE))
    assert hashlib.sha256(made).hexdigest() == content["csv_sha256"]
    rows = list(csv.DictReader(io.StringIO(made.decode())))
    assert all(float(row[list(row)[-2]]) <= float(row[list(row)[-1]]) for row in rows)


def test_a_recipe_names_its_sources() -> None:
    content = json.loads(recipe(kit(), export("compare", "dots")))
    assert content["indicators"] == ["hdi"]
    assert len(content["codes"]) == 4
    assert all(
        one["citation"] and one["licence"] and one["url"].startswith("http") for one in content["sources"]
    )
    assert content["sources"]
