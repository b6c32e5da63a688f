"""The commands of an audit: verify everything that this seat can open, read the journal line by line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from typing import Any

from tui.store import migrations
from tui.store.audit import acts, anchor, database
from tui.store.audit.anchor import Breach
from tui.store.audit.database import Stream
from tui.store.audit.verifying import (
    Verification,
    verify_headers,
    verify_items,
    verify_pages,
    verify_rows,
    verify_triggers,
)
from tui.store.cipher import CipherDatabase
from tui.store.folder import AUDIT, DATABASE
from tui.store.seat import Seat
from tui.store.watching import Cancelled, Progress


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit came to; ``data`` is None where the seat holds no key to the members."""

    audit: Verification
    data: Verification | None
    breaches: tuple[Breach, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.breaches and self.audit.sound and (self.data is None or self.data.sound)


def verify(
    seat: Seat,
    data: CipherDatabase | None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Report:
    """Verify ``audit.db``, the anchor, and where ``data`` can be opened also the journal and the rows in it.

    The audit itself is journaled. ``Failure`` ROLE_REFUSED, CANCELLED.
    """
    if not seat.breaches:
        acts.allow(seat, "audit.verify")
    watching: dict[str, Any] = {"progress": progress, "cancelled": cancelled}
    audit = Verification()
    verify_pages(seat.audit, AUDIT, audit)
    verify_triggers(seat.audit, database.scripts(), audit)
    verify_headers(seat.audit, seat.register, audit, **watching)
    inside: Verification | None = None
    if data is not None:
        inside = Verification()
        verify_pages(data, DATABASE, inside)
        verify_triggers(data, migrations.scripts(), inside)
        verify_headers(data, seat.register, inside, **watching)
        verify_items(data, inside, **watching)
        verify_rows(data, inside, **watching)
    report = Report(audit, inside, anchor.judge(seat.vault, seat.register, seat.audit, data))
    if not seat.breaches:
        wrong = len(audit.found) + audit.more + (len(inside.found) + inside.more if inside else 0)
        detail = {"entries": audit.entries, "acts": audit.acts, "rows": inside.rows if inside else 0, "wrong": wrong}
        acts.record(seat, "audit.verify", detail)
    return report


@dataclass(frozen=True, slots=True)
class Line:
    """One header of either stream, as an auditor reads it. ``at`` is in seconds since 1970."""

    at: int
    stream: Stream
    seq: int
    person: str
    action: str
    detail: dict[str, Any]
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """What an auditor wants to see: a person's uuid, an action, a time from and until (seconds); empty for all."""

    person: str = ""
    action: str = ""
    since: int = 0
    until: int = 2**62

    def wants(self, line: Line) -> bool:
        """Whether the line is among what is wanted."""
        fits = self.person in ("", line.person) and self.action in ("", line.action)
        return fits and self.since <= line.at <= self.until


def lines(seat: Seat, wanted: Filter | None = None) -> Iterator[Line]:
    """Both streams together, the newest first."""
    wanted = wanted or Filter()
    streams = (_backwards(seat.audit, stream) for stream in Stream)
    together = merge(*streams, key=lambda line: (line.at, line.stream.value, line.seq), reverse=True)
    return (line for line in together if wanted.wants(line))


def _backwards(audit: CipherDatabase, stream: Stream) -> Iterator[Line]:
    for (body,) in audit.execute_sql(f"SELECT body FROM {stream.value} ORDER BY seq DESC"):
        found = json.loads(body)
        yield Line(
            found["at"], stream, found["seq"], found["person"], found["action"], found["detail"], found.get("count", 0)
        )
