"""What the forms that are ours have alike: their head, the rows on the member, the boxes for opinions."""

from collections.abc import Sequence
from typing import Final

from exports.papers.facts import Opinion, Person
from exports.papers.page import Cell, Kind, Line, Paragraph, Table, day_in_words, day_or_blank

WIDTHS: Final = (26.0, 30.0, 22.0, 32.0, 22.0, 34.0)
"""Columns of a form: a label and a value, three times."""
OURS: Final = "注：本表式样未见统一印制，系据有关文件要求拟定；上级另有规定的，从其规定。"
_ALL: Final = len(WIDTHS) - 1


def head(title: str, unit: str, as_of: str) -> list[Paragraph]:
    """Title, and the line with 填报单位 and 填表日期."""
    return [
        Paragraph(Kind.FORM_TITLE, title),
        Paragraph(Kind.LINE, f"填报单位（盖章）：{unit}"),
        Paragraph(Kind.LINE, f"填表日期：{day_or_blank(as_of)}"),
    ]


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
