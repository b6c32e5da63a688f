"""The ledgers (台账): journaled tables whose rows belong to a member or to a unit, and travel with it.

One registry serves all of them. What undo must know of a table (what its rows stand on) and what a report must know
(which columns hold row ids or persons, which values a column may have) is said here, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Final

from peewee import IntegerField, Model

from tui.rules.activities import ActivityKind, Attended
from tui.rules.archives import Answer, Keeper, Kept, Work
from tui.rules.check_items import AUTHORITY, MATERIAL, MATERIALS, REASONS
from tui.rules.disposal.register import ENDS, GROUNDS
from tui.rules.disposal.register import Origin as ClueOrigin
from tui.rules.disposal.register import State as CaseState
from tui.rules.evidence import Media
from tui.rules.letter_reissue import Responsibility
from tui.rules.letter_states import ASKED, CHANNELS, CLOSINGS, FOLLOWED, RETURN_REASONS
from tui.rules.regular_steps import LEVELS, STEP_IDS, Due, FollowUp
from tui.rules.regularization import CIRCUMSTANCES, SORTS, Fact, Measure, Origin, State
from tui.rules.search_cases import NATURES, OCCUPATIONS, SITUATIONS, UNIT_KINDS, CaseOutcome
from tui.rules.search_cases import Origin as CaseOrigin
from tui.rules.search_coverage import MINIMUMS
from tui.rules.searches import OFFICES, Channel, Result
from tui.rules.situation_items import SCOPES, STATES
from tui.rules.situations import SituationKind
from tui.store import images, models
from tui.store.images import Table


class Carried(Enum):
    """With what the rows of a ledger travel."""

    SLICE = "slice"
    """With the slice of their member or unit: they are its keeper's."""
    VERIFIER = "verifier"
    """With the verifications of the unit that wrote them (column ``unit``), whoever keeps the slice."""
    BOTH = "both"
    """By the column ``stage``: a self-check's with the slice, a verification's with its unit."""


@dataclass(frozen=True)
class Ledger:
    """A ledger: its table and model, and what its columns hold.

    ``names`` are the columns that hold row ids of other ledgers; ``people`` those that hold a person's. ``codes``
    closes the values of a column, ``dates`` are partial dates, ``days`` whole ones, ``objects`` JSON objects of texts
    by text. Rows of a table that ``hangs_on`` name another ledger's row in two columns: the table's name, and the row
    id. ``stays`` are columns that say how a row came here: no report carries them, nor the rows in which they say it.
    """

    table: Table
    model: type[Model]
    carried: Carried = Carried.SLICE
    names: Mapping[str, Table] = field(default_factory=dict)
    people: tuple[str, ...] = ("by",)
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    hangs_on: tuple[str, str] | None = None
    stays: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The table's name; it travels."""
        return self.table.name

    @cached_property
    def owner(self) -> str:
        """The column that says whose slice a row belongs to."""
        return "member" if "member" in self.table.columns else "org"

    @cached_property
    def identity(self) -> tuple[str, ...]:
        """The columns by which a row is the same here and elsewhere: its uuid, or its key beside its owner."""
        if "uuid" in self.table.columns:
            return ("uuid",)
        return tuple(name for name in self.table.keyed_by if name not in ("campaign", self.owner))

    @cached_property
    def carried_columns(self) -> tuple[str, ...]:
        """What travels as it is or translated; whose row it is, and of which campaign, is said by its place."""
        left_out = {"id", "campaign"} | ({"member"} if self.owner == "member" else set())
        if self.carried is not Carried.SLICE:
            left_out |= {"unit", *self.stays}
        return tuple(name for name in self.table.columns if name not in left_out)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Columns that hold whole numbers which mean themselves."""
        fields = self.model._meta.fields
        named = {*self.names, *self.people, "org", *(self.hangs_on or ())[1:]}
        return frozenset(name for name in self.carried_columns if isinstance(fields[name], IntegerField)) - named

    @cached_property
    def required(self) -> frozenset[str]:
        """Columns that every row fills."""
        fields = self.model._meta.fields
        return frozenset(name for name in self.carried_columns if not fields[name].null)


def _values(codes: type[Enum]) -> frozenset[str]:
    """The values of an enum, as they stand in a column."""
    return frozenset(str(code.value) for code in codes)


_YES_NO: Final = frozenset({"yes", "no"})
_OFFICES: Final = frozenset(office.value for office in OFFICES)

_OF_CASE: Final = {"regularization": images.REGULARIZATION}
_OF_DISPOSAL: Final = {"disposal_case": images.DISPOSAL_CASE}


_EVIDENCE: Final = {
    "media": frozenset(media.value for media in Media),
    "state": frozenset({"attached", "withdrawn"}),
}

LEDGERS: Final = (
    Ledger(
        images.LETTER,
        models.Letter,
        people=(),
        codes={
            "direction": frozenset({"out", "in"}),
            "receipt": _YES_NO,
            "returned": frozenset(RETURN_REASONS),
            "closed": frozenset(CLOSINGS),
        },
        dates=("issued", "arrived_on", "receipt_on", "dues_to", "returned_on", "closed_on"),
        objects=("extra",),
    ),
    Ledger(images.LETTER_NUMBER, models.LetterNumber),
    Ledger(
        images.LETTER_FOLLOW_UP,
        models.LetterFollowUp,
        names={"letter": images.LETTER},
        codes={"asked": frozenset(ASKED), "channel": frozenset(CHANNELS), "outcome": frozenset(FOLLOWED)},
        dates=("on_day",),
    ),
    Ledger(
        images.LETTER_REISSUE,
        models.LetterReissue,
        names={"letter": images.LETTER, "replacement": images.LETTER},
        codes={
            "responsibility": frozenset(each.value for each in Responsibility),
            "justified": _YES_NO,
            "graduate": _YES_NO,
        },
        dates=("on_day",),
    ),
    Ledger(images.PAYMENT, models.Payment, people=(), dates=("first_month", "last_month"), objects=("extra",)),
    Ledger(images.FOCUS_GROUP, models.FocusGroup, people=()),
    Ledger(
        images.CHECK_RECORD,
        models.CheckRecord,
        carried=Carried.BOTH,
        people=("recorded_by",),
        objects=("answers",),
    ),
    Ledger(
        images.BRANCH_STATEMENT,
        models.BranchStatement,
        carried=Carried.BOTH,
        people=("recorded_by",),
        objects=("answers",),
    ),
    Ledger(
        images.STATEMENT,
        models.VerificationStatement,
        carried=Carried.VERIFIER,
        codes={"answer": frozenset({"s", "w", "n"})},
    ),
    Ledger(
        images.CORRECTION,
        models.CorrectionRequest,
        carried=Carried.VERIFIER,
        people=("by", "settled_by"),
        codes={"state": frozenset({"open", "done", "overtaken", "withdrawn"})},
    ),
    Ledger(
        images.SITUATION,
        models.Situation,
        codes={
            "kind": frozenset(kind.value for kind in SituationKind),
            "reason": frozenset(REASONS),
            "scope": frozenset(SCOPES),
            "state": frozenset(state for states in STATES.values() for state in states),
            "fixed": _YES_NO,
            "permit": _YES_NO,
        },
        dates=("since", "until", "withdrawn_on"),
    ),
    Ledger(
        images.SITUATION_DEFINITION,
        models.SituationDefinition,
        codes={"kind": frozenset(kind.value for kind in SituationKind)},
    ),
    Ledger(
        images.SEARCH_CASE,
        models.SearchCase,
        codes={
            "origin": _values(CaseOrigin),
            "outcome": _values(CaseOutcome),
            "occupation": frozenset(OCCUPATIONS),
            "situation": frozenset(SITUATIONS),
            "unit_kind": frozenset(UNIT_KINDS),
            "nature": frozenset(NATURES),
        },
        dates=("opened_on", "letter_on", "last_contact", "outcome_on", "withdrawn_on"),
    ),
    Ledger(
        images.SEARCH_ATTEMPT,
        models.SearchAttempt,
        names={"search_case": images.SEARCH_CASE},
        codes={"channel": _values(Channel), "result": _values(Result)},
        dates=("on_day", "withdrawn_on"),
    ),
    Ledger(
        images.SEARCH_REOPENING,
        models.SearchReopening,
        names={"search_case": images.SEARCH_CASE},
        codes={"outcome": _values(CaseOutcome)},
        dates=("outcome_on", "reopened_on"),
    ),
    Ledger(
        images.OFFICE_REQUEST,
        models.OfficeRequest,
        names={"search_case": images.SEARCH_CASE},
        codes={
            "office": _OFFICES,
            "state": frozenset({"filed", "sent", "answered", "withdrawn"}),
            "answer": frozenset({"hit", "none"}),
        },
        dates=("asked_on", "sent_on", "answered_on"),
    ),
    Ledger(images.OFFICE_LETTER, models.OfficeLetter, codes={"office": _OFFICES}, dates=("sent_on",)),
    Ledger(images.SEARCH_MINIMUM, models.SearchMinimum, codes={"policy": frozenset(MINIMUMS)}),
    Ledger(
        images.REGULARIZATION,
        models.Regularization,
        names={"search_case": images.SEARCH_CASE},
        people=("by", "decided_by"),
        codes={
            **{item.key: frozenset(item.choices) for item in CIRCUMSTANCES if item.choices},
            "origin": _values(Origin),
            "state": _values(State),
            "diverted_to": _values(State),
            "measure": _values(Measure),
            "proposed": _values(Measure),
            "due_what": _values(Due),
            "policy": frozenset({"2016", "2019"}),
        },
        dates=(
            "opened_on",
            "away_since",
            "away_until",
            "expired_on",
            "decided_on",
            "diverted_on",
            "done_on",
            "withdrawn_on",
            "due_on",
        ),
    ),
    Ledger(
        images.REGULAR_FACT,
        models.RegularFact,
        names=_OF_CASE,
        codes={
            "fact": _values(Fact),
            "answer": frozenset(answer for fact in Fact for answer in fact.choices),
            "referred_to": frozenset(AUTHORITY),
        },
        dates=("on_day", "referred_on"),
    ),
    Ledger(
        images.REGULAR_STEP,
        models.RegularStep,
        names=_OF_CASE,
        codes={"step": STEP_IDS, "level": frozenset(LEVELS)},
        dates=("on_day", "until"),
    ),
    Ledger(
        images.PERMIT,
        models.Permit,
        names=_OF_CASE,
        codes={"reason": frozenset(SORTS)},
        dates=("issued_on", "away_since", "checked_on", "returned_on"),
    ),
    Ledger(
        images.REGULAR_FOLLOW_UP,
        models.RegularFollowUp,
        names=_OF_CASE,
        codes={"kind": _values(FollowUp)},
        dates=("on_day",),
    ),
    Ledger(
        images.ACTIVITY,
        models.Activity,
        codes={"kind": frozenset(kind.value for kind in ActivityKind)},
        dates=("on_day", "withdrawn_on"),
    ),
    Ledger(
        images.ATTENDANCE,
        models.Attendance,
        names={"activity": images.ACTIVITY},
        codes={"state": frozenset(state.value for state in Attended)},
        dates=("active_before",),
    ),
    Ledger(
        images.ARCHIVE,
        models.Archive,
        codes={
            "kept_kind": frozenset(kept.value for kept in Kept),
            "kept_by": frozenset(keeper.value for keeper in Keeper),
        },
        dates=("since",),
    ),
    Ledger(
        images.ARCHIVE_INQUIRY,
        models.ArchiveInquiry,
        codes={
            "state": frozenset({"open", "answered", "withdrawn"}),
            "outcome": frozenset(answer.value for answer in Answer),
        },
        dates=("sent_on", "reply_by", "answered_on"),
    ),
    Ledger(
        images.ARCHIVE_WORK,
        models.ArchiveWork,
        codes={
            "material": frozenset(MATERIALS),
            "kind": frozenset(work.value for work in Work),
            "state": frozenset({"open", "done", "withdrawn"}),
            "found": frozenset(MATERIAL),
        },
        dates=("due_on", "done_on"),
    ),
    Ledger(images.DISPOSAL_PROCEDURE, models.DisposalProcedure, days=("withdrawn_on",)),
    Ledger(
        images.DISPOSAL_CASE,
        models.DisposalCase,
        names={"local_procedure": images.DISPOSAL_PROCEDURE, "earlier": images.DISPOSAL_CASE},
        codes={
            "policy": frozenset({"2016", "2019"}),
            "origin": _values(ClueOrigin),
            "state": _values(CaseState),
            "outcome": frozenset(ENDS),
        },
        days=("opened_on", "effective_on", "closed_on", "withdrawn_on"),
    ),
    Ledger(
        images.DISPOSAL_GROUND,
        models.DisposalGround,
        names=_OF_DISPOSAL,
        codes={"ground": GROUNDS},
        dates=("on_day",),
    ),
    Ledger(
        images.DISPOSAL_STEP,
        models.DisposalStep,
        names=_OF_DISPOSAL,
        codes={"rejected": frozenset({"yes"})},
        days=("on_day", "until"),
        objects=("papers",),
    ),
    Ledger(
        images.DISPOSAL_DECISION,
        models.DisposalDecision,
        carried=Carried.VERIFIER,
        codes={"rejected": frozenset({"yes"})},
        days=("on_day",),
        objects=("confirmed", "papers"),
        stays=("above", "signature"),
    ),
    Ledger(
        images.DISPOSAL_REFERRAL,
        models.DisposalReferral,
        names=_OF_DISPOSAL,
        codes={"authority": frozenset(AUTHORITY)},
        days=("on_day", "receipt_on", "outcome_on"),
    ),
    # evidence hangs on rows of the ledgers above it
    Ledger(images.EVIDENCE, models.Evidence, codes=_EVIDENCE, hangs_on=("of_table", "of_row")),
    Ledger(images.UNIT_EVIDENCE, models.UnitEvidence, codes=_EVIDENCE, hangs_on=("of_table", "of_row")),
)
"""Every ledger stands behind those that its rows name: written in this order, taken away in the other."""

BY_NAME: Final = {ledger.name: ledger for ledger in LEDGERS}
