"""The national table of a framework: each indicator in the framework's year, all 514 regencies and cities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata import open_store

if TYPE_CHECKING:
    import pandas as pd

    from analytics.composite import CompositeIndex


def national(index: CompositeIndex) -> pd.DataFrame:
    """Index code, one column an indicator, NaN where there is no figure."""
    store = open_store()
    years = {leaf.indicator: leaf.year for leaf in index.framework.leaves}
    values = store.values(index.indicators, level="regency")
    values = values[values["year"] == values["indicator"].map(years)]
    wide = values.set_index(["code", "indicator"])["value"].unstack("indicator")  # noqa: PD010
    return wide.reindex(store.place_table("regency")["code"])[index.indicators]
