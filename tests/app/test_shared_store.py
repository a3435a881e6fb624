"""The app on a store in PostGIS: pages as ever, one clear message while the database is down, and no restart afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geodata.backing import FolderBacking
from geodata.shared import shared_store
from tests import postgis
from tests.app import reading, stores
from tests.conftest import missing_postgis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.postgis


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[postgis.OwnServer, str]]:
    """A server with the atlas's store (without the shapes, which pages do not draw), and its address for readers."""
    if reason := postgis.missing() or missing_postgis():
        pytest.skip(reason)
    folder = stores.copy_store(tmp_path / "store")
    with postgis.running() as own:
        url = own.fresh("atlas")
        shared_store(url).push(FolderBacking(folder), keep=2, readers=("viewer",), say=lambda _: None)
        own.sql("ALTER ROLE viewer PASSWORD 'r3ad'")
        yield own, own.url("atlas", user="viewer", password="r3ad")


def test_pages_on_postgis_through_a_restart_of_the_database(
    server: tuple[postgis.OwnServer, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, url = server
    with stores.using(url, monkeypatch):
        own.stop()
        app = reading.run_page("overview", "en")
        assert [one.value for one in app.exception] == []
        assert [one.value for one in app.error] == ["The atlas cannot read its data."]
        shown = " ".join(str(one.proto) for one in app.main)
        assert "does not answer" in shown
        assert not [word for word in ("r3ad", "viewer", "127.0.0.1", "/atlas") if word in shown]
        own.start()
        app = reading.run_page("city", "en")
        assert not app.error and not app.exception
        assert reading.read(app).pages == ["city"]
        own.stop()
        app = reading.run_page("city", "en")
        assert not app.error and not app.exception, "what was read keeps the page standing"
        own.start()
