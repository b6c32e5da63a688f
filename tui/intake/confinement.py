"""What a child gives up before it looks at a hostile file."""

import ctypes
import os
import resource
import signal
from typing import Final

_OPEN_FILES: Final = 64
_PR_SET_PDEATHSIG: Final = 1


def give_up(memory: int, seconds: int) -> None:
    """Give up, for good: memory beyond so many bytes, CPU time beyond so many seconds, writing files, starting
    processes, core dumps; and die with the parent. Nothing goes to stderr any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        _, hard = resource.getrlimit(what)
        lowered = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (lowered, lowered))
