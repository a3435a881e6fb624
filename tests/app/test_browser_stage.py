"""The stage in a real browser with the network cut: keys, the bare screen, a talk made, frozen, saved, loaded and exported."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
from typing import TYPE_CHECKING

import pytest
from pptx import Presentation

from geodata import open_store
from tests.app import atlas
from tests.app import browser as tools
from views.talk.talk import read_talk, shipped

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
DRAWER = '[data-testid="stExpander"] summary'


def download(page: Page, key: str) -> bytes:
    """What a button of the stage gives."""
    with page.expect_download() as waiting:
        page.locator(f".st-key-{key} button").click()
    return waiting.value.path().read_bytes()


def with_a_place_that_is_none(saved: bytes) -> bytes:
    """A frozen talk whose numbers are of a place that the store does not know."""
    packed = gzip.compress(b"code,year,indicator,value,source\n99.99,2024,hdi,1,x\n")
    content = json.loads(saved)
    content["frozen"] |= {
        "observations": base64.b64encode(packed).decode(), "sha256": hashlib.sha256(packed).hexdigest(),
    }  # fmt: skip
    return json.dumps(content).encode()


def test_keys_lead_through_a_talk_on_a_bare_screen(visit: tools.Visit) -> None:
    page = visit.goto("stage", lang="id", slide=8)
    count = len(shipped().slides)
    page.get_by_role("button", name="Mulai tayangan").click()
    atlas.wait_query(page, show="on")
    visit.settle()
    assert page.locator('[data-testid="stHeader"]').is_hidden()
    assert page.locator(".st-key-choices").count() == 0
    page.keyboard.press("ArrowRight")
    atlas.wait_query(page, slide="9")
    visit.settle()
    page.keyboard.press("PageUp")
    atlas.wait_query(page, slide="8")
    visit.settle()
    page.keyboard.press("End")
    atlas.wait_query(page, slide=str(count))
    visit.settle()
    page.keyboard.press("ArrowRight")  # there is no more: the button is off
    page.wait_for_timeout(400)
    atlas.wait_query(page, slide=str(count))
    page.go_back()
    atlas.wait_query(page, slide="8")
    visit.settle()
    page.get_by_role("button", name="Akhiri tayangan").click()
    atlas.wait_query(page, show="off", slide="8")
    assert visit.complaints() == {}


def test_a_key_meant_for_a_field_is_its_own(visit: tools.Visit) -> None:
    page = visit.goto("stage", lang="en", slide=9, talk="pilots")
    page.locator(DRAWER).filter(has_text="Prepare the talk").click()
    page.get_by_role("button", name="Make a copy that I can change").click()
    atlas.wait_query(page, talk="own", slide="9")
    visit.settle()
    field = page.get_by_role("textbox", name="Title of the talk")
    field.click()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    page.wait_for_timeout(400)
    atlas.wait_query(page, slide="9")


def test_a_talk_is_made_frozen_saved_loaded_and_exported(visit: tools.Visit) -> None:
    page = visit.goto("compare", lang="en", indicator="hdi", level="regency")
    page.locator(DRAWER).filter(has_text="Take this page away").click()
    add = page.get_by_role("button", name="Add to my talk")
    add.wait_for()
    page.get_by_role("combobox", name="Figure or table").click()
    page.get_by_role("option", name="In order").click()
    visit.settle()
    add.click()
    page.get_by_text("Added as slide 1 of your talk").wait_for()
    page.get_by_role("link", name="Stage").click()
    atlas.wait_query(page, talk="pilots")
    visit.settle()
    page.get_by_role("combobox", name="Talk").click()
    page.get_by_role("option", name="My talk · 1 slide").click()
    atlas.wait_query(page, talk="own")
    visit.settle()
    assert "HDI" in page.locator("h1").inner_text()
    page.get_by_role("textbox", name="Title of this slide").fill("Who leads? <b>x</b>")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Who leads? <b>x</b>").wait_for()
    page.get_by_role("button", name="Freeze the numbers").click()
    page.get_by_text("Numbers frozen on").first.wait_for()
    visit.settle()
    saved = download(page, "talk_save")
    talk = read_talk(saved)
    assert [slide.figure for slide in talk.slides] == ["dots"]
    assert talk.frozen is not None
    assert talk.frozen.version == open_store().version
    slides = Presentation(io.BytesIO(download(page, "talk_deck"))).slides
    assert any("Who leads?" in (slide.shapes.title.text if slide.shapes.title else "") for slide in slides)
    assert b"Who leads? &lt;b&gt;" in download(page, "talk_briefing")

    page.get_by_role("button", name="Remove").click()
    page.get_by_role("heading", name="Your talk has no slides yet").wait_for()
    visit.settle()
    file = {"name": "talk.json", "mimeType": "application/json", "buffer": saved}
    page.locator('input[type="file"]').set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("heading", name="Who leads?").wait_for()
    page.get_by_text("Numbers frozen on").first.wait_for()
    visit.settle()
    broken = json.dumps(
        {"format": "atlas-talk", "format_version": 1, "slides": [{"page": "x", "params": {}}]}
    ).encode()
    page.locator('input[type="file"]').set_input_files(
        {"name": "broken.json", "mimeType": "application/json", "buffer": broken}
    )  # type: ignore[arg-type]
    page.get_by_role("alert").filter(has_text="cannot be used as a talk").wait_for()
    page.get_by_text("No page is called “x”").wait_for()
    visit.settle()
    page.locator('input[type="file"]').set_input_files(
        {"name": "wrong.json", "mimeType": "application/json", "buffer": with_a_place_that_is_none(saved)}
    )
    page.get_by_text("99.99").wait_for()
    assert page.get_by_role("heading", name="Who leads?").is_visible()
    assert visit.complaints() == {}


TELEPHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Mobile Safari/537.36"
)


def test_type_is_big_where_there_is_room_for_it(chromium: Browser, app: tools.App) -> None:
    heights = []
    for width, agent in ((390, TELEPHONE), (1440, None)):
        look = {"viewport": {"width": width, "height": 900}} | ({"user_agent": agent} if agent else {})
        with tools.visiting(chromium, app, **look) as visit:
            page = visit.goto("stage", lang="en", slide=9)
            chart = page.locator(".js-plotly-plot").first
            heights.append(chart.evaluate("(chart) => chart._fullLayout.height"))
            assert atlas.overflow(page) == []
    assert heights[1] > 1.3 * heights[0]


def test_one_figure_alone_inside_another_page(visit: tools.Visit) -> None:
    page = visit.page
    page.goto(f"{visit.app.url}/compare?lang=id&indicator=hdi&level=regency&embed=true&figure=dots")
    page.wait_for_selector(tools.READY, state="attached")
    visit.settle()
    assert page.locator('[data-testid="stHeader"]').is_hidden()
    assert page.locator(".st-key-choices").count() == 0
    assert page.locator(".js-plotly-plot").count() == 1
    assert page.locator(tools.MAP_FRAME).count() == 0
    assert "Sumber" in page.locator(".atlas-source").inner_text()
    assert "cities=31" in str(page.get_by_role("link", name="Buka di atlas").get_attribute("href"))
    page.goto(f"{visit.app.url}/compare?lang=id&embed=true&figure=tidak_ada")
    page.get_by_role("alert").filter(has_text="tidak_ada").wait_for()
    assert visit.complaints() == {}


@pytest.mark.parametrize("path", ["compare", "index"])
def test_paper_has_what_is_said_and_not_what_is_pressed(visit: tools.Visit, path: str) -> None:
    page = visit.goto(path, lang="id")
    page.emulate_media(media="print")
    for hidden in ('[data-testid="stHeader"]', ".st-key-choices", '[data-testid="stDownloadButton"]'):
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden
    assert page.locator("h1").is_visible()
    assert page.locator(".atlas-source").first.is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('[data-testid=stMain]')).overflow")
        == "visible"
    )
