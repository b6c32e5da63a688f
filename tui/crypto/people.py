"""One generation of the register of people of a vault: uuids, roles, public keys and the policy; no names.

Roles and grants are plain words here; how a vault has to be staffed is checked by whoever knows the rules. What is
checked is the shape, that no two people share anything, and that somebody is left who may sign the next generation.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from tui.crypto import age
from tui.crypto.policy import Policy

SIGNING_ROLE: Final[Mapping[str, str]] = {"full": "officer", "small": "keeper"}
"""Profile of the vault → the role whose holders sign the next generation."""
ACTIVE, LOCKED, REMOVED = "active", "locked", "removed"
BY_RECOVERY: Final = "0" * 32
"""Stands in place of a person's uuid where the recovery identity has signed."""

_UUID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_VERIFY_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Person:
    """One person; ``grants`` are the sub-keys they are to hold. Who is removed stays, so that signatures verify."""

    person: str  # uuid, 32 lower-case hexadecimal digits
    account: str
    roles: frozenset[str]
    recipient: str  # age1…
    verify_key: bytes  # Ed25519, 32 bytes
    state: str = ACTIVE
    grants: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _match(_UUID, self.person)
        _match(_ACCOUNT, self.account)
        _match(_WORD, *self.roles, *self.grants)
        _check_keys(self.recipient, self.verify_key)
        if self.person == BY_RECOVERY or self.state not in (ACTIVE, LOCKED, REMOVED):
            raise ValueError("not a person of a register")
        if not self.roles or (self.state == REMOVED and self.grants):
            raise ValueError("a person without a role, or one who was removed and holds a grant")

    @property
    def keys(self) -> frozenset[str | bytes]:
        """Both public keys."""
        return frozenset((self.recipient, self.verify_key))


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """The public half of the printed recovery identity: what is sealed to it, and what verifies its signature."""

    recipient: str  # age1…
    verify_key: bytes  # Ed25519, 32 bytes

    def __post_init__(self) -> None:
        _check_keys(self.recipient, self.verify_key)

    @property
    def keys(self) -> frozenset[str | bytes]:
        """Both public keys."""
        return frozenset((self.recipient, self.verify_key))


@dataclass(frozen=True, slots=True)
class Generation:
    """The register at one time. ValueError unless people are told apart, in order, and somebody may sign the next."""

    generation: int  # from 1
    prev: str  # SHA-256 of the body before
    at: int  # Unix seconds
    by: str  # uuid of the person who signed
    profile: str
    policy: Policy
    recovery: RecoveryKey
    people: tuple[Person, ...]  # by uuid

    def __post_init__(self) -> None:
        _match(_SHA256, self.prev)
        _match(_UUID, self.by)
        if not all(type(count) is int and count >= 0 for count in (self.generation, self.at)):
            raise ValueError("not a count")
        if self.profile not in SIGNING_ROLE:
            raise ValueError("no such profile")
        uuids = [person.person for person in self.people]
        if uuids != sorted(set(uuids)):
            raise ValueError("people who are not in order")
        if len({person.account for person in self.people}) != len(uuids) or len(self.keys) != 2 * (len(uuids) + 1):
            raise ValueError("people who share an account or a key")
        if not any(self.may_sign(person) for person in self.people):
            raise ValueError("nobody could sign the next generation")

    @property
    def keys(self) -> frozenset[str | bytes]:
        """All public keys of people and of the recovery identity."""
        return self.recovery.keys.union(*(person.keys for person in self.people))

    def may_sign(self, person: Person) -> bool:
        """Whether this person of the generation may sign the next one."""
        return person.state == ACTIVE and SIGNING_ROLE[self.profile] in person.roles

    def find(self, uuid: str) -> Person | None:
        """The person with this uuid, whatever their state."""
        return next((person for person in self.people if person.person == uuid), None)

    def body(self) -> dict[str, Any]:
        """The generation in the types of JSON; its canonical encoding is what is signed."""
        return {
            "generation": self.generation,
            "prev": self.prev,
            "at": self.at,
            "by": self.by,
            "profile": self.profile,
            "policy": asdict(self.policy),
            "recovery": self.recovery.recipient,
            "recovery_key": self.recovery.verify_key.hex(),
            "people": [
                {
                    "person": person.person,
                    "account": person.account,
                    "roles": sorted(person.roles),
                    "recipient": person.recipient,
                    "verify_key": person.verify_key.hex(),
                    "state": person.state,
                    "grants": sorted(person.grants),
                }
                for person in self.people
            ],
        }

    @classmethod
    def of(cls, body: Any) -> "Generation":
        """The generation that a body says. ValueError, TypeError or LookupError for what is none; whoever reads one
        compares what ``body`` then gives, because lists in another order say the same.
        """
        people = [
            Person(
                person["person"],
                person["account"],
                frozenset(person["roles"]),
                person["recipient"],
                bytes.fromhex(person["verify_key"]),
                person["state"],
                frozenset(person["grants"]),
            )
            for person in body["people"]
        ]
        return cls(
            body["generation"],
            body["prev"],
            body["at"],
            body["by"],
            body["profile"],
            Policy(**body["policy"]),
            RecoveryKey(body["recovery"], bytes.fromhex(body["recovery_key"])),
            tuple(people),
        )


def _match(pattern: re.Pattern[str], *texts: str) -> None:
    if not all(pattern.fullmatch(text) for text in texts):
        raise ValueError("malformed")


def _check_keys(recipient: str, verify_key: bytes) -> None:
    age.parse_recipients([recipient])
    if len(verify_key) != _VERIFY_KEY_BYTES:
        raise ValueError("not a verify key")
