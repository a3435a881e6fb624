"""Hostile files without end: valid ones of every format broken in many ways, and bombs of every size.

The same seed and number give the same file:

    python -m tests.geodata.uploads.fuzzer --seed 1 --number 137 --out /tmp/137.bin
"""

from __future__ import annotations

import argparse
import random
import re
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.geodata.uploads import bombs
from tests.geodata.uploads.samples import NAMES, SAMPLES, as_geojson, as_xlsx, as_zip, xlsx_parts

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Case", "case"]

Random = random.Random
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 2**31 - 1, 2**31, 2**32 - 1)
TOKENS = (
    b"1e999", b"-1e308", b"NaN", b"Infinity", b"null", b"[" * 500, b"{" * 500, b'"', b"\\", b"\x00", b"\xff\xfe",
    b"\xf0\x9f\x92\xa9",     b"9" * 5000, b"<!DOCTYPE a>", b"<!ENTITY a 'b'>", b"&a;", b"../../", b"/vsicurl/http://127.0.0.1/",
    b"=cmd|' /C calc'!A0",
    b"EPSG:999999", b"+nadgrids=/etc/passwd", b"\r", b"\n" * 1000, b"," * 5000, b'"type":"GeometryCollection"', b"-0.0", b"%",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One hostile file: its number, how it was made, and its bytes."""

    number: int
    label: str
    data: bytes


def flip(data: bytes, rng: Random) -> bytes:
    """Other bits here and there."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 64))):
        place = rng.randrange(len(changed))
        changed[place] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(data: bytes, rng: Random) -> bytes:
    """The beginning only, or without a piece."""
    start, end = sorted((rng.randrange(len(data)), rng.randrange(len(data))))
    return data[: end + 1] if rng.random() < 0.5 else data[:start] + data[end:] or data[:1]


def splice(data: bytes, rng: Random) -> bytes:
    """The beginning of one file and the end of another, or a piece of it within."""
    other = SAMPLES[rng.choice(NAMES)]
    place, start = rng.randrange(len(data)), rng.randrange(len(other))
    if rng.random() < 0.5:
        return data[:place] + other[start:]
    return data[:place] + other[start : start + rng.randrange(1, 400)] + data[place:]


def repeat(data: bytes, rng: Random) -> bytes:
    """A piece many times over."""
    start = rng.randrange(len(data))
    piece = data[start : start + rng.randrange(1, 200)]
    return data[:start] + piece * rng.choice((2, 50, 5000)) + data[start:]


def overwrite(data: bytes, rng: Random) -> bytes:
    """Lengths, counts and offsets with extreme values, in either order of bytes."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 10))):
        size, code = rng.choice(((1, "B"), (2, "H"), (4, "I"), (8, "Q")))
        if len(changed) <= size:
            continue
        # Counts stand at the beginning of most formats and at the end of some.
        span = rng.choice((len(changed), min(200, len(changed))))
        place = rng.randrange(span - size) if span > size else 0
        place = len(changed) - size - place if rng.random() < 0.3 else place
        value = rng.choice(EXTREMES) if rng.random() < 0.8 else rng.getrandbits(64)
        struct.pack_into(rng.choice("<>") + code, changed, place, value % 256**size)
    return bytes(changed)


def blank(data: bytes, rng: Random) -> bytes:
    """A stretch of zeros or of noise."""
    start = rng.randrange(len(data))
    length = rng.randrange(1, 500)
    noise = bytes(length) if rng.random() < 0.5 else rng.randbytes(length)
    return data[:start] + noise + data[start + length :]


def token(data: bytes, rng: Random) -> bytes:
    """Something that means something to a parser, put in or in place of a number."""
    word = rng.choice(TOKENS)
    numbers = list(re.finditer(rb"-?\d+(?:\.\d+)?", data[:200_000]))
    if numbers and rng.random() < 0.7:
        found = rng.choice(numbers)
        return data[: found.start()] + word + data[found.end() :]
    place = rng.randrange(len(data))
    return data[:place] + word + data[place:]


CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (flip, cut, splice, repeat, overwrite, blank, token)


def inner(data: bytes, rng: Random) -> bytes:
    """Change a file within an archive and pack it again: checksums then do not protect its reader."""
    parts = xlsx_parts(data)
    name = rng.choice(sorted(parts))
    if rng.random() < 0.1:
        parts[rng.choice(("../a", "/a.shp", "a.zip", name.upper(), "b.shp"))] = parts.pop(name)
        return as_zip(parts)
    parts[name] = rng.choice(CHANGES)(parts[name] or b"x", rng)
    return as_zip(parts, rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))


def _mutated(rng: Random) -> tuple[str, bytes]:
    name = rng.choice(NAMES)
    data = SAMPLES[name]
    steps = []
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        change = rng.choice(CHANGES)
        if data.startswith(b"PK\x03\x04") and not steps and rng.random() < 0.7:
            change = inner
        data = change(data, rng) or b"x"
        steps.append(change.__name__)
    return f"{name}: {' '.join(steps)}", data


def _nested_zip(rng: Random) -> bytes:
    data = b"x"
    for depth in range(rng.choice((2, 10, 30))):
        data = as_zip({f"{depth}.{rng.choice(('zip', 'shp', 'xlsx'))}": data})
    return data


def _shared_strings(rng: Random) -> bytes:
    parts = xlsx_parts(as_xlsx())
    text = b"x" * rng.choice((10, 10**5, 10**7))
    count = rng.choice((10, 1000))
    parts["xl/sharedStrings.xml"] = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + text
        + b"</t></si></sst>"
    )
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c></row>' % (i, i, rng.choice((0, 0, 0, 10**9)))
        for i in range(9, 9 + count)
    )
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", cells + b"</sheetData>"
    )
    return as_zip(parts)


def _text(rng: Random) -> bytes:
    size = rng.choice((10**3, 10**5, 10**6, 10**7))
    pieces = (
        b",",
        b"\n",
        b'"',
        b'"\n',
        b"a;",
        b"\r",
        b"1,",
        b"x" * 1000 + b"\t",
        b"\xff",
        "é".encode(),
        b"a\x00",
    )
    return b"kode,nama\n" + rng.choice(pieces) * (size // 4)


def _collection(rng: Random) -> bytes:
    shape: dict[str, object] = {
        "type": rng.choice(("Point", "Polygon", "MultiPolygon", "MultiPoint", "LineString", [], None, 3))
    }
    values = (
        [],
        [[]],
        [[[]]],
        [[[[]]]],
        [106, -6],
        [[[106, -6]]],
        [[[106, -6], [107, -6]]],
        {},
        "x",
        None,
        [[None]],
        [10**400, 1],
        [True, 1],
    )
    shape["coordinates"] = rng.choice(values)
    feature = {
        "type": "Feature",
        "geometry": shape,
        "properties": rng.choice(({}, None, [], {"a": {}}, {"geometry": 1}, {"": "\ud800"})),
    }
    return as_geojson([feature] * rng.choice((1, 3, 10_000)))


def _brackets(rng: Random) -> bytes:
    piece = rng.choice((b"[],", b"{},", b"[[]],", b'"",', b"1,", b'{"a":[]},', b"[1e9,1],"))
    key = rng.choice((b"features", b"coordinates", b"a"))
    kind = rng.choice((b"FeatureCollection", b"MultiPolygon", b"MultiPoint"))
    return (
        b'{"type":"'
        + kind
        + b'","'
        + key
        + b'":['
        + piece * (rng.choice((10**4, 10**6, 10**7)) // len(piece))
        + b"0]}"
    )


SHEET, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
CODECS = ("utf-8", "utf-16", "utf-8-sig")

BUILDERS: tuple[tuple[str, Callable[[Random], bytes]], ...] = (
    ("zip bomb", lambda rng: bombs.zip_bomb(rng.choice((5, 50, 300)), rng.choice((BOOK, "a.shp", SHEET)))),
    ("lying zip", lambda rng: bombs.lying_zip(rng.choice((1, 20, 100)))),
    ("nested zip", _nested_zip),
    ("many members", lambda rng: as_zip({f"xl/{i}.xml": b"" for i in range(rng.choice((1999, 5000)))})),
    ("xml bomb", lambda rng: bombs.xml_bomb(rng.choice((SHEET, BOOK, STYLES)), rng.choice(CODECS))),
    ("entity", lambda rng: bombs.external_entity(rng.choice(("file:///etc/passwd", "http://127.0.0.1/", "expect://id")))),
    ("far cell", lambda rng: bombs.far_cell(rng.choice(("XFD1048576", "A1048576", "XFD1", "ZZ60000", "ZZZZ9", "A99999999999")))),
    ("hidden far cell", lambda _: bombs.disguised_far_cell()),
    ("shared strings", _shared_strings),
    ("deep JSON", lambda rng: bombs.deep_json(rng.choice((60, 500, 5000, 10**6)))),
    ("hidden deep JSON", lambda rng: bombs.deep_json_hidden(rng.choice((900, 10**5)))),
    ("collections", lambda rng: bombs.deep_collection(rng.choice((5, 25, 300)))),
    ("holes", lambda rng: bombs.holes(rng.choice((1000, 15_000, 100_000, 700_000, 1_000_000)))),
    ("star", lambda rng: bombs.star(rng.choice((50, 3000, 30_000, 200_000)))),
    ("keys", lambda rng: bombs.many_columns(rng.choice((100, 900, 20_000)))),
    ("dictionary", lambda rng: bombs.dictionary_bomb(rng.choice((1000, 100_000, 900_000)), rng.choice((10, 5000, 200_000)))),
    ("rows", lambda rng: bombs.many_rows(rng.choice((10**5, 10**6, 4 * 10**6)))),
    ("view", lambda _: bombs.changed_gpkg(*bombs.ENDLESS_VIEW)),
    ("virtual", lambda _: bombs.changed_gpkg(*bombs.VIRTUAL_TABLE)),
    ("function", lambda _: bombs.changed_gpkg(*bombs.FUNCTION_COLUMN)),
    ("corners", lambda _: bombs.changed_gpkg(bombs.MANY_CORNERS)),
    ("text", _text),
    ("collection", _collection),
    ("brackets", _brackets),
)  # fmt: skip


def case(seed: int, number: int) -> Case:
    """Make one file; four of five are broken honest ones, the others bombs."""
    rng = random.Random(f"{seed}/{number}")
    if number % 5:
        label, data = _mutated(rng)
    else:
        name, build = BUILDERS[number // 5 % len(BUILDERS)]
        label, data = name, build(rng)
    return Case(number, label, data)


def main() -> None:
    """Write one file to look at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    made = case(options.seed, options.number)
    options.out.write_bytes(made.data)
    print(made.label, len(made.data))


if __name__ == "__main__":
    main()
