"""Hostile files by the thousand: each ends as a table, a layer or one message, in time, within memory, and touches nothing."""

from __future__ import annotations

import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geodata.uploads import DEFAULT_LIMITS, Features, Table, UploadError
from geodata.uploads.process import START_SECONDS
from geodata.uploads.texts import is_rule
from tests.geodata.uploads.fuzzer import case
from tests.geodata.uploads.watching import Watched, watch

SEED = 3
SOME, ALL = 60, 2_000
PROGRESS = os.environ.get("ATLAS_FUZZ_LOG", "")
"""File that takes a line for each file tried, for those who wait."""
MEMORY_KIB = DEFAULT_LIMITS.memory_bytes / 1024
TOLERANCE = 1.0
"""Seconds for ending the process and taking in its answer, on a machine that does other things too."""


def faults(seen: Watched) -> list[str]:
    """What a file was able to do that none should."""
    found = []
    if not isinstance(seen.result, Table | Features | UploadError):
        found.append(f"gave {type(seen.result)}")
    if isinstance(seen.result, UploadError) and not is_rule(seen.result.rule):
        found.append(f"unknown rule {seen.result.rule}")
    late = max(seen.outcome.start_seconds - START_SECONDS, 0)
    if seen.seconds - late > DEFAULT_LIMITS.seconds + TOLERANCE:
        found.append(f"took {seen.seconds:.1f} s")
    if seen.peak_kib > MEMORY_KIB:
        found.append(f"took {seen.peak_kib} KiB")
    # Also once sealed, when opening fails: nothing but the interpreter's own files may even be asked for.
    if seen.strange:
        found.append(f"touched {seen.strange[:3]}")
    return found


def test_hostile_files(full: bool, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: FBT001 - a fixture
    def tried(number: int) -> tuple[str, str, list[str]]:
        made = case(SEED, number)
        seen = watch(made.data)
        rule = getattr(seen.result, "rule", "read")
        if PROGRESS:
            with Path(PROGRESS).open("a", encoding="utf-8") as log:
                log.write(
                    f"{number} {made.label} {rule} {seen.seconds:.2f} {seen.outcome.start_seconds:.2f} {seen.peak_kib}\n"
                )
        return f"{number} {made.label}", rule, faults(seen)

    # The work is done in the workers; two at a time keep two cores busy.
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(tried, range(ALL if full else SOME)))
    wrong = {label: found for label, _, found in ends if found}
    rules = Counter(rule for _, rule, _ in ends)
    with capsys.disabled():
        print(f"\n{sum(rules.values())} files: {dict(rules.most_common())}")
    assert wrong == {}
    assert len(rules) > 10, "the fuzzer hardly reaches any rule"
    assert rules["read"] > 0, (
        "no broken file is still readable: the fuzzer breaks too much to reach the readers"
    )


def test_same_number_gives_the_same_file() -> None:
    assert case(SEED, 7).data == case(SEED, 7).data
    assert case(SEED, 7).data != case(SEED + 1, 7).data


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such count")
def test_no_worker_took_more_memory_than_allowed() -> None:
    """The system's own count of the largest child of this process, over all tests that ran before.

    It starts from what this process itself held when it started the child, so that is no excuse but a floor.
    """
    import resource

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1024 if sys.platform == "darwin" else 1
    assert peak / unit <= max(MEMORY_KIB, own / unit)
