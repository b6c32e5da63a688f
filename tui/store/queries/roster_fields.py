"""What may be shown of a member in the roster under review, beyond what every row has.

Each field is one SQL expression over the tables of ``roster.page``: m member, o organization, s subject, r review of
the stage in hand. The order by a field (``roster_order``) uses the same expression.
"""

from collections.abc import Mapping
from typing import Final

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
}
"""Field → expression."""
