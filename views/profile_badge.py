"""The apple-to-apple badge of a profile: one comparison of places in several indicators, each judged on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.comparability_rules import COMPARABLE, NOT_COMPARABLE, VERDICTS, WITH_CARE
from views.comparability import SHAPES, fair_texts, judge, reason_texts
from views.comparability_texts import verdict_word
from views.compare_charts import PROFILE_INDICATORS
from views.formatting import number
from views.i18n import pick, plural_translator, translator
from views.markup import escape
from views.peer_choice import MAX_PEERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from analytics.comparability import Assessment
    from geodata.store import Store
    from views.availability import Availability

MOST_PLACES = MAX_PEERS + 1
"""A place and the peers that a list picked by hand can hold; judging the country takes too long for a page."""


def judge_profile(
    store: Store, availability: Availability, codes: Sequence[str], *, level: str, first: str = ""
) -> dict[str, Assessment]:
    """Judge the comparison of some places in each indicator of the profile, in the year that the profile shows.

    Parameters
    ----------
    store, availability
        Where the figures are.
    codes
        Regencies, cities or provinces; two at least.
    level
        Level of the places: "regency" or "province".
    first
        The place that the profile is about, see `Availability.best_year`.

    Returns
    -------
    dict
        Indicator -> assessment; without indicators that no place, or only one, has a figure of.
    """
    found = {}
    for indicator in PROFILE_INDICATORS:
        year = availability.best_year(indicator, level, cities=codes, first=first)
        if indicator not in availability.catalogue.index or year is None:
            continue
        known = store.values(indicator, codes=[*codes], years=year)["code"].nunique()
        if known > 1:
            found[indicator] = judge(store, availability, indicator, codes, level="regency", year=year)
    return found


def profile_badge(
    found: Mapping[str, Assessment], catalogue: pd.DataFrame, *, names: Mapping[str, str], lang: str
) -> str:
    """The badge as HTML: how many indicators are comparable; which are not, with reason and fairer view, folded away.

    Parameters
    ----------
    found
        From `judge_profile`.
    catalogue
        Indexed by indicator.
    names
        Code -> name of the places compared.
    lang
        "id" or "en".

    Returns
    -------
    str
        One element, every text escaped; "" without a judgement.
    """
    if not found:
        return ""
    _n = plural_translator(lang)
    worst = max((one.verdict for one in found.values()), key=VERDICTS.index)
    mark = f'<span aria-hidden="true" class="atlas-badge-mark">{SHAPES[worst]}</span>'
    head = f"<p>{mark} {escape(_counted(found, lang))}</p>"
    doubted = sorted(
        (name for name, one in found.items() if one.verdict != COMPARABLE),
        key=lambda name: -VERDICTS.index(found[name].verdict),
    )
    items = "".join(_item(found[name], catalogue.loc[name], catalogue, names, lang) for name in doubted)
    more = _n("Which one, and why", "Which ones, and why", len(doubted))
    folded = f"<details><summary>{escape(more)}</summary><ul>{items}</ul></details>" if items else ""
    return f'<div class="atlas-badge" data-verdict="{worst}">{head}{folded}</div>'


def _counted(found: Mapping[str, Assessment], lang: str) -> str:
    _n, _ = plural_translator(lang), translator(lang)
    words = {
        COMPARABLE: _("{n} comparable"),
        WITH_CARE: _("{n} comparable with care"),
        NOT_COMPARABLE: _("{n} not comparable"),
    }
    counts = {verdict: sum(one.verdict == verdict for one in found.values()) for verdict in VERDICTS}
    parts = [words[verdict].format(n=number(n, 0, lang)) for verdict, n in counts.items() if n]
    return _n(
        "One indicator between these places: {parts}.",
        "{total} indicators between these places: {parts}.",
        len(found),
    ).format(total=number(len(found), 0, lang), parts=", ".join(parts))


def _item(
    assessment: Assessment, row: pd.Series, catalogue: pd.DataFrame, names: Mapping[str, str], lang: str
) -> str:
    reasons = reason_texts(assessment, row, names=names, lang=lang, remarks=False)
    fair = fair_texts(assessment, names=names, catalogue=catalogue, lang=lang)
    words = [f"{verdict_word(assessment.verdict, lang)}.", *reasons]
    words += [translator(lang)("Fairer:"), *fair] if fair else []
    return f"<li><strong>{escape(pick(row, 'short', lang))}</strong>: {escape(' '.join(words))}</li>"
