"""Every number said about trends, peers and the network stands in a table beside it or is computed anew; random choices."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd

from analytics.rounding import rounded
from tests.views.saying import (
    ALL,
    FEW,
    all_words,
    cells,
    check_words,
    choices,
    names,
    numbers,
    of_how_many,
    own_words,
    printed,
    several,
    store,
    there,
    whole,
)
from views.formatting import number, value_text
from views.frameworks import FRAMEWORKS, build_framework
from views.markup import short_place_name
from views.network import build_network, network_line
from views.pace_texts import LONGEST_YEARS, finer
from views.peer_choice import GROUPS, KIND, WEIGHTS, trend_indicators
from views.peers import PeersPage, build_peers
from views.printed_cells import Shown, read_cell
from views.selection import Selection, read_selection
from views.trends import TrendsPage, build_trends

ROUND = 1e-9


def trends_choice(draw: random.Random, lang: str) -> Selection:
    """A random link to the page of trends."""
    link = {"lang": lang, "cities": ",".join(several(draw, least=1))}
    link |= {
        "indicator": draw.choice(trend_indicators(there())),
        "peers": draw.choice(GROUPS[: -1 if draw.random() < 0.9 else None]),
    }  # all 514 are slow to draw
    years = there().years(link["indicator"], "regency")
    first, last = sorted(draw.sample(years, 2))
    link |= {"measure": draw.choice(("base", "growth")), "scale": draw.choice(("same", "own"))}
    if draw.random() < 0.7:
        link |= {"since": str(first), "year": str(last)}
    return read_selection(link, {}, choices(), page="trends")[0]


WORDS = {"million": 1e6, "billion": 1e9, "trillion": 1e12}


def read_back(value: float, row: pd.Series) -> float:
    """The number that stands on the page, in the indicator's unit: money in words has three digits."""
    text = value_text(value, row, "en")
    word = next((word for word in WORDS if f"\N{NO-BREAK SPACE}{word}" in text), "")
    if row["unit_kind"] != "currency" or not word:
        return value
    (size,) = numbers([text])
    return (-1 if "\N{MINUS SIGN}" in text else 1) * float(size) * WORDS[word] / float(row["scale"])


def changes_anew(model: TrendsPage, lang: str) -> list[str]:
    """Values of the two years and their changes, computed from the printed figures."""
    if model.span is None:
        return []
    row, decimals = model.row, int(model.row["decimals"])
    texts: list[str] = []
    for code in model.selection.cities:
        ends = [model.wide.at[code, year] if year in model.wide else np.nan for year in model.span]
        first, last = rounded(pd.Series(ends), decimals=decimals)
        if pd.isna(first) or pd.isna(last):
            continue
        first, last = (read_back(value, row) for value in (first, last))
        texts += [*printed(first, row, lang), *printed(last, row, lang), *printed(last - first, row, lang)]
        texts += printed((last - first) / (model.span[1] - model.span[0]), finer(row), lang)
        if first > 0:
            texts.append(number(abs(100 * (last / first - 1)), 1, lang) + "%")
    return texts


def pace_anew(model: TrendsPage, table: pd.DataFrame, lang: str) -> None:
    """Gap divided by pace, from the printed values of the place and of its best peer."""
    decimals = int(model.row["decimals"])
    assert model.span is not None
    known = {name: code for code, name in model.names.items()}
    scale = float(model.row["scale"] or 1) if model.row["unit_kind"] == "currency" else 1.0
    for cell in table.to_numpy().tolist():
        place, best = known[cell[0]], cell[5].rpartition(": ")[0]
        if not any(sign.isdigit() for sign in cell[7]):
            continue
        ends = [model.wide.at[place, year] for year in model.span] + [
            model.wide.at[code, model.span[1]] for code, name in model.names.items() if name == best
        ][:1]
        first, last, peer = rounded(pd.Series(ends), decimals=decimals)
        pace = (last - first) / (model.span[1] - model.span[0])
        # Half a unit may be printed up or down; what is said rests on what is printed.
        shown = read_cell(cell[4].lstrip("+").replace("\N{MINUS SIGN}", ""), lang)
        assert isinstance(shown, Shown)
        said_pace = float(shown.value) / scale
        assert abs(abs(pace) - said_pace) <= 0.5 * 10.0 ** -(decimals + 1) + ROUND
        assert (peer - last) * pace > 0
        years = abs(peer - last) / said_pace
        said = str(LONGEST_YEARS) if years > LONGEST_YEARS + ROUND else number(round(years, 9), 1, lang)
        assert said in numbers([cell[7]]), (cell, years)


def test_numbers_of_the_trends(full: bool) -> None:  # noqa: FBT001
    draw = random.Random(51)
    for _ in range(ALL if full else FEW // 3):
        lang = draw.choice(("id", "en"))
        selection = trends_choice(draw, lang)
        model = build_trends(store(), there(), selection, theme="light")
        lines = model.lines().table
        around = [*(model.names[code] for code in selection.cities), *own_words(model.row)]
        span = [str(year) for year in [*(model.span or ()), *model.years[:1], *model.years[-1:]]]
        count = of_how_many(lines, lang) if model.span else []
        allowed = numbers([*cells(lines), *around, *span, *count])
        said = [model.headline, model.subtitle, model.sentence]
        assert numbers(said) <= allowed, (selection, said)
        assert numbers(said) <= numbers([*changes_anew(model, lang), *around, *span, *count]), (
            selection,
            said,
        )
        if count and any(sign.isdigit() for cell in lines.iloc[-1, 1:] for sign in str(cell)):
            assert set(count) <= numbers([model.headline]), (selection, model.headline)
        others = {code for codes in model.peers.values() for code in codes} - set(selection.cities)
        assert numbers([model.peers_text]) <= numbers(whole([len(others)], lang)), selection
        lost = set(range(min(model.years, default=0), max(model.years, default=0))) - set(model.years)
        years = map(str, there().years(selection.indicator, "regency"))
        notes = numbers([*around, *map(str, lost), *years, "59/2022", *_pilot_notes()])
        assert numbers(model.notes) <= notes, (selection, model.notes)
        said += [model.peers_text, model.source, model.pace_caption, *model.notes, *cells(lines)]
        if model.ranks is not None:
            assert numbers([model.ranks_sentence]) <= numbers([*cells(model.ranks.table), *around]), selection
            said += [model.ranks_sentence, *cells(model.ranks.table)]
        measured = model.measured()
        if measured is not None:
            base = [str(selection.year), "100", *span]
            assert numbers([measured[1]]) <= numbers([*cells(measured[0].table), *around, *base]), selection
            said += [measured[1], *cells(measured[0].table)]
        pace = model.pace()
        if pace is not None:
            assert numbers([pace[1]]) <= numbers([*cells(pace[0]), *around]), (selection, pace)
            pace_anew(model, pace[0], lang)
            said += [pace[1], *cells(pace[0])]
        check_words(said, lang)
        assert not {*selection.cities} & {*cells(lines)}, "a raw code stands for a name"


def _pilot_notes() -> list[str]:
    from geodata.catalogue import load_pilots

    return [str(text) for stem in ("note_id", "note_en") for text in load_pilots()[stem]]


def peers_choice(draw: random.Random, lang: str) -> Selection:
    """A random link to the page of peers, often with features and weights of one's own."""
    city = several(draw, 1, 1)[0]
    link = {"lang": lang, "city": city, "peers": draw.choice(GROUPS)}
    if draw.random() < 0.2:
        link["peers"] = ",".join(draw.sample(list(choices().cities), draw.randint(1, 9)))
    if draw.random() < 0.5:
        rates = [name for name in there().indicators("regency") if there().catalogue.at[name, "rankable"]]
        picked = draw.sample([KIND, *rates], draw.randint(1, 5))
        link["features"] = ",".join(f"{name}:{draw.choice(WEIGHTS):g}" for name in picked)
    return read_selection(link, {}, choices(), page="peers")[0]


def distance_anew(model: PeersPage, other: str) -> float:
    """Weighted root mean square of the differences in robust standard deviations, over features that both have."""
    features, squares, weights = model.features, 0.0, 0.0
    for name, weight in features.weights.items():
        values = features.frame[name]
        scale = features.scales[name]
        values = np.log(values) if scale == "log" else values
        known = values.dropna()
        low, high = known.quantile([0.25, 0.75])
        spread = 1.0
        if scale != "as_is":
            mad = 1.4826 * (known - known.median()).abs().median()
            spread = next((s for s in (mad, (high - low) / 1.349, known.std(ddof=0)) if s > 0), np.inf)
        difference = (values[other] - values[model.selection.city]) / spread
        if not np.isnan(difference):
            squares, weights = squares + weight * difference**2, weights + weight
    return float(np.sqrt(squares / weights))


def gaps_anew(model: PeersPage, lang: str) -> list[str]:
    """Own value, median of the peers and their difference, from the store."""
    texts = []
    for row in model.rows:
        record, decimals = row.record, int(row.record["decimals"])
        values = store().values(str(record["indicator"]), years=row.year).set_index("code")["value"]
        peers = values.reindex([code for code in model.codes if code != model.selection.city]).dropna()
        own, median = rounded(
            pd.Series([values.get(model.selection.city), peers.median()]), decimals=decimals
        )
        texts += [value_text(own, record, lang), *own_words(record)]
        texts += [*printed(median, record, lang), *printed(own - median, record, lang)]
        texts += whole([len(peers), len(set(model.codes) - {model.selection.city})], lang)
    return texts


def test_numbers_of_the_peers(full: bool) -> None:  # noqa: FBT001
    draw = random.Random(52)
    for _ in range(ALL if full else FEW // 3):
        lang = draw.choice(("id", "en"))
        selection = peers_choice(draw, lang)
        model = build_peers(store(), there(), selection, theme="light")
        around = [short_place_name(names()[code]) for code in [selection.city, *model.codes[:3]]]
        gaps = model.gaps()
        assert numbers([model.gap_sentence]) <= numbers([*gaps_anew(model, lang), *around]), selection
        if gaps is not None:
            words = [text for row in model.rows for text in own_words(row.record)]
            assert numbers([model.gap_sentence]) <= numbers([*cells(gaps.table), *around, *words]), selection
        size = whole([len(model.codes), 10, 40], lang)
        shorts = all_words()
        assert numbers([model.headline]) <= numbers([*around, *shorts]), (selection, model.headline)
        assert numbers([model.subtitle]) <= numbers(size), (selection, model.subtitle)
        assert numbers(model.notes) <= numbers([*size, *around, *shorts, *_pilot_notes()]), selection
        if len(model.alike):
            nearest = str(model.alike.index[0])
            text = number(distance_anew(model, nearest), 2, lang)
            assert text in numbers(cells(model.table.iloc[:2])), (selection, text, model.table)
            assert not model.sentence or text in model.sentence, (selection, text, model.sentence)
            assert numbers([model.sentence]) <= numbers([text, *around, *shorts]), (selection, model.sentence)
            assert numbers([model.sentence]) <= numbers([*cells(model.table), *around, *shorts]), selection
        years = [str(year) for year in model.features.years.values()]
        weights = [number(weight, 1, lang) for weight in model.features.weights.values()]
        limit = number(model.limit, 2, lang)  # proved by itself in tests/analytics/test_peers.py
        assert numbers([model.measured_by]) <= numbers([*years, *weights, *shorts, "0", limit]), selection
        said = [model.headline, model.subtitle, model.gap_sentence, model.sentence, model.measured_by]
        check_words([*said, *model.notes, model.source, *cells(model.table)], lang)
        check_words(cells(gaps.table) if gaps is not None else [], lang)


def test_numbers_of_the_network(full: bool) -> None:  # noqa: FBT001
    draw, cities = random.Random(53), store().ascn()
    for lang in ("id", "en"):
        page = build_network(store(), lang=lang, theme="light")
        check_words(
            [page.headline, page.subtitle, page.sentence, page.source, *cells(page.chart.table)], lang
        )
        assert f"{page.headline}. {page.sentence}" == network_line(cities, lang)
    for _ in range(ALL if full else FEW):
        lang = draw.choice(("id", "en"))
        part = cities.sample(draw.randint(1, len(cities)), random_state=draw.randrange(9999))
        text = network_line(part, lang)
        years, countries = part["joined_year"].value_counts(), part["country"].value_counts()
        home = part[part["country"] == "Indonesia"]
        known = [len(part), len(countries), *years, countries.max(), len(home)]
        expected = numbers([*whole(known, lang), *years.index, *home["joined_year"]])
        assert numbers([text]) <= expected, text
        assert numbers(whole([len(part), len(countries)], lang)) <= numbers([text])
        check_words([text], lang)


def test_numbers_of_the_frameworks(full: bool) -> None:  # noqa: FBT001
    draw, counts = random.Random(54), there().counts
    for _ in range(ALL // 10 if full else FEW // 10):
        lang, name = draw.choice(("id", "en")), draw.choice(list(FRAMEWORKS))
        gone = set(draw.sample(list(there().catalogue.index), draw.randint(0, len(there().catalogue))))
        less = type(there())(counts[~counts["indicator"].isin(gone)], there().catalogue)
        page = build_framework(store(), less, name, cities=choices().cities, lang=lang)
        full_parts = [
            part
            for part in page.parts
            if any(line.result and all(c[:1].isdigit() for c in line.cells.values()) for line in part.lines)
        ]
        fixed = [part.name for part in page.parts] + ["59/2022", "2024", "37122", "37120", "100"]
        known = numbers([*whole([len(full_parts), len(page.parts)], lang), *fixed])
        assert numbers([page.intro]) <= known, page.intro
        assert set(whole([len(full_parts), len(page.parts)], lang)) <= numbers([page.intro])
        assert numbers([page.note]) <= numbers(fixed), page.note
        for part in page.parts:
            have = sum(all(c[:1].isdigit() for c in line.cells.values()) for line in part.lines)
            assert numbers([part.counts]) <= set(whole([have, len(part.lines)], lang)), part.counts
            years = counts[counts["indicator"].isin([line.indicator for line in part.lines])]["year"]
            said = [cell for line in part.lines for cell in line.cells.values()]
            assert numbers(said) <= set(years.astype(str)), said
        texts = [*(p.counts for p in page.parts), *(p.note for p in page.parts), page.intro, page.note]
        check_words(texts, lang)
