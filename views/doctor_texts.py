"""What the join doctor says in a line: how a file was read, what a number may be, which place is meant, of which year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from geodata.codes import CODE_LENGTH, parent_of
from geodata.join.crosswalk import LEAVE_OUT
from geodata.join.texts import shape_texts
from geodata.uploads import Features, Table
from views.doctor import row_number
from views.formatting import number
from views.i18n import plural_translator, translator

if TYPE_CHECKING:
    from geodata.join import Crosswalk, JoinResult

_FORMATS = {
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "shapefile": "Shapefile",
    "fgb": "FlatGeobuf",
    "parquet": "GeoParquet",
}
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def file_text(content: Table | Features, lang: str) -> str:
    """How a file was read: form, encoding, size."""
    _, _n = translator(lang), plural_translator(lang)
    rows = len(content.frame) if isinstance(content, Features) else len(content.cells)
    parts = [_FORMATS.get(content.format, content.format.upper())]
    if isinstance(content, Features):
        parts.append(_n("{n} feature", "{n} features", rows).format(n=number(rows, 0, lang)))
        return ", ".join(parts) + "."
    if content.encoding:
        parts.append(content.encoding.upper())
    separators = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("vertical bar")}
    if content.separator:
        word = separators.get(content.separator, content.separator)
        parts.append(_("separated by {separator}").format(separator=word))
    parts.append(_n("{n} line", "{n} lines", rows).format(n=number(rows, 0, lang)))
    return ", ".join(parts) + "."


def shape_text(result: JoinResult, lang: str) -> str:
    """Where the header stands, how large the table below it is, and what else a reader must know of its shape."""
    _, _n = translator(lang), plural_translator(lang)
    body, heads = result.shaped.table, [str(row_number(row)) for row in result.shaped.header_rows]
    n, width = len(body), len(body.columns)
    size = ", ".join(
        [
            _n("{n} row", "{n} rows", n).format(n=number(n, 0, lang)),
            _n("{n} column", "{n} columns", width).format(n=number(width, 0, lang)),
        ]
    )
    where = _("header in row {row}").format(row=", ".join(heads))
    return " ".join([f"{size}, {where}." if heads else f"{size}.", *shape_texts(result, lang)])


def reading_text(cell: str, style: str, value: float, lang: str) -> str:
    """One way to read a number that can be read in two: what it becomes, and what its sign means then."""
    _ = translator(lang)
    sign = "." if "." in cell else ","
    decimal = sign == ("," if style == "comma" else ".")
    text = _("{value}: “{sign}” is the decimal sign") if decimal else _("{value}: “{sign}” parts thousands")
    return text.format(value=number(value, 3 if value % 1 else 0, lang), sign=sign)


def place_text(code: str, names: pd.Series) -> str:
    """Name of a place with what tells it from others of the same name: where it lies, and its code."""
    parts = [str(names.get(code, code))]
    above = code
    while len(above) > CODE_LENGTH["regency"]:
        above = parent_of(above)
        parts.append(str(names.get(above, above)))
    return f"{', '.join(parts)} · {code}"


def pairs_table(crosswalk: Crosswalk, names: pd.Series, lang: str) -> pd.DataFrame:
    """Accepted pairs as texts: what the table says, and the place it stands for."""
    _ = translator(lang)
    left_out = _("left out")
    codes = crosswalk.pairs.values()
    return pd.DataFrame(
        {
            _("In your table"): [" / ".join(text for text in key if text) for key in crosswalk.pairs],
            _("Place"): [left_out if code == LEAVE_OUT else place_text(code, names) for code in codes],
        }
    )


def units_of(result: JoinResult) -> dict[str, str]:
    """Units by the name under which `JoinResult.observations` gives a column's figures."""
    units: dict[str, str] = {}
    for line in result.columns.itertuples():
        for name in (line.column, line.label, line.group):
            if name and line.unit:
                units.setdefault(str(name), str(line.unit))
    return units


def year_of(result: JoinResult, title: str) -> int | None:
    """Year a table probably speaks of where a column names none: of its other columns, else its title or file name."""
    years = result.columns["year"].dropna()
    if len(years):
        return int(years.max())
    above = result.shaped.set_aside
    lines = [*above.loc[above["kind"].isin(["title", "header"]), "text"].astype(str), title]
    found = {int(text) for line in lines for text in _YEAR.findall(line)}
    return found.pop() if len(found) == 1 else None


def homes_of(result: JoinResult, *, most: int = 3) -> list[str]:
    """Regencies and cities that most of the joined rows lie in, and those that the rest may mean, the commonest first."""
    codes = list(result.joined.index) or [c for one in result.judged for c in one.candidates]
    homes = pd.Series([code[: CODE_LENGTH["regency"]] for code in codes], dtype="str")
    return list(homes.value_counts().index[:most])
