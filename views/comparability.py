"""The apple-to-apple badge: what is known of the places compared, the judgement, and how it is shown.

assessment = judge(store, availability, "hdi", ("31", "35.10"), level="regency", year=2024)
badge(assessment, row, names=names, catalogue=catalogue, lang="id")
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.comparability import Assessment, Options, assess
from analytics.series_breaks import break_marks, concerns
from geodata.codes import level_of
from geodata.overlay import published_errors
from geodata.own import OWN_LEVEL
from views.comparability_texts import fair_text, reason_text, verdict_word
from views.figures import WEIGHT_YEAR
from views.i18n import plural_translator, translator
from views.markup import escape
from views.scenes import members

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.store import Store
    from views.availability import Availability

_MOSTLY = 0.9  # of a city's districts must have a value, for their median to stand for the city
_GRADES = ("high", "medium-high", "medium", "low")
SHAPES = {"comparable": "●", "with_care": "◐", "not_comparable": "✕"}


def judge(
    store: Store,
    availability: Availability,
    indicator: str,
    codes: Sequence[str],
    *,
    level: str,
    year: int | Mapping[str, int],
    since: int | None = None,
) -> Assessment:
    """Judge whether some places may be compared in an indicator.

    Parameters
    ----------
    store, availability
        Where the figures are.
    indicator
        Id.
    codes
        Places (cities); two at least.
    level
        ``regency``: each place's own figure; a lower level: the median of its places of that level.
    year
        Year of the values, one for all or one a place.
    since
        For changes: the year they start from.
    """
    sides = sides_of(store, indicator, codes, level=level, year=year, since=since)
    options = options_for(store, availability, indicator, codes, level=level, year=year)
    return assess(sides, availability.catalogue.loc[indicator].to_dict(), options=options)


def sides_of(
    store: Store,
    indicator: str,
    codes: Sequence[str],
    *,
    level: str,
    year: int | Mapping[str, int],
    since: int | None = None,
) -> pd.DataFrame:
    """What is known of each place: the frame that `analytics.comparability.assess` takes; parameters as `judge`.

    Where standard errors came with the figures, they stand in ``standard_error`` (and ``standard_error_since``).
    """
    row = store.catalogue().set_index("indicator").loc[indicator]
    kinds = store.place_table().set_index("code")["kind"]
    people = _people(store, codes, level)
    off = store.quality().set_index("code")["deviation_pct"]
    members_of = {code: [code] if level == "regency" else members(store, code, level) for code in codes}
    values, facts = store.values(indicator, codes=[*chain(*members_of.values())]), store.facts()
    facts, sources = facts[facts["indicator"] == indicator], store.sources().set_index("source")
    errors = published_errors(store, indicator).set_index(["code", "year"])["error"]
    sides = []
    for code in codes:
        places = members_of[code]
        mine = values[values["code"].isin(places)]
        when = year if isinstance(year, int) else year[code]
        used = mine[mine["year"] == when]
        side = {
            "level": level_of(code) if level == "regency" else level,
            "kind": kinds[code]
            if level == "regency"
            else "_".join(sorted(set(kinds.reindex(places).dropna()))),
            "year": when,
            "value": _value(used, places),
            **_origin(sources, facts, used),
            "provisional": _provisional(row["provisional"], code, when),
            "denominator_year": int(row["denominator_year"]) or pd.NA,
            "population": people[code],
            "area_deviation_pct": off.get(code, np.nan),
            "boundary_vintage": OWN_LEVEL if level == OWN_LEVEL else store.boundary_vintage,
        }
        if since is not None:
            side |= {"since": since, "value_since": _value(mine[mine["year"] == since], places)}
        if len(errors) and level == "regency":  # a median of places has none
            side |= {"standard_error": errors.get((code, when), np.nan)}
            side |= {"standard_error_since": errors.get((code, since), np.nan)} if since is not None else {}
        sides.append(side)
    return pd.DataFrame(sides, index=pd.Index(list(codes), name="code"))


def _people(store: Store, codes: Sequence[str], level: str) -> dict[str, float]:
    """Registered residents of a place, or of one of its places of a level on average; NaN where it is not known."""
    if "population_registered" not in set(store.catalogue()["indicator"]):
        return dict.fromkeys(codes, float("nan"))
    rows = store.values("population_registered", codes=[*codes], years=WEIGHT_YEAR).set_index("code")["value"]
    parts = {code: 1 if level == "regency" else max(len(members(store, code, level)), 1) for code in codes}
    return {code: float(rows.get(code, np.nan)) / parts[code] for code in codes}


def _value(used: pd.DataFrame, places: Sequence[str]) -> float:
    """The place's own value, or the median of its places where nearly all of them have one."""
    known = used["value"].dropna()
    return float(known.median()) if len(known) >= max(_MOSTLY * len(places), 1) else float("nan")


def _origin(sources: pd.DataFrame, facts: pd.DataFrame, used: pd.DataFrame) -> dict[str, str]:
    """Source, publisher and confidence of some observations, the weakest where there are several."""
    names = [name for name in sorted(set(used["source"].astype(str))) if name in sources.index]
    grades = (
        set(facts.merge(used[["code", "year"]], on=["code", "year"])["confidence"]) if len(facts) else set()
    )
    if not grades:  # a fact has a grade of its own, what came in a table has that of its source
        grades = {str(sources.at[name, "confidence"]) for name in names}
    publishers = dict.fromkeys(str(sources.at[name, "publisher"]) for name in names)
    return {
        "source": " + ".join(names),
        "publisher": " + ".join(publishers),
        "confidence": max(grades & set(_GRADES), key=_GRADES.index, default=""),
    }


def _provisional(marks: str, code: str, year: int) -> bool:
    return any(int(mark["year"]) <= year and concerns(mark["scope"], code) for mark in break_marks(marks))


def options_for(
    store: Store,
    availability: Availability,
    indicator: str,
    codes: Sequence[str],
    *,
    level: str,
    year: int | Mapping[str, int],
) -> Options:
    """What else there is, so that only fair views are named that exist; parameters as `judge`."""
    values = store.values(indicator)
    own = values["code"].astype(str)
    lengths = {code: level_of(code) for code in own.unique()} if level == "regency" else {}
    shown = own if level == "regency" else own[own.map(level_of).eq(level)]
    years = {
        code: tuple(sorted(set(values.loc[shown.index[_of(shown, code, level)], "year"].astype(int))))
        for code in codes
    }
    below = [
        lower
        for lower in ("district", "village")
        if lengths
        and all(any(lengths[c] == lower and c.startswith(f"{code}.") for c in lengths) for code in codes)
    ]
    when = {year} if isinstance(year, int) else set(year.values())
    now = own[values["year"].isin(when)]
    return Options(
        years=years,
        levels=tuple(below),
        rates=_rates(store, availability.catalogue, indicator, codes),
        parts={
            code: tuple(sorted(set(now[now.str.startswith(f"{code}.") & now.str.len().eq(5)])))
            for code in codes
            if level == "regency" and level_of(code) == "province"
        },
        provinces=int(now[now.str.len().eq(2)].nunique()),
        newest_year=int(availability.counts["year"].max()) if len(availability.counts) else 0,
    )


def _of(shown: pd.Series, code: str, level: str) -> pd.Series:
    return shown.eq(code) if level == "regency" else shown.str.startswith(f"{code}.")


def _rates(store: Store, catalogue: pd.DataFrame, indicator: str, codes: Sequence[str]) -> tuple[str, ...]:
    """Rates that all places have and whose numerator is this count."""
    names = catalogue.index[catalogue["numerator"].eq(indicator)]
    return tuple(name for name in names if set(store.values(name, codes=[*codes])["code"]) >= set(codes))


# Shown --------------------------------------------------------------------------------------------------------------


def reason_texts(
    assessment: Assessment, row: pd.Series, *, names: Mapping[str, str], lang: str, remarks: bool = True
) -> list[str]:
    """The reasons as sentences, the worst first; `remarks` takes in those that lower nothing. For exports as they are."""
    rows = assessment.reasons
    if not remarks:
        rows = rows[rows["verdict"] != "comparable"]
    texts = (reason_text(reason, row, names=names, lang=lang).strip() for _, reason in rows.iterrows())
    return list(dict.fromkeys(texts))


def fair_texts(
    assessment: Assessment, *, names: Mapping[str, str], catalogue: pd.DataFrame, lang: str
) -> list[str]:
    """The fair views as sentences."""
    return [fair_text(view, names=names, catalogue=catalogue, lang=lang) for view in assessment.fair_view]


def plain_text(
    assessment: Assessment, row: pd.Series, *, names: Mapping[str, str], catalogue: pd.DataFrame, lang: str
) -> str:
    """Verdict, reasons and fair views in one paragraph, for the notes of an export."""
    _ = translator(lang)
    parts = [
        verdict_word(assessment.verdict, lang) + ".",
        *reason_texts(assessment, row, names=names, lang=lang),
    ]
    fair = fair_texts(assessment, names=names, catalogue=catalogue, lang=lang)
    return " ".join([*parts, *([_("Fairer:"), *fair] if fair else [])])


def badge(
    assessment: Assessment,
    row: pd.Series,
    *,
    names: Mapping[str, str],
    catalogue: pd.DataFrame,
    lang: str,
) -> str:
    """The badge as HTML: a word with a shape, the gravest reason, the fairer view; further remarks folded away.

    Parameters
    ----------
    assessment
        From `judge`.
    row
        The indicator's record in the catalogue.
    names
        Code -> name of the places compared.
    catalogue
        Indexed by indicator.
    lang
        "id" or "en".

    Returns
    -------
    str
        One element, every text escaped.
    """
    _, _n = translator(lang), plural_translator(lang)
    word = verdict_word(assessment.verdict, lang)
    head = (
        f'<span aria-hidden="true" class="atlas-badge-mark">{SHAPES[assessment.verdict]}</span> '
        f"<strong>{escape(word)}</strong>"
    )
    lowering = int((assessment.reasons["verdict"] != "comparable").sum())
    texts = reason_texts(assessment, row, names=names, lang=lang)
    first, rest = (texts[:1], texts[1:]) if lowering else ([], texts)
    fair = fair_texts(assessment, names=names, catalogue=catalogue, lang=lang)
    fairer_word = _("Fairer:")
    fairer = f"<em>{escape(fairer_word)}</em> {escape(' '.join(fair))}" if fair else ""
    lines = " ".join([f"{head}.", *map(escape, first), fairer]).strip()
    more = _n("{n} more remark", "{n} more remarks", len(rest)).format(n=len(rest))
    items = "".join(f"<li>{escape(text)}</li>" for text in rest)
    folded = f"<details><summary>{escape(more)}</summary><ul>{items}</ul></details>" if rest else ""
    return f'<div class="atlas-badge" data-verdict="{assessment.verdict}"><p>{lines}</p>{folded}</div>'
