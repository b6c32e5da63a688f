"""Decisions on their way down: each the deciding unit's own signed statement, so that it can be passed on.

On a line of the bundle a decision is ``said``, the statement's text, beside its ``signature``: ``minisign`` verifies
one over the other. ``person`` lines stand before them. What is empty is left out of a statement.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from tui.crypto.vouching import VouchedCard
from tui.store.images import DISPOSAL_DECISION, Values, encode
from tui.store.travel.arrived import Arrived
from tui.store.travel.records import PersonRecord

DECISIONS_FILE: Final = "payload/decisions.jsonl.gz"
FORMAT: Final = "paicha-decision/1"
LEDGER: Final = DISPOSAL_DECISION.name


class DecisionRecord(NamedTuple):
    """A decision of ``unit`` on ``member`` (uuids); ``row`` are its columns that travel, with uuids as bytes.

    ``by_key`` is the verify key of the person in the column ``by``, so that no other can be put in his place.
    """

    unit: bytes
    member: bytes
    row: Values
    by_key: bytes
    signature: str

    @property
    def statement(self) -> str:
        """What the deciding unit signs: canonical JSON."""
        return encode(
            {
                "format": FORMAT,
                "unit": self.unit,
                "member": self.member,
                "by_key": self.by_key,
                "row": {name: value for name, value in self.row.items() if value is not None},
            }
        )

    @property
    def comment(self) -> str:
        """What the signature's trusted comment has to say."""
        return f"{FORMAT} {self.unit.hex()} {self.row['uuid'].hex()}"


@dataclass(frozen=True, slots=True)
class Decisions(Arrived):
    """A bundle of decisions in which every signature holds.

    It has all that units above decided on members of this unit and those below: what it lacks was taken back. ``cards``
    are those of units above the sender, on the sender's word.
    """

    persons: tuple[PersonRecord, ...]
    records: tuple[DecisionRecord, ...]
    cards: tuple[VouchedCard, ...]


def card_name(number: int) -> str:
    """The payload's name for the ``number``-th card of a unit above, from 1."""
    return f"payload/cards/{number:04d}.json"
