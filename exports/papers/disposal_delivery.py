"""送达回证: which paper was handed to whom, how, and who signed for it or saw that nobody did.

Source: 中组发〔2014〕21号 (送达本人). No layout is printed there: this one is ours, with the ways of delivery (直接,
留置, 邮寄, 委托) that 送达回证 of courts have.
"""

from exports.papers.disposal_text import about, blank, person, whom
from exports.papers.facts import MARKING
from exports.papers.forms import form_file, wide
from exports.papers.page import Cell, Line, day_in_words, day_or_blank
from tui.store.queries.disposal_papers import DisposalPaper

TITLE = "送达回证"
_WAYS = "□直接送达　□留置送达　□邮寄送达　□委托送达　□其他______"
_REFUSED = "□本人拒绝签收，理由：______　　□本人下落不明，无法送达"


def delivery_bytes(paper: DisposalPaper) -> bytes:
    """The .docx file of a form that goes with the notice; what happens at the delivery is written by hand."""
    matter, step = paper.matter, paper.step
    notice = f"关于{about(matter)}的通知书"
    number = step.document or ""
    name = person(matter).name
    lines = [
        wide("送达文书", f"{notice}{f'（{number}）' if number else ''}", 16),
        Line([Cell("受送达人", label=True), Cell(blank(name), 2), Cell("所在党支部", label=True),
              Cell(matter.branch, 2)], 12),
        wide("事由", f"{whom(matter)}：{matter.procedure.label}", 12),
        wide("送达地点", "", 12),
        Line([Cell("送达时间", label=True), Cell(day_in_words(step.on), 2), Cell("送达人", label=True),
              Cell(step.who, 2)], 12),
        wide("送达方式", _WAYS, 14),
        _signed("受送达人签收", "签收人（签字）：　　　　　　　　", 30),
        _signed("拒签、未能送达情况", "见证人（签字）：　　　　　　　　", 34, _REFUSED),
        _signed("见证人", "见证人（签字）：　　　　　　　　单位、职务：　　　　　　　　", 26),
        _signed("送达人", "送达人（签字）：　　　　　　　　", 22),
        wide("备注", step.content, 22),
    ]  # fmt: skip
    return form_file(TITLE, blank(paper.author), step.on or matter.as_of, lines, marking=MARKING)


def _signed(label: str, signs: str, height: float, words: str = "") -> Line:
    """A box with a signature and its day."""
    return Line([Cell(label, label=True), Cell(words, 5, left=True, foot=(signs, day_or_blank("")))], height)
