"""The register of people: a chain of signed generations, each naming everybody, their roles and public keys.

``people.json``::

    {"format": 1, "generations": [{"body": {…}, "signature": hex}, …]}

A body is canonical JSON with the fields of ``Generation``. The first is signed by one of its own officers, every
later one by somebody who was an active officer in the generation before; in a small vault the keeper stands for the
officer. The SHA-256 of the first body, cut to 32 digits, is the vault's id, and every slot is bound to that: nobody
can put a register of his own making in its place. Policy only ever becomes stricter. Names are not in it but in
``names.age``.

What cannot be seen here is a chain cut short; the anchor and the journal remember its length.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final

from tui.crypto import age, canonical, signing
from tui.crypto.policy import Policy, is_stricter
from tui.faults import Failure, Fault

FORMAT: Final = 1
SIGNED_AS: Final = b"paicha/people/1\n"
ACTIVE, LOCKED, REMOVED = "active", "locked", "removed"
APPOINTING: Final = {"full": "officer", "small": "keeper"}
"""Profile → the role that signs the next generation."""
_FIRST_PREVIOUS = "0" * 64
_UUID = re.compile(r"[0-9a-f]{32}")
_KEY = re.compile(r"[0-9a-f]{64}")
_ACCOUNT = re.compile(r"[a-z0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Person:
    """One person: uuid (hex), account name, roles, public keys (``age1…``, Ed25519 as hex), state, sub-keys granted."""

    person: str
    account: str
    roles: tuple[str, ...]
    recipient: str
    verify_key: str
    state: str
    grants: tuple[str, ...]

    def __post_init__(self) -> None:
        shaped = _UUID.fullmatch(self.person) and _ACCOUNT.fullmatch(self.account) and _KEY.fullmatch(self.verify_key)
        if not shaped or self.state not in (ACTIVE, LOCKED, REMOVED):
            raise ValueError("not a person")
        if list(self.roles) != sorted(set(self.roles)) or list(self.grants) != sorted(set(self.grants)):
            raise ValueError("roles and grants stand in order")
        age.parse_recipients([self.recipient])


@dataclass(frozen=True, slots=True)
class Generation:
    """The state of the register after one act: its number, the digest of the one before, when (unix seconds) and by
    whom, the vault's profile and policy, the recovery identity's public half, everybody in order of uuid."""

    generation: int
    prev: str
    at: int
    by: str
    profile: str
    policy: Policy
    recovery: str
    people: tuple[Person, ...]

    def encoded(self) -> bytes:
        """The bytes that are hashed and signed."""
        return canonical.encode(asdict(self))

    def person(self, uuid: str) -> Person | None:
        """The person with this uuid."""
        return next((person for person in self.people if person.person == uuid), None)

    def appoints(self, uuid: str) -> bool:
        """Whether this person may sign the next generation."""
        person = self.person(uuid)
        return person is not None and person.state == ACTIVE and APPOINTING[self.profile] in person.roles


@dataclass(frozen=True, slots=True)
class Register:
    """The newest generation, and the digests (hex) of all of them in order."""

    newest: Generation
    digests: tuple[str, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who is or was here."""
        return self.newest.people

    @property
    def policy(self) -> Policy:
        """What passphrases and idle times have to keep to."""
        return self.newest.policy

    @property
    def profile(self) -> str:
        """``full`` or ``small``."""
        return self.newest.profile

    @property
    def recovery(self) -> str:
        """The recovery identity's public half, ``age1…``."""
        return self.newest.recovery

    @property
    def generation(self) -> int:
        """How many generations there are."""
        return len(self.digests)

    def extends(self, generation: int, digest: str) -> bool:
        """Whether the chain holds exactly this body at this place: false after a rollback or a fork."""
        return 1 <= generation <= len(self.digests) and self.digests[generation - 1] == digest

    def verify_key(self, uuid: str) -> bytes | None:
        """The key that this person's signatures are checked with, also after they left."""
        person = self.newest.person(uuid)
        return bytes.fromhex(person.verify_key) if person else None


def vault_id(first: Generation) -> str:
    """The id of the vault that this first generation founds, 32 hexadecimal digits."""
    return sha256(first.encoded()).hexdigest()[:32]


def found(
    profile: str, policy: Policy, recovery: str, people: Sequence[Person], *, by: str, seed: bytes, at: int
) -> tuple[str, bytes]:
    """The vault's id and the register's first bytes; ``by`` signs with ``seed`` and must be an officer among them."""
    first = Generation(1, _FIRST_PREVIOUS, at, by, profile, policy, recovery, _in_order(people))
    raw = _encode([_signed(first, seed)])
    return vault_id(first), _checked(raw, vault_id(first))


def extend(
    raw: bytes,
    vault: str,
    *,
    by: str,
    seed: bytes,
    at: int,
    people: Sequence[Person] | None = None,
    policy: Policy | None = None,
) -> bytes:
    """The register with one generation more; ``Failure(PEOPLE_DAMAGED)`` where ``read`` would refuse the outcome."""
    before = read(raw, vault)
    newest = before.newest
    following = Generation(
        newest.generation + 1,
        before.digests[-1],
        at,
        by,
        newest.profile,
        policy or newest.policy,
        newest.recovery,
        newest.people if people is None else _in_order(people),
    )
    generations = canonical.decode(raw)["generations"]
    return _checked(_encode([*generations, _signed(following, seed)]), vault)


def read(raw: bytes, vault: str) -> Register:
    """The register, every link of its chain verified; ``Failure(PEOPLE_DAMAGED)`` if any does not hold."""
    try:
        return _read(canonical.decode(raw), vault)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Failure(Fault.PEOPLE_DAMAGED) from None


def _read(found: Any, vault: str) -> Register:
    if found.keys() != {"format", "generations"} or found["format"] != FORMAT:
        raise ValueError("not a register of people")
    before: Generation | None = None
    digests: list[str] = []
    for signed in found["generations"]:
        if signed.keys() != {"body", "signature"}:
            raise ValueError("not a generation")
        generation = _generation(signed["body"])
        _check_link(before, generation, digests, vault)
        signer = (before or generation).person(generation.by)
        body = generation.encoded()
        if signer is None or not signing.verifies(
            bytes.fromhex(signer.verify_key), SIGNED_AS + body, bytes.fromhex(signed["signature"])
        ):
            raise ValueError("not signed by an officer")
        digests.append(sha256(body).hexdigest())
        before = generation
    if before is None:
        raise ValueError("nobody")
    return Register(before, tuple(digests))


def _check_link(before: Generation | None, now: Generation, digests: Sequence[str], vault: str) -> None:
    if now.generation != len(digests) + 1 or now.prev != (digests[-1] if digests else _FIRST_PREVIOUS):
        raise ValueError("out of order")
    if not (before or now).appoints(now.by) or now.profile not in APPOINTING:
        raise ValueError("not by an officer")
    if before is None:
        if vault_id(now) != vault:
            raise ValueError("the register of another vault")
        return
    if now.recovery != before.recovery or now.profile != before.profile or now.at < before.at:
        raise ValueError("what stays has changed")
    if now.policy != before.policy and not is_stricter(now.policy, before.policy):
        raise ValueError("a policy never becomes looser")
    for person in before.people:
        after = now.person(person.person)
        same = after is not None and (after.account, after.recipient, after.verify_key) == (
            person.account, person.recipient, person.verify_key,
        )  # fmt: skip
        if not same or (person.state == REMOVED and after != person):
            raise ValueError("nobody vanishes, changes keys or comes back")


def _generation(body: Mapping[str, Any]) -> Generation:
    people = tuple(
        Person(**(each | {"roles": tuple(each["roles"]), "grants": tuple(each["grants"])})) for each in body["people"]
    )
    generation = Generation(**{**body, "policy": Policy(**body["policy"]), "people": people})
    keys = [(p.person,) for p in people], [p.account for p in people], [p.verify_key for p in people]
    if people != _in_order(people) or any(len(set(each)) != len(people) for each in keys):
        raise ValueError("everybody once, in order")
    return generation


def _in_order(people: Sequence[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: person.person))


def _signed(generation: Generation, seed: bytes) -> dict[str, Any]:
    signature = signing.sign(seed, SIGNED_AS + generation.encoded())
    return {"body": asdict(generation), "signature": signature.hex()}


def _encode(generations: Sequence[Any]) -> bytes:
    return canonical.encode({"format": FORMAT, "generations": list(generations)})


def _checked(raw: bytes, vault: str) -> bytes:
    read(raw, vault)
    return raw
