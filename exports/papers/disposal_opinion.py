"""初步认定意见, 处置意见 and, for 延长预备期, 情况报告: what the branch found and proposes.

Sources: 《党员组织关系排查有关问题说明》四 (党支部初步认定、调查核实、提出处置意见；事实清楚、理由充分、处置恰当、
手续完备); 中组发〔2014〕21号. No layout is printed there: wording and order are ours, the page is that of
GB/T 9704-2012.
"""

from exports.papers.disposal_text import (
    about,
    decided,
    facts,
    headed,
    heard,
    letter,
    particulars,
    sentence,
    whom,
)
from exports.papers.disposal_wording import BLANK, told_basis
from tui.store.queries.disposal_papers import DisposalPaper


def determination_bytes(paper: DisposalPaper) -> bytes:
    """初步认定意见: the clue, the facts, the first finding."""
    matter, step = paper.matter, paper.step
    found = sentence(step.content) if step.content else f"党支部初步认定：{BLANK * 4}"
    parts = headed(
        ("基本情况", [particulars(matter)]),
        ("线索来源", [sentence(matter.clue)]),
        ("主要事实和证据", facts(matter.grounds, paper.before) or [BLANK * 4]),
        ("初步认定", [found]),
        ("依据", told_basis(matter.procedure.basis)),
    )
    title = f"关于{whom(matter)}有关情况的初步认定意见"
    return letter(paper, title, parts, number=step.document, on=step.on)


def opinion_bytes(paper: DisposalPaper) -> bytes:
    """处置意见: facts and evidence, the member's statement, what is proposed, on what it rests."""
    matter, step = paper.matter, paper.step
    said = [sentence(step.content)] if step.content else []
    parts = headed(
        ("基本情况", [particulars(matter)]),
        ("主要事实和证据", facts(matter.grounds, paper.before) or [BLANK * 4]),
        ("本人陈述", heard(paper)),
        ("处置意见", [*said, f"建议{decided(paper)}。"]),
        ("依据", told_basis(matter.procedure.basis)),
    )
    return letter(paper, f"关于{about(matter)}的处置意见", parts, number=step.document, on=step.on)


def report_bytes(paper: DisposalPaper) -> bytes:
    """情况报告: the same of a case that is no disposal of somebody unfit, with its reasons."""
    matter, step = paper.matter, paper.step
    said = [sentence(step.content)] if step.content else []
    parts = headed(
        ("基本情况", [particulars(matter)]),
        ("有关情况和理由", facts(matter.grounds, paper.before) or [BLANK * 4]),
        ("党支部意见", [*said, f"建议{decided(paper)}。"]),
        ("依据", told_basis(matter.procedure.basis)),
    )
    return letter(paper, f"关于{about(matter)}的情况报告", parts, number=step.document, on=step.on)
