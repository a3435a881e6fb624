"""Presses wait on a list of the session until they are done: one that is cut off is done by the next run, one that fails once."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

SCRIPT = """
import streamlit as st
from pages.parts import state

def job():
    st.session_state["tries"] = st.session_state.get("tries", 0) + 1
    if st.session_state["tries"] == 1 and st.session_state.get("cut"):
        st.rerun()  # as Streamlit does where the next press waits
    if st.session_state.get("broken"):
        raise ValueError("broken")
    st.session_state["done"] = st.session_state.get("done", 0) + 1

state.work_off()
st.button("press", on_click=state.later(job))
st.write(f"done {st.session_state.get('done', 0)} tries {st.session_state.get('tries', 0)} waiting {state.is_waiting()}")
"""


def test_a_press_is_done_once() -> None:
    app = AppTest.from_string(SCRIPT, default_timeout=60).run()
    app.button[0].click().run()
    app.run()
    assert app.markdown[0].value == "done 1 tries 1 waiting False"


def test_a_press_that_is_cut_off_is_done_by_the_next_run() -> None:
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    app.session_state["cut"] = True
    app.run()
    app.button[0].click().run()
    assert app.markdown[0].value == "done 1 tries 2 waiting False"


def test_a_press_that_fails_does_not_fail_for_ever() -> None:
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    app.session_state["broken"] = True
    app.run()
    app.button[0].click().run()
    assert len(app.exception) == 1
    app.session_state["broken"] = False
    app.run()
    assert not app.exception
    assert app.markdown[0].value.endswith("waiting False")
