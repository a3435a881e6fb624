"""What only the server may know, the password of its database and the folders it stands in, leaves it by no way."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from geodata import open_store
from tests.app import stores
from tests.conftest import ROOT
from tests.server import talking
from views.deck import deck, shown_of
from views.takeaway.briefing import briefing
from views.takeaway.build import document
from views.takeaway.data import Export
from views.takeaway.files import of_figure
from views.takeaway.kit import Kit
from views.takeaway.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "hunter2"
DATABASE = f"postgresql://atlas_reader:{SECRET}@127.0.0.1:1/atlas"
"""Nobody listens there."""


@pytest.mark.parametrize("form", ["json", "text"])
def test_neither_page_nor_log_nor_metrics_tell_the_password(tmp_path: Path, form: str) -> None:
    settings = {
        "ATLAS_STORE": DATABASE,
        "STREAMLIT_SERVER_COOKIE_SECRET": f"{SECRET}-cookie",
        "ATLAS_LOG": form,
        "ATLAS_PROBES": "on",
    }
    with talking.serving(tmp_path, **settings) as app:
        with talking.talking(app.url) as talk:
            said = talk.run(lang="en") + talk.run(page="city", lang="id")
        answers = [
            talking.get(app.url + path)[2].decode() for path in ("/readyz", "/metrics", "/_stcore/metrics")
        ]
        printed = app.printed()
    assert "The atlas cannot read its data." in said, "it does fail"
    assert "fault" in printed
    for text in (said, printed, *answers):
        assert SECRET not in text
    assert "127.0.0.1:1" not in said


def unpacked(content: bytes) -> Iterator[bytes]:
    """Give the bytes, and those of each part where it is an archive."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)


def test_files_that_are_taken_away_name_no_folder(tmp_path: Path) -> None:
    folder = shutil.copytree(stores.STORE, tmp_path / f"{SECRET}-store")
    kit = Kit.of(open_store(folder))
    made = dt.date(2026, 11, 28)
    shown = document(kit, State("city", {"lang": "en", "city": "35.10", "indicator": "population"}))
    files = {
        "briefing": briefing(kit, [shown], made=made, base=""),
        "deck": deck(kit, shown_of([shown]), made=made, base=""),
    }
    for piece in shown.pieces:
        for name, kind in of_figure(piece, "en").items():
            files[f"{piece.key} as {name}"] = kind.make(kit, Export(shown, piece, made, ""))
    assert len(files) > 12
    for name, content in files.items():
        for part in unpacked(content):
            for secret in (SECRET, str(tmp_path), "site-packages", str(ROOT)):
                assert secret.encode() not in part, f"{name} tells {secret}"
