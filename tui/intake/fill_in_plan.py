"""What a returned fill-in workbook would change: compared with what was issued and with what the vault holds now.

Three values stand beside one another: as issued (told back by the journal), in the file, in the vault now. A cell
that is as it was issued says nothing, and so does an empty one. Where the vault has changed meanwhile, the file's
value waits for a decision.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tui.faults import Failure, Fault
from tui.intake.fill_in import ReturnedFillIn, read_fill_in
from tui.intake.fill_in_protocol import FilledCell, FilledRow
from tui.intake.problems import Problem, ProblemCode, Weight
from tui.rules import fill_in as form
from tui.rules.checks import Verdict
from tui.rules.dates import earliest, latest
from tui.rules.identity import mask_id, mask_phone
from tui.store.cipher import CipherDatabase
from tui.store.commands.fill_in import VERDICT_COLUMNS, About, Said
from tui.store.commands.verdicts import NOTE_LIMIT, with_basis
from tui.store.images import Values
from tui.store.queries import fill_in as queries
from tui.store.queries import units
from tui.store.queries.fill_in import Issue, Register

OVERTAKEN: Final = "其后本库已有改动"
"""Why a value waits for a decision."""

_HEADERS: Final = {c.header: c for columns in form.COLUMNS.values() for c in columns}
_LABELS: Final = {column.field: header for header, column in _HEADERS.items()}
_ANCHORS: Final = {form.ROSTER: "公民身份证号", form.PARTICULARS: "公民身份证号", form.LETTERS: "介绍信编号"}


@dataclass(frozen=True, slots=True)
class Line:
    """One value that the workbook gives, with whom it is about; ``overtaken``: the vault has changed it since."""

    name: str
    sheet: str
    row: int
    label: str
    said: Said
    overtaken: bool

    @property
    def change(self) -> str:
        """原值 > 新值, codes in words, numbers of people masked."""
        return f"{_shown(self.said.what, self.said.seen) or '空'} > {_shown(self.said.what, self.said.new)}"


@dataclass(frozen=True, slots=True)
class FillInPlan:
    """What is to be done with a returned workbook. ``kept`` are doubtful cells that go among the extra columns.

    ``strangers`` are (row, what the row says) of people who are not on the roster. ``silent`` counts the members of
    whom the workbook says nothing new, because their rows are as issued, empty or gone.
    """

    issue: Issue
    file: str
    sha256: str
    lines: tuple[Line, ...]
    kept: tuple[Said, ...]
    problems: tuple[Problem, ...]
    strangers: tuple[tuple[int, str], ...]
    silent: int

    @property
    def overtaken(self) -> frozenset[int]:
        """Places of the lines that wait for a decision."""
        return frozenset(place for place, line in enumerate(self.lines) if line.overtaken)

    def said(self, decided: Collection[int] = ()) -> list[Said]:
        """What is to be written: every line that nothing has overtaken, those decided for, and the doubtful texts."""
        taken = (line.said for place, line in enumerate(self.lines) if not line.overtaken or place in decided)
        return [*taken, *self.kept]

    def count(self, about: About) -> int:
        """How many members or letters the lines of this kind speak of."""
        return len({line.said.row for line in self.lines if line.said.about is about})


def read_and_plan(
    db: CipherDatabase, unit: int, campaign: int, today: str, path: Path, *, cancelled: Callable[[], bool] | None = None
) -> FillInPlan:
    """Read a returned workbook and compare it; the faults of :func:`read_fill_in` and :func:`plan_fill_in`."""
    return plan_fill_in(db, unit, campaign, today, read_fill_in(path, cancelled=cancelled))


def plan_fill_in(db: CipherDatabase, unit: int, campaign: int, today: str, found: ReturnedFillIn) -> FillInPlan:
    """Compare a returned workbook with the register. ``Failure``: FILL_IN_FOREIGN, FILL_IN_ALTERED, FILL_IN_SUPERSEDED
    (a newer one was issued to the branch), FILL_IN_DUPLICATE (the very same file was applied before).
    """
    issue = _issue_of(db, unit, campaign, today, found)
    register = queries.register(db, unit, campaign, issue, found.members, found.letters)
    return _Comparison(issue, found, register).plan()


def _issue_of(db: CipherDatabase, unit: int, campaign: int, today: str, found: ReturnedFillIn) -> Issue:
    head, foreign = found.head, Failure(Fault.FILL_IN_FOREIGN, file=found.file)
    (own,) = db.execute_sql("SELECT uuid FROM campaign WHERE id = ?", (campaign,)).fetchone()
    here = (units.unit(db, unit).uuid.hex(), bytes(own).hex(), form.FORMAT)
    if (head["unit"], head["campaign"], head["format"]) != here or not (
        head["number"].isascii() and head["number"].isdigit() and len(head["number"]) < 10
    ):
        raise foreign
    issue = queries.issue(db, campaign, int(head["number"]), today)
    if issue is None or issue.branch_uuid != head["branch"]:
        raise foreign
    if issue.check_code != found.check_code:
        raise Failure(Fault.FILL_IN_ALTERED, file=found.file)
    keys = [row.key for row in found.rows if row.key]
    if keys and found.members.keys().isdisjoint(keys) and found.letters.keys().isdisjoint(keys):
        raise Failure(Fault.FILL_IN_ALTERED, file=found.file)  # the hidden sheet of one issue in the file of another
    if not issue.newest:
        newest = max(each.number for each in queries.issues(db, campaign, today) if each.org == issue.org)
        raise Failure(Fault.FILL_IN_SUPERSEDED, file=found.file, number=issue.number, newest=newest)
    if issue.file_sha256 == found.sha256:
        raise Failure(Fault.FILL_IN_DUPLICATE, file=found.file, returned_on=issue.returned_on)
    return issue


class _Comparison:
    """One workbook being compared, row by row."""

    def __init__(self, issue: Issue, found: ReturnedFillIn, register: Register) -> None:
        self._issue = issue
        self._found = found
        self._register = register
        self._lines: dict[tuple[About, int, str], Line] = {}
        self._stated: dict[tuple[About, int, str], str] = {}
        self._contradicted: set[tuple[About, int, str]] = set()
        self._kept: list[Said] = []
        self._problems: list[Problem] = []
        self._strangers: list[tuple[int, str]] = []

    def plan(self) -> FillInPlan:
        """The comparison's outcome."""
        times = Counter((row.sheet, row.key) for row in self._found.rows if row.key)
        for row in self._found.rows:
            if not row.key:
                self._meet_stranger(row)
            elif problem := self._refused(row, times[row.sheet, row.key]):
                self._report(row, "", row.cells["姓名"].text if "姓名" in row.cells else "", problem)
            elif row.sheet == form.LETTERS:
                self._read_letter(row)
            else:
                self._read_member(row)
        lines = tuple(line for key, line in self._lines.items() if key not in self._contradicted)
        told = {line.said.row for line in lines if line.said.about is not About.LETTER}
        return FillInPlan(
            self._issue, self._found.file, self._found.sha256, lines, tuple(self._kept), tuple(self._problems),
            tuple(self._strangers), len(self._found.members) - len(told),
        )  # fmt: skip

    def _meet_stranger(self, row: FilledRow) -> None:
        text = "，".join(f"{header}：{_masked(header, cell.text)}" for header, cell in row.cells.items())
        self._strangers.append((row.row, text))
        self._report(row, "", row.cells["姓名"].text if "姓名" in row.cells else text, ProblemCode.STRANGER)

    def _refused(self, row: FilledRow, times: int) -> ProblemCode | None:
        """Why nothing of the row is taken."""
        if not row.cells:
            return None
        locked = (self._found.letters if row.sheet == form.LETTERS else self._found.members).get(row.key)
        if locked is None:
            return ProblemCode.ROW_UNKNOWN
        if times > 1:
            return ProblemCode.ROW_TWICE
        name, number = locked
        if _text(row, "姓名") != name or (number and not _same(row.cells.get(_ANCHORS[row.sheet]), number)):
            return ProblemCode.ROW_ALTERED
        return None if row.key in self._register.within else ProblemCode.ROW_GONE

    def _read_member(self, row: FilledRow) -> None:
        if not row.cells:
            return
        (now, then), (review, reviewed) = self._register.members[row.key], self._register.reviews[row.key]
        for header, cell in row.cells.items():
            column = _HEADERS[header]
            if column.field == "remark":
                self._read_remark(About.REVIEW, row, cell, review["note"], now["id"])
            elif column.field in VERDICT_COLUMNS:
                before = {**reviewed, column.field: reviewed[column.field] or Verdict.UNCHECKED.value}
                current = {**review, column.field: review[column.field] or Verdict.UNCHECKED.value}
                if cell.text != form.printed_verdict(Verdict(before[column.field])):
                    self._take(About.REVIEW, row, header, cell, current, before, now["id"])
            elif column.field != "name" and cell.text != form.printed(column.field, then[column.field]):
                self._take(About.MEMBER, row, header, cell, now, then, now["id"])

    def _read_letter(self, row: FilledRow) -> None:
        if not row.cells:
            return
        now, then = self._register.letters[row.key]
        remark, receipt, day = (row.cells.get(header) for header in ("说明", "是否已落实", "回执日期"))
        if receipt and day and receipt.values.get("receipt") == "no" and day.values:
            self._report(row, "回执日期", day.text, ProblemCode.RECEIPT_CONTRADICTED)
            return
        answered = day.values.get("receipt_on") if day else None
        if day and answered and now["issued"] and latest(answered) < earliest(now["issued"]):
            self._report(row, "回执日期", day.text, ProblemCode.RECEIPT_EARLY)
            return
        for header, cell in (("是否已落实", receipt), ("回执日期", day)):
            if cell and cell.text != form.printed(_HEADERS[header].field, then[_HEADERS[header].field]):
                self._take(About.LETTER, row, header, cell, now, then, now["id"])
        if remark:
            self._read_remark(About.LETTER, row, remark, now["note"], now["id"])

    def _read_remark(self, about: About, row: FilledRow, cell: FilledCell, note: str | None, target: int) -> None:
        if cell.problem is not None:
            self._report(row, "备注" if about is About.REVIEW else "说明", cell.text, cell.problem)
        for text in cell.values.values():
            whole = f"{form.BASIS.format(number=self._issue.number)}：{text}"[:NOTE_LIMIT]
            if with_basis(note, whole) != note:
                label = "备注" if about is About.REVIEW else "介绍信说明"
                line = Line(_text(row, "姓名"), row.sheet, row.row, label, Said(about, target, "note", "", text), False)
                self._lines[about, target, "note"] = line

    def _take(
        self, about: About, row: FilledRow, header: str, cell: FilledCell, now: Values, then: Values, target: int
    ) -> None:
        """Note what a cell says that is not as it was issued."""
        if cell.problem is not None:
            self._report(row, header, cell.text, cell.problem)
            if cell.problem.weight is Weight.DOUBTFUL and about is About.MEMBER:
                self._kept.append(Said(About.EXTRA, target, header, "", cell.text))
        for field, value in cell.values.items():
            key = (about, target, field)
            current, before = now[field] or "", then[field] or ""
            if value == before:
                continue
            if self._stated.setdefault(key, value) != value:
                self._contradicted.add(key)
                self._report(row, header, cell.text, ProblemCode.TWO_VALUES)
            elif value != current:
                said = Said(about, target, field, "" if current == Verdict.UNCHECKED.value else current, value)
                name = _text(row, "姓名")
                self._lines.setdefault(key, Line(name, row.sheet, row.row, _LABELS[field], said, current != before))

    def _report(self, row: FilledRow, header: str, value: str, code: ProblemCode) -> None:
        self._problems.append(Problem(row.sheet, row.row, header, _masked(header, value), code))


def _text(row: FilledRow, header: str) -> str:
    cell = row.cells.get(header)
    return cell.text if cell else ""


def _same(cell: FilledCell | None, number: str) -> bool:
    return cell is not None and (cell.text == number or number in cell.values.values())


def _masked(header: str, text: str) -> str:
    field = _HEADERS[header].field if header in _HEADERS else ""
    if field == "idno":
        return mask_id(text)
    return mask_phone(text) if field in ("phone", "landline") else text


def _shown(field: str, value: str) -> str:
    if field in VERDICT_COLUMNS:
        return Verdict(value or Verdict.UNCHECKED.value).label
    if field == "idno":
        return mask_id(value)
    return mask_phone(value) if field in ("phone", "landline") else form.printed(field, value)


def strangers(plan: FillInPlan) -> Iterator[str]:
    """One sentence for each person who is not on the roster."""
    for row, text in plan.strangers:
        yield f"第{row}行不在名册的人员：{text}"
