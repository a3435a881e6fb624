"""The rules of the registry files: which keys a record has, of which type, and which words may stand in them.

`INDICATOR`, `SOURCE`, `PILOT` and `ITEM` are the documentation and the rule at once: a key with a default may
be left out of the file. Every function returns all faults it finds, one short text each, and never raises.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from geodata.catalogue_entries import (
    break_faults,
    has_texts,
    is_year,
    not_loaded_faults,
    place_note_faults,
    row_faults,
)
from geodata.codes import LEVELS, is_code, level_of

__all__ = [
    "INDICATOR",
    "ITEM",
    "PILOT",
    "SOURCE",
    "indicator_faults",
    "item_faults",
    "pilot_faults",
    "source_faults",
]

Record = Mapping[str, Any]
Records = Mapping[str, Record]

REQUIRED = object()
NAME_LENGTH, SHORT_LENGTH, BASIS_LENGTH = 48, 24, 72

UNIT_KINDS = (
    "percent",
    "index",
    "count",
    "currency",
    "years",
    "density",
    "area",
    "rate",
    "ratio",
    "rank",
    "physical",
)
# What can be added up over places; everything else is a rate, however it is written.
SUMMABLE_KINDS = ("count", "currency", "area", "physical")
PILLARS = ("governance", "branding", "economy", "society", "environment", "living", "context")
ISO_THEMES = (
    "economy",
    "education",
    "energy",
    "environment_and_climate_change",
    "finance",
    "governance",
    "health",
    "housing",
    "population_and_social_conditions",
    "recreation",
    "safety",
    "solid_waste",
    "sport_and_culture",
    "telecommunication",
    "transportation",
    "urban_agriculture_and_food_security",
    "urban_planning",
    "wastewater",
    "water",
)
FRAMEWORKS = ("element", "pillar", "context", "iso_theme", "ascn_focus")
WORDS: dict[str, tuple[str, ...]] = {
    "unit_kind": UNIT_KINDS,
    "direction": ("higher_better", "lower_better", "neutral"),
    "measure": ("extensive", "intensive"),
    "pillar": PILLARS,
    "element": ("inclusive", "green", "digital", ""),
    "role": ("result", "input", "proxy", "context"),
    "iso_theme": (*ISO_THEMES, ""),
    "confidence": ("high", "medium-high", "medium", "low"),
    "level": LEVELS,
}

_INDICATOR_TEXTS = (
    "name_id name_en short_id short_en definition_id definition_en unit_id unit_en "
    "unit_kind direction measure pillar role"
)
INDICATOR: dict[str, tuple[type, Any]] = {
    **dict.fromkeys(_INDICATOR_TEXTS.split(), (str, REQUIRED)),
    "decimals": (int, REQUIRED),
    "levels": (list, REQUIRED),
    "rankable": (bool, REQUIRED),
    "scale": (int, 1),
    "numerator": (str, ""),
    "denominator": (str, ""),
    "denominator_year": (int, 0),
    "element": (str, ""),
    "iso_theme": (str, ""),
    "comparable_note_id": (str, ""),
    "comparable_note_en": (str, ""),
    "basis_id": (str, ""),
    "basis_en": (str, ""),
    "place_notes": (list, []),
    "not_loaded": (list, []),
    "breaks": (list, []),
    "provisional": (list, []),
    "prefer": (list, []),
}
_SOURCE_TEXTS = (
    "publisher publisher_en title licence years read_from confidence changes_id changes_en citation"
)
SOURCE: dict[str, tuple[type, Any]] = {
    **dict.fromkeys(_SOURCE_TEXTS.split(), (str, REQUIRED)),
    "licence_id": (str, REQUIRED),
    "indicators": (list, REQUIRED),
    "read_from_id": (str, ""),
    "url": (str, ""),
    "file": (str, ""),
    **dict.fromkeys(("confidence_note_id", "confidence_note_en", "caveats_id", "caveats_en"), (str, "")),
    "leave_out": (list, []),
}
PILOT: dict[str, tuple[type, Any]] = {
    **dict.fromkeys(("code", "level", "short_id", "short_en", "note_id", "note_en"), (str, REQUIRED)),
    "ascn_joined": (int, REQUIRED),
    "projects": (list, REQUIRED),
    "sources": (list, REQUIRED),
}
ITEM: dict[str, tuple[type, Any]] = {
    **dict.fromkeys(
        ("name_id", "name_en", "description_id", "description_en", "source_id", "source_en"), (str, REQUIRED)
    ),
    "verify": (bool, False),
    "indicator_count": (int, 0),
}


def indicator_faults(indicators: Records, sources: Records) -> list[str]:
    """Every fault of the indicator records, and of what they say about each other and about the sources."""
    faults = list(_table_faults(indicators, INDICATOR))
    if faults:
        # The rules below read keys that are missing or of another type here.
        return faults
    for name, record in indicators.items():
        faults += [f"{name}: {fault}" for fault in _indicator_faults(record, indicators)]
        faults += [f"{name}: {fault}" for fault in _source_choice_faults(name, record, sources)]
    for key in ("name_id", "name_en"):
        counts = Counter(record[key] for record in indicators.values())
        faults += [f"{key} {text!r} is used {n} times" for text, n in counts.items() if n > 1]
    return faults


def source_faults(sources: Records, indicators: Records) -> list[str]:
    """Every fault of the source records; a pair of input file and indicator has exactly one source."""
    faults = list(_table_faults(sources, SOURCE))
    if faults:
        return faults
    for name, record in sources.items():
        unknown = [i for i in record["indicators"] if i not in indicators]
        faults += [f"{name}: unknown indicator {i!r}" for i in unknown]
        if record["url"] and not record["url"].startswith(("https://", "http://")):
            faults.append(f"{name}: url {record['url']!r} is not a web address")
        faults += [f"{name}: {fault}" for fault in _pair_faults(record, "caveats", "confidence_note")]
        left_out = record.get("leave_out", [])
        faults += [f"{name}: {fault}" for row in left_out for fault in row_faults(row, record)]
    pairs = Counter(
        (record["file"], i) for record in sources.values() if record["file"] for i in record["indicators"]
    )
    return faults + [f"{file}, {i}: {n} sources, one expected" for (file, i), n in pairs.items() if n > 1]


def pilot_faults(pilots: Records) -> list[str]:
    """Every fault of the pilot records."""
    faults = list(_table_faults(pilots, PILOT))
    if faults:
        return faults
    for name, record in pilots.items():
        code = record["code"]
        if not is_code(code) or level_of(code) != record["level"]:
            faults.append(f"{name}: code {code!r} is not a place of level {record['level']}")
        if not record["sources"]:
            faults.append(f"{name}: no source")
        texts = ("text_id", "text_en", "source")
        whole = [has_texts(p, *texts) and is_year(p.get("year")) for p in record["projects"]]
        faults += [
            f"{name}: project {i} needs year, {', '.join(texts)}" for i, ok in enumerate(whole, 1) if not ok
        ]
    return faults


def item_faults(frameworks: Mapping[str, Records]) -> list[str]:
    """Every fault of the framework items; elements, pillars and themes are those the indicators use."""
    faults = [f"unknown framework {name!r}" for name in frameworks if name not in FRAMEWORKS]
    for framework, items in frameworks.items():
        faults += [f"{framework}.{fault}" for fault in _table_faults(items, ITEM)]
    wanted = {"element": WORDS["element"][:-1], "pillar": PILLARS[:-1], "iso_theme": ISO_THEMES}
    for framework, names in wanted.items():
        found = tuple(frameworks.get(framework, {}))
        if sorted(found) != sorted(names):
            faults.append(f"{framework}: {', '.join(found)} found, {', '.join(names)} expected")
    return faults


def _table_faults(records: Records, keys: Mapping[str, tuple[type, Any]]) -> Iterator[str]:
    """Missing and unknown keys, wrong types, empty texts and words that are not in the list."""
    for name, record in records.items():
        yield from (f"{name}: unknown key {key!r}" for key in record if key not in keys)
        for key, (kind, default) in keys.items():
            if key not in record:
                if default is REQUIRED:
                    yield f"{name}: {key} is missing"
                continue
            value = record[key]
            # bool is an int for isinstance, not for a reader of the file.
            if type(value) is not kind:
                yield f"{name}: {key} must be {kind.__name__}, {value!r} came"
            elif default is REQUIRED and kind is str and not str(value).strip():
                yield f"{name}: {key} is empty"
            elif key in WORDS and value not in WORDS[key]:
                yield f"{name}: {key} {value!r} is not one of {', '.join(filter(None, WORDS[key]))}"


def _indicator_faults(record: Record, indicators: Records) -> Iterator[str]:
    yield from _text_faults(record)
    yield from _number_faults(record)
    for key in ("numerator", "denominator"):
        if record.get(key) and record[key] not in indicators:
            yield f"{key} {record[key]!r} is not an indicator"
    levels = record["levels"]
    if not levels or levels != [level for level in LEVELS if level in levels]:
        yield f"levels {levels!r} must be some of {', '.join(LEVELS)}, in this order"
    for key in ("breaks", "provisional"):
        yield from (f"{key}: {fault}" for entry in record.get(key, []) for fault in break_faults(entry))
    for entry in record.get("place_notes", []):
        yield from (f"place_notes: {fault}" for fault in place_note_faults(entry))
    for entry in record.get("not_loaded", []):
        yield from (f"not_loaded: {fault}" for fault in not_loaded_faults(entry, levels))


def _text_faults(record: Record) -> Iterator[str]:
    for key, length in (("name", NAME_LENGTH), ("short", SHORT_LENGTH)):
        for lang in ("id", "en"):
            if len(record[f"{key}_{lang}"]) > length:
                yield f"{key}_{lang} is longer than {length} characters"
    for key in ("definition_id", "definition_en"):
        if not record[key].endswith("."):
            yield f"{key} must be full sentences, ending with a full stop"
    yield from _pair_faults(record, "comparable_note", "basis")
    for key in ("basis_id", "basis_en"):
        if len(record.get(key, "")) > BASIS_LENGTH:
            yield f"{key} is longer than {BASIS_LENGTH} characters"


def _number_faults(record: Record) -> Iterator[str]:
    if not 0 <= record["decimals"] <= 4:
        yield f"decimals must be 0 to 4, {record['decimals']} came"
    scale, kind = record.get("scale", 1), record["unit_kind"]
    if scale < 1 or (scale > 1 and kind != "currency"):
        yield f"scale {scale} is only for currency, and at least 1"
    if record["measure"] == "extensive" and kind not in SUMMABLE_KINDS:
        yield f"a {kind} does not add up over places: measure must be intensive"
    year = record.get("denominator_year", 0)
    if year and not (is_year(year) and record.get("denominator")):
        yield f"denominator_year {year} needs a denominator and four digits"


def _source_choice_faults(name: str, record: Record, sources: Records) -> Iterator[str]:
    given = [source for source, data in sources.items() if name in data.get("indicators", [])]
    if not given:
        yield "no source record names it"
    prefer = record.get("prefer", [])
    if len(given) > 1 and sorted(prefer) != sorted(given):
        yield f"prefer must put all of {', '.join(given)} in order"
    if len(given) < 2 and prefer:
        yield "prefer is only for an indicator with more than one source"


def _pair_faults(record: Record, *keys: str) -> Iterator[str]:
    for key in keys:
        if bool(record.get(f"{key}_id")) != bool(record.get(f"{key}_en")):
            yield f"{key} must be written in both languages or in none"
