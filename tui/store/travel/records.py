"""The records of a report: what a row is outside the vault, where uuids stand for row ids.

On the line each is a JSON object whose ``t`` says what it is: ``campaign``, ``person``…, ``organization``…, the
``ledger``… rows of these, then ``member`` after ``member``, each followed by its ``subject``, its ``review`` of the
first stage, its ``finding``… and its ``ledger``…; at the end the sender's own ``review``… of the second stage and his
``ledger``… rows as a verifier. What is empty is left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from tui.crypto.vouching import VouchedCard
from tui.rules.checks import Stage
from tui.rules.units import UnitKind
from tui.store.images import MEMBER, Values
from tui.store.ledgers import BY_NAME, Carried
from tui.store.travel.arrived import Arrived

SCHEMA_VERSION: Final = 3
"""Of the records, named in the manifest. It rises when older programs could not read them any more: 3 has 组织处置."""
READ_VERSIONS: Final = frozenset({2, SCHEMA_VERSION})
"""What this program reads; 2 is 3 without the ledgers of 组织处置, and stands in reports that are forwarded."""

MEMBER_TEXTS: Final = tuple(name for name in MEMBER.columns if name not in ("id", "org", "uuid", "extra"))
"""The member columns that travel as they are; ``extra`` travels as an object."""

NOT_GIVEN: Final = "-"
"""Stands in a review for how a verdict was given that nobody has given."""

RECORDS_FILE: Final = "payload/records.jsonl.gz"
FORWARDED_FILES: Final = ("card.json", "manifest.json", "manifest.json.minisig", "records.jsonl.gz")
"""The four files of a forwarded report, in this order, in ``payload/forwarded/0001/`` and so on."""


class CampaignRecord(NamedTuple):
    """The campaign that the report's subjects, reviews and findings belong to."""

    uuid: bytes
    notice: str
    name: str
    policy: str
    as_of: str


class PersonRecord(NamedTuple):
    """Somebody who gave one of the report's verdicts; ``verify_key`` is his Ed25519 public key."""

    uuid: bytes
    name: str
    verify_key: bytes


class OrganizationRecord(NamedTuple):
    """The head of a whole slice. ``(generation, version)`` tells a newer one from an older; no parent at the top."""

    uuid: bytes
    parent: bytes | None
    kind: UnitKind
    code: str
    name: str
    keeper: bytes
    generation: int
    version: int


class ReviewRecord(NamedTuple):
    """Five verdict letters, how each was given (``-``: not at all) and by whom; ``unit`` is whose record it is."""

    member: bytes
    stage: int
    verdicts: str
    given: str
    by: tuple[bytes | None, ...]
    at: int | None
    note: str | None
    unit: bytes


class FindingRecord(NamedTuple):
    """What a rule found about the member before it."""

    uuid: bytes
    stage: int
    check_no: int
    code: str
    state: str


class LedgerRecord(NamedTuple):
    """A row of a ledger (its name); ``row`` are its columns, with uuids as bytes where the register has row ids.

    ``member`` is whose it is; None for a unit's, which stands in the column ``org``.
    """

    ledger: str
    member: bytes | None
    row: Values

    @property
    def of_verifier(self) -> bool:
        """Whether it is the sender's own word on others, which stands at the end, and no row of his slices."""
        carried = BY_NAME[self.ledger].carried
        return carried is Carried.VERIFIER or (carried is Carried.BOTH and self.row["stage"] == _VERIFIED)


class MemberRecord(NamedTuple):
    """A member of the slice ``org`` with all that belongs to him.

    ``values`` are the row's columns but for id and org; no ``ground`` means that he is no subject of the campaign.
    """

    org: bytes
    values: Values
    ground: str | None
    review: ReviewRecord | None
    findings: tuple[FindingRecord, ...]
    ledgers: tuple[LedgerRecord, ...]


Record = CampaignRecord | PersonRecord | OrganizationRecord | MemberRecord | ReviewRecord | LedgerRecord

_VERIFIED: Final = Stage.VERIFICATION.number
_R = TypeVar("_R", bound=Record)


class Sections:
    """Records taken kind by kind, in the order in which they come."""

    def __init__(self, records: Iterator[Record]) -> None:
        self._records = records
        self._next = next(records, None)

    def take(self, kind: type[_R], wanted: Callable[[_R], bool] = lambda _record: True) -> Iterator[_R]:
        """The ``wanted`` records of this kind that come next; to be exhausted before others are taken."""
        while isinstance(self._next, kind) and wanted(self._next):
            yield self._next
            self._next = next(self._records, None)


@dataclass(frozen=True, slots=True)
class Report(Arrived):
    """A report that may be applied, and forwarded as it came.

    ``read`` gives the records in their order, anew at each call. ``forwarded`` are the reports of units further down
    that came with it; ``attachments`` contents of evidence, each behind its SHA-256.
    """

    read: Callable[[], Iterator[Record]] = field(repr=False)
    forwarded: tuple["Forwarded", ...] = ()
    attachments: tuple[tuple[bytes, bytes], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A report of a unit further down, unchanged, and that unit's card on the forwarding unit's word."""

    card: VouchedCard
    report: Report


def attachment_name(number: int) -> str:
    """The payload's name for the ``number``-th attached content, from 1."""
    return f"payload/attachments/{number:04d}.bin"


def forwarded_name(number: int, file: str) -> str:
    """The payload's name for a file of the ``number``-th forwarded report, from 1."""
    return f"payload/forwarded/{number:04d}/{file}"
