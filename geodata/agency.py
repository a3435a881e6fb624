"""Figures that agencies keep beside a shared store: two tables of their own, held against the store's own schemas.

An agency describes its indicators in one table and puts the values into another (docs/shared-store.md has the columns). They
become rows of the catalogue, the sources and the observations like all others: a value without a source, of an unknown place or
given twice is a fault here as there. All faults are found at once; with any, none of the agencies' figures are shown, and the
store beneath stands as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from geodata.checks import Table, conform, find_faults
from geodata.codes import CODE_LENGTH, LEVELS
from geodata.own_units import unit_kind
from geodata.schema import CATALOGUE, OBSERVATIONS, SOURCES

__all__ = ["PREFIX", "Agency", "AgencyTables", "merged", "read_agency"]

PREFIX = "agency_"
"""Ids of agencies' indicators begin so; no id of the registry does."""
INDICATOR_COLUMNS = (
    "indicator", "name_id", "name_en", "definition_id", "definition_en", "unit_id", "unit_en", "direction", "measure", "pillar",
    "decimals", "publisher", "title", "licence", "url", "confidence", "caveats_id", "caveats_en",
)  # fmt: skip
OBSERVATION_COLUMNS = ("indicator", "code", "year", "value")
REQUIRED = ("name_id", "name_en", "publisher", "title", "licence")
_PILLARS = ("governance", "branding", "economy", "society", "environment", "living", "context")
_ID = re.compile(rf"{PREFIX}[a-z0-9_]{{1,60}}")


@dataclass(frozen=True)
class AgencyTables:
    """The two tables as they stand, and what already went wrong in reading them."""

    indicators: pd.DataFrame
    observations: pd.DataFrame
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agency:
    """What became of them.

    Attributes
    ----------
    tables
        Rows for `catalogue`, `sources` and `observations`; none where there is a fault.
    faults
        One sentence each.
    """

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def message(self, label: str) -> str:
        """All faults in words."""
        head = f"The agencies' own figures beside the store {label} are not shown, because of {len(self.faults)} faults:"
        rest = [f"  - … and {len(self.faults) - 20} more"] if len(self.faults) > 20 else []
        return "\n".join([head, *(f"  - {fault}" for fault in self.faults[:20]), *rest])


def read_agency(tables: AgencyTables, *, places: Collection[str], taken: Collection[str]) -> Agency:
    """Hold the agencies' tables against the schemas.

    Parameters
    ----------
    tables
        As they stand.
    places
        Codes that there are.
    taken
        Ids of indicators and sources of the store itself.
    """
    lacking = [
        f"{name}: column {column} is missing"
        for name, frame, columns in (
            ("indicators", tables.indicators, INDICATOR_COLUMNS),
            ("observations", tables.observations, OBSERVATION_COLUMNS),
        )
        for column in columns
        if column not in frame.columns
    ]
    if tables.faults or lacking:
        return Agency(faults=(*tables.faults, *lacking))
    described = tables.indicators[list(INDICATOR_COLUMNS)]
    values, faults = _values(tables.observations)
    faults = [*_id_faults(described, taken), *_text_faults(described), *faults]
    used = described[described["indicator"].isin(values["indicator"])].to_dict("records")
    catalogue = pd.DataFrame([_catalogue_row(row, values) for row in used], columns=list(CATALOGUE.names))
    sources = pd.DataFrame([_source_row(row, values) for row in used], columns=list(SOURCES.names))
    ids = set(described["indicator"])
    # By its schema first, so that what a table lacks is said even where something else is wrong as well.
    known = {"places": places, "catalogue": ids, "sources": ids}
    checked = {
        table.name: _conformed(frame, table, known, faults)
        for table, frame in ((CATALOGUE, catalogue), (SOURCES, sources), (OBSERVATIONS, values))
    }
    if faults:
        return Agency(faults=tuple(faults))
    return Agency({name: frame for name, frame in checked.items() if len(frame)})


def merged(stored: pd.DataFrame, more: pd.DataFrame | None, table: Table) -> pd.DataFrame:
    """A table of the store with the agencies' rows in their place; the same table where there are none."""
    if more is None:
        return stored
    rows = pd.concat([stored, more], ignore_index=True)
    if table is OBSERVATIONS:
        # Observations are found by their order.
        rows = rows.sort_values(["indicator", "code", "year"], kind="stable", ignore_index=True)
    return rows


def _conformed(
    frame: pd.DataFrame, table: Table, known: Mapping[str, Collection[str]], faults: list[str]
) -> pd.DataFrame:
    """The frame in the types of its table; what it breaks is added to `faults`."""
    frame = conform(frame, table)
    name = "observations" if table is OBSERVATIONS else "indicators"
    faults += [f"{name}: {fault}" for fault in find_faults(frame, table, known=known)]
    return frame


def _id_faults(described: pd.DataFrame, taken: Collection[str]) -> list[str]:
    faults = []
    for name in described["indicator"].tolist():
        if not isinstance(name, str) or not _ID.fullmatch(name):
            rule = f"must be {PREFIX} and up to 60 small letters, digits and underscores"
            faults.append(f"indicators: indicator {name!r} {rule}")
        elif name in taken:
            faults.append(f"indicators: indicator {name} is one of the store's own; give it another name")
    return faults


def _text_faults(described: pd.DataFrame) -> list[str]:
    faults = []
    for row in described.to_dict("records"):
        lacking = [column for column in REQUIRED if not _text(row[column])]
        if lacking:
            faults.append(
                f"indicators: {row['indicator']} has no {', '.join(lacking)}: no figure without name, source and licence"
            )
        pillar = _text(row["pillar"]) or "context"
        if pillar not in _PILLARS:
            faults.append(
                f"indicators: {row['indicator']}: pillar {pillar!r} is none of {', '.join(_PILLARS)}"
            )
    return faults


def _values(observations: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Observations as numbers, and rows that have none."""
    rows = observations[list(OBSERVATION_COLUMNS)].reset_index(drop=True)
    years = pd.to_numeric(rows["year"], errors="coerce").astype("float64")
    figures = pd.to_numeric(rows["value"], errors="coerce").astype("float64")
    faults = []
    for column, wrong in (
        ("indicator", rows["indicator"].isna()),
        ("code", rows["code"].isna()),
        ("year", years.isna() | (years % 1 != 0) | (years.abs() > 9999)),
        ("value", figures.isna()),
    ):
        if wrong.any():
            first = [" / ".join(map(str, row)) for row in rows[wrong].head(3).itertuples(index=False)]
            faults.append(
                f"observations: {int(wrong.sum())} rows without a {column} that can be read, first {'; '.join(first)}"
            )
    whole = ~(rows["indicator"].isna() | rows["code"].isna() | years.isna() | figures.isna())
    whole &= np.isfinite(years) & (years % 1 == 0) & (years.abs() <= 9999)
    kept = pd.DataFrame(
        {
            "code": rows.loc[whole, "code"].astype("str"),
            "year": years[whole].astype("int16"),
            "indicator": rows.loc[whole, "indicator"].astype("str"),
            "value": figures[whole],
            "source": rows.loc[whole, "indicator"].astype("str"),
        }
    )
    return kept.sort_values(["indicator", "code", "year"], ignore_index=True), faults


def _text(cell: object) -> str:
    return "" if cell is None or cell is pd.NA or cell != cell else str(cell).strip()  # noqa: PLR0124 - NaN is not itself


def _catalogue_row(given: Mapping[Any, Any], values: pd.DataFrame) -> dict[str, Any]:
    measure = _text(given["measure"]) or "intensive"
    unit = _text(given["unit_en"]) or _text(given["unit_id"])
    kind, scale = unit_kind(unit, measure)
    lengths = set(values.loc[values["indicator"] == given["indicator"], "code"].str.len())
    row: dict[str, Any] = dict.fromkeys(CATALOGUE.names, "")
    row |= {
        "indicator": given["indicator"],
        "unit_id": _text(given["unit_id"]) or unit,
        "unit_en": unit,
        "unit_kind": kind,
        "scale": scale,
        "direction": _text(given["direction"]) or "neutral",
        "measure": measure,
        "pillar": _text(given["pillar"]) or "context",
        "role": "context",
        "decimals": _decimals(given["decimals"]),
        "levels": tuple(level for level in LEVELS if CODE_LENGTH[level] in lengths),
        "rankable": True,
        "denominator_year": 0,
        **dict.fromkeys(("breaks", "provisional", "place_notes", "not_loaded"), "[]"),
        "prefer": (given["indicator"],),
    }
    for lang in ("id", "en"):
        row[f"name_{lang}"] = row[f"short_{lang}"] = _text(given[f"name_{lang}"])
        row[f"definition_{lang}"] = _text(given[f"definition_{lang}"])
        row[f"comparable_note_{lang}"] = _text(given[f"caveats_{lang}"])
    return row


def _decimals(cell: object) -> int:
    """Decimals to print; what is no small number is told of by the schema's limits."""
    number = pd.to_numeric(pd.Series([cell]), errors="coerce").fillna(1).iloc[0]
    return int(np.clip(number, -1, 99))


def _source_row(given: Mapping[Any, Any], values: pd.DataFrame) -> dict[str, Any]:
    span: Sequence[int] = sorted(
        set(values.loc[values["indicator"] == given["indicator"], "year"].astype(int).tolist())
    )
    row: dict[str, Any] = dict.fromkeys(SOURCES.names, "")
    row |= {
        "source": given["indicator"],
        "years": f"{span[0]}–{span[-1]}" if len(span) > 1 else "".join(map(str, span)),
        "publisher": _text(given["publisher"]),
        "publisher_en": _text(given["publisher"]),
        "licence": _text(given["licence"]),
        "licence_id": _text(given["licence"]),
        "title": _text(given["title"]),
        "url": _text(given["url"]),
        "read_from": _text(given["url"]),
        "confidence": _text(given["confidence"]) or "medium",
        "caveats_id": _text(given["caveats_id"]),
        "caveats_en": _text(given["caveats_en"]),
        "indicators": (given["indicator"],),
        "leave_out": json.dumps([]),
    }
    return row
