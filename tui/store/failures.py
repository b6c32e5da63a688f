"""Wrong passphrases: counted per account until somebody unlocks and puts them into the journal.

Counting deters who sits at the machine; against a copied file only the passphrase itself protects.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from tui.crypto.policy import Policy
from tui.faults import Failure, Fault
from tui.store import folder as files

FAILURES: Final = "failures.json"


@dataclass(frozen=True, slots=True)
class Failures:
    """How many wrong passphrases one account has seen since it was last opened, and when the last one was."""

    count: int = 0
    at: int = 0


def read(folder: Path) -> dict[str, Failures]:
    """Account → failures; a missing or spoilt file counts nothing."""
    try:
        found = json.loads((folder / FAILURES).read_bytes())
        return {account: Failures(int(each["count"]), int(each["at"])) for account, each in found.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def note(folder: Path, account: str, now: datetime) -> int:
    """Count one more; gives how many there are now."""
    known = read(folder)
    count = known.get(account, Failures()).count + 1
    _write(folder, known | {account: Failures(count, int(now.timestamp()))})
    return count


def clear(folder: Path, account: str) -> Failures:
    """Forget an account's failures; gives what had been counted, for the journal."""
    known = read(folder)
    counted = known.pop(account, Failures())
    if counted.count:
        _write(folder, known)
    return counted


def refuse(folder: Path, account: str, policy: Policy, now: datetime, *, waiting: bool) -> None:
    """Raise ``Failure`` when an account has failed too often: ACCOUNT_LOCKED, or where ``waiting`` takes the place of
    the officer (small profile) ACCOUNT_WAITING with the minutes left.
    """
    counted = read(folder).get(account, Failures())
    if counted.count < policy.failures:
        return
    if not waiting:
        raise Failure(Fault.ACCOUNT_LOCKED, account=account)
    over = datetime.fromtimestamp(counted.at, now.tzinfo) + timedelta(minutes=policy.wait_minutes)
    if now < over:
        raise Failure(Fault.ACCOUNT_WAITING, account=account, minutes=-((now - over) // timedelta(minutes=1)))


def _write(folder: Path, known: dict[str, Failures]) -> None:
    content = {account: {"count": each.count, "at": each.at} for account, each in known.items()}
    files.write(folder, FAILURES, json.dumps(content, sort_keys=True).encode())
