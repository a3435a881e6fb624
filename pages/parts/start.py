"""Start of the frame: the language before any page has run, and a page that still stands when the store does not."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from geodata.errors import AtlasError
from pages.parts import faults, watch
from views.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator


def language() -> str:
    """Language of the link, else of the session, else of the browser, else Indonesian."""
    said = st.query_params.get("lang") or st.session_state.get("_chosen", {}).get("lang")
    if said in LANGUAGES:
        return said
    return "en" if (st.context.locale or "").lower().startswith("en") else "id"


def through_app() -> None:
    """Start again through ``app.py`` where Streamlit ran a page file by itself.

    Until ``st.navigation`` has run once, a server takes ``/city`` for a file of the old ``pages/`` folder and runs that file
    alone: the first visitor of a fresh server who comes by a link would see no navigation.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


@contextmanager
def guard(page: str = "") -> Iterator[None]:
    """Log the run, and show one clear message where the store is missing, damaged or too new; every other fault stays a fault.

    A fragment gives no name of a page: it has that of the page around it, and is logged only where it runs alone.
    """
    lang = language()
    part = watch.WHOLE if page else watch.PART
    with watch.watched(page or st.session_state.get("_page", ""), part, lang) as run:
        try:
            yield
        except AtlasError as error:
            run.result = "failed"
            faults.show_data_fault(error, lang)
