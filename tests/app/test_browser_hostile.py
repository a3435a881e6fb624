"""Names that try to be programs: a store, its maps and its sources full of them are shown as text everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.app import atlas, stores
from tests.app import browser as tools
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

DISTRICTS = {
    "35.10.16": "<script>window.__pwned=1</script>",
    "35.10.05": '"><img src=x onerror=window.__pwned=2>',
    "35.10.10": "${window.__pwned=3}",
    "35.10.18": "`window.__pwned=4`",
    "35.10.01": "O'Brien",
    "35.10.11": "'-(window.__pwned=5)-'",
    "35.10.04": "</script><script>window.__pwned=6</script>",
    "35.10.09": r"\u003cimg src=x onerror=window.__pwned=7\u003e",
    "35.10.03": "{0} {{7*7}} {% x %} %s",
    "35.10.06": "**bold** :red[x] [x](x) a|b",
    "35.10.07": "&lt;b&gt; &amp; <b>fat</b>",
}
CITY = "Kabupaten O'Brien <b>${1+1}</b> `x`"
INDICATOR = "Density <img src=x onerror=window.__pwned=8> {x}"
SHORT = "Den<i>s</i> ${y}"
UNIT = "<u>people</u> & co"
SOURCE = "Table <svg onload=window.__pwned=9>"
MEMBER = '<iframe src="javascript:window.__pwned=10"></iframe>'
SCHOOL = "<img src=x onerror=window.__pwned=11>"
LEFT_OUT = (
    ".git", ".venv*", ".cache", ".hypothesis", "*_cache", "__pycache__", "tests", "docs", "benchmarks", "geo", "geometry",
)  # fmt: skip
KEPT = ("national", "scene-31", "scene-32.11", "scene-35.10", "scene-73.71", "points-35.10")


def rename_places(frame: pd.DataFrame) -> pd.DataFrame:
    """Give districts and their regency other names."""
    names = frame["code"].map(DISTRICTS | {"35.10": CITY})
    return frame.assign(name=names.where(names.notna(), frame["name"]))


def rename_indicator(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the density, and the country's first indicator, another name and unit."""
    frame = frame.copy()
    for indicator in ("population_density_km2", "hdi"):
        mine = frame["indicator"] == indicator
        for stem, text in (("name", INDICATOR), ("short", SHORT), ("unit", UNIT), ("definition", INDICATOR)):
            for lang in ("id", "en"):
                frame.loc[mine, f"{stem}_{lang}"] = f"{text} {indicator}" if stem == "name" else text
    return frame


def rename_sources(frame: pd.DataFrame) -> pd.DataFrame:
    """Give every source another title and licence."""
    return frame.assign(title=SOURCE, licence=SOURCE)


def rename_members(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the network's cities another name."""
    return frame.assign(city=[f"{MEMBER}{i}" for i in range(len(frame))])


def hostile_geometry(name: str, content: dict[str, Any]) -> dict[str, Any]:
    """Give the shapes and points of a map file the same names."""
    names = DISTRICTS | {"35.10": CITY}
    for layer in content.get("layers", {}).values():
        for place in layer["places"]:
            place[1] = names.get(place[0], place[1])
    for points in content.get("kinds", {}).values():
        for point in points:
            point[2] = SCHOOL
    return content


def copy_geometry(target: Path, store: Path, change: Callable[[str, dict[str, Any]], dict[str, Any]]) -> None:
    """Copy the map files that the tests open, changed, under names that fit them."""
    index = json.loads((store / "browser.json").read_text(encoding="utf-8"))
    (target / "geo").mkdir()
    for name in KEPT:
        content = json.loads((ROOT / "static" / "geo" / index[name]["file"]).read_text(encoding="utf-8"))
        data = json.dumps(change(name, content), ensure_ascii=False).encode()
        index[name] |= {"file": f"{name}.{hashlib.sha256(data).hexdigest()[:8]}.json", "bytes": len(data)}
        (target / "geo" / index[name]["file"]).write_bytes(data)
    (store / "browser.json").write_text(json.dumps(index), encoding="utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tools.App]:
    """Run a copy of the project whose store and maps hold such names."""
    folder = tmp_path_factory.mktemp("hostile") / "atlas"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    store = folder / "geodata" / "store"
    shutil.rmtree(store)
    stores.copy_store(
        store,
        {
            "places": rename_places, "catalogue": rename_indicator, "sources": rename_sources, "ascn": rename_members,
        },
    )  # fmt: skip
    copy_geometry(folder / "static", store, hostile_geometry)
    stores.seal(store)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with tools.running_app(folder, folder.parent / "app.log", environment=environment) as started:
        yield started


class Watched(tools.Visit):
    """A visit that is watched for anything that a name may have set off."""

    dialogs: list[str]
    asked: list[str]

    def harm(self) -> dict[str, Any]:
        """Everything that a name has set off; empty where names are text."""
        scripts = [frame.evaluate("window.__pwned ?? null") for frame in self.page.frames]
        pictures = [
            frame.locator("img[src=x], svg[onload], iframe[src^=javascript]").count()
            for frame in self.page.frames
        ]
        found = {
            "dialogs": self.dialogs,
            "scripts": [mark for mark in scripts if mark is not None],
            "elements": [n for n in pictures if n],
            "requests": [url for url in self.asked if re.search(r"/x(?:$|\?)", url)],
        }
        return {kind: what for kind, what in found.items() if what} | self.complaints()


@pytest.fixture
def watched(chromium: Browser, hostile: tools.App) -> Iterator[Watched]:
    """Visit the hostile copy; whatever page it was, nothing was set off."""
    with tools.visiting(chromium, hostile) as visit:
        visit.__class__ = Watched
        assert isinstance(visit, Watched)
        visit.dialogs, visit.asked = [], []
        seen = visit
        visit.page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        visit.page.on("request", lambda request: seen.asked.append(request.url))
        yield visit
        assert visit.harm() == {}


def packed(text: str) -> str:
    """A text without spaces: charts and narrow columns break lines where they like."""
    return re.sub(r"\s+", "", text)


def test_city_map(watched: Watched) -> None:
    window = watched.goto("city", lang="en")
    frame = atlas.map_frame(watched)
    heading = window.locator("h1").inner_text()
    assert DISTRICTS["35.10.16"] in heading and DISTRICTS["35.10.04"] in heading and CITY in heading
    tables = [packed(text) for text in window.locator("table").all_text_contents()]
    window.wait_for_function("document.querySelectorAll('.js-plotly-plot text').length > 25")
    chart = packed("".join(atlas.charts(window)[0]["texts"]))
    for name in DISTRICTS.values():
        assert any(packed(name) in table for table in tables), name
        assert packed(name) in chart, name
    assert any(packed(INDICATOR) in text for text in tables)
    assert packed(SOURCE) in packed(window.locator("body").inner_text())
    assert CITY in (frame.locator("[role=group]").first.get_attribute("aria-label") or "")


def test_names_under_the_mouse_and_in_the_profile(watched: Watched) -> None:
    window = watched.goto("city", lang="en")
    frame = atlas.map_frame(watched)
    tip = frame.locator(".atlas-tip strong")
    for code, name in DISTRICTS.items():
        atlas.point_at(watched, frame, code, click=False)
        tip.filter(has_text=re.compile(rf"^{re.escape(name)}$")).wait_for()
        atlas.point_at(watched, frame, code, click=True)
        window.get_by_role("heading", name=name, exact=True, level=3).wait_for()
        watched.settle()
        assert atlas.tags(window, "Find places by name or code") == [f"{name} · {code}"]


def test_names_in_the_list(watched: Watched) -> None:
    window = watched.goto("city", lang="en")
    atlas.map_frame(watched)
    watched.settle()
    atlas.unfold(window, "Find places by name or code")
    listed: set[str] = set()
    while not set(DISTRICTS.values()) <= listed:
        before = len(listed)
        listed |= {text.rsplit(" · ", 1)[0] for text in window.get_by_role("option").all_inner_texts()}
        for _ in range(4):
            window.keyboard.press("ArrowDown")
        assert len(listed) > before or len(listed) < 25, sorted(set(DISTRICTS.values()) - listed)


def test_points(watched: Watched) -> None:
    watched.goto("city", lang="en", points="school_sd")
    frame = atlas.map_frame(watched)
    frame.wait_for_function("Number(document.body.dataset.points || 0) > 100")
    element = frame.frame_element()
    box = element.bounding_box()
    assert box
    tip = frame.locator(".atlas-tip strong")
    for step in range(40, int(box["height"]) - 40, 3):  # down the middle of the map until a school is met
        watched.page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + step)
        if tip.count() and tip.inner_text() == SCHOOL:
            break
    assert tip.inner_text() == SCHOOL


@pytest.mark.parametrize("level", ["regency", "district"])
def test_compare(watched: Watched, level: str) -> None:
    window = watched.goto("compare", lang="en", level=level)
    frame = atlas.map_frame(watched)
    assert frame.locator("figcaption strong").nth(2).inner_text() == CITY
    assert INDICATOR in window.locator("p.atlas-sub").inner_text()
    window.wait_for_function("document.querySelectorAll('.js-plotly-plot text').length > 5")
    assert packed("O'Brien <b>${1+1}</b> `x`") in packed("".join(atlas.charts(window)[0]["texts"]))
    assert any(packed(CITY) in packed(text) for text in window.locator("table").all_text_contents())


def test_overview(watched: Watched) -> None:
    window = watched.goto(lang="en", place="35.10")
    atlas.map_frame(watched)
    assert SHORT in window.locator("h1").inner_text()
    assert INDICATOR in window.locator("p.atlas-sub").inner_text()
    headings = window.locator("h3").all_inner_texts()
    assert any(CITY in heading for heading in headings)


def test_network(watched: Watched) -> None:
    window = watched.goto("network", lang="en")
    atlas.wait_for_charts(window, 1)
    assert MEMBER in " ".join(window.locator("table").all_text_contents())
    assert packed(MEMBER) in packed(" ".join(window.locator(".js-plotly-plot text").all_text_contents()))


def test_data(watched: Watched) -> None:
    window = watched.goto("data", lang="en")
    assert packed(INDICATOR) in tables(watched)
    atlas.choose(watched, "Record of one indicator", f"{INDICATOR} hdi")
    window.get_by_role("heading", name=f"{INDICATOR} hdi", exact=True).wait_for()
    watched.goto("data", lang="en", tab="sources")
    assert packed(SOURCE) in tables(watched)
    watched.goto("data", lang="en", tab="coverage")
    assert packed(INDICATOR) in tables(watched)
    assert packed(CITY.replace("Kabupaten", "Kab.")) in tables(watched)


def tables(watched: Watched) -> str:
    """Text of all tables of the page."""
    return packed(" ".join(watched.page.locator("table").all_text_contents()))


def test_method(watched: Watched) -> None:
    window = watched.goto("method", lang="en")
    assert any(packed(CITY) in packed(text) for text in window.locator("table").all_text_contents())
