"""Pieces of pages that know Streamlit."""
