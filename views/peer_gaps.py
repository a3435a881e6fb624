"""Gaps of the peers page: the rows of the gap chart with what to mind about their sources, and what the chart's words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.claim_limits import Uncertainty, gap_limit
from analytics.peer_gap import gap_to_peers, peers_needed
from views.charts.gap_rows import GapRow
from views.compare_charts import PROFILE_INDICATORS
from views.formatting import is_missing, number
from views.i18n import pick, translator
from views.marking import read_marking
from views.peer_choice import level_of_peer
from views.quality import Mark, source_marks
from views.standing import source_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geodata.store import Store
    from views.availability import Availability


def gap_rows(
    store: Store, availability: Availability, code: str, peers: Sequence[str], lang: str,
    known_error: Callable[[str, str], Uncertainty],
) -> tuple[list[GapRow], list[str]]:  # fmt: skip
    """One row an indicator of the profile, each in the year that the place shares with most of its peers; names of those the place lacks."""
    level = level_of_peer(code)
    rows, lacking = [], []
    marking = read_marking(store, availability, PROFILE_INDICATORS, [code], lang)
    for indicator in PROFILE_INDICATORS:
        year = availability.best_year(indicator, level, cities=[code, *peers], first=code)
        if indicator not in availability.catalogue.index or year is None:
            continue
        record = availability.catalogue.loc[indicator]
        known = store.values(indicator, years=year).drop_duplicates("code").set_index("code")
        known = known.reindex([code, *peers]).dropna(subset=["value"])
        values = known["value"].astype("float64")
        gap = gap_to_peers(values, code, peers, decimals=int(record["decimals"]))
        if pd.isna(gap.value):
            lacking.append(pick(record, "short", lang))
            continue
        theirs = {str(one): float(value) for one, value in values.items() if one != code}
        limit = gap_limit(code, gap.value, gap.median, gap.known, record, known_error(indicator, level))
        marks = _marks(store, known["source"].astype(str), lang)
        rows.append(GapRow(record, year, gap, theirs, limit, marks, marking.signs(indicator, code, year)))
    return rows, lacking


def _marks(store: Store, sources: Iterable[str], lang: str) -> tuple[Mark, ...]:
    """What to mind about the sources of the values of a row, each thing once."""
    records = source_records(store)
    found = (mark for source in dict.fromkeys(sources) for mark in source_marks(records[source], lang))
    return tuple(dict.fromkeys(found))


def gap_note(rows: Sequence[GapRow], lang: str) -> str:
    """What "no clear difference", "too few peers" and the marks mean, of those that the chart says; "" where it says none."""
    _ = translator(lang)
    texts = []
    if any(row.side == "unclear" for row in rows):
        texts.append(
            _(
                "“No clear difference”: the gap is no larger than what rounding, yearly ups and downs or registers leave open, as in the claim checker."
            )
        )
    if any(is_missing(row.gap.median) for row in rows):
        total = rows[0].gap.peers
        text = _(
            "“Too few peers”: a median of these {total} peers is given where at least {n} of them have a figure."
        )
        texts.append(text.format(total=number(total, 0, lang), n=number(peers_needed(total), 0, lang)))
    for row in rows:
        name = pick(row.record, "short", lang)
        texts += [f"{mark.sign} {name}: {mark.words}. {mark.reason}".rstrip() for mark in row.marks]
    return " ".join(texts)
