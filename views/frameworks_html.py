"""Parts of a framework and their indicators as HTML and labels; every text is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.i18n import translator
from views.markup import escape, escape_markdown
from views.theme import city_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from views.frameworks import Line, Part


def part_label(part: Part) -> str:
    """Heading of a folded part, as Markdown: its name and its counts."""
    name, counts = (escape_markdown(text) for text in (part.name, part.counts))
    return f"**{name}** · {counts}"


def part_html(part: Part, lang: str) -> str:
    """What a part means, who says that it exists, and whether that was verified."""
    _ = translator(lang)
    doubt, empty = _("not verified"), _("No indicator stands in for it yet.")
    tag = f' <span class="atlas-tag">{escape(doubt)}</span>' if part.verify else ""
    source = escape(_("Source: {source}.").format(source=part.source))
    note = f"<p class='atlas-small'>{escape(part.note)}</p>" if part.note else ""
    nothing = "" if part.lines else f"<p>{escape(empty)}</p>"
    return f"<p>{escape(part.description)}</p>{note}<p class='atlas-small'>{source}{tag}</p>{nothing}"


def head_html(pilots: Mapping[str, str], lang: str) -> str:
    """Headings over the lines of a part: what it is, and the pilots."""
    _ = translator(lang)
    cells = "".join(f"<span>{_pilot(code, name)}</span>" for code, name in pilots.items())
    role = escape(_("Kind"))
    return f'<div class="atlas-line atlas-line-head" aria-hidden="true"><i>{role}</i>{cells}</div>'


def _pilot(code: str, name: str) -> str:
    style = city_style(code)
    glyph = f'<span style="color:{style.colour}" aria-hidden="true">{style.glyph}</span>'
    return f"<b>{glyph} {escape(name)}</b>"


def line_html(line: Line, pilots: Mapping[str, str], lang: str) -> str:
    """What an indicator is, and the latest years and levels of each pilot."""
    _ = translator(lang)
    role = _("{role}, quoted from single pages").format(role=line.role) if line.quoted else line.role
    cells = "".join(
        f"<span>{_pilot(code, name)}{escape(line.cells[code])}</span>" for code, name in pilots.items()
    )
    return f'<div class="atlas-line"><i>{escape(role)}</i>{cells}</div>'
