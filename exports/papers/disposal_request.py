"""请示 (for 预审, for approval) and 备案报告: what goes up to the level that reviews, decides or is told.

Sources: GB/T 9704-2012 (上行文 have 签发人 and, as 附注, whom to ask); 党章第九条 (报上级党组织批准, 备案); the wording
of both is ours. Its number and its day are given by who signs it.
"""

from exports.papers.disposal_text import (
    about,
    attached,
    attendance,
    day,
    decided,
    facts,
    headed,
    heard,
    particulars,
    sentence,
    step_of,
    text,
    upward,
    voted,
)
from exports.papers.disposal_wording import BLANK, documents
from tui.rules.disposal.procedures import Act
from tui.store.queries.disposal_papers import REQUEST, DisposalMatter, DisposalPaper, PaperStep, asks_for_itself


def request_bytes(paper: DisposalPaper) -> bytes:
    """请示: to review the proposal before the meeting, or to approve what was decided."""
    matter = paper.matter
    reviewed = paper.step.step.act is Act.REVIEW and not asks_for_itself(paper.step.step, matter.procedure)
    ends = "请予预审" if reviewed and _meets_later(paper) else "请予审核" if reviewed else "请予审批"
    parts = headed(
        ("基本情况", [particulars(matter)]),
        ("主要事实和证据", facts(matter.grounds, paper.before) or [BLANK * 4]),
        ("本人陈述", heard(paper)),
        ("办理情况", [_handled(each) for each in paper.before if each.step.act is not Act.RECORD]),
        ("处置意见", [_proposed(paper), f"妥否，{ends}。"]),
    )
    title = request_title(matter, preview=ends == "请予预审")
    opening = text(f"现将{about(matter)}的有关情况请示如下。")
    return upward(paper, title, [opening, *parts, *attached(_enclosed(paper))])


def request_title(matter: DisposalMatter, *, preview: bool = False) -> str:
    """What a request is called, and what the answer to it cites."""
    return f"关于提请预审{about(matter)}意见的请示" if preview else f"关于{about(matter)}的请示"


def filing_bytes(paper: DisposalPaper) -> bytes:
    """备案报告: tells what was decided, to be put on file."""
    matter = paper.matter
    decision = step_of(paper.before, Act.DECIDE, Act.VOTE)
    parts = headed(
        ("基本情况", [particulars(matter)]),
        ("主要事实和依据", [*facts(matter.grounds, paper.before), f"依据：{documents(matter.procedure)}。"]),
        ("办理情况", [_handled(each) for each in paper.before if each.step.act is not Act.RECORD]),
        ("处理结果", [_result(paper, decision)]),
    )
    opening = text(f"现将{about(matter)}的有关情况报告如下，请予备案。")
    title = f"关于{about(matter)}的备案报告"
    return upward(paper, title, [opening, *parts, *attached(_enclosed(paper))])


def _result(paper: DisposalPaper, decision: PaperStep | None) -> str:
    if decision is None:
        return f"{decided(paper)}。"
    did = "批准" if decision.step.act is Act.DECIDE else "支部大会决定"
    return f"{decision.unit}{day(decision.on)}{did}：{decided(paper)}。"


def _proposed(paper: DisposalPaper) -> str:
    met = step_of(paper.before, Act.VOTE) is not None
    return f"根据{documents(paper.matter.procedure)}，{'支部大会决定' if met else '拟'}{decided(paper)}。"


def _meets_later(paper: DisposalPaper) -> bool:
    """Whether the branch votes after the review: a 预审 comes before the meeting."""
    procedure = paper.matter.procedure
    later = procedure.steps[procedure.place(paper.step.step.key) + 1 :]
    return any(step.act is Act.VOTE for step in later)


def _handled(step: PaperStep) -> str:
    """One step before this paper, in a sentence."""
    number = f"（{step.document}）" if step.document else ""
    said = f"{day(step.on)}，{step.unit}办理“{step.step.label}”{number}。"
    if step.vote is not None:
        said += f"{attendance(step.vote)}{voted(step.vote)}"
    return said + (sentence(step.content) if step.content else "")


def _enclosed(paper: DisposalPaper) -> list[str]:
    """The papers of the steps before, each once, as what goes with it; with those of its own step that its author
    made."""
    made = [paper.step] if asks_for_itself(paper.step.step, paper.matter.procedure) else []
    return list(dict.fromkeys(name for each in (*paper.before, *made) for name in each.step.papers if name != REQUEST))
