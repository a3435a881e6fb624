"""Trends: every number that is said stands in the figure's table, breaks are never crossed, nothing is invented."""

from __future__ import annotations

import random
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest

from geodata.overlay import Overlay
from geodata.own import OwnColumn, OwnData
from tests.views.conftest import EVIL
from tests.views.saying import of_how_many, store, there
from tests.views.test_legend import parts
from views.availability import with_more
from views.charts.bands import rank_lines
from views.i18n import pick
from views.pace_texts import pace_sentences
from views.peer_choice import GROUPS, fair_start, trend_indicators
from views.picking import resolve
from views.selection import Selection
from views.trend_marked import marked_trends
from views.trend_panels import panel_table, panel_table_html, panels
from views.trend_texts import trend_headline, trend_sentence
from views.trends import TrendsPage, build_trends

PILOTS = ("31", "73.71", "35.10", "32.11")
NUMBER = re.compile(r"\d[\d.,]*\d|\d")
FEW, MANY = 14, 1000


def page(lang: str = "en", **choice: object) -> TrendsPage:
    options: dict[str, object] = {"cities": PILOTS, "indicator": "hdi", "year": 2024} | choice
    if "since" not in options:
        options["since"] = fair_start(
            there(),
            str(options["indicator"]),
            options["cities"],
            options["year"],  # type: ignore[arg-type]
        )
    return build_trends(store(), there(), Selection(lang=lang, **options), theme="light")  # type: ignore[arg-type]


def numbers_in(text: str) -> set[str]:
    """Numbers as printed."""
    return set(NUMBER.findall(text))


def cells(table: pd.DataFrame) -> set[str]:
    """Every number of a table, heads included."""
    texts = [*map(str, table.columns), *map(str, table.to_numpy().ravel())]
    return set().union(*(numbers_in(text) for text in texts)) if texts else set()


def strangers(sentence: str, table: pd.DataFrame, row: pd.Series, lang: str) -> set[str]:
    """Numbers of a sentence that its table does not hold; digits in the indicator's own name are none."""
    for stem in ("name", "short"):
        sentence = sentence.replace(pick(row, stem, lang), "")
    return numbers_in(sentence) - cells(table)


def some_choices(count: int) -> list[dict[str, object]]:
    """Seeded choices: cities, indicator, years, group."""
    draw = random.Random(20_250_101)
    codes = ["31", *store().place_table("regency")["code"]]
    found: list[dict[str, object]] = []
    for _i in range(count):
        indicator = draw.choice(trend_indicators(there()))
        years = there().years(indicator, "regency")
        year = draw.choice(years[1:])
        found.append({
            "cities": tuple(draw.sample(codes, draw.randint(1, 4))), "indicator": indicator, "year": year,
            "since": draw.choice([one for one in years if one < year]), "peers": draw.choice(GROUPS),
            "measure": draw.choice(["base", "growth"]), "scale": draw.choice(["same", "own"]),
        })  # fmt: skip
    return found


def test_every_number_said_is_in_the_table_of_its_figure(full: bool) -> None:  # noqa: FBT001
    said = 0
    for choice in some_choices(MANY if full else FEW):
        for lang in ("id", "en"):
            model = page(lang, **choice)
            lines = model.lines().table
            pairs = [(f"{model.headline} {model.sentence}", lines)]
            count = of_how_many(lines, lang) if model.span else []
            if model.ranks is not None:
                pairs.append((model.ranks_sentence, model.ranks.table))
            measured, pace = model.measured(), model.pace()
            if measured is not None:
                # The lead names the kind of change ("2010 = 100"); the figures come after it.
                pairs.append((measured[1].rpartition(f"{choice['year']}: ")[2], measured[0].table))
            if pace is not None:
                pairs.append((pace[1], pace[0]))
            for sentence, table in pairs:
                said += len(numbers_in(sentence))
                allowed = set(count) if table is lines else set()
                assert strangers(sentence, table, model.row, lang) <= allowed, (choice, lang, sentence)
    assert said > 100


@pytest.mark.parametrize("choice", some_choices(6), ids=lambda choice: str(choice["indicator"]))
def test_changes_are_those_of_the_store(choice: dict[str, object]) -> None:
    """Recomputed from the observations, by other means."""
    model = page(**choice)
    rows = store().values(str(choice["indicator"]), codes=list(choice["cities"]))  # type: ignore[call-overload]
    known = {(r.code, r.year): r.value for r in rows.itertuples()}
    breaks = model.breaks
    for code in choice["cities"]:  # type: ignore[attr-defined]
        first, last = (known.get((code, choice[key])) for key in ("since", "year"))
        parted = any(choice["since"] < year <= choice["year"] for year in breaks.get(code, ()))  # type: ignore[operator]
        wanted = np.nan if first is None or last is None or parted else last - first
        assert model.changes is not None
        assert model.changes.at[code, "change"] == pytest.approx(wanted, nan_ok=True)


def test_the_pilots_since_2010() -> None:
    model = page()
    assert model.headline == "HDI rose most in Kab. Banyuwangi between 2010 and 2024: by 8.57"
    assert model.sentence == (
        "Most: Kab. Banyuwangi, from 64.54 (2010) to 73.11 (2024), +8.57. "
        "Least: Kota Makassar, from 77.63 (2010) to 83.90 (2024), +6.27."
    )
    assert model.lines().table.iloc[-1].tolist() == ["Change 2010–2024", "+6.77", "+6.27", "+8.57", "+7.69"]


def test_a_series_that_breaks_starts_after_its_break() -> None:
    model = page(indicator="unemployment_rate", cities=("35.10",), year=2023)
    assert model.span == (2018, 2023)
    over = page(indicator="unemployment_rate", cities=("35.10",), year=2023, since=2012)
    assert over.headline == "Unemployment: no change can be given between 2012 and 2023"
    assert "the series breaks between the two years" in over.sentence
    assert over.lines().table.iloc[-1, 1] == "The series breaks"
    pace = over.pace()
    assert pace is not None
    assert pace[1] == ""
    assert pace[0].iloc[0, -1] in ("the series breaks between the two years", "already level or ahead")
    measured = over.measured()
    assert measured is not None
    years = measured[0].table["Year"].tolist()
    assert max(years) == "2017"
    assert "2010" not in over.ranks_sentence


def test_a_line_crosses_neither_gap_nor_break() -> None:
    figure = page(indicator="unemployment_rate", cities=("35.10",), year=2023).lines().figure
    line = next(trace for trace in figure.data if coded(trace) == {"35.10"})
    assert [None if x is None else int(x) for x in line.x] == [
        2010, 2011, 2012, 2013, 2014, 2015, None, 2017, None, 2018, 2019, 2020, 2021, 2022, 2023, 2024,
    ]  # fmt: skip


def test_jakarta_is_set_among_provinces_and_not_ranked() -> None:
    model = page(cities=("31",))
    assert model.ranks is None
    assert {len(code) for code in model.peers["31"]} == {2}
    assert any("Jakarta is a province" in note for note in model.notes)
    mixed = page()
    assert list(mixed.ranks.table.columns[1:]) == ["Kota Makassar", "Kab. Banyuwangi", "Kab. Sumedang"]  # type: ignore[union-attr]


def test_panels_share_an_axis_unless_asked_otherwise() -> None:
    same = [tuple(panel.chart.figure.layout.yaxis.range) for panel in panels(page())]
    own = [tuple(panel.chart.figure.layout.yaxis.range) for panel in panels(page(scale="own"))]
    assert len(set(same)) == 1
    assert len(set(own)) == 4
    assert len({tuple(panel.chart.figure.layout.xaxis.range) for panel in panels(page())}) == 1
    colours = [
        trace.line.color
        for panel in panels(page())
        for trace in panel.chart.figure.data
        if coded(trace) == {panel.code}
    ]
    assert colours == ["#0072B2", "#D55E00", "#009E73", "#CC79A7"]


def test_kinds_of_change_follow_the_unit() -> None:
    money = page(indicator="grdp_per_capita_real", cities=("73.71",)).measured()
    share = page(indicator="poverty_rate", cities=("73.71",)).measured()
    assert money is not None and "2010 = 100" in money[1]
    assert share is not None and "percentage points" in share[1]
    grown = page(indicator="grdp_per_capita_real", cities=("73.71",), measure="growth").measured()
    assert grown is not None and grown[1].endswith("4.9%.")


def test_neutral_indicators_have_no_best_peer() -> None:
    assert page(indicator="capital_spending_bn", cities=("73.71",), year=2022).pace() is None


def test_one_year_alone_gives_no_change_and_no_fault() -> None:
    model = page(year=2010, since=None)
    assert model.headline == "HDI: no earlier year to compare with"
    assert (model.sentence, model.measured(), model.pace()) == ("", None, None)
    assert len(model.lines().table) == 15


def test_a_place_without_figures_is_named(percent: pd.Series) -> None:
    model = page(indicator="grdp_per_capita_real", cities=("91.71", "35.10"))
    assert "No change is given for Kota Jayapura: one of the two years has no figure." in model.sentence
    assert model.lines().table.iloc[-1, 1] == "No data"
    assert len(panels(model)) == 2
    html = marked_trends(model, resolve("91.71", None, model.shown))
    assert html.count("No data") == 3


def coded(trace: object) -> set[str]:
    """Codes that a trace carries."""
    data = trace.customdata  # type: ignore[attr-defined]
    return set() if data is None else {str(cell[0]) for cell in data}


def test_every_line_and_label_carries_its_place() -> None:
    """What a click picks and a mark finds: see ``static/atlas-pick.js``."""
    model = page()
    figure = model.lines().figure
    grey, *own = [trace for trace in figure.data if coded(trace)]
    peers = {code for codes in model.peers.values() for code in codes} - set(PILOTS)
    assert coded(grey) == set(grey.meta) == peers
    assert grey.meta["33.22"] == "Kab. Semarang"
    assert [coded(trace) for trace in own] == [{code} for code in PILOTS]
    at = {
        (cell[0], int(x)): y
        for cell, x, y in zip(grey.customdata, grey.x, grey.y, strict=True)
        if x is not None
    }
    values = store().values("hdi", codes=list(peers))
    assert {(r.code, r.year): r.value for r in values.itertuples()} == pytest.approx(at)
    labels = {note.name for note in figure.layout.annotations if note.captureevents}
    assert labels == set(PILOTS)
    for chart in (model.lines(), model.ranks, model.measured()[0]):  # type: ignore[index]
        assert chart is not None
        assert [model.names.get(code, "Year") for code in chart.columns] == list(chart.table.columns)
    assert [panel.chart.figure.layout.meta for panel in panels(model)] == [{"pick": code} for code in PILOTS]
    pace = model.pace()
    assert pace is not None
    assert pace[0]["Place"].tolist() == [model.names[code] for code in PILOTS]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_table_of_the_panels_holds_every_line_of_them(lang: str) -> None:
    model = page(lang, indicator="grdp_per_capita_real", cities=("35.10", "32.11"))
    said = panel_table(model)
    drawn = [code for city in ("35.10", "32.11") for code in (city, *model.peers[city])]
    assert said.codes == drawn
    assert list(said.colours.values()) == ["#009E73", "#CC79A7"]
    assert [said.codes[i] for i in said.colours] == ["35.10", "32.11"]
    values = store().values("grdp_per_capita_real", codes=["33.22"], years=2024)["value"]
    row = said.table.iloc[said.codes.index("33.22")]
    assert row["2024"] == f"{values.iloc[0] * 1000:,.0f}".replace(",", {"id": ".", "en": ","}[lang])
    assert "rupiah per" in panel_table_html(model)


def test_a_long_group_is_told_by_its_ends_and_its_median() -> None:
    model = page(cities=("35.10",), peers="kind")
    said = panel_table(model)
    assert said.codes == ["35.10", "", "", ""]
    theirs = model.wide.loc[list(model.peers["35.10"]), 2024]
    assert [float(cell) for cell in said.table["2024"][1:]] == pytest.approx(
        [theirs.min(), theirs.median(), theirs.max()], abs=0.0051
    )
    assert said.table["Place"].tolist()[1:] == [
        f"{word} of 415 peers" for word in ("Lowest", "Median", "Highest")
    ]


def test_marked_places_are_told_from_the_store_s_there() -> None:
    model = page()
    picks = resolve("33.22,35.10,32.05", None, model.shown)
    assert picks.codes == ("33.22", "35.10")
    html = marked_trends(model, picks)
    rows = parts(html).rows[-2:]
    assert [row[0] for row in rows] == ["Kab. Semarang", "Kab. Banyuwangi"]  # by the last value
    assert rows[1][1:] == ["64.54", "73.11", "+8.57"]
    assert "Marked, but not shown here: Kab. Garut." in html
    assert marked_trends(model, resolve("", None, model.shown)) == ""


def changes(values: dict[str, tuple[float, float]]) -> pd.DataFrame:
    table = pd.DataFrame.from_dict(values, orient="index", columns=["first_value", "last_value"])
    change = table["last_value"] - table["first_value"]
    return table.assign(
        change=change,
        percent=100 * change / table["first_value"],
        reason=np.where(change.isna(), "no_data", ""),
    )


@pytest.mark.parametrize(
    ("values", "headline", "sentence"),
    [
        ({"a": (9, 7), "b": (9, 8)}, "Poverty fell most in A {span}: by 2.00 percentage points", "Most: A, from 9.00%"),
        ({"a": (9, 8), "b": (7, 9)}, "Poverty rose in B and fell in A {span}", "Furthest up: B, from 7.00%"),
        ({"a": (9, 9), "b": (7, 7)}, "Poverty stayed the same in A and B {span}", "The change is the same in all, 0.00"),
        ({"a": (9, 8)}, "Poverty fell by 1.00 percentage points in A {span}", "A: from 9.00% (2010) to 8.00% (2020), −1.00"),
        ({"a": (9, 8), "b": (6, 5)}, "Poverty fell most in A and B {span}: by 1.00 percentage points", "The change is the same"),
        ({"a": (9, 7), "b": (9, np.nan)},
         "Poverty fell by 2.00 percentage points in A {span} (change known for 1 of 2 places)", "A: from 9.00%"),
        ({"a": (9, np.nan)}, "Poverty: no change can be given {span}", "No change is given for A: one of the two"),
    ],
)  # fmt: skip
def test_headlines_say_the_finding(
    values: dict[str, tuple[float, float]], headline: str, sentence: str, percent: pd.Series
) -> None:
    names = {"a": "A", "b": "B"}
    assert trend_headline(changes(values), percent, names, (2010, 2020), "en").replace(
        "\xa0", " "
    ) == headline.format(span="between 2010 and 2020")
    assert trend_sentence(changes(values), percent, names, (2010, 2020), "en").startswith(sentence)


def test_pace_says_its_arithmetic(index: pd.Series) -> None:
    gaps = pd.DataFrame(
        [
            {"best": "b", "best_value": 80.0, "pace": 0.5, "years": 12.0, "reason": ""},
            {"best": "", "reason": "no_peer"},
        ],
        index=["a", "c"],
    )
    text = pace_sentences(gaps, index, {"a": "A", "b": "B"}, (2010, 2020), "en")
    said = "If its pace of 2010–2020 (+0.500 each year) does not change,"
    assert text == f"{said} A reaches the figure of B in 2020 (80.00) after 12.0 years."


def test_rank_bands_are_drawn_from_end_to_end(index: pd.Series) -> None:
    bands = pd.DataFrame(
        {"code": "a", "year": [2010, 2012], "rank_low": [3, 1], "rank_high": [5, 1], "n": [484, 514]}
    )
    chart = rank_lines(bands, index, focus=["a"], names={"a": "Kota A"}, lang="en", theme="light")
    strokes, line = chart.figure.data
    assert list(strokes.y) == [2.5, 5.5, None, 0.5, 1.5, None]
    assert list(line.x) == [2010, None, 2012]  # 2011 is missing
    assert chart.table["Kota A"].tolist() == ["rank 3–5 of 484", "No data", "rank 1 of 514"]
    low, high = chart.figure.layout.yaxis.range
    assert low > high
    assert "rank 3–5 of 484 in 2010" in chart.alt


def own_page(lang: str = "en", errors: pd.DataFrame | None = None) -> TrendsPage:
    """A reader's own figures under a hostile name: two places, one of them all equal, a gap in 2023."""
    rows = [
        ("35.10", 2022, 5.0),
        ("35.10", 2024, 5.0),
        ("73.71", 2022, 7.0),
        ("73.71", 2024, 9.0),
        ("31", 2024, 1.0),
    ]
    table = pd.DataFrame(rows, columns=["code", "year", "value"]).assign(indicator="mine")
    column = OwnColumn("mine", EVIL, "%", direction="higher_better")
    overlay = Overlay(store(), OwnData().added("t", table, [column], day=date(2026, 1, 1), errors=errors))
    known = with_more(there(), overlay.own.observations, overlay.catalogue())
    indicator = str(overlay.own.catalogue["indicator"].iloc[0])
    cities = ("35.10", "73.71", "31")
    since = fair_start(known, indicator, cities, 2024)
    choice = Selection(lang=lang, cities=cities, indicator=indicator, year=2024, since=since, peers="ascn")
    return build_trends(overlay, known, choice, theme="dark")


def test_a_reader_s_own_figures_are_drawn_and_said_too() -> None:
    model = own_page()
    assert model.span == (2022, 2024)
    assert model.ranks is None  # two of 514 are no field to be ranked in
    assert "Most: Kota Makassar" in model.sentence or "Furthest up: Kota Makassar" in model.sentence
    assert "No change is given for Jakarta: one of the two years has no figure." in model.sentence
    assert any("2023" in note for note in model.notes)
    pace = model.pace()
    assert pace is not None
    assert pace[0].iloc[:, -1].tolist() == [
        "standing still",
        "already level or ahead",
        "no data in one of the two years",
    ]


def test_errors_that_came_with_own_figures_decide_whether_a_change_counts() -> None:
    """7 to 9 with a standard error of 1 each: 1.96 times the root of 2 is more than the change."""
    rows = [("73.71", year, "mine", 1.0) for year in (2022, 2024)]
    errors = pd.DataFrame(rows, columns=["code", "year", "indicator", "error"])
    assert own_page().doubtful == {"35.10"}
    assert own_page(errors=errors).doubtful == {"35.10", "73.71"}
    assert own_page(errors=errors.assign(error=0.5)).doubtful == {"35.10"}


@pytest.mark.parametrize(("lang", "words"), [("en", "not loaded"), ("id", "belum dimuat")])
def test_figures_that_are_only_not_loaded_are_said_to_be(lang: str, words: str) -> None:
    model = page(lang, indicator="unemployment_rate", since=2018, year=2024)
    assert words in model.sentence
    table, _ = model.pace()
    rows = table.set_index(table.columns[0]).iloc[:, -1]
    assert words in rows["Jakarta"].lower()
    assert rows.str.lower().str.contains(words).sum() == 1


def test_hostile_names_stay_text() -> None:
    model = own_page("id")
    charts = [model.lines(), *(panel.chart for panel in panels(model)), model.measured()[0]]  # type: ignore[index]
    assert not any("<script" in chart.figure.to_json() for chart in charts)


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_change_within_the_usual_ups_and_downs_is_no_headline(lang: str) -> None:
    """Poverty in Jakarta, 2010 to 2025: 4.04 % to 4.28 %, less than the figure moves from year to year."""
    model = page(lang, indicator="poverty_rate", year=2025)
    assert model.doubtful == {"31"}
    words = {"en": "hardly changed in Jakarta", "id": "praktis tidak berubah di Jakarta"}
    assert words[lang] in model.headline
    table, sentence = model.pace()
    assert "Jakarta" not in sentence
    assert len(table) == 4
