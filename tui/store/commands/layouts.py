"""Remembering how sheets with a certain header are to be read; of no member, so the journal says nothing of it."""

import json
from collections.abc import Mapping

from tui.store.session import Session


def remember_layout(session: Session, digest: str, kind: str, fields: Mapping[int, str]) -> None:
    """Keep what was said of a layout, by the digest of its header (hex): a kind's id, and a field or '' by column."""
    if not session.read_only:
        session.db.execute_sql(
            "INSERT OR REPLACE INTO layout(header_sha256, kind, fields) VALUES (?, ?, ?)",
            (bytes.fromhex(digest), kind, json.dumps({str(index): field for index, field in fields.items()})),
        )
