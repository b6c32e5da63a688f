"""A list in which rows are marked and commands given to the marks: what the comparison and its neighbours share."""

from collections.abc import Sequence

from textual import on

from tui.faults import Failure
from tui.rules.changes import Change
from tui.screens.acting import ActingScreen, working
from tui.screens.commanding import Start, agreed_to_undo, carried_out
from tui.screens.dialogs import Confirm
from tui.store.commands import undo
from tui.store.vault import Vault
from tui.widgets.grid import VirtualGrid


class MarkedListScreen(ActingScreen[bool]):
    """Dismissed with whether anything was changed. A subclass composes a ``VirtualGrid`` and gives ``order``,
    ``reload``, ``refresh_around`` and, in ``ALL_OF``, what its rows are."""

    ALL_OF = "党员"

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault
        self._changed = False

    @property
    def order(self) -> Sequence[int]:
        """The ids of the rows shown."""
        raise NotImplementedError

    async def reload(self) -> None:
        """Read the list again; the cursor stays where it can."""
        raise NotImplementedError

    async def refresh_around(self) -> None:
        """Bring counts and status up to date."""
        raise NotImplementedError

    @property
    def grid(self) -> VirtualGrid:
        """The list."""
        return self.query_one(VirtualGrid)

    # marking

    def do_mark(self) -> None:
        self.grid.mark_and_advance()

    def do_range_up(self) -> None:
        self.grid.extend(-1)

    def do_range_down(self) -> None:
        self.grid.extend(1)

    def do_mark_all(self) -> None:
        self.grid.mark_all(self.order)
        self.tell(f"已标记当前列表的全部{len(self.order):,}{self._unit}。")

    def do_clear_marks(self) -> None:
        self.grid.clear_marks()
        self.tell("已清除全部标记；按Ctrl+R恢复。")

    def do_restore_marks(self) -> None:
        self.grid.restore_marks()

    @property
    def _unit(self) -> str:
        return "人" if self.ALL_OF == "党员" else "项"

    @on(VirtualGrid.MarksChanged)
    @working(exclusive=True, group="around")
    async def _marks_changed(self) -> None:
        await self.refresh_around()

    @on(VirtualGrid.PageFailed)
    def _page_failed(self, event: VirtualGrid.PageFailed) -> None:
        self.tell(str(event.error), refused=True)

    # commands

    async def targets(self, deed: str) -> Sequence[int]:
        """The marks, or the row under the cursor; empty when the person thought better of it."""
        marks = self.grid.marks
        if not len(marks):
            here = self.grid.cursor_id
            return () if here is None else (here,)
        chosen = [number for number in self.order if number in marks]
        if len(chosen) > 1:
            everything = len(chosen) == len(self.order)
            question = f"{deed}：共{len(chosen):,}{self._unit}。"
            if not await self.app.push_screen_wait(
                Confirm(question, len(chosen), whole=everything, all_of=self.ALL_OF)
            ):
                self.tell("已取消，没有任何改动。")
                return ()
        return chosen

    async def run(self, title: str, targets: Sequence[int], start: Start, *, again: bool = False) -> Change | None:
        """Run a command on these rows and say what came of it. The list stays as it is, so that the next row is found,
        unless it is to be read ``again``."""
        singly = not len(self.grid.marks)
        try:
            change = await carried_out(self.app, title, len(targets), start)
        except Failure as failure:
            self.tell(str(failure), refused=True)
            return None
        self.tell_outcome(change)
        if change.entry is not None:
            self._changed = True
            if again:
                await self.reload()
            else:
                self.grid.drop(set(targets))
            if not singly:
                self.grid.clear_marks()
            await self.refresh_around()
        return change

    @working(group="command")
    async def do_undo(self) -> None:
        if not await agreed_to_undo(self.app, self._vault):
            self.tell("已取消，没有任何改动。")
            return
        await self.run("正在撤销…", (), lambda _p, _c: self._vault.write(undo.undo), again=True)

    @working(group="command")
    async def do_redo(self) -> None:
        await self.run("正在重做…", (), lambda _p, _c: self._vault.write(undo.redo), again=True)

    def do_back(self) -> None:
        self.dismiss(self._changed)
