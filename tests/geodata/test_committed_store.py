"""The store that travels with the program: everything that must hold, measured on the committed files."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from geodata import Store
from geodata.check import Check, check_store


@pytest.fixture(scope="module")
def checks() -> list[Check]:
    return check_store()


def test_everything_that_must_hold_holds(checks: list[Check]) -> None:
    assert [f"{check.what}: {check.found}, asked {check.asked}" for check in checks if not check.ok] == []
    assert len(checks) > 40


@pytest.mark.parametrize(
    "what", ["coverage village at detail city", "duplicate place, year, indicator", "largest file"]
)
def test_the_checks_cover(checks: list[Check], what: str) -> None:
    assert what in [check.what for check in checks]


def test_opening_and_the_first_shapes_take_under_a_second(root: Path) -> None:
    code = (
        "import time; start = time.perf_counter(); from geodata import open_store; "
        "opened = time.perf_counter(); frame = open_store().places(level='regency', detail='national'); "
        "print(len(frame), time.perf_counter() - opened)"
    )
    # The best of three, because the machine may be busy with something else.
    runs = [
        subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    assert runs[0].stdout.split()[0] == "514"
    assert min(float(run.stdout.split()[1]) for run in runs) < 1.0


def test_known_figures(committed: Store) -> None:
    hdi = committed.values("hdi", codes=["73.71"], years=2024)
    assert hdi["value"].tolist() == [83.9]
    places = committed.place_table().set_index("code")
    assert places.loc["73.71", ["name", "kind", "parent"]].tolist() == ["Kota Makassar", "kota", "73"]
    assert places.loc["31.72", "name"] == "Kota Administrasi Jakarta Utara"
    assert places.loc["31", "official_area_km2"] == 661.53
    assert places.loc["32.11", "area_km2"] == pytest.approx(1566.204, rel=0.0001)
    assert committed.ascn()["code"].dropna().sort_values().tolist() == ["31", "32.11", "35.10", "73.71"]


def test_every_village_without_polygon_lies_outside_the_pilots(committed: Store) -> None:
    quality = committed.quality("district").set_index("code")["villages_without_polygon"]
    assert quality.sum() == 83_762 - 83_402
    pilots = quality[quality.index.str.startswith(("31.", "32.11.", "35.10.", "73.71."))]
    assert pilots.sum() == 0


def test_most_points_have_a_village(committed: Store) -> None:
    points = committed.points()
    assert points["village"].isna().sum() == 9
    assert points.loc[points["kind"].str.startswith("school"), "village"].notna().all()


@pytest.mark.sources
def test_the_committed_store_was_built_from_these_sources(committed: Store, sources: Path) -> None:
    """A changed input without a new build would be shown under an old version."""
    differ = []
    for name, digest in committed.manifest.sources.items():
        folder = Path(__file__).parents[2] / "geodata" if name.startswith("registry/") else sources
        if (
            not name.startswith("villages/")
            and hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
        ):
            differ.append(name)
    assert differ == []
