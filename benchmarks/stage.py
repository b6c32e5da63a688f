"""What runs in the pseudo-terminal: the program on a vault already unlocked, or a bare DataTable with the same rows.

``python -m benchmarks.stage review|table FOLDER`` leaves the time of its start in a file.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic

from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import DataTable

from benchmarks.material import COMMITTEE
from tui.app import PaichaApp
from tui.demo import practice
from tui.rules.checks import Check, Stage
from tui.screens.roster_columns import columns, default_layout
from tui.screens.roster_list import PANE_WIDTH
from tui.screens.roster_source import RosterSource
from tui.store.queries.roster import open_view
from tui.store.vault import Vault

STARTED = "started"
"""The file in FOLDER that holds the moment from which the first frame is counted, on the monotonic clock."""
GRID_WIDTH = 160 - PANE_WIDTH
LAYOUT = default_layout(GRID_WIDTH)
_CHUNK = 2000

Cells = Sequence[str]


class BareTable(App[None]):
    """Textual's own table and nothing else; every cell is a ``Text``, which it measures faster than a string."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, rows: Sequence[Cells]) -> None:
        super().__init__()
        self.animation_level = "none"
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row", zebra_stripes=False)

    def on_mount(self) -> None:
        table: DataTable[Text] = self.query_one(DataTable)
        for column in columns(LAYOUT, GRID_WIDTH, Stage.VERIFICATION, Check.ROSTER):
            table.add_column(column.title, width=column.width)
        table.add_rows([Text(cell) for cell in row] for row in self._rows)
        table.focus()


def rows_of(vault: Vault, count: int | None = None) -> Iterator[Cells]:
    """The texts of the first rows (None: all) as the review screen shows them."""
    session = vault.session
    view = vault.read(open_view, session.campaign, session.unit).result()
    source = RosterSource(vault, view, Stage.VERIFICATION, LAYOUT)
    total = source.total if count is None else min(count, source.total)
    for first in range(0, total, _CHUNK):
        for row in source.page(first, min(_CHUNK, total - first)).result():
            yield [cell.text for cell in row.cells]


def main() -> None:
    """Prepare, note the time, run."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    app: App[None]
    vault = practice.enter(folder, COMMITTEE)
    if kind == "review":
        app = PaichaApp(folder / COMMITTEE.folder, vault)
    else:
        with vault:
            app = BareTable(list(rows_of(vault)))
    (folder / STARTED).write_text(repr(monotonic()))
    app.run()


if __name__ == "__main__":
    main()
