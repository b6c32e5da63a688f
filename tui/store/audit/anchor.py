"""The anchor: how far journal, acts and register of people had come, kept outside the vault folder.

A chain whose end is cut off, and a vault that is put back as a whole, verify without a fault; only a record kept
elsewhere shows it. This one is a small signed file per vault in the person's state folder. Whoever can write there as
well can put an old anchor back together with an old vault: then the superior's copy decides.
"""

import contextlib
import errno
import os
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from tui.crypto import canonical, signing
from tui.crypto.people_chain import Register
from tui.faults import Failure, Fault
from tui.store.audit.breaches import Breach
from tui.store.audit.streams import Head, Stream, head, record_at
from tui.store.cipher import CipherDatabase
from tui.store.session import Actor

FORMAT: Final = 1
SIGNED_AS: Final = b"paicha/anchor/1\n"
_LIMIT: Final = 16 * 1024
_UUID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What was true when ``by`` (uuid, hex) signed it; ``people`` is the register's generation and its digest."""

    vault: str
    entries: Head
    acts: Head
    people: Head
    by: str
    signature: bytes = b""

    def body(self) -> dict[str, Any]:
        """Without the signature, in the types of JSON; its canonical encoding is what is signed."""
        return {
            "format": FORMAT,
            "vault": self.vault,
            "entries": {"size": self.entries.size, "head": self.entries.digest},
            "acts": {"size": self.acts.size, "head": self.acts.digest},
            "people": {"generation": self.people.size, "digest": self.people.digest},
            "by": self.by,
        }

    def encode(self) -> bytes:
        """The anchor as it is written: canonical JSON."""
        return canonical.encode(self.body() | {"signature": self.signature.hex()})

    def signed_by(self, keys: tuple[bytes, ...]) -> bool:
        """Whether the holder of one of these keys signed it."""
        message = SIGNED_AS + canonical.encode(self.body())
        return any(signing.verifies(key, message, self.signature) for key in keys)


def decode(raw: bytes) -> Anchor:
    """The anchor that the bytes say; ValueError unless they are what ``Anchor.encode`` would write."""
    try:
        found = canonical.decode(raw)
        entries, acts, people = found["entries"], found["acts"], found["people"]
        anchor = Anchor(
            found["vault"],
            Head(entries["size"], entries["head"]),
            Head(acts["size"], acts["head"]),
            Head(people["generation"], people["digest"]),
            found["by"],
            bytes.fromhex(found["signature"]),
        )
        heads = [asdict(anchor.entries), asdict(anchor.acts), asdict(anchor.people)]
        shaped = all(type(h["size"]) is int and h["size"] >= 0 and _SHA256.fullmatch(h["digest"]) for h in heads)
        named = _UUID.fullmatch(anchor.vault) and _UUID.fullmatch(anchor.by)
        one_spelling = anchor.encode() == raw
    except (LookupError, TypeError) as malformed:
        raise ValueError("not an anchor") from malformed
    if not (shaped and named and one_spelling):
        raise ValueError("more, or other, than an anchor")
    return anchor


def current(audit_db: CipherDatabase, register: Register, actor: Actor) -> Anchor:
    """The anchor of this moment, signed."""
    people = Head(register.generation, register.digest)
    entries, acts = (head(audit_db, stream) for stream in (Stream.ENTRIES, Stream.ACTS))
    unsigned = Anchor(register.vault, entries, acts, people, actor.uuid)
    return replace(unsigned, signature=signing.sign(actor.seed, SIGNED_AS + canonical.encode(unsigned.body())))


def path_of(vault: str) -> Path:
    """Where the anchor of the vault with this id (32 hexadecimal digits) lies for the user of this machine."""
    if not _UUID.fullmatch(vault):
        raise ValueError("not the id of a vault")
    state = Path(os.environ.get("XDG_STATE_HOME", ""))
    root = state if state.is_absolute() else Path.home() / ".local" / "state"
    return root / "paicha" / "anchors" / f"{vault}.json"


def read(vault: str) -> Anchor | None:
    """The anchor of a vault, unverified; None where this user has never opened it. ``Failure(ANCHOR_DAMAGED)`` for a
    file that is no anchor, or another vault's."""
    path = path_of(vault)
    try:
        with path.open("rb") as file:
            raw = file.read(_LIMIT + 1)
        anchor = decode(raw)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise Failure(Fault.ANCHOR_DAMAGED, path=path) from error
    if anchor.vault != vault:
        raise Failure(Fault.ANCHOR_DAMAGED, path=path)
    return anchor


def write(audit_db: CipherDatabase, register: Register, actor: Actor, *, restored: bool = False) -> Anchor:
    """Put the anchor of this moment in place of the old one: killed at any moment, one of the two is there.

    An anchor that accuses the vault is evidence and stays: ``Failure`` ANCHOR_AHEAD, ANCHOR_DAMAGED, unless this is
    the end of a restore that two people have signed (``restored``). FOLDER_UNWRITABLE, DISK_FULL.
    """
    if not restored:
        known = read(register.vault)
        if known and judge(known, register, audit_db):
            raise Failure(Fault.ANCHOR_AHEAD)
    anchor = current(audit_db, register, actor)
    path = path_of(register.vault)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, anchor.encode())
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Failure(Fault.DISK_FULL) from error
        raise Failure(Fault.FOLDER_UNWRITABLE, path=path.parent) from error
    return anchor


def judge(anchor: Anchor, register: Register, audit_db: CipherDatabase) -> tuple[Breach, ...]:
    """What the anchor finds wrong with register and audit database; empty if all has only grown since.

    An anchor that nobody of the register has signed proves nothing but that it was altered; yet its signer may be
    missing because the register is an older one.
    """
    older = anchor.people.size > register.generation
    signer = register.verify_keys.get(anchor.by)
    if signer is None and older:
        return (Breach.PEOPLE_BEHIND,)
    if signer is None or anchor.vault != register.vault or not anchor.signed_by(signer):
        return (Breach.ANCHOR_ALTERED,)
    found = []
    for stream, known, behind, rewritten in (
        (Stream.ENTRIES, anchor.entries, Breach.ENTRIES_BEHIND, Breach.ENTRIES_REWRITTEN),
        (Stream.ACTS, anchor.acts, Breach.ACTS_BEHIND, Breach.ACTS_REWRITTEN),
    ):
        if head(audit_db, stream).size < known.size:
            found.append(behind)
        elif not _stands(audit_db, stream, known):
            found.append(rewritten)
    if older:
        found.append(Breach.PEOPLE_BEHIND)
    elif not register.extends(anchor.people.size, anchor.people.digest):
        found.append(Breach.PEOPLE_REWRITTEN)
    return tuple(found)


def _stands(db: CipherDatabase, stream: Stream, known: Head) -> bool:
    """Whether exactly this record stands at its place; of nothing, nothing can be rewritten."""
    if known.size == 0:
        return True
    record = record_at(db, stream, known.size)
    return record is not None and record.digest() == known.digest


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(".part")
    with contextlib.suppress(FileNotFoundError):
        unfinished.unlink()  # of a process that was killed; or a link somebody laid there
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
