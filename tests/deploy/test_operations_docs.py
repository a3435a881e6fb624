"""docs/operations.md speaks of series, settings and files that there are."""

from __future__ import annotations

import re

from pages.parts.metrics import Metrics
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_series_exist() -> None:
    metrics = Metrics()
    told = set(re.findall(r"^# TYPE (\w+)", metrics.text().decode(), re.MULTILINE))
    told |= {f"{name}_bucket" for name in told}
    # Those of Streamlit are told while its server runs; tests/server/test_probes.py sees them.
    told |= {"atlas_sessions", "atlas_cache_entries", "atlas_cache_lookups_total"}
    named = set(
        re.findall(
            r"\b((?:atlas|process)_[a-z_]*(?:bytes|seconds|total|info|ready|sessions|entries|fds|bucket))\b",
            TEXT,
        )
    )
    assert len(named) >= 10
    assert named - told == set()


def test_files_exist() -> None:
    named = set(re.findall(r"\b((?:deploy|docs|tests|tools|benchmarks)/[\w@./-]+\.\w+)", TEXT)) - {
        "deploy/atlas.env"
    }
    assert len(named) >= 8
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_settings_exist() -> None:
    """Each is named where it is used."""
    used = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("deploy", "pages")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".yaml", ".template", ".example", ""} and path.is_file()
    )
    named = set(re.findall(r"\b(ATLAS_[A-Z_]+[A-Z])\b", TEXT))
    assert len(named) >= 10
    assert {name for name in named if name not in used} == set()
