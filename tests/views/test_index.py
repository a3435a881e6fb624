"""The index page's model and words: every number told is one of the analytics', in both languages, also where little is known."""

from __future__ import annotations

import json
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analytics.composite import CompositeIndex, MaturityScheme, maturity_levels
from analytics.screening import coherence, correlations, distributions, redundant, winsorised
from analytics.uncertainty import (
    effective_weights,
    price_of_ignorance,
    tipping_points,
    told_apart_from,
    turned_by_leaving_out,
)
from tests.views.saying import store, there
from views import index_notes as notes
from views import index_tables as tables
from views import index_texts as say
from views.charts.contributions import contribution_bars
from views.charts.correlations import correlation_map
from views.charts.index_bands import bands_table, field_bands, rank_bands
from views.formatting import number, share_text
from views.index_choice import (
    HEAVIEST,
    INDEXES,
    MEANS,
    NORMS,
    chosen_index,
    empty_groups,
    own_weights,
    preset_of,
    presets,
    read_weights,
    shipped,
    weight_steps,
    weight_text,
    weights_text,
)
from views.index_model import IndexModel, build_index, index_frame, parts_of
from views.index_names import weight_label
from views.index_recipe import choices_in, recipe_text
from views.selection import Selection
from views.theme import sequential

LANGUAGES = ("id", "en")
JAKARTA = ("31.01", "31.71", "31.72", "31.73", "31.74", "31.75")


@cache
def frame(name: str) -> pd.DataFrame:
    return index_frame(store(), name)


def choice(**options: object) -> Selection:
    name = str(options.get("index", "smart_city"))
    return Selection(**{"weights": weights_text(own_weights(name), name), **options})  # type: ignore[arg-type]


@cache
def page(lang: str = "en", **options: object) -> IndexModel:
    selection = choice(lang=lang, **options)
    return build_index(store(), there(), selection, theme="light", frame=frame(selection.index))


# Choices ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", INDEXES)
def test_weights_survive_the_link(name: str) -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        weights = {
            part: 0.0 if part in empty_groups(name) else float(rng.integers(1, 17)) / 4
            for part in own_weights(name)
        }
        assert read_weights(weights_text(weights, name), name) == weights


@pytest.mark.parametrize(
    "text",
    ["economy", "branding:1", "economy:x", "economy:-1", "economy:9", "nothing:1", "economy:nan", "economy:1e1", "economy:²", ",",
     "x" * 2000,
     "governance:0,branding:0,economy:0,society:0,environment:0,living:0"],
)  # fmt: skip
def test_weights_that_do_not_fit_are_none(text: str) -> None:
    assert read_weights(text, "smart_city") is None


@pytest.mark.parametrize("name", INDEXES)
def test_presets_are_weights_that_a_slider_has(name: str) -> None:
    found = presets(name)
    assert found["own"] == own_weights(name)
    for key, weights in found.items():
        assert max(weights.values()) <= HEAVIEST
        assert read_weights(weights_text(weights, name), name) == pytest.approx(weights)
        assert presets(name)[preset_of(weights, name)] == weights, key
    assert preset_of({**own_weights(name), next(iter(own_weights(name))): 3.25}, name) == ""


def test_every_indicator_alike_gives_each_the_same_share() -> None:
    index = shipped("smart_city").with_weights(presets("smart_city")["indicators"])
    effective = effective_weights(index.with_reference(frame("smart_city")), frame("smart_city"))
    leaves = [leaf.id for leaf in index.framework.leaves]
    assert effective.loc[leaves, "weight"].to_numpy() == pytest.approx(1 / len(leaves), abs=1e-4)


def test_a_province_is_taken_apart_once() -> None:
    codes = list(frame("smart_city").index)
    assert parts_of(("31", "31.71", "73.71"), codes) == [*JAKARTA, "73.71"]


# Model --------------------------------------------------------------------------------------------------------


def test_the_frame_holds_the_year_of_each_leaf() -> None:
    table = store().values("poverty_rate", level="regency", years=2024).set_index("code")["value"]
    assert (
        frame("smart_city")["poverty_rate"].dropna().equals(table.reindex(frame("smart_city").index).dropna())
    )
    assert len(frame("smart_city")) == 514


@pytest.mark.parametrize(("field", "n"), [("all", 498), ("chosen", 9)])
def test_ranks_are_counted_among_the_field(field: str, n: int) -> None:
    model = page(field=field)
    assert model.found.n == n
    assert model.shown == (*JAKARTA, "73.71", "35.10", "32.11")
    ranks = model.found.ranks.loc[list(model.shown)]
    assert (ranks["high"] <= n).all()
    assert (ranks["low"] <= ranks["median"]).all()
    assert (ranks["median"] <= ranks["high"]).all()


def test_peers_are_of_the_same_level_and_the_chosen_are_among_them() -> None:
    model = page(field="peers", cities=("73.71", "32.11"))
    assert set(model.field) >= {"73.71", "32.11"}
    assert 10 < len(model.field) < 30
    assert {len(code) for code in model.field} == {5}


def test_same_choices_same_bands() -> None:
    selection = choice(lang="id")
    again = build_index(store(), there(), selection, theme="dark", frame=frame("smart_city"))
    pd.testing.assert_frame_equal(again.found.ranks, page("en").found.ranks)


def test_a_weight_of_nothing_takes_a_part_out() -> None:
    weights = weights_text({**own_weights("smart_city"), "governance": 0.0}, "smart_city")
    model = page(weights=weights)
    assert "governance" not in model.result.group_contributions.columns
    assert not model.frame.loc[list(JAKARTA)].drop(columns="integrity_index").isna().any(axis=None)
    low, high = (getattr(model.result, side).loc["31.71", "score"] for side in ("low", "high"))
    assert low == high  # what was missing of Jakarta's parts does not count any more


# Words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", INDEXES)
def test_the_lead_counts_the_pairs(lang: str, name: str) -> None:
    model = page(lang, index=name)
    pairs = model.found.pairs
    level = int((pairs["verdict"] == "not_distinguishable").sum())
    assert number(level, 0, lang) in say.lead(model)
    assert number(len(pairs), 0, lang) in say.lead(model)
    assert number(model.found.n, 0, lang) in say.subtitle(model)
    assert number(model.found.draws, 0, lang) in say.subtitle(model)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ahead_is_said_only_where_nine_of_ten_draws_agree(lang: str) -> None:
    clear, unclear = (
        page(lang, index="ipm", cities=("73.71", "32.11")),
        page(lang, cities=("73.71", "32.11", "35.10")),
    )
    assert clear.found.p_higher.loc["73.71", "32.11"] > 0.9
    words = {
        "en": ("scores higher than", "Nobody is clearly first"),
        "id": ("lebih tinggi daripada", "Tidak ada yang jelas terdepan"),
    }[lang]
    assert words[0] in say.verdict(clear)
    assert words[0] in say.lead(clear)
    assert words[1] in say.headline(unclear)
    first = unclear.scored[0]
    told = [code for code in unclear.scored[1:] if unclear.found.p_higher.loc[first, code] <= 0.9]
    assert told
    assert unclear.names[told[0]] in say.headline(unclear)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pair_table_holds_each_pair_twice(lang: str) -> None:
    model = page(lang)
    table = tables.pair_table(model).set_index(tables.pair_table(model).columns[0])
    for a in model.scored:
        for b in model.scored:
            cell = table.loc[model.names[a], model.names[b]]
            if a == b:
                assert cell == "–"
                continue
            p = model.found.p_higher.loc[a, b]
            assert cell.startswith(share_text(p, lang))
            limit = told_apart_from(model.found.draws)
            assert cell[-1] == ("▲" if p >= limit else "▼" if p <= 1 - limit else "≈")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_tipping_line_is_true_on_both_sides_and_within_reach(lang: str) -> None:
    model = page(lang)
    points = tipping_points(model.index, model.frame, among=model.shown)
    lines = say.tipping_lines(model, points)
    assert 0 < len(lines) <= say.MOST_LINES
    nearest = points[(points["status"] == "tips") & points["part"].isin(model.result.children["score"])]
    nearest = nearest.assign(way=(nearest["tipping_share"] - nearest["share"]).abs()).sort_values(
        "way", kind="stable"
    )
    for line, tip in zip(lines, nearest.itertuples(), strict=False):
        more = tip.tipping_share > tip.share
        after = model.index.with_share(tip.part, tip.tipping_share + (1e-6 if more else -1e-6))
        scores = after.score(model.frame.loc[[tip.a, tip.b]]).table["score"]
        winner = str(scores.idxmax())
        before = model.result.table.loc[[tip.a, tip.b], "score"]
        assert winner != before.idxmax()
        assert line.startswith(model.names[winner])
        assert share_text(tip.tipping_share, lang) in line
        assert model.part_names[tip.part] in line
    assert (
        HEAVIEST / (HEAVIEST + 4) == 0.5
    )  # five pillars: a slider gives its pillar half of the weight at most
    far = pd.DataFrame([{"part": "living", "a": "73.71", "b": "32.11", "share": 0.2, "tipping_share": 0.51, "ahead": "73.71",
                         "ahead_below": "73.71", "ahead_above": "32.11", "status": "tips"}])  # fmt: skip
    assert "%" not in say.tipping_lines(model, far)[0]
    assert "%" in say.tipping_lines(model, far.assign(tipping_share=0.49))[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_nothing_turns_is_said_only_where_everything_was_computed(lang: str) -> None:
    model = page(lang, cities=("91.71", "73.71"))
    lines = say.tipping_lines(model, tipping_points(model.index, model.frame, among=model.shown))
    words = {"en": "cannot be computed", "id": "tidak dapat dihitung"}[lang]
    assert words in lines[-1]
    assert not any("slider" in line or "pengges" in line for line in lines)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pair_told_apart_by_one_indicator_is_told_so(lang: str) -> None:
    model = page(lang)
    turns = turned_by_leaving_out(model.index, model.frame, among=model.shown)
    lines = say.left_out_lines(model, turns)
    wanted = turns[(turns["a"] == "35.10") & (turns["b"] == "32.11")]
    assert list(wanted["part"]) == ["waste_managed_share"]
    assert model.found.p_higher.loc["35.10", "32.11"] > 0.9
    line = next(line for line in lines if model.names["35.10"] in line and model.names["32.11"] in line)
    assert model.part_names["waste_managed_share"] in line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_not_knowing_costs_names_every_place_with_something_missing(lang: str) -> None:
    model = page(lang, cities=("91.71", "94.01"))
    price = price_of_ignorance(model.index, model.frame, among=model.shown)
    lines = say.ignorance_lines(model, price)
    for code in dict.fromkeys(price["code"]):
        row = price[price["code"] == code].iloc[0]
        line = next(line for line in lines if model.names[code] in line)
        assert model.part_names[row["part"]] in line
        assert number(row["width"], 1, lang) in line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_stand_beside_their_scores(lang: str) -> None:
    model = page(lang)
    table = tables.raw_table(model)
    assert len(table) == len(model.index.indicators)
    assert table.columns[0] == ("Indikator" if lang == "id" else "Indicator")
    poverty = table[table.iloc[:, 0].str.startswith(model.part_names["poverty_rate"])].iloc[0]
    value, score = model.frame.loc["73.71", "poverty_rate"], model.result.scores.loc["73.71", "poverty_rate"]
    assert poverty[model.names["73.71"]] == f"{number(value, 2, lang)} ({number(score, 0, lang)})"
    assert (
        table[model.names["31.71"]].iloc[0] == table[model.names["31.01"]].iloc[0]
    )  # one government for all parts
    far = page(lang, cities=("91.71", "73.71"))
    nothing = {"id": "Tidak ada data", "en": "No data"}[lang]
    assert (
        (tables.raw_table(far)[far.names["91.71"]] == nothing).sum()
        == far.frame.loc["91.71"].isna().sum()
        > 0
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_analysts_tables_say_what_was_computed(lang: str) -> None:
    model = page(lang, index="ipm", cities=("73.71", "32.11"))
    effective = effective_weights(model.index, model.frame)
    table = tables.weight_table(model, effective)
    assert table.iloc[0, 0] == model.part_names[effective.index[0]]
    life = list(effective.index).index("life_expectancy")
    assert table.iloc[life, 0] == {"id": "Umur harapan hidup saat lahir (UHH)", "en": "Life expectancy"}[lang]
    assert table.iloc[0, 1] == share_text(effective["weight"].iloc[0], lang)
    shares = model.shares()
    told = tables.choice_table(shares, lang)
    assert len(told) == len(model.found.varied)
    assert told.iloc[0, 1].startswith(share_text(shares["share"].max(), lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_screening_says_copies_and_outliers(lang: str) -> None:
    model = page(lang)
    used = model.frame[model.index.indicators]
    moved = winsorised(used)
    lines = notes.screening_lines(model, redundant(used), moved)
    assert len(lines) == 1 + moved["indicator"].nunique()
    for indicator in moved["indicator"].unique():
        assert any(line.startswith(model.part_names[indicator]) for line in lines[1:])
    twin = used.assign(mean_years_schooling=used["expected_years_schooling"] * 2)
    said = notes.screening_lines(model, redundant(twin), moved.head(0))
    assert len(said) == 1
    assert (
        f"{model.part_names['expected_years_schooling']} · {model.part_names['mean_years_schooling']}"
        in said[0]
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_levels_count_every_place_with_a_score(lang: str) -> None:
    model, scheme = page(lang), MaturityScheme.shipped()
    levels = maturity_levels(scheme, model.result)
    sentence = notes.level_sentence(model, scheme, levels)
    assert {"en": "An example", "id": "Contoh"}[lang] in sentence
    counts = levels["level"].value_counts()
    for k in range(1, 6):
        assert f"{notes.level_name(scheme, k, lang)}: {number(int(counts.get(k, 0)), 0, lang)}" in sentence
    table = tables.level_table(model, scheme, levels).set_index(
        tables.level_table(model, scheme, levels).columns[0]
    )
    assert table.loc[model.names["73.71"]].iloc[0] == notes.level_name(
        scheme, int(levels.loc["73.71", "level"]), lang
    )
    far = page(lang, cities=("91.71", "73.71"))  # no figure on waste: one pillar is not known
    found = maturity_levels(scheme, far.result)
    row = tables.level_table(far, scheme, found).set_index(table.index.name).loc[far.names["91.71"]]
    assert row.iloc[0] == {"en": "not settled", "id": "belum dapat ditetapkan"}[lang]
    assert row.iloc[1] == f"{found.loc['91.71', 'level_low']}–{found.loc['91.71', 'level_high']}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_of_screening_and_limits_name_every_indicator(lang: str) -> None:
    model = page(lang)
    used = model.frame[model.index.indicators]
    shapes = tables.shape_table(model, distributions(used))
    limits = tables.limit_table(model)
    assert len(shapes) == len(limits) == len(model.index.indicators)
    assert limits.iloc[:, 3].str.len().min() > 10
    poverty = limits[limits.iloc[:, 0].str.startswith(model.part_names["poverty_rate"])].iloc[0]
    assert list(poverty.iloc[1:3]) == [number(41.42, 2, lang), number(0, 2, lang)]
    found = coherence(model.index, model.frame)
    assert len(tables.coherence_table(model, found)) == len(found)
    table = correlations(used)
    chart = correlation_map(table, names=model.part_names, lang=lang, theme="dark")
    strongest = chart.table.iloc[0, 1]
    values = table.to_numpy()[np.triu_indices(len(table), 1)]
    assert strongest == number(values[np.nanargmax(np.abs(values))], 2, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_lacking_is_said_in_the_reader_s_language(lang: str) -> None:
    model = page(lang)
    lines = notes.gap_lines(model)
    assert len(lines) == sum(bool(node.lacking) for node in model.framework.nodes)
    wrong = "Would fill it" if lang == "id" else "Akan mengisinya"
    assert not any(wrong in line for line in lines)
    assert notes.framework_note(model)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_first_cells_are_no_bare_abbreviations(lang: str) -> None:
    model = page(lang)
    used = model.frame[model.index.indicators]
    for table in (
        tables.raw_table(model),
        tables.shape_table(model, distributions(used)),
        tables.limit_table(model),
        tables.weight_table(model, model.effective()),
    ):
        heads = list(table.iloc[:, 0])
        assert not [head for head in heads if re.match(r"[A-Z]{2,6}( \(|$)", head)]
        assert any(
            head.startswith({"id": "Tingkat pengangguran terbuka (TPT", "en": "Unemployment"}[lang])
            for head in heads
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_published_index_stands_beside_the_one_computed(lang: str) -> None:
    model = page(lang, index="ipm")
    table = tables.bands_chart(model).table
    assert list(table.iloc[:, 1]) == list(table.iloc[:, 2])  # 2024, to the two decimals that are published
    published = store().values("hdi", level="regency", years=2024).set_index("code")["value"]
    first = published[list(model.shown)].idxmax()
    told = number(published[first], 2, lang)
    row = table[table.iloc[:, 0] == model.names[first]].iloc[0]
    assert row.iloc[1] == told
    assert say.headline(model).count(told) == 2
    assert model.names[first] in say.headline(model)
    assert say.verdict(model) in say.lead(model)
    moved = page(lang, index="ipm", weights="education:4,life_expectancy:1,expenditure_ppp:1")
    table = tables.bands_chart(moved).table
    assert list(table.iloc[:, 1]) != list(table.iloc[:, 2])
    assert told in say.headline(moved)
    assert table[table.iloc[:, 0] == moved.names[first]].iloc[0, 2] in say.headline(moved)
    assert page(lang).published is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_group_is_named_only_where_no_two_of_it_can_be_told_apart(lang: str) -> None:
    words = {"en": "each by itself", "id": "masing-masing"}[lang]
    rng, seen = np.random.default_rng(3), set()
    scored = page(lang).result.scores["score"].dropna().sort_values().index
    for start in rng.integers(0, len(scored) - 200, 12):
        model = page(lang, cities=tuple(str(code) for code in scored[start : start + 200 : 50]))
        first, *others = model.scored
        pairs = model.found.pairs.set_index(["a", "b"])["verdict"]
        apart = {frozenset(pair) for pair, verdict in pairs.items() if verdict != "not_distinguishable"}
        level = [code for code in others if frozenset((first, code)) not in apart]
        if not level:
            continue
        mutual = not any(frozenset((a, b)) in apart for a in level for b in level if a != b)
        seen.add(mutual)
        assert (words in say.headline(model)) != mutual
    assert seen == {True, False}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_weights_say_what_they_do(lang: str) -> None:
    model = page(lang)
    effective = model.effective()["variance_share"]
    assert sum(model.influence.values()) == pytest.approx(1)
    for part in model.result.children["score"]:
        assert model.influence[part] == pytest.approx(effective[part])
        assert share_text(effective[part], lang) in weight_label(model, part)
    assert share_text(1 / 3, lang) in weight_label(page(lang, index="ipm"), "education")
    leaf = weight_label(model, "poverty_rate")
    assert share_text(model.index.shares["poverty_rate"], lang) in leaf
    assert leaf.count("%") == 1


@pytest.mark.parametrize("current", [0.0, 1.0, 1.25, 0.6667, 0.2499, 4.0, 3.9999])
def test_a_slider_has_its_own_weight_once(current: float) -> None:
    steps = weight_steps(current, "id")
    assert current in steps
    assert steps == sorted(steps)
    texts = [weight_text(step, "id") for step in steps]
    assert len(set(texts)) == len(texts) >= 17
    assert "× 1,50" in texts
    assert texts[0].startswith("× 0,00")


# Figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", INDEXES)
def test_charts_and_tables_hold_the_same_numbers(lang: str, name: str) -> None:
    model = page(lang, index=name)
    chart = rank_bands(model.found, model.order, names=model.names, lang=lang, theme="dark")
    bars, ticks, marks = chart.figure.data
    assert list(marks.x) == model.found.ranks.loc[model.scored, "median"].tolist()
    assert list(ticks.x) == model.found.ranks.loc[model.scored, "rank"].tolist()
    assert [code[0] for code in marks.customdata] == model.scored
    ends = [(base + 0.5, base + size - 0.5) for base, size in zip(bars.base, bars.x, strict=True)]
    assert ends == [
        (model.found.ranks.loc[code, "low"], model.found.ranks.loc[code, "high"]) for code in model.scored
    ]
    pd.testing.assert_frame_equal(chart.table, bands_table(model.found, model.order, model.names, lang))
    assert chart.table.iloc[0, 1] == number(model.found.ranks.loc[model.scored[0], "score"], 1, lang)
    whole = field_bands(model.found, model.order, names=model.names, lang=lang, theme="light")
    assert len(whole.figure.data[0].x) == 3 * model.found.n
    assert number(model.found.n, 0, lang) in whole.alt


@pytest.mark.parametrize("name", INDEXES)
def test_contribution_bars_add_up_to_the_score(name: str) -> None:
    model = page(index=name)
    groups, scored = model.result.group_contributions.loc[model.order], model.result.table.loc[model.order]
    chart = contribution_bars(
        groups, scored, model.result.base, part_names=model.part_names, names=model.names,
        colours=sequential(len(groups.columns)), lang="en", theme="light",
    )  # fmt: skip
    total = sum(np.array(trace.x, dtype="float64") for trace in chart.figure.data) + model.result.base
    assert total == pytest.approx(scored["score"].to_numpy(), nan_ok=True)


def test_a_score_with_missing_figures_is_never_without_its_interval() -> None:
    model = page(cities=("91.71", "73.71"))
    groups, scored = model.result.group_contributions.loc[model.order], model.result.table.loc[model.order]
    chart = contribution_bars(
        groups, scored, model.result.base, part_names=model.part_names, names=model.names,
        colours=sequential(len(groups.columns)), lang="en", theme="light",
    )  # fmt: skip
    place = scored.loc["91.71"]
    span = f"{number(place['low'], 1, 'en')}–{number(place['high'], 1, 'en')}"
    label = next(text for text in chart.figure.layout.yaxis.ticktext if model.names["91.71"] in text)
    assert f"({span}) · {share_text(place['coverage'], 'en')}" in label
    row = chart.table.set_index(chart.table.columns[0]).loc[model.names["91.71"]]
    assert row.iloc[-2:].tolist() == [span, share_text(place["coverage"], "en")]


def without_figures(name: str, *codes: str) -> pd.DataFrame:
    poor = frame(name).copy()
    poor.loc[list(codes)] = np.nan
    return poor


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_places_with_every_figure_are_ranked_where_asked(lang: str) -> None:
    model = page(lang, field="complete", cities=("91.71", "73.71", "94.01"))
    whole = model.frame[model.index.indicators].dropna()
    assert set(model.field) == set(whole.index)
    assert model.found.n == len(whole)
    assert "missing" not in model.found.varied
    assert model.scored == ["73.71"]
    assert number(len(whole), 0, lang) in say.subtitle(model)
    for code in ("91.71", "94.01"):
        assert model.result.scores.loc[code, "score"] > 0
        assert model.names[code] in say.lead(model)
    three = page(lang, field="complete", cities=("91.71", "73.71", "32.11"))
    lines = [*say.left_out_lines(three, three.turned()), *say.tipping_lines(three, three.tipping())]
    assert lines
    assert not any(three.names["91.71"] in line for line in lines)
    table = tables.bands_chart(model).table
    assert list(table.iloc[1:, 1]) == [{"id": "tanpa peringkat", "en": "not ranked"}[lang]] * 2
    # What has no weight is not asked for.
    waste = weights_text({**own_weights("smart_city"), "environment": 0.0}, "smart_city")
    figures = model.frame[model.index.indicators]
    unreported = figures["waste_managed_share"].isna() & (figures.isna().sum(axis=1) == 1)
    code = str(figures.index[unreported][0])
    assert code not in model.field
    assert code in page(lang, field="complete", cities=("91.71", "73.71"), weights=waste).field


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("gone", [("73.71",), ("73.71", "32.11")])
def test_places_without_figures_have_no_score_and_are_named(lang: str, gone: tuple[str, ...]) -> None:
    selection = choice(lang=lang, cities=("73.71", "32.11"))
    model = build_index(
        store(), there(), selection, theme="light", frame=without_figures("smart_city", *gone)
    )
    assert model.unscored == list(gone)
    assert model.names["73.71"] in say.lead(model)
    assert say.headline(model)
    chart = rank_bands(model.found, model.order, names=model.names, lang=lang, theme="light")
    assert any(
        {"id": "tanpa peringkat", "en": "not ranked"}[lang] in note.text
        for note in chart.figure.layout.annotations
    )
    assert len(tables.pair_table(model)) == 2 - len(gone)
    assert say.ignorance_lines(model, price_of_ignorance(model.index, model.frame, among=model.shown))


# Recipe -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", INDEXES)
@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("mean", MEANS)
def test_a_recipe_brings_its_choices_back(name: str, norm: str, mean: str) -> None:
    weights = weights_text({part: weight * 1.5 for part, weight in own_weights(name).items()}, name)
    model = page(index=name, norm=norm, mean=mean, weights=weights, field="chosen")
    text = recipe_text(model, store().version)
    params, said = choices_in(text.encode(), choice(lang="en"), frame)
    again = chosen_index(
        choice(lang="en", **{key: params[key] for key in ("index", "weights", "norm", "mean")})
    )
    assert again.framework == model.index.framework
    assert params["field"] == "chosen"
    assert params["cities"] == ",".join(model.selection.cities)
    assert json.loads(text)["atlas"]["varied"]["weight_variation"] == model.found.choices.weight_variation
    assert said.startswith("Same figures")
    scores = CompositeIndex.from_recipe(json.loads(text), frame=model.frame).score(model.frame).scores
    pd.testing.assert_frame_equal(scores, model.result.scores, check_exact=True)


def test_a_recipe_of_other_figures_is_followed_with_a_remark() -> None:
    text = recipe_text(page(), "x")
    _params, said = choices_in(text.encode(), choice(lang="en"), lambda name: without_figures(name, "73.71"))
    assert "other figures" in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"[]", b"null", b"{}", b'{"kind": "composite-index", "version": 1}', b"[" * 100_000, b" " * 3_000_000,
     b'{"kind": "composite-index", "version": 1, "framework": {"framework": {"id": "x"}, "node": {"x": {}}}}',
     b'{"kind": "composite-index", "version": 1, "framework": 7, "weights": [], "choices": "<script>"}'],
)  # fmt: skip
def test_what_is_no_recipe_gets_one_sentence(lang: str, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\.$") as caught:
        choices_in(data, choice(lang=lang), frame)
    assert "<script>" not in str(caught.value)


def test_a_recipe_with_other_limits_is_not_taken_for_ours() -> None:
    recipe = json.loads(recipe_text(page(), "x"))
    recipe["framework"]["indicator"]["poverty_rate"]["goalposts"] = [0, 30]
    with pytest.raises(ValueError, match="limits or parts differ"):
        choices_in(json.dumps(recipe).encode(), choice(lang="en"), frame)
