"""How sheets with a certain header are to be read, as somebody has said once."""

import json
from typing import NamedTuple

from tui.store.cipher import CipherDatabase


class KnownLayout(NamedTuple):
    """A kind's id, and what columns are by their place from 0: a field, or '' for none."""

    kind: str
    fields: dict[int, str]


def layouts(db: CipherDatabase) -> dict[str, KnownLayout]:
    """Every layout that is remembered, by the digest of its header (hex)."""
    found = db.execute_sql("SELECT header_sha256, kind, fields FROM layout").fetchall()
    return {
        digest.hex(): KnownLayout(kind, {int(index): field for index, field in json.loads(fields).items()})
        for digest, kind, fields in found
    }
