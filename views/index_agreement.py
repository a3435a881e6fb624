"""The index beside indices that others publish: whether it puts places in a like order (a check of plausibility, no proof)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.composite import ROOT_COLUMN, FrameworkError
from analytics.correlation import rank_agreement
from views.formatting import names_text, number
from views.i18n import pick, translator
from views.index_choice import PUBLISHED, shipped

if TYPE_CHECKING:
    from views.index_model import IndexModel

BESIDE = ("hdi", "competitiveness_index", "imdi_score", "imd_smart_city_rank")
"""Published indices of regencies and cities that are scored alike everywhere; some exist for a few places only."""


def agreement_table(model: IndexModel) -> pd.DataFrame:
    """Rank correlation of the score with each published index over the country, with the number of places that have both.

    Where the published index and this one use the same figures, a second row leaves these out of the score.
    """
    lang, catalogue = model.selection.lang, model.availability.catalogue
    _ = translator(lang)
    score, rows = model.result.scores[ROOT_COLUMN], []
    for indicator in BESIDE:
        record = catalogue.loc[indicator]
        year, values = _published(model, indicator)
        sign = -1.0 if record["direction"] == "lower_better" else 1.0
        name = f"{pick(record, 'name', lang)}, {year}"
        compared = [(name, score)]
        shared = _shared(model, indicator)
        if shared:
            parts = names_text([model.part_names[part] for part in shared], lang)
            text = _("{index}, the score without what both use: {parts}")
            rest = _without(model, shared)
            if rest is None:
                compared = [(_("{index}, from the same figures").format(index=name), score)]
            else:
                compared.append((text.format(index=name, parts=parts), rest))
        for label, one in compared:
            found = rank_agreement(one, (sign * values).to_frame(indicator)).loc[indicator]
            told = "–" if pd.isna(found["correlation"]) else number(found["correlation"], 2, lang)
            rows.append((label, number(found["n"], 0, lang), told))
    return pd.DataFrame(
        rows, columns=[_("Published index"), _("Places with both"), _("Rank correlation with the score")]
    )


def _published(model: IndexModel, indicator: str) -> tuple[int, pd.Series[float]]:
    """The newest of the years that most places have, and its values."""
    values = model.store.values(indicator, level="regency")
    years = values.groupby("year")["code"].nunique()
    year = int(years[years == years.max()].index.max())
    return year, values[values["year"] == year].set_index("code")["value"]


def _shared(model: IndexModel, indicator: str) -> list[str]:
    """Leaves whose figures the published index rests on too, as far as its framework is here."""
    makers = {published: name for name, published in PUBLISHED.items()}
    if indicator not in makers:
        return []
    used = {leaf.indicator for leaf in shipped(makers[indicator]).framework.leaves}
    leaves = [leaf for leaf in model.framework.leaves if leaf.indicator in set(model.index.indicators)]
    return [leaf.id for leaf in leaves if leaf.indicator in used]


def _without(model: IndexModel, leaves: list[str]) -> pd.Series[float] | None:
    try:
        index = model.index.with_weights(dict.fromkeys(leaves, 0.0))
    except FrameworkError:  # nothing else is left in a group
        return None
    return index.score(model.frame).scores[ROOT_COLUMN]
