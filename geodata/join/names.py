"""How the name of a place is written, and what of it is name, kind, footnote and hint.

"KAB.  BANDUNG*", "Bandung, Kab." and "Bandung (Jawa Barat)" name the same place; "Kota Bandung" names another. A reading keeps
the kind apart from the name, because two places may differ by it alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from geodata.codes import Level
from geodata.join.spellings import SPELLINGS

__all__ = [
    "Reading",
    "clean",
    "explicit_level",
    "glued_code",
    "key_of",
    "keys_of",
    "kind_group",
    "place_keys",
    "read_name",
]

# Marks of a footnote: superscripts as characters of their own, stars and daggers.
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉʳᵖ"
_DROPPED = dict.fromkeys(map(ord, f"{_SUPERSCRIPTS}'’‘`´ʼ\"“”\u200b\u200c\u200d\ufeff\u00ad*†‡§#"))
_NOT_KEY = {at: None for at in range(128) if not chr(at).isalnum()}
_NOT_KEY_BUT_LINES = {at: None for at in _NOT_KEY if chr(at) != "\n"}


class _Dropping(dict[int, int | None]):
    """Table for `str.translate` that keeps small letters and digits of ASCII alone."""

    def __missing__(self, letter: int) -> int | None:
        return letter if letter < 128 and chr(letter).isalnum() else None


_NOT_KEY_EVER = _Dropping()
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_NOTE_DIGIT = re.compile(r"(?<=\S)\s*\d{1,2}\s*\)\s*$")
_NUMBERING = re.compile(r"^\s*\(?\d{1,3}\s*[.)]\s*(?=[^\W\d])")
_LOOSE_NUMBER = re.compile(r"^\s*\d{1,3}\s+(?=[^\W\d])")
# A code before the name in the same cell: "3510 - Banyuwangi", "[35.10] BANYUWANGI".
_GLUED = re.compile(
    r"^\s*[\[(]?\s*(\d{2}(?:\.\d{2}){1,2}(?:\.\d{4})?|\d{4}|\d{6,7}|\d{10})\s*[\])]?\s*[-–—:.]?\s+(?=[^\W\d])"
)
_LAST_NUMBER = re.compile(r"(?<=[a-z])\s*\d{1,2}$")
_WORD = re.compile(r"[a-z0-9]+")

_KIND = {
    "kabupaten": "kabupaten", "kab": "kabupaten", "pemkab": "kabupaten", "regency": "kabupaten",
    "kota": "kota", "kotamadya": "kota", "kodya": "kota", "pemkot": "kota", "city": "kota", "municipality": "kota",
    "desa": "desa", "ds": "desa", "kelurahan": "kelurahan", "kel": "kelurahan",
}  # fmt: skip
_PREFIXES: dict[str, frozenset[str]] = {
    "province": frozenset({"provinsi", "prov", "propinsi", "prop", "province", "pemprov"}),
    "regency": frozenset({"kabupaten", "kab", "kota", "kotamadya", "kodya", "pemkab", "pemkot"}),
    "district": frozenset({"kecamatan", "kec", "distrik", "kapanewon", "kemantren"}),
    "village": frozenset({"desa", "ds", "kelurahan", "kel"}),
}
_SUFFIXES: dict[str, frozenset[str]] = {
    "province": frozenset({"province"}),
    "regency": frozenset({"kabupaten", "kab", "kota", "regency", "city", "municipality"}),
    "district": frozenset({"district", "subdistrict"}),
    "village": frozenset(),
}
_OFFICE = frozenset({"pemerintah", "pemda", "daerah", "adm", "administrasi", "administratif"})
_SHORT = {
    "kep": "kepulauan",
    "gn": "gunung",
    "tj": "tanjung",
    "kp": "kampung",
    "sei": "sungai",
    "p": "pulau",
    "pp": "pulaupulau",
}
_LONGEST_SHORT = 4
_AND = frozenset({"dan", "and"})
# Words in a bracket after which stands an older name: it says nothing against the name before it.
_FORMERLY = re.compile(r"^(d/h|dh|dahulu|dulu|eks|ex|sebelumnya|formerly|former)\b")
_NO_HINT = re.compile(r"^[\s\d*rpx)]*$")


@dataclass(frozen=True)
class Reading:
    """How a cell may be read as the name of a place of one level.

    Attributes
    ----------
    stages
        Pairs of key and kind ("" where it says none), the most literal first; a later one counts only where no
        earlier one is a place.
    hint
        Text in brackets that may name the place above; empty without.
    """

    stages: tuple[tuple[str, str], ...]
    hint: str = ""


def clean(text: str) -> str:
    r"""Lower case, with accents, quotation marks, footnote marks and odd blanks taken out; punctuation stays.

    Examples
    --------
    >>> clean("KAB.\u00a0 MA'RANG *"), clean("Toba¹")
    ('kab. marang', 'toba')
    """
    text = text.translate(_DROPPED)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(text.lower().split())


def key_of(text: str) -> str:
    """Letters and digits alone: "Fak-Fak" and "FAKFAK" have one key.

    Examples
    --------
    >>> key_of("Toli-Toli"), key_of("B A T A M")
    ('tolitoli', 'batam')
    """
    return text.lower().translate(_NOT_KEY) if text.isascii() else clean(text).translate(_NOT_KEY_EVER)


def keys_of(texts: Sequence[str]) -> list[str]:
    """`key_of` of many texts in one go: a call for each of 84 000 villages takes ten times as long.

    Examples
    --------
    >>> keys_of(["Toli-Toli", "Ma'rang", ""])
    ['tolitoli', 'marang', '']
    """
    plain = [text if text.isascii() and "\n" not in text else "" for text in texts]
    keys = "\n".join(plain).lower().translate(_NOT_KEY_BUT_LINES).split("\n") if plain else []
    return [key if text is same else key_of(text) for key, text, same in zip(keys, texts, plain, strict=True)]


def kind_group(kind: str) -> str:
    """Kind as a name tells it: kabupaten, kota, desa or kelurahan."""
    return {"kota_administrasi": "kota", "kabupaten_administrasi": "kabupaten", "desa_adat": "desa"}.get(
        kind, kind
    )


def place_keys(names: Sequence[str], level: Level) -> list[tuple[str, ...]]:
    """Keys under which each place of a level is found, from the official names."""
    if level in {"district", "village"}:
        return [
            (key, *_long_key(name)) if " " in name[: _LONGEST_SHORT + 1] else (key,)
            for name, key in zip(names, keys_of(names), strict=True)
        ]
    words = (_WORD.findall(clean(name)) for name in names)
    return [(_join(_prefix_stages(one, level)[-1][0], level),) for one in words]


def _long_key(name: str) -> tuple[str, ...]:
    """Key of a name whose first word is a short form, written out: "Tj. Selor" is also Tanjung Selor."""
    first, _, rest = name.partition(" ")
    long = _SHORT.get(first.lower().rstrip(".")) if rest else None
    return () if long is None else (long + key_of(rest),)


def read_name(text: str, level: Level) -> Reading:
    """Read a cell as the name of a place of `level`.

    Examples
    --------
    >>> read_name("1. KAB. BANDUNG (Jawa Barat)*", "regency").stages[-1]
    ('bandung', 'kabupaten')
    >>> read_name("Kota Baru", "regency").stages
    (('kotabaru', ''), ('baru', 'kota'))
    """
    whole = _GLUED.sub("", _NOTE_DIGIT.sub("", clean(text)))
    if level in {"district", "village"} and whole.isalpha():
        return Reading(((whole, ""),))  # one plain word, as most villages are
    hints = _BRACKET.findall(whole)
    body = _BRACKET.sub(" ", whole) if hints else whole
    hint = " ".join(hints).strip()
    hint = "" if _NO_HINT.match(hint) or _FORMERLY.match(hint) else hint
    stages: list[tuple[str, str]] = [(key_of(whole), "")] if hint else []
    inner = _KIND.get(hint.strip(" ."), "") if hint else ""
    for variant in _variants(body, level):
        for words, kind in _all_stages(variant, level):
            stages.append((_join(words, level), kind or inner))
    stages = [(SPELLINGS[level].get(key, key), kind) for key, kind in stages]
    return Reading(tuple(dict.fromkeys(stage for stage in stages if stage[0])), "" if inner else hint)


def glued_code(text: str) -> tuple[str, str]:
    """Code and name of a cell that holds both; the code is blank where it holds a name alone.

    Examples
    --------
    >>> glued_code("[3510] BANYUWANGI"), glued_code("Banyuwangi")
    (('3510', 'BANYUWANGI'), ('', 'Banyuwangi'))
    """
    found = _GLUED.match(text)
    return (found[1], text[found.end() :].strip()) if found else ("", text)


def explicit_level(text: str) -> Level | None:
    """Level that the first word of a cell names, as "Prov." or "Kec." do; None without such a word."""
    words = _WORD.findall(_NUMBERING.sub("", clean(text)))
    if len(words) < 2:
        return None
    levels: tuple[Level, ...] = ("province", "regency", "district", "village")
    return next((level for level in levels if words[0] in _PREFIXES[level]), None)


def _variants(body: str, level: Level) -> list[str]:
    """The text itself, then without a leading number, then (above the district) without a last digit."""
    found = [body, _NUMBERING.sub("", body)]
    if level in {"province", "regency"}:  # no official name there begins or ends with a number
        found.append(_LOOSE_NUMBER.sub("", found[-1]))
        found.append(_LAST_NUMBER.sub("", found[-1].rstrip()))
    return list(dict.fromkeys(found))


def _all_stages(text: str, level: Level) -> list[tuple[list[str], str]]:
    words = _WORD.findall(text)
    if not words:
        return []
    if level == "regency" and words[:2] == ["kota", "madya"] and len(words) > 2:
        words = ["kotamadya", *words[2:]]
    stages = _prefix_stages(words, level)
    if len(words) > 1 and words[-1] in _SUFFIXES[level]:
        body = words[:-1]
        stages += [(rest, kind or _KIND.get(words[-1], "")) for rest, kind in _prefix_stages(body, level)]
    return stages


def _prefix_stages(words: list[str], level: Level) -> list[tuple[list[str], str]]:
    """The words, then without the words that say the kind; each with the kind said so far."""
    stages, kind, rest = [(words, "")], "", words
    while len(rest) > 1:
        first = rest[0]
        if first in _OFFICE and (kind or first in {"pemerintah", "pemda"} or rest is not words):
            rest = rest[1:]
        elif first in _PREFIXES[level] and not kind and not _is_done(stages):
            kind = _KIND.get(first, "")
            rest = rest[1:]
        else:
            break
        stages.append((rest, kind))
    return stages


def _is_done(stages: list[tuple[list[str], str]]) -> bool:
    """Whether a word for the kind was taken off already: "Kabupaten Kota Baru" keeps its "Kota"."""
    words, last = stages[0][0], stages[-1][0]
    return any(word not in _OFFICE for word in words[: len(words) - len(last)])


def _join(words: list[str], level: Level) -> str:
    if len(words) > 1 and words[0] in _SHORT:
        words = [_SHORT[words[0]], *words[1:]]
    if level in {"province", "regency"}:
        words = [_SHORT.get(word, word) if word == "kep" else word for word in words if word not in _AND]
    return "".join(words)
