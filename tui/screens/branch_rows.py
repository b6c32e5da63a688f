"""The rows of a branch's verification: lines of the sheet, members with both looks, correction requests."""

from typing import Final

from tui.rules.checks import Check, Verdict
from tui.rules.verification import RequestState
from tui.screens.verification_deeds import said
from tui.store.queries.double_check import BothLooks
from tui.store.queries.requests import StoredRequest
from tui.store.queries.verification_sheet import Line
from tui.widgets.columns import Column
from tui.widgets.rows import Cell, Tone

COLUMNS: Final = (
    (
        Column("part", "查核", 4), Column("question", "内容", 32), Column("known", "库中", 6),
        Column("said", "结论", 16), Column("remark", "说明", 12, stretch=True),
    ),
    (Column("name", "姓名", 10), Column("differing", "自查与核查不一致", 60, stretch=True)),
    (
        Column("name", "姓名", 10), Column("self", "自查缺", 20, stretch=True),
        Column("verification", "核查缺", 20, stretch=True), Column("one", "同一人", 20, stretch=True),
    ),
    (
        Column("name", "姓名", 8), Column("item", "项目", 12), Column("seen", "核查所见", 10, stretch=True),
        Column("wanted", "应为", 10, stretch=True), Column("now", "现为", 10, stretch=True),
        Column("state", "状态", 10), Column("reason", "依据", 8, stretch=True),
    ),
)  # fmt: skip
"""The columns of the four pages."""

_STANDING: Final[dict[RequestState, Tone]] = {
    RequestState.OPEN: "todo", RequestState.DONE: "good", RequestState.OVERTAKEN: "doubt",
    RequestState.WITHDRAWN: "dim",
}  # fmt: skip


def cells(row: Line | BothLooks | StoredRequest, *, missing: bool) -> tuple[Cell, ...]:
    """The cells of a row; a member's are those of the page of missing looks, or of differing ones."""
    if isinstance(row, Line):
        return _line(row)
    if isinstance(row, StoredRequest):
        return _request(row)
    if missing:
        lacks = (row.lacking(row.checked), row.lacking(row.verified), row.one_person())
        return (Cell(row.name), *(Cell(_checks(checks), "doubt" if checks else "") for checks in lacks))
    return Cell(row.name), Cell(differing_text(row))


def _line(line: Line) -> tuple[Cell, ...]:
    tone: Tone = "doubt" if line.said.startswith("有问题") else "good"
    part = "建议" if line.question.is_proposal else line.question.part.value[:2]
    return (
        Cell(part), Cell(line.question.text), Cell(f"{len(line.members):,}人", "todo" if line.members else "dim"),
        Cell(line.said or "未填", tone if line.said else "todo"), Cell(line.remark),
    )  # fmt: skip


def _request(row: StoredRequest) -> tuple[Cell, ...]:
    values = [Cell(said(row.field, value) or "（空）") for value in (row.seen, row.wanted, row.now)]
    if not row.field:
        values = [Cell("—"), Cell(row.wanted), Cell("—")]
    return (
        Cell(row.name), Cell(row.item), *values, Cell(row.standing.label, _STANDING[row.standing]), Cell(row.reason)
    )  # fmt: skip


def _checks(found: list[Check]) -> str:
    return "五项" if len(found) == len(Check) else "、".join(check.label for check in found)


def differing_text(row: BothLooks) -> str:
    """Check by check: what the self-check says and who gave it, what the verification says and who gave it."""
    parts = []
    for check in row.differing():
        place = check.number - 1
        own, other = Verdict(row.checked[place]).label, Verdict(row.verified[place]).label
        parts.append(f"{check.label}：自查{own}（{row.checked_by[place]}）核查{other}（{row.verified_by[place]}）")
    return "；".join(parts)
