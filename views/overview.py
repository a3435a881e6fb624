"""View model of the overview page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.catalogue import load_frameworks, load_pilots
from geodata.codes import level_of
from views.availability import PILOTS
from views.cards import CARD_INDICATORS, build_cards, card_html
from views.claims import uncertainty_of
from views.districts import district_names, ends_sentence, missing_note, spread_headline
from views.facts import facts_html
from views.figures import Figure, National, make_figure, national, province_value
from views.formatting import names_text, rank_note
from views.headlines import beside_median, caveats, median_headline, source_text, subtitle
from views.i18n import pick, translator
from views.keys import map_key
from views.knowledge import known_html, latest_years
from views.maps import PanelPaint, build_map
from views.marked import marked_html
from views.markup import escape, plain_name, short_place_name
from views.network import network_line
from views.notes import basis_text
from views.profile import profile_html, profile_rows
from views.scenes import country_panel, paint_figure, paint_map
from views.theme import city_style, tokens
from views.year_notes import year_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import folium

    from analytics.claim_limits import Uncertainty
    from geodata.store import Store
    from views.availability import Availability
    from views.picking import Picks
    from views.selection import Selection


@dataclass(frozen=True)
class Overview:
    """All that the overview page shows."""

    store: Store
    availability: Availability
    selection: Selection
    theme: str
    cities: Mapping[str, str]
    figure: Figure
    nation: National
    headline: str
    subtitle: str
    sentence: str
    legend: str
    source: str
    notes: Sequence[str]

    @property
    def by_district(self) -> bool:
        """Whether it is all districts that the map shows."""
        return self.selection.level == "district"

    @property
    def chart(self) -> folium.Map:
        """The country's map; its script depends on the level and on nothing else that is chosen."""
        _ = translator(self.selection.lang)
        return build_map(
            [country_panel()],
            national=self.store.geometry_url("districts" if self.by_district else "national"),
            quiet_labels=True,
            aspect=0.42,
            broken=_(
                "The boundaries could not be loaded. Reload the page; if it stays, run the setup again."
            ),
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """Every place that can be picked by its name."""
        table = self.store.place_table("regency").set_index("code")["name"].to_dict()
        return {
            **(district_names(self.store) if self.by_district else table),
            **{code: self.cities[code] for code in PILOTS if code in self.cities},
        }

    def paint(self) -> folium.FeatureGroup:
        """Values, colours and what is picked on the country's map."""
        lang = self.selection.lang
        layers = paint_figure(self.figure, lang, {self.selection.level: sorted(self.figure.values.index)})
        panel = PanelPaint(layers, marks=self._marks(), outlines=self._outlines())
        return paint_map(
            self.figure,
            [panel],
            lang=self.selection.lang,
            theme=self.theme,
            alt=f"{self.subtitle}. {self.headline}",
            selected=self.selection.place,
        )

    def _marks(self) -> list[dict[str, Any]]:
        table = self.store.place_table().set_index("code")
        marks = []
        for code in (code for code in PILOTS if code in self.cities):
            place, style = table.loc[code], city_style(code)
            value = self.figure.values.get(
                code, province_value(self.store, str(self.figure.row["indicator"]), self.figure.year, code)
            )
            marks.append(
                {
                    "code": code,
                    "label": plain_name(self.cities[code]),
                    "at": [float(place["label_y"]), float(place["label_x"])],
                    "color": style.colour,
                    "shape": style.symbol,
                    "text": self.figure.bare_text(value, self.selection.lang),
                }
            )
        return marks

    def _outlines(self) -> list[dict[str, Any]]:
        t, pilots = tokens(self.theme), "pilot" if self.by_district else "regency"
        provinces = {"layer": "province", "color": t.ink, "weight": 0.7}
        regencies = [{"borders": "regency", "color": t.muted, "weight": 0.5}] if self.by_district else []
        return [*regencies, provinces] + [
            {"layer": pilots, "code": code, "color": city_style(code).colour, "weight": 1.6}
            for code in PILOTS
        ]

    def details(self, picks: Picks) -> str:
        """Short profile of the picked place, a table of several."""
        lang, theme = self.selection.lang, self.theme
        return marked_html(picks, self.figure, self.names, profile=self.place_card, lang=lang, theme=theme)

    def place_card(self, code: str) -> str:
        """Short profile of a place."""
        lang = self.selection.lang
        if code not in self.names:
            return ""
        level = level_of(code)
        rows = profile_rows(
            self.store,
            self.availability,
            code,
            level,
            lang,
            first=str(self.figure.row["indicator"]),
            colour=tokens(self.theme).accent,
        ).head(5)
        return f'<h2 class="atlas-place">{escape(self.names[code])}</h2>{profile_html(rows, lang)}'


def build_overview(
    store: Store,
    availability: Availability,
    selection: Selection,
    *,
    theme: str,
    cities: Mapping[str, str],
    known_error: Callable[[str, str], Uncertainty] | None = None,
) -> Overview:
    """Compute the overview for a selection; `known_error` as in `views.peers.build_peers`."""
    lang, level = selection.lang, selection.level
    _ = translator(lang)
    figure = make_figure(store, selection.indicator, level=level, year=selection.year)
    nation = national(store, selection.indicator, selection.year or 0, level=level)
    known_error = known_error or (lambda indicator, level: uncertainty_of(store, indicator, level=level))
    made = Overview(
        store,
        availability,
        selection,
        theme,
        cities,
        figure,
        nation,
        headline="",
        subtitle=subtitle(figure, _("Indonesia"), level, lang),
        sentence="",
        legend=map_key(figure, nation, lang=lang, theme=theme),
        source=source_text(figure, store.sources(), lang, vintage=store.boundary_vintage),
        notes=[],
    )
    said = (
        _by_district(made) if made.by_district else _by_regency(made, known_error(selection.indicator, level))
    )
    headline, sentence, notes = said
    return replace(made, headline=headline, sentence=sentence, notes=[text for text in notes if text])


def _by_district(made: Overview) -> tuple[str, str, list[str]]:
    """Headline, sentence and notes of a map of districts: the pilots are none, so these speak of all."""
    figure, lang = made.figure, made.selection.lang
    headline = spread_headline(figure, made.nation, made.names, lang)
    notes = [
        missing_note(figure, made.cities, lang),
        caveats(figure, lang, codes=list(figure.values.dropna().index)),
    ]
    return headline, ends_sentence(figure, made.names, lang), notes


def _by_regency(made: Overview, known: Uncertainty) -> tuple[str, str, list[str]]:
    """Headline, sentence and notes of a map of regencies: how the pilots stand among all."""
    figure, nation, cities, lang = made.figure, made.nation, made.cities, made.selection.lang
    pilots = {c: cities[c] for c in PILOTS if c in nation.values.index}
    shorts = {code: short_place_name(cities[code]) for code in PILOTS if code in cities}
    notes = [
        _equal_note(nation, figure, pilots, known, lang),
        caveats(figure, lang, codes=[*PILOTS, *figure.values.index]),
        *year_notes(made.availability, made.selection, [*shorts], names=shorts, nation=nation),
    ]
    headline = median_headline(nation, figure, pilots, known, lang)
    return headline, _sentence(made.store, figure, nation, cities, lang), notes


def _equal_note(
    nation: National, figure: Figure, pilots: Mapping[str, str], known: Uncertainty, lang: str
) -> str:
    """What "about equal" in the headline means; "" where nothing is."""
    _ = translator(lang)
    if not beside_median(nation, figure, pilots, known)["equal"]:
        return ""
    return _(
        "“About equal”: the difference from the median is no larger than what rounding, yearly ups and downs or registers leave open, as in the claim checker."
    )


def known_sections(
    store: Store, availability: Availability, cities: Mapping[str, str], lang: str
) -> tuple[str, str]:
    """What is known of the three elements and of the six pillars, as HTML."""
    frameworks, years = load_frameworks(), latest_years(store, availability)
    parts = []
    for kind in ("element", "pillar"):
        rows = frameworks[frameworks["framework"] == kind].to_dict("records")
        groups = {str(row["id"]): (pick(row, "name", lang), pick(row, "description", lang)) for row in rows}
        parts.append(known_html(availability, years, groups, column=kind, names=cities, lang=lang))
    return parts[0], parts[1]


def context_section(store: Store, availability: Availability, cities: Mapping[str, str], lang: str) -> str:
    """What is known of elements and pillars, published facts, a line on the ASCN network: HTML with headings."""
    _ = translator(lang)
    parts = [
        (
            _("Three elements and six pillars: what is known, what is not"),
            "".join(known_sections(store, availability, cities, lang)),
        ),
        (_("Published facts"), facts_html(store, availability.catalogue, cities, lang)),
        (
            _("ASEAN Smart Cities Network and frameworks"),
            f"<p>{escape(network_line(store.ascn(), lang))}</p>",
        ),
    ]
    return "".join(f"<h2>{escape(title)}</h2>{html}" for title, html in parts)


def cards_section(
    store: Store, availability: Availability, cities: Mapping[str, str], lang: str, theme: str
) -> str:
    """Cards of the pilots, as HTML."""
    cards = build_cards(store, availability, lang, names=cities, pilots=load_pilots())
    _ = translator(lang)
    rule = _(
        "Rank 1 is the best, for example the lowest poverty; where neither is better, places are listed by size. Surveys move by chance from year to year: the claim checker on the Compare page says which differences count."
    )
    catalogue = store.catalogue().set_index("indicator")
    records = [catalogue.loc[name] for name in CARD_INDICATORS if name in catalogue.index]
    series = [f"{pick(row, 'short', lang)}: {text}." for row in records if (text := basis_text(row, lang))]
    return (
        f'<p class="atlas-small">{escape(" ".join([rule, *series]))}</p>'
        f'<div class="atlas-cards">{"".join(card_html(card, lang, theme) for card in cards)}</div>'
    )


def _sentence(store: Store, figure: Figure, nation: National, cities: Mapping[str, str], lang: str) -> str:
    """Rank bands of the pilots that are ranked, and what rank 1 means; Jakarta's own figure apart."""
    _ = translator(lang)
    parts = []
    for code in (code for code in PILOTS if nation.rank(code, lang)):
        name, value = short_place_name(cities[code]), figure.text(nation.values[code], lang)
        parts.append(
            _("{place} {value} ({rank})").format(place=name, value=value, rank=nation.rank(code, lang))
        )
    if not parts:
        return ""
    text = f"{names_text(parts, lang)}. {rank_note(str(figure.row['direction']), lang)}."
    jakarta = province_value(store, str(figure.row["indicator"]), figure.year)
    if pd.notna(jakarta):
        text += " " + _("Jakarta, a province and not ranked with them: {value}.").format(
            value=figure.text(jakarta, lang)
        )
    return text
