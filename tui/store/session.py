"""Who is acting, in which vault, as which unit, in which campaign: what every command needs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tui.crypto.manifest import Custody
from tui.rules.roles import Role
from tui.store.cipher import CipherDatabase

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts: the row's id, the travelling uuid (hex), the Ed25519 seed that signs entries, the roles."""

    id: int
    uuid: str
    name: str
    seed: bytes = field(repr=False)
    roles: frozenset[Role]


def local_now() -> datetime:
    """The machine's time with its zone; the only clock, and tests inject another."""
    return datetime.now(UTC).astimezone()


@dataclass(frozen=True, slots=True)
class Session:
    """An unlocked vault in use. ``unit`` and ``campaign`` are row ids.

    ``read_only`` when something was found wrong with the journal: then nothing may be written. ``custody`` goes up
    with every report.
    """

    db: CipherDatabase
    actor: Actor
    unit: int
    campaign: int
    custody: Custody
    clock: Clock = local_now
    read_only: bool = False
