"""A fault of a page: the reader sees a number and nothing of the server; the log explains the number and quotes no reader."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geodata.errors import AtlasError
from pages.parts import logs
from pages.parts.faults import without_places
from tests.server import talking
from tests.server.faulty_app import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.app.browser import App

HERE = Path(__file__).parent
SECRETS = (
    "Budi",
    "081234567",
    "/srv/",
    "people.xlsx",
    "hunter2",
    "Traceback",
    "faulty_app.py",
    "site-packages",
)
NUMBER = {"en": re.compile(r"the number ([0-9a-f]{8})"), "id": re.compile(r"nomor ([0-9a-f]{8})")}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Run the app that fails, with a log of JSON."""
    folder = tmp_path_factory.mktemp("faulty")
    with talking.serving(folder, HERE / "faulty_app.py", ATLAS_LOG="json", ATLAS_PROBES="on") as started:
        yield started


def explained(app: App, number: str) -> dict[str, object]:
    """Line of the log with a number."""
    (line,) = [line for line in talking.lines(app, "fault") if line["fault"] == number]
    return line


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_failing_page_says_a_number_that_the_log_explains(app: App, lang: str) -> None:
    with talking.talking(app.url) as talk:
        said = talk.run(what="page", lang=lang)
    (number,) = NUMBER[lang].findall(said)
    assert [secret for secret in SECRETS if secret in said] == []
    line = explained(app, number)
    assert (line["error"], line["kind"], line["page"], line["lang"]) == (
        "ValueError",
        "program",
        "city",
        lang,
    )
    assert line["at"][-1].split(" ")[-1] == "fail", "where it came from"
    (run,) = [run for run in talking.lines(app, "run") if run["run"] == line["run"]]
    assert run["result"] == "failed"


def test_a_failing_fragment_and_a_failing_callback_too(app: App) -> None:
    with talking.talking(app.url) as talk:
        assert "to the end" in talk.run(lang="en")
        alone = talk.run(fragment=talk.fragments[0], lang="en")
        pressed = talk.run(press=talk.buttons[0], lang="en")
    for said in (alone, pressed):
        (number,) = NUMBER["en"].findall(said)
        assert [secret for secret in SECRETS if secret in said] == []
        assert explained(app, number)["error"] == "ValueError"
    assert "to the end" not in alone, "the fragment ran alone"
    assert [line["part"] for line in talking.lines(app, "run")].count("fragment") >= 1


def test_a_broken_store_says_file_and_remedy_without_a_place(app: App) -> None:
    with talking.talking(app.url) as talk:
        said = talk.run(what="store", lang="en")
    assert "places.parquet cannot be read" in said
    assert "git checkout -- geodata/store" in said
    assert [secret for secret in (*SECRETS, "db.local") if secret in said] == []
    (number,) = re.findall(r"in its log under ([0-9a-f]{8})", said)
    line = explained(app, number)
    assert line["kind"] == "data"
    assert "/srv/atlas/store/places.parquet" in line["message"], "whoever runs it needs the path"
    assert "hunter2" not in line["message"]


def test_no_line_quotes_a_reader(app: App) -> None:
    with talking.talking(app.url, **{"X-Forwarded-For": "203.0.113.7"}) as talk:
        talk.run(what="page", lang="en", place="Siti Rahayu")
    printed = app.printed()
    assert talking.lines(app), "every line is JSON"
    for words in (WORDS, "Budi", "081234567", "people.xlsx", "hunter2", "Siti", "203.0.113.7", "127.0.0.1"):
        assert words not in printed


def test_faults_and_runs_are_counted(app: App) -> None:
    with talking.talking(app.url) as talk:
        talk.run(what="page", lang="en")
    text = talking.get(f"{app.url}/metrics")[2].decode()
    assert float(re.search(r'^atlas_faults_total\{kind="program"\} (\S+)', text, re.MULTILINE)[1]) >= 1
    assert re.search(
        r'^atlas_run_seconds_count\{page="city",part="page",result="failed"\} \d', text, re.MULTILINE
    )


def test_a_person_s_own_terminal_shows_all(tmp_path: Path) -> None:
    with talking.serving(tmp_path, HERE / "faulty_app.py") as started:
        with talking.talking(started.url) as talk:
            (number,) = NUMBER["en"].findall(talk.run(what="page", lang="en"))
        printed = started.printed()
    assert f"fault {number}\nTraceback (most recent call last):" in printed
    assert f"ValueError: {WORDS}" in printed
    assert printed.count("Traceback") == 1, "told once, not by Streamlit again"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("There is no store in /srv/our atlas/store: it is not there.", "There is no store in store: it is not there."),
        ("The store file /srv/x/y.parquet cannot be read", "The store file y.parquet cannot be read"),
        (r"The store file C:\atlas\store\y.parquet is not there", "The store file y.parquet is not there"),
        ("([Errno 2] No such file: '/srv/x/y.parquet')", "([Errno 2] No such file: 'y.parquet')"),
        ("(FileNotFoundError(2, '/etc/x'))", "(FileNotFoundError(2, 'x'))"),
        ("at postgresql://me:pw@host/db, or s3://bucket/key", "at postgresql://…, or s3://…"),
        ("git checkout -- geodata/store static/geo", "git checkout -- geodata/store static/geo"),
        ("3/4 of and/or it", "3/4 of and/or it"),
        ("folder=/srv/x", "folder=x"),
    ],
)  # fmt: skip
def test_places_are_taken_out(text: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_STORE", "/srv/our atlas/store")
    assert without_places(text) == shown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("127.0.0.1:4711 - refused", "[address] - refused"),
        ("from 2001:db8::ff00:42:8329 now", "from [address] now"),
        ("postgresql://me:pw@host/db", "postgresql://…@host/db"),
        ("in postgresql:/me:p@w/x@host/db: gone", "in postgresql:/…@host/db: gone"),
        ("GET /city?place=Budi&x=1 HTTP", "GET /city?… HTTP"),
        ("version 1.67.0 at 12:30:05, 1.2.3", "version 1.67.0 at 12:30:05, 1.2.3"),
    ],
)
def test_lines_are_scrubbed(text: str, written: str) -> None:
    assert logs.scrubbed(text) == written


def test_a_line_stays_one_line() -> None:
    record = logging.makeLogRecord({"name": "x", "levelname": "ERROR", "msg": "a\nb\u2028c", "created": 0.0})
    for form in (logs.Json(), logs.Text()):
        assert "\n" not in form.format(record)
    assert logs.event(record)["time"] == "1970-01-01T00:00:00.000Z"


def test_unknown_form_is_refused() -> None:
    with pytest.raises(AtlasError, match="ATLAS_LOG is 'xml': it must be one of json, text"):
        logs.set_up({"ATLAS_LOG": "xml"})
