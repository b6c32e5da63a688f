"""How a verdict looks: glyph, letter and tone; and how a roster row becomes cells of the grid."""

from collections.abc import Sequence

from tui.rules.checks import Check, Ground, Stage, Verdict
from tui.store.queries.roster import RosterRow
from tui.widgets.columns import Column
from tui.widgets.rows import Cell, Row, Tone

TONES: dict[Verdict, Tone] = {
    Verdict.UNCHECKED: "dim",
    Verdict.CLEAR: "good",
    Verdict.MENDED: "mended",
    Verdict.PENDING: "todo",
    Verdict.DOUBTFUL: "doubt",
    Verdict.NOT_APPLICABLE: "dim",
}
_VERDICTS = {verdict.value: (f"{verdict.mark}{verdict.letter}", TONES[verdict], verdict.letter) for verdict in Verdict}
_SEXES = {"male": "男", "female": "女"}
_CATEGORIES = {"full": "正式", "probationary": "预备"}
_WIDE = 110


def columns(width: int, stage: Stage, chosen: Check) -> tuple[Column, ...]:
    """The grid's columns for a screen of ``width`` cells; the check in hand stands in brackets."""
    verdict = 4 if stage is Stage.SELF_CHECK else 6
    checks = tuple(
        Column(
            check.value,
            f"[{check.label}]" if check is chosen else check.label,
            max(verdict, 6 if check is chosen else 4),
        )
        for check in Check
    )
    person: tuple[Column, ...] = (
        Column("name", "姓名", 10, tail=True),
        Column("branch", "所在党组织", 12, stretch=True, tail=True),
    )
    if width >= _WIDE:
        person = (
            Column("name", "姓名", 12, tail=True), Column("sex", "性别", 4), Column("birth", "出生日期", 10),
            Column("idno", "证号末四位", 10), Column("category", "类别", 4),
            Column("branch", "所在党组织", 16, stretch=True, tail=True),
        )  # fmt: skip
    return (*person, *checks, Column("findings", "问题", 4))


def row_cells(row: RosterRow, width: int, stage: Stage) -> Row:
    """One member as the grid draws him; in the verification each check shows the self-check's letter first."""
    out = "（转出）" if row.ground == Ground.OUT_WITHOUT_RECEIPT.value else ""
    person: Sequence[Cell] = (Cell(f"{row.name}{out}"), Cell(row.organization))
    if width >= _WIDE:
        person = (
            Cell(f"{row.name}{out}"), Cell(_SEXES.get(row.sex or "", "")), Cell(row.birth or ""),
            Cell(f"*{row.idno[-4:]}" if row.idno else "", "dim"), Cell(_CATEGORIES.get(row.category or "", "")),
            Cell(row.organization),
        )  # fmt: skip
    checks = (_check_cell(own, other, stage) for own, other in zip(row.own, row.other, strict=True))
    findings = Cell(f"!{row.findings}", "doubt") if row.findings else Cell("")
    return Row(row.id, (*person, *checks, findings))


def _check_cell(own: str, other: str, stage: Stage) -> Cell:
    text, tone, _ = _VERDICTS[own]
    if stage is Stage.VERIFICATION:
        text = f"{_VERDICTS[other][2]}|{text}"
    return Cell(text, tone)
