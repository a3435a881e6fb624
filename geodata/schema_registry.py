"""The two tables of the store that come from the registry: the catalogue of indicators and the source records."""

from __future__ import annotations

from geodata.checks import Column, Table
from geodata.codes import LEVELS

__all__ = ["CATALOGUE", "CONFIDENCE", "SOURCES"]


def _texts(**columns: str) -> tuple[Column, ...]:
    """Columns of plain text that may be empty but not missing."""
    return tuple(
        Column(name=name, dtype="str", unit="text", description=text) for name, text in columns.items()
    )


def _ids(**columns: tuple[str, tuple[str, ...]]) -> tuple[Column, ...]:
    """Columns that hold one of a few fixed words."""
    return tuple(
        Column(name=name, dtype="str", unit="id", description=text, allowed=allowed)
        for name, (text, allowed) in columns.items()
    )


CONFIDENCE = ("high", "medium-high", "medium", "low")

CATALOGUE = Table(
    name="catalogue",
    description="One record per indicator: names, definition, unit, direction, place in the framework.",
    key=("indicator",),
    columns=(
        Column(name="indicator", dtype="str", unit="id", description="Indicator id."),
        *_texts(
            name_id="Name in Indonesian, for selectors.",
            name_en="Name in English, for selectors.",
            short_id="Short name in Indonesian, for axes and cards.",
            short_en="Short name in English, for axes and cards.",
            definition_id="What is counted, of whom, by whom, in Indonesian.",
            definition_en="What is counted, of whom, by whom, in English.",
            unit_id="Unit in Indonesian, as printed after a number.",
            unit_en="Unit in English, as printed after a number.",
            unit_kind="Kind of unit: percent, index, count, currency, years, density, area, rate, ratio, rank, physical.",
        ),
        *_ids(
            direction=("Which way is better.", ("higher_better", "lower_better", "neutral")),
            measure=("A count that adds up over places, or a rate.", ("extensive", "intensive")),
        ),
        *_texts(pillar="Pillar of the Smart City framework, or context."),
        *_ids(role=("What the figure says of a city.", ("result", "input", "proxy", "context"))),
        Column(
            name="decimals", dtype="int16", unit="count", description="Decimals as published.", low=0, high=6
        ),
        Column(
            name="levels", dtype="list", unit="ids", description="Levels that have values.", allowed=LEVELS
        ),
        Column(name="rankable", dtype="bool", unit="flag", description="False for facts of a few places."),
        Column(
            name="scale",
            dtype="float64",
            unit="ratio",
            description="Multiplier to whole rupiah and the like.",
        ),
        *_texts(
            numerator="Indicator above the line of a rate, if it is one of ours.",
            denominator="Indicator or words below the line of a rate.",
        ),
        Column(
            name="denominator_year",
            dtype="int16",
            unit="year",
            description="Year of the denominator; 0 if it is the value's own year.",
            low=0,
        ),
        *_ids(element=("Element of the ASCN vision.", ("inclusive", "green", "digital", ""))),
        *_texts(
            iso_theme="Theme of ISO 37120/37122, in snake_case.",
            comparable_note_id="Caveat to show with any comparison, in Indonesian.",
            comparable_note_en="Caveat to show with any comparison, in English.",
            basis_id="Which of the publisher's series it is, in a few words, in Indonesian; empty where there is one.",
            basis_en="Which of the publisher's series it is, in a few words, in English; empty where there is one.",
            place_notes="Caveats about some places: JSON list of {scope, text_id, text_en}.",
            not_loaded="Levels that are published and not loaded here: JSON list of {level, page}.",
            breaks="Breaks in the series: JSON list of {year, scope, text_id, text_en}.",
            provisional="Provisional values: JSON list of {year, scope, text_id, text_en}.",
        ),
        Column(
            name="prefer",
            dtype="list",
            unit="ids",
            description="Sources in order of preference where several give a value.",
            refers_to="sources",
        ),
    ),
)

SOURCES = Table(
    name="sources",
    description="One record per source: publisher, title, licence, confidence, caveats.",
    key=("source",),
    columns=(
        Column(name="source", dtype="str", unit="id", description="Source id."),
        *_texts(
            publisher="Who published the figures, in Indonesian.",
            publisher_en="Who published the figures, in English.",
            title="Title of the table or file.",
            licence="Terms of use as stated, in English.",
            licence_id="Terms of use as stated, in Indonesian.",
            years="Years the source covers.",
            read_from="Copy the figures were read from.",
            read_from_id="The same in Indonesian; empty where it holds names only.",
        ),
        *_ids(confidence=("How sure the reading is.", CONFIDENCE)),
        *_texts(
            changes_id="What was changed, in Indonesian.",
            changes_en="What was changed, in English.",
            citation="How to cite it.",
        ),
        Column(name="indicators", dtype="list", unit="ids", description="Indicators it gives."),
        *_texts(
            url="Address of the source.",
            file="Input file below the source folder; empty for what the build computes.",
            confidence_note_id="Why the confidence is what it is, in Indonesian.",
            confidence_note_en="Why the confidence is what it is, in English.",
            caveats_id="Caveats in Indonesian.",
            caveats_en="Caveats in English.",
            leave_out="Rows of the input not taken: JSON list of {code, year, indicator, text_id, text_en}.",
        ),
    ),
)
