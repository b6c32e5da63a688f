"""What is to happen with the rows of a file: one place per row, nothing written yet."""

from abc import ABC, abstractmethod
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from tui.intake.differences import Difference
from tui.intake.kinds import Kind
from tui.intake.matching import Rung
from tui.intake.refusals import PlanRefusal
from tui.intake.staged import Staged, StagedRow, decode_row
from tui.rules.changes import Change
from tui.store.origins import RowOrigin, SheetOrigin
from tui.store.session import Session
from tui.store.watching import Cancelled, Progress

CHUNK: Final = 2000
"""Rows that are matched at a time."""


class Decision(IntEnum):
    """What is to happen with a row; kept as one byte per row."""

    ADD = 0
    CHANGE = 1
    MOVE = 2
    SAME = 3
    DOUBT = 4
    REFUSE = 5

    @property
    def label(self) -> str:
        """Its name on screen."""
        return _LABELS[self]


_LABELS = {
    Decision.ADD: "新增",
    Decision.CHANGE: "变更",
    Decision.MOVE: "调动",
    Decision.SAME: "无变化",
    Decision.DOUBT: "待认定",
    Decision.REFUSE: "不导入",
}

NEW_PERSON: Final = 0
LEAVE_OUT: Final = -1
Answers = Mapping[int, int]
"""What a person has said of rows that are unclear, by the row's place: a member's row id, NEW_PERSON or LEAVE_OUT."""


class Candidate(NamedTuple):
    """A member whom an unclear row may mean: row id and what tells him from others."""

    member: int
    name: str
    birth: str
    idno: str
    branch: str


@dataclass(frozen=True, slots=True)
class Plan(ABC):
    """The outcome of matching, one place per staged row.

    ``targets`` are the row ids of what each row was matched with (0: nothing), ``rungs`` by which rule; ``refusals``
    says why rows are refused or wait for a person's word, and ``candidates`` whom those may mean. ``differences``
    says what a changed row would change. All but ``targets`` and ``rungs`` go by the row's place.
    """

    staged: Staged
    kind: Kind
    decisions: bytearray
    targets: "array[int]"
    rungs: bytearray
    refusals: Mapping[int, PlanRefusal]
    candidates: Mapping[int, Sequence[Candidate]]
    differences: Mapping[int, Sequence[Difference]]

    def count(self, *decisions: Decision) -> int:
        """How many rows have one of these decisions."""
        return sum(map(self.decisions.count, decisions))

    def places(self, decision: Decision) -> "array[int]":
        """The places of the rows with this decision, in file order."""
        return array("I", (place for place, made in enumerate(self.decisions) if made == decision))

    def row(self, place: int) -> StagedRow:
        """The staged row at this place."""
        return decode_row(self.staged.rows[place])

    def rung(self, place: int) -> Rung:
        """By which rule the row at this place was matched."""
        return Rung(self.rungs[place])

    @property
    def sheets(self) -> list[SheetOrigin]:
        """The sheets that the rows' origins name, in the order of ``staged.sheets``."""
        digests = {file.name: file.sha256 for file in self.staged.files}
        return [SheetOrigin(sheet.file, digests[sheet.file], sheet.name) for sheet in self.staged.sheets]

    @property
    def arriving(self) -> int:
        """How many rows would be written."""
        return self.count(Decision.ADD, Decision.CHANGE, Decision.MOVE)

    @abstractmethod
    def carry_out(
        self, session: Session, *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Change:
        """Write what is to be written, all of it or nothing; a command for ``Vault.write``."""


def origin(row: StagedRow) -> RowOrigin:
    """Where a row stands in its file, and what its cells said before they were cleaned."""
    return RowOrigin(row.sheet, row.row, row.texts or None)


class Ledger:
    """What a plan is made of while it is being made."""

    def __init__(self, total: int) -> None:
        self.decisions = bytearray(total)
        self.targets = array("q", bytes(8 * total))
        self.rungs = bytearray(total)
        self.refusals: dict[int, PlanRefusal] = {}
        self.candidates: dict[int, Sequence[Candidate]] = {}
        self.differences: dict[int, Sequence[Difference]] = {}

    def refuse(self, place: int, why: PlanRefusal) -> None:
        """The row is not taken."""
        self.decisions[place] = Decision.REFUSE
        self.refusals[place] = why

    def doubt(self, place: int, why: PlanRefusal, candidates: Sequence[Candidate]) -> None:
        """The row waits for a person's word."""
        self.decisions[place] = Decision.DOUBT
        self.refusals[place] = why
        self.candidates[place] = candidates

    def differ(self, place: int, found: Sequence[Difference], decision: Decision = Decision.CHANGE) -> None:
        """The row changes what it was matched with, if anything is found to differ."""
        self.decisions[place] = decision if found else Decision.SAME
        if found:
            self.differences[place] = found
