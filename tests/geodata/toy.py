"""A toy country small enough to build in a second: two provinces, wavy borders, and the faults real inputs have.

Jakarta (31, a pilot) has three districts in two regencies, its neighbour (36) one: columns of two villages each, about
1.1 km wide. Neighbours overlap or leave gaps of some metres, also across the provinces' border; one village has an
island, one a lake, one is a bow tie; one village of the official list has no polygon; and names hold every sign that
could break a page.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geodata.build import BuildOptions, BuildResult, build

WEST, SOUTH, CELL = 106.80, -6.20, 0.01
HOSTILE = 'Ma\'rang `x` ${y} <script>alert("1")</script> | Ü'

NAMES = {
    "31": "Daerah Khusus Ibukota Jakarta",
    "31.71": "Kota Administrasi Jakarta Pusat",
    "31.71.01": "Gambir",
    "31.71.01.1001": HOSTILE,
    "31.71.01.1002": "Cideng",
    "31.71.02": "Menteng",
    "31.71.02.1001": "Menteng",
    "31.71.02.1002": "Pegangsaan ",
    "31.74": "Kota Administrasi Jakarta Selatan",
    "31.74.01": "Tebet",
    "31.74.01.1001": "Tebet Barat",
    "31.74.01.1002": "Bukit Duri",
    "36": "Banten",
    "36.71": "Kota Tangerang",
    "36.71.01": "Ciledug",
    "36.71.01.1001": "Sudimara",
    "36.71.01.1002": "Paninggilan",
    "36.71.01.1003": "Tajur",
}
COLUMNS = ("31.71.01", "31.71.02", "31.74.01", "36.71.01")
WITHOUT_POLYGON = "36.71.01.1003"
WITH_ISLAND, WITH_LAKE, BOW_TIE = "31.74.01.1002", "36.71.01.1001", "36.71.01.1002"
# How far the western border of each column lies from the eastern one of its neighbour, in degrees: overlap or gap.
SHIFT = {0: 0.0, 1: -5e-5, 2: 4e-5, 3: -5e-5, 4: 0.0}


def villages() -> dict[str, shapely.Geometry]:
    """Polygons as published, by code, in degrees."""
    found = {}
    for column, district in enumerate(COLUMNS):
        for row in (0, 1):
            found[f"{district}.100{row + 1}"] = _cell(column, row)
    island = shapely.box(WEST + 0.045, SOUTH + 0.03, WEST + 0.046, SOUTH + 0.031)
    found[WITH_ISLAND] = shapely.MultiPolygon([found[WITH_ISLAND], island])
    lake = shapely.box(WEST + 0.034, SOUTH + 0.004, WEST + 0.036, SOUTH + 0.006)
    found[WITH_LAKE] = found[WITH_LAKE].difference(lake)
    ring = shapely.get_coordinates(found[BOW_TIE])
    # Two points swapped on the outer edge: the outline crosses itself.
    ring[[5, 6]] = ring[[6, 5]]
    found[BOW_TIE] = shapely.Polygon(ring)
    return found


def _border(column: int, row: int, shift: float) -> np.ndarray:
    """Wavy border at the western side of a column, upwards; neighbours share its points but for the shift."""
    y = SOUTH + (row + np.linspace(0, 1, 41)) * CELL
    wave = 0.0006 * np.sin((y - SOUTH) * 900) + 0.00003 * np.sin((y - SOUTH) * 20_000)
    # Borders meet at both ends, so that a gap is a hole and not a slit open to the sea.
    bulge = shift * np.sin(np.pi * (y - SOUTH) / (2 * CELL))
    return np.column_stack([WEST + column * CELL + wave + bulge, y])


def _cell(column: int, row: int) -> shapely.Polygon:
    left = _border(column, row, SHIFT[column])
    right = _border(column + 1, row, 0.0)
    return shapely.Polygon(np.vstack([left, right[::-1]]))


def write_sources(folder: Path, *, shapes: dict[str, shapely.Geometry] | None = None) -> Path:
    """Write the toy country in the layout of the source folder."""
    own = villages() if shapes is None else shapes
    places = folder / "boundaries" / "villages"
    places.mkdir(parents=True)
    for province in sorted({code[:2] for code in own}):
        codes = sorted(code for code in own if code[:2] == province)
        wkb = [shapely.to_wkb(own[code]) for code in codes]
        names = [NAMES[code] for code in codes]
        pq.write_table(
            pa.table({"code": codes, "name": names, "geometry": wkb}), places / f"{province}.parquet"
        )
    codes = pa.table({"code": list(NAMES), "name": list(NAMES.values())})
    pq.write_table(codes, folder / "boundaries" / "codes.parquet")
    _write_tables(folder)
    return folder


def _write_tables(folder: Path) -> None:
    low = [code for code in NAMES if len(code) <= 5]
    # A cell is 1.22 km2; the official figure is a little off on purpose.
    cells = {"31": 6, "31.71": 4, "31.74": 2, "36": 2, "36.71": 2}
    area = {code: round(1.2235 * cells[code], 3) for code in low}
    _csv(folder / "boundaries/official_area.csv", "code,name,area_km2", [(c, NAMES[c], area[c]) for c in low])
    bridge = [
        ("province", "31", "DKI JAKARTA", "31", "DKI JAKARTA"),
        ("regency", "3171", "KOTA JAKARTA SELATAN", "31.74", "KOTA JAKARTA SELATAN"),
        ("regency", "3173", "KOTA JAKARTA PUSAT", "31.71", "KOTA JAKARTA PUSAT"),
    ]
    _csv(folder / "boundaries/bps_codes.csv", "level,bps_code,bps_name,code,name", bridge)
    head = "code,year,indicator,value"
    figures = [(c, 2024, "area_km2", area[c]) for c in low]
    figures += [(c, 2024, "population_registered", 1000 * cells[c]) for c in low]
    _csv(folder / "indicators/kemendagri_area_population.csv", head, figures)
    _csv(folder / "indicators/pilot_facts.csv", head, [("31", 2023, "imd_smart_city_rank", 102)])
    fact = ("31", 2023, "imd_smart_city_rank", 102, "medium", "https://example.org/imd", "")
    _csv(folder / "indicators/pilot_facts_sources.csv", f"{head},confidence,source_url,note", [fact])
    people = [(c, 2024, "population", 100) for c in NAMES if len(c) == 13 and c[:2] == "31"]
    _csv(folder / "subdistrict/jakarta_population_2024.csv", head, people)
    _csv(folder / "subdistrict/boundary_area.csv", head, [("31.71.01.1001", 2025, "area_km2_polygon", 9.9)])
    note = "civic and social (the helper's reading, not stated by the source)"
    cities = [
        ("DKI Jakarta", "Indonesia", 106.83, -6.18, 2018, "OK OTrip", note, "https://example.org"),
        ("Singapore", "Singapore", 103.82, 1.35, 2018, "", "", "https://example.org"),
    ]
    _csv(
        folder / "subdistrict/ascn.csv", "city,country,lon,lat,joined_year,project,focus_areas,source", cities
    )
    points = [
        ("npsn:1", "school_sd", HOSTILE.replace('"', '""'), WEST + 0.005, SOUTH + 0.005, "Kemdikbud"),
        ("npsn:2", "school_smp", "SMP 2", WEST + 0.015, SOUTH + 0.015, "Kemdikbud"),
        ("npsn:3", "school_sd", "SD di laut", WEST - 0.5, SOUTH, "Kemdikbud"),
    ]
    _csv(folder / "subdistrict/points_schools_2019.csv", "id,kind,name,lon,lat,source", points)


def _csv(path: Path, head: str, rows: list[tuple[object, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [head, *(",".join(_quoted(cell) for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(cell: object) -> str:
    text = str(cell)
    return f'"{text}"' if "," in text or '"' in text else text


def build_toy(source: Path, out: Path, *, jobs: int = 1, **options: object) -> BuildResult:
    """Build a source folder into `out/store` and `out/geo`."""
    chosen = {"cache": out / "cache", "jobs": jobs} | options
    return build(BuildOptions(source=source, out=out / "store", static=out / "geo", **chosen))


def folder_bytes(folder: Path) -> dict[str, bytes]:
    """Contents of every file below a folder by its path."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def observation(
    code: str, indicator: str, value: float, *, year: int = 2024, file: str = "x.csv"
) -> pd.DataFrame:
    """One observation as read from a file."""
    row = {
        "code": [code],
        "year": np.array([year], "int16"),
        "indicator": [indicator],
        "value": [float(value)],
    }
    return pd.DataFrame(row | {"file": [file]})
