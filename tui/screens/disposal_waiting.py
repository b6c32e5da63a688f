"""Whom a case is opened for or a clue referred: who waits for it by what other ledgers found, or who is looked for."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from textual.app import App

from tui.rules.disposal.register import Origin
from tui.screens.acting import outcome
from tui.screens.member_pick import pick_member
from tui.screens.pick import Pick
from tui.screens.search_pick import SearchPick
from tui.store.queries.disposal_sources import Waiting, waiting
from tui.store.vault import Vault


class Picked(NamedTuple):
    """A member (row id), where the clue came from where a ledger says so, and whether it is one to be referred."""

    member: int
    origin: Origin | None
    refer: bool


async def pick_for_disposal(app: App[Any], vault: Vault) -> Picked | None:
    """Whom a case is opened for; None when thought better of it.

    Nothing is decided by the list: it names reasons and the kinds that may fit.
    """
    return await _pick(app, vault, await _found(vault), "给谁立案：", "其他台账提出、尚未立案的：")


async def pick_for_referral(app: App[Any], vault: Vault) -> int | None:
    """The member (row id) about whom a clue is referred; None when thought better of it."""
    found = [each for each in await _found(vault) if each.refer]
    picked = await _pick(app, vault, found, "移送谁的线索：", "其他台账提出、应移送线索的：")
    return None if picked is None else picked.member


async def _found(vault: Vault) -> list[Waiting]:
    session = vault.session
    return await outcome(vault.read(waiting, session.unit, session.campaign, session.clock().date()))


async def _pick(app: App[Any], vault: Vault, found: Sequence[Waiting], question: str, heading: str) -> Picked | None:
    """One of those who were found, or whoever is looked for by name."""
    if found:
        ways = [f"从其他台账提出的名单中选（{len(found):,}人次）", "按姓名查找"]
        way = await app.push_screen_wait(Pick(question, ways))
        if way is None:
            return None
        if way == 0:
            place = await app.push_screen_wait(SearchPick(heading, [_words(each) for each in found]))
            return None if place is None else Picked(found[place].member, found[place].origin, found[place].refer)
    member = await pick_member(app, vault)
    return None if member is None else Picked(member.member, None, False)


def _words(each: Waiting) -> str:
    hint = "应移送线索，不以处置代替" if each.refer else f"可考虑：{each.labels}"
    return f"{each.name}  {each.organization}  {each.why}；{hint}"
