"""The talk of this session: which one is on the stage, what it is made from, how slides come to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from geodata.frozen import freeze
from pages.parts import data, session
from views.talk.showing import checksum, kit_for
from views.talk.talk import Slide, Talk, shipped

if TYPE_CHECKING:
    from geodata.frozen import Frozen
    from views.selection import Selection
    from views.takeaway.kit import Kit
    from views.takeaway.state import State

_OWN = "own_talk"


def own() -> Talk:
    """The talk that this session makes; empty at first."""
    talk: Talk = st.session_state.get(_OWN) or Talk({})
    return talk


def use(talk: Talk) -> None:
    """Go on with a talk as this session's own."""
    st.session_state[_OWN] = talk


def on_stage(selection: Selection) -> Talk:
    """The talk that the link names."""
    return own() if selection.talk == "own" else shipped()


def add(page: State, figure: str) -> int:
    """Put a figure at the end of this session's talk; give how many slides it has then."""
    use(own().with_slide(Slide(page, figure), page.lang))
    return len(own().slides)


def kit(talk: Talk) -> Kit:
    """What the slides of a talk are made from: its own numbers where it carries some, else the store's."""
    store, frozen = data.shared_store(), talk.frozen
    if frozen is None or frozen.sha256 == checksum(store):
        return session.get_kit()
    found: Kit = session.remember("frozen_kit", frozen.sha256, lambda: kit_for(store, frozen))
    return found


def frozen_now() -> Frozen:
    """The store's numbers as they are, set aside."""
    return freeze(data.shared_store(), dt.date.today().isoformat())  # noqa: DTZ011 - the reader's day
