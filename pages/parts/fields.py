"""Fields of the upload steps: what a reader says is kept in the session as it is meant, not as one language words it.

Streamlit's fields send back the words they show, and forget what is not drawn. So each field has a key a language and a set
of options, and its value stands beside it in the session: a change of language, a visit to another page or other options
lose nothing.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_KEPT = "up_fields"


def field(
    make: Callable[..., Any],
    label: str,
    name: str,
    default: Any,
    *,
    lang: str,
    options: Sequence[Any] | None = None,
    decided: Callable[[Any], None] | None = None,
    **settings: Any,
) -> Any:
    """Draw a field and give its value.

    Parameters
    ----------
    make
        Streamlit's function: a selectbox, radio, multiselect (with a list as default), text or number input, checkbox.
    label, settings
        As Streamlit takes them.
    name
        Name of the value in the session.
    default
        Value until the reader says another one; None for none.
    lang
        Language of the page.
    options
        What can be chosen.
    decided
        Called with every new value.
    """
    values: dict[str, Any] = st.session_state.setdefault(_KEPT, {})
    value = values.get(name, default)
    choices = None if options is None else list(options)
    stamp = "" if choices is None else f"_{zlib.crc32(repr(choices).encode()):08x}"
    key = f"up_{name}_{lang}{stamp}"

    def changed() -> None:
        if key not in st.session_state:  # the widget left the page while its answer was on the way
            return
        new = st.session_state[key]
        if choices is not None and any(
            one not in choices for one in (new if isinstance(new, list) else [new])
        ):
            return
        values[name] = new
        if decided is not None:
            decided(new)

    if choices is None:
        make(label, value=value, key=key, on_change=changed, **settings)
    elif isinstance(default, list):
        value = [one for one in value if one in choices] or default
        make(label, choices, default=value, key=key, on_change=changed, **settings)
    else:
        value = value if value in choices else default
        make(label, choices, index=None if value is None and None not in choices else choices.index(value), key=key,
             on_change=changed, **settings)  # fmt: skip
    return value


def kept(name: str, default: Any) -> Any:
    """What the reader has said in a field, which need not be on the page; `default` where nothing."""
    return st.session_state.get(_KEPT, {}).get(name, default)


def forget(*names: str) -> None:
    """Let go of some values, so that their defaults count again."""
    for name in names:
        st.session_state.get(_KEPT, {}).pop(name, None)
