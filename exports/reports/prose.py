"""A paper in words on A4 portrait, as a spreadsheet that every office can print: marking, title, paragraphs, signature.

One column no wider than the type area of GB/T 9704-2012 on any office's machine; every paragraph is a row whose
height is counted from its text, because spreadsheet programs do not agree on growing rows.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple, Self

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from exports.packing import packed
from exports.reports.sheets import MARKING
from tui.text import clean, width

_CELLS: Final = 50
"""Terminal cells of a line (two a Chinese character) where columns are drawn narrowest, so that no line is cut off."""
_LINE: Final = 28.0
"""Points from line to line (固定值28磅)."""
_INDENT: Final = "　　"


class Role(Enum):
    """What a paragraph is."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    SIGNATURE = "signature"
    MARKING = "marking"


class Paragraph(NamedTuple):
    """A paragraph of the paper."""

    role: Role
    words: str

    @classmethod
    def heading(cls, words: str) -> Self:
        """A heading of the first order."""
        return cls(Role.HEADING, _INDENT + clean(words))

    @classmethod
    def text(cls, words: str) -> Self:
        """Plain text."""
        return cls(Role.TEXT, _INDENT + clean(words))

    @classmethod
    def signature(cls, words: str) -> Self:
        """The unit, or the day, at the end."""
        return cls(Role.SIGNATURE, clean(words))


_FONTS: Final = {
    Role.MARKING: ("黑体", 16), Role.TITLE: ("方正小标宋简体", 20), Role.HEADING: ("黑体", 16), Role.TEXT: ("仿宋", 16),
    Role.SIGNATURE: ("仿宋", 16),
}  # fmt: skip
_SIDES: Final = {Role.TITLE: "center", Role.SIGNATURE: "right"}


def prose_file(title: str, paragraphs: Sequence[Paragraph], day: str) -> bytes:
    """The .xlsx file of a paper; ``day`` (ISO) is given as the day on which it was made."""
    workbook = Workbook()
    page = workbook.create_sheet("报告", 0)
    del workbook["Sheet"]
    page.column_dimensions["A"].width = 76
    page.page_margins.left = page.page_margins.right = 0.5
    page.print_options.horizontalCentered = True
    lead = [Paragraph(Role.MARKING, MARKING), Paragraph(Role.TITLE, clean(title))]
    for row, paragraph in enumerate([*lead, *paragraphs], 1):
        cell = page.cell(row, 1)
        name, size = _FONTS[paragraph.role]
        cell.value = paragraph.words
        cell.data_type = "s"  # a text that begins with = would be a formula
        cell.font = Font(name=name, size=size)
        cell.alignment = Alignment(horizontal=_SIDES.get(paragraph.role, "left"), vertical="top", wrap_text=True)
        per_line = _CELLS * 16 // size
        page.row_dimensions[row].height = min(409.0, _LINE * max(1, -(-width(paragraph.words) // per_line)))
    page.page_setup.orientation = "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "— &P —"
    return packed(workbook, day)
