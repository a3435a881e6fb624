"""Text that may come from a file, made safe for HTML and for plotly's own small HTML."""

from __future__ import annotations

import html
import re
import textwrap

# Hides from eyes, not from screen readers; inline, because Streamlit's sanitiser may drop style sheets.
HIDDEN = "position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap"

_KINDS = (
    (re.compile(r"^Kabupaten Administrasi\b"), "Kab. Adm."),
    (re.compile(r"^Kota Administrasi\b"), "Kota Adm."),
    (re.compile(r"^Kabupaten\b"), "Kab."),
    (re.compile(r"^Provinsi\b"), "Prov."),
    (re.compile(r"^Daerah Istimewa\b"), "DI"),
)


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|~<>$:-])")
_CAPITAL = re.compile(r"^(?:Provinsi )?(?:Daerah Khusus(?: Ibukota)?|DKI|DKJ) (?=Jakarta\b)")


def escape(text: object) -> str:
    """Make text safe inside HTML, attributes and template literals: ``<>&"'``, backtick and ``${``."""
    return html.escape(str(text), quote=True).replace("`", "&#96;").replace("${", "&#36;{")


def escape_markdown(text: object) -> str:
    """Make text safe in a label that is read as Markdown, whose names may come from a reader's file."""
    return _MARKDOWN.sub(r"\\\1", str(text))


def escape_plotly(text: object) -> str:
    """Make text safe for plotly, which reads tags and entities in labels and hover text."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrap_plotly(text: object, width: int) -> str:
    """Escape text for plotly and break it into lines of about ``width`` characters; nothing is cut off."""
    lines = textwrap.wrap(str(text), width, break_long_words=False, break_on_hyphens=True) or [""]
    return "<br>".join(escape_plotly(line) for line in lines)


def common_name(name: str) -> str:
    """The name that people say for a province with a long one: "Jakarta"; every other name stays.

    The capital's official name changes with its law (Daerah Khusus Ibukota, now Daerah Khusus) and stands only where the
    official name is meant.
    """
    return _CAPITAL.sub("", name)


def plain_name(name: str) -> str:
    """A pilot's name without its kind, where nothing else of that name is near: "Jakarta", "Sumedang"."""
    return short_place_name(name).removeprefix("Kab. ").removeprefix("Kota ")


def short_place_name(name: str) -> str:
    """Shorten the kind in an official name as offices do: "Kab. Banyuwangi", "Kota Makassar" stays; "Jakarta" alone."""
    name = common_name(name)
    for pattern, short in _KINDS:
        if pattern.match(name):
            return pattern.sub(short, name)
    return name
