"""The permanent link on a page: a field that shows it and a button that copies it."""

from __future__ import annotations

from views.i18n import translator
from views.maps import asset_url
from views.markup import escape

_SCRIPT = asset_url("atlas-link.js").removeprefix("../../")


def link_html(version: str, lang: str) -> str:
    """The field; the browser fills it from its own address (see ``static/atlas-link.js``).

    Parameters
    ----------
    version
        Version of the data, which the link names.
    lang
        "id" or "en".
    """
    _ = translator(lang)
    label = _("Permanent link: every choice on this page and the version of the data")
    copy, done, by_hand = _("Copy"), _("Copied."), _("Marked; copy it with Ctrl+C.")
    return (
        f'<div class="atlas-link" data-version="{escape(version)}" data-done="{escape(done)}" data-by-hand="{escape(by_hand)}">'
        f'<label>{escape(label)}<input type="text" readonly></label>'
        f'<button type="button">{escape(copy)}</button><span role="status"></span></div>'
        f'<script>import(new URL("{_SCRIPT}", document.baseURI)).then((script) => '
        'document.querySelectorAll(".atlas-link").forEach(script.mount));</script>'
    )
