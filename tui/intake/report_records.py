"""The records of a report in their order, read as strictly as if a stranger had written them.

A signature says who sent them, not that they are harmless: the sender's program may be broken, or not ours.
"""

from collections import Counter
from collections.abc import Iterator, Set
from typing import Final

from tui.crypto import lines
from tui.crypto.manifest import Manifest
from tui.faults import Failure, Fault
from tui.intake import ledger_lines, report_lines
from tui.intake.report_lines import Row
from tui.rules.checks import Stage
from tui.store.travel.records import LedgerRecord, MemberRecord, Record, ReviewRecord

_VERIFIED: Final = Stage.VERIFICATION.number


def read_records(packed: bytes, manifest: Manifest) -> Iterator[Record]:
    """Campaign, persons, units, members, verifications, with their ledgers, in this order, as the manifest counts.

    Raises ``Failure`` when the place is reached: E06 for what is not text packed within bounds, E22 for a record
    that does not have the form of ``tui.store.travel.records``, stands out of its order, or is one too few or
    too many. Memory stays flat: at any time only one member is in it.
    """
    try:
        yield from _records(_Rows(packed), manifest)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Failure(Fault.E22_PAYLOAD_MISMATCH) from None


class _Rows:
    """The lines to come; ``take`` gives the next one if it is of that kind."""

    def __init__(self, packed: bytes) -> None:
        self.count = 0
        self.at_end = False
        self._lines = lines.unpack(packed)
        self._kind, self._row = "", Row()
        self._advance()

    def take(self, kind: str) -> Row | None:
        """The row without its kind, or None."""
        if kind != self._kind or self.at_end:
            return None
        row = self._row
        self._advance()
        return row

    def _advance(self) -> None:
        line = next(self._lines, None)
        if line is None:
            self.at_end, self._kind = True, ""
            return
        self.count += 1
        self._row = report_lines.decode(line)
        self._kind = self._row.pop("t")
        if self._kind == "review" and self._row["stage"] == _VERIFIED:
            self._kind = "verification"
        elif self._kind == "ledger" and LedgerRecord(self._row["of"], None, self._row["row"]).of_verifier:
            self._kind = "verifier's"


def _records(rows: _Rows, manifest: Manifest) -> Iterator[Record]:
    head = rows.take("campaign")
    _require(head is not None)
    yield report_lines.campaign(head or {})
    people: set[bytes] = set()
    while (row := rows.take("person")) is not None:
        person = report_lines.person(row)
        _require(person.uuid not in people)
        people.add(person.uuid)
        yield person
    expected = {bytes.fromhex(mark.org): mark for mark in manifest.slices}
    organizations: set[bytes] = set()
    while (row := rows.take("organization")) is not None:
        organization = report_lines.organization(row)
        mark = expected[organization.uuid]
        _require(organization.uuid not in organizations)
        _require((organization.generation, organization.version) == (mark.generation, mark.version))
        organizations.add(organization.uuid)
        yield organization
    while (row := rows.take("ledger")) is not None:
        of_unit = ledger_lines.ledger(row, people)
        _require(of_unit.member is None and of_unit.row["org"] in organizations)
        yield of_unit
    members: Counter[bytes] = Counter()
    while (row := rows.take("member")) is not None:
        member = _member(row, rows, people)
        _require(member.org in organizations and (member.review is None or people.issuperset(_givers(member.review))))
        members[member.org] += 1
        yield member
    while (row := rows.take("verification")) is not None:
        review = report_lines.review(row)
        _require(people.issuperset(_givers(review)))
        yield review
    while (row := rows.take("verifier's")) is not None:
        yield ledger_lines.ledger(row, people, verifiers=True)
    _require(rows.at_end and rows.count == manifest.counts.records)
    _require({org: members[org] for org in organizations} == {org: mark.members for org, mark in expected.items()})


def _member(row: Row, rows: _Rows, people: Set[bytes]) -> MemberRecord:
    """A member, and the lines behind him that belong to him."""
    org, values = report_lines.member(row)
    uuid = values["uuid"]
    ground = review = None
    findings = []
    if (of_subject := rows.take("subject")) is not None:
        ground = report_lines.subject(of_subject, uuid)
    if (of_review := rows.take("review")) is not None:
        review = report_lines.review(of_review)
        _require(review.member == uuid)
    while (of_finding := rows.take("finding")) is not None:
        findings.append(report_lines.finding(of_finding, uuid))
    ledgers = []
    while (of_ledger := rows.take("ledger")) is not None:
        ledgers.append(ledger_lines.ledger(of_ledger, people))
        _require(ledgers[-1].member == uuid)
    return MemberRecord(org, values, ground, review, tuple(findings), tuple(ledgers))


def _givers(review: ReviewRecord) -> Iterator[bytes]:
    return (giver for giver in review.by if giver is not None)


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError("not what a report holds")
