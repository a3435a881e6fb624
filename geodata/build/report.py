"""`QUALITY.md`: what a person should know about the data, written from the tables and the same for the same input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.build.figures import left_out
from geodata.build.frames import records
from geodata.build.inputs import Inputs
from geodata.build.layers import SAMPLE, TOLERANCE_M, Layers
from geodata.build.places import MOVED_PCT, moved_villages
from geodata.build.provinces import ProvinceVillages
from geodata.geometry import GAP_WIDTH_M
from geodata.manifest import BOUNDARY_VINTAGE

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["quality_report"]

DEVIATION_SHOWN_PCT = 1.0


def quality_report(
    tables: Mapping[str, pd.DataFrame],
    layers: Layers,
    provinces: Mapping[str, ProvinceVillages],
    read: pd.DataFrame,
    inputs: Inputs,
) -> str:
    """Text of the report, in English and Markdown.

    Parameters
    ----------
    tables
        The tables of the store.
    layers
        Its layers.
    provinces
        The cleaned villages.
    read
        Observations as read, with their file.
    inputs
        The other inputs.
    """
    names = inputs.codes.set_index("code")["name"]
    sections = [
        _head(tables, inputs),
        _pilots(tables, inputs),
        _area(tables["quality"], names),
        _gaps(tables["quality"], names),
        _cleaning(tables["quality"], provinces),
        _details(layers),
        _figures(tables, read),
        _polygon_areas(tables["places"], read),
        _points(tables["points"]),
    ]
    return "\n\n".join(sections) + "\n"


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = list(header)
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    lines += [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    # A name may hold the sign that parts the cells.
    return str(value).replace("|", "\\|")


def _head(tables: Mapping[str, pd.DataFrame], inputs: Inputs) -> str:
    counts = tables["places"]["level"].value_counts()
    rows = [(level, int(counts.get(level, 0))) for level in ("province", "regency", "district", "village")]
    part = f"\n\n**Partial store**: only {', '.join(inputs.only)}." if inputs.only else ""
    return (
        "# Quality of the store\n\n"
        "Written by `python -m geodata build`; do not edit. Boundaries and codes after "
        f"{BOUNDARY_VINTAGE}. Areas in an equal-area projection, from the unsimplified polygons.{part}\n\n"
        + _table(("level", "places"), rows)
    )


def _pilots(tables: Mapping[str, pd.DataFrame], inputs: Inputs) -> str:
    quality = tables["quality"].set_index("code")
    places = tables["places"].set_index("code")
    rows = []
    for code in inputs.pilot_codes:
        if code in places.index:
            place: Any = places.loc[code]
            own: Any = quality.loc[code]
            rows.append(
                (
                    code,
                    place["name"],
                    f"{place['area_km2']:.3f}",
                    f"{place['official_area_km2']:.3f}",
                    f"{own['deviation_pct']:+.3f}",
                    int(own["villages"]),
                    int(own["villages_without_polygon"]),
                    int(own["repaired_polygons"]),
                )
            )
    header = (
        "code", "pilot", "km2", "official km2", "deviation %", "villages", "without polygon", "repaired",
    )  # fmt: skip
    return "## Pilots\n\n" + _table(header, rows)


def _area(quality: pd.DataFrame, names: pd.Series) -> str:
    regencies = quality[(quality["level"] == "regency") & quality["deviation_pct"].notna()]
    size = regencies["deviation_pct"].abs()
    rows = []
    for province, own in size.groupby(regencies["code"].str[:2]):
        counts = [int((own > limit).sum()) for limit in (1, 5)]
        rows.append((province, names[province], len(own), f"{own.median():.3f}", f"{own.max():.2f}", *counts))
    header = ("code", "province", "regencies", "median %", "largest %", "over 1 %", "over 5 %")
    far = regencies[size > DEVIATION_SHOWN_PCT].sort_values("code")
    listed = ((r.code, names[r.code], f"{r.deviation_pct:+.2f}") for r in records(far))
    return (
        "## Polygon area against the official area\n\n"
        f"Median over {len(regencies)} regencies and cities: {size.median():.3f} percent (absolute).\n\n"
        + _table(header, rows)
        + f"\n\nRegencies that differ by more than {DEVIATION_SHOWN_PCT:g} percent "
        "(mostly borders that are not settled, or two neighbours that draw their border differently):\n\n"
        + _table(("code", "regency", "deviation %"), listed)
    )


def _gaps(quality: pd.DataFrame, names: pd.Series) -> str:
    districts = quality[(quality["level"] == "district") & (quality["villages_without_polygon"] > 0)]
    provinces = quality[(quality["level"] == "province") & (quality["villages_without_polygon"] > 0)]
    total = int(quality.loc[quality["level"] == "district", "villages_without_polygon"].sum())
    by_province = ((r.code, names[r.code], r.villages_without_polygon) for r in records(provinces))
    listed = (
        (r.code, names[r.code], names[r.code[:5]], r.villages, r.villages_without_polygon)
        for r in records(districts.sort_values("code"))
    )
    return (
        "## Villages without a polygon\n\n"
        f"{total} villages of the official list have no polygon upstream; their district keeps a hole or a "
        "neighbour's line there.\n\n"
        + _table(("code", "province", "villages without polygon"), by_province)
        + "\n\n"
        + _table(("code", "district", "regency", "villages", "without polygon"), listed)
    )


def _cleaning(quality: pd.DataFrame, provinces: Mapping[str, ProvinceVillages]) -> str:
    repaired = int(quality.loc[quality["level"] == "district", "repaired_polygons"].sum())
    moved = moved_villages(provinces)
    rows = (
        (r.code, r.name, f"{r.raw_area_km2:.4f}", f"{r.area_km2:.4f}", f"{r.change_pct:+.1f}")
        for r in records(moved)
    )
    return (
        "## Repair and cleaning\n\n"
        f"{repaired} village polygons were invalid (or lost or gained a point in a ring) and were repaired. "
        f"Overlaps and gaps up to about {GAP_WIDTH_M:g} m were then resolved, the smaller polygon keeping an "
        f"overlap. {len(moved)} villages changed their area by more than {MOVED_PCT:g} percent:\n\n"
        + _table(("code", "village", "km2 as published", "km2 clean", "change %"), rows)
    )


def _details(layers: Layers) -> str:
    rows = []
    for detail, values in layers.deviation_m.items():
        shares = np.percentile(values, [50, 95, 100])
        of = "all" if SAMPLE[detail] == 1 else f"every {SAMPLE[detail]}th"
        grid = f"{layers.grid[detail]:.0e}" if layers.grid[detail] else "none"
        rows.append(
            (
                detail,
                f"{TOLERANCE_M[detail]:g}",
                *(f"{share:.0f}" for share in shares),
                f"{len(values)} ({of})",
                grid,
            )
        )
    header = (
        "detail", "tolerance m", "median m", "95 % within m", "largest m", "shapes measured", "rounded to degrees",
    )  # fmt: skip
    return (
        "## Simplification\n\n"
        "Largest distance of an original vertex from the simplified outline, per shape of the level that was "
        "simplified (city: villages; district: districts; national: regencies). The largest are spits, river mouths "
        "and small islands that became triangles. Every layer is a valid coverage and every parent the union of its "
        "children.\n\n" + _table(header, rows)
    )


def _figures(tables: Mapping[str, pd.DataFrame], read: pd.DataFrame) -> str:
    stored = tables["observations"]
    counts = read.groupby("file").agg(
        values=("value", "size"), indicators=("indicator", "nunique"), places=("code", "nunique"),
        first=("year", "min"), last=("year", "max"),
    )  # fmt: skip
    rows = (
        (r.Index, r.values, r.indicators, r.places, r.first if r.first == r.last else f"{r.first}-{r.last}")
        for r in records(counts.sort_index())
    )
    dropped = (
        (r.code, r.year, r.indicator, r.source, r.text_en) for r in records(left_out(tables["sources"]))
    )
    return (
        "## Figures\n\n"
        f"{len(stored)} values of {stored['indicator'].nunique()} indicators; one value per place, year and "
        f"indicator, each with a source record. {len(read)} were read; the rest is computed by the build (polygon "
        "areas, densities). Where two sources give a value, the catalogue (`prefer`) chooses.\n\n"
        + _table(("file", "values", "indicators", "places", "years"), rows)
        + "\n\nRows of the inputs that were not taken:\n\n"
        + _table(("code", "year", "indicator", "source", "why"), dropped)
    )


def _polygon_areas(places: pd.DataFrame, read: pd.DataFrame) -> str:
    given = read[read["indicator"] == "area_km2_polygon"].set_index("code")["value"]
    own = places.set_index("code")["area_km2"].reindex(given.index)
    difference = ((own / given - 1) * 100).abs().dropna()
    if difference.empty:
        return "## Polygon areas given with the sources\n\nNone."
    return (
        "## Polygon areas given with the sources\n\n"
        f"{len(difference)} districts and villages also come with an area computed by others from the same polygons "
        f"before cleaning: median difference {difference.median():.3f} percent, largest {difference.max():.2f} "
        f"percent ({difference.idxmax()})."
    )


def _points(points: pd.DataFrame) -> str:
    table = points.assign(outside=points["village"].isna()).groupby("kind").agg(
        points=("id", "size"), outside=("outside", "sum")
    )  # fmt: skip
    rows = ((r.Index, r.points, r.outside) for r in records(table))
    return (
        "## Points\n\n"
        f"{len(points)} points; one outside every pilot's village (at sea, or over the border) has no district.\n\n"
        + _table(("kind", "points", "outside"), rows)
    )
