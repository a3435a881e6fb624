"""A bare Streamlit page: a click on its one button writes another number. The floor of any answer of the server."""

import streamlit as st

count = st.session_state.setdefault("count", 0)
if st.button("again", key="again"):
    count = st.session_state["count"] = count + 1
st.html(f'<p class="atlas-ready" data-count="{count}">{count}</p>')
