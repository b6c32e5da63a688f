"""Correction requests (更正意见) beside the values that the register has now."""

from typing import Final, NamedTuple

from tui.rules.verification import CORRECTABLE, RequestState, standing
from tui.store.cipher import CipherDatabase

_NOW: Final = " ".join(f"WHEN '{name}' THEN m.{name}" for name in CORRECTABLE if name)


class StoredRequest(NamedTuple):
    """A correction request: ``standing`` is what has become of it, ``now`` what the register says now."""

    id: int
    org: int
    branch: str
    member: int
    name: str
    field: str
    seen: str
    wanted: str
    now: str
    reason: str
    standing: RequestState
    by: str
    at: int
    unit: int

    @property
    def item(self) -> str:
        """What it is about, in Chinese."""
        return CORRECTABLE[self.field]


def standings(db: CipherDatabase, campaign: int, org: int | None = None) -> list[StoredRequest]:
    """The requests of a campaign, or those on the members of one organisation, in the order of tree and filing."""
    rows = db.execute_sql(
        f"""SELECT q.id, o.id, o.name, m.id, m.name, q.field, q.seen, q.wanted,
                   ifnull(CASE q.field {_NOW} ELSE q.seen END, ''), q.reason, q.state,
                   ifnull((SELECT name FROM person WHERE id = q.by), ''), q.at, q.unit
            FROM correction_request q JOIN member m ON m.id = q.member JOIN organization o ON o.id = m.org
            WHERE q.campaign = ? AND ifnull(o.id = ?, 1) ORDER BY o.lft, q.id""",
        (campaign, org),
    )
    return [
        StoredRequest(
            number, branch, name, member, who, field, seen, wanted, now, reason,
            standing(RequestState(state), seen, wanted, now), by, at, unit,
        )
        for number, branch, name, member, who, field, seen, wanted, now, reason, state, by, at, unit in rows
    ]  # fmt: skip
