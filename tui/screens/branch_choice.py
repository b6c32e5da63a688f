"""Choosing a branch among those that have members."""

from textual.app import App

from tui.screens.acting import outcome
from tui.screens.search_pick import SearchPick
from tui.store.queries.dues import dues_branches, first_branch
from tui.store.vault import Vault

Branch = tuple[int, str]
"""Row id and name."""


async def branch_to_begin_with(vault: Vault) -> Branch:
    """The first branch of this unit and below that has members, or the unit itself without a name."""
    unit = vault.session.unit
    return await outcome(vault.read(first_branch, unit)) or (unit, "")


async def choose_branch(app: App[object], vault: Vault, here: int) -> Branch | None:
    """Asks for a branch; None when left by Esc."""
    session = vault.session
    found = await outcome(vault.read(dues_branches, session.campaign, session.unit))
    choices = [f"{each.name}  {each.members:,}人  欠缴6个月以上{each.owing:,}人" for each in found]
    place = next((place for place, each in enumerate(found) if each.org == here), 0)
    chosen = await app.push_screen_wait(SearchPick("党支部：", choices, place))
    return None if chosen is None else (found[chosen].org, found[chosen].name)
