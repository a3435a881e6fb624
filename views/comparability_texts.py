"""Words of the apple-to-apple badge: a sentence for each rule, and one for each fair view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.series_breaks import break_marks, concerns
from views.formatting import names_text, number, share_text
from views.i18n import pick, translator
from views.knowledge import level_name
from views.notes import indicator_notes, is_not_loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from analytics.comparability import Suggestion


def verdict_word(verdict: str, lang: str) -> str:
    """The badge's word."""
    _ = translator(lang)
    return {
        "comparable": _("Comparable"),
        "with_care": _("Comparable with care"),
        "not_comparable": _("Not comparable"),
    }[verdict]


_LACKING = ("too_few_values", "missing_value")


def reason_text(
    reason: Mapping[str, Any] | pd.Series, row: Mapping[str, Any], *, names: Mapping[str, str], lang: str
) -> str:
    """One reason in a sentence.

    Parameters
    ----------
    reason
        A row of `Assessment.reasons`.
    row
        The indicator's record in the catalogue, whose own words on breaks and notes are used.
    names
        Code -> name to show.
    lang
        "id" or "en".
    """
    params = reason["params"]
    said = {
        "places": names_text([names[code] for code in reason["places"]], lang),
        "years": names_text([str(year) for year in params.get("years", ())], lang),
        "year": params.get("year", ""),
        "apart": max(params["years"]) - min(params["years"]) if "years" in params else "",
        "levels": names_text([level_name(level, lang, short=True) for level in params.get("levels", ())], lang),
        "publishers": names_text(list(params.get("publishers", ())), lang),
        "ratio": number(params["ratio"], 1, lang) if "ratio" in params else "",
        "percent": share_text(params["percent"] / 100, lang, decimals=1) if "percent" in params else "",
        "cities": names_text([names[code] for code in params.get("cities", ())], lang),
        "regencies": names_text([names[code] for code in params.get("regencies", ())], lang),
        "note": _own_words(reason, row, lang),
    }  # fmt: skip
    rule = str(reason["rule"])
    texts = _texts(translator(lang))
    if rule in _LACKING and all(is_not_loaded(row, code) for code in reason["places"]):
        texts |= _not_loaded_texts(translator(lang))
    return texts[rule].format(**said)


def rule_text(rule: str, lang: str) -> str:
    """The sentence of a rule with its open places, for a list of all rules."""
    return _texts(translator(lang))[rule]


def _own_words(reason: Mapping[str, Any] | pd.Series, row: Mapping[str, Any], lang: str) -> str:
    """What the catalogue says about the break, the provisional figures or the indicator as such."""
    rule, codes = str(reason["rule"]), reason["places"]
    if rule == "indicator_note":
        return " ".join(indicator_notes(row, codes, lang))
    if rule not in ("break_between", "break_without_jump", "all_provisional", "some_provisional"):
        return ""
    year = reason["params"].get("year")
    marks = break_marks(row["breaks"] if year else row.get("provisional", "[]"))
    found = [
        str(mark[f"text_{lang}"])
        for mark in marks
        if (year is None or int(mark["year"]) == year) and any(concerns(mark["scope"], c) for c in codes)
    ]
    return " ".join(dict.fromkeys(found))


def _not_loaded_texts(_: Callable[[str], str]) -> dict[str, str]:
    """Where a figure exists and only this atlas has it not, that is the reason, and no other."""
    return {
        "too_few_values": _("The figure of {places} is published but not loaded in this atlas."),
        "missing_value": _(
            "The figure of {places} is published but not loaded in this atlas; only the others are compared."
        ),
    }


def _texts(_: Callable[[str], str]) -> dict[str, str]:
    size = _("This is a count, and the largest place has {ratio} times the people of the smallest.")
    below = _("Divided by residents or another base of {year}, not of the year that was counted.")
    return {
        "too_few_values": _("There is no figure for {places}."),
        "missing_value": _("There is no figure for {places}; only the others are compared."),
        "different_levels": _("Different levels are compared ({levels})."),
        "province_as_city": _(
            "{places} is a province with the duties of a province and of a city in one; the others are regencies or cities."
        ),
        "part_of_other": _("{places} lies inside a place that it is compared with."),
        "city_and_regency": _(
            "Cities (kota) and regencies (kabupaten) have the same duties, but a regency holds much countryside."
        ),
        "follows_countryside": _(
            "This figure says mostly how much countryside lies inside the border: {regencies} beside {cities}."
        ),
        "administrative_city": _(
            "{places}: not autonomous, without a council and a budget of its own; the province of Jakarta governs there."
        ),
        "desa_and_kelurahan": _("Desa govern themselves, kelurahan are offices of the city or regency."),
        "scored_by_kind": _(
            "Cities ({cities}) and regencies ({regencies}) are scored with different formulas."
        ),
        "scored_by_level": _("A province is scored on other indicators than a regency or city."),
        "defined_otherwise": _(
            "In {places} something else was counted; the note on this indicator says what."
        ),
        "current_prices": _("At current prices: between years, part of the difference is inflation."),
        "rank_in_a_list": _("This is a place in a ranking: it gives the order and not the distance."),
        "rank_other_edition": _("Rankings of different years have different numbers of places."),
        "indicator_note": "{note}",
        "different_years": _("The figures are of different years ({years})."),
        "years_far_apart": _("The figures are {apart} years apart ({years})."),
        "different_spans": _("The changes run over different years."),
        "old_figures": _("The figures are of {year}; much may have changed since."),
        "break_between": _("The series starts anew in {year}. {note}"),
        "break_without_jump": _("The source changes in {year}. {note}"),
        "different_sources": _("The figures come from different publishers: {publishers}."),
        "area_before_split": _("Up to {year} the figure of {places} covers its area before it was divided."),
        "different_boundaries": _("The boundaries come from different sources."),
        "area_deviates": _(
            "The area drawn for {places} is up to {percent} off the official one, and this figure rests on area."
        ),
        "low_confidence": _("The source of the figure for {places} is weak."),
        "medium_confidence": _(
            "The source of the figure for {places} is rated medium: a copy that could not be checked in full."
        ),
        "some_provisional": _("Provisional for {places}, final for the others. {note}"),
        "all_provisional": _("These figures are provisional. {note}"),
        "self_reported": _("Reported by the governments themselves and not checked by anybody else."),
        "known_for_few": _("Known for a few places only: not made for ranking."),
        "count_unlike_size": size,
        "count_other_size": size,
        "count_size_unknown": _("This is a count, and the population of {places} is not known."),
        "denominator_far": below,
        "denominator_near": below,
    }


def fair_text(view: Suggestion, *, names: Mapping[str, str], catalogue: pd.DataFrame, lang: str) -> str:
    """One fair view in a sentence; `catalogue` is indexed by indicator, `names` holds the places compared."""
    _ = translator(lang)
    params = view.params
    rates = [pick(catalogue.loc[name], "name", lang) for name in params.get("indicators", ())]
    levels = {
        "district": _("Compare the districts of these places instead of their totals."),
        "village": _("Compare the villages of these places instead of their totals."),
    }
    texts = {
        "common_year": _("Take {year}, the latest year that all have."),
        "span": _("Take {since} to {until}: one unbroken series."),
        "use_rate": _("Compare the rate instead of the count: {rates}."),
        "lower_level": levels.get(str(params.get("level")), ""),
        "parts": _("Take one of the {n} parts of {place} instead of the province."),
        "with_provinces": _("Compare {place} with provinces: {n} have this figure."),
        "same_kind": _("Compare cities with cities and regencies with regencies."),
    }
    return texts[view.id].format(
        year=params.get("year", ""),
        since=params.get("since", ""),
        until=params.get("until", ""),
        rates=names_text(rates, lang),
        place=names.get(str(params.get("place", "")), ""),
        n=number(params.get("n", len(params.get("parts", ()))), 0, lang),
    )
