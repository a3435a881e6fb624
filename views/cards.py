"""City cards of the overview: value, year, rank band, medians, what to mind and a line through the years, as plain HTML and SVG."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from views.availability import PILOTS
from views.figures import PROVINCE_CITY
from views.formatting import names_text, number, value_text
from views.i18n import pick, translator
from views.markup import short_place_name
from views.notes import is_not_loaded, lack_text
from views.peer_choice import level_of_peer
from views.peer_groups import place_names
from views.quality import Mark, notes_html, quality_marks, signs_text, words_lines
from views.spark import break_years, spark_image
from views.standing import Field, against, read_field, similar_codes, source_records, standing_lines
from views.theme import city_style, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from geodata.store import Store
    from views.availability import Availability

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
    """One figure of a card; `lines` stand under it (rank, medians), `series` holds the years that exist, `breaks` the years a series starts anew."""

    label: str
    value: str
    year: str
    rank: str
    lines: Sequence[str]
    series: Mapping[int, float]
    breaks: Sequence[int]
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Card:
    """One pilot; `similar` are the names of its peers."""

    code: str
    name: str
    note: str
    metrics: Sequence[Metric]
    similar: Sequence[str]


@dataclass(frozen=True)
class _Read:
    """What the cards are made from, read once for all of them."""

    store: Store
    fields: Mapping[str, Field]
    similar: Mapping[str, Sequence[str]]
    sources: Mapping[str, Mapping[str, str]]
    lang: str


def build_cards(
    store: Store, there: Availability, lang: str, *, names: Mapping[str, str], pilots: pd.DataFrame
) -> list[Card]:
    """Cards of the pilots, with what the store has and nothing else."""
    catalogue = store.catalogue().set_index("indicator", drop=False)
    wanted = [indicator for indicator in CARD_INDICATORS if indicator in catalogue.index]
    codes, every = [code for code in PILOTS if code in names], place_names(store)
    read = _Read(
        store,
        {level: read_field(store, wanted, level) for level in {"regency", *map(level_of_peer, codes)}},
        {code: similar_codes(store, there, code) for code in codes},
        source_records(store),
        lang,
    )
    return [
        Card(
            code,
            names[code],
            _card_note(store, code, pilots, lang),
            [_metric(read, catalogue.loc[indicator], code) for indicator in wanted],
            [short_place_name(every[one]) for one in read.similar[code]],
        )
        for code in codes
    ]


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


def _metric(read: _Read, row: pd.Series, code: str) -> Metric:
    store, lang, indicator = read.store, read.lang, str(row["indicator"])
    _ = translator(lang)
    level = level_of_peer(code)
    own = store.values(indicator, codes=[code]).sort_values("year")
    if own.empty:
        return _nothing(read, row, code)
    years, field = [int(year) for year in own["year"]], read.fields[level]
    rank = field.nation(row, years[-1]).rank(code, lang)
    if level == "province" and rank:
        rank += " " + _("among provinces")
    gap = against(field, row, years[-1], code, read.similar[code])
    source = read.sources[str(own["source"].iloc[-1])]
    return Metric(
        pick(row, "short", lang),
        value_text(own["value"].iloc[-1], row, lang, short=True),
        str(years[-1]),
        rank,
        standing_lines(rank, read.fields["regency"].nation(row, years[-1]), gap, row, code, lang),
        dict(zip(years, own["value"].astype(float), strict=True)),
        break_years(row, code),
        quality_marks(row, source, code, years, lang, usual=field.usual_year(indicator)),
    )


def _nothing(read: _Read, row: pd.Series, code: str) -> Metric:
    """No figure; of Jakarta the range over its parts, where they have one each."""
    _ = translator(read.lang)
    metric = Metric(pick(row, "short", read.lang), lack_text(row, code, read.lang), "", "", (), {}, ())
    if code != PROVINCE_CITY:
        return metric
    values = read.store.values(str(row["indicator"]), level="regency", within=code)
    if values.empty:
        return metric
    year = int(values["year"].max())
    latest = values[values["year"] == year]
    low, high = (
        value_text(value, row, read.lang) for value in (latest["value"].min(), latest["value"].max())
    )
    marks = quality_marks(
        row, read.sources[str(latest["source"].iloc[0])], code, [year], read.lang, usual=None
    )
    text = _("only for its six parts: {low} to {high} ({year})")
    if is_not_loaded(row, code):
        text = _("published for the province; its six parts {low} to {high} ({year})")
    said = text.format(low=low, high=high, year=year) + signs_text(marks)
    return replace(metric, lines=(said,), marks=marks)


def card_html(card: Card, lang: str, theme: str) -> str:
    """One card; every text escaped."""
    _ = translator(lang)
    style, t = city_style(card.code), tokens(theme)
    rows = "".join(_metric_html(metric, style.colour, lang) for metric in card.metrics)
    return (
        f'<article class="atlas-card" style="--city:{style.colour};--ink:{t.ink}" aria-label="{escape(card.name)}">'
        f'<h3><span class="atlas-glyph" style="color:{style.colour}" aria-hidden="true">{style.glyph}</span> {escape(card.name)}</h3>'
        f'<p class="atlas-small">{escape(card.note)}</p>{rows}{_notes(card, lang)}</article>'
    )


def _metric_html(m: Metric, colour: str, lang: str) -> str:
    _, years = translator(lang), sorted(m.series)
    label = (
        _("{name}, {first} to {last}").format(name=m.label, first=years[0], last=years[-1])
        if len(years) > 2
        else ""
    )
    small = "".join(
        f'<div class="atlas-small">{escape(text)}</div>' for text in (*m.lines, *words_lines(m.marks)) if text
    )
    return (
        f'<div class="atlas-metric"><div class="atlas-metric-head"><span>{escape(m.label)}</span><span class="atlas-year">{m.year}</span></div>'
        f'<div class="atlas-metric-line"><strong>{escape(m.value)}{signs_text(m.marks) if m.series else ""}</strong>{spark_image(m.series, colour, breaks=m.breaks, label=label)}</div>'
        f"{small}</div>"
    )


def _notes(card: Card, lang: str) -> str:
    """Who the similar places are and why figures are marked, folded."""
    _ = translator(lang)
    items = [
        (" ".join(filter(None, (mark.sign, metric.label, metric.year))) + ":", mark.reason)
        for metric in card.metrics
        for mark in metric.marks
    ]
    if card.similar:
        names = _("{names}. They are the first list of the Peers page.").format(
            names=names_text(card.similar, lang)
        )
        items.insert(0, (_("Peers:"), names))
    return notes_html(_("Peers and marks"), items)
