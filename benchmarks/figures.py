"""What was measured, as rows of the one table."""

import math
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import NamedTuple

from sqlcipher3 import dbapi2
from tabulate import tabulate
from textual import __version__ as textual_version

HEADERS = ("measured", "members", "paicha", "baseline", "ratio", "what the baseline is")


class Figure(NamedTuple):
    """One row of the table; without a baseline, the last three cells say why or stay empty."""

    what: str
    members: int
    measured: str
    baseline: str = ""
    ratio: str = ""
    against: str = ""


def seconds(value: float) -> str:
    """Seconds with three significant digits."""
    return f"{value:.3g} s" if value < 100 else f"{value:.0f} s"


def milliseconds(value: float) -> str:
    """Milliseconds of a value in seconds."""
    return f"{1000 * value:.3g} ms" if value < 0.1 else f"{1000 * value:,.0f} ms"


def megabytes(value: float) -> str:
    """MB of a value in bytes."""
    return f"{value / 1e6:.0f} MB"


def figure(
    what: str, members: int, form: Callable[[float], str], measured: float, baseline: float | None, against: str
) -> Figure:
    """A figure beside its baseline (None: it could not be had, and ``against`` says why)."""
    if baseline is None:
        return Figure(what, members, form(measured), against=against)
    return Figure(what, members, form(measured), form(baseline), times(measured, baseline), against)


def spread(what: str, members: int, measured: Sequence[float], baseline: Sequence[float], against: str) -> Figure:
    """Many single times in seconds as ``median / p95`` in milliseconds; the ratio is that of the medians."""
    ratio = times(median(measured), median(baseline)) if baseline else ""
    return Figure(what, members, _both(measured), _both(baseline) if baseline else "", ratio, against)


def times(measured: float, baseline: float) -> str:
    """How many times the baseline."""
    return f"{measured / baseline:.2f}"


def _both(values: Sequence[float]) -> str:
    at_95 = sorted(values)[math.ceil(0.95 * len(values)) - 1]
    return f"{1000 * median(values):.1f} / {1000 * at_95:.1f} ms"


def table(figures: Iterable[Figure]) -> str:
    """The table as plain text."""
    rows = [(*each[:1], f"{each.members:,}", *each[2:]) for each in figures]
    align = ("left", "right", "right", "right", "right", "left")
    return tabulate(rows, HEADERS, tablefmt="simple", disable_numparse=True, colalign=align)


def machine() -> str:
    """What it was measured on, and how busy that was."""
    connection = dbapi2.connect(":memory:")
    (cipher,), (sqlite,) = (
        connection.execute(query).fetchone() for query in ("PRAGMA cipher_version", "SELECT sqlite_version()")
    )
    connection.close()
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite}, SQLCipher {cipher}, Textual {textual_version}; "
        f"load average {load}"
    )
