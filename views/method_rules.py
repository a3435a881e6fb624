"""The rules of the apple-to-apple badge as a table for people, read from `analytics.comparability_rules` and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.comparability_rules import RULES, Rule
from views.comparability_texts import rule_text, verdict_word
from views.formatting import names_text, number
from views.i18n import pick, translator

if TYPE_CHECKING:
    from geodata.store import Store

_OPEN = re.compile(r"\{\w+\}")
_BRACKETS = re.compile(r"\s*\(…(?:, …)*\)")
_ENDLESS = 999


def rules_table(store: Store, lang: str, *, rules: Sequence[Rule] = RULES) -> pd.DataFrame:
    """One row a rule: what is compared, what the badge says, when, and what the comparison is then at best.

    Parameters
    ----------
    store
        For the names of indicators and places.
    lang
        "id" or "en".
    rules
        The table.
    """
    _ = translator(lang)
    catalogue = store.catalogue().set_index("indicator")
    names = {str(name): pick(row, "short", lang) for name, row in catalogue.iterrows()}
    places = store.place_table().set_index("code")["name"].to_dict()
    rows = [
        (
            aspect_name(rule.aspect, lang),
            _says(rule.id, lang),
            _when(rule.settings, names, places, lang),
            verdict_word(rule.verdict, lang),
        )
        for rule in rules
    ]
    heads = [_("What differs"), _("What the badge says"), _("When"), _("At best")]
    return pd.DataFrame(rows, columns=heads)


def aspect_name(aspect: str, lang: str) -> str:
    """What a rule looks at."""
    _ = translator(lang)
    return {
        "value": _("Figures"),
        "level": _("Level"),
        "kind": _("Kind of place"),
        "definition": _("Definition"),
        "year": _("Year"),
        "series": _("Series"),
        "source": _("Source"),
        "boundary": _("Boundary"),
        "quality": _("Data quality"),
        "count": _("Counts"),
        "denominator": _("Divided by"),
    }[aspect]


def _says(rule: str, lang: str) -> str:
    """The badge's sentence with its open places as dots."""
    _ = translator(lang)
    text = _BRACKETS.sub("", _OPEN.sub("…", rule_text(rule, lang)))
    if text.strip() == "…":
        return _("The note on the indicator, in its own words.")
    return text.removesuffix(" …").replace("….", "…")


def _when(settings: Mapping[str, Any], names: Mapping[str, str], places: Mapping[str, str], lang: str) -> str:
    """The thresholds and lists of a rule in words."""
    _ = translator(lang)

    def listed(ids: Iterable[str], known: Mapping[str, str]) -> str:
        return names_text(list(dict.fromkeys(known.get(str(one), str(one)) for one in ids)), lang)

    texts = {
        "only": lambda ids: _("only for {names}").format(names=listed(ids, names)),
        "besides": lambda ids: _("not for {names}").format(names=listed(ids, names)),
        "sizes": lambda ids: _("not for {names}").format(names=listed(ids, names)),
        "also": lambda ids: _("also for {names}").format(names=listed(ids, names)),
        "as_city": lambda codes: _("{places} stands for a city").format(places=listed(codes, places)),
        "where": lambda found: "; ".join(
            _("{names} in {places}").format(names=listed([one], names), places=listed(codes, places))
            for one, codes in found.items()
        ),
        "years": lambda n: _("{n} years or more").format(n=number(n, 0, lang)),
        "percent": lambda n: _("more than {n}%").format(n=number(n, 0, lang)),
        "unit_kinds": lambda _kinds: _("areas and densities"),
        "grades": lambda grades: _grades(grades, lang),
    }
    parts = [texts[key](value) for key, value in settings.items() if key in texts]
    return "; ".join(filter(None, [_range(settings, lang), *parts])) or _("always")


def _range(settings: Mapping[str, Any], lang: str) -> str:
    """From how much to how much: of years, or of times the population."""
    _ = translator(lang)
    if "over" in settings:
        low, high = number(settings["over"], 1, lang), settings.get("up_to")
        if high is None:
            return _("more than {low} times the people").format(low=low)
        return _("more than {low} and up to {high} times the people").format(
            low=low, high=number(high, 1, lang)
        )
    if "least" not in settings:
        return ""
    least, most = int(settings["least"]), int(settings["most"])
    if most >= _ENDLESS:
        return _("{n} years or more").format(n=least)
    if least == most:
        return _("{n} years").format(n=least) if least > 1 else _("1 year")
    return _("{low} to {high} years").format(low=least, high=most)


def _grades(grades: Sequence[str], lang: str) -> str:
    _ = translator(lang)
    words = {"low": _("source graded low"), "medium": _("source graded medium")}
    return names_text([words.get(grade, grade) for grade in grades], lang)
