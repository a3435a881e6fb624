"""Where documents get what takes time to compute: the app hands in what it keeps for all sessions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from views.availability import availability
from views.choices import build_choices
from views.claims import uncertainty_of
from views.convergence_model import convergence_of
from views.index_model import index_frame
from views.pattern_model import city_neighbours, city_values, pattern_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from analytics.claim_limits import Uncertainty
    from geodata.store import Store
    from views.availability import Availability
    from views.choices import Choices
    from views.convergence_model import Convergence
    from views.pattern_model import Pattern


THEME = "light"
"""What leaves the app is for paper and projectors."""


@dataclass(frozen=True)
class Kit:
    """A store with what is computed from it.

    Attributes
    ----------
    store, availability, choices
        The figures, which there are, what can be chosen.
    known_error
        Indicator and level -> what is known about the error of its figures.
    pattern
        City, level, indicator, year -> statistics of neighbours.
    convergence
        Indicator -> what became of the differences between regencies.
    index_frame
        Framework -> figures of all regencies and cities.
    theme
        Colours of what is drawn: those of paper, or those of a reader's screen where a page shows it itself.
    """

    store: Store
    availability: Availability
    choices: Choices
    known_error: Callable[[str, str], Uncertainty]
    pattern: Callable[[str, str, str, int | None], Pattern]
    convergence: Callable[[str], Convergence]
    index_frame: Callable[[str], pd.DataFrame]
    theme: str = THEME

    @staticmethod
    def of(store: Store) -> Kit:
        """A kit that computes everything itself, each once: for the command line and for tests."""
        known = availability(store)
        neighbours = cache(lambda city, level: city_neighbours(store, city, level))

        def pattern(city: str, level: str, indicator: str, year: int | None) -> Pattern:
            return pattern_of(city_values(store, city, level, indicator, year), neighbours(city, level))

        return Kit(
            store,
            known,
            build_choices(store, known),
            cache(lambda indicator, level: uncertainty_of(store, indicator, level=level)),
            cache(pattern),
            cache(lambda indicator: convergence_of(store, indicator)),
            cache(lambda name: index_frame(store, name)),
        )
