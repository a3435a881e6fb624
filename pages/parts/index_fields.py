"""Fields of the index: framework and field of places, weights of the tree, choices of method, the recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state
from views.formatting import names_text
from views.i18n import translator
from views.index_choice import (
    FIELDS,
    INDEXES,
    MEANS,
    NORMS,
    empty_groups,
    preset_of,
    presets,
    read_weights,
    weight_steps,
    weight_text,
    weights_text,
)
from views.index_names import field_names, index_names, mean_names, norm_names, weight_label
from views.markup import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from views.index_model import IndexModel
    from views.selection import Selection


def index_field(selection: Selection, _: Callable[[str], str]) -> None:
    """Choose the framework."""
    names = index_names(selection.lang)
    state.widget(
        st.selectbox,
        _("Framework of the index"),
        "index",
        INDEXES,
        selection.index,
        format_func=names.get,
        width=230,
    )


def ranked_field(selection: Selection, _: Callable[[str], str]) -> None:
    """Choose among whom is ranked."""
    names = field_names(selection.lang)
    state.widget(
        st.selectbox, _("Ranked among"), "field", FIELDS, selection.field, format_func=names.get, width=230
    )


def weight_sliders(model: IndexModel) -> None:
    """Preset, a slider a group with its share, and the indicators of each group folded away."""
    s = model.selection
    _ = translator(s.lang)
    weights = read_weights(s.weights, s.index) or {}
    names = _preset_names(model)
    options = list(presets(s.index))
    current = preset_of(weights, s.index)
    key = "w_preset"
    state.hand_over(key, current or "mixed")
    st.selectbox(
        _("Weights to start from"),
        options if current else ["mixed", *options],
        key=key,
        format_func=lambda name: names.get(name, _("my own mixture")),
        on_change=lambda: _choose(presets(s.index).get(st.session_state[key], weights), s.index),
    )
    empty = empty_groups(s.index)
    first = [part for part in model.framework.children(model.framework.root.id) if part.id not in empty]
    for part in first:
        _slider(part.id, model, weights, weight_label(model, part.id))
    st.caption(_("Influence: share in the differences between places of which every part is known."))
    if empty:
        st.caption(
            _("Without any figure so far: {parts}.").format(
                parts=names_text([model.part_names[part] for part in empty], s.lang)
            )
        )
    leaves = st.expander(_("Weights of the indicators"), on_change="rerun", key="index_leaves")
    if not leaves.open:
        return
    with leaves:
        for part in first:
            below = model.framework.children(part.id)
            if len(below) > 1:
                st.caption(f"**{escape_markdown(model.part_names[part.id])}**")
                for leaf in below:
                    _slider(leaf.id, model, weights, weight_label(model, leaf.id))


def _slider(part: str, model: IndexModel, weights: Mapping[str, float], label: str) -> None:
    lang, key = model.selection.lang, f"w_weight_{model.selection.index}_{part}"
    state.hand_over(key, float(weights[part]))
    # One of options, whose texts are written here: a slider of numbers is written in the browser's way or in C's.
    st.select_slider(
        escape_markdown(label), weight_steps(weights[part], lang), key=key, format_func=lambda weight: weight_text(weight, lang),
        on_change=lambda: _choose({**weights, part: st.session_state[key]}, model.selection.index),
    )  # fmt: skip


def _choose(weights: Mapping[str, float], name: str) -> None:
    text = weights_text(weights, name)
    if read_weights(text, name) is not None:  # a group without any weight is no group: the slider goes back
        state.choose("weights", text)


def _preset_names(model: IndexModel) -> dict[str, str]:
    _ = translator(model.selection.lang)
    names = {
        "own": _("as the framework says"),
        "indicators": _("every indicator alike"),
        "mixed": _("my own mixture"),
    }
    for name in presets(model.selection.index):
        if name.startswith("double:"):
            part = model.part_names[name.removeprefix("double:")]
            names[name] = _("“{part}” counts double").format(part=part)
    return names


def method_switches(selection: Selection) -> None:
    """Normalisation and mean."""
    _ = translator(selection.lang)
    norms, means = norm_names(selection.lang), mean_names(selection.lang)
    state.widget(st.selectbox, _("Normalisation"), "norm", NORMS, selection.norm, format_func=norms.get)
    state.widget(st.selectbox, _("Mean"), "mean", MEANS, selection.mean, format_func=means.get)
