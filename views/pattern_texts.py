"""What can be said of a pattern: whether neighbours are alike more than by chance, where, and how far to trust it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.spatial import FEWEST, NOT_SIGNIFICANT, QUADRANTS
from views.columns import bare_text, column_heading
from views.formatting import Absence, names_text, number, share_text, unit_text
from views.headlines import inside_headline
from views.i18n import pick, plural_translator, translator
from views.knowledge import level_name
from views.markup import short_place_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.spatial import Moran
    from views.pattern_model import PatternsPage

MOST_NAMES = 12
FEW_NAMES = 4


def cluster_names(lang: str) -> dict[str, str]:
    """Names of what an area is among its neighbours."""
    _ = translator(lang)
    return {
        "high_high": _("High among high"),
        "low_low": _("Low among low"),
        "high_low": _("High among low"),
        "low_high": _("Low among high"),
        NOT_SIGNIFICANT: _("No different from chance"),
    }


def significance_names(lang: str) -> dict[str, str]:
    """Names of the steps of significance."""
    _ = translator(lang)
    return {
        "after_control": _("Stands out, false discoveries held at 5%"),
        "alone": _("p ≤ {alpha} taken alone: may be chance").format(alpha=number(0.05, 2, lang)),
        NOT_SIGNIFICANT: _("No different from chance"),
    }


def shown_names(lang: str) -> dict[str, str]:
    """Names of what the map can paint."""
    _ = translator(lang)
    return {"cluster": _("clusters"), "significance": _("significance"), "values": _("values")}


def areas_text(n: int, level: str, lang: str) -> str:
    """Number of districts or villages."""
    _n = plural_translator(lang)
    if level == "village":
        return _n("{n} village", "{n} villages", n).format(n=number(n, 0, lang))
    return _n("{n} district", "{n} districts", n).format(n=number(n, 0, lang))


def p_text(p: float, lang: str) -> str:
    """A p-value with its sign: "p = 0.002", "p < 0.001"."""
    said = p_number(p, lang)
    return (
        f"p\N{NO-BREAK SPACE}{said}"
        if said.startswith("<")
        else f"p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{said}"
    )


def p_number(p: float, lang: str) -> str:
    """A p-value: "0.002", "< 0.001"; one of 0 does not exist. "…" for none."""
    if pd.isna(p):
        return Absence.NO_DATA.mark
    return f"<\N{NO-BREAK SPACE}{number(0.001, 3, lang)}" if p < 0.0005 else number(p, 3, lang)


def headline(page: PatternsPage) -> str:
    """The finding in a few words."""
    lang, moran = page.selection.lang, page.moran
    _ = translator(lang)
    said = {"indicator": pick(page.figure.row, "short", lang), "city": page.city_name}
    if page.pattern.values.notna().sum() == 0:
        return inside_headline(page.figure, page.names, page.city_name, lang)
    if moran.status == "too_few":
        text = _("Too few areas for a test: {indicator} in {city} (n = {n})")
        return text.format(**said, n=number(moran.n, 0, lang))
    if moran.status == "no_variation":
        return _("{indicator} is the same in all areas of {city}: there is no pattern to test").format(**said)
    if not page.pattern.found:
        return _("{indicator} in {city}: no pattern beyond chance").format(**said)
    if moran.statistic > moran.expected:
        return _("{indicator} in {city}: high lies beside high, low beside low").format(**said)
    return _("{indicator} in {city}: neighbours differ more than by chance").format(**said)


def subtitle(page: PatternsPage) -> str:
    """Indicator, unit, year, level, city, test."""
    s, moran = page.selection, page.moran
    _, row = translator(s.lang), page.figure.row
    unit, name = unit_text(row, s.lang), page.figure.name(s.lang)
    parts = [
        name if not unit or unit in name else f"{name}, {unit}",
        "" if page.figure.year is None else str(page.figure.year),
        level_name(s.level, s.lang),
        page.city_name,
        areas_text(moran.n, s.level, s.lang),
        _("Moran’s I, {n} permutations, two-sided").format(n=number(moran.permutations, 0, s.lang))
        if moran.status == "ok"
        else "",
    ]
    return " · ".join(part for part in parts if part)


def lead(page: PatternsPage) -> str:
    """How sure it is, which areas stand out, and what chance alone would mark."""
    if page.moran.status != "ok":
        return _no_test(page)
    return " ".join(text for text in (_whole(page), _where(page), caution(page)) if text)


def _no_test(page: PatternsPage) -> str:
    lang, n = page.selection.lang, page.moran.n
    _ = translator(lang)
    if page.moran.status == "no_variation":
        return _("Every area has the same value, so that no order of them differs from another.")
    if page.pattern.values.notna().sum() == 0:
        return ""
    text = _(
        "{areas} have a value and a neighbour with one; under {fewest} nothing is tested. The map shows values only."
    )
    return text.format(
        areas=areas_text(n, page.selection.level, lang), fewest=number(FEWEST, 0, lang)
    )  # fmt: skip


def _whole(page: PatternsPage) -> str:
    lang, moran = page.selection.lang, page.moran
    _ = translator(lang)
    text = _(
        "Handing the same values out to the areas at random gives as strong a pattern in {share} of cases: Moran’s I is {i}, by chance about {expected} ({p}, {n} of {all} areas)."
    )
    return text.format(
        share=share_text(moran.p, lang, decimals=1), i=number(moran.statistic, 2, lang), expected=number(moran.expected, 2, lang), p=p_text(moran.p, lang),
        n=number(moran.n, 0, lang), all=number(len(page.pattern.values), 0, lang),
    )  # fmt: skip


def _where(page: PatternsPage) -> str:
    """Which areas stand out once so many are tested at a time."""
    lang, level = page.selection.lang, page.selection.level
    _, names = translator(lang), cluster_names(lang)
    after, alone = page.pattern.members("cluster_fdr"), page.pattern.members("cluster")
    parts = [
        f"{areas_text(len(after[name]), level, lang)} {names[name].lower()}"
        for name in QUADRANTS
        if name in after
    ]
    singly = sum(len(codes) for name, codes in alone.items() if name != NOT_SIGNIFICANT)
    chance = number(page.local.alpha * page.local.n, 0, lang)
    if parts:
        text = _("With false discoveries held at 5%: {parts}.")
        return text.format(parts=names_text(parts, lang))
    text = _(
        "No single area stands out with false discoveries held at 5%; {singly} would at p ≤ {alpha} taken alone, and chance alone gives about {chance}."
    )
    return text.format(singly=number(singly, 0, lang), alpha=number(page.local.alpha, 2, lang), chance=chance)


def caution(page: PatternsPage) -> str:
    """Few areas: what is not found may be there all the same."""
    _ = translator(page.selection.lang)
    if page.moran.gate != "caution":
        return ""
    return _("Fewer than 30 areas: read with caution, a weak pattern would not be seen.")


def notes(page: PatternsPage) -> list[str]:
    """Places that take no part, by name and reason."""
    _ = translator(page.selection.lang)
    texts = {
        "no_value": _("No data, left out: {places}."),
        "island": _("Without a neighbour that has a value, left out: {places}."),
        "lone_pair": _("Neighbours of each other only, left out: {places}."),
    }
    found = []
    for reason, text in texts.items():
        codes = page.pattern.left_out(reason)
        if codes:
            found.append(text.format(places=few(page, codes, MOST_NAMES)))
    return found


def few(page: PatternsPage, codes: Sequence[str], most: int = FEW_NAMES) -> str:
    """Names of some places, and how many more."""
    lang = page.selection.lang
    _ = translator(lang)
    names = [short_place_name(page.names[code]) for code in codes[:most]]
    if len(codes) <= most:
        return names_text(names, lang)
    return ", ".join(names) + _(" and {n} more").format(n=number(len(codes) - most, 0, lang))


def method_note(lang: str) -> str:
    """What the words mean, in three sentences."""
    _ = translator(lang)
    return _(
        "Neighbours share a border or a corner. An area is marked for what it is together with its neighbours, "
        "so a mark points at a neighbourhood worth a look and gives no cause. Where borders run decides the averages: see the other level below."
    )


def area_rows(page: PatternsPage, codes: Sequence[str]) -> pd.DataFrame:
    """Areas one by one: value, mean of the neighbours, what it is among them, p and whether it stands out."""
    lang, frame = page.selection.lang, page.local.frame
    _, names, row = translator(lang), cluster_names(lang), page.figure.row
    value = column_heading(row, lang)

    def kind(code: str) -> str:
        state, quadrant = str(frame.at[code, "state"]), frame.at[code, "quadrant"]
        if state != "tested":
            return state_names(lang)[state]
        return _("on the mean") if pd.isna(quadrant) else names[str(quadrant)]

    def verdict(code: str) -> str:
        if pd.isna(frame.at[code, "cluster"]):
            return _("not tested")
        if frame.at[code, "cluster_fdr"] != NOT_SIGNIFICANT:
            return _("stands out")
        if frame.at[code, "cluster"] != NOT_SIGNIFICANT:
            return _("may be chance")
        return _("no different from chance")

    return pd.DataFrame(
        {
            _("Place"): [short_place_name(page.names[code]) for code in codes],
            value: [bare_text(page.pattern.values[code], row, lang) for code in codes],
            _("Mean of its neighbours"): [
                bare_text(page.pattern.around[code], row, lang)
                if pd.notna(page.pattern.around[code])
                else Absence.NO_DATA.mark
                for code in codes
            ],
            _("Among its neighbours"): [kind(code) for code in codes],
            "p": [p_number(p, lang) for p in frame["p"].reindex(list(codes))],
            _("Against chance"): [verdict(code) for code in codes],
        }
    )


def short_rows(page: PatternsPage, codes: Sequence[str]) -> pd.DataFrame:
    """The same in four columns, for a narrow place: what the area is, and how that stands against chance, in one cell."""
    table = area_rows(page, codes)
    kind, verdict = table.columns[3], table.columns[5]
    said = [f"{a}: {b}" for a, b in zip(table[kind], table[verdict], strict=True)]
    return table.assign(**{kind: said}).drop(columns=[table.columns[4], verdict])


def state_names(lang: str) -> dict[str, str]:
    """Why an area was not tested."""
    _ = translator(lang)
    return {
        "no_value": _("no data"),
        "island": _("no neighbour with a value"),
        "lone_pair": _("one neighbour that has no other"),
        "tested": _("too few areas, or all equal"),
    }


def moran_line(moran: Moran, lang: str) -> str:
    """A Moran's I with its p-value, or why there is none."""
    _ = translator(lang)
    if moran.status == "too_few":
        return _("too few areas for a test (n = {n})").format(n=number(moran.n, 0, lang))
    if moran.status == "no_variation":
        return _("all values equal, no test")
    return f"I\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{number(moran.statistic, 2, lang)}, {p_text(moran.p, lang)}, n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{number(moran.n, 0, lang)}"


def standing_out(page: PatternsPage, most: int = 8) -> list[str]:
    """Codes of the areas with the smallest p at or below 0.05, the farthest from the mean first among equals."""
    frame = page.local.frame
    found = frame[frame["cluster"].notna() & (frame["cluster"] != NOT_SIGNIFICANT)]
    ordered = found.assign(far=-found["value_z"].abs()).sort_values(["p", "far"], kind="stable")
    return [str(code) for code in ordered.index[:most]]
