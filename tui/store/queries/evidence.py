"""Evidence as it hangs on the rows of the register, and its content, verified when it is read."""

import json
from hashlib import sha256
from typing import Final, NamedTuple

from tui.faults import Failure, Fault
from tui.rules.evidence import Media
from tui.store.cipher import CipherDatabase

MEMBER_TABLE: Final = "member"
UNIT_TABLE: Final = "organization"


class Of(NamedTuple):
    """What evidence hangs on: a row of a ledger (table name and row id), a member (``member``) or a unit
    (``organization``) itself, of which ``topic`` says more ('check2', 'joining_form')."""

    table: str
    row: int
    topic: str = ""


class EvidenceRow(NamedTuple):
    """A file that was attached. ``there``: its content is in this vault; ``reason``: why it was withdrawn."""

    id: int
    member: int | None
    org: int | None
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


_SELECT = """
    SELECT e.id, e.member, e.org, e.of_table, e.topic, e.name, e.media, e.size, e.sha256, e.note, e.state, e.reason,
      p.name, e.at, EXISTS (SELECT 1 FROM evidence_content c WHERE c.sha256 = e.sha256)
    FROM evidence e JOIN person p ON p.id = e.by
"""
_OWN = "AND e.of_table IS NULL AND ifnull(e.topic, '') = :topic"


def evidence_of(db: CipherDatabase, table: str, row: int, topic: str = "") -> list[EvidenceRow]:
    """The files that hang on it, the withdrawn ones last; of a member without a topic everything there is of him."""
    if table == MEMBER_TABLE:
        where = f"e.member = :row {_OWN if topic else ''}"
    elif table == UNIT_TABLE:
        where = f"e.org = :row AND e.member IS NULL {_OWN if topic else ''}"
    else:
        where = "e.of_row = :row AND e.of_table = :table"
    found = db.execute_sql(
        f"{_SELECT} WHERE {where} ORDER BY e.state, e.id", {"row": row, "table": table, "topic": topic}
    )
    return [_evidence(each) for each in found.fetchall()]


def evidence_row(db: CipherDatabase, number: int) -> EvidenceRow | None:
    """One file by its row id."""
    found = db.execute_sql(f"{_SELECT} WHERE e.id = ?", (number,)).fetchone()
    return None if found is None else _evidence(found)


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


def evidence_counts(db: CipherDatabase, table: str, rows: list[int]) -> dict[int, int]:
    """How many files hang on each of these rows; those without one are not in it."""
    column = "member" if table == MEMBER_TABLE else "of_row"
    of_table = "" if table == MEMBER_TABLE else "AND e.of_table = :table"
    found = db.execute_sql(
        f"""SELECT e.{column}, count(*) FROM json_each(:rows) j CROSS JOIN evidence e ON e.{column} = j.value {of_table}
            WHERE e.state = 'attached' GROUP BY e.{column}""",
        {"rows": json.dumps(rows), "table": table},
    )
    return dict(found.fetchall())


def _evidence(row: tuple[object, ...]) -> EvidenceRow:
    found = EvidenceRow(*row)  # type: ignore[arg-type]
    return found._replace(media=Media(found.media), sha256=bytes(found.sha256), there=bool(found.there))
