"""How a person wants to work: kept in the vault under the person, as JSON, and not journaled."""

import json
from typing import Any

from tui.store.session import Session


def keep_preference(session: Session, key: str, value: Any) -> None:
    """Remember a setting of the person at work (None: forget it); a vault that may only be read remembers nothing."""
    if session.read_only:
        return
    if value is None:
        session.db.execute_sql("DELETE FROM preference WHERE person = ? AND key = ?", (session.actor.id, key))
        return
    text = json.dumps(value, ensure_ascii=False)
    session.db.execute_sql(
        "INSERT OR REPLACE INTO preference(person, key, value) VALUES (?, ?, ?)", (session.actor.id, key, text)
    )
