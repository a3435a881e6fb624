"""A reader's own data in a real browser with the network cut: from a messy file to the maps, and to nobody else."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from geodata import open_store
from tests.app import atlas
from tests.app import browser as tools
from views.doctor import joined_text
from views.i18n import translator

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=alert(1)>`${7*7}`"


def messy_table() -> bytes:
    """Poverty of two provinces as people write it: BPS codes, capitals, Indonesian numbers, a total, a typo, a source."""
    store = open_store()
    places = store.place_table("regency")
    places = places[places["code"].str.startswith(("32", "73"))]
    values = store.values("poverty_rate", level="regency", years=2024).set_index("code")["value"]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["Persentase penduduk miskin", "", ""])
    writer.writerow(["Kode", "Kabupaten/Kota", f"Miskin {EVIL} 2024 (%)"])
    for row in places.itertuples():
        name = row.name.removeprefix("Kabupaten ").upper()
        code = row.bps_code
        if row.code == "32.11":
            code, name = "", "SUMEDANNG"
        writer.writerow([code, name, f"{values[row.code]:.2f}".replace(".", ",")])
    writer.writerow(["", "INDONESIA", "9,03"])
    writer.writerow(["Sumber: BPS", "", ""])
    return out.getvalue().encode("cp1252")


def zones() -> bytes:
    """Twelve squares over Makassar with a number each."""
    features = [
        {
            "type": "Feature",
            "properties": {"nama": f"Blok {i}", "skor": 10 + i / 2},
            "geometry": shapely.geometry.mapping(shapely.box(x, y, x + 0.02, y + 0.02)),
        }
        for i, (x, y) in enumerate((119.40 + 0.02 * a, -5.18 + 0.02 * b) for a in range(4) for b in range(3))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def upload(visit: tools.Visit, name: str, data: bytes) -> None:
    """Bring a file on the Data page."""
    offer(visit.page, name, data)
    visit.page.get_by_role("heading", level=2).filter(has_text=re.compile(r"^1")).wait_for()
    visit.settle()


def offer(page: Page, name: str, data: bytes) -> None:
    """Put a file into the field for the reader's own data.

    By its name: the field for accepted pairs is a file field as well, and stands a moment longer when the table is let go.
    """
    chooser: dict[str, Any] = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator(
        ".st-key-uploader_en input[type=file], .st-key-uploader_id input[type=file]"
    ).set_input_files(chooser)


def use(visit: tools.Visit, lang: str) -> None:
    """Press the last button and wait until the data are in use."""
    _ = translator(lang)
    visit.page.get_by_role("button", name=_("Use in this session")).click()
    visit.page.get_by_role("heading", name=_("In use in this session")).wait_for()
    visit.settle()


def indicators(page: Page, label: str) -> list[str]:
    """Options of the indicator selector that are the reader's own."""
    atlas.box(page, label).click()
    page.get_by_role("listbox").wait_for()
    atlas.box(page, label).fill("data" if label == "Indicator" else "data Anda")
    texts = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    return [text for text in texts if text.endswith(("(your data)", "(data Anda)"))]


@pytest.mark.parametrize("lang", ["id", pytest.param("en", marks=pytest.mark.full)])
def test_messy_table_goes_from_the_doctor_to_the_country_map(visit: tools.Visit, lang: str) -> None:
    _ = translator(lang)
    fired: list[str] = []
    visit.page.on("dialog", lambda dialog: (fired.append(dialog.message), dialog.dismiss()))
    window = visit.goto("data", lang=lang, tab="own")
    upload(visit, "miskin.csv", messy_table())
    window.get_by_text(joined_text(50, 51, lang), exact=True).wait_for()
    field = window.get_by_role("combobox", name=re.compile("SUMEDANNG"))
    field.click()
    field.fill("Kabupaten Sumedang")
    window.get_by_role("option").filter(has_text="Kabupaten Sumedang").first.click()
    window.get_by_role("button", name=_("Accept these pairs")).click()
    window.get_by_text(joined_text(51, 51, lang), exact=True).wait_for()
    visit.settle()
    use(visit, lang)
    window.get_by_role("link", name=_("Country map")).last.click()
    window.locator(f'{tools.READY}[data-page="overview"]').wait_for(state="attached")
    visit.settle()
    frame = atlas.map_frame(visit)
    assert (
        sum(atlas.fills(frame, atlas.palette()).values()) > 0.01
    )  # two provinces are coloured, the rest has no data
    assert (
        atlas.box(window, _("Indicator"))
        .input_value()
        .endswith(_("{name} (your data)").format(name="").strip())
    )
    assert "miskin.csv" in window.locator(".atlas-source").first.inner_text()
    assert fired == []
    assert visit.complaints() == {}


def test_own_data_stay_in_their_session(chromium: Browser, app: tools.App, visit: tools.Visit) -> None:
    window = visit.goto("data", lang="en", tab="own")
    upload(
        visit,
        "rahasia 2024.csv",
        b"kode,nama,Rahasia (unit)\n35.10,Banyuwangi,12\n32.11,Sumedang,15\n73.71,Makassar,19\n",
    )
    use(visit, "en")
    window.get_by_role("link", name="Compare").last.click()
    window.locator(f'{tools.READY}[data-page="compare"]').wait_for(state="attached")
    visit.settle()
    assert indicators(window, "Indicator") == ["Rahasia (your data)"]
    link = atlas.query(window)
    assert link["indicator"] == "own_rahasia"
    with tools.visiting(chromium, app) as other:
        there = other.goto("compare", **{**link, "lang": "en"})
        note = there.get_by_role("status").filter(has_text="Ignored in the link")
        assert "own_rahasia" in note.inner_text()
        assert indicators(there, "Indicator") == []
        assert "ahasia" not in there.locator("table").all_inner_texts().__str__()
    window.reload()  # a new session: what was brought is gone
    note = window.get_by_role("status").filter(has_text="Ignored in the link")
    note.wait_for()
    assert "own_rahasia" in note.inner_text()


def test_polygons_become_a_level_of_their_own(visit: tools.Visit) -> None:
    window = visit.goto("data", lang="en", tab="own")
    upload(visit, "blok 2024.geojson", zones())
    window.get_by_text("12 polygons in 1").wait_for()
    use(visit, "en")
    window.get_by_role("link", name="City map").last.click()
    window.locator(f'{tools.READY}[data-page="city"]').wait_for(state="attached")
    visit.settle()
    assert atlas.box(window, "Level").input_value() == "Your own zones"
    frame = atlas.map_frame(visit)
    assert sum(atlas.fills(frame, atlas.palette()).values()) > 0.05
    atlas.point_at(visit, frame, "73.71.z0005", click=True)
    atlas.wait_selected(frame, ["73.71.z0005"])
    window.get_by_role("heading", name="Blok 4", exact=True, level=3).wait_for()
    assert visit.complaints() == {}


def test_points_are_counted_per_district(visit: tools.Visit) -> None:
    points = open_store().points("school_sd", within="73.71").head(200)
    data = points[["name", "lon", "lat"]].to_csv(index=False).encode()
    window = visit.goto("data", lang="en", tab="own")
    upload(visit, "sekolah 2024.csv", data)
    window.get_by_text("200 points read. 200 lie in an area").wait_for()
    use(visit, "en")
    window.get_by_role("link", name="City map").last.click()
    window.locator(f'{tools.READY}[data-page="city"]').wait_for(state="attached")
    visit.settle()
    assert atlas.circle_share(atlas.map_frame(visit)) > 0.002
    assert visit.complaints() == {}


@pytest.mark.parametrize("kind", ["table", "points", "zones"])
def test_change_of_language_and_back_loses_nothing(visit: tools.Visit, kind: str) -> None:
    """Fields send back the words they show; what was decided must be kept as it is meant."""
    points = (
        open_store()
        .points("school_sd", within="73.71")
        .head(20)[["name", "lon", "lat"]]
        .to_csv(index=False)
        .encode()
    )
    table = b"kode,nama,Nilai (unit)\n35.10,Banyuwangi,1.200\n32.11,Sumedang,2.500\n"
    data = {
        "table": ("a 2024.csv", table),
        "points": ("a 2024.csv", points),
        "zones": ("a 2024.geojson", zones()),
    }
    window = visit.goto("data", lang="en", tab="own")
    upload(visit, *data[kind])
    if kind == "table":
        window.get_by_text("parts thousands").click()
        visit.settle()
    for lang in ("id", "en", "id"):
        atlas.switch_language(visit, lang)
        assert window.get_by_test_id("stException").count() == 0
        assert window.get_by_role("alert").count() == 0
    use(visit, "id")
    text = window.get_by_text(re.compile(r"^a 2024\.(csv|geojson): \d")).inner_text()
    assert "2024" in text
    assert visit.complaints() == {}


def test_file_that_cannot_be_read_gets_one_clear_message(visit: tools.Visit) -> None:
    window = visit.goto("data", lang="id", tab="own")
    upload(visit, "foto.csv", b"\x89PNG\r\n\x1a\n" + bytes(200))
    note = window.get_by_role("alert")
    assert "foto.csv" in note.inner_text()
    assert window.get_by_test_id("stException").count() == 0
    window.get_by_role("button", name="Ganti berkas").click()
    window.locator("input[type=file]").first.wait_for(state="attached")
    assert visit.complaints() == {}


def test_table_taken_out_again_leaves_no_indicator(visit: tools.Visit) -> None:
    window = visit.goto("data", lang="en", tab="own")
    upload(visit, "a 2024.csv", b"kode,nama,Nilai\n35.10,Banyuwangi,12\n32.11,Sumedang,15\n")
    use(visit, "en")
    window.get_by_role("button", name="Remove").click()
    window.get_by_role("heading", name="In use in this session").wait_for(state="detached")
    visit.settle()
    window.get_by_test_id("stTopNavLink").filter(has_text="Compare").first.click()
    window.locator(f'{tools.READY}[data-page="compare"]').wait_for(state="attached")
    visit.settle()
    assert indicators(window, "Indicator") == []


def test_errors_beside_figures_are_said_and_decide_a_claim(visit: tools.Visit) -> None:
    window = visit.goto("data", lang="id", tab="own")
    table = "kode;nama;Cakupan imunisasi (%);Galat baku\n35.10;Banyuwangi;90,5;1,5\n32.11;Sumedang;84,2;1,6\n"
    table += "73.71;Makassar;88,1;4,2\n"
    upload(visit, "imunisasi 2024.csv", table.encode())
    window.get_by_text("“Galat baku” adalah galat baku “Cakupan imunisasi”").wait_for()
    use(visit, "id")
    window.get_by_role("link", name="Bandingkan").last.click()
    window.locator(f'{tools.READY}[data-page="compare"]').wait_for(state="attached")
    visit.settle()
    assert indicators(window, "Indikator") == ["Cakupan imunisasi (data Anda)"]  # the error is no indicator
    answer = window.locator(".atlas-claim")
    answer.locator("summary").click()
    assert "Batas ini diambil dari galat baku yang menyertai angka" in answer.inner_text()
    assert visit.complaints() == {}


def test_the_next_press_does_not_undo_the_one_before(visit: tools.Visit) -> None:
    """Pressing "use" and at once something else: both count, and the next file arrives."""
    window = visit.goto("data", lang="en", tab="own")
    rows = "kode,nama,{0} (unit)\n35.10,Banyuwangi,12\n32.11,Sumedang,15\n73.71,Makassar,19\n"
    for turn in range(3):
        upload(visit, f"tabel {turn} 2024.csv", rows.format(f"Satu {turn}").encode())
        window.get_by_role("button", name="Use in this session").click()
        window.get_by_role("button", name="Take another file").click(timeout=2_000)
        offer(window, f"berikut {turn} 2024.csv", rows.format(f"Dua {turn}").encode())
        window.get_by_role("heading", level=2).filter(has_text=re.compile(r"^1")).wait_for()
        visit.settle()
        window.get_by_text(f"berikut {turn} 2024.csv").first.wait_for()
        assert window.get_by_text(f"tabel {turn} 2024.csv").count() == 1, "the table is not in use"
        window.get_by_role("button", name="Use in this session").click()
        window.get_by_text(f"berikut {turn} 2024.csv: ").wait_for()
        visit.settle()
    assert window.get_by_role("button", name="Remove").count() == 6
    assert visit.complaints() == {}
