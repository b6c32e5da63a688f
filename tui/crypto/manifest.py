"""The manifest of a bundle: who sends what to whom, as which number of which stream, with every byte's hash.

Its exact bytes are what the sending unit signs. Format ``dyb/1``, suite ``intl-1`` (age X25519, minisign
prehashed, SHA-256); one bundle has one addressee. Pure bytes: whether the sender is who he says, and whether
the number is the next one, is not this module's business.
"""

import base64
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, TypeVar

from tui.crypto import canonical
from tui.faults import Failure, Fault

FORMAT: Final = "dyb/1"
SUITE: Final = "intl-1"
REPORT: Final = "report"
"""What a unit keeps, for the unit above."""
DECISION: Final = "decision"
"""What a unit, and those above it, decided on members of a unit below, for that unit."""
KINDS: Final = (REPORT, DECISION)
FIRST_PREV: Final = "0" * 64
MAX_NAME: Final = 120  # characters of a unit's name

_UUID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEY_ID = re.compile(r"[0-9A-F]{16}")
_BUNDLE_ID = re.compile(r"[a-z2-7]{16}")
_PATH = re.compile(r"payload(?:/[a-z0-9][a-z0-9._-]*)+")
_MEDIA = re.compile(r"[a-z0-9]+/[a-z0-9.+-]+")
_WORD = re.compile(r"[a-z0-9.+-]{1,40}")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class Sender:
    """The sending unit: its uuid, name and minisign key id, and the uuid of the person who sealed."""

    org: str
    unit_name: str
    key: str
    operator: str

    def __post_init__(self) -> None:
        _match(_UUID, self.org, self.operator)
        _match(_KEY_ID, self.key)
        check_name(self.unit_name)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A unit the bundle is meant for, and the hash of the age recipient it was sealed to."""

    org: str
    key_sha256: str

    def __post_init__(self) -> None:
        _match(_UUID, self.org)
        _match(_SHA256, self.key_sha256)


@dataclass(frozen=True, slots=True)
class Basis:
    """What the content rests on: the version of the schema of its records."""

    schema_version: int

    def __post_init__(self) -> None:
        _count(self.schema_version, 1)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines the records have, and how many reports of others are forwarded."""

    records: int
    forwarded: int

    def __post_init__(self) -> None:
        _count(self.records)
        _count(self.forwarded)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of the sender's journal: the unit's uuid, the number of entries, the hash of the last one."""

    origin: str
    size: int
    root: str

    def __post_init__(self) -> None:
        _match(_UUID, self.origin)
        _count(self.size, 1)
        _match(_SHA256, self.root)


@dataclass(frozen=True, slots=True)
class Custody:
    """How the sender's vault is kept: its profile (``full`` with 三员, ``small`` with a waiting time in place of the
    officer), and the newest generation of its register of people with its digest."""

    profile: str
    generation: int
    digest: str

    def __post_init__(self) -> None:
        if self.profile not in ("full", "small"):
            raise ValueError("no such profile")
        _count(self.generation, 1)
        _match(_SHA256, self.digest)


@dataclass(frozen=True, slots=True)
class App:
    """The program that sealed."""

    name: str
    version: str

    def __post_init__(self) -> None:
        _match(_WORD, self.name, self.version)


@dataclass(frozen=True, slots=True)
class PayloadFile:
    """A file of the payload: its path, size in bytes, SHA-256 and media type."""

    path: str
    size: int
    sha256: str
    media: str

    def __post_init__(self) -> None:
        _match(_PATH, self.path)
        _count(self.size)
        _match(_SHA256, self.sha256)
        _match(_MEDIA, self.media)


@dataclass(frozen=True, slots=True)
class SliceMark:
    """A slice that travels whole: organisation, the pair that tells newer from older, number of members."""

    org: str
    generation: int
    version: int
    members: int

    def __post_init__(self) -> None:
        _match(_UUID, self.org)
        _count(self.generation, 1)
        _count(self.version, 1)
        _count(self.members)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself. ValueError for any field that is not as described.

    ``created`` and ``expires`` are RFC 3339 with the sender's offset, to the second; ``prev`` is the hash of
    the stream's manifest before this one, 64 zeros for the first; ``recipients`` are sorted.
    """

    bundle_id: str
    sender: Sender
    to: tuple[Addressee, ...]
    recipients: tuple[str, ...]
    seq: int
    prev: str
    created: str
    expires: str
    basis: Basis
    counts: Counts
    checkpoint: Checkpoint
    custody: Custody
    app: App
    payload: tuple[PayloadFile, ...]
    slices: tuple[SliceMark, ...]
    kind: str = REPORT

    def __post_init__(self) -> None:
        _match(_BUNDLE_ID, self.bundle_id)
        _match(_SHA256, self.prev, *self.recipients)
        _count(self.seq, 1)
        if (self.seq == 1) != (self.prev == FIRST_PREV):
            raise ValueError("the first of a stream, and no other, has no predecessor")
        if len(self.to) != 1 or self.to[0].org == self.sender.org:
            raise ValueError("a bundle goes to one other unit")
        if not {unit.key_sha256 for unit in self.to} <= set(self.recipients):
            raise ValueError("an addressee is no recipient")
        if list(self.recipients) != sorted(set(self.recipients)):
            raise ValueError("recipients repeat or are out of order")
        if read_time(self.expires) < read_time(self.created):
            raise ValueError("expires before it was created")
        if self.kind not in KINDS or self.checkpoint.origin != self.sender.org:
            raise ValueError("another kind, or a checkpoint of another journal")
        if self.kind == DECISION and (self.slices or self.counts.forwarded):
            raise ValueError("decisions travel without slices and reports")
        for named in ([file.path for file in self.payload], [mark.org for mark in self.slices]):
            if len(set(named)) != len(named):
                raise ValueError("a payload file or a slice is named twice")

    @property
    def stream(self) -> str:
        """Whose bundles of which kind are numbered together: ``<from>><to>/<kind>``."""
        return f"{self.sender.org}>{self.to[0].org}/{self.kind}"

    @property
    def trusted_comment(self) -> str:
        """What the signature's trusted comment has to say."""
        return f"dyb1 {self.sender.org}>{self.to[0].org} {self.kind} #{self.seq} {self.bundle_id}"

    def encode(self) -> bytes:
        """The canonical bytes; ValueError for a name that is not in Unicode NFC."""
        value = asdict(self) | {"format": FORMAT, "suite": SUITE, "stream": self.stream, "acks": []}
        value["from"] = value.pop("sender")
        return canonical.encode(value)


def decode(raw: bytes) -> Manifest:
    """The manifest that the bytes say.

    E08 for another format, suite or kind of bundle; E07 for whatever else ``Manifest.encode`` would not write.
    """
    try:
        value = canonical.decode(raw)
        for name, ours in (("format", (FORMAT,)), ("suite", (SUITE,)), ("kind", KINDS)):
            if not isinstance(value[name], str):
                raise ValueError(f"{name} is not text")
            if value[name] not in ours:
                raise Failure(Fault.E08_UNSUPPORTED)
        manifest = _manifest(value)
        if manifest.encode() != raw:
            raise ValueError("a stream, an acknowledgement or a field of another kind")
    except (ValueError, TypeError, KeyError):
        raise Failure(Fault.E07_BAD_MANIFEST) from None
    return manifest


def new_bundle_id() -> str:
    """Eighty random bits as sixteen letters and digits of base32, in lower case."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


def digest(content: bytes) -> str:
    """SHA-256 as the manifest names it: of a payload file, of a manifest, of the text of a recipient."""
    return sha256(content).hexdigest()


def read_time(text: str) -> datetime:
    """The time of ``created`` or ``expires``; ValueError unless it is in its one spelling."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None or time.isoformat(timespec="seconds") != text:
        raise ValueError("not a time with its offset, to the second")
    return time


def check_name(text: str) -> None:
    """ValueError unless the text may be a unit's name: seen whole, NFC, 1 to 120 characters."""
    if not 0 < len(text) <= MAX_NAME or not unicodedata.is_normalized("NFC", text):
        raise ValueError("a name that is empty, too long or not in Unicode NFC")
    if any(unicodedata.category(character) in _UNSEEN for character in text):
        raise ValueError("a name with characters that cannot be seen")


_T = TypeVar("_T")


def _manifest(value: Mapping[str, Any]) -> Manifest:
    ours = {"format", "suite", "stream", "acks", "from"} | {field.name for field in fields(Manifest)} - {"sender"}
    if value.keys() != ours:
        raise ValueError("not the fields of a manifest")
    plain = ("bundle_id", "seq", "prev", "created", "expires", "kind")
    return Manifest(
        sender=_one(Sender, value["from"]),
        to=_each(Addressee, value["to"]),
        recipients=tuple(value["recipients"]),
        basis=_one(Basis, value["basis"]),
        counts=_one(Counts, value["counts"]),
        checkpoint=_one(Checkpoint, value["checkpoint"]),
        custody=_one(Custody, value["custody"]),
        app=_one(App, value["app"]),
        payload=_each(PayloadFile, value["payload"]),
        slices=_each(SliceMark, value["slices"]),
        **{name: value[name] for name in plain},
    )


def _each(kind: Callable[..., _T], values: Any) -> tuple[_T, ...]:
    if not isinstance(values, list):
        raise TypeError("not a list")
    return tuple(_one(kind, value) for value in values)


def _one(kind: Callable[..., _T], value: Any) -> _T:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return kind(**value)  # a field too few or too many is a TypeError


def _match(pattern: re.Pattern[str], *texts: str) -> None:
    for text in texts:
        if not pattern.fullmatch(text):
            raise ValueError(f"malformed: {text[:40]!r}")


def _count(number: int, least: int = 0) -> None:
    if type(number) is not int or number < least:
        raise ValueError("not a number of things")
