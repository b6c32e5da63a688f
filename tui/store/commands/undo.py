"""Undo and redo of one's own changes, across restarts: both are new entries, found by reading the journal.

Redo is the undo of an undo. What that does to the rows is told in ``reversal``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Check, Refusal, Stage, Verdict
from tui.rules.comparison import Decision, SetKind
from tui.rules.focus_groups import FocusGroup
from tui.rules.member_fields import FIELDS
from tui.store import journal
from tui.store.cipher import CipherDatabase
from tui.store.commands.reversal import take_back
from tui.store.commands.roster import LISTS
from tui.store.images import (
    BRANCH_STATEMENT,
    CHECK_RECORD,
    CORRECTION,
    DIFFERENCE,
    FOCUS_GROUP,
    LETTER,
    LEVELS,
    MEMBER,
    ONLINE_ENTRY,
    ORGANIZATION,
    PAYMENT,
    REFERENCE_ROW,
    REVIEW,
    STATEMENT,
    Table,
)
from tui.store.journal import Header
from tui.store.session import Session

UNDOABLE = frozenset({
    "review.verdict", "review.note", "roster.import", "letters.import", "dues.import", "organizations.import",
    "organization.add", "fill_in.apply", "member.edit", "member.move",
    "focus_group.set", "focus_group.unset",
    "review.record", "review.accept", "review.statement",
    "comparison.import", "comparison.decide", "comparison.correct", "online.enter", "online.remove",
    "verification.state", "verification.close", "verification.reopen",
    "correction.file", "correction.withdraw", "correction.settle", "campaign.levels",
})  # fmt: skip
DOUBLE_CHECK: Final = {
    "verification.state": "填写核查表", "verification.close": "核查办结", "verification.reopen": "重新核查",
    "correction.file": "提更正意见", "correction.withdraw": "撤回更正意见", "correction.settle": "更正意见销号",
    "campaign.levels": "规定自查和核查的层级",
}  # fmt: skip
UNDO, REDO = "undo", "redo"
_STEPS = UNDOABLE | {UNDO, REDO}


_COUNTED: Final[dict[str, tuple[str, tuple[Table, ...]]]] = {
    "letters.import": ("封", (LETTER,)),
    "dues.import": ("笔", (PAYMENT,)),
    "organizations.import": ("个党组织", (ORGANIZATION,)),
    "organization.add": ("个党组织", (ORGANIZATION,)),
    "comparison.import": ("人", (REFERENCE_ROW,)),
    "comparison.decide": ("项", (DIFFERENCE,)),
    "comparison.correct": ("项", (DIFFERENCE,)),
    "online.enter": ("人", (ONLINE_ENTRY,)),
    "review.record": ("人", (CHECK_RECORD, REVIEW, MEMBER)),
    "review.statement": ("个党支部", (BRANCH_STATEMENT,)),
    "online.remove": ("人", (ONLINE_ENTRY,)),
    "focus_group.set": ("人", (FOCUS_GROUP,)),
    "focus_group.unset": ("人", (FOCUS_GROUP,)),
    "verification.state": ("项", (STATEMENT,)),
    "verification.close": ("个党支部", (STATEMENT,)),
    "verification.reopen": ("个党支部", (STATEMENT,)),
    "correction.file": ("件", (CORRECTION,)),
    "correction.withdraw": ("件", (CORRECTION,)),
    "correction.settle": ("件", (CORRECTION,)),
    "campaign.levels": ("项", (LEVELS,)),
}
"""Action → what an undo of it counts, and in which table; all others count people."""


def next_undo(session: Session) -> Header | None:
    """The entry that an undo would take back: the latest undoable one of this person not yet undone."""
    skip = 0
    for header in _own(session):
        if header.action == UNDO:
            skip += 1
        elif skip:
            skip -= 1
        else:
            return header
    return None


def next_redo(session: Session) -> Header | None:
    """The undo that a redo would take back; None as soon as something new has been done."""
    skip = 0
    for header in _own(session):
        if header.action == REDO:
            skip += 1
        elif header.action != UNDO:
            return None
        elif skip:
            skip -= 1
        else:
            return header
    return None


@dataclass(frozen=True, slots=True)
class Step:
    """What an undo would take back: in words, how many rows, and whether a bundle was sealed or received since."""

    deed: str
    rows: int
    sent_since: bool


def next_step(session: Session) -> Step | None:
    """The step that ``undo`` would take back, to be told before it is; None when there is none."""
    header = next_undo(session)
    if header is None:
        return None
    later = takewhile(lambda entry: entry.seq > header.seq, journal.headers_backwards(session.db))
    sent_since = any(entry.action in ("bundle.seal", "bundle.apply") for entry in later)
    return Step(describe(_origin(session.db, header)), header.count, sent_since)


def undo(session: Session) -> Change:
    """Take back one's own latest change; ``Failure(NOTHING_TO_UNDO)`` when there is none."""
    header = next_undo(session)
    if header is None:
        raise Failure(Fault.NOTHING_TO_UNDO)
    return _reverse(session, header, UNDO, f"撤销{describe(_origin(session.db, header))}")


def redo(session: Session) -> Change:
    """Bring back what one's own latest undo took away; ``Failure(NOTHING_TO_REDO)`` when there is none."""
    header = next_redo(session)
    if header is None:
        raise Failure(Fault.NOTHING_TO_REDO)
    return _reverse(session, header, REDO, f"重做{describe(_origin(session.db, header))}")


def describe(header: Header) -> str:
    """What an entry did, in Chinese, for the message line."""
    detail = header.detail
    match header.action:
        case "review.verdict":
            check, verdict, stage = Check(detail["check"]), Verdict(detail["verdict"]), Stage(detail["stage"])
            return f"“{stage.label}·{check.label}记为{verdict.label}”"
        case "review.note":
            return "“写备注”"
        case "review.record":
            return f"“{Stage(detail['stage']).label}·{Check(detail['check']).label}核查记录”"
        case "review.accept":
            return f"“{Stage(detail['stage']).label}·{Check(detail['check']).label}采纳建议”"
        case "review.statement":
            return "“介绍信存根检查情况”"
        case "roster.import":
            return f"“导入{LISTS.get(detail.get('kind', 'roster'), '名册')}”"
        case "member.edit":
            return f"“改{FIELDS[detail['field']].label}”"
        case "member.move":
            return "“换党支部”"
        case "focus_group.set":
            return f"“列入{FocusGroup(detail['group']).label}”"
        case "focus_group.unset":
            return f"“移出{FocusGroup(detail['group']).label}”"
        case "letters.import":
            return "“导入转出介绍信”" if detail["direction"] == "out" else "“导入转入介绍信”"
        case "dues.import":
            return "“导入党费”"
        case "organizations.import":
            return "“导入党组织”"
        case "fill_in.apply":
            return f"“收回填报表第{detail['number']}号”"
        case "organization.add":
            return "“添加党组织”"
        case "comparison.import":
            return f"“与{SetKind(detail['kind']).label}比对”"
        case "comparison.decide":
            return f"“比对差异记为{Decision(detail['decision']).label}”"
        case "comparison.correct":
            return "“记为已在统计库更正”"
        case "online.enter":
            return "“网上接转系统记为已编入”"
        case "online.remove":
            return "“网上接转系统取消已编入”"
        case _ if header.action in DOUBLE_CHECK:
            return f"“{DOUBLE_CHECK[header.action]}”"
        case _:
            return f"第{header.seq}号操作"


def _own(session: Session) -> Iterator[Header]:
    """This person's changes, undos and redos, newest first."""
    for header in journal.headers_backwards(session.db):
        if header.person == session.actor.uuid and header.action in _STEPS:
            yield header


def _origin(db: CipherDatabase, header: Header) -> Header:
    """The change at the root of a chain of undos and redos."""
    while header.undoes is not None:
        (body,) = db.execute_sql("SELECT body FROM entry WHERE seq = ?", (header.undoes,)).fetchone()
        header = Header(**json.loads(body))
    return header


def _reverse(session: Session, header: Header, action: str, label: str) -> Change:
    """Write the entry that takes ``header``'s back. It stands even if every row is refused: else no earlier change
    could ever be undone.
    """
    noun, counted = _COUNTED.get(_origin(session.db, header).action, ("人", (REVIEW, MEMBER)))
    with journal.entry(session, action, undoes=header.seq, even_if_empty=True) as entry:
        outcomes = take_back(session.db, entry, header.seq, bringing_back=header.action == UNDO)
    touched = list(dict.fromkeys(row for table in counted for row in outcomes[table].rows))
    refused = sum(outcomes[table].refused for table in counted)
    if MEMBER in counted:  # whoever has but a letter changed counts as well
        touched = list(dict.fromkeys([*touched, *_of_letters(session.db, outcomes[LETTER].rows)]))
        refused += outcomes[LETTER].refused
    return Change(
        entry.seq,
        label,
        len(touched),
        refused=((Refusal.CHANGED_SINCE, refused),) if refused else (),
        members=tuple(touched) if MEMBER in counted and len(touched) <= journal.CHUNK else (),
        noun=noun,
        verb="已重做" if action == REDO else "已撤销",
    )


def _of_letters(db: CipherDatabase, letters: list[int]) -> list[int]:
    """Whose letters these are."""
    wanted = json.dumps(letters)
    found = db.execute_sql("SELECT DISTINCT member FROM letter WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
    return [member for (member,) in found]
