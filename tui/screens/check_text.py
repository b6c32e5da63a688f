"""What checks recorded and what they would come to, as plain text: for the member's page and the form of a check."""

from collections.abc import Iterator

from rich.text import Text

from tui.rules.check_items import Item, items, kept_spans
from tui.rules.checks import Check, Ground
from tui.rules.contact import last_contact, months_out
from tui.rules.dates import is_date
from tui.rules.identity import mask_phone
from tui.rules.letter_states import CLOSINGS
from tui.rules.situation_items import in_words as situation_in_words
from tui.rules.situations import kept_months
from tui.screens.field_text import label, shown
from tui.store.queries.check_records import StoredRecord
from tui.store.queries.check_sheets import CheckSheet
from tui.store.queries.members import MemberCard
from tui.text import clean

_PHONES = frozenset({"phone", "landline"})


def in_words(item: Item, answer: str, *, masked: bool = True) -> str:
    """An answer as people read it; a phone number is masked."""
    return mask_phone(answer) if masked and item.key in _PHONES else clean(item.words(answer))


def add_suggestions(text: Text, card: MemberCard) -> None:
    """What each check would come to, with its reason; nothing where nothing speaks about one."""
    if card.suggestions:
        text.append("\n建议结论（供核定）\n", "bold")
    for check in card.suggestions:
        for line in suggestion_lines(card, check):
            text.append(f"{check.number} {check.label} {line}\n")


def suggestion_lines(card: MemberCard, check: Check) -> Iterator[str]:
    """What a check would come to and why, in one line; none where nothing speaks about it."""
    if suggestion := card.suggestions.get(check):
        verdict, reason, evidence = suggestion
        yield f"建议{verdict.label}：{clean(reason)}（依据：{clean(evidence)}）"


def add_records(text: Text, card: MemberCard) -> None:
    """What checks recorded, one line for each answer."""
    for record in card.records:
        text.append(f"\n{record.stage.label}·{record.check.label}核查记录（{clean(record.by)}）\n", "bold")
        for line in record_lines(card, record):
            text.append(f"{line}\n")


def record_lines(card: MemberCard, record: StoredRecord) -> Iterator[str]:
    """The answers of a record and its note, a line each."""
    for item in items(record.check, category=card.fields.get("category"), ground=card.ground):
        if answer := record.answers.get(item.key):
            yield f"{item.label}：{in_words(item, answer)}"
    if record.note:
        yield f"说明：{clean(record.note)}"


def situation_lines(card: MemberCard) -> Iterator[str]:
    """Each situation that the ledger has of the member on one line, but those withdrawn."""
    for each in card.situations:
        if each.situation.withdrawn is None:
            yield clean(situation_in_words(each.situation))


def evidence_text(sheet: CheckSheet) -> Text:
    """What the vault holds that speaks about this check, the suggestion first."""
    text = Text(overflow="fold")
    if sheet.suggestion:
        verdict, reason, evidence = sheet.suggestion
        text.append(f"建议：{verdict.label}。{clean(reason)}（依据：{clean(evidence)}）\n", "bold")
    else:
        text.append("没有可供建议的依据，请核查后填写。\n", "bold")
    for line in _evidence(sheet):
        text.append(f"{line}\n")
    for record in sheet.card.records:
        if record.check is sheet.check and record.stage is not sheet.stage:
            told = "；".join(record_lines(sheet.card, record))
            text.append(f"{record.stage.label}（{clean(record.by)}）：{told}\n")
    return text


def _evidence(sheet: CheckSheet) -> Iterator[str]:
    card = sheet.card
    match sheet.check:
        case Check.ROSTER:
            yield _fields(card, "idno", "category", "joined", "full_at", "number", "address")
        case Check.ARCHIVE:
            yield _fields(card, "archive_at", "category", "joined", "full_at")
            if card.fields.get("category") == "probationary":
                yield "预备党员，不要求转正申请书。"
        case Check.DUES:
            yield from _dues(sheet)
        case Check.RECEIPT:
            yield from _letters(card)
        case Check.CONDUCT:
            yield _fields(card, "work", "post", "membership", "lost", "lost_on", "floating", "floating_to")


def _fields(card: MemberCard, *names: str) -> str:
    told = [f"{label(name)} {shown(name, card.fields[name])}" for name in names if card.fields.get(name)]
    return "名册：" + ("；".join(told) or "没有记载")


def _dues(sheet: CheckSheet) -> Iterator[str]:
    yield _fields(sheet.card, "dues_to", "active_on", "lost", "lost_on", "floating", "floating_to")
    for line in situation_lines(sheet.card):
        yield f"情形台账：{line}"
    kept = kept_spans(sheet.answers.get("kept", "")) or []
    kept += kept_months(each.situation for each in sheet.card.situations)
    for word, name in (("距最近交纳党费", "dues_to"), ("距最近参加活动", "active_on")):
        if is_date(last := sheet.card.fields.get(name, "")):
            months = months_out(last, sheet.as_of, kept)
            yield f"{word}：{months}个月（至{sheet.as_of}{'，已扣除保留组织关系的月份' if kept else ''}）"
    contact = last_contact(sheet.card.fields.get("dues_to"), sheet.card.fields.get("active_on"))
    if contact is not None:
        yield f"距最近一次联系（党费或活动）：{months_out(contact, sheet.as_of, kept)}个月"
    for payment in sheet.card.payments[-3:]:
        months_paid = " 至 ".join(filter(None, (payment.first_month, payment.last_month)))
        yield clean(f"交纳党费：{months_paid} {payment.reason or ''}".rstrip())


def _letters(card: MemberCard) -> Iterator[str]:
    if card.ground is Ground.IN_BRANCH:
        yield "正式组织关系在本支部；转出未收到回执的才需填写去向。"
    for letter in card.letters:
        way = "转出" if letter.direction == "out" else "转入"
        unit = letter.to_unit or letter.heading or letter.from_unit or ""
        ended = CLOSINGS.get(letter.closed or "")
        receipt = letter.receipt_on or ended or (shown("receipt", letter.receipt) if letter.receipt else "未收到")
        yield clean(f"{way}介绍信 {letter.number or '无编号'} {letter.issued or ''} {unit} 回执：{receipt}")
    if not card.letters:
        yield "登记中没有他的介绍信。"
