"""What the catalogue says of some places only: notes about them, and figures that are published but not loaded here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.series_breaks import break_marks, concerns
from geodata.codes import is_code, level_of
from views.absence import Absence
from views.i18n import pick, translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    Row = Mapping[str, Any] | pd.Series

__all__ = ["basis_text", "every_note", "indicator_notes", "is_not_loaded", "lack_text", "place_notes"]


def place_notes(row: Row, codes: Iterable[str], lang: str) -> list[str]:
    """Notes of an indicator that are about some of the places shown, and none about others.

    Parameters
    ----------
    row
        The indicator's record in the catalogue.
    codes
        Places shown.
    lang
        "id" or "en".
    """
    shown = [*codes]
    notes = break_marks(row.get("place_notes") or "[]")
    return [str(n[f"text_{lang}"]) for n in notes if any(concerns(n["scope"], code) for code in shown)]


def every_note(row: Row, lang: str) -> list[str]:
    """All notes of an indicator, whichever place they are about."""
    notes = [str(note[f"text_{lang}"]) for note in break_marks(row.get("place_notes") or "[]")]
    return [*indicator_notes(row, (), lang), *notes]


def indicator_notes(row: Row, codes: Iterable[str], lang: str) -> list[str]:
    """The note that holds for every place, where there is one, then those about the places shown."""
    general = pick(row, "comparable_note", lang) if row.get(f"comparable_note_{lang}") else ""
    return [text for text in (general, *place_notes(row, codes, lang)) if text]


def basis_text(row: Row, lang: str) -> str:
    """Which of the publisher's series it is, in a few words; "" where there is one only."""
    return pick(row, "basis", lang) if row.get(f"basis_{lang}") else ""


def is_not_loaded(row: Row, code: str) -> bool:
    """Whether figures of places of this level are published and only not loaded in this atlas."""
    entries = break_marks(row.get("not_loaded") or "[]")
    return is_code(code) and any(entry["level"] == level_of(code) for entry in entries)


def lack_text(row: Row, code: str, lang: str) -> str:
    """Why a place has no figure: it was published and not loaded here, or there is none."""
    _ = translator(lang)
    return _("Not loaded here") if is_not_loaded(row, code) else Absence.NO_DATA.text(lang)
