"""Rows of a list whose ids are known and whose contents are read page by page."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from tui.store.cipher import CipherDatabase
from tui.store.vault import Vault
from tui.widgets.rows import Row

Page = Callable[[CipherDatabase, Sequence[int]], Sequence[Row]]


class PagedRows:
    """The rows with the ids of ``order``; ``page`` reads those of some ids, on the reader thread."""

    def __init__(self, vault: Vault, order: Sequence[int], page: Page) -> None:
        self._vault = vault
        self._order = order
        self._page = page
        self._places = {number: place for place, number in enumerate(order)}

    @property
    def total(self) -> int:
        return len(self._order)

    def id_at(self, index: int, /) -> int:
        return self._order[index]

    def index_of(self, row_id: int, /) -> int | None:
        return self._places.get(row_id)

    def page(self, first: int, count: int, /) -> Future[Sequence[Row]]:
        return self._vault.read(self._page, self._order[first : first + count])
