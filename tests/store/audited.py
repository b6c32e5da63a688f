"""A register with the audit database beside it and its people: what the attacks are tried on."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from people import arrival
from registers import Register, register
from vaults import NOON

from tui.crypto import people_chain, signing
from tui.crypto.people import Person, RecoveryKey
from tui.crypto.people_chain import Register as People
from tui.crypto.policy import Policy
from tui.crypto.slots import PersonKeys
from tui.rules.checks import Stage
from tui.rules.roles import Role
from tui.store.audit import acts
from tui.store.audit.breaches import Breach
from tui.store.audit.database import open_audit
from tui.store.audit.following import follow
from tui.store.audit.verifying import Verification, verify
from tui.store.cipher import CipherDatabase
from tui.store.commands.roster import import_roster
from tui.store.commands.verdicts import write_note
from tui.store.session import Actor, Session

ROLES = frozenset((Role.KEEPER, Role.ENTRY, Role.SECRETARY))
AT = int(NOON.timestamp())
KEY = bytes(range(32))
MEMBERS = 40
NAME = "标记某"
"""How every member's name begins."""


@dataclass(frozen=True)
class Audited:
    """Two closed databases in a folder, and the register of people as it is written."""

    data: Register
    people: bytes
    vault: str

    @property
    def audit_path(self) -> Path:
        return self.data.path.with_name("audit.db")

    @property
    def actor(self) -> Actor:
        return self.data.actor

    @property
    def register(self) -> People:
        return people_chain.read(self.people, self.vault)

    @contextmanager
    def audit(self) -> Iterator[CipherDatabase]:
        db = open_audit(self.audit_path, KEY)
        try:
            yield db
        finally:
            db.close()

    @contextmanager
    def session(self) -> Iterator[Session]:
        session = self.data.session()
        try:
            yield session
        finally:
            session.db.close()

    def note(self, text: str, member: int = 3) -> None:
        """One more entry, and ``audit.db`` follows."""
        with self.session() as session, self.audit() as audit:
            write_note(session, Stage.SELF_CHECK, [member], text)
            follow(session.db, audit)

    def act(self, action: str = "unlock", at: int | None = None, **detail: object) -> int:
        with self.audit() as audit:
            return acts.record(audit, self.actor, lambda: NOON, action, detail, at, roles=ROLES)

    def forge(self, path: Path, *statements: str) -> None:
        """What a holder of the key does past the program."""
        db = CipherDatabase(path, KEY if path == self.audit_path else self.data.key)
        try:
            db.execute_sql("PRAGMA foreign_keys = OFF")
            for statement in statements:
                db.execute_sql(statement)
        finally:
            db.close()

    def verify(self, *, data: bool = True) -> Verification:
        with self.session() as session, self.audit() as audit:
            return verify(self.register, audit, session.db if data else None)

    def found(self, *, data: bool = True) -> list[tuple[Breach, str]]:
        """What a verification finds, with the places."""
        return [(finding.breach, finding.place) for finding in self.verify(data=data).findings]

    def stricter(self) -> "Audited":
        """With one more generation of the register of people."""
        newest = self.register.newest
        policy = replace(newest.policy, length=newest.policy.length + 1)
        raw = people_chain.extend(self.people, self.vault, self.actor.seed, self.actor.uuid, AT, policy=policy)
        return replace(self, people=raw)

    def copied(self, folder: Path) -> "Audited":
        folder.mkdir()
        shutil.copyfile(self.audit_path, folder / "audit.db")
        return replace(self, data=self.data.copied(folder / "data.db"))


def audited(folder: Path) -> Audited:
    """A vault's register with MEMBERS members, three notes, and five acts."""
    data = register(folder / "vault")
    person, recovery = PersonKeys.generate(), PersonKeys.generate()
    roles = frozenset(role.value for role in ROLES)
    keeper = Person(data.actor.uuid, "keeper", roles, person.recipient, signing.verify_key(data.actor.seed))
    key = RecoveryKey(recovery.recipient, recovery.verify_key)
    vault, raw = people_chain.first("small", Policy(), key, [keeper], keeper.person, AT, data.actor.seed)
    made = Audited(data, raw, vault)
    open_audit(made.audit_path, KEY, new=True).close()
    with made.session() as session:
        import_roster(session, [arrival(f"{NAME}{n:03}", address="长" * 300) for n in range(MEMBERS)], MEMBERS)
    for text in ("甲", "乙", "丙"):
        made.note(text)
    for n in range(5):
        made.act(count=n)
    return made
