"""Cleans, measures and cuts text: the only place of the program that does any of the three.

Text that comes from a file or another unit is hostile until ``clean()`` has seen it: an escape sequence in a
cell would steer the terminal, a bidi override would show a name that is not the stored one, a zero-width
character would make two equal names differ. ``fit()`` cleans as well, so whatever it returns may be drawn.

Widths are terminal cells as Textual counts them (``rich.cells``); characters of East Asian class "ambiguous"
(``·``, ``…``, Chinese quotation marks) take one cell.
"""

import re
from functools import lru_cache

from rich.cells import cell_len, split_graphemes

CUT = "…"
NOT_FIRST = "，。、；：？！）》”’…"
"""Marks that do not stand at the beginning of a line."""

# Controls but for tabs and line breaks; lone surrogates; category Cf; noncharacters; what Unicode calls
# Default_Ignorable: fillers and variation selectors have no glyph, and VS16 changes its neighbour's width.
# Private-use characters stay: systems older than GB 18030-2022 keep rare characters of names there.
_INVISIBLE_BASIC = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
)
_INVISIBLE = (
    f"{_INVISIBLE_BASIC}\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
) + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
_BREAKS = "\n\v\f\r\x85\u2028\u2029"

_ANY = re.compile(f"[{_INVISIBLE}{_BREAKS}\t]")
_ANY_BASIC = re.compile(f"[{_INVISIBLE_BASIC}{_BREAKS}\t]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_DROPPED = re.compile(f"[{_INVISIBLE}]+")
_SPACED = re.compile(f"[{_BREAKS}\t]+")
_BROKEN = re.compile(f"\r\n|[{_BREAKS}]")

MOST_MARKS = 8
"""Marks that may stand on one character; the fullest Tibetan stack has fewer."""
ALONE = "◌"
"""What a mark is drawn on that has no character of its own: else it would change what stands before the text."""
# What takes no cell is no letter, but for the vowels and finals of Hangul.
_PILE = re.compile(f"[\\W\u1161-\u11ff\ud7b0-\ud7fb]{{{MOST_MARKS + 1},}}")


def clean(raw: str, *, lines: bool = False) -> str:
    """``raw`` without anything that a terminal would obey or a reader could not see.

    A run of tabs and line breaks becomes one space; with ``lines`` each line break becomes ``\\n`` and stays. Of a pile
    of marks on one character the first ``MOST_MARKS`` stay; one at the beginning gets a character to stand on.
    What a reader can see is untouched, so ``clean(clean(x)) == clean(x)``.
    """
    # A class that reaches beyond U+FFFF is searched fifteen times more slowly, and few texts go there.
    if _ANY_BASIC.search(raw) is None and (_ASTRAL.search(raw) is None or _ANY.search(raw) is None):
        return _borne(raw)
    seen = _DROPPED.sub("", raw)
    return _borne(_SPACED.sub(" ", seen) if not lines else re.sub("\t+", " ", _BROKEN.sub("\n", seen)))


def _borne(text: str) -> str:
    """The text with no more marks on a character than can be read, and none on what stands before the text."""
    if text.isascii():
        return text
    if len(text) > MOST_MARKS and _PILE.search(text) is not None:
        text = _PILE.sub(_lowered, text)
    bare = not text[0].isalnum() and not text[0].isspace() and cell_len(text[0]) == 0
    return f"{ALONE}{text}" if bare else text


def _lowered(pile: re.Match[str]) -> str:
    kept: list[str] = []
    height = 0
    for character in pile[0]:
        height = height + 1 if cell_len(character) == 0 else 0
        if height <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def width(text: str) -> int:
    """Cells that cleaned ``text`` takes on one line."""
    return cell_len(text)


@lru_cache(maxsize=16_384)
def fit(text: str, cells: int) -> str:
    """``text`` cleaned and made exactly ``cells`` wide: padded on the right, or cut with a visible ``…``.

    A wide character is never split: the cell that is left over becomes a blank after the ``…``.
    """
    return _fitted(clean(text), cells, tail=0)


@lru_cache(maxsize=16_384)
def fit_tail(text: str, cells: int) -> str:
    """Like ``fit``, but a cut leaves the end as well: ``中共某某大…第三支部``.

    For names whose difference stands at the end, as those of branches under one committee.
    """
    return _fitted(clean(text), cells, tail=max(0, cells - 1) // 2)


def shortened(text: str, cells: int) -> str:
    """``text`` cleaned and at most ``cells`` wide: cut with a visible ``…``, never padded."""
    seen = clean(text)
    return seen if width(seen) <= cells else _fitted(seen, cells, tail=0).rstrip()


@lru_cache(maxsize=4096)
def fit_end(text: str, cells: int) -> str:
    """What is left of a cell pushed out of view on its left: ``…`` and the last ``cells - 1`` cells of ``text``.

    A wide character is never split: the cell that is left over is a blank after the ``…``.
    """
    if cells <= 0:
        return ""
    spans, _ = split_graphemes(clean(text))
    end = clean(text)[_last(spans, cells - 1) :]
    return CUT + " " * (cells - 1 - width(end)) + end


def folded(text: str, cells: int, lines: int) -> list[str]:
    """``text`` cleaned and broken into at most ``lines`` lines of exactly ``cells`` cells; the last one may be cut.

    A line is broken anywhere between two characters, as Chinese text is, but never before a closing mark.
    """
    rest = clean(text)
    found: list[str] = []
    while cells > 0 and len(found) < lines - 1 and width(rest) > cells:
        spans, _ = split_graphemes(rest)
        end = _first(spans, cells)
        if rest[end] in NOT_FIRST and end > 1:
            end = max(start for start, _, _ in spans if start < end)
        found.append(fit(rest[:end], cells))
        rest = rest[end:]
    return [*found, fit(rest, cells)]


def _fitted(text: str, cells: int, tail: int) -> str:
    if cells <= 0:
        return ""
    if width(text) > cells:
        spans, _ = split_graphemes(text)
        end = _last(spans, tail)
        room = cells - 1 - width(text[end:])
        text = text[: _first(spans, room)] + CUT + text[end:]
    return text + " " * (cells - width(text))


def _first(spans: list[tuple[int, int, int]], room: int) -> int:
    """Where the longest beginning ends that takes at most ``room`` cells."""
    used = 0
    for start, _, size in spans:
        used += size
        if used > room:
            return start
    return spans[-1][1]


def _last(spans: list[tuple[int, int, int]], room: int) -> int:
    """Where the longest ending starts that takes at most ``room`` cells."""
    used = 0
    for _, end, size in reversed(spans):
        used += size
        if used > room:
            return end
    return 0
