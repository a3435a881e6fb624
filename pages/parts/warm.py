"""``python -m pages.parts.warm run app.py …`` is ``streamlit run``, with the first page's imports made ahead.

A server does nothing between being up and the first browser's arrival, and the first page then imports for two seconds.
``atlas.py run`` starts the app this way; ``streamlit run app.py`` works as well, only its first page comes later.
"""

from __future__ import annotations

import gc
import importlib
import logging
import sys
import threading
import time

# Not streamlit_folium itself: a component declares itself to the session that imports it.
MODULES = (
    "pages.parts.data",
    "pages.parts.session",
    "pages.parts.frame",
    "views.overview",
    "folium.plugins",
    "pyarrow.parquet",
)


def import_ahead() -> None:
    """Import what the first page needs, once the server is up: before that it would only slow its start."""
    from streamlit import runtime

    while not runtime.exists():
        time.sleep(0.02)
    try:
        for name in MODULES:
            importlib.import_module(name)
        # Shared by all sessions; that no session asks for it yet is no fault worth a line in the terminal.
        logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)
        importlib.import_module("pages.parts.data").shared_choices().indicators("regency", None)
    finally:
        # Modules and the store stay for good: the collector need not walk through them each time it looks for what has gone.
        gc.freeze()
        gc.enable()


def main() -> None:
    """Start the thread, then Streamlit."""
    gc.disable()  # looking for garbage among a million objects that have just come to stay costs half a second of the start
    from streamlit.web import cli

    threading.Thread(target=import_ahead, daemon=True).start()
    sys.argv[0] = "streamlit"
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
