"""Rows of the gap chart: a place against its peers, indicator by indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.claim_limits import gap_limit
from analytics.peers import gap_to_peers
from views.charts.gap_rows import GapRow
from views.compare_charts import PROFILE_INDICATORS
from views.i18n import pick
from views.marking import read_marking
from views.peer_choice import level_of_peer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analytics.claim_limits import Uncertainty
    from geodata.store import Store
    from views.availability import Availability

__all__ = ["gap_rows"]


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
        known = store.values(indicator, years=year).drop_duplicates("code").set_index("code")["value"]
        values = known.reindex([code, *peers]).astype("float64")
        gap = gap_to_peers(values, code, peers, decimals=int(record["decimals"]))
        if pd.isna(gap.value):
            lacking.append(pick(record, "short", lang))
        else:
            theirs = values.reindex([one for one in peers if one != code]).dropna()
            limit = gap_limit(code, gap.value, gap.median, gap.known, record, known_error(indicator, level))
            found, signs = (
                {str(one): float(v) for one, v in theirs.items()},
                marking.signs(indicator, code, year),
            )
            rows.append(GapRow(record, year, gap, found, limit, signs))
    return rows, lacking
