"""How a difference looks: cells of the grid, and the page of one; ID numbers and phones are masked."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future

from tui.rules.comparison import LABELS, WHOLE_PERSON, Decision, Kind, in_words
from tui.rules.identity import mask_id, mask_phone
from tui.screens.sheet import Line
from tui.store.cipher import CipherDatabase
from tui.store.queries.comparison import DifferenceRow, DifferenceView, difference_page
from tui.store.vault import Vault
from tui.widgets.columns import Column
from tui.widgets.rows import Cell, Row, Tone

WIDE = 110
_TONES: Mapping[Decision, Tone] = {
    Decision.OPEN: "dim",
    Decision.OURS: "todo",
    Decision.THEIRS: "mended",
    Decision.CLARIFY: "doubt",
}
_SHORT = {
    Decision.OPEN: "未处理", Decision.OURS: "本库为准", Decision.THEIRS: "统计库为准", Decision.CLARIFY: "待核实",
}  # fmt: skip
_ITEMS = {"idno": "身份号码", "branch": "党支部"}
"""Items whose full name is too long for a narrow screen."""
_WHOLE = {
    Kind.ABSENT: ("在名册上", "（无此人）"),
    Kind.OUTSIDE: ("（名册上没有）", "有此人"),
    Kind.UNCLEAR: ("（几人相符）", "有此人"),
    Kind.DOUBLE: ("在名册上", "重复登记"),
}


def columns(width: int, there: str) -> tuple[Column, ...]:
    """The grid's columns for a screen of ``width`` cells; ``there`` heads the other side's."""
    wide = width >= WIDE
    return (
        Column("name", "姓名", 12 if wide else 8),
        Column("branch", "党支部", 18 if wide else 9, stretch=wide, tail=True),
        Column("item", "项目", 12 if wide else 8),
        *((Column("kind", "类型", 6),) if wide else ()),
        Column("ours", "本库", 16 if wide else 14, stretch=True),
        Column("theirs", there, 16 if wide else 14, stretch=True),
        Column("decision", "处理", 16 if wide else 10),
    )


def row_cells(row: DifferenceRow, width: int) -> Row:
    """One difference as the grid draws it; the register's side as it is now."""
    kind = Kind(row.kind)
    ours, theirs = sides(row)
    parts = [Cell(row.name), Cell(row.branch, "dim"), Cell(_ITEMS.get(row.field, LABELS[row.field]))]
    if width >= WIDE:
        parts.append(Cell(kind.label, "dim"))
    return Row(row.id, (*parts, Cell(ours, "doubt" if is_stale(row) else ""), Cell(theirs), _decided(row)))


def sides(row: DifferenceRow) -> tuple[str, str]:
    """What stands here now and what stands there, masked."""
    if (kind := Kind(row.kind)) in WHOLE_PERSON:
        return _WHOLE[kind]
    now = f"{shown(row.field, row.now or '') or '（空）'}{'（已变）' if is_stale(row) else ''}"
    return now, shown(row.field, row.theirs) or "（空）"


def is_stale(row: DifferenceRow) -> bool:
    """Whether the register says something else today than what was compared or decided."""
    if Kind(row.kind) in WHOLE_PERSON:
        return False
    return row.decision != Decision.THEIRS.value and (row.now or "") != row.ours


def shown(field: str, value: str) -> str:
    """A value in words, numbers masked."""
    if field == "idno":
        return mask_id(value)
    return mask_phone(value) if field == "phone" else in_words(field, value)


def _decided(row: DifferenceRow) -> Cell:
    decision = Decision(row.decision)
    if row.corrected_on:
        return Cell(f"已更正{row.corrected_on[5:]}", "good")
    if row.settled and decision is Decision.OURS:
        return Cell("已见更正", "good")
    return Cell(_SHORT[decision], _TONES[decision])


def page_lines(row: DifferenceRow, numbers: tuple[Mapping[str, str], Mapping[str, str]] | None = None) -> list[Line]:
    """The page of one difference; with ``numbers`` (here, there) they stand unmasked."""
    kind, decision = Kind(row.kind), Decision(row.decision)
    ours, theirs = sides(row)
    here, there = numbers or ({}, {})
    if numbers and row.field in ("idno", "phone"):
        ours, theirs = here.get(row.field, "（空）"), there.get(row.field, "（空）")
    lines: list[Line] = [
        ("党支部", row.branch), ("项目", LABELS[row.field]), ("类型", f"{kind.label}：{kind.meaning}"),
        ("本库", ours), ("对方", theirs), ("处理意见", decision.label),
    ]  # fmt: skip
    if decision is Decision.THEIRS:
        lines.insert(4, ("本库原为", shown(row.field, row.ours) or "（空）"))
    if row.decided_by:
        lines.append(("处理人", row.decided_by))
    if row.corrected_on:
        lines.append(("统计库更正", f"{row.corrected_on}，{row.corrected_by}"))
    if row.place:
        lines.append(("在对方文件第几行", row.place))
    for label, field in (("公民身份号码", "idno"), ("手机", "phone")):
        if numbers and row.field != field:
            lines.append((label, f"本库 {here.get(field, '（空）')}　对方 {there.get(field, '（空）')}"))
    return lines


class DifferenceSource:
    """A ``RowSource`` over a view; ``width`` decides how much of a difference is shown."""

    def __init__(self, vault: Vault, view: DifferenceView, width: int) -> None:
        self._vault = vault
        self._view = view
        self._width = width

    @property
    def total(self) -> int:
        return len(self._view.order)

    def id_at(self, index: int, /) -> int:
        return self._view.order[index]

    def index_of(self, row_id: int, /) -> int | None:
        return self._view.places.get(row_id)

    def page(self, first: int, count: int, /) -> Future[Sequence[Row]]:
        return self._vault.read(self._load, self._view.order[first : first + count])

    def _load(self, db: CipherDatabase, differences: Sequence[int]) -> Sequence[Row]:
        return [row_cells(row, self._width) for row in difference_page(db, differences)]
