"""Tables with a head "Kabupaten" above some rows and "Kota" above others: the head says the kind of the names below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geodata.join.lookup import AllNames
from geodata.join.names import clean
from geodata.join.totals import is_total_word

__all__ = ["under_heads"]

_SHARED = r"\s*(?:/\s*(?:regency|regencies|city|cities|municipality|municipalities))?\s*[:.]?"
_HEADS = {
    "Kabupaten": re.compile(rf"(?:kabupaten|kab\.?|regency|regencies){_SHARED}"),
    "Kota": re.compile(rf"(?:kota|city|cities|municipality|municipalities){_SHARED}"),
}
_NUMBER = re.compile(r"^\d{1,3}\s*[.)]\s*")
_FITTING = 0.9
_FEWEST = 3


def under_heads(texts: Sequence[str], names: AllNames) -> list[str] | None:
    """Names of regencies with the kind that the head above them says.

    Both heads must be there, no name below may say the other kind, and nine in ten must be names of places of the kind. A name
    that a place above bears too stays as it is: "Gorontalo" at the end may be the province.

    Parameters
    ----------
    texts
        Names of all rows, in the order of the table.
    names
        Reader of names.

    Returns
    -------
    list of str or None
        All names, those below a head with their kind; None where the heads do not say it.
    """
    heads = [_head(text) for text in texts]
    if not {*_HEADS} <= {*heads}:
        return None
    reader = names.at("regency")
    found, fitting, bare, kind = [], 0, 0, ""
    for text, head in zip(texts, heads, strict=True):
        kind = head or ("" if text and is_total_word(text) else kind)
        found.append(text)
        if head or not kind or not text:
            continue
        hit = reader.hit(text)
        if hit.kind and (hit.kind == "kota") != (kind == "Kota"):
            return None
        if hit.kind or not hit.found or names.above(text, "regency"):
            continue
        bare += 1
        told = f"{kind} {_NUMBER.sub('', text)}"
        if len(reader.hit(told).codes) == 1:
            fitting += 1
            found[-1] = told
    return found if bare >= _FEWEST and fitting >= _FITTING * bare else None


def _head(text: str) -> str:
    cleaned = clean(text)
    return next((kind for kind, pattern in _HEADS.items() if pattern.fullmatch(cleaned)), "")
