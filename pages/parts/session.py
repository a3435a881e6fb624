"""What one session sees: the store that all share, with the reader's own figures over it.

What is made of the reader's own figures is never kept for others; what is not, comes from `pages.parts.data`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from geodata.overlay import Overlay
from geodata.own import OwnData
from pages.parts import data
from pages.parts.data import shared_availability, shared_choices, shared_store
from views.availability import Availability, with_more
from views.choices import Choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.claim_limits import Uncertainty
    from geodata.store import Store
    from views.convergence_model import Convergence
    from views.pattern_model import Pattern
    from views.pattern_pair import Pair
    from views.selection import Selection
    from views.takeaway.document import Document
    from views.takeaway.kit import Kit
    from views.takeaway.state import State

_OWN = "own_data"
T = TypeVar("T")


@dataclass(frozen=True)
class _Session:
    """What one session sees: the store with the reader's own figures over it."""

    own: OwnData
    store: Store
    availability: Availability
    choices: Choices


def own_data() -> OwnData:
    """What this session brought along."""
    session = st.session_state.get(_OWN)
    return session.own if session is not None else OwnData()


def use_own(own: OwnData) -> None:
    """Let this session, and no other, see these figures from now on."""
    if not own:
        st.session_state.pop(_OWN, None)
        return
    store, shared = Overlay(shared_store(), own), shared_choices()
    counts = with_more(shared_availability(), own.observations, store.catalogue())
    places = (
        shared.places if own.zones is None else (shared.places or frozenset()) | set(own.zones.table["code"])
    )
    st.session_state[_OWN] = _Session(
        own, store, counts, Choices(shared.cities, counts, places, shared.network)
    )


def get_store() -> Store:
    """The store as this session sees it."""
    session = st.session_state.get(_OWN)
    return session.store if session is not None else shared_store()


def get_availability() -> Availability:
    """Which figures there are in this session."""
    session = st.session_state.get(_OWN)
    return session.availability if session is not None else shared_availability()


def get_choices() -> Choices:
    """What there is to choose from in this session."""
    session = st.session_state.get(_OWN)
    return session.choices if session is not None else shared_choices()


def _is_shared(*indicators: str) -> bool:
    """Whether these are the store's own: what is made of them may be kept for everybody."""
    return shared_availability().catalogue.index.isin(indicators).sum() == len(set(indicators))


def known_error(indicator: str, level: str) -> Uncertainty:
    """What is known about the error of an indicator's figures; a reader's own are looked at anew and not kept."""
    if _is_shared(indicator):
        return data.shared_uncertainty(indicator, level)
    from views.claims import uncertainty_of

    return uncertainty_of(get_store(), indicator, level=level)


def get_pattern(city: str, level: str, indicator: str, year: int | None) -> Pattern:
    """Statistics of one indicator inside a city; of a reader's own figures they are computed anew and not kept."""
    if _is_shared(indicator):
        return data.shared_pattern(city, level, indicator, year)
    return data.pattern_in(get_store(), city, level, indicator, year)


def get_pair(selection: Selection) -> Pair:
    """The chosen indicator and the second one; a reader's own are looked at anew and not kept."""
    from views.pattern_choice import second_year

    s, year = selection, second_year(get_availability(), selection)
    first, second = (s.indicator, s.year), (s.second, year)
    if _is_shared(s.indicator, s.second):
        return data.shared_pair(s.city, s.level, first, second)
    return data.pair_in(get_store(), s.city, s.level, first, second)


def get_convergence(indicator: str) -> Convergence:
    """The same, of a reader's own series computed anew and not kept."""
    if _is_shared(indicator):
        return data.shared_convergence(indicator)
    from views.convergence_model import convergence_of

    return convergence_of(get_store(), indicator)


def get_kit() -> Kit:
    """What documents are made from; it asks no session, since a file is made after the page has run."""
    from views.takeaway.kit import Kit

    session = st.session_state.get(_OWN)
    return data.shared_kit() if session is None else Kit.of(session.store)


def remember(name: str, token: object, make: Callable[[], Any]) -> Any:
    """A result of this session that is made again only when `token` has changed."""
    kept = st.session_state.get(f"up_kept_{name}")
    if kept is None or kept[0] != token:
        kept = st.session_state[f"up_kept_{name}"] = (token, make())
    return kept[1]


def theme() -> str:
    """Theme the browser shows: "light" or "dark"; a browser that has not said it yet has the light one."""
    return "dark" if st.context.theme.type == "dark" else "light"


def maker(page: str, selection: Selection) -> Callable[[str, Callable[[], T]], T]:
    """What makes the parts of a page by name, each once for all readers of the same choice.

    Where own figures are in play, every part is made anew and none is kept. What is made must hang on nothing but the store, the
    choice, and the theme; and nobody may change it.
    """
    if st.session_state.get(_OWN) is not None:
        return lambda _name, make: make()
    choice, colours = repr(selection), theme()

    def made(name: str, make: Callable[[], T]) -> T:
        found: T = data.shared_part((page, name, choice, colours), make)
        return found

    return made


def get_document(kit: Kit, state: State) -> Document:
    """The document of a state in the colours of a kit, for a page that shows its figures.

    It takes up to a second: made once for everybody where the kit is the shared one, else until this session asks for another.
    """
    from views.takeaway.build import document

    if kit.store is shared_store():
        return data.shared_document(state.page, tuple(state.params.items()), state.version, kit.theme)
    token = (kit.store, kit.theme, state)
    found: Document = remember("document", token, lambda: document(kit, state))
    return found
