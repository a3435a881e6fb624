"""The palettes to people who lack a kind of cone, and in grey: measured, with the measure held.

CIEDE2000 of 1 is just visible side by side; classes that a legend explains are looked up across a map, so that they need a
multiple of it. The limits are what the palettes reach today with seven classes (the most that the app offers), rounded down.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.views.vision import EYES, GREY, apart, ciede2000, lightness, nearest, seen
from views.theme import THEMES, city_styles, diverging, sequential

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.views.vision import Lab

LEAST_APART = 6.0  # CIEDE2000 of neighbouring classes, seven of them; measured 6.4
LEAST_APART_OF_FIVE = 9.5  # of five, which the app shows unasked; measured 9.8
LEAST_STEP = 9.0  # L* from a class to the next, seven of them; measured 9.7
LEAST_STEP_OF_ARM = 6.5  # the same within a side of a diverging palette, five classes long; measured 6.9
LEAST_ACROSS = 12.0  # CIEDE2000 of the two classes beside the middle, not in grey; measured 12.3
LEAST_PILOTS = 12.0  # CIEDE2000 of the two pilots that are hardest to tell apart, not in grey; measured 12.2

PILOTS = ("31", "73.71", "35.10", "32.11")
JAKARTA = ("31.01", "31.71", "31.72", "31.73", "31.74", "31.75")
FURTHER = ("12.75", "35.78", "51.71", "64.71")
CONES = tuple(eyes for eyes in EYES if eyes != GREY)
SIDES = ((1, 1), (2, 2), (3, 3), (1, 4), (4, 1), (3, 4), (2, 5), (5, 2))


def steps(palette: Sequence[str], eyes: str) -> list[float]:
    """L* gained from each class to the next; all of one sign where a palette is in order."""
    light = [lightness(colour, eyes) for colour in palette]
    return [after - before for before, after in itertools.pairwise(light)]


def neighbours(palette: Sequence[str], eyes: str) -> float:
    """CIEDE2000 of the two neighbouring classes that are hardest to tell apart."""
    return min(apart(one, other, eyes) for one, other in itertools.pairwise(palette))


# Of the 34 pairs that Sharma, Wu and Dalal (2005) publish for testing: hue by blue, hue past 0, two greys, different lightness.
@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_the_published_ones(one: Lab, other: Lab, published: float) -> None:
    assert ciede2000(one, other) == pytest.approx(published, abs=1e-4)
    assert ciede2000(other, one) == pytest.approx(published, abs=1e-4)


@pytest.mark.parametrize("eyes", EYES)
def test_white_and_grey_look_alike_to_all_eyes(eyes: str) -> None:
    """The rows of each matrix add up to 1: who lacks a cone sees grey as grey."""
    for grey in ("#FFFFFF", "#808080", "#000000"):
        assert seen(grey, eyes) == pytest.approx(seen(grey, "all cones"), abs=1e-5)


def test_a_bad_palette_is_noticed() -> None:
    """Red and green of one lightness; a rainbow; two classes too many."""
    red_green = ("#C8511B", "#718300")
    assert apart(*red_green, "all cones") > 30
    assert apart(*red_green, "deuteranopia") < LEAST_APART
    assert apart("#1F77B4", "#2A7F62", "tritanopia") < apart("#1F77B4", "#2A7F62", "all cones")
    rainbow = steps(("#0000FF", "#00FF00", "#FF0000"), GREY)
    assert min(rainbow) < 0 < max(rainbow)
    assert neighbours(sequential(9), "all cones") < LEAST_APART


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("k", range(2, 8))
@pytest.mark.parametrize("theme", THEMES)
def test_sequential_classes_are_in_order_and_apart(theme: str, k: int, eyes: str) -> None:
    """From class to class in one direction of lightness: away from the paper."""
    palette = sequential(k, theme)
    away = -1 if theme == "light" else 1
    assert min(away * step for step in steps(palette, eyes)) >= LEAST_STEP
    assert neighbours(palette, eyes) >= (LEAST_APART if k > 5 else LEAST_APART_OF_FIVE)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("below", "above"), SIDES)
@pytest.mark.parametrize("theme", THEMES)
def test_diverging_sides_grow_stronger_and_are_apart(theme: str, below: int, above: int, eyes: str) -> None:
    """Each side leaves the paper step by step, in grey too; no two classes are alike to any eyes with cones.

    In grey the two sides mirror each other, as they must in every palette whose ends are equally strong: there only the legend
    and the texts say which side a place is on.
    """
    palette = diverging(below, above, theme)
    away = -1 if theme == "light" else 1
    for arm in (palette[:below][::-1], palette[below:]):
        assert min((away * step for step in steps(arm, eyes)), default=LEAST_STEP) >= LEAST_STEP_OF_ARM
    if eyes != GREY:
        assert nearest(palette, eyes) >= LEAST_APART
        assert apart(palette[below - 1], palette[below], eyes) >= LEAST_ACROSS


@pytest.mark.parametrize("eyes", CONES)
def test_pilots_are_told_apart_by_colour(eyes: str) -> None:
    styles = city_styles(PILOTS)
    assert nearest([style.colour for style in styles.values()], eyes) >= LEAST_PILOTS


@pytest.mark.parametrize("codes", [PILOTS, JAKARTA, FURTHER, (*PILOTS, *JAKARTA, *FURTHER)])
def test_every_two_places_that_look_alike_to_somebody_differ_in_shape(codes: tuple[str, ...]) -> None:
    """Marker of charts and mark in texts; colour alone never has to do it."""
    styles = city_styles(codes)
    alike = [
        (one, other)
        for one, other in itertools.combinations(codes, 2)
        if min(apart(styles[one].colour, styles[other].colour, eyes) for eyes in EYES) < LEAST_PILOTS
    ]
    assert alike  # in grey there always are some: the loop below sees something
    for one, other in alike:
        assert styles[one].symbol != styles[other].symbol
        assert styles[one].glyph != styles[other].glyph
