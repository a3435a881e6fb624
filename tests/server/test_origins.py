"""Who may talk to the server: only its own pages. Streamlit's XSRF and CORS protection are on and do what they promise."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.server import talking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.app.browser import App

FOREIGN = "https://evil.example"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Run the atlas as ``atlas.py run`` does."""
    with talking.serving(tmp_path_factory.mktemp("origins")) as started:
        yield started


def address(app: App) -> str:
    return app.url.replace("http", "ws", 1) + "/_stcore/stream"


def test_a_foreign_page_gets_no_session_and_asks_nobody(app: App) -> None:
    """Streamlit would ask the internet for its own address first, for as long as that takes."""
    began = time.monotonic()
    with pytest.raises(InvalidStatus) as refused:
        connect(address(app), subprotocols=["streamlit"], origin=FOREIGN)
    assert refused.value.response.status_code == 403
    assert time.monotonic() - began < 2


def test_a_name_that_points_here_gets_no_session(app: App) -> None:
    """DNS rebinding: a foreign name that leads to this machine, so that the browser takes it for the same origin."""
    port = int(app.url.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as line, pytest.raises(InvalidStatus) as refused:
        connect(f"ws://evil.example:{port}/_stcore/stream", sock=line, subprotocols=["streamlit"])
    assert refused.value.response.status_code in {400, 403}


def test_nothing_is_uploaded_without_the_token(app: App) -> None:
    status, headers, body = talking.ask(
        f"{app.url}/_stcore/upload_file/00000000-0000-0000-0000-000000000000/x", "PUT", b"x", Origin=FOREIGN
    )
    assert (status, body) == (403, b"XSRF token missing or invalid")
    assert headers.get("access-control-allow-origin", "") not in {"*", FOREIGN}


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/host-config", "/app/static/atlas.css"])
def test_no_answer_is_open_to_foreign_pages(app: App, path: str) -> None:
    status, headers, _body = talking.get(app.url + path, Origin=FOREIGN)
    assert status == 200
    # Files of static/ are public data; Streamlit lets every page read them, without cookies.
    allowed = {"*"} if path.startswith("/app/static/") else {None}
    assert headers.get("access-control-allow-origin") in allowed
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("path", ["interact", "mcp"])
def test_programs_have_no_way_in(app: App, path: str) -> None:
    asked = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "interact"}})
    heads = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    status, _headers, body = talking.ask(f"{app.url}/_stcore/agent/{path}", "POST", asked.encode(), **heads)
    assert status >= 400, body


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../app.py",
        "/app/static/..%2fapp.py",
        "/app/static/%2e%2e/%2e%2e/etc/passwd",
        "/app/static/..\\app.py",
        "/app/static//etc/passwd",
        "/media/../app.py",
        "/component/x/../../app.py",
    ],
)
def test_no_file_outside_static_is_given_out(app: App, path: str) -> None:
    _status, _headers, body = talking.get(app.url + path)
    assert b"set_page_config" not in body
    assert b"root:" not in body
