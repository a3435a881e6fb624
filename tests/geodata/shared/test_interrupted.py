"""A push that is cut off at any moment, by the death of the program or of its connection: readers see one whole version."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata import open_store
from geodata.postgis.versions import PostgisStore
from geodata.schema import TABLES
from geodata.shared import shared_store
from tests import postgis
from tests.geodata.shared.conftest import Versions, push

pytestmark = pytest.mark.postgis

FEW, ALL = 12, 50


class Pusher:
    """Starts pushes that can be killed."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "tests.geodata.shared.pusher"]
        self._process = subprocess.Popen(
            command,
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout

    def start(self, folder: Path, url: str) -> int:
        """Start one; its pid."""
        self._to.write(f"{folder}\t{url}\n")
        self._to.flush()
        return int(self._from.readline())

    def end(self) -> int:
        """Wait for its end; its exit code, negative after a signal."""
        self._to.write("wait\n")
        self._to.flush()
        return int(self._from.readline())

    def close(self) -> str:
        """End; what was said of faults."""
        return self._process.communicate(timeout=30)[1]


class Reader(threading.Thread):
    """Opens the store again and again, reads all of it, and notes which version it was, or what was wrong."""

    def __init__(self, url: str, toys: Versions) -> None:
        super().__init__(daemon=True)
        self._url, self._ended = url, threading.Event()
        self._whole = {
            name: {table: open_store(folder)._files.table(table) for table in TABLES}
            for folder, name in zip(toys.folders[:2], toys.names[:2], strict=True)
        }
        self.seen: Counter[str] = Counter()
        self.looking = threading.Lock()

    def run(self) -> None:
        while not self._ended.is_set():
            time.sleep(0.1)
            try:
                with self.looking:
                    self.seen[self._look()] += 1
            except Exception as error:  # noqa: BLE001 - whatever it is, the test has to hear of it
                self.seen[f"fault: {error!r}"] += 1

    def _look(self) -> str:
        store = open_store(self._url)
        whole = self._whole[store.version]
        if not all(store._files.table(name).equals(table) for name, table in whole.items()):
            return f"fault: {store.version} is a mixture"
        return store.version if len(store.places("regency")) == 3 else "fault: shapes are missing"

    def end(self) -> None:
        self._ended.set()
        self.join(30)


@pytest.fixture
def pusher(root: Path) -> Iterator[Pusher]:
    """A process that pushes."""
    made = Pusher(root)
    yield made
    made.close()


def pushing(server: postgis.Server, database: str) -> str:
    """Part of a statement: connections that push into a database."""
    name = database.rpartition("/")[2]
    return f"FROM pg_stat_activity WHERE datname = '{name}' AND application_name = 'atlas store' AND pid <> pg_backend_pid()"


def test_readers_see_one_whole_version_at_random_moments(
    server: postgis.Server, database: str, toys: Versions, pusher: Pusher, *, full: bool
) -> None:
    """Fifty of them with ``--full``."""
    moments = ALL if full else FEW
    old, new = toys.names[:2]
    push(database, toys.folders[0])
    shared = PostgisStore(database)
    taken = []
    for _ in range(3):
        pusher.start(toys.folders[1], database)
        began = time.perf_counter()
        assert pusher.end() == 0
        taken.append(time.perf_counter() - began)
        back_to_old(shared, old)
    whole = min(taken)

    dice, ends = random.Random(8), Counter[str]()
    reader = Reader(database, toys)
    reader.start()
    for _ in range(moments):
        pid = pusher.start(toys.folders[1], database)
        time.sleep(dice.uniform(0, 1.1 * whole))
        if dice.random() < 0.5:
            os.kill(pid, signal.SIGKILL)
        else:
            server.sql(f"SELECT pg_terminate_backend(pid) {pushing(server, database)}")
        code = pusher.end()
        wait_for_rollback(server, database)
        current = [one.version for one in shared.versions() if one.is_current]
        assert current in ([old], [new])
        ends["new" if current == [new] else "killed" if code < 0 else "cut off" if code else "done"] += 1
        assert schemas(server, database) == len(shared.versions()), "nothing is left half"
        if current == [new]:
            with reader.looking:  # a version is removed only here
                back_to_old(shared, old)
    reader.end()

    assert shared.status().faults == ()
    assert {name for name in reader.seen if name.startswith("fault")} == set()
    assert reader.seen[old] > moments // 5
    assert ends["killed"] >= moments // 5, ends
    assert ends["cut off"] >= moments // 10, ends
    # After all that a push works as ever.
    assert push(database, toys.folders[1]).is_new
    assert open_store(database).version == new


def back_to_old(shared: PostgisStore, old: str) -> None:
    shared.rollback(old)
    shared.prune(1)


def wait_for_rollback(server: postgis.Server, database: str) -> None:
    """Until the server has noticed that who pushed is gone."""
    until = time.monotonic() + 20
    while server.sql(f"SELECT 1 {pushing(server, database)} AND state <> 'idle'"):
        assert time.monotonic() < until
        time.sleep(0.02)


def schemas(server: postgis.Server, database: str) -> int:
    """Schemas of versions in a database."""
    found = server.sql(
        r"SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'atlas\_20%'", database.rpartition("/")[2]
    )
    return int(found[0][0])


@pytest.mark.parametrize("address", ["share"], indirect=True)
def test_a_storage_that_fails_in_the_middle_of_a_push_leaves_the_old_version(
    address: str, toys: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geodata.errors import StoreUnreachable
    from geodata.remote import Storage

    push(address, toys.folders[0])
    write, files = Storage.write, len(open_store(address).manifest.files)
    for stop in range(0, files + 2, 4):
        left = iter(range(stop))

        def failing(self: Storage, name: str, data: bytes, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                message = "the disk of the storage is full"
                raise StoreUnreachable(message)
            write(self, name, data)

        with monkeypatch.context() as patch:
            patch.setattr(Storage, "write", failing)
            with pytest.raises(StoreUnreachable, match="full"):
                push(address, toys.folders[1])
        assert open_store(address).version == toys.names[0]
        assert shared_store(address).status().faults == ()
    push(address, toys.folders[1])
    assert open_store(address).version == toys.names[1]
    assert len(open_store(address).values()) > 0
