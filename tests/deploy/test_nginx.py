"""deploy/ for real: nginx with the shipped configuration before two replicas of the atlas, looked at from outside."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import re
import secrets
import signal
import socket
import ssl
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from benchmarks import site as sites
from tests.app import atlas
from tests.app import browser as tools
from tests.app.conftest import chromium  # noqa: F401 - a fixture
from tests.conftest import ROOT, missing_nginx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.nginx, pytest.mark.browser]
TRUSTING = ssl.create_default_context()
TRUSTING.check_hostname = False
TRUSTING.verify_mode = ssl.CERT_NONE
GEOMETRY = max((ROOT / "static" / "geo").iterdir(), key=lambda path: path.stat().st_size)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sites.Site]:
    """Start nginx and two replicas once."""
    if missing_nginx():
        pytest.skip(missing_nginx())
    with sites.running(tmp_path_factory.mktemp("site")) as started:
        yield started


class Answer:
    """Status, headers and body of an answer through nginx; `source` is the address that the question comes from."""

    def __init__(self, site: sites.Site, path: str, *, source: str = "127.0.0.1", **headers: str) -> None:
        connection = http.client.HTTPSConnection(
            "127.0.0.1", site.port, timeout=20, context=TRUSTING, source_address=(source, 0)
        )
        with contextlib.closing(connection):
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            self.status, self.body = answer.status, answer.read()
            self.headers = {name.lower(): value for name, value in answer.getheaders()}


@contextlib.contextmanager
def visiting(chromium: Browser, site: sites.Site) -> Iterator[tools.Visit]:  # noqa: F811
    """Visit the site with everything but nginx out of reach."""
    app = tools.App(site.url, site.replicas[0].log)
    with tools.visiting(chromium, app, ignore_https_errors=True) as visit:
        yield visit


def test_pages_load_without_a_complaint(chromium: Browser, site: sites.Site) -> None:  # noqa: F811
    """A breach of the content security policy is an error in the console."""
    with visiting(chromium, site) as visit:
        for page in ("", "city"):
            visit.goto(page, lang="en")
            if atlas.MAPS[page or "overview"]:
                visit.wait_for_paint()
            if atlas.CHARTS[page or "overview"]:
                atlas.wait_for_charts(visit.page, atlas.CHARTS[page or "overview"])
        assert visit.complaints() == {}
        visit.goto("data", lang="en", tab="own")
        # Uploads go to the replica that holds the session, with the token against other sites' forms.
        chooser = {"name": "own.csv", "mimeType": "text/csv", "buffer": b"kode,nilai\n32.11,5\n35.10,7\n"}
        visit.page.locator(".st-key-uploader_en input[type=file]").set_input_files(chooser)
        visit.page.get_by_role("heading", level=2).filter(has_text=re.compile(r"^1")).wait_for()
        assert visit.complaints() == {}


def test_the_policy_does_refuse(chromium: Browser, site: sites.Site) -> None:  # noqa: F811
    """Else the test above could not fail."""
    with visiting(chromium, site) as visit:
        visit.goto("method", lang="en")
        visit.page.evaluate("fetch('https://127.0.0.2:1/').catch(() => 0)")
        visit.page.evaluate(
            "document.body.append(Object.assign(new Image(), {src: 'https://127.0.0.2:1/x'}))"
        )
        visit.page.wait_for_timeout(300)
        refused = [text for text in visit.console if "Content Security Policy" in text]
        assert any("connect-src" in text for text in refused)
        assert any("img-src" in text for text in refused)


def test_a_reader_stays_with_one_replica(site: sites.Site) -> None:
    first = Answer(site, "/city")
    cookie = first.headers["set-cookie"].split("\n")[-1]
    found = re.search(
        r"atlas_route=([0-9a-f]{32}); Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax", cookie
    )
    assert found, first.headers
    before = len(site.access_log().splitlines())
    routes = [found[1], *(secrets.token_hex(16) for _ in range(30))]
    for route in routes:
        for _ in range(3):
            again = Answer(site, "/_stcore/health", Cookie=f"atlas_route={route}")
            assert "atlas_route" not in again.headers.get("set-cookie", "")
    time.sleep(0.2)
    lines = [json.loads(line) for line in site.access_log().splitlines()[before:]]
    homes = [line["replica"] for line in lines if line["path"] == "/_stcore/health"]
    each = [set(homes[at : at + 3]) for at in range(0, len(homes), 3)]
    assert [len(found) for found in each] == [1] * len(routes), "the three questions of a reader go to one"
    assert len(set(homes)) == 2, "both have readers"


def test_geometry_is_kept_and_compressed(site: sites.Site) -> None:
    answer = Answer(site, f"/app/static/geo/{GEOMETRY.name}", **{"Accept-Encoding": "gzip"})
    assert answer.status == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert "set-cookie" not in answer.headers
    assert gzip.decompress(answer.body) == GEOMETRY.read_bytes()
    share = len(answer.body) / GEOMETRY.stat().st_size
    print(f"\n{GEOMETRY.name}: {GEOMETRY.stat().st_size} bytes, {len(answer.body)} sent ({share:.0%})")
    assert share < 0.6
    assert Answer(site, "/app/static/atlas.css?v=01234567").headers["cache-control"].endswith("immutable")
    assert Answer(site, "/app/static/atlas.css").headers["cache-control"] == "public, max-age=300"
    assert Answer(site, "/city").headers["cache-control"] == "no-cache"
    gone = Answer(site, "/app/static/geo/scene-00.00.00000000.json")
    assert (gone.status, gone.headers.get("cache-control")) == (404, None), "an error is not kept for a year"


@pytest.mark.parametrize(
    "path", ["/", "/city?lang=en", "/app/static/atlas.css", "/_stcore/health", "/metrics", "/x/../..%2f"]
)
def test_every_answer_carries_the_headers(site: sites.Site, path: str) -> None:
    headers = Answer(site, path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert (
        policy["default-src"]
        == policy["base-uri"]
        == policy["form-action"]
        == policy["frame-ancestors"]
        == "'self'"
    )
    assert policy["object-src"] == "'none'"
    own = {
        "'self'",
        "'unsafe-inline'",
        "'unsafe-eval'",
        "'none'",
        "data:",
        "blob:",
        f"wss://127.0.0.1:{site.port}",
    }
    assert {source for sources in policy.values() for source in sources.split()} <= own, "no other site"
    assert "data:" not in policy["script-src"]
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    for feature in ("camera", "geolocation", "microphone", "payment"):
        assert f"{feature}=()" in headers["permissions-policy"]
    assert not re.search(r"\d", headers.get("server", "")), "no version"


def test_embedding_is_as_configured(tmp_path: Path) -> None:
    sites.render(tmp_path, 1, 2, [3], "'self' https://portal.example.go.id")
    text = (tmp_path / "conf.d" / "atlas.conf").read_text()
    assert "frame-ancestors 'self' https://portal.example.go.id\" always" in text
    assert """map "'self' https://portal.example.go.id" $atlas_frames""" in text


def test_plain_http_leads_to_tls(site: sites.Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.plain, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", "/city?lang=en")
        answer = connection.getresponse()
        assert (answer.status, answer.headers["location"]) == (308, "https://127.0.0.1/city?lang=en")


@pytest.mark.parametrize(
    "path", ["/metrics", "/readyz", "/_stcore/metrics", "/_stcore/agent/mcp", "/_stcore/script-health-check"]
)
def test_what_is_for_machines_stays_inside(site: sites.Site, path: str) -> None:
    assert Answer(site, path).status == 404
    assert Answer(site, path.replace("/", "//", 1)).status in {404, 200}
    assert b"atlas_sessions" not in Answer(site, path.replace("/", "//", 1)).body


def test_a_foreign_name_is_not_this_site(site: sites.Site) -> None:
    assert Answer(site, "/city", Host="evil.example").status == 421


@pytest.mark.parametrize(
    ("origin", "status"), [("", 101), ("https://evil.example", 403), ("http://127.0.0.1", 403)]
)
def test_a_foreign_page_gets_no_session(site: sites.Site, origin: str, status: int) -> None:
    key = {"Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==", "Sec-WebSocket-Version": "13"}
    asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Origin": origin or site.url, **key}
    assert Answer(site, "/_stcore/stream", **asked).status == status


def test_dripping_clients_are_cut_off_and_others_served(site: sites.Site) -> None:
    """A slow-loris client says a letter of its head each second."""
    lines = [TRUSTING.wrap_socket(socket.create_connection(("127.0.0.1", site.port), 5)) for _ in range(100)]
    began, slowest = time.monotonic(), 0.0
    for line in lines:
        line.settimeout(0.05)
        line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    open_ones = list(lines)
    while open_ones and time.monotonic() - began < 20:
        asked = time.monotonic()
        assert Answer(site, "/city", source="127.0.0.4").status == 200
        slowest = max(slowest, time.monotonic() - asked)
        open_ones = [line for line in open_ones if _still_open(line)]
        time.sleep(0.5)
    took = time.monotonic() - began
    print(
        f"\n100 dripping clients: all cut off after {took:.1f} s; others waited {1000 * slowest:.0f} ms at most"
    )
    assert not open_ones
    assert slowest < 1


def _still_open(line: ssl.SSLSocket) -> bool:
    try:
        line.sendall(b"x")
        return line.recv(1) != b""
    except TimeoutError:
        return True
    except OSError:
        line.close()
        return False


def test_who_hammers_is_told_to_wait_and_others_are_not(site: sites.Site) -> None:
    statuses: list[int] = []

    def hammer() -> None:
        statuses.extend(Answer(site, "/city", source="127.0.0.5").status for _ in range(60))

    threads = [threading.Thread(target=hammer) for _ in range(4)]
    for thread in threads:
        thread.start()
    calm = [Answer(site, "/city", source="127.0.0.6").status for _ in range(5)]
    for thread in threads:
        thread.join()
    counts = Counter(statuses)
    print(f"\n240 pages at once from one address: {dict(counts)}")
    assert calm == [200] * 5
    assert set(counts) == {200, 429}
    assert counts[200] >= 100, "a burst of 100 is people"


def test_a_killed_replica_costs_its_readers_seconds_and_no_state(chromium: Browser, site: sites.Site) -> None:  # noqa: F811
    link = {"city": "35.10", "level": "district", "indicator": "population"}
    with visiting(chromium, site) as visit:
        visit.goto("city", lang="en", **link)
        visit.wait_for_paint()
        said = atlas.query(visit.page)
        (home,) = [one for one in site.replicas if one.sessions() == 1]
        (other,) = [one for one in site.replicas if one is not home]
        runs = other.runs()
        visit.page.evaluate("window.__same = true")
        began = time.monotonic()
        home.process.send_signal(signal.SIGKILL)
        home.process.wait()
        # The browser comes to the other one, which runs the page; this page is not loaded anew.
        while other.runs() == runs:
            visit.page.wait_for_timeout(20)
            assert time.monotonic() - began < 30, "nobody came"
        visit.page.locator(tools.IDLE).wait_for(state="attached")
        took = time.monotonic() - began
        visit.settle()
        print(f"\nreplica killed: the page works again, on the other one, after {took:.2f} s")
        assert took < 5
        assert atlas.query(visit.page) == said
        assert visit.page.evaluate("window.__same") is True
        atlas.switch_language(visit, "id")  # it answers
        assert atlas.query(visit.page) == said | {"lang": "id"}
        visit.wait_for_paint()
        assert visit.page.locator(tools.FAULT).count() == 0
        assert other.sessions() == 1
        assert visit.errors == []


def test_logs_name_nobody(site: sites.Site) -> None:
    written = site.access_log()
    lines = [json.loads(line) for line in written.splitlines()]
    assert len(lines) > 100
    assert set(lines[0]) == {"time", "request", "method", "path", "status", "bytes", "seconds", "replica"}
    for line in lines:
        line.pop("replica")
    assert not re.search(r"127\.0\.0\.\d|\?|lang=|Mozilla", json.dumps(lines))
    for one in site.replicas:
        said = one.log.read_text()
        assert "127.0.0." not in said
        assert "35.10" not in said
        assert [json.loads(line)["level"] for line in said.splitlines() if '"error"' in line] == []
