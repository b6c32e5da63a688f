"""People of a vault with their seeds, and a register founded by them."""

from dataclasses import dataclass, replace
from typing import Any

from tui.crypto import age, people_chain, signing
from tui.crypto.people import LOCKED, Person, RecoveryKey
from tui.crypto.policy import Policy
from tui.faults import Failure, Fault

AT = 1_795_000_000
POLICY = Policy()


@dataclass(frozen=True)
class Somebody:
    """A person of the register and the seed that signs for them."""

    person: Person
    seed: bytes


def somebody(number: int, *roles: str, grants: tuple[str, ...] = ("audit",)) -> Somebody:
    seed = signing.new_seed()
    recipient = age.recipient_of(age.new_identity())
    key = signing.verify_key(seed)
    return Somebody(
        Person(f"{number:032x}", f"account{number}", frozenset(roles), recipient, key, grants=frozenset(grants)), seed
    )


def printed() -> tuple[RecoveryKey, bytes]:
    seed = signing.new_seed()
    return RecoveryKey(age.recipient_of(age.new_identity()), signing.verify_key(seed)), seed


ADMINISTRATOR, OFFICER, AUDITOR = somebody(1, "administrator"), somebody(2, "officer"), somebody(3, "auditor")
SECRETARY = somebody(4, "entry", "secretary", grants=("audit", "data", "receive", "sign"))
CLERK = somebody(5, "entry", grants=("audit", "data", "receive"))
STAFF = [each.person for each in (SECRETARY, AUDITOR, OFFICER, ADMINISTRATOR)]
RECOVERY, RECOVERY_SEED = printed()
VAULT, FIRST = people_chain.first("full", POLICY, RECOVERY, STAFF, OFFICER.person.person, AT, OFFICER.seed)


def extended(raw: bytes, signer: Somebody = OFFICER, **changes: Any) -> bytes:
    return people_chain.extend(raw, VAULT, signer.seed, signer.person.person, AT + len(raw), **changes)


ADMITTED = extended(FIRST, people=[*STAFF, CLERK.person])
LOCKED_CLERK = replace(CLERK.person, state=LOCKED)
THIRD = extended(ADMITTED, people=[*STAFF, LOCKED_CLERK], policy=replace(POLICY, days=7))
READ = people_chain.read(THIRD, VAULT)


def is_damaged(raw: bytes, vault: str = VAULT) -> bool:
    """Whether reading gives the one fault that it may."""
    try:
        people_chain.read(raw, vault)
    except Failure as failure:
        return failure.fault is Fault.PEOPLE_DAMAGED
    return False
