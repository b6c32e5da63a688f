"""Founding a vault: everything in a folder beside the final one, which gets its name only when all of it stands."""

import errno
import re
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4, uuid5

from tui.crypto import people, slots, subkeys, unitkeys
from tui.crypto.manifest import Custody
from tui.crypto.people import Person
from tui.crypto.policy import Policy
from tui.crypto.slots import Kdf, PersonKeys
from tui.faults import Failure, Fault
from tui.rules import roles
from tui.rules.roles import Profile, Role
from tui.rules.units import UnitKind
from tui.store import appointing, ids, journal, keyring, migrations, tree
from tui.store import folder as files
from tui.store.audit import database as audit_database
from tui.store.cipher import CipherDatabase
from tui.store.folder import AUDIT, DATABASE, KEYS, PEOPLE
from tui.store.images import CAMPAIGN, ORGANIZATION, PERSON, Values
from tui.store.models import Setting
from tui.store.session import Actor, Clock, Session, local_now
from tui.text import clean

CAMPAIGN_NAME: Final = "党员组织关系集中排查"
ALONE: Final = frozenset({Role.KEEPER, Role.ENTRY, Role.REVIEWER, Role.SECRETARY})
"""The roles of whoever keeps a branch's small vault alone."""
_NOTICES: Final = UUID("6c1f2a56-3f0e-4d0b-9a53-0d5f6a3c7b21")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new vault is founded with. ``person`` founds it: the keeper of a small vault, the officer of a full one.

    ``notice`` is the number of the notice that orders the campaign (文号), ``as_of`` its 填表日期 as an ISO date,
    ``policy`` its policy set (``2016`` or ``2019``), ``account`` the name under which the founder unlocks.
    """

    unit: str
    kind: UnitKind
    code: str
    person: str
    notice: str
    as_of: str
    policy: str = "2019"
    account: str = "keeper"

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
        return replace(self, unit=unit, code=code, person=person, notice=notice)


@dataclass(frozen=True, slots=True)
class Founder:
    """One of the first people: name, account name (ASCII letters and digits), roles, and the passphrase chosen."""

    name: str
    account: str
    roles: frozenset[Role]
    passphrase: str = field(repr=False)


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
    folder: Path,
    founding: Founding,
    passphrase: str,
    *,
    recovery: str,
    staff: Sequence[Founder] = (),
    policy: Policy | None = None,
    kdf: Kdf | None = None,
    clock: Clock = local_now,
) -> None:
    """Make a vault in ``folder``, which must be missing or empty (``Failure(VAULT_EXISTS)``).

    Without ``staff`` it is a small vault that the founder keeps alone; with the other people it is a full one and the
    founder its 安全保密管理员. ``recovery`` is the public half of the printed recovery identity.
    Raises PASSPHRASE_WEAK, NAME_MISSING, ACCOUNT_INVALID, STAFFING, DATE_INVALID, DISK_FULL, FOLDER_UNWRITABLE; on any
    failure nothing is left. ``policy`` is for vaults of practice and tests; ``kdf`` defaults to what this machine
    manages in about 0.7 s.
    """
    founding = founding.checked()
    profile = Profile.FULL if staff else Profile.SMALL
    own = frozenset({Role.OFFICER}) if staff else ALONE
    founders = (Founder(founding.person, founding.account, own, passphrase), *staff)
    appointing.check(profile, founders)
    refuse_occupied(folder)
    unfinished = folder.with_name(f"{folder.name}.{uuid4().hex[:8]}.part")
    try:
        (unfinished / KEYS).mkdir(mode=0o700, parents=True)
        unfinished.chmod(0o700)
        _fill(unfinished, founding, profile, founders, recovery, policy or Policy(), kdf or slots.calibrate(), clock)
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Failure(Fault.DISK_FULL) from error
        raise Failure(Fault.FOLDER_UNWRITABLE, path=folder.parent) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def refuse_occupied(folder: Path) -> None:
    """``Failure(VAULT_EXISTS)`` unless the folder is missing or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failure(Fault.VAULT_EXISTS, path=folder)


def _fill(
    folder: Path,
    founding: Founding,
    profile: Profile,
    founders: Sequence[Founder],
    recovery: str,
    policy: Policy,
    kdf: Kdf,
    clock: Clock,
) -> None:
    keyrings = [PersonKeys.generate() for _ in founders]
    staff = [
        appointing.person(founder.account, founder.roles, keys)
        for founder, keys in zip(founders, keyrings, strict=True)
    ]
    at = int(clock().timestamp())
    vault, raw = people.found(profile.value, policy, recovery, staff, by=staff[0].person, seed=keyrings[0].seed, at=at)
    register = people.read(raw, vault)
    files.write(folder, PEOPLE, raw)
    filled = zip(staff, keyrings, founders, strict=True)
    slots_made = [
        slots.make_slot(vault, person.person, keys, founder.passphrase, kdf, set_on=clock().date())
        for person, keys, founder in filled
    ]
    files.write_header(folder, vault, slots_made)
    names = {person.person: founder.name for person, founder in zip(staff, founders, strict=True)}
    keyring.write_names(folder, names, register)
    key, audit_key = subkeys.new_database_key(), subkeys.new_database_key()
    secrets = {
        "data": subkeys.key_to_text(key),
        "audit": subkeys.key_to_text(audit_key),
        "sign": unitkeys.new_signing_key(),
        "receive": unitkeys.new_receiving_key().encode() + b"\n",
    }
    for name, secret in secrets.items():
        keyring.wrap(folder, name, secret, register)
    keyring.note_wrapped(folder, register, list(secrets))
    audit_database.make(folder / AUDIT, audit_key)
    actor = Actor(1, staff[0].person, founders[0].name, keyrings[0].seed, founders[0].roles)
    working = [
        (person, founder.name)
        for person, founder in zip(staff, founders, strict=True)
        if founder.roles & roles.BUSINESS
    ]
    custody = Custody(profile.value, register.generation, register.digests[-1])
    _write_register(folder / DATABASE, key, founding, actor, working, custody, clock)


def _write_register(
    path: Path,
    key: bytes,
    founding: Founding,
    actor: Actor,
    working: Sequence[tuple[Person, str]],
    custody: Custody,
    clock: Clock,
) -> None:
    """Write ``data.db`` with the unit, the campaign and the people who will give verdicts."""
    db = CipherDatabase(path, key, new=True)
    try:
        migrations.migrate(db)
        unit, campaign = ids.next_id(db, ORGANIZATION), ids.next_id(db, CAMPAIGN)
        session = Session(db, actor, unit, campaign, custody, clock)
        with journal.entry(session, "vault.found", {"kind": founding.kind.value, "policy": founding.policy}) as entry:
            where: Values = {"id": unit, "uuid": uuid4().bytes, "parent": None, "kind": founding.kind.value,
                             "code": founding.code, "name": founding.unit, "keeper": unit, "generation": 1}  # fmt: skip
            what: Values = {"id": campaign, "uuid": campaign_uuid(founding.notice), "notice": founding.notice,
                            "name": CAMPAIGN_NAME, "policy": founding.policy, "as_of": founding.as_of}  # fmt: skip
            for number, (person, name) in enumerate(working, 1):
                who: Values = {"id": number, "uuid": bytes.fromhex(person.person), "name": name,
                               "verify_key": bytes.fromhex(person.verify_key)}  # fmt: skip
                entry.insert(PERSON, who)
            for table, values in ((ORGANIZATION, where), (CAMPAIGN, what)):
                entry.insert(table, values)
            for name, value in (("unit", unit), ("campaign", campaign)):
                Setting.insert(name=name, value=str(value)).execute(db)
            tree.renumber(db)
    finally:
        db.close()
