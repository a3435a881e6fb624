"""Signs behind the figures of a table, the line that says what they mean, and the reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from views.absence import Absence
from views.formatting import names_text
from views.i18n import pick, translator
from views.peer_choice import level_of_peer
from views.quality import quality_marks, signs_text
from views.standing import source_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from geodata.store import Store
    from views.availability import Availability

__all__ = ["Marking", "captioned", "read_marking", "signs_key"]


@dataclass(frozen=True)
class Marking:
    """What to mind about the figures of some places, and what was marked so far.

    Attributes
    ----------
    series
        By (indicator, code): years with a figure, oldest first, each with its source.
    seen
        By (sign, reason, indicator): the places whose figures bear it.
    """

    availability: Availability
    sources: Mapping[str, Mapping[str, str]]
    lang: str
    series: Mapping[tuple[str, str], Mapping[int, str]]
    seen: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def signs(self, indicator: str, code: str, year: int) -> str:
        """Signs that follow a place's figure of a year, as in its profile: "", "*", "†" or "*†"."""
        known = self.series.get((indicator, code), {})
        if year not in known:
            return ""
        newest = year == max(known)  # an older one is the page's choice and no lack of the place
        usual = self.availability.best_year(indicator, level_of_peer(code)) if newest else None
        marks = quality_marks(
            self.availability.records[indicator],
            self.sources[known[year]],
            code,
            [one for one in known if one <= year],
            self.lang,
            usual=usual,
        )
        for mark in marks:
            places = self.seen.setdefault((mark.sign, mark.reason, indicator), [])
            if code not in places:
                places.append(code)
        return signs_text(marks)

    def reasons(self, names: Mapping[str, str]) -> list[tuple[str, str]]:
        """Why figures are marked: (sign, indicators and, where not all, places; reason), for `views.quality.notes_html`."""
        groups: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
        for (sign, reason, indicator), codes in self.seen.items():
            short = pick(self.availability.records[indicator], "short", self.lang)
            groups.setdefault((sign, reason, tuple(codes)), []).append(short)
        items = []
        for (sign, reason, codes), shorts in groups.items():
            where = (
                "" if set(codes) == set(names) else f" ({names_text([names[c] for c in codes], self.lang)})"
            )
            items.append((f"{sign} {names_text(shorts, self.lang)}{where}:", reason))
        return items


def read_marking(
    store: Store, availability: Availability, indicators: Iterable[str], codes: Sequence[str], lang: str
) -> Marking:
    """Read the years and sources of some indicators of some provinces, regencies and cities."""
    rows = store.values(list(indicators), codes=list(codes)).sort_values("year", kind="stable")
    series: dict[tuple[str, str], dict[int, str]] = {}
    columns = (rows[name].tolist() for name in ("indicator", "code", "year", "source"))
    for indicator, code, year, source in zip(*columns, strict=True):
        series.setdefault((str(indicator), str(code)), {})[int(year)] = str(source)
    return Marking(availability, source_records(store), lang, series)


def signs_key(table: pd.DataFrame, lang: str) -> str:
    """What the signs in a table's cells mean, in one line; "" without any."""
    _ = translator(lang)
    texts = {
        Absence.OTHER_YEAR.mark: _("* provisional, older than in most places, or a new series"),
        Absence.UNRELIABLE.mark: _("† source weak or not fully checked"),
    }
    cells = [str(cell) for cell in table.iloc[:, 1:].to_numpy().ravel()]
    return "; ".join(text for sign, text in texts.items() if any(sign in cell for cell in cells))


def captioned(caption: str, table: pd.DataFrame, lang: str) -> str:
    """A caption, and the key to the signs in the table where there are any."""
    key = signs_key(table, lang)
    return f"{caption.removesuffix('.')}. {key}." if key else caption
