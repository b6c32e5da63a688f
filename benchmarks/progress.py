"""What the run says of itself on standard error, and how seconds are taken."""

import sys
from collections.abc import Callable
from statistics import median
from time import monotonic, perf_counter
from typing import TypeVar

R = TypeVar("R")

_STARTED = monotonic()


def say(sentence: str) -> None:
    """Tell whoever waits where the run is, with the seconds since it began."""
    print(f"{monotonic() - _STARTED:6.1f} s  {sentence}", file=sys.stderr, flush=True)


def timed(work: Callable[[], R]) -> tuple[float, R]:
    """Seconds that the work takes, and what it gives."""
    started = perf_counter()
    result = work()
    return perf_counter() - started, result


def typical(work: Callable[[], object], runs: int = 3) -> float:
    """Median seconds of some runs of the same work."""
    return median(timed(work)[0] for _ in range(runs))
