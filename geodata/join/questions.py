"""What only a person can decide about a table."""

from __future__ import annotations

from dataclasses import dataclass, field

from geodata.i18n import translator
from geodata.join.figures import number_text

__all__ = ["Question"]


@dataclass(frozen=True)
class Question:
    """One thing to decide.

    Attributes
    ----------
    kind
        "style" (how the numbers of a column are read), "system" (whose codes a column holds) or "keys" (which column
        says what place a row is).
    column
        The column in question; for "keys" one whose codes are not known, if any.
    readings
        For "style": "comma" and "point" -> (a cell, its value in that reading).
    """

    kind: str
    column: str = ""
    readings: dict[str, tuple[str, float]] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """The question in a language ("id" or "en")."""
        _ = translator(lang)
        if self.kind == "style":
            asked = _("Is “{cell}” in column “{column}” {comma} (decimal comma) or {point} (decimal point)?")
            values = {style: number_text(value, lang) for style, (_cell, value) in self.readings.items()}
            cell = next(iter(self.readings.values()))[0] if self.readings else ""
            return asked.format(cell=cell, column=self.column, **values)
        if self.kind == "system":
            asked = _(
                "Does column “{column}” hold Kemendagri codes or BPS codes? Some of its numbers mean different places."
            )
            return asked.format(column=self.column)
        if self.column:
            asked = _(
                "Which column holds the names of the places? The codes in column “{column}” are not known."
            )
            return asked.format(column=self.column)
        return _("Which column says what place a row is? None was found that holds codes or names of places.")
