"""Floor: a bare Streamlit app."""

import streamlit as st

st.set_page_config(layout="wide")
st.html('<div class="atlas-ready" style="width:300px;height:200px;background:#0F6B66"></div>')
