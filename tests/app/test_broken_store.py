"""A store that is not there, damaged or from a later version: the page says so in one clear message and still stands."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from geodata.manifest import FORMAT, MANIFEST_NAME
from tests.app import reading, stores
from tests.app.reading import LANGUAGES, PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HEADS = {"en": "The atlas cannot read its data.", "id": "Atlas tidak dapat membaca datanya."}
REMEDIES = ("git checkout -- geodata/store static/geo", "git pull")


def cut(name: str) -> Callable[[Path], None]:
    """Lose the second half of a file."""

    def damage(folder: Path) -> None:
        path = folder / name
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return damage


def lose(name: str) -> Callable[[Path], None]:
    """Lose a file."""
    return lambda folder: (folder / name).unlink()


def reseal(damage: Callable[[Path], None]) -> Callable[[Path], None]:
    """Damage a file and give it a manifest that fits, as somebody does who edits by hand."""

    def damage_and_seal(folder: Path) -> None:
        damage(folder)
        stores.seal(folder)

    return damage_and_seal


def unknown_source(folder: Path) -> None:
    """Name a source that has no record."""
    path = folder / "observations.parquet"
    frame = stores.table("observations", folder)
    frame["source"] = frame["source"].astype(str)
    frame.loc[0, "source"] = "hearsay"
    frame.to_parquet(path, index=False)


def no_column(folder: Path) -> None:
    """Leave out a column."""
    frame = stores.table("catalogue", folder)
    frame.drop(columns="decimals").to_parquet(folder / "catalogue.parquet", index=False)


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "no manifest": (lose(MANIFEST_NAME), MANIFEST_NAME),
    "half a manifest": (cut(MANIFEST_NAME), MANIFEST_NAME),
    "no figures": (lose("observations.parquet"), "observations.parquet"),
    "half the figures": (cut("observations.parquet"), "observations.parquet"),
    "half the places": (cut("places.parquet"), "places.parquet"),
    "half the catalogue": (cut("catalogue.parquet"), "catalogue.parquet"),
    "half the sources": (cut("sources.parquet"), "sources.parquet"),
    "a figure without a source": (reseal(unknown_source), "observations.parquet"),
    "a table without a column": (reseal(no_column), "catalogue.parquet"),
}


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Let the app read a store with the fault that the test names."""
    folder = stores.copy_store(tmp_path / "store")
    request.param(folder)
    with stores.using(folder, monkeypatch):
        yield folder


def complaint(page: str, lang: str) -> str:
    """The one message of a page that cannot read its data."""
    app = reading.run_page(page, lang)
    assert [e.value for e in app.exception] == []
    assert len(app.error) == 1
    assert app.error[0].value == HEADS[lang]
    (code,) = app.code  # literally: a command in it can be copied
    text = str(code.value)
    assert "Traceback" not in text
    assert "error" in reading.read(app).pages
    return text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("broken", "named"),
    [pytest.param(*fault, id=name) for name, fault in FAULTS.items()],
    indirect=["broken"],
)
def test_fault_is_one_message_with_file_and_remedy(broken: Path, named: str, lang: str) -> None:
    text = complaint("overview", lang)
    assert named in text
    assert any(remedy in text for remedy in REMEDIES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "broken", [pytest.param(cut("observations.parquet"), id="half the figures")], indirect=True
)
def test_every_page_says_it(broken: Path, page: str) -> None:
    assert "observations.parquet" in complaint(page, "en")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "broken",
    [pytest.param(lambda folder: stores.change_manifest(folder, format=FORMAT + 1), id="a later format")],
    indirect=True,
)
def test_later_format_asks_for_a_newer_program(broken: Path, page: str) -> None:
    text = complaint(page, "en")
    assert f"format {FORMAT + 1}" in text
    assert "Update the program" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_folder_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    with stores.using(tmp_path / "nowhere", monkeypatch):
        text = complaint("city", lang)
    assert "There is no store in nowhere" in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize("page", ["city", "compare"])
def test_missing_browser_geometry_is_one_message_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """``static/geo`` belongs to the store: half a checkout must not end in a traceback."""
    from views import maps

    (tmp_path / "geo").mkdir()
    for path in (maps.STATIC / "geo").glob("points-*"):
        shutil.copy(path, tmp_path / "geo")
    monkeypatch.setattr(maps, "STATIC", tmp_path)
    monkeypatch.setattr(maps, "asset_url", lambda name: f"{maps.STATIC_URL}{name}")
    maps.geometry_facts.cache_clear()
    try:
        assert "scene-" in complaint(page, "en")
    finally:
        maps.geometry_facts.cache_clear()


def test_page_comes_back_when_the_store_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with stores.using(tmp_path / "store", monkeypatch):
        complaint("city", "en")
        stores.copy_store(tmp_path / "store")
        app = reading.run_page("city", "en")
    assert not app.error and not app.exception
    assert reading.read(app).pages == ["city"]
