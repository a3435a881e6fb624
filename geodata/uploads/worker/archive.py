"""Look into a zip archive without trusting it, and pack its good members anew.

Members are only unpacked into memory. Readers that open archives themselves get a fresh one, written here from checked
members, so that an archive on which two unzippers disagree reaches none of them.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib

from geodata.uploads.limits import Limits
from geodata.uploads.worker.refusal import Refusal

__all__ = ["kind_of_archive", "members", "packed", "unpack"]

MEMBERS = 2_000
"""More files than any sheet or layer needs."""

RATIO = 200
FREE = 20 * 2**20
"""An archive may unpack to `RATIO` times its size, and to `FREE` bytes in any case."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".kmz", ".jar")
JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def kind_of_archive(data: bytes, limits: Limits) -> str:
    """Tell a workbook from a zipped Shapefile by the names of the members; both are checked on the way."""
    names = {name.lower() for name in members(data, limits)}
    if "xl/workbook.bin" in names:
        raise Refusal("legacy", found="xlsb")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if any(name.endswith(".shp") for name in names):
        _refuse_nested(names)
        return "shapefile"
    if "content.xml" in names and "mimetype" in names:
        raise Refusal("legacy", found="ods")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Refusal("unknown", found="document")
    _refuse_nested(names)
    raise Refusal("zip_content", names=sorted(names)[:5])


def members(data: bytes, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """List the files of an archive by name.

    Raises
    ------
    Refusal
        If it is damaged, locked, too large when unpacked, or has names that lead elsewhere.
    """
    _check_directory(data)
    try:
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise Refusal("damaged", format="zip") from error
    if len(infos) > MEMBERS:
        raise Refusal("zip_members", count=len(infos), limit=MEMBERS)
    files = [info for info in infos if not info.is_dir() and not _is_junk(info.filename)]
    _check_names(infos)
    if any(info.flag_bits & 0x1 for info in files):
        raise Refusal("encrypted", found="zip")
    if any(info.compress_type not in METHODS for info in files):
        raise Refusal("zip_method")
    total = sum(info.file_size for info in files)
    if total > limits.unpacked_bytes or total > max(FREE, RATIO * len(data)):
        raise Refusal("zip_bomb", size=total, packed=len(data), limit=limits.unpacked_bytes)
    return {info.filename: info for info in files}


def _check_directory(data: bytes) -> None:
    """Refuse a long list of members before it is read; no archive of this size needs the longer form of it."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) - end < 22:
        raise Refusal("damaged", format="zip")
    count, size = struct.unpack_from("<HI", data, end + 10)
    if data[max(end - 20, 0) : end].startswith(b"PK\x06\x07") or size == 2**32 - 1:
        raise Refusal("zip_method")
    if size > MEMBERS * 500:
        raise Refusal("zip_members", count=count, limit=MEMBERS)


def _is_junk(name: str) -> bool:
    lower = name.lower()
    return lower.startswith("__macosx/") or lower.rpartition("/")[2] in JUNK


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    seen = set()
    for info in infos:
        # The name as it stood in the archive: the module itself turns backslashes and cuts at a zero.
        raw = info.orig_filename
        parts = raw.replace("\\", "/").split("/")
        leads_out = raw.startswith(("/", "\\")) or ".." in parts or ":" in raw or "\x00" in raw
        if leads_out or stat.S_ISLNK(info.external_attr >> 16):
            raise Refusal("zip_path", name=raw[:80])
        if raw.lower() in seen:
            raise Refusal("zip_twice", name=raw[:80])
        seen.add(raw.lower())


def _refuse_nested(names: set[str]) -> None:
    nested = sorted(name for name in names if name.endswith(ARCHIVES))
    if nested:
        raise Refusal("zip_nested", name=nested[0][:80])


def unpack(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """Unpack one member of `members`, checked for length and checksum."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(info) as member:
            content = member.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Refusal("damaged", format="zip") from error
    if len(content) != info.file_size:
        raise Refusal("damaged", format="zip")
    return content


def packed(contents: dict[str, bytes]) -> bytes:
    """Pack members into a new archive without compression."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()
