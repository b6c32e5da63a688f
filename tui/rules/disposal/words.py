"""组织处置 in the documents' words: levels, acts, answers, policy sets, categories."""

from typing import Final

from tui.rules.disposal.procedures import PROCEDURES, Act, At, Procedure, Step

LEVELS: Final = {
    At.BRANCH: "党支部", At.ABOVE: "上级党组织", At.COMMITTEE: "基层党委（党工委）", At.DEPARTMENT: "组织部门",
}  # fmt: skip
ACTS: Final = {
    Act.RECORD: "承办", Act.VOTE: "讨论表决", Act.REVIEW: "预审", Act.DECIDE: "审批", Act.FILE: "备案",
    Act.DELIVER: "送达、宣布", Act.TERM: "定期限", Act.ANSWER: "作结论", Act.CLOSE: "归档",
}  # fmt: skip
ANSWERS: Final = {
    "corrected": "已经改正", "unchanged": "仍无转变", "accepts": "本人接受，同意退党", "refuses": "本人坚持不退",
}  # fmt: skip
CATEGORIES: Final = {"full": "正式党员", "probationary": "预备党员"}
SETS: Final = {"2016": "2016年政策", "2019": "2019年政策"}


def kind_words(key: str) -> str:
    """The name of a kind that the program brings along; of another one its key."""
    return PROCEDURES[key].label if key in PROCEDURES else key


def step_words(step: Step) -> str:
    """A step in one line: who acts, what it is, within how many months, its papers."""
    parts = [f"{LEVELS[step.at]}{'讨论后宣布，不以表决通过为前提' if step.announces else ACTS[step.act]}"]
    if step.within_months:
        parts.append(f"自上一步起{step.within_months}个月以内")
    if step.statement:
        parts.append("听取本人陈述")
    if step.papers:
        parts.append(f"材料：{'、'.join(step.papers)}")
    if step.inferred:
        parts.append("文件没有写明，按通行做法")
    return "；".join(parts)


def whom(procedure: Procedure) -> str:
    """Whom a kind is for."""
    return "、".join(CATEGORIES.get(each, each) for each in procedure.category)


def term_words(procedure: Procedure) -> str:
    """The limits of its term, '' where it has none."""
    shortest = f"不短于{procedure.shortest_months}个月" if procedure.shortest_months else ""
    longest = f"不超过{procedure.longest_months}个月" if procedure.longest_months else ""
    return "，".join(filter(None, (shortest, longest)))
