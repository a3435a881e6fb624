"""Is the process alive, and is it ready: its store opened, every table of it read and compared with manifest and schema.

``ATLAS_PROBES=on`` adds ``/healthz``, ``/readyz`` and ``/metrics`` to the server (deploy/ does; nginx keeps them to itself).
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geodata.store import Store

VARIABLE = "ATLAS_PROBES"
LOG = logging.getLogger("atlas.ready")
AGAIN_SECONDS = 5.0
"""After a failure, the store is looked at again so much later."""


def wanted(environment: Mapping[str, str]) -> bool:
    """Whether ``ATLAS_PROBES`` asks for the endpoints.

    Raises
    ------
    AtlasError
        If it is neither ``on`` nor ``off`` nor empty.
    """
    said = environment.get(VARIABLE, "").strip().lower()
    if said not in {"", "on", "off"}:
        raise AtlasError(f"{VARIABLE} is {said!r}: it must be 'on', 'off' or empty.")
    return said == "on"


@dataclass
class State:
    """What is known of the store: not yet opened, opened as a version, or why not."""

    version: str = ""
    fault: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether pages can be shown."""
        return bool(self.version)

    def said(self) -> dict[str, object]:
        """Say it in the body of an answer."""
        return {"ready": self.is_ready, "store": self.version, "fault": self.fault}


state = State()


def verify(store: Store) -> str:
    """Read every table of a store, which compares its bytes with the manifest and its rows with the schema.

    Returns
    -------
    str
        Version of the store.
    """
    catalogue = store.catalogue()
    for read in (
        store.sources,
        store.codes,
        store.place_table,
        store.facts,
        store.ascn,
        store.points,
        store.quality,
    ):
        read()
    store.values(catalogue["indicator"].iloc[0])  # one is enough to read all of them
    store.geometry_names()
    return store.version


def watch_store(open_it: Callable[[], Store], pause: float = AGAIN_SECONDS) -> threading.Thread:
    """Open and verify the store in a thread of its own, until it succeeds: a store that comes late needs no restart."""

    def work() -> None:
        while not state.is_ready:
            try:
                state.version = verify(open_it())
                state.fault = ""
                LOG.info("ready", extra={"atlas": {"store": state.version}})
            except (AtlasError, OSError) as error:
                if state.fault != type(error).__name__:  # once, not every five seconds
                    LOG.error("not ready", exc_info=error)  # noqa: TRY400 - `logs` decides what of it is written
                state.fault = type(error).__name__
                time.sleep(pause)

    thread = threading.Thread(target=work, name="atlas-ready", daemon=True)
    thread.start()
    return thread
