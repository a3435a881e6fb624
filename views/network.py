"""The ASEAN Smart Cities Network: its cities on a map, as a list by country, and what is known of their projects."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.catalogue import load_frameworks, load_pilots
from views.charts.network_map import network_map
from views.formatting import names_text, number
from views.i18n import pick, plural_translator, translator
from views.network_html import key_html, list_html, projects_html, site
from views.tables import html_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.store import Store
    from views.charts import Chart
    from views.picking import Picks

HOME = "Indonesia"
_COUNTRIES = {
    "Brunei Darussalam": "Brunei Darussalam",
    "Cambodia": "Kamboja",
    "Indonesia": "Indonesia",
    "Lao PDR": "Laos",
    "Malaysia": "Malaysia",
    "Myanmar": "Myanmar",
    "Philippines": "Filipina",
    "Singapore": "Singapura",
    "Thailand": "Thailand",
    "Viet Nam": "Vietnam",
}


def member_token(city: str, code: str) -> str:
    """What stands for a member city in a link and in every view: its place code, or a word of its name outside our places."""
    return code or "ascn-" + re.sub(r"[^a-z0-9]+", "-", city.lower()).strip("-")


def member_tokens(ascn: pd.DataFrame) -> frozenset[str]:
    """Tokens of all member cities."""
    return frozenset(
        member_token(str(r.city), "" if pd.isna(r.code) else str(r.code)) for r in ascn.itertuples()
    )


def country_name(country: str, lang: str) -> str:
    """Country as written in a language."""
    return _COUNTRIES.get(country, country) if lang == "id" else country


@dataclass(frozen=True)
class Project:
    """One project as reported: in which year ("" where the source gives none), what, on which page (an address)."""

    year: str
    text: str
    source: str


@dataclass(frozen=True)
class Member:
    """One city of the network.

    Attributes
    ----------
    city, country
        Names; the country in the reader's language.
    home
        Whether it is Indonesian.
    joined
        Year.
    code
        Place code, "" where it is none of our places.
    projects
        What the sources report; empty where they name none.
    focus
        ASCN focus areas by their names; empty where not known.
    ours
        The focus areas are our reading, no source states them.
    sources
        Addresses of the pages that were read.
    token
        What stands for the city where it is picked, see `member_token`.
    """

    city: str
    country: str
    home: bool
    joined: int
    code: str
    projects: tuple[Project, ...]
    focus: tuple[str, ...]
    ours: bool
    sources: tuple[str, ...]

    @property
    def token(self) -> str:
        """What stands for the city where it is picked."""
        return member_token(self.city, self.code)


@dataclass(frozen=True)
class Network:
    """All that the page says of the network."""

    headline: str
    subtitle: str
    sentence: str
    chart: Chart
    key: str
    list: str
    projects: str
    source: str
    names: Mapping[str, str]

    def details(self, picks: Picks, *, lang: str, theme: str) -> str:
        """Rows of the marked cities; "" where none is marked."""
        rows = [i for i, token in enumerate(self.chart.codes) if token in picks.codes]
        if not rows:
            return ""
        _ = translator(lang)
        codes = [self.chart.codes[i] for i in rows]
        return html_table(self.chart.table.iloc[rows], caption=_("Marked cities"), theme=theme, codes=codes)


def members(ascn: pd.DataFrame, lang: str) -> list[Member]:
    """Cities of the network, by country and name, projects and focus areas in words of a language."""
    areas = load_frameworks().query("framework == 'ascn_focus'")
    focus_names = {str(row["name_en"]).lower(): pick(row, "name", lang) for _i, row in areas.iterrows()}
    projects = {row["code"]: _projects(row, lang) for _i, row in load_pilots().iterrows()}
    found = [_member(row, focus_names, projects, lang) for row in ascn.to_dict("records")]
    return sorted(found, key=lambda member: (member.country, member.city))


def _member(
    row: Mapping[str, Any],
    focus_names: Mapping[str, str],
    projects: Mapping[str, tuple[Project, ...]],
    lang: str,
) -> Member:
    text = {name: "" if pd.isna(row[name]) else str(row[name]) for name in ("code", "project", "focus_areas")}
    # The registry tells a pilot's projects in both languages, one by one; the list has a line in English.
    told = projects.get(text["code"]) or ((Project("", text["project"], ""),) if text["project"] else ())
    focus = [area.strip() for area in text["focus_areas"].split(";") if area.strip()]
    return Member(
        city=str(row["city"]),
        country=country_name(str(row["country"]), lang),
        home=row["country"] == HOME,
        joined=int(row["joined_year"]),
        code=text["code"],
        projects=told,
        focus=tuple(focus_names.get(area.lower(), area) for area in focus),
        ours=bool(row["focus_is_our_reading"]),
        sources=tuple(dict.fromkeys(re.split(r"\s*;\s*", str(row["source_url"]).strip()))),
    )


def _projects(pilot: Any, lang: str) -> tuple[Project, ...]:
    return tuple(
        Project(str(each["year"]), pick(each, "text", lang), str(each["source"]))
        for each in json.loads(pilot["projects"])
    )


def build_network(store: Store, *, lang: str, theme: str) -> Network:
    """Compute what the page says of the network."""
    _ = translator(lang)
    ascn = store.ascn()
    cities = members(ascn, lang)
    order = {(row.city, country_name(str(row.country), lang)): i for i, row in enumerate(ascn.itertuples())}
    drawn = ascn.iloc[[order[member.city, member.country] for member in cities]]
    return Network(
        headline=_headline(cities, lang),
        subtitle=_("ASEAN Smart Cities Network (ASCN): member cities by the year in which they joined"),
        sentence=_sentence(cities, lang),
        chart=network_map(
            drawn.assign(token=[member.token for member in cities]),
            [_hover(member, lang) for member in cities],
            lang=lang,
            theme=theme,
            alt=_alt(cities, lang),
            table=network_table(cities, lang),
        ),
        key=key_html(cities, lang, theme),
        list=list_html(cities, lang),
        projects=projects_html([member for member in cities if member.home], lang),
        source=_source(store.sources(), lang),
        names={member.token: member.city for member in cities},
    )


def network_line(ascn: pd.DataFrame, lang: str) -> str:
    """The network in a sentence or two, for other pages."""
    cities = members(ascn, lang)
    return f"{_headline(cities, lang)}. {_sentence(cities, lang)}"


def _years(cities: Sequence[Member]) -> dict[int, int]:
    """Year of joining to the number of cities, oldest first."""
    return (
        pd.Series([member.joined for member in cities], dtype="int64").value_counts().sort_index().to_dict()
    )


def _countries(cities: Sequence[Member]) -> dict[str, int]:
    """Country to its number of cities, by name."""
    return pd.Series([member.country for member in cities], dtype="str").value_counts().sort_index().to_dict()


def _headline(cities: Sequence[Member], lang: str) -> str:
    _, _n = translator(lang), plural_translator(lang)
    parts = [
        _("{n} since {year}").format(n=number(n, 0, lang), year=year) for year, n in _years(cities).items()
    ]
    countries = len(_countries(cities))
    where = _n("{n} country", "{n} countries", countries).format(n=number(countries, 0, lang))
    said = _("{n} cities in {countries}").format(n=number(len(cities), 0, lang), countries=where)
    return f"{said}: {names_text(parts, lang)}" if parts else said


def _sentence(cities: Sequence[Member], lang: str) -> str:
    _ = translator(lang)
    counts, home = _countries(cities), [member for member in cities if member.home]
    parts = []
    if counts and max(counts.values()) > 1:
        most = [country for country, n in counts.items() if n == max(counts.values())]
        one, several = (
            _("{countries} has the most cities, {n}."),
            _("{countries} have the most cities, {n} each."),
        )
        text = one if len(most) == 1 else several
        parts.append(text.format(countries=names_text(most, lang), n=number(max(counts.values()), 0, lang)))
    if home:
        names = [_("{city} ({year})").format(city=member.city, year=member.joined) for member in home]
        text = _("Indonesia has {n}: {cities}.")
        parts.append(text.format(n=number(len(home), 0, lang), cities=names_text(names, lang)))
    return " ".join(parts)


def _alt(cities: Sequence[Member], lang: str) -> str:
    _ = translator(lang)
    counts = [
        _("{country} {n}").format(country=country, n=number(n, 0, lang))
        for country, n in _countries(cities).items()
    ]
    text = _("Map of South-East Asia with the {n} cities of the network. {headline}. By country: {counts}.")
    return text.format(
        n=number(len(cities), 0, lang), headline=_headline(cities, lang), counts=names_text(counts, lang)
    )


def _hover(member: Member, lang: str) -> list[str]:
    _ = translator(lang)
    since = _("{country}, since {year}").format(country=member.country, year=member.joined)
    first = member.projects[0].text if member.projects else _("no project named in our sources")
    return [member.city, since, first]


def _source(sources: pd.DataFrame, lang: str) -> str:
    _ = translator(lang)
    text = _(
        "Source: {publisher}; the page read for each city stands in the table. The cities’ positions are approximate. Land: Natural Earth 4.1 (public domain), simplified; not an authority on borders."
    )
    record = sources.set_index("source").loc["ascn"]
    publisher = record["publisher_en"] if lang == "en" and record["publisher_en"] else record["publisher"]
    return text.format(publisher=publisher)


def network_table(cities: Sequence[Member], lang: str) -> pd.DataFrame:
    """The cities as texts, a row each: country, year, projects, focus areas with the mark of our reading, pages read."""
    _ = translator(lang)
    nothing = _("not named in our sources")
    return pd.DataFrame(
        {
            _("City"): [member.city for member in cities],
            _("Country"): [member.country for member in cities],
            _("Member since"): [str(member.joined) for member in cities],
            _("Projects"): ["; ".join(_project_text(p) for p in m.projects) or nothing for m in cities],
            _("Focus areas"): [_focus_text(member, lang) or nothing for member in cities],
            _("Pages read"): [", ".join(dict.fromkeys(map(site, member.sources))) for member in cities],
        },
        dtype="str",
    )


def _project_text(project: Project) -> str:
    return f"{project.year}: {project.text}" if project.year else project.text


def _focus_text(member: Member, lang: str) -> str:
    _ = translator(lang)
    areas = "; ".join(member.focus)
    return _("{areas} (our reading)").format(areas=areas) if areas and member.ours else areas
