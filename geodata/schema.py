"""The tables of the store: every column with its type, unit and meaning.

`TABLES` is the documentation and the rule at once: the build checks each table before it is written, the store
checks it again when it is read.
"""

from __future__ import annotations

from typing import Any

from geodata.checks import Column, Table, check, conform, find_faults
from geodata.codes import KINDS, LEVELS
from geodata.schema_registry import CATALOGUE, CONFIDENCE, SOURCES

__all__ = ["CATALOGUE", "SOURCES", "TABLES", "Column", "Table", "check", "conform", "find_faults"]

_CODE = Column(
    name="code", dtype="str", unit="code", description="Kemendagri code with dots.", refers_to="places"
)
_LON: dict[str, Any] = {"unit": "degree east", "low": 90.0, "high": 142.0}
_LAT: dict[str, Any] = {"unit": "degree north", "low": -12.0, "high": 8.0}
_YEAR = Column(
    name="year", dtype="int16", unit="year", description="Year the value is for.", low=2000, high=2100
)
_INDICATOR = Column(
    name="indicator",
    dtype="str",
    unit="id",
    description="Indicator id, explained in the catalogue.",
    refers_to="catalogue",
)
_SOURCE = Column(
    name="source", dtype="str", unit="id", description="Id of the source record.", refers_to="sources"
)
_ALL_KINDS = tuple(kind for kinds in KINDS.values() for kind in kinds)

PLACES = Table(
    name="places",
    description="Every province, regency and district of the country, and the villages of the pilots.",
    key=("code",),
    columns=(
        Column(name="code", dtype="str", unit="code", description="Kemendagri code with dots."),
        Column(
            name="name", dtype="str", unit="text", description="Official name; a regency's holds its kind."
        ),
        Column(
            name="kind", dtype="str", unit="id", description="Legal kind of the place.", allowed=_ALL_KINDS
        ),
        Column(name="level", dtype="str", unit="id", description="Administrative level.", allowed=LEVELS),
        Column(
            name="parent",
            dtype="str",
            unit="code",
            description="Code of the place one level up; empty for provinces.",
        ),
        Column(
            name="area_km2",
            dtype="float64",
            unit="km2",
            description="Area of the cleaned, unsimplified polygon in an equal-area projection.",
            low=0.0,
            high=1e6,
        ),
        Column(
            name="official_area_km2",
            dtype="float64",
            unit="km2",
            description="Area by Badan Informasi Geospasial; provinces and regencies only.",
            nullable=True,
            low=0.0,
            high=1e6,
        ),
        Column(name="label_x", dtype="float64", description="Longitude of a point inside the place.", **_LON),
        Column(name="label_y", dtype="float64", description="Latitude of a point inside the place.", **_LAT),
        Column(
            name="bps_code",
            dtype="str",
            unit="code",
            description="Code used by BPS, where code and name still agree; empty otherwise.",
            nullable=True,
        ),
    ),
)

OBSERVATIONS = Table(
    name="observations",
    description="One value per place, year and indicator; a missing row means no data, never zero.",
    key=("indicator", "code", "year"),
    columns=(
        _CODE,
        _YEAR,
        _INDICATOR,
        Column(name="value", dtype="float64", unit="the indicator's", description="The figure as published."),
        _SOURCE,
    ),
)


POINTS = Table(
    name="points",
    description="Schools of the four pilots, facilities and flood posts of Jakarta.",
    key=("id",),
    columns=(
        Column(name="id", dtype="str", unit="id", description="Publisher's number with a prefix."),
        Column(name="kind", dtype="str", unit="id", description="Kind of point, for example school_sd."),
        Column(name="name", dtype="str", unit="text", description="Name as published."),
        Column(name="lon", dtype="float64", description="Longitude.", **_LON),
        Column(name="lat", dtype="float64", description="Latitude.", **_LAT),
        Column(
            name="district",
            dtype="str",
            unit="code",
            description="District whose polygon holds the point.",
            nullable=True,
            refers_to="places",
        ),
        Column(
            name="village",
            dtype="str",
            unit="code",
            description="Village whose polygon holds the point.",
            nullable=True,
            refers_to="places",
        ),
        _SOURCE,
    ),
)

FACTS = Table(
    name="facts",
    description="Single published facts of the pilots (and comparators), each with its own address.",
    key=("code", "year", "indicator"),
    columns=(
        _CODE,
        _YEAR,
        _INDICATOR,
        Column(name="value", dtype="float64", unit="the indicator's", description="The figure as published."),
        Column(
            name="confidence",
            dtype="str",
            unit="id",
            description="How sure the reading is.",
            allowed=CONFIDENCE,
        ),
        Column(name="source_url", dtype="str", unit="address", description="Page the fact was read from."),
        Column(name="note", dtype="str", unit="text", description="What the page says.", nullable=True),
        _SOURCE,
    ),
)

ASCN = Table(
    name="ascn",
    description="The cities of the ASEAN Smart Cities Network.",
    key=("city", "country"),
    columns=(
        Column(name="city", dtype="str", unit="text", description="Name of the city."),
        Column(name="country", dtype="str", unit="text", description="Member state."),
        Column(name="lon", dtype="float64", unit="degree east", description="Longitude.", low=90, high=130),
        Column(name="lat", dtype="float64", unit="degree north", description="Latitude.", low=-12, high=30),
        Column(
            name="joined_year", dtype="int16", unit="year", description="Year it joined.", low=2018, high=2100
        ),
        Column(name="project", dtype="str", unit="text", description="Reported projects.", nullable=True),
        Column(name="focus_areas", dtype="str", unit="text", description="ASCN focus areas.", nullable=True),
        Column(
            name="focus_is_our_reading",
            dtype="bool",
            unit="flag",
            description="The focus areas are our reading; the sources do not state them.",
        ),
        Column(name="source_url", dtype="str", unit="address", description="Pages the facts were read from."),
        Column(
            name="code",
            dtype="str",
            unit="code",
            description="Place code of an Indonesian member.",
            nullable=True,
            refers_to="places",
        ),
        _SOURCE,
    ),
)

QUALITY = Table(
    name="quality",
    description="How good the polygon of each place is.",
    key=("code",),
    columns=(
        _CODE,
        Column(name="level", dtype="str", unit="id", description="Administrative level.", allowed=LEVELS),
        Column(
            name="deviation_pct",
            dtype="float64",
            unit="percent",
            description="Polygon area against the official one, signed; provinces and regencies.",
            nullable=True,
            low=-100,
        ),
        Column(
            name="villages", dtype="int32", unit="count", description="Villages in the official list.", low=1
        ),
        Column(
            name="villages_without_polygon",
            dtype="int32",
            unit="count",
            description="Of these, villages without a polygon upstream.",
            low=0,
        ),
        Column(
            name="repaired_polygons",
            dtype="int32",
            unit="count",
            description="Village polygons that were invalid or lost a ring and were repaired.",
            low=0,
        ),
        Column(
            name="moved_villages",
            dtype="int32",
            unit="count",
            description="Villages whose area changed by more than 5 percent in the cleaning.",
            low=0,
        ),
        Column(
            name="cleaning_change_pct",
            dtype="float64",
            unit="percent",
            description="Area after cleaning against the area of the polygons as published, signed.",
            low=-100,
        ),
    ),
)

CODES = Table(
    name="codes",
    description="The official list of codes and names, all villages of the country too: for search and for joins.",
    key=("code",),
    columns=(
        Column(name="code", dtype="str", unit="code", description="Kemendagri code with dots."),
        Column(name="name", dtype="str", unit="text", description="Official name."),
        Column(name="level", dtype="str", unit="id", description="Administrative level.", allowed=LEVELS),
        Column(name="bps_code", dtype="str", unit="code", description="Code used by BPS.", nullable=True),
        Column(name="bps_name", dtype="str", unit="text", description="Name used by BPS.", nullable=True),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (PLACES, CODES, CATALOGUE, SOURCES, OBSERVATIONS, FACTS, POINTS, ASCN, QUALITY)
}
