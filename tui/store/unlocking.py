"""Unlocking: from an account and its passphrase to an open vault."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from tui.crypto import people
from tui.crypto.manifest import Custody
from tui.crypto.people import ACTIVE, LOCKED, REMOVED, Person, Register
from tui.crypto.policy import days_left
from tui.crypto.slots import PersonKeys, open_slot
from tui.faults import Failure, Fault
from tui.rules.roles import Profile
from tui.store import failures, ids, journal, keeping, keyring, migrations
from tui.store import folder as files
from tui.store.audit import anchor
from tui.store.cipher import CipherDatabase
from tui.store.folder import AUDIT, DATABASE, HEADER, PEOPLE
from tui.store.images import PERSON, Values
from tui.store.models import Setting
from tui.store.seat import Seat
from tui.store.session import Actor, Clock, Session, local_now
from tui.store.vault import Office, Vault


def unlock(folder: Path, passphrase: str, account: str = "", *, clock: Clock = local_now) -> Vault:
    """Open the vault for somebody who works with its members; ``Failure(NO_DATA_KEY)`` for everybody else.

    Raises what ``enter`` raises.
    """
    office = enter(folder, passphrase, account, clock=clock)
    if not isinstance(office, Vault):
        office.close()
        raise Failure(Fault.NO_DATA_KEY, roles=office.seat.role_labels)
    return office


def enter(
    folder: Path, passphrase: str, account: str = "", *, clock: Clock = local_now, expired: bool = False
) -> Office:
    """Open the vault in ``folder`` as far as the account's roles go; ``account`` may be left out where there is one.

    ``expired`` lets somebody in whose passphrase is too old, in order to change it.
    Raises ``Failure``: VAULT_NOT_FOUND, VAULT_IN_USE, ACCOUNT_UNKNOWN, ACCOUNT_LOCKED, ACCOUNT_WAITING,
    PASSPHRASE_WRONG, PASSPHRASE_EXPIRED, SLOT_DAMAGED, PEOPLE_DAMAGED, GRANT_PENDING, KDF_TOO_WEAK, VAULT_DAMAGED,
    VAULT_TOO_NEW, FOLDER_UNWRITABLE, DISK_FULL. But for the count of wrong passphrases nothing is changed in any of
    these cases.
    """
    header = files.read_header(folder)
    lock = files.hold(folder)
    try:
        register = people.read(files.read(folder, PEOPLE), header["vault"])
        person = find_account(register, account)
        now, slot = clock(), _slot(header, person)
        failures.refuse(folder, person.account, register.policy, now, waiting=_waits(register, person))
        try:
            keys = open_slot(header["vault"], slot, passphrase, file=HEADER)
        except Failure as failure:
            if failure.fault is Fault.PASSPHRASE_WRONG:
                failures.note(folder, person.account, now)
            raise
        set_on = date.fromisoformat(slot["set_on"])
        if not expired and days_left(set_on, now.date(), register.policy) < 0:
            raise Failure(Fault.PASSPHRASE_EXPIRED, account=person.account)
        if (keys.recipient, keys.verify_key.hex()) != (person.recipient, person.verify_key):
            raise Failure(Fault.SLOT_DAMAGED, file=HEADER)
        return _open(folder, header["vault"], register, person, keys, clock, lock)
    except BaseException:
        os.close(lock)
        raise


def accounts(folder: Path) -> tuple[str, ...]:
    """The accounts that may be asked for; ``Failure`` VAULT_NOT_FOUND, SLOT_DAMAGED, PEOPLE_DAMAGED."""
    vault = files.read_header(folder)["vault"]
    register = people.read(files.read(folder, PEOPLE), vault)
    return tuple(person.account for person in register.people if person.state != REMOVED)


def find_account(register: Register, account: str) -> Person:
    """The person who may unlock under this account name.

    Raises ``Failure`` ACCOUNT_UNKNOWN (also when it was left out and there are several), ACCOUNT_LOCKED.
    """
    fitting = [
        person
        for person in register.people
        if person.state != REMOVED and (not account or person.account == account.strip().lower())
    ]
    if len(fitting) != 1:
        raise Failure(Fault.ACCOUNT_UNKNOWN)
    if fitting[0].state == LOCKED:
        raise Failure(Fault.ACCOUNT_LOCKED, account=fitting[0].account)
    return fitting[0]


def _waits(register: Register, person: Person) -> bool:
    """Whether failing passphrases cost a wait instead of a lock: where nobody else could unlock the account."""
    others = (each for each in register.people if each.state == ACTIVE and each.person != person.person)
    return register.profile == Profile.SMALL.value or not any(register.newest.appoints(each.person) for each in others)


def _slot(header: dict[str, Any], person: Person) -> dict[str, Any]:
    slots = [slot for slot in header["slots"] if slot["person"] == person.person]
    if len(slots) != 1:
        raise Failure(Fault.SLOT_DAMAGED, file=HEADER)
    return dict(slots[0])


def _open(
    folder: Path, vault: str, register: Register, person: Person, keys: PersonKeys, clock: Clock, lock: int
) -> Office:
    """Carry out what the officer has granted, judge the journal, and sit down."""
    for subkey in keyring.DATABASES.keys() & set(person.grants):
        keyring.finish_rotation(folder, subkey, keys.identity)
    if not all(keyring.holds(folder, subkey, person) for subkey in person.grants):
        raise Failure(Fault.GRANT_PENDING, account=person.account)
    renewed = keyring.carry_out(folder, register, person, keys) if anchor.trusts(vault, register) else ()
    names = keyring.read_names(folder, keys.identity)
    audit = CipherDatabase(folder / AUDIT, keyring.database_key(folder, "audit", keys.identity))
    seat = Seat(folder, vault, person, keys, register, names, audit, clock)
    if "data" not in person.grants:
        with audit.connection_context():
            seat = keeping.judged(seat, None)
            keeping.note_unlocked(seat, renewed)
        return Office(seat, lock)
    db = CipherDatabase(folder / DATABASE, keyring.database_key(folder, "data", keys.identity))
    with db.connection_context(), audit.connection_context():
        migrations.keep_copy(db, folder / DATABASE)
        migrations.migrate(db)
        seat = keeping.judged(seat, db)
        session = _session(seat, db)
        keeping.note_unlocked(seat, renewed)
        keeping.follow(seat, db)
    return Vault(seat, session, lock)


def _session(seat: Seat, db: CipherDatabase) -> Session:
    settings = dict(Setting.select(Setting.name, Setting.value).tuples().execute(db))
    unit, campaign = int(settings["unit"]), int(settings["campaign"])
    found = db.execute_sql("SELECT id FROM person WHERE uuid = ?", (bytes.fromhex(seat.person.person),)).fetchone()
    number = found[0] if found else ids.next_id(db, PERSON)
    actor = Actor(number, seat.person.person, seat.name, seat.keys.seed, seat.roles)
    register = seat.register
    custody = Custody(register.profile, register.generation, register.digests[-1])
    session = Session(db, actor, unit, campaign, custody, seat.clock, read_only=bool(seat.breaches))
    if not found and not session.read_only:
        with journal.entry(session, "person.enter") as entry:
            entry.insert(PERSON, person_row(seat, number))
    return session


def person_row(seat: Seat, number: int) -> Values:
    """The person as reports name him: whoever gives verdicts stands in the register with name and public key."""
    return {
        "id": number,
        "uuid": bytes.fromhex(seat.person.person),
        "name": seat.name,
        "verify_key": seat.keys.verify_key,
    }
