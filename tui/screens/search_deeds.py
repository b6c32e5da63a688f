"""What the screens of the search ask before they give a command: lines of searches, outcomes, days and reasons."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from textual.app import App

from tui.rules.changes import Change
from tui.rules.search_cases import CaseOutcome, unstated
from tui.rules.search_entry import CHANNELS, RESULTS, read_line
from tui.rules.searches import Channel, Result
from tui.screens.acting import outcome
from tui.screens.dialogs import AskText
from tui.screens.pick import Pick
from tui.store.commands.search_outcomes import reopen, settle, withdraw_case
from tui.store.commands.searches import AttemptEntry
from tui.store.queries.search_cases import CaseFile
from tui.store.queries.situations import lost_since
from tui.store.vault import Vault

_LINE_LIMIT: Final = 300
_DAY_LIMIT: Final = 10
WITHDRAW: Final = "开错了案，撤销开案"


_SHORT: Final = {
    Channel.PHONE: "电话", Channel.SMS: "短信", Channel.VISIT: "走访", Channel.ACQUAINTANCES: "知情人",
    Channel.MARKET: "工商", Channel.INTERNET: "网络", Channel.TELECOM: "电信", Channel.LINE_12371: "热线",
    Channel.HOME_DEPARTMENT: "原籍", Channel.BRANCH_MEMBERS: "支部党员", Channel.RECEIVING_UNIT: "接收单位",
    Result.NO_ANSWER: "没联系上", Result.WRONG_NUMBER: "号码不对", Result.NOTHING: "没查到", Result.CLUE: "线索",
    Result.LANDED: "称已落实", Result.NOT_LANDED: "称没落实",
}  # fmt: skip
"""What stands in the question where the whole name would be too long."""


def _short(each: Channel | Result) -> str:
    return _SHORT.get(each, each.label)


_CODES: Final = "渠道 {}。结果 {}。".format(
    " ".join(f"{number}{_short(channel)}" for number, channel in CHANNELS.items()),
    " ".join(f"{number}{_short(result)}" for number, result in RESULTS.items()),
)


@dataclass(slots=True)
class Searcher:
    """Who searched, as the last line named him; he stays until another is named."""

    name: str


async def ask_attempts(
    app: App[Any],
    whom: str,
    searcher: Searcher,
    today: date,
    write: Callable[[AttemptEntry], Awaitable[str]],
    *,
    once: bool,
) -> int:
    """Ask for lines until Esc (for one line if ``once``) and write each; gives how many were written.

    ``write`` gives the sentence of what came of it, which stands above the next line.
    """
    told, typed, written = f"{whom}（查找人{searcher.name}，换人写@姓名）", "", 0
    while True:
        question = f"{told.rstrip('。')}。请写：日期 渠道 结果 联系对象 情况 #依据。{_CODES}"
        line = await app.push_screen_wait(AskText(question, typed, limit=_LINE_LIMIT))
        if line is None or not line.strip():
            return written
        read = read_line(line, today)
        if isinstance(read, str):
            told, typed = read, line
            continue
        searcher.name = read.searched_by or searcher.name
        entry = AttemptEntry(read.on, searcher.name, read.channel, read.result, read.contact, read.said, read.evidence)
        told, typed = await write(entry), ""
        written += 1
        if once:
            return written


@dataclass(frozen=True, slots=True)
class Ending:
    """What a search is to end with; ``outcome`` is None to withdraw the case."""

    outcome: CaseOutcome | None
    on: str
    why: str


def not_yet(outcome: CaseOutcome, file: CaseFile) -> str:
    """What the file lacks for this outcome and where it is filled in, told before day and basis are asked for; ''
    when nothing is missing."""
    parts = []
    if lacking := unstated(outcome, file.facts):
        key = "F4" if outcome is CaseOutcome.UNREACHABLE else "F6"
        parts.append(f"缺少{'、'.join(lacking)}（一人一档中按{key}填写）")
    if outcome is CaseOutcome.UNREACHABLE and not file.coverage.full:
        parts.append("、".join(file.coverage.lacking))
    return f"还不能记为“{outcome.label}”：{'；'.join(parts)}。" if parts else ""


async def ask_ending(app: App[Any], file: CaseFile, today: str) -> Ending | str | None:
    """Ask for outcome, day and what it rests on; None when left, a sentence where the file is not ready for it."""
    name = file.member["name"] or ""
    outcomes = list(CaseOutcome)
    chosen = await app.push_screen_wait(Pick(f"{name} 查找结果：", [*(o.label for o in outcomes), WITHDRAW]))
    if chosen is None:
        return None
    if chosen == len(outcomes):
        why = await app.push_screen_wait(AskText(f"{name} 撤销开案的原因："))
        return None if why is None else Ending(None, today, why)
    wanted = outcomes[chosen]
    if sentence := not_yet(wanted, file):
        return sentence
    on = await app.push_screen_wait(AskText(f"{name} {wanted.label}，查找结束日期：", today, limit=_DAY_LIMIT))
    if on is None:
        return None
    why = await app.push_screen_wait(AskText(f"{name} {wanted.label}，依据（怎样联系上、凭什么认定）："))
    return None if why is None else Ending(wanted, on, why)


async def ask_reopening(app: App[Any], name: str, today: str) -> tuple[str, str] | None:
    """Ask for the day and the reason of searching again; None when left."""
    on = await app.push_screen_wait(AskText(f"{name} 已经了结，重新查找的日期：", today, limit=_DAY_LIMIT))
    if on is None:
        return None
    why = await app.push_screen_wait(AskText(f"{name} 重新查找的原因："))
    return None if why is None else (on, why)


async def ask_office(app: App[Any], offices: tuple[Channel, ...]) -> Channel | None:
    """Ask which office; None when left."""
    chosen = await app.push_screen_wait(Pick("提请哪个部门查找：", [office.label for office in offices]))
    return None if chosen is None else offices[chosen]


async def end_or_reopen(app: App[Any], vault: Vault, file: CaseFile) -> Change | str | None:
    """End the search of a case, or open it again where it has ended; None when left, a sentence where the file is not
    ready. ``Failure``."""
    name, today = file.member["name"] or "", vault.session.clock().date().isoformat()
    if file.outcome is not None:
        again = await ask_reopening(app, name, today)
        return None if again is None else await outcome(vault.write(reopen, file.case, *again))
    ending = await ask_ending(app, file, today)
    if ending is None or isinstance(ending, str):
        return ending
    if ending.outcome is None:
        return await outcome(vault.write(withdraw_case, file.case, ending.why))
    end_lost = False
    if ending.outcome is CaseOutcome.FOUND:
        answer = await _ask_lost(app, vault, file, ending.on)
        if answer is None:
            return None
        end_lost = answer
    return await outcome(vault.write(settle, file.case, ending.outcome, ending.on, ending.why, end_lost=end_lost))


async def _ask_lost(app: App[Any], vault: Vault, file: CaseFile, on: str) -> bool | None:
    """Where the ledger of situations still counts him as lost: whether that ends too; None when left."""
    found = await outcome(vault.read(lost_since, file.facts["member"], on))
    if not found:
        return False
    since = next(iter(found.values()))
    question = f"{file.member['name']} 在情形台账中仍列为失联党员{f'（自{since}）' if since else ''}，是否一并了结："
    chosen = await app.push_screen_wait(Pick(question, [f"一并了结，结束日期{on}", "不了结，仍列为失联党员"]))
    return None if chosen is None else chosen == 0
