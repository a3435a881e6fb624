"""``atlas.py store …`` from the command line: what it prints, its exit codes, and that it repeats no password."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from geodata import open_store
from geodata.__main__ import main
from geodata.addresses import is_database, scheme_of, shown
from tests.geodata.shared.conftest import SHARED, Versions


@pytest.mark.parametrize("address", SHARED, indirect=True)
def test_push_status_versions_rollback_prune(
    address: str, toys: Versions, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_STORE", address)
    first, second = toys.names[:2]
    assert main(["store", "status", "-"]) == 1
    assert "There is no store" in capsys.readouterr().err
    assert main(["store", "push", "-", "--store", str(toys.folders[0])]) == 0
    assert capsys.readouterr().out == f"{first}: pushed, current\n"
    assert main(["store", "push", address, "--store", str(toys.folders[1]), "--keep", "2"]) == 0
    assert main(["store", "push", address, "--store", str(toys.folders[1])]) == 0
    assert capsys.readouterr().out.endswith(f"{second}: was there already, current\n")
    assert main(["store", "versions", address]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [second, first]
    assert [line.endswith("current") for line in lines] == [True, False]
    assert main(["store", "rollback", address]) == 0
    assert capsys.readouterr().out.startswith(f"{first}: current")
    assert open_store(address).version == first
    assert main(["store", "rollback", address, "2025.1-000000000000"]) == 1
    assert "There is no version 2025.1-000000000000" in capsys.readouterr().err
    assert main(["store", "prune", address, "--keep", "1"]) == 0
    assert capsys.readouterr().out == f"removed: {second}\n"
    assert main(["store", "status", address]) == 0
    said = capsys.readouterr()
    assert said.out.endswith("no faults\n")
    assert first in said.out
    # The toy country's outlines are not those of this program.
    assert "files are not in static/geo of this program" in said.out


def test_no_password_is_repeated(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = "postgresql://atlas:s3cr3t@127.0.0.1:9/atlas"
    assert main(["store", "status", address]) == 1
    assert "s3cr3t" not in capsys.readouterr().err
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "geodata",
            "store",
            "versions",
            address,
            address.replace("s3cr3t", "s3cr3t/more"),
        ],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "unrecognized arguments: postgresql://atlas:***@127.0.0.1:9/atlas" in done.stderr
    assert "s3cr3t" not in done.stderr
    assert main(["store", "own", "s3://bucket/path"]) == 1
    assert main(["store", "push", str(tmp_path)]) == 1


def test_a_dash_needs_a_store_that_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ATLAS_STORE", raising=False)
    assert main(["store", "status", "-"]) == 1
    assert "ATLAS_STORE names no store" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgresql://u:p@h/d", "postgresql://u:***@h/d"),
        ("postgresql+psycopg://u:p:q/r@s@h:5/d?x=1", "postgresql+psycopg://u:***@h:5/d?x=1"),
        ("s3://bucket/path", "s3://bucket/path"),
        ("s3://key:secret@bucket/path", "s3://key:***@bucket/path"),
        (
            "postgresql://h/d?user=a&password=b&sslmode=require",
            "postgresql://h/d?user=a&password=***&sslmode=require",
        ),
        ("two: ftp://a:b@c/ and ftp://d:e@f/", "two: ftp://a:***@c/ and ftp://d:***@f/"),
        ("a mail to me@example.org", "a mail to me@example.org"),
    ],
)
def test_passwords_are_covered(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("location", "scheme", "database"),
    [
        ("postgresql://h/d", "postgresql", True),
        ("postgres://h/d", "postgres", True),
        ("postgresql+psycopg://h/d", "postgresql+psycopg", True),
        ("s3://b/p", "s3", False),
        ("/mnt/share", "", False),
        (r"C:\data", "", False),
        ("geodata/store", "", False),
    ],
)
def test_kinds_of_places(location: str, scheme: str, database: bool) -> None:  # noqa: FBT001 - a case of the table
    assert (scheme_of(location), is_database(location)) == (scheme, database)


def test_who_reads_a_folder_waits_for_no_database(root: Path, toys: Versions) -> None:
    code = (
        "import sys; from geodata import open_store; open_store(sys.argv[1]).values(); "
        "print(sorted({'sqlalchemy', 'psycopg', 'geoalchemy2', 'fsspec', 'geodata.postgis'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(toys.folders[0])],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("package", "address"), [("sqlalchemy", "postgresql://u@127.0.0.1:9/d"), ("fsspec", "s3://b/p")]
)
def test_packages_that_are_not_installed_are_named_with_the_remedy(
    root: Path, package: str, address: str
) -> None:
    code = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from geodata import StoreError, open_store\n"
        "try: open_store(sys.argv[1])\n"
        "except StoreError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, address], cwd=root, capture_output=True, text=True, check=True
    )
    assert f"package {package} is needed" in done.stdout
    assert "python3 atlas.py setup --server" in done.stdout
