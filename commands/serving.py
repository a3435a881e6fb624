"""Start the app, wait until it answers, open a browser, and end it when asked to."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from commands.words import Trouble

if TYPE_CHECKING:
    from pathlib import Path

    from commands.words import Words

HOST = "127.0.0.1"
DEFAULT_PORT = 8501
PORTS_TRIED = 20  # besides the one asked for
LAST_PORT = 65535
WARM = "pages/parts/warm.py"
APP, SERVER = "app.py", "server.py"
_POLL_SECONDS = 0.05
_SLOW_SECONDS = 20


def is_free(port: int) -> bool:
    """Whether the app could listen on `port` of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform == "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # A port whose last connections are just closing counts as free; one with a listener does not …
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    # … except on macOS, where a listener on all addresses leaves the loopback address open for binding.
    return sys.platform != "darwin" or not _answers(port)


def _answers(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def choose_port(asked: int) -> int:
    """Return `asked`, or the first free one of the 20 ports after it.

    Raises
    ------
    Trouble
        All of them are taken.
    """
    last = min(asked + PORTS_TRIED, LAST_PORT)
    free = next((port for port in range(asked, last + 1) if is_free(port)), None)
    if free is None:
        raise Trouble("no_port", first=asked, last=last)
    return free


def serve(
    python: Path,
    root: Path,
    words: Words,
    *,
    port: int,
    language: str | None,
    opens_browser: bool,
    page: str = "",
) -> int:
    """Run ``app.py`` in `root` until it ends or is asked to.

    Parameters
    ----------
    python
        Interpreter that has Streamlit.
    root
        Folder with ``app.py``.
    words
        Where to say the address.
    port
        First port to try.
    language
        Language the opened page is asked for, "id" or "en"; None leaves it to the browser.
    opens_browser
        Whether to open the page.
    page
        Which page, with what its link says; the first by default.

    Returns
    -------
    int
        Exit code of the app; 0 when it was ended with Ctrl-C.
    """
    if not (root / "app.py").exists():
        raise Trouble("file_missing", file=root / "app.py")
    chosen = choose_port(port)
    if chosen != port:
        words.say("port_taken", asked=port, port=chosen)
    words.say("starting")
    command = streamlit_command(python, chosen, warm=(root / WARM).exists(), script=script_of(root))
    process = subprocess.Popen(command, cwd=root)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        if not _wait_until_ready(process, chosen, words):
            words.say("app_ended", code=process.returncode)
            return _exit_code(process.returncode) or 1
        url = address(chosen, page, language)
        words.say("ready", url=url)
        if opens_browser:
            open_page(url)
        return _exit_code(process.wait())
    except KeyboardInterrupt:
        _end(process)
        words.say("stopped")
        return 0


def address(port: int, page: str, language: str | None) -> str:
    """Address of a page of the app on this machine."""
    said = f"lang={language}" if language else ""
    if not page:
        return f"http://{HOST}:{port}" + (f"/?{said}" if said else "")
    return f"http://{HOST}:{port}/{page}" + (("&" if "?" in page else "?") + said if said else "")


def script_of(root: Path) -> str:
    """What Streamlit is to run: the server with its log and numbered faults, else the bare app."""
    return SERVER if (root / SERVER).exists() else APP


def streamlit_command(python: Path, port: int, *, warm: bool = False, script: str = APP) -> list[str]:
    """Command line of the app: loopback only, and only for requests that mean this machine.

    `warm` starts it through our module that imports ahead of the first page.
    """
    options = {
        "server.address": HOST,
        "server.port": str(port),
        "server.headless": "true",
        "logger.hideWelcomeMessage": "true",  # the address is ours to say
        "logger.level": "warning",
    }
    command = [str(python), "-m", "pages.parts.warm" if warm else "streamlit", "run", script]
    for name, value in options.items():
        command += [f"--{name}", value]
    # A foreign page that points its own host name at this machine (DNS rebinding) gets no session.
    for host in (HOST, "localhost"):
        command += ["--server.allowedHosts", host]
    return command


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, words: Words) -> bool:
    """Wait until the app answers; False where it ends before that."""
    began = time.monotonic()
    told = False
    while process.poll() is None:
        if is_healthy(port):
            return True
        if not told and time.monotonic() - began > _SLOW_SECONDS:
            words.say("slow_start")
            told = True
        time.sleep(_POLL_SECONDS)
    return False


def is_healthy(port: int) -> bool:
    """Whether an app answers on `port`."""
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def open_page(url: str) -> None:
    """Open the person's browser, where there is a screen to show it on (else Python may start a browser in the terminal)."""
    has_screen = sys.platform in {"win32", "darwin"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if has_screen:
        import webbrowser

        webbrowser.open(url)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for the app to end; Ctrl-C in a terminal has told it already, anything else has not."""
    try:
        for seconds, stop in ((1, process.terminate), (5, process.kill)):
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                stop()
            else:
                return
        process.wait()
    except KeyboardInterrupt:  # a second Ctrl-C: at once
        process.kill()
        process.wait()


def _exit_code(code: int) -> int:
    """Exit code as a shell gives it: 128 + signal for a program that a signal ended."""
    return code if code >= 0 else 128 - code
