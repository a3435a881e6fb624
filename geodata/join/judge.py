"""The verdict on one row: which place it is, or why that is not sure. Doubt is never settled here, only told."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.codes import LEVELS, Level
from geodata.join.by_name import NameJudge
from geodata.join.code_cells import CodeCell, dotted, level_of_digits
from geodata.join.gazetteer import LevelIndex
from geodata.join.keys import Why
from geodata.join.likeness import is_meant
from geodata.join.lookup import AllNames, Hit, Names
from geodata.join.parents import Parents
from geodata.join.systems import System
from geodata.join.totals import is_note, is_total_word
from geodata.join.verdict import JOINED, Judged, Row

__all__ = ["Judge"]

# Papua's provinces have other numbers at BPS and others than before 2022: a first number says little there.
_UNSETTLED = frozenset({"91", "92", "93", "94", "95", "96", "97"})
# Reasons of most rows; what they say of the row is filled in when they are written.
_BY_CODE: Why = ("code_agreed", {})
_BY_NAME: Why = ("name", {})
_BY_PARENT: Why = ("name_in_parent", {})


@dataclass(frozen=True)
class Judge:
    """Judges rows of one table.

    Attributes
    ----------
    level, index
        Level of the rows, and its places.
    names, parents, reader
        Readers of names of every level, of parent cells, and of names of this level.
    upper_keys
        Keys of the places above.
    system
        Whose codes the code column holds; None where that is open.
    by_name
        Judges rows whose code does not say the place.
    """

    level: Level
    names: AllNames
    parents: Parents
    system: System | None
    by_name: NameJudge
    index: LevelIndex
    reader: Names
    upper_keys: frozenset[str]

    def judge(self, row: Row) -> Judged:
        """Give the verdict on a row, as if it stood alone."""
        hit = self.reader.hit(row.name)
        plain = self._plain(row, hit)
        if plain is not None:
            return plain
        if not hit.all_codes and not row.code.digits:
            aside = self._aside(row)
            if aside is not None:
                return aside
        if row.code_text:
            return self._by_code(row, hit)
        return self.by_name.judge(row, hit)

    def _plain(self, row: Row, hit: Hit) -> Judged | None:
        """Verdict on the rows that most tables consist of; the other ways come to the same for them."""
        codes = hit.codes
        if not codes or hit.former or hit.hint:
            return None
        above = self.parents.above(row.above)
        if above.unknown:
            return None
        if above.allowed is not None:
            prefixes = above.prefixes
            if len(codes) > 1:
                codes = tuple([code for code in codes if code.startswith(prefixes)])
            elif not codes[0].startswith(prefixes):
                return None
        if row.code_text:
            return self._plain_code(row, codes)
        # A bare name that a place above bears too may be the row of a total, unless the row says where it lies.
        if len(codes) != 1 or (not above.texts and hit.key in self.upper_keys):
            return None
        return Judged(
            "name", codes[0], _BY_PARENT if above.allowed or len(hit.codes) > 1 else _BY_NAME, codes
        )

    def _plain_code(self, row: Row, codes: tuple[str, ...]) -> Judged | None:
        code = self.index.kemendagri.get(row.code.digits)
        if code is None or code not in codes or row.code.form != "dots" or self.system == "bps":
            return None
        return Judged("code", code, _BY_CODE, codes)

    # Rows that are no place ---------------------------------------------------------------------------------

    def _aside(self, row: Row) -> Judged | None:
        """Words for totals and notes; a row that names only the place above."""
        for text in filter(None, (row.name, row.code_text, *row.above)):
            if is_note(text):
                return Judged("note", reason=("footer", {}))
        above = self.parents.above(row.above)
        if is_total_word(row.name or row.code_text) or (not row.name and above.total):
            return Judged(
                "total", reason=("total_word", {"text": row.name or row.code_text or above.texts[-1]})
            )
        return None

    # By code ------------------------------------------------------------------------------------------------

    def places(self, code: CodeCell) -> dict[str, System]:
        """Places that a code may mean, with the system in which it does; "" for one that the bridge does not know."""
        index, digits = self.index, code.digits
        kemendagri, bps = index.kemendagri.get(digits), index.bps.get(digits)
        if self.system == "bps":
            return {bps: "bps"} if bps else {}
        if self.system == "kemendagri" or code.form in {"dots", "lost_zero"} or kemendagri == bps:
            return {kemendagri: "kemendagri"} if kemendagri else {}
        found: dict[str, System] = {kemendagri: "kemendagri"} if kemendagri else {}
        if bps or index.differs(digits):
            found[bps or ""] = "bps"
        return found

    def _by_code(self, row: Row, hit: Hit) -> Judged:
        places = self.places(row.code)
        if not places:
            return self._unknown_code(row, hit)
        if len(places) > 1 and not hit.found:
            # The name says nothing that could tell the two readings apart.
            codes = tuple(filter(None, places))
            return Judged("ambiguous", reason=("ambiguous_system", {"text": row.code_text}), candidates=codes)
        agreed = [code for code in places if code in hit.all_codes]
        code = agreed[0] if len(agreed) == 1 else next(iter(places))
        if hit.found and not agreed:
            reason = ("conflict_name", {"place": code, "text": row.name})
            return Judged("conflict", reason=reason, candidates=(*filter(None, places), *hit.all_codes))
        if not hit.found and row.name and not self._is_misspelt(row.name, hit, code):
            return self._strange_name(row, hit, code)
        if not self.parents.above(row.above).holds(code):
            reason = ("conflict_parent", {"place": code, "text": ", ".join(row.above)})
            return Judged("conflict", reason=reason, candidates=(code, *hit.all_codes))
        verdict = "bps_code" if places[code] == "bps" else "code"
        why = "agreed" if hit.found else "misspelt" if row.name else "alone"
        return Judged(
            verdict,
            code,
            (f"{verdict}_{why}", {"text": row.code_text, "name": row.name, "place": code}),
            (code,),
        )

    def _is_misspelt(self, name: str, hit: Hit, code: str) -> bool:
        other = hit.kind and self.index.kinds[code] and hit.kind != self.index.kinds[code]
        return not other and not hit.hint and is_meant(name, hit.key, code, self.index)

    def _strange_name(self, row: Row, hit: Hit, code: str) -> Judged:
        if is_total_word(row.name) and not hit.other_kind:
            # "Jumlah" beside a code of this level: the code may have been filled down.
            return Judged("total", reason=("total_word", {"text": row.name}))
        reason = ("conflict_name", {"place": code, "text": row.name})
        return Judged("conflict", reason=reason, candidates=(code, *hit.other_kind))

    def _unknown_code(self, row: Row, hit: Hit) -> Judged:
        """Codes of places above or of none; the name may still be sure."""
        upper = self._upper_code(row)
        names_upper = self.by_name.upper(row.name)
        if upper is not None and (not hit.found or upper in names_upper or not row.name):
            return Judged("total", reason=("total_upper", {"text": row.name or row.code_text}))
        if not row.name:
            return Judged("not_found", reason=(self._why_unknown(row), {"text": row.code_text}))
        if is_total_word(row.name) and not hit.found:
            return Judged("total", reason=("total_word", {"text": row.name}))
        judged = self.by_name.judge(row, self._within_code(row, hit))
        if judged.verdict in JOINED and self._elsewhere(row, judged.code, upper):
            reason = ("conflict_code", {"place": judged.code, "text": row.code_text})
            return Judged("conflict", reason=reason, candidates=judged.candidates)
        return judged

    def _why_unknown(self, row: Row) -> str:
        """Reason for a code that is no place's: BPS's may be valid, and only its bridge to a regency missing."""
        may_be_bps = row.code.form == "digits" and self.system != "kemendagri" and self.level == "regency"
        return "not_found_bps" if may_be_bps and self.index.bps else "not_found_code"

    def _within_code(self, row: Row, hit: Hit) -> Hit:
        """Of several places of one name, those where a Kemendagri code with an unknown last part points."""
        parent = dotted(row.code.digits).rpartition(".")[0]
        if row.code.form != "dots" or self.system == "bps" or not parent:
            return hit
        inside = tuple(code for code in hit.all_codes if code.startswith(f"{parent}."))
        if not inside or hit.former:
            return hit
        return hit._replace(codes=inside, all_codes=inside)

    def _upper_code(self, row: Row) -> str | None:
        """Place above that a code means ("32", "3200"); "" for the country, None for none."""
        digits = row.code.digits
        if row.code_text.strip("0.") == "" and row.code_text:
            return ""
        while len(digits) > 2 and digits.endswith("00"):
            digits = digits[:-2]
        level = level_of_digits(digits)
        if level is None or LEVELS.index(level) >= LEVELS.index(self.level):
            return None
        index = self.names.gazetteer.index(level)
        return index.kemendagri.get(digits) or index.bps.get(digits)

    def _elsewhere(self, row: Row, code: str, upper: str | None) -> bool:
        """Whether a code that is no place's begins like a place in another province than the name's."""
        digits = row.code.digits
        if upper is not None:
            return not (upper and code.startswith(f"{upper}."))
        if row.code.form == "dots" and self.system != "bps" and LEVELS.index(self.level) > 1:
            return not code.startswith(dotted(digits)[:5])
        return bool(digits) and digits[:2] != code[:2] and not {digits[:2], code[:2]} & _UNSETTLED
