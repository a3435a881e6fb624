"""City cards of the overview: value, year, rank band, national mark and a line through the years, as plain HTML and SVG."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from views.availability import PILOTS
from views.figures import PROVINCE_CITY, national
from views.formatting import number, value_text
from views.i18n import pick, translator
from views.spark import break_years, spark_image
from views.theme import city_style, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from geodata.store import Store

CARD_INDICATORS = (
    "population_registered",
    "population_density_km2",
    "hdi",
    "poverty_rate",
    "unemployment_rate",
    "waste_managed_share",
)


@dataclass(frozen=True)
class Metric:
    """One line of a card; `series` holds the years that exist, `breaks` the years a series starts anew."""

    label: str
    value: str
    year: str
    rank: str
    reference: str
    series: Mapping[int, float]
    breaks: Sequence[int]


@dataclass(frozen=True)
class Card:
    """One pilot."""

    code: str
    name: str
    note: str
    metrics: Sequence[Metric]


def build_cards(store: Store, lang: str, *, names: Mapping[str, str], pilots: pd.DataFrame) -> list[Card]:
    """Cards of the pilots, with what the store has and nothing else."""
    catalogue = store.catalogue().set_index("indicator", drop=False)
    cards = []
    for code in (code for code in PILOTS if code in names):
        metrics = [
            _metric(store, catalogue.loc[indicator], code, lang)
            for indicator in CARD_INDICATORS
            if indicator in catalogue.index
        ]
        cards.append(Card(code, names[code], _card_note(store, code, pilots, lang), metrics))
    return cards


def _card_note(store: Store, code: str, pilots: pd.DataFrame, lang: str) -> str:
    _ = translator(lang)
    places = store.place_table()
    place = places.set_index("code").loc[code]
    kind = {"provinsi": _("Province"), "kota": _("City (kota)"), "kabupaten": _("Regency (kabupaten)")}.get(
        str(place["kind"]), str(place["kind"])
    )
    area = _("{km2} km²").format(km2=number(place["official_area_km2"], 0, lang))
    joined = pilots.set_index("code")["ascn_joined"].get(code)
    return " · ".join(
        [kind, area, _("ASCN since {year}").format(year=int(joined))] if joined else [kind, area]
    )


def _metric(store: Store, row: pd.Series, code: str, lang: str) -> Metric:
    _ = translator(lang)
    level = "province" if code == PROVINCE_CITY else "regency"
    series = store.values(str(row["indicator"]), codes=[code]).set_index("year")["value"].sort_index()
    label = pick(row, "short", lang)
    if series.empty:
        return Metric(
            label, value_text(float("nan"), row, lang), "", "", _parts_text(store, row, code, lang), {}, ()
        )
    year = int(series.index[-1])
    field = national(store, str(row["indicator"]), year, level=level)
    nation = national(store, str(row["indicator"]), year)
    rank = field.rank(code, lang)
    if level == "province" and rank:
        rank += " " + _("among provinces")
    median = nation.reference.median
    reference = (
        _("median of {n} regencies and cities {value}").format(
            n=number(nation.reference.n, 0, lang), value=value_text(median, row, lang, short=True)
        )
        if np.isfinite(median)
        else ""
    )
    return Metric(
        label,
        value_text(series.iloc[-1], row, lang, short=True),
        str(year),
        rank,
        reference,
        {int(y): float(v) for y, v in series.items()},
        break_years(row, code),
    )


def _parts_text(store: Store, row: pd.Series, code: str, lang: str) -> str:
    """Range over the parts of a province that has no figure of its own; "" where they have none either."""
    values = store.values(str(row["indicator"]), level="regency", within=code)
    if code != PROVINCE_CITY or values.empty:
        return ""
    _ = translator(lang)
    latest = values[values["year"] == values["year"].max()]["value"]
    low, high = value_text(latest.min(), row, lang), value_text(latest.max(), row, lang)
    text = _("no figure for the province; its six parts {low} to {high} ({year})")
    return text.format(low=low, high=high, year=int(values["year"].max()))


def card_html(card: Card, lang: str, theme: str) -> str:
    """One card; every text escaped."""
    _ = translator(lang)
    style, t = city_style(card.code), tokens(theme)
    rows = []
    for m in card.metrics:
        years = sorted(m.series)
        label = (
            _("{name}, {first} to {last}").format(name=m.label, first=years[0], last=years[-1])
            if len(years) > 2
            else ""
        )
        small = " · ".join(escape(text) for text in (m.rank, m.reference) if text)
        rows.append(
            f'<div class="atlas-metric"><div class="atlas-metric-head"><span>{escape(m.label)}</span><span class="atlas-year">{m.year}</span></div>'
            f'<div class="atlas-metric-line"><strong>{escape(m.value)}</strong>{spark_image(m.series, style.colour, breaks=m.breaks, label=label)}</div>'
            f'<div class="atlas-small">{small}</div></div>'
        )
    return (
        f'<article class="atlas-card" style="--city:{style.colour};--ink:{t.ink}" aria-label="{escape(card.name)}">'
        f'<h3><span class="atlas-glyph" style="color:{style.colour}" aria-hidden="true">{style.glyph}</span> {escape(card.name)}</h3>'
        f'<p class="atlas-small">{escape(card.note)}</p>{"".join(rows)}</article>'
    )
