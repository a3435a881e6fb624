"""Charts and table of the comparison page, below the wall of maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views.charts import Chart, dot_plot, profile_plot, strip_plot
from views.figures import PROVINCE_CITY, province_value, values_in
from views.i18n import translator
from views.marking import read_marking
from views.markup import short_place_name
from views.reference import reference_marks
from views.tables import wide_table

if TYPE_CHECKING:
    from views.compare import Comparison

PROFILE_INDICATORS = (
    "hdi",
    "life_expectancy",
    "mean_years_schooling",
    "poverty_rate",
    "unemployment_rate",
    "grdp_per_capita_real",
    "sanitation_access",
    "drinking_water_access",
    "stunting_prevalence",
    "digital_id_share",
    "integrity_index",
    "waste_managed_share",
)


def dots(model: Comparison) -> Chart:
    """The cities in order, with the national median and mean."""
    s = model.selection
    frame = pd.DataFrame(
        {
            "code": list(s.cities),
            "name": [model.names[c] for c in s.cities],
            "value": model.values.to_numpy(),
        }
    )
    marks = (
        reference_marks(model.nation.reference, s.lang)
        if model.nation is not None and not model.figure.is_count
        else ()
    )
    return dot_plot(
        frame,
        model.figure.row,
        lang=s.lang,
        theme=model.theme,
        year=model.figure.year,
        reference=marks,
        highlight=s.cities,
    )


def strip(model: Comparison) -> Chart | None:
    """All regencies and cities with the chosen ones marked; None below regency level."""
    if model.nation is None:
        return None
    s, table = model.selection, model.store.place_table("regency").set_index("code")["name"]
    frame = pd.DataFrame(
        {
            "code": model.nation.values.index,
            "name": table.reindex(model.nation.values.index).to_numpy(),
            "value": model.nation.values.to_numpy(),
        }
    )
    return strip_plot(
        frame,
        model.figure.row,
        lang=s.lang,
        theme=model.theme,
        year=model.figure.year,
        highlight=s.cities,
        reference=reference_marks(model.nation.reference, s.lang, mean=False),
        ranks=model.nation.bands,
    )


def profile(model: Comparison) -> Chart | None:
    """Position of each city among all in several indicators, each in the year that `Availability.best_year` gives for them."""
    s = model.selection
    wide, years = {}, {}
    for indicator in PROFILE_INDICATORS:
        year = model.availability.best_year(indicator, "regency", cities=s.cities)
        if indicator in model.availability.catalogue.index and year is not None:
            wide[indicator], years[indicator] = _with_province(model, indicator, year), year
    if not wide:
        return None
    return profile_plot(
        pd.DataFrame(wide),
        model.availability.catalogue,
        codes=list(s.cities),
        names={c: short_place_name(model.names[c]) for c in s.cities},
        lang=s.lang,
        theme=model.theme,
        years=years,
    )


def _with_province(model: Comparison, indicator: str, year: int) -> pd.Series:
    values = values_in(model.store, indicator, "regency", year)
    if PROVINCE_CITY in model.selection.cities:
        values = pd.concat([values, pd.Series({PROVINCE_CITY: province_value(model.store, indicator, year)})])
    return values


def table(model: Comparison) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """Latest figure of every indicator the cities have, as text with its signs; and why figures are marked, for a list."""
    s = model.selection
    _ = translator(s.lang)
    values = (
        model.store.values(codes=list(s.cities))
        .sort_values("year")
        .drop_duplicates(["code", "indicator"], keep="last")
    )
    catalogue = model.availability.catalogue
    catalogue = catalogue[catalogue["rankable"] & catalogue.index.isin(values["indicator"])]
    marking = read_marking(model.store, model.availability, catalogue.index, s.cities, s.lang)
    shown = wide_table(
        values[values["indicator"].isin(catalogue.index)],
        catalogue,
        names={c: model.names[c] for c in s.cities},
        lang=s.lang,
        place_heading=_("Indicator"),
        signs=marking.signs,
    )
    return shown, marking.reasons({c: short_place_name(model.names[c]) for c in s.cities})
