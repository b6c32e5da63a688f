"""Entering a disposal that was decided before the program, with what is known of it."""

from concurrent.futures import Future
from functools import partial
from typing import Any, Final

from textual.app import App

from tui.rules.changes import Change
from tui.rules.check_items import Answers, Item, Kind
from tui.rules.checks import Refusal
from tui.rules.disposal.ground_items import LONG
from tui.rules.disposal.register import ENDS, LEAVES
from tui.screens.acting import outcome
from tui.screens.disposal_form import DisposalForm, Entry, filled
from tui.screens.disposal_open import past_day
from tui.screens.pick import Pick
from tui.screens.sheet import Line, SheetScreen
from tui.store.commands.disposal_cases import record_history
from tui.store.queries.disposal_kinds import kinds_of
from tui.store.vault import Vault

ITEMS: Final = (
    Item("decided_on", "决定（批准）日期", Kind.DAY), Item("decided_by", "决定单位"), Item("document", "文号"),
    Item("known", "所知情况（程序、依据、案卷在何处）", limit=LONG),
)  # fmt: skip
_NEEDED: Final = frozenset({"decided_on", "decided_by", "known"})
_CHANGES: Final = {"suspended": "党籍改为停止党籍", "restored": "党籍改为正常"}


async def enter_history(app: App[Any], vault: Vault, member: int) -> Change | None:
    """Choose the kind and enter what is known; None when the person thought better of it."""
    session = vault.session
    today = session.clock().date()
    found = await outcome(vault.read(kinds_of, session.unit, session.campaign, member, today))
    if found.barred is Refusal.KEPT_BELOW:
        await app.push_screen_wait(SheetScreen(f"{found.name}：不能补录", [("理由", found.barred.label)]))
        return None
    procedures = sorted((each.procedure for each in found.kinds), key=lambda each: each.label)
    labels = [f"{each.label}（{'、'.join(each.sets)}年政策）" for each in procedures]
    place = await app.push_screen_wait(Pick(f"{found.name}：补录哪种历史处置（已由有权党组织决定的）", labels, None))
    if place is None:
        return None
    procedure = procedures[place]

    def told(given: Answers) -> list[Line]:
        ends = ENDS[procedure.ends]
        roster = f"自{given['decided_on']}起记为{ends}"
        if procedure.ends in LEAVES:
            roster += "，不再列入名册"
        elif change := _CHANGES.get(procedure.ends):
            roster += f"，{change}"
        else:
            roster += "，名册不变"
        lines: list[Line] = [("补录历史处置", f"{found.name}，{procedure.label}"), *filled(ITEMS, given)]
        return [*lines, ("名册随之更改", roster), ("登记簿", "标明“历史补录”，不作为按本程序办理的案件")]

    def save(given: Answers) -> Future[Change]:
        return vault.write(
            record_history, member, procedure.key, given["decided_on"], decided_by=given["decided_by"],
            document=given.get("document", ""), known=given["known"],
        )  # fmt: skip

    entry = Entry(
        f"{found.name} · 补录历史处置：{procedure.label}", "写明已知的情况；不知道的照实写明不详。F5 核对后写入。",
        lambda _given: ITEMS, lambda _given: _NEEDED, told, save,
        wrong=partial(past_day, today.isoformat()),
    )  # fmt: skip
    return await app.push_screen_wait(DisposalForm(entry))
