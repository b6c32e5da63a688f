"""What the forms that are ours have alike: their head, the rows on the member, the boxes for opinions."""

from collections.abc import Sequence
from typing import Final

from exports.papers.facts import Opinion, Person
from exports.papers.page import FORM, Cell, Kind, Line, Paragraph, Table, broad, day_in_words, day_or_blank, paper_file
from tui.text import clean, width

WIDTHS: Final = (25.0, 33.0, 21.0, 33.0, 20.0, 34.0)
"""Columns of a form: a label and a value, three times."""
OURS: Final = "注：本表式样未见统一印制，系据有关文件要求拟定；上级另有规定的，从其规定。"
_CELLS: Final = 72
"""Terminal cells of a line of 12 points on the page of a form, with something to spare."""
_APART: Final = 4
_ALL: Final = len(WIDTHS) - 1
_SIZES: Final = (10.5, 10.0, 9.0, 8.0, 7.5)
"""Sizes of characters that are tried until a form keeps to one page."""
_CAUTION: Final = 0.92
"""Share of a line that is counted on: other offices have other fonts."""
_EDGES: Final = 3
"""Points of a row for its border and the margins of its cells."""
_RESERVE: Final = 18
"""Points for the line after the table, and to spare."""
_MM: Final = 25.4 / 72
_NOTE_CELLS: Final = 84
"""Terminal cells of a line of a note."""


def form_file(
    title: str, unit: str, as_of: str, lines: Sequence[Line], *, marking: str, notes: Sequence[str] = ()
) -> bytes:
    """The .docx file of a form on one page.

    The heights of its rows are wishes: where texts need the room rows shrink to what they hold, then characters do.
    A text that is too long even in the smallest goes over to a second page.
    """
    lead, ends = head(title, unit, as_of), [Paragraph(Kind.NOTE, each) for each in (*notes, OURS)]
    room = FORM.height - FORM.top - FORM.bottom - _spent(lead, ends)
    fitted = next((found for size in _SIZES if (found := _fitted(lines, room, size))), Table(WIDTHS, lines, _SIZES[-1]))
    return paper_file(title, [*lead, fitted, *ends], as_of, marking=marking, sheet=FORM, numbered=False)


def _spent(lead: Sequence[Paragraph], ends: Sequence[Paragraph]) -> float:
    """Millimetres taken by all but the table: marking, title, head, the line after the table, notes."""
    said, note = Kind.LINE.value, Kind.NOTE.value
    rows = sum(-(-width(each.words) // _CELLS) for each in lead[1:])
    noted = sum(-(-width(each.words) // _NOTE_CELLS) * note.line + note.before for each in ends)
    title = Kind.FORM_TITLE.value
    return (Kind.MARKING.value.line + title.line + title.after + rows * said.line + _RESERVE + noted) * _MM


def _fitted(lines: Sequence[Line], room: float, size: float) -> Table | None:
    """The table with its rows as high as there is room for; None where the texts alone need more."""
    needed = [_needed(line, size) for line in lines]
    spare = room - sum(needed)
    if spare < 0:
        return None
    wished = [max(0.0, line.height - least) for line, least in zip(lines, needed, strict=True)]
    share = min(1.0, spare / sum(wished)) if any(wished) else 0.0
    heights = [least + wish * share for least, wish in zip(needed, wished, strict=True)]
    return Table(WIDTHS, [line._replace(height=high) for line, high in zip(lines, heights, strict=True)], size)


def _needed(line: Line, size: float) -> float:
    """Millimetres of the highest cell of a row."""
    column, most = 0, 0.0
    for cell in line.cells:
        room = sum(WIDTHS[column : column + cell.span]) - 2.5
        cells = max(2, int(room / _MM / size * 2 * _CAUTION))
        texts = sum(max(1, -(-broad(part) // cells)) for part in cell.words.split("\n"))
        most = max(most, (texts + len(cell.foot)) * round(size * 1.4) + 2 * len(cell.foot) + _EDGES)
        column += cell.span
    return most * _MM


def head(title: str, unit: str, as_of: str) -> list[Paragraph]:
    """Title, and 填报单位 and 填表日期, on one line where they have room on it."""
    unit, day = f"填报单位（盖章）：{clean(unit)}", f"填表日期：{day_or_blank(as_of)}"
    between = _CELLS - width(unit) - width(day)
    lines = [unit, day] if between < _APART else [f"{unit}{'　' * (between // 2)}{day}"]
    return [Paragraph(Kind.FORM_TITLE, title), *(Paragraph(Kind.LINE, line) for line in lines)]


def facts(person: Person) -> list[Line]:
    """Who the form is about, in six rows."""
    return [
        pairs(("姓名", person.name), ("性别", person.sex), ("民族", person.nation)),
        pairs(("出生日期", day_in_words(person.birth)), ("籍贯", person.native), ("学历", person.education)),
        Line([*_pair("公民身份证号", person.idno, 3), *_pair("党员类别", person.category)]),
        Line([*_pair("入党日期", day_in_words(person.joined)), *_pair("转正日期", day_in_words(person.full_at)),
              *_pair("党内职务", person.post)]),
        wide("所在党支部", person.branch),
        wide("工作岗位", person.work),
        Line([*_pair("联系电话", person.phone), *_pair("住址", person.address, 3)]),
    ]  # fmt: skip


def pairs(*found: tuple[str, str]) -> Line:
    """A row of three labels with their values."""
    return Line([cell for label, words in found for cell in _pair(label, words)])


def wide(label: str, words: str, height: float = 9) -> Line:
    """A label, and words over all the other columns; a long text may go over to the next page."""
    return Line([Cell(label, label=True), Cell(words, _ALL, left=True)], height, whole=len(words) < _SPLIT)


_SPLIT: Final = 800
"""Characters from which a text may be parted between pages."""


def opinion(label: str, said: Opinion, signs: str, height: float = 30) -> Line:
    """A box for the opinion of a level, its signature or seal, and the day."""
    foot = (f"{signs}：{said.signed_by or '　' * 8}", day_or_blank(said.on))
    return Line([Cell(label, label=True), Cell(said.words, _ALL, left=True, foot=foot)], height)


def form(lines: Sequence[Line], size: float = 10.5) -> Table:
    """The table of a form."""
    return Table(WIDTHS, lines, size)


def _pair(label: str, words: str, span: int = 1) -> tuple[Cell, Cell]:
    return Cell(label, label=True), Cell(words, span)
