"""How unequal the areas of a city are, weighted by whom or what the rate is measured against, and between which parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.inequality import Decomposition, Inequality, gini, percentile_ratio, theil
from views.columns import column_heading
from views.figures import PROVINCE_CITY
from views.formatting import Absence, number, share_text, value_text
from views.i18n import pick, translator
from views.markup import short_place_name

if TYPE_CHECKING:
    from views.pattern_model import PatternsPage

AREA = "area_km2"
# An index or a rank has no zero of its own: twice as much of it means nothing.
NO_RATIO = frozenset({"index", "rank"})


@dataclass(frozen=True)
class Inside:
    """Inequality between the areas of a city.

    Attributes
    ----------
    measurable
        Whether shares and ratios of this indicator mean anything.
    weights
        What each area counts for, index code; None where each counts once.
    weight
        Indicator of the weights; "" where each area counts once.
    gini, ratio, theil
        The measures; ``theil`` has parts where the areas lie in groups.
    groups
        Group of each area (district of a village, part of Jakarta), index code; None without.
    """

    measurable: bool
    weights: pd.Series | None
    weight: str
    gini: Inequality
    ratio: Inequality
    theil: Decomposition
    groups: pd.Series | None


def inequality_of(page: PatternsPage) -> Inside:
    """Measure the areas of a page."""
    values = page.pattern.values
    weights, name = _weights(page)
    groups = _groups(page)
    return Inside(
        str(page.figure.row["unit_kind"]) not in NO_RATIO,
        weights,
        name,
        gini(values, weights),
        percentile_ratio(values, weights),
        theil(values, weights, groups=groups),
        groups,
    )


def _weights(page: PatternsPage) -> tuple[pd.Series | None, str]:
    """The denominator of the rate, so that the weighted mean is the city's own rate; none where it is not known."""
    row, values = page.figure.row, page.pattern.values
    name = str(row["denominator"] or "")
    found = denominator(page, name)
    if found is None or found[values.notna()].isna().all():
        return None, ""
    return found.reindex(values.index), name


def denominator(page: PatternsPage, name: str) -> pd.Series | None:
    """Values of a denominator for the areas of a page in the year that the catalogue says; None where there is none."""
    s, year = page.selection, int(page.figure.row["denominator_year"] or 0) or page.selection.year
    if name == AREA:
        table = page.store.place_table(s.level, within=s.city)
        return pd.Series(table[AREA].to_numpy(dtype="float64"), index=table["code"].astype(str))
    if name not in set(page.store.catalogue()["indicator"]):
        return None
    rows = page.store.values(name, level=s.level, within=s.city, years=year)
    if not len(rows):
        return None
    found = rows.set_index(rows["code"].astype(str))["value"].astype("float64")
    return found.reindex(page.pattern.values.index)


def _groups(page: PatternsPage) -> pd.Series | None:
    codes = page.pattern.values.index
    if page.selection.level == "village":
        return pd.Series(codes.str.slice(0, 8), index=codes)
    if page.selection.city == PROVINCE_CITY:
        return pd.Series(codes.str.slice(0, 5), index=codes)
    return None


def inside_lines(page: PatternsPage, found: Inside) -> list[str]:
    """What the measures say, and what they cannot."""
    lang = page.selection.lang
    _ = translator(lang)
    if not found.measurable:
        return [
            _(
                "An index has no natural zero, so that “twice as much” has no meaning and inequality is not measured."
            )
        ]
    if found.gini.status != "ok":
        return [status_text(found.gini.status, lang)]
    lines = [_weighted_by(page, found), _gini_text(found, lang)]
    if found.ratio.status == "ok":
        text = _("At the 90th percentile the value is {ratio} times that at the 10th.")
        lines.append(text.format(ratio=number(found.ratio.value, 1, lang)))
    if found.groups is not None and found.theil.value > 0:
        text = _("{between} of the inequality (Theil) lies between the {groups}, {within} inside them.")
        share = found.theil.between_share
        lines.append(
            text.format(
                between=share_text(share, lang), within=share_text(1 - share, lang), groups=_group_word(page)
            )
        )
    lines.append(
        _("Only the means of areas are seen: inequality between the people of one area stays hidden.")
    )
    if str(page.figure.row["unit_kind"]) == "percent":
        lines.append(_("Of a percentage, the answer depends on which side is counted: with it, or without."))
    return [line for line in lines if line]


def _gini_text(found: Inside, lang: str) -> str:
    _ = translator(lang)
    return _("The Gini coefficient between areas is {gini}: 0 means all alike, 1 everything in one.").format(
        gini=number(found.gini.value, 2, lang)
    )


def _weighted_by(page: PatternsPage, found: Inside) -> str:
    lang = page.selection.lang
    _ = translator(lang)
    if not found.weight:
        return _("Every area counts once: whom or what the rate is measured against is not known here.")
    return _("Each area counts for its share of: {weight}.").format(weight=weight_name(page, found.weight))


def weight_name(page: PatternsPage, name: str) -> str:
    """Name of what the areas are weighted by."""
    catalogue = page.store.catalogue().set_index("indicator")
    _ = translator(page.selection.lang)
    return pick(catalogue.loc[name], "name", page.selection.lang) if name in catalogue.index else _("Area")


def _group_word(page: PatternsPage) -> str:
    _ = translator(page.selection.lang)
    return _("districts") if page.selection.level == "village" else _("parts of Jakarta")


def status_text(status: str, lang: str) -> str:
    """Why a measure has no number."""
    _ = translator(lang)
    return {
        "too_few": _("Fewer than two areas have a value: inequality is not measured."),
        "negative_values": _("Some values are negative: shares of the whole have no meaning."),
        "zero_values": _("not defined: the lower value is zero"),
        "all_zero": _("All values are zero: there is nothing to share out."),
    }[status]


def measures_table(found: Inside, lang: str) -> pd.DataFrame:
    """The measures with how many areas they rest on."""
    _ = translator(lang)

    def told(measure: Inequality | Decomposition, decimals: int) -> str:
        return (
            number(measure.value, decimals, lang)
            if measure.status == "ok"
            else status_text(measure.status, lang)
        )

    rows = {
        _("Gini coefficient"): told(found.gini, 3),
        _("Theil’s T"): told(found.theil, 3),
        _("Ratio of the 90th to the 10th percentile (90/10)"): told(found.ratio, 2),
        _("Areas"): number(found.gini.n, 0, lang),
    }
    if found.groups is not None and found.theil.status == "ok":
        rows |= {
            _("Theil’s T between groups"): number(found.theil.between, 3, lang),
            _("Theil’s T inside groups"): number(found.theil.within, 3, lang),
        }
    return pd.DataFrame({_("Measure"): list(rows), _("Value"): list(rows.values())})


def groups_table(page: PatternsPage, found: Inside) -> pd.DataFrame:
    """One row a group: areas, share of the weights, mean, Theil's T inside it; the highest mean first."""
    lang, row = page.selection.lang, page.figure.row
    _ = translator(lang)
    groups = found.theil.groups.sort_values("mean", ascending=False, kind="stable")
    names = page.store.place_table().set_index("code")["name"]
    codes = [str(code) for code in groups.index]
    return pd.DataFrame(
        {
            _("Group"): [short_place_name(str(names[code])) for code in codes],
            _("Areas"): [number(n, 0, lang) for n in groups["areas"]],
            _("Share of the weight"): [share_text(share, lang) for share in groups["people_share"]],
            column_heading(row, lang): [
                value_text(mean, row, lang, with_unit=False) for mean in groups["mean"]
            ],
            _("Inequality inside (Theil’s T)"): [
                number(value, 3, lang) if pd.notna(value) else Absence.NO_DATA.mark
                for value in groups["value"]
            ],
        }
    )
