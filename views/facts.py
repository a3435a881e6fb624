"""Single published facts of the pilots (SPBE, IMD rank, …): each with its year and the page it was read from, never as a rank of all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from views.availability import PILOTS
from views.formatting import Absence, number, value_text
from views.i18n import pick, translator
from views.markup import escape
from views.theme import city_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from geodata.store import Store

LEFT_OUT = {"smart_city_cohort", "minimum_wage"}
_TOTAL = re.compile(r"of (\d+) cities\b")


def is_weak(facts: pd.DataFrame) -> pd.Series:
    """Which facts rest on a weak page: the note asks for a check before they are shown."""
    return facts["note"].fillna("").str.contains("before showing")


def facts_html(store: Store, catalogue: pd.DataFrame, names: Mapping[str, str], lang: str) -> str:
    """Table of the latest of each fact: a row a fact, a column a pilot; year and page beside the value."""
    _ = translator(lang)
    facts = store.facts()
    facts = facts[~is_weak(facts)]
    facts = facts.sort_values("year").drop_duplicates(["code", "indicator"], keep="last")
    cities = [code for code in PILOTS if code in names]
    facts = facts[facts["code"].isin(cities) & ~facts["indicator"].isin(LEFT_OUT)]
    heads = "".join(
        f'<th scope="col"><span style="color:{city_style(c).colour}" aria-hidden="true">{city_style(c).glyph}</span> {escape(names[c])}</th>'
        for c in cities
    )
    body = []
    for indicator in (i for i in catalogue.index if i in set(facts["indicator"])):
        mine = facts[facts["indicator"] == indicator].set_index("code")
        cells = "".join(_cell(mine, code, catalogue.loc[indicator], lang) for code in cities)
        body.append(
            f'<tr><th scope="row">{escape(pick(catalogue.loc[indicator], "name", lang))}</th>{cells}</tr>'
        )
    caption = escape(
        _(
            "Facts quoted from single pages, each with its year and a link to its page. They rank nobody: other places were not looked up, years differ, and Jakarta’s scores are those of a province. † marks a fact that only one page gives or that rests on a reading of ours."
        )
    )
    return (
        f'<div class="atlas-scroll"><table class="atlas-known"><caption>{caption}</caption><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _cell(mine: pd.DataFrame, code: str, record: pd.Series, lang: str) -> str:
    if code not in mine.index:
        return f'<td class="atlas-small">{escape(Absence.NO_DATA.text(lang))}</td>'
    fact = mine.loc[code]
    url, year = str(fact["source_url"]), str(fact["year"])
    page = urlsplit(url).hostname if url.startswith(("https://", "http://")) else None
    source = (
        f'{year}, <a href="{escape(url)}" rel="noopener noreferrer" target="_blank">{escape(page.removeprefix("www."))}</a>'
        if page
        else year
    )
    value = value_text(fact["value"], record, lang)
    doubt = "" if fact["confidence"] == "high" else f" {Absence.UNRELIABLE.mark}"
    return f"<td><strong>{escape(value)}</strong>{escape(_of(fact, lang))}{doubt} <span class='atlas-small'>{source}</span></td>"


def _of(fact: pd.Series, lang: str) -> str:
    """Of how many a place in a ranking is, where the note says it; "" else."""
    total = _TOTAL.match(str(fact["note"]))
    _ = translator(lang)
    return " " + _("of {n} cities").format(n=number(int(total[1]), 0, lang)) if total else ""
