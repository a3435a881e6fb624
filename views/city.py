"""View model of the city map page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from geodata.catalogue import load_pilots
from geodata.own import OWN_LEVEL
from views.availability import PILOTS
from views.charts import Chart, dot_plot
from views.figures import PROVINCE_CITY, Figure, National, national, province_value
from views.formatting import names_text
from views.headlines import caveats, city_headline, inside_headline, source_text, subtitle
from views.i18n import pick, translator
from views.keys import map_key, points_key
from views.maps import PanelPaint, build_map, neighbours_in
from views.marked import marked_html
from views.markup import common_name, escape
from views.notes import is_not_loaded
from views.pointkinds import kinds_of, points_spec
from views.profile import profile_html, profile_rows, quality_text
from views.reference import ReferenceMark, reference_marks
from views.scenes import city_figure, city_outline, members, paint_map, panel_layers, scene_panel
from views.sentences import map_sentence
from views.theme import tokens
from views.year_notes import newest_year, year_notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import folium

    from geodata.store import Store
    from views.availability import Availability
    from views.picking import Picks
    from views.selection import Selection


@dataclass(frozen=True)
class City:
    """All that the city map page shows."""

    store: Store
    availability: Availability
    selection: Selection
    theme: str
    name: str
    names: Mapping[str, str]
    figure: Figure
    nation: National | None
    headline: str
    subtitle: str
    sentence: str
    legend: str
    source: str
    notes: Sequence[str]

    @property
    def chart(self) -> folium.Map:
        """The city's map; its script depends on the city and the level only."""
        _ = translator(self.selection.lang)
        panel = scene_panel(self.store, self.selection.city, level=self.selection.level)
        return build_map(
            [panel],
            national=self.store.geometry_url("national"),
            broken=_(
                "The boundaries could not be loaded. Reload the page; if it stays, run the setup again."
            ),
        )

    def paint(self) -> folium.FeatureGroup:
        """Values, colours and what is picked."""
        s = self.selection
        panel = PanelPaint(
            panel_layers(self.store, self.figure, s.city, s.level, s.lang),
            outlines=city_outline(s.city),
            points=points_spec(self.store, s.city, s.points, s.lang),
        )
        return paint_map(
            self.figure,
            [panel],
            lang=self.selection.lang,
            theme=self.theme,
            alt=f"{self.subtitle}. {self.headline}",
            selected=s.place,
        )

    def details(self, picks: Picks) -> str:
        """Profile of the picked place, a table of several, else the profile of the city."""
        lang, theme = self.selection.lang, self.theme
        return marked_html(picks, self.figure, self.names, profile=self.profile, lang=lang, theme=theme)

    def profile(self, selected: str) -> str:
        """Profile of the picked place, else of the city."""
        s = self.selection
        code = selected if selected in self.names else s.city
        level = "province" if code == PROVINCE_CITY else ("regency" if len(code) == 5 else s.level)
        rows = profile_rows(
            self.store,
            self.availability,
            code,
            level,
            s.lang,
            first=str(self.figure.row["indicator"]),
            colour=tokens(self.theme).accent,
        )
        title = self.names.get(code, self.name)
        border = self._border_text(code)
        return f"<h3>{escape(title)}</h3><p class='atlas-small'>{escape(quality_text(self.store, code, s.lang))}</p>{border}{profile_html(rows, s.lang)}"

    def _border_text(self, code: str) -> str:
        """Which places of the city a place borders on."""
        s = self.selection
        if s.level in ("regency", OWN_LEVEL) or code == s.city:
            return ""  # what a reader's zones border on is theirs to say
        _ = translator(s.lang)
        name = f"village-{s.city}" if s.level == "village" else f"scene-{s.city}"
        others = neighbours_in(self.store.geometry_url(name), s.level).get(code, ())
        if not others:
            text = _("Borders on no other place of the city.")
        else:
            text = _("Borders on {places}.").format(
                places=names_text([self.names[other] for other in others], s.lang)
            )
        return f'<p class="atlas-small">{escape(text)}</p>'

    def ranking(self) -> Chart:
        """All places of the map in order."""
        s = self.selection
        frame = pd.DataFrame(
            {
                "code": self.figure.values.index,
                "name": [self.names[c] for c in self.figure.values.index],
                "value": self.figure.values.to_numpy(),
            }
        )
        marks: Sequence[ReferenceMark] = ()
        if self.nation is not None and not self.figure.is_count:
            marks = reference_marks(self.nation.reference, s.lang, mean=False)
        highlight = [s.city] if s.city in set(frame["code"]) else []
        return dot_plot(
            frame,
            self.figure.row,
            lang=s.lang,
            theme=self.theme,
            year=self.figure.year,
            reference=marks,
            highlight=highlight,
        )


def build_city(
    store: Store, availability: Availability, selection: Selection, *, theme: str, cities: Mapping[str, str]
) -> City:
    """Compute the city page for a selection."""
    lang, city, level = selection.lang, selection.city, selection.level
    name = cities[city]
    figure = city_figure(
        store,
        city,
        indicator=selection.indicator,
        level=level,
        year=selection.year,
        scheme=selection.scheme,
        k=selection.k,
    )
    names = store.place_table().set_index("code")["name"]
    nation = (
        national(store, selection.indicator, selection.year)
        if level == "regency" and selection.year
        else None
    )
    shown = names.reindex(figure.values.index).astype(str).to_dict()
    mine = members(store, city, level)
    values = figure.values[mine]
    if nation is not None:
        value = (
            province_value(store, selection.indicator, selection.year)
            if city == PROVINCE_CITY
            else float(values.iloc[0])
        )
        newest = newest_year(availability, selection, city)
        headline = city_headline(name, value, nation, city, figure, lang, newest=newest)
        if city == PROVINCE_CITY and pd.isna(value) and values.notna().any():  # only its six have figures
            headline = inside_headline(replace(figure, values=values), shown, name, lang)
    else:
        headline = inside_headline(figure, shown, name, lang)
    legend = map_key(figure, nation, lang=lang, theme=theme, neighbours=level == "regency")
    return City(
        store,
        availability,
        selection,
        theme,
        name,
        shown | {city: name},
        figure,
        nation,
        headline,
        subtitle(figure, name, level, lang),
        _sentence(figure, shown, selection),
        legend
        + points_key([kind for kind in selection.points.split(",") if kind in kinds_of(store, city)], lang),
        source_text(figure, store.sources(), lang, vintage=store.boundary_vintage),
        [
            *_notes(figure, names, selection, [city, *mine]),
            *year_notes(availability, selection, [city], names={city: common_name(name)}, nation=nation),
        ],
    )


def _sentence(figure: Figure, names: Mapping[str, str], selection: Selection) -> str:
    """What the map shows in figures; below regency level only, where the headline names places but no numbers."""
    if selection.level == "regency":
        return ""
    _ = translator(selection.lang)
    places = {"district": _("districts"), "village": _("villages")}.get(selection.level, _("zones"))
    return map_sentence(
        figure.values, figure.row, names=names, year=figure.year, lang=selection.lang, places=places
    )


def _notes(figure: Figure, names: pd.Series, selection: Selection, mine: Sequence[str]) -> list[str]:
    """Caveats: of the indicator in this city (`mine`), of the place, places without data by name."""
    lang = selection.lang
    _ = translator(lang)
    notes = [caveats(figure, lang, codes=mine)]
    if selection.level == "regency" and is_not_loaded(figure.row, selection.city):
        text = _("The figure of {places} is published but not loaded in this atlas.")
        notes.insert(0, text.format(places=common_name(str(names[selection.city]))))
    pilots = load_pilots().set_index("code")
    if selection.level == "regency" and selection.city in pilots.index:
        notes.append(
            pick(pilots.loc[selection.city], "note", lang)
            if pilots.at[selection.city, f"note_{lang}"]
            else ""
        )
    missing = [str(names[code]) for code in figure.missing()]
    if missing:
        more = _(" and {n} more").format(n=len(missing) - 12) if len(missing) > 12 else ""
        notes.append(_("No data: {names}{more}.").format(names=", ".join(missing[:12]), more=more))
    if figure.is_count:
        notes.append(_("This is a count: circles, because a fill would only show which area is large."))
    if selection.level == "district" and selection.city not in PILOTS:
        notes.append(
            _(
                "District figures are published here for the four pilots; for this place only the area is known by district."
            )
        )
    return [text for text in notes if text]
