"""The signed chain of the register of people: founding it, adding a generation, reading it.

``people.json`` is one canonical JSON object, ``{"format": 1, "generations": [{"body": {…}, "signature": "…"}, …]}``.
Each body is a whole generation and names the SHA-256 of the body before it. It is signed, with a prefix, by somebody
who had the signing role in the generation before; the first by one of its own people, and its hash is the id of the
vault. So a register can be neither edited nor given another root. That it is an old one, or a fork signed by somebody
who was entitled at that time, shows only against a record kept elsewhere: ``Register.extends``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final

from tui.crypto import canonical, signing
from tui.crypto.people import BY_RECOVERY, REMOVED, Generation, Person, RecoveryKey
from tui.crypto.policy import Policy, raised
from tui.faults import Failure, Fault

FORMAT: Final = 1
SIGNED_AS: Final = b"paicha/people/1\n"
FIRST_PREVIOUS: Final = "0" * 64
_VAULT_ID: Final = 32  # hexadecimal digits of the first hash

_Signed = tuple[Generation, bytes]
"""A generation and its signature."""


@dataclass(frozen=True, slots=True)
class Register:
    """A verified register: its newest generation, the hash of every body, every verify key that anybody ever had."""

    vault: str
    newest: Generation
    digests: tuple[str, ...]
    verify_keys: Mapping[str, tuple[bytes, ...]] = field(repr=False)

    @property
    def generation(self) -> int:
        """Number of the newest generation, from 1."""
        return len(self.digests)

    @property
    def digest(self) -> str:
        """SHA-256 of the newest body."""
        return self.digests[-1]

    def extends(self, generation: int, digest: str) -> bool:
        """Whether exactly that body stands at that generation: otherwise this register is an older one or a fork."""
        return 0 < generation <= len(self.digests) and self.digests[generation - 1] == digest

    def verify_key_of(self, person: str) -> bytes:
        """The Ed25519 key that this person signs with now, or signed with last; KeyError for a stranger."""
        return self.verify_keys[person][-1]


def first(
    profile: str, policy: Policy, recovery: RecoveryKey, people: Iterable[Person], by: str, at: int, seed: bytes
) -> tuple[str, bytes]:
    """(The id of a new vault, its register). ``by`` is one of the people, active and with the signing role of the
    profile, ``seed`` is theirs, ``at`` is Unix seconds. ValueError for whatever ``read`` would refuse.
    """
    generation = Generation(1, FIRST_PREVIOUS, at, by, profile, policy, recovery, _ordered(people))
    vault = sha256(_encoded(generation)).hexdigest()[:_VAULT_ID]
    chain = [_sign(generation, seed)]
    _verified(chain, vault)
    return vault, _encode(chain)


def extend(
    raw: bytes,
    vault: str,
    seed: bytes,
    by: str,
    at: int,
    *,
    people: Iterable[Person] | None = None,
    policy: Policy | None = None,
    recovery: RecoveryKey | None = None,
) -> bytes:
    """The register with one more generation, in which whatever is not given stays as it was.

    ``by`` and ``seed`` are those of an active person with the signing role, or BY_RECOVERY and the seed of the printed
    identity. The latter is spent by that, so a new ``recovery`` has to be given; only then may people get new keys.
    PEOPLE_DAMAGED for ``raw``; POLICY_LOWERED; ValueError for anything else that ``read`` would refuse.
    """
    before = read(raw, vault).newest
    if policy is not None and not raised(before.policy, policy):
        raise Failure(Fault.POLICY_LOWERED)
    chain = _decode(raw)
    after = replace(
        before,
        generation=before.generation + 1,
        prev=sha256(_encoded(before)).hexdigest(),
        at=at,
        by=by,
        policy=policy or before.policy,
        recovery=recovery or before.recovery,
        people=before.people if people is None else _ordered(people),
    )
    chain.append(_sign(after, seed))
    _verified(chain, vault)
    return _encode(chain)


def read(raw: bytes, vault: str) -> Register:
    """The register of this vault; PEOPLE_DAMAGED unless every generation is as somebody entitled has signed it."""
    try:
        return _verified(_decode(raw), vault)
    except ValueError:
        raise Failure(Fault.PEOPLE_DAMAGED) from None


def _ordered(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: person.person))


def _sign(generation: Generation, seed: bytes) -> _Signed:
    return generation, signing.sign(seed, SIGNED_AS + _encoded(generation))


def _encoded(generation: Generation) -> bytes:
    return canonical.encode(generation.body())


def _encode(chain: list[_Signed]) -> bytes:
    generations = [{"body": generation.body(), "signature": signature.hex()} for generation, signature in chain]
    return canonical.encode({"format": FORMAT, "generations": generations})


def _decode(raw: bytes) -> list[_Signed]:
    """The chain as it is written; ValueError unless the bytes are what ``_encode`` would write."""
    try:
        written = canonical.decode(raw)["generations"]
        chain = [(Generation.of(link["body"]), bytes.fromhex(link["signature"])) for link in written]
        one_spelling = _encode(chain) == raw
    except (LookupError, TypeError) as malformed:
        raise ValueError("not a register of people") from malformed
    if not one_spelling:
        raise ValueError("more, or other, than a register of people")
    return chain


def _verified(chain: list[_Signed], vault: str) -> Register:
    """The register that a chain gives; ValueError naming the first thing that is not right with it."""
    digests: list[str] = []
    keys: dict[str, tuple[bytes, ...]] = {}
    spent: set[str | bytes] = set()
    before: Generation | None = None
    for generation, signature in chain:
        encoded = _encoded(generation)
        if generation.generation != len(digests) + 1 or generation.prev != (digests or [FIRST_PREVIOUS])[-1]:
            raise ValueError("a generation out of its place")
        if not signing.verifies(_signing_key(before, generation), SIGNED_AS + encoded, signature):
            raise ValueError("a signature that does not verify")
        if before is not None:
            spent |= _refuse_step(before, generation)
        if not spent.isdisjoint(generation.keys):
            raise ValueError("a key that was given up is used again")
        digests.append(sha256(encoded).hexdigest())
        for person in generation.people:
            known = keys.get(person.person, ())
            if person.verify_key not in known:
                keys[person.person] = (*known, person.verify_key)
        before = generation
    if before is None or digests[0][:_VAULT_ID] != vault:
        raise ValueError("the register of another vault")
    return Register(vault, before, tuple(digests), keys)


def _signing_key(before: Generation | None, generation: Generation) -> bytes:
    """The key with which a generation must be signed; ValueError if ``by`` was not entitled to sign."""
    if before is not None and generation.by == BY_RECOVERY:
        return before.recovery.verify_key
    entitled = before or generation
    signer = entitled.find(generation.by)
    if signer is None or not entitled.may_sign(signer):
        raise ValueError("signed by somebody who was not entitled to")
    return signer.verify_key


def _refuse_step(before: Generation, after: Generation) -> frozenset[str | bytes]:
    """The keys that are given up from one generation to the next; ValueError for a step that nobody may sign."""
    if after.profile != before.profile or not raised(before.policy, after.policy):
        raise ValueError("another profile, or a policy that is less strict")
    given_up = before.keys - after.keys
    by_recovery = after.by == BY_RECOVERY
    if by_recovery and not given_up >= before.recovery.keys:
        raise ValueError("a recovery identity that was used stays in force")
    for old in before.people:
        new = after.find(old.person)
        if new is None or new.account != old.account:
            raise ValueError("a person is missing or has another account")
        if old.state == REMOVED and new != old:
            raise ValueError("somebody who was removed is changed")
        if new.keys != old.keys and not by_recovery:
            raise ValueError("a person has other keys")
    return given_up
