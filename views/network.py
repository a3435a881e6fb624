"""The ASEAN Smart Cities Network: its cities on a map, as a list by country, and what is known of their projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from views.charts.network_map import network_map
from views.formatting import Absence, names_text, number
from views.i18n import plural_translator, translator
from views.network_html import key_html, list_html, projects_html, site
from views.network_members import Member, Project, city_name, country_name, members
from views.tables import html_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.store import Store
    from views.charts import Chart
    from views.picking import Picks


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
        caption = _("Marked cities")
        lacks = self.chart.table.iloc[rows].eq(Absence.NO_DATA.mark).to_numpy().any()
        if lacks:
            caption = f"{caption} ({nothing_named(lang)})"
        return html_table(self.chart.table.iloc[rows], caption=caption, theme=theme, codes=codes)


def build_network(store: Store, *, lang: str, theme: str) -> Network:
    """Compute what the page says of the network."""
    _ = translator(lang)
    ascn = store.ascn()
    cities = members(ascn, lang)
    order = {(city_name(str(row.city), lang), country_name(str(row.country), lang)): i
             for i, row in enumerate(ascn.itertuples())}  # fmt: skip
    drawn = ascn.iloc[[order[member.city, member.country] for member in cities]]
    return Network(
        headline=_headline(cities, lang),
        subtitle=_("ASEAN Smart Cities Network (ASCN): member cities by the year in which they joined"),
        sentence=_sentence(cities, lang),
        chart=network_map(
            drawn.assign(city=[m.city for m in cities], token=[m.token for m in cities]),
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
    """The cities as texts, a row each: country, year, projects, focus areas with the mark of our reading, pages read.

    What our sources do not name has the mark of no data; `nothing_named` says so once.
    """
    _, nothing = translator(lang), Absence.NO_DATA.mark
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


def nothing_named(lang: str) -> str:
    """What the mark of no data means in the table of the cities."""
    _ = translator(lang)
    return _("{mark} not named in our sources").format(mark=Absence.NO_DATA.mark)


def _project_text(project: Project) -> str:
    return f"{project.year}: {project.text}" if project.year else project.text


def _focus_text(member: Member, lang: str) -> str:
    _ = translator(lang)
    areas = "; ".join(member.focus)
    return _("{areas} (our reading)").format(areas=areas) if areas and member.ours else areas
