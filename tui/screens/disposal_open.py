"""Opening a case of 组织处置: first the kind, then the grounds; and taking a case back."""

from functools import partial
from typing import Any

from textual.app import App

from tui.rules.changes import Change
from tui.rules.check_items import Answers, Item, Kind
from tui.rules.disposal.ground_items import OPENING, ground_items, ground_keys, needed_keys
from tui.rules.disposal.register import Origin
from tui.screens.acting import outcome
from tui.screens.dialogs import AskText
from tui.screens.disposal_form import DisposalForm, Entry, filled
from tui.screens.disposal_words import choice_words, clash_lines, kind_lines
from tui.screens.pick import Pick
from tui.screens.sheet import Line, SheetScreen
from tui.store.commands.disposal_cases import Ground, open_case, withdraw_case
from tui.store.queries.disposal_case import case_file
from tui.store.queries.disposal_kinds import Kind as KindOf
from tui.store.queries.disposal_kinds import KindsOf, kinds_of
from tui.store.vault import Vault
from tui.text import clean

_BY_RECORD = "登记簿记载，不能填写、不能改："
_HEAD = "逐项在下面写明事实、核实人、日期和证据："
LONGEST_REASON = 500


async def open_disposal(app: App[Any], vault: Vault, member: int, origin: Origin | None = None) -> Change | None:
    """Choose a kind for the member, state its grounds and open the case; None when the person thought better of it."""
    session = vault.session
    today = session.clock().date()
    found = await outcome(vault.read(kinds_of, session.unit, session.campaign, member, today, origin))
    if found.barred:
        await app.push_screen_wait(SheetScreen(f"{found.name}：现在不能立案", [("理由", found.barred.label)]))
        return None
    kind = await pick_kind(app, found)
    return await app.push_screen_wait(DisposalForm(opening(vault, found, kind))) if kind else None


async def pick_kind(app: App[Any], found: KindsOf) -> KindOf | None:
    """One of the kinds that may be opened; what may not is explained. None when left by Esc."""
    question = f"{found.name}：选择处置方式（程序不替您选择；不能办理的也列出，回车看理由）"
    place: int | None = None
    while True:
        place = await app.push_screen_wait(Pick(question, [choice_words(found, each) for each in found.kinds], place))
        if place is None:
            return None
        kind = found.kinds[place]
        if kind.open:
            return kind
        title = f"{found.name}：现在不能办理“{kind.procedure.label}”"
        await app.push_screen_wait(SheetScreen(title, kind_lines(found, kind)))


def opening(vault: Vault, found: KindsOf, kind: KindOf) -> Entry:
    """The form of a case to be opened."""
    today = found.today.isoformat()
    stated = kind.stated
    answers = {f"fact.{place}": fact.label for place, fact in enumerate(stated, 1)}
    answers |= {f"shown.{place}": f"{each.fact.label}：{each.said}" for place, each in enumerate(kind.shown, 1)}
    fixed = {key: f"{_HEAD if key.startswith('fact') else _BY_RECORD}{words}。" for key, words in answers.items()}
    answers["opened_on"] = today
    if found.origin:
        answers |= {"origin": found.origin.value, "source": found.source}
    records = [Item(f"shown.{place}", f"登记簿记载{place}") for place, _ in enumerate(kind.shown, 1)]

    def items(given: Answers) -> list[Item]:
        return [*OPENING, *records, *ground_items(stated, given)]

    def told(given: Answers) -> list[Line]:
        lines: list[Line] = [("将要立案", f"{found.name}，{kind.procedure.label}（本批次执行{found.policy}年政策）")]
        lines += [("依据", basis) for basis in kind.procedure.basis]
        lines += filled(items(given), given)
        first = kind.procedure.steps[0]
        return [
            *lines,
            *clash_lines(found, kind),
            ("立案以后", f"按程序逐步办理，共{len(kind.procedure.steps)}步，第一步：{first.label}；名册不变"),
        ]

    def save(given: Answers) -> Any:
        grounds = [
            Ground(code, *(given[f"{code}.{part}"] for part in ("said", "who", "on_day", "evidence")))
            for code in ground_keys(stated, given)
        ]
        return vault.write(
            open_case, found.member, kind.procedure.key, given["opened_on"], Origin(given["origin"]), given["source"],
            grounds,
        )  # fmt: skip

    return Entry(
        f"{found.name} · 立案：{kind.procedure.label}", "回车填写，空格换选项；F5 核对后立案。", items,
        partial(needed_keys, stated), told, save, answers, partial(_wrong, today), fixed=fixed,
    )  # fmt: skip


def _wrong(today: str, item: Item, text: str, given: Answers) -> str:
    """Why a text cannot stand at a line: what a case is opened on was found by then."""
    if why := past_day(today, item, text, given):
        return why
    opened = given.get("opened_on", today)
    return f"晚于立案日期{opened}" if item.kind is Kind.DAY and item.key != "opened_on" and text > opened else ""


def past_day(today: str, item: Item, text: str, _answers: Answers) -> str:
    """Why a text is no day on which something was done, '' if it is one or the item is no day."""
    if item.kind is not Kind.DAY:
        return ""
    return "晚于今天" if text > today else ""


async def withdraw_disposal(app: App[Any], vault: Vault, case: int) -> Change | None:
    """Ask why, and take the case back; None when the person thought better of it."""
    found = await outcome(vault.read(case_file, vault.session.unit, case))
    question = f"撤销{found.member['name']}的立案（{found.label}）：已记的步骤留存，不再办理。撤销的原因："
    why: str | None = ""
    while why is not None and not (why := clean(why).strip()):
        why = await app.push_screen_wait(AskText(question, limit=LONGEST_REASON))
        question = "撤销立案须写明原因。撤销的原因："
    if why is None:
        return None
    today = vault.session.clock().date().isoformat()
    return await outcome(vault.write(withdraw_case, case, today, why))
