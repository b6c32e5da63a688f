"""How a text file is encoded: told by its byte order mark or by decoding all of it without loss, never assumed.

Rosters saved as text are UTF-8 or, from most programs on Chinese systems, GB18030 (GBK is a part of it). The few
from elsewhere are Big5. A file that fits none of them, or that was put together from several, is refused.
"""

import codecs
from pathlib import Path

from tui.faults import Failure, Fault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 2**18
_SAMPLE = 2**16
_TELLING_CHARACTERS = 3
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x1a\x1b"})


def encoding_of(path: Path) -> str:
    """The name of the codec that reads the whole of a text file without loss.

    Failure NOT_A_WORKBOOK for a file that is empty or not text, TEXT_UNDECODABLE for one that no codec fits.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    marked = next((codec for mark, codec in _MARKS if sample.startswith(mark)), None)
    if not sample or (marked != "utf-16" and b"\0" in sample):
        raise Failure(Fault.NOT_A_WORKBOOK, file=path.name)
    if marked or _decodes(path, "utf-8"):
        codec = marked or "utf-8"
        if marked and not _decodes(path, codec):
            raise Failure(Fault.TEXT_UNDECODABLE, file=path.name)
        return codec
    return _unmarked(path, sample)


def _unmarked(path: Path, sample: bytes) -> str:
    """GB18030 or Big5; where both fit, the one whose text makes more sense."""
    fitting = [codec for codec in ("gb18030", "big5") if _decodes(path, codec)]
    if not fitting or _holds_utf8(path):
        binary = any(control in sample for control in _CONTROLS)
        raise Failure(Fault.NOT_A_WORKBOOK if binary else Fault.TEXT_UNDECODABLE, file=path.name)
    return fitting[0] if len(fitting) == 1 else _likelier(sample, fitting)


def _likelier(sample: bytes, fitting: list[str]) -> str:
    from charset_normalizer import from_bytes  # eighty milliseconds that few files need

    best = from_bytes(sample[: sample.rfind(b"\n") + 1] or sample, cp_isolation=fitting).best()
    return best.encoding if best and best.encoding in fitting else fitting[0]


def _decodes(path: Path, codec: str) -> bool:
    """Whether all of the file decodes strictly. Failure NOT_A_WORKBOOK when that brings NUL characters to light."""
    decoder = codecs.getincrementaldecoder(codec)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    raise Failure(Fault.NOT_A_WORKBOOK, file=path.name)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _holds_utf8(path: Path) -> bool:
    """Whether some line reads as Chinese in UTF-8: then the file is damaged UTF-8 or holds both encodings.

    Hardly ever are three characters or more of GB18030 or Big5 also three or more in UTF-8.
    """
    with path.open("rb") as file:
        while line := file.readline(_SAMPLE):
            if not line.isascii():
                try:
                    text = line.decode("utf-8")
                except UnicodeDecodeError:
                    continue
                if sum("\u4e00" <= char <= "\u9fff" for char in text) >= _TELLING_CHARACTERS:
                    return True
    return False
