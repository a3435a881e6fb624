"""The exceptions: their family, their messages, their way through a process pool."""

from __future__ import annotations

import pickle
from typing import Never

import pytest

from geodata import errors


def test_all_of_them_are_atlas_errors() -> None:
    for name in set(errors.__all__) - {"require_known"}:
        assert issubclass(getattr(errors, name), errors.AtlasError)
    for name in ("StoreMissing", "StoreDamaged", "StoreTooNew"):
        assert issubclass(getattr(errors, name), errors.StoreError)


def test_every_fault_is_kept_and_the_first_twenty_are_shown() -> None:
    error = errors.SchemaError("Table x is broken.", [f"fault {n}" for n in range(25)])
    assert len(error.faults) == 25
    assert "fault 19" in str(error)
    assert "fault 20" not in str(error)
    assert str(error).endswith("and 5 more")


def test_a_worker_process_can_send_its_error_back() -> None:
    error = pickle.loads(pickle.dumps(errors.SourceError("File x.", ["a", "b"])))  # noqa: S301
    assert isinstance(error, errors.SourceError)
    assert error.faults == ["a", "b"]
    assert str(error) == "File x.\n  - a\n  - b"


def test_an_unknown_name_is_a_key_error_with_a_plain_sentence() -> Never:
    with pytest.raises(KeyError) as caught:
        raise errors.UnknownName("`level` must be a level.")
    assert str(caught.value) == "`level` must be a level."


def test_an_unknown_name_gets_suggestions() -> None:
    errors.require_known("hdi", {"hdi"}, "indicator", "catalogue")
    with pytest.raises(
        errors.UnknownName, match=r"`indicator` 'hdy' is not in the catalogue.*Did you mean hdi\?"
    ):
        errors.require_known("hdy", {"hdi", "gini"}, "indicator", "catalogue")
