"""The two signed streams, the journal's entries and the acts of administration: how they are stored and signed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from enum import Enum
from hashlib import sha256
from typing import Any, Final, NamedTuple, NoReturn

from peewee import OperationalError
from sqlcipher3 import dbapi2

from tui.faults import Failure, Fault
from tui.store import images, journal
from tui.store.cipher import CipherDatabase, is_disk_full
from tui.store.journal import Header

ACT_SIGNED_AS: Final = b"paicha/act/1\n"


@dataclass(frozen=True, slots=True)
class Act:
    """What is signed of an act: ``at`` is Unix seconds, ``person`` a uuid (hex), ``detail`` codes and figures only."""

    seq: int
    at: int
    person: str
    action: str
    detail: dict[str, Any]
    prev: str


class Stream(Enum):
    """A signed stream; the value is the name of its table and stable."""

    ENTRIES = "entry"
    ACTS = "act"

    @property
    def label(self) -> str:
        """Its name on the screen."""
        return "业务日志" if self is Stream.ENTRIES else "管理日志"

    @property
    def signed_as(self) -> bytes:
        """What precedes the hash in what is signed."""
        return journal.SIGNED_AS if self is Stream.ENTRIES else ACT_SIGNED_AS

    @property
    def fields(self) -> frozenset[str]:
        """The keys that a body has, no more and no less."""
        return _FIELDS[self]


_FIELDS: Final = {
    Stream.ENTRIES: frozenset(field.name for field in fields(Header)),
    Stream.ACTS: frozenset(field.name for field in fields(Act)),
}
_TYPES: Final = {"seq": int, "at": int, "person": str, "action": str, "detail": dict, "prev": str}


class Signed(NamedTuple):
    """One record as it is stored: the body's bytes, its SHA-256, the signature over prefix and hash."""

    seq: int
    body: bytes
    hash: bytes
    signature: bytes

    def digest(self) -> str:
        """SHA-256 (hex) of the body as it is, whatever is stored beside it."""
        return sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """How far something has come: the number of the newest link and its SHA-256 (hex); 0 and 64 zeros for nothing."""

    size: int
    digest: str


def head(db: CipherDatabase, stream: Stream) -> Head:
    """The newest record of a stream; the hash is taken of its body."""
    found = db.execute_sql(f"{_select(stream)} ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(found[0], sha256(found[1]).hexdigest()) if found else Head(0, journal.FIRST_PREVIOUS)


def record_at(db: CipherDatabase, stream: Stream, seq: int) -> Signed | None:
    """The record with this number."""
    found = db.execute_sql(f"{_select(stream)} WHERE seq = ?", (seq,)).fetchone()
    return Signed(*found) if found else None


def records(db: CipherDatabase, stream: Stream, *, to: int | None = None) -> Iterator[Signed]:
    """Every record from the oldest on, up to the number ``to``; never more than one in memory."""
    until = (2**63 - 1) if to is None else to
    for found in db.execute_sql(f"{_select(stream)} WHERE seq <= ? ORDER BY seq", (until,)):
        yield Signed(*found)


def _select(stream: Stream) -> str:
    """A body that is not even text must be told apart, and not stop the driver: hence the bytes."""
    return f"SELECT seq, CAST(body AS BLOB), hash, signature FROM {stream.value}"


def parse(stream: Stream, body: bytes) -> dict[str, Any]:
    """What a body says; ValueError unless it is canonical JSON with exactly the fields of its stream.

    Canonical is what ``images.encode`` gives for it, the same as RFC 8785 for ASCII keys and whole numbers.
    """
    try:
        header = json.loads(body, parse_float=_refuse, parse_constant=_refuse)
        if type(header) is not dict or header.keys() != stream.fields:
            raise ValueError("not the fields of this stream")
        if any(type(header[name]) is not kind for name, kind in _TYPES.items()):
            raise ValueError("a field of another type")
        canonical = images.encode(header).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if canonical != body:
        raise ValueError("not canonical")
    return header


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"not a whole number: {text[:40]}")


@contextmanager
def disk_full_told(fault: Fault) -> Iterator[None]:
    """``Failure(fault)`` in place of the driver's word for a full disk."""
    try:
        yield
    except (OperationalError, dbapi2.OperationalError) as error:
        if is_disk_full(error):
            raise Failure(fault) from error
        raise
