"""The manifest: what it records, and what it notices."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geodata.errors import StoreDamaged, StoreMissing, StoreTooNew
from geodata.manifest import FORMAT, read_manifest, read_verified, sha256_of, write_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "geometry").mkdir()
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "geometry" / "b.txt").write_bytes(b"two")
    write_manifest(tmp_path, rows={"a.txt": 3}, partial=("31",), parameters={"gap_width_m": 30})
    return tmp_path


def test_it_records_every_file(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert list(manifest.files) == ["a.txt", "geometry/b.txt"]
    assert manifest.files["a.txt"].sha256 == sha256_of(b"one")
    assert (manifest.files["a.txt"].bytes, manifest.files["a.txt"].rows) == (3, 3)
    assert manifest.partial == ("31",)
    assert manifest.format == FORMAT
    assert manifest.boundary_vintage == "Kepmendagri 300.2.2-2430/2025"


def test_the_version_follows_the_content_and_nothing_else(folder: Path) -> None:
    first = read_manifest(folder).version
    assert write_manifest(folder, rows={}, libraries={"numpy": "9"}).version == first
    (folder / "a.txt").write_bytes(b"One")
    assert write_manifest(folder, rows={}).version != first
    assert len(first.split("-")[1]) == 12


def test_a_changed_file_is_noticed_and_named(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert read_verified(folder, "geometry/b.txt", manifest) == b"two"
    (folder / "geometry" / "b.txt").write_bytes(b"twO")
    with pytest.raises(StoreDamaged, match=r"b\.txt is damaged.*build it again"):
        read_verified(folder, "geometry/b.txt", manifest)
    (folder / "a.txt").unlink()
    with pytest.raises(StoreMissing, match=r"a\.txt is not there"):
        read_verified(folder, "a.txt", manifest)
    with pytest.raises(StoreDamaged, match=r"does not list c\.txt"):
        read_verified(folder, "c.txt", manifest)


def test_a_missing_store_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match=r"git checkout.*atlas\.py build"):
        read_manifest(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"format": "x"}', '{"format": 1}', '{"format": 1, "files": {"a": {}}}']
)
def test_a_broken_manifest_is_damage(tmp_path: Path, text: str) -> None:
    (tmp_path / "store.json").write_text(text)
    with pytest.raises(StoreDamaged, match=r"store\.json"):
        read_manifest(tmp_path)


def test_a_newer_format_asks_for_a_newer_program(folder: Path) -> None:
    content = json.loads((folder / "store.json").read_text())
    # A later layout may know other keys: its number is all that may be read.
    (folder / "store.json").write_text(json.dumps({"format": FORMAT + 1, "contents": content}))
    with pytest.raises(StoreTooNew, match=rf"format {FORMAT + 1}.*Update the program"):
        read_manifest(folder)
