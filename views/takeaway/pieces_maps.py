"""Figures of the pages with maps: overview, one city, cities compared, the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from views import compare_charts
from views.city import build_city
from views.columns import bare_text, column_heading
from views.comparability import judge, plain_text
from views.compare import build_comparison
from views.i18n import translator
from views.marking import captioned
from views.markup import short_place_name
from views.network import build_network
from views.overview import build_overview
from views.takeaway.document import Behind, Piece

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from views.figures import Figure
    from views.selection import Selection
    from views.takeaway.kit import Kit


@dataclass(frozen=True)
class Found:
    """What a page says and shows."""

    title: str
    subtitle: str
    lead: str
    pieces: Sequence[Piece]
    notes: Sequence[str] = ()


def overview(kit: Kit, selection: Selection) -> Found:
    """The country's map."""
    model = build_overview(
        kit.store,
        kit.availability,
        selection,
        theme=kit.theme,
        cities=kit.choices.cities,
        known_error=kit.known_error,
    )
    piece = _map(model, selection, names=model.names)
    return Found(model.headline, model.subtitle, model.sentence, [piece])


def city(kit: Kit, selection: Selection) -> Found:
    """One city's map and its places in order."""
    _ = translator(selection.lang)
    model = build_city(kit.store, kit.availability, selection, theme=kit.theme, cities=kit.choices.cities)
    piece = _map(model, selection, names=model.names)
    ranking = model.ranking()
    order = Piece(
        "ranking", _("All places in order"), ranking.table, ranking.caption, source=model.source, alt=ranking.alt,
        chart=ranking, behind=piece.behind, codes=ranking.codes, notes=tuple(model.notes),
    )  # fmt: skip
    return Found(model.headline, model.subtitle, model.sentence, [piece, order])


def compare(kit: Kit, selection: Selection) -> Found:
    """The wall of maps, the cities in order, among all, across indicators."""
    _, s = translator(selection.lang), selection
    model = build_comparison(kit.store, kit.availability, s, theme=kit.theme, cities=kit.choices.cities)
    badge = badge_text(kit, s, s.cities)
    wall = _map(model, s, names=model.places, badge=badge)
    charts = [
        ("dots", _("In order"), compare_charts.dots(model), _behind(model.figure, s.cities), badge),
        ("strip", _("Among all regencies and cities"), compare_charts.strip(model), _national(model), badge),
        ("profile", _("Across indicators"), compare_charts.profile(model), _profile(s.cities), ""),
    ]
    pieces = [
        Piece(
            key,
            title,
            chart.table,
            chart.caption,
            source=model.source if key != "profile" else "",
            badge=said,
            alt=chart.alt,
            chart=chart,
            behind=behind,
            codes=chart.codes,
            notes=tuple(model.notes) if key == "dots" else (),
        )
        for key, title, chart, behind, said in charts
        if chart is not None
    ]
    table, reasons = compare_charts.table(model)
    caption = captioned(_("Latest figure of each indicator, with its year"), table, s.lang)
    why = tuple(f"{name} {reason}" for name, reason in reasons)
    every = tuple(str(name) for name in kit.availability.catalogue.index)
    side = Piece(
        "all", _("All figures side by side"), table, caption, notes=why, behind=Behind(every, tuple(s.cities))
    )
    return Found(model.headline, model.subtitle, model.sentence, [wall, *pieces, side])


def network(kit: Kit, selection: Selection) -> Found:
    """The cities of the ASEAN network."""
    _ = translator(selection.lang)
    model = build_network(kit.store, lang=selection.lang, theme=kit.theme)
    chart = model.chart
    piece = Piece(
        "network", _("Cities of the network"), chart.table, chart.alt, source=model.source, alt=chart.alt, chart=chart,
        codes=chart.codes,
    )  # fmt: skip
    return Found(model.headline, model.subtitle, model.sentence, [piece])


def badge_text(kit: Kit, selection: Selection, codes: Sequence[str], *, since: int | None = None) -> str:
    """How comparable some places are in the chosen indicator, in words; "" for fewer than two or without a year."""
    s = selection
    if len(codes) < 2 or s.year is None or not s.indicator:
        return ""
    catalogue = kit.availability.catalogue
    found = judge(kit.store, kit.availability, s.indicator, codes, level=s.level, year=s.year, since=since)
    names = {code: short_place_name(kit.choices.cities[code]) for code in codes}
    return plain_text(found, catalogue.loc[s.indicator], names=names, catalogue=catalogue, lang=s.lang)


def _map(model: Any, selection: Selection, *, names: Mapping[str, str], badge: str = "") -> Piece:
    figure: Figure = model.figure
    return Piece(
        "map", model.headline, _values(figure, names, selection.lang), model.subtitle, (model.sentence,) if model.sentence else (),
        tuple(model.notes), model.source, badge, f"{model.subtitle}. {model.headline}", map=model,
        behind=_behind(figure, [str(code) for code in figure.values.index]),
        codes=tuple(str(code) for code in figure.values.index),
    )  # fmt: skip


def _values(figure: Figure, names: Mapping[str, str], lang: str) -> pd.DataFrame:
    """Every place of a map with its value as the map prints it."""
    _ = translator(lang)
    codes = [str(code) for code in figure.values.index]
    year = "" if figure.year is None else str(figure.year)
    texts = [bare_text(value, figure.row, lang) for value in figure.values]
    return pd.DataFrame(
        {
            _("Code"): codes,
            _("Place"): [names.get(code, code) for code in codes],
            column_heading(figure.row, lang, year): texts,
        }
    )


def _behind(figure: Figure, codes: Sequence[str]) -> Behind:
    years = () if figure.year is None else (figure.year,)
    return Behind((str(figure.row["indicator"]),), tuple(codes), years)


def _national(model: Any) -> Behind:
    codes = () if model.nation is None else tuple(str(code) for code in model.nation.values.index)
    return _behind(model.figure, tuple(dict.fromkeys([*model.selection.cities, *codes])))


def _profile(cities: Sequence[str]) -> Behind:
    return Behind(compare_charts.PROFILE_INDICATORS, tuple(cities))
