"""Parts of the index page, from the answer to the figures it rests on; all of one model."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics.composite import maturity_levels
from analytics.screening import coherence, correlations, distributions, redundant, winsorised
from pages.parts import frame, index_fields, state
from pages.parts.charts import figure_with_table
from pages.parts.data import shared_index_frame
from pages.parts.session import get_store
from pages.parts.start import guard
from views import index_notes as notes
from views import index_tables as tables
from views import index_texts as say
from views.charts.contributions import contribution_bars
from views.charts.correlations import correlation_map
from views.charts.index_bands import field_bands
from views.i18n import translator
from views.index_agreement import agreement_table
from views.index_choice import shipped_levels
from views.index_recipe import choices_in, recipe_text
from views.tables import html_table
from views.theme import sequential

if TYPE_CHECKING:
    import pandas as pd

    from views.index_model import IndexModel

_LOADED, _SAID = "index_loaded", "index_said"


def answer(model: IndexModel) -> None:
    """Who is ahead, as bands, with the weights beside them."""
    lang = model.selection.lang
    frame.headline(say.headline(model), say.subtitle(model), say.lead(model))
    frame.note(notes.framework_note(model))
    chart, sliders = st.columns([0.66, 0.34], gap="large")
    with chart:
        figure_with_table(tables.bands_chart(model), key="bands", lang=lang)
    with sliders:
        index_fields.weight_sliders(model)
        index_fields.method_switches(model.selection)
    with chart:  # last: the bands are there before what takes longer is computed
        _turning(model)


def _turning(model: IndexModel) -> None:
    """Which weight would turn the order."""
    _ = translator(model.selection.lang)
    if len(model.scored) < 2:
        return
    frame.section(_("What would turn the order"))
    frame.lines([*say.left_out_lines(model, model.turned()), *say.tipping_lines(model, model.tipping())])


def pairs(model: IndexModel) -> None:
    """Who can be told from whom."""
    _ = translator(model.selection.lang)
    if len(model.scored) < 2:
        return
    frame.section(_("Who can be told from whom"))
    caption = _(
        "Draws in which the row is higher than the column. ▲ clearly over 90%, ▼ clearly under 10%, ≈ between: not told apart."
    )
    _table(model, tables.pair_table(model), caption, codes=model.scored)


def made_of(model: IndexModel) -> None:
    """What each part adds, the figures behind it, what is not known and what that costs."""
    lang = model.selection.lang
    _ = translator(lang)
    frame.section(_("What the scores are made of"))
    groups = model.result.group_contributions.loc[model.order]
    scored = model.result.table.loc[model.order]
    bars = contribution_bars(
        groups, scored, model.result.base, part_names=model.part_names, names=model.names,
        colours=sequential(len(groups.columns), model.theme), lang=lang, theme=model.theme,
    )  # fmt: skip
    figure_with_table(bars, key="contributions", lang=lang)
    caption = _("Figures behind the scores; in brackets the score of each, 0 to 100")
    _table(model, tables.raw_table(model), caption)
    frame.source_line(model.source)
    price = model.price()
    if len(price):
        frame.section(_("What not knowing costs"))
        frame.lines(say.ignorance_lines(model, price))


def levels(model: IndexModel) -> None:
    """Levels of maturity, where there is a scheme for the framework."""
    _ = translator(model.selection.lang)
    scheme = shipped_levels()
    if scheme.framework != model.framework.id:
        return
    frame.section(_("Levels of maturity"))
    found = maturity_levels(scheme, model.result)
    frame.paragraph(notes.level_sentence(model, scheme, found))
    table = tables.level_table(model, scheme, found)
    _table(model, table, _("Level of each place, 1 to 5"), codes=model.order, texts=True)


def whole_field(model: IndexModel) -> None:
    """The bands of every place that is ranked, drawn when it is opened: the longest message of the page."""
    lang = model.selection.lang
    _ = translator(lang)
    given = st.expander(_("All places"), on_change="rerun", key="index_field")
    if given.open:
        with given:
            bands = field_bands(model.found, model.order, names=model.names, lang=lang, theme=model.theme)
            figure_with_table(bands, key="field", lang=lang)


@st.fragment
@guard()
def analyst(model: IndexModel) -> None:
    """What an analyst asks next; computed when it is opened, which runs this alone."""
    lang = model.selection.lang
    _ = translator(lang)
    given = st.expander(_("Weights as given and as they work"), on_change="rerun", key="index_effective")
    if given.open:
        with given:
            caption = _(
                "Judged on all places with every part: a part in which places hardly differ decides little, whatever its weight"
            )
            _table(model, tables.weight_table(model, model.effective()), caption)
    choices = st.expander(_("Which choice matters most"), on_change="rerun", key="index_choices")
    if choices.open:
        with choices:
            caption = _(
                "Share of each choice alone in the variance of the ranks (first order, 95% limits); the rest is joint"
            )
            _table(model, tables.choice_table(model.shares(), lang), caption)
    screened = st.expander(
        _("The indicators before they are put together"), on_change="rerun", key="index_screening"
    )
    if screened.open:
        with screened:
            _screening(model)
    with st.expander(_("Limits of the scale and their sources")):
        _table(model, tables.limit_table(model), _("Between the limits the score rises evenly"), texts=True)
    beside = st.expander(_("Beside published indices"), on_change="rerun", key="index_beside")
    if beside.open:
        with beside:
            caption = _(
                "Over all regencies and cities that have both: 1 is the same order; – under 30 places. "
                "A like order makes an index plausible, not right."
            )
            _table(model, agreement_table(model), caption)
    lines = notes.gap_lines(model)
    if lines:
        with st.expander(_("Figures that are still lacking")):
            frame.lines(lines)


def _screening(model: IndexModel) -> None:
    """Shape, outliers, near copies and coherence, all on the national set."""
    lang = model.selection.lang
    _ = translator(lang)
    used = model.used
    caption = _(
        "Distribution over all regencies and cities; outliers: skewness beyond ±2 and kurtosis beyond 3.5"
    )
    _table(model, tables.shape_table(model, distributions(used)), caption)
    frame.lines(notes.screening_lines(model, redundant(used), winsorised(used)))
    chart = correlation_map(correlations(used), names=model.part_names, lang=lang, theme=model.theme)
    figure_with_table(chart, key="correlations", lang=lang)
    caption = _(
        "Whether the parts of a group go along with each other; a negative pair makes up for each other in the mean"
    )
    _table(model, tables.coherence_table(model, coherence(model.index, model.frame)), caption)


def recipe(model: IndexModel) -> None:
    """The recipe to take away, and one to load."""
    lang = model.selection.lang
    _ = translator(lang)
    frame.section(_("The recipe"))
    frame.paragraph(
        _(
            "All that is needed to compute these scores again, to the last digit: framework, weights, limits, figures’ digest."
        )
    )
    text = partial(recipe_text, model, get_store().version)
    st.download_button(
        _("Save the recipe (JSON)"), text, file_name=f"atlas-index-{model.selection.index}.json",
        mime="application/json", on_click="ignore", key="index_save", icon=":material/download:",
    )  # fmt: skip
    with st.container(key=f"uploader_{lang}_recipe"):
        came = st.file_uploader(_("Load a recipe (JSON)"), type=["json"], key="index_load")
    if came is not None and st.session_state.get(_LOADED) != came.file_id:
        try:
            params, said = choices_in(came.getvalue(), model.selection, shared_index_frame)
        except ValueError as error:
            params, said = {}, str(error)
        for name, value in params.items():
            state.choose(name, value)
        st.session_state[_SAID] = said
        st.session_state[_LOADED] = came.file_id  # last: what is cut off is done again
        st.rerun()
    if came is not None and st.session_state.get(_SAID):
        frame.note(st.session_state[_SAID])


def _table(
    model: IndexModel,
    table: pd.DataFrame,
    caption: str,
    *,
    codes: list[str] | None = None,
    texts: bool = False,
) -> None:
    st.html(
        html_table(
            table,
            caption=caption,
            theme=model.theme,
            numeric=[] if texts else list(table.columns[1:]),
            codes=codes or [],
        )
    )
