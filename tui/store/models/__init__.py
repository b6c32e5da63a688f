"""The peewee models, one per table of ``schema/*.sql``; a test proves that they name the same columns.

They are bound to no database: every query is executed on the one it is given, so that two vaults never mix.
"""

from peewee import Model

from tui.store.models.activities import Activity, Attendance
from tui.store.models.archives import (
    Archive,
    ArchiveInquiry,
    ArchiveWork,
    Evidence,
    EvidenceContent,
    EvidenceSent,
    UnitEvidence,
)
from tui.store.models.checks import BranchStatement, CheckRecord
from tui.store.models.comparison import Difference, OnlineEntry, Reference, ReferenceRow
from tui.store.models.disposal import (
    DisposalCase,
    DisposalDecision,
    DisposalGround,
    DisposalProcedure,
    DisposalReferral,
    DisposalStep,
)
from tui.store.models.double_check import CampaignLevels, CorrectionRequest, VerificationStatement
from tui.store.models.exchange import Card, Received, Sent, Setting, Slice, Vouched
from tui.store.models.fill_in import FillIn
from tui.store.models.focus_group import FocusGroup
from tui.store.models.history import Entry, EntryItem, SavedFilter, View
from tui.store.models.intake import Layout, Letter, Origin, OriginSheet, Payment
from tui.store.models.letters import LetterFollowUp, LetterNumber, LetterReissue
from tui.store.models.preferences import Preference
from tui.store.models.register import Campaign, Finding, Member, Organization, Person, Review, Subject
from tui.store.models.regularization import Permit, RegularFact, RegularFollowUp, Regularization, RegularStep
from tui.store.models.searches import (
    OfficeLetter,
    OfficeRequest,
    SearchAttempt,
    SearchCase,
    SearchMinimum,
    SearchReopening,
)
from tui.store.models.situations import Situation, SituationDefinition

__all__ = [
    "Activity", "Archive", "ArchiveInquiry", "ArchiveWork", "Attendance", "BranchStatement", "Campaign",
    "CampaignLevels", "Card", "CheckRecord", "CorrectionRequest", "Difference", "DisposalCase", "DisposalDecision",
    "DisposalGround", "DisposalProcedure", "DisposalReferral", "DisposalStep", "Entry", "EntryItem", "Evidence",
    "EvidenceContent", "EvidenceSent", "FillIn", "Finding", "FocusGroup", "Layout", "Letter", "LetterFollowUp",
    "LetterNumber", "LetterReissue", "Member", "OfficeLetter", "OfficeRequest", "OnlineEntry", "Organization",
    "Origin", "OriginSheet", "Payment", "Permit", "Person", "Preference", "Received", "Reference", "ReferenceRow",
    "RegularFact", "RegularFollowUp", "RegularStep", "Regularization", "Review", "SavedFilter", "SearchAttempt",
    "SearchCase", "SearchMinimum", "SearchReopening", "Sent", "Setting", "Situation", "SituationDefinition", "Slice",
    "Subject", "UnitEvidence", "VerificationStatement", "View", "Vouched",
]  # fmt: skip

MODELS: tuple[type[Model], ...] = (
    Organization, Person, Member, Campaign, Subject, Review, Finding, Card, Vouched, Setting, Entry, EntryItem, Sent,
    Received, Slice, View, Letter, Payment, Origin, OriginSheet, Layout, Reference, ReferenceRow, Difference,
    OnlineEntry, FillIn, CheckRecord, BranchStatement, FocusGroup, SavedFilter, CampaignLevels, VerificationStatement,
    CorrectionRequest, Preference, LetterNumber, LetterFollowUp, LetterReissue, Regularization, RegularFact,
    RegularStep, Permit, RegularFollowUp, Situation, SituationDefinition, OfficeLetter, OfficeRequest, SearchAttempt,
    SearchCase, SearchMinimum, SearchReopening, Activity, Attendance, Archive, ArchiveInquiry, ArchiveWork, Evidence,
    UnitEvidence, EvidenceContent, EvidenceSent, DisposalProcedure, DisposalCase, DisposalGround, DisposalStep,
    DisposalDecision, DisposalReferral,
)  # fmt: skip
