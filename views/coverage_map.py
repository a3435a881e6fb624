"""Map of what we do not know: for every regency and city the share of indicators with a figure, or how recent one indicator is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.classify import MAX_CLASSES, Classes, classify
from analytics.coverage import coverage_share, coverage_years
from views.absence import is_missing
from views.figures import Figure, catalogue_row
from views.formatting import EN_DASH, number, year_text
from views.i18n import LANGUAGES, pick, translator
from views.legend import hatch_style, legend_html
from views.markup import escape
from views.scenes import palette
from views.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    import folium

    from geodata.store import Store

__all__ = ["CoverageMap", "coverage_map"]

MEASURES = ("share", "latest", "years")


@dataclass(frozen=True)
class _YearFigure(Figure):
    """A figure whose values are years: written without a thousands mark."""

    def bare_text(self, value: Any, lang: str) -> str:  # noqa: ARG002 - a year is written alike in both
        """Year, "" where there is none."""
        return "" if is_missing(value) else year_text(value)

    def texts(self, lang: str) -> pd.Series:
        """Year of each place."""
        return self.values.map(lambda value: self.bare_text(value, lang))


@dataclass(frozen=True)
class CoverageMap:
    """All that the map of coverage shows.

    Attributes
    ----------
    figure
        Values of all regencies and cities, for `views.scenes.paint_figure` and the map's other helpers.
    measure
        ``share`` (percent of indicators with a figure), ``latest`` (year) or ``years`` (number of years).
    title, sentence
        What is shown, and what it says.
    """

    figure: Figure
    measure: str
    title: str
    sentence: str

    def legend(self, *, lang: str, theme: str) -> str:
        """Legend: histogram and classes; for the latest year a line a year."""
        figure = self.figure
        counts = figure.classes.counts(figure.values)
        if self.measure == "latest":
            return _year_legend(self, counts, lang=lang, theme=theme)
        return legend_html(
            figure.classes,
            palette(figure, theme),
            counts,
            indicator_row=figure.row,
            year=None,
            lang=lang,
            theme=theme,
            n_missing=len(figure.missing()),
        )

    def chart(self, store: Store, lang: str) -> folium.Map:
        """The country's map, as on the overview."""
        from views.maps import build_map
        from views.scenes import country_panel

        _ = translator(lang)
        broken = _("The boundaries could not be loaded. Reload the page; if it stays, run the setup again.")
        national = store.geometry_url("national")
        return build_map([country_panel()], national=national, quiet_labels=True, aspect=0.42, broken=broken)

    def paint(self, *, lang: str, theme: str, selected: str = "") -> folium.FeatureGroup:
        """Values and colours of the map."""
        from views.maps import PanelPaint
        from views.scenes import paint_figure, paint_map

        layers = paint_figure(self.figure, lang, {"regency": sorted(self.figure.values.index)})
        alt = f"{self.title}. {self.sentence}"
        return paint_map(
            self.figure, [PanelPaint(layers)], lang=lang, theme=theme, alt=alt, selected=selected
        )


def coverage_map(
    store: Store, *, lang: str, indicator: str | None = None, measure: str = "latest"
) -> CoverageMap:
    """Compute the map.

    Parameters
    ----------
    store
        Where the figures are.
    lang
        Language of title and sentence.
    indicator
        One indicator; without it the share of all indicators that are collected for every regency and city.
    measure
        Of one indicator: ``latest`` year or number of ``years``.

    Raises
    ------
    ValueError
        If `measure` is another.
    """
    if measure not in MEASURES[1:]:
        msg = f"`measure` must be latest or years, it is {measure!r}."
        raise ValueError(msg)
    codes = store.place_table("regency")["code"]
    if indicator is None:
        return _share_map(store, codes, lang)
    table = coverage_years(store.values(indicator, level="regency"), codes=codes, indicator=indicator)
    make = _latest_map if measure == "latest" else _years_map
    return make(table, catalogue_row(store, indicator), lang)


def _share_map(store: Store, codes: pd.Series[str], lang: str) -> CoverageMap:
    _ = translator(lang)
    catalogue = store.catalogue()
    everywhere = catalogue["rankable"] & catalogue["levels"].map(lambda levels: "regency" in levels)
    names = list(catalogue.loc[everywhere, "indicator"])
    table = coverage_share(store.values(names, level="regency"), codes=codes, indicators=names)
    title = _in_both(lambda _: _("Share of indicators with a figure"))
    row = _row(*title, unit="%", unit_kind="percent")
    figure = _figure(row, table["share"] * 100, classify(table["share"] * 100, k=5, decimals=0))
    full = int((table["n"] == table["expected"]).sum())
    text = _(
        "Of {all} indicators collected for every regency and city, the median place has {median}, the lowest {low}; {full} of {places} have all."
    )
    sentence = text.format(
        all=number(len(names), 0, lang),
        median=number(table["n"].median(), 0, lang),
        low=number(table["n"].min(), 0, lang),
        full=number(full, 0, lang),
        places=number(len(table), 0, lang),
    )
    return CoverageMap(figure, "share", _("What this atlas knows of each regency and city"), sentence)


def _latest_map(table: pd.DataFrame, record: pd.Series, lang: str) -> CoverageMap:
    row = _row(*_in_both(lambda _: _("Latest year with a figure: {name}"), record))
    values = table["latest"].astype("float64")
    figure = _YearFigure(row, None, values, values.dropna(), _classes_of_years(values), ())
    return CoverageMap(figure, "latest", pick(row, "name", lang), _said(table, lang))


def _years_map(table: pd.DataFrame, record: pd.Series, lang: str) -> CoverageMap:
    row = _row(*_in_both(lambda _: _("Number of years with a figure: {name}"), record))
    values = table["years"].astype("float64").where(table["years"] > 0)
    figure = _figure(row, values, classify(values.dropna(), k=5, decimals=0))
    return CoverageMap(figure, "years", pick(row, "name", lang), _said(table, lang))


def _said(table: pd.DataFrame, lang: str) -> str:
    """How many places have the newest year, an earlier one, none."""
    _ = translator(lang)
    none = int(table["latest"].isna().sum())
    if none == len(table):
        return _("There is no figure for any regency or city.")
    newest = table["latest"].max()
    now = int((table["latest"] == newest).sum())
    text = _(
        "{now} of {places} regencies and cities have a figure for {year}, {before} only for an earlier year, {none} none at all."
    )
    return text.format(
        now=number(now, 0, lang),
        places=number(len(table), 0, lang),
        year=year_text(newest),
        before=number(len(table) - now - none, 0, lang),
        none=number(none, 0, lang),
    )


def _classes_of_years(values: pd.Series[float]) -> Classes:
    """A class a year; with more years than colours the oldest share the first classes."""
    years = sorted({float(year) for year in values.dropna()})
    if not years:
        return classify(values, decimals=0)
    lower = [years[0], *years[-(MAX_CLASSES - 1) :]] if len(years) > MAX_CLASSES else years
    return Classes((*lower, years[-1]), "equal_interval", 0, float("nan"), int(values.notna().sum()))


def year_labels(classes: Classes) -> list[str]:
    """The year or years of each class, oldest first."""
    edges = classes.edges
    ends = [*edges[1:-1], edges[-1] + 1] if edges else []
    return [
        year_text(low) if high - low <= 1 else f"{year_text(low)}{EN_DASH}{year_text(high - 1)}"
        for low, high in zip(edges, ends, strict=False)
    ]


def _year_legend(model: CoverageMap, counts: tuple[int, ...], *, lang: str, theme: str) -> str:
    """Legend of years: a line a class, newest first, then the places without any."""
    _ = translator(lang)
    t, figure, labels = tokens(theme), model.figure, year_labels(model.figure.classes)
    colours = [f"background:{colour}" for colour in palette(figure, theme)]
    rows = list(zip(colours, labels, counts, strict=False))[::-1]
    rows += [(hatch_style(t), _("No data"), len(figure.missing()))] if figure.missing() else []
    lines = "".join(
        f'<tr><th scope="row" style="border:0;padding:1px 0;text-align:left;font-weight:400">'
        f'<span aria-hidden="true" style="display:inline-block;width:22px;height:13px;vertical-align:-2px;margin-right:8px;'
        f'box-shadow:inset 0 0 0 1px {t.faint};{swatch}"></span>{escape(label)}</th>'
        f'<td style="border:0;padding:1px 0;text-align:right;color:{t.muted}">{number(count, 0, lang)}</td></tr>'
        for swatch, label, count in rows
    )
    style = (
        f"border-collapse:collapse;width:100%;max-width:420px;color:{t.ink};font-size:13px;line-height:1.4"
    )
    caption = (
        f'<caption style="text-align:left;font-weight:600;padding-bottom:6px">{escape(model.title)}</caption>'
    )
    return f'<table style="{style}">{caption}<tbody>{lines}</tbody></table>'


def _in_both(text: Callable[[Callable[[str], str]], str], record: pd.Series | None = None) -> tuple[str, ...]:
    """A name in Indonesian and English, with that of an indicator in it."""
    names = ("" if record is None else pick(record, "name", lang) for lang in LANGUAGES)
    return tuple(
        text(translator(lang)).format(name=name) for lang, name in zip(LANGUAGES, names, strict=True)
    )


def _figure(row: pd.Series, values: pd.Series[float], classes: Classes) -> Figure:
    return Figure(row, None, values.astype("float64"), values.dropna().astype("float64"), classes, ())


def _row(name_id: str, name_en: str, *, unit: str = "", unit_kind: str = "index") -> pd.Series:
    """A record like those of the catalogue, for the helpers that draw and write figures."""
    return pd.Series(
        {
            "indicator": "coverage", "name_id": name_id, "name_en": name_en, "short_id": name_id, "short_en": name_en,
            "unit_id": unit, "unit_en": unit, "unit_kind": unit_kind, "scale": 1.0, "decimals": 0,
            "direction": "neutral", "measure": "intensive", "breaks": "[]", "provisional": "[]",
        }
    )  # fmt: skip
