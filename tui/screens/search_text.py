"""A case of the search as plain text: one person's file, and the few words that lists show of it."""

import re
from collections.abc import Iterator
from typing import Final

from rich.text import Text

from tui.rules.check_items import Item
from tui.rules.identity import mask_phone
from tui.rules.search_cases import FACTS, NATURE, CaseOutcome, Origin, unfilled
from tui.rules.search_coverage import Coverage
from tui.screens.member_pane import ages
from tui.store.queries.search_cases import CaseFile, StoredAttempt, StoredRequest
from tui.text import clean

_NUMBER = re.compile(r"[0-9][0-9-]{5,}[0-9]")
_GROUNDS: Final = {
    Origin.SILENCE: "没交党费、没参加活动",
    Origin.LETTER: "未收到回执",
    Origin.STATED: "支部掌握",
}
REQUEST_STATES: Final = {"filed": "待发函", "sent": "待答复", "answered": "已答复", "withdrawn": "已撤回"}
"""Of requests to offices."""


def masked(text: str) -> str:
    """A text of the file with telephone numbers masked."""
    return _NUMBER.sub(lambda found: mask_phone(found[0]), clean(text))


def ground_words(origin: Origin) -> str:
    """What a search is suggested or a case was opened from, for a list."""
    return _GROUNDS[origin]


def lacking(coverage: Coverage) -> str:
    """What is still missing, in a phrase."""
    return "；".join(coverage.lacking) if coverage.lacking else "方式、次数、时间已达到要求"


def short_lacking(coverage: Coverage) -> str:
    """The same in a column: '还差 直1部2 30天'."""
    if coverage.full:
        return "已达到要求"
    asked = "先问接收单位 " if coverage.from_letter and not coverage.asked_receiver else ""
    wanted = coverage.minimums
    short = [wanted.per_way - times for times in coverage.times.values()]
    ways = "".join(f"{mark}{count}" for mark, count in zip("直人部他", short, strict=True) if count > 0)
    ways = ways if coverage.ways < wanted.ways else ""
    days = f"{wanted.days - coverage.days}天" if coverage.days < wanted.days else ""
    return f"{asked}还差 {' '.join(filter(None, (ways, days)))}"


def file_text(file: CaseFile, as_of: str) -> Text:
    """Everything that the file holds."""
    text = head_text(file, as_of)
    for title, items in (("失联情况", FACTS), ("失联性质认定表", NATURE)):
        _section(text, title, _answers(file, items))
    _section(text, "查找记录", (attempt_line(each) for each in file.attempts))
    _section(text, "部门查找", (request_line(each) for each in file.requests))
    _section(
        text,
        "重新查找",
        (
            f"{each.reopened_on} 重新查找：{clean(each.reason)}（原结果：{each.outcome_on} {each.outcome.label}）"
            for each in file.reopenings
        ),
    )
    return text


def head_text(file: CaseFile, as_of: str) -> Text:
    """Who it is, where the case stands and what it still wants: a few lines."""
    facts, member = file.facts, file.member
    text = Text(overflow="fold")
    text.append(clean(member["name"] or ""), "bold")
    text.append(f"  {ages({name: value for name, value in member.items() if value}, as_of)}")
    text.append(f"\n{clean(' › '.join(file.path))}\n")
    opened = f"{facts['opened_on']} 开案：{file.origin.label}"
    if facts["letter_number"] or facts["letter_to"]:
        called = " ".join(filter(None, (facts["letter_number"], facts["letter_on"], facts["letter_to"])))
        opened += f"（介绍信 {clean(called)}）"
    text.append(opened + (f"；{clean(facts['opened_why'])}" if facts["opened_why"] else "") + "\n")
    last = facts["last_contact"] or "不清楚"
    text.append(f"最近一次交纳党费或参加组织生活：{last}\n")
    if facts["withdrawn_on"]:
        text.append(f"已撤销开案（{facts['withdrawn_on']}）：{clean(facts['withdrawn_why'] or '')}\n", "bold")
    elif file.outcome is not None:
        by = f"，{clean(facts['stated_by'])}" if facts["stated_by"] else ""
        text.append(f"结果：{facts['outcome_on']} {file.outcome.label}{by}\n", "bold")
        text.append(f"依据：{clean(facts['outcome_why'] or '')}\n")
        for found in file.findings:
            text.append(f"! {found.sentence}\n")
    else:
        text.append("结果：查找中\n", "bold")
    searching = file.outcome is None or file.outcome is CaseOutcome.UNREACHABLE  # else nothing is lacking any more
    text.append(f"查找：{file.coverage.bar}  {lacking(file.coverage) if searching else ''}\n")
    text.append(f"要求：{file.coverage.minimums.words}\n", "dim")
    wanted = list(unfilled(facts))
    if wanted:
        text.append(f"两张登记表还缺：{'、'.join(wanted)}\n", "dim")
    return text


def _answers(file: CaseFile, items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        if value := file.facts[item.key]:
            yield f"{item.label}：{masked(item.words(value))}"


def _section(text: Text, title: str, lines: Iterator[str]) -> None:
    told = list(lines)
    text.append(f"\n{title}\n", "bold")
    for line in told or ["（没有）"]:
        text.append(f"{line}\n")


def attempt_line(made: StoredAttempt) -> str:
    """A search in one line."""
    parts = [made.on, clean(made.searched_by), made.channel.words, made.result.label, masked(made.contact)]
    parts += [masked(made.said), f"依据：{clean(made.evidence)}" if made.evidence else ""]
    line = "  ".join(part for part in parts if part)
    return f"{line}  [已撤回：{clean(made.withdrawn_why or '')}]" if made.withdrawn_on else line


def request_line(request: StoredRequest) -> str:
    """A request to an office in one line."""
    line = (
        f"{request.asked_on}  提请{request.office.label}（{clean(request.asked_by)}）  {REQUEST_STATES[request.state]}"
    )
    if request.letter_number:
        line += f"  {clean(request.letter_number)}（{request.sent_on}）"
    if request.answer:
        line += f"  {request.answered_on} {'查到' if request.answer == 'hit' else '没有查到'}"
        line += f"：{masked(request.answer_text)}" if request.answer_text else ""
    return line
