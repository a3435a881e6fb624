"""Figures of the pages that compute: trends, peers, index, patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from views import convergence_model, index_notes, index_tables, index_texts, pattern_texts
from views.charts.contributions import contribution_bars
from views.charts.convergence import beta_chart, lorenz, sigma_chart
from views.charts.index_bands import field_bands
from views.charts.moran import chance_histogram, moran_scatter
from views.headlines import caveats, source_text
from views.i18n import translator
from views.index_model import build_index
from views.marking import captioned
from views.pattern_inequality import inequality_of, inside_lines, measures_table
from views.pattern_map import base_map, paint
from views.pattern_model import build_patterns
from views.peer_groups import place_names
from views.peers import build_peers
from views.takeaway.document import Behind, Piece
from views.takeaway.pieces_maps import Found, badge_text
from views.theme import sequential
from views.trend_panels import panels
from views.trends import build_trends

if TYPE_CHECKING:
    import folium

    from views.charts import Chart
    from views.figures import Figure
    from views.pattern_model import PatternsPage
    from views.selection import Selection
    from views.takeaway.kit import Kit


def _piece(key: str, title: str, chart: Chart, **more: Any) -> Piece:
    return Piece(
        key, title, chart.table, chart.caption, alt=chart.alt, chart=chart, codes=chart.codes, **more
    )


def trends(kit: Kit, selection: Selection) -> Found:
    """Lines, each place among its peers, ranks, change, pace."""
    _, s = translator(selection.lang), selection
    model = build_trends(kit.store, kit.availability, s, theme=kit.theme, known_error=kit.known_error)
    badge = badge_text(kit, s, s.cities, since=s.since)
    behind = Behind((s.indicator,), tuple(model.shown))
    said = (model.sentence,) if model.sentence else ()
    pieces = [
        _piece("lines", _("Over the years"), model.lines(), sentences=said, source=model.source, badge=badge, behind=behind,
               notes=(model.peers_text, *model.notes))
    ]  # fmt: skip
    pieces += [
        _piece(f"panel-{panel.code}", panel.name, panel.chart, source=model.source,
               behind=Behind((s.indicator,), (panel.code, *model.peers.get(panel.code, ()))))
        for panel in panels(model)
    ]  # fmt: skip
    if model.ranks is not None:
        title = _("Rank among all regencies and cities")
        pieces.append(
            _piece("ranks", title, model.ranks, sentences=(model.ranks_sentence,), source=model.source)
        )
    measured = model.measured()
    if measured is not None:
        chart, sentence = measured
        title = _("Change over the years")
        pieces.append(
            _piece("measured", title, chart, sentences=(sentence,), source=model.source, behind=behind)
        )
    pace = model.pace()
    if pace is not None:
        table, sentence = pace
        title = _("At this pace, how many years to the best peer")
        pieces.append(
            Piece(
                "pace",
                title,
                table,
                captioned(model.pace_caption, table, s.lang),
                (sentence,),
                source=model.source,
                codes=s.cities,
            )
        )
    return Found(model.headline, model.subtitle, model.sentence, pieces, [])


def peers(kit: Kit, selection: Selection) -> Found:
    """Gap to the peers, and how like they are."""
    _, s = translator(selection.lang), selection
    model = build_peers(kit.store, kit.availability, s, theme=kit.theme, known_error=kit.known_error)
    pieces = []
    gaps = model.gaps()
    if gaps is not None:
        names = tuple(str(row.record["indicator"]) for row in model.rows)
        behind = Behind(names, (s.city, *model.codes))
        pieces.append(
            _piece(
                "gaps",
                _("Gap to the peers"),
                gaps,
                notes=(model.gap_note,),
                source=model.source,
                behind=behind,
            )
        )
    said = (model.sentence,) if model.sentence else ()
    caption = captioned(_("Peers in the order of likeness"), model.table, s.lang)
    title = _("How like they are, and why")
    pieces.append(
        Piece(
            "alike",
            title,
            model.table,
            caption,
            said,
            (model.measured_by,),
            model.source,
            codes=tuple(model.listed),
        )
    )
    return Found(model.headline, model.subtitle, model.gap_sentence, pieces, model.notes)


def index(kit: Kit, selection: Selection) -> Found:
    """Bands, pairs, what the scores are made of, the figures behind them."""
    lang = selection.lang
    _ = translator(lang)
    frame = kit.index_frame(selection.index)
    model = build_index(kit.store, kit.availability, selection, theme=kit.theme, frame=frame)
    note, names, look = index_notes.framework_note(model), model.names, {"lang": lang, "theme": kit.theme}
    pieces = [
        _piece("bands", _("Rank bands"), index_tables.bands_chart(model), source=model.source, notes=(note,))
    ]  # fmt: skip
    if len(model.scored) > 1:
        caption = _(
            "Draws in which the row is higher than the column. ▲ clearly over 90%, ▼ clearly under 10%, ≈ between: not told apart."
        )
        turned = (
            *index_texts.left_out_lines(model, model.turned()),
            *index_texts.tipping_lines(model, model.tipping()),
        )
        title = _("Who can be told from whom")
        pieces.append(
            Piece(
                "pairs",
                title,
                index_tables.pair_table(model),
                caption,
                tuple(turned),
                source=model.source,
                codes=tuple(model.scored),
            )
        )
    groups = model.result.group_contributions.loc[model.order]
    bars = contribution_bars(
        groups, model.result.table.loc[model.order], model.result.base, part_names=model.part_names, names=names,
        colours=sequential(len(groups.columns), kit.theme), **look,
    )  # fmt: skip
    lines = tuple(index_texts.ignorance_lines(model, model.price()))
    pieces.append(
        _piece("contributions", _("What the scores are made of"), bars, sentences=lines, source=model.source)
    )
    caption = _("Figures behind the scores; in brackets the score of each, 0 to 100")
    used = Behind(tuple(model.index.indicators), tuple(model.shown))
    raw = Piece(
        "raw",
        _("Figures behind the scores"),
        index_tables.raw_table(model),
        caption,
        source=model.source,
        behind=used,
    )
    field = _piece(
        "field",
        _("All places"),
        field_bands(model.found, model.order, names=names, **look),
        source=model.source,
    )
    return Found(
        index_texts.headline(model),
        index_texts.subtitle(model),
        index_texts.lead(model),
        [*pieces, raw, field],
    )


class _Shown:
    """A patterns page as a map: what the documents of all pages with maps ask for."""

    def __init__(self, page: PatternsPage, alt: str) -> None:
        self.page, self.alt = page, alt
        self.store, self.selection, self.theme = page.store, page.selection, page.theme

    @property
    def figure(self) -> Figure:
        """The values."""
        return self.page.figure

    @property
    def chart(self) -> folium.Map:
        """The city's map."""
        s = self.selection
        return base_map(self.store, s.city, s.level, s.lang)

    def paint(self) -> folium.FeatureGroup:
        """Clusters, significance or values, as chosen."""
        return paint(self.page, self.alt)


def patterns(kit: Kit, selection: Selection) -> Found:
    """Map, scatter, chance, inequality inside, convergence between."""
    lang, s = selection.lang, selection
    _ = translator(lang)
    pattern = kit.pattern(s.city, s.level, s.indicator, s.year)
    page = build_patterns(kit.store, s, pattern, theme=kit.theme, cities=kit.choices.cities)
    title, subtitle, lead = (
        pattern_texts.headline(page),
        pattern_texts.subtitle(page),
        pattern_texts.lead(page),
    )
    source = source_text(page.figure, kit.store.sources(), lang, vintage=kit.store.boundary_vintage)
    notes = tuple(
        text
        for text in (*pattern_texts.notes(page), caveats(page.figure, lang), pattern_texts.method_note(lang))
        if text
    )
    codes = tuple(str(code) for code in page.figure.values.index)
    behind = Behind((s.indicator,), codes, () if s.year is None else (s.year,))
    alt = f"{subtitle}. {title}"
    pieces = [
        Piece("map", title, pattern_texts.short_rows(page, list(codes)), subtitle, (lead,) if lead else (), notes, source, "", alt,
              map=_Shown(page, alt), behind=behind, codes=codes)
    ]  # fmt: skip
    if page.moran.status == "ok":
        pieces += [
            _piece(
                "scatter",
                _("Each area beside its neighbours"),
                moran_scatter(page),
                source=source,
                behind=behind,
            ),
            _piece(
                "chance",
                _("Could chance do this?"),
                chance_histogram(page.moran, lang=lang, theme=kit.theme),
                source=source,
            ),
        ]
    pieces += [*_inside(page, source), *_between(kit, selection)]
    return Found(title, subtitle, lead, pieces)


def _inside(page: PatternsPage, source: str) -> list[Piece]:
    lang = page.selection.lang
    _ = translator(lang)
    found = inequality_of(page)
    if not found.measurable or found.gini.status != "ok":
        return []
    said = tuple(inside_lines(page, found))
    title = _("How unequal the areas of the city are")
    measures = Piece("measures", _("Measures of inequality"), measures_table(found, lang), source=source)
    return [_piece("lorenz", title, lorenz(page, found), sentences=said, source=source), measures]


def _between(kit: Kit, selection: Selection) -> list[Piece]:
    lang, s = selection.lang, selection
    _ = translator(lang)
    if not s.series:
        return []
    found = kit.convergence(s.series)
    if found.sigma is None or found.sigma.status != "ok":
        return []
    title = _("Do regencies and cities draw nearer to each other?")
    said = tuple(convergence_model.lines(found, lang))
    pieces = [_piece("sigma", title, sigma_chart(found, lang=lang, theme=kit.theme), sentences=said)]
    if found.beta is not None and found.beta.status == "ok":
        chart = beta_chart(found, city=s.city, names=place_names(kit.store), lang=lang, theme=kit.theme)
        note = convergence_model.left_out_text(found, lang)
        pieces.append(_piece("beta", title, chart, notes=(note,) if note else ()))
    return pieces
