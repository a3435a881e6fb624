"""What stands around an index: caveats of the framework, screening of its indicators, levels of maturity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.formatting import names_text, number
from views.i18n import pick, plural_translator, translator

if TYPE_CHECKING:
    import pandas as pd

    from analytics.composite import Framework, MaturityScheme, Node
    from views.index_model import IndexModel


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
    logged = {leaf.indicator for leaf in model.framework.leaves if leaf.log}
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
            if indicator in logged:
                text = _("{indicator}: very skewed, and therefore on a logarithm in the index.")
            lines.append(text.format(indicator=name))
            continue
        places = names_text([model.names[str(code)] for code in known["code"]], lang)
        text = _("{indicator}: winsorising would bring {places} down to the next value; it is not done.")
        lines.append(text.format(indicator=name, places=places))
    return lines


def level_sentence(model: IndexModel, scheme: MaturityScheme, levels: pd.DataFrame) -> str:
    """How many places of the country reach each level, and that the scheme is an example where it is one."""
    lang = model.selection.lang
    _, _n = translator(lang), plural_translator(lang)
    known = levels["level"].dropna().astype(int)
    parts = [
        f"{level_name(scheme, k, lang)}: {number(int((known == k).sum()), 0, lang)}"
        for k in range(1, len(scheme.levels) + 1)
    ]
    still_open = int((levels["level_low"].notna() & levels["level"].isna()).sum())
    text = _("Of {n} places whose level is settled: {levels}.").format(
        n=number(len(known), 0, lang), levels="; ".join(parts)
    )
    if still_open:
        more = _n(
            "Of {n} more place a part is not known, so that several levels are possible: reporting nothing is no way up.",
            "Of {n} more places a part is not known, so that several levels are possible: reporting nothing is no way up.",
            still_open,
        )
        text = f"{text} {more.format(n=number(still_open, 0, lang))}"
    if scheme.status == "example":
        text = _("An example, not an official scheme: thresholds at every 20 points.") + " " + text
    return text


def level_name(scheme: MaturityScheme, level: int, lang: str) -> str:
    """Number and name of a level: "3 (Mapan)"."""
    return f"{number(level, 0, lang)} ({pick(scheme.levels[level - 1], 'name', lang)})"
