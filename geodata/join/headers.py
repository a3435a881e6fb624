"""What the name of a column says about it: code or name, of which level, in whose system; in Indonesian and English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geodata.codes import LEVELS, Level
from geodata.join.names import clean
from geodata.join.systems import System

__all__ = ["Header", "read_header"]

_WORD = re.compile(r"[a-z0-9]+")
_CODE = frozenset({"kode", "code", "kd", "id", "kodewilayah", "codes"})
_GLUED_CODE = re.compile(r"^(kode|kd|id|code)(prov|kab|kota|kec|desa|kel|wil|bps|daerah|dagri|kemendagri)")
_BPS = re.compile(r"bps|mfd")
_KEMENDAGRI = re.compile(r"kemendagri|dagri|permendagri|kepmendagri|kemdagri")
_LEVEL_WORDS: dict[Level, re.Pattern[str]] = {
    "province": re.compile(r"^(provinsi|propinsi|prov|prop|provinces?|kd_?prov|idprov|kodeprov)$"),
    "regency": re.compile(
        r"^(kabupaten|kab|kota|kabkot\w*|kabko|kotakab|kabupatenkota|regency|regencies|municipality|city|cities"
        r"|(kd|id|kode)kab\w*)$"
    ),
    "district": re.compile(r"^(kecamatan|kec|subdistricts?|subdistrik|distrik|(kd|id|kode)kec\w*)$"),
    "village": re.compile(r"^(desa|kelurahan|kel|desakel\w*|villages?|gampong|nagari|(kd|id|kode)(desa|kel)\w*)$"),
}  # fmt: skip
_NAME = frozenset(
    {
        "nama",
        "name",
        "names",
        "wilayah",
        "daerah",
        "region",
        "regions",
        "area",
        "place",
        "pemda",
        "lokasi",
        "nm",
        "namawilayah",
    }
)
# Columns whose cells may be names of places, but not of the row's own place; and figures about places.
_OTHER = frozenset(
    {
        "ibukota", "ibu", "capital", "bupati", "walikota", "kepala", "camat", "lurah", "alamat", "address", "sumber", "source",
        "keterangan", "catatan", "jumlah", "total", "banyaknya", "luas", "persentase", "persen", "kepadatan", "penduduk", "rata",
        "number", "population", "density", "percentage", "tahun", "year", "pos", "kodepos", "lahir", "asal", "tujuan", "km2",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Header:
    """What a column's name says.

    `level` is None where it names none, `other` rules the column out as a key, and `pure` says that its words name places
    and nothing else: "Nama Daerah", but not "Nama Sekolah".
    """

    code: bool = False
    name: bool = False
    level: Level | None = None
    system: System | None = None
    other: bool = False
    pure: bool = False


def read_header(column: str) -> Header:
    """Read the name of a column.

    Examples
    --------
    >>> read_header("bps_kode_kabupaten_kota")
    Header(code=True, name=False, level='regency', system='bps', other=False, pure=False)
    """
    text = clean(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column))
    words = _WORD.findall(text.replace("_", " "))
    code = any(word in _CODE or _GLUED_CODE.match(word) for word in words)
    levels: list[Level] = [
        level for level in LEVELS if any(_LEVEL_WORDS[level].match(word) for word in words)
    ]
    known = [word in _NAME or any(pattern.match(word) for pattern in _LEVEL_WORDS.values()) for word in words]
    system: System | None = "bps" if _BPS.search(text) else "kemendagri" if _KEMENDAGRI.search(text) else None
    return Header(
        code=code,
        name=any(word in _NAME for word in words),
        level=levels[-1] if levels else None,
        system=system,
        pure=bool(words) and all(known),
        other=any(word in _OTHER for word in words) or text in {"no", "nomor", "no urut", "#"},
    )
