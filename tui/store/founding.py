"""Founding a vault: everything in a folder beside the final one, which gets its name only when all of it stands."""

import errno
import json
import os
import re
import shutil
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4, uuid5

from tui.crypto import slots, subkeys, unitkeys
from tui.crypto.policy import Policy, check_passphrase
from tui.crypto.slots import Kdf, PersonKeys
from tui.faults import Failure, Fault
from tui.rules.units import UnitKind
from tui.store import ids, journal, migrations, tree
from tui.store.cipher import CipherDatabase
from tui.store.images import CAMPAIGN, ORGANIZATION, PERSON, Values
from tui.store.models import Setting
from tui.store.session import Actor, Clock, Session, local_now
from tui.store.vault import DATA_KEY, DATABASE, FORMAT, HEADER, KEYS, RECEIVING_KEY, SIGNING_KEY
from tui.text import clean

CAMPAIGN_NAME: Final = "党员组织关系集中排查"
_NOTICES: Final = UUID("6c1f2a56-3f0e-4d0b-9a53-0d5f6a3c7b21")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new vault is founded with. ``notice`` is the number of the notice that orders the campaign (文号),
    ``as_of`` its 填表日期 as an ISO date, ``policy`` its policy set (``2016`` or ``2019``)."""

    unit: str
    kind: UnitKind
    code: str
    person: str
    notice: str
    as_of: str
    policy: str = "2019"

    def checked(self) -> "Founding":
        """The same with every text cleaned; ``Failure`` NAME_MISSING or DATE_INVALID."""
        texts = {
            "单位名称": self.unit,
            "单位代码": self.code,
            "姓名": self.person,
            "排查通知文号": self.notice,
        }
        cleaned = {label: clean(text).strip() for label, text in texts.items()}
        for label, text in cleaned.items():
            if not text:
                raise Failure(Fault.NAME_MISSING, field=label)
        if not _is_date(self.as_of):
            raise Failure(Fault.DATE_INVALID, value=clean(self.as_of))
        unit, code, person, notice = cleaned.values()
        return Founding(unit, self.kind, code, person, notice, self.as_of, self.policy)


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def campaign_uuid(notice: str) -> bytes:
    """The campaign's travelling identity, from the number of the notice that orders it.

    Every unit holds the same notice, so their vaults agree without having exchanged anything.
    """
    plain = unicodedata.normalize("NFKC", notice).translate(str.maketrans("[]()【】", "〔〕〔〕〔〕"))
    return uuid5(_NOTICES, "".join(plain.split())).bytes


def found_vault(
    folder: Path, founding: Founding, passphrase: str, *, kdf: Kdf | None = None, clock: Clock = local_now
) -> None:
    """Make a vault in ``folder``, which must be missing or empty (``Failure(VAULT_EXISTS)``).

    Raises PASSPHRASE_WEAK, NAME_MISSING, DATE_INVALID, DISK_FULL, FOLDER_UNWRITABLE; on any failure nothing is left.
    ``kdf`` defaults to what this machine manages in about 0.7 s.
    """
    founding = founding.checked()
    check_passphrase(passphrase, Policy())
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failure(Fault.VAULT_EXISTS, path=folder)
    keys = PersonKeys.generate()
    vault, person = uuid4().hex, uuid4().hex
    unfinished = folder.with_name(f"{folder.name}.{vault[:8]}.part")
    try:
        unfinished.mkdir(mode=0o700, parents=True)
        today = clock().date()
        slot = slots.make_slot(vault, person, keys, passphrase, kdf or slots.calibrate(), set_on=today)
        key = _write_keys(unfinished / KEYS, keys)
        _write_register(unfinished / DATABASE, key, founding, person, keys, clock)
        header = {"format": FORMAT, "vault": vault, "slots": [slot]}
        _write(unfinished / HEADER, json.dumps(header, indent=1).encode())
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Failure(Fault.DISK_FULL) from error
        raise Failure(Fault.FOLDER_UNWRITABLE, path=folder.parent) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write_keys(folder: Path, keys: PersonKeys) -> bytes:
    folder.mkdir(mode=0o700)
    key = subkeys.new_database_key()
    secrets = {
        DATA_KEY: subkeys.key_to_text(key),
        SIGNING_KEY: unitkeys.new_signing_key(),
        RECEIVING_KEY: unitkeys.new_receiving_key().encode() + b"\n",
    }
    for name, secret in secrets.items():
        _write(folder / name, subkeys.seal(secret, [keys.recipient]))
    return key


def _write_register(path: Path, key: bytes, founding: Founding, person: str, keys: PersonKeys, clock: Clock) -> None:
    db = CipherDatabase(path, key, new=True)
    try:
        migrations.migrate(db)
        actor = Actor(ids.next_id(db, PERSON), person, founding.person, keys.seed)
        unit, campaign = ids.next_id(db, ORGANIZATION), ids.next_id(db, CAMPAIGN)
        session = Session(db, actor, unit, campaign, clock)
        with journal.entry(session, "vault.found", {"kind": founding.kind.value, "policy": founding.policy}) as entry:
            who: Values = {"id": actor.id, "uuid": bytes.fromhex(person), "name": founding.person,
                           "verify_key": keys.verify_key}  # fmt: skip
            where: Values = {"id": unit, "uuid": uuid4().bytes, "parent": None, "kind": founding.kind.value,
                             "code": founding.code, "name": founding.unit, "keeper": unit, "generation": 1}  # fmt: skip
            what: Values = {"id": campaign, "uuid": campaign_uuid(founding.notice), "notice": founding.notice,
                            "name": CAMPAIGN_NAME, "policy": founding.policy, "as_of": founding.as_of}  # fmt: skip
            for table, values in ((PERSON, who), (ORGANIZATION, where), (CAMPAIGN, what)):
                entry.insert(table, values)
            for name, value in (("unit", unit), ("campaign", campaign)):
                Setting.insert(name=name, value=str(value)).execute(db)
            tree.renumber(db)
    finally:
        db.close()


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
