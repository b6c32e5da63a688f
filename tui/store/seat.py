"""Who sits at a vault: the person with the private keys, the register of people, and the journal's own file."""

from dataclasses import dataclass, field
from pathlib import Path

from tui.crypto.people import Person, Register
from tui.crypto.slots import PersonKeys
from tui.rules import roles
from tui.rules.roles import Role
from tui.store.cipher import CipherDatabase
from tui.store.session import Clock


@dataclass(frozen=True, slots=True)
class Seat:
    """An unlocked account. ``audit`` is ``audit.db``, which everybody who may unlock can open.

    ``names`` are those of all people by their uuid (hex). ``breaches`` are the sentences of what was found wrong with
    the journal when the vault was opened; while there are any nothing may be written.
    """

    folder: Path
    vault: str
    person: Person
    keys: PersonKeys = field(repr=False)
    register: Register
    names: dict[str, str]
    audit: CipherDatabase
    clock: Clock
    breaches: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The person's name."""
        return self.names.get(self.person.person, self.person.account)

    @property
    def role_labels(self) -> str:
        """The roles in Chinese, for sentences."""
        return roles.labels(self.roles)

    @property
    def roles(self) -> frozenset[Role]:
        """What the person may do here."""
        return frozenset(Role(role) for role in self.person.roles)
