"""A returned fill-in workbook in words, the same on the screen and on the command line."""

from tui.intake.fill_in_plan import OVERTAKEN, FillInPlan, Line
from tui.store.commands.fill_in import About


def summary(plan: FillInPlan) -> str:
    """A returned workbook in one sentence."""
    parts = [f"填报表第{plan.issue.number}号"]
    if plan.issue.returned_on:
        parts.append(f"曾于{plan.issue.returned_on}收回")
    for about, what in ((About.MEMBER, "名册内容"), (About.REVIEW, "核查结论或备注")):
        if count := plan.count(about):
            parts.append(f"{what}{count:,}人")
    if letters := plan.count(About.LETTER):
        parts.append(f"回执{letters:,}封")
    if plan.overtaken:
        parts.append(f"{OVERTAKEN}{len(plan.overtaken):,}处")
    if plan.strangers:
        parts.append(f"不在名册的人员{len(plan.strangers):,}人")
    if plan.problems:
        parts.append(f"问题{len(plan.problems):,}处")
    return "，".join([*parts, f"没有新内容{plan.silent:,}人"]) + "。"


def line_rows(plan: FillInPlan) -> list[tuple[str, ...]]:
    """What the workbook gives: sheet, row, name, column, 原值 > 新值, what is to be known about it."""
    return [(*line_cells(line), OVERTAKEN if line.overtaken else "") for line in plan.lines]


def line_cells(line: Line) -> tuple[str, ...]:
    """One value, without a remark."""
    return line.sheet, str(line.row), line.name, line.label, line.change


def problem_rows(plan: FillInPlan) -> list[tuple[str, ...]]:
    """What is not taken: sheet, row, column, the cell, why."""
    return [(p.sheet, str(p.row), p.column, p.value, p.code.sentence) for p in plan.problems]
