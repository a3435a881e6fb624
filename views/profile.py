"""Profile of one place: its figures with year and rank, beside the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.ranks import counts_from_top, rank_band
from views.figures import PROVINCE_CITY, national
from views.formatting import number, rank_text, value_text
from views.i18n import pick, translator
from views.markup import escape
from views.spark import break_years, spark_image

if TYPE_CHECKING:
    from geodata.store import Store
    from views.availability import Availability

_LONGEST = 8
_ORDER = (
    "hdi",
    "poverty_rate",
    "unemployment_rate",
    "population_registered",
    "population_density_km2",
    "life_expectancy",
    "mean_years_schooling",
    "grdp_per_capita_real",
    "sanitation_access",
    "drinking_water_access",
    "stunting_prevalence",
    "waste_managed_share",
    "digital_id_share",
    "integrity_index",
    "population",
    "area_km2_polygon",
    "night_light_radiance",
    "built_up_pct",
    "voter_turnout_pct",
    "child_share_pct",
    "elderly_share_pct",
    "higher_education_pct",
    "idm_score",
    "tree_cover_pct",
    "land_below_10m_pct",
    "primary_schools_per_10k",
)


def profile_rows(
    store: Store,
    availability: Availability,
    code: str,
    level: str,
    lang: str,
    *,
    colour: str,
    first: str = "",
) -> pd.DataFrame:
    """Latest figure of each indicator of a place, with its line through the years.

    Returns
    -------
    DataFrame
        ``indicator, name, value, year, rank`` as text, ``trend`` as HTML; `first` on top, at most eight rows.
    """
    values = store.values(codes=[code])
    latest = values.sort_values("year").drop_duplicates("indicator", keep="last").set_index("indicator")
    catalogue = availability.catalogue
    wanted = [
        name
        for name in dict.fromkeys([first, *_ORDER, *catalogue.index])
        if name in latest.index and bool(catalogue.at[name, "rankable"])
    ]
    rows = []
    for name in wanted[:_LONGEST]:
        series = values[values["indicator"] == name].set_index("year")["value"].to_dict()
        trend = spark_image(series, colour, breaks=break_years(catalogue.loc[name], code), label="")
        rows.append((*_row(store, catalogue.loc[name], latest.loc[name], code, level, lang), trend))
    return pd.DataFrame(rows, columns=["indicator", "name", "value", "year", "rank", "trend"])


def _row(
    store: Store, record: pd.Series, latest: pd.Series, code: str, level: str, lang: str
) -> tuple[str, str, str, str, str]:
    year = int(latest["year"])
    rank = _rank(store, record, code, level, year, lang)
    return (
        str(record["indicator"]),
        pick(record, "name", lang),
        value_text(latest["value"], record, lang, short=True),
        str(year),
        rank,
    )


def province_rank(store: Store, record: pd.Series, year: int, code: str, lang: str) -> str:
    """Rank among provinces; none for budgets, since Jakarta alone bears a city's duties too."""
    indicator = str(record["indicator"])
    if indicator.startswith(("budget_", "capital_")):
        return ""
    rank = national(store, indicator, year, level="province").rank(code, lang)
    return f"{rank} {_among(lang)}" if rank else ""


def _among(lang: str) -> str:
    _ = translator(lang)
    return _("among provinces")


def _rank(store: Store, record: pd.Series, code: str, level: str, year: int, lang: str) -> str:
    if level == "regency" and code != PROVINCE_CITY:
        return national(store, str(record["indicator"]), year).rank(code, lang)
    if code == PROVINCE_CITY:
        return province_rank(store, record, year, code, lang)
    city = PROVINCE_CITY if code.startswith("31.") else code[:5]
    peers = store.values(str(record["indicator"]), level=level, within=city, years=year).set_index("code")[
        "value"
    ]
    if len(peers) < 2:
        return ""
    band = rank_band(
        peers, decimals=int(record["decimals"]), higher_is_better=counts_from_top(str(record["direction"]))
    ).loc[code]
    return rank_text(
        int(band["rank_low"]),
        int(band["rank_high"]),
        int(band["n"]),
        lang,
        direction=str(record["direction"]),
    )


def profile_html(rows: pd.DataFrame, lang: str) -> str:
    """Profile as a table; every text escaped."""
    _ = translator(lang)
    if rows.empty:
        empty = _("No figures for this place.")
        return f'<p class="atlas-small">{escape(empty)}</p>'
    body = "".join(
        f'<tr><th scope="row">{escape(r.name_)}<span>{escape(r.rank)}</span></th><td>{escape(r.value)}<span>{r.trend} {escape(r.year)}</span></td></tr>'
        for r in rows.rename(columns={"name": "name_"}).itertuples()
    )
    caption = escape(_("Profile: latest figures with rank and year"))
    return f'<table class="atlas-profile"><caption class="atlas-hidden">{caption}</caption>{body}</table>'


def quality_text(store: Store, code: str, lang: str) -> str:
    """How far the drawn area is from the official one, and what is missing in the boundaries."""
    _ = translator(lang)
    place = store.place_table().set_index("code").loc[code]
    text = _("Area drawn {km2} km²").format(km2=number(place["area_km2"], 1, lang))
    official = place["official_area_km2"]
    if pd.notna(official):
        share = number((place["area_km2"] / official - 1) * 100, 2, lang)
        text += "; " + _("official {km2} km² (difference {share}%)").format(
            km2=number(official, 1, lang), share=share
        )
    lost = store.quality().set_index("code")["villages_without_polygon"].get(code, 0)
    if lost:
        text += "; " + _("{n} villages without a polygon").format(n=number(lost, 0, lang))
    return text + "."
