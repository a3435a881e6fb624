"""Headlines that say the finding, subtitles with indicator, unit, year and area; numbers come from the figure's own cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views.formatting import names_text, number, unit_text
from views.i18n import pick, translator
from views.knowledge import level_name
from views.markup import short_place_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from views.figures import Figure, National

MANY = 3


def subtitle(figure: Figure, area: str, level: str, lang: str) -> str:
    """Indicator, unit, year, level and area in one line."""
    unit = unit_text(figure.row, lang)
    head = f"{figure.name(lang)} ({unit})" if unit else figure.name(lang)
    parts = [head, "" if figure.year is None else str(figure.year), level_name(level, lang), area]
    return " · ".join(part for part in parts if part)


def inside_headline(figure: Figure, names: Mapping[str, str], area: str, lang: str) -> str:
    """Which places of a city stand highest and lowest; says so where all are equal or there is nothing."""
    _ = translator(lang)
    values = figure.values.dropna()
    short = pick(figure.row, "short", lang)
    if values.empty:
        return _("{indicator}: no data for {area} yet").format(indicator=figure.name(lang), area=area)
    shown = values.round(int(figure.row["decimals"]))
    if len(values) == 1:
        return _("{indicator} in {place}: {value}").format(
            indicator=short, place=names[values.index[0]], value=figure.text(values.iloc[0], lang)
        )
    if shown.min() == shown.max():
        return _("{indicator} is {value} everywhere in {area}").format(
            indicator=short, value=figure.text(values.iloc[0], lang), area=area
        )
    top, bottom = (list(shown.index[shown == limit]) for limit in (shown.max(), shown.min()))
    return _("{indicator} in {area}: highest in {top}, lowest in {bottom}").format(
        indicator=short, area=area, top=_few(top, names, lang), bottom=_few(bottom, names, lang)
    )


def _few(codes: Sequence[str], names: Mapping[str, str], lang: str) -> str:
    _ = translator(lang)
    if len(codes) > MANY:
        return _("{n} places").format(n=number(len(codes), 0, lang))
    return names_text([names[code] for code in codes], lang)


def city_headline(name: str, value: float, nation: National, code: str, figure: Figure, lang: str) -> str:
    """A city's value and its rank band among all."""
    _ = translator(lang)
    short = pick(figure.row, "short", lang)
    if pd.isna(value):
        return _("{indicator}: no data for {area} yet").format(indicator=figure.name(lang), area=name)
    rank = nation.rank(code, lang)
    text = figure.text(value, lang)
    if not rank:
        return _("{indicator} of {place}: {value}").format(indicator=short, place=name, value=text)
    return _("{indicator} of {place}: {value}, {rank}").format(
        indicator=short, place=name, value=text, rank=rank
    )


def compare_headline(values: pd.Series, names: Mapping[str, str], figure: Figure, lang: str) -> str:
    """Which of the compared cities stands highest, or that they cannot be told apart."""
    _ = translator(lang)
    short = pick(figure.row, "short", lang)
    known = values.dropna()
    if known.empty:
        return _("{indicator}: none of these cities has a figure").format(indicator=figure.name(lang))
    shown = known.round(int(figure.row["decimals"]))
    if len(known) == 1:
        return _("Only {place} has a figure for {indicator}").format(
            place=short_place_name(names[known.index[0]]), indicator=short
        )
    if shown.min() == shown.max():
        return _("{indicator} is the same in all: {value}").format(
            indicator=short, value=figure.text(known.iloc[0], lang)
        )
    top = [short_place_name(names[c]) for c in shown.index[shown == shown.max()]]
    bottom = [short_place_name(names[c]) for c in shown.index[shown == shown.min()]]
    return _("{indicator}: {top} highest with {high}, {bottom} lowest with {low}").format(
        indicator=short,
        top=names_text(top, lang),
        high=figure.text(known.max(), lang),
        bottom=names_text(bottom, lang),
        low=figure.text(known.min(), lang),
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


def caveats(figure: Figure, lang: str) -> str:
    """What to mind when this indicator is compared; "" where there is nothing."""
    return pick(figure.row, "comparable_note", lang) if figure.row.get(f"comparable_note_{lang}") else ""
