"""Indicator change to repainted map: the atlas against the naive way, alternately, in one browser."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.browser import ROOT, Watch, chromium, running
from geodata import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser, Page

APPS = ROOT / "benchmarks" / "apps"
CASES: dict[str, dict[str, Any]] = {
    "514 regencies": {
        "path": "/overview",
        "level": "regency",
        "within": None,
        "detail": "national",
        "indicators": ["hdi", "poverty_rate"],
        "year": 2024,
    },
    "one city, districts": {
        "path": "/city",
        "level": "district",
        "within": "35.10",
        "detail": "city",
        "indicators": ["population_density_km2", "night_light_radiance"],
        "year": 2024,
    },
}


def naive_inputs(case: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """GeoJSON file and values for the naive app, from the same store, and the app itself beside the Leaflet it serves."""
    shutil.copytree(ROOT / "static" / "vendor" / "leaflet", folder / "static" / "vendor" / "leaflet")
    shutil.copy(APPS / "naive.py", folder)
    store = open_store()
    places = store.places(case["level"], within=case["within"], detail=case["detail"])
    geojson = json.loads(places[["code", "name", "geometry"]].to_json(show_bbox=True))
    (folder / "places.json").write_text(json.dumps(geojson))
    values = store.values(case["indicators"], level=case["level"], within=case["within"], years=case["year"])
    values[["code", "indicator", "value"]].to_csv(folder / "values.csv", index=False)
    return {"BENCH_GEOJSON": str(folder / "places.json"), "BENCH_VALUES": str(folder / "values.csv")}


def _map_box(page: Page) -> Mapping[str, float]:
    frame = page.locator('iframe[title^="streamlit_folium"]').first
    frame.wait_for()
    box = frame.bounding_box()
    if box is None:
        message = "the map has no frame on the page"
        raise RuntimeError(message)
    return box


def measure(case_name: str, rounds: int = 7) -> dict[str, Any]:
    """Median seconds and bytes of both ways for one case."""
    case = CASES[case_name]
    with (
        tempfile.TemporaryDirectory() as folder,
        running(ROOT / "app.py") as atlas,
        running(Path(folder) / "naive.py", env=naive_inputs(case, Path(folder))) as naive,
        chromium() as browser,
    ):
        results = {
            "naive": _naive_rounds(browser, naive.url, rounds),
            "atlas": _atlas_rounds(browser, atlas.url, case, rounds),
        }
    return {
        name: {
            "seconds": [round(s, 3) for s, _ in rows],
            "median_s": round(statistics.median(s for s, _ in rows), 3),
            "bytes": int(statistics.median(b for _, b in rows)),
        }
        for name, rows in results.items()
    }


def _naive_rounds(browser: Browser, url: str, rounds: int) -> list[tuple[float, int]]:
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(url)
    box = _map_box(page)
    page.wait_for_timeout(6000)
    watch = Watch(page, box)
    rows = [
        watch.change(lambda i=i: page.locator('[role="radiogroup"] label').nth(1 - i % 2).click())
        for i in range(rounds)
    ]
    watch.stop()
    page.close()
    return rows


def _atlas_rounds(
    browser: Browser, url: str, case: Mapping[str, Any], rounds: int
) -> list[tuple[float, int]]:
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    first, second = case["indicators"]
    city = f"&city={case['within']}" if case["within"] else ""
    page.goto(
        f"{url}{case['path']}?lang=en&indicator={first}&level={case['level']}&year={case['year']}{city}"
    )
    box = _map_box(page)
    page.wait_for_timeout(6000)
    names = open_store().catalogue().set_index("indicator")["name_en"]
    watch, rows = Watch(page, box), []
    for i in range(rounds):
        name = names[(second, first)[i % 2]]
        select = page.locator('[data-testid="stSelectbox"]').filter(has_text="Indicator").locator("input")
        select.click()
        select.fill(name)
        option = page.get_by_role("option", name=name, exact=True).first
        option.wait_for()
        rows.append(watch.change(option.click))
    watch.stop()
    page.close()
    return rows
