"""Papers written from the ledger of letters by keys: which, whereto, and what the folder then holds."""

import stat
from pathlib import Path

from desk import Desk, OpenDesk, open_ledger
from ledgers import letter
from people import arrival, take_in
from textual.widgets import Input

from tui.screens.choose import ChooseScreen
from tui.screens.letters import LettersScreen
from tui.screens.menu import LedgerErrand
from tui.screens.pick import Pick
from tui.store.commands.letters import import_letters
from tui.store.vault import Vault


async def written(desk: Desk, *choice: str, folder: Path) -> None:
    """F9, the paper, the folder."""
    await desk.press("f9")
    await desk.until(lambda: isinstance(desk.app.screen, Pick) and desk.app.screen.focused, "a paper is asked for")
    await desk.press(*choice, "enter")
    await desk.until(lambda: isinstance(desk.app.screen, ChooseScreen), "a folder is asked for")
    desk.app.screen.query_one(Input).value = str(folder)
    await desk.press("enter")


async def test_letters_reminder_and_statistics_are_written_from_the_ledger(
    committee: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    take_in(committee, arrival("王伟", "w w"))
    one = letter(1, number="2016001", issued="2016-03-01", valid_days=30, to_unit="甲党委")
    committee.write(import_letters, [one], 1, direction="out").result()
    folder = tmp_path / "out"
    folder.mkdir(0o700)
    async with open_desk(committee, (80, 24)) as desk:
        await open_ledger(desk, LedgerErrand.LETTERS)
        await desk.until(
            lambda: isinstance(desk.app.screen, LettersScreen) and desk.app.screen.ready, "the ledger is shown"
        )
        await written(desk, folder=folder)
        await desk.told("已写出1份并读回核对")
        await written(desk, "down", folder=folder)
        await desk.until(lambda: len(list(folder.iterdir())) == 2, "the reminder is there")
        await written(desk, "end", folder=folder)
        await desk.until(lambda: len(list(folder.iterdir())) == 3, "the statistics are there")
        await desk.told("receipt-statistics")
    kinds = sorted(path.name.partition("-0")[0] for path in folder.iterdir())
    assert [kind.split("-")[0] for kind in kinds] == ["introduction", "receipt", "reminder"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
