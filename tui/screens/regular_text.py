"""规范管理 in words: a case's lines, the proposal with its basis, the statistics, the register of permits."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from rich.text import Text

from tui.rules.check_items import AUTHORITY
from tui.rules.regular_steps import LEVELS, STEP_LABELS, Due, FollowUp, Step, steps
from tui.rules.regularization import CIRCUMSTANCES, SORTS, Fact, Measure, Origin, State, basis, documents, first_state
from tui.store.images import PERMIT, REGULAR_FACT, REGULAR_FOLLOW_UP, REGULAR_STEP, REGULARIZATION, Values
from tui.store.queries.evidence import Of
from tui.store.queries.regularization import Case, CaseRow, MeasureCounts, PermitRow
from tui.text import clean, fit
from tui.widgets.columns import Column
from tui.widgets.rows import Cell

COLUMNS: Final = (
    Column("name", "姓名", 8), Column("branch", "党组织", 12, stretch=True, tail=True), Column("state", "状态", 10),
    Column("measure", "措施", 14), Column("coming", "下一步", 16, stretch=True), Column("due", "到期", 10),
)  # fmt: skip
LINE_COLUMNS: Final = (
    Column("item", "项目", 24), Column("said", "记载", 30, stretch=True), Column("state", "", 6),
)  # fmt: skip


_SUBJECTS: Final = {
    REGULARIZATION.name: "规范管理",
    REGULAR_FACT.name: "规范管理·核实",
    REGULAR_STEP.name: "规范管理·步骤",
    PERMIT.name: "流动党员活动证",
    REGULAR_FOLLOW_UP.name: "规范管理·后续",
}
REGULAR_TABLES: Final = frozenset(_SUBJECTS)
"""Tables whose rows are told by ``told``."""


class Line(NamedTuple):
    """A line of a case's page: what Enter on it is about."""

    kind: Literal["described", "fact", "measure", "step", "follow_up"]
    label: str
    said: str
    state: str
    about: Fact | Step | None = None
    of: Of | None = None
    """The row on which evidence hangs; None where nothing is written yet: then on the case."""


def cells(row: CaseRow, branch: str) -> tuple[Cell, ...]:
    """The cells of a case in the ledger; ``branch`` as its name is shown."""
    measure = row.measure.label if row.measure else ""
    coming = row.coming or row.why or ""
    due = Cell(row.due_on or "", "todo" if row.due_on else "")
    tone: Literal["good", "doubt", ""] = "good" if row.state is State.DONE else "doubt" if row.why else ""
    if row.due_what and not row.coming:
        coming = Due(row.due_what).label
    return (
        Cell(row.name), Cell(branch), Cell(row.state.label, tone), Cell(measure), Cell(coming), due,
    )  # fmt: skip


def lines(case: Case) -> list[Line]:
    """What the page of a case lists, in the order of the work."""
    answers = case.answers
    said = "；".join(f"{item.label}：{item.words(answers[item.key])}" for item in CIRCUMSTANCES if item.key in answers)
    found = [Line("described", "情况", said or "没有填写", "" if said else "待填")]
    if first_state(Origin(case.row["origin"])) is State.GATE:
        found += [_fact_line(fact, case.facts.get(fact)) for fact in Fact]
    found.append(_measure_line(case))
    coming = case.next_step
    for step in case.steps:
        taken = case.taken.get(step.id)
        state = "已办" if taken else "下一步" if step is coming else ""
        of = Of(REGULAR_STEP.name, taken["id"]) if taken else None
        found.append(Line("step", step.label, _taken(taken) if taken else _wanted(step), state, step, of))
    for row in case.follow_ups:
        said = "，".join(filter(None, (row["on_day"], row["who"], row["outcome"], row["evidence"])))
        of = Of(REGULAR_FOLLOW_UP.name, row["id"])
        found.append(Line("follow_up", FollowUp(row["kind"]).label, said, "已记", None, of))
    if case.row["due_on"] and case.row["due_what"]:
        found.append(Line("follow_up", Due(case.row["due_what"]).label, f"{case.row['due_on']} 到期", "待办"))
    return found


def _fact_line(fact: Fact, row: Values | None) -> Line:
    if row is None:
        return Line("fact", f"核实：{fact.label}", "没有核实", "待核实", fact)
    said = f"{fact.choices.get(row['answer'], '')}（{row['on_day']}，{row['who']}，{row['evidence']}）"
    if row["referred_on"]:
        said += f"，{row['referred_on']}移送{AUTHORITY.get(row['referred_to'], '')}"
    state = "成立" if row["answer"] == "yes" else "不成立"
    return Line("fact", f"核实：{fact.label}", said, state, fact, Of(REGULAR_FACT.name, row["id"]))


def _measure_line(case: Case) -> Line:
    row = case.row
    if case.measure is None:
        wanted = case.proposal.measure
        said = f"建议：{wanted.label}（{case.proposal.why}）" if wanted else case.proposal.why
        return Line("measure", "措施", said, "待定" if case.state is State.MEASURE else "")
    said = f"{case.measure.label}，{row['decided_on']}，{case.decided_by}"
    if row["departure"]:
        said += f"；与建议不一致的理由：{row['departure']}"
    return Line("measure", "措施", said, "已定")


def _taken(row: Values) -> str:
    until = f"至{row['until']}" if row["until"] else ""
    parts = (row["on_day"], row["who"], row["number"], until, row["evidence"], row["note"])
    return "，".join(filter(None, parts))


def _wanted(step: Step) -> str:
    return f"{LEVELS[step.level]}办理；须有{'、'.join(step.papers)}"


def told(table: str, values: Values) -> tuple[str, str]:
    """What a row of these tables is about, and what it says, for a member's history; '无' for no row."""
    return _SUBJECTS[table], _said(table, values) if values else "无"


def _said(table: str, row: Values) -> str:
    if table == REGULARIZATION.name:
        answers = [item.words(row[item.key]) for item in CIRCUMSTANCES if row[item.key]]
        measure = Measure(row["measure"]).label if row["measure"] else None
        parts = [State(row["state"]).label, measure, row["departure"], row["why"], *answers]
    elif table == REGULAR_FACT.name:
        fact = Fact(row["fact"])
        referred = f"{row['referred_on']}移送" if row["referred_on"] else None
        parts = [fact.label, fact.choices.get(row["answer"]), row["on_day"], row["who"], row["evidence"], referred]
    elif table == REGULAR_STEP.name:
        parts = [STEP_LABELS.get(row["step"]), _taken(row)]
    elif table == PERMIT.name:
        checked = f"{row['checked_on']}年审" if row["checked_on"] else None
        returned = f"{row['returned_on']}交回" if row["returned_on"] else None
        parts = [row["number"], f"{row['issued_on']}发证", row["place"], checked, returned]
    else:
        parts = [FollowUp(row["kind"]).label, row["on_day"], row["who"], row["outcome"]]
    return "，".join(part for part in parts if part)


def proposal_text(case: Case) -> Text:
    """What the program proposes for a case and why, above its lines."""
    text = Text(overflow="fold")
    wanted = case.proposal.measure
    text.append("程序建议：", "bold")
    none = "情况（F6）填清后给出" if case.proposal.lacking else "没有合适的，由党组织研究"
    text.append(f"{wanted.label if wanted else none}。{clean(case.proposal.why)}。\n")
    for reason in case.proposal.reasons:
        for document in documents(reason.documents, case.policy):
            text.append(f"{document.name}：{document.text}\n", "dim")
    return text


def basis_text(case: Case) -> Text:
    """The proposal, then conditions, documents, steps and papers of the five measures under the case's policy set."""
    text = Text(overflow="fold")
    text.append(f"{clean(case.name)} 规范管理的建议和依据（按{case.policy}年政策）\n\n", "bold")
    text.append_text(proposal_text(case))
    for place, measure in enumerate(Measure, 1):
        text.append(f"\n{place}. {measure.label}\n", "bold")
        text.append(f"条件：{measure.conditions}。\n")
        for document in basis(measure, case.policy):
            text.append(f"依据：{document.name}：{document.text}。\n", "dim")
        for step in steps(measure, None):
            text.append(f"步骤：{step.label}（{LEVELS[step.level]}），材料：{'、'.join(step.papers)}。\n")
    return text


def statistics_text(found: MeasureCounts, as_of: str, unit: str) -> Text:
    """The counts of a day as a table."""
    text = Text(overflow="fold")
    text.append(f"{clean(unit)} 规范管理情况（{as_of}）\n\n", "bold")
    text.append(f"{fit('措施', 34)}{fit('已定措施', 12)}其中已办结\n", "bold")
    for measure in Measure:
        text.append(f"{fit(measure.label, 34)}{fit(f'{found.decided[measure]:,}', 12)}{found.done[measure]:,}\n")
    decided, done = sum(found.decided.values()), sum(found.done.values())
    text.append(f"{fit('五项合计', 34)}{fit(f'{decided:,}', 12)}{done:,}\n\n")
    rest = (("待核实、待定措施", found.waiting), ("转组织处置", found.to_disposal), ("线索移送", found.referral))
    for label, count in (*rest, ("已撤回", found.withdrawn), ("列入规范管理总数", found.opened)):
        text.append(f"{fit(label, 34)}{count:,}\n")
    return text


def permits_text(found: Sequence[PermitRow]) -> Text:
    """The register of 流动党员活动证."""
    text = Text(overflow="fold")
    text.append(f"流动党员活动证登记簿：共{len(found):,}证\n\n", "bold")
    for permit in found:
        text.append("\n".join(_permit_lines(permit)) + "\n")
    return text


def _permit_lines(permit: PermitRow) -> Iterator[str]:
    state = f"{permit.returned_on} 交回" if permit.returned_on else "在用"
    yield clean(f"{permit.number}  {permit.name}  {permit.organization}  {permit.issued_on} 发证  {state}")
    reason = SORTS.get(permit.reason or "", "没有填写")
    checked = permit.checked_on or "没有年审"
    away = permit.away_since or "没有填写"
    yield clean(f"    外出原因：{reason}  地点：{permit.place or '没有填写'}  外出时间：{away}  最近年审：{checked}")
