"""Slides: native charts with the page's numbers, a source on each, notes, text inside its box."""

from __future__ import annotations

import datetime as dt
import io
import math
import random
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from tests.states import random_state, store
from views.charts.lines import trend_lines
from views.deck import deck, master, shown_of
from views.deck.charts import add_native, native
from views.deck.ends import ends_of, has_words
from views.deck.scales import number_format
from views.deck.tables import parts
from views.deck.text import block_inches, fitted, shortened
from views.i18n import LANGUAGES
from views.pictures.axes import Axis
from views.printed_cells import Shown as Printed
from views.printed_cells import read_cell
from views.takeaway.build import PAGES, NothingToShow, document
from views.takeaway.kit import Kit
from views.takeaway.state import State

if TYPE_CHECKING:
    from pathlib import Path

    from pptx.presentation import Presentation as Deck

    from views.takeaway.document import Document, Piece

MADE, BASE = dt.date(2026, 11, 28), "http://127.0.0.1:8501"
FEW, ALL = 2, 200
EMU = 914_400


@cache
def kit() -> Kit:
    """The committed store."""
    return Kit.of(store())


def opened(*documents: Document) -> Deck:
    """Slides of some pages, read back from their bytes."""
    return Presentation(io.BytesIO(deck(kit(), shown_of(documents), made=MADE, base=BASE)))


@cache
def made(page: str, lang: str) -> tuple[Document, Deck]:
    """A page and its slides."""
    found = document(kit(), State(page, {"lang": lang}))
    return found, opened(found)


def charts(file: Deck) -> dict[str, list[Any]]:
    """Native charts by the name of their figure."""
    found: dict[str, list[Any]] = {}
    for slide in file.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                found.setdefault(shape.name, []).append(shape.chart)
    return found


def test_the_file_of_the_master_is_what_its_code_builds() -> None:
    def told(file: Deck) -> list[Any]:
        return [
            (
                one.name,
                [(p.placeholder_format.idx, p.left, p.top, p.width, p.height) for p in one.placeholders],
            )
            for one in file.slide_layouts
        ]

    assert told(Presentation(str(master.FILE))) == told(master.build())
    assert [name for name, _slots in told(master.build())] == list(master.LAYOUTS)


@pytest.mark.parametrize("page", PAGES)
def test_every_slide_has_title_source_notes_and_words_for_its_figure(page: str) -> None:
    lang = LANGUAGES[list(PAGES).index(page) % 2]
    found, file = made(page, lang)
    sources = {" ".join(piece.source.split()) for piece in found.pieces if piece.source}
    for number, slide in enumerate(file.slides, start=1):
        assert slide.shapes.title is not None
        assert slide.shapes.title.text
        assert all(holder.text_frame.text for holder in slide.placeholders)
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                told = shape._element.xpath(".//p:cNvPr")[0].get("descr")
                assert told, f"slide {number}: {shape.name} has no words"
    figures = [one for one in file.slides if one.slide_layout.name in ("Figure", "Table")]
    for slide in figures:
        notes = slide.notes_slide.notes_text_frame.text
        assert found.state.link(BASE) in notes
        foot = [p.text_frame.text for p in slide.placeholders if p.placeholder_format.idx == master.SOURCE]
        assert not foot or any(source.startswith(foot[0].removesuffix(" …")) for source in sources)
        assert not foot or any(source in notes for source in sources)
    assert len(figures) >= sum(not piece.key.startswith("panel-") for piece in found.pieces)


@pytest.mark.parametrize("page", PAGES)
def test_no_text_runs_out_of_its_box(page: str) -> None:
    _found, file = made(page, LANGUAGES[list(PAGES).index(page) % 2])
    for slide in file.slides:
        name = slide.slide_layout.name
        for holder in slide.placeholders:
            if holder.placeholder_format.idx == master.NUMBER:
                continue
            slot = master.slot(name, holder.placeholder_format.idx)
            lines = holder.text_frame.paragraphs
            size = max(line.font.size.pt for line in lines)
            tall = block_inches([line.text for line in lines], size, slot.box[2], bold=slot.bold)
            assert tall <= slot.box[3] + 1e-6, f"{name}: {holder.text_frame.text[:60]}"
        for shape in slide.shapes:
            if shape.has_table:
                rows = sum(row.height for row in shape.table.rows)
                assert (shape.top + rows) / EMU <= master.slot("Table", master.SOURCE).box[1] + 0.01


def points(chart: Any) -> list[tuple[float, float]]:
    """Every point of a native chart: across and up."""
    found = []
    for one in chart.plots[0].series:
        xs = [float(v.text) for v in one._element.xpath("./c:xVal//c:v")]
        ys = {
            int(p.get("idx")): float(p.xpath("./c:v")[0].text) for p in one._element.xpath("./c:yVal//c:pt")
        }
        found += [(xs[at], y) for at, y in ys.items()]
    return found


def near(value: float, cell: Printed, name: object = "") -> bool:
    """Whether a number is the one that is printed, as far as it is printed."""
    digits = -int(cell.value.as_tuple().exponent)
    assert math.isclose(value, float(cell.value), abs_tol=0.5 * 10.0**-digits + 1e-9), (name, value, cell)
    return True


WORDS = {
    "ribu": 3,
    "juta": 6,
    "miliar": 9,
    "triliun": 12,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
}


def in_words(text: str, lang: str) -> Printed | None:
    """The number of "Rp14,1 triliun": read_cell leaves it a text, a chart draws it."""
    for word, power in WORDS.items():
        head, found, tail = text.partition(f"\N{NO-BREAK SPACE}{word}")
        if found and isinstance(number := read_cell(head, lang), Printed):
            return Printed(number.value.scaleb(power), number.before, tail)
    return None


def cells(column: pd.Series, lang: str) -> list[Printed | None]:
    """Printed numbers of a column, None where a cell is none."""
    texts = [str(cell) for cell in column]
    return [
        found if isinstance(found := read_cell(text, lang), Printed) else in_words(text, lang)
        for text in texts
    ]


def same_lines(table: pd.DataFrame, chart: Any, lang: str, scale: float) -> int:
    """Years and values of lines against a table of years by places; the axis counts in `scale` of what is printed."""
    years = [str(one) for one in chart.plots[0].categories]
    compared = 0
    for name in table.columns[1:]:
        drawn = {
            year: value * scale
            for one in chart.plots[0].series
            if one.name == name
            for year, value in zip(years, one.values, strict=True)
            if value is not None
        }
        said = zip(table.iloc[:, 0].astype(str), cells(table[name], lang), strict=True)
        printed = {year: cell for year, cell in said if cell and year.isdigit()}  # the last row is no year
        assert set(drawn) == set(printed)
        compared += sum(near(drawn[year], cell, (name, year)) for year, cell in printed.items())
    return compared


def same_bars(table: pd.DataFrame, chart: Any, lang: str) -> int:
    """Parts of stacked bars against a table of places by parts."""
    compared = 0
    for one in chart.plots[0].series:
        printed = cells(table[one.name], lang)
        assert [value is None for value in one.values] == [cell is None for cell in printed]
        compared += sum(near(value, cell) for value, cell in zip(one.values, printed, strict=True) if cell)
    return compared


def same_dots(table: pd.DataFrame, chart: Any, lang: str) -> int:
    """Marks in rows against a table of places."""
    marks = {}
    for one in chart.plots[0].series:
        if one._element.xpath("./c:marker/c:symbol[@val!='none']"):
            xs, ys = (one._element.xpath(f"./c:{axis}Val//c:v") for axis in "xy")
            marks |= {round(float(y.text)): float(x.text) for x, y in zip(xs, ys, strict=False)}
    printed = {len(table) - 1 - row: cell for row, cell in enumerate(cells(table.iloc[:, 1], lang)) if cell}
    assert set(marks) >= set(printed)
    return sum(near(marks[row], cell, row) for row, cell in printed.items())


def same_numbers(piece: Piece, chart: Any, lang: str, scale: float) -> int:
    """Hold a native chart against the printed table of its figure; how many cells were compared."""
    assert piece.chart is not None
    kind = native(piece.chart)
    assert kind is not None
    if piece.key in ("dots", "ranking"):
        return same_dots(piece.table, chart, lang)
    if piece.key == "lines" or piece.key.startswith("panel-"):
        return same_lines(piece.table, chart, lang, scale)
    return same_bars(piece.table, chart, lang) if kind.kind == "bar" else 0


@pytest.mark.parametrize("page", PAGES)
def test_numbers_of_charts_are_those_of_the_page(page: str, *, full: bool) -> None:
    draw = random.Random(f"deck {page}")
    compared = charted = 0
    for turn in range(ALL // len(PAGES) if full else FEW):
        state = State(page, {"lang": LANGUAGES[turn % 2]}) if not turn else random_state(draw, page)
        try:
            found = document(kit(), state)
        except NothingToShow:
            continue
        shown = charts(opened(found))
        name = found.state.params.get("indicator", "")
        scale = float(kit().availability.records[name]["scale"] or 1) if name else 1.0
        for piece in found.pieces:
            for chart in shown.get(piece.key, []):
                charted += 1
                compared += same_numbers(piece, chart, found.lang, scale)
    if page in ("compare", "trends", "index"):
        assert compared > 5
    elif page not in ("overview", "network", "city", "peers"):
        assert charted > 2


def test_points_are_those_of_the_figure() -> None:
    found, file = made("compare", "id")
    strip = next(piece for piece in found.pieces if piece.key == "strip")
    assert strip.chart is not None
    drawn = points(charts(file)["strip"][0])
    wanted = [
        (float(x), float(y))
        for trace in strip.chart.figure.data
        if trace.mode == "markers"
        for x, y in zip(trace.x, trace.y, strict=True)
    ]
    assert len(wanted) > 500
    assert {(round(x, 9), round(y, 9)) for x, y in wanted} <= {(round(x, 9), round(y, 9)) for x, y in drawn}


def test_the_sheet_of_a_chart_holds_what_it_draws() -> None:
    _found, file = made("trends", "en")
    chart = charts(file)["lines"][0]
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    heads, *rows = book.active.iter_rows(values_only=True)
    for at, one in enumerate(chart.plots[0].series, start=1):
        assert heads[at] == one.name
        assert [row[at] for row in rows] == list(one.values)


def test_missing_years_stay_open() -> None:
    record = kit().availability.catalogue.loc["hdi"]
    years = [2018, 2019, 2021, 2022]
    frame = pd.DataFrame(
        {"code": "73.71", "name": "Kota Makassar", "year": years, "value": [80.0, 81.0, 82.0, 83.0]}
    )
    chart = trend_lines(frame, record, lang="id", theme="light", focus=["73.71"])
    kind = native(chart)
    assert kind is not None
    file = Presentation(str(master.FILE))
    slide = file.slides.add_slide(file.slide_layouts[0])
    made = add_native(slide, kind, (1, 1, 8, 4), name="x", alt="x", lang="id")
    assert [tuple(one.values) for one in made.plots[0].series] == [(80.0, 81.0, None, 82.0, 83.0)]
    assert made._chartSpace.xpath("c:chart/c:dispBlanksAs/@val") == ["gap"]
    assert not [v for v in made._chartSpace.xpath(".//c:v") if v.text in ("None", "nan")]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_as_many_pages_as_there_are_slides(tmp_path: Path) -> None:
    found, file = made("compare", "id")
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck(kit(), shown_of([found]), made=MADE, base=BASE))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pdf = (tmp_path / "deck.pdf").read_bytes()
    assert pdf.count(b"/Type/Page/") + pdf.count(b"/Type/Page\n") + pdf.count(b"/Type /Page\n") == len(
        file.slides
    )


# Its parts


def axis(low: float, high: float, *ticks: tuple[float, str]) -> Axis:
    """An axis as a figure has it."""
    return Axis("xaxis", "linear", low, high, ticks, (), shown=True, grid=True, tick_length=0.0)


@pytest.mark.parametrize(
    ("ticks", "lang", "code"),
    [
        ([(70.0, "70"), (75.0, "75")], "id", "#,##0"),
        ([(0.5, "0,5"), (1.0, "1,0")], "id", "#,##0.0"),
        ([(1500.0, "1,500"), (2000.0, "2,000")], "en", "#,##0"),
        ([(0.0, "0%"), (5.0, "5%")], "en", '#,##0"%"'),
        ([(0.0, "0"), (2.5e6, "2,5 juta")], "id", '#,##0.0,," juta"'),
        ([(1e9, "1 billion"), (2e9, "2 billion")], "en", '#,##0,,," billion"'),
        ([(-1.5, "−1,5"), (0.0, "0,0"), (1.5, "1,5")], "id", "#,##0.0"),
    ],
)  # fmt: skip
def test_numbers_of_an_axis_are_written_as_on_the_screen(
    ticks: list[tuple[float, str]], lang: str, code: str
) -> None:
    assert number_format(axis(-2, 3e9, *ticks), lang) == code


def test_words_and_other_scales_are_no_numbers() -> None:
    assert has_words(axis(0, 1, (0.1, "← worse"), (0.9, "better →")))
    assert has_words(axis(8, 12, (9.21, "10,000"), (11.51, "100,000")))
    assert not has_words(axis(0, 3e6, (1e6, "1 million"), (2e6, "2 million")))


def test_an_axis_counts_from_a_tick() -> None:
    assert (ends_of(axis(71.2, 84.4, (75.0, "75"), (80.0, "80")), 72.0).low) == 70.0
    assert (ends_of(axis(-4.0, 104.0, (0.0, "0"), (25.0, "25"), (50.0, "50")), 0.0).low) == 0.0
    ranks = ends_of(axis(-4.0, 520.0, (1.0, "1"), (100.0, "100"), (200.0, "200"), (514.0, "514")), 3.0)
    assert (ranks.low, ranks.step) == (0.0, 100.0)


def test_what_does_not_fit_is_left_for_the_notes() -> None:
    long = "kata " * 400
    kept, size = fitted(["pendek", long, "juga pendek"], (3.0, 1.0), (16, 12))
    assert (kept, size) == (["pendek", "juga pendek"], 16)
    said, smallest = shortened(long.strip(), (3.0, 1.0), (16, 12))
    assert said.endswith(" …")
    assert smallest == 12
    assert block_inches([said], 12, 3.0) <= 1.0
    assert shortened("pendek", (3.0, 1.0), (16, 12)) == ("pendek", 16)


def test_a_long_table_is_continued_evenly() -> None:
    table = pd.DataFrame({"a": [f"row {n}" for n in range(40)], "b": ["1"] * 40})
    found = parts(table, (12.0, 4.0))
    assert len(found) > 1
    assert pd.concat([part for part, _size in found]).equals(table)
    lengths = [len(part) for part, _size in found]
    assert max(lengths) - min(lengths) <= max(2, max(lengths) // 3)


def test_nothing_to_show_is_said() -> None:
    with pytest.raises(ValueError, match="must have a slide"):
        deck(kit(), [], made=MADE)
