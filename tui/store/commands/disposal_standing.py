"""What of a closed case an undo leaves alone: whoever took a step of it cannot take it out from under the others'."""

from typing import Final

from tui.rules.disposal.register import State
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_DECISION, DISPOSAL_GROUND, DISPOSAL_STEP, Values

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
