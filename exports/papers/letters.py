"""What letters to other units have alike: their head and their end, in the order of GB/T 9704-2012, 7.3."""

from collections.abc import Sequence

from exports.papers.facts import Issue
from exports.papers.page import Kind, Paragraph, Part, Signature


def letter_head(issue: Issue, title: str, addressee: str) -> list[Part]:
    """发文字号 where there is one, title, 主送."""
    number = [Paragraph(Kind.NUMBER, issue.number)] if issue.number else []
    return [*number, Paragraph(Kind.TITLE, title), Paragraph(Kind.ADDRESSEE, f"{addressee}：")]


def letter_end(issue: Issue, attachments: Sequence[str] = ()) -> list[Part]:
    """附件说明 where there are any, 落款 and 成文日期, who answers questions as 附注."""
    asked = "，".join(
        f"{label}：{words}" for label, words in (("联系人", issue.contact), ("联系电话", issue.phone)) if words
    )
    remark = [Paragraph(Kind.REMARK, f"（{asked}）")] if asked else []
    return [*_listed(attachments), Signature(issue.unit, issue.day), *remark]


def annex(title: str, number: str = "") -> list[Part]:
    """Begin an 附件 on a page of its own."""
    return [Paragraph(Kind.ANNEX, f"附件{number}"), Paragraph(Kind.ANNEX_TITLE, title)]


def _listed(attachments: Sequence[str]) -> list[Part]:
    if len(attachments) < 2:
        return [Paragraph(Kind.ATTACHMENT, f"附件：{each}") for each in attachments]
    first, *others = (f"{number}. {each}" for number, each in enumerate(attachments, 1))
    return [
        Paragraph(Kind.ATTACHMENT, f"附件：{first}"),
        *(Paragraph(Kind.TEXT, f"　　　{each}") for each in others),
    ]
