"""Pushes in processes of their own, which a test may kill: ``FOLDER<tab>URL`` in, its pid out, a line in, its end out.

Imports are made once and each push is a fork, so that what is cut off is the push and not Python's start.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from geodata.backing import FolderBacking
from geodata.errors import StoreError
from geodata.postgis import loading  # noqa: F401 - imported ahead
from geodata.postgis.versions import PostgisStore


def main() -> None:
    for line in sys.stdin:
        folder, url = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            code = 0
            try:
                PostgisStore(url).push(FolderBacking(Path(folder)), keep=3, readers=(), say=lambda _: None)
            except StoreError as error:
                sys.stderr.write(f"{error}\n")
                code = 1
            finally:
                os._exit(code)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        sys.stdin.readline()  # not before the test has done with its pid, which would be somebody else's then
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
