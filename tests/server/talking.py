"""A browser without a browser: what a server sends over its websocket, as one text."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.app.browser import App, running_app
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Talk:
    """One session.

    Attributes
    ----------
    fragments, buttons
        Ids that the server has named so far.
    """

    socket: ClientConnection
    fragments: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)

    def run(self, *, fragment: str = "", press: str = "", page: str = "", **link: str) -> str:
        """Ask for a run and return all that came, until the script has ended."""
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(link)
        asked.rerun_script.page_name = page
        asked.rerun_script.fragment_id = fragment
        if press:
            state = asked.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = press, True
        self.socket.send(asked.SerializeToString())
        said = []
        while True:
            message = ForwardMsg.FromString(self.socket.recv(timeout=60))
            if message.delta.fragment_id:
                self.fragments.append(message.delta.fragment_id)
            if message.delta.new_element.WhichOneof("type") == "button":
                self.buttons.append(message.delta.new_element.button.id)
            said.append(str(message))
            if message.WhichOneof("type") == "script_finished":
                return "\n".join(said)


@contextlib.contextmanager
def talking(url: str, **headers: str) -> Iterator[Talk]:
    """Open a session."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(
        address, subprotocols=["streamlit"], max_size=2**27, origin=url, additional_headers=headers
    ) as socket:
        yield Talk(socket)


def lines(app: App, event: str = "") -> list[dict[str, Any]]:
    """Lines of a log of JSON, of one event; every line has to be JSON."""
    found = [json.loads(line) for line in app.printed().splitlines()]
    return [line for line in found if line["event"].startswith(event)]


def ask(
    url: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (in small letters; several of a name one below the other) and body of an answer."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            low = name.lower()
            found[low] = f"{found[low]}\n{value}" if low in found else value
        return answer.status, found, answer.read()
    finally:
        connection.close()


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Answer to a plain question."""
    return ask(url, **headers)


@contextlib.contextmanager
def serving(folder: Path, script: Path | None = None, **environment: str) -> Iterator[App]:
    """Run the atlas through ``server.py``, or `script` in its place in a folder of its own."""
    there = ROOT
    if script is not None:
        there = folder / "there"
        there.mkdir()
        shutil.copy(ROOT / "server.py", there)
        shutil.copy(script, there / "app.py")
        (there / ".streamlit").symlink_to(ROOT / ".streamlit")
        (there / "static").symlink_to(ROOT / "static")
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with running_app(there, folder / "app.log", environment=env) as app:
        yield app
