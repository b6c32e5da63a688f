"""Reading activities: those of a branch, who came to one, and each member's attendance over the last months."""

import json
from collections.abc import Sequence
from typing import Final, NamedTuple

from tui.rules.activities import SPANS, ActivityKind, Attended, counted_since
from tui.rules.checks import Ground
from tui.rules.situations import lost_and_floating
from tui.store.cipher import CipherDatabase
from tui.store.queries.situations import recorded

_MEMBERS: Final = f"""
    FROM member m INDEXED BY member_org LEFT JOIN subject s ON s.campaign = :campaign AND s.member = m.id
    WHERE m.org = :org AND m.gone IS NULL AND ifnull(s.ground, '{Ground.IN_BRANCH.value}') = '{Ground.IN_BRANCH.value}'
"""


class Called(NamedTuple):
    """A member of a branch who may be called to its activities."""

    member: int
    name: str
    initials: str
    lost: bool
    floating: bool
    suspended: bool


def called(db: CipherDatabase, campaign: int, org: int, day: str) -> list[Called]:
    """The members of an organisation by name, without those who went out with a letter; lost and floating as the ledger
    of situations has them on that day (ISO), else as the roster has."""
    found = db.execute_sql(
        f"""SELECT m.id, m.name, m.initials, m.lost, m.floating, m.membership IS 'suspended'
            {_MEMBERS} ORDER BY m.name, m.id""",
        {"campaign": campaign, "org": org},
    )
    listed = found.fetchall()
    situations = recorded(db, [row[0] for row in listed])
    people = []
    for member, name, initials, lost, floating, suspended in listed:
        fields = {"lost": lost or "", "floating": floating or ""}
        standing = lost_and_floating(fields, situations.get(member, ()), day)
        people.append(Called(member, name, initials, standing.lost, standing.floating, bool(suspended)))
    return people


class HeldActivity(NamedTuple):
    """An activity with how many were called, came, had leave, were absent."""

    id: int
    org: int
    branch: str
    on_day: str
    kind: ActivityKind
    title: str
    place: str
    note: str
    withdrawn_on: str
    withdrawn_why: str
    present: int
    leave: int
    absent: int

    @property
    def called(self) -> int:
        """How many are entered."""
        return self.present + self.leave + self.absent

    @property
    def name(self) -> str:
        """Kind and title."""
        return f"{self.kind.label}{f'：{self.title}' if self.title else ''}"


_COUNTS: Final = ", ".join(
    f"(SELECT count(*) FROM attendance t WHERE t.activity = a.id AND t.state = '{state.value}')" for state in Attended
)
_ACTIVITY: Final = f"""
    SELECT a.id, a.org, o.name, a.on_day, a.kind, ifnull(a.title, ''), ifnull(a.place, ''), ifnull(a.note, ''),
           ifnull(a.withdrawn_on, ''), ifnull(a.withdrawn_why, ''), {_COUNTS}
    FROM activity a JOIN organization o ON o.id = a.org
"""


def activities_of(db: CipherDatabase, org: int) -> list[HeldActivity]:
    """The activities of an organisation, the newest first."""
    found = db.execute_sql(f"{_ACTIVITY} WHERE a.org = ? ORDER BY a.on_day DESC, a.id DESC", (org,))
    return [_held(row) for row in found.fetchall()]


def activity(db: CipherDatabase, number: int) -> HeldActivity | None:
    """The activity with this row id."""
    row = db.execute_sql(f"{_ACTIVITY} WHERE a.id = ?", (number,)).fetchone()
    return _held(row) if row else None


def _held(row: Sequence[object]) -> HeldActivity:
    return HeldActivity._make([*row[:4], ActivityKind(row[4]), *row[5:]])


class Attendee(NamedTuple):
    """A member beside an activity; ``state`` is None where nobody has said whether he came."""

    member: int
    name: str
    initials: str
    state: Attended | None
    reason: str
    remark: str


def attendees(db: CipherDatabase, campaign: int, number: int) -> list[Attendee]:
    """The members of the activity's branch, and whoever else was entered, by name."""
    found = db.execute_sql(
        f"""SELECT m.id, m.name, m.initials, t.state, ifnull(t.reason, ''), m.lost, m.floating, m.membership
            FROM (SELECT m.id {_MEMBERS} UNION SELECT member FROM attendance WHERE activity = :activity) w
            JOIN member m ON m.id = w.id LEFT JOIN attendance t ON t.activity = :activity AND t.member = m.id
            ORDER BY m.name, m.id""",
        {
            "campaign": campaign,
            "activity": number,
            "org": db.execute_sql("SELECT org FROM activity WHERE id = ?", (number,)).fetchone()[0],
        },
    )
    return [
        Attendee(member, name, initials, Attended(state) if state else None, reason, _remark(*known))
        for member, name, initials, state, reason, *known in found.fetchall()
    ]


def _remark(lost: str | None, floating: str | None, membership: str | None) -> str:
    told = [(membership == "suspended", "停止党籍"), (lost == "yes", "失联"), (floating == "yes", "流动")]
    return "、".join(word for holds, word in told if holds)


class MemberAttendance(NamedTuple):
    """How often a member was called and came, over the last six and the last twelve months; when he last came."""

    member: int
    name: str
    initials: str
    active_on: str
    called: tuple[int, ...]
    came: tuple[int, ...]


def attendance_counts(db: CipherDatabase, campaign: int, org: int) -> list[MemberAttendance]:
    """The members of an organisation by name, counted back from the campaign's as-of date."""
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    sums = []
    for months in SPANS:
        within = f"a.on_day >= '{counted_since(as_of, months)}'"
        sums += [f"ifnull(sum({within}), 0)", f"ifnull(sum({within} AND t.state = 'present'), 0)"]
    found = db.execute_sql(
        f"""SELECT m.id, m.name, m.initials, ifnull(m.active_on, ''), {", ".join(sums)}
            FROM (SELECT m.id {_MEMBERS}) w JOIN member m ON m.id = w.id
            LEFT JOIN attendance t ON t.member = m.id
            LEFT JOIN activity a ON a.id = t.activity AND a.withdrawn_on IS NULL AND a.on_day <= :as_of
            GROUP BY m.id ORDER BY m.name, m.id""",
        {"campaign": campaign, "org": org, "as_of": as_of},
    )
    return [
        MemberAttendance._make((*values[:4], tuple(values[4::2]), tuple(values[5::2]))) for values in found.fetchall()
    ]


def member_attendances(db: CipherDatabase, members: Sequence[int]) -> dict[int, list[tuple[int, str, str | None]]]:
    """By member the activities that he attended and that still count: (row id, day, what was recorded before)."""
    found = db.execute_sql(
        """SELECT t.member, a.id, a.on_day, t.active_before FROM json_each(?) j
           CROSS JOIN attendance t ON t.member = j.value AND t.state = 'present'
           CROSS JOIN activity a ON a.id = t.activity AND a.withdrawn_on IS NULL""",
        (json.dumps(list(members)),),
    )
    attended: dict[int, list[tuple[int, str, str | None]]] = {}
    for member, number, day, base in found.fetchall():
        attended.setdefault(member, []).append((number, day, base))
    return attended
