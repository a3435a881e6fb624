"""Tables of the index page: pairs of places, figures behind the scores, weights as they work, choices that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views.columns import bare_text, column_heading
from views.formatting import Absence, number, share_text
from views.i18n import translator
from views.index_texts import MARKS, verdict

if TYPE_CHECKING:
    from views.index_model import IndexModel


def pair_table(model: IndexModel) -> pd.DataFrame:
    """In how many of 100 draws the row's place is higher than the column's, with the verdict's mark."""
    lang, codes = model.selection.lang, model.scored
    _ = translator(lang)
    higher = model.found.p_higher.to_dict("index")
    rows = {
        model.names[b]: [
            "–" if a == b else f"{share_text(higher[a][b], lang)} {MARKS[verdict(higher[a][b])]}"
            for a in codes
        ]
        for b in codes
    }
    return pd.DataFrame({_("Higher than …"): [model.names[code] for code in codes], **rows})


def raw_table(model: IndexModel) -> pd.DataFrame:
    """Every figure behind the scores, with its score in brackets."""
    lang = model.selection.lang
    _ = translator(lang)
    catalogue, result = model.availability.catalogue, model.result
    leaves = [leaf for leaf in model.framework.leaves if leaf.id in result.scores.columns]
    rows = [catalogue.loc[leaf.indicator] for leaf in leaves]
    columns: dict[str, list[str]] = {
        _("Indicator"): [
            column_heading(row, lang, str(leaf.year)) for row, leaf in zip(rows, leaves, strict=True)
        ]
    }
    for code in model.shown:
        cells = []
        for leaf, row in zip(leaves, rows, strict=True):
            value, score = model.frame.loc[code, leaf.indicator], result.scores.loc[code, leaf.id]
            if pd.isna(value):
                cells.append(Absence.NO_DATA.text(lang))
                continue
            cells.append(
                f"{bare_text(value, row, lang)} ({number(score, 0, lang) if pd.notna(score) else '–'})"
            )
        columns[model.names[code]] = cells
    return pd.DataFrame(columns)


def weight_table(model: IndexModel, effective: pd.DataFrame) -> pd.DataFrame:
    """Weight of each part as it was given, and what it does to the order of the country.

    Parameters
    ----------
    effective
        From `analytics.uncertainty.effective_weights`.
    """
    lang = model.selection.lang
    _ = translator(lang)

    def told(column: str) -> list[str]:
        return ["–" if pd.isna(v) else share_text(v, lang) for v in effective[column]]

    return pd.DataFrame(
        {
            _("Part"): [model.part_names[str(part)] for part in effective.index],
            _("Weight as given"): told("weight"),
            _("Share in the differences between places"): told("variance_share"),
            _("Correlation with the score"): [
                "–" if pd.isna(v) else number(v, 2, lang) for v in effective["correlation"]
            ],
        }
    )


def choice_table(shares: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Share of each choice in the variance of the ranks, the largest first.

    Parameters
    ----------
    shares
        From `analytics.uncertainty.RankUncertainty.variance_shares`.
    """
    _ = translator(lang)
    names = {
        "weights": _("weights"),
        "normalisation": _("normalisation"),
        "aggregation": _("kind of mean"),
        "leave_one_out": _("leaving one indicator out"),
        "missing": _("missing figures"),
        "errors": _("errors of the figures"),
    }
    rows = shares[shares.index.isin(names)].sort_values("share", ascending=False)
    return pd.DataFrame(
        {
            _("Choice"): [names[str(choice)] for choice in rows.index],
            _("Share in the variance of the ranks"): [
                f"{share_text(max(row.share, 0.0), lang)} ± {share_text(1.96 * row.standard_error, lang)}"
                for row in rows.itertuples()
            ],
        }
    )
