"""Entry of the worker process; run as a script with ``python -I``.

The packages above are put in place as empty shells: their own ``__init__`` would import pandas and the store,
which takes longer than reading a small file does.
"""

from __future__ import annotations

import sys
import types
from pathlib import Path


def main() -> None:
    """Answer one request from stdin on stdout."""
    package = Path(__file__).resolve().parents[2]
    for name, folder in (("geodata", package), ("geodata.uploads", package / "uploads")):
        shell = types.ModuleType(name)
        shell.__path__ = [str(folder)]
        sys.modules[name] = shell
    from geodata.uploads.worker.session import serve

    serve()


if __name__ == "__main__":
    main()
