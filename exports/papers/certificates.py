"""流动党员活动证登记表: which certificates a unit has issued, and when each was last checked.

Source of the items: 中组发〔2004〕10号 and the practice after it (编号, 姓名, 所在支部, 发证时间, 外出原因、地点、时间,
年审). No layout of the register or the booklet was found: this one is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.papers.facts import MARKING


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of one floating member; ``away`` is from when to when, in words; ``checked`` the last 年审."""

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
