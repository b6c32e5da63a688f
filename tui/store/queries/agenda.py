"""What is due or overdue in the vault, collected from every ledger that knows a day.

A source is one function in ``SOURCES``: ``source(db, unit, campaign, as_of)`` yields the items of the unit and below.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from tui.rules.agenda import Due, Kind, horizon, in_order, lateness
from tui.rules.dates import add_months, is_date, latest
from tui.rules.letters import LONGEST_DAYS, RECEIPT_MONTHS, Letter, expiry_day, receipt_due
from tui.rules.probation import over_on
from tui.rules.verification import CLOSED, CORRECTABLE, RequestState
from tui.store import journal
from tui.store.cipher import CipherDatabase
from tui.store.queries import units
from tui.store.queries.archives import due as archives_due
from tui.store.queries.dues import owing
from tui.store.queries.fill_in import issues
from tui.store.queries.letters import OPEN
from tui.store.queries.levels import verifies
from tui.store.queries.progress import TOLD
from tui.store.queries.requests import standings
from tui.store.queries.search import matching

Source = Callable[[CipherDatabase, int, int, str], Iterable[Due]]
"""``source(db, unit, campaign, as_of)``; the as-of date is a whole ISO date."""

_BELOW: Final = "JOIN organization t ON t.id = ? JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt"


def agenda(db: CipherDatabase, unit: int, campaign: int, as_of: str) -> list[Due]:
    """Everything due by the horizon or overdue in the unit and below, by day."""
    until = horizon(as_of)
    return in_order(due for source in SOURCES for due in source(db, unit, campaign, as_of) if due.on <= until)


def letters(db: CipherDatabase, unit: int, _campaign: int, as_of: str) -> Iterator[Due]:
    """Letters out whose receipt has not come: until they expire that day counts, from then on the receipt's.

    A letter that states no 有效期 is taken to be valid for the longest that there is.
    """
    found = db.execute_sql(
        f"""SELECT l.id, l.member, m.org, l.issued, l.valid_days, l.arrived_on, ifnull(l.number, ''),
                   ifnull(l.to_unit, ifnull(l.heading, ''))
            FROM letter l JOIN member m ON m.id = l.member {_BELOW} WHERE {OPEN.format("l")}""",
        (unit,),
    )
    for row, member, org, issued, valid_days, arrived_on, number, to_unit in found:
        stated: Letter = {"issued": issued, "valid_days": valid_days, "arrived_on": arrived_on}
        expiry = expiry_day(stated)
        if expiry is None and issued and is_date(issued):
            expiry = latest(issued) + timedelta(days=LONGEST_DAYS)
        due = receipt_due(stated) or (add_months(expiry, RECEIPT_MONTHS) if expiry else None)
        what = f"{number}号" if number else "无编号"
        what += f"，转往{to_unit}" if to_unit else ""
        if not arrived_on and expiry is not None and expiry.isoformat() >= as_of:
            yield Due(Kind.EXPIRING, expiry.isoformat(), member, org, row, f"{what}，尚未落实")
        else:
            yield Due(Kind.RECEIPT, due.isoformat() if due else "", member, org, row, f"{what}，未收到回执")


def dues(db: CipherDatabase, unit: int, campaign: int, as_of: str) -> Iterator[Due]:
    """Members who owe six months and more, from the day on which the sixth was over."""
    for each in owing(db, campaign, unit, as_of):
        what = f"欠{each.owed}个月，交至{each.dues_to}"
        yield Due(Kind.DUES, each.since, each.member, each.org, each.member, what)


def probation(db: CipherDatabase, unit: int, _campaign: int, as_of: str) -> Iterator[Due]:
    """Probationary members by the day on which their probation is over."""
    found = db.execute_sql(
        f"""SELECT m.id, m.org, m.joined FROM member m INDEXED BY member_probationary {_BELOW}
            WHERE m.category = 'probationary' AND m.joined IS NOT NULL AND m.full_at IS NULL AND m.gone IS NULL
              AND m.membership IS NOT 'suspended'""",
        (unit,),
    )
    for member, org, joined in found:
        if is_date(joined):
            yield Due(Kind.PROBATION, over_on(joined).isoformat(), member, org, member, f"{joined}入党，讨论能否转正")


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


def archives(db: CipherDatabase, unit: int, _campaign: int, as_of: str) -> Iterator[Due]:
    """Letters to former units that wait for an answer, and work on materials of members' files."""
    for each in archives_due(db, unit, horizon(as_of)):
        kind = Kind.INQUIRY if each.table == "archive_inquiry" else Kind.MATERIAL
        on = latest(each.on).isoformat() if is_date(each.on) else each.on
        yield Due(kind, on, each.member, each.org, each.row, each.said)


def _day(at: int) -> str:
    """The day (ISO) of seconds since 1970, where this machine is."""
    return datetime.fromtimestamp(at, UTC).astimezone().date().isoformat()


SOURCES: Final[tuple[Source, ...]] = (letters, dues, probation, corrections, fill_ins, closings, unsent, archives)


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
