"""Sentences of the rules that an upload can break: what is wrong, what came, what to do."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["rule_sentences", "strangers"]

Translate = Callable[[str], str]


def rule_sentences(_: Translate) -> dict[str, str]:
    """Give the sentence of each rule by its id, in the translator's language and with placeholders."""
    return {**_size(_), **_file(_), **_archive(_), **_sheet(_), **_json(_), **_layer(_), **_place(_)}


def strangers(_: Translate) -> dict[str, str]:
    """Give the names of the kinds of files that are told apart but not read."""
    return {
        "office_old": _("an old Excel file (.xls)"),
        "xlsb": _("a binary Excel file (.xlsb)"),
        "ods": _("an OpenDocument file (.ods)"),
        "zip": _("a ZIP archive"),
        "pdf": _("a PDF"),
        "archive": _("a compressed archive"),
        "picture": _("a picture"),
        "program": _("a program"),
        "arrow": _("an Arrow or Feather file"),
        "document": _("a text document or presentation"),
        "web_page": _("a web page"),
        "map_markup": _("a KML, GML, GPX or SVG file"),
        "markup": _("an XML file"),
    }


def _size(_: Translate) -> dict[str, str]:
    return {
        "empty": _("the file is empty. Save the table once more and upload it again."),
        "too_large": _(
            "the file has {size} MB, at most {limit} MB can be read. Remove columns or rows that are not needed, or split it."
        ),
        "time": _(
            "reading took longer than {seconds} seconds and was stopped. Upload a smaller or simpler file."
        ),
        "memory": _(
            "reading needed more than {limit} MB of memory and was stopped. Upload a smaller or simpler file."
        ),
        "busy": _("the files of other readers are being read just now. Try again in a minute."),
        "rows": _("the table has {count} rows, at most {limit} can be read. Split it or upload a summary."),
        "columns": _(
            "the table has {count} columns, at most {limit} can be read. Remove those that are not needed."
        ),
        "cells": _(
            "the table spans {rows} rows and {columns} columns, at most {limit} cells can be read. Remove rows or columns"
            " that are not needed."
        ),
        "vertices": _(
            "the shapes have {count} corners, at most {limit} can be read. Simplify the shapes, for instance in QGIS."
        ),
        "rings": _(
            "one shape has {count} outlines and holes, at most {limit} can be read. Remove tiny holes or split the shape."
        ),
        "nesting": _(
            "the data are nested more than {limit} levels deep. Export the file again from your GIS program."
        ),
        "unpacked": _(
            "the file unpacks to {size} MB, at most {limit} MB can be read. Upload fewer columns or rows."
        ),
    }


def _file(_: Translate) -> dict[str, str]:
    return {
        "unknown": _(
            "this is {found}, which cannot be read here. Upload CSV, XLSX, GeoJSON, GeoPackage, a zipped Shapefile,"
            " FlatGeobuf or GeoParquet."
        ),
        "legacy": _(
            "this is {found}. Open it in Excel or LibreOffice, save it as XLSX or CSV and upload that."
        ),
        "encrypted": _("the file is protected with a password. Save it without one and upload that."),
        "damaged": _(
            "the file is not a whole {format} file; it may be cut off or damaged. Open it in the program it came from and"
            " save it again."
        ),
        "crashed": _(
            "the file brought its reader to a halt, so it is damaged or made wrongly. Open it in the program it came from"
            " and save it again."
        ),
        "no_worker": _(
            "no process for reading could be started on this machine. Try again, or tell its administrator."
        ),
        "not_text": _(
            "the file is no text and of no known format. Upload CSV, XLSX, GeoJSON, GeoPackage, a zipped Shapefile,"
            " FlatGeobuf or GeoParquet."
        ),
        "encoding_broken": _("the file says that it is {encoding} but is not. Save it as CSV in UTF-8."),
        "quotes": _(
            "from line {line} on the table cannot be told apart: a quotation mark may be missing, or a cell is longer than any"
            " text. Correct that line."
        ),
    }


def _archive(_: Translate) -> dict[str, str]:
    return {
        "zip_members": _(
            "the archive holds {count} files, at most {limit} are allowed. Pack only the files of one layer."
        ),
        "zip_bomb": _(
            "the archive has {packed} MB but unpacks to {size} MB, which is more than is allowed. Pack only the files of one"
            " layer or sheet."
        ),
        "zip_path": _(
            "the archive holds the name “{name}”, which leads out of its own folder. Pack the files anew without folders."
        ),
        "zip_twice": _("the archive holds “{name}” twice. Pack the files anew."),
        "zip_nested": _(
            "the archive holds another archive, “{name}”. Unpack it and pack only the files of one layer."
        ),
        "zip_method": _("the archive is packed in an unusual way. Pack it anew as an ordinary ZIP."),
        "zip_content": _(
            "the archive holds neither a Shapefile nor a workbook, but: {names}. Upload the table itself, or the parts of a"
            " Shapefile as ZIP."
        ),
        "shapefile_parts": _(
            "the Shapefile lacks its part {missing}. Pack .shp, .shx, .dbf and .prj together as ZIP."
        ),
        "shapefile_alone": _(
            "a .shp alone is only a part of a Shapefile. Pack .shp, .shx, .dbf and .prj together as ZIP and upload that."
        ),
    }


def _sheet(_: Translate) -> dict[str, str]:
    return {
        "xml_entities": _(
            "the workbook declares entities in “{name}”, which no spreadsheet program does and which can be an attack. Save it"
            " again as XLSX or CSV."
        ),
        "sheet_unknown": _("there is no sheet “{sheet}”. Choose one of: {sheets}."),
        "sheet_empty": _(
            "there are no cells in the sheets: {sheets}. Put the table in the first sheet and save again."
        ),
    }


def _json(_: Translate) -> dict[str, str]:
    return {
        "json_broken": _(
            "the GeoJSON breaks off or is wrong at line {line}, character {column}. Export it again from your GIS program."
        ),
        "json_cut": _("the GeoJSON holds something that is not JSON. Export it again from your GIS program."),
        "json_other": _(
            "this is JSON but not GeoJSON. Upload a GeoJSON with features, or the table as CSV or XLSX."
        ),
        "topojson": _("this is TopoJSON. Export it as GeoJSON, for instance with QGIS or mapshaper."),
        "shape_broken": _(
            "the shape of row {row} cannot be read. Repair it in your GIS program or remove the row."
        ),
        "shapes_broken": _(
            "the shapes cannot be read: coordinates are missing or no numbers. Export the layer again."
        ),
    }


def _layer(_: Translate) -> dict[str, str]:
    return {
        "no_shapes": _("there is no area and no point in the file. Upload a layer of polygons or points."),
        "lines": _("these are lines. Upload polygons, which become areas, or points, which are counted."),
        "mixed": _(
            "polygons, points or lines are mixed in one layer. Upload each kind as a file of its own."
        ),
        "layer_unknown": _("there is no layer “{layer}”. Choose one of: {layers}."),
        "gpkg_other": _(
            "this is a database but not a GeoPackage. Export the layer as GeoPackage, for instance with QGIS."
        ),
        "gpkg_program": _(
            "the layer is a view or holds program code, which is not run here. Export it as a new GeoPackage."
        ),
        "parquet_plain": _(
            "this Parquet file has no shapes. Save it as CSV or XLSX, or as GeoParquet with shapes."
        ),
        "parquet_encoding": _("the shapes are stored as “{encoding}”. Save the file as GeoParquet with WKB."),
    }


def _place(_: Translate) -> dict[str, str]:
    return {
        "not_finite": _("some coordinates are no finite numbers. Repair the layer in your GIS program."),
        "crs_missing": _(
            "the file does not say its coordinate system, and numbers such as {x}; {y} could be anything. Set the system in"
            " your GIS program, or add the .prj, and export again."
        ),
        "crs_unknown": _("the coordinate system “{crs}” is not known. Export the layer in EPSG:4326."),
        "crs_misfit": _(
            "coordinates such as {x}; {y} do not fit the coordinate system {crs} that the file names. Set the right one and"
            " export again in EPSG:4326."
        ),
        "not_degrees": _(
            "coordinates such as {x}; {y} are no longitude and latitude. Export the layer in EPSG:4326."
        ),
        "swapped": _(
            "longitude and latitude are swapped: {x}; {y} lies in Indonesia only the other way round. Put longitude first"
            " and upload again."
        ),
        "outside": _(
            "everything lies outside Indonesia, for instance at {x}; {y}. Check the coordinate system."
        ),
    }
