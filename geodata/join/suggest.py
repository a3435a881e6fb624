"""Suggestions for rows that did not join: places whose names are most alike, for a person to accept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from geodata.codes import CODE_LENGTH, level_of, parent_of
from geodata.join.keys import Keys
from geodata.join.likeness import alike
from geodata.join.lookup import AllNames, Names
from geodata.join.names import read_name
from geodata.join.parents import Above, Parents
from geodata.join.verdict import JOINED, SET_ASIDE, Judged, Row

__all__ = ["LEAST_LIKE", "Suggestion", "suggest", "suggest_all"]

Suggestion: TypeAlias = tuple[str, str, float]

MOST = 5
_REGENCY = CODE_LENGTH["regency"]
LEAST_LIKE = 55.0
# Names compared with the whole level; in a table with more strange names than that, only with places above them.
_COMPARED = 400


def suggest(
    judged: Sequence[Judged], texts: Sequence[str], above: Sequence[Above], names: Names, joined: Counter[str]
) -> list[tuple[Suggestion, ...]]:
    """Suggest places for rows.

    Parameters
    ----------
    judged, texts, above
        Verdict, name and parent cells of each row.
    names
        Reader of names of the level.
    joined
        How many rows joined in each place above: of places alike, those beside them come first.

    Returns
    -------
    list of tuples
        For each row at most five of (code, official name, likeness 0 to 100), best first: the places that the row may
        mean, then those whose names are most alike.
    """
    wanted = {(text, places.allowed) for text, places in zip(texts, above, strict=True) if text}
    compared = {text for text, allowed in wanted if allowed is None}
    found = _alike(wanted, names, whole=len(compared) <= _COMPARED)
    near = _near(joined)
    return [
        _ranked(one.candidates, found.get((text, places.allowed), ()), text, names, near)
        for one, text, places in zip(judged, texts, above, strict=True)
    ]


def _ranked(
    candidates: Sequence[str], others: Sequence[Suggestion], text: str, names: Names, near: Counter[str]
) -> tuple[Suggestion, ...]:
    scored = (_scored(code, text, names) for code in dict.fromkeys(candidates))
    own = sorted(scored, key=lambda s: (-s[2], -near[parent_of(s[0])], -near[s[0][:_REGENCY]], s[0]))
    rest = [suggestion for suggestion in others if suggestion[0] not in candidates]
    return tuple([*own, *rest][:MOST])


def _near(joined: Counter[str]) -> Counter[str]:
    """Joined rows by the place above and by the regency: of villages of one name, those of the others' regency come first."""
    near = Counter(joined)
    for above, count in joined.items():
        if len(above) > _REGENCY:
            near[above[:_REGENCY]] += count
    return near


def _scored(code: str, text: str, names: Names) -> Suggestion:
    level = level_of(code)
    keys = names.gazetteer.index(level).keys.get(code, ())
    read = [key for key, _ in read_name(text, level).stages]
    likeness = max((alike(key, other) for key in read for other in keys), default=0.0)
    return code, names.gazetteer.name(code), round(likeness, 1)


def _alike(
    wanted: set[tuple[str, tuple[str, ...] | None]], names: Names, *, whole: bool
) -> dict[tuple[str, tuple[str, ...] | None], tuple[Suggestion, ...]]:
    """Most alike places by (text, places above): compared with the places in there, or with the whole level."""
    groups: dict[tuple[str, ...] | None, list[str]] = {}
    for text, allowed in sorted(wanted, key=lambda pair: (pair[0], pair[1] or ())):
        if allowed is not None or whole:
            groups.setdefault(allowed, []).append(text)
    found = {}
    for allowed, texts in groups.items():
        codes = _codes(names, allowed)
        if codes:
            for text, best in zip(texts, _compare(texts, codes, names), strict=True):
                found[text, allowed] = best
    return found


def _codes(names: Names, allowed: tuple[str, ...] | None) -> list[str]:
    if allowed is None:
        return list(names.index.names)
    return [code for code in names.index.names if code.startswith(tuple(f"{place}." for place in allowed))]


def _compare(texts: list[str], codes: list[str], names: Names) -> list[tuple[Suggestion, ...]]:
    from rapidfuzz import fuzz, process

    pairs = [(code, key) for code in codes for key in names.index.keys[code]]
    keys = [names.hit(text).key for text in texts]
    kinds = [names.hit(text).kind for text in texts]
    scores = process.cdist(
        keys, [key for _, key in pairs], scorer=fuzz.ratio, score_cutoff=LEAST_LIKE, dtype=np.float32
    )
    found = []
    for row, kind in zip(scores, kinds, strict=True):
        best: dict[str, tuple[bool, float]] = {}
        for at in np.argsort(-row, kind="stable")[: 4 * MOST]:
            code = pairs[at][0]
            if row[at] >= LEAST_LIKE and code not in best:
                best[code] = (bool(kind) and names.index.kinds[code] not in {"", kind}, float(row[at]))
        # Of two equally alike, the one of the stated kind comes first.
        ranked = sorted(best.items(), key=lambda item: (-item[1][1], item[1][0], item[0]))[:MOST]
        found.append(
            tuple((code, names.gazetteer.name(code), round(score, 1)) for code, (_, score) in ranked)
        )
    return found


def suggest_all(
    judged: Sequence[Judged], rows: Sequence[Row], keys: Keys, names: AllNames
) -> list[tuple[Suggestion, ...]]:
    """Suggestions for each row of a table; none for rows that joined, were set aside or are settled in the file alone."""
    found: list[tuple[Suggestion, ...]] = [()] * len(judged)
    settled = JOINED | SET_ASIDE | {"duplicate", "left_out"}
    asked = [at for at, one in enumerate(judged) if one.verdict not in settled]
    if not asked or keys.level is None:
        return found
    parents = Parents(keys.parents, names)
    joined = Counter(parent_of(one.code) for one in judged if one.verdict in JOINED)
    made = suggest(
        [judged[at] for at in asked], [rows[at].name for at in asked], [parents.above(rows[at].above) for at in asked],
        names.at(keys.level), joined,
    )  # fmt: skip
    for at, suggestions in zip(asked, made, strict=True):
        found[at] = suggestions
    return found
