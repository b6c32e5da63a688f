"""What a person was looking at: kept in the vault while the screen is locked, so that nothing of it stands outside."""

import json
from collections.abc import Mapping
from typing import Any

from tui.store.session import Session


def keep_view(session: Session, state: Mapping[str, Any]) -> None:
    """Remember what this person is looking at; a vault that may only be read remembers nothing."""
    if not session.read_only:
        text = json.dumps(dict(state), ensure_ascii=False)
        session.db.execute_sql("INSERT OR REPLACE INTO view(person, state) VALUES (?, ?)", (session.actor.id, text))


def take_view(session: Session) -> dict[str, Any]:
    """What this person was looking at, once; empty if nothing was remembered."""
    found = session.db.execute_sql("SELECT state FROM view WHERE person = ?", (session.actor.id,)).fetchone()
    if found is None or session.read_only:
        return {}
    session.db.execute_sql("DELETE FROM view WHERE person = ?", (session.actor.id,))
    return dict(json.loads(found[0]))
