"""Parts of pages are made once for all readers, and never kept where a reader's own figures may be in them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def script(*, own: bool) -> None:
    """Make a part three times: twice for one choice, once for another."""
    import streamlit as st

    from pages.parts import data, session
    from views.selection import Selection

    data.shared_part.clear()
    if own:
        st.session_state["own_data"] = object()
    made: list[str] = []
    for lang in ("id", "id", "en"):
        chosen = Selection(lang=lang)
        session.maker("city", chosen)("model", lambda lang=lang: made.append(lang))  # type: ignore[misc]
    st.text(",".join(made))


@pytest.mark.parametrize(("own", "made"), [(False, "id,en"), (True, "id,id,en")])
def test_a_part_is_made_once_a_choice_unless_it_may_hold_own_figures(*, own: bool, made: str) -> None:
    ran = AppTest.from_function(script, kwargs={"own": own}).run()
    assert not ran.exception
    assert ran.text[0].value == made
