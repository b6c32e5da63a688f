"""批复: the deciding level approves what was asked, or sends it back with its reasons.

Sources: 党章第七条, 第九条 (报上级党组织批准); GB/T 9704-2012. The wording is ours; its number and day are those of the
decision on record.
"""

from exports.papers.disposal_request import request_title
from exports.papers.disposal_text import about, blank, day, decided, letter, sentence, text
from exports.papers.disposal_wording import BLANK, at_once, documents
from exports.papers.page import Part
from tui.rules.disposal.procedures import Act, Step
from tui.store.queries.disposal_papers import DisposalPaper

_UNNUMBERED = f"{BLANK}〔____〕__号"


def reply_bytes(paper: DisposalPaper) -> bytes:
    """The .docx file of a reply."""
    matter, step = paper.matter, paper.step
    lines: list[Part] = [text(f"你单位《{request_title(matter)}》收悉。经研究，现批复如下：")]
    lines += map(text, _returned(paper) if step.rejected else _approved(paper))
    title = f"关于{about(matter)}的批复"
    number = step.document or _UNNUMBERED
    return letter(paper, title, lines, number=number, addressee=blank(paper.addressee), on=step.on)


def _returned(paper: DisposalPaper) -> list[str]:
    return [
        f"一、不同意{_asked(paper)}，退回重新办理。",
        f"二、理由：{sentence(paper.step.why)}",
        "三、请党支部针对上述问题重新研究、提出意见，按程序报批。",
    ]


def _approved(paper: DisposalPaper) -> list[str]:
    step, said = paper.step, []
    agreed = "同意" if step.on else f"{BLANK}（同意，或者退回并写明理由）"
    said.append(f"根据{documents(paper.matter.procedure)}，{agreed}{decided(paper)}。")
    if step.content:
        said.append(sentence(step.content))
    if step.on and at_once(paper.matter.procedure):
        said.append(f"以上决定自批准之日（{day(step.on)}）起生效。")
    if following := [_to_do(each) for each in _following(paper) if each.act is not Act.TERM]:
        said.append(f"请按规定办理：{'；'.join(following)}。")
    return [f"{mark}、{each}" for mark, each in zip("一二三四", said, strict=False)]


def _to_do(step: Step) -> str:
    return f"记明{step.label}" if step.act is Act.ANSWER else step.label


def _asked(paper: DisposalPaper) -> str:
    return f"你单位关于{about(paper.matter)}的意见"


def _following(paper: DisposalPaper) -> tuple[Step, ...]:
    procedure = paper.matter.procedure
    return procedure.steps[procedure.place(paper.step.step.key) + 1 :]
