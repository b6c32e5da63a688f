"""Arrivals for the store's tests: members written straight through the import command."""

from collections.abc import Sequence

from tui.rules.changes import Change
from tui.store.commands.roster import Arrival, import_roster
from tui.store.session import Session
from tui.store.vault import Vault


def arrival(name: str, initials: str = "", org: int = 1, findings: Sequence[str] = (), **fields: str) -> Arrival:
    """A new member of the vault's own branch."""
    return Arrival(None, org, {"name": name, **fields}, {}, initials or " ".join("x" * len(name)), findings)


def take_in(vault: Vault, *arrivals: Arrival) -> Change:
    """Import them and wait for it."""
    return vault.write(import_roster, arrivals, len(arrivals)).result()


def rows(vault: Vault, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    """What the database holds, read on the reader's connection."""
    return vault.read(lambda db: db.execute_sql(sql, parameters).fetchall()).result()


def crowd(session_vault: Vault, count: int) -> list[int]:
    """``count`` members 张0001 …; gives their ids."""
    take_in(session_vault, *(arrival(f"张{number:04}", "z") for number in range(count)))
    return [member for (member,) in rows(session_vault, "SELECT id FROM member ORDER BY id")]  # type: ignore[misc]


__all__ = ["Session", "arrival", "crowd", "rows", "take_in"]
