"""How a person wants to work, as it was kept."""

import json
from typing import Any

from tui.store.cipher import CipherDatabase


def preference(db: CipherDatabase, person: int, key: str) -> Any:
    """A setting of this person; None if there is none."""
    found = db.execute_sql("SELECT value FROM preference WHERE person = ? AND key = ?", (person, key)).fetchone()
    return json.loads(found[0]) if found else None
