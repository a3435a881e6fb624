"""Let one ``atlas.py`` install at a time."""

from __future__ import annotations

import contextlib
import errno
import sys
import time
from typing import IO, TYPE_CHECKING

from commands import installing
from commands.words import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from commands.words import Words

_POLL_SECONDS = 0.5


@contextlib.contextmanager
def only_one(path: Path, words: Words) -> Iterator[None]:
    """Wait for other installations of the same environment; the lock ends with its process, however that ends.

    Parameters
    ----------
    path
        Folder of the environment; the lock is a file beside it.
    words
        Where to say that there is somebody to wait for.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_name(f"{path.name}.lock").open("a+b")
    except OSError as error:
        installing.raise_if_full(path, str(error))
        raise Trouble("no_permission", path=path.parent, log="-") from error
    with file:
        if not try_lock(file):
            words.say("waiting_for_other")
            while not try_lock(file):
                time.sleep(_POLL_SECONDS)
        yield


def try_lock(file: IO[bytes]) -> bool:
    """Lock `file`; False only where somebody else has it (some network disks know no locks at all)."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
    return True
