"""移交线索函: hands a clue of a breach of discipline or law to the authority that deals with it, with the materials.

Source: 《党员组织关系排查有关问题说明》四 (不能用组织处置代替党纪处分或法律制裁，应将有关线索提供给纪检、公安等部门，
由其依纪依法作出处理). No layout is printed there: wording and tables are ours, the page is that of GB/T 9704-2012.
"""

import re

from exports.papers.disposal_text import (
    attached,
    day,
    sentence,
    text,
)
from exports.papers.disposal_wording import BLANK
from exports.papers.facts import MARKING, Person
from exports.papers.letters import annex
from exports.papers.page import Kind, Paragraph, Part, Signature, paper_file, table
from tui.store.queries.disposal_papers import DisposalPaper
from tui.store.queries.referral_letters import ReferralLetter

LIST = "移交材料清单"
RECEIPT = "线索移交回执"
_HEADERS = ("序号", "材料名称", "份数", "页数", "备注")
_WIDTHS = (16.0, 76.0, 18.0, 18.0, 28.0)
_APART = re.compile(r"[；;\n]|、(?![^（(]*[）)])")
"""Between materials; an enumeration in brackets belongs to one of them."""


def referral_bytes(paper: DisposalPaper) -> bytes:
    """The letter among the papers of a case; ValueError for a paper that refers no clue."""
    matter, referral = paper.matter, paper.referral
    if referral is None:
        raise ValueError(paper.name)
    return referral_letter_bytes(
        ReferralLetter(matter.as_of, matter.own, matter.member_number, matter.member, matter.branch, referral)
    )


def referral_letter_bytes(letter: ReferralLetter) -> bytes:
    """The .docx file of a letter; the list of the materials and the receipt to be sent back are its annexes."""
    referral, found = letter.referral, Person.of(letter.member, letter.branch)
    title = f"关于移交{found.name}有关线索的函"
    materials = listed(referral.materials)
    number = referral.document or f"{BLANK}〔____〕__号"
    parts: list[Part] = [
        Paragraph(Kind.NUMBER, number),
        Paragraph(Kind.TITLE, title),
        Paragraph(Kind.ADDRESSEE, f"{referral.receiver}："),
        text(
            f"在党员组织关系排查中，发现{letter.branch}{found.name}（公民身份证号{found.idno or BLANK}）的有关线索："
            f"{sentence(referral.matter)}"
        ),
        text(
            "根据“不能用组织处置代替党纪处分或法律制裁，应将有关线索提供给纪检、公安等部门，由其依纪依法作出处理”的要求，"
            f"现将上述线索和有关材料（{len(materials)}项）移交你单位。"
        ),
        text("请查收，将回执寄回我单位；办理结果请函告我单位。"),
        *attached((LIST, RECEIPT)),
        Signature(letter.own, referral.on),
        Paragraph(Kind.REMARK, f"（联系人：{BLANK}，联系电话：{BLANK}）"),
        *annex(LIST, "1"),
        table(_WIDTHS, _HEADERS, [(str(n), each, "", "", "") for n, each in enumerate(materials, 1)], 12),
        *annex(RECEIPT, "2"),
        Paragraph(Kind.ADDRESSEE, f"{letter.own}："),
        text(f"你单位{day(referral.on)}移交的{found.name}有关线索和材料{len(materials)}项，已于{day('')}收到。"),
        text(f"接收人（签字）：{BLANK * 2}"),
        Signature(referral.receiver, ""),
    ]
    return paper_file(title, parts, letter.as_of, marking=MARKING)


def listed(materials: str) -> list[str]:
    """The materials one by one."""
    return [each.strip(" 。") for each in _APART.split(materials) if each.strip(" 。")]
