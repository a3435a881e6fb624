"""``.streamlit/config.toml``: options that Streamlit has, the colours of `views.theme`, text that can be read, no addresses."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import Any

import pytest
from streamlit.config import get_options_for_section

from tests.conftest import ROOT
from views.theme import tokens

PATH = ROOT / ".streamlit" / "config.toml"
CONFIG: dict[str, Any] = tomllib.loads(PATH.read_text(encoding="utf-8"))
THEMES = ("light", "dark")


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2), between 0 for black and 1 for white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2), between 1 and 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_streamlit_knows_every_option() -> None:
    """Streamlit ignores an option it does not know; here that is a fault."""
    shown = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "not a valid config option" not in shown.stdout + shown.stderr
    lines = shown.stdout.splitlines()
    known = {line.removeprefix("# ").split(" = ")[0].removesuffix(" =") for line in lines if " =" in line}
    asked = {
        (section, name)
        for section, options in CONFIG.items()
        for name, value in options.items()
        if not isinstance(value, dict)
    }
    hidden = [f"{section}.{name}" for section, name in asked if name not in known]
    unknown = [
        name for name in hidden if name.split(".")[1] not in get_options_for_section(name.split(".")[0])
    ]
    assert unknown == []


def test_first_start_asks_and_sends_nothing() -> None:
    assert CONFIG["server"]["showEmailPrompt"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["enableStaticServing"] is True
    assert CONFIG["server"]["maxUploadSize"] <= 50
    assert "://" not in PATH.read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", THEMES)
def test_colours_are_those_of_the_charts(theme: str) -> None:
    wanted = tokens(theme)
    section = CONFIG["theme"][theme]
    assert section["backgroundColor"] == wanted.paper
    assert section["secondaryBackgroundColor"] == wanted.panel
    assert section["textColor"] == wanted.ink
    assert section["primaryColor"] == section["linkColor"] == wanted.accent
    assert section["borderColor"] == wanted.hairline


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_can_be_read(theme: str, ground: str) -> None:
    section = CONFIG["theme"][theme]
    assert contrast(section["textColor"], section[ground]) >= 7
    assert contrast(section["linkColor"], section[ground]) >= 4.5


def test_contrast_is_the_known_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_fonts_are_vendored() -> None:
    faces = CONFIG["theme"]["fontFaces"]
    assert {face["family"] for face in faces} == {"Plus Jakarta Sans"}
    for face in faces:
        assert (ROOT / face["url"].removeprefix("app/")).is_file()
