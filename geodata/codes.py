"""Official place codes (Kemendagri), their levels and the kinds of places.

A code is text with dots: `31` province, `31.74` regency or city, `31.74.04` district (kecamatan),
`31.74.04.1001` village. Regency numbers 01-69 are kabupaten and 71-99 kota; the last four digits of a village
start with 1 (kelurahan), 2 (desa) or 3 (desa adat).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias, get_args

from geodata.errors import UnknownName

__all__ = [
    "CODE_LENGTH",
    "DETAILS",
    "KINDS",
    "LEVELS",
    "Detail",
    "Level",
    "check_detail",
    "check_level",
    "is_code",
    "is_within",
    "kind_of",
    "level_of",
    "parent_of",
    "prefix_of",
    "sort_key",
]

Level: TypeAlias = Literal["province", "regency", "district", "village"]
Detail: TypeAlias = Literal["city", "district", "national"]
LEVELS: tuple[Level, ...] = get_args(Level)
DETAILS: tuple[Detail, ...] = get_args(Detail)

KINDS: dict[Level, tuple[str, ...]] = {
    "province": ("provinsi",),
    "regency": ("kabupaten", "kota", "kota_administrasi", "kabupaten_administrasi"),
    "district": ("kecamatan",),
    "village": ("kelurahan", "desa", "desa_adat"),
}

_PATTERN = re.compile(r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?")
CODE_LENGTH: dict[Level, int] = {"province": 2, "regency": 5, "district": 8, "village": 13}
_LEVEL = {length: level for level, length in CODE_LENGTH.items()}
_VILLAGE_KIND = {"1": "kelurahan", "2": "desa", "3": "desa_adat"}
# Longest first: "Kota Administrasi …" also starts with "Kota".
_REGENCY_KIND = (
    ("Kabupaten Administrasi ", "kabupaten_administrasi"),
    ("Kota Administrasi ", "kota_administrasi"),
    ("Kabupaten ", "kabupaten"),
    ("Kota ", "kota"),
)


def is_code(text: object) -> bool:
    """Tell whether `text` is written like a place code; it need not exist."""
    return isinstance(text, str) and _PATTERN.fullmatch(text) is not None


def level_of(code: str) -> Level:
    """Level of a place code.

    Raises
    ------
    UnknownName
        If `code` is not written like a code.

    Examples
    --------
    >>> level_of("31.74.04")
    'district'
    """
    if not is_code(code):
        msg = f"`code` must be a place code with dots such as 31, 31.74, 31.74.04 or 31.74.04.1001; got {code!r}."
        raise UnknownName(msg)
    return _LEVEL[len(code)]


def parent_of(code: str) -> str:
    """Code of the place one level up; empty text for a province.

    Examples
    --------
    >>> parent_of("31.74.04.1001"), parent_of("31")
    ('31.74.04', '')
    """
    level_of(code)
    return code.rpartition(".")[0]


def prefix_of(code: str, level: Level) -> str:
    """Code of the ancestor of `code` at `level` (itself, if it has that level).

    Examples
    --------
    >>> prefix_of("31.74.04.1001", "regency")
    '31.74'
    """
    if LEVELS.index(level_of(code)) < LEVELS.index(level):
        msg = f"`code` {code} has no {level} above it."
        raise UnknownName(msg)
    return code[: CODE_LENGTH[level]]


def is_within(code: str, place: str) -> bool:
    """Tell whether `code` is `place` itself or lies below it.

    Examples
    --------
    >>> is_within("31.74.04", "31.74"), is_within("31.74.04", "31.7")
    (True, False)
    """
    return code == place or code.startswith(f"{place}.")


def kind_of(code: str, name: str) -> str:
    """Kind of a place, read from its code and, for regencies, from its official name.

    Parameters
    ----------
    code
        Place code with dots.
    name
        Official name; a regency's must start with "Kabupaten" or "Kota".

    Returns
    -------
    str
        One of the texts in `KINDS`.

    Examples
    --------
    >>> kind_of("31.74", "Kota Administrasi Jakarta Selatan"), kind_of("32.11.01.2001", "Cipaku")
    ('kota_administrasi', 'desa')
    """
    level = level_of(code)
    if level == "regency":
        for prefix, kind in _REGENCY_KIND:
            if name.startswith(prefix):
                return kind
        msg = f"The name of regency {code} must start with Kabupaten or Kota; got {name!r}."
        raise UnknownName(msg)
    if level == "village":
        digit = code[9]
        if digit not in _VILLAGE_KIND:
            msg = f"The last four digits of village {code} must start with 1, 2 or 3."
            raise UnknownName(msg)
        return _VILLAGE_KIND[digit]
    return KINDS[level][0]


def sort_key(code: str) -> tuple[int, str]:
    """Order by level (provinces first), then by code; this is the order of every table in the store."""
    return len(code), code


def check_level(level: str) -> Level:
    """Return `level` if it is one of the four levels.

    Raises
    ------
    UnknownName
        Otherwise; the message lists the allowed levels.
    """
    for allowed in LEVELS:
        if level == allowed:
            return allowed
    raise UnknownName(_not_allowed("level", level, LEVELS))


def check_detail(detail: str) -> Detail:
    """Return `detail` if it is one of the three details, else raise `UnknownName`."""
    for allowed in DETAILS:
        if detail == allowed:
            return allowed
    raise UnknownName(_not_allowed("detail", detail, DETAILS))


def _not_allowed(argument: str, value: object, allowed: Iterable[str]) -> str:
    return f"`{argument}` must be one of {', '.join(allowed)}; got {value!r}."
