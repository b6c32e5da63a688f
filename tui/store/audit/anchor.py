"""The anchor: how far journal, acts and register of people had come, kept outside the vault's folder.

A chain cut at its end, or a whole folder put back, verifies by itself; only who remembers its length sees it. The
anchor lies in the person's own state folder (XDG_STATE_HOME), is signed by who last closed or wrote, and the same
figures go up in every report.
"""

import os
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from tui.crypto import canonical, signing
from tui.crypto.people import Register
from tui.store import folder as files
from tui.store.audit.database import Stream, hash_at, head
from tui.store.cipher import CipherDatabase
from tui.store.seat import Seat

SIGNED_AS: Final = b"paicha/anchor/1\n"


class Breach(Enum):
    """What the journal or the register of people may be found guilty of; the value is stable."""

    sentence: str

    def __new__(cls, code: str, sentence: str) -> "Breach":
        breach = object.__new__(cls)
        breach._value_ = code
        breach.sentence = sentence
        return breach

    ENTRIES_BEHIND = "entries-behind", "业务日志比上次关闭时短，数据库可能被换回旧的"
    ENTRIES_REWRITTEN = "entries-rewritten", "业务日志与上次关闭时不一致，可能被人改写"
    ACTS_BEHIND = "acts-behind", "管理日志比上次关闭时短，日志文件可能被换回旧的"
    ACTS_REWRITTEN = "acts-rewritten", "管理日志与上次关闭时不一致，可能被人改写"
    PEOPLE_BEHIND = "people-behind", "人员登记比上次关闭时旧，可能被换回旧的"
    ANCHOR_ALTERED = "anchor-altered", "日志锚点文件被改动"
    FORKED = "forked", "数据库与日志文件不一致，其中之一可能被换回旧的"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Sizes and heads (hex) of the two streams, the generation of the register of people and its digest."""

    vault: str
    entries: int
    entries_head: str
    acts: int
    acts_head: str
    generation: int
    digest: str
    by: str

    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        return SIGNED_AS + canonical.encode(asdict(self))


def path_of(vault: str) -> Path:
    """Where the anchor of a vault lies."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "paicha" / "anchors" / f"{vault}.json"


def write(seat: Seat) -> None:
    """Anchor what stands in ``audit.db`` now, signed by who sits here."""
    entries, acts = head(seat.audit, Stream.ENTRIES), head(seat.audit, Stream.ACTS)
    register = seat.register
    anchor = Anchor(seat.vault, *entries, *acts, register.generation, register.digests[-1], seat.person.person)
    signature = signing.sign(seat.keys.seed, anchor.signed_bytes()).hex()
    path = path_of(seat.vault)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.write(path.parent, path.name, canonical.encode({**asdict(anchor), "signature": signature}))


def read(vault: str, register: Register) -> Anchor | Breach | None:
    """The anchor of a vault; None where this machine has none yet, a breach where it does not verify."""
    try:
        raw = path_of(vault).read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return Breach.ANCHOR_ALTERED
    try:
        found = canonical.decode(raw)
        signature = bytes.fromhex(found.pop("signature"))
        anchor = Anchor(**found)
        key = register.verify_key(anchor.by)
    except (ValueError, LookupError, TypeError, AttributeError):
        return Breach.ANCHOR_ALTERED
    if anchor.vault != vault or key is None or not signing.verifies(key, anchor.signed_bytes(), signature):
        return Breach.ANCHOR_ALTERED
    return anchor


def trusts(vault: str, register: Register) -> bool:
    """Whether the register is the one that was anchored, or one that goes on from it: before anything is done by it.

    An older register put back would give keys again to people who were removed.
    """
    known = read(vault, register)
    return known is None or (isinstance(known, Anchor) and register.extends(known.generation, known.digest))


def judge(vault: str, register: Register, audit: CipherDatabase, data: CipherDatabase | None) -> tuple[Breach, ...]:
    """What stands against the vault: each is a reason to open it for reading only."""
    found: list[Breach] = []
    if data is not None:
        size, last = head(audit, Stream.ENTRIES)
        if hash_at(data, Stream.ENTRIES, size) != last:
            found.append(Breach.FORKED)
    anchor = read(vault, register)
    if isinstance(anchor, Breach):
        return (*found, anchor)
    if anchor is None:
        return tuple(found)
    for stream, size, last, behind, rewritten in (
        (Stream.ENTRIES, anchor.entries, anchor.entries_head, Breach.ENTRIES_BEHIND, Breach.ENTRIES_REWRITTEN),
        (Stream.ACTS, anchor.acts, anchor.acts_head, Breach.ACTS_BEHIND, Breach.ACTS_REWRITTEN),
    ):
        longest = data if data is not None and stream is Stream.ENTRIES else audit
        there = hash_at(longest, stream, size)
        if there != last:
            found.append(behind if there is None else rewritten)
    if not register.extends(anchor.generation, anchor.digest):
        found.append(Breach.PEOPLE_BEHIND)
    return tuple(found)
