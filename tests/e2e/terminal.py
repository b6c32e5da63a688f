"""A real terminal for tests: the installed program in tmux, driven by keys, read as text."""

import os
import subprocess
import sys
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

LONGEST = 60.0
"""Seconds after which a wait gives up; the machine may be slow, the program may not be silent."""

PAICHA = Path(sys.executable).with_name("paicha")


class Terminal:
    """One tmux server with one pane. Keys are tmux key names; waiting is for text, never for time."""

    def __init__(self, *command: str | Path, size: tuple[int, int] = (160, 45)) -> None:
        self._socket = f"paicha-{uuid.uuid4().hex[:12]}"
        width, height = size
        # Textual believes COLUMNS and LINES more than the terminal, and a test runner may have set them.
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment |= {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        line = " ".join(f"'{part}'" for part in command)
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(height),
            f"{line}; echo; echo \"left with $?\"; cat", env=environment,
        )  # fmt: skip
        self._tmux("set", "-s", "escape-time", "0")

    def _tmux(self, *words: str, env: dict[str, str] | None = None) -> str:
        done = subprocess.run(["tmux", "-L", self._socket, *words], env=env, check=True, capture_output=True, text=True)
        return done.stdout

    @property
    def screen(self) -> str:
        """What stands on the screen now."""
        return self._tmux("capture-pane", "-p")

    @property
    def scrollback(self) -> str:
        """Everything that the terminal still holds, what has scrolled away included."""
        return self._tmux("capture-pane", "-p", "-S", "-")

    def press(self, *keys: str) -> None:
        """Send keys, one after the other."""
        for key in keys:
            self._tmux("send-keys", key)

    def write(self, text: str) -> None:
        """Type text as it is."""
        self._tmux("send-keys", "-l", text)

    def until(self, text: str) -> str:
        """Wait until the text stands on the screen; gives the screen."""
        return self._wait(text, present=True)

    def until_last(self, text: str) -> None:
        """Wait until the text stands in the last line that is not empty."""
        deadline = time.monotonic() + LONGEST
        while text not in (screen := self.screen).rstrip().rpartition("\n")[-1]:
            assert time.monotonic() < deadline, f"waited in vain for a last line with {text!r} in:\n{screen}"
            time.sleep(0.05)

    def until_gone(self, text: str) -> str:
        """Wait until the text no longer stands on the screen."""
        return self._wait(text, present=False)

    def _wait(self, text: str, *, present: bool) -> str:
        deadline = time.monotonic() + LONGEST
        while (text in (screen := self.screen)) is not present:
            assert time.monotonic() < deadline, f"waited in vain for {text!r} (present: {present}) in:\n{screen}"
            time.sleep(0.05)
        return screen

    def close(self) -> None:
        """End the program and the server."""
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
