"""Words of the claim checker; every number is read from the claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.rounding import rounded_decimal
from views.formatting import NBSP, difference_text, names_text, number, share_text, value_text, year_text
from views.i18n import pick, translator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.claims import Claim, Uncertainty

_MORE = 2  # decimals that the terms of the computation show beyond the figures' own


def answer_word(claim: Claim, lang: str) -> str:
    """The answer in one or two words."""
    _ = translator(lang)
    return {
        "supported": _("Supported"),
        "not_supported": _("Not supported"),
        "not_distinguishable": _("Not distinguishable"),
        "not_comparable": _("Not comparable"),
        "no_data": _("No data"),
    }[claim.answer]


def amount_text(
    value: float, claim: Claim, row: Mapping[str, Any], lang: str, *, signed: bool = False
) -> str:
    """A difference or a gain in the unit of the claim's measure."""
    if claim.measure == "growth":
        _ = translator(lang)
        sign = ("\N{MINUS SIGN}" if value < 0 else "+") if signed else ""
        unit = _("percentage points")
        return f"{sign}{number(abs(value), 2, lang)}{NBSP}{unit}"
    text = difference_text(value, row, lang)
    return text if signed else text.lstrip("+")


def _gain_text(code: str, claim: Claim, row: Mapping[str, Any], lang: str) -> str:
    """How a place's value moved, as it moved: a falling poverty rate has a minus."""
    start, end = claim.figures.at[code, "value_since"], claim.figures.at[code, "value"]
    if claim.measure != "growth":
        decimals = int(row["decimals"])
        return difference_text(rounded_decimal(end, decimals) - rounded_decimal(start, decimals), row, lang)
    gain = claim.figures.at[code, "gain"] * (-1 if row["direction"] == "lower_better" else 1)
    return ("\N{MINUS SIGN}" if gain < 0 else "+") + number(abs(gain), 2, lang) + "%"


def claim_sentence(
    claim: Claim, row: Mapping[str, Any], until: int, *, names: Mapping[str, str], lang: str
) -> str:
    """The answer in one sentence with its figures.

    Parameters
    ----------
    claim
        The answer.
    row
        The indicator's record in the catalogue.
    until
        Year of the values; of changes, that they run to.
    names
        Code -> name of A and B, in this order.
    lang
        "id" or "en".
    """
    _ = translator(lang)
    a, b = claim.figures.index
    changes = "value_since" in claim.figures
    columns = ["value_since", "value"] if changes else ["value"]
    said = {
        "a": names[a],
        "b": names[b],
        "indicator": pick(row, "name", lang),
        "year": year_text(until),
        "since": year_text(claim.figures["since"].iloc[0]) if changes else "",
        "missing": names_text(
            [names[c] for c in claim.figures.index[claim.figures[columns].isna().any(axis=1)]], lang
        ),
    }
    if claim.answer not in ("no_data", "not_comparable"):
        texts = [
            _gain_text(code, claim, row, lang)
            if changes
            else value_text(claim.figures.at[code, "value"], row, lang)
            for code in (a, b)
        ]
        said |= {"va": texts[0], "vb": texts[1]}
    key = (claim.rule, *(("change",) if changes else ()))
    if changes and row["direction"] == "neutral" and (*key, "neutral") in _sentences(_):
        key = (*key, "neutral")
    return _sentences(_)[key].format(**said)


def _sentences(_: Callable[[str], str]) -> dict[tuple[str, ...], str]:
    return {
        ("beyond_limit",): _("{indicator} in {year}: {a} is higher than {b}, {va} against {vb}."),
        ("opposite_beyond_limit",): _(
            "{indicator} in {year}: it is the other way round, {b} is higher than {a}, {vb} against {va}."
        ),
        ("within_limit",): _(
            "{indicator} in {year}: {a} ({va}) and {b} ({vb}) are too close together to be told apart."
        ),
        ("no_value",): _("{indicator} in {year}: there is no figure for {missing}."),
        ("not_comparable",): _("{indicator} in {year}: {a} and {b} cannot be compared fairly."),
        ("beyond_limit", "change"): _(
            "{indicator}, {since}–{year}: {a} improved faster than {b}, {va} against {vb}."
        ),
        ("beyond_limit", "change", "neutral"): _(
            "{indicator}, {since}–{year}: {a} rose faster than {b}, {va} against {vb}."
        ),
        ("opposite_beyond_limit", "change"): _(
            "{indicator}, {since}–{year}: it is the other way round, {b} improved faster than {a}, {vb} against {va}."
        ),
        ("opposite_beyond_limit", "change", "neutral"): _(
            "{indicator}, {since}–{year}: it is the other way round, {b} rose faster than {a}, {vb} against {va}."
        ),
        ("no_gain", "change"): _("{indicator}, {since}–{year}: neither improved, {a} {va} and {b} {vb}."),
        ("no_gain", "change", "neutral"): _(
            "{indicator}, {since}–{year}: neither rose, {a} {va} and {b} {vb}."
        ),
        ("gain_in_doubt", "change"): _(
            "{indicator}, {since}–{year}: {a} did better than {b}, {va} against {vb}, but its own change is too small to call it an improvement."
        ),
        ("gain_in_doubt", "change", "neutral"): _(
            "{indicator}, {since}–{year}: {a} is ahead of {b}, {va} against {vb}, but its own change is too small to call it a rise."
        ),
        ("behind", "change"): _(
            "{indicator}, {since}–{year}: {a} did not improve faster than {b}, {va} against {vb}."
        ),
        ("behind", "change", "neutral"): _(
            "{indicator}, {since}–{year}: {a} did not rise faster than {b}, {va} against {vb}."
        ),
        ("within_limit", "change"): _(
            "{indicator}, {since}–{year}: the changes of {a} ({va}) and {b} ({vb}) are too close together to be told apart."
        ),
        ("no_value", "change"): _("{indicator}: there is no figure for {missing} in {since} or {year}."),
        ("not_comparable", "change"): _(
            "{indicator}, {since}–{year}: the changes of {a} and {b} cannot be compared fairly."
        ),
    }


def basis_sentences(claim: Claim, row: Mapping[str, Any], known: Uncertainty, lang: str) -> list[str]:
    """The smallest difference that counts and what it rests on; nothing without figures."""
    if not claim.basis:
        return []
    _ = translator(lang)
    found = known.wobble
    said = {
        "gap": amount_text(abs(claim.difference), claim, row, lang),
        "least": amount_text(claim.smallest_difference, claim, row, lang),
        "n": number(found.differences, 0, lang) if found else "",
        "places": number(found.places, 0, lang) if found else "",
        "share": share_text(known.registration, lang, decimals=2),
    }
    sentences = [_("They are {gap} apart; a difference counts from {least} on.")]
    if claim.basis == "rounding" and found is None:
        # Nothing is known of the error: the printed figures differ, which says little of the places.
        sentences = [
            _(
                "They are {gap} apart, which is more than rounding ({least}): so much is certain of the printed figures."
            )
        ]
        if claim.rule == "within_limit":
            sentences = [_("They are {gap} apart, which is no more than rounding ({least}).")]
    sentences.append(_basis_texts(_)[claim.basis])
    if claim.basis == "rounding" and found is None:
        sentences.append(
            _(
                "How far the figures themselves may be off is not published and cannot be estimated from so short a series; whether the places truly differ stays open."
            )
        )
    if claim.parts["registration"] > 0:
        sentences.append(_("Two registers of the same residents differ by up to {share}; that is added."))
    return [text.format(**said) for text in sentences]


def _basis_texts(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "published": _(
            "This limit comes from the standard errors given with the figures (95 in 100), and from rounding."
        ),
        "half_published": _(
            "A standard error is given for one of the two only, and nothing is known of the other: the true limit is wider."
        ),
        "wobble": _(
            "No standard error is at hand, so this limit comes from how much such figures wobble around their own course from year to year (95 in 100; {n} times three figures in a row, in {places} places)."
        ),
        "two_years": _(
            "No standard error is at hand and the series is short, so this limit comes from how differently places moved between two years (95 in 100; {n} pairs of years in {places} places). That is an upper bound."
        ),
        "spread": _(
            "This is a survey of one year without a standard error at hand, so this limit comes from how far {places} places lie apart at all: its error cannot be larger. The limit is wide on purpose."
        ),
        "least": _("This limit is the difference that the note on this indicator calls meaningless."),
        "rounding": _("This limit is rounding: half a last digit for each figure."),
    }


def figures_table(
    claim: Claim, row: Mapping[str, Any], until: int, *, names: Mapping[str, str], lang: str
) -> pd.DataFrame:
    """The figures used, as text: a row a place."""
    _ = translator(lang)
    figures, rows = claim.figures, []
    decimals = int(row["decimals"]) + _MORE
    for code in figures.index:
        cells = {_("Place"): names[code]}
        if "value_since" in figures:
            cells[year_text(figures.at[code, "since"])] = value_text(
                figures.at[code, "value_since"], row, lang
            )
        cells[year_text(until)] = value_text(figures.at[code, "value"], row, lang)
        if "gain" in figures:
            cells[_("Change")] = _gain_text(code, claim, row, lang)
        if claim.parts.get("error", 0) > 0:
            cells[_("Standard error used")] = number(figures.at[code, "error"], decimals, lang)
        rows.append(cells)
    return pd.DataFrame(rows)


def arithmetic(claim: Claim, row: Mapping[str, Any], known: Uncertainty, lang: str) -> list[str]:
    """The computation, a line a step; nothing without figures."""
    if not claim.basis:
        return []
    _, parts = translator(lang), claim.parts
    said = {name: _term_text(value, claim, row, lang) for name, value in parts.items()} | {
        "z": number(1.96, 2, lang),
        "share": share_text(known.registration, lang, decimals=2),
        "gap": amount_text(claim.difference, claim, row, lang, signed=True),
        "smallest": amount_text(claim.smallest_difference, claim, row, lang),
        "figures": number(4 if "value_since" in claim.figures else 2, 0, lang),
    }
    lines = [_("Difference of the printed figures, A minus B: {gap}")]
    lines.append(_("Rounding, half a last digit for each of {figures} figures: {rounding}"))
    if parts["error"] > 0:
        lines.append(
            _(
                "Error: {z} × the root of the sum of the squared standard errors of {figures} figures = {error}"
            )
        )
    if parts["least"] > 0:
        lines.append(_("Smallest difference that means something: {least}"))
    if parts["registration"] > 0:
        lines.append(_("Registers: {share} of both figures together = {registration}"))
    registers, published = parts["registration"] > 0, claim.basis in ("published", "half_published")
    if published:
        lines.append(
            _("Limit: rounding and error together, plus the registers: {limit}")
            if registers
            else _("Limit: rounding and error together: {limit}")
        )
    else:
        lines.append(
            _("Limit: the largest of these, plus the registers: {limit}")
            if registers
            else _("Limit: the largest of these: {limit}")
        )
    lines.append(_("Smallest printed difference above the limit: {smallest}"))
    if "own" in parts:
        lines.append(
            _("Own change of the one that is ahead: it counts above {own}, the limit of its two figures")
        )
    return [line.format(**said) for line in lines]


def _term_text(value: float, claim: Claim, row: Mapping[str, Any], lang: str) -> str:
    """A term of the limit with its unit, finer than the figures are printed."""
    if claim.measure == "growth":
        return f"{number(value, 2 + _MORE, lang)}{NBSP}{translator(lang)('percentage points')}"
    return difference_text(value, {**row, "decimals": int(row["decimals"]) + _MORE}, lang).lstrip("+")
