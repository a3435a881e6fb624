"""View model of the claim checker: one claim, its answer, and everything that led to it.

build_claim(store, availability, ClaimChoice("73.71", "32.11", "higher", until=2024), "poverty_rate", "id", names=names)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.claims import Claim, Uncertainty, check_faster, check_higher
from analytics.comparability import assess
from analytics.comparability_rules import LEAST, PEOPLE, PROPORTIONAL, SURVEYS
from analytics.noise import Wobble, wobble
from analytics.series_breaks import break_marks
from geodata.codes import level_of
from views.claim_texts import answer_word, arithmetic, basis_sentences, claim_sentence, figures_table
from views.comparability import fair_texts, options_for, reason_texts, sides_of
from views.figures import WEIGHT_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from geodata.store import Store
    from views.availability import Availability

KINDS = ("higher", "faster")


@dataclass(frozen=True)
class ClaimChoice:
    """A claim as a link holds it: ``73.71,32.11,higher,2024`` or ``73.71,32.11,faster,2015,2024``."""

    a: str
    b: str
    kind: str
    until: int
    since: int | None = None

    def text(self) -> str:
        """The claim as one parameter of a link."""
        years = [self.until] if self.since is None else [self.since, self.until]
        return ",".join([self.a, self.b, self.kind, *(str(year) for year in years)])


@dataclass(frozen=True)
class ClaimView:
    """One claim checked.

    Attributes
    ----------
    claim
        The answer with its numbers.
    word
        The answer in one or two words.
    sentence
        The answer in one sentence with its figures.
    basis
        What the smallest difference that counts rests on, in sentences; empty without figures.
    table
        The figures used, as text under translated headings.
    arithmetic
        The computation, a line a step.
    reasons
        What lowers the comparison, and remarks; the worst first.
    fair
        Fairer views that exist.
    """

    claim: Claim
    word: str
    sentence: str
    basis: tuple[str, ...]
    table: pd.DataFrame
    arithmetic: tuple[str, ...]
    reasons: tuple[str, ...]
    fair: tuple[str, ...]


def read_claim(
    text: str, *, cities: Mapping[str, str], years: Callable[[str], list[int]]
) -> ClaimChoice | None:
    """The claim that a link says; None where it does not fit.

    Parameters
    ----------
    text
        The parameter's text.
    cities
        Places that can be chosen, by code.
    years
        Years in which a place has the indicator.
    """
    a, b, kind, *rest = [*text.split(","), "", "", ""][: max(len(text.split(",")), 3)]
    if (
        a == b
        or a not in cities
        or b not in cities
        or kind not in KINDS
        or len(rest) != 1 + (kind == "faster")
    ):
        return None
    known = {str(year): year for year in (*years(a), *years(b))}
    if any(year not in known for year in rest):
        return None
    numbers = [known[year] for year in rest]
    if kind == "higher":
        return ClaimChoice(a, b, kind, numbers[0])
    return ClaimChoice(a, b, kind, numbers[1], numbers[0]) if numbers[0] < numbers[1] else None


def default_claim(
    a: str, b: str, kind: str, *, years: Callable[[str], list[int]], year: int | None
) -> ClaimChoice | None:
    """A claim about two places with years that both have, the page's year where it fits; None without a figure."""
    common = sorted(set(years(a)) & set(years(b))) or sorted({*years(a), *years(b)})
    if not common:
        return None
    until = year if year in common else common[-1]
    if kind == "higher":
        return ClaimChoice(a, b, "higher", until)
    if len(common) < 2:
        return None
    until = until if until > common[0] else common[-1]
    before = [one for one in common if one < until]
    return ClaimChoice(
        a, b, "faster", until, next((one for one in before if until - one <= _SPAN), before[-1])
    )


def first_pair(store: Store, indicator: str, codes: Sequence[str], year: int | None) -> tuple[str, str]:
    """Two places to ask about at first: the first two with a figure in a year, the higher one in front.

    Parameters
    ----------
    store
        Where the figures are.
    indicator
        Id.
    codes
        The places compared, two at least.
    year
        The page's year.
    """
    values = store.values(indicator, codes=[*codes], years=year).drop_duplicates("code")
    known = values.set_index("code")["value"].reindex(list(codes)).dropna().head(2)
    if len(known) < 2:
        return codes[0], codes[1]
    return str(known.idxmax()), str(known.index[known.index != known.idxmax()][0])


_SPAN = 5  # years that a change is asked over at first: long enough to see one, short enough to be recent


def with_part(
    choice: ClaimChoice, part: str, value: Any, *, years: Callable[[str], list[int]]
) -> ClaimChoice:
    """The claim with one part changed.

    The other place changes over where both would be the same. Years that do not fit the new places or the new kind give way
    to those that do; a change over time that no two years allow becomes a claim about one year.
    """
    if value == getattr(choice, part):
        return choice
    parts = vars(choice) | {part: value}
    if parts["a"] == parts["b"]:
        parts["b" if part == "a" else "a"] = getattr(choice, part)
    wanted = ClaimChoice(**parts)
    if part in ("since", "until"):
        return wanted
    fresh = [
        default_claim(wanted.a, wanted.b, kind, years=years, year=wanted.until)
        for kind in (wanted.kind, "higher")
    ]
    return next((claim for claim in fresh if claim is not None), wanted)


def years_of(store: Store, indicator: str) -> Callable[[str], list[int]]:
    """Years in which a place has an indicator, as a function of its code."""
    values = store.values(indicator)
    return lambda code: sorted(set(values.loc[values["code"].eq(code), "year"].astype(int)))


def uncertainty_of(store: Store, indicator: str, *, level: str) -> Uncertainty:
    """What the store tells of the error of an indicator's figures at a level.

    Parameters
    ----------
    store
        Where the figures are.
    indicator
        Id.
    level
        Level of the places whose figures show the wobble; Jakarta as a city takes that of the regencies.
    """
    row = store.catalogue().set_index("indicator", drop=False).loc[indicator]
    about_people = indicator in PEOPLE or str(row["denominator"]) in PEOPLE
    return Uncertainty(
        wobble=_wobble(store, row, level),
        registration=registration_gap(store) if about_people else 0.0,
        least=float(LEAST.get(indicator, 0.0)),
        survey=indicator in SURVEYS,
    )


def _wobble(store: Store, row: pd.Series, level: str) -> Wobble | None:
    indicator = str(row["indicator"])
    # A survey of one year has an error too: the spread between places bounds it.
    orders = (2, 1, 0) if indicator in SURVEYS else (2, 1)
    history = store.values(indicator, level=level)
    proportional = str(row["unit_kind"]) in PROPORTIONAL
    return wobble(history, breaks=break_marks(row["breaks"]), proportional=proportional, orders=orders)


def registration_gap(store: Store) -> float:
    """Largest share by which two registers of the same residents differ, over the cities where the store has both.

    The sum of the districts' residents (`population`) against the city's own number (`population_registered`), both of
    one year; cities with a district missing are left out. Jakarta's are one register twice and differ by nothing; the
    others are half a year apart, growth included.
    """
    known = set(store.catalogue()["indicator"])
    if not known >= set(PEOPLE):
        return 0.0
    parts = store.values("population", level="district", years=WEIGHT_YEAR)
    whole = store.values("population_registered", level="regency", years=WEIGHT_YEAR).set_index("code")[
        "value"
    ]
    city = parts["code"].astype(str).str.slice(0, 5)
    number = store.place_table("district")["code"].str.slice(0, 5).value_counts()
    sums, sizes = parts.groupby(city)["value"].sum(), parts.groupby(city).size()
    full = sums[sizes == number.reindex(sums.index)]
    gaps = (full / whole.reindex(full.index) - 1).abs().dropna()
    return float(gaps.max()) if len(gaps) else 0.0


def build_claim(
    store: Store,
    availability: Availability,
    choice: ClaimChoice,
    indicator: str,
    lang: str,
    *,
    names: Mapping[str, str],
) -> ClaimView:
    """Check a claim and put the answer into words.

    Parameters
    ----------
    store, availability
        Where the figures are.
    choice
        Two places, kind and years.
    indicator
        Id.
    lang
        "id" or "en".
    names
        Code -> name to show.
    """
    row, catalogue = availability.catalogue.loc[indicator], availability.catalogue
    codes, asked = (choice.a, choice.b), {"level": "regency", "year": choice.until, "since": choice.since}
    sides = sides_of(store, indicator, codes, **asked)
    options = options_for(store, availability, indicator, codes, level="regency", year=choice.until)
    assessment = assess(sides, row.to_dict(), options=options)
    levels = {level_of(code) for code in codes}
    known = uncertainty_of(store, indicator, level="province" if levels == {"province"} else "regency")
    check = check_higher if choice.kind == "higher" else check_faster
    claim = check(sides, row.to_dict(), assessment, known)
    said = {code: names[code] for code in codes}
    return ClaimView(
        claim,
        answer_word(claim, lang),
        claim_sentence(claim, row, choice.until, names=said, lang=lang),
        tuple(basis_sentences(claim, row, known, lang)),
        figures_table(claim, row, choice.until, names=said, lang=lang),
        tuple(arithmetic(claim, row, known, lang)),
        tuple(reason_texts(assessment, row, names=said, lang=lang)),
        tuple(fair_texts(assessment, names=said, catalogue=catalogue, lang=lang)),
    )
