"""The journal for an auditor elsewhere: one JSON line per record, with every signature, signed as a whole.

    line 1       the anchor of this moment: how many entries and acts, and their heads
    then         {"body": …, "hash": …, "seq": …, "signature": …, "stream": "entry" or "act"}, as they are stored
    last line    {"by": …, "sha256": … of all lines before, "signature": …}

Nothing in it is personal: people are uuids. Records that were tampered with are exported as they are found.
"""

import json
from collections.abc import Iterator, Set
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from exports import media
from exports.media import Written
from tui.crypto import canonical, signing
from tui.crypto.people_chain import Register
from tui.faults import Failure, Fault
from tui.rules.roles import Role
from tui.store import gate, images
from tui.store.audit import acts, anchor
from tui.store.audit.anchor import Anchor
from tui.store.audit.breaches import Breach, Findings
from tui.store.audit.chains import STEP, Checker
from tui.store.audit.streams import Signed, Stream, records
from tui.store.audit.verifying import Verification
from tui.store.cipher import CipherDatabase
from tui.store.session import Actor, Clock
from tui.store.watching import Cancelled, Progress, watched

SIGNED_AS: Final = b"paicha/audit-export/1\n"
EXPORT: Final = "audit.export"
_BESIDE_BODY: Final = 400  # bytes of a line that are not the record's body
_LONGEST: Final = 1024 * 1024
_FIELDS: Final = frozenset(("body", "hash", "seq", "signature", "stream"))
_PLACE: Final = "导出文件"


def export_audit(
    audit_db: CipherDatabase,
    register: Register,
    actor: Actor,
    clock: Clock,
    folder: Path,
    *,
    roles: Set[Role],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Written:
    """Put ``audit-<vault>-<records>.jsonl`` into ``folder`` and note it as an act.

    The act is written when the file is safe on the medium, and is not in it. ROLE_REFUSED, CANCELLED and the
    ``Failure``s of ``media.write_file``.
    """
    gate.require(roles, EXPORT)
    tell = watched(progress, cancelled)
    top = anchor.current(audit_db, register, actor)
    total = top.entries.size + top.acts.size
    digest = sha256()

    def write(out: BinaryIO) -> None:
        for done, line in enumerate(_lines(audit_db, top)):
            digest.update(line)
            out.write(line)
            if done % STEP == 0 or done == total:
                tell(done, total)
        signature = signing.sign(actor.seed, SIGNED_AS + digest.digest())
        last = {"by": actor.uuid, "sha256": digest.hexdigest(), "signature": signature.hex()}
        out.write(canonical.encode(last) + b"\n")

    def note() -> None:
        detail = {"entries": top.entries.size, "acts": top.acts.size, "sha256": digest.hexdigest()}
        acts.record(audit_db, actor, clock, EXPORT, detail, roles=roles)

    name = f"audit-{register.vault[:8]}-{total}.jsonl"
    return media.write_file(folder, name, write, needed=_needed(audit_db), before_final_name=note)


def _lines(audit_db: CipherDatabase, top: Anchor) -> Iterator[bytes]:
    yield top.encode() + b"\n"
    for stream, size in ((Stream.ENTRIES, top.entries.size), (Stream.ACTS, top.acts.size)):
        for record in records(audit_db, stream, to=size):
            line = {
                "stream": stream.value,
                "seq": record.seq,
                "body": record.body.decode(errors="backslashreplace"),
                "hash": record.hash,
                "signature": record.signature,
            }
            yield images.encode(line).encode() + b"\n"


def _needed(audit_db: CipherDatabase) -> int:
    """Bytes that the file may take: within a body every quotation mark gets a backslash."""
    needed = 3 * _BESIDE_BODY
    for stream in Stream:
        sums = f"SELECT count(*), ifnull(sum(length(CAST(body AS BLOB))), 0) FROM {stream.value}"
        count, bodies = audit_db.execute_sql(sums).fetchone()
        needed += count * _BESIDE_BODY + 2 * bodies
    return int(needed)


def verify_export(
    path: Path, register: Register, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Verification:
    """Verify an exported journal against a register of people: the signature of the whole, the anchor, both streams
    record by record. ``Failure`` FILE_UNREADABLE, CANCELLED; whatever else is wrong is a finding."""
    found = Findings()
    checkers = {stream: Checker(stream, register.verify_keys, found) for stream in Stream}
    tell = watched(progress, cancelled)
    digest = sha256()
    top: Anchor | None = None
    last = b""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            for number, line in enumerate(iter(lambda: file.readline(_LONGEST), b""), 1):
                if number == 2:
                    top = _anchor(last, register)
                elif number > 2:
                    _check(last, checkers, found, number - 1)
                digest.update(last)
                last = line
                if number % STEP == 0:
                    tell(file.tell(), size)
    except OSError as error:
        raise Failure(Fault.FILE_UNREADABLE, file=path.name) from error
    heads = (checkers[Stream.ENTRIES].head, checkers[Stream.ACTS].head)
    if top is None or heads != (top.entries, top.acts) or not _signed(last, digest.digest(), register):
        found.add(Breach.EXPORT_ALTERED, _PLACE)
    entries, acts_verified = (head.size for head in heads)
    return Verification(entries, acts_verified, 0, tuple(found.listed), found.count - len(found.listed))


def _anchor(line: bytes, register: Register) -> Anchor | None:
    """The anchor, if it is this vault's and signed by somebody of the register."""
    try:
        top = anchor.decode(line.removesuffix(b"\n"))
    except ValueError:
        return None
    signed = top.vault == register.vault and top.signed_by(register.verify_keys.get(top.by, ()))
    return top if signed else None


def _check(line: bytes, checkers: dict[Stream, Checker], found: Findings, number: int) -> None:
    try:
        stream, record = _record(line)
    except (ValueError, TypeError, AttributeError, RecursionError):
        found.add(Breach.EXPORT_ALTERED, f"{_PLACE}第{number}行")
    else:
        checkers[stream].check(record)


def _record(line: bytes) -> tuple[Stream, Signed]:
    said: dict[str, Any] = json.loads(line)
    if type(said) is not dict or said.keys() != _FIELDS or images.encode(said).encode() + b"\n" != line:
        raise ValueError("not a line of an export")
    if type(said["seq"]) is not int:
        raise ValueError("not a number")
    hashed, signature = bytes.fromhex(said["hash"]), bytes.fromhex(said["signature"])
    return Stream(said["stream"]), Signed(said["seq"], said["body"].encode(), hashed, signature)


def _signed(line: bytes, digest: bytes, register: Register) -> bool:
    """Whether the last line signs all lines before it, by somebody of the register."""
    try:
        last = canonical.decode(line.removesuffix(b"\n"))
        whole = last.keys() == {"by", "sha256", "signature"} and last["sha256"] == digest.hex()
        keys, signature = register.verify_keys.get(last["by"], ()), bytes.fromhex(last["signature"])
    except (ValueError, TypeError, LookupError, AttributeError):
        return False
    return whole and any(signing.verifies(key, SIGNED_AS + digest, signature) for key in keys)
