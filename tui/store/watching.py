"""Watching long work: how far it is, and whether it is still wanted."""

from collections.abc import Callable

from tui.faults import Failure, Fault

Progress = Callable[[int, int], None]
"""Is told (done, in all)."""

Cancelled = Callable[[], bool]


def watched(progress: Progress | None, cancelled: Cancelled | None) -> Progress:
    """Tells both; ``Failure(CANCELLED)`` as soon as the work is no longer wanted."""

    def told(done: int, total: int) -> None:
        if cancelled and cancelled():
            raise Failure(Fault.CANCELLED)
        if progress:
            progress(done, total)

    return told
