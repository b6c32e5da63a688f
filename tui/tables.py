"""Plain-text tables for the command line; wide characters take two cells, hostile ones are gone."""

from collections.abc import Iterable, Sequence

from tabulate import tabulate

from tui.intake.bundles import Checked
from tui.intake.decisions import Decision, Plan
from tui.intake.disposal_decisions import CheckedDecisions
from tui.intake.kinds import Group, Kind
from tui.intake.preview import bundle_lines, decision_lines
from tui.intake.roster_plan import RosterPlan
from tui.intake.staged import Staged
from tui.intake.summaries import sum_lines
from tui.rules.checks import Check, Verdict
from tui.rules.identity import mask_value
from tui.rules.roles import labels
from tui.store.audit.auditing import Line, Report
from tui.store.audit.wording import describe, local_time, report_lines
from tui.store.commands.disposal_decisions import AppliedDecisions
from tui.store.commands.reports import Applied
from tui.store.queries.agenda import AgendaLine
from tui.store.queries.progress import Coverage
from tui.store.seat import Seat
from tui.store.staff import Standing
from tui.text import clean


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with a line under its head; numbers stand on the right."""
    cells = [[clean(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return tabulate(cells, headers, tablefmt="simple", disable_numparse=True)


def people_table(found: Sequence[Standing]) -> str:
    """Everybody in a vault."""
    rows = [
        (
            each.account,
            each.name,
            labels(each.roles),
            each.state_label,
            each.failed or "",
        )
        for each in found
    ]
    return table(["账号", "姓名", "角色", "状态", "输错口令"], rows)


def audit_table(report: Report) -> str:
    """What an audit looked at and what it found."""
    return table(["日志核对", ""], report_lines(report))


def lines_table(seat: Seat, found: Sequence[Line]) -> str:
    """Lines of the journal with the people's accounts."""
    accounts = {person.person: person.account for person in seat.register.people}
    rows = [
        (
            local_time(line.at),
            line.stream.label,
            line.seq,
            accounts.get(line.person, line.person[:8]),
            seat.names.get(line.person, ""),
            describe(line.action, line.detail),
            line.count or "",
        )
        for line in found
    ]
    return table(["时间", "日志", "序号", "账号", "姓名", "操作", "涉及"], rows)


def coverage_table(found: Sequence[Coverage]) -> str:
    """Coverage per organisation: subjects, then for each check 已查 and 存疑."""
    headers = ["党组织", "对象", "转出无回执", *(f"{check.label}已查" for check in Check), "存疑", "问题"]
    rows = [_coverage_row(each.organization, [each]) for each in found]
    return table(headers, [*rows, _coverage_row("合计", found)])


def _coverage_row(name: str, found: Sequence[Coverage]) -> list[object]:
    done = [sum(each.done(check) for each in found) for check in Check]
    doubtful = sum(each.verdicts[check][Verdict.DOUBTFUL] for each in found for check in Check)
    outside = sum(each.out_without_receipt for each in found)
    return [name, sum(e.subjects for e in found), outside, *done, doubtful, sum(e.findings for e in found)]


def plan_table(plan: Plan) -> str:
    """What an import would do, and how many problems of each kind were found."""
    rows: list[list[object]] = [[decision.label, plan.count(decision)] for decision in Decision]
    if isinstance(plan, RosterPlan):
        rows.append(["新设党支部", len(plan.new_branches)])
    rows += [[code.sentence, count] for code, count in plan.staged.counts.items() if count]
    return table([f"导入前复核：{plan.kind.label}", "数量"], rows)


def sheet_table(staged: Staged) -> str:
    """What was taken as kind and header of every sheet."""
    rows = [
        (
            sheet.file,
            sheet.name,
            sheet.kind.label if sheet.kind else "没有识别",
            "至".join(map(str, dict.fromkeys(sheet.header))) if sheet.kind else "",
            len(sheet.taken),
            "、".join(column.header for column in sheet.columns if not column.field),
        )
        for sheet in staged.sheets
    ]
    return table(["文件", "工作表", "类别", "表头行", "对应项目", "另存的栏目"], rows)


def apart_table(staged: Staged, kind: Kind) -> str:
    """What there is to say of a kind that is not imported: a form's sums, or where its rows belong."""
    if kind.group is Group.SUMMARY:
        return table([f"核对合计：{kind.label}", ""], sum_lines(staged, kind))
    return table([kind.label], [["不导入；请用 paicha compare 与名册比对"]])


def problem_table(plan: Plan, limit: int) -> str:
    """The first problems with sheet, row, column, value and sentence."""
    problems = [(p.sheet, p.row or "", p.column, mask_value(p.value), p.code.sentence) for p in plan.staged.problems]
    refused = [
        (plan.staged.sheets[row.sheet].name, row.row, "", row.fields[plan.kind.key], why.sentence)
        for place, why in plan.refusals.items()
        if (row := plan.row(place))
    ]
    return table(["工作表", "行", "栏目", "原值", "说明"], [*refused, *problems][:limit])


def checked_table(checked: Checked, preview: Applied | None) -> str:
    """What a report is, and, with its rehearsal, what it would change."""
    return table(["接收前复核", ""], [line for line in bundle_lines(checked, preview) if line[0]])


def decisions_table(checked: CheckedDecisions, preview: AppliedDecisions | None) -> str:
    """The same for decisions from above."""
    return table(["接收前复核", ""], [line for line in decision_lines(checked, preview) if line[1]])


def due_table(told: Sequence[AgendaLine], day: str) -> str:
    """What is due, in the order given, each with how late it is on that day."""
    rows = [(each.due.on, each.late(day), each.due.kind.label, each.name, each.branch, each.due.what) for each in told]
    return table(["日期", "期限", "类别", "姓名", "党组织", "事项"], rows)
