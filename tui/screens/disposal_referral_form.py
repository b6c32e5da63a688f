"""Clues of a breach of discipline or law: referring one, and recording the authority's receipt and what came of it."""

from concurrent.futures import Future
from functools import partial
from typing import Any, Final

from textual.app import App

from tui.rules.changes import Change
from tui.rules.check_items import AUTHORITY, Answers, Item, Kind
from tui.rules.disposal.ground_items import LONG
from tui.screens.acting import outcome
from tui.screens.disposal_form import DisposalForm, Entry, filled
from tui.screens.disposal_open import past_day
from tui.screens.sheet import Line
from tui.store.commands.disposal_referrals import refer_clue, settle_referral
from tui.store.images import MEMBER
from tui.store.queries.disposal_referrals import referral_of
from tui.store.queries.evidence import Of, bearer_name
from tui.store.vault import Vault

REFERRED: Final = (
    Item("authority", "移送机关", Kind.CHOICE, AUTHORITY), Item("receiver", "接收单位"),
    Item("on_day", "移送日期", Kind.DAY), Item("matter", "线索内容", limit=LONG),
    Item("materials", "移送材料（名称、份数）", limit=LONG), Item("document", "移交函文号"),
)  # fmt: skip
SETTLED: Final = (
    Item("receipt_on", "收到回执日期", Kind.DAY), Item("receipt", "回执（编号、存放处）"),
    Item("outcome_on", "结果日期", Kind.DAY), Item("result", "办理结果", limit=LONG),
)  # fmt: skip


async def refer(app: App[Any], vault: Vault, member: int, case: int | None) -> Change | None:
    """Record that a clue about the member went to an authority; None when the person thought better of it."""
    name = await outcome(vault.read(bearer_name, Of(MEMBER.name, member)))
    today = vault.session.clock().date().isoformat()

    def told(given: Answers) -> list[Line]:
        lines: list[Line] = [("线索移送", name), *filled(REFERRED, given)]
        waits = "该党员正在办理的处置须等待，结果记载后再办" if case is not None else "结果未回以前，该党员的处置须等待"
        return [*lines, ("写入以后", f"{waits}；移送不代替组织处置，组织处置也不代替党纪、法律处理")]

    def save(given: Answers) -> Future[Change]:
        return vault.write(
            refer_clue, member, case, given["authority"], given["receiver"], given["on_day"], matter=given["matter"],
            materials=given["materials"], document=given.get("document", ""),
        )  # fmt: skip

    entry = Entry(
        f"{name} · 违纪违法线索移送", "只记移送，不作处理。F5 核对后写入。", lambda _given: REFERRED,
        lambda _given: {item.key for item in REFERRED} - {"document"}, told, save, {"on_day": today},
        partial(past_day, today),
    )  # fmt: skip
    return await app.push_screen_wait(DisposalForm(entry))


async def settle(app: App[Any], vault: Vault, referral: int) -> Change | None:
    """Record the receipt or the outcome of a referral (row id); None when the person thought better of it."""
    row, name = await outcome(vault.read(referral_of, referral))
    today = vault.session.clock().date().isoformat()
    columns = {"receipt_on": "receipt_on", "receipt": "receipt", "outcome_on": "outcome_on", "result": "outcome"}
    known = {key: row[column] for key, column in columns.items() if row[column]}

    def told(given: Answers) -> list[Line]:
        about = f"{row['on_day']}移送{row['receiver']}：{row['matter']}"
        after = "结果已回，该党员的处置可以继续" if given.get("outcome_on") else "仍等待办理结果"
        return [("线索", about), *filled(SETTLED, given), ("写入以后", after)]

    def asked(given: Answers) -> set[str]:
        pairs = (("receipt_on", "receipt"), ("outcome_on", "result"))
        touched = [pair for pair in pairs if any(given.get(key) for key in pair)]
        return {key for pair in touched or pairs[:1] for key in pair}

    def wrong(item: Item, text: str, given: Answers) -> str:
        if why := past_day(today, item, text, given):
            return why
        return "早于移送日期" if item.kind is Kind.DAY and text < row["on_day"] else ""

    def save(given: Answers) -> Future[Change]:
        return vault.write(settle_referral, referral, **{item.key: given.get(item.key, "") for item in SETTLED})

    entry = Entry(
        f"{name} · 线索办理情况", f"{row['on_day']}移送{row['receiver']}。F5 核对后写入。", lambda _given: SETTLED,
        asked, told, save, known, wrong,
    )  # fmt: skip
    return await app.push_screen_wait(DisposalForm(entry))
