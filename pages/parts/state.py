"""A reader's choice between the address bar, the session and the widgets.

The address is the truth: widgets write it in their callbacks and are set from it, so a link restores a page and the
back button works. (Streamlit's own ``bind="query-params"`` drops invalid values without a word and leaves out defaults,
so that a saved link would change its meaning with them.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.parts.session import get_choices, get_store
from views.page_params import PARAMS, remembered
from views.selection import Ignored, Selection, read_selection
from views.takeaway.state import VERSION, known_version

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MEMORY, _WRITTEN, _IGNORED, _PAGE = "_chosen", "_written", "_ignored", "_page"
_WAITING, _MADE_WITH, _CURRENT = "_waiting", "_made_with", "_current"
_MOST, _LONGEST = 5, 60
FIGURE, _ALONE = "figure", "_alone"
"""Parameter that asks for one figure alone, inside another page."""
# What is found anew when something else is chosen: picked places, the first year of a change.
_FOLLOWS = {
    "city": ("place",),
    "cities": ("place", "since"),
    "level": ("place",),
    "indicator": ("since",),
    "index": ("weights",),
}
_NEW_YEAR = frozenset({"city", "cities", "level", "indicator"})
ONE_ENTRY = """<script>
if (!history.atlas) {
  const push = history.pushState;
  history.atlas = true;
  history.pushState = function (state, title, url) {
    const next = new URL(url, location.href), now = new URLSearchParams(location.search);
    const optional = ["place", "points", "over", "claim", "second"];
    const completed = (now.has("v") && !next.searchParams.has("v"))
      || [...next.searchParams.keys()].some((name) => !optional.includes(name) && !now.has(name));
    return (next.pathname === location.pathname && completed ? this.replaceState : push).call(this, state, title, url);
  };
  let lost = false;
  new MutationObserver((changes) => {
    const connected = changes[0].target.dataset.testConnectionState === "CONNECTED";
    if (connected && lost) dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    lost = !connected;
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] });
}
</script>"""
"""Completing an address that says only a part takes the place of that address in the history, else "back" leads to the part,
which is completed again. Some parameters come with a choice only; Streamlit itself knows no way to ask for this.

And after a lost connection the page is run again by its address, as on "back": Streamlit takes it that the server still knows the
session. Where the server was started anew, or another replica answers, it does not, and the first press would be lost."""


def read(page: str) -> Selection:
    """The choice for a page, written back to the address in full.

    An address that neither this function nor a widget wrote is a new link: what it says and does not fit is kept for
    `ignored`, until the next link or choice.
    """
    st.session_state[_PAGE] = page
    address = st.query_params.to_dict()
    if FIGURE in address:  # once: the address is written anew without it, an embedding page has it in its own
        st.session_state[_ALONE] = (page, address.pop(FIGURE))
    selection, misfits = _select(page, address)
    if address != st.session_state.get(_WRITTEN):
        st.session_state[_MADE_WITH] = (page, known_version(address.get(VERSION, "")))
        every = {VERSION, *(name for names in PARAMS.values() for name in names)}
        strange = [
            Ignored(name[:_LONGEST], text[:_LONGEST], "parameter")
            for name, text in address.items()
            if name not in every
        ]
        st.session_state[_IGNORED] = (page, [*misfits, *strange][:_MOST])
    _write(page, selection)
    return selection


def _select(page: str, address: dict[str, str]) -> tuple[Selection, list[Ignored]]:
    memory: dict[str, str] = st.session_state.setdefault(_MEMORY, {})
    link = {name: text for name, text in address.items() if name in PARAMS[page]}
    return read_selection(link, memory, get_choices(), browser_lang=st.context.locale, page=page)


def _write(page: str, selection: Selection) -> None:
    """Put a choice into memory and address, at once: every change of the address is an entry of the browser's history."""
    params = selection.params(PARAMS[page])
    followed = {"year": ""} if "year" in params and selection.year == selection.usual_year else {}
    st.session_state[_MEMORY].update(
        remembered(page, params | followed)
    )  # other pages find the year anew that nobody asked for
    if st.query_params.to_dict() != params:
        st.query_params.from_dict(params)
    st.session_state[_WRITTEN] = params
    shown = current()
    shown.clear()
    shown.update(params)


def figure_wanted(page: str) -> str:
    """The figure that an embedding page asked for; "" where it asked for none."""
    where, name = st.session_state.get(_ALONE, ("", ""))
    return name if where == page else ""


def current() -> dict[str, str]:
    """What the page shows now; the same mapping for the whole session, for what is made after the page was drawn."""
    shown: dict[str, str] = st.session_state.setdefault(_CURRENT, {})
    return shown


def ignored(page: str) -> list[Ignored]:
    """What the link said and did not fit, until the reader chooses something."""
    where, items = st.session_state.get(_IGNORED, ("", []))
    return items if where == page else []


def made_with(page: str) -> str:
    """Version of the data that the page's link was made with, until the reader chooses something; "" for that in use."""
    where, version = st.session_state.get(_MADE_WITH, ("", ""))
    return version if where == page and version != get_store().version else ""


def choose(name: str, value: str) -> None:
    """Set one parameter, as a widget's callback or before a rerun, and whatever follows from it (a year that it has)."""
    page, address = st.session_state[_PAGE], st.query_params.to_dict()
    said = {name: value, **dict.fromkeys(_FOLLOWS.get(name, ()), "")}
    if name in _NEW_YEAR and address.get("year") == str(_select(page, address)[0].usual_year):
        said["year"] = ""  # nobody asked for this year: the new choice brings its own
    st.session_state[_MEMORY].update(remembered(page, said))
    st.session_state.pop(_IGNORED, None)
    st.session_state.pop(_MADE_WITH, None)
    kept = {key: text for key, text in (address | said).items() if text or key not in said}
    _write(page, _select(page, kept)[0])


def hand_over(key: str, value: Any) -> None:
    """Set a widget that shows another value, or shows this one in the other language.

    A browser keeps the words it shows and sends them back; in another language they would be no option any more.
    """
    lang = st.session_state[_MEMORY].get("lang")
    if st.session_state.get(key) != value or st.session_state.get(f"{key}_lang") != lang:
        st.session_state[key] = value
    st.session_state[f"{key}_lang"] = lang


def widget(
    make: Callable[..., Any],
    label: str,
    name: str,
    options: Sequence[Any],
    current: Any,
    *,
    least: int = 0,
    **settings: Any,
) -> None:
    """Draw a widget that shows `current` and writes its choice to the address; of a list at least `least` items."""
    key = f"w_{name}"
    if current is not None:
        hand_over(key, current)

    def changed() -> None:
        value = st.session_state[key]
        if value is None or (
            isinstance(value, list) and len(value) < least
        ):  # a comparison needs two: keep what was
            return
        choose(name, ",".join(value) if isinstance(value, list) else str(value))

    make(label, options, key=key, on_change=changed, **settings)


def later(job: Callable[[], None]) -> Callable[[], None]:
    """Make a callback that puts a job on the list of this session; `work_off` does it.

    Streamlit interrupts a callback, at the first look into the session, when the next press is already waiting, and never calls
    it again: the press would be lost without a word. Putting a job on a list looks into nothing.
    """
    waiting: list[Callable[[], None]] = st.session_state.setdefault(_WAITING, [])
    return lambda: waiting.append(job)


def work_off() -> None:
    """Do what waits. A job leaves the list when it is done: interrupted, it is done again by the next run."""
    waiting: list[Callable[[], None]] = st.session_state.get(_WAITING, [])
    while waiting:
        try:
            waiting[0]()
        except Exception:
            waiting.pop(0)  # else it would fail on every page from now on
            raise
        waiting.pop(0)


def is_waiting() -> bool:
    """Whether a job waits."""
    return bool(st.session_state.get(_WAITING))
