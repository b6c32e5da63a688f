"""What a list of dues paid would do: each payment matched with its member and with the payments known."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tui.intake.decisions import CHUNK, Answers, Decision, Ledger, Plan, origin
from tui.intake.differences import EXTRA, Difference
from tui.intake.kinds import Kind
from tui.intake.matching import Known, Unclear
from tui.intake.owners import Owner, Owners
from tui.intake.refusals import PlanRefusal
from tui.intake.staged import Staged, StagedRow, decode_row
from tui.rules.changes import Change
from tui.store.cipher import CipherDatabase
from tui.store.commands.importing import merged_columns, merged_fields
from tui.store.commands.payments import PaymentArrival, import_payments
from tui.store.queries.letters import StoredPayment, payments_of
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

_COLUMNS: Final = {
    "payment_kind": "kind", "first_month": "first_month", "last_month": "last_month", "amount": "fen",
    "reason": "reason", "note": "note",
}  # fmt: skip
"""Field of the list → column of the payment."""
_IDENTITY: Final = ("kind", "first_month", "last_month", "fen")


@dataclass(frozen=True, slots=True)
class PaymentsPlan(Plan):
    """A list of payments; ``targets`` are payments, ``owners`` the members' row ids by the row's place."""

    owners: "array[int]"

    def arrivals(self) -> Iterator[PaymentArrival]:
        """What ``import_payments`` is given: new and changed rows."""
        for place, decision in enumerate(self.decisions):
            if decision in (Decision.ADD, Decision.CHANGE):
                row = self.row(place)
                yield PaymentArrival(self.owners[place], payment_fields(row), row.extra, origin(row))

    def carry_out(
        self, session: Session, *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Change:
        """Import the payments."""
        return import_payments(
            session, self.arrivals(), self.arriving, sheets=self.sheets, progress=progress, cancelled=cancelled
        )


def payment_fields(row: StagedRow) -> dict[str, str | int]:
    """The payment's columns that a row fills."""
    fields: dict[str, str | int] = {_COLUMNS[name]: value for name, value in row.fields.items() if name in _COLUMNS}
    if "fen" in fields:
        fields["fen"] = int(fields["fen"])
    return fields


def plan_payments(
    db: CipherDatabase,
    unit: int,
    staged: Staged,
    kind: Kind,
    *,
    answers: Answers | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> PaymentsPlan:
    """Match every payment; ``Failure(CANCELLED)``. Each needs a member of the register."""
    owners = Owners(db, unit, answers or {})
    ledger = Ledger(len(staged.rows))
    whose = array("q", bytes(8 * len(staged.rows)))
    met: set[tuple[object, ...]] = set()
    tell = watched(progress, cancelled)
    total = len(staged.rows)
    for start in range(0, total, CHUNK):
        rows = [(place, decode_row(staged.rows[place])) for place in range(start, min(start + CHUNK, total))]
        found = owners.find(rows)
        known = payments_of(db, [owner.member["id"] for owner in found if isinstance(owner, Known)])
        for (place, row), owner in zip(rows, found, strict=True):
            if not isinstance(owner, Known):
                _without_member(ledger, place, owner, owners)
                continue
            member = owner.member["id"]
            whose[place] = member
            ledger.rungs[place] = owner.rung
            identity = member, *(payment_fields(row).get(name) for name in _IDENTITY)
            if identity in met:
                ledger.refuse(place, PlanRefusal.LETTER_TWICE)
            else:
                met.add(identity)
                _compare(ledger, place, row, known.get(member, []))
        tell(min(start + CHUNK, total), total)
    return PaymentsPlan(
        staged, kind, ledger.decisions, ledger.targets, ledger.rungs, ledger.refusals, ledger.candidates,
        ledger.differences, whose,
    )  # fmt: skip


def _without_member(ledger: Ledger, place: int, owner: Owner, owners: Owners) -> None:
    if isinstance(owner, Unclear):
        ledger.doubt(place, owner.why, owners.candidates(owner.candidates))
    else:
        ledger.refuse(place, owner if isinstance(owner, PlanRefusal) else PlanRefusal.UNKNOWN_PERSON)


def _compare(ledger: Ledger, place: int, row: StagedRow, known: Sequence[StoredPayment]) -> None:
    fields = payment_fields(row)
    wanted = [fields.get(name) for name in _IDENTITY]
    payment = next((one for one in known if [getattr(one, name) for name in _IDENTITY] == wanted), None)
    if payment is None:
        ledger.decisions[place] = Decision.ADD
        return
    names = {column: field for field, column in _COLUMNS.items()}
    stored = payment._asdict()
    new = merged_fields(stored, fields)
    found = [Difference(names[column], str(stored[column] or ""), str(value)) for column, value in new.items()]
    for header, text in merged_columns(payment.extra, row.extra).items():
        found.append(Difference(EXTRA, payment.extra.get(header, ""), text, header))
    ledger.targets[place] = payment.id
    ledger.differ(place, found)
