"""A .docx file read back with python-docx, as people see it: lines of words, and which of them are struck out."""

from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph


def paragraphs(content: bytes) -> Iterator[Paragraph]:
    """Every paragraph in reading order, those of tables too; a merged cell once."""
    for block in Document(BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                seen: list[object] = []
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.append(cell._tc)
                        yield from cell.paragraphs
        else:
            yield block


def lines(content: bytes) -> list[str]:
    """The words of every paragraph that has any."""
    return [each.text for each in paragraphs(content) if each.text.strip()]


def struck(content: bytes) -> list[str]:
    """The words that are struck out, in order."""
    return [run.text for each in paragraphs(content) for run in each.runs if run.font.strike]


def rows(content: bytes, table: int = 0) -> list[list[str]]:
    """The cells of one table."""
    return [[cell.text for cell in row.cells] for row in Document(BytesIO(content)).tables[table].rows]
