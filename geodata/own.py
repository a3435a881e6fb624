"""Figures and zones that a reader brings along for one session: the same tables as the store's, kept in memory only.

`OwnData` never changes: adding a table gives a new one. `geodata.overlay.Overlay` lays it over a store, so that maps and
charts find a reader's indicators where they find the store's.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from geodata.codes import CODE_LENGTH, LEVELS
from geodata.errors import SchemaError
from geodata.i18n import LANGUAGES, translator
from geodata.own_units import unit_kind
from geodata.schema import CATALOGUE, OBSERVATIONS, SOURCES, Table, conform

__all__ = ["OWN_LEVEL", "OWN_PREFIX", "OwnColumn", "OwnData", "OwnZones", "is_own"]

OWN_PREFIX = "own_"
"""Ids of a reader's indicators and sources begin so; no id of the registry does."""
OWN_LEVEL = "own"
"""Level of a reader's own polygons."""
_ERRORS = ("code", "year", "indicator", "error")
_NAME, _SHORT, _UNIT, _SLUG = 90, 40, 24, 40
Measure = Literal["extensive", "intensive"]
Direction = Literal["higher_better", "lower_better", "neutral"]


def is_own(name: str) -> bool:
    """Tell whether an indicator or source id is one of a reader's own."""
    return name.startswith(OWN_PREFIX)


@dataclass(frozen=True)
class OwnColumn:
    """What one column of a reader's table stands for.

    Attributes
    ----------
    key
        The column's name in the observations.
    name
        Name to show.
    unit
        Unit as printed after a number; "" for none.
    measure
        `extensive` for counts that add up (drawn as circles), `intensive` for rates.
    direction
        Which way is better; `neutral` where the reader did not say.
    decimals
        Decimals to print, 0 to 6.
    note_id, note_en
        How the figure came about, where it is not simply the column.
    """

    key: str
    name: str
    unit: str = ""
    measure: Measure = "intensive"
    direction: Direction = "neutral"
    decimals: int = 1
    note_id: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class OwnZones:
    """A reader's own polygons as a level of their own.

    Attributes
    ----------
    name
        Name of the layer.
    source
        Id of the source record of the same upload.
    table
        Rows of the table of places: codes are the regency's code, ``.z`` and four digits.
    geometry
        Encoded browser geometry (see `geodata.encode`) by city: JSON text with the layer ``own``.
    """

    name: str
    source: str
    table: pd.DataFrame
    geometry: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnData:
    """Tables of one session, in the form of the store's `catalogue`, `sources` and `observations`.

    `errors` holds the standard errors that came with figures: `code, year, indicator, error`, in the indicator's unit.
    """

    catalogue: pd.DataFrame = field(default_factory=lambda: _empty(CATALOGUE.names))
    sources: pd.DataFrame = field(default_factory=lambda: _empty(SOURCES.names))
    observations: pd.DataFrame = field(default_factory=lambda: _empty(OBSERVATIONS.names))
    zones: OwnZones | None = None
    errors: pd.DataFrame = field(default_factory=lambda: _empty(_ERRORS))

    def __bool__(self) -> bool:
        return len(self.sources) > 0

    def added(
        self,
        title: str,
        observations: pd.DataFrame,
        columns: Sequence[OwnColumn],
        *,
        day: date,
        zones: OwnZones | None = None,
        errors: pd.DataFrame | None = None,
    ) -> OwnData:
        """These data with one more table.

        Parameters
        ----------
        title
            Name of the table, mostly that of its file. A table of the same title takes the place of the earlier one.
        observations
            `code, year, indicator, value`; `indicator` holds the `key` of one of `columns`. Rows without a value
            are left out.
        columns
            What the columns stand for; one that has no figure at all is left out.
        day
            Day on which it was read.
        zones
            Polygons that came with it; they take the place of earlier ones.
        errors
            Standard errors of the figures: `code, year, indicator, error`, `indicator` as in the observations.

        Raises
        ------
        SchemaError
            If an observation occurs twice, or names a column that is not described.
        """
        kept = self.without(source_id(title))
        rows = observations.loc[observations["value"].notna(), ["code", "year", "indicator", "value"]]
        _check_rows(rows, columns)
        columns = [column for column in columns if (rows["indicator"] == column.key).any()]
        ids = _ids(columns, taken=set(kept.catalogue["indicator"]))
        source = source_id(title)
        rows = rows.assign(indicator=rows["indicator"].map(ids), source=source)
        catalogue = [
            _catalogue_row(ids[column.key], column, title, _levels(rows, ids[column.key]))
            for column in columns
        ]
        record = _source_row(source, title, list(ids.values()), rows["year"], day)
        return replace(
            kept,
            catalogue=_joined(kept.catalogue, catalogue, CATALOGUE),
            sources=_joined(kept.sources, [record], SOURCES),
            observations=_joined(kept.observations, rows.to_dict("records"), OBSERVATIONS),
            zones=zones if zones is not None else kept.zones,
            errors=_with_errors(kept.errors, errors, ids),
        )

    def without(self, source: str) -> OwnData:
        """These data less one table, its indicators and its zones."""
        gone = self.observations["source"] == source
        lost = set(self.observations.loc[gone, "indicator"])
        zones = self.zones if self.zones is None or self.zones.source != source else None
        return OwnData(
            self.catalogue[~self.catalogue["indicator"].isin(lost)].reset_index(drop=True),
            self.sources[self.sources["source"] != source].reset_index(drop=True),
            self.observations[~gone].reset_index(drop=True),
            zones,
            self.errors[~self.errors["indicator"].isin(lost)].reset_index(drop=True),
        )


def source_id(title: str) -> str:
    """Id of the source record of an upload; two titles that differ only in an ending or a sign are two."""
    return f"{OWN_PREFIX}{_slug(title)}_{hashlib.sha256(title.encode()).hexdigest()[:6]}"


def _levels(rows: pd.DataFrame, indicator: str) -> tuple[str, ...]:
    """Levels of the store that an indicator has figures at; a reader's own zones are none of them."""
    lengths = set(rows.loc[rows["indicator"] == indicator, "code"].str.len())
    return tuple(level for level in LEVELS if CODE_LENGTH[level] in lengths)


def _empty(columns: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})


def _joined(old: pd.DataFrame, rows: Sequence[Mapping[Any, Any]], table: Table) -> pd.DataFrame:
    new = pd.DataFrame(rows, columns=list(table.names))
    return conform(pd.concat([old, new], ignore_index=True) if len(old) else new, table)


def _with_errors(kept: pd.DataFrame, more: pd.DataFrame | None, ids: Mapping[str, str]) -> pd.DataFrame:
    if more is None or more.empty:
        return kept
    fresh = more.assign(indicator=more["indicator"].map(ids)).dropna()[list(_ERRORS)]
    return pd.concat([kept, fresh], ignore_index=True) if len(kept) else fresh.reset_index(drop=True)


def _check_rows(rows: pd.DataFrame, columns: Sequence[OwnColumn]) -> None:
    known = {column.key for column in columns}
    faults = [f"column {name!r} is not described" for name in sorted(set(rows["indicator"]) - known)]
    double = rows[rows.duplicated(["indicator", "code", "year"])]
    faults += [f"{r.indicator}: place {r.code} has two values in {r.year}" for r in double.itertuples()]
    if faults:
        raise SchemaError("`observations` must hold one value a place, year and described column.", faults)


def _ids(columns: Sequence[OwnColumn], *, taken: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in columns:
        stem = name = f"{OWN_PREFIX}{_slug(column.name)}"
        number = 2
        while name in taken:
            name, number = f"{stem}_{number}", number + 1
        taken.add(name)
        found[column.key] = name
    return found


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_SLUG].strip("_") or "data"


def _clean(text: str, longest: int) -> str:
    """One line of printable text, cut at a word where it can be."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut) + "…"


def _catalogue_row(name: str, column: OwnColumn, title: str, levels: tuple[str, ...]) -> dict[str, Any]:
    unit = _clean(column.unit, _UNIT)
    kind, scale = unit_kind(unit, column.measure)
    row: dict[str, Any] = dict.fromkeys(CATALOGUE.names, "")
    row |= {
        "indicator": name,
        "unit_kind": kind,
        "scale": scale,
        "unit_id": unit,
        "unit_en": unit,
        "direction": column.direction,
        "measure": column.measure,
        "pillar": "own",
        "role": "context",
        "decimals": min(max(column.decimals, 0), 6),
        "levels": levels,
        "rankable": True,
        "denominator_year": 0,
        **dict.fromkeys(("breaks", "provisional", "place_notes", "not_loaded"), "[]"),
        "prefer": (),
    }
    for lang in LANGUAGES:
        _ = translator(lang)
        # In the name, so that it stands wherever the indicator does: selectors, legends, tables, exports.
        row[f"name_{lang}"] = _("{name} (your data)").format(name=_clean(column.name, _NAME))
        row[f"short_{lang}"] = _clean(column.name, _SHORT)
        text = _("Column “{column}” of your file {title}; only in this session.").format(
            column=_clean(column.name, _NAME), title=_clean(title, _NAME)
        )
        note = column.note_id if lang == "id" else column.note_en
        row[f"definition_{lang}"] = f"{text} {note}".strip()
        row[f"comparable_note_{lang}"] = _("Your own data: not checked by this atlas.")
    return row


def _source_row(
    source: str, title: str, indicators: list[str], years: pd.Series, day: date
) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(SOURCES.names, "")
    span = sorted({int(year) for year in years})
    row |= {
        "source": source,
        "publisher": translator("id")("Your data"),
        "publisher_en": translator("en")("Your data"),
        "title": _clean(title, _NAME),
        "years": f"{span[0]}–{span[-1]}" if len(span) > 1 else "".join(map(str, span)),
        "read_from": day.isoformat(),
        "confidence": "medium",
        "indicators": tuple(indicators),
        "file": _clean(title, _NAME),
        "leave_out": json.dumps([]),
    }
    for lang in LANGUAGES:
        _ = translator(lang)
        row[f"confidence_note_{lang}"] = _("Your own data: not checked by this atlas.")
        row[f"caveats_{lang}"] = _("Your own data: not checked by this atlas.")
    return row
