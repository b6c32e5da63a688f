"""What goes along with every use of a vault: the journal's own file follows, the anchor is set, unlocking is noted."""

from contextlib import suppress
from dataclasses import replace

from tui.faults import Failure, Fault
from tui.rules.roles import Profile
from tui.store import failures
from tui.store.audit import acts, anchor, following
from tui.store.cipher import CipherDatabase
from tui.store.seat import Seat


def judged(seat: Seat, data: CipherDatabase | None) -> Seat:
    """The seat with what stands against its vault."""
    found = anchor.judge(seat.vault, seat.register, seat.audit, data)
    return replace(seat, breaches=tuple(breach.sentence for breach in found))


def note_unlocked(seat: Seat, renewed: tuple[str, ...]) -> None:
    """Write into the journal that somebody unlocked, the wrong passphrases before it, and the keys renewed by it."""
    if seat.breaches:
        return
    failed = failures.read(seat.folder)
    for account, each in failed.items():
        if account == seat.person.account or not _locked(seat, each.count):
            acts.record(seat, "passphrase.failures", {"account": account, "count": each.count, "last": each.at})
            failures.clear(seat.folder, account)
    if renewed:
        acts.record(seat, "subkey.rotate", {"subkeys": list(renewed)})
    acts.record(seat, "unlock", {"account": seat.person.account})
    anchor.write(seat)


def _locked(seat: Seat, count: int) -> bool:
    """Whether so many failures keep an account closed until the officer opens it: then they stay counted."""
    return seat.register.profile == Profile.FULL.value and count >= seat.register.policy.failures


def follow(seat: Seat, data: CipherDatabase) -> None:
    """Bring ``audit.db`` and the anchor up to date after a command. A full disk only puts it off: both are behind
    then, never ahead, and catch up with the next command or the next unlocking."""
    if seat.breaches:
        return
    try:
        if following.follow(data, seat.audit):
            anchor.write(seat)
    except Failure as failure:
        if failure.fault not in (Fault.DISK_FULL, Fault.FOLDER_UNWRITABLE):
            raise


def close(seat: Seat) -> None:
    """Anchor once more when the vault is left."""
    if not seat.breaches:
        with suppress(Failure):
            anchor.write(seat)
