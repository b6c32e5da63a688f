"""Whom a case is opened for: somebody who waits for it by what other ledgers found, or whoever is looked for."""

from typing import Any

from textual.app import App

from tui.rules.disposal.register import Origin
from tui.screens.acting import outcome
from tui.screens.member_pick import pick_member
from tui.screens.pick import Pick
from tui.screens.search_pick import SearchPick
from tui.store.queries.disposal_sources import Waiting, waiting
from tui.store.vault import Vault


async def pick_for_disposal(app: App[Any], vault: Vault) -> tuple[int, Origin | None] | None:
    """The member (row id), and where the clue came from where a ledger says so; None when thought better of.

    Nothing is decided by the list: it names reasons and the kinds that may fit.
    """
    session = vault.session
    today = session.clock().date()
    found = await outcome(vault.read(waiting, session.unit, session.campaign, today))
    if found:
        ways = [f"从其他台账提出的名单中选（{len(found):,}人次）", "按姓名查找"]
        way = await app.push_screen_wait(Pick("给谁立案：", ways))
        if way is None:
            return None
        if way == 0:
            place = await app.push_screen_wait(
                SearchPick("其他台账提出、尚未立案的：", [_words(each) for each in found])
            )
            return None if place is None else (found[place].member, found[place].origin)
    member = await pick_member(app, vault)
    return None if member is None else (member.member, None)


def _words(each: Waiting) -> str:
    hint = "应移送线索，不以处置代替" if each.refer else f"可考虑：{each.labels}"
    return f"{each.name}  {each.organization}  {each.why}；{hint}"
