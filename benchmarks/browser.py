"""A browser and an app to measure: paint judged from pixels of the screencast, bytes from the websocket."""

from __future__ import annotations

import base64
import contextlib
import io
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageChops

from commands import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
QUIET_S = 2.5
_LONGEST_S = 120
_CHANGED_LEVELS = 12


def chromium_path() -> str | None:
    """Path of a Chromium on this machine."""
    return os.environ.get("ATLAS_CHROMIUM") or next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )


def free_port() -> int:
    """Port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class App:
    """A running app: its address and when its process was started."""

    url: str
    started: float
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def running(script: Path, *, env: Mapping[str, str] | None = None, wait: bool = True) -> Iterator[App]:
    """Run a Streamlit script on a free loopback port; end that process, and no other, at the end."""
    port = free_port()
    command = (
        [sys.executable, "atlas.py", "run", "--no-browser", "--port", str(port)]
        if script.name == "atlas.py"
        else [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(script),
            "--server.port",
            str(port),
            "--server.address",
            "127.0.0.1",
            "--server.headless",
            "true",
        ]
    )
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        if wait:
            wait_healthy(port)
        yield App(f"http://127.0.0.1:{port}", started, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_healthy(port: int, timeout: float = 60) -> None:
    """Wait until the server answers."""
    end = time.perf_counter() + timeout
    while time.perf_counter() < end:
        if serving.is_healthy(port):
            return
        time.sleep(0.02)
    message = f"the app on port {port} did not answer within {timeout} s"
    raise TimeoutError(message)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """Screencast of one region of a page, and bytes received over websockets."""

    page: Page
    box: Mapping[str, float]
    received: int = 0
    stopped: bool = False
    changes: list[float] = field(default_factory=list)
    _region: Image.Image | None = None

    def __post_init__(self) -> None:
        self.session = self.page.context.new_cdp_session(self.page)
        self.session.on("Page.screencastFrame", self._frame)
        self.session.on("Network.webSocketFrameReceived", self._bytes)
        self.session.send("Network.enable")
        view = self.page.viewport_size or {"width": 1440, "height": 1000}
        # Half the size: the encoding of every frame takes time from the page that is measured.
        size = {"maxWidth": view["width"] // 2, "maxHeight": view["height"] // 2}
        self.session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1, **size})

    def _frame(self, event: Mapping[str, Any]) -> None:
        if self.stopped:
            return
        self.session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})
        shot = Image.open(io.BytesIO(base64.b64decode(event["data"]))).convert("RGB")
        scale = shot.width / (self.page.viewport_size or {"width": shot.width})["width"]
        x, y, width, height = (int(self.box[name] * scale) for name in ("x", "y", "width", "height"))
        region = shot.crop((x, y, x + width, y + height))
        if self._region is not None:
            extremes = ImageChops.difference(region, self._region).getextrema()
            if max(high for _low, high in extremes) > _CHANGED_LEVELS:
                self.changes.append(float(event["metadata"]["timestamp"]))
        self._region = region

    def _bytes(self, event: Mapping[str, Any]) -> None:
        response = event["response"]
        size = len(response["payloadData"])
        self.received += size * 3 // 4 if response["opcode"] == 2 else size

    def stop(self) -> None:
        """End the screencast, before its page is closed."""
        self.stopped = True
        self.session.send("Page.stopScreencast")
        self.page.wait_for_timeout(500)
        self.session.detach()

    def change(self, act: Callable[[], None]) -> tuple[float, int]:
        """Act and wait until the region has changed and is quiet; seconds to its last change, and bytes received."""
        self.page.wait_for_timeout(1000)
        self.changes, self.received = [], 0
        start = time.time()
        act()
        while time.time() - start < _LONGEST_S:
            self.page.wait_for_timeout(100)
            if self.changes and time.time() - self.changes[-1] > QUIET_S:
                break
        if not self.changes:
            message = f"nothing changed on the map within {_LONGEST_S} s: there is no time to measure"
            raise RuntimeError(message)
        return self.changes[-1] - start, self.received
