"""Points to be counted per area, and polygons that become a level of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.counts import count_points
from geodata.zones import ZoneError, make_zones
from pages.parts import frame, session
from pages.parts.data import area_index, shared_store
from pages.parts.fields import field
from pages.parts.upload_use import use_step
from views.formatting import number
from views.i18n import plural_translator, translator
from views.knowledge import level_name
from views.markup import escape
from views.own import (
    guess_settings,
    lonlat,
    near_points,
    plain_title,
    settings_of,
    year_in,
)
from views.own_zones import name_column, zone_observations, zones_text
from views.point_counts import count_lines, count_observations, own_columns

if TYPE_CHECKING:
    from geodata.uploads import Features
    from views.selection import Selection

_LEVELS = ("district", "village", "regency")
_WAYS = ("count", "sum", "mean")
_MOST_KINDS = 8


def points_steps(features: Features, title: str, selection: Selection) -> None:
    """Count, add up or average the points of a file per area."""
    lang = selection.lang
    _, _n = translator(lang), plural_translator(lang)
    points = features.frame
    frame.step(2, _("Check"))
    count = _n("{n} point.", "{n} points.", len(points))
    frame.paragraph(count.format(n=number(len(points), 0, lang)))
    attributes = points.drop(columns="geometry")
    numeric = [str(c) for c in attributes.select_dtypes("number").columns]
    texts = [
        str(c) for c in attributes.columns if c not in numeric and 1 < attributes[c].nunique() <= _MOST_KINDS
    ]
    ways = {"count": _("number of points"), "sum": _("sum of a column"), "mean": _("mean of a column")}
    value = by = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = field(
            st.selectbox, _("Count per"), "level", "district", lang=lang, options=_LEVELS,
            format_func=lambda name: level_name(name, lang), width=260,
        )  # fmt: skip
        how = field(
            st.selectbox, _("What"), "how", "count", lang=lang, options=_WAYS if numeric else ("count",), format_func=ways.get,
            width=220,
        )  # fmt: skip
        if how != "count":
            value = field(
                st.selectbox, _("Column"), "value", numeric[0], lang=lang, options=numeric, width=220
            )
        if texts:
            by = field(
                st.selectbox, _("Split by"), "by", None, lang=lang, options=[None, *texts],
                format_func=lambda name: name or _("not split"), width=220,
            )  # fmt: skip
    frame.step(3, _("Count"))
    if level == "village":
        frame.note(_("Villages are drawn for the four pilots only: points elsewhere count as outside."))
    token = (title, level, how, value, by, len(points))
    counts = session.remember(
        "counts", token, lambda: count_points(lonlat(points), area_index(level), by=by, value=value, how=how)
    )
    st.html(f"<p role='status'>{escape(' '.join(count_lines(counts, lang)))}</p>")
    frame.note(
        _(
            "Areas without a point count as zero where the place above them has points; elsewhere they have no data."
        )
    )
    observations = near_points(counts, count_observations(counts, year=0).assign(year=pd.NA))
    guess = settings_of(own_columns(counts, title=plain_title(title), how=how, lang=lang))
    use_step(observations, guess, title=title, level=level, selection=selection, step=4, year=year_in(title))


def zones_steps(features: Features, title: str, selection: Selection) -> None:
    """Polygons become a level of their own in the cities they lie in."""
    lang = selection.lang
    _ = translator(lang)
    frame.step(2, _("Check"))
    polygons = features.frame
    columns = [str(c) for c in polygons.columns if c != "geometry"]
    name = field(
        st.selectbox, _("Column with the names"), "name", name_column(polygons), lang=lang, options=[None, *columns],
        format_func=lambda column: column or _("none: number them"), width=280,
    )  # fmt: skip
    try:
        made = make_zones(
            polygons, shared_store().places("regency", detail="district"), title=title, name=name
        )
    except ZoneError as error:
        frame.alert(error.text(lang))
        return
    st.html(f"<p role='status'>{escape(zones_text(made, polygons, name, lang))}</p>")
    if made.tolerance_m:
        frame.note(_("The outlines were simplified to travel inside the page: small corners are gone."))
    area = _("Area of the zone")
    observations = zone_observations(polygons, made.codes, 0, name=name, area_name=area).assign(year=pd.NA)
    guess = guess_settings(observations, {area: "km²"}, stem=title)
    use_step(
        observations,
        guess,
        title=title,
        level="own",
        selection=selection,
        step=3,
        year=year_in(title),
        zones=made.zones,
    )
