"""A reader without a browser: Streamlit's own websocket messages, one rerun after another."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_S = 60
_LARGEST = 100 * 2**20


@dataclass
class Reader:
    """One session of the app."""

    socket: ClientConnection

    def opens(self, page: str, **params: str) -> int:
        """Go to a page of the app with a link's parameters and wait until its script has run.

        Returns
        -------
        int
            Bytes that came.

        Raises
        ------
        RuntimeError
            If the script ended with an exception.
        """
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(params)
        asked.rerun_script.page_name = page
        self.socket.send(asked.SerializeToString())
        size = 0
        while True:
            came = self.socket.recv(timeout=_LONGEST_S)
            assert isinstance(came, bytes)
            size += len(came)
            message = ForwardMsg.FromString(came)
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(message.delta.new_element.exception.message)
            if kind == "script_finished":
                return size


@contextlib.contextmanager
def reader(url: str, *, route: str = "", source: str = "") -> Iterator[Reader]:
    """Open a session at the address of an app.

    Parameters
    ----------
    url
        Its origin. Not an https one: Python 3.11 and OpenSSL fail now and then where one thread reads what another writes.
    route, source
        Cookie that nginx sends a reader to a replica by, and the address that the reader comes from; "" for none.
    """
    more: dict[str, Any] = {"source_address": (source, 0)} if source else {}
    if route:
        more["additional_headers"] = {"Cookie": f"atlas_route={route}"}
    address = url.replace("http://", "ws://") + "/_stcore/stream"
    with connect(
        address,
        subprotocols=["streamlit"],
        max_size=_LARGEST,
        origin=url,
        open_timeout=_LONGEST_S,
        **more,  # type: ignore[arg-type]
    ) as socket:
        yield Reader(socket)
