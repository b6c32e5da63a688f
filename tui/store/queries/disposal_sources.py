"""Who waits for 组织处置 by what other ledgers found, with the reason and the kinds that may fit.

Suggested, never decided: a kind is chosen by a person, and its facts are stated when the case is opened.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from tui.rules.check_findings import CheckFinding
from tui.rules.dates import is_date
from tui.rules.disposal.limits import removable_from
from tui.rules.disposal.local import base_of
from tui.rules.disposal.procedures import PROCEDURES
from tui.rules.disposal.register import Origin
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_grounds import of_kind


class Waiting(NamedTuple):
    """A member for whom no case is in hand: where the clue came from, since when, why, which kinds may fit.

    ``kinds`` are keys of procedures that the policy set and the member's category allow; ``refer``: a clue of a breach
    of discipline or law, which is referred and never disposed of.
    """

    member: int
    name: str
    organization: str
    origin: Origin
    since: str
    why: str
    kinds: tuple[str, ...]
    refer: bool = False

    @property
    def labels(self) -> str:
        """The fitting kinds, in words."""
        return "、".join(PROCEDURES[kind].label for kind in self.kinds) if self.kinds else "移送线索"


class _Clue(NamedTuple):
    member: int
    origin: Origin
    since: str
    why: str
    kinds: tuple[str, ...]
    refer: bool = False


_PROBATION: Final = ("probation_cancelled", "probation_extended")
_UNQUALIFIED: Final = ("correction", "persuasion")
_BELOW: Final = """CROSS JOIN member m ON m.id = x.member AND m.gone IS NULL
    CROSS JOIN organization t ON t.id = :unit
    CROSS JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt"""


def waiting(db: CipherDatabase, unit: int, campaign: int, today: date) -> list[Waiting]:
    """The members of the unit (row id) and below who wait, in the order of the tree; one may stand in it twice.

    Whoever has a case in hand is not among them, nor is a clue on which a case was opened since.
    """
    (policy,) = db.execute_sql("SELECT policy FROM campaign WHERE id = ?", (campaign,)).fetchone()
    clues = [
        *_of_regularization(db, unit), *_of_searches(db, unit, policy, today), *_of_findings(db, unit, campaign),
        *_of_cases(db, unit),
    ]  # fmt: skip
    known = _known(db, {clue.member for clue in clues})
    found = []
    for clue in clues:
        person = known[clue.member]
        if person.open or (person.newest >= clue.since and clue.origin is not Origin.EARLIER and not clue.refer):
            continue
        kinds = tuple(kind for kind in clue.kinds if _allowed(kind, policy, person.category))
        if kinds or clue.refer:
            found.append((person.lft, Waiting(clue.member, person.name, person.branch, *clue[1:4], kinds, clue.refer)))
    return [each for _, each in sorted(found, key=lambda one: (one[0], one[1].name, one[1].member, one[1].since))]


def _allowed(kind: str, policy: str, category: str) -> bool:
    procedure = PROCEDURES[kind]
    return policy in procedure.sets and category in procedure.category


class _Person(NamedTuple):
    name: str
    branch: str
    lft: int
    category: str
    open: bool
    newest: str


def _known(db: CipherDatabase, members: set[int]) -> dict[int, _Person]:
    """Who they are (row ids), with the newest day on which a case of theirs was opened."""
    found = db.execute_sql(
        """SELECT m.id, m.name, o.name, o.lft, CASE m.category WHEN 'probationary' THEN 'probationary' ELSE 'full' END,
              EXISTS (SELECT 1 FROM disposal_case c WHERE c.member = m.id AND c.state = 'open'),
              ifnull((SELECT max(c.opened_on) FROM disposal_case c WHERE c.member = m.id AND c.state = 'closed'), '')
            FROM json_each(?) j CROSS JOIN member m ON m.id = j.value CROSS JOIN organization o ON o.id = m.org""",
        (json.dumps(sorted(members)),),
    )
    return {number: _Person(*person) for number, *person in found.fetchall()}


def _of_regularization(db: CipherDatabase, unit: int) -> Iterator[_Clue]:
    """Cases diverted from 规范管理, the measure 停止党籍 that is proposed there, probationers who were found again;
    a clue until it is referred."""
    for member, state, on, why, measure, where in db.execute_sql(
        f"""SELECT x.member, x.state, ifnull(x.diverted_on, ifnull(x.decided_on, x.opened_on)), x.why, x.measure,
              x.whereabouts
            FROM regularization x {_BELOW}
            WHERE x.state = 'to_disposal' OR (x.state = 'referral' AND NOT EXISTS (
                SELECT 1 FROM disposal_referral f WHERE f.member = x.member
                  AND f.on_day >= ifnull(x.diverted_on, ifnull(x.decided_on, x.opened_on))))
              OR (x.state = 'working' AND x.measure = 'suspend')
              OR (x.state = 'measure' AND x.origin = 'found' AND m.category = 'probationary')""",
        {"unit": unit},
    ).fetchall():
        match state:
            case "to_disposal":
                kinds = (*_UNQUALIFIED, *_PROBATION)
                yield _Clue(member, Origin.REGULAR, on, f"规范管理转组织处置：{why or ''}", kinds)
            case "referral":
                yield _Clue(member, Origin.REGULAR, on, "规范管理中发现违纪违法线索，应移送有权机关", (), refer=True)
            case _ if measure == "suspend":
                kind = "suspension_settled" if where == "settled" else "suspension_abroad"
                yield _Clue(member, Origin.REGULAR, on, "规范管理提出停止党籍，按停止党籍程序办理", (kind,))
            case _:
                why = "预备党员失联后取得联系，一般应取消预备党员资格，有充分正当理由的可延长预备期"
                yield _Clue(member, Origin.REGULAR, on, why, _PROBATION)


def _of_searches(db: CipherDatabase, unit: int, policy: str, today: date) -> Iterator[_Clue]:
    """Who is truly unreachable, by the policy set in force; and who was suspended and is in contact again."""
    for member, outcome, on, membership, suspended_on in db.execute_sql(
        f"""SELECT x.member, x.outcome, x.outcome_on, m.membership,
              (SELECT max(c.effective_on) FROM disposal_case c WHERE c.member = x.member
               AND {of_kind("c.procedure", "suspension_lost")} AND c.outcome = 'suspended'
               AND c.state IN ('closed', 'history'))
            FROM search_case x {_BELOW}
            WHERE x.outcome IN ('unreachable', 'found') AND x.withdrawn_on IS NULL
              AND x.id = (SELECT max(y.id) FROM search_case y WHERE y.member = x.member AND y.withdrawn_on IS NULL)""",
        {"unit": unit},
    ).fetchall():
        suspended = membership == "suspended" and suspended_on is not None and is_date(suspended_on)
        over = suspended and removable_from(suspended_on) <= today
        if outcome == "found":
            if suspended and not over:
                why = f"{suspended_on}停止党籍，2年内已取得联系，符合条件的可恢复党籍"
                yield _Clue(member, Origin.SEARCH, max(on, suspended_on), why, ("restoration",))
        elif not suspended:
            kinds = ("self_withdrawal_2016", "suspension_lost", "probation_cancelled")
            yield _Clue(member, Origin.SEARCH, on, f"{on}认定确实无法取得联系", kinds)
        elif over and policy == "2019":
            why = f"{suspended_on}停止党籍已满2年，确实无法取得联系"
            since = removable_from(suspended_on).isoformat()
            yield _Clue(member, Origin.EARLIER, since, why, ("self_withdrawal_2019",))


_OF_FINDING: Final[dict[CheckFinding, tuple[Origin, tuple[str, ...]]]] = {
    CheckFinding.AGAINST_RULES: (Origin.ARCHIVE, ("not_recognised_against_rules",)),
    CheckFinding.FALSE_MEMBER: (Origin.ARCHIVE, ("not_recognised_false",)),
    CheckFinding.FORM_MISSING: (Origin.ARCHIVE, ("not_recognised_letter_only",)),
    CheckFinding.APPRAISED_UNQUALIFIED: (Origin.APPRAISAL, (*_UNQUALIFIED, *_PROBATION)),
    CheckFinding.CLUE: (Origin.CHECK, ()),
}


def _of_findings(db: CipherDatabase, unit: int, campaign: int) -> Iterator[_Clue]:
    """What the five checks found; a clue that was referred already is left out."""
    codes = {finding.value: finding for finding in _OF_FINDING}
    marks = ", ".join(f"'{code}'" for code in codes)
    for member, code, at in db.execute_sql(
        f"""SELECT x.member, x.code, min(r.at) FROM finding x {_BELOW}
            LEFT JOIN check_record r ON r.campaign = x.campaign AND r.stage = x.stage AND r.member = x.member
              AND r.check_no = x.check_no
            WHERE x.campaign = :campaign AND x.state = 'open' AND x.code IN ({marks})
              AND NOT (x.code = '{CheckFinding.CLUE.value}' AND (
                EXISTS (SELECT 1 FROM disposal_referral f WHERE f.member = x.member)
                OR r.answers ->> '$.clue' = 'referred'))
            GROUP BY 1, 2""",
        {"unit": unit, "campaign": campaign},
    ).fetchall():
        origin, kinds = _OF_FINDING[codes[code]]
        day = datetime.fromtimestamp(at, UTC).astimezone().date().isoformat() if at else ""
        sentence = codes[code].sentence.rstrip("。")
        yield _Clue(member, origin, day or "9999", sentence, kinds, refer=not kinds)


def _of_cases(db: CipherDatabase, unit: int) -> Iterator[_Clue]:
    """What an earlier case led to: 限期改正 over without change, 劝退 refused."""
    said = {
        "correction": ("限期改正期满仍无转变", ("persuasion",)),
        "persuasion": ("劝退已经批准，本人坚持不退", ("removal_after_persuasion",)),
    }
    for member, procedure, on in db.execute_sql(
        f"""SELECT x.member, x.procedure, x.effective_on FROM disposal_case x {_BELOW}
            WHERE x.state = 'closed' AND x.outcome = 'goes_on'
              AND ({of_kind("x.procedure", "correction")} OR {of_kind("x.procedure", "persuasion")})
              AND NOT EXISTS (SELECT 1 FROM disposal_case y WHERE y.member = x.member AND y.id > x.id
                AND y.state IN ('closed', 'history'))""",
        {"unit": unit},
    ).fetchall():
        why, kinds = said[base_of(procedure)]
        yield _Clue(member, Origin.EARLIER, on, f"{on}{why}", kinds)
