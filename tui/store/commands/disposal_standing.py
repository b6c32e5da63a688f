"""What of a case undo and redo leave alone: whoever took a step cannot take it out from under the others' when the case
is closed, nor put it back into a case that has gone another way since."""

from typing import Final

from tui.rules.disposal.register import State
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_DECISION, DISPOSAL_GROUND, DISPOSAL_STEP, REMOVED, Table, Values, decode
from tui.store.queries.disposal_case import case_file
from tui.store.queries.disposal_doubts import doubts

_CLOSED_OVER = """
    SELECT 1 FROM disposal_case c WHERE c.state = :closed AND (c.id = :number OR c.uuid = :uuid)
      AND (EXISTS (SELECT 1 FROM disposal_step s WHERE s.disposal_case = c.id AND s.seq > :seq)
        OR EXISTS (SELECT 1 FROM disposal_decision d WHERE d.about = c.uuid AND d.seq > :seq))
"""


OF_CASES: Final = (DISPOSAL_GROUND, DISPOSAL_STEP, DISPOSAL_DECISION)
"""What a case is made of."""


def closed_over(db: CipherDatabase, row: Values) -> bool:
    """Whether a row of ``OF_CASES`` is of a closed case, and something stands behind it.

    The last step, which closed the case, goes back with it.
    """
    of = {"number": row.get("disposal_case"), "uuid": row.get("about"), "seq": row.get("seq", 0)}
    return db.execute_sql(_CLOSED_OVER, {"closed": State.CLOSED.value, **of}).fetchone() is not None


def displaced(db: CipherDatabase, seq: int) -> frozenset[int]:
    """Members with a step or a decision that the entry took away and that does not fit their case any more.

    It comes back only where it could be taken: behind the same steps, in a case in hand that nothing holds up.
    """
    return frozenset(
        row["member"]
        for table in (DISPOSAL_STEP, DISPOSAL_DECISION)
        for (image,) in db.execute_sql(
            "SELECT before FROM entry_item WHERE entry = ? AND tbl = ? AND row_sha256 = ?",
            (seq, table.number, REMOVED),
        ).fetchall()
        if not _fits(db, table, row := decode(table, image))
    )


def _fits(db: CipherDatabase, table: Table, row: Values) -> bool:
    column, value = ("id", row["disposal_case"]) if table is DISPOSAL_STEP else ("uuid", row["about"])
    number = db.execute_sql(f"SELECT id FROM disposal_case WHERE {column} = ?", (value,)).fetchone()
    if number is None:
        return False
    found = case_file(db, 0, number[0])
    if found.state is not State.OPEN or found.case is None or found.digest != row["seen"]:
        return False
    return not found.case.referral_open and not doubts(db, found)
