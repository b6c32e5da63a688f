"""The vocabulary of a paper: kinds of paragraphs, tables, forms of boxes, on a page of GB/T 9704-2012.

版心 156 x 225 mm, 22 lines of 28 characters in 3号 仿宋, title in 2号 小标宋, 密级 at its top left in 3号 黑体,
then 发文字号, title, 主送, text, 附件说明, 落款 and 成文日期, 附注; 附件 on a page of their own; — 1 — below (5.2,
7.2 to 7.5).
The red head is left to the unit's own headed paper. Forms that are ours stand on narrower margins, to keep to a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, unique
from typing import Final, NamedTuple

from docx.document import Document as Pages

from exports.papers.typeset import (
    FANGSONG,
    HEI,
    KAI,
    SONG,
    Box,
    Edge,
    Piece,
    Row,
    Sheet,
    Side,
    Style,
    add_line,
    add_table,
    file_of,
    new_pages,
)
from tui.rules.fill_in import printed_day
from tui.text import clean, width

OFFICIAL: Final = Sheet(210, 297, top=37, bottom=35, left=28, right=26)
FORM: Final = Sheet(210, 297, top=20, bottom=18, left=24, right=20)
REGISTER: Final = Sheet(297, 210, top=24, bottom=22, left=22, right=22)
_SQUEEZE: Final = 0.25
"""Points less for a character: 28 of 16 points would need 158 mm, the type area has 156."""
_SEAL: Final = 4
"""Characters between 成文日期 and the right edge."""


@unique
class Kind(Enum):
    """What a paragraph is."""

    MARKING = Style(HEI, side=Side.LEFT, squeeze=_SQUEEZE)
    NUMBER = Style(side=Side.CENTRE, after=28, squeeze=_SQUEEZE)
    TITLE_ABOVE = Style(SONG, 22, 34, Side.CENTRE, with_next=True)
    TITLE = Style(SONG, 22, 34, Side.CENTRE, after=28)
    FORM_TITLE = Style(SONG, 22, 36, Side.CENTRE, after=4)
    ADDRESSEE = Style(side=Side.LEFT, squeeze=_SQUEEZE)
    HEADING = Style(HEI, first=2, squeeze=_SQUEEZE, with_next=True)
    SUBHEADING = Style(KAI, first=2, squeeze=_SQUEEZE, with_next=True)
    TEXT = Style(first=2, squeeze=_SQUEEZE)
    ATTACHMENT = Style(first=2, before=28, squeeze=_SQUEEZE)
    REMARK = Style(first=2, squeeze=_SQUEEZE, side=Side.LEFT)
    ANNEX = Style(HEI, side=Side.LEFT, squeeze=_SQUEEZE, new_page=True)
    ANNEX_TITLE = Style(SONG, 22, 34, Side.CENTRE, before=28, after=14, with_next=True)
    SECTION = Style(HEI, 12, 22, Side.LEFT, before=6, after=2, with_next=True)
    LINE = Style(size=12, line=20, side=Side.LEFT)
    NOTE = Style(size=10.5, line=16, side=Side.LEFT, before=3)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; one of kind ANNEX begins a page."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Signature:
    """落款 and 成文日期 (ISO, '' is left to be written): the day four characters from the right edge, the unit centred
    over it (7.3.5.1)."""

    unit: str
    day: str


@dataclass(frozen=True, slots=True)
class Upward:
    """发文字号 and 签发人 of a paper that goes up, each a character from its edge (7.2.5, 7.2.6)."""

    number: str
    signer: str


class Cell(NamedTuple):
    """Words in a table or form; line breaks in ``words`` stay. ``foot``: lines at the right below them."""

    words: str = ""
    span: int = 1
    label: bool = False
    left: bool = False
    foot: Sequence[str] = ()


class Line(NamedTuple):
    """A row of cells, at least so many millimetres high; a heading is repeated on every page."""

    cells: Sequence[Cell]
    height: float = 9
    heading: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A bordered table: widths of its columns in millimetres, its rows, the size of its characters in points."""

    widths: Sequence[float]
    lines: Sequence[Line]
    size: float = 10.5


Part = Paragraph | Signature | Upward | Table


def paper_file(
    title: str, parts: Sequence[Part], day: str, *, marking: str, sheet: Sheet = OFFICIAL, numbered: bool = True
) -> bytes:
    """The .docx file of a paper; ``day`` (ISO) is given as the day on which it was made. ``marking`` '' leaves it out.

    A paper on the OFFICIAL page has its marking in the second line, as the standard asks for.
    """
    pages = new_pages(sheet, title, day, numbered=numbered)
    lead = [Paragraph(Kind.MARKING, marking)] if marking else []
    if lead and sheet is OFFICIAL:
        lead.insert(0, Paragraph(Kind.MARKING, ""))
    whole = (*lead, *parts)
    for part, after in zip(whole, (*whole[1:], None), strict=True):
        match part:
            case Paragraph(kind, words):
                style = kind.value._replace(with_next=kind.value.with_next or isinstance(after, Signature))
                add_line(pages, (Piece(words),), style)
            case Signature(unit, on):
                remarked = isinstance(after, Paragraph) and after.kind is Kind.REMARK
                _sign(pages, unit, on, sheet, with_next=remarked)
            case Upward(number, signer):
                add_table(pages, _UPWARD, [_upward(number, signer)])
                add_line(pages, (), Kind.NUMBER.value._replace(after=0))
            case Table(widths, lines, size):
                add_table(pages, widths, [_row(line, size) for line in lines])
    return file_of(pages)


def broad(words: str) -> int:
    """Terminal cells of the words where letters and digits are a third broader than half a Chinese character."""
    seen = clean(words)
    return width(seen) + sum(map(str.isascii, seen)) // 3


def day_or_blank(partial: str) -> str:
    """A partial ISO date as 2016年12月5日, or room to write one."""
    return day_in_words(partial) or "　　　　年　　月　　日"


UNKNOWN_DAY: Final = "____年__月__日"
"""成文日期 of a paper that is not signed yet."""


def day_in_words(partial: str) -> str:
    """A partial ISO date as 2016年12月5日; nothing where it is unknown."""
    return printed_day(partial) if partial else ""


def day_in_cell(partial: str) -> str:
    """A partial ISO date as narrow columns have it: 2016.12.5."""
    return ".".join(str(int(part)) for part in partial.split("-")) if partial else ""


def table(widths: Sequence[float], headers: Sequence[str], rows: Sequence[Sequence[str]], size: float = 10.5) -> Table:
    """A table with a heading; a column with long words in it stands at the left, any other in the middle."""
    heading = Line([Cell(header, label=True) for header in headers], height=9, heading=True)
    left = [any(width(clean(words)) > _CENTRED for words in column) for column in zip(*rows, strict=True)]
    body = [Line([Cell(words, left=side) for words, side in zip(row, left, strict=True)], height=8) for row in rows]
    return Table(widths, [heading, *body], size)


_UPWARD: Final = (86.0, 70.0)
"""Millimetres for 发文字号 and for 签发人."""
_CENTRED: Final = 18
"""Terminal cells up to which words stand in the middle of a table's cell."""


def _row(line: Line, size: float) -> Row:
    return Row([_box(cell, size) for cell in line.cells], line.height, line.heading, whole=line.whole)


def _box(cell: Cell, size: float) -> Box:
    height = round(size * 1.4)
    side = Side.LEFT if cell.left or cell.foot else Side.CENTRE
    style = Style(HEI if cell.label else FANGSONG, size, height, side)
    lines = [((Piece(each),), style) for each in clean(cell.words, lines=True).split("\n")]
    ends = Style(FANGSONG, size, height, Side.RIGHT, right=1, before=2)
    lines += [((Piece(each),), ends) for each in cell.foot]
    return Box(lines, cell.span)


def _upward(number: str, signer: str) -> Row:
    words = Style(side=Side.LEFT, first=1, squeeze=_SQUEEZE)
    signed = words._replace(first=0, right=1, side=Side.RIGHT)
    boxes = [Box([((Piece(number),), words)]), Box([((Piece(f"签发人：{signer}"),), signed)])]
    return Row(boxes, height=10, edge=Edge.NONE)


def _sign(pages: Pages, unit: str, day: str, sheet: Sheet, *, with_next: bool) -> None:
    """Both lines indented from the right; a unit too long to be centred over the day stands as far right as it can."""
    seen, on = clean(unit), day_in_words(day) or UNKNOWN_DAY
    style = Kind.TEXT.value._replace(first=0, side=Side.RIGHT, with_next=True)
    longer = (width(seen) - width(on)) / 4  # characters that it stands out on either side of the day
    one_line = width(seen) / 2 * style.size < sheet.room / 25.4 * 72
    side = Side.RIGHT if one_line else Side.CENTRE
    above = style._replace(side=side, before=style.line, right=max(0.0, _SEAL - longer) if one_line else 0)
    add_line(pages, (Piece(seen),), above)
    add_line(pages, (Piece(on),), style._replace(right=_SEAL, with_next=with_next))
