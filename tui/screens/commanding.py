"""What screens that give commands share: how one is carried out, and the question before an undo."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final

from textual.app import App

from tui.rules.changes import Change
from tui.screens.acting import outcome
from tui.screens.dialogs import FEW, Cancelled, Confirm, Progress, Working
from tui.store.commands import undo
from tui.store.vault import Vault

BULK_FROM: Final = 2000
"""From so many targets on a command shows a progress bar."""

Start = Callable[[Progress, Cancelled], Future[Change]]


async def carried_out(app: App[Any], title: str, size: int, start: Start) -> Change:
    """Run a command on so many targets, a large one behind a progress bar. ``Failure``."""
    if size >= BULK_FROM:
        return (await app.push_screen_wait(Working(title, start))).result()
    return await outcome(start(_unheard, _never))


async def agreed_to_undo(app: App[Any], vault: Vault) -> bool:
    """Whether the last step may be taken back; asked about where it is large or has left the vault since."""
    step = await outcome(vault.write(undo.next_step))
    if step is None or (step.rows <= FEW and not step.sent_since):
        return True
    question = f"撤销{step.deed}：涉及{step.rows:,}条记录。"
    question += "此后已封装或接收过数据包，撤销不影响已送出或已接收的数据包。" if step.sent_since else ""
    agreed: bool = await app.push_screen_wait(Confirm(question, max(step.rows, FEW + 1)))
    return agreed


def _unheard(_done: int, _total: int) -> None:
    """Small commands are over before a bar could be drawn."""


def _never() -> bool:
    return False
