"""What the form of a step asks, by what the step is; and what may stand at each line."""

from collections.abc import Mapping
from typing import Final

from tui.rules.check_items import Answers, Item, Kind
from tui.rules.disposal.case import STATEMENT, Case
from tui.rules.disposal.ground_items import LONG
from tui.rules.disposal.procedures import CONFIRMED, Act, Step
from tui.rules.disposal.votes import DECIDING, FIGURES, Vote, VoteFault
from tui.rules.disposal.words import ANSWERS

_WHO: Final = {Act.VOTE: "会议主持人", Act.REVIEW: "审核人", Act.DECIDE: "签批人"}
_DOCUMENT: Final = {
    Act.RECORD: "文书标题、文号", Act.VOTE: "会议记录或决议文号", Act.REVIEW: "预审意见文号", Act.DECIDE: "批复文号",
    Act.FILE: "备案报告文号", Act.DELIVER: "通知书文号",
}  # fmt: skip
_CONTENT: Final = {
    Act.RECORD: "内容（认定、核实、意见）", Act.VOTE: "讨论情况和决议", Act.REVIEW: "预审意见", Act.DECIDE: "批复内容",
    Act.FILE: "备案内容", Act.DELIVER: "其他情况", Act.TERM: "改正要求、帮教措施", Act.ANSWER: "情况和依据",
    Act.CLOSE: "归档说明",
}  # fmt: skip
VERDICT: Final = "verdict"
_VERDICTS: Final = {
    Act.REVIEW: {"yes": "同意", "no": "退回"}, Act.DECIDE: {"yes": "批准", "no": "不批准，退回"},
}  # fmt: skip
_HOW: Final = {
    "in_person": "当面送达", "post": "邮寄送达", "family": "由亲属转交", "meeting": "党员大会宣布", "notice": "公告",
}  # fmt: skip
_SIGNED: Final = {
    "signed": "本人签收", "by_another": "他人代收", "refused": "本人拒签", "absent": "本人不在场",
}  # fmt: skip
DELIVERY: Final = {
    "how": Item("how", "送达方式", Kind.CHOICE, _HOW),
    "signed": Item("signed", "签收情况", Kind.CHOICE, _SIGNED),
    "unsigned_why": Item("unsigned_why", "拒签、代收、不在场的说明", limit=LONG),
}


def items(step: Step, case: Case) -> tuple[Item, ...]:
    """The lines of the form, in the order of the work."""
    found = [Item("on_day", "日期", Kind.DAY),
             Item("who", _WHO.get(step.act, "经办人"))]  # fmt: skip
    match step.act:
        case Act.VOTE:
            found += [Item(key, f"{label}人数", Kind.NUMBER) for key, label in FIGURES.items()]
        case Act.REVIEW:
            found += [Item(f"point.{key}", f"逐项确认：{label}", Kind.CHOICE, {"yes": "已核对，确认"})
                      for key, label in CONFIRMED.items()]  # fmt: skip
        case Act.DELIVER:
            found += DELIVERY.values()
        case Act.TERM:
            found.append(Item("until", "期限届满日", Kind.DAY))
        case Act.ANSWER:
            found.append(Item("answer", "结果", Kind.CHOICE, {key: ANSWERS.get(key, key) for key in step.answers}))
    if step.act in _VERDICTS:
        found += [Item(VERDICT, "预审结果" if step.act is Act.REVIEW else "审批结果", Kind.CHOICE, _VERDICTS[step.act]),
                  Item("why", "退回的理由", limit=LONG)]  # fmt: skip
    if step.act in _DOCUMENT:
        found.append(Item("document", _DOCUMENT[step.act]))
    found.append(Item("content", _CONTENT[step.act], limit=LONG))
    if step.statement:
        found.append(Item("heard", "本人陈述（没有听取的写明原因）", limit=LONG))
    if step.statement or step.act in (Act.VOTE, Act.DELIVER, Act.ANSWER):
        found.append(Item("objection", "本人异议", limit=LONG))
    return (*found, *(Item(key, f"材料：{paper}") for key, paper in papers(step, case).items()))


def papers(step: Step, case: Case) -> dict[str, str]:
    """The papers asked for, key → name: those of the step; when the case is filed away, those of every step."""
    names = list(step.papers)
    if step.act is Act.CLOSE:
        often = [paper for each in case.procedure.steps for paper in each.papers]
        names += [
            f"{each.label}·{paper}" if often.count(paper) > 1 else paper
            for each in case.procedure.steps
            if each is not step
            for paper in each.papers
            if paper != STATEMENT or _heard(case, each)
        ]
    return {f"paper.{place}": name for place, name in enumerate(names, 1)}


def _heard(case: Case, step: Step) -> bool:
    """Whether the member's statement is on file from this step."""
    return any(each.step == step.key and STATEMENT in each.papers for each in case.standing)


def needed(step: Step, case: Case, answers: Answers) -> set[str]:
    """Keys that must be filled in: what the step records, and less where it is sent back."""
    keys = {"on_day", "who"}
    if step.act in _VERDICTS:
        keys.add(VERDICT)
        if answers.get(VERDICT) == "no":
            return keys | {"why"}
    match step.act:
        case Act.VOTE:
            keys |= {*FIGURES, "content"}
        case Act.REVIEW:
            keys |= {f"point.{key}" for key in CONFIRMED}
        case Act.DECIDE:
            keys.add("document")
        case Act.DELIVER:
            keys |= {"how", "signed"}
            if answers.get("signed", "signed") != "signed":
                keys.add("unsigned_why")
        case Act.TERM:
            keys.add("until")
        case Act.ANSWER:
            keys |= {"answer", "content"}
        case Act.RECORD:
            keys.add("content")
    if step.statement:
        keys.add("heard")
    return keys | {key for key, paper in papers(step, case).items() if paper != STATEMENT}


def paper_places(step: Step, case: Case, answers: Answers) -> dict[str, str]:
    """Paper → what was said of it."""
    return {paper: answers[key] for key, paper in papers(step, case).items() if answers.get(key)}


def vote_of(answers: Answers) -> Vote | None:
    """The figures of the meeting; None as long as one of those that decide is missing."""
    figures = {key: int(answers[key]) for key in FIGURES if answers.get(key)}
    if not figures.keys() >= DECIDING:
        return None
    return Vote(**figures)


def vote_words(step: Step, answers: Mapping[str, str]) -> str:
    """What the figures so far come to: quorum and majority, or the quorum of a meeting that only announces."""
    said = []
    if entitled := int(answers.get("entitled", "0")):
        least = entitled // 2 + 1
        quorum = -(-entitled // 2)
        present = answers.get("present")
        enough = "" if present is None else "，已达到" if 2 * int(present) >= entitled else "，没有达到"
        passing = "讨论后宣布，不以表决通过为前提" if step.announces else f"赞成至少{least}人为通过"
        said.append(f"应到有表决权{entitled}人：至少{quorum}人到会方可表决{enough}；{passing}")
    vote = vote_of(answers)
    if vote is not None:
        announced = step.announces and vote.fault in (None, VoteFault.NOT_PASSED)
        passed = "宣布" if announced else "通过"
        said.append(passed if announced or vote.fault is None else vote.fault.value.removesuffix("。"))
    return "；".join(said) + ("。" if said else "")


def no_vote(step: Step, answers: Mapping[str, str]) -> str:
    """Why the figures of a meeting are none of a vote, '' for a step without one and for one that passed or did not."""
    vote = vote_of(answers) if step.act is Act.VOTE else None
    return "" if vote is None or vote.fault in (None, VoteFault.NOT_PASSED) else vote.fault.value


def not_passed(step: Step, answers: Answers) -> bool:
    """Whether the step is a meeting's, and its figures are those of one that did not pass what it had to."""
    vote = vote_of(answers) if step.act is Act.VOTE and not step.announces else None
    return vote is not None and vote.fault is VoteFault.NOT_PASSED
