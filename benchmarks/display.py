"""What stands on the screen of a terminal that has received these bytes: enough of one to read Textual's output."""

import codecs
import re

from wcwidth import wcwidth

_PIECE = re.compile(
    r"\x1b\[(?P<parameters>[0-?]*)[ -/]*(?P<final>[@-~])"
    r"|\x1b[\]P^_X].*?(?:\x07|\x1b\\)"
    r"|\x1b[()*+]."
    r"|\x1b[^\[\]P^_X()*+]"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
    r"|(?P<text>[^\x00-\x1f\x7f]+)",
    re.DOTALL,
)


class Display:
    """A grid of cells; colours and modes are ignored, the second cell of a wide character is empty."""

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._x = self._y = 0
        self._wipe()

    @property
    def lines(self) -> list[str]:
        """The lines of the screen."""
        return ["".join(cells) for cells in self._cells]

    def feed(self, received: bytes) -> None:
        """Take in the next bytes; an unfinished sequence waits for those that follow."""
        text = self._rest + self._decoder.decode(received)
        end = 0
        while (piece := _PIECE.match(text, end)) is not None:
            end = piece.end()
            if piece["text"]:
                self._write(piece["text"])
            elif piece["final"]:
                self._control(piece["final"], piece["parameters"])
            elif piece["control"] == "\n":
                self._x, self._y = 0, self._y + 1
            elif piece["control"] == "\r":
                self._x = 0
        self._rest = text[end:]

    def _write(self, text: str) -> None:
        width, height = self._size
        for character in text:
            taken = wcwidth(character)
            if taken > 0 and self._y < height and self._x + taken <= width:
                self._cells[self._y][self._x : self._x + taken] = [character] + [""] * (taken - 1)
            self._x += max(0, taken)

    def _control(self, final: str, parameters: str) -> None:
        if final in "Hf":
            row, _, column = parameters.partition(";")
            self._y, self._x = int(row or 1) - 1, int(column or 1) - 1
        elif final == "d":
            self._y = int(parameters or 1) - 1
        elif final == "G":
            self._x = int(parameters or 1) - 1
        elif final == "C":
            self._x += int(parameters or 1)
        elif final == "J" or (final == "h" and parameters == "?1049"):
            self._wipe()

    def _wipe(self) -> None:
        width, height = self._size
        self._cells = [[" "] * width for _ in range(height)]
