"""View model of the comparison page: the same breaks, the same scale, one legend."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from views.compare_texts import compare_lead, compare_notes
from views.figures import PROVINCE_CITY, Figure, National, make_figure, national, province_value
from views.headlines import compare_headline, source_text, subtitle
from views.i18n import translator
from views.keys import map_key
from views.maps import PanelPaint, build_map
from views.marked import marked_html
from views.markup import common_name, escape, short_place_name
from views.notes import lack_text
from views.scenes import (
    city_outline,
    members,
    neighbours,
    paint_map,
    panel_layers,
    scene_panel,
    with_province,
)
from views.year_notes import newest_year, year_notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import folium

    from geodata.store import Store
    from views.availability import Availability
    from views.picking import Picks
    from views.selection import Selection

_MOSTLY = 0.9


@dataclass(frozen=True)
class Comparison:
    """All that the comparison page shows.

    Attributes
    ----------
    values
        One value a city in the order of choice: its own figure at regency level, the median of its districts or villages below.
    """

    store: Store
    availability: Availability
    selection: Selection
    theme: str
    names: Mapping[str, str]
    figure: Figure
    nation: National | None
    values: pd.Series
    headline: str
    subtitle: str
    sentence: str
    legend: str
    source: str
    notes: Sequence[str]

    @property
    def chart(self) -> folium.Map:
        """The map wall; its script depends on the cities and nothing else."""
        _ = translator(self.selection.lang)
        panels = [scene_panel(self.store, city, level=self.selection.level) for city in self.selection.cities]
        return build_map(
            panels,
            national=self.store.geometry_url("national"),
            wall=True,
            panel_height=400,
            broken=_(
                "The boundaries could not be loaded. Reload the page; if it stays, run the setup again."
            ),
        )

    @cached_property
    def places(self) -> dict[str, str]:
        """Every place that can be picked, by its name: the cities, those of the panels, those of the strip."""
        table = self.store.place_table().set_index("code")["name"]
        return {
            **self.names,
            **{str(code): common_name(str(table[code])) for code in self._known.index if code in table.index},
        }

    @cached_property
    def _known(self) -> pd.Series:
        """One value a place that is shown somewhere on the page."""
        nation = pd.Series(dtype=float) if self.nation is None else self.nation.values
        values = pd.concat([self.values, self.figure.values, nation])
        return values[~values.index.duplicated()]

    def details(self, picks: Picks) -> str:
        """The marked places with their values."""
        lang = self.selection.lang
        return marked_html(
            picks,
            self.figure,
            self.places,
            profile=self._line,
            values=self._known,
            lang=lang,
            theme=self.theme,
        )

    def _line(self, code: str) -> str:
        """One marked place in a line."""
        if not code:
            return ""
        text = self.figure.text(self._known[code], self.selection.lang)
        return f"<p><strong>{escape(self.places[code])}</strong>: {escape(text)}</p>"

    def paint(self) -> folium.FeatureGroup:
        """Values, colours and what is picked in all panels, with pooled classes."""
        s = self.selection
        panels = [
            PanelPaint(
                panel_layers(self.store, self.figure, city, s.level, s.lang),
                title=self.names[city],
                note=self._panel_note(city),
                outlines=[*city_outline(city, s.cities), *self._laid_over(city)],
            )
            for city in s.cities
        ]
        return paint_map(
            self.figure,
            panels,
            lang=self.selection.lang,
            theme=self.theme,
            alt=f"{self.subtitle}. {self.headline}",
            selected=s.place,
        )

    def _laid_over(self, city: str) -> list[dict[str, Any]]:
        """Outline of the chosen other city, at true size."""
        s = self.selection
        if s.over in ("", city):
            return []
        return [{**spec, "panel": s.cities.index(s.over)} for spec in city_outline(s.over, s.cities)]

    def _panel_note(self, city: str) -> str:
        _ = translator(self.selection.lang)
        lang, value = self.selection.lang, self.values[city]
        if pd.isna(value) and self.selection.level == "regency":
            newest = newest_year(self.availability, self.selection, city)
            if newest is None:
                return lack_text(self.figure.row, city, lang)
            return _("none of {year}; newest {newest}").format(year=self.figure.year, newest=newest)
        text = self.figure.text(value, lang, short=True)
        words = {"district": _("median district {value}"), "village": _("median village {value}")}
        return words.get(self.selection.level, "{value}").format(value=text)


def build_comparison(
    store: Store, availability: Availability, selection: Selection, *, theme: str, cities: Mapping[str, str]
) -> Comparison:
    """Compute the comparison for a selection."""
    lang, level = selection.lang, selection.level
    _ = translator(lang)
    names = {code: cities[code] for code in selection.cities}
    figure = _pooled_figure(store, selection)
    nation = (
        national(store, selection.indicator, selection.year)
        if level == "regency" and selection.year
        else None
    )
    values = pd.Series(
        {city: _city_value(store, figure, city, level) for city in selection.cities}, dtype=float
    )
    legend = map_key(figure, nation, lang=lang, theme=theme, neighbours=level == "regency")
    area = ", ".join(short_place_name(names[c]) for c in selection.cities)
    headline = compare_headline(values, names, figure, lang, level=level)
    return Comparison(
        store,
        availability,
        selection,
        theme,
        names,
        figure,
        nation,
        values,
        headline,
        subtitle(figure, area, level, lang),
        compare_lead(figure, values, names, selection),
        legend,
        source_text(figure, store.sources(), lang, vintage=store.boundary_vintage),
        [
            *compare_notes(figure, names, values, selection),
            *year_notes(
                availability,
                selection,
                selection.cities,
                names={code: short_place_name(name) for code, name in names.items()},
                nation=nation,
            ),
        ],
    )


def _pooled_figure(store: Store, selection: Selection) -> Figure:
    """All places of all panels, with class limits pooled over them and over the years."""
    level, cities = selection.level, selection.cities
    places = list(dict.fromkeys(code for city in cities for code in members(store, city, level)))
    if level == "regency":
        places = list(
            dict.fromkeys([*places, *(code for city in cities for code in neighbours(store, city))])
        )
    figure = make_figure(
        store,
        selection.indicator,
        level=level,
        year=selection.year,
        places=places,
        within=None if level == "regency" else cities,
        scheme=selection.scheme,
        k=selection.k,
    )
    if level != "regency" or PROVINCE_CITY not in cities:
        return figure
    return with_province(store, figure, PROVINCE_CITY, scheme=selection.scheme, k=selection.k)


def _city_value(store: Store, figure: Figure, city: str, level: str) -> float:
    """A city's own figure, or the median of its districts or villages where at least nine tenths of them have one."""
    if level == "regency":
        if city == PROVINCE_CITY:
            return province_value(store, str(figure.row["indicator"]), figure.year)
        return float(figure.values[city])
    parts = figure.values[members(store, city, level)]
    return float(parts.median()) if parts.notna().mean() >= _MOSTLY else float("nan")
