"""通知书: tells the member, in the words of his kind, what was decided, by whom, on what it rests.

Sources: 中组发〔2014〕21号 (送达); 党章第四条 (a member may appeal to any level above). No layout is printed there:
wording is ours, the page is that of GB/T 9704-2012.
"""

from exports.papers.disposal_text import about, day, letter, step_of, term, text, whom
from exports.papers.disposal_wording import BLANK, at_once, documents, wording
from exports.papers.page import Part
from tui.rules.disposal.procedures import Act
from tui.store.queries.disposal_papers import DisposalPaper, PaperStep


def notice_bytes(paper: DisposalPaper) -> bytes:
    """The .docx file of a notice; it holds nothing of the member but his name."""
    matter, step = paper.matter, paper.step
    told = wording(matter.procedure).told.format(who=whom(matter), term=term(paper))
    meeting, decision = step_of(paper.before, Act.VOTE), step_of(paper.before, Act.DECIDE)
    holds = decision if at_once(matter.procedure) else None
    since = [f"以上决定自批准之日（{day(holds.on)}）起生效。"] if holds else []
    right = "" if matter.procedure.ends == "never" else "（党章第四条）"
    lines: list[Part] = [
        text(f"根据{documents(matter.procedure)}，{_way(meeting, decision)}，{told}。"),
        *map(text, since),
        text(f"你对上述决定如有不同意见，可以向上级党组织提出{right}。"),
        text("特此通知。"),
    ]
    title = f"关于{about(matter)}的通知书"
    return letter(paper, title, lines, number=step.document, addressee=whom(matter, afterwards=True), on=step.on)


def _way(meeting: PaperStep | None, decision: PaperStep | None) -> str:
    """How it came to the decision."""
    met = [f"经{meeting.unit}{day(meeting.on)}支部大会讨论通过"] if meeting else []
    number = f"（{decision.document}）" if decision and decision.document else ""
    approved = f"{decision.unit or BLANK}{day(decision.on)}批准{number}" if decision else f"{BLANK}批准"
    return "，".join([*met, approved])
