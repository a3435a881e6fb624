"""How alike two names are: for suggestions that a person must accept, and to see whether a misspelt name can be meant.

Likeness never finds a place. It ranks suggestions, and where a code (or a place above) has already named a place, it tells a
misspelling of that place's name from the name of another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from geodata.codes import parent_of
from geodata.join.gazetteer import LevelIndex
from geodata.join.names import clean

__all__ = ["MEANT", "alike", "is_meant", "resembles"]

MEANT = 85.0
# Words by which neighbours differ: "Nias Utara" is no misspelling of "Nias Barat", nor "Blok 15" of "Blok 18".
_TELLING = frozenset({
    "utara", "selatan", "barat", "timur", "tengah", "tenggara", "laut", "daya", "ulu", "hulu", "hilir", "ilir", "udik",
    "dalam", "luar", "lama", "baru", "anyar", "kota", "besar", "kecil", "atas", "bawah", "i", "ii", "iii", "iv", "v",
    "vi", "vii", "viii", "ix", "x", "xi", "xii",
})  # fmt: skip
_WORD = re.compile(r"[a-z]+|[0-9]+")
_SHORTEST = 4


def alike(one: str, other: str) -> float:
    """Likeness of two keys, 0 to 100."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(one, other))


def resembles(text: str, key: str, names: Iterable[str], keys: Iterable[str]) -> bool:
    """Whether a text can be a misspelling of one of a place's names.

    Parameters
    ----------
    text, key
        The text and its key without the kind.
    names, keys
        The place's names and their keys.
    """
    if len(key) < _SHORTEST or not any(_telling(text) == _telling(name) for name in names):
        return False
    return any(alike(key, other) >= MEANT for other in keys)


def is_meant(text: str, key: str, code: str, index: LevelIndex) -> bool:
    """Whether a text that names no place can be a misspelling of the place that the code names.

    It must be more like that place than like any other beside it.
    """
    if not resembles(text, key, [index.names[code]], index.keys[code]):
        return False
    own = max(alike(key, other) for other in index.keys[code])
    siblings = index.names if index.level in {"province", "regency"} else index.siblings(parent_of(code))
    return all(alike(key, name) < own for other in siblings if other != code for name in index.keys[other])


def _telling(text: str) -> list[str]:
    return sorted(
        word for word in _WORD.findall(clean(text)) if word in _TELLING - {"kota"} or word.isdigit()
    )
