"""Shared stores to test: a PostGIS, a server of the S3 protocol, a share; and two versions of the toy country."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from geodata import Store, open_store
from geodata.backing import FolderBacking
from geodata.manifest import read_manifest, write_manifest
from geodata.shared import Pushed, shared_store
from tests import postgis

KEY, SECRET = "atlas", "k3y-of-the-storage"


def quiet(_: str) -> None:
    """Hear what a push says and say nothing."""


def push(url: str, folder: Path, *, keep: int = 3, readers: tuple[str, ...] = ()) -> Pushed:
    """Push a store."""
    return shared_store(url).push(FolderBacking(folder), keep=keep, readers=readers, say=quiet)


def changed(original: Path, folder: Path, value: float) -> Path:
    """A copy of a store with one other figure: another version."""
    shutil.copytree(original, folder)
    path = folder / "observations.parquet"
    frame = pd.read_parquet(path)
    frame.loc[0, "value"] = value
    frame.to_parquet(path, index=False)
    old = read_manifest(folder)
    write_manifest(
        folder, rows={name: record.rows for name, record in old.files.items()}, sources=old.sources
    )
    return folder


@dataclass(frozen=True)
class Versions:
    """Folders of some versions of the toy country, and what a store of each says it is."""

    folders: tuple[Path, ...]
    names: tuple[str, ...]


@pytest.fixture(scope="session")
def toys(toy_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Versions:
    """Five versions of the toy country, each with another figure."""
    out = tmp_path_factory.mktemp("versions")
    folders = [
        toy_build / "store",
        *(changed(toy_build / "store", out / str(n), 1000.0 + n) for n in range(4)),
    ]
    return Versions(tuple(folders), tuple(open_store(folder).version for folder in folders))


@pytest.fixture(scope="session")
def server() -> Iterator[postgis.Server]:
    """A PostGIS for the whole session."""
    with postgis.named_or_running() as found:
        yield found


@pytest.fixture
def database(server: postgis.Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of an empty database."""
    name = f"atlas_{os.getpid()}_{abs(hash(request.node.nodeid)) % 10**8}"
    yield server.fresh(name)
    if not isinstance(server, postgis.OwnServer):  # ours goes as a whole
        server.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server of the S3 protocol on this machine; the folder in which its buckets lie."""
    folder, port = tmp_path_factory.mktemp("s3"), postgis.free_port()
    (folder / "atlas").mkdir()
    program = Path(sys.executable).with_name("pys3local")
    arguments = ["serve", "--path", folder, "--listen", f"127.0.0.1:{port}", "--access-key-id", KEY]
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        # By this interpreter: the script names the environment that it was installed into, which may have moved.
        [sys.executable, program, *arguments, "--secret-access-key", SECRET, "--allow-bucket-creation"],
        stdout=log,
        stderr=log,
    )
    variables = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",  # this server keeps them as part of the file
    }
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        _wait_for(port, process)
        from pyarrow import fs

        endpoint = f"127.0.0.1:{port}"
        fs.S3FileSystem(scheme="http", endpoint_override=endpoint, allow_bucket_creation=True).create_dir(
            "atlas"
        )
        yield folder
    finally:
        process.kill()  # it would wait for its connections
        process.wait(10)
        log.close()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process.poll() is None, "the server of the S3 protocol ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server of the S3 protocol does not answer")


KINDS = ["folder", "share", "s3", pytest.param("postgis", marks=pytest.mark.postgis)]
SHARED = KINDS[1:]


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place for a shared store, of the kind that the test names (``indirect``)."""
    kind: str = request.param
    if kind == "share":
        return (tmp_path / "share").as_uri()
    if kind == "s3":
        request.getfixturevalue("storage")
        return f"s3://atlas/{abs(hash(request.node.nodeid))}"
    url: str = request.getfixturevalue("database")
    return url


@pytest.fixture(scope="module")
def of_kind(
    toys: Versions, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str], Store]:
    """The toy country's store, opened anew at a place of some kind; pushed there once."""
    places: dict[str, str | Path] = {"folder": toys.folders[0]}

    def opened(kind: str) -> Store:
        if kind not in places:
            places[kind] = _pushed(kind, toys.folders[0], tmp_path_factory, request)
        return open_store(places[kind])

    return opened


def _pushed(
    kind: str, folder: Path, temporary: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> str:
    if kind == "postgis":
        url: str = request.getfixturevalue("server").fresh(f"atlas_kinds_{os.getpid()}")
    elif kind == "s3":
        request.getfixturevalue("storage")
        url = f"s3://atlas/kinds-{os.getpid()}"
    else:
        url = temporary.mktemp("share").as_uri()
    push(url, folder)
    return url
