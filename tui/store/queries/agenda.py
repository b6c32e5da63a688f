"""What is due or overdue in the vault, collected from every ledger that knows a day.

A source is one function in ``SOURCES``: ``source(db, unit, campaign, as_of)`` yields the items of the unit and below.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from tui.rules import regular_steps
from tui.rules.agenda import Due, Kind, horizon, in_order, lateness
from tui.rules.circumstances import GRADUATE_MONTHS, MONTHS_OUT
from tui.rules.dates import add_months, is_date, latest
from tui.rules.letter_numbers import called
from tui.rules.probation import over_on
from tui.rules.searches import Channel
from tui.rules.situations import SituationKind
from tui.rules.verification import CLOSED, CORRECTABLE, RequestState
from tui.store import journal
from tui.store.cipher import CipherDatabase
from tui.store.queries import archives, disposal_agenda, regularization, units
from tui.store.queries.disposal_findings import extensions
from tui.store.queries.dues import owing
from tui.store.queries.fill_in import issues
from tui.store.queries.letters import OPEN
from tui.store.queries.levels import verifies
from tui.store.queries.progress import TOLD
from tui.store.queries.requests import standings
from tui.store.queries.search import matching
from tui.store.queries.search_cases import minimums_of

Source = Callable[[CipherDatabase, int, int, str], Iterable[Due]]
"""``source(db, unit, campaign, as_of)``; the as-of date is a whole ISO date."""

_BELOW: Final = """JOIN organization t ON t.id = :unit
    JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt"""


def agenda(db: CipherDatabase, unit: int, campaign: int, as_of: str) -> list[Due]:
    """Everything due by the horizon or overdue in the unit and below, by day."""
    until = horizon(as_of)
    return in_order(due for source in SOURCES for due in source(db, unit, campaign, as_of) if due.on <= until)


def letters(db: CipherDatabase, unit: int, _campaign: int, as_of: str) -> Iterator[Due]:
    """Letters out whose receipt has not come: until they expire that day counts, from then on the receipt's.

    Both days are those of ``rules.letter_states``; a letter that states no 有效期 is taken to be valid for the longest.
    """
    found = db.execute_sql(
        f"""SELECT l.id, l.member, m.org, l.valid_until, l.receipt_due,
                   l.arrived_on IS NULL AND l.valid_until >= :as_of, ifnull(l.number, ''), ifnull(l.other_unit, '')
            FROM letter l INDEXED BY letter_ledger JOIN member m ON m.id = l.member {_BELOW}
            WHERE l.direction = 'out' AND l.done_since IS NULL AND {OPEN.format("l")}
              AND (l.receipt_due IS NULL OR l.receipt_due <= :until
                   OR (l.arrived_on IS NULL AND l.valid_until BETWEEN :as_of AND :until))""",
        {"unit": unit, "as_of": as_of, "until": horizon(as_of)},
    )
    for row, member, org, valid_until, receipt_due, under_way, number, to_unit in found:
        what = called(number) if number else "无编号"
        what += f"，转往{to_unit}" if to_unit else ""
        if under_way:
            yield Due(Kind.EXPIRING, valid_until, member, org, row, f"{what}，尚未落实")
        else:
            yield Due(Kind.RECEIPT, receipt_due or "", member, org, row, f"{what}，未收到回执")


def dues(db: CipherDatabase, unit: int, campaign: int, as_of: str) -> Iterator[Due]:
    """Members who owe six months and more, from the day on which the sixth was over."""
    for each in owing(db, campaign, unit, as_of):
        what = f"欠{each.owed}个月，交至{each.dues_to}"
        yield Due(Kind.DUES, each.since, each.member, each.org, each.member, what)


def probation(db: CipherDatabase, unit: int, _campaign: int, as_of: str) -> Iterator[Due]:
    """Probationary members by the day on which their probation is over, an extension that is recorded included."""
    found = db.execute_sql(
        f"""SELECT m.id, m.org, m.joined FROM member m INDEXED BY member_probationary {_BELOW}
            WHERE m.category = 'probationary' AND m.joined IS NOT NULL AND m.full_at IS NULL AND m.gone IS NULL
              AND m.membership IS NOT 'suspended'""",
        {"unit": unit},
    ).fetchall()
    extended = extensions(db, [member for member, _, _ in found])
    for member, org, joined in found:
        if is_date(joined):
            on, until = over_on(joined).isoformat(), extended.get(member, "")
            what = f"{joined}入党，{'延长预备期已满，' if until > on else ''}讨论能否转正"
            yield Due(Kind.PROBATION, max(on, until), member, org, member, what)


def corrections(db: CipherDatabase, _unit: int, campaign: int, _as_of: str) -> Iterator[Due]:
    """Correction requests that still stand, from the day on which they were filed."""
    for each in standings(db, campaign):
        if each.standing is RequestState.OPEN:
            what = f"{CORRECTABLE[each.field]}应为{each.wanted}" if each.field else each.wanted
            yield Due(Kind.CORRECTION, _day(each.at), each.member, each.org, each.id, what)


def fill_ins(db: CipherDatabase, _unit: int, campaign: int, as_of: str) -> Iterator[Due]:
    """Fill-in workbooks that have not come back, and files that nobody has accounted for."""
    for each in issues(db, campaign, as_of):
        name = f"填报表第{each.number}号"
        if each.outstanding:
            yield Due(Kind.FILL_IN, each.due_on, 0, each.org, each.id, f"{name}尚未收回")
        if each.cleared is None:
            yield Due(Kind.FILE, each.issued_on, 0, each.org, each.id, f"{name}的文件没有登记移交或销毁")


def closings(db: CipherDatabase, unit: int, campaign: int, _as_of: str) -> Iterator[Due]:
    """Branches whose verification has been begun and not finished, from the day of the newest line."""
    if not verifies(db, unit, campaign):
        return
    found = db.execute_sql(
        """SELECT org, max(at), count(*) FROM verification_statement WHERE campaign = ? AND unit = ?
           GROUP BY org HAVING sum(question = ?) = 0""",
        (campaign, unit, CLOSED),
    )
    for org, at, lines in found.fetchall():
        yield Due(Kind.CLOSING, _day(at), 0, org, org, f"核查表已填{lines}项，尚未办结")


def unsent(db: CipherDatabase, unit: int, _campaign: int, _as_of: str) -> Iterator[Due]:
    """Changes since the last report was sealed, from the day of the oldest."""
    count, at = 0, 0
    for header in journal.headers_backwards(db):
        if header.action in ("bundle.seal", "vault.found"):
            break
        if header.action in TOLD:
            count, at = count + 1, header.at
    if count:
        yield Due(Kind.REPORT, _day(at), 0, unit, 0, f"{count:,}步改动尚未上报")


def searches(db: CipherDatabase, unit: int, campaign: int, as_of: str) -> Iterator[Due]:
    """Searches that go on, by the day on which they have lasted as long as is asked for at least."""
    days = minimums_of(db, unit, campaign).days
    found = db.execute_sql(
        f"""SELECT c.id, c.member, m.org, c.opened_on FROM search_case c JOIN member m ON m.id = c.member {_BELOW}
            WHERE c.outcome IS NULL AND c.withdrawn_on IS NULL AND c.opened_on <= :as_of""",
        {"unit": unit, "as_of": as_of},
    )
    for row, member, org, opened_on in found:
        on = (date.fromisoformat(opened_on) + timedelta(days=days)).isoformat()
        yield Due(Kind.SEARCH, on, member, org, row, f"{opened_on}开始查找，满{days}天的认定、了结")


_OFFICE_STATES: Final = {"filed": "已提请，尚未发函", "sent": "已发函，尚未答复"}


def office_requests(db: CipherDatabase, unit: int, _campaign: int, _as_of: str) -> Iterator[Due]:
    """Requests to offices that no letter has carried yet, or that nobody has answered, from the day they wait since."""
    found = db.execute_sql(
        f"""SELECT q.id, q.member, m.org, q.state, q.office, CASE q.state WHEN 'sent' THEN q.sent_on ELSE q.asked_on END
            FROM office_request q INDEXED BY office_request_open JOIN member m ON m.id = q.member {_BELOW}
            WHERE q.state IN ('filed', 'sent')""",
        {"unit": unit},
    )
    for row, member, org, state, office, on in found:
        yield Due(Kind.OFFICE, on or "", member, org, row, f"{Channel(office).label}{_OFFICE_STATES[state]}")


def measures(db: CipherDatabase, unit: int, _campaign: int, as_of: str) -> Iterator[Due]:
    """What the measures of regularization fall due for."""
    for each in regularization.due(db, unit, horizon(as_of)):
        yield Due(Kind.REGULAR, each.due_on, each.member, each.org, each.case, regular_steps.Due(each.what).label)


def situations(db: CipherDatabase, unit: int, _campaign: int, as_of: str) -> Iterator[Due]:
    """Graduates whose relation has been kept for two years, and those away to a fixed place for six months without a
    certificate (V18, V19)."""
    found = db.execute_sql(
        f"""SELECT s.id, s.member, m.org, s.kind, s.since FROM situation s INDEXED BY situation_stands
            JOIN member m ON m.id = s.member {_BELOW}
            WHERE s.withdrawn IS NULL AND (s.until IS NULL OR s.until > :as_of) AND s.since IS NOT NULL
              AND (s.kind = 'graduate_kept'
                   OR (s.kind = 'floating_out' AND s.fixed = 'yes' AND s.permit IS NOT 'yes')) AND m.gone IS NULL""",
        {"unit": unit, "as_of": as_of},
    )
    for row, member, org, kind, since in found:
        kept = kind == SituationKind.GRADUATE_KEPT.value
        on = add_months(latest(since), GRADUATE_MONTHS if kept else MONTHS_OUT).isoformat()
        what = f"{since}起保留组织关系，一般不超过两年" if kept else f"{since}起外出且地点固定，应转组织关系或发活动证"
        yield Due(Kind.SITUATION, on, member, org, row, what)


_MOST: Final = 100_000


def archive_work(db: CipherDatabase, unit: int, _campaign: int, as_of: str) -> Iterator[Due]:
    """Letters about archive materials without an answer, work on materials without a result."""
    for each in archives.due(db, unit, horizon(as_of), most=_MOST):
        org = db.execute_sql("SELECT org FROM member WHERE id = ?", (each.member,)).fetchone()[0]
        yield Due(Kind.ARCHIVE, latest(each.on).isoformat(), each.member, org, each.row, each.said)


def _day(at: int) -> str:
    """The day (ISO) of seconds since 1970, where this machine is."""
    return datetime.fromtimestamp(at, UTC).astimezone().date().isoformat()


SOURCES: Final[tuple[Source, ...]] = (
    letters, searches, office_requests, measures, situations, archive_work, dues, probation, corrections, fill_ins,
    closings, unsent, disposal_agenda.steps, disposal_agenda.suspensions, disposal_agenda.referrals,
)  # fmt: skip


class AgendaLine(NamedTuple):
    """An item with the names of whom and what it is about."""

    due: Due
    name: str
    branch: str

    def late(self, as_of: str) -> str:
        """How late it is, in Chinese."""
        return lateness(self.due.days_over(as_of))


def lines(db: CipherDatabase, items: Sequence[Due]) -> list[AgendaLine]:
    """These items with their names."""
    members = _names(db, "member", {due.member for due in items})
    orgs = _names(db, "organization", {due.org for due in items})
    return [AgendaLine(due, members.get(due.member, ""), orgs.get(due.org, "")) for due in items]


def _names(db: CipherDatabase, table: str, numbers: set[int]) -> dict[int, str]:
    wanted = json.dumps(sorted(numbers))
    return dict(
        db.execute_sql(
            f"SELECT id, name FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (wanted,)
        ).fetchall()
    )


def narrowed(db: CipherDatabase, items: Sequence[Due], org: int | None, text: str) -> list[Due]:
    """The items of the organisation ``org`` and below (None: all) whose member or organisation ``text`` finds."""
    found = list(items)
    if org is not None:
        below = {unit.id for unit in units.subtree(db, org)}
        found = [due for due in found if due.org in below]
    people = matching(db, text)
    if people is not None:
        wanted = f"%{text.strip()}%"
        named = {number for (number,) in db.execute_sql("SELECT id FROM organization WHERE name LIKE ?", (wanted,))}
        found = [due for due in found if due.member in people or due.org in named]
    return found
