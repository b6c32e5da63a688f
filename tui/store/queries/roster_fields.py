"""What may be shown of a member in the roster under review, beyond what every row has.

Each field is one SQL expression over the tables of ``roster.page``: m member, o organization, s subject, r review of
the stage in hand. The order by a field (``roster_order``) uses the same expression.
"""

from collections.abc import Mapping
from typing import Final

from tui.rules.situations import SituationKind

_LABELS: Final = " ".join(f"WHEN '{kind.value}' THEN '{kind.label}'" for kind in SituationKind)
_SITUATIONS: Final = f"""(
    SELECT group_concat(label, '、') FROM (SELECT CASE x.kind {_LABELS} END AS label FROM situation x
    WHERE x.member = m.id AND x.withdrawn IS NULL
      AND ifnull(x.since, '') <= (SELECT c.as_of FROM campaign c WHERE c.id = :campaign)
      AND (x.until IS NULL OR x.until > (SELECT c.as_of FROM campaign c WHERE c.id = :campaign))
    ORDER BY x.kind))"""
"""What holds of a member by the ledger of situations, in words."""

FIELDS: Final[Mapping[str, str]] = {
    "nation": "m.nation",
    "native": "m.native",
    "education": "m.education",
    "work": "m.work",
    "post": "m.post",
    "joined": "m.joined",
    "full_at": "m.full_at",
    "membership": "m.membership",
    "phone": "m.phone",
    "number": "m.number",
    "address": "m.address",
    "dues_to": "m.dues_to",
    "active_on": "m.active_on",
    "archive_at": "m.archive_at",
    "lost": "m.lost",
    "lost_on": "m.lost_on",
    "floating": "m.floating",
    "floating_to": "m.floating_to",
    "remark": "m.note",
    "situation": _SITUATIONS,
}
"""Field → expression."""
