"""Reading dues: the monthly sheet of a branch, the records that it is made from, and who owes six months and more."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from tui.rules.check_items import kept_spans
from tui.rules.checks import Check, Ground
from tui.rules.dates import add_months
from tui.rules.dues import OWED_MONTHS, DuesRecord, Mark, is_arrears
from tui.rules.situations import Span
from tui.store.cipher import CipherDatabase
from tui.store.journal import CHUNK
from tui.store.queries.situations import kept_spans as kept_by_situation

_IN_BRANCH: Final = f"ifnull(s.ground, '{Ground.IN_BRANCH.value}') = '{Ground.IN_BRANCH.value}'"
"""Who has gone out with a letter pays where he went; his receipt is another ledger's."""
_KEPT: Final = f"""(SELECT json_extract(k.answers, '$.kept') FROM check_record k
    WHERE k.campaign = :campaign AND k.member = m.id AND k.check_no = {Check.DUES.number}
    AND json_extract(k.answers, '$.kept') IS NOT NULL ORDER BY k.stage DESC LIMIT 1)"""
_SPANS: Final = """(SELECT json_group_array(json_array(p.first_month, p.last_month)) FROM payment p
    WHERE p.member = m.id)"""
_KNOWN: Final = f"m.id, m.name, m.initials, m.number, m.dues_to, m.joined, m.membership, {_KEPT}, {_SPANS}"
_SUBJECT: Final = "LEFT JOIN subject s ON s.campaign = :campaign AND s.member = m.id"


class DuesRow(NamedTuple):
    """One member on the sheet of a year: what each month is, how many months he owes (None: nothing recorded)."""

    member: int
    name: str
    initials: str
    number: str
    dues_to: str
    marks: tuple[Mark, ...]
    owed: int | None
    suspended: bool

    @property
    def in_arrears(self) -> bool:
        """Whether he owes six months and more."""
        return is_arrears(self.owed)

    @property
    def never(self) -> bool:
        """Whether nothing is recorded of his dues though they are asked for."""
        return self.owed is None and not self.suspended


class DuesSheet(NamedTuple):
    """A branch's sheet of one year on the as-of date; ``fen`` are the amounts of payments that end in each month."""

    org: int
    branch: str
    year: int
    as_of: str
    rows: tuple[DuesRow, ...]
    fen: tuple[int, ...]

    def paid(self, month: int) -> int:
        """How many have paid for the month (1 to 12)."""
        return sum(row.marks[month - 1] in (Mark.PAID, Mark.COVERED) for row in self.rows)

    def asked(self, month: int) -> int:
        """How many have to pay for the month."""
        return sum(row.marks[month - 1] is not Mark.FREE for row in self.rows)


def dues_sheet(db: CipherDatabase, campaign: int, org: int, year: int) -> DuesSheet:
    """The members of an organisation by name, with the twelve months of a year."""
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    (branch,) = db.execute_sql("SELECT name FROM organization WHERE id = ?", (org,)).fetchone()
    found = db.execute_sql(
        f"""SELECT {_KNOWN} FROM member m INDEXED BY member_org {_SUBJECT}
            WHERE m.org = :org AND m.gone IS NULL AND {_IN_BRANCH} ORDER BY m.name, m.id""",
        {"campaign": campaign, "org": org},
    ).fetchall()
    kept = kept_by_situation(db, [row[0] for row in found])
    rows = []
    for member, name, initials, number, dues_to, *rest in found:
        record = _record((dues_to, *rest), tuple(kept.get(member, ())))
        marks = record.year(year, as_of)
        rows.append(
            DuesRow(
                member, name, initials, number or "", dues_to or "", marks, record.owed(as_of), record.suspended
            )
        )  # fmt: skip
    return DuesSheet(org, branch, year, as_of, tuple(rows), _amounts(db, org, year))


def _amounts(db: CipherDatabase, org: int, year: int) -> tuple[int, ...]:
    found = db.execute_sql(
        """SELECT CAST(substr(p.last_month, 6, 2) AS INTEGER), sum(p.fen) FROM member m INDEXED BY member_org
           CROSS JOIN payment p ON p.member = m.id
           WHERE m.org = ? AND m.gone IS NULL AND p.last_month GLOB ? AND p.fen IS NOT NULL GROUP BY 1""",
        (org, f"{year:04}-[01][0-9]"),
    )
    sums: dict[int, int] = dict(found.fetchall())
    return tuple(sums.get(month, 0) for month in range(1, 13))


def dues_records(db: CipherDatabase, campaign: int, members: Sequence[int]) -> dict[int, DuesRecord]:
    """The dues of these members (row ids), also of those who have left the roster."""
    found = db.execute_sql(
        f"SELECT {_KNOWN} FROM json_each(:members) j CROSS JOIN member m ON m.id = j.value",
        {"campaign": campaign, "members": json.dumps(list(members))},
    )
    kept = kept_by_situation(db, members)
    return {member: _record((dues_to, *rest), tuple(kept.get(member, ()))) for member, _, _, _, dues_to, *rest in found}


_Columns = Sequence[str | None]
"""Of ``_KNOWN`` from ``dues_to`` on: that, joined, membership, what is kept, what was paid."""


def _record(columns: _Columns, situations: tuple[Span, ...]) -> DuesRecord:
    """Months are kept by what check 3 recorded and by the ledger of situations."""
    dues_to, joined, membership, kept, spans = columns
    months: list[Any] = json.loads(spans) if spans else []
    return DuesRecord(
        dues_to,
        ((first, last) for first, last in months),
        joined=joined,
        kept=[*(kept_spans(kept or "") or ()), *situations],
        suspended=membership == "suspended",
    )


class Owing(NamedTuple):
    """A member who owes six months and more: row ids of him and his branch, how many months, since which day."""

    member: int
    org: int
    name: str
    branch: str
    dues_to: str
    owed: int
    since: str


def owing(db: CipherDatabase, campaign: int, top: int, as_of: str) -> Iterator[Owing]:
    """Who owes six months and more on the as-of date in the unit ``top`` and below.

    The index of 党费交至 leaves only those whom V20 may name; suspended members are none of them, nor those who went
    out with a letter.
    """
    unpaid = add_months(date.fromisoformat(as_of) + timedelta(days=1), -OWED_MONTHS).isoformat()
    found = db.execute_sql(
        f"""SELECT {_KNOWN}, o.id, o.name FROM member m INDEXED BY member_dues
            JOIN organization t ON t.id = :top JOIN organization o ON o.id = m.org AND o.lft BETWEEN t.lft AND t.rgt
            {_SUBJECT}
            WHERE m.dues_to <> '' AND m.dues_to < :unpaid AND m.membership IS NOT 'suspended' AND m.gone IS NULL
              AND {_IN_BRANCH}""",
        {"campaign": campaign, "top": top, "unpaid": unpaid},
    )
    while chunk := found.fetchmany(CHUNK):
        formally = kept_by_situation(db, [row[0] for row in chunk])
        for member, name, _, _, dues_to, joined, membership, kept, spans, org, branch in chunk:
            situations = tuple(formally.get(member, ()))
            owed, since = _arrears((dues_to, joined, membership, kept, spans), situations, as_of)
            if since is not None and owed is not None:
                yield Owing(member, org, name, branch, dues_to, owed, since)


@lru_cache(maxsize=16_384)
def _arrears(columns: _Columns, situations: tuple[Span, ...], as_of: str) -> tuple[int | None, str | None]:
    record = _record(columns, situations)
    return record.owed(as_of), record.arrears_since(as_of)


class BranchDues(NamedTuple):
    """An organisation that holds members, how many, and how many of them may owe six months and more."""

    org: int
    name: str
    members: int
    owing: int


def first_branch(db: CipherDatabase, top: int) -> tuple[int, str] | None:
    """Row id and name of the first organisation with members in the unit ``top`` and below, as the tree goes."""
    found: tuple[int, str] | None = db.execute_sql(
        """SELECT o.id, o.name FROM organization t JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
           WHERE t.id = ? AND EXISTS (SELECT 1 FROM member m WHERE m.org = o.id) ORDER BY o.lft LIMIT 1""",
        (top,),
    ).fetchone()
    return found


def dues_branches(db: CipherDatabase, campaign: int, top: int) -> list[BranchDues]:
    """The organisations with members in the unit ``top`` and below, in the order of the tree."""
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    behind: dict[int, int] = {}
    for each in owing(db, campaign, top, as_of):
        behind[each.org] = behind.get(each.org, 0) + 1
    counted = dict(db.execute_sql("SELECT org, count(*) FROM member GROUP BY org").fetchall())
    found = db.execute_sql(
        """SELECT o.id, o.name FROM organization t JOIN organization o ON o.lft BETWEEN t.lft AND t.rgt
           WHERE t.id = ? ORDER BY o.lft""",
        (top,),
    )
    return [BranchDues(org, name, counted[org], behind.get(org, 0)) for org, name in found.fetchall() if org in counted]
