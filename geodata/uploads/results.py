"""What comes of an upload: a table, a layer of shapes, or an error that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geodata.errors import AtlasError
from geodata.uploads.texts import note_text, rule_text

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["Features", "Note", "Table", "UploadError"]

Note = tuple[str, Mapping[str, Any]]
"""Id of something worth knowing about the file, and the values in its sentence."""


class UploadError(AtlasError):
    """The upload cannot be used; nothing of it was kept.

    Parameters
    ----------
    name
        Name of the file, for display.
    rule
        Id of the rule that it breaks.
    params
        What stands in the message.
    detail
        What a library said, for a log and not for people.
    """

    def __init__(
        self, name: str, rule: str, params: Mapping[str, Any] | None = None, detail: str = ""
    ) -> None:
        self.name = name
        self.rule = rule
        self.params = dict(params or {})
        self.detail = detail
        super().__init__(self.text("en"))

    def __reduce__(self) -> tuple[type[UploadError], tuple[str, str, dict[str, Any], str]]:
        # The default would hand the finished message to __init__.
        return type(self), (self.name, self.rule, self.params, self.detail)

    def text(self, lang: str) -> str:
        """Sentence for people in "id" or "en": what is wrong, what came, what to do."""
        sentence = rule_text(self.rule, self.params, lang)
        return f"{self.name}: {sentence}" if self.name else sentence


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as it was read; its header is not looked for yet.

    Parameters
    ----------
    name
        Name of the file for display, without folders and control characters.
    format
        "csv", "tsv" or "xlsx".
    cells
        Frame with numbered rows and columns; blank cells are missing. Cells of a text file are text (dtype `str`), cells
        of a sheet what they are there: int, float, bool, text, datetime, date, time, timedelta (dtype `object`).
    sheet, sheets
        Which sheet this is and which there are; "" and none for a text file.
    encoding, separator
        How a text file is written; "" for a workbook, and "" as separator where there is one column.
    percent_columns
        Numbers of the columns whose numbers the workbook shows as percent; they stand in `cells` as shown (5.37 for 5.37 %).
    notes
        What people should know; `note_texts` gives sentences.
    """

    name: str
    format: str
    cells: pd.DataFrame
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    percent_columns: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()

    def note_texts(self, lang: str) -> list[str]:
        """Give the notes as sentences in "id" or "en"."""
        return [note_text(name, params, lang) for name, params in self.notes]


@dataclass(frozen=True, kw_only=True)
class Features:
    """A layer of polygons or of points.

    Parameters
    ----------
    name, format
        As in `Table`; formats are "geojson", "gpkg", "shapefile", "fgb", "parquet", and those of a table with coordinates.
    frame
        `GeoDataFrame` in EPSG:4326 with valid shapes and the attributes as columns.
    kind
        "polygons" or "points".
    layer, layers
        Which layer this is and which there are; "" and none where a file has but one without a name.
    notes
        What people should know; `note_texts` gives sentences.
    """

    name: str
    format: str
    frame: gpd.GeoDataFrame
    kind: str
    layer: str = ""
    layers: tuple[str, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    def note_texts(self, lang: str) -> list[str]:
        """Give the notes as sentences in "id" or "en"."""
        return [note_text(name, params, lang) for name, params in self.notes]
