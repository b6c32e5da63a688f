"""组织处置 on the agenda: the steps of this unit, terms, suspensions two years over, clues without an outcome."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from tui.rules.agenda import Due, Kind, horizon
from tui.rules.dates import add_months
from tui.rules.disposal.limits import SUSPENSION_MONTHS, removable_from
from tui.rules.disposal.overdue import WAITING_MONTHS
from tui.rules.disposal.procedures import Act, Step
from tui.rules.disposal.words import kind_words
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_grounds import of_kind
from tui.store.queries.disposal_ledger import Turn, in_hand

_SAID: Final = {
    Act.DELIVER: "决定已作出，待{step}",
    Act.CLOSE: "手续已办完，待{step}",
    Act.ANSWER: "待作出{step}",
}
_BELOW: Final = """CROSS JOIN member m ON m.id = c.member CROSS JOIN organization t ON t.id = :unit
    CROSS JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt"""


def steps(db: CipherDatabase, unit: int, _campaign: int, _as_of: str) -> Iterator[Due]:
    """Cases whose next step is this unit's: by the end of the term that was given, else since the last step."""
    known = in_hand(db, unit)
    labels = _labels(db, unit)
    for number, case in known.cases.items():
        if known.turns[number] is Turn.OWN and case.step is not None:
            what = f"{labels[number]}：{_said(case.step)}"
            if case.until:
                what += f"（期限至{case.until}）"
            yield Due(Kind.DISPOSAL, case.until or case.since, case.member, case.org, number, what)


def _said(step: Step) -> str:
    return _SAID.get(step.act, "待{step}").format(step=step.label)


def _labels(db: CipherDatabase, unit: int) -> dict[int, str]:
    """The kinds of the cases in hand, in words."""
    found = db.execute_sql(
        f"""SELECT c.id, c.procedure, p.label FROM disposal_case c {_BELOW}
            LEFT JOIN disposal_procedure p ON p.id = c.local_procedure WHERE c.state = 'open'""",
        {"unit": unit},
    )
    return {number: local or kind_words(key) for number, key, local in found.fetchall()}


def suspensions(db: CipherDatabase, unit: int, _campaign: int, as_of: str) -> Iterator[Due]:
    """Suspensions for lost contact by the day on which two years are over, where nothing has been opened since.

    《中国共产党党员教育管理工作条例》第二十四条: then 自行脱党除名 may be opened; who is in contact again is restored.
    """
    over = add_months(date.fromisoformat(horizon(as_of)), -SUSPENSION_MONTHS).isoformat()
    found = db.execute_sql(
        f"""SELECT c.id, c.member, m.org, c.effective_on FROM disposal_case c {_BELOW}
            WHERE c.state IN ('closed', 'history') AND c.outcome = 'suspended'
              AND {of_kind("c.procedure", "suspension_lost")}
              AND c.effective_on <= :over AND m.membership = 'suspended' AND m.gone IS NULL
              AND NOT EXISTS (SELECT 1 FROM disposal_case x WHERE x.member = c.member
                AND (x.state = 'open'
                  OR ({of_kind("x.procedure", "suspension_lost")} AND x.effective_on > c.effective_on)))""",
        {"unit": unit, "over": over},
    )
    for number, member, org, since in found.fetchall():
        on = removable_from(since).isoformat()
        what = f"{since}停止党籍，满2年仍无法取得联系的可立案自行脱党除名"
        yield Due(Kind.SUSPENSION, on, member, org, number, what)


def referrals(db: CipherDatabase, unit: int, _campaign: int, as_of: str) -> Iterator[Due]:
    """Clues that were referred and have no outcome three months later (the months are ours); the row is the case that
    waits, 0 for none."""
    found = db.execute_sql(
        f"""SELECT ifnull(c.disposal_case, 0), c.member, m.org, c.on_day, c.receiver FROM disposal_referral c {_BELOW}
            WHERE c.outcome_on IS NULL AND c.on_day <= :as_of""",
        {"unit": unit, "as_of": as_of},
    )
    for case, member, org, on_day, receiver in found.fetchall():
        on = add_months(date.fromisoformat(on_day), WAITING_MONTHS).isoformat()
        yield Due(Kind.REFERRAL, on, member, org, case, f"{on_day}移送{receiver}，结果未回")
