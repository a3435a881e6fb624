"""A small project with ``atlas.py``, a pip that knows only a folder of wheels, and packages made here."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Stands in for Streamlit: says when it began and what it was told, then answers until it is stopped.
TOLD = "told.json"
STAND_IN = """
import http.server, json, pathlib, sys, time
pathlib.Path("told.json").write_text(json.dumps({"at": time.time(), "arguments": sys.argv[1:]}))
if pathlib.Path("fail").exists():
    sys.exit(7)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/_stcore/health" else 404)
        self.end_headers()
    def log_message(self, *_): pass
port = int(sys.argv[sys.argv.index("--server.port") + 1])
try:
    http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
except KeyboardInterrupt:
    pass
"""
TOOL = "import os, sys\nprint('tool', *sys.argv[1:], os.getcwd())\nsys.exit(3 if 'fail' in sys.argv else 0)\n"


def make_wheel(folder: Path, name: str, version: str, files: Mapping[str, str]) -> Path:
    """Write a wheel with the given modules."""
    info = f"{name}-{version}.dist-info"
    contents = dict(files) | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    contents[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*contents, f"{info}/RECORD"])
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in contents.items():
            archive.writestr(path, text)
    return wheel


@dataclass(frozen=True)
class Project:
    """A small project that can be started."""

    folder: Path
    wheels: Path

    @property
    def venv(self) -> Path:
        return self.folder / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def site_packages(self) -> Path:
        return next(self.venv.rglob("site-packages"))

    def environment(self, **further: str) -> dict[str, str]:
        """Environment variables: English, no package index, no settings of the machine."""
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("ATLAS_", "PIP_", "LC_", "PYTHON"))
        }
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), "PIP_CONFIG_FILE": os.devnull}
        return {**kept, **pip, "LANG": "en_US.UTF-8", **further}

    def atlas(
        self, *arguments: str, cwd: Path | None = None, python: str = sys.executable, **further: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of ``atlas.py`` and return what it said."""
        command = [python, str(self.folder / "atlas.py"), *arguments]
        return subprocess.run(
            command,
            cwd=cwd or self.folder,
            env=self.environment(**further),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def state(self) -> str:
        """Digest of the environment's stamp: differs when something was installed."""
        return hashlib.sha256((self.venv / "atlas-stamp.json").read_bytes()).hexdigest()


def make_project(folder: Path) -> Project:
    """Lay out a project with the real ``atlas.py`` and small stand-ins for what it installs and starts."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    make_wheel(wheels, "streamlit", "1.0", {"streamlit/__init__.py": "", "streamlit/__main__.py": STAND_IN})
    for name in ("pytest", "ruff", "mypy", "bandit"):
        make_wheel(wheels, name, "1.0", {f"{name}/__init__.py": "", f"{name}/__main__.py": TOOL})
    shutil.copy(ROOT / "atlas.py", folder)
    shutil.copytree(ROOT / "commands", folder / "commands", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "app.py").touch()
    for name in ("geodata", "benchmarks"):
        (folder / name).mkdir()
        (folder / name / "__main__.py").write_text(TOOL)
    pins = [f"{name}==1.0\n" for name in ("streamlit", "pytest", "ruff", "mypy", "bandit")]
    (folder / "constraints.txt").write_text("".join(pins))
    (folder / "requirements.txt").write_text("-c constraints.txt\nstreamlit==1.0\n")
    (folder / "requirements-server.txt").write_text("-r requirements.txt\n")
    (folder / "requirements-dev.txt").write_text(
        "-r requirements-server.txt\npytest==1.0\nruff==1.0\nmypy==1.0\nbandit==1.0\n"
    )
    return Project(folder, wheels)


@pytest.fixture(scope="session")
def installed_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Project, subprocess.CompletedProcess[str]]:
    """A project that ``atlas.py setup --dev`` has just set up, and what it said; to look at, not to change."""
    project = make_project(
        tmp_path_factory.mktemp("project") / "atlas kota"
    )  # a blank in the path, as people have
    return project, project.atlas("setup", "--dev")


@pytest.fixture
def project(installed_once: tuple[Project, object], tmp_path: Path) -> Project:
    """Copy of the installed project that a test may damage."""
    original = installed_once[0]
    folder = tmp_path / "atlas"
    shutil.copytree(original.folder, folder, symlinks=True)
    return Project(folder, original.wheels)


@pytest.fixture
def bare_project(tmp_path: Path) -> Project:
    """Lay out a project where nothing is installed yet."""
    return make_project(tmp_path / "bare")
