"""Taking a ledger of dues paid into the register; all of it or nothing."""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import uuid4

from tui.rules.changes import Change
from tui.rules.dates import earliest, is_date, latest
from tui.store import ids, journal
from tui.store.commands.importing import Kept, in_chunks, merged_row, save, stored_rows
from tui.store.images import MEMBER, PAYMENT, Values
from tui.store.journal import CHUNK, EntryWriter
from tui.store.origins import RowOrigin, SheetOrigin, Sheets, write_origins
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched

FIELDS: Final = tuple(name for name in PAYMENT.columns if name not in ("id", "uuid", "member", "extra"))
"""The payment's columns that a ledger may fill; ``fen`` is a whole number, the months are '2026-10'."""

_Identity = tuple[object, ...]
_IDENTITY: Final = ("member", "kind", "first_month", "last_month", "fen")


@dataclass(frozen=True, slots=True)
class PaymentArrival:
    """One row of a ledger of dues on its way in: what a member (row id) has paid, texts and ``fen`` by column."""

    member: int
    fields: Mapping[str, str | int]
    extra: Mapping[str, str]
    origin: RowOrigin | None = None


def import_payments(
    session: Session,
    arrivals: Iterable[PaymentArrival],
    total: int,
    *,
    sheets: Sequence[SheetOrigin] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Write every payment in one transaction; cancelling (``Failure(CANCELLED)``) leaves nothing, and so does a
    payment of a member whom another unit keeps (NOT_KEPT_HERE).

    A payment is known by member, kind, months and fen: one that is in the register already is not written again, only
    what else its row says is added. Of rows with the same payment in one ledger the first counts; where that
    is written, its origins name them all. Where a new payment's last month certainly lies after the member's
    ``dues_to``, that moves on.
    """
    detail: dict[str, object] = {}
    payments, members = array("I"), dict[int, None]()
    seen = 0
    tell = watched(progress, cancelled)
    with journal.entry(session, "dues.import", detail) as entry:
        writer = PaymentWriter(session, entry, Sheets(session.db, sheets))
        for chunk in in_chunks(arrivals, total, tell):
            for payment in writer.write(chunk):
                payments.append(payment["id"])
                members[payment["member"]] = None
            seen += len(chunk)
        moved = writer.move_on()
        detail |= {"added": writer.added, "changed": len(payments) - writer.added, "moved": moved}
    return Change(
        entry.seq if entry.count else None,
        "导入党费",
        len(payments),
        unchanged=seen - len(payments),
        members=tuple(members) if len(members) <= CHUNK else (),
        noun="笔",
        verb="已导入",
    )


class PaymentWriter:
    """Writes chunks of arrivals, and at the end how far the members have paid: a member is written once an entry."""

    def __init__(self, session: Session, entry: EntryWriter, sheets: Sheets) -> None:
        self.added = 0
        self._db = session.db
        self._entry = entry
        self._sheets = sheets
        self._kept = Kept(session)
        self._next_payment = ids.next_id(self._db, PAYMENT)
        self._met: dict[int, bool] = {}  # payments that the ledger has named so far, and whether they were written
        self._paid_to: dict[int, tuple[str, RowOrigin | None]] = {}

    def write(self, arrivals: Sequence[PaymentArrival]) -> list[Values]:
        """Write a chunk; gives the payments that are new or changed."""
        self._kept.refuse_others_members({arrival.member for arrival in arrivals})
        known = self._known(arrivals)
        new: list[Values] = []
        changed: list[tuple[Values, Values]] = []
        origins: list[tuple[int, RowOrigin | None]] = []
        for arrival in arrivals:
            identity = _identity(arrival)
            before = known.get(identity)
            if before is None:
                known[identity] = after = merged_row(self._blank(arrival.member), arrival.fields, arrival.extra)
                new.append(after)
                self._note_paid(after, arrival.origin)
            elif before["id"] in self._met:
                if self._met[before["id"]]:
                    origins.append((before["id"], arrival.origin))
                continue
            else:
                after = merged_row(before, arrival.fields, arrival.extra)
                if after != before:
                    changed.append((before, after))
            self._met[after["id"]] = after != before
            if after != before:
                origins.append((after["id"], arrival.origin))
        save(self._db, self._entry, PAYMENT, new, changed)
        write_origins(self._db, self._entry.seq, PAYMENT, origins, self._sheets)
        self.added += len(new)
        return [*new, *(after for _, after in changed)]

    def move_on(self) -> int:
        """Move ``dues_to`` on for those who have paid beyond it; gives how many they are."""
        moved = 0
        for members in _chunks(self._paid_to):
            changed: list[tuple[Values, Values]] = []
            for member, before in stored_rows(self._db, MEMBER, members).items():
                last_month, _ = self._paid_to[member]
                if _lies_after(last_month, before["dues_to"]):
                    changed.append((before, before | {"dues_to": last_month}))
            save(self._db, self._entry, MEMBER, [], changed)
            origins = ((after["id"], self._paid_to[after["id"]][1]) for _, after in changed)
            write_origins(self._db, self._entry.seq, MEMBER, origins, self._sheets)
            moved += len(changed)
        return moved

    def _known(self, arrivals: Sequence[PaymentArrival]) -> dict[_Identity, Values]:
        """Which of these payments are in the register, by identity."""
        found = self._db.execute_sql(_KNOWN, (json.dumps([_identity(arrival) for arrival in arrivals]),))
        payments = map(PAYMENT.row, found)
        return {tuple(payment[name] for name in _IDENTITY): payment for payment in payments}

    def _note_paid(self, payment: Values, origin: RowOrigin | None) -> None:
        last_month = payment["last_month"]
        if last_month is None or not is_date(last_month):
            return
        known = self._paid_to.get(payment["member"])
        if known is None or _lies_after(last_month, known[0]):
            self._paid_to[payment["member"]] = last_month, origin

    def _blank(self, member: int) -> Values:
        values: Values = dict.fromkeys(PAYMENT.columns)
        values |= {"id": self._next_payment, "uuid": uuid4().bytes, "member": member}
        self._next_payment += 1
        return values


_SAME = " AND ".join(f"p.{name} IS w.{name}" for name in _IDENTITY[1:])
_KNOWN = f"""
    WITH wanted AS MATERIALIZED (
      SELECT {", ".join(f"value ->> {place} AS {name}" for place, name in enumerate(_IDENTITY))} FROM json_each(?))
    SELECT {", ".join(f"p.{name}" for name in PAYMENT.columns)}
    FROM wanted w CROSS JOIN payment p ON p.member = w.member AND {_SAME}
"""


def _identity(arrival: PaymentArrival) -> _Identity:
    named = (arrival.fields.get(name) for name in _IDENTITY[1:])
    return arrival.member, *(None if value == "" else value for value in named)


def _lies_after(last_month: str, dues_to: str | None) -> bool:
    """Whether the month is certainly a later one; of a text that is no date nothing is certain."""
    if dues_to is None:
        return True
    return is_date(dues_to) and earliest(last_month) > latest(dues_to)


def _chunks(members: Iterable[int]) -> Iterator[list[int]]:
    source = iter(members)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
