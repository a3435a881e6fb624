"""Baseline, what users have today: ``folium.Choropleth`` from a GeoJSON file through ``st_folium``, rebuilt on each rerun.

Only what it needs to paint without a network is changed: Leaflet from the app's own static files, and no colour map of
branca, for which streamlit-folium would fetch D3.
"""

import json
import os
from pathlib import Path

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

ROOT = Path(__file__).parents[2]
HERE = "../../app/static/vendor/leaflet/"
folium.Map.default_js = [("leaflet", HERE + "leaflet.js")]
folium.Map.default_css = [("leaflet_css", HERE + "leaflet.css")]

st.set_page_config(layout="wide")
geojson = json.loads(Path(os.environ["BENCH_GEOJSON"]).read_text())
values = pd.read_csv(os.environ["BENCH_VALUES"], dtype={"code": str})
names = sorted(values["indicator"].unique())
asked = st.query_params.get("indicator")  # by link, for readers without a browser
indicator = st.radio("Indicator", names, horizontal=True, index=names.index(asked) if asked in names else 0)
rows = values[values["indicator"] == indicator]
boxes = pd.DataFrame([f["bbox"] for f in geojson["features"]])
chart = folium.Map(tiles=None)
layer = folium.Choropleth(
    geojson, data=rows, columns=["code", "value"], key_on="feature.properties.code", fill_color="YlGnBu"
)
layer.color_scale = None
layer._children = {name: child for name, child in layer._children.items() if "color_map" not in name}
layer.add_to(chart)
chart.fit_bounds([[boxes[1].min(), boxes[0].min()], [boxes[3].max(), boxes[2].max()]])
st_folium(chart, height=470, use_container_width=True, key="naive")
st.html('<span class="atlas-ready"></span>')
