"""One register in use by two people, for tests of what becomes of their changes."""

from dataclasses import dataclass, replace
from pathlib import Path

from auditor import check_journal
from registers import Register, dump

from tui.crypto import signing
from tui.rules.syllables import syllables
from tui.store import journal
from tui.store.founding import ALONE
from tui.store.images import PERSON
from tui.store.session import Actor, Session


@dataclass
class Desk:
    """The committee's register in use by two people; the second one's acts are undone by himself alone."""

    path: Path
    session: Session
    colleague: Session

    def reopen(self) -> None:
        """As after a restart: nothing is remembered outside the database."""
        self.session.db.close()
        self.session.db.connect()

    def member(self, name: str) -> int:
        return int(self.session.db.execute_sql("SELECT id FROM member WHERE name = ?", (name,)).fetchone()[0])

    def all(self, query: str) -> list[tuple[object, ...]]:
        return list(self.session.db.execute_sql(query).fetchall())


def desk_in(office: Register, folder: Path) -> Desk:
    """A copy of the register in ``folder``, with a colleague."""
    session = office.copied(folder / "data.db").session()
    seed = bytes(range(32))
    with journal.entry(session, "person.enter") as entry:
        entry.insert(PERSON, {"id": 2, "uuid": bytes(16), "name": "李四", "verify_key": signing.verify_key(seed)})
    return Desk(folder, session, replace(session, actor=Actor(2, bytes(16).hex(), "李四", seed, ALONE)))


def assert_sound(session: Session) -> None:
    """The journal verifies, nothing points nowhere, every review has its subject, the name index its members."""
    db = session.db
    check_journal(db)
    assert db.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    orphans = "SELECT count(*) FROM review r LEFT JOIN subject s USING (campaign, member) WHERE s.member IS NULL"
    assert db.execute_sql(orphans).fetchone() == (0,)
    members = db.execute_sql("SELECT id, name, initials FROM member").fetchall()
    tokens = {
        (member, column, place, token)
        for member, name, initials in members
        for column, words in [("name", name), ("initials", initials.split()), ("syllables", syllables(name).split())]
        for place, token in enumerate(words)
    }
    assert set(dump(db)["member_name"]) == tokens
