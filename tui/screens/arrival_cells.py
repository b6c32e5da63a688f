"""The rows of the review before an import, as cells: what is new, what changes, what is doubtful, what is wrong."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from tui.intake import differences
from tui.intake.decisions import Candidate, Plan
from tui.intake.differences import Difference
from tui.intake.kinds import Group
from tui.intake.problems import Weight
from tui.intake.roster_plan import judged
from tui.intake.staged import StagedRow
from tui.rules.findings import FindingCode
from tui.rules.identity import mask_id, mask_value
from tui.screens.field_text import label, shown
from tui.text import clean
from tui.widgets.columns import Column
from tui.widgets.rows import Cell, Tone

_WHERE = (Column("sheet", "工作表", 10), Column("row", "行", 6))
_PERSON = (*_WHERE, Column("name", "姓名", 14))
_NEW: Final = {
    Group.PERSON: (
        *_PERSON, Column("branch", "所在党支部", 16, stretch=True, tail=True), Column("idno", "身份号码", 18),
        Column("findings", "问题", 4),
    ),
    Group.LETTERS: (
        *_PERSON, Column("letter_number", "编号", 10), Column("to_unit", "转入（转出）单位", 16, stretch=True),
        Column("issued", "开具日期", 10), Column("receipt", "回执", 4),
    ),
    Group.PAYMENTS: (
        *_PERSON, Column("first_month", "起始月份", 10), Column("last_month", "截止月份", 10),
        Column("amount", "金额", 12), Column("reason", "说明", 10, stretch=True),
    ),
    Group.UNITS: (
        *_WHERE, Column("unit_name", "党组织名称", 20, stretch=True), Column("unit_code", "编码", 12),
        Column("parent_name", "上级党组织", 18, stretch=True),
    ),
}  # fmt: skip
NAMED: Final = {Group.UNITS: "unit_name"}
"""The field that names a row, where it is not 姓名."""
CHANGED: Final = (
    *_PERSON, Column("rule", "依据", 18), Column("changes", "变更内容（原值 > 新值）", 24, stretch=True),
)  # fmt: skip
DOUBTFUL: Final = (
    *_PERSON, Column("told", "本行", 26), Column("candidates", "库中", 20, stretch=True),
    Column("why", "待认定的缘由", 26),
)  # fmt: skip
PROBLEMS: Final = (
    *_WHERE, Column("column", "栏目", 16), Column("value", "原值", 18), Column("weight", "处理", 6),
    Column("sentence", "说明", 24, stretch=True),
)  # fmt: skip
MENDED: Final = (
    *_WHERE, Column("column", "栏目", 16), Column("original", "原来的写法", 22, stretch=True),
    Column("value", "整理为", 22, stretch=True),
)  # fmt: skip
LISTED_MENDED: Final = 5000
"""So many mended cells are listed at most; all of them are kept."""
_TONES: Final[dict[Weight, Tone]] = {Weight.BLOCKING: "doubt", Weight.DOUBTFUL: "todo", Weight.NOTE: "dim"}
_FINDINGS: Final = {code.value: code.sentence for code in FindingCode}


def new_columns(plan: Plan) -> tuple[Column, ...]:
    """The columns in which rows of the plan's kind are listed whole."""
    return _NEW.get(plan.kind.group, _NEW[Group.PERSON])


def new_cells(plan: Plan, place: int, *, new_branch: bool = False) -> tuple[Cell, ...]:
    """A row by its own fields."""
    row = plan.row(place)
    return tuple(_own_cell(row, column.key, plan, new_branch) for column in new_columns(plan))


def _own_cell(row: StagedRow, key: str, plan: Plan, new_branch: bool) -> Cell:
    match key:
        case "sheet":
            return Cell(plan.staged.called(row.sheet))
        case "row":
            return Cell(str(row.row))
        case "branch":
            name = row.fields.get("branch", "")
            return Cell(f"{name}（新设）", "todo") if new_branch else Cell(name)
        case "findings":
            found = judged(row.fields, plan.staged.as_of)
            return Cell(f"!{len(found)}", "doubt") if found else Cell("")
        case "to_unit":
            return Cell(row.fields.get("to_unit") or row.fields.get("heading") or row.fields.get("from_unit", ""))
        case _:
            return Cell(shown(key, row.fields.get(key, "")), "dim" if key == "idno" else "")


def _place_cells(plan: Plan, row: StagedRow) -> tuple[Cell, Cell, Cell]:
    name = row.fields.get(NAMED.get(plan.kind.group, "name"), "")
    return Cell(plan.staged.called(row.sheet)), Cell(str(row.row)), Cell(name)


def changed_cells(plan: Plan, place: int) -> tuple[Cell, ...]:
    """A row by what it changes, and by which rule it was matched."""
    row = plan.row(place)
    changes = "；".join(map(difference_text, plan.differences.get(place, ())))
    return (*_place_cells(plan, row), Cell(plan.rung(place).label, "dim"), Cell(changes, "mended"))


def doubtful_cells(plan: Plan, place: int) -> tuple[Cell, ...]:
    """A row that waits for a person's word, and whom it may mean."""
    row = plan.row(place)
    told = "，".join(
        filter(None, (row.fields.get("birth"), mask_id(row.fields.get("idno", "")), row.fields.get("branch")))
    )
    candidates = "；".join(map(candidate_text, plan.candidates[place]))
    return (*_place_cells(plan, row), Cell(told), Cell(candidates), Cell(plan.refusals[place].sentence, "todo"))


def candidate_text(candidate: Candidate) -> str:
    """What tells a member from others, on one line."""
    idno = mask_id(candidate.idno) if candidate.idno else "无身份号码"
    return "，".join(filter(None, (candidate.name, candidate.birth, idno, candidate.branch)))


def difference_text(difference: Difference) -> str:
    """A difference with its label, 原值 > 新值; ID numbers and phones are masked."""
    what, old, new, header = difference
    match what:
        case differences.SUBJECT:
            return "列入本次排查：否 > 是"
        case differences.FINDINGS:
            return f"问题：{_finding_sentences(old) or '无'} > {_finding_sentences(new) or '无'}"
        case differences.EXTRA:
            return f"其他栏目（{clean(header)}）：{clean(mask_value(old)) or '空'} > {clean(mask_value(new))}"
        case _:
            return f"{label(what)}：{shown(what, old) or '空'} > {shown(what, new)}"


def _finding_sentences(codes: str) -> str:
    return "、".join(_FINDINGS.get(code, code).rstrip("。") for code in codes.split())


def problem_rows(plan: Plan) -> list[tuple[Cell, ...]]:
    """Every problem of the plan as cells: rows that are not taken first, then doubtful values, then mended ones."""
    rows: list[tuple[Weight, tuple[str, ...]]] = []
    for place, why in plan.refusals.items():
        if place not in plan.candidates:
            sheet, number, name = _place_cells(plan, plan.row(place))
            rows.append((Weight.BLOCKING, (sheet.text, number.text, "", name.text, why.sentence)))
    for problem in plan.staged.problems:
        where = (problem.sheet, str(problem.row or ""), problem.column, mask_value(problem.value))
        rows.append((problem.code.weight, (*where, problem.code.sentence)))
    order = list(Weight)
    rows.sort(key=lambda row: order.index(row[0]))
    return [
        tuple(Cell(text, _TONES[weight]) for text in (*cells[:-1], weight.label, cells[-1])) for weight, cells in rows
    ]


def mended_rows(plan: Plan) -> Sequence[tuple[Cell, ...]]:
    """Every cell that cleaning has changed, from what to what; the first ones of many."""
    return list(islice(_mended(plan), LISTED_MENDED))


def _mended(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for place in range(len(plan.decisions)):
        row = plan.row(place)
        taken = plan.staged.sheets[row.sheet].taken if row.texts else {}
        for header, original in row.texts.items():
            field = taken.get(header, "")
            value = shown(field, row.fields.get(field, ""))
            where = (Cell(plan.staged.called(row.sheet), "dim"), Cell(str(row.row), "dim"), Cell(header))
            yield *where, Cell(mask_value(original), "dim"), Cell(value)
