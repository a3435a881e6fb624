"""Tables of the index page: pairs of places, figures behind the scores, weights as they work, choices that matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analytics.claim_limits import Z
from analytics.uncertainty import pair_verdict
from views.charts.index_bands import rank_bands
from views.columns import bare_text, row_heading, spelled_name
from views.formatting import Absence, number, share_text
from views.i18n import translator
from views.index_names import choice_names
from views.index_notes import level_name
from views.index_texts import MARKS, published_name, published_texts

if TYPE_CHECKING:
    from analytics.composite import MaturityScheme
    from views.charts.base import Chart
    from views.index_model import IndexModel


def bands_chart(model: IndexModel) -> Chart:
    """Bands of the chosen places; the table has the published index beside the score, where somebody publishes it."""
    lang = model.selection.lang
    _ = translator(lang)
    chart = rank_bands(model.found, model.order, names=model.names, lang=lang, theme=model.theme)
    if model.published is None:
        return chart
    values, scores = zip(*(published_texts(model, code) for code in model.order), strict=True)
    table = chart.table.assign(**{str(chart.table.columns[1]): scores})
    table.insert(1, _("{index} as published").format(index=published_name(model)), values)
    return replace(chart, table=table)


def pair_table(model: IndexModel) -> pd.DataFrame:
    """In how many of 100 draws the row's place is higher than the column's, with the verdict's mark."""
    lang, codes = model.selection.lang, model.scored
    _ = translator(lang)
    higher = model.found.p_higher.to_dict("index")
    rows = {
        model.names[b]: [
            "–"
            if a == b
            else f"{share_text(higher[a][b], lang)} {MARKS[pair_verdict(higher[a][b], model.found.draws)]}"
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
            row_heading(row, lang, str(leaf.year)) for row, leaf in zip(rows, leaves, strict=True)
        ]
    }
    figures = model.frame.loc[list(model.shown)].to_dict("index")
    scores = result.scores.loc[list(model.shown)].to_dict("index")
    for code in model.shown:
        cells = []
        for leaf, row in zip(leaves, rows, strict=True):
            value, score = figures[code][leaf.indicator], scores[code][leaf.id]
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
            _("Part"): [_spelled(model, str(part)) for part in effective.index],
            _("Weight as given"): told("weight"),
            _("Share in the differences between places"): told("variance_share"),
            _("Correlation with the score"): [
                "–" if pd.isna(v) else number(v, 2, lang) for v in effective["correlation"]
            ],
        }
    )


def _spelled(model: IndexModel, part: str) -> str:
    leaves = {leaf.id: leaf.indicator for leaf in model.framework.leaves}
    if part not in leaves:
        return model.part_names[part]
    return spelled_name(model.availability.catalogue.loc[leaves[part]], model.selection.lang)


def choice_table(shares: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Share of each choice in the variance of the ranks, the largest first.

    Parameters
    ----------
    shares
        From `analytics.uncertainty.RankUncertainty.variance_shares`.
    """
    _ = translator(lang)
    names = choice_names(lang)
    rows = shares[shares.index.isin(names)].sort_values("share", ascending=False)
    return pd.DataFrame(
        {
            _("Choice"): [names[str(choice)] for choice in rows.index],
            _("Share in the variance of the ranks"): [
                f"{share_text(max(row.share, 0.0), lang)} ± {share_text(Z * row.standard_error, lang)}"
                for row in rows.itertuples()
            ],
        }
    )


def level_table(model: IndexModel, scheme: MaturityScheme, levels: pd.DataFrame) -> pd.DataFrame:
    """Level of each chosen place, how far missing figures could move it, and what holds it back.

    Parameters
    ----------
    levels
        From `analytics.composite.maturity_levels`.
    """
    lang = model.selection.lang
    _ = translator(lang)
    rows = []
    for code in model.order:
        row = levels.loc[code]
        if pd.isna(row["level_low"]):
            rows.append((model.names[code], _("no score"), "–", "–", share_text(row["coverage"], lang)))
            continue
        low, high = int(row["level_low"]), int(row["level_high"])
        held = model.part_names.get(row["held_back_by"], _("the score")) if row["held_back_by"] else "–"
        if row["held_back_by"]:
            held = _("{part}: {points} points short").format(
                part=held, points=number(row["lacking"], 1, lang)
            )
        span = number(low, 0, lang) if low == high else f"{number(low, 0, lang)}–{number(high, 0, lang)}"
        level = _("not settled") if pd.isna(row["level"]) else level_name(scheme, int(row["level"]), lang)
        rows.append(
            (
                model.names[code],
                level,
                span,
                held,
                share_text(row["coverage"], lang),
            )
        )
    heads = [_("Place"), _("Level"), _("With missing figures"), _("To the next level"), _("Coverage")]
    return pd.DataFrame(rows, columns=heads)


def shape_table(model: IndexModel, shapes: pd.DataFrame) -> pd.DataFrame:
    """Range, skew, kurtosis and outliers of each indicator over the country.

    Parameters
    ----------
    shapes
        From `analytics.screening.distributions`.
    """
    lang, catalogue = model.selection.lang, model.availability.catalogue
    _ = translator(lang)
    said = {True: _("yes: a few places stretch the scale"), False: _("no")}
    rows = [
        (
            row_heading(catalogue.loc[name], lang),
            number(row["n"], 0, lang),
            *(bare_text(row[side], catalogue.loc[name], lang) for side in ("minimum", "median", "maximum")),
            *("–" if pd.isna(row[side]) else number(row[side], 1, lang) for side in ("skewness", "kurtosis")),
            said[bool(row["outliers"])],
        )
        for name, row in shapes.iterrows()
    ]
    heads = [
        _("Indicator"),
        _("Places"),
        _("Lowest"),
        _("Median"),
        _("Highest"),
        _("Skewness"),
        _("Kurtosis"),
        _("Outliers"),
    ]
    return pd.DataFrame(rows, columns=heads)


def coherence_table(model: IndexModel, found: pd.DataFrame) -> pd.DataFrame:
    """How the parts of each group go along with each other.

    Parameters
    ----------
    found
        From `analytics.screening.coherence`.
    """
    lang = model.selection.lang
    _ = translator(lang)
    names = {**model.part_names, "score": model.part_names[model.framework.root.id]}
    rows = [
        (
            names[str(node)],
            number(row["parts"], 0, lang),
            *(
                "–" if pd.isna(row[side]) else number(row[side], 2, lang)
                for side in ("mean_correlation", "alpha")
            ),
            "–"
            if pd.isna(row["lowest"])
            else f"{number(row['lowest'], 2, lang)} ({names[row['lowest_a']]}, {names[row['lowest_b']]})",
        )
        for node, row in found.iterrows()
    ]
    heads = [_("Group"), _("Parts"), _("Mean correlation"), _("Cronbach’s alpha"), _("Lowest correlation")]
    return pd.DataFrame(rows, columns=heads)


def limit_table(model: IndexModel) -> pd.DataFrame:
    """Values that score 0 and 100 in each indicator, and where these limits come from."""
    lang, catalogue = model.selection.lang, model.availability.catalogue
    _ = translator(lang)
    rows = []
    for leaf in model.framework.leaves:
        if leaf.goalposts is None:
            continue
        row = catalogue.loc[leaf.indicator]
        worst, best = leaf.goalposts if leaf.direction == "higher_better" else leaf.goalposts[::-1]
        heading = row_heading(row, lang, *([_("logarithm")] if leaf.log else []))
        source = leaf.source_id if lang == "id" and leaf.source_id else leaf.source
        rows.append((heading, bare_text(worst, row, lang), bare_text(best, row, lang), source))
    return pd.DataFrame(
        rows, columns=[_("Indicator"), _("Scores 0"), _("Scores 100"), _("Where the limits come from")]
    )
