"""The ASEAN Smart Cities Network as a list by country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.i18n import translator
from views.markup import escape

if TYPE_CHECKING:
    import pandas as pd

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


def country_name(country: str, lang: str) -> str:
    """Country as written in a language."""
    return _COUNTRIES.get(country, country) if lang == "id" else country


def ascn_html(cities: pd.DataFrame, lang: str) -> str:
    """Table of the network: a row a country, its cities with the year they joined; every text escaped."""
    _ = translator(lang)
    body = []
    for country, rows in sorted(
        cities.groupby("country", observed=True), key=lambda item: country_name(str(item[0]), lang)
    ):
        names = ", ".join(
            f"{escape(r.city)}{'' if int(r.joined_year) == 2018 else ' (' + str(int(r.joined_year)) + ')'}"
            for r in rows.itertuples()
        )
        strong = ' style="font-weight:650"' if country == "Indonesia" else ""
        body.append(
            f'<tr><th scope="row"{strong}>{escape(country_name(str(country), lang))}</th><td{strong}>{names}</td></tr>'
        )
    caption = escape(_("Members since 2018 unless a year stands behind the name."))
    return (
        f'<div class="atlas-scroll"><table class="atlas-known"><caption>{caption}</caption>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )
