"""A PostGIS of our own for the tests: started in a temporary directory, on a free port of this machine, and ended.

``ATLAS_POSTGIS=postgresql://superuser:…@host/postgres`` names another server to test on; it is the tests' alone. What stops and
starts a server uses one of our own in any case.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

HOMES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
EXTENSION = "extension/postgis.control"
PASSWORD = "s3cr%t-of-the-owner"  # with a sign that an address has to write otherwise
SETTINGS = (
    "fsync=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=40", "jit=off",
    "max_wal_size=1GB", "autovacuum=off", "log_min_messages=panic", "timezone=UTC",
)  # fmt: skip


def programs() -> Path | None:
    """Folder with the programs of the newest server here; Debian does not put it on the path."""
    found = [
        path
        for pattern in HOMES
        for path in Path("/").glob(pattern.lstrip("/"))
        if (path / "initdb").is_file()
    ]
    on_path = shutil.which("initdb")
    return max(found, default=Path(on_path).resolve().parent if on_path else None)


def missing() -> str:
    """Why no server can be started here; empty where one can."""
    home = programs()
    if home is None:
        return "no PostgreSQL server here (apt install postgresql-15-postgis-3), and ATLAS_POSTGIS names none"
    shares = (
        Path("/usr/share/postgresql") / home.parent.name,
        home.parent / "share" / "postgresql",
        home.parent / "share",
    )
    if not any((share / EXTENSION).is_file() for share in shares):
        return f"the PostgreSQL in {home} has no PostGIS (apt install postgresql-15-postgis-3)"
    return (
        ""
        if os.geteuid() != 0 or _other_user()
        else "PostgreSQL refuses to run as root, and there is no other user"
    )


def _other_user() -> pwd.struct_passwd | None:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


@dataclass
class Server:
    """A server and its owner."""

    host: str
    port: int
    owner: str
    password: str

    def url(self, database: str = "atlas", *, user: str = "", password: str = "", **options: object) -> str:
        """Address of a database of it."""
        tail = f"?{urlencode(options)}" if options else ""
        secret = quote(password or self.password, safe="")
        return f"postgresql://{user or self.owner}:{secret}@{self.host}:{self.port}/{database}{tail}"

    def sql(self, statement: str, database: str = "postgres", **who: str) -> list[tuple[Any, ...]]:
        """Run a statement outside any transaction."""
        import psycopg

        with psycopg.connect(self.url(database, **who), autocommit=True) as connection:
            found = connection.execute(statement)  # type: ignore[arg-type]
            return found.fetchall() if found.description else []

    def fresh(self, name: str, *, bare: bool = False) -> str:
        """Make an empty database with PostGIS (a copy of one, because switching PostGIS on takes a second); its address."""
        source = "template1" if bare else self._with_postgis()
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return self.url(name)

    def _with_postgis(self) -> str:
        name = f"atlas_template_{os.getpid()}"
        if not self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):  # noqa: S608 - a name of ours
            self.sql(f'CREATE DATABASE "{name}"')
            self.sql("CREATE EXTENSION postgis", name)
        return name


@dataclass
class OwnServer(Server):
    """One that a test may stop and start."""

    folder: Path = Path()
    home: Path = Path()
    runs_as: dict[str, int] = field(default_factory=dict)

    def run(self, program: str, *arguments: object) -> None:
        """Run one of its programs as the user it belongs to."""
        done = subprocess.run(
            [str(self.home / program), *map(str, arguments)],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            user=self.runs_as.get("user"),
            group=self.runs_as.get("group"),
        )
        assert done.returncode == 0, f"{program}: {done.stdout}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = " ".join(f"-c {setting}" for setting in SETTINGS)
        listen = f"-c listen_addresses={self.host} -p {self.port} -k {self.folder} {options}"
        # Its output to a file: a pipe would stay open for as long as it runs.
        self.run(
            "pg_ctl",
            "-D",
            self.folder / "data",
            "-l",
            self.folder / "log",
            "-o",
            listen,
            "-w",
            "-t",
            "30",
            "start",
        )

    def stop(self) -> None:
        """Stop it at once."""
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")


@contextmanager
def named_or_running() -> Iterator[Server]:
    """The server that ATLAS_POSTGIS names, else one of our own."""
    named = os.environ.get("ATLAS_POSTGIS", "").strip()
    if not named:
        with running() as own:
            yield own
        return
    parts = urlsplit(named)
    yield Server(
        parts.hostname or "localhost", parts.port or 5432, parts.username or "", unquote(parts.password or "")
    )


@contextmanager
def running() -> Iterator[OwnServer]:
    """A server for as long as it is needed."""
    home = programs()
    assert home is not None
    # Not below pytest's folder, which nobody else may enter; short, because the name of a socket may not be long.
    folder = Path(tempfile.mkdtemp(prefix="atlas-pg-"))
    other = _other_user() if os.geteuid() == 0 else None
    server = OwnServer("127.0.0.1", free_port(), "owner", PASSWORD, folder=folder, home=home)
    try:
        if other is not None:
            os.chown(folder, other.pw_uid, other.pw_gid)
            server.runs_as = {"user": other.pw_uid, "group": other.pw_gid}
        secret = folder / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        server.run(
            "initdb", "-D", folder / "data", "-U", server.owner, "--pwfile", secret, "--auth=scram-sha-256", "-E", "UTF8",
            "--locale=C", "--no-sync",
        )  # fmt: skip
        server.start()
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":  # a server to look at by hand: python -m tests.postgis
    with running() as shown:
        print(shown.url("postgres"), flush=True)
        while True:
            time.sleep(3600)
