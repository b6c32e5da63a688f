"""A program in a pseudo-terminal: keys go in as bytes, and every chunk that comes out has its time."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from benchmarks.display import Display

WIDTH, HEIGHT = 160, 45
QUIET = 0.05
"""Seconds without output after which a repaint counts as finished."""
SETTLED = 0.5
"""Seconds without output after which nothing that a timer draws is still to come."""
PATIENCE = 300.0
_QUIT = b"\x11"
_HOUSE = Path(__file__).parents[1]

Seen = Callable[[Sequence[str]], bool]
"""Whether the lines of the screen show what is waited for."""


class PseudoTerminal:
    """One program on a screen of 160 by 45. Use it as a context manager: it ends the program.

    Times are seconds of the monotonic clock, which all processes share.
    """

    def __init__(self, command: Sequence[str | Path]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
        self._program = subprocess.Popen(
            list(map(str, command)), stdin=theirs, stdout=theirs, stderr=theirs, cwd=_HOUSE, start_new_session=True,
            env=kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        os.close(theirs)
        self._display = Display(WIDTH, HEIGHT)

    @property
    def lines(self) -> Sequence[str]:
        """The lines of the screen."""
        return self._display.lines

    @property
    def resident(self) -> int:
        """Bytes of memory that the program occupies now."""
        status = Path(f"/proc/{self._program.pid}/status").read_text()
        found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
        assert found
        return 1024 * int(found[1])

    def press(self, key: bytes, until: Seen | None = None) -> float:
        """Seconds from writing the key to the last byte of the repaint, or to the one that showed what was awaited."""
        started = monotonic()
        os.write(self._ours, key)
        return self.drawn(until) - started

    def drawn(self, until: Seen | None = None) -> float:
        """Wait until something is drawn; the time of the last byte, or of the one that showed what is waited for.

        Output is looked at only when it is quiet again, since looking would delay the reading.
        """
        while True:
            came = shown = 0.0
            for came, chunk in self._output(PATIENCE, QUIET):
                self._display.feed(chunk)
                if until is not None and not shown and until(self.lines):
                    shown = came
            if not came:
                raise RuntimeError("\n".join(["the program in the pseudo-terminal draws nothing:", *self.lines]))
            if until is None or shown:
                return shown or came

    def settle(self) -> None:
        """Wait until nothing more is drawn."""
        for _, chunk in self._output(SETTLED, SETTLED):
            self._display.feed(chunk)

    def _output(self, patience: float, quiet: float) -> Sequence[tuple[float, bytes]]:
        """What comes until it is quiet, each chunk with the time of its coming; ``patience`` is for the first one."""
        chunks: list[tuple[float, bytes]] = []
        while select.select([self._ours], [], [], quiet if chunks else patience)[0]:
            chunk = b""
            with suppress(OSError):  # EIO: the program has ended
                chunk = os.read(self._ours, 2**16)
            if not chunk:
                break
            chunks.append((monotonic(), chunk))
        return chunks

    def close(self) -> None:
        """Let the program end as on its own key for it."""
        with suppress(OSError):
            os.write(self._ours, _QUIT)
        while self._output(SETTLED, SETTLED):
            pass
        try:
            self._program.wait(SETTLED)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        os.close(self._ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
