"""What the peers page says: reasons of likeness, headline, gaps and what stands between a place and a fair comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.peers import reasons
from geodata.catalogue import load_pilots
from views.charts.gap_rows import GapRow
from views.figures import PROVINCE_CITY
from views.formatting import difference_text, is_missing, names_text, number, year_text
from views.i18n import pick, translator
from views.markup import short_place_name
from views.peer_choice import GROUPS, KIND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from views.peer_groups import Features

NAMED = 3


def inner(name: str) -> str:
    """A name as it stands inside a sentence: "Kepadatan" becomes "kepadatan", "IPM" stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def feature_name(feature: str, catalogue: pd.DataFrame, lang: str) -> str:
    """Short name of a feature."""
    _ = translator(lang)
    return _("Kind") if feature == KIND else pick(catalogue.loc[feature], "short", lang)


def reasons_text(likeness: pd.Series, catalogue: pd.DataFrame, lang: str) -> str:
    """Why a place is near: "alike in density and schooling; poverty higher"; "" where nothing could be compared."""
    _ = translator(lang)
    found = reasons(likeness, alike=3, different=2)
    alike = [r.feature for r in found if r.way == "alike" and r.feature != KIND][:2]
    texts = []
    if alike:
        names = names_text([inner(feature_name(name, catalogue, lang)) for name in alike], lang)
        texts.append(_("alike in {features}").format(features=names))
    for reason in [r for r in found if r.way != "alike"][: 1 if alike else 2]:
        if reason.feature == KIND:
            texts.append(_("of the other kind"))
            continue
        text = _("{feature} higher") if reason.way == "higher" else _("{feature} lower")
        texts.append(text.format(feature=inner(feature_name(reason.feature, catalogue, lang))))
    return "; ".join(texts)


def peers_headline(
    name: str,
    peers: str,
    codes: Sequence[str],
    near: Sequence[str],
    rows: Sequence[GapRow],
    names: Mapping[str, str],
    lang: str,
) -> str:
    """The places most like one, those that are alike (`near`) only; for another group, where the place is furthest ahead and behind."""
    _ = translator(lang)
    if not codes:
        return _("{place}: no peers in this group").format(place=name)
    if peers == "similar":
        nearest = names_text([short_place_name(names[code]) for code in (near or codes)[:NAMED]], lang)
        text = _("Most like {place}: {peers}")
        if not near:
            text = _("Nothing in the country is really like {place}; nearest are {peers}")
        return text.format(place=name, peers=nearest)
    ahead, behind = extremes(rows)
    shorts = {"place": name, "ahead": _short(ahead, lang), "behind": _short(behind, lang)}
    if ahead and behind:
        return _("{place}: furthest ahead of its peers in {ahead}, furthest behind in {behind}").format(
            **shorts
        )
    if ahead:
        return _("{place}: furthest ahead of its peers in {ahead}, behind in nothing shown").format(**shorts)
    if behind:
        return _("{place}: furthest behind its peers in {behind}, ahead in nothing shown").format(**shorts)
    return _("{place} and its peers").format(place=name)


def _short(row: GapRow | None, lang: str) -> str:
    return "" if row is None else inner(pick(row.record, "short", lang)) + row.sign


def extremes(rows: Sequence[GapRow]) -> tuple[GapRow | None, GapRow | None]:
    """The rows in which a place is furthest ahead of the median and furthest behind, seen along the row."""
    ahead = [row for row in rows if row.side == "ahead"]
    behind = [row for row in rows if row.side == "behind"]
    return (
        max(ahead, key=lambda row: row.lead) if ahead else None,
        min(behind, key=lambda row: row.lead) if behind else None,
    )


def gap_sentence(rows: Sequence[GapRow], name: str, lang: str) -> str:
    """Where a place is furthest ahead of its peers' median and furthest behind; numbers as in the gap chart's table."""
    _ = translator(lang)
    ahead, behind = extremes(rows)
    texts = {
        "ahead": _(
            "Furthest ahead of the median of its peers: {indicator} of {place} in {year} is {value}, theirs {median} ({gap}; {n} of {total} peers have a figure)."
        ),
        "behind": _(
            "Furthest behind: {indicator} of {place} in {year} is {value}, the median of its peers {median} ({gap}; {n} of {total} peers have a figure)."
        ),
    }
    said = [
        texts[row.side].format(
            indicator=inner(pick(row.record, "short", lang)), place=name, gap=difference_text(row.gap.gap, row.record, lang),
            value=row.text(row.gap.value, lang), median=row.text(row.gap.median, lang), year=year_text(row.year),
            n=number(row.gap.known, 0, lang), total=number(row.gap.peers, 0, lang),
        )
        for row in (ahead, behind)
        if row is not None
    ]  # fmt: skip
    return " ".join(said)


def nearest_sentence(
    code: str, distance: str, why: str, name: str, names: Mapping[str, str], lang: str
) -> str:
    """Which place is nearest, at which distance and why; numbers as in the table of likeness."""
    _ = translator(lang)
    text = _("Nearest to {place} is {peer} (distance {distance}): {reasons}.")
    return (
        text.format(place=name, peer=short_place_name(names[code]), distance=distance, reasons=why)
        if why
        else ""
    )


def far_sentence(peers: str, lang: str) -> str:
    """What stands behind the nearest place where it is too far to be called alike."""
    _ = translator(lang)
    if peers == "similar":
        return _("That is too far to be called alike: no place of its level in the country is close.")
    return _("That is too far to be called alike: no place of this group is close.")


def limit_sentence(limit: float, lang: str) -> str:
    """Up to which distance places are called alike; "" where no two can be compared."""
    _ = translator(lang)
    text = _(
        "Places up to {limit} apart are called alike; how that limit is found stands on the Method page."
    )
    return "" if is_missing(limit) else text.format(limit=number(limit, 2, lang))


def features_sentence(features: Features, catalogue: pd.DataFrame, lang: str) -> str:
    """Which features likeness is measured by, with weight, year and logarithm: a reader can recompute it."""
    _ = translator(lang)
    parts = []
    for name, weight in features.weights.items():
        notes = [] if name == KIND else [str(features.years[name])]
        if features.scales[name] == "log":
            notes.append(_("logarithm"))
        if weight != 1:
            notes.append(_("weight {weight}").format(weight=number(weight, 1, lang)))
        text = inner(feature_name(name, catalogue, lang))
        parts.append(f"{text} ({', '.join(notes)})" if notes else text)
    text = _(
        "Likeness is measured by {features}, each in robust standard deviations of all places; 0 is the same in everything."
    )
    return text.format(features=names_text(parts, lang))


def peer_notes(
    code: str, peers: str, codes: Sequence[str], features: Features, catalogue: pd.DataFrame, lang: str
) -> list[str]:
    """What stands between a place and a fair comparison."""
    _ = translator(lang)
    notes = []
    if code == PROVINCE_CITY:
        notes.append(pick(load_pilots().set_index("code").loc[PROVINCE_CITY], "note", lang))
        fair = _(
            "Its figures are those of a province, so the fair peers are provinces; its six parts can be compared with regencies and cities."
        )
        notes.append(fair)
    mixed = {len(one) for one in codes} - {len(code)}
    if mixed:
        notes.append(_("This list holds places of another level of government: read the gaps with care."))
    elif peers != "kind" and code != PROVINCE_CITY and len({_kota(one) for one in [code, *codes]}) > 1:
        notes.append(
            _("A city (kota) and a regency (kabupaten) differ in kind: a regency holds much countryside.")
        )
    if features.absent:
        names = names_text([inner(feature_name(name, catalogue, lang)) for name in features.absent], lang)
        notes.append(
            _("No figures at this level for {features}: these features cannot be compared.").format(
                features=names
            )
        )
    if peers == "similar" and not codes:
        notes.append(
            _(
                "Fewer than three quarters of the weight can be compared for this place: no likeness is given. Choose other features or another group."
            )
        )
    if peers not in GROUPS:
        notes.append(_("This list was picked by hand and stands in the link."))
    return [note for note in notes if note]


def _kota(code: str) -> bool:
    return int(code[3:5]) > 70
