"""支部大会决议: when and by whom the meeting was held, who came, how it voted, what it decided.

Sources: 党章第七条, 第九条 (经支部大会讨论); 《中国共产党支部工作条例（试行）》第十一条 (quorum and majority). No
layout is printed there: this one is ours. Figures stand in capitals too, so that none is altered.
"""

from exports.papers.disposal_text import (
    about,
    attendance,
    blank,
    day,
    decided,
    heard,
    letter,
    sentence,
    text,
    voted,
    whom,
)
from exports.papers.disposal_wording import BLANK, documents, goes_to
from exports.papers.page import Kind, Paragraph, Part
from tui.rules.disposal.votes import Vote
from tui.store.queries.disposal_papers import DisposalPaper

_RULE = "《中国共产党支部工作条例（试行）》第十一条"


def resolution_bytes(paper: DisposalPaper) -> bytes:
    """The .docx file of a resolution; of one that was not passed it says so."""
    matter, step = paper.matter, paper.step
    said = sentence(step.content) if step.content else f"会议讨论了{about(matter)}事项，与会党员发表了意见：{BLANK * 4}"
    lines: list[Part] = [
        text(f"时间：{day(step.on)}"),
        text(f"地点：{BLANK * 2}"),
        text(f"主持人：{blank(step.who)}"),
        text(f"记录人：{BLANK}"),
        text(f"到会情况：{attendance(step.vote)}"),
        Paragraph(Kind.HEADING, "一、讨论情况"),
        text(said),
        *(text(f"本人陈述：{each}") for each in heard(paper)),
        Paragraph(Kind.HEADING, "二、表决情况"),
        text(f"表决方式：{BLANK}。表决结果：{voted(step.vote)}{_counted(step.vote)}"),
        Paragraph(Kind.HEADING, "三、会议决定"),
        text(_decision(paper)),
        text(f"会议主持人（签字）：{BLANK * 2}"),
        text(f"会议记录人（签字）：{BLANK * 2}"),
    ]
    return letter(paper, f"支部大会关于{about(matter)}的决议", lines, number=step.document, on=step.on)


def _counted(vote: Vote | None) -> str:
    """What the figures amount to; nothing before there are any."""
    if vote is None:
        return ""
    if vote.fault is None:
        return f"到会和赞成的人数符合{_RULE}的规定，表决通过。"
    return f"按{_RULE}：{vote.fault.value}"


def _decision(paper: DisposalPaper) -> str:
    step = paper.step
    if step.rejected:
        why = f"理由：{sentence(step.why)}" if step.why else ""
        return f"关于{about(paper.matter)}的意见没有通过，对{whom(paper.matter)}暂不作出处置，由党支部重新研究。{why}"
    by = f"根据{documents(paper.matter.procedure)}"
    return f"{by}，会议决定：{decided(paper)}，并报上级党组织{goes_to(paper.matter.procedure)}。"
