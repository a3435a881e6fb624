"""What the pages are called."""

from __future__ import annotations

from views.i18n import translator


def atlas_name(lang: str) -> str:
    """Name of the whole."""
    _ = translator(lang)
    return _("Pilot City Atlas")


def page_names(lang: str) -> dict[str, str]:
    """Name of each page, in the order of the navigation."""
    _ = translator(lang)
    return {
        "overview": _("Overview"),
        "city": _("City map"),
        "compare": _("Compare"),
        "trends": _("Trends"),
        "index": _("Index"),
        "peers": _("Peers"),
        "patterns": _("Patterns"),
        "network": _("Network & frameworks"),
        "data": _("Data"),
        "stage": _("Stage"),
        "method": _("Method"),
    }
