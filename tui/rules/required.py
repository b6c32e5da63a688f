"""Which fields of a member's record each check needs, and which of them are missing.

Source: 《党员组织关系排查有关问题说明》 section 1 (姓名、性别、出生年月、民族、籍贯; of the lost or floating, since
when or where to) and section 5 (the five materials); 2017《党员基本信息采集表》 items 1 to 16. A probationary member
owes no date of becoming a full member and no 转正申请书.
"""

from collections.abc import Mapping
from typing import Final

from tui.rules.checks import Check

_ROSTER: Final = (
    "name", "sex", "birth", "nation", "native", "idno", "category", "joined", "full_at", "education", "work", "phone",
    "address", "membership", "lost", "floating",
)  # fmt: skip
_ARCHIVE: Final = (
    "archive_at", "joining_form", "application", "political_review", "full_application", "training_record",
)  # fmt: skip
_DUES: Final = ("dues_to", "active_on", "lost_on", "floating_to")

REQUIRED: Final[Mapping[Check, tuple[str, ...]]] = {
    Check.ROSTER: _ROSTER,
    Check.ARCHIVE: _ARCHIVE,
    Check.DUES: _DUES,
    Check.RECEIPT: (),
    Check.CONDUCT: (),
}
"""Columns of the member that a check looks at, in the order in which they are asked for."""


def missing(fields: Mapping[str, str | None], check: Check) -> tuple[str, ...]:
    """The columns that the check needs and the record does not have, in the order in which they are asked for."""
    return tuple(name for name in REQUIRED[check] if not fields.get(name) and _owed(name, fields))


def _owed(name: str, fields: Mapping[str, str | None]) -> bool:
    """Whether a record such as this one must have the field."""
    match name:
        case "full_at" | "full_application":
            return fields.get("category") != "probationary"
        case "phone":
            return not fields.get("landline")
        case "lost_on":
            return fields.get("lost") == "yes"
        case "floating_to":
            return fields.get("floating") == "yes"
        case _:
            return True
