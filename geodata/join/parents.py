"""Where a row must lie, from the columns that name places above it."""

from __future__ import annotations

from dataclasses import dataclass, field

from geodata.codes import CODE_LENGTH
from geodata.join.code_cells import read_code_cell
from geodata.join.keys import ParentColumn
from geodata.join.likeness import resembles
from geodata.join.lookup import AllNames
from geodata.join.totals import is_total_word

__all__ = ["Above", "Parents"]


@dataclass(frozen=True)
class Above:
    """What the parent cells of a row say.

    Attributes
    ----------
    allowed
        Codes of places in which the row may lie, of the lowest level that was understood; None where nothing was.
    unknown
        Columns and texts that name no known place.
    texts
        The cells themselves, for a reason.
    total
        Whether a cell is a word for a total.
    prefixes
        How codes of places in the allowed places begin.
    """

    allowed: tuple[str, ...] | None = None
    unknown: tuple[tuple[ParentColumn, str], ...] = ()
    texts: tuple[str, ...] = ()
    total: bool = False
    prefixes: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "prefixes", tuple(f"{place}." for place in self.allowed or ()))

    @property
    def filled(self) -> bool:
        """Whether any parent cell says something."""
        return bool(self.texts)

    def holds(self, code: str) -> bool:
        """Whether a place lies in one of the allowed places, as far as they were understood."""
        return self.allowed is None or code.startswith(self.prefixes)


class Parents:
    """Reads the parent cells of rows; equal cells are read once."""

    def __init__(self, columns: tuple[ParentColumn, ...], names: AllNames) -> None:
        self.columns, self.names = columns, names
        self._known: dict[tuple[str, ...], Above] = {}
        self._cells: dict[tuple[str, str], tuple[str, ...]] = {}

    def above(self, texts: tuple[str, ...]) -> Above:
        """What the cells of one row say, in the order of the columns."""
        found = self._known.get(texts)
        if found is None:
            found = self._known[texts] = self._read(texts)
        return found

    def can_hold(self, code: str, unknown: tuple[ParentColumn, str]) -> bool:
        """Whether a text that names no place can be a misspelling of the place above `code`."""
        column, text = unknown
        ancestor = code[: CODE_LENGTH[column.level]]
        index = self.names.gazetteer.index(column.level)
        if column.kind == "code" or ancestor not in index.names:
            return False
        key = self.names.at(column.level).hit(text).key
        return resembles(text, key, [index.names[ancestor]], index.keys[ancestor])

    def _read(self, texts: tuple[str, ...]) -> Above:
        allowed: tuple[str, ...] | None = None
        unknown, total = [], False
        for column, text in zip(self.columns, texts, strict=True):
            if not text:
                continue
            codes = self._codes(column, text)
            if not codes:
                total |= is_total_word(text)
                unknown.append((column, text))
                continue
            allowed = codes if allowed is None else _narrowed(allowed, codes)
        return Above(allowed, tuple(unknown), tuple(text for text in texts if text), total)

    def _codes(self, column: ParentColumn, text: str) -> tuple[str, ...]:
        """Codes that a cell may mean; a province's with those split off from it."""
        found = self._cells.get((column.column, text))
        if found is None:
            found = self._cells[column.column, text] = self._look_up(column, text)
        return found

    def _look_up(self, column: ParentColumn, text: str) -> tuple[str, ...]:
        if column.kind == "name":
            codes = self.names.at(column.level).hit(text).all_codes
        else:
            index, digits = self.names.gazetteer.index(column.level), read_code_cell(text).digits
            codes = tuple({index.kemendagri[digits]} if digits in index.kemendagri else ())
            codes += tuple({index.bps[digits]} - set(codes) if digits in index.bps else ())
        if column.level != "province":
            return codes
        widened = (wide for code in codes for wide in self.names.gazetteer.widened(code))
        return tuple(dict.fromkeys(widened))


def _narrowed(above: tuple[str, ...], codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes that lie in (or are) one of the places above; empty where the two contradict each other."""
    if not above:
        return ()
    if len(above[0]) == len(codes[0]):  # two columns of one level
        return tuple(code for code in codes if code in above)
    inside = tuple(f"{place}." for place in above)
    return tuple(code for code in codes if code.startswith(inside))
