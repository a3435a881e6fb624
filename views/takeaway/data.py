"""The data behind a figure, as files: CSV for machines and for Indonesian spreadsheets, XLSX, GeoJSON, GeoPackage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geodata.codes import level_of
from views.exporting import csv_bytes, excel_csv_bytes, xlsx_bytes
from views.formatting import date_text, unit_text
from views.i18n import pick, translator
from views.printed_cells import split_ranges, typed_table
from views.takeaway.document import Behind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodata.store import Store
    from views.takeaway.document import Document, Piece
    from views.takeaway.kit import Kit

COLUMNS = (
    "code", "name", "level", "indicator", "indicator_name", "year", "value", "unit", "source", "publisher", "licence",
)  # fmt: skip
"""Of the observations, in files for programs and in both languages; only texts in them are translated."""


@dataclass(frozen=True)
class Export:
    """What is written of a figure.

    Attributes
    ----------
    document, piece
        The figure and the page that it stands on.
    made
        Date that the file bears.
    base
        Address of the app, before the permanent link; "" without one.
    """

    document: Document
    piece: Piece
    made: dt.date
    base: str = ""

    @property
    def lang(self) -> str:
        """Language of the file."""
        return self.document.lang

    @property
    def link(self) -> str:
        """Permanent link to the page."""
        return self.document.state.link(self.base)


def observations(kit: Kit, behind: Behind, lang: str) -> pd.DataFrame:
    """The observations that a figure rests on, with every digit that the store has.

    Returns
    -------
    pandas.DataFrame
        `COLUMNS`; ``value`` in ``unit``. One row a place, indicator and year, as in the store: what is not there is missing.
    """
    rows = kit.store.values(list(behind.indicators), codes=list(behind.codes), years=behind.years)
    rows = rows.merge(_sources(kit.store, lang), on="source", how="left", validate="many_to_one")
    names = kit.store.place_table().set_index("code")["name"]
    records = kit.availability.records
    kinds = [records[str(name)] for name in rows["indicator"]]
    table = rows.assign(
        name=rows["code"].map(names),
        level=[level_of(str(code)) for code in rows["code"]],
        indicator_name=[pick(record, "name", lang) for record in kinds],
        unit=[unit_of(record, lang) for record in kinds],
    )
    return table[list(COLUMNS)].reset_index(drop=True)


def unit_of(record: pd.Series, lang: str) -> str:
    """Unit of the values as they stand in the store; percent is written out."""
    return (
        "%"
        if str(record["unit_kind"]) == "percent"
        else str(pick(record, "unit", lang) or unit_text(record, lang))
    )


def _sources(store: Store, lang: str) -> pd.DataFrame:
    table = store.sources()
    english = lang == "en"
    return pd.DataFrame(
        {
            "source": table["source"],
            "publisher": table["publisher_en" if english else "publisher"],
            "licence": table["licence" if english else "licence_id"],
        }
    )


def heads(lang: str) -> dict[str, str]:
    """Heads of the observations' columns for people."""
    _ = translator(lang)
    return {
        "code": _("Code"), "name": _("Place"), "level": _("Level"), "indicator": _("Indicator code"),
        "indicator_name": _("Indicator"), "year": _("Year"), "value": _("Value"), "unit": _("Unit"),
        "source": _("Source code"), "publisher": _("Publisher"), "licence": _("Licence"),
    }  # fmt: skip


# Tables -------------------------------------------------------------------------------------------------------


def csv(kit: Kit, given: Export) -> bytes:
    """Observations, or the figure's own table where it rests on none, ranges as two columns; decimal point, comma, UTF-8."""
    return csv_bytes(_long(kit, given))


def excel_csv(kit: Kit, given: Export) -> bytes:
    """The same with semicolon, decimal comma and BOM, for a double click in Indonesia; heads in the reader's language."""
    return excel_csv_bytes(_long(kit, given).rename(columns=heads(given.lang)))


def _long(kit: Kit, given: Export) -> pd.DataFrame:
    piece = given.piece
    if piece.behind is not None:
        return observations(kit, piece.behind, given.lang)
    table = split_ranges(piece.table, given.lang)
    plain = [
        [cell if cell is None or isinstance(cell, str) else float(cell.value) for cell in row]
        for row in typed_table(table, given.lang)
    ]
    return pd.DataFrame(plain, columns=table.columns)


def xlsx(kit: Kit, given: Export) -> bytes:
    """Workbook: the numbers as shown, the observations behind them, metadata, notes."""
    _ = translator(given.lang)
    piece = given.piece
    shown = pd.DataFrame(typed_table(piece.table, given.lang), columns=piece.table.columns, dtype=object)
    sheets = {_("As shown"): shown}
    if piece.behind is not None:
        sheets[_("Observations")] = observations(kit, piece.behind, given.lang).rename(
            columns=heads(given.lang)
        )
    sheets[_("Metadata")] = metadata(kit, given)
    sheets[_("Notes")] = notes(given)
    return xlsx_bytes(sheets)


def metadata(kit: Kit, given: Export) -> pd.DataFrame:
    """What a figure is, where it is from and how to come back to it: a row an item."""
    _, document, piece = translator(given.lang), given.document, given.piece
    rows = [
        (_("Title"), piece.title),
        (_("Page"), document.title),
        (_("Subtitle"), document.subtitle),
        (_("Source"), piece.source),
        (_("Comparability"), piece.badge),
        (_("Permanent link"), given.link),
        (_("Version of the data"), document.state.version),
        (_("Boundaries"), document.vintage),
        (_("Made on"), date_text(given.made, given.lang)),
        (_("Made with"), _("Pilot City Atlas; the code is under the MIT licence, each source under its own")),
    ]
    rows += [(_("Data source"), text) for text in citations(kit, piece, given.lang)]
    return pd.DataFrame([row for row in rows if row[1]], columns=[_("Item"), _("Content")])


def notes(given: Export) -> pd.DataFrame:
    """Sentences and caveats, a row each."""
    _ = translator(given.lang)
    said = [(_("Finding"), text) for text in given.piece.sentences]
    minded = [
        (_("To be minded"), text) for text in dict.fromkeys([*given.piece.notes, *given.document.notes])
    ]
    return pd.DataFrame([*said, *minded], columns=[_("Kind"), _("Text")])


def used_sources(kit: Kit, piece: Piece) -> pd.DataFrame:
    """Records of the sources whose observations a figure rests on, by publisher and title."""
    if piece.behind is None:
        return kit.store.sources().head(0)
    behind = piece.behind
    rows = kit.store.values(list(behind.indicators), codes=list(behind.codes), years=behind.years)
    table = kit.store.sources()
    return table[table["source"].isin(set(rows["source"]))].sort_values(["publisher", "title"])


def citations(kit: Kit, piece: Piece, lang: str) -> list[str]:
    """How to cite each source of a figure, with its licence."""
    licence = "licence" if lang == "en" else "licence_id"
    records = used_sources(kit, piece).to_dict("records")
    return [f"{row['citation']} ({row[licence] or row['licence']})" for row in records]


def sources_of(kit: Kit, pieces: Iterable[Piece], lang: str) -> tuple[list[str], str]:
    """Citations of all that some figures rest on, each once, and where the method stands."""
    _ = translator(lang)
    cited = dict.fromkeys(text for piece in pieces for text in citations(kit, piece, lang))
    method = _(
        "How every figure is made, what the badges and bands mean and what is not known stands on the page Method of the atlas and in docs/method.md of its code."
    )
    return list(cited), method
