"""Headlines that say the finding, subtitles with indicator, unit, year and area; numbers come from the figure's own cells."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from analytics.claim_limits import Uncertainty, gap_limit
from analytics.rounding import rounded
from geodata.catalogue import in_scope
from views.formatting import Row, direction_text, names_text, number, unit_text
from views.i18n import pick, plural_translator, translator
from views.knowledge import level_name
from views.markup import short_place_name
from views.notes import basis_text, indicator_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from views.figures import Figure, National

MANY = 3


def indicator_parts(row: Row, lang: str) -> list[str]:
    """Name with its unit, then which of the publisher's series it is ("" where there is one): how a subtitle begins."""
    unit, name = unit_text(row, lang), pick(row, "name", lang)
    return [name if not unit or unit in name else f"{name}, {unit}", basis_text(row, lang)]


def subtitle(figure: Figure, area: str, level: str, lang: str) -> str:
    """Indicator, unit, series, year, level and area in one line; which way is better, where one is."""
    parts = [
        *indicator_parts(figure.row, lang),
        "" if figure.year is None else str(figure.year),
        level_name(level, lang),
        area,
        "" if figure.row["direction"] == "neutral" else direction_text(str(figure.row["direction"]), lang),
    ]
    return " · ".join(part for part in parts if part)


def nothing_headline(figure: Figure, area: str, lang: str, newest: int | None = None) -> str:
    """That an area has no figure at all, or none of the year; of which year the newest is, where one is given."""
    _ = translator(lang)
    if figure.year is None:
        return _("{indicator}: no data for {area}").format(indicator=figure.name(lang), area=area)
    text = _("{indicator}: no data for {area} in {year}")
    if newest is not None:
        text = _("{indicator}: no data for {area} in {year}, the newest is of {newest}")
    return text.format(indicator=figure.name(lang), area=area, year=figure.year, newest=newest)


def inside_headline(figure: Figure, names: Mapping[str, str], area: str, lang: str) -> str:
    """Which places of a city stand highest and lowest; says so where all are equal or there is nothing."""
    _ = translator(lang)
    values = figure.values.dropna()
    short = pick(figure.row, "short", lang)
    if values.empty:
        return nothing_headline(figure, area, lang)
    shown = rounded(values, decimals=int(figure.row["decimals"]))
    if len(values) == 1:
        return _("{indicator} in {place}: {value}").format(
            indicator=short, place=names[values.index[0]], value=figure.text(values.iloc[0], lang)
        )
    if shown.min() == shown.max():
        return _("{indicator} is {value} everywhere in {area}").format(
            indicator=short, value=figure.text(values.iloc[0], lang), area=area
        )
    top, bottom = (list(shown.index[shown == limit]) for limit in (shown.max(), shown.min()))
    text = _("{indicator} in {area}: highest in {top}, lowest in {bottom}")
    if figure.is_count:
        text = _("{indicator} in {area}: most in {top}, fewest in {bottom}")
    return text.format(
        indicator=short, area=area, top=_few(top, names, lang), bottom=_few(bottom, names, lang)
    )


def _few(codes: Sequence[str], names: Mapping[str, str], lang: str) -> str:
    _ = translator(lang)
    if len(codes) > MANY:
        return _("{n} places").format(n=number(len(codes), 0, lang))
    return names_text([names[code] for code in codes], lang)


def _all_equal(known: pd.Series, figure: Figure) -> bool:
    """Whether several figures are the same as they are printed."""
    shown = rounded(known, decimals=int(figure.row["decimals"]))
    return len(shown) > 1 and bool((shown == shown.iloc[0]).all())


def _same_everywhere(known: pd.Series, figure: Figure, lang: str) -> str:
    """For regencies and cities that all have one value: there is no first, no last and no median to speak of."""
    _ = translator(lang)
    return _("{indicator}: all {n} regencies and cities with a figure have the same value, {value}").format(
        indicator=pick(figure.row, "short", lang), n=number(len(known), 0, lang), value=figure.text(known.iloc[0], lang)
    )  # fmt: skip


def city_headline(
    name: str,
    value: float,
    nation: National,
    code: str,
    figure: Figure,
    lang: str,
    *,
    newest: int | None = None,
) -> str:
    """A city's value and its rank band among all; says so where it is the only one or all are equal.

    Without a value it says which is the `newest` year that the city has, if any.
    """
    _ = translator(lang)
    short = pick(figure.row, "short", lang)
    if pd.isna(value):
        return nothing_headline(figure, name, lang, newest)
    known, said = nation.values.dropna(), figure.text(value, lang)
    if code in known.index and len(known) == 1:
        return _("{indicator}: only {place} has a figure, {value}").format(
            indicator=short, place=name, value=said
        )
    if code in known.index and _all_equal(known, figure):
        return _same_everywhere(known, figure, lang)
    rank = nation.rank(code, lang)
    text = _("{place}: {indicator} {value}").format(indicator=short, place=name, value=said)
    return f"{text}, {rank}" if rank else text


def compare_headline(
    values: pd.Series, names: Mapping[str, str], figure: Figure, lang: str, *, level: str = "regency"
) -> str:
    """Which of the compared cities stands highest; below regency level, that it is their median district which does."""
    _ = translator(lang)
    short = pick(figure.row, "short", lang)
    middle = {"district": _("{indicator}, median district"), "village": _("{indicator}, median village")}
    short = middle.get(level, "{indicator}").format(indicator=short)
    known = values.dropna()
    if known.empty:
        text = _("{indicator}: none of these cities has a figure")
        if figure.year is not None:
            text = _("{indicator}: none of these cities has a figure of {year}")
        return text.format(indicator=figure.name(lang), year=figure.year)
    shown = rounded(known, decimals=int(figure.row["decimals"]))
    if len(known) == 1:
        return _("Only {place} has a figure for {indicator} in {year}").format(
            place=short_place_name(names[known.index[0]]), indicator=short, year=figure.year
        )
    if shown.min() == shown.max():
        return _("{indicator} is the same in all: {value}").format(
            indicator=short, value=figure.text(known.iloc[0], lang)
        )
    top = [short_place_name(names[c]) for c in shown.index[shown == shown.max()]]
    bottom = [short_place_name(names[c]) for c in shown.index[shown == shown.min()]]
    if len(shown) == 2:  # of two none is the highest; that one is a province, say, the badge tells
        text = _("{indicator}: {high} in {top}, {low} in {bottom}")
    else:
        text = _("{indicator}: {top} highest with {high}, {bottom} lowest with {low}")
    return text.format(
        indicator=short,
        top=names_text(top, lang),
        high=figure.text(known.max(), lang),
        bottom=names_text(bottom, lang),
        low=figure.text(known.min(), lang),
    )


def beside_median(
    nation: National, figure: Figure, codes: Iterable[str], known: Uncertainty
) -> dict[str, list[str]]:
    """Which of some regencies and cities stand above the median of all, about equal to it and below, as printed.

    Parameters
    ----------
    nation
        All regencies and cities in one year; their median is the printed one.
    figure
        The indicator.
    codes
        The places asked about; one without a figure is in no group.
    known
        What is known about the error of the indicator's figures.

    Returns
    -------
    dict
        ``above, equal, below``, each the codes in the order given; *equal* is a difference no larger than
        `analytics.claim_limits.gap_limit`. All empty where fewer than two places have a figure or all have the same: there is
        no middle to stand beside.
    """
    groups: dict[str, list[str]] = {"above": [], "equal": [], "below": []}
    every = nation.values.dropna()
    if len(every) < 2 or _all_equal(every, figure):
        return groups
    decimals = int(figure.row["decimals"])
    values = rounded(nation.values.reindex(list(codes)).dropna(), decimals=decimals)
    median = float(rounded(pd.Series([nation.reference.median]), decimals=decimals).iloc[0])
    for code, value in values.items():
        limit = gap_limit(str(code), float(value), median, len(every), figure.row, known)
        side = "equal" if abs(value - median) <= limit + 1e-9 else "above" if value > median else "below"
        groups[side].append(str(code))
    return groups


def median_headline(
    nation: National, figure: Figure, names: Mapping[str, str], known: Uncertainty, lang: str
) -> str:
    """Which of some regencies and cities stand above the median of all, about equal to it, and below."""
    _ = translator(lang)
    short = pick(figure.row, "short", lang)
    values = nation.values.reindex(list(names)).dropna()
    if values.empty or pd.isna(nation.reference.median):
        return _("{indicator}: no data for the pilots in {year}").format(indicator=short, year=figure.year)
    every = nation.values.dropna()
    if len(every) == 1:
        place, value = short_place_name(names[values.index[0]]), figure.text(every.iloc[0], lang)
        return _("{indicator}: only {place} has a figure, {value}").format(
            indicator=short, place=place, value=value
        )
    if _all_equal(every, figure):
        return _same_everywhere(every, figure, lang)
    groups = beside_median(nation, figure, names, known)
    shorts = {side: [short_place_name(names[code]) for code in codes] for side, codes in groups.items()}
    return f"{short}: {_beside_median(shorts, figure.text(nation.reference.median, lang), lang)}"


def _beside_median(groups: Mapping[str, Sequence[str]], median: str, lang: str) -> str:
    """The groups in words: the first names the median, the others stand beside it."""
    _n = plural_translator(lang)
    n = {side: len(names) for side, names in groups.items()}
    first = {
        "above": _n(
            "{places} is above the median of regencies and cities ({median})",
            "{places} are above the median of regencies and cities ({median})",
            n["above"],
        ),
        "equal": _n(
            "{places} is about equal to the median of regencies and cities ({median})",
            "{places} are about equal to the median of regencies and cities ({median})",
            n["equal"],
        ),
        "below": _n(
            "{places} is below the median of regencies and cities ({median})",
            "{places} are below the median of regencies and cities ({median})",
            n["below"],
        ),
    }
    rest = {
        "equal": _n("{places} is about equal to it", "{places} are about equal to it", n["equal"]),
        "below": _n("{places} is below it", "{places} are below it", n["below"]),
    }
    sides = [side for side in first if groups[side]]
    texts = [first[sides[0]], *(rest[side] for side in sides[1:])]
    return "; ".join(
        text.format(places=names_text(groups[side], lang), median=median)
        for side, text in zip(sides, texts, strict=True)
    )


def source_text(figure: Figure, sources: pd.DataFrame, lang: str, *, vintage: str) -> str:
    """Source line of a map: publishers, tables, years, licence, boundary vintage."""
    _ = translator(lang)
    records = sources.set_index("source")
    parts = []
    for source in figure.sources:
        record = records.loc[source]
        publisher = record["publisher_en"] if lang == "en" and record["publisher_en"] else record["publisher"]
        parts.append(f"{publisher}, {record['title']} ({figure.year})")
    given = "; ".join(dict.fromkeys(parts)) or _("no source, because there is no figure")
    return _(
        "Source: {sources}. Boundaries: {vintage}, cahyadsn/wilayah_boundaries (MIT), cleaned and simplified; not an authority on borders."
    ).format(sources=given, vintage=vintage)


def caveats(figure: Figure, lang: str, *, codes: Iterable[str] | None = None) -> str:
    """What to mind about this indicator and the year shown: its notes, what is provisional, where the series breaks.

    Notes about other places than `codes` (by default all that the figure holds) are left out.
    """
    codes = [str(code) for code in (figure.values.index if codes is None else codes)]
    parts = indicator_notes(figure.row, codes, lang)
    for key in ("provisional", "breaks"):
        for mark in json.loads(figure.row.get(key) or "[]"):
            reached = figure.year is not None and figure.year >= int(mark["year"])
            if reached and any(in_scope(mark["scope"], code) for code in codes):
                parts.append(str(mark[f"text_{lang}"]))
    return " ".join(dict.fromkeys(part for part in parts if part))
