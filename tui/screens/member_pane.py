"""Everything about a member as plain text, and the pane that shows it beside a list or a card."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from rich.text import Text

from tui.rules.checks import Verdict
from tui.rules.dates import years_between
from tui.rules.focus_groups import suggest
from tui.rules.identity import mask_value
from tui.rules.letter_states import CLOSINGS
from tui.screens.check_text import add_records, add_suggestions
from tui.screens.field_text import finding_sentence, label, shown
from tui.store.queries.members import MemberCard, StageReview
from tui.text import clean
from tui.widgets.textpage import TextPage

_FIELDS: Final = (
    "idno", "sex", "birth", "nation", "native", "category", "joined", "full_at", "membership", "education", "work",
    "post", "number", "phone", "landline", "address", "dues_to", "active_on", "archive_at", "joining_form",
    "application", "political_review", "full_application", "training_record", "lost", "lost_on", "floating",
    "floating_to", "note",
)  # fmt: skip


def member_text(card: MemberCard, as_of: str, revealed: Mapping[str, str] | None = None) -> Text:
    """The member's page; ages are counted to ``as_of``. ID number and phones are masked unless ``revealed``."""
    revealed = revealed or {}
    fields = card.fields
    text = Text(overflow="fold")
    text.append(clean(fields["name"]), "bold")
    text.append(f"  {ages(fields, as_of)}\n{clean(' › '.join(card.path))}\n对象类别：{card.ground.label}\n")
    for line in card.disposals:
        text.append(f"组织处置：{clean(line)}\n", "bold")
    for review in card.reviews:
        _add_review(text, review)
    if card.findings:
        text.append("\n发现的问题（供核对）\n", "bold")
        for code in card.findings:
            text.append(f"! {finding_sentence(code)}\n")
    add_suggestions(text, card)
    add_records(text, card)
    add_record(text, card, revealed)
    return text


def add_record(text: Text, card: MemberCard, revealed: Mapping[str, str]) -> None:
    """His focus groups, what the roster and the ledgers have of him; ID number and phones are masked unless
    ``revealed``."""
    _add_groups(text, card)
    fields = card.fields
    text.append("\n名册记载\n", "bold")
    for name in _FIELDS:
        if value := fields.get(name):
            said = "名册备注" if name == "note" else label(name)
            text.append(f"{said}：{clean(revealed[name]) if name in revealed else shown(name, value)}\n")
    for header, value in card.extra.items():
        text.append(f"{clean(header)}：{clean(value)}\n", "dim")
    _add_ledgers(text, card)


def ages(fields: Mapping[str, str], as_of: str) -> str:
    """Age and 党龄 as of a date, where they are known."""
    parts = []
    if fields.get("birth"):
        parts.append(f"{years_between(fields['birth'], as_of)}岁")
    if fields.get("full_at"):
        parts.append(f"党龄{years_between(fields['full_at'], as_of)}年")
    return " ".join(parts)


def _add_review(text: Text, review: StageReview) -> None:
    text.append(f"\n{review.stage.label}\n", "bold")
    for given in review.verdicts:
        how = f"（{given.given.label}，{clean(given.by or '')}）" if given.given else ""
        style = "" if given.verdict is not Verdict.UNCHECKED else "dim"
        text.append(
            f"{given.check.number} {given.check.label} {given.verdict.mark} {given.verdict.label}{how}\n", style
        )
    if review.note:
        text.append(f"备注：{clean(review.note)}\n")
    if review.at:
        moment = datetime.fromtimestamp(review.at).astimezone()
        text.append(f"最近一次：{moment:%Y-%m-%d %H:%M}\n", "dim")


def _add_groups(text: Text, card: MemberCard) -> None:
    """The focus groups that the member stands in, and those that his record suggests."""
    given = {group for group, _ in card.groups}
    suggested = [each for each in suggest(card.fields, card.extra) if each.group not in given]
    if given or suggested:
        text.append("\n重点群体\n", "bold")
    for group, _basis in card.groups:
        text.append(f"● {group.label}\n")
    for each in suggested:
        said = "名册备注" if each.column == "note" else label(each.column)
        text.append(f"○ 建议列入：{each.group.label}（{clean(said)}写有“{clean(each.word)}”）\n", "dim")


def _add_ledgers(text: Text, card: MemberCard) -> None:
    """Letters, dues paid, and where the record came from."""
    for letter in card.letters:
        which = "转出介绍信" if letter.direction == "out" else "转入介绍信"
        text.append(f"\n{which} {clean(letter.number or '')}\n", "bold")
        ended = CLOSINGS.get(letter.closed or "")
        received = letter.receipt_on or ended or (shown("receipt", letter.receipt) if letter.receipt else "")
        told = {
            "开具日期": letter.issued, "转出单位": letter.from_unit if letter.direction == "in" else None,
            "转入单位": letter.to_unit or letter.heading,
            "有效期": f"{letter.valid_days}天" if letter.valid_days else None, "到达日期": letter.arrived_on,
            "回执": received, "备注": letter.note,
        }  # fmt: skip
        for name, value in told.items():
            if value:
                text.append(f"{name}：{clean(value)}\n")
    if card.payments:
        text.append("\n党费缴纳\n", "bold")
    for payment in card.payments:
        months = " 至 ".join(filter(None, (payment.first_month, payment.last_month)))
        amount = shown("amount", str(payment.fen)) if payment.fen is not None else ""
        text.append(f"{clean(' '.join(filter(None, (months, amount, payment.reason))))}\n")
    if card.origins:
        text.append("\n记载来源\n", "bold")
    for origin in card.origins:
        day = datetime.fromtimestamp(origin.at).astimezone()
        text.append(f"{day:%Y-%m-%d} {clean(origin.file)}·{clean(origin.sheet)} 第{origin.place}行\n", "dim")
        for header, original in origin.texts.items():
            text.append(f"  {clean(header)}原写：{clean(mask_value(original))}\n", "dim")


class MemberPane(TextPage):
    """The member's page, scrolling."""

    DEFAULT_CSS = """
    MemberPane { padding: 0 1; }
    """

    def show(self, card: MemberCard | None, as_of: str, revealed: Mapping[str, str] | None = None) -> None:
        """Show a member; None leaves the pane empty."""
        self.fill(member_text(card, as_of, revealed) if card else Text())
