"""Evidence (附件): which kinds of file are taken, how large one may be, and what each is called.

《党员组织关系排查有关问题说明》 section 2: 有关联系查找过程和调查核实情况，要作详细记录. What a file is, is told by its
content (``tui.intake.evidence``). Values are stored and travel in bundles, and never change.
"""

from enum import Enum
from typing import Final

LARGEST: Final = 10 * 2**20
"""Bytes of one file."""
LONGEST_NAME: Final = 120
LONGEST_NOTE: Final = 200


class Media(Enum):
    """A kind of file that is taken; the value is its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    TEXT = "text/plain"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @property
    def label(self) -> str:
        """What people call it."""
        return _KINDS[self][0]

    @property
    def ending(self) -> str:
        """Of a file's name, with its dot."""
        return _KINDS[self][1]

    @property
    def drawn(self) -> bool:
        """Whether it is shown as a picture, page by page."""
        return self in (Media.PDF, Media.JPEG, Media.PNG, Media.TIFF)


_KINDS = {
    Media.PDF: ("PDF文件", ".pdf"),
    Media.JPEG: ("JPEG图片", ".jpg"),
    Media.PNG: ("PNG图片", ".png"),
    Media.TIFF: ("TIFF图片", ".tif"),
    Media.TEXT: ("纯文本", ".txt"),
    Media.DOCX: ("Word文档", ".docx"),
    Media.XLSX: ("Excel表格", ".xlsx"),
}
ENDINGS: Final = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".txt", ".docx", ".xlsx")
"""Of files that are offered for choosing; what is taken is told by content."""


def size_words(size: int) -> str:
    """'3.2 MB', '640 KB'."""
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 2**10)):,} KB"
