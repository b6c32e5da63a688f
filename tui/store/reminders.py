"""What a person should be reminded of when they unlock: a passphrase that is due, a backup that is old."""

from datetime import UTC, date, datetime
from typing import Final

from tui.crypto.policy import days_left
from tui.store import folder as files
from tui.store.audit import acts
from tui.store.seat import Seat

BACKUP_DAYS: Final = 7
"""After so many days without a backup there is a word about it."""
SOON: Final = 5
"""A passphrase is spoken of so many days before it is due."""


def reminders(seat: Seat) -> tuple[str, ...]:
    """Sentences for the message line, the most pressing first."""
    return tuple(filter(None, (_passphrase(seat), _backup(seat))))


def _passphrase(seat: Seat) -> str:
    slots = files.read_header(seat.folder)["slots"]
    set_on = next(slot["set_on"] for slot in slots if slot["person"] == seat.person.person)
    left = days_left(date.fromisoformat(set_on), seat.clock().date(), seat.register.policy)
    if left > SOON:
        return ""
    due = "口令已到期" if left <= 0 else f"口令还有{left}天到期"
    return f"{due}，请用 paicha passphrase 更换。"


def _backup(seat: Seat) -> str:
    found = [line.at for name in ("backup.copy", "backup.keyed") for line in acts.lines(seat.audit, name)]
    if not found:
        first = next(acts.lines(seat.audit, "unlock"), None)
        found = [first.at] if first else []
    now = seat.clock()
    days = (now.astimezone(UTC) - datetime.fromtimestamp(max(found), UTC)).days if found else 0
    return f"已有{days}天没有备份，请用 paicha backup 备份。" if days > BACKUP_DAYS else ""
