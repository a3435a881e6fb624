"""What to mind about one figure: a mark, a few words, and the reason; nothing where all is well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.series_breaks import break_marks, breaks_between, concerns
from views.absence import Absence
from views.i18n import pick, translator
from views.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd


@dataclass(frozen=True)
class Mark:
    """One thing to mind: ``*`` about the year, ``†`` about the source."""

    sign: str
    words: str
    reason: str


def quality_marks(
    record: pd.Series,
    source: Mapping[str, str] | pd.Series,
    code: str,
    years: Sequence[int],
    lang: str,
    *,
    usual: int | None,
) -> list[Mark]:
    """Say what to mind about a place's latest figure.

    Parameters
    ----------
    record
        The indicator's record in the catalogue.
    source
        The record of the source it came from.
    code
        The place.
    years
        Years that the place has, ascending; the last is the one shown.
    lang
        "id" or "en".
    usual
        Latest year that most places of its field have; an older figure is marked.
    """
    return [*_year_marks(record, code, years, lang, usual), *source_marks(source, lang)]


def _year_marks(
    record: pd.Series, code: str, years: Sequence[int], lang: str, usual: int | None
) -> list[Mark]:
    _, sign, year = translator(lang), Absence.OTHER_YEAR.mark, years[-1]
    marks = []
    unsettled = [
        str(mark[f"text_{lang}"])
        for mark in break_marks(record.get("provisional") or "[]")
        if int(mark["year"]) <= year and concerns(mark["scope"], code)
    ]
    if unsettled:
        marks.append(Mark(sign, _("provisional or unchecked"), " ".join(unsettled)))
    if usual is not None and year < usual:
        reason = _("Most places have a figure of {year}.").format(year=usual)
        marks.append(Mark(sign, _("older than most ({year})").format(year=usual), reason))
    breaks = break_marks(record.get("breaks") or "[]")
    new = breaks_between(breaks, code, years[-2], year) if len(years) > 1 else []
    if new:
        texts = [
            str(b[f"text_{lang}"]) for b in breaks if int(b["year"]) in new and concerns(b["scope"], code)
        ]
        marks.append(Mark(sign, _("new series since {year}").format(year=new[-1]), " ".join(texts)))
    return marks


def source_marks(source: Mapping[str, str] | pd.Series, lang: str) -> list[Mark]:
    """What to mind about a source: that it is weak or not fully checked, and why; nothing of a good one."""
    _ = translator(lang)
    words = {"medium": _("source not fully checked"), "low": _("weak source")}.get(str(source["confidence"]))
    if words is None:
        return []
    reasons = [
        pick(source, stem, lang) for stem in ("confidence_note", "caveats") if source[f"{stem}_{lang}"]
    ]
    return [Mark(Absence.UNRELIABLE.mark, words, " ".join(reasons))]


def signs_text(marks: Iterable[Mark]) -> str:
    """Signs that follow a number: "", "*", "†" or "*†"."""
    return "".join(dict.fromkeys(mark.sign for mark in marks))


def words_lines(marks: Iterable[Mark]) -> list[str]:
    """Signs with their words, a line each: "* provisional or unchecked", "† weak source"."""
    return [f"{mark.sign} {mark.words}" for mark in marks]


def notes_html(title: str, items: Sequence[tuple[str, str]]) -> str:
    """Reasons folded under a title, an item a (name, text); "" without any. Every text escaped."""
    if not items:
        return ""
    rows = "".join(f"<li><b>{escape(name)}</b> {escape(text)}</li>" for name, text in items)
    return f'<details class="atlas-notes"><summary>{escape(title)}</summary><ul>{rows}</ul></details>'
