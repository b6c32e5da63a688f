"""Row images: a journaled row as canonical JSON, and its hash.

The image is what a hash is taken of and what undo restores. Derived columns (the nested ranges of the tree) stay
out, and so do columns that hold nothing: a column that a later migration adds leaves every hash as it was.
``json.dumps`` with sorted ASCII keys and no floats gives RFC 8785 bytes, five times faster.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from peewee import BlobField, CompositeKey, Model

from tui.store import models

REMOVED: Final = bytes(32)
"""The row hash of an item whose entry removed the row."""

Values = dict[str, Any]
Key = tuple[int, int]
"""(row, sub): the row's id; for what is keyed by member or branch its id and what else the key holds."""


@dataclass(frozen=True, eq=False)
class Table:
    """A journaled table: its stable number in the journal, its name, the columns of its image.

    ``keyed_by`` are the key's columns; ``places`` says where the journal files them, as SQL over ``row`` and ``sub``,
    and ``filed`` says the same of a row.
    """

    number: int
    name: str
    columns: tuple[str, ...]
    binary: frozenset[str]
    keyed_by: tuple[str, ...]
    places: tuple[str, ...]
    filed: Callable[[Values], Key]

    @cached_property
    def select(self) -> str:
        """SELECT clause for whole rows, to be followed by WHERE."""
        return f"SELECT {', '.join(self.columns)} FROM {self.name}"

    @cached_property
    def order(self) -> str:
        """ORDER BY clause for rows in the order of ``key``; an index gives it."""
        if not self.composite:
            return "id"
        first = "member" if "member" in self.keyed_by else "org"
        return f"{first}, " + ", ".join(name for name in self.keyed_by if name != first)

    @property
    def composite(self) -> bool:
        """Whether the key has several columns."""
        return len(self.keyed_by) > 1

    @cached_property
    def of_members(self) -> bool:
        """Whether rows are told apart by their member, so that a bulk command makes them all alike but for him."""
        return "member" in self.keyed_by

    @cached_property
    def touched(self) -> str:
        """SELECT of (row, sub, before, row_sha256, *whole row as it is now) of an entry's items after (row, sub)."""
        now = ", ".join(f"t.{name}" for name in self.columns)
        on = " AND ".join(f"t.{name} = {place}" for name, place in zip(self.keyed_by, self.places, strict=True))
        return f"""SELECT i.row, i.sub, i.before, i.row_sha256, {now}
            FROM entry_item i LEFT JOIN {self.name} t ON {on}
            WHERE i.entry = ? AND i.tbl = {self.number} AND (i.row, i.sub) > (?, ?) ORDER BY i.row, i.sub LIMIT ?"""

    def key(self, values: Values) -> Key:
        """Where the journal files this row."""
        return self.filed(values)

    def row(self, stored: Sequence[Any]) -> Values:
        """A row as ``select`` returns it, by column."""
        return dict(zip(self.columns, stored, strict=True))


def _by_id(values: Values) -> Key:
    return values["id"], 0


def _table(
    number: int,
    model: type[Model],
    *,
    derived: tuple[str, ...] = (),
    places: tuple[str, ...] = ("i.row",),
    filed: Callable[[Values], Key] = _by_id,
) -> Table:
    meta = model._meta
    columns = tuple(name for name in meta.sorted_field_names if name not in derived)
    binary = frozenset(name for name in columns if isinstance(meta.fields[name], BlobField))
    key = meta.primary_key
    keyed_by = tuple(key.field_names) if isinstance(key, CompositeKey) else ("id",)
    return Table(number, meta.table_name, columns, binary, keyed_by, places, filed)


ORGANIZATION = _table(1, models.Organization, derived=("lft", "rgt"))
PERSON = _table(2, models.Person)
MEMBER = _table(3, models.Member)
CAMPAIGN = _table(4, models.Campaign)
SUBJECT = _table(
    5,
    models.Subject,
    places=("i.sub / 10", "i.row"),
    filed=lambda values: (values["member"], values["campaign"] * 10),
)
REVIEW = _table(
    6,
    models.Review,
    places=("i.sub / 10", "i.sub % 10", "i.row"),
    filed=lambda values: (values["member"], values["campaign"] * 10 + values["stage"]),
)
FINDING = _table(7, models.Finding)
CARD = _table(8, models.Card)
LETTER = _table(9, models.Letter)
PAYMENT = _table(10, models.Payment)
REFERENCE = _table(11, models.Reference)
REFERENCE_ROW = _table(12, models.ReferenceRow)
DIFFERENCE = _table(13, models.Difference)
ONLINE_ENTRY = _table(14, models.OnlineEntry)
FILL_IN = _table(15, models.FillIn)
CHECK_RECORD = _table(
    16,
    models.CheckRecord,
    places=("i.sub / 100", "i.sub / 10 % 10", "i.row", "i.sub % 10"),
    filed=lambda values: (
        values["member"],
        (values["campaign"] * 10 + values["stage"]) * 10 + values["check_no"],
    ),
)
BRANCH_STATEMENT = _table(
    17,
    models.BranchStatement,
    places=("i.sub / 10", "i.sub % 10", "i.row"),
    filed=lambda values: (values["org"], values["campaign"] * 10 + values["stage"]),
)
FOCUS_GROUP = _table(
    23,
    models.FocusGroup,
    places=("i.sub / 10", "i.row"),
    filed=lambda values: (values["member"], values["kind"] * 10),
)
ARCHIVE = _table(48, models.Archive)
ARCHIVE_INQUIRY = _table(49, models.ArchiveInquiry)
ARCHIVE_WORK = _table(50, models.ArchiveWork)
EVIDENCE = _table(51, models.Evidence)
UNIT_EVIDENCE = _table(52, models.UnitEvidence)
STATEMENT = _table(20, models.VerificationStatement)
CORRECTION = _table(21, models.CorrectionRequest)
LEVELS = _table(22, models.CampaignLevels)
SITUATION = _table(30, models.Situation)
SITUATION_DEFINITION = _table(31, models.SituationDefinition)
LETTER_NUMBER = _table(24, models.LetterNumber)
LETTER_FOLLOW_UP = _table(25, models.LetterFollowUp)
LETTER_REISSUE = _table(26, models.LetterReissue)
REGULARIZATION = _table(39, models.Regularization)
REGULAR_FACT = _table(40, models.RegularFact)
REGULAR_STEP = _table(41, models.RegularStep)
PERMIT = _table(42, models.Permit)
REGULAR_FOLLOW_UP = _table(43, models.RegularFollowUp)
SEARCH_CASE = _table(33, models.SearchCase)
SEARCH_ATTEMPT = _table(34, models.SearchAttempt)
OFFICE_LETTER = _table(35, models.OfficeLetter)
OFFICE_REQUEST = _table(36, models.OfficeRequest)
SEARCH_REOPENING = _table(37, models.SearchReopening)
SEARCH_MINIMUM = _table(38, models.SearchMinimum)
ACTIVITY = _table(44, models.Activity)
ATTENDANCE = _table(45, models.Attendance)
DISPOSAL_PROCEDURE = _table(54, models.DisposalProcedure)
DISPOSAL_CASE = _table(55, models.DisposalCase)
DISPOSAL_GROUND = _table(56, models.DisposalGround)
DISPOSAL_STEP = _table(57, models.DisposalStep)
DISPOSAL_DECISION = _table(58, models.DisposalDecision)
DISPOSAL_REFERRAL = _table(59, models.DisposalReferral)

_JOURNALED = (
    ORGANIZATION, PERSON, MEMBER, CAMPAIGN, SUBJECT, REVIEW, FINDING, CARD, LETTER, PAYMENT,
    REFERENCE, REFERENCE_ROW, DIFFERENCE, ONLINE_ENTRY, FILL_IN,
    CHECK_RECORD, BRANCH_STATEMENT, FOCUS_GROUP,
    STATEMENT, CORRECTION, LEVELS,
    ARCHIVE, ARCHIVE_INQUIRY, ARCHIVE_WORK, EVIDENCE, UNIT_EVIDENCE,
    SITUATION, SITUATION_DEFINITION,
    LETTER_NUMBER, LETTER_FOLLOW_UP, LETTER_REISSUE,
    REGULARIZATION, REGULAR_FACT, REGULAR_STEP, PERMIT, REGULAR_FOLLOW_UP,
    SEARCH_CASE, SEARCH_ATTEMPT, OFFICE_LETTER, OFFICE_REQUEST, SEARCH_REOPENING, SEARCH_MINIMUM,
    ACTIVITY, ATTENDANCE,
    DISPOSAL_PROCEDURE, DISPOSAL_CASE, DISPOSAL_GROUND, DISPOSAL_STEP, DISPOSAL_DECISION, DISPOSAL_REFERRAL,
)  # fmt: skip
TABLES: Final = {table.number: table for table in _JOURNALED}


_encoder = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), check_circular=False, default=bytes.hex
).encode


def encode(values: Values) -> str:
    """Canonical JSON of an object; bytes become lower-case hexadecimal."""
    return _encoder(values)


def row_image(values: Values) -> str:
    """The image of a whole row."""
    return _encoder({name: value for name, value in values.items() if value is not None})


class Images:
    """The images of many rows of a table. Of rows that are alike but for their member, what is around him is encoded
    once."""

    _MOST = 10_000

    def __init__(self, table: Table) -> None:
        self._of_members = table.of_members
        self._around: dict[tuple[Any, ...], tuple[str, str]] = {}

    def image(self, values: Values) -> str:
        """As ``row_image``."""
        if not self._of_members:
            return row_image(values)
        shared = dict(values)
        member = shared.pop("member")
        shape = tuple(shared.values())
        around = self._around.get(shape)
        if around is None:
            if len(self._around) >= self._MOST:
                self._around.clear()
            around = self._around[shape] = around_member(values)
        return f"{around[0]}{member}{around[1]}"

    def hash(self, values: Values) -> bytes:
        """As ``row_hash``."""
        return sha256(self.image(values).encode()).digest()


def around_member(values: Values) -> tuple[str, str]:
    """The image of a whole row before its member's number and after it."""
    before, _, after = row_image(values).partition(f'"member":{values["member"]}')
    return before + '"member":', after


def decode(table: Table, image: str) -> Values:
    """The fields that an image names, with uuids and keys as bytes again."""
    values: Values = json.loads(image)
    for name in table.binary & values.keys():
        values[name] = None if values[name] is None else bytes.fromhex(values[name])
    return values


def row_hash(values: Values) -> bytes:
    """SHA-256 of the whole row's image."""
    return sha256(row_image(values).encode()).digest()
