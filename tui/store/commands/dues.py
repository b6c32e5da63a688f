"""Recording dues that were paid, month by month, of one member or of many: written as an import of payments writes."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.dues import MADE_UP, MADE_UP_MONTHS, DuesRecord, Mark, is_month, last_over, made_up, month_of, number_of
from tui.store import journal
from tui.store.commands.editing import kept_organizations, out_of_reach, whom
from tui.store.commands.importing import stored_rows
from tui.store.commands.payments import PaymentArrival, PaymentWriter
from tui.store.commands.roster_findings import settle_findings
from tui.store.images import MEMBER
from tui.store.origins import Sheets
from tui.store.queries.dues import dues_records
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress, watched
from tui.text import clean

REASON_LIMIT: Final = 200


def record_payment(
    session: Session,
    members: Sequence[int],
    month: str,
    *,
    up_to: bool = True,
    fen: int | None = None,
    reason: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Change:
    """Record that these members (named once each) have paid: the month ('2026-05'), or with ``up_to`` everything that
    was unpaid up to it, in one payment of ``fen`` each where an amount is given.

    How far they have paid moves on as an import moves it, and the findings of the roster follow. Whose months are
    paid for already is unchanged. Refused: members whom another unit keeps, who have left the roster, whose membership
    is suspended; without a reason those who make up for more than six months. ``Failure``: VALUE_REFUSED for what is
    no month; CANCELLED.
    """
    if not is_month(month):
        raise Failure(Fault.VALUE_REFUSED, field="月份", wanted="如2026-05")
    tell = watched(progress, cancelled)
    said = clean(reason).strip()[:REASON_LIMIT]
    detail: dict[str, object] = {"month": month, "up_to": up_to}
    refused: Counter[Refusal] = Counter()
    touched: list[int] = []
    unchanged = 0
    (as_of,) = session.db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (session.campaign,)).fetchone()
    today = session.clock().date().isoformat()
    with journal.entry(session, "dues.record", detail) as entry:
        kept = kept_organizations(session)
        writer = PaymentWriter(session, entry, Sheets(session.db, ()))
        for start in range(0, len(members), journal.CHUNK):
            chunk = members[start : start + journal.CHUNK]
            stored = stored_rows(session.db, MEMBER, chunk)
            records = dues_records(session.db, session.campaign, chunk)
            arrivals: list[PaymentArrival] = []
            for member in chunk:
                row = stored.get(member)
                span = _months(records[member], month, up_to, as_of) if member in records else None
                late = span is not None and made_up(*span, today) > MADE_UP_MONTHS
                if refusal := out_of_reach(row, kept):
                    refused[refusal] += 1
                elif records[member].suspended:
                    refused[Refusal.MEMBERSHIP_SUSPENDED] += 1
                elif span is None:
                    unchanged += 1
                elif late and not said:
                    refused[Refusal.REASON_MISSING] += 1
                else:
                    arrivals.append(_arrival(member, span, fen, said, late=late))
            touched += [payment["member"] for payment in writer.write(arrivals)]
            tell(min(start + journal.CHUNK, len(members)), len(members))
        detail |= {"added": writer.added, "moved": writer.move_on()}
        for start in range(0, len(touched), journal.CHUNK):
            paid = stored_rows(session.db, MEMBER, touched[start : start + journal.CHUNK])
            settle_findings(session, entry, list(paid.values()))
    return Change(
        entry.seq if entry.count else None,
        f"{whom(session.db, members)}{'缴至' if up_to else '缴纳'}{month}党费",
        len(touched),
        unchanged,
        tuple(refused.items()),
        tuple(touched) if len(touched) <= journal.CHUNK else (),
        verb="已登记",
    )


def _months(record: DuesRecord, month: str, up_to: bool, as_of: str) -> tuple[str, str] | None:
    """The months of the payment; None where it is in the register already."""
    if up_to:
        return record.to_pay(month, as_of)
    number = number_of(month)
    paid = record.mark(number, last_over(as_of)) is Mark.PAID
    return None if paid else (month_of(number), month)


def _arrival(member: int, span: tuple[str, str], fen: int | None, reason: str, *, late: bool) -> PaymentArrival:
    fields: dict[str, str | int] = {"first_month": span[0], "last_month": span[1]}
    if fen is not None:
        fields["fen"] = fen
    if reason:
        fields["reason"] = reason
    if late:
        fields["kind"] = MADE_UP
    return PaymentArrival(member, fields, {})
