"""The roster under review as rows of the grid, read page by page on the vault's reader thread."""

from collections.abc import Sequence
from concurrent.futures import Future

from tui.rules.checks import Stage
from tui.screens.verdict_cells import row_cells
from tui.store.cipher import CipherDatabase
from tui.store.queries import roster
from tui.store.queries.roster import RosterView
from tui.store.vault import Vault
from tui.widgets.rows import Row


class RosterSource:
    """A ``RowSource`` over a view; ``width`` decides how much of a person is shown."""

    def __init__(self, vault: Vault, view: RosterView, stage: Stage, width: int) -> None:
        self._vault = vault
        self._view = view
        self._stage = stage
        self._width = width

    @property
    def total(self) -> int:
        return len(self._view.order)

    def id_at(self, index: int, /) -> int:
        return self._view.order[index]

    def index_of(self, row_id: int, /) -> int | None:
        return self._view.place(row_id)

    def page(self, first: int, count: int, /) -> Future[Sequence[Row]]:
        return self._vault.read(self._load, self._view.order[first : first + count])

    def _load(self, db: CipherDatabase, members: Sequence[int]) -> Sequence[Row]:
        rows = roster.page(db, self._view.campaign, self._stage, members)
        return [row_cells(row, self._width, self._stage) for row in rows]
