"""商转函 to a member's former unit about archive materials, and 党员档案材料清单.

Source: 《党员组织关系排查有关问题说明》五 (对档案材料不真实的，要商转来单位党组织按照有关规定进行处理);
the materials are those of 《中国共产党发展党员工作细则》第三十七条. No layout of either is printed there: both are
ours, the page is that of GB/T 9704-2012.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.papers.facts import MARKING, Issue, Person


@dataclass(frozen=True, slots=True)
class Material:
    """A material: its state in words (齐全, 缺失, 存疑, …), what is wrong with it or wanted, its day, its pages."""

    name: str
    state: str
    remark: str = ""
    day: str = ""
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class ArchiveInquiry:
    """To the former unit: what is asked (``asked``, one sentence each) about the materials of one member."""

    issue: Issue
    addressee: str
    person: Person
    transferred_on: str
    """When his relation came from there, partial."""
    asked: Sequence[str]
    materials: Sequence[Material]
    reply_by: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveList:
    """The list of one member's materials; ``kept``: which file it is (人事档案, 党员档案) and which unit keeps it."""

    unit: str
    as_of: str
    person: Person
    kept: str
    materials: Sequence[Material]
    marking: str = MARKING
