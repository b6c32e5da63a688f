"""Choosing a member by what is typed, to enter something of him in a ledger."""

from typing import Any

from textual.app import App

from tui.screens.acting import outcome
from tui.screens.dialogs import AskText
from tui.screens.search_pick import SearchPick
from tui.store.queries.member_finding import Found, found_members
from tui.store.vault import Vault

_LONGEST = 60


async def pick_member(app: App[Any], vault: Vault, *, also_gone: bool = False) -> Found | None:
    """The member whom the person means; None when he thought better of it. Asks again while nobody is found.

    ``also_gone``: one who has left the roster may be meant as well.
    """
    question = "登记哪名党员？（姓名、拼音首字母、身份号码末几位）"
    while True:
        text = await app.push_screen_wait(AskText(question, limit=_LONGEST))
        if text is None or not text.strip():
            return None
        found = await outcome(vault.read(found_members, vault.session.unit, text.strip(), also_gone=also_gone))
        if len(found) == 1:
            return found[0]
        if found:
            choices = [_words(each) for each in found]
            place = await app.push_screen_wait(SearchPick("是哪一位？", choices))
            return None if place is None else found[place]
        question = f"没有找到“{text.strip()}”。请再输入姓名、拼音首字母或身份号码末几位："


def _words(found: Found) -> str:
    gone = f"  {found.gone}起不在名册" if found.gone else ""
    return f"{found.name}  {found.birth or ''}  {found.branch}{gone}"
