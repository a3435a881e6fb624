"""The frameworks the pilots are read against, and the indicators that stand in for each part of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geodata.catalogue import load_frameworks
from geodata.codes import level_of
from geodata.own import OWN_LEVEL
from views.availability import PILOTS
from views.facts import LEFT_OUT
from views.formatting import Absence, names_text, number
from views.framework_texts import intro, notes, sentence
from views.i18n import pick, plural_translator, translator
from views.knowledge import ROLES, latest_figures, role_name
from views.markup import plain_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.store import Store
    from views.availability import Availability

# Words of the address to the catalogue's column, which is also the name in the registry.
FRAMEWORKS = {"elements": "element", "pillars": "pillar", "iso": "iso_theme"}
_ROLE_ORDER = {role: i for i, role in enumerate(ROLES)}
_LEVELS = ("province", "regency", OWN_LEVEL, "district", "village")


@dataclass(frozen=True)
class Target:
    """The page that shows an indicator: its name ("overview", "city", "data") and what the link says."""

    page: str
    params: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One indicator of a part.

    Attributes
    ----------
    name, role
        In the reader's language.
    cells
        Pilot to the latest years and levels with figures; the words of no data where there are none.
    whole
        Every pilot has a figure.
    result
        It measures a result, not what goes in.
    quoted
        Its figures are facts from single pages.
    target
        The page that shows it.
    """

    indicator: str
    name: str
    role: str
    cells: Mapping[str, str]
    whole: bool
    result: bool
    quoted: bool
    target: Target


@dataclass(frozen=True)
class Part:
    """One element, pillar or theme: its name, plain words, source, and the indicators that stand in for it."""

    id: str
    name: str
    description: str
    source: str
    verify: bool
    lines: tuple[Line, ...]
    counts: str
    note: str

    @property
    def whole(self) -> int:
        """Indicators with figures for every pilot."""
        return sum(line.whole for line in self.lines)


@dataclass(frozen=True)
class FrameworkPage:
    """A framework: what it is and what the figures say of it as a whole, what to mind, its parts, the pilots' names."""

    intro: str
    note: str
    parts: Sequence[Part]
    pilots: Mapping[str, str]


def build_framework(
    store: Store, availability: Availability, framework: str, *, cities: Mapping[str, str], lang: str
) -> FrameworkPage:
    """Set a framework against the catalogue.

    Parameters
    ----------
    framework
        ``elements``, ``pillars`` or ``iso``.
    cities
        Names of cities by code; pilots that are not among them are left out.
    """
    _, column = translator(lang), FRAMEWORKS[framework]
    pilots = {code: plain_name(cities[code]) for code in PILOTS if code in cities}
    years, facts = latest_figures(store, availability), set(store.facts()["indicator"])
    everywhere = _on_the_overview(availability)
    records = availability.catalogue.sort_values(
        "role", key=lambda roles: roles.map(_ROLE_ORDER), kind="stable"
    ).to_dict("records")
    items = load_frameworks().query("framework == @column")
    parts = []
    for item in items.to_dict("records"):
        mine = [record for record in records if record[column] == item["id"]]
        parts.append(_part(item, [_line(r, years, facts, everywhere, pilots, lang) for r in mine], lang))
    return FrameworkPage(
        intro=f"{intro(framework, lang)} {sentence(parts, lang)}",
        note=" ".join(notes(items, framework, lang)),
        parts=parts,
        pilots=pilots,
    )


def _on_the_overview(availability: Availability) -> set[str]:
    """Indicators that the overview can draw, as `Availability.indicators` says, but at once for all."""
    counts, catalogue = availability.counts, availability.catalogue
    return set(counts.loc[counts["level"] == "regency", "indicator"].unique()) & set(
        catalogue.index[catalogue["rankable"]]
    )


def _line(
    record: Mapping[str, Any],
    years: Mapping[tuple[str, str], Mapping[str, int]],
    facts: set[str],
    everywhere: set[str],
    pilots: Mapping[str, str],
    lang: str,
) -> Line:
    name = str(record["indicator"])
    found = {code: years.get((name, code), {}) for code in pilots}
    quoted = name in facts and not record["rankable"]
    return Line(
        name,
        pick(record, "name", lang),
        role_name(str(record["role"]), lang),
        {code: _cell(code, levels, lang) for code, levels in found.items()},
        whole=all(found.values()) and bool(found),
        result=record["role"] == "result",
        quoted=quoted,
        target=_target(record, found, everywhere, quoted=quoted),
    )


def _cell(code: str, levels: Mapping[str, int], lang: str) -> str:
    """Latest year of the place as a whole, then of its parts: "2024", "2024, also by district", "2019 by village"."""
    _ = translator(lang)
    by_year: dict[int, list[str]] = {}
    for level in (level for level in _LEVELS if level in levels):
        by_year.setdefault(levels[level], []).append(level)
    parts = []
    for year, there in sorted(by_year.items(), reverse=True):
        inner = [level for level in there if level != level_of(code)]
        text = (
            _("{year} {levels}")
            if len(inner) == len(there)
            else _("{year}, also {levels}")
            if inner
            else "{year}"
        )
        words = names_text([_level_words(level, lang) for level in inner], lang)
        parts.append(text.format(year=year, levels=words))
    return "; ".join(parts) or Absence.NO_DATA.text(lang)


def _level_words(level: str, lang: str) -> str:
    _ = translator(lang)
    return {
        "regency": _("by city and regency"),
        OWN_LEVEL: _("by zone of your own"),
        "district": _("by district"),
        "village": _("by village"),
    }[level]


def _target(
    record: Mapping[str, Any], found: Mapping[str, Mapping[str, int]], everywhere: set[str], *, quoted: bool
) -> Target:
    """The overview where regencies have figures, else the city map of the first pilot that has them, else a list."""
    name = str(record["indicator"])
    if name in everywhere:
        return Target("overview", {"indicator": name})
    for level in ("district", "village", OWN_LEVEL):
        for code in (code for code, levels in found.items() if level in levels and record["rankable"]):
            return Target("city", {"city": code, "level": level, "indicator": name})
    return Target("overview", {}) if quoted and name not in LEFT_OUT else Target("data", {"tab": "catalogue"})


def _part(item: Mapping[str, object], lines: Sequence[Line], lang: str) -> Part:
    _, _n = translator(lang), plural_translator(lang)
    whole = sum(line.whole for line in lines)
    counts = _("no indicator stands in for it yet")
    if lines:
        text = _n(
            "{have} of {n} indicator with figures for every pilot",
            "{have} of {n} indicators with figures for every pilot",
            len(lines),
        )
        counts = text.format(have=number(whole, 0, lang), n=number(len(lines), 0, lang))
    note = ""
    if item["indicator_count"]:
        n = int(str(item["indicator_count"]))
        text = _n(
            "ISO 37122 is said to have {n} indicator here.",
            "ISO 37122 is said to have {n} indicators here.",
            n,
        )
        note = text.format(n=number(n, 0, lang))
    return Part(
        str(item["id"]),
        pick(item, "name", lang),
        pick(item, "description", lang),
        pick(item, "source", lang),
        verify=bool(item["verify"]),
        lines=tuple(lines),
        counts=counts,
        note=note,
    )
