"""改正情况结论: whether the member has mended within the term.

Sources: 党章第九条第二款; 《中国共产党党员教育管理工作条例》第三十条 (期限最长不超过一年). Wording is ours.
"""

from exports.papers.disposal_text import headed, letter, particulars, sentence, step_of, term, whom
from exports.papers.disposal_wording import ANSWERS, BLANK
from tui.rules.disposal.procedures import Act
from tui.store.queries.disposal_papers import DisposalPaper

_FOLLOWS = {
    "corrected": "限期改正处置终止，继续履行党员义务、行使党员权利。",
    "unchanged": "按照党章第九条第二款，应当劝其退党，另行办理。",
}


def conclusion_bytes(paper: DisposalPaper) -> bytes:
    """The .docx file of a conclusion; before there is one it has room for it."""
    matter, step = paper.matter, paper.step
    decision = step_of(paper.before, Act.DECIDE)
    approved = f"批准文号：{decision.document}。" if decision and decision.document else ""
    answer = ANSWERS.get(step.answer, "")
    ends = f"党支部认为：{whom(matter)}{answer}。" if answer else f"党支部认为：{whom(matter)}{BLANK * 2}。"
    parts = headed(
        ("基本情况", [particulars(matter)]),
        ("改正期限", [f"{whom(matter)}的改正期限：{term(paper)}。{approved}"]),
        ("改正期间的表现", [sentence(step.content) if step.content else BLANK * 4]),
        ("结论", [ends, *([_FOLLOWS[step.answer]] if step.answer in _FOLLOWS else [])]),
    )
    title = f"关于{whom(matter)}限期改正情况的结论"
    return letter(paper, title, parts, number=step.document, on=step.on)
