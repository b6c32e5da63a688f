"""The vault's sub-keys: for whom each is wrapped, and how that follows the signed register of people.

A grant is signed by the officer and carried out here, by the next person who unlocks and holds the sub-key. Taking a
grant back makes a new key: whoever held the old one may have kept it. Nobody's passphrase is needed, for keys are
wrapped to public keys.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tui.crypto import subkeys
from tui.crypto.people import REMOVED, Person, Register
from tui.crypto.slots import PersonKeys
from tui.faults import Failure, Fault
from tui.store import folder as files
from tui.store.cipher import CipherDatabase
from tui.store.folder import AUDIT, AUDIT_KEY, DATA_KEY, DATABASE, KEYS, NAMES, RECEIVING_KEY, SIGNING_KEY
from tui.text import clean

FILES: Final = {"data": DATA_KEY, "audit": AUDIT_KEY, "sign": SIGNING_KEY, "receive": RECEIVING_KEY}
"""Name of a sub-key in a grant → its file in ``keys``."""
DATABASES: Final = {"data": DATABASE, "audit": AUDIT}
WRAPPED: Final = "wrapped.json"
"""For whom each sub-key was last wrapped. A hint: editing it can only cause a wrapping too many."""
NEXT: Final = ".next"
SPARE: Final = 16 * 1024 * 1024
"""Bytes that stay free when a database is written anew under its next key."""


def unseal(folder: Path, subkey: str, identity: str) -> bytes:
    """Open one sub-key; ``Failure(SLOT_DAMAGED)`` if the file is missing, damaged or for somebody else."""
    name = f"{KEYS}/{FILES[subkey]}"
    return subkeys.unseal(files.read(folder, name), identity, file=name)


def database_key(folder: Path, subkey: str, identity: str) -> bytes:
    """The raw 32-byte key of ``data.db`` or ``audit.db``."""
    return subkeys.key_from_text(unseal(folder, subkey, identity), file=f"{KEYS}/{FILES[subkey]}")


def wrap(folder: Path, subkey: str, secret: bytes, register: Register, *, beside: str = "") -> None:
    """Seal a sub-key to everybody entitled to it and to the recovery identity."""
    recipients = [*(person.recipient for person in holders(register, subkey)), register.recovery]
    files.write(folder, f"{KEYS}/{FILES[subkey]}{beside}", subkeys.seal(secret, recipients))


def note_wrapped(folder: Path, register: Register, names: Sequence[str]) -> None:
    """Remember for whom these sub-keys are wrapped now."""
    wrapped = _wrapped(folder) | {name: sorted(person.person for person in holders(register, name)) for name in names}
    files.write(folder, f"{KEYS}/{WRAPPED}", json.dumps(wrapped, indent=1, sort_keys=True).encode())


def holders(register: Register, subkey: str) -> list[Person]:
    """The people entitled to a sub-key; a locked account keeps what it was given, it only cannot be opened."""
    return [person for person in register.people if person.state != REMOVED and subkey in person.grants]


def carry_out(
    folder: Path, register: Register, person: Person, keys: PersonKeys, *, closed: bool = True
) -> tuple[str, ...]:
    """Wrap the sub-keys that this person holds for whom the register entitles now; gives the names of those that got a
    new key because somebody lost a grant, which can only be done while the databases are ``closed``.

    The unit's own two keys are only wrapped anew: other units know them by their key card.
    """
    renewed: list[str] = []
    for name in person.grants:
        before = wrapped_for(folder, name)
        entitled = frozenset(each.person for each in holders(register, name))
        if entitled == before or not holds(folder, name, person):
            continue
        if name in DATABASES and before - entitled:
            if not closed:
                continue
            rotate(folder, name, register, keys.identity)
            renewed.append(name)
        else:
            wrap(folder, name, unseal(folder, name, keys.identity), register)
        note_wrapped(folder, register, [name])
    return tuple(renewed)


def holds(folder: Path, subkey: str, person: Person) -> bool:
    """Whether a grant of this sub-key has been carried out; without the hint it is worth a try."""
    before = wrapped_for(folder, subkey)
    return not before or person.person in before


def wrapped_for(folder: Path, subkey: str) -> frozenset[str]:
    """The uuids of the people for whom a sub-key was last wrapped; empty where that is not known."""
    found = _wrapped(folder).get(subkey, [])
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def rotate(folder: Path, subkey: str, register: Register, identity: str) -> None:
    """Give a database a new key. Old and new are both kept until every page is written under the new one.

    Raises ``Failure(DISK_FULL)`` before anything is touched where a second copy of the database would not fit.
    """
    path = folder / DATABASES[subkey]
    old = database_key(folder, subkey, identity)
    if shutil.disk_usage(folder).free < 2 * path.stat().st_size + SPARE:
        raise Failure(Fault.DISK_FULL)
    new = subkeys.new_database_key()
    wrap(folder, subkey, subkeys.key_to_text(new), register, beside=NEXT)
    db = CipherDatabase(path, old)
    with db.connection_context():
        db.rekey(new)
    _settle(folder, subkey)


def finish_rotation(folder: Path, subkey: str, identity: str) -> None:
    """After a rotation that was cut short: keep whichever key the database answers to."""
    name = f"{KEYS}/{FILES[subkey]}{NEXT}"
    if not (folder / name).exists():
        return
    new = subkeys.key_from_text(subkeys.unseal(files.read(folder, name), identity, file=name), file=name)
    if answers(folder / DATABASES[subkey], new):
        _settle(folder, subkey)
    else:
        (folder / name).unlink()
        files.sync(folder / KEYS)


def answers(path: Path, key: bytes) -> bool:
    """Whether a database opens with this key."""
    db = CipherDatabase(path, key)
    try:
        with db.connection_context():
            return True
    except Failure as failure:
        if failure.fault is Fault.VAULT_DAMAGED:
            return False
        raise


def read_names(folder: Path, identity: str) -> dict[str, str]:
    """The people's names by their uuid (hex)."""
    try:
        found = json.loads(subkeys.unseal(files.read(folder, NAMES), identity, file=NAMES))
        return {str(person): clean(str(name)) for person, name in found.items()}
    except (ValueError, AttributeError) as error:
        raise Failure(Fault.SLOT_DAMAGED, file=NAMES) from error


def write_names(folder: Path, names: Mapping[str, str], register: Register, also: Sequence[str] = ()) -> None:
    """Seal the names to everybody in the register who is not removed, the recovery identity, and ``also``."""
    recipients = [person.recipient for person in register.people if person.state != REMOVED]
    content = json.dumps(dict(names), ensure_ascii=False, sort_keys=True).encode()
    files.write(folder, NAMES, subkeys.seal(content, [*recipients, *also, register.recovery]))


def _settle(folder: Path, subkey: str) -> None:
    final = folder / KEYS / FILES[subkey]
    final.with_name(final.name + NEXT).replace(final)
    files.sync(folder / KEYS)


def _wrapped(folder: Path) -> dict[str, list[str]]:
    try:
        found = json.loads((folder / KEYS / WRAPPED).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
