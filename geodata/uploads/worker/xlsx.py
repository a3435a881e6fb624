"""XLSX: the cells of one sheet, with what a person sees as percent given as percent."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

from geodata.uploads.limits import Limits
from geodata.uploads.worker.archive import members, packed, unpack
from geodata.uploads.worker.refusal import Note, Refusal

__all__ = ["prepare", "read"]

DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)")
"""A document type or entity; no program that writes sheets puts one there."""

COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})[0-9]""")
WIDE = re.compile(rb' r="[A-Z]{2}')
USUAL_ROW = re.compile(rb'<row r="([0-9]{1,9})"')
ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,9})["']""")
NO_RESULT = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
READ = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedstrings.xml",
    "_rels/.rels",
)
"""Members that are read besides the sheets; pictures, macros, links and embedded files are never unpacked."""
YEARS = range(1900, 2101)


def prepare(data: bytes) -> None:  # noqa: ARG001
    """Import what reading needs, while files may still be opened."""
    import encodings.cp437
    import encodings.utf_16  # noqa: F401 - a codec is looked up as a file

    import defusedxml.ElementTree  # type: ignore[import-untyped]
    import python_calamine  # noqa: F401

    from geodata.uploads.worker import answer, workbook  # noqa: F401

    # Its parser is only loaded when it first parses.
    defusedxml.ElementTree.fromstring(b"<a/>", forbid_dtd=True)


def read(data: bytes, limits: Limits, request: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Read one sheet: the one asked for, else the first visible one that is not empty."""
    import pyarrow as pa

    from geodata.uploads.worker.answer import cell_array, stream
    from geodata.uploads.worker.workbook import list_sheets

    infos = members(data, limits)
    shared = {name: _content(data, info) for name, info in infos.items() if name.lower() in READ}
    sheets = [sheet for sheet in list_sheets(shared) if sheet.member in infos]
    for sheet in _wanted(sheets, request["sheet"]):
        xml = _content(data, infos[sheet.member])
        rows = _rows({**shared, sheet.member: xml}, sheet.name, xml, limits)
        if rows:
            break
    else:
        raise Refusal("sheet_empty", sheets=[sheet.name for sheet in sheets][:20])
    percent, notes = _show_percent(rows, xml, shared)
    unfinished = len(NO_RESULT.findall(xml)) if b"</f>" in xml else 0
    if unfinished:
        notes.append(("formulas", {"count": unfinished}))
    columns = [cell_array(cells) for cells in zip(*rows, strict=True)]
    header = {
        "outcome": "table",
        "format": "xlsx",
        "sheet": sheet.name,
        "sheets": [sheet.name for sheet in sheets],
        "percent_columns": percent,
        "notes": notes,
    }
    return header, stream(pa.table(columns, names=[str(i) for i in range(len(columns))]))


def _content(data: bytes, info: Any) -> bytes:
    """Unpack a member; refuse XML that declares anything."""
    content = unpack(data, info)
    # Without the zeros UTF-16 reads like UTF-8.
    plain = content.replace(b"\x00", b"") if b"\x00" in content else content
    if b"<!" in plain and DECLARED.search(plain):
        raise Refusal("xml_entities", name=info.filename[:80])
    return content


def _wanted(sheets: list[Any], name: str | None) -> list[Any]:
    """Sheets to try in turn; hidden ones last, as they hold lists for drop-downs more often than the table."""
    if name is None:
        return sorted(sheets, key=lambda sheet: sheet.hidden)
    found = [sheet for sheet in sheets if sheet.name == name]
    if not found:
        raise Refusal("sheet_unknown", sheet=name[:80], sheets=[sheet.name for sheet in sheets][:20])
    return found


def _rows(contents: dict[str, bytes], name: str, xml: bytes, limits: Limits) -> list[list[Any]]:
    import python_calamine

    from geodata.uploads.worker.answer import check_size

    _check_extent(xml, limits)
    try:
        book = python_calamine.load_workbook(io.BytesIO(packed(contents)))
        rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Refusal("damaged", format="xlsx") from error
    check_size(len(rows), max(map(len, rows), default=0), limits)
    return rows


def _check_extent(xml: bytes, limits: Limits) -> None:
    """Refuse a sheet that spans too much: a frame that large is made before any cell is read.

    The references are looked over first, which is fast. Only where they reach too far are the cells themselves read:
    formats painted to the end of a sheet are no cells.
    """
    from geodata.uploads.worker.answer import check_size
    from geodata.uploads.worker.workbook import column_number, filled_extent

    rows = USUAL_ROW.findall(xml)
    height = max(map(int, rows if len(rows) == xml.count(b"<row") else ROW.findall(xml)), default=0)
    usual = b"r='" not in xml and b"r =" not in xml
    if usual and WIDE.search(xml) is None and height <= limits.rows and height * 26 <= limits.cells:
        return  # no column beyond Z
    width = max((column_number(letters.decode()) + 1 for letters in set(COLUMN.findall(xml))), default=0)
    if height <= limits.rows and width <= limits.columns and height * width <= limits.cells:
        return
    check_size(*filled_extent(xml), limits)


def _show_percent(
    rows: list[list[Any]], xml: bytes, contents: dict[str, bytes]
) -> tuple[list[int], list[Note]]:
    """Multiply by 100 what its format shows with a percent sign, in place."""
    from geodata.uploads.worker.workbook import percent_cells, percent_styles

    styles = percent_styles(contents)
    if not styles:
        return [], []
    columns: list[int] = []
    mixed: list[int] = []
    for column, marked in sorted(percent_cells(xml, styles).items()):
        inside = [row for row in marked if 0 <= row < len(rows) and 0 <= column < len(rows[row])]
        numbers = [row for row in inside if type(rows[row][column]) is float]
        if not numbers:
            continue
        for row in numbers:
            rows[row][column] = _hundredfold(rows[row][column])
        # Years above the first of them head the column ("2023"), and no person takes them for a share.
        heads = sum(type(row[column]) is float and row[column] in YEARS for row in rows[: min(numbers)])
        total = sum(type(row[column]) is float for row in rows) - heads
        (columns if len(numbers) >= 0.5 * total else mixed).append(column)
        if len(numbers) < total and column not in mixed:
            mixed.append(column)
    return columns, [("percent_mixed", {"columns": [column + 1 for column in mixed]})] if mixed else []


def _hundredfold(number: float) -> float:
    """A hundred times the number as it is written: 0.07 becomes 7 and not 7.000000000000001."""
    text = repr(number)
    return float(f"{text}e2") if "e" not in text else float(Decimal(text).scaleb(2))
