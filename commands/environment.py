"""The virtual environment beside ``atlas.py``: is it there, is it whole, and make it so."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands import installing, lock
from commands.words import Trouble

if TYPE_CHECKING:
    from commands.words import Words

ROOT = Path(__file__).resolve().parents[1]
STAMP_FORMAT = 1
# Which requirement files belong to which use; pip is given the last one, which names the others.
PROFILES = {
    "run": ("constraints.txt", "requirements.txt"),
    "server": ("constraints.txt", "requirements.txt", "requirements-server.txt"),
    "dev": ("constraints.txt", "requirements.txt", "requirements-server.txt", "requirements-dev.txt"),
}
_WITHIN = {"run": ("run",), "server": ("run", "server"), "dev": ("run", "server", "dev")}
_SIGNS_OF_A_VENV = ("pyvenv.cfg", "atlas-stamp.json", "atlas-installing")


@dataclass(frozen=True)
class Environment:
    """A virtual environment and the project it serves.

    Parameters
    ----------
    path
        Folder of the environment.
    root
        Folder of the project, which holds the requirement files.
    """

    path: Path
    root: Path = ROOT

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        return self.path / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def site_packages(self) -> Path:
        """Where pip puts the packages."""
        if os.name == "nt":
            return self.path / "Lib" / "site-packages"
        return self.path / "lib" / f"python{python_version()}" / "site-packages"

    @property
    def stamp(self) -> Path:
        """Written last: says what is installed."""
        return self.path / "atlas-stamp.json"

    @property
    def unfinished(self) -> Path:
        """There only while an installation is under way, or after one that was interrupted."""
        return self.path / "atlas-installing"

    @property
    def log(self) -> Path:
        """Everything pip said during the last installation."""
        return self.path / "atlas-pip.log"

    def key(self, profile: str) -> str:
        """Digest of everything that decides what gets installed: requirement files, Python version, platform."""
        digest = hashlib.sha256(f"{STAMP_FORMAT} {python_version()} {sysconfig.get_platform()}".encode())
        for name in PROFILES[profile]:
            try:
                digest.update(name.encode() + b"\0" + (self.root / name).read_bytes())
            except FileNotFoundError as error:
                raise Trouble("file_missing", file=self.root / name) from error
        return digest.hexdigest()

    def read_stamp(self) -> dict[str, Any]:
        """What the stamp says; empty where there is none or it cannot be read."""
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) and isinstance(stamp.get("keys"), dict) else {}

    def lost(self) -> list[str]:
        """Entries of site-packages that were there after the installation and are no longer."""
        installed = self.read_stamp().get("site_packages", [])
        try:
            return sorted(set(installed) - names_in(self.site_packages))
        except OSError:
            return sorted(installed)

    def is_current(self, profile: str) -> bool:
        """Whether the environment is whole and holds what `profile` needs; a few milliseconds."""
        stamp = self.read_stamp()
        return (
            stamp.get("keys", {}).get(profile) == self.key(profile)
            and not self.unfinished.exists()
            and self.python.exists()
            and not self.lost()
        )

    def write_stamp(self, profile: str) -> None:
        """Note what is installed, in one step: a stamp is there whole or not at all."""
        keys = self.read_stamp().get("keys", {}) | {name: self.key(name) for name in _WITHIN[profile]}
        names = sorted(names_in(self.site_packages) - {"__pycache__"})
        stamp = {"python": python_version(), "keys": keys, "site_packages": names}
        draft = self.stamp.with_suffix(f".{os.getpid()}.tmp")
        draft.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
        draft.replace(self.stamp)


def names_in(folder: Path) -> set[str]:
    """Names of what lies in `folder`."""
    return {entry.name for entry in folder.iterdir()}


def python_version() -> str:
    """Version that packages are made for, such as "3.11"; a patch release keeps what is installed."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def default_path() -> Path:
    """``.venv`` in the project, or the folder that ``ATLAS_VENV`` names."""
    named = os.environ.get("ATLAS_VENV", "").strip()
    return Path(named).expanduser().absolute() if named else ROOT / ".venv"


def ready(profile: str, words: Words, *, rebuild: bool = False) -> Environment:
    """Return an environment that holds what `profile` needs, making or mending it first where necessary.

    Parameters
    ----------
    profile
        ``"run"``, ``"server"`` or ``"dev"``.
    words
        Where to say what is going on.
    rebuild
        Make it anew even if nothing is wrong with it.

    Raises
    ------
    Trouble
        A person has to do something first: no room, no network, no ``venv`` module, …
    """
    environment = Environment(default_path())
    if not rebuild and environment.is_current(profile):
        return environment
    with lock.only_one(environment.path, words):
        if rebuild or not environment.is_current(profile):  # the other one may just have finished it
            try:
                _make_ready(environment, profile, words, rebuild=rebuild)
            except OSError as error:
                installing.raise_if_full(environment.path, str(error))
                raise
    return environment


def _make_ready(environment: Environment, profile: str, words: Words, *, rebuild: bool) -> None:
    check_modules()
    check_is_ours(environment)
    fault = "" if rebuild else find_fault(environment, words)
    fresh = rebuild or bool(fault) or not environment.python.exists()
    if fault:
        words.tell(fault)
    is_whole = not fresh and not environment.unfinished.exists()
    installing.check_room(environment.path, profile, is_whole=is_whole)
    if fresh:
        remove(environment)
        words.say("making_venv", path=environment.path)
        create(environment)
    elif environment.unfinished.exists():
        words.say("resuming")
        installing.sweep(environment.site_packages)
    environment.unfinished.touch()
    installing.install(environment, profile, words)
    environment.write_stamp(profile)
    environment.unfinished.unlink()


def check_modules() -> None:
    """Refuse a Python that cannot make virtual environments (Debian ships it without)."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise Trouble("no_venv_module", module=module, package=f"python{python_version()}-venv")


def check_is_ours(environment: Environment) -> None:
    """Refuse a folder that holds something else: it may be replaced, and nobody's files are to be lost."""
    path = environment.path
    if path.is_dir() and next(path.iterdir(), None) is None:
        return
    if path.exists() and not any((path / name).exists() for name in _SIGNS_OF_A_VENV):
        raise Trouble("not_a_venv", path=path)


def find_fault(environment: Environment, words: Words) -> str:
    """Say why an existing environment has to be made anew; empty where it need not, or where there is none yet."""
    path = environment.path
    if not path.exists() or next(path.iterdir(), None) is None:
        return ""
    made_with = _made_with(path)
    if made_with not in {"", python_version()}:
        return words("venv_other_python", path=path, old=made_with, new=python_version())
    if not _has_pip(environment.python):
        return words("venv_damaged", path=path, reason=words("no_working_python"))
    lost = environment.lost()
    if lost:
        return words(
            "venv_damaged",
            path=path,
            reason=words("lost_packages", count=len(lost), names=", ".join(lost[:3])),
        )
    return ""


def _made_with(path: Path) -> str:
    """Version ("3.11") of the Python that made the environment, as its own record says; empty where that is lost."""
    try:
        lines = (path / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    versions = [
        value.strip() for key, _, value in (line.partition("=") for line in lines) if key.strip() == "version"
    ]
    return ".".join(versions[0].split(".")[:2]) if versions else ""


def _has_pip(python: Path) -> bool:
    try:
        answer = subprocess.run([python, "-c", "import pip"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def create(environment: Environment) -> None:
    """Make an empty environment with the Python that runs this (or the one behind it, when it is itself in one)."""
    environment.path.mkdir(parents=True, exist_ok=True)
    environment.unfinished.touch()  # first of all, so that half an environment is known as ours
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run(
        [base, "-m", "venv", environment.path], capture_output=True, text=True, errors="replace", check=False
    )
    if made.returncode == 0:
        return
    said = made.stdout + made.stderr
    installing.raise_if_full(environment.path, said)
    if "ensurepip is not" in said:  # how Debian's Python puts it
        raise Trouble("no_venv_module", module="ensurepip", package=f"python{python_version()}-venv")
    raise Trouble(
        "venv_failed",
        path=environment.path,
        reason=said.strip().splitlines()[-1] if said.strip() else made.returncode,
    )


def remove(environment: Environment) -> None:
    """Take the old environment away: renamed first, so that nobody meets half of one."""
    if not environment.path.exists():
        return
    old = environment.path.with_name(f"{environment.path.name}.old-{os.getpid()}")
    try:
        environment.path.rename(old)
    except OSError as error:  # Windows holds the files of a running program
        raise Trouble("venv_in_use", path=environment.path, reason=error.strerror) from error
    shutil.rmtree(old, ignore_errors=True)
