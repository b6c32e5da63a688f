"""Verifying an exported journal without the vault: its register of people, every header, the signature at its end."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tui.crypto import canonical, people, signing
from tui.crypto.people import Register
from tui.faults import Failure, Fault
from tui.store import journal
from tui.store.audit import acts
from tui.store.audit.acts import EXPORT_SIGNED_AS
from tui.store.audit.database import Stream

_PREFIXES = {Stream.ENTRIES.value: journal.SIGNED_AS, Stream.ACTS.value: acts.SIGNED_AS}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds: the vault's id, how many entries and acts, the account of who exported it."""

    vault: str
    entries: int
    acts: int
    by: str


def verify_export(path: Path) -> Exported:
    """Verify an export from its first byte to its last; ``Failure`` FILE_UNREADABLE, EXPORT_UNSOUND."""
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except OSError as error:
        raise Failure(Fault.FILE_UNREADABLE, file=path.name) from error
    try:
        return _verified(lines)
    except (ValueError, LookupError, TypeError, AttributeError, Failure) as error:
        raise Failure(Fault.EXPORT_UNSOUND, file=path.name) from error


def _verified(lines: list[bytes]) -> Exported:
    opening = canonical.decode(lines[0].rstrip(b"\n"))
    register = people.read(opening["people"].encode(), opening["vault"])
    closing = canonical.decode(lines[-1].rstrip(b"\n"))
    digest = sha256(b"".join(lines[:-1])).digest()
    _check(register, opening["by"], EXPORT_SIGNED_AS + digest, closing["signature"])
    sizes = {stream.value: _verify_stream(stream.value, lines[1:-1], register) for stream in Stream}
    heads = {"entry": opening["entries"], "act": opening["acts"]}
    if any(sizes[name] != (heads[name]["size"], heads[name]["head"]) for name in sizes):
        raise ValueError("headers are missing")
    by = register.newest.person(opening["by"])
    return Exported(opening["vault"], sizes["entry"][0], sizes["act"][0], by.account if by else "")


def _verify_stream(name: str, lines: list[bytes], register: Register) -> tuple[int, str]:
    size, prev = 0, "0" * 64
    for line in lines:
        row: dict[str, Any] = canonical.decode(line.rstrip(b"\n"))
        if row["stream"] != name:
            continue
        header = json.loads(row["body"])
        if (header["seq"], header["prev"]) != (size + 1, prev):
            raise ValueError("not in order")
        digest = sha256(row["body"].encode())
        _check(register, header["person"], _PREFIXES[name] + digest.digest(), row["signature"])
        size, prev = size + 1, digest.hexdigest()
    return size, prev


def _check(register: Register, person: str, message: bytes, signature: str) -> None:
    key = register.verify_key(person)
    if key is None or not signing.verifies(key, message, bytes.fromhex(signature)):
        raise ValueError("a signature does not hold")
