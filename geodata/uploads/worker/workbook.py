"""The few parts of a workbook that tell its sheets and number formats."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.parsers import expat

from geodata.uploads.worker.refusal import Refusal

__all__ = ["Sheet", "column_number", "filled_extent", "list_sheets", "percent_cells", "percent_styles"]

BUILT_IN_PERCENT = {9, 10}
"""Number formats ``0%`` and ``0.00%``, which a workbook need not spell out."""

QUOTED = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, the archive member that holds it and whether people see it."""

    name: str
    member: str
    hidden: bool


def _tree(contents: dict[str, bytes], name: str) -> Any:
    from xml.etree import ElementTree as ET

    import defusedxml.ElementTree  # type: ignore[import-untyped]

    for member, content in contents.items():
        if member.lower() == name:
            try:
                return defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
            except defusedxml.DefusedXmlException as error:
                raise Refusal("xml_entities", name=member) from error
            except (ET.ParseError, ValueError, LookupError) as error:
                raise Refusal("damaged", format="xlsx") from error
    return None


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str:
    """Value of an attribute whatever its namespace is: strict and ordinary workbooks differ in it."""
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


def list_sheets(contents: dict[str, bytes]) -> list[Sheet]:
    """List the sheets of a workbook in their order."""
    book, links = _tree(contents, "xl/workbook.xml"), _tree(contents, "xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        raise Refusal("damaged", format="xlsx")
    targets = {_attribute(link, "Id"): _member(_attribute(link, "Target")) for link in links}
    sheets = []
    for element in book.iter():
        if _local(element.tag) == "sheet":
            # Two attributes may end in "id": sheetId does not, r:id does.
            member = targets.get(_attribute(element, "id"), "")
            hidden = _attribute(element, "state") in {"hidden", "veryHidden"}
            sheets.append(Sheet(_attribute(element, "name"), member, hidden))
    if not sheets:
        raise Refusal("damaged", format="xlsx")
    return sheets


def _member(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def percent_styles(contents: dict[str, bytes]) -> set[str]:
    """Numbers of the cell styles whose number format shows a percent sign."""
    tree = _tree(contents, "xl/styles.xml")
    if tree is None:
        return set()
    percent = set(BUILT_IN_PERCENT)
    for element in tree.iter():
        if _local(element.tag) == "numFmt" and "%" in QUOTED.sub("", element.get("formatCode", "")):
            percent.add(_number(element.get("numFmtId")))
    styles = next((element for element in tree if _local(element.tag) == "cellXfs"), ())
    return {str(place) for place, style in enumerate(styles) if _number(style.get("numFmtId")) in percent}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


def percent_cells(xml: bytes, styles: set[str]) -> dict[int, list[int]]:
    """Find the cells with one of some styles.

    Returns
    -------
    dict
        Column from 0 to its rows from 0, in the order of the sheet.
    """
    found: dict[int, list[int]] = defaultdict(list)

    def cell(row: int, column: int, attributes: dict[str, str]) -> None:
        if attributes.get("s") in styles:
            found[column].append(row)

    _walk(xml, cell)
    return dict(found)


def filled_extent(xml: bytes) -> tuple[int, int]:
    """Rows and columns that the cells with a value span, from the sheet's first cell."""
    extent = [0, 0]

    def value(row: int, column: int, _: dict[str, str]) -> None:
        extent[0], extent[1] = max(extent[0], row + 1), max(extent[1], column + 1)

    _walk(xml, value, ("v", "is"))
    return extent[0], extent[1]


def _walk(
    xml: bytes, found: Callable[[int, int, dict[str, str]], None], tags: tuple[str, ...] = ("c",)
) -> None:
    """Go through the cells of a sheet in order, telling of elements with some names; row and column count from 0."""
    row = column = -1  # of the last cell: references may be left out

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            column = column_number(attributes["r"]) if "r" in attributes else column + 1
        elif name == "row":
            number = _number(attributes.get("r"))
            row, column = (number - 1 if number > 0 else row + 1), -1
        if name in tags:
            found(row, column, attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Refusal("damaged", format="xlsx") from error


@cache
def _letters_number(letters: str) -> int:
    if not (letters.isalpha() and letters.isupper() and len(letters) <= 4):
        return -1
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def column_number(reference: str) -> int:
    """Column from 0 of a reference such as ``AB12``; -1 if it has no letters."""
    return _letters_number(reference.rstrip("0123456789")) if reference.isascii() else -1
