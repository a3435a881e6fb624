"""Colours that survive grey, dark ground and other eyes; a template that writes no SI."""

from __future__ import annotations

import itertools

import pytest

from views.colour import contrast, decode, encode, hex_rgb, luminance, mix, oklch_hex, rgb_hex
from views.theme import (
    THEMES,
    atlas_template,
    city_style,
    city_styles,
    diverging,
    separators,
    sequential,
    tokens,
)

PILOTS = ("31", "73.71", "35.10", "32.11")

# Linear RGB as a deuteranope sees it (Machado, Oliveira and Fernandes 2009, severity 1).
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def deuteranope(colour: str) -> str:
    linear = [decode(c) for c in hex_rgb(colour)]
    seen = [encode(sum(m * c for m, c in zip(row, linear, strict=True))) for row in DEUTERANOPIA]
    return rgb_hex((seen[0], seen[1], seen[2]))


def distance(one: str, other: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(hex_rgb(one), hex_rgb(other), strict=True)) ** 0.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("k", range(2, 8))
def test_sequential_steps_stay_in_order_and_apart_in_grey_and_for_deuteranopes(theme: str, k: int) -> None:
    palette = sequential(k, theme)
    assert len(set(palette)) == k
    for seen in (palette, [deuteranope(colour) for colour in palette]):
        light = [luminance(colour) for colour in seen]
        assert light == sorted(light, reverse=theme == "light")
        assert all(contrast(a, b) >= 1.25 for a, b in itertools.pairwise(seen))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("k", range(1, 8))
def test_low_is_near_the_paper_and_high_far_from_it(theme: str, k: int) -> None:
    palette, paper = sequential(k, theme), tokens(theme).paper
    assert contrast(palette[0], paper) >= 1.25
    assert contrast(palette[-1], paper) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_one_hue_only(theme: str) -> None:
    for colour in sequential(7, theme):
        r, g, b = hex_rgb(colour)
        assert r < g
        assert abs(g - b) < 0.12


@pytest.mark.parametrize("theme", THEMES)
def test_diverging_is_strongest_at_the_ends_and_its_sides_differ_for_deuteranopes(theme: str) -> None:
    palette = diverging(3, 3, theme)
    light = [luminance(c) for c in palette]
    towards_paper = theme == "light"
    assert light[:3] == sorted(light[:3], reverse=not towards_paper)
    assert light[3:] == sorted(light[3:], reverse=towards_paper)
    for low, high in zip(palette[:3], palette[:2:-1], strict=True):
        assert distance(deuteranope(low), deuteranope(high)) > 0.15
    assert len(diverging(1, 4, theme)) == 5
    assert diverging(0, 0, theme) == ()


@pytest.mark.parametrize("theme", THEMES)
def test_text_and_marks_can_be_read(theme: str) -> None:
    t = tokens(theme)
    for ground in (t.paper, t.panel):
        assert contrast(t.ink, ground) >= 7
        for colour in (t.muted, t.accent, t.warning):
            assert contrast(colour, ground) >= 4.5
    assert contrast(t.faint, t.paper) >= 3
    assert contrast(t.hatch, t.no_data) >= 1.8


def test_pilots_look_the_same_everywhere() -> None:
    looks = [(city_style(code).colour, city_style(code).symbol) for code in PILOTS]
    assert looks == [
        ("#0072B2", "circle"),
        ("#D55E00", "square"),
        ("#009E73", "diamond"),
        ("#CC79A7", "triangle-up"),
    ]
    for others in (["12.75"], ["12.75", "35.78", "51.71"]):
        assert city_style("73.71", others) == city_style("73.71")


def test_a_further_place_keeps_its_look_when_another_joins() -> None:
    chosen = ["73.71", "12.75", "35.78"]
    before = city_styles(chosen)
    after = city_styles([*chosen, "51.71", "31.74"])
    assert {code: after[code] for code in chosen} == before
    assert len({(s.colour, s.symbol) for s in after.values()}) == 5


def test_jakartas_six_are_blue_and_differ_by_marker() -> None:
    six = city_styles(["31.01", "31.71", "31.72", "31.73", "31.74", "31.75"])
    assert len({style.symbol for style in six.values()}) == 6
    for style in six.values():
        r, _g, b = hex_rgb(style.colour)
        assert b > r


@pytest.mark.parametrize("theme", THEMES)
def test_city_colours_stand_out_from_the_paper(theme: str) -> None:
    """Sumedang's pink has 2.9:1 on light paper; its marker carries an outline in ink for that reason."""
    codes = [*PILOTS, "31.01", "31.71", "31.72", "31.73", "31.74", "31.75", "a", "b", "c", "d"]
    for code, style in city_styles(codes).items():
        assert contrast(style.colour, tokens(theme).paper) >= (2.9 if code == "32.11" else 3)


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("theme", THEMES)
def test_template_has_our_type_and_marks_and_no_si(theme: str, lang: str) -> None:
    layout = atlas_template(theme, lang).layout
    assert layout.separators == {"id": ",.", "en": ".,"}[lang] == separators(lang)
    assert layout.font.family.startswith('"Plus Jakarta Sans"')
    for axis in (layout.xaxis, layout.yaxis):
        assert axis.exponentformat == "none"
        assert axis.showexponent == "none"
    assert layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="light, dark"):
        tokens("sepia")
    with pytest.raises(ValueError, match="0 to 9 classes"):
        sequential(10)


def test_colour_arithmetic_on_known_colours() -> None:
    assert oklch_hex(1, 0, 0) == "#FFFFFF"
    assert oklch_hex(0, 0, 0) == "#000000"
    # Ottosson's own example: sRGB red.
    assert oklch_hex(0.6279554, 0.2576833, 29.2338) == "#FF0000"
    assert contrast("#000000", "#FFFFFF") == 21
    assert mix("#000000", "#FFFFFF", 0.2) == "#333333"
    assert encode(decode(0.5)) == pytest.approx(0.5)
