"""A branch's verification sheet: each question with what the vault knows beside it and what was answered."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from tui.rules.checks import Ground
from tui.rules.verification import CORRECTABLE, Answer, Known, Question, concerns
from tui.store.cipher import CipherDatabase
from tui.store.queries.letters import OPEN
from tui.store.queries.situations import recorded

_FIELDS: Final = (
    "category", "sex", "birth", "nation", "native", "idno", "joined", "phone", "landline", "address", "work", "note",
    "dues_to", "active_on", "floating", "floating_to", "lost", "lost_on", "membership", "joining_form",
)  # fmt: skip


class Line(NamedTuple):
    """One line of the sheet; ``members`` are the row ids of those whom the vault names beside it, by name."""

    question: Question
    members: tuple[int, ...]
    answer: Answer | None
    counted: int | None
    remark: str
    by: str

    @property
    def known(self) -> str:
        """What the vault knows, in Chinese."""
        return f"{self.question.shows}{len(self.members):,}人"

    @property
    def said(self) -> str:
        """The answer, in Chinese; empty while there is none."""
        parts = [self.answer.label] if self.answer else ["已写"] if self.question.is_proposal and self.remark else []
        parts += [f"核准{self.counted:,}人"] if self.counted is not None else []
        return "，".join(parts)


class Named(NamedTuple):
    """A member whom the sheet names, with what people ask for first."""

    member: int
    name: str
    fields: dict[str, str]


def sheet(db: CipherDatabase, campaign: int, unit: int, org: int) -> list[Line]:
    """The sheet of an organisation as ``unit`` verifies it, in the order of the notice."""
    named = beside(db, campaign, org)
    rows = db.execute_sql(
        """SELECT v.question, v.answer, v.counted, v.remark, ifnull(p.name, '') FROM verification_statement v
           LEFT JOIN person p ON p.id = v.by WHERE v.campaign = ? AND v.org = ? AND v.unit = ?""",
        (campaign, org, unit),
    )
    stated = {question: values for question, *values in rows}
    lines = []
    for question in Question:
        answer, counted, remark, by = stated.get(question.value, (None, None, None, ""))
        found = Answer(answer) if answer else None
        lines.append(Line(question, tuple(named[question]), found, counted, remark or "", by))
    return lines


def beside(db: CipherDatabase, campaign: int, org: int) -> dict[Question, list[int]]:
    """The members whom the vault names beside each question, by name."""
    (as_of,) = db.execute_sql("SELECT as_of FROM campaign WHERE id = ?", (campaign,)).fetchone()
    named: dict[Question, list[int]] = {question: [] for question in Question}
    for known in _known(db, campaign, org):
        for question in concerns(known, as_of):
            named[question].append(known.member)
    return named


def names(db: CipherDatabase, members: Iterable[int]) -> list[Named]:
    """These members (row ids) with their fields, in the order given."""
    columns = ", ".join(_FIELDS)
    found = []
    for member in members:
        row = db.execute_sql(f"SELECT name, {columns} FROM member WHERE id = ?", (member,)).fetchone()
        if row:
            found.append(Named(member, row[0], _filled(row[1:])))
    return found


def _known(db: CipherDatabase, campaign: int, org: int) -> Iterable[Known]:
    columns = ", ".join(f"m.{name}" for name in _FIELDS)
    members = [member for (member,) in db.execute_sql("SELECT id FROM member WHERE org = ?", (org,))]
    situations = recorded(db, members)
    rows = db.execute_sql(
        f"""SELECT m.id, s.ground,
                   (SELECT group_concat(f.code) FROM finding f
                    WHERE f.member = m.id AND f.campaign = s.campaign AND f.state = 'open'),
                   EXISTS (SELECT 1 FROM letter l WHERE l.member = m.id AND l.direction = 'in'),
                   EXISTS (SELECT 1 FROM letter l WHERE l.member = m.id AND {OPEN.format("l")}),
                   EXISTS (SELECT 1 FROM review r WHERE r.member = m.id AND r.campaign = s.campaign AND r.c2 = 'd'),
                   {columns}
            FROM member m INDEXED BY member_org CROSS JOIN subject s ON s.campaign = ? AND s.member = m.id
            WHERE m.org = ? AND m.gone IS NULL ORDER BY m.name, m.id""",
        (campaign, org),
    )
    for member, ground, codes, moved_in, letter_open, doubtful, *values in rows:
        findings = frozenset((codes or "").split(","))
        yield Known(
            member, Ground(ground), _filled(values), findings, bool(moved_in), bool(letter_open), bool(doubtful),
            situations.get(member, ()),
        )  # fmt: skip


def _filled(values: Iterable[str | None]) -> dict[str, str]:
    return {name: value for name, value in zip(_FIELDS, values, strict=True) if value}


def register_values(db: CipherDatabase, member: int) -> dict[str, str]:
    """What the register has now of the items that a correction can be asked for."""
    columns = [name for name in CORRECTABLE if name]
    row = db.execute_sql(f"SELECT {', '.join(columns)} FROM member WHERE id = ?", (member,)).fetchone()
    return {name: value or "" for name, value in zip(columns, row, strict=True)} | {"": ""}
