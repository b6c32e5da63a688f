"""Fill-in workbooks: what one holds when it is written, which were issued, which have not come back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tui.faults import Failure, Fault
from tui.rules import fill_in as form
from tui.rules.checks import Check, Stage, Verdict
from tui.store import images
from tui.store.cipher import CipherDatabase
from tui.store.images import FILL_IN, LETTER, MEMBER, REVIEW, Table, Values
from tui.store.queries import units
from tui.store.queries.letters import OPEN


@dataclass(frozen=True, slots=True)
class FormMember:
    """A row of the roster: row id, uuid (hexadecimal), the member's fields, the verdicts of the self-check."""

    id: int
    uuid: str
    fields: Mapping[str, str]
    verdicts: Mapping[Check, Verdict]


@dataclass(frozen=True, slots=True)
class FormLetter:
    """A letter without receipt: row id, uuid (hexadecimal), its member's name, its own fields."""

    id: int
    uuid: str
    name: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a workbook is made from; the same contents make the same file, byte for byte. Dates are ISO."""

    unit: str
    unit_name: str
    branch_id: int
    branch: str
    branch_name: str
    branch_code: str
    campaign: str
    campaign_name: str
    as_of: str
    issued_on: str
    due_on: str
    number: int
    contact: str
    members: tuple[FormMember, ...]
    letters: tuple[FormLetter, ...]

    @property
    def head(self) -> dict[str, str]:
        """What the hidden sheet says about the workbook as a whole."""
        return {
            "format": form.FORMAT,
            "unit": self.unit,
            "branch": self.branch,
            "campaign": self.campaign,
            "as_of": self.as_of,
            "due_on": self.due_on,
            "number": str(self.number),
        }

    @property
    def locked(self) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
        """The locked columns: (uuid, name, ID number) of each member, (uuid, name, number) of each letter."""
        return (
            [(each.uuid, each.fields["name"], each.fields.get("idno", "")) for each in self.members],
            [(each.uuid, each.name, each.fields.get("number", "")) for each in self.letters],
        )

    @property
    def check_code(self) -> str:
        """:func:`tui.rules.fill_in.check_code` of these contents."""
        return form.check_code(self.head, *self.locked)


def contents(
    db: CipherDatabase, unit: int, campaign: int, branches: Sequence[int], *, issued_on: str, due_on: str, contact: str
) -> list[Contents]:
    """What the next workbooks for these branches (row ids) hold, numbered on from the last one of the campaign.

    ``Failure``: DATE_INVALID, DUE_PAST, NOT_KEPT_HERE.
    """
    _check_due(issued_on, due_on)
    own = units.unit(db, unit)
    found = db.execute_sql("SELECT uuid, name, as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    (last,) = db.execute_sql("SELECT ifnull(max(number), 0) FROM fill_in WHERE campaign = ?", (campaign,)).fetchone()
    made = []
    for number, branch in enumerate((units.unit(db, row) for row in branches), last + 1):
        if branch.keeper != unit:
            raise Failure(Fault.NOT_KEPT_HERE, keeper=units.unit(db, branch.keeper).name)
        made.append(
            Contents(
                own.uuid.hex(), own.name, branch.id, branch.uuid.hex(), branch.name, branch.code,
                bytes(found[0]).hex(), found[1], found[2], issued_on, due_on, number, contact,
                form_members(db, campaign, branch.id), form_letters(db, branch.id),
            )
        )  # fmt: skip
    return made


def _check_due(issued_on: str, due_on: str) -> None:
    try:
        date.fromisoformat(due_on)
    except ValueError:
        raise Failure(Fault.DATE_INVALID, value=due_on) from None
    if due_on < issued_on or len(due_on) != len("2026-12-01"):
        raise Failure(Fault.DUE_PAST, value=due_on)


def form_members(db: CipherDatabase, campaign: int, branch: int) -> tuple[FormMember, ...]:
    """The branch's members who are subjects of the campaign, by name."""
    columns = ", ".join(f"m.{name}" for name in ("id", "uuid", "name", *form.MEMBER_FIELDS))
    verdicts = ", ".join(f"ifnull(r.c{check.number}, 'u')" for check in Check)
    rows = db.execute_sql(
        f"""SELECT {columns}, {verdicts} FROM member m JOIN subject s ON s.campaign = ? AND s.member = m.id
            LEFT JOIN review r ON r.campaign = s.campaign AND r.stage = ? AND r.member = m.id
            WHERE m.org = ? AND m.gone IS NULL ORDER BY m.name, m.id""",
        (campaign, Stage.SELF_CHECK.number, branch),
    )
    found = []
    for number, uuid, name, *rest in rows:
        fields = dict(zip(("name", *form.MEMBER_FIELDS), (name, *rest), strict=False))
        given = dict(zip(Check, map(Verdict, rest[len(form.MEMBER_FIELDS) :]), strict=True))
        found.append(FormMember(number, bytes(uuid).hex(), {n: v for n, v in fields.items() if v}, given))
    return tuple(found)


def form_letters(db: CipherDatabase, branch: int) -> tuple[FormLetter, ...]:
    """The letters out of the branch's people that nobody has answered, oldest first."""
    rows = db.execute_sql(
        f"""SELECT l.id, l.uuid, m.name, l.number, l.issued, l.to_unit, l.receipt
            FROM member m JOIN letter l ON l.member = m.id
            WHERE m.org = ? AND m.gone IS NULL AND {OPEN.format("l")} ORDER BY l.issued, m.name, l.id""",
        (branch,),
    )
    names = ("number", "issued", "to_unit", "receipt")
    return tuple(
        FormLetter(number, bytes(uuid).hex(), name, {n: v for n, v in zip(names, rest, strict=True) if v})
        for number, uuid, name, *rest in rows
    )


@dataclass(frozen=True, slots=True)
class Issue:
    """A workbook that was issued; ``days`` counts from the day it is due (negative: still time)."""

    id: int
    org: int
    branch: str
    branch_uuid: str
    number: int
    issued_on: str
    due_on: str
    check_code: str
    members: int
    file: str
    cleared: str | None
    returned_on: str | None
    file_sha256: str | None
    days: int
    newest: bool

    @property
    def outstanding(self) -> bool:
        """Whether it is still waited for: neither returned nor followed by a newer one."""
        return self.newest and self.returned_on is None

    @property
    def overdue(self) -> bool:
        """Whether it is waited for and the day has passed."""
        return self.outstanding and self.days > 0


_ISSUES: Final = """
    SELECT f.id, f.org, o.name, o.uuid, f.number, f.issued_on, f.due_on, f.check_code, f.members, f.file, f.cleared,
           f.returned_on, f.file_sha256, NOT EXISTS (SELECT 1 FROM fill_in n WHERE n.org = f.org
             AND n.campaign = f.campaign AND n.number > f.number)
    FROM fill_in f JOIN organization o ON o.id = f.org WHERE f.campaign = ?
"""


def issues(db: CipherDatabase, campaign: int, today: str) -> list[Issue]:
    """Every workbook issued in the campaign, by branch as the tree has them, the newest first."""
    rows = db.execute_sql(f"{_ISSUES} ORDER BY o.lft, f.number DESC", (campaign,))
    return [_issue(row, today) for row in rows]


def issue(db: CipherDatabase, campaign: int, number: int, today: str) -> Issue | None:
    """The workbook with this number."""
    row = db.execute_sql(f"{_ISSUES} AND f.number = ?", (campaign, number)).fetchone()
    return _issue(row, today) if row else None


def _issue(row: Sequence[Any], today: str) -> Issue:
    number, org, branch, uuid, place, issued, due, code, members, file, cleared, returned, sha256, newest = row
    days = (date.fromisoformat(today) - date.fromisoformat(due)).days
    return Issue(
        number, org, branch, bytes(uuid).hex(), place, issued, due, bytes(code).hex(), members, file, cleared,
        returned, bytes(sha256).hex() if sha256 else None, days, bool(newest),
    )  # fmt: skip


def outstanding(db: CipherDatabase, campaign: int, today: str) -> list[Issue]:
    """Who has not returned the newest workbook: the longest overdue first."""
    waiting = [each for each in issues(db, campaign, today) if each.outstanding]
    return sorted(waiting, key=lambda each: (-each.days, each.number))


@dataclass(frozen=True, slots=True)
class FillableBranch:
    """A unit that this one keeps, the subjects in it, and the newest workbook it was given."""

    id: int
    name: str
    subjects: int
    newest: Issue | None


def fillable(db: CipherDatabase, unit: int, campaign: int, today: str) -> list[FillableBranch]:
    """The units kept here that have members to be checked, or were given a workbook; in the order of the tree."""
    newest = {each.org: each for each in issues(db, campaign, today) if each.newest}
    rows = db.execute_sql(
        """SELECT o.id, o.name, (SELECT count(*) FROM member m JOIN subject s ON s.campaign = ? AND s.member = m.id
             WHERE m.org = o.id AND m.gone IS NULL)
           FROM organization o WHERE o.keeper = ? ORDER BY o.lft""",
        (campaign, unit),
    )
    return [
        FillableBranch(org, name, subjects, newest.get(org))
        for org, name, subjects in rows
        if subjects or org in newest
    ]


def as_issued(db: CipherDatabase, fill_in: int, table: Table, now: Mapping[int, Values]) -> dict[int, Values]:
    """Rows (by the journal's row) as they were when the workbook was issued, told back from ``now`` by the journal.

    A row that has come into being since has no value but its key's.
    """
    (since,) = db.execute_sql(
        "SELECT min(entry) FROM entry_item WHERE tbl = ? AND row = ?", (FILL_IN.number, fill_in)
    ).fetchone()
    then = {row: dict(values) for row, values in now.items()}
    items = db.execute_sql(
        """SELECT i.row, i.sub, i.before FROM json_each(?) j CROSS JOIN entry_item i
           ON i.tbl = ? AND i.row = j.value AND i.entry > ? ORDER BY i.entry DESC""",
        (json.dumps(list(now)), table.number, since),
    )
    for row, sub, before in items:
        if table is REVIEW and sub != table.key(now[row])[1]:
            continue
        then[row] |= dict.fromkeys(now[row]) if before is None else images.decode(table, before)
    return then


@dataclass(frozen=True, slots=True)
class Register:
    """The rows that a returned workbook speaks of, by uuid (hexadecimal), as they are and as they were when issued.

    ``reviews`` are of the self-check, by the member's uuid; ``within`` are the uuids of members and letters that are
    still the branch's and this vault's to change.
    """

    members: Mapping[str, tuple[Values, Values]]
    reviews: Mapping[str, tuple[Values, Values]]
    letters: Mapping[str, tuple[Values, Values]]
    within: frozenset[str]


def register(
    db: CipherDatabase, unit: int, campaign: int, issued: Issue, members: Iterable[str], letters: Iterable[str]
) -> Register:
    """What the vault holds of these members and letters (uuids, hexadecimal); unknown ones are left out."""
    uuids = json.dumps([*members])
    stage = Stage.SELF_CHECK.number
    now = _by_row(db, MEMBER, "uuid IN (SELECT unhex(value) FROM json_each(?))", uuids)
    ids = json.dumps(list(now))
    names = {row: values["uuid"].hex() for row, values in now.items()}
    found = db.execute_sql(
        f"{REVIEW.select} WHERE campaign = ? AND stage = ? AND member IN (SELECT value FROM json_each(?))",
        (campaign, stage, ids),
    ).fetchall()
    stored = {row["member"]: row for row in map(REVIEW.row, found)}
    empty: Values = dict.fromkeys(REVIEW.columns) | {"campaign": campaign, "stage": stage}
    reviews = {row: stored.get(row, empty | {"member": row}) for row in now}
    mail = _by_row(db, LETTER, "uuid IN (SELECT unhex(value) FROM json_each(?))", json.dumps([*letters]))
    here = {names[member] for (member,) in db.execute_sql(_MEMBERS_WITHIN, (ids, issued.org, unit, campaign))}
    open_here = {row for (row,) in db.execute_sql(_LETTERS_WITHIN, (json.dumps(list(mail)), issued.org, unit))}
    before = {
        table: as_issued(db, issued.id, table, rows)
        for table, rows in ((MEMBER, now), (REVIEW, reviews), (LETTER, mail))
    }
    return Register(
        {names[row]: (values, before[MEMBER][row]) for row, values in now.items()},
        {names[row]: (values, before[REVIEW][row]) for row, values in reviews.items()},
        {values["uuid"].hex(): (values, before[LETTER][row]) for row, values in mail.items()},
        frozenset(here | {mail[row]["uuid"].hex() for row in open_here}),
    )


_MEMBERS_WITHIN: Final = """
    SELECT m.id FROM json_each(?) j CROSS JOIN member m ON m.id = j.value AND m.gone IS NULL AND m.org = ?
    JOIN organization o ON o.id = m.org AND o.keeper = ? JOIN subject s ON s.campaign = ? AND s.member = m.id
"""
_LETTERS_WITHIN: Final = """
    SELECT l.id FROM json_each(?) j CROSS JOIN letter l ON l.id = j.value
    JOIN member m ON m.id = l.member AND m.gone IS NULL AND m.org = ?
    JOIN organization o ON o.id = m.org AND o.keeper = ?
"""


def _by_row(db: CipherDatabase, table: Table, where: str, parameter: str) -> dict[int, Values]:
    found = map(table.row, db.execute_sql(f"{table.select} WHERE {where}", (parameter,)).fetchall())
    return {row["id"]: row for row in found}
