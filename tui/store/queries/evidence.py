"""Evidence as it hangs on the rows of the register, and its content, verified when it is read."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from tui.faults import Failure, Fault
from tui.rules.evidence import Media
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_CASE, DISPOSAL_DECISION, EVIDENCE, MEMBER, ORGANIZATION, UNIT_EVIDENCE, Table
from tui.store.ledgers import LEDGERS

BEARING: Final = {MEMBER.name: MEMBER, ORGANIZATION.name: ORGANIZATION} | {
    ledger.name: ledger.table for ledger in LEDGERS if ledger.hangs_on is None and "uuid" in ledger.table.columns
}
"""The tables on whose rows evidence may hang, by name: each row is known by its uuid in every vault."""


class Of(NamedTuple):
    """What evidence hangs on: a row of a ledger (table name and row id), or a member (``member``) or a unit
    (``organization``) itself, of whom ``topic`` says more ('check2', 'joining_form')."""

    table: str
    row: int
    topic: str = ""

    @property
    def itself(self) -> bool:
        """Whether it is a member or a unit, and no row about one."""
        return self.table in (MEMBER.name, ORGANIZATION.name)

    @property
    def kept_in(self) -> Table:
        """The table of its evidence: what is about a member travels with him, all else with its unit. KeyError for
        a table on whose rows nothing hangs."""
        about = BEARING[self.table]
        return EVIDENCE if about is MEMBER or "member" in about.columns else UNIT_EVIDENCE


def bearer_name(db: CipherDatabase, of: Of) -> str:
    """Who or what it is: the member's name, or the unit's; '' where the row is gone."""
    member = of.kept_in is EVIDENCE
    owner = "id" if of.itself else "member" if member else "org"
    found = db.execute_sql(
        f"""SELECT name FROM {MEMBER.name if member else ORGANIZATION.name}
            WHERE id = (SELECT {owner} FROM {of.table} WHERE id = ?)""",
        (of.row,),
    ).fetchone()
    return str(found[0]) if found else ""


def borne_by(db: CipherDatabase, of: Of) -> Of:
    """What evidence of it really hangs on: that of a decision on its case, the keeper's own record.

    A decision travels behind the members' evidence, and the unit above may take it back.
    """
    if of.table != DISPOSAL_DECISION.name:
        return of
    found = db.execute_sql(
        """SELECT c.id FROM disposal_decision d JOIN disposal_case c ON c.uuid = d.about AND c.member = d.member
           WHERE d.id = ?""",
        (of.row,),
    ).fetchone()
    return Of(DISPOSAL_CASE.name, found[0], of.topic) if found else of


def topic_counts(db: CipherDatabase, member: int) -> dict[str, int]:
    """How many files hang on a member himself, by topic."""
    found = db.execute_sql(
        """SELECT topic, count(*) FROM evidence
           WHERE member = ? AND of_table IS NULL AND topic IS NOT NULL AND state = 'attached' GROUP BY topic""",
        (member,),
    )
    return dict(found.fetchall())


class EvidenceRow(NamedTuple):
    """A file that was attached. ``there``: its content is in this vault; ``reason``: why it was withdrawn."""

    id: int
    of_table: str | None
    topic: str | None
    name: str
    media: Media
    size: int
    sha256: bytes
    note: str | None
    state: str
    reason: str | None
    by: str
    at: int
    there: bool


_COLUMNS: Final = ", ".join(f"e.{name}" for name in EvidenceRow._fields[:-3])
_THERE: Final = "EXISTS (SELECT 1 FROM evidence_content c WHERE c.sha256 = e.sha256)"


def evidence_of(db: CipherDatabase, table: str, row: int, topic: str = "") -> list[EvidenceRow]:
    """The files that hang on it (``Of``), the withdrawn ones last; of a member or a unit without a topic everything
    there is of it."""
    of = borne_by(db, Of(table, row, topic))
    owner = "member" if of.kept_in is EVIDENCE else "org"
    if not of.itself:
        where = "e.of_row = :row AND e.of_table = :table"
    else:
        where = f"e.{owner} = :row" + (" AND e.of_table IS NULL AND e.topic = :topic" if topic else "")
    found = db.execute_sql(
        f"""SELECT {_COLUMNS}, p.name, e.at, {_THERE} FROM {of.kept_in.name} e JOIN person p ON p.id = e.by
            WHERE {where} ORDER BY e.state, e.id""",
        {"row": of.row, "table": of.table, "topic": topic},
    )
    return [_evidence(each) for each in found.fetchall()]


def evidence_content(db: CipherDatabase, digest: bytes) -> bytes | None:
    """The content with this SHA-256; None where it has not come with a bundle. ``Failure(VAULT_DAMAGED)`` for one that
    is another's."""
    found = db.execute_sql("SELECT content FROM evidence_content WHERE sha256 = ?", (bytearray(digest),)).fetchone()
    if found is None:
        return None
    content = bytes(found[0])
    if sha256(content).digest() != digest:
        raise Failure(Fault.VAULT_DAMAGED)
    return content


def evidence_counts(db: CipherDatabase, table: str, rows: Sequence[int]) -> dict[int, int]:
    """How many files hang on each of these rows of a table; those without one are not in it."""
    of = Of(table, 0)
    column = "of_row" if not of.itself else "member" if of.kept_in is EVIDENCE else "org"
    of_table = "" if of.itself else "AND e.of_table = :table"
    found = db.execute_sql(
        f"""SELECT e.{column}, count(*) FROM json_each(:rows) j
            CROSS JOIN {of.kept_in.name} e ON e.{column} = j.value {of_table}
            WHERE e.state = 'attached' GROUP BY e.{column}""",
        {"rows": json.dumps(list(rows)), "table": table},
    )
    return dict(found.fetchall())


def _evidence(row: tuple[object, ...]) -> EvidenceRow:
    found = EvidenceRow(*row)  # type: ignore[arg-type]
    return found._replace(media=Media(found.media), sha256=bytes(found.sha256), there=bool(found.there))
