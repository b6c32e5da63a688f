"""Commands on the people of a vault: propose, admit, lock, unlock, remove, change roles, stricter policy, passphrase.

系统管理员 proposes an account, at whose making the new person types a passphrase; 安全保密管理员 admits it by signing
the next generation of the register. In a small vault the keeper does both. Sub-keys follow by themselves (``keyring``).
Each command gives the seat with the register as it stands afterwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

from tui.crypto import people, slots
from tui.crypto.people import ACTIVE, LOCKED, REMOVED, Person
from tui.crypto.policy import Policy, check_passphrase, is_stricter
from tui.crypto.slots import Kdf, PersonKeys
from tui.faults import Failure, Fault
from tui.rules.roles import Profile, Role, may
from tui.rules.roles import subkeys as subkeys_of
from tui.store import appointing, failures, keyring
from tui.store import folder as files
from tui.store.audit import acts, anchor
from tui.store.folder import HEADER, PEOPLE
from tui.store.seat import Seat
from tui.text import clean


@dataclass(frozen=True, slots=True)
class Standing:
    """One person as a list shows them: account, name, roles, state (``proposed`` before admission), pending grants."""

    account: str
    name: str
    roles: tuple[Role, ...]
    state: str
    failed: int
    pending: tuple[str, ...]

    @property
    def active(self) -> bool:
        """Whether the account can be opened, as far as the register goes."""
        return self.state == ACTIVE

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return _STATES[self.state] + ("（授权待生效）" if self.pending else "")


PROPOSED = "proposed"
_STATES = {ACTIVE: "正常", LOCKED: "锁定", REMOVED: "已移除", PROPOSED: "待批准"}
Deed = Callable[[Seat, str], Seat]
"""A change to the person with this account."""


def standing(seat: Seat) -> tuple[Standing, ...]:
    """Everybody, those who are only proposed last."""
    failed = failures.read(seat.folder)
    found = []
    for person in (*seat.register.people, *_proposed(seat)):
        known = seat.register.newest.person(person.person) is not None
        pending = tuple(name for name in person.grants if not keyring.holds(seat.folder, name, person))
        found.append(
            Standing(
                person.account,
                seat.names.get(person.person, ""),
                tuple(Role(role) for role in person.roles),
                person.state if known else PROPOSED,
                failed[person.account].count if person.account in failed else 0,
                pending if known and person.state == ACTIVE else (),
            )
        )
    return tuple(found)


def propose(seat: Seat, name: str, account: str, roles: frozenset[Role], passphrase: str, kdf: Kdf) -> Seat:
    """Make an account for a new person, whose passphrase was typed by themselves; it opens nothing until admitted.

    Raises ``Failure`` ROLE_REFUSED, NAME_MISSING, ACCOUNT_INVALID, PASSPHRASE_WEAK, STAFFING (without roles).
    """
    acts.allow(seat, "person.propose")
    name = clean(name).strip()
    if not name:
        raise Failure(Fault.NAME_MISSING, field="姓名")
    appointing.check_accounts([*(person.account for person in (*seat.register.people, *_proposed(seat))), account])
    check_passphrase(passphrase, seat.register.policy)
    keys = PersonKeys.generate()
    person = appointing.person(account, roles, keys)
    slot = slots.make_slot(seat.vault, person.person, keys, passphrase, kdf, set_on=seat.clock().date())
    files.write_header(seat.folder, seat.vault, [*files.read_header(seat.folder)["slots"], slot])
    names = {**seat.names, person.person: name}
    keyring.write_names(seat.folder, names, seat.register)
    detail = {"person": person.person, "account": account, "roles": list(person.roles),
              "recipient": person.recipient, "verify_key": person.verify_key}  # fmt: skip
    acts.record(seat, "person.propose", detail)
    anchor.write(seat)
    return replace(seat, names=names)


def admit(seat: Seat, account: str) -> Seat:
    """Take a proposed person into the register. Raises ``Failure`` ROLE_REFUSED, PERSON_UNKNOWN, STAFFING."""
    acts.allow(seat, "person.admit")
    person = next((each for each in _proposed(seat) if each.account == account), None)
    if person is None:
        raise Failure(Fault.PERSON_UNKNOWN, account=clean(account))
    return _extend(seat, [*seat.register.people, person], "person.admit", person)


def lock_account(seat: Seat, account: str) -> Seat:
    """Close an account until it is unlocked. Raises ``Failure`` ROLE_REFUSED, PERSON_UNKNOWN, STAFFING."""
    person = _known(seat, account)
    return _extend(seat, _with(seat, replace(person, state=LOCKED)), "person.lock", person)


def unlock_account(seat: Seat, account: str) -> Seat:
    """Open an account that was locked, or that failed too often. Raises ``Failure`` ROLE_REFUSED, PERSON_UNKNOWN."""
    acts.allow(seat, "person.unlock")
    person = _known(seat, account)
    counted = failures.clear(seat.folder, account)
    if counted.count:
        detail = {"account": account, "count": counted.count, "last": counted.at}
        acts.record(seat, "passphrase.failures", detail)
    return _extend(seat, _with(seat, replace(person, state=ACTIVE)), "person.unlock", person)


def remove(seat: Seat, account: str) -> Seat:
    """Take somebody out for good; what they signed stays verifiable, and the databases get new keys at the next
    unlocking. Raises ``Failure`` ROLE_REFUSED, PERSON_UNKNOWN, STAFFING."""
    person = _known(seat, account)
    gone = replace(person, state=REMOVED, grants=())
    return _extend(seat, _with(seat, gone), "person.remove", person)


def change_roles(seat: Seat, account: str, roles: frozenset[Role]) -> Seat:
    """Give somebody other roles. Raises ``Failure`` ROLE_REFUSED, PERSON_UNKNOWN, STAFFING."""
    person = _known(seat, account)
    after = replace(person, roles=tuple(sorted(role.value for role in roles)), grants=subkeys_of(roles))
    return _extend(seat, _with(seat, after), "person.role", after)


def raise_policy(seat: Seat, policy: Policy) -> Seat:
    """Make the policy stricter; ``Failure`` ROLE_REFUSED, POLICY_LOOSER."""
    acts.allow(seat, "policy.raise")
    if not is_stricter(policy, seat.register.policy):
        raise Failure(Fault.POLICY_LOOSER)
    return _write(seat, "policy.raise", {"policy": asdict(policy)}, policy=policy)


def change_passphrase(seat: Seat, old: str, new: str, kdf: Kdf) -> None:
    """Change one's own passphrase. Raises what ``slots.change_passphrase`` raises."""
    acts.allow(seat, "passphrase.change")
    header = files.read_header(seat.folder)
    changed = [
        slots.change_passphrase(
            seat.vault, slot, old, new,
            policy=seat.register.policy, today=seat.clock().date(), kdf=kdf, file=HEADER,
        )
        if slot["person"] == seat.person.person
        else slot
        for slot in header["slots"]
    ]  # fmt: skip
    files.write_header(seat.folder, seat.vault, changed)
    acts.record(seat, "passphrase.change", {"account": seat.person.account})
    anchor.write(seat)


def _extend(seat: Seat, staff: Sequence[Person], action: str, about: Person) -> Seat:
    acts.allow(seat, action)
    able = [frozenset(map(Role, person.roles)) for person in staff if person.state != REMOVED]
    appointing.check_staffing(Profile(seat.register.profile), able)
    if not any(person.state == ACTIVE and _appoints(seat, person) for person in staff):
        raise Failure(Fault.STAFFING, reason="至少要有一名能够办理人员事项的人员处于正常状态。")
    detail: dict[str, object] = {"person": about.person, "account": about.account, "roles": list(about.roles)}
    return _write(seat, action, detail, staff=staff)


def _write(
    seat: Seat,
    action: str,
    detail: dict[str, object],
    *,
    staff: Sequence[Person] | None = None,
    policy: Policy | None = None,
) -> Seat:
    """Sign the next generation, carry out what this person can, journal it."""
    at = int(seat.clock().timestamp())
    raw = people.extend(
        files.read(seat.folder, PEOPLE), seat.vault,
        by=seat.person.person, seed=seat.keys.seed, at=at, people=staff, policy=policy,
    )  # fmt: skip
    files.write(seat.folder, PEOPLE, raw)
    register = people.read(raw, seat.vault)
    after = replace(seat, register=register, person=register.newest.person(seat.person.person) or seat.person)
    keyring.write_names(seat.folder, seat.names, register)
    keyring.carry_out(seat.folder, register, after.person, seat.keys, closed=False)
    acts.record(after, action, detail | {"generation": register.generation})
    anchor.write(after)
    return after


def _appoints(seat: Seat, person: Person) -> bool:
    return people.APPOINTING[seat.register.profile] in person.roles


def _known(seat: Seat, account: str) -> Person:
    for person in seat.register.people:
        if person.account == account and person.state != REMOVED:
            return person
    raise Failure(Fault.PERSON_UNKNOWN, account=clean(account))


def _with(seat: Seat, after: Person) -> list[Person]:
    return [after if person.person == after.person else person for person in seat.register.people]


def _proposed(seat: Seat) -> list[Person]:
    """Those whose accounts were made and not admitted yet; only what somebody signed who may propose counts."""
    found = []
    for line in acts.lines(seat.audit, "person.propose"):
        by, detail = seat.register.newest.person(line.person), line.detail
        if by is None or not may(map(Role, by.roles), "person.propose") or not line.signed_by(by.verify_key):
            continue
        if seat.register.newest.person(detail["person"]) is None:
            grants = subkeys_of(map(Role, detail["roles"]))
            keys = detail["recipient"], detail["verify_key"]
            found.append(Person(detail["person"], detail["account"], tuple(detail["roles"]), *keys, ACTIVE, grants))
    return found
