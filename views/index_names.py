"""Names of the choices of an index, and labels of its weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views.formatting import share_text
from views.i18n import pick, translator
from views.index_choice import INDEXES, shipped

if TYPE_CHECKING:
    from views.index_model import IndexModel


def choice_names(lang: str) -> dict[str, str]:
    """Names of the choices that are varied."""
    _ = translator(lang)
    return {
        "weights": _("weights"),
        "normalisation": _("normalisation"),
        "aggregation": _("kind of mean"),
        "leave_one_out": _("leaving one indicator out"),
        "missing": _("missing figures"),
        "errors": _("errors of the figures"),
    }


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
        "complete": _("Places with every figure"),
        "peers": _("The chosen and their peers"),
        "chosen": _("The chosen alone"),
    }


def index_names(lang: str) -> dict[str, str]:
    """Names of the frameworks."""
    return {name: pick(shipped(name).framework, "name", lang) for name in INDEXES}


def weight_label(model: IndexModel, part: str) -> str:
    """Name of a part with its weight as given and, of the first level, what it does to the differences between places."""
    lang = model.selection.lang
    _ = translator(lang)
    said = {"part": model.part_names[part], "share": share_text(model.index.shares.get(part, 0.0), lang)}
    effect = model.influence.get(part)
    if effect is None or pd.isna(effect):
        return _("{part} · weight {share}").format(**said)
    text = _("{part} · weight {share}, influence {effect}")
    return text.format(**said, effect=share_text(effect, lang))
