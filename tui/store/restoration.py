"""Taking up a restored vault: the act of two people, with a signed entry and a new generation of what it keeps.

What the vault has lost since the backup, its superior may still have. So it reports nothing until the superior has
given the last slice back (design.md, decision 2); until then ``restored`` stands in its settings.
"""

from dataclasses import replace
from pathlib import Path

from tui.crypto import age, people, recovery
from tui.faults import Failure, Fault
from tui.rules.roles import Role
from tui.store import folder as files
from tui.store import journal
from tui.store.audit import acts, anchor, following
from tui.store.audit.anchor import Anchor
from tui.store.folder import PEOPLE
from tui.store.images import ORGANIZATION
from tui.store.models import Setting
from tui.store.rows import update_rows
from tui.store.session import Clock, Session, local_now
from tui.store.unlocking import accounts, enter
from tui.store.vault import Vault

Credentials = tuple[str, str]
"""Account and passphrase."""


def take_up(
    folder: Path, first: Credentials, second: Credentials | list[str], digest: str, *, clock: Clock = local_now
) -> int:
    """Take up the vault that was unpacked into ``folder`` from a backup with this SHA-256; gives the entry's number.

    ``first`` is a secretary; ``second`` is anybody else, or, where there is only one person, the typed lines of the
    printed recovery identity. Raises what ``enter`` raises, ROLE_REFUSED, RESTORE_NEEDS_TWO, RECOVERY_MISTYPED.
    """
    witness = _witness(folder, first, second, clock)
    office = enter(folder, first[1], first[0], clock=clock)
    try:
        if not isinstance(office, Vault) or Role.SECRETARY not in office.seat.roles:
            raise Failure(Fault.ROLE_REFUSED, roles=office.seat.role_labels)
        seat = replace(office.seat, breaches=())
        session = replace(office.session, read_only=False)

        def carry_out(_session: Session) -> int:
            remembered = anchor.read(seat.vault, seat.register)
            ahead = remembered.entries if isinstance(remembered, Anchor) else 0
            seq = _new_generation(session, digest, witness, ahead)
            following.follow(session.db, seat.audit)
            acts.record(seat, "vault.taken_up", {"entry": seq, "witness": witness})
            anchor.write(seat)
            return seq

        return office.write(carry_out).result()
    finally:
        office.close()


def _witness(folder: Path, first: Credentials, second: Credentials | list[str], clock: Clock) -> str:
    """The second person's uuid, or ``recovery``."""
    if isinstance(second, list):
        if len(accounts(folder)) > 1:
            raise Failure(Fault.RESTORE_NEEDS_TWO)
        register = people.read(files.read(folder, PEOPLE), files.read_header(folder)["vault"])
        if age.recipient_of(recovery.typed_back(second)) != register.recovery:
            raise Failure(Fault.RECOVERY_MISTYPED, line=1)
        return "recovery"
    with enter(folder, second[1], second[0], clock=clock) as office:
        if office.seat.person.account == first[0].strip().lower() or not first[0]:
            raise Failure(Fault.RESTORE_NEEDS_TWO)
        return office.seat.person.person


def _new_generation(session: Session, digest: str, witness: str, ahead: int) -> int:
    """Raise the generation of every organisation kept here, with one entry that says what was restored."""
    size, _ = journal.last(session.db)
    detail = {"backup": digest, "entries": size, "lost": max(0, ahead - size), "witness": witness}
    with journal.entry(session, "vault.restore", detail) as entry:
        found = session.db.execute_sql(f"{ORGANIZATION.select} WHERE keeper = ?", (session.unit,)).fetchall()
        changed = [(row, row | {"generation": row["generation"] + 1}) for row in map(ORGANIZATION.row, found)]
        for before, after in changed:
            entry.changed(ORGANIZATION, before, after)
        update_rows(session.db, ORGANIZATION, changed)
        Setting.insert(name="restored", value=str(entry.seq)).on_conflict_replace().execute(session.db)
    return entry.seq
