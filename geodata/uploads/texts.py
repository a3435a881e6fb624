"""The sentences of uploads in Indonesian and English: why a file is refused, and what to know about one that is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from geodata.i18n import plural_translator, translator
from geodata.uploads.rule_texts import rule_sentences, strangers

__all__ = ["is_rule", "note_text", "rule_text"]

FORMATS = {
    "zip": "ZIP",
    "xlsx": "XLSX",
    "text": "CSV",
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "fgb": "FlatGeobuf",
    "FlatGeobuf": "FlatGeobuf",
    "shapefile": "Shapefile",
    "ESRI Shapefile": "Shapefile",
    "parquet": "GeoParquet",
}
"""Names of formats are the same in both languages."""

BYTES = {"size", "limit"}
BYTE_RULES = {"too_large", "memory", "zip_bomb", "unpacked"}


def is_rule(rule: str) -> bool:
    """Tell whether there is a sentence for a rule."""
    return rule in rule_sentences(str)


def rule_text(rule: str, params: Mapping[str, Any], lang: str) -> str:
    """Sentence of a broken rule with its values in "id" or "en"."""
    _ = translator(lang)
    values = {name: _shown(name, value, rule, lang) for name, value in params.items()}
    if "found" in values:
        values["found"] = strangers(_).get(str(params["found"]), "?")
    if rule == "json_broken" and not params.get("line"):
        rule = "json_cut"
    if rule == "shape_broken" and not params.get("row"):
        rule = "shapes_broken"
    return rule_sentences(_)[rule].format_map(_Missing(values))


def note_text(note: str, params: Mapping[str, Any], lang: str) -> str:
    """Sentence of a note with its values in "id" or "en"."""
    values = {name: _shown(name, value, note, lang) for name, value in params.items()}
    count = params.get("count")
    sentences = _note_sentences(
        translator(lang), plural_translator(lang), count if isinstance(count, int) else 2
    )
    return sentences[note].format_map(_Missing(values))


class _Missing(dict[str, str]):
    """A worker that was taken over may leave out a value; the sentence still stands."""

    def __missing__(self, key: str) -> str:
        return "?"


def _shown(name: str, value: Any, rule: str, lang: str) -> str:
    """Value as people of the language write it."""
    if name == "format":
        return FORMATS.get(str(value), "CSV")
    if isinstance(value, list | tuple):
        return ", ".join(_one_line(str(item)[:80]) for item in value) or "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _one_line(str(value))
    if rule in BYTE_RULES and name in {"size", "limit", "packed"}:
        value = max(round(value / 2**20), 1)
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "id" else text


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:120] or "–"


def _note_sentences(
    _: Callable[[str], str],
    _n: Callable[[str, str, int], str] = lambda _one, many, _count: many,
    count: int = 2,
) -> dict[str, str]:
    return {
        "encoding": _("The text is not UTF-8; it was read as {encoding}. Check letters with accents."),
        "formulas": _n(
            "{count} formula has no stored result and was read as a blank. Open the file in Excel or LibreOffice and save it"
            " once to store the result.",
            "{count} formulas have no stored result and were read as blanks. Open the file in Excel or LibreOffice and save"
            " it once to store the results.",
            count,
        ),
        "percent_mixed": _(
            "Some numbers of column {columns} are shown as percent and others are not; each was read as it is shown."
        ),
        "no_geometry": _n(
            "{count} row has no shape or place and was left out.",
            "{count} rows have no shape or place and were left out.",
            count,
        ),
        "crs_assumed": _(
            "The file does not say its coordinate system; its numbers fit longitude and latitude in Indonesia and were read"
            " so."
        ),
        "reprojected": _("Coordinates were converted from {crs} to longitude and latitude."),
        "some_outside": _n(
            "{count} shape or point lies outside Indonesia.",
            "{count} shapes or points lie outside Indonesia.",
            count,
        ),
        "exploded": _n(
            "Rows with several points were split: {count} point more than rows.",
            "Rows with several points were split: {count} points more than rows.",
            count,
        ),
        "repaired": _n(
            "{count} shape crossed or touched itself and was repaired.",
            "{count} shapes crossed or touched themselves and were repaired.",
            count,
        ),
        "no_area": _n(
            "{count} shape has no area and was left out.",
            "{count} shapes have no area and were left out.",
            count,
        ),
        "left_out": _("Columns that hold lists or other data that do not fit a cell were left out: {names}."),
        "points_left": _n(
            "{count} row has no coordinates that can be read and was left out.",
            "{count} rows have no coordinates that can be read and were left out.",
            count,
        ),
    }
