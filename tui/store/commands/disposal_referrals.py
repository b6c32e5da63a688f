"""Clues of a breach of discipline or law: referred to the authority, never disposed of; a case waits for the outcome.

《党员组织关系排查有关问题说明》四: 不能用组织处置代替党纪处分或法律制裁，应将有关线索提供给纪检、公安等部门.
"""

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.check_items import AUTHORITY
from tui.rules.checks import Refusal
from tui.store import journal
from tui.store.commands.disposal_rows import refused, said, today
from tui.store.commands.editing import kept_organizations, out_of_reach
from tui.store.commands.importing import save
from tui.store.commands.regular_rows import member_row, needed, new_row, outcome, rewrite, whole_day
from tui.store.images import DISPOSAL_CASE, DISPOSAL_REFERRAL
from tui.store.queries.disposal_case import rows_of
from tui.store.session import Session


def refer_clue(
    session: Session,
    member: int,
    case: int | None,
    authority: str,
    receiver: str,
    on_day: str,
    *,
    matter: str,
    materials: str,
    document: str = "",
) -> Change:
    """Record that a clue went to an authority (``check_items.AUTHORITY``), with which materials.

    ``Failure`` CHECK_ANSWER for an authority or a day that is none, CHECK_UNSTATED for what is left empty.
    KeyError for a case that is not the member's.
    """
    if authority not in AUTHORITY:
        raise Failure(Fault.CHECK_ANSWER, item="移送机关", answer=authority)
    day = whole_day(on_day)
    needed(接收单位=receiver, 线索内容=matter, 移送材料=materials)
    row = member_row(session, member)
    label = f"{row['name'] if row else ''} 线索移送{AUTHORITY[authority]}"
    with journal.entry(session, "disposal.refer", {"authority": authority}) as entry:
        if (refusal := out_of_reach(row, kept_organizations(session))) or row is None:
            return refused(label, refusal or Refusal.LEFT_ROSTER)
        if day > today(session).isoformat():
            raise Failure(Fault.CHECK_ANSWER, item="移送日期", answer=day)
        if case is not None and not rows_of(session.db, DISPOSAL_CASE, "id = ? AND member = ?", case, member):
            raise KeyError(case)
        values = {
            "member": member, "disposal_case": case, "authority": authority, "receiver": said(receiver), "on_day": day,
            "matter": said(matter), "materials": said(materials), "document": said(document),
        }  # fmt: skip
        save(session.db, entry, DISPOSAL_REFERRAL, [new_row(session, DISPOSAL_REFERRAL, values)])
    return outcome(entry, label, member, verb="已移送")


def settle_referral(
    session: Session, number: int, *, receipt_on: str = "", receipt: str = "", outcome_on: str = "", result: str = ""
) -> Change:
    """Record the authority's receipt, or what came of the clue; with an outcome the case goes on. The member may have
    left the roster.

    ``Failure`` CHECK_ANSWER for a day that is none, CHECK_UNSTATED for an outcome without words. KeyError where there
    is no such referral.
    """
    received, settled = (whole_day(day) if day else None for day in (receipt_on, outcome_on))
    if settled:
        needed(办理结果=result)
    with journal.entry(session, "disposal.settle") as entry:
        found = rows_of(session.db, DISPOSAL_REFERRAL, "id = ?", number)
        if not found:
            raise KeyError(number)
        row = found[0]
        member = member_row(session, row["member"])
        label = f"{member['name'] if member else ''} 线索办理情况"
        if member is None or member["org"] not in kept_organizations(session):
            return refused(label, Refusal.KEPT_BELOW)
        for day in (received, settled):
            if day and not row["on_day"] <= day <= today(session).isoformat():
                raise Failure(Fault.CHECK_ANSWER, item="日期", answer=day)
        changes = {"receipt_on": received, "receipt": said(receipt)} if received else {}
        changes |= {"outcome_on": settled, "outcome": said(result)} if settled else {}
        rewrite(session, entry, DISPOSAL_REFERRAL, row, changes)
    return outcome(entry, label, row["member"])
