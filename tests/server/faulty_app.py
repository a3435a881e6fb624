"""An app that fails as the link says; run through the real ``server.py``."""

import streamlit as st

from geodata.errors import StoreDamaged
from pages.parts.start import guard

WORDS = "Budi Santoso, 081234567, in /srv/secret/people.xlsx"


def fail() -> None:
    """Fail with a reader's words in the message, as libraries do."""
    raise ValueError(WORDS)


@st.fragment
@guard()
def part() -> None:
    """Fail when it runs alone."""
    runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    st.text(f"part {runs}")
    if runs > 1:
        fail()


what = st.query_params.get("what", "")
st.session_state["_page"] = "city"
with guard("city"):
    st.button("press", on_click=fail)
    if what == "page":
        fail()
    if what == "store":
        raise StoreDamaged(
            "The store file /srv/atlas/store/places.parquet cannot be read "
            "(connection to postgresql://atlas:hunter2@db.local:5432/atlas failed). Run: git checkout -- geodata/store"
        )
    part()
    st.text("to the end")
