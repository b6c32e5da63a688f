"""Waiting in tests for the very thing that is asserted, never for a time."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.pilot import Pilot

LONGEST = 20.0  # seconds after which a test gives up


async def until(pilot: Pilot[Any], predicate: Callable[[], object], what: str) -> None:
    """Let the program run until ``predicate`` is true; fail with ``what`` if it never becomes so."""
    deadline = monotonic() + LONGEST
    while not predicate():
        assert monotonic() < deadline, f"waited in vain until {what}"
        await pilot.pause()
