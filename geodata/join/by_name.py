"""The verdict on a row by its name alone: which places may be meant, and what in the table speaks against one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geodata.codes import CODE_LENGTH, LEVELS, Level
from geodata.join.former import FormerName
from geodata.join.gazetteer import LevelIndex
from geodata.join.habit import Habit
from geodata.join.keys import Why
from geodata.join.lookup import AllNames, Hit
from geodata.join.names import explicit_level, key_of
from geodata.join.parents import Above, Parents
from geodata.join.spellings import SPELLINGS
from geodata.join.totals import is_note, is_total_word
from geodata.join.verdict import Judged, Row

__all__ = ["NameJudge"]


@dataclass(frozen=True)
class NameJudge:
    """Judges rows by name; the attributes are those of `Judge`."""

    level: Level
    names: AllNames
    parents: Parents
    habit: Habit
    index: LevelIndex

    def upper(self, text: str) -> tuple[str, ...]:
        """Codes of places above the rows' level that a text may name."""
        return self.names.above(text, self.level) if text else ()

    def judge(self, row: Row, hit: Hit) -> Judged:
        """Give the verdict on a row without a code, or with one that is no place's."""
        if not row.name:
            return Judged("not_found", reason=("no_key", {}))
        if not hit.found:
            return self._unknown_name(row, hit)
        above = self.parents.above(row.above)
        inside = list(hit.all_codes)
        if above.allowed is not None:
            inside = [code for code in inside if code.startswith(above.prefixes)]
        if not inside:
            reason = ("not_found_parent", {"text": row.name, "parent": ", ".join(above.texts)})
            return Judged("not_found", reason=reason, candidates=hit.all_codes)
        inside, fault = self._within_hint(hit, inside)
        if fault is not None:
            return Judged("not_found", reason=("not_found_hint", {"text": fault}), candidates=hit.all_codes)
        return self._choose(row, hit, inside, above)

    def _unknown_name(self, row: Row, hit: Hit) -> Judged:
        """Verdict on a name of no place of this level: a total, a note, a place of another level, or nothing known."""
        upper = () if hit.other_kind else self.upper(row.name)
        if is_note(row.name) and not upper:
            return Judged("note", reason=("footer", {}))
        if is_total_word(row.name):
            return Judged("total", reason=("total_word", {"text": row.name}))
        if self.habit.scope.intersection(upper):
            return Judged("total", reason=("total_upper", {"text": row.name}))
        stated, reason = explicit_level(row.name), "not_found_name"
        if upper:  # as Jakarta, a province, in a table of cities: no row lies in it, so its row is no total of theirs
            reason = "upper_level"
        elif stated is not None and LEVELS.index(stated) > LEVELS.index(self.level):
            reason = "lower_level"
        elif hit.other_kind:
            reason = "not_found_kind"
        candidates = upper or hit.other_kind
        params = {"text": row.name, "place": candidates[0] if candidates else ""}
        return Judged("not_found", reason=(reason, params), candidates=candidates)

    def _within_hint(self, hit: Hit, codes: list[str]) -> tuple[list[str], str | None]:
        """Places that lie where the text in brackets says, or bear it as another name; else that text as the fault."""
        if not hit.hint:
            return codes, None
        upper = self.upper(hit.hint)
        inside = (
            [code for code in codes if code.startswith(tuple(f"{place}." for place in upper))]
            if upper
            else []
        )
        known_as = self.names.at(self.level).hit(hit.hint).all_codes
        inside = inside or [
            code for code in codes if code in known_as or key_of(hit.hint) in self.index.keys[code]
        ]
        return (inside, None) if inside else (codes, hit.hint)

    def _choose(self, row: Row, hit: Hit, codes: list[str], above: Above) -> Judged:
        """Join the one place that is left, if nothing speaks against it."""
        why = "name_in_parent" if len(hit.all_codes) > 1 or above.allowed else "name"
        twin = next(filter(None, (self._same_name_above(hit, code) for code in codes)), "")
        if twin and not above.filled and self.habit.is_total(row, hit):
            return Judged("total", reason=("total_upper", {"text": row.name}))
        if len(codes) > 1:
            chosen, told = self.habit.choose(hit, codes)
            if chosen is None:
                return self._ambiguous(row, codes, hit)
            codes, why = [chosen], told
        code = codes[0]
        if not all(self.parents.can_hold(code, unknown) for unknown in above.unknown):
            reason = ("ambiguous_parent", {"text": row.name, "parent": above.unknown[0][1]})
            return Judged("ambiguous", reason=reason, candidates=tuple(codes))
        if twin and self.habit.may_be_total(row, hit, twin, filled=above.filled):
            return self._maybe_total(row, hit, code)
        return self._named(row, hit, code, why)

    def _maybe_total(self, row: Row, hit: Hit, code: str) -> Judged:
        """Verdict on a bare name that a place above bears too, where the table may have a row for that place."""
        if self.habit.is_no_city(hit, code):
            return Judged("total", reason=("total_upper", {"text": row.name}))
        reason = ("ambiguous_upper", {"text": row.name, "place": code})
        return Judged("ambiguous", reason=reason, candidates=(code,))

    def _named(self, row: Row, hit: Hit, code: str, why: str) -> Judged:
        former = _former(hit, code)
        if former is not None:
            params: dict[str, Any] = {"text": row.name, "former": former}
            return Judged("former_name", code, ("former_name", params), (code,))
        return Judged("name", code, (why, {"text": row.name, "place": code}), (code,))

    def _same_name_above(self, hit: Hit, code: str) -> str:
        """Place above that bears the same name, as the district Banyuwangi has one above it; "" without one."""
        if hit.key not in self.names.upper_keys(self.level):
            return ""
        for level in LEVELS[: LEVELS.index(self.level)]:
            ancestor = code[: CODE_LENGTH[level]]
            key = SPELLINGS[level].get(hit.key, hit.key)
            if key in self.names.gazetteer.index(level).keys.get(ancestor, ()):
                return ancestor
        return ""

    def _ambiguous(self, row: Row, codes: list[str], hit: Hit) -> Judged:
        former = next((name for name in hit.former if name.code in codes), None)
        if former is not None:
            reason: Why = ("ambiguous_former", {"text": row.name, "former": former})
        elif self.level == "regency" and not hit.kind:
            reason = ("ambiguous_kind", {"text": row.name})
        else:
            reason = ("ambiguous_name", {"text": row.name, "count": len(codes)})
        return Judged("ambiguous", reason=reason, candidates=tuple(codes))


def _former(hit: Hit, code: str) -> FormerName | None:
    if code in hit.codes:
        return None
    return next((name for name in hit.former if name.code == code), None)
