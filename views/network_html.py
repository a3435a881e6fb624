"""The network's list, key and projects as HTML; every text that comes from a file is escaped."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from views.charts.network_map import year_marks
from views.formatting import number
from views.i18n import plural_translator, translator
from views.markup import escape
from views.picking import pick_button, pick_mark
from views.theme import city_style, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.network_members import Member, Project


def site(url: str) -> str:
    """Name of the site of a page: "antaranews.com"."""
    return (urlsplit(url).hostname or url).removeprefix("www.").removeprefix("m.")


def key_html(cities: Sequence[Member], lang: str, theme: str) -> str:
    """What the map's marks mean and how many cities have each."""
    rows = key_rows(cities, lang, theme)
    return "".join(_key_row("".join(_glyph(*mark) for mark in marks), text) for marks, text in rows)


def key_rows(cities: Sequence[Member], lang: str, theme: str) -> list[tuple[list[tuple[str, str]], str]]:
    """Rows of the key: glyphs with their colours, and what they mean."""
    _n = plural_translator(lang)
    counts, t = Counter(member.joined for member in cities), tokens(theme)
    rows = [
        ([(mark.glyph, mark.colour(t))], _year_text(year, counts[year], lang))
        for year, mark in year_marks(list(counts)).items()
    ]
    ours = [city_style(member.code) for member in cities if member.code]
    if ours:
        text = _n(
            "the {n} pilot of this atlas, in its own mark",
            "the {n} pilots of this atlas, in their own marks",
            len(ours),
        )
        glyphs = [(style.glyph, style.colour) for style in ours]
        rows.append((glyphs, text.format(n=number(len(ours), 0, lang))))
    return rows


def _year_text(year: int, n: int, lang: str) -> str:
    _n = plural_translator(lang)
    text = _n("since {year}: {n} city", "since {year}: {n} cities", n)
    return text.format(year=year, n=number(n, 0, lang))


def _glyph(glyph: str, colour: str) -> str:
    return f'<span style="color:{colour}">{glyph}</span>'


def _key_row(mark: str, text: str) -> str:
    return f'<div class="atlas-keyrow"><span class="atlas-keymark" aria-hidden="true">{mark}</span>{escape(text)}</div>'


def list_html(cities: Sequence[Member], lang: str) -> str:
    """Table of the network: a row a country with its number of cities, their names and the year of the later ones."""
    _ = translator(lang)
    first = min((member.joined for member in cities), default=0)
    body = []
    for country, group in groupby(cities, key=lambda member: member.country):
        rows = list(group)
        strong = ' style="font-weight:650"' if rows[0].home else ""
        names = ", ".join(_list_name(member, first) for member in rows)
        head = f"{escape(country)} <span class='atlas-lack'>{escape(number(len(rows), 0, lang))}</span>"
        body.append(f'<tr><th scope="row"{strong}>{head}</th><td{strong}>{names}</td></tr>')
    text = _(
        "{n} cities in {countries} countries; members since {year} unless a year stands behind the name."
    )
    caption = text.format(
        n=number(len(cities), 0, lang), countries=number(len(body), 0, lang), year=first or "–"
    )
    return (
        f'<table class="atlas-known atlas-network"><caption>{escape(caption)}</caption>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def _list_name(member: Member, first: int) -> str:
    """A city that a click picks, with its glyph if it is a pilot and its year if it is a later one."""
    glyph = ""
    if member.code:
        style = city_style(member.code)
        glyph = f'<span style="color:{style.colour}" aria-hidden="true">{style.glyph}</span> '
    later = "" if member.joined == first else f" ({member.joined})"
    return f"<span{pick_mark(member.token)}>{pick_button(glyph + escape(member.city))}</span>{later}"


def projects_html(cities: Sequence[Member], lang: str) -> str:
    """Table of the cities whose projects are known: year, projects with the page of each, focus areas."""
    _ = translator(lang)
    heads = (_("City"), _("Member since"), _("Projects"), _("Focus areas"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr{pick_mark(member.token)}><th scope="row">{_list_name(member, member.joined)}</th><td class="atlas-year">{member.joined}</td>'
        f"<td>{_project_list(member, lang)}</td><td>{_focus(member, lang)}</td></tr>"
        for member in cities
    )
    caption = escape(_("Projects as pages reported them, in the year of the report; each leads to its page."))
    return (
        f'<table class="atlas-known atlas-projects"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _project_list(member: Member, lang: str) -> str:
    _ = translator(lang)
    if not member.projects:
        return _small(_("not named in our sources"))
    return f"<ul>{''.join(f'<li>{_project(project)}</li>' for project in member.projects)}</ul>"


def _small(text: str) -> str:
    return f'<span class="atlas-small">{escape(text)}</span>'


def _project(project: Project) -> str:
    year = f"{escape(project.year)}: " if project.year else ""
    return f"{year}{escape(project.text)} {_link(project.source)}"


def _focus(member: Member, lang: str) -> str:
    _ = translator(lang)
    if not member.focus:
        return _small(_("not named in our sources"))
    ours = _("our reading")
    mark = f' <span class="atlas-tag">{escape(ours)}</span>' if member.ours else ""
    return f"{escape('; '.join(member.focus))}{mark}"


def _link(url: str) -> str:
    """A page on another site, opened in a tab of its own; only what is an address becomes a link."""
    if not url.startswith(("https://", "http://")):
        return escape(url)
    return f'<a class="atlas-small" href="{escape(url)}" rel="noopener noreferrer" target="_blank">{escape(site(url))}</a>'
