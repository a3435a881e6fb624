"""Tell a file's format from its first bytes, or for an archive from the names in it; never from its own name."""

from __future__ import annotations

from geodata.uploads.limits import Limits
from geodata.uploads.worker.refusal import Refusal

__all__ = ["sniff"]

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

STRANGERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office_old"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"\x00\x00\x27\x0a", "shp"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"ARROW1", "arrow"),
    (b"{\\rtf", "document"),
)
"""First bytes of files that people do upload and that are not read here."""


def sniff(data: bytes, limits: Limits) -> str:
    """Name the format of a file.

    Returns
    -------
    str
        One of "text", "xlsx", "shapefile", "geojson", "gpkg", "fgb", "parquet".

    Raises
    ------
    Refusal
        For an empty file, one of a kind that is not read here, and an archive that is not what it should be.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Refusal("empty")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        from geodata.uploads.worker.archive import kind_of_archive

        return kind_of_archive(data, limits)
    for start, found in (
        (b"SQLite format 3\x00", "gpkg"),
        (b"fgb\x03fgb", "fgb"),
        (b"PAR1", "parquet"),
    ):
        if data.startswith(start):
            return found
    return _text_or_stranger(data)


def _text_or_stranger(data: bytes) -> str:
    # The marks of UTF-16 come first: a text in it may begin like anything.
    if not data.startswith(UTF16_MARKS):
        for start, found in STRANGERS:
            if data.startswith(start):
                _refuse_stranger(data, found)
    head = _head(data)
    if head.startswith(("{", "[")) and _looks_like_json(head):
        return "geojson"
    if head.startswith("<"):
        raise Refusal("unknown", found=_markup(head.lower()))
    return "text"


def _refuse_stranger(data: bytes, found: str) -> None:
    if found == "program" and _is_plain(data[:2048]):
        return  # a table whose first heading begins with MZ
    if found == "office_old":
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise Refusal("encrypted" if locked else "legacy", found="office_old")
    if found == "shp":
        raise Refusal("shapefile_alone")
    raise Refusal("unknown", found=found)


def _is_plain(head: bytes) -> bool:
    return all(byte >= 32 or byte in b"\t\r\n" for byte in head)


def _head(data: bytes) -> str:
    if data.startswith(UTF16_MARKS):
        return data[:4096].decode("utf-16", "replace").lstrip()
    return data[:4096].decode("utf-8-sig", "replace").lstrip()


def _looks_like_json(head: str) -> bool:
    # "[1]" may head a table's column; JSON goes on with a value, and an object with a key.
    rest = head[1:].lstrip()
    if head[0] == "{":
        return rest[:1] in {'"', "}", ""}
    return rest[:1] in {"{", "["}


def _markup(head: str) -> str:
    if "<kml" in head or "<gml" in head or "<gpx" in head or "<svg" in head:
        return "map_markup"
    return "web_page" if "<html" in head or "<!doctype html" in head or "<table" in head else "markup"
