"""A throw-away app for `test_browser.py`: one page that keeps to itself and one that asks for things outside."""

import folium
import streamlit as st
from streamlit_folium import st_folium

from views.maps import asset_url

# $HOST is another server on this machine: it would answer if it were asked.
CALLS = """
<img src="http://$HOST/picture.svg">
<script>
  fetch("http://$HOST/figures.json").catch(() => {});
  new WebSocket("ws://$HOST/live");
</script>
"""
SQUARE = {"type": "Polygon", "coordinates": [[[110, -8], [112, -8], [112, -6], [110, -6], [110, -8]]]}

st.title("Tiny")
colour = st.radio("Colour", ["#d55e00", "#0072b2"])
canvas = folium.Map(location=[-7, 111], zoom_start=7, tiles=None, prefer_canvas=True)
canvas.default_js = [("leaflet", asset_url("vendor/leaflet/leaflet.js"))]
canvas.default_css = [("leaflet_css", asset_url("vendor/leaflet/leaflet.css"))]
shape = folium.FeatureGroup("shape")
style = {"fillColor": colour, "fillOpacity": 1, "color": "#000000", "weight": 8}
shape.add_child(folium.GeoJson(SQUARE, style_function=lambda _: style))
st_folium(canvas, key="map", feature_group_to_add=shape, returned_objects=[], width=600, height=400)
if "outside" in st.query_params:
    st.iframe(CALLS.replace("$HOST", st.query_params["outside"]), height=100)
if "fault" in st.query_params:
    st.iframe("<script>console.error('told'); throw new Error('thrown')</script>", height=100)
st.html('<span class="atlas-ready" data-page="tiny"></span>')
