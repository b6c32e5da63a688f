"""What the commands of 规范管理 share: the case in hand, whether it may be touched, and writing it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.check_items import Item
from tui.rules.checks import Refusal
from tui.rules.dates import is_date
from tui.rules.regularization import Fact, State
from tui.store import ids, rows
from tui.store.commands.editing import kept_organizations, out_of_reach
from tui.store.images import MEMBER, REGULAR_FACT, REGULARIZATION, Table, Values
from tui.store.journal import EntryWriter
from tui.store.session import Session
from tui.text import clean

ON: Item = Item("on_day", "日期")
"""For the sentence about a day that is none."""


@dataclass(frozen=True, slots=True)
class InHand:
    """A case with its member's row, and what is written by this step."""

    row: Values
    member: Values

    @property
    def state(self) -> State:
        """How far it has come."""
        return State(self.row["state"])


def in_hand(session: Session, case: int) -> InHand | Refusal:
    """The case (row id), or why this unit may not touch it. KeyError where there is none."""
    found = session.db.execute_sql(f"{REGULARIZATION.select} WHERE id = ?", (case,)).fetchone()
    if found is None:
        raise KeyError(case)
    row = REGULARIZATION.row(found)
    member = member_row(session, row["member"])
    refusal = out_of_reach(member, kept_organizations(session))
    if refusal or member is None:
        return refusal or Refusal.LEFT_ROSTER
    return InHand(row, member)


def member_row(session: Session, member: int) -> Values | None:
    """The member's whole row."""
    found = session.db.execute_sql(f"{MEMBER.select} WHERE id = ?", (member,)).fetchone()
    return MEMBER.row(found) if found else None


def facts(session: Session, case: int) -> dict[Fact, Values]:
    """The facts of the gate recorded so far."""
    found = session.db.execute_sql(f"{REGULAR_FACT.select} WHERE regularization = ?", (case,))
    return {Fact(row["fact"]): row for row in map(REGULAR_FACT.row, found.fetchall())}


def as_of(session: Session) -> tuple[str, str]:
    """The as-of date and the policy set of the campaign in hand."""
    found = session.db.execute_sql("SELECT as_of, policy FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
    return str(found[0]), str(found[1])


def signed(session: Session) -> Values:
    """Who writes, and when."""
    return {"by": session.actor.id, "at": int(session.clock().timestamp())}


def new_row(session: Session, table: Table, values: Mapping[str, Any]) -> Values:
    """A whole new row of a ledger, written by the acting person."""
    blank: Values = dict.fromkeys(table.columns)
    return blank | {"id": ids.next_id(session.db, table), "uuid": uuid4().bytes} | dict(values) | signed(session)


def rewrite(session: Session, entry: EntryWriter, table: Table, before: Values, changes: Mapping[str, Any]) -> None:
    """Write what differs, with who wrote it; nothing where nothing does."""
    if all(before[name] == value for name, value in changes.items()):
        return
    after = before | dict(changes) | signed(session)
    rows.update_rows(session.db, table, [(before, after)])
    entry.changed(table, before, after)


def cleaned(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers as they are stored; what is empty is no answer."""
    return {key: said for key, answer in answers.items() if (said := clean(answer).strip())}


def day_of(text: str) -> str:
    """A partial date. ``Failure(CHECK_ANSWER)`` for anything else."""
    said = clean(text).strip()
    if not is_date(said):
        raise Failure(Fault.CHECK_ANSWER, item=ON.label, answer=said)
    return said


def whole_day(text: str) -> str:
    """A whole date, as decisions have. ``Failure(CHECK_ANSWER)`` for anything else."""
    said = day_of(text)
    try:
        date.fromisoformat(said)
    except ValueError as error:
        raise Failure(Fault.CHECK_ANSWER, item=ON.label, answer=said) from error
    return said


def needed(**texts: str) -> None:
    """``Failure(CHECK_UNSTATED)`` naming the labels whose text is empty."""
    if lacking := [label for label, text in texts.items() if not clean(text).strip()]:
        raise Failure(Fault.CHECK_UNSTATED, items="、".join(lacking))


def refused(label: str, refusal: Refusal) -> Change:
    """Nothing was written, and why."""
    return Change(None, label, 0, refused=((refusal, 1),), noun="件")


def outcome(entry: EntryWriter, label: str, member: int, *, verb: str = "已记") -> Change:
    """What one command on one case has done."""
    done = entry.count > 0
    return Change(
        entry.seq if done else None, label, int(done), int(not done), members=(member,) if done else (),
        noun="件", verb=verb,
    )  # fmt: skip
