"""What a report carries out: the slices this unit keeps, whole, and the verifications it gave.

Everything is streamed: one organisation's members, then those of the next. The caller holds one read transaction
around it all, so that the report is one state of the register.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tui.rules.checks import Check, Stage
from tui.store import images, journal
from tui.store.cipher import CipherDatabase
from tui.store.images import MEMBER, REVIEW, Values
from tui.store.session import Session
from tui.store.travel import ledger_lines
from tui.store.travel.records import MEMBER_TEXTS, NOT_GIVEN
from tui.store.watching import Progress

_REVIEW = ", ".join(f"r.{name}" for name in REVIEW.columns)
_BY: Final = tuple(f"by{check.number}" for check in Check)
_VERDICTS = "||".join(f"r.c{check.number}" for check in Check)
_GIVEN = "||".join(f"ifnull(r.h{check.number}, '{NOT_GIVEN}')" for check in Check)
_GIVERS = ", ".join(f"r.{name}" for name in _BY)
_SHEET = f"{_VERDICTS}, {_GIVEN}, {_GIVERS}, r.at, r.note, u.uuid"
_MEMBER_AT = {name: place for place, name in enumerate(MEMBER.columns)}
_TEXTS_AT: Final = tuple((name, _MEMBER_AT[name]) for name in MEMBER_TEXTS)


@dataclass(frozen=True, slots=True)
class OutgoingSlice:
    """An organisation kept here: its row id, its travelling head, and how many members it has."""

    id: int
    head: Values
    members: int


def slices(db: CipherDatabase, unit: int, version: int) -> list[OutgoingSlice]:
    """Every organisation that ``unit`` keeps, those above before those below."""
    found = db.execute_sql(
        """SELECT o.id, o.uuid, p.uuid, o.kind, o.code, o.name, k.uuid, o.generation,
                  (SELECT count(*) FROM member m WHERE m.org = o.id)
           FROM organization o JOIN organization k ON k.id = o.keeper LEFT JOIN organization p ON p.id = o.parent
           WHERE o.keeper = ? ORDER BY o.lft""",
        (unit,),
    )
    names = ("uuid", "parent", "kind", "code", "name", "keeper", "generation")
    return [
        OutgoingSlice(number, dict(zip(names, head, strict=True)) | {"version": version}, members)
        for number, *head, members in found.fetchall()
    ]


def lines(session: Session, kept: Sequence[OutgoingSlice], told: Progress) -> Iterator[bytes]:
    """The records of the report, each as its line; ``told`` hears how many members are done, of how many."""
    db, campaign = session.db, session.campaign
    done, total = 0, sum(outgoing.members for outgoing in kept)
    people = _people(db, campaign, session.unit)
    notice = db.execute_sql("SELECT uuid, notice, name, policy, as_of FROM campaign WHERE id = ?", (campaign,))
    yield _line("campaign", dict(zip(("uuid", "notice", "name", "policy", "as_of"), notice.fetchone(), strict=True)))
    for person in people.values():
        yield _line("person", person)
    for outgoing in kept:
        yield _line("organization", outgoing.head)
    uuids = {number: person["uuid"] for number, person in people.items()}
    for _, row in ledger_lines.slice_rows(db, campaign, "org", [outgoing.id for outgoing in kept], uuids):
        yield _line(ledger_lines.KIND, row)
    for outgoing in kept:
        found = db.execute_sql(f"{MEMBER.select} WHERE org = ? ORDER BY id", (outgoing.id,))
        while rows := found.fetchmany(journal.CHUNK):
            yield from _members(db, campaign, outgoing.head["uuid"], rows, uuids)
            done += len(rows)
            told(done, total)
    yield from _verifications(db, campaign, session.unit, uuids)


def _people(db: CipherDatabase, campaign: int, unit: int) -> dict[int, Values]:
    """Everybody whom a review or a ledger of the report names, by row id."""
    of_slices = f"""SELECT {_GIVERS} FROM organization o JOIN member m ON m.org = o.id
                    JOIN review r ON r.campaign = ? AND r.stage = 1 AND r.member = m.id WHERE o.keeper = ?"""
    of_unit = f"SELECT {_GIVERS} FROM review r WHERE r.campaign = ? AND r.stage = 2 AND r.unit = ?"
    named: set[int | None] = set(ledger_lines.persons(db, campaign, unit))
    for query in (of_slices, of_unit):
        for row in db.execute_sql(query, (campaign, unit)):
            named.update(row)
    found = db.execute_sql(
        "SELECT id, uuid, name, verify_key FROM person WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted(number for number in named if number is not None)),),
    )
    return {number: {"uuid": uuid, "name": name, "verify_key": key} for number, uuid, name, key in found}


def _members(
    db: CipherDatabase, campaign: int, org: bytes, rows: Sequence[Sequence[Any]], people: dict[int, bytes]
) -> Iterator[bytes]:
    """Members, each with what belongs to him behind him."""
    wanted = json.dumps([row[0] for row in rows])
    among = "member IN (SELECT value FROM json_each(?))"
    grounds = dict(
        db.execute_sql(f"SELECT member, ground FROM subject WHERE campaign = ? AND {among}", (campaign, wanted))
    )
    stage = Stage.SELF_CHECK.number
    sheets = dict(_sheets(db, f"r.campaign = ? AND r.stage = ? AND r.{among}", (campaign, stage, wanted), people))
    findings: dict[int, list[Values]] = defaultdict(list)
    for member, *finding in db.execute_sql(
        f"""SELECT member, uuid, stage, check_no, code, state FROM finding INDEXED BY finding_member
            WHERE campaign = ? AND stage = ? AND {among} ORDER BY id""",
        (campaign, stage, wanted),
    ):
        findings[member].append(dict(zip(("uuid", "stage", "check", "code", "state"), finding, strict=True)))
    ledgers: dict[int, list[Values]] = defaultdict(list)
    for member, line in ledger_lines.slice_rows(db, campaign, "member", [row[0] for row in rows], people):
        ledgers[member].append(line)
    uuid_at, extra_at = _MEMBER_AT["uuid"], _MEMBER_AT["extra"]
    for row in rows:
        number, uuid = row[0], row[uuid_at]
        values: Values = {name: row[place] for name, place in _TEXTS_AT if row[place]}
        values |= {"uuid": uuid, "org": org}
        if row[extra_at]:
            values["extra"] = json.loads(row[extra_at])
        yield _line("member", values)
        if number in grounds:
            yield _line("subject", {"member": uuid, "ground": grounds[number]})
        if number in sheets:
            yield _line("review", {"member": uuid, "stage": stage} | sheets[number])
        for finding in findings.get(number, ()):
            yield _line("finding", {"member": uuid} | finding)
        for line in ledgers.get(number, ()):
            yield _line(ledger_lines.KIND, {"member": uuid} | line)


def _verifications(db: CipherDatabase, campaign: int, unit: int, people: dict[int, bytes]) -> Iterator[bytes]:
    """What this unit has verified, wherever the member stands."""
    stage = Stage.VERIFICATION.number
    numbers = db.execute_sql(
        "SELECT member FROM review WHERE campaign = ? AND stage = ? AND unit = ? ORDER BY member",
        (campaign, stage, unit),
    )
    while chunk := numbers.fetchmany(journal.CHUNK):
        wanted = json.dumps([number for (number,) in chunk])
        among = "IN (SELECT value FROM json_each(?))"
        uuids = dict(db.execute_sql(f"SELECT id, uuid FROM member WHERE id {among}", (wanted,)))
        sheets = _sheets(db, f"r.campaign = ? AND r.stage = ? AND r.member {among}", (campaign, stage, wanted), people)
        for member, sheet in sheets:
            yield _line("review", {"member": uuids[member], "stage": stage} | sheet)
    for line in ledger_lines.verifier_rows(db, campaign, unit, people):
        yield _line(ledger_lines.KIND, line)


def _sheets(
    db: CipherDatabase, where: str, parameters: Iterable[Any], people: dict[int, bytes]
) -> Iterator[tuple[int, Values]]:
    """Reviews as they travel, by the member's row id."""
    found = db.execute_sql(
        f"SELECT r.member, {_SHEET} FROM review r JOIN organization u ON u.id = r.unit WHERE {where} ORDER BY r.member",
        parameters,
    )
    for member, verdicts, given, *by, at, note, unit in found:
        sheet: Values = {
            "verdicts": verdicts,
            "given": given,
            "by": [None if number is None else people[number] for number in by],
            "unit": unit,
        }
        if at is not None:
            sheet["at"] = at
        if note:
            sheet["note"] = note
        yield member, sheet


def _line(kind: str, values: Values) -> bytes:
    values["t"] = kind
    return images.encode(values).encode()
