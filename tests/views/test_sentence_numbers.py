"""Every number that a page says is a cell of its figure, or is computed anew from those cells; on random selections."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pandas as pd

from analytics.rounding import rounded
from tests.views.saying import ALL, FEW, check_words, choices, numbers, store, there
from views.availability import PILOTS
from views.city import build_city
from views.claims import uncertainty_of
from views.compare import build_comparison
from views.figures import PROVINCE_CITY, Figure, national, province_value
from views.formatting import difference_text, number, printed_value, rank_text, value_text
from views.headlines import beside_median
from views.i18n import pick
from views.overview import Overview, build_overview
from views.selection import Selection, read_selection

if TYPE_CHECKING:
    from collections.abc import Iterable


def written(values: pd.Series, figure: Figure, lang: str) -> list[str]:
    """Every cell as the page writes it, with and without its unit, long and short."""
    texts = []
    for value in values.dropna():
        texts += [value_text(value, figure.row, lang), figure.text(value, lang, short=True)]
    return texts


def around(figure: Figure, names: Iterable[str], lang: str) -> list[str]:
    """Texts that hold numbers of their own: names of places and of the indicator, its unit, the year."""
    named = [pick(figure.row, stem, lang) for stem in ("name", "short", "unit", "definition")]
    return [*names, *named, str(figure.year)]


def counts(values: pd.Series, figure: Figure, lang: str) -> list[str]:
    """How many places there are, have a value, have none, share the highest or the lowest."""
    known = rounded(values.dropna(), decimals=int(figure.row["decimals"]))
    n = [len(values), len(known), int(values.isna().sum())]
    n += [int((known == end).sum()) for end in (known.min(), known.max())] if len(known) else []
    return [number(each, 0, lang) for each in n]


def ranks(codes: Iterable[str], figure: Figure, lang: str) -> list[str]:
    """Rank bands counted by hand: places strictly better, places no worse."""
    if figure.year is None:
        return []
    nation = national(store(), str(figure.row["indicator"]), figure.year)
    known = rounded(nation.values.dropna(), decimals=int(figure.row["decimals"]))
    direction = str(figure.row["direction"])
    order = -known if direction != "lower_better" else known
    texts = [value_text(nation.values.median(), figure.row, lang), number(len(known), 0, lang)]
    for code in codes:
        if code in order.index:
            low, high = int((order < order[code]).sum()) + 1, int((order <= order[code]).sum())
            texts.append(rank_text(low, high, len(known), lang, direction=direction))
    return [*texts, "1"]


def newest_year(indicator: str, code: str) -> list[str]:
    """The last year in which a place has a figure, which a headline names where it has none in the year shown."""
    years = store().values(indicator, codes=[code])["year"]
    return [str(int(years.max()))] if len(years) else []


def chosen(draw: random.Random, page: str, lang: str) -> Selection:
    """A random choice as a link would say it; what does not fit falls back to what does."""
    levels = ("regency", "district", "village")
    city = draw.choice(list(PILOTS) if draw.random() < 0.6 else list(choices().cities))
    link = {"lang": lang, "city": city, "level": draw.choice(levels)}
    link["cities"] = ",".join(
        draw.sample(list(choices().cities if draw.random() < 0.4 else PILOTS), draw.randint(2, 4))
    )
    first = read_selection(link, {}, choices(), page=page)[0]
    cities = first.cities if page == "compare" else None
    allowed = (
        choices().compare_indicators(first.level, cities)
        if cities
        else choices().indicators(first.level, city)
    )
    link["indicator"] = draw.choice(allowed) if allowed else ""
    years = choices().availability.years(link["indicator"], first.level) or [2024]
    return read_selection({**link, "year": str(draw.choice(years))}, {}, choices(), page=page)[0]


def test_numbers_of_the_city_page(full: bool) -> None:  # noqa: FBT001
    draw = random.Random(41)
    for _ in range(ALL if full else FEW // 2):
        lang = draw.choice(("id", "en"))
        selection = chosen(draw, "city", lang)
        if not selection.indicator:
            continue
        model = build_city(store(), there(), selection, theme="light", cities=choices().cities)
        figure, city = model.figure, selection.city
        own = figure.values[[code for code in figure.values.index if code.startswith(city)]]
        province = (
            province_value(store(), selection.indicator, figure.year)
            if city == PROVINCE_CITY
            else float("nan")
        )
        cells = pd.concat([figure.values, pd.Series([figure.values.median(), own.median(), province])])
        allowed = (
            written(cells, figure, lang) + counts(figure.values, figure, lang) + counts(own, figure, lang)
        )
        allowed += around(figure, model.names.values(), lang)
        allowed += ranks([city], figure, lang) if selection.level == "regency" else []
        allowed += newest_year(selection.indicator, city)
        said = numbers([model.headline, model.sentence])
        assert said <= numbers(allowed), (selection, model.headline, model.sentence)
        check_words([model.headline, model.subtitle, model.sentence, model.source, *model.notes], lang)


def test_numbers_of_a_comparison(full: bool) -> None:  # noqa: FBT001
    draw = random.Random(42)
    for _ in range(ALL if full else FEW // 2):
        lang = draw.choice(("id", "en"))
        selection = chosen(draw, "compare", lang)
        if not selection.indicator:
            continue
        model = build_comparison(store(), there(), selection, theme="light", cities=choices().cities)
        known = model.values.dropna()
        allowed = written(known, model.figure, lang) + around(model.figure, model.names.values(), lang)
        if len(known) > 1:
            shown = [
                printed_value(value, model.figure.row) for value in known
            ]  # proved by itself in test_printed
            allowed.append(difference_text(max(shown) - min(shown), model.figure.row, lang))
        said = numbers([model.headline, model.sentence])
        assert said <= numbers(allowed), (selection, model.headline, model.sentence)
        check_words([model.headline, model.subtitle, model.sentence, model.source, *model.notes], lang)


def check_groups(model: Overview, known: pd.Series) -> None:
    """No place within rounding of the printed median is said to be above or below it, and none is in two groups."""
    if len(known) < 2:
        return
    error = uncertainty_of(store(), model.selection.indicator, level="regency")
    groups = beside_median(model.nation, model.figure, PILOTS, error)
    median = printed_value(known.median(), model.figure.row)
    step = 10.0 ** -int(model.figure.row["decimals"])
    values = {
        code: printed_value(known[code], model.figure.row) for codes in groups.values() for code in codes
    }
    assert all(values[code] > median + 0.5 * step for code in groups["above"]), model.headline
    assert all(values[code] < median - 0.5 * step for code in groups["below"]), model.headline
    assert len(values) == sum(map(len, groups.values()))
    assert any(groups.values()) or known.min() == known.max() or not set(PILOTS) & set(known.index)


def check_districts(model: Overview, known: pd.Series) -> None:
    """The pilots are no districts: ends, median and counts of all districts, and nothing else."""
    figure, lang = model.figure, model.selection.lang
    cells = pd.Series([known.min(), known.median(), known.max()])
    allowed = written(cells, figure, lang) + [figure.bare_text(cell, lang) for cell in cells]
    allowed += counts(figure.values, figure, lang) + around(figure, model.names.values(), lang)
    said = numbers([model.headline, model.sentence])
    assert said <= numbers(allowed), (model.selection, model.headline, model.sentence)
    check_words([model.headline, model.subtitle, model.sentence, model.source, *model.notes], lang)


def test_numbers_of_the_overview(full: bool) -> None:  # noqa: FBT001
    draw = random.Random(43)
    for _ in range(ALL if full else FEW // 2):
        lang = draw.choice(("id", "en"))
        selection = chosen(draw, "overview", lang)
        model = build_overview(store(), there(), selection, theme="light", cities=choices().cities)
        figure = model.figure
        pilots = figure.values.reindex([code for code in PILOTS if code in figure.values.index])
        cells = pd.concat([pilots, pd.Series([province_value(store(), selection.indicator, figure.year)])])
        known = figure.values.dropna()
        if selection.level == "district":
            check_districts(model, known)
            continue
        check_groups(model, known)
        ends = pd.Series([known.min()] if len(known) and known.min() == known.max() else [], dtype=float)
        allowed = written(pd.concat([cells, ends]), figure, lang) + ranks(PILOTS, figure, lang)
        allowed += around(figure, [*choices().cities.values()], lang)
        said = numbers([model.headline, model.sentence])
        assert said <= numbers(allowed), (selection, model.headline, model.sentence)
        check_words([model.headline, model.subtitle, model.sentence, model.source, *model.notes], lang)
