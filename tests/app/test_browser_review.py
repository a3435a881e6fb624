"""Rows left over in a real browser: accepted, saved, loaded next month, taken back; and one press of "back" a choice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.app import atlas
from tests.app import browser as tools
from tests.app.test_browser_upload import upload
from views.doctor import joined_text
from views.i18n import translator

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# In one language; in both with --full.
BOTH = ["id", pytest.param("en", marks=pytest.mark.full)]
pytestmark = pytest.mark.browser
MONTHS = [
    f"Kabupaten/Kota;Kunjungan {month} 2024 (orang)\nBanyuwngi;{n}\nKabupaten Jember;5\nKota Makassar;6\nLainnya;7\n".encode()
    for month, n in (("Mei", 3), ("Juni", 4))
]
VILLAGES = (
    b"Kecamatan;Desa;Rumah (unit)\nWado;Cilengkrang;3\nWado;Wado;4\nWado;Cikareo Utara;5\nWado;Mulyajayaa;6\n"
)


def joined(window: Page, lang: str, count: int, rows: int) -> None:
    """Wait until so many rows have joined."""
    window.get_by_text(joined_text(count, rows, lang), exact=True).wait_for()


def accept(visit: tools.Visit, lang: str, row: str, place: str) -> None:
    """Say what a row means."""
    field = visit.page.get_by_role("combobox", name=re.compile(row))
    field.click()
    field.fill(place)
    visit.page.get_by_role("option").filter(has_text=place).first.click()
    press_accept(visit, lang, 1)
    visit.settle()


def press_accept(visit: tools.Visit, lang: str, count: int) -> None:
    """Accept what is chosen, once the page knows of so many choices."""
    visit.page.get_by_role(
        "button", name=translator(lang)("Accept these pairs ({n})").format(n=count)
    ).click()


def pairs(visit: tools.Visit, lang: str) -> None:
    """Open the list of accepted pairs."""
    text = translator(lang)("Accepted pairs ({n})").split("(")[0]
    visit.page.locator("summary").filter(has_text=text).click()
    visit.settle()


def load(visit: tools.Visit, data: bytes) -> None:
    """Load accepted pairs; their list has to be open."""
    chooser: dict[str, Any] = {"name": "pairs.csv", "mimeType": "text/csv", "buffer": data}
    visit.page.locator("input[type=file]").last.set_input_files(chooser)
    visit.settle()


@pytest.mark.parametrize("lang", BOTH)
def test_pairs_saved_in_one_month_join_the_next(
    chromium: Browser, app: tools.App, visit: tools.Visit, lang: str, tmp_path: Path
) -> None:
    _ = translator(lang)
    window = visit.goto("data", lang=lang, tab="own")
    upload(visit, "mei.csv", MONTHS[0])
    joined(window, lang, 2, 4)
    accept(visit, lang, "Banyuwngi", "Kabupaten Banyuwangi")
    joined(window, lang, 3, 4)
    accept(visit, lang, "Lainnya", _("leave this row out"))
    window.get_by_text(_("Nothing is left over.")).wait_for()
    pairs(visit, lang)
    with window.expect_download() as download:
        window.get_by_role("button", name=_("Save for next month")).click()
    saved = tmp_path / "pairs.csv"
    download.value.save_as(saved)
    assert visit.complaints() == {}
    with tools.visiting(chromium, app) as next_month:
        there = next_month.goto("data", lang=lang, tab="own")
        upload(next_month, "juni.csv", MONTHS[1])
        joined(there, lang, 2, 4)
        pairs(next_month, lang)
        load(next_month, saved.read_bytes())
        there.get_by_text(_("Nothing is left over.")).wait_for()
        joined(there, lang, 3, 4)
        assert next_month.complaints() == {}


@pytest.mark.parametrize("lang", BOTH)
def test_accepted_pair_is_taken_back(visit: tools.Visit, lang: str) -> None:
    _ = translator(lang)
    window = visit.goto("data", lang=lang, tab="own")
    upload(visit, "mei.csv", MONTHS[0])
    accept(visit, lang, "Banyuwngi", "Kabupaten Banyuwangi")
    joined(window, lang, 3, 4)
    pairs(visit, lang)
    window.get_by_role("combobox", name=_("Undo")).click()
    window.get_by_role("option").filter(has_text="banyuwngi").click()
    window.keyboard.press("Escape")
    window.get_by_role("button", name=_("Undo these")).click()
    joined(window, lang, 2, 4)
    visit.settle()
    assert window.get_by_role("combobox", name=re.compile("Banyuwngi")).count() == 1
    assert visit.complaints() == {}


HEADER = b"table_code,table_name,table_parent,place\n"


WRONG = {  # no two in a row get the same message, so that a new one is seen to come
    "no CSV": (b"\x89PNG\r\n\x1a\n" + bytes(300), "table_name"),
    "unknown code": (HEADER + b",banyuwngi,,35.10\n,lainnya,,35.99\n", "35.99"),
    "header": (b"nama,kode\na,35.10\n", "table_name"),
    "no code": (HEADER + b",banyuwngi,,3510\n", ": 2."),
}


@pytest.mark.parametrize("lang", BOTH)
def test_wrong_file_of_pairs_is_named_and_nothing_is_lost(visit: tools.Visit, lang: str) -> None:
    window = visit.goto("data", lang=lang, tab="own")
    upload(visit, "mei.csv", MONTHS[0])
    accept(visit, lang, "Banyuwngi", "Kabupaten Banyuwangi")
    pairs(visit, lang)
    said: list[str] = []
    for data, named in WRONG.values():
        load(visit, data)
        window.get_by_role("alert").filter(has_not_text=said[-1] if said else "\0").first.wait_for()
        visit.settle()
        alerts = window.get_by_role("alert").all_inner_texts()
        assert len(alerts) == 1, alerts
        assert named in alerts[0]
        joined(window, lang, 3, 4)
        said += alerts
    assert window.get_by_test_id("stException").count() == 0
    assert visit.complaints() == {}


def test_pairs_of_another_level_do_not_stop_a_table(visit: tools.Visit) -> None:
    window = visit.goto("data", lang="en", tab="own")
    upload(visit, "mei.csv", MONTHS[0])
    accept(visit, "en", "Banyuwngi", "Kabupaten Banyuwangi")
    window.get_by_role("button", name="Take another file").click()
    upload(visit, "desa.csv", VILLAGES)
    assert window.get_by_role("alert").count() == 0
    window.get_by_text(re.compile("of 4 rows joined")).wait_for()


def test_rows_left_over_can_be_decided_on_a_telephone(chromium: Browser, app: tools.App) -> None:
    with tools.visiting(chromium, app, viewport={"width": 390, "height": 844}) as visit:
        window = visit.goto("data", lang="id", tab="own")
        upload(visit, "mei.csv", MONTHS[0])
        for part in (
            ".atlas-row",
            '[data-testid="stColumn"]:has(.atlas-row) + [data-testid="stColumn"] [role="combobox"]',
        ):
            boxes = [place.bounding_box() for place in window.locator(part).all()]
            assert len(boxes) == 2
            assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
        texts = window.locator(".atlas-row").all()
        assert all(row.evaluate("e => e.scrollWidth <= e.clientWidth") for row in texts)
        assert atlas.overflow(window) == []
        accept(visit, "id", "Banyuwngi", "Kabupaten Banyuwangi")
        joined(window, "id", 3, 4)


def choose(window: Page, row: str, place: str) -> None:
    """Say what a row means, and accept nothing yet."""
    field = window.get_by_role("combobox", name=re.compile(row))
    field.click()
    field.fill(place)
    window.get_by_role("option").filter(has_text=place).first.click()


def test_choices_outlive_the_turn_of_the_page(visit: tools.Visit) -> None:
    lines = [f"Tak Dikenal {i};{i}" for i in range(1, 13)]
    table = (
        "Kabupaten/Kota;Kunjungan 2024 (orang)\nKota Makassar;6\nKabupaten Jember;5\nKabupaten Malang;7\n"
        + "\n".join(lines)
    )
    window = visit.goto("data", lang="en", tab="own")
    upload(visit, "halaman.csv", table.encode())
    choose(window, "Tak Dikenal 2 ", "Kabupaten Banyuwangi")
    visit.settle()
    pages = window.get_by_role("combobox", name="Rows left over")
    pages.click()
    window.get_by_role("option").filter(has_text="9 to 12").click()
    window.get_by_role("combobox", name=re.compile("Tak Dikenal 11")).wait_for()
    visit.settle()
    window.get_by_text("1 choice on another page counts as well.").wait_for()
    choose(window, "Tak Dikenal 11 ", "Kabupaten Sumedang")
    visit.settle()
    pages.click()
    window.get_by_role("option").filter(has_text="1 to 8").click()
    row = window.get_by_role("combobox", name=re.compile("Tak Dikenal 2 "))
    row.wait_for()
    visit.settle()
    assert "Banyuwangi" in row.input_value()
    press_accept(visit, "en", 2)
    joined(window, "en", 5, 15)
    assert visit.complaints() == {}


def test_back_needs_one_press_a_choice(visit: tools.Visit) -> None:
    window = visit.goto("method", lang="en")
    window.get_by_test_id("stTopNavLink").filter(has_text="Data").click()
    window.locator(f'{tools.READY}[data-page="data"]').wait_for(state="attached")
    visit.settle()
    for section, tab in (("Coverage", "coverage"), ("Sources", "sources")):
        window.get_by_role("radio", name=section, exact=True).click()
        atlas.wait_query(window, tab=tab)
        visit.settle()
    window.get_by_test_id("stTopNavLink").filter(has_text="City map").click()
    window.locator(f'{tools.READY}[data-page="city"]').wait_for(state="attached")
    visit.settle()
    atlas.choose(visit, "City or regency", "Kota Makassar")
    atlas.wait_query(window, city="73.71")
    visit.settle()
    seen = []
    for _press in range(5):
        window.go_back()
        visit.settle()
        page = window.locator(tools.READY).get_attribute("data-page")
        seen.append((page, atlas.query(window).get("city"), atlas.query(window).get("tab")))
    assert seen == [
        ("city", "35.10", None), ("data", None, "sources"), ("data", None, "coverage"), ("data", None, "catalogue"),
        ("method", None, None),
    ]  # fmt: skip
    assert visit.complaints() == {}
