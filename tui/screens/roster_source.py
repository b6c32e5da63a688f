"""The roster under review as rows of the grid, read page by page on the vault's reader thread."""

from collections.abc import Sequence
from concurrent.futures import Future

from tui.rules.checks import Stage
from tui.screens.roster_columns import Layout, fields, rows
from tui.store.cipher import CipherDatabase
from tui.store.queries import roster
from tui.store.queries.roster import RosterView
from tui.store.vault import Vault
from tui.widgets.rows import Row


class RosterSource:
    """A ``RowSource`` over a view; ``layout`` says which columns are shown."""

    def __init__(self, vault: Vault, view: RosterView, stage: Stage, layout: Layout) -> None:
        self._vault = vault
        self._view = view
        self._stage = stage
        self._layout = layout

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
        found = roster.page(db, self._view.campaign, self._stage, members, fields(self._layout))
        return rows(found, self._layout, self._stage)
