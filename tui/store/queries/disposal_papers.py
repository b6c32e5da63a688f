"""What the papers of a case of 组织处置 are to say: one value a paper, filled from what is on record.

A paper belongs to a step of the case, to one that was taken or to the one that comes next. What a level above signs is
dated and numbered by its own record; of a step that is not on record everything but the unit is left empty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from tui.rules.disposal.case import Case
from tui.rules.disposal.procedures import UNQUALIFIED_FORMS, Act, At, Fact, Procedure, Step
from tui.rules.disposal.register import Origin
from tui.rules.disposal.votes import Vote
from tui.rules.units import UnitKind
from tui.store.cipher import CipherDatabase
from tui.store.images import DISPOSAL_CASE, DISPOSAL_GROUND, DISPOSAL_REFERRAL, Values
from tui.store.queries.disposal_case import CaseFile, Recorded, case_file
from tui.store.queries.disposal_referrals import PaperReferral, paper_referral
from tui.store.queries.evidence import EvidenceRow, Of, evidence_of
from tui.store.queries.members import form_fields
from tui.store.queries.search_cases import CaseFile as SearchFile
from tui.store.queries.search_cases import case_file as search_file
from tui.store.queries.search_cases import minimums_of

REQUEST: Final = "请示"
REFERRAL: Final = "移交线索函"
CATALOGUE: Final = "案卷目录"
JUDGEMENT: Final = "失联定性表"
SEARCH: Final = "查找记录"
SEARCHED: Final = frozenset({JUDGEMENT, SEARCH})
"""Papers that the ledger of searches has the contents of."""


@dataclass(frozen=True, slots=True)
class PaperGround:
    """What stood when the case was opened, in words; ``on`` is a partial ISO date."""

    label: str
    said: str
    who: str
    on: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PaperStep:
    """A step as papers tell of it: which, of which unit ('' where the tree does not know it), and what is on record.

    ``on`` is '' for a step that is not on record yet.
    """

    step: Step
    unit: str
    on: str = ""
    who: str = ""
    document: str = ""
    content: str = ""
    heard: str = ""
    objection: str = ""
    vote: Vote | None = None
    until: str = ""
    answer: str = ""
    confirmed: frozenset[str] = frozenset()
    rejected: bool = False
    why: str = ""
    papers: Mapping[str, str] = field(default_factory=dict)
    """Paper → its number, pages or where it is on file, as it was entered."""

    @property
    def back(self) -> str:
        """Why the case went back here, in a word; '' where it did not."""
        if not self.rejected:
            return ""
        return "没有通过" if self.step.act is Act.VOTE else "退回"


@dataclass(frozen=True, slots=True)
class PaperAttachment:
    """A file that hangs on the case or on one of its rows: on what, in words, and which file."""

    of: Of
    label: str
    evidence: EvidenceRow


@dataclass(frozen=True, slots=True)
class DisposalMatter:
    """A case as its papers know it. ``member`` are register columns; ``as_of`` the day on which papers are made."""

    as_of: str
    case: int
    procedure: Procedure
    opened_on: str
    clue: str
    member_number: int
    member: Mapping[str, str]
    branch: str
    own: str
    """The unit whose terminal writes the papers."""
    grounds: tuple[PaperGround, ...]
    steps: tuple[PaperStep, ...]
    """Everything on record that counts, in order; what was sent back too."""
    referrals: tuple[PaperReferral, ...] = ()
    """Clues that were found in the case, or in none: these hold it up as well."""
    search: SearchFile | None = None
    """The search for the member, where the kind rests on it and the register has one."""


class PaperKey(NamedTuple):
    """A paper among those of its case: its name, the place of its step, the row id of the clue that it refers."""

    name: str
    place: int
    referral: int = 0


@dataclass(frozen=True, slots=True)
class DisposalPaper:
    """One paper: its name in the procedure, the step it belongs to, the steps that stood before it.

    ``author`` and ``addressee`` are units, '' where the tree does not know them. ``place`` is that of the step among
    the matter's ``steps`` (their number for the step that comes next).
    """

    name: str
    matter: DisposalMatter
    step: PaperStep
    place: int
    before: tuple[PaperStep, ...]
    author: str
    addressee: str = ""
    referral: PaperReferral | None = None
    enclosed: "tuple[DisposalPaper, ...]" = ()
    """Of the catalogue: every paper of the case."""
    attachments: tuple[PaperAttachment, ...] = ()
    """Of the catalogue: every file that hangs on the case."""

    @property
    def key(self) -> PaperKey:
        """Which of the papers of its case it is."""
        return PaperKey(self.name, self.place, self.referral.number if self.referral else 0)

    @property
    def due(self) -> bool:
        """Whether it belongs to the step that comes next."""
        return self.name not in (REFERRAL, CATALOGUE) and not self.step.on


def disposal_papers(db: CipherDatabase, unit: int, campaign: int, number: int, as_of: str) -> list[DisposalPaper]:
    """Every paper that the case with this row id has by its steps, in their order, those of the next step last; then
    the letters that refer clues, and the catalogue. KeyError where there is no such case; none for an unknown kind."""
    found = case_file(db, unit, number)
    if found.procedure is None or found.case is None:
        return []
    units = _path(db, found.member["id"])
    matter = _matter(db, found, unit, as_of, _search(db, found, unit, campaign, as_of))
    steps, case = list(matter.steps), found.case
    coming = found.next_step
    if coming is not None:
        steps.append(PaperStep(coming, _unit_at(units, coming.at)))
    papers: list[DisposalPaper] = []
    for place, step in enumerate(steps):
        before = _standing(case, matter.steps, place)
        for name in step.step.papers:
            if name != CATALOGUE:
                author, addressee = _ways(name, step, found.procedure, units, before)
                papers.append(DisposalPaper(name, matter, step, place, before, author, addressee))
    whole = _standing(case, matter.steps, len(matter.steps))
    last = matter.steps[-1] if matter.steps else PaperStep(found.procedure.steps[0], matter.branch)
    of_case = DisposalPaper(CATALOGUE, matter, last, len(matter.steps), whole, matter.branch)
    papers += [
        replace(of_case, name=REFERRAL, author=matter.own, addressee=each.receiver, referral=each)
        for each in matter.referrals
    ]
    attachments = tuple(case_attachments(db, found))
    return [*papers, replace(of_case, enclosed=tuple(papers), attachments=attachments)]


def case_attachments(db: CipherDatabase, found: CaseFile) -> list[PaperAttachment]:
    """The files that hang on a case: on itself (of decisions too), its grounds, steps and clues; none withdrawn."""
    steps = {step.key: step.label for step in found.procedure.steps} if found.procedure else {}
    rows = [(DISPOSAL_CASE, found.row, "立案")]
    rows += [(DISPOSAL_GROUND, row, "立案依据") for row in found.grounds]
    own = [each for each in found.recorded if each.counts and not each.decision]
    rows += [(each.table, each.row, steps.get(each.row["step"], "")) for each in own]
    rows += [(DISPOSAL_REFERRAL, row, "线索移交") for row in found.referrals if row["disposal_case"] == found.row["id"]]
    return [
        PaperAttachment(Of(table.name, row["id"]), label, each)
        for table, row, label in rows
        for each in evidence_of(db, table.name, row["id"])
        if each.state == "attached"
    ]


def _search(db: CipherDatabase, found: CaseFile, unit: int, campaign: int, as_of: str) -> SearchFile | None:
    """The newest search for the member that was not withdrawn, of a kind that has papers of it."""
    named = {name for step in found.procedure.steps for name in step.papers} if found.procedure else set()
    if not named & SEARCHED:
        return None
    row = db.execute_sql(
        "SELECT id FROM search_case WHERE member = ? AND withdrawn_on IS NULL ORDER BY id DESC LIMIT 1",
        (found.member["id"],),
    ).fetchone()
    return search_file(db, row[0], minimums_of(db, unit, campaign), as_of) if row else None


def _matter(db: CipherDatabase, found: CaseFile, unit: int, as_of: str, search: SearchFile | None) -> DisposalMatter:
    member, _, _ = form_fields(db, found.member["id"])
    (own,) = db.execute_sql("SELECT name FROM organization WHERE id = ?", (unit,)).fetchone()
    assert found.procedure is not None
    row = found.row
    return DisposalMatter(
        as_of,
        row["id"],
        found.procedure,
        row["opened_on"],
        "：".join(filter(None, (Origin(row["origin"]).label, row["source"]))),
        found.member["id"],
        member,
        found.organization,
        own,
        tuple(map(_ground, found.grounds)),
        tuple(_step(found.procedure, each) for each in found.standing),
        tuple(paper_referral(each) for each in found.referrals if each["disposal_case"] in (row["id"], None)),
        search,
    )


def _step(procedure: Procedure, recorded: Recorded) -> PaperStep:
    row = recorded.row
    return PaperStep(
        procedure.steps[procedure.place(row["step"])], recorded.unit, row["on_day"], row["who"],
        row["document"] or "", row["content"] or "", row.get("heard") or "", row.get("objection") or "",
        recorded.vote, row.get("until") or "", row.get("answer") or "", frozenset(recorded.texts("confirmed")),
        row["rejected"] == "yes", row["why"] or "", recorded.texts("papers"),
    )  # fmt: skip


def _standing(case: Case, steps: Sequence[PaperStep], place: int) -> tuple[PaperStep, ...]:
    """Of the steps before a place, those that stand: not sent back, and not taken back by what was."""
    done = case.done[:place]
    known = {id(each): step for each, step in zip(done, steps, strict=False)}
    return tuple(known[id(each)] for each in replace(case, done=done).standing)


def _ground(row: Values) -> PaperGround:
    form = UNQUALIFIED_FORMS.get(row["ground"])
    label = f"不合格表现：{form}" if form else Fact(row["ground"]).label
    return PaperGround(label, row["said"], row["who"], row["on_day"], row["evidence"])


# who writes to whom

_Units = Sequence[tuple[str, UnitKind]]
"""Names and kinds of the member's organisation and of all above it, from the lowest up."""
_COMMITTEES: Final = (UnitKind.COMMITTEE, UnitKind.WORKING_COMMITTEE)


def _path(db: CipherDatabase, member: int) -> _Units:
    rows = db.execute_sql(
        """SELECT a.name, a.kind FROM member m JOIN organization o ON o.id = m.org
           JOIN organization a ON a.lft <= o.lft AND a.rgt >= o.rgt WHERE m.id = ? ORDER BY a.lft DESC""",
        (member,),
    )
    return [(name, UnitKind(kind)) for name, kind in rows.fetchall()]


def _unit_at(units: _Units, at: At) -> str:
    """The unit that acts at a level, '' where it is not in the tree."""
    above = units[1:]
    match at:
        case At.BRANCH:
            return units[0][0]
        case At.ABOVE:
            found: Iterator[str] = (name for name, _ in above)
        case At.COMMITTEE:
            found = (name for name, kind in above if kind in _COMMITTEES)
        case At.DEPARTMENT:
            found = (name for name, kind in above if kind is UnitKind.DEPARTMENT)
    return next(found, "")


def _below(units: _Units, at: At, name: str) -> str:
    """Who writes to the unit of that name at a level: the one right below it, since nobody is passed over."""
    names = [each for each, _ in units]
    if name in names[1:]:
        return names[names.index(name) - 1]
    if at is At.DEPARTMENT and units[0][1] is UnitKind.BRANCH:
        return _unit_at(units, At.COMMITTEE)
    return names[0]


def _ways(
    paper: str, step: PaperStep, procedure: Procedure, units: _Units, before: Sequence[PaperStep]
) -> tuple[str, str]:
    """(author, addressee) of a paper of a step."""
    asked_above = step.step.act in (Act.REVIEW, Act.DECIDE, Act.FILE)
    if paper == REQUEST and (goes_on := asks_for_itself(step.step, procedure)):
        asked = _unit_at(units, goes_on.at)
        author = step.unit or _unit_at(units, step.step.at)
        return author if author != asked else _below(units, goes_on.at, asked), asked
    if asked_above and (paper == REQUEST or step.step.act is Act.FILE):
        return _below(units, step.step.at, step.unit), step.unit
    if asked_above:
        return step.unit, _below(units, step.step.at, step.unit)
    return units[0][0], ""


def asks_for_itself(step: Step, procedure: Procedure) -> Step | None:
    """The decision that a reviewing level asks for itself: its own step has the 请示, the decision has none."""
    later = procedure.steps[procedure.place(step.key) + 1 :]
    decision = next((each for each in later if each.act is Act.DECIDE), None)
    if step.act is not Act.REVIEW or decision is None or REQUEST in decision.papers:
        return None
    return decision
