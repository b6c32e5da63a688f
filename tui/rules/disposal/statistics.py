"""What the statistics of 组织处置 count, on any as-of date: cases by kind, how they stood, what came of them.

Members count by what was done about them, each once, as 《与党组织失去联系党员管理及处置情况汇总表》 asks.

What had happened by the day counts, by its own date: a case that was closed later was in hand then. An outcome counts
from the day on which it took effect, as it does on the roster.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, NamedTuple

from tui.rules.dates import add_months
from tui.rules.disposal.case import Case
from tui.rules.disposal.overdue import WAITING_MONTHS
from tui.rules.disposal.procedures import Act
from tui.rules.disposal.register import ENDS, State


class Figure(Enum):
    """A column of the table of kinds: cases as they stood on the day, then what came of them by then.

    The values of the latter are those of ``register.ENDS``.
    """

    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"
    HISTORY = "history"
    WITHDRAWN = "withdrawn"
    OPENED_IN = "opened_in"
    CLOSED_IN = "closed_in"
    REMOVED = "removed"
    NEVER = "never"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    CORRECTED = "corrected"
    KEPT = "kept"
    GOES_ON = "goes_on"

    @property
    def label(self) -> str:
        """Its name over the column."""
        return _FIGURES[self]


_FIGURES = {
    Figure.OPEN: "办理中",
    Figure.OVERDUE: "其中逾期",
    Figure.CLOSED: "已办结",
    Figure.HISTORY: "历史",
    Figure.WITHDRAWN: "已撤销",
    Figure.OPENED_IN: "本期立案",
    Figure.CLOSED_IN: "本期办结",
    Figure.REMOVED: "出党",
    Figure.NEVER: "不予承认",
    Figure.SUSPENDED: "停止党籍",
    Figure.RESTORED: "恢复党籍",
    Figure.CORRECTED: "改正",
    Figure.KEPT: "延长",
    Figure.GOES_ON: "转下一程序",
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A case by its days (ISO): ``outcome`` since ``effective_on``; ``history``: decided before the program.

    ``kind`` is a procedure's key, ``label`` its name. ``step`` is what comes next and ``due_on`` the day by which it
    should be done, both as of the day that was asked for and '' for a case that was not in hand then; ``approved_on``
    is the day of its approval, '' while there is none.
    """

    case: int
    member: int
    org: int
    kind: str
    label: str
    opened_on: str
    closed_on: str = ""
    withdrawn_on: str = ""
    outcome: str = ""
    effective_on: str = ""
    history: bool = False
    step: str = ""
    due_on: str = ""
    approved_on: str = ""

    def state(self, as_of: str) -> State | None:
        """How it stood on the day; None for a case that had not been opened."""
        if self.opened_on > as_of:
            return None
        if self.withdrawn_on and self.withdrawn_on <= as_of:
            return State.WITHDRAWN
        if not self.closed_on or self.closed_on > as_of:
            return State.OPEN
        return State.HISTORY if self.history else State.CLOSED

    def ended(self, as_of: str) -> str:
        """The outcome that had taken effect by the day, '' for none."""
        return self.outcome if self.outcome in ENDS and self.effective_on and self.effective_on <= as_of else ""


_STATES: Final = {
    State.OPEN: Figure.OPEN, State.CLOSED: Figure.CLOSED, State.HISTORY: Figure.HISTORY,
    State.WITHDRAWN: Figure.WITHDRAWN,
}  # fmt: skip


class Period(NamedTuple):
    """From the first to the last day, both included (ISO)."""

    first: str
    last: str

    def has(self, day: str) -> bool:
        """Whether a day lies in it."""
        return bool(day) and self.first <= day <= self.last


def figures_of(case: Dated, period: Period) -> tuple[Figure, ...]:
    """The columns that a case counts in on the period's last day; of its states one, of its outcomes one at most.

    A case of history was not opened or closed here: it is in none of the period's figures.
    """
    as_of = period.last
    state = case.state(as_of)
    if state is None:
        return ()
    found = [_STATES[state]]
    if state is State.OPEN and case.due_on and case.due_on < as_of:
        found.append(Figure.OVERDUE)
    if not case.history and period.has(case.opened_on):
        found.append(Figure.OPENED_IN)
    if not case.history and period.has(case.closed_on):
        found.append(Figure.CLOSED_IN)
    if ended := case.ended(as_of):
        found.append(Figure(ended))
    return tuple(found)


def tally(cases: Iterable[Dated], period: Period) -> dict[str, dict[Figure, list[Dated]]]:
    """The cases behind each figure, by the kind's name, '' for all of them together."""
    found: dict[str, dict[Figure, list[Dated]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        for figure in figures_of(case, period):
            found[case.label][figure].append(case)
            found[""][figure].append(case)
    return {kind: dict(figures) for kind, figures in found.items()}


def steps_of(cases: Iterable[Dated], as_of: str) -> dict[str, list[Dated]]:
    """The cases in hand on the day, by the step that came next."""
    found: dict[str, list[Dated]] = defaultdict(list)
    for case in cases:
        if case.state(as_of) is State.OPEN:
            found[case.step].append(case)
    return dict(found)


def due_by(case: Case) -> date | None:
    """The day by which the next step should be taken, as ``overdue`` judges it; None for a finished case.

    The last day of the term where its conclusion is awaited, else so many months from the last step.
    """
    if case.next_step is None:
        return None
    if case.next_step.act is Act.ANSWER and case.term is not None:
        return case.term
    return add_months(max([case.opened_on, *(each.on for each in case.standing)]), WAITING_MONTHS)


class Standing(Enum):
    """How a member's membership stood by the register of disposals."""

    MEMBER = ""
    SUSPENDED = "suspended"
    REMOVED = "removed"
    NEVER = "never"


class Stood(NamedTuple):
    """The standing of a member, since when, and by which case."""

    standing: Standing
    since: str
    case: int


def standings(cases: Iterable[Dated], as_of: str) -> dict[int, Stood]:
    """The members whose membership the register had ended or suspended by the day, each once, by the last outcome.

    Who was restored is a member again. Nothing comes after 出党 and 不予承认.
    """
    found: dict[int, Stood] = {}
    changing = [case for case in cases if case.ended(as_of) in ("removed", "never", "suspended", "restored")]
    for case in sorted(changing, key=lambda each: (each.effective_on, each.case)):
        known = found.get(case.member)
        if known is not None and known.standing in (Standing.REMOVED, Standing.NEVER):
            continue
        if case.outcome == "restored":
            found.pop(case.member, None)
        else:
            found[case.member] = Stood(Standing(case.outcome), case.effective_on, case.case)
    return found
