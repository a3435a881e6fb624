"""What may befall a shared store: each fault gives one clear sentence without secrets, and passes when it has passed."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from geodata import Store, StoreDamaged, StoreError, StoreMissing, StoreTooNew, StoreUnreachable, open_store
from geodata.manifest import FORMAT
from geodata.shared import shared_store
from tests import postgis
from tests.geodata.shared.conftest import Versions, push
from tests.geodata.shared.test_same_answers import assert_same
from tests.geodata.shared.test_versions import schema_of

pytestmark = pytest.mark.postgis


@pytest.fixture
def pushed(database: str, toys: Versions) -> str:
    """A database with the toy country's store."""
    push(database, toys.folders[0])
    return database


@pytest.fixture(scope="module")
def own_server() -> Iterator[postgis.OwnServer]:
    """A server that a test may stop."""
    if reason := postgis.missing():
        pytest.skip(reason)
    with postgis.running() as found:
        yield found


def words(error: BaseException | None) -> Iterator[str]:
    """What a log says of an error and of those behind it, but for lines of code (here the secrets stand in them)."""
    while error is not None:
        yield from traceback.format_exception_only(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def secret_of(url: str) -> str:
    return url.partition("://")[2].partition(":")[2].partition("@")[0]


def fault_of(ask: Callable[[], object], kind: type[StoreError], *secrets: str) -> str:
    """The sentence that a fault gives; nothing that goes with it into a log holds a secret."""
    with pytest.raises(kind) as caught:
        ask()
    log = "".join(words(caught.value))
    for secret in (*secrets, postgis.PASSWORD, quote(postgis.PASSWORD, safe="")):
        assert secret not in log
    assert "\n" not in str(caught.value).strip()
    return str(caught.value)


# The way there ----------------------------------------------------------------------------------------------------


def test_a_database_that_is_down_is_said_so_at_once() -> None:
    began = time.monotonic()
    url = f"postgresql://atlas:{quote(postgis.PASSWORD, safe='')}@127.0.0.1:{postgis.free_port()}/atlas"
    said = fault_of(lambda: open_store(url), StoreUnreachable)
    assert "postgresql://atlas:***@127.0.0.1" in said
    assert "cannot be reached" in said
    assert "refused" in said
    assert time.monotonic() - began < 5


def test_a_host_that_never_answers_is_given_up_after_the_time_out() -> None:
    import socket

    # A socket that is bound and whose queue is full takes no more connections and refuses none.
    with socket.socket() as deaf, socket.socket() as filler:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        filler.connect(deaf.getsockname())
        address = f"postgresql://u@127.0.0.1:{deaf.getsockname()[1]}/d?connect_timeout=2"
        began = time.monotonic()
        assert "cannot be reached" in fault_of(lambda: open_store(address), StoreUnreachable)
        assert time.monotonic() - began < 6


def test_a_wrong_password_is_said_and_never_shown(server: postgis.Server, pushed: str) -> None:
    url = server.url(pushed.rpartition("/")[2], password="wr0ng-and-secret")
    said = fault_of(lambda: open_store(url), StoreUnreachable, "wr0ng-and-secret")
    assert "refused the login" in said
    assert "Check user and password" in said


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://atlas:p@ss:w0rd/secret@host/db",
        "postgresql://atlas:s3cret@host:port/db",
        "postgresql://atlas:s3cret@host",
        "postgresql://atlas:s3cret@host/db?statement_timeout=soon",
        "postgresql://atlas:s3cret@host/db?pool_size=0",
    ],
)
def test_an_address_that_makes_no_sense_is_named_without_its_password(address: str) -> None:
    said = fault_of(lambda: open_store(address), StoreError, "s3cret", "w0rd", "p@ss")
    assert "address" in said


def test_no_repr_and_no_status_shows_a_password(pushed: str) -> None:
    store = open_store(pushed)
    shared = shared_store(pushed)
    shown = [
        repr(store),
        store.location,
        repr(store._files.backing),
        str(shared.status()),
        repr(vars(store._files.backing)),
    ]
    for text in shown:
        assert secret_of(pushed) not in text
        assert postgis.PASSWORD not in text
    assert ":***@" in repr(store)


# What is there ----------------------------------------------------------------------------------------------------


def test_a_database_without_a_store_says_how_to_push_one(database: str) -> None:
    assert "There is no store in" in fault_of(lambda: open_store(database), StoreMissing)
    assert "store push" in fault_of(lambda: shared_store(database).rollback(None), StoreMissing)


@pytest.mark.parametrize("change", [f"versions SET format = {FORMAT + 1}", "about SET layout = 99"])
def test_a_store_of_a_later_program_is_not_misread(
    server: postgis.Server, pushed: str, toys: Versions, change: str
) -> None:
    server.sql(f"UPDATE atlas.{change}", pushed.rpartition("/")[2])
    assert "Update the program" in fault_of(lambda: open_store(pushed), StoreTooNew)
    if "layout" in change:
        fault_of(lambda: push(pushed, toys.folders[1]), StoreTooNew)


def _read(table: str) -> Callable[[Store], object]:
    return lambda store: store._files.table(table)


def _draw(level: str) -> Callable[[Store], object]:
    return lambda store: store.places(level)


def _names(store: Store) -> object:
    return store.geometry_names()


HALF, SINCE, HAND = "only a part of the version is left", "changed after it was pushed", "changed by hand"
SHAPES = "{0}.shapes_regency_national"
MOVED = "UPDATE {0}.shapes_regency_national SET geometry = ST_Translate(geometry, 0.001, 0)"


@pytest.mark.parametrize(
    ("damage", "ask", "says"),
    [
        ("DROP TABLE {0}.observations", _read("observations"), f"observations .*{HALF}"),
        (f"DROP TABLE {SHAPES}", _draw("regency"), f"shapes_regency_national .*{HALF}"),
        ("DELETE FROM {0}.points WHERE position = 1", _read("points"), f"points .*{SINCE}"),
        ("UPDATE {0}.observations SET value = 1 WHERE position = 3", _read("observations"), SINCE),
        (MOVED, _draw("regency"), SINCE),
        ("ALTER TABLE {0}.places RENAME COLUMN kind TO sort", _read("places"), f"{HAND}.*kind"),
        ("ALTER TABLE {0}.facts ALTER COLUMN value TYPE numeric(10, 3)", _read("facts"), SINCE),
        (f"ALTER TABLE {SHAPES} DROP COLUMN geometry, ADD COLUMN geometry text", _draw("regency"), SINCE),
        ("UPDATE {0}.files SET content = 'x' WHERE name = 'browser.json'", _names, f"browser.json .*{SINCE}"),
        ("DELETE FROM {0}.files", _names, f"browser.json .*{SINCE}"),
        ("DROP SCHEMA {0} CASCADE", _read("sources"), HALF),
    ],
)
def test_what_was_changed_by_hand_is_named_and_mended_by_a_push(
    server: postgis.Server,
    pushed: str,
    toys: Versions,
    damage: str,
    ask: Callable[[Store], object],
    says: str,
) -> None:
    name = pushed.rpartition("/")[2]
    server.sql(f"SET search_path = public; {damage.format(schema_of(server, pushed))}", name)
    import re

    said = fault_of(lambda: ask(open_store(pushed)), StoreDamaged)
    assert re.search(says, said), said
    assert shared_store(pushed).status().faults
    assert push(pushed, toys.folders[0]).is_new
    ask(open_store(pushed))


def test_a_schema_that_no_push_has_written_is_not_replaced(
    server: postgis.Server, database: str, toys: Versions
) -> None:
    from geodata.postgis.tables import schema_name

    schema, name = schema_name(toys.names[0]), database.rpartition("/")[2]
    server.sql(f"CREATE SCHEMA {schema}; CREATE TABLE {schema}.mine ()", name)
    said = fault_of(lambda: push(database, toys.folders[0]), StoreError)
    assert f"has a schema {schema} that no push has written" in said
    assert server.sql(f"SELECT to_regclass('{schema}.mine') IS NOT NULL", name) == [(True,)]


def test_postgis_that_is_missing_is_named(server: postgis.Server, toys: Versions) -> None:
    from geodata.postgis.database import Database
    from geodata.postgis.versions import require_postgis

    name = f"atlas_bare_{postgis.free_port()}"
    url = server.fresh(name, bare=True)
    server.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'pl4in'")
    server.sql(f"GRANT CREATE ON DATABASE {name} TO {name}")
    try:
        mine = server.url(name, user=name, password="pl4in")
        assert "let a superuser run CREATE EXTENSION postgis" in fault_of(
            lambda: push(mine, toys.folders[0]), StoreError
        )
        with (
            Database(url).transaction("x", access="read write") as connection,
            pytest.raises(StoreError, match="has no atlas_gis"),
        ):
            require_postgis(connection, "atlas_gis")
        assert "no store" in fault_of(lambda: open_store(url), StoreMissing)
        assert push(url, toys.folders[0]).is_new, "who may, has it switched on"
        server.sql("DROP EXTENSION postgis CASCADE", name)
        assert any("PostGIS is gone" in fault for fault in shared_store(url).status().faults)
        fault_of(lambda: open_store(url).places("regency"), StoreDamaged)
    finally:
        server.sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.sql(f"DROP ROLE {name}")


# Roles ------------------------------------------------------------------------------------------------------------


def test_a_reader_can_read_every_version_and_nothing_else(
    server: postgis.Server, database: str, toys: Versions
) -> None:
    role, name = f"viewer-{postgis.free_port()}", database.rpartition("/")[2]
    push(database, toys.folders[0], readers=(role,))
    server.sql(f"ALTER ROLE \"{role}\" PASSWORD 'r3ad'")
    push(database, toys.folders[1])  # nobody says the role again
    url = server.url(name, user=role, password="r3ad")
    try:
        store = open_store(url)
        assert store.version == toys.names[1]
        assert_same(store.places(), open_store(toys.folders[1]).places())
        assert_same(store.values(), open_store(toys.folders[1]).values())
        schema = schema_of(server, database)
        for statement in (
            f"UPDATE {schema}.observations SET value = 0",  # noqa: S608
            f"DELETE FROM {schema}.places",  # noqa: S608
            f"DROP TABLE {schema}.points",
            f"CREATE TABLE {schema}.mine ()",
            "UPDATE atlas.about SET current = NULL",
            "DELETE FROM atlas.versions",
            "CREATE SCHEMA mine",
        ):  # fmt: skip
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
                server.sql(statement, name, user=role, password="r3ad")
            # Also where somebody takes the read-only setting of the role away.
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                server.sql(f"BEGIN READ WRITE; {statement}", name, user=role, password="r3ad")
        said = fault_of(lambda: push(url, toys.folders[2]), StoreError, "r3ad")
        assert "may not" in said or "read-only" in said
    finally:
        server.sql(f'DROP OWNED BY "{role}"', name)
        server.sql(f'DROP ROLE "{role}"')


def test_a_role_without_rights_is_told_which_are_lacking(server: postgis.Server, pushed: str) -> None:
    role, name = f"stranger_{postgis.free_port()}", pushed.rpartition("/")[2]
    server.sql(f"CREATE ROLE {role} LOGIN PASSWORD 'n0ne'")
    try:
        said = fault_of(
            lambda: open_store(server.url(name, user=role, password="n0ne")), StoreUnreachable, "n0ne"
        )
        assert f"the role {role} may not do this" in said
        assert f"--reader {role}" in said
    finally:
        server.sql(f"DROP ROLE {role}")


def test_who_may_not_make_roles_is_told_the_statement(
    server: postgis.Server, database: str, toys: Versions
) -> None:
    pusher, name = f"pusher_{postgis.free_port()}", database.rpartition("/")[2]
    server.sql(f"CREATE ROLE {pusher} LOGIN PASSWORD 'p0sh'")
    server.sql(f"GRANT CREATE ON DATABASE {name} TO {pusher}")
    try:
        url = server.url(name, user=pusher, password="p0sh")
        said = fault_of(lambda: push(url, toys.folders[0], readers=("nobody_yet",)), StoreError, "p0sh")
        assert 'CREATE ROLE "nobody_yet" LOGIN' in said
        # Tables that an agency made itself are not the pusher's to grant, and no reason to fail.
        server.sql("CREATE SCHEMA atlas_own; CREATE TABLE atlas_own.indicators (indicator text)", name)
        assert push(url, toys.folders[0], readers=("pg_monitor",)).is_new
        assert push(url, toys.folders[1]).is_new
    finally:
        server.sql(f"DROP OWNED BY {pusher} CASCADE", name)
        server.sql(f"DROP ROLE {pusher}")


def test_a_name_of_a_role_is_no_way_into_the_database(database: str, toys: Versions) -> None:
    fault_of(lambda: push(database, toys.folders[0], readers=('x"; DROP SCHEMA atlas; --',)), StoreError)
    fault_of(lambda: open_store(database), StoreMissing)


# While it is open -------------------------------------------------------------------------------------------------


def test_a_database_that_stops_and_starts_is_outlived(own_server: postgis.OwnServer, toys: Versions) -> None:
    url = own_server.fresh("stops")
    push(url, toys.folders[0])
    store = open_store(url)
    values = store.values()
    own_server.stop()
    try:
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(fault_of, store.points, StoreUnreachable) for _ in range(8)]
            began = time.monotonic()
            assert_same(store.values(), values)
            assert time.monotonic() - began < 1, "what has been read does not wait for the others"
            said = {job.result() for job in asked}
        assert all("cannot be" in text and "***" in text for text in said)
        fault_of(lambda: open_store(url), StoreUnreachable)
    finally:
        own_server.start()
    until = time.monotonic() + 10
    while True:  # without a restart of the program
        try:
            points = store.points()
        except StoreUnreachable:
            assert time.monotonic() < until
            time.sleep(0.2)
        else:
            break
    assert_same(points, open_store(toys.folders[0]).points())
    assert_same(open_store(url).values(), values)


def test_a_slow_database_is_given_up_after_the_time_out_and_asked_again(
    server: postgis.Server, pushed: str
) -> None:
    store = open_store(f"{pushed}?statement_timeout=0.5")
    places = store.place_table()
    schema = schema_of(server, pushed)
    with psycopg.connect(pushed) as busy:
        busy.execute(f"LOCK TABLE {schema}.points IN ACCESS EXCLUSIVE MODE")  # type: ignore[arg-type]
        began = time.monotonic()
        with ThreadPoolExecutor(2) as pool:
            waiting = pool.submit(fault_of, store.points, StoreUnreachable)
            time.sleep(0.1)
            assert_same(store.place_table(), places)
            assert time.monotonic() - began < 0.45, "what has been read does not wait"
            said = waiting.result()
        assert "took longer than 0.5 s" in said
        assert "points" in said
        assert time.monotonic() - began < 5
    assert len(store.points()) > 0


def test_all_connections_in_use_are_said_so(pushed: str) -> None:
    from geodata.postgis.database import Database

    database = Database(f"{pushed}?pool_size=1&pool_timeout=0.3")
    with database.transaction("the first"):
        said = fault_of(lambda: database.transaction("The second").__enter__(), StoreUnreachable)
    assert "all connections of this process" in said
    with database.transaction("the third"):
        pass


def test_a_dead_host_is_not_asked_by_every_viewer_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    from geodata.postgis.database import Database

    database = Database(f"postgresql://u@127.0.0.1:{postgis.free_port()}/d")
    tries = []
    connect = database._engine.connect
    monkeypatch.setattr(database._engine, "connect", lambda: tries.append(1) or connect())
    said = {fault_of(lambda: database.transaction("x").__enter__(), StoreUnreachable) for _ in range(20)}
    assert len(tries) < 5
    assert len(said) <= 2


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:200]), "damaged"),
        (lambda path: path.unlink(), "is not there"),
    ],
    ids=["truncated", "removed"],
)
@pytest.mark.parametrize("as_uri", [False, True], ids=["folder", "share"])
def test_a_file_that_is_spoiled_while_the_folder_is_open(
    toys: Versions, tmp_path: Path, spoil: Callable[[Path], None], says: str, *, as_uri: bool
) -> None:
    import shutil

    folder = Path(shutil.copytree(toys.folders[0], tmp_path / "store"))
    store = open_store(folder.as_uri() if as_uri else folder)
    values = store.values()
    whole = (folder / "points.parquet").read_bytes()
    spoil(folder / "points.parquet")
    assert_same(store.values(), values)
    assert says in fault_of(store.points, StoreError)
    (folder / "points.parquet").write_bytes(whole)
    assert len(store.points()) > 0, "mended without a restart"


@pytest.mark.parametrize("as_uri", [False, True], ids=["folder", "share"])
def test_a_folder_that_is_replaced_while_it_is_open_is_never_mixed(
    toys: Versions, tmp_path: Path, *, as_uri: bool
) -> None:
    import shutil

    folder = Path(shutil.copytree(toys.folders[0], tmp_path / "store"))
    store = open_store(folder.as_uri() if as_uri else folder)
    store.place_table()
    shutil.copytree(toys.folders[1], folder, dirs_exist_ok=True)
    said = fault_of(store.values, StoreDamaged)
    assert f"replaced by version {toys.names[1]}" in said
    assert "Restart the program" in said
    assert open_store(folder).version == toys.names[1]


# Object storage ---------------------------------------------------------------------------------------------------


def test_storage_that_refuses_or_is_down_is_said_so(
    storage: Path, toys: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "s3://atlas/refused"
    push(url, toys.folders[0])
    with monkeypatch.context() as patch:
        patch.setenv("AWS_SECRET_ACCESS_KEY", "wr0ng-key")
        assert "ACCESS_DENIED" in fault_of(lambda: open_store(url), StoreUnreachable, "wr0ng-key")
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{postgis.free_port()}")
        assert "Check that it is up" in fault_of(lambda: open_store(url), StoreUnreachable)
    fault_of(lambda: open_store("s3://key:s3cret@atlas/refused"), StoreError, "s3cret")
    assert "There is no store" in fault_of(lambda: open_store("s3://atlas/nothing"), StoreMissing)
    assert "none of a store" in fault_of(lambda: open_store("nosuch://u:s3cret@host/x"), StoreError, "s3cret")


def test_a_damaged_object_and_a_later_layout_are_named(storage: Path, toys: Versions) -> None:
    url = "s3://atlas/damaged"
    push(url, toys.folders[0])
    from geodata.remote import Storage

    at, name = Storage(url), f"versions/{toys.names[0]}/points.parquet"
    at.write(name, at.read(name)[:500])
    store = open_store(url)
    assert "points.parquet is damaged" in fault_of(store.points, StoreDamaged)
    assert len(store.values()) > 0
    assert shared_store(url).status().faults
    assert push(url, toys.folders[0]).is_new
    assert shared_store(url).status().faults == ()
    at.write("current.json", json.dumps(json.loads(at.read("current.json")) | {"layout": 99}).encode())
    assert "Update the program" in fault_of(lambda: open_store(url), StoreTooNew)
