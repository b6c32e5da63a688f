"""The errand of importing a roster: choose the file, read it, review it, import it."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from textual.app import App

from tui.faults import Failure
from tui.intake.plan import RosterPlan, read_and_plan
from tui.rules.changes import Change
from tui.rules.checks import Ground
from tui.screens.acting import outcome
from tui.screens.arrivals import ArrivalsScreen
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import Cancelled, Progress, Working
from tui.store.commands.roster import import_roster
from tui.store.vault import Vault

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt")


async def run_import(app: App[None], vault: Vault) -> Change | None:
    """Import a roster; None when it was given up. Raises ``Failure`` when the import itself fails."""
    proposed = await _choose_plan(app, vault)
    plan = proposed and await app.push_screen_wait(ArrivalsScreen(proposed))
    if plan is None:
        return None
    return await outcome(await app.push_screen_wait(Working(f"正在导入{plan.arriving:,}人…", _importing(vault, plan))))


async def _choose_plan(app: App[None], vault: Vault) -> RosterPlan | None:
    """Ask for a file until one can be read; the reason why the last one could not stands on the page."""
    path: Path | None = None
    said = ""
    while True:
        path = await app.push_screen_wait(ChooseScreen("导入名册：选择电子表格", SPREADSHEETS, path=path, said=said))
        if path is None:
            return None
        try:
            return await outcome(await app.push_screen_wait(Working(f"正在读取{path.name}…", _reading(vault, path))))
        except Failure as failure:
            said = str(failure)


def _reading(vault: Vault, path: Path) -> Callable[[Progress, Cancelled], Future[RosterPlan]]:
    session = vault.session

    def start(progress: Progress, cancelled: Cancelled) -> Future[RosterPlan]:
        return vault.read(
            read_and_plan, session.unit, session.campaign, path, Ground.IN_BRANCH,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip

    return start


def _importing(vault: Vault, plan: RosterPlan) -> Callable[[Progress, Cancelled], Future[Change]]:
    def start(progress: Progress, cancelled: Cancelled) -> Future[Change]:
        return vault.write(
            import_roster, plan.arrivals(), plan.arriving, new_branches=plan.new_branches, ground=plan.ground,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip

    return start
