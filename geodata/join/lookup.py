"""What the cells of a column may mean as names of places of one level; each different text is read once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from geodata.codes import LEVELS, Level
from geodata.join.former import FormerName
from geodata.join.gazetteer import Gazetteer
from geodata.join.names import key_of, keys_of, read_name
from geodata.join.spellings import SPELLINGS

__all__ = ["AllNames", "Hit", "Names"]


class Hit(NamedTuple):
    """Places that a text may name.

    Attributes
    ----------
    codes
        Places that bear the name today.
    former
        Former names that it is.
    key, kind
        The key that was found, or the most stripped one where none was, and the kind that the text states.
    other_kind
        Where nothing was found: places with this name that are of another kind than the text states.
    hint
        Text in brackets that must name the place above.
    all_codes
        Codes by today's and by former names, each once.
    """

    codes: tuple[str, ...] = ()
    former: tuple[FormerName, ...] = ()
    key: str = ""
    kind: str = ""
    other_kind: tuple[str, ...] = ()
    hint: str = ""
    all_codes: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the text is the name of a place at all."""
        return bool(self.all_codes)


_NOTHING = Hit()


class Names:
    """Reads texts as names of places of one level."""

    def __init__(self, gazetteer: Gazetteer, level: Level) -> None:
        self.gazetteer, self.level = gazetteer, level
        self.index = gazetteer.index(level)
        self._hits: dict[str, Hit] = {"": _NOTHING}

    def hit(self, text: str) -> Hit:
        """Places that `text` may name."""
        found = self._hits.get(text)
        if found is None:
            found = self._hits[text] = self._read(text)
        return found

    def prepare(self, texts: Iterable[str]) -> None:
        """Read in one go those texts that are official names as they stand, as most cells of districts and villages are."""
        if self.level not in {"district", "village"}:
            return
        new = [text for text in dict.fromkeys(texts) if text not in self._hits]
        for text, key in zip(new, keys_of(new), strict=True):
            codes = self.index.by_key.get(key)
            if codes:
                found = tuple(codes)
                self._hits[text] = Hit(found, (), key, "", (), "", found)

    def _read(self, text: str) -> Hit:
        self.prepare([text])
        if text in self._hits:
            return self._hits[text]
        reading = read_name(text, self.level)
        for key, kind in reading.stages:
            codes, former = self.index.named(key, kind), self.index.once_named(key, kind)
            if codes or former:
                own = tuple(name for name in former if name.code not in codes)
                # The text in brackets is spent where it is part of the name that was found.
                hint = "" if reading.hint and key.endswith(key_of(reading.hint)) else reading.hint
                every = tuple(dict.fromkeys([*codes, *(name.code for name in own)]))
                return Hit(tuple(codes), own, key, kind, hint=hint, all_codes=every)
        last, kind = reading.stages[-1] if reading.stages else ("", "")
        other = tuple(self.index.by_key.get(last, ())) if kind else ()
        return Hit((), (), last, kind, other, reading.hint)


class AllNames:
    """`Names` of every level, made when first asked for."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._levels: dict[Level, Names] = {}
        self._upper_keys: dict[Level, frozenset[str]] = {}

    def at(self, level: Level) -> Names:
        """Reader of names of one level."""
        if level not in self._levels:
            self._levels[level] = Names(self.gazetteer, level)
        return self._levels[level]

    def upper_keys(self, level: Level) -> frozenset[str]:
        """Keys that places above `level` have."""
        if level not in self._upper_keys:
            uppers = LEVELS[: LEVELS.index(level)]
            keys = {key for upper in uppers for key in self.gazetteer.index(upper).by_key}
            self._upper_keys[level] = frozenset(keys | {key for upper in uppers for key in SPELLINGS[upper]})
        return self._upper_keys[level]

    def above(self, text: str, level: Level) -> tuple[str, ...]:
        """Codes of places above `level` that `text` may name, provinces first."""
        uppers = LEVELS[: LEVELS.index(level)]
        return tuple(code for upper in uppers for code in self.at(upper).hit(text).all_codes)
