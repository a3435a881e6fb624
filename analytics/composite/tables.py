"""Tables of places by indicators, checked: every fault at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.errors import IndexDataError

__all__ = ["asked_places", "data_hash", "indicator_columns"]

Column = npt.NDArray[np.float64]


def indicator_columns(
    frame: pd.DataFrame, indicators: Iterable[str], argument: str, *, positive: Iterable[str] = ()
) -> dict[str, Column]:
    """Columns as float64 arrays in the order of the rows; missing values are NaN.

    Parameters
    ----------
    frame
        Index: code of each place, once; one column an indicator. Others are ignored.
    indicators
        Columns to take.
    argument
        Name of the argument, for messages.
    positive
        Those that are scored on a log scale: values must be above 0.

    Returns
    -------
    dict
        Indicator -> array of shape (places,).

    Raises
    ------
    IndexDataError
        If a place stands twice, or a column is missing, is no number, or holds infinite values or, on a log scale,
        values that are not positive.
    """
    faults, found = [], {}
    if not frame.index.is_unique:
        twice = sorted({str(code) for code in frame.index[frame.index.duplicated()]})
        faults.append(f"each place must stand once; more than once: {', '.join(twice[:5])}")
    for name in dict.fromkeys(indicators):
        if list(frame.columns).count(name) != 1:
            times = list(frame.columns).count(name)
            faults.append(
                f"{name}: must be one column, there are {times}; where nothing is known give a column of NaN"
            )
            continue
        try:
            numbers = pd.to_numeric(frame[name]).to_numpy(dtype="float64", na_value=np.nan)
        except (TypeError, ValueError):
            faults.append(f"{name}: must hold numbers, it holds {frame[name].dtype}")
            continue
        values: Column = np.array(numbers, dtype=np.float64)
        faults += _wrong_values(name, values, frame.index, log=name in set(positive))
        found[name] = values
    if faults:
        raise IndexDataError(f"`{argument}` cannot be scored; correct:", faults)
    return found


def _wrong_values(name: str, values: Column, codes: pd.Index, *, log: bool) -> list[str]:
    faults = []
    endless = np.isinf(values)
    if endless.any():
        faults.append(f"{name}: {int(endless.sum())} infinite values, first at {codes[endless][0]}")
    low = log & (values <= 0)
    if low.any():
        faults.append(
            f"{name}: is scored on a log scale, {int(low.sum())} values are not above 0, first at {codes[low][0]}"
        )
    return faults


def data_hash(frame: pd.DataFrame, indicators: Iterable[str]) -> str:
    """SHA-256 (hexadecimal) of the figures that an index uses; the order of rows and columns does not matter."""
    columns = indicator_columns(frame, indicators, "frame")
    codes = np.array([str(code) for code in frame.index], dtype=object)
    order = np.argsort(codes, kind="stable")
    digest = hashlib.sha256("\n".join(codes[order]).encode())
    for name in sorted(columns):
        values = columns[name][order]
        # One bit pattern for every NaN and for both zeros.
        values = np.where(np.isnan(values), np.nan, values + 0.0)
        digest.update(b"\0" + name.encode() + b"\0" + values.astype("<f8").tobytes())
    return digest.hexdigest()


def asked_places(frame: pd.DataFrame, among: Iterable[str]) -> list[str]:
    """Codes asked for, each once, in the order asked.

    Raises
    ------
    ValueError
        If one is not in the frame's index.
    """
    codes = list(dict.fromkeys(among))
    strange = [str(code) for code in codes if code not in frame.index]
    if strange:
        raise ValueError(f"`among` must be places of `frame`, {', '.join(strange[:5])} is none.")
    return codes
