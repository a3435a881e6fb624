"""Vendored files are those of the packages they come from, with version and licence, and nothing else lies beside them."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest

from tests.conftest import ROOT

VENDOR = ROOT / "static" / "vendor"
PACKAGES: list[dict[str, Any]] = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))["packages"]
EACH = pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])


@EACH
def test_files_are_unchanged(package: dict[str, Any]) -> None:
    folder = VENDOR / package["folder"]
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(found) == set(package["files"]) == set(package["taken"])
    for name, record in package["files"].items():
        assert (len(found[name]), hashlib.sha256(found[name]).hexdigest()) == (
            record["bytes"],
            record["sha256"],
        ), name


@EACH
def test_record_is_complete(package: dict[str, Any]) -> None:
    for key in ("name", "version", "licence", "copyright", "homepage", "registry", "package", "integrity"):
        assert package[key], key
    assert package["package"].endswith(f"@{package['version']}")
    assert package["integrity"].startswith("sha512-")
    table = (VENDOR / "VENDOR.md").read_text(encoding="utf-8")
    assert package["package"] in table


def test_nothing_is_unrecorded() -> None:
    known = {package["folder"] for package in PACKAGES} | {"vendor.json", "VENDOR.md"}
    assert {path.name for path in VENDOR.iterdir()} == known


def test_licence_texts_are_those_named() -> None:
    assert "BSD 2-Clause License" in (VENDOR / "leaflet" / "LICENSE").read_text(encoding="utf-8")
    assert "use, copy, modify" in (VENDOR / "natural-earth" / "LICENSE").read_text(encoding="utf-8")
    assert "Public domain" in (VENDOR / "natural-earth" / "README.md").read_text(encoding="utf-8")
    assert "SIL Open Font License, Version 1.1" in (VENDOR / "plus-jakarta-sans" / "LICENSE").read_text(
        encoding="utf-8"
    )


def test_leaflet_is_the_recorded_version() -> None:
    leaflet = next(package for package in PACKAGES if package["name"] == "leaflet")
    script = (VENDOR / "leaflet" / "leaflet.js").read_text(encoding="utf-8")
    assert re.search(r'\bversion="([\d.]+)"', script)[1] == leaflet["version"]


@pytest.mark.parametrize("name", ["latin", "latin-ext"])
def test_fonts_are_woff2(name: str) -> None:
    font = VENDOR / "plus-jakarta-sans" / f"plus-jakarta-sans-{name}-wght-normal.woff2"
    assert font.read_bytes()[:4] == b"wOF2"


def test_land_is_small_and_holds_every_member_state() -> None:
    file = VENDOR / "natural-earth" / "southeast-asia.json"
    assert file.stat().st_size < 60_000
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["iso"] for feature in features] == [
        "other", "BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN",
    ]  # fmt: skip
    points = [p for f in features for part in f["geometry"]["coordinates"] for ring in part for p in ring]
    assert all(91.5 <= x <= 142.0 and -11.8 <= y <= 24.8 for x, y in points)
