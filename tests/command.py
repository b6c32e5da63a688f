"""The command line, each time in a process of its own that is forked from one that has the program loaded.

To start an interpreter and load the program takes four times as long as what most commands do. That the installed
command starts is proved with the first vault (test_cli.py) and in the terminal (e2e).
"""

import os
import sys
import tempfile
from pathlib import Path
from subprocess import CompletedProcess

from forking import forks

import tui.cli  # noqa: F401 - what the server is to have loaded
from tui.__main__ import main

PATIENCE = 120.0
"""Seconds for a command."""
STREAMS = ("stdin", "stdout", "stderr")


def paicha(*words: str | Path, typed: str) -> CompletedProcess[str]:
    """Run ``paicha`` with these words and what is typed; gives its exit code and all that it printed."""
    command = ["paicha", *map(str, words)]
    with tempfile.TemporaryDirectory(prefix="paicha-command-") as place:
        files = [Path(place) / name for name in STREAMS]
        for file, text in zip(files, (typed, "", ""), strict=True):
            file.write_text(text, "utf-8")
        process = forks().Process(target=run, args=(command, files, dict(os.environ)))
        process.start()
        process.join(PATIENCE)
        assert process.exitcode is not None, f"{command} does not end"
        _, printed, told = (file.read_text("utf-8") for file in files)
    return CompletedProcess(command, process.exitcode, printed, told)


def run(command: list[str], files: list[Path], environment: dict[str, str]) -> None:
    """In the process: what the installed script does, with the files for its three streams."""
    for number, file in enumerate(files):
        opened = os.open(file, os.O_WRONLY if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - to the end of the process
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = command
    main()
