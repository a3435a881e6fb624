"""Every number said of a claim, and of a badge, is a cell of its table or is computed anew by the rule; random choices."""

from __future__ import annotations

import random
from math import isnan, sqrt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics.comparability_rules import LEAST
from analytics.rounding import rounded
from tests.views.saying import (
    ALL,
    FEW,
    cells,
    check_words,
    names,
    numbers,
    own_words,
    printed,
    several,
    store,
    there,
    whole,
)
from views.claims import ClaimChoice, ClaimView, build_claim, registration_gap
from views.comparability import judge, plain_text
from views.formatting import number, share_text, value_text
from views.i18n import pick
from views.peer_choice import trend_indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.comparability import Assessment

Z = 1.96
REGENCY = 5
POINTS = {"id": "poin persen", "en": "percentage points"}


def random_claim(draw: random.Random) -> tuple[str, ClaimChoice]:
    """Two places, one indicator, years that somebody has."""
    a, b = several(draw, 2, 2)
    kind = draw.choice(("higher", "faster"))
    names_there = trend_indicators(there()) if kind == "faster" else there().indicators("regency")
    indicator = draw.choice(names_there)
    years = there().years(indicator, "regency")
    if kind == "higher":
        return indicator, ClaimChoice(a, b, kind, draw.choice(years))
    since, until = sorted(draw.sample(years, 2))
    return indicator, ClaimChoice(a, b, kind, until, since)


def people(codes: Iterable[str]) -> pd.Series:
    """Registered residents in the newest year."""
    rows = store().values("population_registered", codes=list(codes), years=2024)
    return rows.set_index("code")["value"]


def reasons_anew(row: pd.Series, codes: list[str], years: list[int], lang: str) -> list[str]:
    """What the reasons of a badge may say: years, distance of years, size of places, areas, number of parts."""
    indicator = str(row["indicator"])
    values = store().values(indicator)
    mine = values[values["code"].str[:2].isin([code[:2] for code in codes])]
    residents = people([code for code in codes if len(code) <= REGENCY])
    texts = [*own_words(row), *(str(year) for year in {*mine["year"], *years})]
    texts += [str(abs(a - b)) for a in years for b in years]
    texts += [str(int(row["denominator_year"]))]
    # Only places with a figure are compared, so any two may be the largest and the smallest.
    texts += [number(a / b, 1, lang) for a in residents for b in residents]
    off = store().quality().set_index("code")["deviation_pct"].reindex(codes).abs()
    texts += [share_text(value / 100, lang, decimals=1) for value in off.dropna()]
    now = mine[mine["year"].eq(years[-1])]["code"]
    inside = [sum(now.str.startswith(f"{c}.") & now.str.len().eq(REGENCY)) for c in codes]
    everywhere = values.loc[values["year"].eq(years[-1]) & values["code"].str.len().eq(2), "code"].nunique()
    texts += whole([*inside, everywhere], lang)
    sources = store().sources()
    texts += [*sources["publisher"], *sources["publisher_en"]]
    catalogue = there().catalogue
    return texts + [pick(catalogue.loc[name], "name", lang) for name in catalogue.index if name == indicator]


def limit_anew(view: ClaimView, row: pd.Series, lang: str) -> list[str]:
    """The limit computed from the figures and errors in the table by the rule in `analytics.claims`."""
    claim, decimals = view.claim, int(row["decimals"])
    figures, grows = claim.figures, claim.measure == "growth"
    half, errors = 0.5 * 10.0**-decimals, figures["error"].to_list()
    changes = "value_since" in figures
    wobbles = claim.basis in ("wobble", "two_years", "spread") or claim.parts["error"] > 0
    factor_end = 100 / figures["value_since"] if grows else pd.Series(1.0, index=figures.index)
    factor_start = (
        100 * figures["value"] / figures["value_since"] ** 2 if grows else pd.Series(1.0, index=figures.index)
    )
    rounding = float((half * (factor_end + (factor_start if changes else 0))).sum())
    share = registration_gap(store()) if claim.parts["registration"] else 0.0
    shown = rounded(figures["value"], decimals=decimals)
    registration = share * float(shown.abs().sum())
    if not changes and wobbles:
        assert claim.parts["error"] == pytest.approx(
            Z * sqrt(sum(e * e for e in errors if not isnan(e))), rel=1e-3
        )
    least = float(LEAST.get(str(row["indicator"]), 0.0))
    assert claim.parts["rounding"] == pytest.approx(rounding)
    assert claim.parts["registration"] == pytest.approx(registration)
    assert claim.parts["limit"] == pytest.approx(max(rounding, claim.parts["error"], least) + registration)
    own = claim.parts.get("own", 0.0)
    assert own <= claim.parts["limit"]
    digits = 2 if grows else decimals
    step = 10.0**-digits
    assert claim.parts["limit"] < claim.smallest_difference <= claim.parts["limit"] + step + 1e-9
    terms = [rounding, claim.parts["error"], least, registration, claim.parts["limit"], own]
    more = [number(claim.smallest_difference, digits, lang), *printed(claim.smallest_difference, row, lang)]
    more += [text for value in terms for text in term(value, claim.measure, row, lang)]
    return [*more, number(Z, 2, lang), share_text(share, lang, decimals=2), "2", "4", "95", "100"]


def term(value: float, measure: str, row: pd.Series, lang: str) -> list[str]:
    """A term of the limit in the unit of what is compared, two decimals finer than the figures."""
    if measure == "growth":
        return [f"{number(value, 4, lang)}\N{NO-BREAK SPACE}{POINTS[lang]}"]
    finer = row.copy()
    finer["decimals"] = int(row["decimals"]) + 2
    return printed(value, finer, lang)


def check_units(view: ClaimView, row: pd.Series, lang: str) -> None:
    """Every line of the arithmetic ends in the unit of what is compared; an index and a rank have none."""
    kind, unit = str(row["unit_kind"]), pick(row, "unit", lang)
    wanted = POINTS[lang] if kind == "percent" or view.claim.measure == "growth" else unit
    for line in view.arithmetic:
        said = line.rpartition("=" if "=" in line else ":")[2]
        if kind == "currency" and view.claim.measure != "growth":
            assert ("Rp" if lang == "id" else "IDR") in said, line
        elif wanted and (kind not in ("index", "rank") or view.claim.measure == "growth"):
            assert wanted.rstrip("s") in line, (line, wanted)


def gap_anew(view: ClaimView, row: pd.Series, lang: str) -> list[str]:
    """The difference of the printed figures, and what each place gained."""
    claim, decimals = view.claim, int(row["decimals"])
    ends = rounded(claim.figures["value"], decimals=decimals)
    if "value_since" not in claim.figures:
        gap = ends.iloc[0] - ends.iloc[1]
        assert claim.difference == pytest.approx(gap, abs=1e-9)
        return [*printed(abs(gap), row, lang), *(value_text(value, row, lang) for value in ends)]
    starts = rounded(claim.figures["value_since"], decimals=decimals)
    sign = -1 if row["direction"] == "lower_better" else 1
    if claim.measure == "growth":
        gains = rounded(100 * (ends / starts - 1), decimals=2)
        texts = [number(abs(value), 2, lang) for value in [*gains, gains.iloc[0] - gains.iloc[1]]]
    else:
        gains = ends - starts
        texts = [t for v in [*gains, gains.iloc[0] - gains.iloc[1]] for t in printed(abs(v), row, lang)]
    assert claim.difference == pytest.approx(sign * (gains.iloc[0] - gains.iloc[1]), abs=1e-6)
    return [*texts, *(t for v in [*starts, *ends] for t in printed(v, row, lang))]


def test_numbers_of_a_claim(full: bool) -> None:  # noqa: FBT001
    draw, answers = random.Random(61), set()
    for _ in range(ALL if full else FEW // 2):
        lang = draw.choice(("id", "en"))
        indicator, choice = random_claim(draw)
        view = build_claim(store(), there(), choice, indicator, lang, names=names())
        row, codes = there().catalogue.loc[indicator], [choice.a, choice.b]
        years = [year for year in (choice.since, choice.until) if year is not None]
        around = [*(names()[code] for code in codes), *own_words(row), *map(str, years)]
        reasons = [*reasons_anew(row, codes, years, lang), *around, *_rates(lang)]
        assert numbers([*view.reasons, *view.fair]) <= numbers(reasons), (choice, view.reasons, view.fair)
        said = [view.word, view.sentence, *view.basis, *view.arithmetic, *view.reasons, *view.fair]
        check_words([*said, *cells(view.table)], lang)
        answers.add(view.claim.answer)
        if not view.claim.basis:
            assert numbers([view.sentence]) <= numbers(around), (choice, view.sentence)
            assert not view.arithmetic
            continue
        anew = [*gap_anew(view, row, lang), *limit_anew(view, row, lang), *around]
        assert numbers([view.sentence]) <= numbers([*cells(view.table), *around]), (choice, view.sentence)
        assert numbers([view.sentence]) <= numbers(anew), (choice, view.sentence)
        rows = len(store().values(indicator))
        counted = [
            text
            for text in numbers(view.basis) - numbers(anew)
            if not 0 < int(text.replace(".", "").replace(",", "")) <= rows
        ]
        assert not counted, (choice, view.basis)
        assert numbers(view.arithmetic) <= numbers(anew), (choice, view.arithmetic)
        check_units(view, row, lang)
    assert answers >= {"supported", "not_distinguishable", "not_comparable", "no_data"}


def _rates(lang: str) -> list[str]:
    return [pick(row, "name", lang) for _i, row in there().catalogue.iterrows()]


def badge_case(draw: random.Random) -> tuple[str, list[str], str, int, int | None]:
    """Places of one level in an indicator and year, sometimes a change."""
    level = draw.choice(("regency", "regency", "district", "village"))
    codes = several(draw) if level == "regency" else draw.sample(["31", "73.71", "35.10", "32.11"], 2)
    indicator = draw.choice(there().indicators(level, mappable=draw.random() < 0.8))
    years = there().years(indicator, level)
    since = min(years) if len(years) > 1 and draw.random() < 0.4 else None
    return indicator, codes, level, max(years) if since else draw.choice(years), since


def verdict_of(found: Assessment) -> str:
    """The worst of the reasons."""
    order = ["comparable", "with_care", "not_comparable"]
    return max(found.reasons["verdict"], key=order.index, default="comparable")


def test_numbers_of_a_badge(full: bool) -> None:  # noqa: FBT001
    draw, verdicts = random.Random(62), set()
    for _ in range(ALL if full else FEW // 2):
        lang = draw.choice(("id", "en"))
        indicator, codes, level, year, since = badge_case(draw)
        found = judge(store(), there(), indicator, codes, level=level, year=year, since=since)
        row = there().catalogue.loc[indicator]
        text = plain_text(found, row, names=names(), catalogue=there().catalogue, lang=lang)
        years = [one for one in (since, year) if one is not None]
        allowed = [*reasons_anew(row, codes, years, lang), *(names()[c] for c in codes), *_rates(lang)]
        if level != "regency":  # people of a place of the level, on average
            found_ratio = [p["ratio"] for p in found.reasons["params"] if "ratio" in p]
            parts = {c: len(store().place_table(level, within=c)) for c in codes}
            mean = [float(people([c]).iloc[0]) / max(parts[c], 1) for c in codes]
            allowed += [number(max(mean) / min(mean), 1, lang)] if found_ratio else []
        assert numbers([text]) <= numbers(allowed), (indicator, codes, level, year, since, text)
        assert found.verdict == verdict_of(found)
        check_words([text], lang)
        verdicts.add(found.verdict)
    assert verdicts == {"comparable", "with_care", "not_comparable"}
