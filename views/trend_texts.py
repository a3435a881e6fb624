"""What the trends page says: changes and ranks in words (paces: `views.pace_texts`); every number stands in the table of its figure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from analytics.change import change_kind
from analytics.rounding import rounded
from geodata.catalogue import in_scope, load_pilots
from views.figures import PROVINCE_CITY
from views.formatting import (
    MINUS,
    NBSP,
    Absence,
    Row,
    difference_text,
    is_missing,
    names_text,
    number,
    printed_value,
    value_text,
    year_text,
    years_text,
)
from views.i18n import pick, translator
from views.notes import indicator_notes, is_not_loaded, lack_text
from views.peer_groups import group_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_PERCENT_DECIMALS = 1
MOST = 3


def percent_text(value: float, lang: str) -> str:
    """A signed change in percent: "+12,3%"."""
    text = number(abs(value), _PERCENT_DECIMALS, lang) + "%"
    zero = not rounded(pd.Series([value]), decimals=_PERCENT_DECIMALS).iloc[0]
    return text if zero else (MINUS if value < 0 else "+") + text


def sizes(changes: pd.DataFrame, row: Row) -> pd.Series:
    """Changes as they are printed: in points of the unit, or in percent; NaN where there is none."""
    # Readers compute with what is printed.
    decimals = int(row["decimals"])
    first, last = (
        changes[f"{end}_value"].map(lambda value: printed_value(value, row)).astype("float64")
        for end in ("first", "last")
    )
    known = changes["change"].notna()
    if change_kind(str(row["unit_kind"])) == "points":
        return rounded((last - first).where(known), decimals=decimals)
    return rounded(100.0 * (last / first.where(first > 0) - 1.0).where(known), decimals=_PERCENT_DECIMALS)


def size_text(size: float, row: Row, lang: str) -> str:
    """A change as printed: "+0,52 poin persen" or "+12,3%"."""
    points = change_kind(str(row["unit_kind"])) == "points"
    return difference_text(size, row, lang) if points else percent_text(size, lang)


def change_cell(code: str, changes: pd.DataFrame, row: Row, lang: str) -> str:
    """Change of one place, or why there is none."""
    _ = translator(lang)
    size = sizes(changes, row)[code]
    if not is_missing(size):
        return size_text(size, row, lang)
    reason = str(changes.at[code, "reason"])
    return _("The series breaks") if reason == "break" else lack_text(row, code, lang)


def span_text(first: int, last: int) -> str:
    """Two years as a range."""
    return f"{year_text(first)}\N{EN DASH}{year_text(last)}"


def trend_headline(
    changes: pd.DataFrame | None,
    row: Row,
    names: Mapping[str, str],
    years: tuple[int | None, int | None],
    lang: str,
    *,
    doubtful: Collection[str] = (),
) -> str:
    """Where the indicator changed most between the two years; says so where nothing can be given.

    Places whose change is within what their figures leave open (`doubtful`) rose and fell nowhere. Where the change of some
    places cannot be given, it says of how many it speaks.
    """
    _ = translator(lang)
    name, (first, last) = pick(row, "short", lang), years
    if changes is None or first is None or last is None:
        return _("{indicator}: no earlier year to compare with").format(indicator=name)
    size = sizes(changes, row).dropna()
    said = {"indicator": name, "first": year_text(first), "last": year_text(last)}
    if size.empty:
        return _("{indicator}: no change can be given between {first} and {last}").format(**said)
    firm = size[~size.index.isin(list(doubtful))]
    if firm.empty and (size != 0).any():
        text = _("{indicator}: no clear change between {first} and {last}").format(**said)
    elif len(firm) == len(size) and ((size > 0).all() or (size < 0).all()):
        text = _one_way(size, row, names, said, lang)
    else:
        text = _both_ways(firm, size.index.difference(firm.index, sort=False), names, said, lang)
    if len(size) == len(changes):
        return text
    part = _("change known for {n} of {total} places")
    return f"{text} ({part.format(n=number(len(size), 0, lang), total=number(len(changes), 0, lang))})"


def _one_way(size: pd.Series, row: Row, names: Mapping[str, str], said: Mapping[str, str], lang: str) -> str:
    _ = translator(lang)
    up, most = bool(size.iloc[0] > 0), size.abs().max()
    top = names_text([names[str(code)] for code in size.index[size.abs() == most]], lang)
    change = size_text(most if up else -most, row, lang).lstrip("+" + MINUS)
    if len(size) == 1:
        text = _("{indicator} rose by {change} in {top} between {first} and {last}") if up else _(
            "{indicator} fell by {change} in {top} between {first} and {last}")  # fmt: skip
    else:
        text = _("{indicator} rose most in {top} between {first} and {last}: by {change}") if up else _(
            "{indicator} fell most in {top} between {first} and {last}: by {change}")  # fmt: skip
    return text.format(top=top, change=change, **said)


def _both_ways(
    size: pd.Series, doubtful: pd.Index, names: Mapping[str, str], said: Mapping[str, str], lang: str
) -> str:
    _ = translator(lang)
    groups = [
        (_("rose in {places}"), size.index[size > 0]),
        (_("fell in {places}"), size.index[size < 0]),
        (_("stayed the same in {places}"), size.index[size == 0]),
        (_("hardly changed in {places}"), doubtful),
    ]
    parts = [
        text.format(places=names_text([names[str(c)] for c in codes], lang))
        for text, codes in groups
        if len(codes)
    ]
    return _("{indicator} {ways} between {first} and {last}").format(ways=names_text(parts, lang), **said)


def trend_sentence(
    changes: pd.DataFrame | None,
    row: Row,
    names: Mapping[str, str],
    years: tuple[int | None, int | None],
    lang: str,
    *,
    doubtful: Collection[str] = (),
) -> str:
    """From what to what the indicator changed most and least, whose change is in doubt, and for whom none is given."""
    first, last = years
    if changes is None or first is None or last is None:
        return ""
    _ = translator(lang)
    size = sizes(changes, row)
    known = size.dropna()
    if len(known) > 1 and known.min() == known.max():
        said = [
            _("The change is the same in all, {change}.").format(change=size_text(known.iloc[0], row, lang))
        ]
    else:
        said = [
            text.format(
                place=names[code], change=size_text(known[code], row, lang), first_year=year_text(first), last_year=year_text(last),
                first=value_text(changes.at[code, "first_value"], row, lang), last=value_text(changes.at[code, "last_value"], row, lang),
            )
            for text, code in _ends(known, lang)
        ]  # fmt: skip
    doubt = [names[str(code)] for code in known.index if code in doubtful and known[code]]
    if doubt:
        text = _("What changed in {places} is within rounding and the usual ups and downs of the figure.")
        said.append(text.format(places=names_text(doubt, lang)))
    return " ".join(filter(None, [*said, _without(changes, size, row, names, lang)]))


def _ends(known: pd.Series, lang: str) -> list[tuple[str, str]]:
    """Texts for the places that changed most and least, or up and down; one for a place alone."""
    _ = translator(lang)
    up, down = str(known.idxmax()) if len(known) else "", str(known.idxmin()) if len(known) else ""
    if len(known) < 2:
        text = _("{place}: from {first} ({first_year}) to {last} ({last_year}), {change}.")
        return [(text, up)] if up else []
    most = _("Most: {place}, from {first} ({first_year}) to {last} ({last_year}), {change}.")
    least = _("Least: {place}, from {first} ({first_year}) to {last} ({last_year}), {change}.")
    if (known > 0).all():
        return [(most, up), (least, down)]
    if (known < 0).all():
        return [(most, down), (least, up)]
    return [
        (_("Furthest up: {place}, from {first} ({first_year}) to {last} ({last_year}), {change}."), up),
        (_("Furthest down: {place}, from {first} ({first_year}) to {last} ({last_year}), {change}."), down),
    ]


def _without(changes: pd.DataFrame, size: pd.Series, row: Row, names: Mapping[str, str], lang: str) -> str:
    """For whom no change is given, and why."""
    _ = translator(lang)
    texts = {  # gravest first
        "break": _("No change is given for {places}: the series breaks between the two years."),
        "no_data": _("No change is given for {places}: one of the two years has no figure."),
        "not_loaded": _(
            "No change is given for {places}: the figures are published but not loaded in this atlas."
        ),
    }
    lost = changes.loc[size.isna().to_numpy(), "reason"].replace("", "no_data")
    nothing = changes.loc[lost.index, ["first_value", "last_value"]].isna().all(axis=1)
    published = pd.Series(
        [is_not_loaded(row, str(code)) for code in lost.index], index=lost.index, dtype=bool
    )
    lost[nothing & published] = "not_loaded"
    return " ".join(
        texts[str(reason)].format(places=names_text([names[str(c)] for c in part.index], lang))
        for reason, part in lost.groupby(lost)
    )


def listed_sentence(values: pd.Series, texts: Mapping[str, str], names: Mapping[str, str], lead: str) -> str:
    """A lead and each place with its value: "Perubahan 2010–2024: A +6,41; B +7,03."; "" where none has one."""
    known = values.dropna()
    if known.empty:
        return ""
    parts = [f"{names[str(code)]}{NBSP}{texts[str(code)]}" for code in known.index]
    return f"{lead}: {'; '.join(parts)}."


def rank_sentence(table: pd.DataFrame, lang: str, *, start: int = 0) -> str:
    """Rank of each place in the first and the last year of its column from `start` on, at most three; "" for a single year."""
    _ = translator(lang)
    nothing, said = Absence.NO_DATA.text(lang), []
    for name in table.columns[1:]:
        known = table[(table[name] != nothing) & (table.iloc[:, 0].astype(int) >= start)]
        if len(known) > 1:
            text = _("{place}: {first} in {first_year}, {last} in {last_year}.")
            ends = {"first": known[name].iloc[0], "last": known[name].iloc[-1]}
            years = {"first_year": known.iloc[0, 0], "last_year": known.iloc[-1, 0]}
            said.append(text.format(place=name, **ends, **years))
    return " ".join(said[:MOST])


def grey_lines_text(n: int, group: str, lang: str) -> str:
    """Who the grey lines are: how many places of which group of peers."""
    _ = translator(lang)
    if not n:
        return _("No grey lines: there are no peers in this group.")
    name = group_names(lang).get(group, _("picked by hand"))
    return _(
        "Grey lines: peers of the chosen places ({group}), {n} in all. The dotted black line is the median of all regencies and cities."
    ).format(group=name, n=number(n, 0, lang))


def series_notes(row: pd.Series, codes: Sequence[str], years: Sequence[int], lang: str) -> list[str]:
    """What to mind about a series: its own note, provisional years, years without any figure, Jakarta."""
    _ = translator(lang)
    notes = [" ".join(indicator_notes(row, codes, lang))]
    notes += [
        str(mark[f"text_{lang}"])
        for mark in json.loads(row.get("provisional") or "[]")
        if years and int(mark["year"]) <= max(years) and any(in_scope(mark["scope"], code) for code in codes)
    ]
    lost = sorted(set(range(min(years), max(years))) - set(years)) if years else []
    if lost:
        notes.append(
            _("No figures for {years}: the lines stop there, nothing is filled in.").format(
                years=years_text(lost)
            )
        )
    if list(codes) == [PROVINCE_CITY]:  # of several the badge tells what stands between them
        notes.append(pick(load_pilots().set_index("code").loc[PROVINCE_CITY], "note", lang))
    return [note for note in dict.fromkeys(notes) if note]
