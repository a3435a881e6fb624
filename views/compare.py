"""View model of the comparison page: the same breaks, the same scale, one legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from views.charts import Chart, dot_plot, profile_plot, strip_plot
from views.compare_texts import compare_lead, compare_notes
from views.figures import PROVINCE_CITY, Figure, National, make_figure, national, province_value, values_in
from views.headlines import compare_headline, source_text, subtitle
from views.i18n import translator
from views.keys import map_key
from views.maps import PanelPaint, build_map
from views.markup import short_place_name
from views.reference import reference_marks
from views.scenes import (
    city_outline,
    members,
    neighbours,
    paint_map,
    panel_layers,
    scene_panel,
    with_province,
)
from views.tables import wide_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import folium

    from geodata.store import Store
    from views.availability import Availability
    from views.selection import Selection

PROFILE_INDICATORS = (
    "hdi",
    "life_expectancy",
    "mean_years_schooling",
    "poverty_rate",
    "unemployment_rate",
    "grdp_per_capita_real",
    "sanitation_access",
    "drinking_water_access",
    "stunting_prevalence",
    "digital_id_share",
    "integrity_index",
    "waste_managed_share",
)
_MOSTLY = 0.9


@dataclass(frozen=True)
class Comparison:
    """All that the comparison page shows.

    Attributes
    ----------
    values
        One value a city in the order of choice: its own figure at regency level, the median of its districts below.
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
        panels = [scene_panel(self.store, city, level="district") for city in self.selection.cities]
        return build_map(
            panels,
            national=self.store.geometry_url("national"),
            wall=True,
            panel_height=400,
            broken=_(
                "The boundaries could not be loaded. Reload the page; if it stays, run the setup again."
            ),
        )

    def paint(self, selected: str) -> folium.FeatureGroup:
        """Values and colours of all panels, with pooled classes."""
        s = self.selection
        panels = [
            PanelPaint(
                panel_layers(self.store, self.figure, city, s.level, s.lang),
                title=self.names[city],
                note=self._panel_note(city),
                outlines=city_outline(city, s.cities),
            )
            for city in s.cities
        ]
        return paint_map(
            self.figure,
            panels,
            lang=self.selection.lang,
            theme=self.theme,
            alt=f"{self.subtitle}. {self.headline}",
            selected=selected,
        )

    def _panel_note(self, city: str) -> str:
        _ = translator(self.selection.lang)
        text = self.figure.text(self.values[city], self.selection.lang, short=True)
        return text if self.selection.level == "regency" else _("median district {value}").format(value=text)

    def dots(self) -> Chart:
        """The cities in order, with the national median and mean."""
        s = self.selection
        frame = pd.DataFrame(
            {
                "code": list(s.cities),
                "name": [self.names[c] for c in s.cities],
                "value": self.values.to_numpy(),
            }
        )
        marks = (
            reference_marks(self.nation.reference, s.lang)
            if self.nation is not None and not self.figure.is_count
            else ()
        )
        return dot_plot(
            frame,
            self.figure.row,
            lang=s.lang,
            theme=self.theme,
            year=self.figure.year,
            reference=marks,
            highlight=s.cities,
        )

    def strip(self) -> Chart | None:
        """All regencies and cities with the chosen ones marked; None below regency level."""
        if self.nation is None:
            return None
        s, table = self.selection, self.store.place_table("regency").set_index("code")["name"]
        frame = pd.DataFrame(
            {
                "code": self.nation.values.index,
                "name": table.reindex(self.nation.values.index).to_numpy(),
                "value": self.nation.values.to_numpy(),
            }
        )
        return strip_plot(
            frame,
            self.figure.row,
            lang=s.lang,
            theme=self.theme,
            year=self.figure.year,
            highlight=s.cities,
            reference=reference_marks(self.nation.reference, s.lang, mean=False),
            ranks=self.nation.bands,
        )

    def profile(self) -> Chart | None:
        """Position of each city among all in several indicators, each in its latest well-covered year."""
        s = self.selection
        wide = {}
        for indicator in PROFILE_INDICATORS:
            year = self.availability.best_year(indicator, "regency")
            if indicator in self.availability.catalogue.index and year is not None:
                wide[indicator] = self._with_province(indicator, year)
        if not wide:
            return None
        return profile_plot(
            pd.DataFrame(wide),
            self.availability.catalogue,
            codes=list(s.cities),
            names={c: short_place_name(self.names[c]) for c in s.cities},
            lang=s.lang,
            theme=self.theme,
        )

    def _with_province(self, indicator: str, year: int) -> pd.Series:
        values = values_in(self.store, indicator, "regency", year)
        if PROVINCE_CITY in self.selection.cities:
            values = pd.concat(
                [values, pd.Series({PROVINCE_CITY: province_value(self.store, indicator, year)})]
            )
        return values

    def table(self) -> pd.DataFrame:
        """Latest figure of every indicator the cities have, as text."""
        _ = translator(self.selection.lang)
        values = (
            self.store.values(codes=list(self.selection.cities))
            .sort_values("year")
            .drop_duplicates(["code", "indicator"], keep="last")
        )
        catalogue = self.availability.catalogue
        catalogue = catalogue[catalogue["rankable"] & catalogue.index.isin(values["indicator"])]
        names = {c: self.names[c] for c in self.selection.cities}
        return wide_table(
            values[values["indicator"].isin(catalogue.index)],
            catalogue,
            names=names,
            lang=self.selection.lang,
            place_heading=_("Indicator"),
        )


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
    legend = map_key(figure, nation, lang=lang, theme=theme)
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
        compare_notes(figure, names, values, selection),
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
    """A city's own figure, or the median of its districts where at least nine tenths of them have one."""
    if level == "regency":
        if city == PROVINCE_CITY:
            return province_value(store, str(figure.row["indicator"]), figure.year)
        return float(figure.values[city])
    districts = figure.values[members(store, city, level)]
    return float(districts.median()) if districts.notna().mean() >= _MOSTLY else float("nan")
