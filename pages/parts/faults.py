"""What a reader is told of a fault: a sentence and a short id. What happened stands in the log, under the same id.

A reader sees no path of the server, no traceback and no message of a library.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
from pathlib import Path

import streamlit as st

from geodata.errors import AtlasError, StoreUnreachable
from pages.parts import watch
from views.i18n import translator
from views.markup import escape

LOG = logging.getLogger("atlas.fault")
_ROOT = Path(__file__).resolve().parents[2]
# An absolute path (of Windows too) or the address of a store, in a sentence: after a space, quote, bracket or sign of equality.
_PATH = re.compile(r"""(?<![^\s'"`(\[=:,])(?:[A-Za-z]:[\\/]|/(?!/)|\\\\)[^\s'"`()\[\],;]*""")
_ADDRESS = re.compile(r"""\b([a-z][a-z0-9+.\-]*)://[^\s'"`()\[\],;]+""", re.IGNORECASE)


def without_places(text: str) -> str:
    """Say a sentence about the server's files with their last names only, and without the address of a database."""
    for known in (
        os.environ.get("ATLAS_STORE", ""),
        str(_ROOT),
    ):  # whole, since a folder's name may hold blanks
        text = text.replace(known, Path(known).name) if known else text
    text = _ADDRESS.sub(lambda match: f"{match[1]}://…", text)
    return _PATH.sub(lambda match: re.split(r"[\\/]", match[0].rstrip("\\/.:"))[-1] or "…", text)


def tell(error: BaseException) -> str:
    """Log a fault and return the id that it has there."""
    run, fault = watch.current(), secrets.token_hex(4)
    kind = "data" if isinstance(error, AtlasError) else "program"
    fields = {"fault": fault, "kind": kind}
    if run is not None:
        fields |= {"run": run.id, "page": run.page, "lang": run.lang}
    LOG.error("fault %s", fault, exc_info=error, extra={"atlas": fields})
    for listener in watch.listeners:
        listener.failed(kind)
    return fault


def show_data_fault(error: AtlasError, lang: str) -> None:
    """Say that the store cannot be read, which of its files, and the remedy; of a shared store only that it does not answer."""
    _ = translator(lang)
    fault = tell(error)
    st.error(_("The atlas cannot read its data."))
    if isinstance(error, StoreUnreachable):  # its message names hosts and roles
        text = _(
            "The place where its data are kept does not answer. Nothing is lost; load the page again in a minute."
        )
        st.html(f'<div class="atlas-note" role="alert">{escape(text)}</div>')
    else:
        # As text: Markdown would turn the "--" of a command into a dash.
        st.code(without_places(str(error)), language=None, wrap_lines=True)
    _close(_("Whoever runs this atlas finds the details in its log under {fault}.").format(fault=fault))


def show_fault(error: BaseException, lang: str) -> None:
    """Say that something failed, and under which id the log tells of it."""
    _ = translator(lang)
    fault = tell(error)
    text = _(
        "This part of the atlas has failed; it is not your doing. Load the page again. If it fails again, tell whoever runs "
        "this atlas the number {fault}: its log explains it."
    )
    st.html(f'<div class="atlas-note atlas-fault" role="alert">{escape(text.format(fault=fault))}</div>')
    _close("")


def _close(text: str) -> None:
    said = f'<div class="atlas-small">{escape(text)}</div>' if text else ""
    st.html(f'{said}<span class="atlas-ready" data-page="error"></span>')


def on_script_error(error: Exception) -> bool:
    """Show whatever a script, a fragment or a callback did not catch; Streamlit's own box says only its type."""
    from pages.parts.start import language

    if isinstance(error, AtlasError):
        show_data_fault(error, language())
    else:
        show_fault(error, language())
    return True
