"""One row of the gap chart: a place against its peers in one indicator, along the row and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analytics.ranks import counts_from_top
from views.formatting import MINUS, amount, difference_text, is_missing, value_text
from views.i18n import translator
from views.quality import Mark, signs_text

if TYPE_CHECKING:
    import pandas as pd

    from analytics.peer_gap import Gap


@dataclass(frozen=True)
class GapRow:
    """One indicator: its record in the catalogue, the year of the values, the place against its peers, value of each peer.

    Up to `limit` (unit of the indicator) a gap means nothing; NaN where that is not known. `marks` say what to mind about the
    sources of the values shown; `signs` follow the place's own value in the table.
    """

    record: pd.Series
    year: int
    gap: Gap
    peers: Mapping[str, float] = field(default_factory=dict)
    limit: float = float("nan")
    marks: Sequence[Mark] = ()
    signs: str = ""

    @property
    def sign(self) -> str:
        """What follows each number of the row: "†" where a source is weak or not fully checked."""
        return signs_text(self.marks)

    def text(self, value: float, lang: str) -> str:
        """A value of the row with its unit and sign; in words, and without a sign, that there is none."""
        said = value_text(value, self.record, lang)
        return said if is_missing(value) else said + self.sign

    @property
    def side(self) -> str:
        """``ahead``, ``behind``, ``level`` with the median, ``unclear`` within the limit; "" unknown.

        Where neither is better: ``more`` or ``less``.
        """
        if is_missing(self.gap.gap):
            return ""
        if self.gap.gap == 0:
            return "level"
        if abs(self.gap.gap) <= self.limit + 1e-9:
            return "unclear"
        if self.record["direction"] == "neutral":
            return "more" if self.gap.gap > 0 else "less"
        return "ahead" if (self.gap.gap > 0) == counts_from_top(str(self.record["direction"])) else "behind"

    def at(self, value: float) -> float:
        """Position 0 to 1 on the row: 0 is the worst (or least) of place and peers, 1 the best (or largest)."""
        known = [v for v in (self.gap.value, self.gap.low, self.gap.high) if not is_missing(v)]
        low, high = min(known), max(known)
        share = (value - low) / (high - low) if high > low else 0.5
        return share if counts_from_top(str(self.record["direction"])) else 1.0 - share

    @property
    def lead(self) -> float:
        """How far the place stands from the median on its row, -1 to 1, ahead is positive; NaN where unknown."""
        if self.side == "":
            return float("nan")
        return self.at(self.gap.value) - self.at(self.gap.median)


def side_text(row: GapRow, lang: str) -> str:
    """The gap in its unit and in words: "−2,10 poin persen, lebih baik"; "" where unknown."""
    return ", ".join(side_parts(row, lang))


def side_parts(row: GapRow, lang: str, *, short: bool = False) -> tuple[str, ...]:
    """The gap, then the words, or the words alone; nothing where unknown. A short gap in money has no "per person a year"."""
    _ = translator(lang)
    words = {
        "ahead": _("better"),
        "behind": _("worse"),
        "level": _("level with the median"),
        "unclear": _("no clear difference"),
        "more": _("larger"),
        "less": _("smaller"),
    }
    if row.side in ("", "level"):
        return (words[row.side],) if row.side else ()
    gap = difference_text(row.gap.gap, row.record, lang)
    if short and row.record["unit_kind"] == "currency":
        money = abs(row.gap.gap) * float(row.record["scale"] or 1)
        gap = (MINUS if row.gap.gap < 0 else "+") + amount("IDR", money, lang, short=True)
    return gap, words[row.side]
