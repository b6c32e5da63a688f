"""流动党员活动证登记表: which certificates a unit has issued, and when each was last checked.

Source of the items: 中组发〔2004〕10号 and the practice after it (编号, 姓名, 所在支部, 发证时间, 外出原因、地点、时间,
年审). No layout of the register or the booklet was found: this one is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from exports.papers.facts import MARKING
from exports.papers.forms import OURS, head
from exports.papers.page import REGISTER, Kind, Paragraph, Part, day_in_cell, paper_file, table


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of one member; ``away``: from when to when, in words; ``checked``: day of the last 年审."""

    number: str
    name: str
    branch: str
    issued_on: str
    reason: str = ""
    place: str = ""
    away: str = ""
    phone: str = ""
    checked: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CertificateRegister:
    """The certificates of a unit as of a day (ISO)."""

    unit: str
    as_of: str
    rows: Sequence[Certificate]
    marking: str = MARKING


TITLE: Final = "流动党员活动证登记表"
_HEADERS: Final = (
    "序号", "证件编号", "姓名", "所在党支部", "发证时间", "外出原因", "外出地点", "外出时间", "联系电话", "年审",
    "备注",
)  # fmt: skip
_WIDTHS: Final = (10.0, 26.0, 20.0, 42.0, 20.0, 24.0, 33.0, 24.0, 24.0, 18.0, 12.0)
_EMPTY: Final = ("",) * len(_HEADERS)
_ROOM: Final = 10
"""Empty rows of a register without certificates, to be written on."""


def certificates_bytes(register: CertificateRegister) -> bytes:
    """The .docx file of the register: A4 across, as many pages as it needs."""
    rows: list[tuple[str, ...]] = [
        (str(number), each.number, each.name, each.branch, day_in_cell(each.issued_on), each.reason, each.place,
         each.away, each.phone, day_in_cell(each.checked), each.remark)
        for number, each in enumerate(register.rows, 1)
    ] or [_EMPTY] * _ROOM  # fmt: skip
    parts: list[Part] = [
        *head(TITLE, register.unit, register.as_of),
        table(_WIDTHS, _HEADERS, rows, 9),
        Paragraph(Kind.NOTE, OURS),
    ]
    return paper_file(TITLE, parts, register.as_of, marking=register.marking, sheet=REGISTER)
