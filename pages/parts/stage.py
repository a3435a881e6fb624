"""The stage: a slide in big type, the way to the next one, and what belongs to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geodata.errors import AtlasError
from pages.parts import frame, map_panel, state, talks
from views.i18n import translator
from views.tables import html_table
from views.takeaway.build import NothingToShow
from views.takeaway.pieces_maps import THEME
from views.talk.choice import SHOW
from views.talk.enlarged import enlarged
from views.talk.showing import frozen_text, shown
from views.talk.stage_html import foot_html, head_html, progress_html, said_html
from views.talk.talk import BadTalk, Talk, said

if TYPE_CHECKING:
    from views.charts import Chart
    from views.deck.slides import Shown
    from views.selection import Selection
    from views.takeaway.document import Piece

BIG, ROOM_PX = 1.45, 680
"""How many times as large a chart is on the stage at most, and the height that it should not need more of."""
_MAP_PX = 560


def talk_bar(talk: Talk, selection: Selection) -> None:
    """Which talk, the steps through it, whether it is being shown."""
    _ = translator(selection.lang)
    count, showing = len(talk.slides), selection.show == "on"
    at = min(selection.slide, max(count, 1))
    with st.container(horizontal=True, vertical_alignment="center", key="stage_bar"):
        if count:
            name = said(talk.title, selection.lang) or _("My talk")
            st.html(
                progress_html(at, count, name, selection.lang, showing=showing), unsafe_allow_javascript=True
            )
            _step("first", ":material/first_page:", _("First slide"), 1, disabled=at == 1)
            _step("back", ":material/chevron_left:", _("Back"), at - 1, disabled=at == 1)
            _step("next", ":material/chevron_right:", _("Next"), at + 1, disabled=at == count)
            _step("last", ":material/last_page:", _("Last slide"), count, disabled=at == count)
            label = _("End the show") if showing else _("Start the show")
            st.button(label, key="stage_show", type="secondary" if showing else "primary",
                      on_click=partial(state.choose, "show", SHOW[not showing]))  # fmt: skip


def _step(name: str, icon: str, label: str, to: int, *, disabled: bool) -> None:
    st.button(
        "", icon=icon, help=label, key=f"stage_{name}", disabled=disabled, type="tertiary",
        on_click=partial(state.choose, "slide", str(to)),
    )  # fmt: skip


def slide(talk: Talk, selection: Selection) -> Shown | None:
    """Show a slide; in words why not, where its page or its figure is not there any more."""
    _, lang = translator(selection.lang), selection.lang
    if selection.slide > len(talk.slides):
        frame.note(_("The talk has {n} slides; this is the last.").format(n=len(talk.slides)))
    at = min(selection.slide, len(talk.slides)) - 1
    try:
        one = shown(talks.kit(talk), talk.slides[at], lang)
        badge = frozen_text(talk, lang)
    except (AtlasError, BadTalk, NothingToShow) as error:
        frame.alert(str(error))
        return None
    st.html(head_html(one))
    words = said_html(one) + (
        getattr(one.pieces[0].map, "legend", "") if one.pieces[0].map is not None else ""
    )
    wide, narrow = st.columns([0.7, 0.3], gap="large") if words else (st.container(), None)
    with wide, st.container(key="stage_figure"):
        _figure(one.pieces[0], lang)
    if narrow is not None:
        with narrow:
            st.html(words)
    st.html(foot_html(one, badge))
    return one


def _figure(piece: Piece, lang: str) -> None:
    """A live map, a chart in big type, or a table."""
    if piece.map is not None:
        map_panel.draw(piece.map.chart, piece.map.paint(), key="stage_map", height=_MAP_PX)
    elif piece.chart is not None:
        st.plotly_chart(
            enlarged(piece.chart, _factor(piece.chart)), theme=None, key="stage_chart", alt=piece.alt, width="stretch",
            config={"displaylogo": False, "displayModeBar": False, "responsive": True},
        )  # fmt: skip
    else:
        st.html(_table(piece, piece.title))
    if piece.is_figure:
        _ = translator(lang)
        with st.expander(_("The numbers as a table")):
            st.html(_table(piece, piece.alt))


def _factor(chart: Chart) -> float:
    return max(1.0, min(BIG, ROOM_PX / float(chart.figure.layout.height or ROOM_PX)))


def _table(piece: Piece, caption: str) -> str:
    """The numbers of a figure as on the page."""
    return html_table(
        piece.table, caption=piece.caption or caption, theme=THEME, numeric=list(piece.table.columns[1:])
    )


def empty(selection: Selection) -> None:
    """What to do where this session has no talk yet."""
    _ = translator(selection.lang)
    frame.headline(
        _("Your talk has no slides yet"),
        _("A slide is a page of the atlas as you have set it, with one of its figures."),
    )
    frame.paragraph(_("Open any page, choose what you want to show, and press “Add to my talk” at its foot."))
    frame.paragraph(_("Or start from the talk on the four pilots, or load a talk that you saved."))
