"""Files of deploy/ that cannot run here, as there is no Docker: what can be read in them is checked. And requirements.lock."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.test_requirements import normal, pins

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UNIT = (DEPLOY / "systemd" / "atlas@.service").read_text(encoding="utf-8")


def locked() -> dict[str, tuple[str, int]]:
    """Version and number of digests of each package in the lock."""
    found: dict[str, tuple[str, int]] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE)):
        head = re.match(r"([A-Za-z0-9_.\-]+)==(\S+)", block)
        assert head, block[:80]
        found[normal(head[1])] = (head[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block)))
    return found


def stages() -> dict[str, str]:
    """Text of each stage of the Dockerfile by its name."""
    parts = re.split(r"^(?=FROM )", DOCKERFILE, flags=re.MULTILINE)[1:]
    return {re.match(r"FROM \S+ AS (\w+)", part)[1]: part for part in parts}  # type: ignore[index]


def test_the_lock_is_of_the_pinned_versions() -> None:
    """After a change of requirements.txt the lock is made anew; its head says how."""
    lock = locked()
    wanted = pins("requirements.txt") | pins("requirements-server.txt")
    assert {name: version for name, version in wanted.items() if lock.get(name, ("",))[0] != version} == {}
    everything = pins("constraints.txt")
    assert {name: version for name, (version, _n) in lock.items() if everything.get(name) != version} == {}


def test_every_file_of_the_lock_has_a_digest() -> None:
    assert {name for name, (_version, digests) in locked().items() if digests == 0} == set()
    assert "--index-url" not in LOCK
    assert "file://" not in LOCK


def test_images_take_nothing_but_the_lock() -> None:
    installs = re.findall(r"pip install [^\n]*", DOCKERFILE)
    assert installs == ["pip install --require-hashes --only-binary=:all: -r /tmp/requirements.lock"]


def test_images_are_pinned_and_not_root() -> None:
    bases = re.findall(r"^FROM (\S+) AS", DOCKERFILE, re.MULTILINE)
    outer = [base for base in bases if base not in stages()]
    outer += [service["image"] for service in COMPOSE["services"].values() if "build" not in service]
    for base in outer:
        assert re.search(r":\d+(\.\d+)*[-.\d\w]*$", base), f"{base} has no version"
        assert "latest" not in base
    for name in ("app", "web"):
        users = re.findall(r"^USER (\S+)$", stages()[name], re.MULTILINE)
        assert users, f"{name} runs as root"
        assert users[-1].split(":")[0].isdigit(), "a number, which a cluster can check"
        assert users[-1].split(":")[0] != "0"


def test_what_is_copied_exists_and_is_all_that_runs() -> None:
    copied: set[str] = set()
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        copied |= set(line.split()[:-1])
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    assert {
        "app.py",
        "server.py",
        "pages",
        "views",
        "analytics",
        "geodata",
        "static",
        "locale",
        ".streamlit",
    } <= copied
    # The list of what an image may see lets all of it through, and nothing else.
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    seen = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    assert {
        name for name in copied if not any(name == one or name.startswith(f"{one}/") for one in seen)
    } == set()


@pytest.mark.parametrize("name", ["web", "app", "db"])
def test_containers_are_hardened(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert any(str(place).startswith("/tmp") for place in service["tmpfs"])
    assert "mem_limit" in service
    assert ("ports" in service) == (name == "web"), "only nginx is reached from outside"
    assert not service.get("privileged")


def test_the_database_is_out_of_nginx_s_reach() -> None:
    services = COMPOSE["services"]
    assert set(services["db"]["networks"]) & set(services["web"]["networks"]) == set()
    assert COMPOSE["networks"]["back"] == {"internal": True}


def test_no_secret_is_written_down() -> None:
    example = (DEPLOY / "atlas.env.example").read_text(encoding="utf-8")
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))
    assert {name: given[name] for name in given if "SECRET" in name} == {"STREAMLIT_SERVER_COOKIE_SECRET": ""}
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    assert asked == set(given), "the example names every setting that compose asks for"
    used = set(re.findall(r"\$\{([A-Z_]+)\}", UNIT))
    assert used <= set(given)
    for pattern in ("deploy/atlas.env", "*.secret", ".streamlit/secrets.toml"):
        assert pattern in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_every_setting_of_nginx_is_given() -> None:
    text = (DEPLOY / "nginx" / "atlas.conf.template").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{(ATLAS_[A-Z_]+)\}", text))
    given = set(re.findall(r"(ATLAS_[A-Z_]+)=", stages()["web"])) | set(
        COMPOSE["services"]["web"]["environment"]
    )
    assert asked - given == set()
    limit = int(re.search(r"client_max_body_size (\d+)m", text)[1])  # type: ignore[index]
    size = int(
        re.search(r"^maxUploadSize = (\d+)", (ROOT / ".streamlit" / "config.toml").read_text(), re.MULTILINE)[
            1
        ]
    )  # type: ignore[index]
    assert size < limit <= size + 2


def test_the_unit_is_hardened() -> None:
    settings = set(UNIT.splitlines())
    for wanted in (
        "User=atlas", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes",
        "PrivateTmp=yes", "PrivateDevices=yes", "RestrictNamespaces=yes", "MemoryMax=3G", "UMask=0077", "Restart=always",
    ):  # fmt: skip
        assert wanted in settings
    assert "--server.address 127.0.0.1" in UNIT


def test_systemd_judges_the_unit() -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("no systemd-analyze here")
    path = DEPLOY / "systemd" / "atlas@.service"
    said = subprocess.run(
        [tool, "security", "--offline=true", "--no-pager", str(path)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    found = re.search(r"Overall exposure level for \S+: ([\d.]+) OK", said)
    assert found, said[-500:]
    assert float(found[1]) <= 2.0, "0 is a sealed box, 9.6 a service without any protection"
