"""The focused card as plain text: what is missing, the five checks of both stages side by side, their evidence."""

from collections.abc import Iterator
from datetime import datetime

from rich.text import Text

from tui.rules.checks import Check, Ground, Stage, Verdict
from tui.rules.letter_states import CLOSINGS
from tui.rules.required import missing
from tui.screens.check_text import record_lines, situation_lines, suggestion_lines
from tui.screens.field_text import finding_sentence, label, shown
from tui.store.queries.focused import FocusedCard
from tui.store.queries.letters import StoredLetter
from tui.store.queries.members import GivenVerdict
from tui.text import clean, fit, width

_LABELLED = 8
"""Cells of a row's label."""
_HANGING = "  "
"""What goes before the evidence of a check, and before each further line of a text that is longer than a line."""
_BREAKS = ("；", "、", "，")
_STANDS_FOR = {
    Check.ROSTER: (
        "name", "sex", "birth", "nation", "native", "idno", "category", "joined", "full_at", "phone", "landline",
        "address",
    ),
    Check.ARCHIVE: (
        "archive_at", "joining_form", "application", "political_review", "full_application", "training_record",
    ),
    Check.DUES: ("dues_to", "active_on", "lost", "lost_on", "floating", "floating_to"),
    Check.RECEIPT: (),
    Check.CONDUCT: (),
}  # fmt: skip
"""Fields of the record that are evidence of a check."""


def checks_text(focused: FocusedCard, check: Check, stage: Stage, room: int) -> Text:
    """The card for a page ``room`` cells wide; the check in hand comes first and is marked."""
    text = Text(overflow="fold")
    _add_missing(text, focused, check, room)
    for line in focused.card.disposals:
        _add_lines(text, f"组织处置：{clean(line)}", room, "bold")
    _add_table(text, focused, check, stage, room)
    for review in focused.card.reviews:
        if review.note:
            _add_lines(text, f"{review.stage.label}备注：{clean(review.note)}", room)
    for each in (check, *(other for other in Check if other is not check)):
        _add_evidence(text, focused, each, room, in_hand=each is check)
    return text


def _add_lines(text: Text, line: str, room: int, style: str = "") -> None:
    """A line broken where it is full: after an item of a list if one ends in its second half, else anywhere.

    The console would break Chinese at spaces alone.
    """
    held = ""
    for char in line:
        if width(held + char) > room:
            end = max(held.rfind(mark) for mark in _BREAKS) + 1
            end = end if 2 * width(held[:end]) > room else len(held)
            text.append(f"{held[:end]}\n", style)
            held = _HANGING + held[end:]
        held += char
    text.append(f"{held}\n", style)


def _add_missing(text: Text, focused: FocusedCard, check: Check, room: int) -> None:
    fields = focused.card.fields
    wanting = {each: missing(fields, each) for each in (check, *(other for other in Check if other is not check))}
    for each, names in wanting.items():
        if names:
            _add_lines(
                text, f"缺项（{each.label}）：{'、'.join(map(label, names))}", room, "bold" if each is check else ""
            )
    if not any(wanting.values()):
        text.append("应填项目没有缺项。\n", "dim")


def _add_table(text: Text, focused: FocusedCard, check: Check, stage: Stage, room: int) -> None:
    column = max(10, (room - _LABELLED) // 2)
    text.append(" " * _LABELLED)
    for column_of in Stage:
        text.append(fit(column_of.label, column), "bold reverse" if column_of is stage else "bold")
    text.append("\n")
    for each in Check:
        text.append(fit(f"{'▸' if each is check else ' '}{each.number} {each.label}", _LABELLED), "bold")
        for review in focused.card.reviews:
            given = review.verdicts[each.number - 1]
            text.append(fit(_told(given, focused, review.stage), column), _style(given.verdict))
        text.append("\n")


def _told(given: GivenVerdict, focused: FocusedCard, stage: Stage) -> str:
    parts = [given.verdict.mark, given.verdict.label]
    if given.given:
        parts += [given.given.label, clean(given.by or "")]
        if at := focused.times.get((stage, given.check)):
            parts.append(f"{datetime.fromtimestamp(at).astimezone():%Y-%m-%d %H:%M}")
    return " ".join(parts)


def _style(verdict: Verdict) -> str:
    return "dim" if verdict is Verdict.UNCHECKED else ""


def _add_evidence(text: Text, focused: FocusedCard, check: Check, room: int, *, in_hand: bool) -> None:
    text.append(f"\n{'▸' if in_hand else ' '}{check.number} {check.title}\n", "bold" if in_hand else "")
    style = "" if in_hand else "dim"
    card = focused.card
    lines = [*suggestion_lines(card, check), *_findings(focused, check), *_evidence(focused, check)]
    for record in card.records:
        if record.check is check:
            told = "；".join(record_lines(card, record))
            lines.append(f"{record.stage.label}记录（{clean(record.by)}）：{told}")
    for line in lines or ["本库没有这项核查的材料。"]:
        _add_lines(text, f"{_HANGING}{line}", room, style)


def _findings(focused: FocusedCard, check: Check) -> Iterator[str]:
    for code in focused.findings[check]:
        yield f"! {finding_sentence(code)}"


def _evidence(focused: FocusedCard, check: Check) -> Iterator[str]:
    """What the vault holds for a check, a line each; nothing where there is nothing."""
    card = focused.card
    held = [f"{label(name)} {shown(name, card.fields[name])}" for name in _STANDS_FOR[check] if card.fields.get(name)]
    if held:
        yield "；".join(held)
    match check:
        case Check.ROSTER:
            for origin in card.origins:
                day = datetime.fromtimestamp(origin.at).astimezone()
                yield f"来源：{day:%Y-%m-%d} {clean(origin.file)}·{clean(origin.sheet)} 第{origin.place}行"
        case Check.DUES:
            for line in situation_lines(card):
                yield f"情形：{line}"
            for payment in card.payments:
                months = " 至 ".join(dict.fromkeys(filter(None, (payment.first_month, payment.last_month))))
                amount = shown("amount", str(payment.fen)) if payment.fen is not None else ""
                yield clean(
                    f"{payment.kind or '交纳'}党费：" + " ".join(filter(None, (months, amount, payment.reason)))
                )
        case Check.RECEIPT:
            if card.ground is Ground.OUT_WITHOUT_RECEIPT or card.letters:
                yield f"对象类别：{card.ground.label}"
            for letter in card.letters:
                yield clean(_letter(letter))


def _letter(letter: StoredLetter) -> str:
    which = "转出介绍信" if letter.direction == "out" else "转入介绍信"
    whereto = letter.from_unit if letter.direction == "in" else letter.to_unit or letter.heading
    ended = CLOSINGS.get(letter.closed or "")
    received = letter.receipt_on or ended or (shown("receipt", letter.receipt) if letter.receipt else "未收到")
    told = (letter.number, letter.issued, whereto, f"回执{received}" if letter.direction == "out" else None)
    return f"{which}：" + " ".join(filter(None, told))
