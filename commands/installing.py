"""pip: room for it, its progress, and its failures in plain words."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from commands.words import Trouble

if TYPE_CHECKING:
    from pathlib import Path

    from commands.environment import Environment
    from commands.words import Words

# Measured on Linux with Python 3.11 (750 MB and 1.3 GB unpacked): room that it takes with pip's own copies, and what is fetched.
NEEDED_GB = {"run": 1.5, "server": 1.6, "dev": 2.2}
FETCHED_MB = {"run": 180, "server": 190, "dev": 330}
UPDATE_GB = 0.3
_NOTHING_GB = 0.02
_GB = 1e9

_DISK_FULL = re.compile(
    r"No space left on device|\[Errno 28\]|\[WinError 112\]|Disk quota exceeded|\[Errno 122\]", re.IGNORECASE
)
_NETWORK = re.compile(
    r"NewConnectionError|ConnectTimeoutError|ReadTimeoutError|NameResolutionError|ConnectionResetError|ProxyError|SSLError"
    r"|Failed to establish a new connection|name resolution|getaddrinfo failed|Connection (?:refused|aborted|broken)"
    r"|Read timed out|IncompleteRead|Max retries exceeded|\b50[234] (?:Server Error|Bad Gateway|Service Unavailable)",
    re.IGNORECASE,
)
# With every version fixed by constraints.txt, a missing one shows as a conflict between it and whoever asks for it.
_NOT_FOUND = re.compile(
    r"(?:No matching distribution found for|satisfies the requirement|The user requested \(constraint\)) ([^\s,;(]+)"
)
_REFUSED = re.compile(r"\[Errno 13\]|Permission denied|\[WinError 5\]", re.IGNORECASE)
_ASKED_FOR = re.compile(
    r"\s*(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9][\w.\-]*(?:==[\w.]+)?)"
)
_LAST_ASKED = re.compile(r"(?:Collecting |/simple/)([A-Za-z0-9][\w.\-]*(?:==[\w.]+)?)")


def check_room(path: Path, profile: str, *, is_whole: bool) -> None:
    """Refuse to start what would fill the disk half way through.

    Parameters
    ----------
    path
        Folder of the environment; what an unfinished or damaged one takes already counts as room.
    profile
        "run", "server" or "dev".
    is_whole
        Whether only changes are to be installed.
    """
    needed = UPDATE_GB if is_whole else NEEDED_GB[profile] - size_gb(path)
    free = free_gb(path)
    if free < needed:
        raise Trouble("disk_small", path=path, needed=f"{needed:.1f}", free=f"{free:.1f}")


def size_gb(path: Path) -> float:
    """Room in GB that the files below `path` take; 0 where there are none."""
    return sum(file.lstat().st_size for file in path.rglob("*") if not file.is_dir()) / _GB


def free_gb(path: Path) -> float:
    """Free room in GB on the disk that holds `path`, which need not exist yet."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free / _GB


def sweep(site_packages: Path) -> None:
    """Remove what an interrupted pip left, so that pip installs it again instead of believing it is there.

    pip writes a package's ``RECORD`` last and moves what it replaces to a name with a tilde.
    """
    for folder in [*site_packages.glob("*.dist-info"), *site_packages.glob("~*")]:
        record = folder / "RECORD"
        if folder.name.startswith("~") or not record.exists() or record.stat().st_size == 0:
            shutil.rmtree(folder, ignore_errors=True)


def install(environment: Environment, profile: str, words: Words) -> None:
    """Install the pinned requirements of `profile`, with one line of progress on a terminal.

    Raises
    ------
    Trouble
        pip failed; says why and what to do.
    """
    requirements = environment.root / f"requirements{'' if profile == 'run' else f'-{profile}'}.txt"
    words.say("installing", size=FETCHED_MB[profile])
    began = time.monotonic()
    environment.log.unlink(missing_ok=True)
    code = _run_pip(
        [environment.python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "3",
         "--only-binary", ":all:", "--log", environment.log, "--requirement", requirements],
        words,
    )  # fmt: skip
    if code != 0:
        raise explain(environment, profile, code)
    environment.log.unlink(missing_ok=True)  # 20 MB that nobody reads
    words.say("installed", seconds=round(time.monotonic() - began))


def _run_pip(command: list[str | Path], words: Words) -> int:
    shows_progress = sys.stderr.isatty()
    seen: set[str] = set()
    surroundings = {
        **os.environ,
        "PIP_USER": "0",
    }  # pip refuses a person's --user setting inside an environment
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=surroundings,
    ) as process:
        for line in process.stdout or ():
            asked = _ASKED_FOR.match(line)
            if asked and asked[1] not in seen:
                seen.add(asked[1])
                if shows_progress:
                    _overwrite(words("fetching", done=len(seen), package=asked[1]))
            elif shows_progress and line.startswith("Installing collected packages"):
                _overwrite(words("unpacking"))
    if shows_progress:
        _overwrite("")
    return process.returncode


def _overwrite(text: str) -> None:
    """Write over the current line of the terminal."""
    width = shutil.get_terminal_size().columns - 1
    sys.stderr.write("\r" + text[:width].ljust(width) + ("" if text else "\r"))
    sys.stderr.flush()


def explain(environment: Environment, profile: str, code: int) -> Trouble:
    """Turn pip's log into one sentence that names the package, the cause and the remedy."""
    try:
        log = environment.log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        log = ""
    key, package = diagnose(log)
    return Trouble(
        key,
        package=package or "?",
        code=code,
        path=environment.path,
        log=environment.log,
        needed=f"{NEEDED_GB[profile]:.1f}",
        free=f"{free_gb(environment.path):.1f}",
        python=platform.python_version(),
        platform=f"{platform.system()} {platform.machine()}",
    )


def diagnose(log: str) -> tuple[str, str]:
    """Find the cause and the package in what pip said.

    Returns
    -------
    tuple
        Key of a text in `commands.words.TEXTS`, and the package's name and pin ("" where none is named).

    Examples
    --------
    >>> diagnose("ERROR: No matching distribution found for pandas==99")
    ('no_version', 'pandas==99')
    """
    not_found = _NOT_FOUND.findall(log)
    asked = _LAST_ASKED.findall(log)
    package = (not_found or asked or [""])[-1]
    if _DISK_FULL.search(log):
        return "disk_full", package
    # An index that cannot be reached ends in "no matching distribution" too: the retries before it tell the two apart.
    if _NETWORK.search(log):
        return "no_network", package
    if not_found:
        return "no_version", package
    return ("no_permission" if _REFUSED.search(log) else "pip_failed"), package


def raise_if_full(path: Path, said: str, *, log: str = "-") -> None:
    """Raise the sentence for a full disk where `said` speaks of one, or where nothing is free any more."""
    free = free_gb(path)
    if _DISK_FULL.search(said) or free < _NOTHING_GB:
        raise Trouble("disk_full", path=path, needed=f"{NEEDED_GB['run']:.1f}", free=f"{free:.1f}", log=log)
