"""Choosing a branch among those that have members."""

from textual.app import App

from tui.screens.acting import outcome
from tui.screens.search_pick import SearchPick
from tui.store.queries.dues import BranchDues, dues_branches
from tui.store.vault import Vault


async def branches_of(vault: Vault) -> list[BranchDues]:
    """The branches of this unit and below, in the order of the tree."""
    session = vault.session
    return await outcome(vault.read(dues_branches, session.campaign, session.unit))


async def choose_branch(app: App[object], vault: Vault, here: int) -> int | None:
    """Asks for a branch (row id); None when left by Esc."""
    found = await branches_of(vault)
    choices = [f"{each.name}  {each.members:,}人  欠缴6个月以上{each.owing:,}人" for each in found]
    place = next((place for place, each in enumerate(found) if each.org == here), 0)
    chosen = await app.push_screen_wait(SearchPick("党支部：", choices, place))
    return None if chosen is None else found[chosen].org
