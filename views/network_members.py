"""The cities of the ASEAN Smart Cities Network with their projects, in words of a language."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.catalogue import load_frameworks, load_pilots
from views.i18n import pick

if TYPE_CHECKING:
    from collections.abc import Mapping

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


# Names that another language says otherwise; what is not here is written as ASCN writes it.
_CITIES = {
    "id": {
        "Cebu City": "Kota Cebu",
        "DKI Jakarta": "Jakarta",
        "Davao City": "Kota Davao",
        "Ha Noi": "Hanoi",
        "Ho Chi Minh City": "Kota Ho Chi Minh",
        "Nay Pyi Taw": "Naypyidaw",
        "Singapore": "Singapura",
    },
    "en": {"DKI Jakarta": "Jakarta"},
}


def city_name(city: str, lang: str) -> str:
    """City as written in a language."""
    return _CITIES[lang].get(city, city)


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
        Names in the reader's language.
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
        What stands for the city where it is picked, whatever the language; see `member_token`.
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
    token: str


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
        city=city_name(str(row["city"]), lang),
        country=country_name(str(row["country"]), lang),
        home=row["country"] == HOME,
        joined=int(row["joined_year"]),
        code=text["code"],
        projects=told,
        focus=tuple(focus_names.get(area.lower(), area) for area in focus),
        ours=bool(row["focus_is_our_reading"]),
        sources=tuple(dict.fromkeys(re.split(r"\s*;\s*", str(row["source_url"]).strip()))),
        token=member_token(str(row["city"]), text["code"]),
    )


def _projects(pilot: Any, lang: str) -> tuple[Project, ...]:
    return tuple(
        Project(str(each["year"]), pick(each, "text", lang), str(each["source"]))
        for each in json.loads(pilot["projects"])
    )
