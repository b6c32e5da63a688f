"""The tree opens and closes by keys and clicks, and draws only what is in sight, however many nodes there are."""

from textual.app import App, ComposeResult
from textual.message import Message
from waiting import until

from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.outline import Node, Outline
from tui.widgets.rows import Cell

COLUMNS = (Column("unit", "党组织", 20, tail=True), Column("count", "对象", 6))
SMALL = [
    Node(10, 0, "江城大学党委"), Node(20, 1, "数学学院党总支"), Node(21, 2, "第一党支部"), Node(22, 2, "第二党支部"),
    Node(30, 1, "物理学院党总支"), Node(31, 2, "第三党支部"),
]  # fmt: skip


class OutlineApp(App[None]):
    def __init__(self, nodes: list[Node]) -> None:
        super().__init__()
        self.nodes = nodes
        self.asked: list[int] = []
        self.opened: list[int] = []

    def compose(self) -> ComposeResult:
        yield Outline(COLUMNS)

    def on_mount(self) -> None:
        self.outline.focus()
        self.outline.show_nodes(self.nodes, self.figures)

    def figures(self, index: int) -> tuple[Cell, ...]:
        self.asked.append(index)
        return (Cell(f"{index}"),)

    def on_virtual_grid_opened(self, message: Message) -> None:
        assert isinstance(message, VirtualGrid.Opened)
        self.opened.append(message.id)

    @property
    def outline(self) -> Outline:
        return self.query_one(Outline)

    @property
    def labels(self) -> list[str]:
        lines = [strip.text for strip in self.outline.render_lines(self.outline.size.region)]
        return [line[2:].rsplit(maxsplit=1)[0].rstrip() for line in lines[1:] if line.strip()]


async def test_arrows_open_and_close_and_the_cursor_stays_on_its_node() -> None:
    app = OutlineApp(SMALL)
    async with app.run_test(size=(40, 12)) as pilot:
        await until(pilot, lambda: app.labels == ["▾ 江城大学党委", " ▸ 数学学院党总支", " ▸ 物理学院党总支"], "top")
        await pilot.press("down", "right")
        await until(pilot, lambda: app.labels[2:4] == ["    第一党支部", "    第二党支部"], "one unit is open")
        await pilot.press("right")
        assert app.outline.cursor_id == 21
        await pilot.press("left")
        assert app.outline.cursor_id == 20
        await pilot.press("left")
        await until(pilot, lambda: len(app.labels) == 3, "it is closed again")
        assert app.outline.cursor_id == 20
        await pilot.press("enter")
        await until(pilot, lambda: app.opened == [20], "Enter chooses it")


async def test_a_click_on_the_sign_opens_and_one_on_the_label_chooses() -> None:
    app = OutlineApp(SMALL)
    async with app.run_test(size=(40, 12)) as pilot:
        await until(pilot, lambda: len(app.labels) == 3, "the tree is drawn")
        await pilot.click(Outline, offset=(3, 2))
        await until(pilot, lambda: len(app.labels) == 5, "the sign opens")
        assert app.opened == []
        await pilot.click(Outline, offset=(12, 3))
        await until(pilot, lambda: app.opened == [21], "the label chooses")


async def test_of_twenty_thousand_branches_only_those_in_sight_are_made() -> None:
    nodes = [Node(0, 0, "市委组织部")]
    for committee in range(200):
        nodes.append(Node(1 + committee * 101, 1, f"第{committee}党委"))
        nodes += [Node(2 + committee * 101 + branch, 2, f"第{branch}支部") for branch in range(100)]
    app = OutlineApp(nodes)
    async with app.run_test(size=(40, 24)) as pilot:
        await until(pilot, lambda: len(app.labels) == 23, "the tree is drawn")
        app.outline.reach(nodes[-1].id)
        await until(pilot, lambda: app.outline.cursor_id == nodes[-1].id, "the last branch is reached")
        await until(pilot, lambda: "第99支部" in app.labels[-1], "and drawn")
        assert len(set(app.asked)) < 1000
