"""What a member has in common with others, and who they are: for marking "the same as here"."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tui.rules.checks import Check, Ground, Stage, Verdict
from tui.rules.findings import FindingCode
from tui.rules.focus_groups import BY_NUMBER
from tui.rules.member_fields import FIELDS, shown_value
from tui.store.cipher import CipherDatabase
from tui.store.images import MEMBER
from tui.store.queries.roster import RosterView

SHARED_FIELDS: Final = (
    "category", "sex", "nation", "education", "membership", "work", "post", "lost", "floating", "floating_to",
    "dues_to",
)  # fmt: skip
"""Columns whose values many people have in common, in the order in which they are offered."""
_FINDINGS: Final = {code.value: code for code in FindingCode}


class Trait(NamedTuple):
    """Something that a member has: its name, its value in words, and which members have it, as a query of ids."""

    label: str
    value: str
    query: str
    parameters: tuple[object, ...]


def traits(db: CipherDatabase, campaign: int, stage: Stage, check: Check, member: int) -> list[Trait]:
    """What this member can share: branch, verdict on the check in hand, fields, ground, findings, focus groups.

    Fields that hold nothing are offered too: who else lacks it is what is asked most. Empty if there is no such member.
    """
    row = db.execute_sql(f"{MEMBER.select} WHERE id = ?", (member,)).fetchone()
    if row is None:
        return []
    values = MEMBER.row(row)
    (branch,) = db.execute_sql("SELECT name FROM organization WHERE id = ?", (values["org"],)).fetchone()
    column = f"c{check.number}"
    given = db.execute_sql(
        f"SELECT {column} FROM review WHERE campaign = ? AND stage = ? AND member = ?", (campaign, stage.number, member)
    ).fetchone()
    verdict = Verdict(given[0]) if given else Verdict.UNCHECKED
    found = [
        Trait("所在党支部", branch, "SELECT id FROM member WHERE org = ?", (values["org"],)),
        _verdict_trait(campaign, stage, check, verdict),
    ]
    for name in SHARED_FIELDS:
        wanted = f"SELECT id FROM member WHERE {name} {'= ?' if values[name] else 'IS NULL'}"
        field = FIELDS[name]
        parameters = (values[name],) if values[name] else ()
        found.append(Trait(field.label, shown_value(field, values[name]), wanted, parameters))
    for (ground,) in db.execute_sql("SELECT ground FROM subject WHERE campaign = ? AND member = ?", (campaign, member)):
        wanted = "SELECT member FROM subject WHERE campaign = ? AND ground = ?"
        found.append(Trait("对象类别", Ground(ground).label, wanted, (campaign, ground)))
    for (code,) in db.execute_sql(
        "SELECT code FROM finding WHERE member = ? AND campaign = ? AND state = 'open' ORDER BY code",
        (member, campaign),
    ):
        wanted = "SELECT member FROM finding WHERE campaign = ? AND state = 'open' AND code = ?"
        said = _FINDINGS[code].sentence if code in _FINDINGS else code
        found.append(Trait("问题", said, wanted, (campaign, code)))
    for (kind,) in db.execute_sql("SELECT kind FROM focus_group WHERE member = ? ORDER BY kind", (member,)):
        found.append(Trait("重点群体", BY_NUMBER[kind].label, "SELECT member FROM focus_group WHERE kind = ?", (kind,)))
    return found


def _verdict_trait(campaign: int, stage: Stage, check: Check, verdict: Verdict) -> Trait:
    column = f"c{check.number}"
    reviewed = f"SELECT member FROM review WHERE campaign = ? AND stage = ? AND {column}"
    if verdict is Verdict.UNCHECKED:
        query = f"SELECT member FROM subject WHERE campaign = ? EXCEPT {reviewed} <> 'u'"
        parameters: tuple[object, ...] = (campaign, campaign, stage.number)
    else:
        query, parameters = f"{reviewed} = ?", (campaign, stage.number, verdict.value)
    return Trait(f"{stage.label}·{check.label}结论", verdict.label, query, parameters)


def sharing(db: CipherDatabase, view: RosterView, trait: Trait) -> Sequence[int]:
    """The ids of the view's members who have the trait, in the view's order."""
    return view.only(member for (member,) in db.execute_sql(trait.query, trait.parameters)).order
