"""A tree drawn by the grid: nodes that open and close, any number of them, only those in view are drawn."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import NamedTuple

from textual import events

from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.rows import Cell, Row
from tui.widgets.rowview import GUTTER, HEADER

OPEN, CLOSED, LEAF = "▾", "▸", " "  # one cell in every terminal: not of East Asian class "ambiguous"
INDENT = 1  # cells for each level
SIGN = 2  # cells of the sign with the blank after it


class Node(NamedTuple):
    """One node; nodes stand in the order of the tree, each before those below it. ``depth`` counts from 0."""

    id: int
    depth: int
    label: str


Figures = Callable[[int], tuple[Cell, ...]]
"""The cells after the label, for the node at an index."""


class Outline(VirtualGrid):
    """Shows the nodes whose parents are all open. ← closes or goes up, → opens or goes down; Enter or a click on a
    label posts ``Opened`` with the node's id, a click on its sign opens or closes it."""

    def __init__(self, columns: Sequence[Column], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(columns, id=id)
        self._listed: Sequence[Node] = ()
        self._ends: list[int] = []  # of each node, the index after the last one below it
        self._open: set[int] = set()
        self._figures: Figures = _no_figures

    def show_nodes(self, nodes: Sequence[Node], figures: Figures) -> None:
        """Show another tree, or the same one changed; what was open stays open, at first the topmost nodes are."""
        self._open = self._open or {node.id for node in nodes if node.depth == 0}
        self._listed, self._figures = nodes, figures
        self._ends = _ends(nodes)
        self._unfold()

    def reach(self, node_id: int) -> None:
        """Open everything above a node and put the cursor on it."""
        target = next((index for index, node in enumerate(self._listed) if node.id == node_id), None)
        if target is None:
            return
        self._open.update(self._listed[index].id for index in range(target) if self._ends[index] > target)
        self._unfold()
        place = self._source.index_of(node_id)
        if place is not None:
            self.cursor = place

    def action_shift(self, columns: int) -> None:
        if not self._source.total:
            return
        index = self._index(self.cursor)
        node, has_children = self._listed[index], self._ends[index] > index + 1
        if columns > 0 and has_children:
            if node.id in self._open:
                self.cursor += 1
            else:
                self._toggle(node.id)
        elif columns < 0 and has_children and node.id in self._open:
            self._toggle(node.id)
        elif columns < 0:
            above = [place for place in range(self.cursor) if self._listed[self._index(place)].depth < node.depth]
            self.cursor = above[-1] if above else self.cursor

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        super().on_click(event)
        if offset is None or not HEADER <= offset.y < HEADER + self._source.total - self.scroll_offset.y:
            return
        index = self._index(self.cursor)
        sign = GUTTER + INDENT * self._listed[index].depth
        if sign <= offset.x < sign + SIGN and self._ends[index] > index + 1:
            self._toggle(self._listed[index].id)
        elif event.chain == 1:
            self.action_open()

    def _toggle(self, node_id: int) -> None:
        self._open ^= {node_id}
        self._unfold()

    def _unfold(self) -> None:
        shown = []
        index = 0
        while index < len(self._listed):
            shown.append(index)
            index = index + 1 if self._listed[index].id in self._open else self._ends[index]
        self.show(_Shown(self._listed, shown, self._cells))

    def _index(self, place: int) -> int:
        source = self._source
        return source.shown[place] if isinstance(source, _Shown) else 0

    def _cells(self, index: int) -> tuple[Cell, ...]:
        node = self._listed[index]
        sign = LEAF if self._ends[index] == index + 1 else OPEN if node.id in self._open else CLOSED
        return (Cell(f"{' ' * (INDENT * node.depth)}{sign} {node.label}"), *self._figures(index))


class _Shown:
    """The rows of the nodes in sight."""

    def __init__(self, nodes: Sequence[Node], shown: list[int], cells: Callable[[int], tuple[Cell, ...]]) -> None:
        self._nodes = nodes
        self._cells = cells
        self._places: dict[int, int] | None = None
        self.shown = shown

    @property
    def total(self) -> int:
        return len(self.shown)

    def id_at(self, index: int, /) -> int:
        return self._nodes[self.shown[index]].id

    def index_of(self, row_id: int, /) -> int | None:
        if self._places is None:
            self._places = {self._nodes[index].id: place for place, index in enumerate(self.shown)}
        return self._places.get(row_id)

    def page(self, first: int, count: int, /) -> Future[Sequence[Row]]:
        rows: Future[Sequence[Row]] = Future()
        rows.set_result([Row(self._nodes[index].id, self._cells(index)) for index in self.shown[first : first + count]])
        return rows


def _ends(nodes: Sequence[Node]) -> list[int]:
    ends = [len(nodes)] * len(nodes)
    around: list[int] = []
    for index, node in enumerate(nodes):
        while around and nodes[around[-1]].depth >= node.depth:
            ends[around.pop()] = index
        around.append(index)
    return ends


def _no_figures(_index: int) -> tuple[Cell, ...]:
    return ()
