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
from itertools import pairwise
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self

from benchmarks.display import Display

WIDTH, HEIGHT = 160, 45
QUIET = 0.008
"""Seconds without output after which a repaint counts as finished: Textual's next one comes 17 ms after it at least."""
RESTED = 0.07
"""Seconds without output after which no other part of the screen follows any more."""
SETTLED = 0.5
"""Seconds without output after which nothing that a timer draws is still to come."""
PATIENCE = 300.0
_TERMINAL = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LC_ALL": "C.UTF-8",
    "COLUMNS": str(WIDTH),
    "LINES": str(HEIGHT),
}
_QUIT = b"\x11"
_HOUSE = Path(__file__).parents[1]

Shown = Callable[[Sequence[str]], bool]
"""Whether the lines of the screen show what is waited for."""


class Repaint(NamedTuple):
    """Seconds from a key to the last byte of the first repaint, and to that of the last one before a rest."""

    first: float
    last: float


class PseudoTerminal:
    """One program on a screen of 160 by 45. Use it as a context manager: it ends the program.

    Times are seconds of the monotonic clock, which all processes share.
    """

    def __init__(self, command: Sequence[str | Path]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
        self._program = subprocess.Popen(
            list(map(str, command)),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=_HOUSE,
            env=kept | _TERMINAL,
            start_new_session=True,
        )
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

    def press(self, key: bytes) -> Repaint:
        """Press a key and wait for what it draws."""
        started = monotonic()
        os.write(self._ours, key)
        chunks = self._drawn()
        times = [came for came, _ in chunks]
        first = next((one for one, next_ in pairwise(times) if next_ - one > QUIET), times[-1])
        for _, chunk in chunks:
            self._display.feed(chunk)
        return Repaint(first - started, times[-1] - started)

    def press_until(self, key: bytes, shown: Shown) -> float:
        """Seconds from writing the key to the byte with which the screen shows what is waited for."""
        started = monotonic()
        os.write(self._ours, key)
        return self.wait(shown) - started

    def wait(self, shown: Shown) -> float:
        """Wait until the screen shows it; the time of the byte with which it did."""
        seen, until = 0.0, monotonic() + PATIENCE
        while not seen:
            if monotonic() > until:
                raise RuntimeError("\n".join(["what is waited for is not drawn:", *self.lines]))
            for came, chunk in self._drawn():
                self._display.feed(chunk)
                if not seen and shown(self.lines):
                    seen = came
        return seen

    def _drawn(self) -> Sequence[tuple[float, bytes]]:
        """The next output up to a rest. It is looked at only afterwards, since looking would delay the reading."""
        chunks = self._output(PATIENCE, RESTED)
        if not chunks:
            raise RuntimeError("\n".join(["the program in the pseudo-terminal draws nothing:", *self.lines]))
        return chunks

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
