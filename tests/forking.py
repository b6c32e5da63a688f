"""A server of processes that have everything loaded when they begin."""

import multiprocessing
import os
import sys
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

import pytest


@cache
def forks() -> ForkServerContext:
    """Processes to run a command in, or to kill: a new interpreter for each of the hundreds of them would take longer
    than all of them together."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["command", "victim", "vault_victim"])
    with pytest.MonkeyPatch.context() as patch:
        # The server passes in silence over what it cannot import, and it does not look where pytest has been told to.
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()
    return context
