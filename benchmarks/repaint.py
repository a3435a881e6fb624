"""An indicator changed, until the map is repainted: the atlas, a bare rerun and the naive way in turn, in one browser.

Every change shows an indicator that was not shown before: Streamlit does not send a message twice to the same browser, and the
atlas keeps what it has made, so that going back and forth would measure a memory and not a change.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.browser import ROOT, Watch, chromium, running
from geodata import open_store
from views.availability import availability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, Page

APPS = ROOT / "benchmarks" / "apps"
BLOCKS = 2
"""How often the ways take turns; several pages at once would slow each other."""
WIDE = {"width": 1440, "height": 1000}
_SETTLE_MS = 6000


@dataclass(frozen=True)
class Case:
    """One map.

    Attributes
    ----------
    path
        Page of the atlas with the link that opens it, without the indicator.
    level, within, detail
        Places of the naive map; no naive map without a detail.
    indicators
        What is shown, one after the other.
    whole
        Watch all of the page and not the map alone.
    """

    path: str
    level: str
    within: str | None
    detail: str
    indicators: tuple[str, ...]
    whole: bool = False


_REGENCIES = (
    "hdi", "poverty_rate", "poverty_line", "expenditure_ppp", "mean_years_schooling", "expected_years_schooling",
    "life_expectancy", "gender_development_index", "population_density_km2",
)  # fmt: skip
_DISTRICTS = (
    "population_density_km2", "night_light_radiance", "child_share_pct", "tree_cover_pct", "built_up_pct", "elderly_share_pct",
    "water_pct", "land_below_10m_pct", "sex_ratio",
)  # fmt: skip
# The first three have a figure of every district, the others of those in the pilots.
_ALL_DISTRICTS = (
    "area_km2_polygon", "village_count", "kelurahan_share_pct", "population_density_km2", "child_share_pct", "sex_ratio",
)  # fmt: skip
CASES = {
    "one city, districts": Case("/city?city=35.10&level=district", "district", "35.10", "city", _DISTRICTS),
    "four cities, districts": Case("/compare?level=district", "district", None, "", _DISTRICTS),
    "514 regencies": Case("/?", "regency", None, "national", _REGENCIES),
    "7 285 districts": Case("/?level=district", "district", None, "district", _ALL_DISTRICTS),
    "whole page, one city": Case(
        "/city?city=35.10&level=district", "district", "35.10", "", _DISTRICTS, whole=True
    ),
}


def naive_inputs(case: Case, folder: Path) -> dict[str, str]:
    """GeoJSON file and values for the naive app, from the same store, and the app itself beside the Leaflet it serves."""
    shutil.copytree(ROOT / "static" / "vendor" / "leaflet", folder / "static" / "vendor" / "leaflet")
    shutil.copy(APPS / "naive.py", folder)
    store = open_store()
    places = store.places(case.level, within=case.within, detail=case.detail)
    geojson = json.loads(places[["code", "name", "geometry"]].to_json(show_bbox=True))
    (folder / "places.json").write_text(json.dumps(geojson))
    values = store.values(case.indicators, level=case.level, within=case.within)
    values = values.sort_values("year").drop_duplicates(["code", "indicator"], keep="last")
    values[["code", "indicator", "value"]].to_csv(folder / "values.csv", index=False)
    return {"BENCH_GEOJSON": str(folder / "places.json"), "BENCH_VALUES": str(folder / "values.csv")}


def measure(case_name: str, rounds: int = 7) -> dict[str, Any]:
    """Seconds and bytes of each way for one case: all of them, and the medians."""
    case = CASES[case_name]
    ways = {"atlas": _atlas, "bare": _bare} | ({"naive": _naive} if case.detail else {})
    rows: dict[str, list[tuple[float, int]]] = {}
    half = min(max(1, (rounds + 1) // 2), (len(case.indicators) - 2) // BLOCKS)
    with chromium() as browser:
        for block in range(BLOCKS):
            for name, way in ways.items():
                with way(browser, case) as change:
                    change(block * half)  # the first pays for what is loaded once
                    rows.setdefault(name, []).extend(change(block * half + turn + 1) for turn in range(half))
    return {
        name: {
            "seconds": [round(s, 3) for s, _ in each],
            "median_s": round(statistics.median(s for s, _ in each), 3),
            "bytes": int(statistics.median(b for _, b in each)),
        }
        for name, each in rows.items()
    }


def line(case: str, rows: Mapping[str, Any]) -> str:
    """One case in a line."""
    said = [f"{name} {row['median_s']} s, {row['bytes']} bytes" for name, row in rows.items()]
    atlas = rows["atlas"]["median_s"]
    said.append(f"{atlas / rows['bare']['median_s']:.2f} of a bare rerun")
    if "naive" in rows:
        said.append(f"1/{rows['naive']['median_s'] / atlas:.1f} of naive")
    return f"{case}: {'; '.join(said)}"


def _watch(page: Page, selector: str, *, whole: bool) -> Watch:
    found = page.locator(selector).first
    found.wait_for()
    page.wait_for_timeout(_SETTLE_MS)
    box = {"x": 0, "y": 0, **page.viewport_size} if whole and page.viewport_size else found.bounding_box()
    if box is None:
        message = f"{selector} is not on the page: there is nothing to watch"
        raise RuntimeError(message)
    return Watch(page, box)


@contextlib.contextmanager
def _changing(
    browser: Browser, url: str, selector: str, act: Callable[[Page, int], Callable[[], None]], *, whole: bool
) -> Iterator[Callable[[int], tuple[float, int]]]:
    """A page in a window of its own, and what makes and measures its next change."""
    page = browser.new_context(viewport={**WIDE, "height": 2400 if whole else WIDE["height"]}).new_page()  # type: ignore[arg-type]
    page.goto(url)
    watch = _watch(page, selector, whole=whole)

    yield lambda turn: watch.change(act(page, turn))
    watch.stop()
    page.context.close()


@contextlib.contextmanager
def _atlas(browser: Browser, case: Case) -> Iterator[Callable[[int], tuple[float, int]]]:
    records = availability(open_store()).records

    def act(page: Page, turn: int) -> Callable[[], None]:
        name = str(records[case.indicators[turn + 1]]["name_en"])
        select = page.locator('[data-testid="stSelectbox"]').filter(has_text="Indicator").locator("input")
        select.click()
        select.fill(name)
        option = page.get_by_role("option", name=name, exact=True).first
        option.wait_for()
        return option.click

    sign = "&" if not case.path.endswith("?") else ""
    with running(ROOT / "atlas.py") as app:
        url = f"{app.url}{case.path}{sign}lang=en&indicator={case.indicators[0]}"
        with _changing(browser, url, 'iframe[title^="streamlit_folium"]', act, whole=case.whole) as change:
            yield change


@contextlib.contextmanager
def _naive(browser: Browser, case: Case) -> Iterator[Callable[[int], tuple[float, int]]]:
    shown: Sequence[str] = sorted(case.indicators)

    def act(page: Page, turn: int) -> Callable[[], None]:
        return page.locator('[role="radiogroup"] label').nth(shown.index(shown[turn + 1])).click

    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "naive.py", env=naive_inputs(case, Path(folder))) as app,
        _changing(browser, app.url, 'iframe[title^="streamlit_folium"]', act, whole=False) as change,
    ):
        yield change


@contextlib.contextmanager
def _bare(browser: Browser, case: Case) -> Iterator[Callable[[int], tuple[float, int]]]:
    def act(page: Page, _turn: int) -> Callable[[], None]:
        return page.get_by_role("button", name="again").click

    with (
        running(APPS / "bare.py") as app,
        _changing(browser, app.url, ".atlas-ready", act, whole=case.whole) as change,
    ):
        yield change
