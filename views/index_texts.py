"""What can be said of an index: who is ahead and who cannot be told apart, what turns the order, what not knowing costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics.composite import ROOT_COLUMN
from analytics.uncertainty import pair_verdict
from views.columns import bare_text
from views.formatting import Absence, names_text, number, share_text
from views.i18n import pick, plural_translator, translator
from views.index_choice import HEAVIEST, PUBLISHED
from views.index_names import choice_names, norm_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.index_model import IndexModel

MOST_NAMES = 3
MOST_LINES = 6
MARKS = {"higher": "▲", "lower": "▼", "not_distinguishable": "≈"}


def headline(model: IndexModel) -> str:
    """What is published, where somebody publishes the index; else who is ahead."""
    return verdict(model) if model.published is None else _published(model, model.published)


def _published(model: IndexModel, published: pd.Series[float]) -> str:
    """The chosen place whose published index is highest, with the score computed here beside it."""
    lang = model.selection.lang
    _ = translator(lang)
    known = published.reindex(list(model.shown)).dropna()
    if known.empty:
        return verdict(model)
    first = str(known.idxmax())
    text = _("Highest published {index} of these places: {place}, {value} (computed here: {score})")
    if len(model.shown) == 1:
        text = _("Published {index} of {place}: {value} (computed here: {score})")
    value, score = published_texts(model, first)
    return text.format(index=published_name(model), place=model.names[first], value=value, score=score)


def published_name(model: IndexModel) -> str:
    """Name of the published index with its year: "IPM 2024"."""
    row = model.availability.catalogue.loc[PUBLISHED[model.selection.index]]
    return f"{pick(row, 'short', model.selection.lang)} {model.year}"


def published_texts(model: IndexModel, code: str) -> tuple[str, str]:
    """A place's published index and its score here, with as many digits as are published."""
    lang, row = model.selection.lang, model.availability.catalogue.loc[PUBLISHED[model.selection.index]]
    score = model.result.scores.loc[code, ROOT_COLUMN]
    value = model.published.get(code) if model.published is not None else None
    here = Absence.NO_DATA.text(lang) if pd.isna(score) else number(score, int(row["decimals"]), lang)
    return bare_text(value, row, lang), here


def verdict(model: IndexModel) -> str:
    """Who is ahead, or that nobody can be said to be."""
    lang, scored = model.selection.lang, model.scored
    _ = translator(lang)
    if not scored:
        return _("None of these places has the figures to be ranked")
    first = scored[0]
    if len(scored) == 1:
        return _("Only {place} can be ranked").format(place=model.names[first])
    ahead = _verdicts(model, first)
    level = [code for code in scored[1:] if ahead[code] != "higher"]
    if level:
        return _level(model, first, level)
    if len(scored) == 2:
        share = share_text(model.found.p_higher.loc[first, scored[1]], lang)
        text = _("{place} scores higher than {other} in {share} of the draws")
        return text.format(place=model.names[first], other=model.names[scored[1]], share=share)
    text = _("{place} scores higher than each of the {n} other chosen places in over nine of ten draws")
    return text.format(place=model.names[first], n=number(len(scored) - 1, 0, lang))


def _level(model: IndexModel, first: str, level: list[str]) -> str:
    """Nobody is clearly first; a group is named only where no two of it can be told apart."""
    lang, names = model.selection.lang, model.names
    _ = translator(lang)
    among = [_verdicts(model, code) for code in level]
    if all(one[other] == "not_distinguishable" for one in among for other in level if other in one):
        text = _("Nobody is clearly first: {places} cannot be told apart")
        return text.format(places=_listed([names[code] for code in (first, *level)], lang))
    text = _("Nobody is clearly first: {first} cannot be told from {places}, each by itself")
    return text.format(places=_listed([names[code] for code in level], lang), first=names[first])


def subtitle(model: IndexModel) -> str:
    """Framework, how many indicators and groups, among whom, how many draws."""
    s, lang = model.selection, model.selection.lang
    _, _n = translator(lang), plural_translator(lang)
    leaves = len(model.index.indicators)
    parts = [
        model.part_names[model.framework.root.id],
        _n("{n} indicator", "{n} indicators", leaves).format(n=number(leaves, 0, lang)),
        field_text(model),
        _("{n} draws, varied: {choices}; errors of surveys are not in").format(
            n=number(model.found.draws, 0, lang),
            choices=names_text([choice_names(lang)[name] for name in model.found.varied], lang),
        ),
    ]
    if s.norm != "own":
        parts.insert(2, norm_names(lang)[s.norm])
    return " · ".join(parts)


def field_text(model: IndexModel) -> str:
    """Among whom the ranks are counted."""
    lang = model.selection.lang
    _ = translator(lang)
    text = {
        "all": _("ranked among {n} regencies and cities with a score"),
        "complete": _("ranked among the {n} regencies and cities with every figure"),
        "peers": _("ranked among the chosen places and their peers, {n} with a score"),
        "chosen": _("ranked among the chosen places, {n} with a score"),
    }[model.selection.field]
    return text.format(n=number(model.found.n, 0, lang))


def lead(model: IndexModel) -> str:
    """Who is ahead where the headline says what is published; how many pairs cannot be told apart, and who is not ranked."""
    lang = model.selection.lang
    _, _n = translator(lang), plural_translator(lang)
    pairs = model.found.pairs
    pairs = pairs[pairs["verdict"] != "no_score"]
    texts = [] if model.published is None or not model.scored else [f"{verdict(model)}."]
    if len(pairs):
        level = int((pairs["verdict"] == "not_distinguishable").sum())
        if level:
            text = _n(
                "{level} of {n} pair cannot be told apart: neither is higher in clearly more than nine of ten draws.",
                "{level} of {n} pairs cannot be told apart: neither is higher in clearly more than nine of ten draws.",
                len(pairs),
            )
        else:
            text = _n(
                "The pair can be told apart: one is higher in more than nine of ten draws.",
                "All {n} pairs can be told apart: one is higher in more than nine of ten draws.",
                len(pairs),
            )
        texts.append(text.format(level=number(level, 0, lang), n=number(len(pairs), 0, lang)))
    outside = [code for code in model.unscored if code not in model.field]
    for text, codes in (
        (_("No score for {places}: too few figures."), [c for c in model.unscored if c not in outside]),
        (_("Not ranked, since figures are missing: {places}."), outside),
    ):
        if codes:
            names = _listed([model.names[code] for code in codes], lang, most=MOST_LINES)
            texts.append(text.format(places=names))
    return " ".join(texts)


def _verdicts(model: IndexModel, code: str) -> dict[str, str]:
    row = model.found.p_higher.loc[code].to_dict()
    return {other: pair_verdict(row[other], model.found.draws) for other in model.scored if other != code}


def _listed(names: Sequence[str], lang: str, most: int = MOST_NAMES) -> str:
    """A few names, then how many more."""
    if len(names) <= most:
        return names_text(list(names), lang)
    _n = plural_translator(lang)
    more = len(names) - most
    return names_text(
        [*names[:most], _n("{n} other", "{n} others", more).format(n=number(more, 0, lang))], lang
    )


def tipping_lines(model: IndexModel, points: pd.DataFrame) -> list[str]:
    """Weights at which the order of two chosen places turns, the nearest to the present weight first.

    Only what a slider reaches is told. What could not be computed is counted, and that nothing turns is said only where
    everything was computed.

    Parameters
    ----------
    points
        From `analytics.uncertainty.tipping_points`.
    """
    lang = model.selection.lang
    _, _n = translator(lang), plural_translator(lang)
    first = [part.id for part in model.framework.children(model.framework.root.id)]
    points = points[points["part"].isin(first)]
    tips = points[np.array([_reached(model, tip) for tip in points.itertuples()], dtype=bool)]
    tips = tips.assign(way=(tips["tipping_share"] - tips["share"]).abs()).sort_values("way", kind="stable")
    lines = [_tipping_line(model, tip) for tip in tips.head(MOST_LINES).itertuples()]
    pairs = points.groupby(["a", "b"])["status"].agg(
        lambda one: one.isin(["missing", "no_closed_form"]).any()
    )
    unknown = int(pairs.sum()) if len(pairs) else 0
    if unknown:
        text = _n(
            "For {n} pair this cannot be computed, because a figure is missing or the mean has no closed form.",
            "For {n} pairs this cannot be computed, because figures are missing or the mean has no closed form.",
            unknown,
        )
        lines.append(text.format(n=number(unknown, 0, lang)))
    elif not lines:
        lines.append(
            _("No single weight within the reach of its slider turns the order of two chosen places.")
        )
    return lines


def _reached(model: IndexModel, tip: Any) -> bool:
    """Whether the slider of a part reaches its tipping share while the others stay."""
    if tip.status != "tips":
        return False
    others = sum(
        part.weight for part in model.framework.children(model.framework.root.id) if part.id != tip.part
    )
    return bool(tip.tipping_share / (1 - tip.tipping_share) * others <= HEAVIEST)


def _tipping_line(model: IndexModel, tip: Any) -> str:
    lang = model.selection.lang
    _ = translator(lang)
    more = tip.tipping_share > tip.share
    winner = tip.ahead_above if more else tip.ahead_below
    loser = tip.b if winner == tip.a else tip.a
    text = (
        _("{winner} overtakes {loser} when “{part}” weighs more than {share} (now {now}).")
        if more
        else _("{winner} overtakes {loser} when “{part}” weighs less than {share} (now {now}).")
    )
    said = {"winner": model.names[winner], "loser": model.names[loser], "part": model.part_names[tip.part]}
    return text.format(**said, share=share_text(tip.tipping_share, lang), now=share_text(tip.share, lang))


def left_out_lines(model: IndexModel, turns: pd.DataFrame) -> list[str]:
    """Pairs that are told apart although leaving one indicator out turns their order.

    Parameters
    ----------
    turns
        From `analytics.uncertainty.turned_by_leaving_out`.
    """
    lang = model.selection.lang
    _ = translator(lang)
    lines = []
    for (a, b), rows in turns.groupby(["a", "b"], sort=False):
        if pair_verdict(model.found.p_higher.loc[a, b], model.found.draws) == "not_distinguishable":
            continue
        parts = names_text([f"“{model.part_names[part]}”" for part in rows["part"]], lang)
        text = _("The order of {a} and {b} hangs on one indicator: it turns when {parts} is left out.")
        lines.append(text.format(a=model.names[a], b=model.names[b], parts=parts))
    return lines


def ignorance_lines(model: IndexModel, price: pd.DataFrame) -> list[str]:
    """For each chosen place the missing figure that would tell most.

    Parameters
    ----------
    price
        From `analytics.uncertainty.price_of_ignorance`.
    """
    lang = model.selection.lang
    _ = translator(lang)
    alike: dict[tuple[str, str], list[str]] = {}
    for code, rows in price.groupby("code", sort=False):
        row = rows.iloc[0]
        part = model.part_names[row["part"]]
        if row["gives_score"]:
            text = _("would have a score if “{part}” were known.").format(part=part)
        elif pd.notna(row["narrowing"]) and row["narrowing"] >= 0.05:
            text = _("with “{part}” known, the score is open by {after} points instead of {before}.").format(
                part=part,
                before=number(row["width"], 1, lang),
                after=number(row["width_known"], 1, lang),
            )
        else:
            text = _("one figure more is not enough for a score.")
        alike.setdefault((part, text), []).append(model.names[str(code)])
    return [f"{names_text(names, lang)}: {text}" for (_part, text), names in alike.items()]
