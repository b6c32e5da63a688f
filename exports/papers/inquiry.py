"""查找协查函: asks one office to look many lost members up in its registers.

Source: 《党员组织关系排查有关问题说明》二 (部门查找，由组织部门或基层党委出面，协调公安、人社、教育、卫生计生、
民政、房产、工商、税务等部门，通过户籍系统、学籍系统、社保平台、医保平台、低保信息、房产信息、经营注册信息等获得
线索). No layout is printed there: wording and table are ours, the page is that of GB/T 9704-2012.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.papers.facts import Issue


@dataclass(frozen=True, slots=True)
class Sought:
    """A member who is looked for: what identifies him, and what is known of him."""

    name: str
    sex: str = ""
    birth: str = ""
    idno: str = ""
    known: str = ""
    """Last unit, address, telephone, or whatever clue there is."""


@dataclass(frozen=True, slots=True)
class OfficeInquiry:
    """To one office: ``asked`` are the items wanted of each member (户籍所在地, 现住址, 联系电话, …)."""

    issue: Issue
    office: str
    asked: Sequence[str]
    members: Sequence[Sought]
    registers: str = ""
    """Where the office may find them (户籍系统, 社保平台, …)."""
    reply_by: str = ""
