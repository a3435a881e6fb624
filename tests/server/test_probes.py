"""Liveness, readiness and metrics of an atlas that really runs; off unless asked for."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from geodata import open_store
from geodata.errors import AtlasError, StoreDamaged
from pages.parts import probes
from tests.app import stores
from tests.server import talking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.app.browser import App

PATHS = ("/healthz", "/readyz", "/metrics")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Run the atlas with its probes and a log of text."""
    with talking.serving(tmp_path_factory.mktemp("probes"), ATLAS_PROBES="on", ATLAS_LOG="text") as started:
        yield started


def ready(url: str, wanted: int, seconds: float = 30) -> dict[str, object]:
    """Wait until readiness answers with a status; return what it says."""
    end = time.monotonic() + seconds
    while True:
        status, _headers, body = talking.get(f"{url}/readyz")
        if status == wanted:
            return dict(json.loads(body))
        assert time.monotonic() < end, f"readiness still says {status}: {body!r}"
        time.sleep(0.1)


def number(text: str, series: str) -> float:
    """Value of a series."""
    found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    assert found, f"{series} is not told"
    return float(found[1])


def test_alive_and_ready(app: App) -> None:
    status, headers, body = talking.get(f"{app.url}/healthz")
    assert (status, body, headers["cache-control"]) == (200, b"ok\n", "no-store")
    assert ready(app.url, 200) == {"ready": True, "store": open_store().version, "fault": ""}


def test_metrics_follow_what_happens(app: App) -> None:
    ready(app.url, 200)
    before = talking.get(f"{app.url}/metrics")[2].decode()
    assert number(before, f'atlas_store_info{{version="{open_store().version}"}}') == 1
    assert number(before, "atlas_ready") == 1
    assert number(before, 'atlas_faults_total{kind="data"}') == 0
    assert 50e6 < number(before, "process_resident_memory_bytes") < 2e9
    with talking.talking(app.url) as one, talking.talking(app.url) as two:
        one.run(page="method", lang="en")
        two.run(page="method", lang="id", place="Siti Rahayu")
        during = talking.get(f"{app.url}/metrics")[2].decode()
    assert number(during, "atlas_sessions") == 2
    runs = 'atlas_run_seconds_count{page="method",part="page",result="done"}'
    assert number(during, runs) == 2
    assert number(during, 'atlas_cache_entries{cache="shared_store"}') == 1
    assert number(during, 'atlas_cache_lookups_total{cache="shared_store",result="hit"}') >= 2
    assert "Siti" not in during
    assert "Siti" not in app.printed()
    line = next(line for line in app.printed().splitlines() if "page=method" in line)
    assert re.search(
        r" info atlas\.page run .*run=[0-9a-f]{8} .*part=page ms=\d+ lang=\w+ result=done$", line
    )


def test_without_the_variable_there_is_nothing(tmp_path: Path) -> None:
    with talking.serving(tmp_path) as app:
        for path in PATHS:
            body = talking.get(app.url + path)[2]
            assert b'<div id="root">' in body, "Streamlit's page, as for any other path"
        with talking.talking(app.url) as talk:
            talk.run(page="method", lang="en")
        assert "run=" not in app.printed(), "no line a run in a person's terminal"


def test_a_store_that_comes_late_needs_no_restart(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with talking.serving(tmp_path, ATLAS_PROBES="on", ATLAS_LOG="json", ATLAS_STORE=str(store)) as app:
        assert ready(app.url, 503, 10)["store"] == ""
        end = time.monotonic() + 20
        while ready(app.url, 503)["fault"] != "StoreMissing":
            assert time.monotonic() < end
            time.sleep(0.1)
        assert talking.get(f"{app.url}/healthz")[0] == 200, "alive: a restart would not help"
        shutil.copytree(stores.STORE, tmp_path / "copy")
        os.replace(tmp_path / "copy", store)  # noqa: PTH105 - whole or not at all
        assert ready(app.url, 200)["store"] == open_store().version
        assert [line["level"] for line in talking.lines(app, "not ready")] == ["error"], "said once"


def test_half_a_table_is_not_verified(tmp_path: Path) -> None:
    folder = stores.copy_store(tmp_path / "store")
    path = folder / "points.parquet"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(StoreDamaged, match=r"points\.parquet"):
        probes.verify(open_store(folder))


def test_other_words_are_refused() -> None:
    with pytest.raises(AtlasError, match="ATLAS_PROBES is 'yes'"):
        probes.wanted({"ATLAS_PROBES": "yes"})
