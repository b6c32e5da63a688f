"""What the papers of 组织处置 have alike: the member, the facts, the figures of a meeting, head and end of a paper.

What is not on record stands as a blank line, to be written by hand.
"""

from collections.abc import Sequence
from typing import Final

from exports.papers.disposal_wording import BLANK, called, wording
from exports.papers.facts import MARKING, Person
from exports.papers.page import UNKNOWN_DAY, Kind, Paragraph, Part, Signature, Upward, day_in_words, paper_file
from tui.rules.disposal.procedures import Act
from tui.rules.disposal.votes import Vote
from tui.rules.numerals import MOST, capital_number
from tui.store.queries.disposal_papers import DisposalMatter, DisposalPaper, PaperGround, PaperStep
from tui.text import width

_TITLE_CELLS: Final = 40
"""Terminal cells of a line of a title: 20 characters of 22 points."""
_COUNTED: Final = "一二三四五六七八九"


def text(words: str) -> Paragraph:
    """A paragraph of the text."""
    return Paragraph(Kind.TEXT, words)


def headed(*sections: tuple[str, Sequence[str]]) -> list[Part]:
    """Sections under 一、二、…; one without a paragraph is left out."""
    kept = [section for section in sections if section[1]]
    parts: list[Part] = []
    for number, (heading, paragraphs) in zip(_COUNTED, kept, strict=False):
        parts += [Paragraph(Kind.HEADING, f"{number}、{heading}"), *map(text, paragraphs)]
    return parts


def sentence(words: str) -> str:
    """Words with one full stop at their end."""
    return f"{words.rstrip('。；; ')}。"


def blank(words: str) -> str:
    """The words, or room to write them."""
    return words or BLANK


def day(partial: str) -> str:
    """A day, or room to write one."""
    return day_in_words(partial) or UNKNOWN_DAY


def whom(matter: DisposalMatter, *, afterwards: bool = False) -> str:
    """The member as the papers of his case call him."""
    return called(matter.procedure, blank(matter.member.get("name", "")), afterwards=afterwards)


def about(matter: DisposalMatter) -> str:
    """What the case is for, as titles say it."""
    return wording(matter.procedure).matter.format(who=whom(matter))


def decided(paper: DisposalPaper) -> str:
    """What is proposed or decided."""
    return wording(paper.matter.procedure).decision.format(who=whom(paper.matter), term=term(paper))


def term(paper: DisposalPaper) -> str:
    """The term that was given before this paper, which counts from the decision: 自…至…, or room to write it."""
    given = step_of(paper.before, Act.TERM)
    if given is None:
        return f"自{UNKNOWN_DAY}至{UNKNOWN_DAY}"
    decided = step_of(paper.before, Act.DECIDE)
    return f"自{day(decided.on if decided else given.on)}至{day(given.until)}"


def person(matter: DisposalMatter) -> Person:
    """The member's facts in words."""
    return Person.of(matter.member, matter.branch)


def particulars(matter: DisposalMatter) -> str:
    """Who the member is, by the register."""
    found = person(matter)
    return (
        f"{blank(found.name)}，{blank(found.sex)}，{blank(found.nation)}，{day(found.birth)}出生，公民身份证号"
        f"{blank(found.idno)}，登记的入党日期{day(found.joined)}，{blank(found.category)}，"
        f"组织关系所在党支部：{blank(found.branch)}。"
    )


def facts(grounds: Sequence[PaperGround], steps: Sequence[PaperStep]) -> list[str]:
    """What the case rests on: each ground with its finder and evidence, then what the branch found out."""
    found = [
        f"{number}. {sentence(each.label)}{sentence(each.said)}（{_found(each)}）"
        for number, each in enumerate(grounds, 1)
    ]
    return found + [
        f"{each.step.label}（{day(each.on)}，{each.who}）：{sentence(each.content)}"
        for each in steps
        if each.step.act is Act.RECORD and each.step.key != "proposal" and each.content
    ]


def _found(ground: PaperGround) -> str:
    """Who found it when, on what evidence; where a record shows it, which day."""
    if ground.who == ground.evidence:
        return f"{ground.who}，{day(ground.on)}"
    return f"核实：{ground.who}，{day(ground.on)}；证据：{ground.evidence}"


def heard(paper: DisposalPaper) -> list[str]:
    """What the member said, and his objections; room for it where his case asks for it, nothing where it does not."""
    told = [each for each in (*paper.before, paper.step) if each.heard or each.objection]
    lines = [sentence(each.heard) for each in told if each.heard]
    lines += [f"本人的不同意见：{sentence(each.objection)}" for each in told if each.objection]
    asked = any(step.statement for step in paper.matter.procedure.steps)
    return lines or ([BLANK * 4] if asked else [])


def step_of(steps: Sequence[PaperStep], *acts: Act) -> PaperStep | None:
    """The last of the steps that is one of these."""
    return next((each for each in reversed(steps) if each.step.act in acts), None)


def figure(number: int | None) -> str:
    """A number of people or votes, in capitals that nobody may alter: 20（贰拾）."""
    if number is None:
        return BLANK
    return f"{number}（{capital_number(number)}）" if 0 <= number <= MOST else str(number)


def attendance(vote: Vote | None) -> str:
    """应到, 实到, 有表决权."""
    called_, came, entitled, present = (
        (vote.called, vote.came, vote.entitled, vote.present) if vote else (None, None, None, None)
    )
    return (
        f"应到会党员{figure(called_)}名，实到会{figure(came)}名；其中有表决权的应到会{figure(entitled)}名，"
        f"实到会{figure(present)}名。"
    )


def voted(vote: Vote | None) -> str:
    """赞成, 反对, 弃权."""
    given = (vote.for_it, vote.against, vote.abstained) if vote else (None, None, None)
    yes, no, neither = map(figure, given)
    return f"赞成{yes}票，反对{no}票，弃权{neither}票。"


def letter(paper: DisposalPaper, title: str, parts: Sequence[Part], *, number: str = "", addressee: str = "",
           on: str = "", remark: str = "") -> bytes:  # fmt: skip
    """The .docx file of a paper with 落款; ``number`` is its 发文字号 where it has one, ``on`` its 成文日期."""
    head: list[Part] = [Paragraph(Kind.NUMBER, number)] if number else []
    return _file(paper, title, head, parts, addressee, on, remark)


def upward(paper: DisposalPaper, title: str, parts: Sequence[Part], *, on: str = "") -> bytes:
    """The .docx file of a paper to a superior: with 发文字号 and 签发人, and whom to ask as 附注 (7.2.6, 7.3.6)."""
    remark = f"（联系人：{BLANK}，联系电话：{BLANK}）"
    return _file(paper, title, [Upward(f"{BLANK}〔____〕__号", BLANK)], parts, blank(paper.addressee), on, remark)


def _file(
    paper: DisposalPaper, title: str, head: Sequence[Part], parts: Sequence[Part], addressee: str, on: str, remark: str
) -> bytes:
    lead: list[Part] = [*head, *_title(title, whom(paper.matter))]
    if addressee:
        lead.append(Paragraph(Kind.ADDRESSEE, f"{addressee}："))
    ends: list[Part] = [Signature(blank(paper.author), on)]
    if remark:
        ends.append(Paragraph(Kind.REMARK, remark))
    return paper_file(title, [*lead, *parts, *ends], paper.matter.as_of, marking=MARKING)


def _title(title: str, name: str) -> list[Part]:
    """A title, on two lines where one does not hold it: what stands before and with the name, and the rest (7.3.1)."""
    above, found, below = title.partition(name)
    if width(title) <= _TITLE_CELLS or not found or not below:
        return [Paragraph(Kind.TITLE, title)]
    return [Paragraph(Kind.TITLE_ABOVE, f"{above}{found}"), Paragraph(Kind.TITLE, below)]


def attached(names: Sequence[str]) -> list[Part]:
    """附件说明 (7.3.4)."""
    if len(names) < 2:
        return [Paragraph(Kind.ATTACHMENT, f"附件：{each}") for each in names]
    first, *others = (f"{number}. {each}" for number, each in enumerate(names, 1))
    return [Paragraph(Kind.ATTACHMENT, f"附件：{first}"), *(text(f"　　　{each}") for each in others)]
