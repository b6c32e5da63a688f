"""Recording the next step of a case: the form that fits what the step is, or why there is none to be filled in now."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final

from textual.app import App

from tui.rules.changes import Change
from tui.rules.check_items import Answers, Item
from tui.rules.dates import add_months
from tui.rules.disposal.case import Case, Done, Obstacle
from tui.rules.disposal.procedures import CONFIRMED, Act, At, Step
from tui.rules.disposal.register import CHANGES_ROSTER, ENDS, LEAVES
from tui.rules.disposal.step_items import (
    DELIVERY,
    VERDICT,
    items,
    needed,
    no_vote,
    not_passed,
    paper_places,
    papers,
    vote_of,
    vote_words,
)
from tui.rules.disposal.words import LEVELS, term_words
from tui.rules.units import UnitKind
from tui.screens.acting import outcome
from tui.screens.disposal_form import DisposalForm, Entry, filled
from tui.screens.disposal_open import past_day
from tui.screens.sheet import Line, SheetScreen
from tui.store.commands.disposal_steps import StepRecord, record_step
from tui.store.queries.disposal_case import OPENING, CaseFile, case_file
from tui.store.queries.units import unit
from tui.store.vault import Vault

_CONFLICTS: Final = {
    "handling": "本案由您审核、审批过，审核、审批的人不得承办（认定、调查、提出意见）。",
    "deciding": f"本案由您承办过，{Obstacle.BOTH_DUTIES.value}",
}
_SOMEBODY_ELSE: Final = "请本单位另一名使用人用本人账号打开保险库办理；只有一名使用人的，先在“日志”中按F2增加使用人。"


async def take_step(app: App[Any], vault: Vault, case: int) -> Change | None:
    """Record the next step of the case (row id); None when it was left, or when nothing can be recorded here now."""
    session = vault.session
    found = await outcome(vault.read(case_file, session.unit, case))
    kind = (await outcome(vault.read(unit, session.unit))).kind
    walked, step, today = found.case, found.next_step, session.clock().date()
    if walked is None or step is None or (why := hindrances(found, step, kind, session.actor.uuid, today)):
        lines = why if walked is not None and step is not None else [("", unknown(found))]
        await app.push_screen_wait(SheetScreen(f"{found.member['name']} · {found.label}：现在不能记下一步", lines))
        return None
    return await app.push_screen_wait(DisposalForm(step_entry(vault, found, walked, step)))


def unknown(found: CaseFile) -> str:
    """Why a case has no next step."""
    return Obstacle.PROCEDURE_UNKNOWN.value if found.procedure is None else f"本案{found.state.label}，没有下一步。"


def hindrances(found: CaseFile, step: Step, kind: UnitKind, actor: str, today: date) -> list[Line]:
    """Why this person of a unit of this kind cannot record the next step now, whatever he enters."""
    lines: list[Line] = [("", "该党员已不在名册。")] if found.member["gone"] else []
    lines += [
        ("线索移送", f"{each['on_day']}移送{each['receiver']}，结果未回；本件须等待，结果记载后再办。")
        for each in found.referrals
        if each["outcome_on"] is None
    ]
    lines += [
        ("立案" if place == OPENING else f"已记第{place + 1}步", f"{each.value}须先改正。")
        for place, each in found.irregular(today)
    ]
    if step.at is At.BRANCH and not found.kept_here:
        lines.append(("下一步", f"{step.label}：由{found.organization}办理，本单位只供查看。"))
    elif not step.at.fits(kind):
        lines.append(
            ("下一步", f"{step.label}：由{LEVELS[step.at]}办理。本单位是{kind.label}，请上报，等决定下达后再往下办。")
        )
    elif step.duty and found.case is not None and found.case.duties(actor) - {step.duty}:
        lines.append(("下一步", f"{step.label}：{_CONFLICTS[step.duty]}"))
        lines.append(("怎样办理", _SOMEBODY_ELSE))
    return lines


def step_entry(vault: Vault, found: CaseFile, case: Case, step: Step) -> Entry:
    """The form of a step."""
    session = vault.session
    today = session.clock().date().isoformat()
    asked = items(step, case)
    answers = {"on_day": today}
    if step.act not in (Act.VOTE, Act.REVIEW, Act.DECIDE):
        answers["who"] = session.actor.name
    if step.act is Act.CLOSE:
        answers |= _on_file(found, step, case)
    last = max([case.opened_on, *(each.on for each in case.done)]).isoformat()
    number = len(case.standing) + 1

    def told(given: Answers) -> list[Line]:
        lines: list[Line] = [("第几步", f"第{number}步：{step.label}（{LEVELS[step.at]}）"), *filled(asked, given)]
        if step.act is Act.VOTE:
            lines.append(("表决结果", vote_words(step, given)))
        return [*lines, ("写入以后", _after(case, step, given))]

    def save(given: Answers) -> Future[Change]:
        return vault.write(record_step, found.row["id"], step_record(step, case, given))

    return Entry(
        f"{found.member['name']} · {found.label} · 第{number}步 {step.label}", _hint(case, step),
        lambda _given: asked, partial(needed, step, case), told, save, answers,
        partial(_wrong, case, step, today, last), partial(vote_words, step) if step.act is Act.VOTE else _silent,
        partial(no_vote, step),
    )  # fmt: skip


def step_record(step: Step, case: Case, given: Answers) -> StepRecord:
    """The step as the register takes it."""
    content = given.get("content", "")
    if step.act is Act.DELIVER:
        said = [f"{item.label}：{item.words(given[key])}" for key, item in DELIVERY.items() if given.get(key)]
        content = "；".join([*said, *([content] if content else [])])
    back = given.get(VERDICT) == "no"
    rejected = back or not_passed(step, given)
    return StepRecord(
        step.key, given["on_day"], given["who"], given.get("document", ""), content,
        heard=given.get("heard", ""), objection=given.get("objection", ""),
        vote=vote_of(given) if step.act is Act.VOTE else None,
        until=given.get("until", ""), answer=given.get("answer", ""),
        confirmed=tuple(key for key in CONFIRMED if given.get(f"point.{key}")),
        papers=paper_places(step, case, given), rejected=rejected, why=given.get("why", "") if back else "",
    )  # fmt: skip


def _silent(_given: Answers) -> str:
    return ""


def _hint(case: Case, step: Step) -> str:
    """What the message line says when the form is opened."""
    match step.act:
        case Act.VOTE:
            return "应到、实到填写后随即算出法定人数和是否通过；没有通过的照实填写，记为未通过。"
        case Act.REVIEW:
            return "八项逐项核对确认，一项不能确认的退回并写明理由。F5 核对后写入。"
        case Act.TERM:
            return f"期限自决定之日起算，{term_words(case.procedure) or '按决定填写'}。F5 核对后写入。"
        case Act.ANSWER:
            term = case.term
            return f"期限到{term.isoformat()}，期满后作结论。" if term else "F5 核对后写入。"
        case Act.CLOSE:
            return "案卷材料逐项写明存放处。写入后本案办结，名册按结果更改。"
    return "回车填写，空格换选项；材料写份数、页码或文号。F5 核对后写入。"


def _wrong(case: Case, step: Step, today: str, last: str, item: Item, text: str, given: Answers) -> str:
    """Why a text cannot stand at a line."""
    if item.key == "until":
        return _wrong_term(case, text, date.fromisoformat(given.get("on_day", today)))
    if why := past_day(today, item, text, given):
        return why
    term = case.term if item.key == "on_day" and step.act is Act.ANSWER else None
    if term and text < term.isoformat():
        return f"期限未满（到{term.isoformat()}）"
    return f"早于上一步（{last}）" if item.key == "on_day" and text < last else ""


def _wrong_term(case: Case, text: str, begun: date) -> str:
    """Why a day cannot be the last of a term, which counts from the decision: it is not longer for being set late."""
    decides = {step.key for step in case.procedure.steps if step.act is Act.DECIDE}
    since = next((each.on for each in reversed(case.standing) if each.step in decides), begun)
    until, longest, shortest = date.fromisoformat(text), case.procedure.longest_months, case.procedure.shortest_months
    if longest and until > (last := add_months(since, longest)):
        return f"自决定之日{since.isoformat()}起超过{longest}个月，最迟{last.isoformat()}"
    if shortest and until < (first := add_months(since, shortest)):
        return f"自决定之日{since.isoformat()}起不足{shortest}个月，最早{first.isoformat()}"
    return "早于本步的日期" if until < begun else ""


def _on_file(found: CaseFile, step: Step, case: Case) -> dict[str, str]:
    """Where each paper lies by what its step said of it."""
    said = {}
    labels = {each.key: each.label for each in case.procedure.steps}
    for each in found.standing:
        for paper, where in each.texts("papers").items():
            said[paper] = said[f"{labels[each.row['step']]}·{paper}"] = where
    return {key: said[paper] for key, paper in papers(step, case).items() if paper in said}


def _after(case: Case, step: Step, given: Answers) -> str:
    """What becomes of the case when this is written."""
    if given.get(VERDICT) == "no" or not_passed(step, given):
        return "本案退回，从提出处置意见重新办理；本次记载留存"
    steps = case.procedure.steps
    place = case.procedure.place(step.key)
    if place + 1 == len(steps):
        return _ended(
            replace(case, done=(*case.done, Done(step.key, date.fromisoformat(given["on_day"]), "", UnitKind.BRANCH)))
        )
    coming = steps[place + 1]
    return f"下一步：{coming.label}（{LEVELS[coming.at]}）"


def _ended(case: Case) -> str:
    """What becomes of the case and of the roster with its last step."""
    ends = f"本案办结：{ENDS.get(case.outcome, case.outcome)}，自{case.effective_on}起"
    if case.outcome in LEAVES:
        return f"{ends}，不再列入名册"
    return f"{ends}，名册随之更改" if case.outcome in CHANGES_ROSTER else f"{ends}，名册不变"
