"""The shipped nginx configuration before two replicas, for real, on loopback; only ports and paths are others."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit

from benchmarks.browser import ROOT, free_port
from commands import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOY = ROOT / "deploy"
START_SECONDS = 90


def nginx_path() -> str | None:
    """Find nginx; Debian keeps it where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def get(port: int, path: str) -> tuple[int, bytes]:
    """Status and body of an answer of a replica."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


@dataclass
class Replica:
    """One process of the atlas."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        """Where it answers to nginx."""
        return f"http://127.0.0.1:{self.port}"

    def runs(self) -> int:
        """How many runs of pages it has logged."""
        return self.log.read_text().count('"event": "run"')

    def sessions(self) -> int:
        """How many sessions it holds open."""
        text = get(self.port, "/metrics")[1].decode()
        return int(float(re.findall(r"^atlas_sessions (\S+)$", text, re.MULTILINE)[0]))


@dataclass
class Site:
    """nginx and its replicas."""

    port: int
    plain: int
    tls: bool
    replicas: list[Replica]
    folder: Path

    @property
    def url(self) -> str:
        """Where readers come."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def access_log(self) -> str:
        """What nginx wrote of requests."""
        return (self.folder / "access.log").read_text()


def render(
    folder: Path, https: int, http: int, ports: list[int], ancestors: str = "'self'", *, tls: bool = True
) -> Path:
    """Write the shipped configuration for a folder and ports, as ``envsubst`` does; return the main file."""
    www = folder / "www"
    (www / "app").mkdir(parents=True, exist_ok=True)
    if not (www / "static").exists():
        (www / "app" / "static").symlink_to(ROOT / "static")
        (www / "static").symlink_to(Path(streamlit.__file__).parent / "static" / "static")
    values = {
        "ATLAS_HOST": "127.0.0.1",
        "ATLAS_UPSTREAM": " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;" for port in ports),
        "ATLAS_FRAME_ANCESTORS": ancestors,
        "ATLAS_WWW": str(www),
        "ATLAS_TLS": str(folder / "tls"),
        "ATLAS_HTTP": f"127.0.0.1:{http}",
        "ATLAS_HTTPS": f"127.0.0.1:{https}",
        "ATLAS_ACCESS_LOG": str(folder / "access.log"),
        "ATLAS_ERROR_LOG": str(folder / "error.log"),
    }
    text = (DEPLOY / "nginx" / "atlas.conf.template").read_text()
    text = re.sub(r"\$\{(ATLAS_[A-Z_]+)\}", lambda match: values[match[1]], text)
    if not tls:
        text = text.replace(" ssl http2;", ";").replace('"~^https://([^#]+)#', '"~^http://([^#]+)#')
    (folder / "conf.d").mkdir(exist_ok=True)
    (folder / "conf.d" / "atlas.conf").write_text(text)
    main = (DEPLOY / "nginx" / "nginx.conf").read_text()
    main = re.sub(r"(?<= )/tmp/", f"{folder}/", main)
    main = main.replace("/etc/nginx/conf.d", str(folder / "conf.d"))
    main = main.replace("/dev/stderr", str(folder / "main-error.log"))
    if os.getuid() == 0:  # else its workers become somebody who may not look into the tests' folder
        main = f"user root;\n{main}"
    (folder / "nginx.conf").write_text(main)
    return folder / "nginx.conf"


def certify(folder: Path) -> None:
    """Make a certificate for this machine that nobody else trusts."""
    folder.mkdir()
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(
        [shutil.which("openssl") or "openssl", "req", "-x509", "-days", "2", *key, *subject, *files],
        check=True,
        capture_output=True,
    )


@contextlib.contextmanager
def replica(folder: Path, home: Path) -> Iterator[Replica]:
    """Run one replica with the settings of the image."""
    port = free_port()
    script = serving.script_of(ROOT)
    command = serving.streamlit_command(Path(sys.executable), port, warm=True, script=script)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(home),
        "TMPDIR": str(home),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "ATLAS_LOG": "json",
        "ATLAS_PROBES": "on",
        "STREAMLIT_SERVER_COOKIE_SECRET": "of the tests, the same for both",
    }
    log = folder / f"replica-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield Replica(port, process, log)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_ready(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a replica says that it is ready."""
    end = time.monotonic() + START_SECONDS
    while True:
        with contextlib.suppress(OSError):
            if get(port, "/readyz")[0] == http.client.OK:
                return
        if process.poll() is not None or time.monotonic() > end:
            msg = f"The replica on {port} is not ready (exit code {process.poll()}):\n{log.read_text()}"
            raise RuntimeError(msg)
        time.sleep(0.1)


@contextlib.contextmanager
def running(folder: Path, count: int = 2, *, tls: bool = True) -> Iterator[Site]:
    """Start some replicas and nginx before them; end all of them. Without TLS for clients that cannot (`client.reader`)."""
    home = Path(tempfile.mkdtemp(prefix="atlas-home-"))
    certify(folder / "tls")
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        replicas = [stack.enter_context(replica(folder, home)) for _ in range(count)]
        https, http = free_port(), free_port()
        main = render(folder, https, http, [one.port for one in replicas], tls=tls)
        command = [nginx_path() or "nginx", "-p", str(folder), "-c", str(main), "-g", "daemon off;"]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        nginx = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # what matters it writes to its logs
        stack.callback(_end, nginx)
        for one in replicas:
            wait_ready(one.port, one.process, one.log)
        yield Site(https, http, tls, replicas, folder)
