"""One selection everywhere: the chip that says what is picked, and hears of clicks in every view of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state
from views.maps import asset_url
from views.picking import Picks, chip_data, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from views.figures import Figure

# The script itself comes by URL, once: what a component is made of travels with every rerun.
_LOAD = """
export default (component) => {
  let gone = false, leave = () => { gone = true; };
  import(new URL("SCRIPT", document.baseURI)).then((script) => { if (!gone) leave = script.mount(component); });
  return () => leave();
};
""".replace("SCRIPT", asset_url("atlas-pick.js").removeprefix("../../"))
_chip = st.components.v2.component("atlas_pick", js=_LOAD, isolate_styles=False)
_KEY = "pick"


def chip(figure: Figure | None, names: Mapping[str, str], lang: str) -> Picks:
    """Draw the chip of a page; give what is picked, after the reader's last click in any of its views.

    Call it first in the fragment that tells of the picked places: a click runs that fragment and nothing else.
    """
    picks = resolve(st.query_params.get("place", ""), figure, names)
    _chip(key=_KEY, data=chip_data(picks, figure, lang), on_pick_change=_picked)
    return picks


def _picked() -> None:
    text = st.session_state[_KEY].pick
    if text is not None:
        state.choose("place", str(text))
