"""A process that is killed at a moment of its own work: seconds of its processor, so that a busy machine moves nothing.

The kernel kills it, and at once: nobody handles SIGPROF, no more than anybody could handle SIGKILL.
"""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from forking import forks

RUNS = 50
PATIENCE = 60.0
"""Seconds for a process that does not answer at all."""


def work(act: Callable[[], object], channel: Connection, moment: float | None) -> None:
    """In the process: do it; ``channel`` hears of the beginning and of what it took, if it comes to that."""
    channel.send("begun")
    start = time.process_time()
    if moment is not None:
        signal.setitimer(signal.ITIMER_PROF, moment)
    act()
    channel.send(time.process_time() - start)


@contextmanager
def begun(target: Callable[..., None], *words: object, moment: float | None) -> Iterator[Connection]:
    """``target(*words, channel, moment)`` in a process of its own, just begun; in the end the process is gone."""
    here, there = forks().Pipe(duplex=False)
    process = forks().Process(target=target, args=(*words, there, moment), daemon=True)
    process.start()
    there.close()
    try:
        assert here.poll(PATIENCE)
        assert here.recv() == "begun"
        yield here
    finally:
        process.kill()
        process.join()
        here.close()


def kill(target: Callable[..., None], *words: object, moment: float) -> None:
    """Let it be killed at that moment, or as soon as it is done."""
    with begun(target, *words, moment=moment) as channel:
        assert channel.poll(PATIENCE)


def duration(target: Callable[..., None], *words: object) -> float:
    """Seconds of the processor that it takes when it is left alone until it is done."""
    with begun(target, *words, moment=None) as channel:
        assert channel.poll(PATIENCE)
        return float(channel.recv())
