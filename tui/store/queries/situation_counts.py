"""What the three counts (三核) ask: how many, whereto and how they stand, per branch; the roster of floating members.

Source: 《关于开展党员组织关系排查工作的通知》二4: 核准流动党员、“空挂”党员数量、去向、现状; 核准“失联”党员数量、
“失联”情况及原因.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from tui.rules.check_items import REASONS
from tui.rules.situation_items import STATES
from tui.rules.situations import FLOATING, SituationKind
from tui.store.cipher import CipherDatabase
from tui.store.queries.situations import BELOW, HOLDS

_BELOW: Final = BELOW.format(":top")
_PERMITTED: Final = """(s.kind IN ('floating_out', 'floating_in') AND (s.permit IS 'yes' OR EXISTS (
    SELECT 1 FROM permit p WHERE p.member = s.member AND p.issued_on <= :as_of
    AND (p.returned_on IS NULL OR p.returned_on > :as_of))))"""


class BranchCounts(NamedTuple):
    """How many situations of each kind hold in one organisation (kinds without anybody are absent), how many of its
    floating members hold the permit, and of how many the roster states 失联 or 流动 and the ledger has nothing yet."""

    organization: int
    name: str
    kinds: Mapping[SituationKind, int]
    with_permit: int
    unrecorded: int

    @property
    def floating(self) -> int:
        """流动党员数量."""
        return sum(self.kinds.get(kind, 0) for kind in FLOATING)


def three_counts(db: CipherDatabase, top: int, as_of: str) -> list[BranchCounts]:
    """For every organisation in the unit ``top`` and below it with anything to count, in the order of the tree."""
    asked = {"top": top, "as_of": as_of}
    kinds: dict[int, Counter[SituationKind]] = {}
    permits: Counter[int] = Counter()
    for org, kind, count, with_permit in db.execute_sql(
        f"""SELECT o.id, s.kind, count(*), sum({_PERMITTED}) FROM situation s {_BELOW}
            WHERE {HOLDS.format("s")} GROUP BY o.id, s.kind""",
        asked,
    ):
        kinds.setdefault(org, Counter())[SituationKind(kind)] += count
        permits[org] += with_permit
    unrecorded = dict(db.execute_sql(_UNRECORDED, {"top": top}).fetchall())
    names = db.execute_sql(
        "SELECT o.id, o.name FROM organization t JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt"
        " WHERE t.id = ? ORDER BY o.lft",
        (top,),
    )
    return [
        BranchCounts(org, name, kinds.get(org, {}), permits[org], unrecorded.get(org, 0))
        for org, name in names
        if org in kinds or org in unrecorded
    ]


_UNRECORDED: Final = """
    SELECT o.id, count(*)
    FROM (SELECT id FROM member WHERE lost = 'yes'
          EXCEPT SELECT member FROM situation WHERE withdrawn IS NULL
                 AND kind IN ('lost', 'floating_out', 'floating_in')
          UNION SELECT id FROM (SELECT id FROM member WHERE floating = 'yes'
          EXCEPT SELECT member FROM situation WHERE withdrawn IS NULL
                 AND kind IN ('lost', 'floating_out', 'floating_in'))) s
    CROSS JOIN member m ON m.id = s.id AND m.gone IS NULL CROSS JOIN organization o ON o.id = m.org
    AND o.lft BETWEEN (SELECT lft FROM organization WHERE id = :top) AND (SELECT rgt FROM organization WHERE id = :top)
    GROUP BY o.id
"""


class Breakdown(NamedTuple):
    """Of one kind in one unit: how many, and how many of them by destination, by state and by reason (in words)."""

    kind: SituationKind
    people: int
    destinations: Mapping[str, int]
    states: Mapping[str, int]
    reasons: Mapping[str, int]


UNKNOWN: Final = "未登记"
"""Stands for what nobody has recorded."""


def breakdown(db: CipherDatabase, top: int, as_of: str, *, alone: bool = False) -> list[Breakdown]:
    """数量、去向、现状（失联：情况、原因） of every kind that holds for anybody in the unit ``top`` and below it, or
    in it ``alone``."""
    found: dict[SituationKind, tuple[Counter[str], Counter[str], Counter[str]]] = {}
    for value, destination, state, reason, words, count in db.execute_sql(
        f"""SELECT s.kind, s.destination, s.state, s.reason, s.reason_words, count(*) FROM situation s {_BELOW}
            WHERE {HOLDS.format("s")} AND (o.id = :top OR NOT :alone) GROUP BY 1, 2, 3, 4, 5""",
        {"top": top, "as_of": as_of, "alone": alone},
    ):
        kind = SituationKind(value)
        destinations, states, reasons = found.setdefault(kind, (Counter(), Counter(), Counter()))
        destinations[destination or UNKNOWN] += count
        states[STATES[kind].get(state, UNKNOWN)] += count
        told = f"其他（{words}）" if reason == "other" and words else REASONS.get(reason, UNKNOWN)
        reasons[told] += count
    return [
        Breakdown(kind, found[kind][1].total(), *(dict(counter.most_common()) for counter in found[kind]))
        for kind in SituationKind
        if kind in found
    ]


class FloatingMember(NamedTuple):
    """A line of 流动党员花名册（含流出、流入党员分册）; ``since`` 外出时间, ``destination`` 外出地点.

    For those who came here ``relation_at`` and ``relation_phone`` are what was recorded of their own branch; for those
    who went away the branch is theirs in the register.
    """

    member: int
    kind: SituationKind
    name: str
    sex: str | None
    birth: str | None
    education: str | None
    since: str | None
    destination: str | None
    phone: str | None
    branch: str
    branch_phone: str | None
    relation_at: str | None
    relation_phone: str | None
    scope: str | None
    reason: str | None
    permit: str | None
    permit_number: str | None
    work: str | None


def floating_members(db: CipherDatabase, unit: int, as_of: str) -> list[FloatingMember]:
    """Who is floating on the as-of date in the unit and below it: those who went out first, by branch and name."""
    rows = db.execute_sql(
        f"""SELECT m.id, s.kind, m.name, m.sex, m.birth, m.education, s.since, s.destination, m.phone, o.name, o.phone,
                   s.relation_at, s.relation_phone, s.scope, s.reason, s.permit, s.permit_number, m.work
            FROM situation s {_BELOW}
            WHERE s.kind IN ('floating_out', 'floating_in') AND {HOLDS.format("s")}
            ORDER BY s.kind DESC, o.lft, m.name, m.id""",
        {"top": unit, "as_of": as_of},
    )
    return [FloatingMember(member, SituationKind(kind), *rest) for member, kind, *rest in rows]
