"""Metrics for Prometheus: runs of pages, faults, sessions, caches, the store, memory of the process.

Runs and faults come from `watch`; sessions and caches are Streamlit's own counts. No label holds anything that a reader wrote.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client.exposition import generate_latest
from streamlit import runtime

from pages.parts import probes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from prometheus_client.metrics_core import Metric

    from pages.parts.watch import Run

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_SESSIONS, _EVENTS = "active_sessions", "session_events"
_LOOKUPS, _EVICTIONS, _DURATIONS = "cache_lookups", "cache_evictions", "cache_compute_duration_seconds"
_BYTES = "cache_memory_bytes"
_OURS = "pages.parts.data."

__all__ = ["CONTENT_TYPE", "Metrics"]


class Metrics:
    """What one process tells Prometheus; a listener of `watch`."""

    def __init__(self) -> None:
        disable_created_metrics()
        self.registry = CollectorRegistry()
        self._runs = Histogram(
            "atlas_run_seconds",
            "Time that a page or a fragment of it took to run",
            ["page", "part", "result"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._faults = Counter(
            "atlas_faults", "Faults that readers were told of", ["kind"], registry=self.registry
        )
        for kind in ("data", "program"):  # a series that is there from the start can be alarmed on
            self._faults.labels(kind)
        self.registry.register(_Streamlit())
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)

    def ran(self, run: Run, seconds: float) -> None:
        """Count a run."""
        self._runs.labels(run.page or "unknown", run.part, run.result).observe(seconds)

    def failed(self, kind: str) -> None:
        """Count a fault."""
        self._faults.labels(kind).inc()

    def text(self) -> bytes:
        """Everything as Prometheus reads it."""
        return generate_latest(self.registry)


class _Streamlit:
    """Sessions, caches and the store, read when they are asked for."""

    def collect(self) -> Iterable[Metric]:
        """Give the metrics of this moment."""
        state = probes.state
        store = GaugeMetricFamily("atlas_store_info", "Version of the data in use", labels=["version"])
        if state.version:
            store.add_metric([state.version], 1)
        yield store
        yield GaugeMetricFamily("atlas_ready", "Whether the store is open and verified", int(state.is_ready))
        if runtime.exists():
            yield from _of_sessions()
            yield from _of_caches()


def _stats(*families: str) -> dict[str, Any]:
    manager = runtime.get_instance().stats_mgr
    return dict(manager.get_stats(family_names=list(families)))


def _of_sessions() -> Iterator[Metric]:
    found = _stats(_SESSIONS, _EVENTS)
    yield GaugeMetricFamily("atlas_sessions", "Open sessions", sum(stat.value for stat in found[_SESSIONS]))
    events = CounterMetricFamily(
        "atlas_session_events", "Sessions opened, opened again and closed", labels=["type"]
    )
    for stat in found[_EVENTS]:
        events.add_metric([(stat.labels or {}).get("type", "")], stat.value)
    yield events


def _of_caches() -> Iterator[Metric]:
    """What each cache holds: looked up in vain and kept since, less what was thrown out; and how often it had an answer."""
    found = _stats(_LOOKUPS, _EVICTIONS, _DURATIONS)
    lookups = CounterMetricFamily("atlas_cache_lookups", "Questions to a cache", labels=["cache", "result"])
    held: dict[str, float] = defaultdict(float)
    for stat in found.get(_LOOKUPS, ()):
        name = _named(stat.labels)
        lookups.add_metric([name, stat.labels["result"]], stat.value)
    yield lookups
    for stat in found.get(_DURATIONS, ()):
        held[_named(stat.labels)] += _finite(stat.observation_count)
    for stat in found.get(_EVICTIONS, ()):
        held[_named(stat.labels)] -= stat.value
    entries = GaugeMetricFamily("atlas_cache_entries", "Results that a cache holds", labels=["cache"])
    for name, count in held.items():
        entries.add_metric([name], max(0.0, count))
    yield entries


def _named(labels: dict[str, str] | None) -> str:
    return (labels or {}).get("cache", "").removeprefix(_OURS)


def _finite(number: float) -> float:
    return number if math.isfinite(number) else 0.0
