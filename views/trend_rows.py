"""Records and tables that the trends page derives: how a change is named and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.change import change_kind, median_over_time
from analytics.claim_limits import change_limits
from views.formatting import value_text, year_text, years_text
from views.i18n import LANGUAGES, pick, translator
from views.trend_texts import listed_sentence, sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.claim_limits import Uncertainty

_POINT_KINDS = {"percent": "physical"}


def changed_row(row: pd.Series, measure: str, base: int, kind: str) -> pd.Series:
    """Record of an indicator as its change: its name says the change, its unit is that of the change.

    Parameters
    ----------
    row
        The indicator's record.
    measure
        ``base`` for the change since a year, ``growth`` for that from year to year.
    base
        The base year.
    kind
        ``points`` or ``percent``, see `analytics.change.change_kind`.
    """
    copy = row.copy()
    for lang in LANGUAGES:
        _ = translator(lang)
        name, short = str(row[f"name_{lang}"]), str(row[f"short_{lang}"])
        if measure == "growth":
            text = _("{indicator}: change from the year before")
        else:
            text = (
                _("{indicator}: change since {year}") if kind == "points" else _("{indicator}: {year} = 100")
            )
        copy[f"name_{lang}"] = text.format(indicator=name, year=year_text(base))
        copy[f"short_{lang}"] = text.format(indicator=short, year=year_text(base))
        if kind == "points":
            copy[f"unit_{lang}"] = (
                _("percentage points") if row["unit_kind"] == "percent" else row[f"unit_{lang}"]
            )
        else:
            copy[f"unit_{lang}"] = "%" if measure == "growth" else ""
    if kind == "points":
        copy["unit_kind"] = _POINT_KINDS.get(str(row["unit_kind"]), str(row["unit_kind"]))
    else:
        copy["unit_kind"], copy["decimals"], copy["scale"] = (
            ("percent" if measure == "growth" else "index"),
            1,
            1.0,
        )
    return copy


def year_rows(wide: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Rows ``code, year, value, name`` of a table of years."""
    rows = wide.rename_axis(index="code", columns="year").melt(ignore_index=False).dropna().reset_index()
    return rows.assign(name=rows["code"].map(names))


def median_rows(nation: pd.DataFrame, row: pd.Series) -> pd.DataFrame | None:
    """Median of all regencies and cities by year: `year, value`; None for counts, whose median compares nothing."""
    if str(row["measure"]) == "extensive":
        return None
    median = median_over_time(nation).dropna()
    return None if median.empty else median.rename_axis("year").rename("value").reset_index()


def measured_sentence(
    frame: pd.DataFrame, row: pd.Series, year: int | None, names: Mapping[str, str], lang: str
) -> str:
    """The changes of a year from the largest to the smallest, each with its place; `row` from `changed_row`."""
    _ = translator(lang)
    values = frame[year] if year in frame.columns else pd.Series(dtype="float64")
    texts = {str(code): value_text(value, row, lang) for code, value in values.items()}
    lead = _("{measure}, as of {year}").format(measure=pick(row, "name", lang), year=year)
    return listed_sentence(values, texts, names, lead)


def doubtful_changes(
    changes: pd.DataFrame | None,
    row: pd.Series,
    span: tuple[int, int] | None,
    *,
    known: Uncertainty,
    errors: pd.DataFrame,
) -> frozenset[str]:
    """Places whose change is no larger than what their figures leave open, see `analytics.claim_limits.change_limits`.

    Parameters
    ----------
    changes
        From `analytics.change.change_between`; None gives no place.
    row
        The indicator's record.
    span
        The two years.
    known
        What is known about the error of its figures.
    errors
        Standard errors that came with figures, `code, year, error`.
    """
    if changes is None or span is None:
        return frozenset()
    size = sizes(changes, row)
    ends = changes.rename(columns={"first_value": "value_since", "last_value": "value"})
    given = errors.set_index(["code", "year"])["error"]
    for column, year in zip(("standard_error_since", "standard_error"), span, strict=True):
        ends[column] = [given.get((code, year), float("nan")) for code in ends.index]
    limits = change_limits(ends, row, known, grows=change_kind(str(row["unit_kind"])) == "percent")
    return frozenset(str(code) for code in size.index[size.abs() <= limits + 1e-9])


def sources_text(rows: pd.DataFrame, sources: pd.DataFrame, lang: str) -> str:
    """Publisher, table and years of each source behind some observations.

    Parameters
    ----------
    rows
        ``source, year`` of the observations.
    sources
        The store's source records.
    lang
        "id" or "en".
    """
    _ = translator(lang)
    records = sources.set_index("source")
    stem = "publisher_en" if lang == "en" else "publisher"
    parts = []
    for source, part in rows.groupby(rows["source"].astype(str), sort=True):
        record = records.loc[source]
        years = years_text(int(year) for year in part["year"])
        parts.append(f"{record[stem] or record['publisher']}, {record['title']} ({years})")
    return _("Source: {sources}.").format(
        sources="; ".join(parts) or _("no source, because there is no figure")
    )
