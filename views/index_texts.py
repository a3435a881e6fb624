"""What can be said of an index: who is ahead and who cannot be told apart, what turns the order, what not knowing costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.uncertainty import pair_verdict
from views.formatting import names_text, number, share_text
from views.i18n import pick, plural_translator, translator
from views.index_choice import INDEXES, shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.composite import Framework, MaturityScheme, Node
    from views.index_model import IndexModel

MOST_NAMES = 3
MOST_LINES = 6
MARKS = {"higher": "▲", "lower": "▼", "not_distinguishable": "≈"}


def headline(model: IndexModel) -> str:
    """Who is ahead, or that nobody can be said to be."""
    lang, scored = model.selection.lang, model.scored
    _ = translator(lang)
    if not scored:
        return _("None of these places has enough figures for a score")
    first = scored[0]
    if len(scored) == 1:
        return _("Only {place} has a score").format(place=model.names[first])
    ahead = _verdicts(model, first)
    level = [code for code in scored[1:] if ahead[code] != "higher"]
    if not level and len(scored) == 2:
        return _("{place} is ahead of {other}").format(place=model.names[first], other=model.names[scored[1]])
    if not level:
        return _("{place} is ahead of the other places").format(place=model.names[first])
    names = [model.names[code] for code in (first, *level)]
    return _("Nobody is clearly first: {places} cannot be told apart").format(places=_listed(names, lang))


def subtitle(model: IndexModel) -> str:
    """Framework, how many indicators and groups, among whom, how many draws."""
    s, lang = model.selection, model.selection.lang
    _, _n = translator(lang), plural_translator(lang)
    leaves = len(model.index.indicators)
    parts = [
        model.part_names[model.framework.root.id],
        _n("{n} indicator", "{n} indicators", leaves).format(n=number(leaves, 0, lang)),
        field_text(model),
        _("{n} draws of weights, normalisation, mean and missing figures").format(
            n=number(model.found.draws, 0, lang)
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
        "peers": _("ranked among the chosen places and their peers, {n} with a score"),
        "chosen": _("ranked among the chosen places, {n} with a score"),
    }[model.selection.field]
    return text.format(n=number(model.found.n, 0, lang))


def lead(model: IndexModel) -> str:
    """How many pairs cannot be told apart, and who has no score."""
    lang = model.selection.lang
    _, _n = translator(lang), plural_translator(lang)
    pairs = model.found.pairs
    pairs = pairs[pairs["verdict"] != "no_score"]
    texts = []
    if len(pairs):
        level = int((pairs["verdict"] == "not_distinguishable").sum())
        if level:
            text = _n(
                "{level} of {n} pair cannot be told apart: neither is higher in nine of ten draws.",
                "{level} of {n} pairs cannot be told apart: neither is higher in nine of ten draws.",
                len(pairs),
            )
        else:
            text = _n(
                "The pair can be told apart: one is higher in nine of ten draws or more.",
                "All {n} pairs can be told apart: one is higher in nine of ten draws or more.",
                len(pairs),
            )
        texts.append(text.format(level=number(level, 0, lang), n=number(len(pairs), 0, lang)))
    if model.unscored:
        names = [model.names[code] for code in model.unscored]
        texts.append(
            _("No score for {places}: too few figures.").format(places=_listed(names, lang, most=MOST_LINES))
        )
    return " ".join(texts)


def _verdicts(model: IndexModel, code: str) -> dict[str, str]:
    row = model.found.p_higher.loc[code].to_dict()
    return {other: pair_verdict(row[other]) for other in model.scored if other != code}


def _listed(names: Sequence[str], lang: str, most: int = MOST_NAMES) -> str:
    """A few names, then how many more."""
    if len(names) <= most:
        return names_text(list(names), lang)
    _n = plural_translator(lang)
    more = len(names) - most
    return names_text(
        [*names[:most], _n("{n} other", "{n} others", more).format(n=number(more, 0, lang))], lang
    )


def norm_names(lang: str) -> dict[str, str]:
    """Names of the normalisations."""
    _ = translator(lang)
    return {
        "own": _("fixed limits (goalposts)"),
        "minmax": _("lowest to highest (min–max)"),
        "zscore": _("standard deviations (z-score)"),
        "percentile": _("percentile rank"),
    }


def mean_names(lang: str) -> dict[str, str]:
    """Names of the means."""
    _ = translator(lang)
    return {
        "own": _("as the framework says"),
        "arithmetic": _("arithmetic: one part can make up for another"),
        "geometric": _("geometric: a weak part weighs more"),
    }


def field_names(lang: str) -> dict[str, str]:
    """Names of the fields among which is ranked."""
    _ = translator(lang)
    return {
        "all": _("All regencies and cities"),
        "peers": _("The chosen and their peers"),
        "chosen": _("The chosen alone"),
    }


def index_names(lang: str) -> dict[str, str]:
    """Names of the frameworks."""
    return {name: pick(shipped(name).framework, "name", lang) for name in INDEXES}


def tipping_lines(model: IndexModel, points: pd.DataFrame) -> list[str]:
    """Weights at which the order of two chosen places turns, the nearest to the present weight first.

    Parameters
    ----------
    points
        From `analytics.uncertainty.tipping_points`.
    """
    lang = model.selection.lang
    _ = translator(lang)
    first = {part.id for part in model.framework.children(model.framework.root.id)}
    tips = points[(points["status"] == "tips") & points["part"].isin(first)]
    tips = tips.assign(way=(tips["tipping_share"] - tips["share"]).abs()).sort_values("way", kind="stable")
    lines = []
    for tip in tips.head(MOST_LINES).itertuples():
        more = tip.tipping_share > tip.share
        winner = tip.ahead_above if more else tip.ahead_below
        loser = tip.b if winner == tip.a else tip.a
        text = (
            _("{winner} overtakes {loser} when “{part}” weighs more than {share} (now {now}).")
            if more
            else _("{winner} overtakes {loser} when “{part}” weighs less than {share} (now {now}).")
        )
        lines.append(
            text.format(
                winner=model.names[winner],
                loser=model.names[loser],
                part=model.part_names[tip.part],
                share=share_text(tip.tipping_share, lang),
                now=share_text(tip.share, lang),
            )
        )
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


def framework_note(model: IndexModel) -> str:
    """What a reader of the framework should know before anything else."""
    return pick(_in_both(model.framework), "note", model.selection.lang)


def gap_lines(model: IndexModel) -> list[str]:
    """For each group that is thin or empty: why, and which figures would fill it."""
    lang = model.selection.lang
    _ = translator(lang)
    lines = []
    for node in model.framework.nodes:
        lacking = node.lacking_id if lang == "id" else node.lacking
        if not lacking:
            continue
        wanted = _("Would fill it: {figures}.").format(figures="; ".join(lacking))
        said = [text for text in (pick(_in_both(node), "note", lang), wanted) if text]
        lines.append(f"{model.part_names[node.id]}: {' '.join(said)}")
    return lines


def _in_both(part: Framework | Node) -> dict[str, str]:
    return {"note_en": part.note, "note_id": part.note_id}


def screening_lines(model: IndexModel, copies: pd.DataFrame, moved: pd.DataFrame) -> list[str]:
    """Indicators that say nearly the same, and what winsorising would change; nothing of it is done.

    Parameters
    ----------
    copies
        From `analytics.screening.redundant`.
    moved
        From `analytics.screening.winsorised`.
    """
    lang, names = model.selection.lang, model.part_names
    _ = translator(lang)
    leaf_names = {leaf.indicator: names[leaf.id] for leaf in model.framework.leaves}
    lines = [_("No two indicators are near copies of each other (correlation of 0.9 or more).")]
    if len(copies):
        pairs = [
            f"{leaf_names[str(one.a)]} · {leaf_names[str(one.b)]} ({number(one.correlation, 2, lang)})"
            for one in copies.itertuples()
        ]
        lines = [
            _("Near copies, which count one thing twice: {pairs}.").format(pairs=names_text(pairs, lang))
        ]
    for indicator, points in moved.groupby("indicator", sort=False):
        name = leaf_names[str(indicator)]
        known = points.dropna(subset=["code"])
        if known.empty or not bool(known["settled"].all()):
            text = _(
                "{indicator}: so skewed that moving a few extreme values does not help; a logarithm would."
            )
            lines.append(text.format(indicator=name))
            continue
        places = names_text([model.names[str(code)] for code in known["code"]], lang)
        text = _("{indicator}: winsorising would bring {places} down to the next value; it is not done.")
        lines.append(text.format(indicator=name, places=places))
    return lines


def level_sentence(model: IndexModel, scheme: MaturityScheme, levels: pd.DataFrame) -> str:
    """How many places of the country reach each level, and that the scheme is an example where it is one."""
    lang = model.selection.lang
    _ = translator(lang)
    known = levels["level"].dropna().astype(int)
    parts = [
        f"{level_name(scheme, k, lang)} {number(int((known == k).sum()), 0, lang)}"
        for k in range(1, len(scheme.levels) + 1)
    ]
    text = _("Of {n} places with a score: {levels}.").format(
        n=number(len(known), 0, lang), levels=", ".join(parts)
    )
    if scheme.status == "example":
        text = _("An example, not an official scheme: thresholds at every 20 points.") + " " + text
    return text


def level_name(scheme: MaturityScheme, level: int, lang: str) -> str:
    """Number and name of a level: "3 (Mapan)"."""
    return f"{number(level, 0, lang)} ({pick(scheme.levels[level - 1], 'name', lang)})"
