"""Starting the app: ports, waiting, ending."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from commands import serving
from commands.words import Trouble, Words
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.commands.conftest import Project

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals differ on Windows")
TRIED = serving.PORTS_TRIED + 1


@pytest.fixture
def taken() -> Iterator[int]:
    """Port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind((serving.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_free_port_is_kept() -> None:
    with socket.socket() as probe:
        probe.bind((serving.HOST, 0))
        port = probe.getsockname()[1]
    assert serving.choose_port(port) == port


def test_taken_port_gives_the_next(taken: int) -> None:
    assert not serving.is_free(taken)
    assert taken < serving.choose_port(taken) <= taken + serving.PORTS_TRIED


def test_listener_on_all_addresses_is_seen() -> None:
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))
        listener.listen()
        assert not serving.is_free(listener.getsockname()[1])


def test_no_port_left(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(serving, "is_free", lambda port: asked.append(port) or False)
    with pytest.raises(Trouble, match="No free port from 65530 to 65535"):
        serving.choose_port(65530)
    assert asked == list(range(65530, 65536))
    asked.clear()
    with pytest.raises(Trouble, match="No free port from 8501 to 8521"):
        serving.choose_port(8501)
    assert len(asked) == TRIED


def test_missing_app_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"app\.py is missing\. Restore it"):
        serving.serve(tmp_path, tmp_path, Words("en"), port=8501, language=None, opens_browser=False)


@pytest.mark.parametrize(("screen", "opened"), [("", []), (":0", ["http://127.0.0.1:1"])])
def test_browser_opens_only_where_there_is_a_screen(
    monkeypatch: pytest.MonkeyPatch, screen: str, opened: list[str]
) -> None:
    import webbrowser

    calls: list[str] = []
    monkeypatch.setattr(webbrowser, "open", calls.append)
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", screen)
    serving.open_page("http://127.0.0.1:1")
    assert calls == opened


class Running:
    """``atlas.py run`` as a person starts it, up to the line with the address."""

    def __init__(self, project: Project, *arguments: str) -> None:
        command = [sys.executable, "atlas.py", "run", "--no-browser", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=project.folder,
            env=project.environment(),
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # A shell that starts the suite in the background has it ignore Ctrl-C, and every process below it.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # noqa: PLW1509
            if os.name == "posix"
            else None,
        )
        self.lines: list[str] = []
        for line in self.process.stderr:
            self.lines.append(line.strip())
            if "127.0.0.1" in line:
                break

    def end(self, how: signal.Signals, *, group: bool = False) -> tuple[int, str]:
        """Send a signal, to the whole terminal or to ``atlas.py`` alone; return exit code and last words."""
        if group:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        rest = self.process.communicate(timeout=60)[1]
        return self.process.returncode, rest.strip()


@POSIX
def test_run_starts_tells_and_ends(project: Project, taken: int) -> None:
    running = Running(project, "--port", str(taken), "--lang", "id")
    told = json.loads((project.folder / "told.json").read_text())["arguments"]
    port = int(told[told.index("--server.port") + 1])
    assert running.lines[0] == f"Port {taken} sedang dipakai; memakai {port}."
    assert running.lines[-1].startswith(f"Atlas Kota Percontohan: http://127.0.0.1:{port}/?lang=id ")
    assert told[:2] == ["run", "app.py"]
    assert told[told.index("--server.address") + 1] == "127.0.0.1"
    assert running.end(signal.SIGINT, group=True) == (0, "Selesai.")
    assert serving.is_free(port)


@POSIX
@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 128 + signal.SIGTERM)])
def test_app_ends_with_its_command(project: Project, how: signal.Signals, code: int) -> None:
    """A signal to ``atlas.py`` alone (a service manager, an editor) ends the app as well."""
    running = Running(project)
    told = json.loads((project.folder / "told.json").read_text())["arguments"]
    assert running.end(how)[0] == code
    assert serving.is_free(int(told[told.index("--server.port") + 1]))


def test_failing_app_passes_its_exit_code(project: Project) -> None:
    (project.folder / "fail").touch()
    answer = project.atlas("run", "--no-browser")
    assert answer.returncode == 7
    assert "The app ended before it was ready (code 7)" in answer.stderr


@POSIX
def test_streamlit_understands_the_command(tmp_path: Path) -> None:
    """The real Streamlit with our options and settings: healthy, loopback only, ended by Ctrl-C."""
    (tmp_path / "app.py").write_text("import streamlit as st\nst.title('x')\n")
    (tmp_path / ".streamlit").symlink_to(ROOT / ".streamlit")
    port = serving.choose_port(18501)
    process = subprocess.Popen(
        serving.streamlit_command(sys.executable, port), cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while not serving.is_healthy(port) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    healthy = serving.is_healthy(port)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=90)[1]
    assert healthy, said
    assert "not a valid config option" not in said
    assert process.returncode == 0
