"""The answer to a claim as HTML: the word, the sentence, the smallest difference, and "why" folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.i18n import translator
from views.markup import escape
from views.tables import html_table

if TYPE_CHECKING:
    from views.claims import ClaimView

_SHAPES = {
    "supported": "●", "not_supported": "⇄", "not_distinguishable": "≈", "not_comparable": "✕", "no_data": "…",
}  # fmt: skip


def answer_html(view: ClaimView, *, lang: str, theme: str) -> str:
    """One answer; every text escaped. The first reason that lowers the comparison stands in view, the rest under "why"."""
    _ = translator(lang)
    lines = [view.sentence, *view.basis[:1]]
    if view.claim.assessment.verdict != "comparable":
        lines += list(view.reasons[:1])
    lines += list(view.fair[:1])
    why = _("Why: figures, rule and caveats")
    body = "".join(f'<p style="margin:.25rem 0">{escape(line)}</p>' for line in lines)
    return (
        f'<div class="atlas-claim" role="status" data-answer="{view.claim.answer}">'
        f'<p class="atlas-lead" style="margin:0"><span aria-hidden="true">{_SHAPES[view.claim.answer]}</span> '
        f"<strong>{escape(view.word)}</strong></p>{body}"
        f'<details><summary style="cursor:pointer">{escape(why)}</summary>'
        f"{_why(view, lang=lang, theme=theme)}</details></div>"
    )


def _why(view: ClaimView, *, lang: str, theme: str) -> str:
    _ = translator(lang)
    table = html_table(
        view.table, caption=_("The figures of this claim"), theme=theme, numeric=list(view.table.columns[1:])
    )
    blocks = [
        (_("Rule"), view.basis[1:]),
        (_("Arithmetic"), view.arithmetic),
        (_("What to mind"), view.reasons),
        (_("Fairer"), view.fair),
    ]
    lists = "".join(
        f"<p style='margin:.5rem 0 0'><strong>{escape(title)}</strong></p><ul style='margin:.1rem 0 .3rem 1.2rem;padding:0'>"
        + "".join(f"<li>{escape(line)}</li>" for line in lines)
        + "</ul>"
        for title, lines in blocks
        if lines
    )
    return table + lists
