"""Profile of one place: its figures with year, rank, medians and what to mind, beside the map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from views.availability import city_code
from views.figures import PROVINCE_CITY
from views.formatting import is_missing, number, value_text
from views.i18n import pick, translator
from views.markup import common_name, escape
from views.quality import notes_html, quality_marks, signs_text, words_lines
from views.spark import break_years, spark_image
from views.standing import (
    Field,
    against,
    place_records,
    read_field,
    similar_codes,
    source_records,
    standing_lines,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from geodata.store import Store
    from views.availability import Availability

_LONGEST = 8
_COLUMNS = ["indicator", "name", "value", "year", "rank", "lines", "marks"]
_ORDER = (
    "hdi",
    "poverty_rate",
    "unemployment_rate",
    "population_registered",
    "population_density_km2",
    "life_expectancy",
    "mean_years_schooling",
    "grdp_per_capita_real",
    "sanitation_access",
    "drinking_water_access",
    "stunting_prevalence",
    "waste_managed_share",
    "digital_id_share",
    "integrity_index",
    "population",
    "area_km2_polygon",
    "night_light_radiance",
    "built_up_pct",
    "voter_turnout_pct",
    "child_share_pct",
    "elderly_share_pct",
    "higher_education_pct",
    "idm_score",
    "tree_cover_pct",
    "land_below_10m_pct",
    "primary_schools_per_10k",
)


def profile_rows(
    store: Store,
    availability: Availability,
    code: str,
    level: str,
    lang: str,
    *,
    colour: str,
    first: str = "",
) -> pd.DataFrame:
    """Latest figure of each indicator of a place, with its line through the years.

    Returns
    -------
    DataFrame
        ``indicator, name, value, year, rank`` as text, ``lines`` (rank and medians) to stand under the name, ``marks`` as a list
        of `Mark`, ``trend`` as HTML; `first` on top, at most eight rows.
    """
    own, records = _own(store, code), availability.records
    wanted = [
        name
        for name in dict.fromkeys([first, *_ORDER, *records])
        if name in own and bool(records[name]["rankable"])
    ][:_LONGEST]
    place = _Place(store, code, level, lang, wanted, similar_codes(store, availability, code))
    rows = [
        (*place.row(records[name], own[name]), place.trend(own[name], records[name], colour))
        for name in wanted
    ]
    return pd.DataFrame(rows, columns=[*_COLUMNS, "trend"])


@dataclass
class _Own:
    """The figures of one place in one indicator, oldest first; the source of the newest."""

    series: dict[int, float]
    source: str


def _own(store: Store, code: str) -> dict[str, _Own]:
    """What a place has, by indicator, as plain values: a click waits for it."""
    rows = store.values(codes=[code])
    found: dict[str, _Own] = {}
    columns = (rows[name].tolist() for name in ("indicator", "year", "value", "source"))
    for indicator, year, value, source in zip(*columns, strict=True):  # by indicator and year
        own = found.setdefault(indicator, _Own({}, source))
        own.series[year], own.source = value, source
    return found


@dataclass(frozen=True)
class _Place:
    """One place and the places around it: what its rows are made from, read once for all of them."""

    store: Store
    code: str
    level: str
    lang: str
    indicators: Sequence[str]
    peers: Sequence[str]

    @property
    def inner(self) -> bool:
        """Whether it lies inside a city: ranked there, and not in the country."""
        return self.level not in ("regency", "province")

    @cached_property
    def field(self) -> Field:
        """All places that it is ranked among."""
        city = city_code(self.code)
        level = "province" if self.code == PROVINCE_CITY else self.level
        return read_field(self.store, self.indicators, level, within=city if self.inner else None)

    @cached_property
    def country(self) -> Field:
        """All regencies and cities."""
        return (
            self.field
            if self.level == "regency" and self.code != PROVINCE_CITY
            else read_field(self.store, self.indicators, "regency")
        )

    def row(self, record: pd.Series, own: _Own) -> tuple[Any, ...]:
        indicator, years, lang = str(record["indicator"]), list(own.series), self.lang
        year = years[-1]
        usual, rank = self.field.usual_year(indicator), self.rank(record, year)
        source = source_records(self.store)[own.source]
        marks = quality_marks(record, source, self.code, years, lang, usual=usual)
        return (
            indicator,
            pick(record, "name", lang),
            value_text(own.series[year], record, lang, short=True),
            str(year),
            rank,
            self.lines(rank, record, year),
            marks,
        )

    def trend(self, own: _Own, record: pd.Series, colour: str) -> str:
        return spark_image(own.series, colour, breaks=break_years(record, self.code), label="")

    def lines(self, rank: str, record: pd.Series, year: int) -> tuple[str, ...]:
        """Rank and medians; the rank alone inside a city, where there are no peers, and where nothing is like Jakarta."""
        if self.inner or self._alone(record):
            return (rank,) if rank else ()
        gap = against(self.field, record, year, self.code, self.peers)
        return standing_lines(rank, self.country.nation(record, year), gap, record, self.code, self.lang)

    def rank(self, record: pd.Series, year: int) -> str:
        """Rank band among its field."""
        if self.inner:
            return self._rank_inside(record, year)
        if self.code != PROVINCE_CITY:
            return self.field.nation(record, year).rank(self.code, self.lang)
        if self._alone(record):
            return ""
        _ = translator(self.lang)
        rank = self.field.nation(record, year).rank(self.code, self.lang)
        return rank + " " + _("among provinces") if rank else ""

    def _alone(self, record: pd.Series) -> bool:
        """Whether it is Jakarta in its budget: no other province bears a city's duties too, and no city a province's."""
        return self.code == PROVINCE_CITY and str(record["indicator"]).startswith(("budget_", "capital_"))

    def _rank_inside(self, record: pd.Series, year: int) -> str:
        nation = self.field.nation(record, year)
        return nation.band_text(self.code, self.lang) if nation.known >= 2 else ""


def profile_html(rows: pd.DataFrame, lang: str) -> str:
    """Profile as a table, what to mind folded below it; every text escaped."""
    _ = translator(lang)
    if rows.empty:
        empty = _("No figures for this place.")
        return f'<p class="atlas-small">{escape(empty)}</p>'
    columns = [rows[name].tolist() for name in rows]
    records = [dict(zip(rows.columns, row, strict=True)) for row in zip(*columns, strict=True)]
    body = "".join(
        f'<tr><th scope="row">{escape(r["name"])}{_small(r)}</th><td>{escape(r["value"])}{signs_text(r["marks"])}<span>{r["trend"]} {escape(r["year"])}</span></td></tr>'
        for r in records
    )
    caption = escape(_("Profile: latest figures with rank and year"))
    items = [(f"{mark.sign} {r['name']} {r['year']}:", mark.reason) for r in records for mark in r["marks"]]
    notes = notes_html(_("What the marks mean here"), items)
    return (
        f'<table class="atlas-profile"><caption class="atlas-hidden">{caption}</caption>{body}</table>{notes}'
    )


def _small(row: Mapping[Hashable, Any]) -> str:
    """Rank, medians and words of the marks under a name, a line each."""
    lines = (*row["lines"], *words_lines(row["marks"]))
    return "".join(f"<span>{escape(text)}</span>" for text in lines if text)


def quality_text(store: Store, code: str, lang: str) -> str:
    """The official name where another is shown, how far the drawn area is from the official one, what is missing in the boundaries."""
    _ = translator(lang)
    place = place_records(store)[code]
    name = str(place["name"])
    text = "" if common_name(name) == name else _("Official name: {name}.").format(name=name) + " "
    text += _("Area drawn {km2} km²").format(km2=number(place["area_km2"], 1, lang))
    official = place["official_area_km2"]
    if not is_missing(official):
        share = number((place["area_km2"] / official - 1) * 100, 2, lang)
        text += "; " + _("official {km2} km² (difference {share}%)").format(
            km2=number(official, 1, lang), share=share
        )
    lost = place["villages_without_polygon"]
    if lost:
        text += "; " + _("{n} villages without a polygon").format(n=number(lost, 0, lang))
    return text + "."
