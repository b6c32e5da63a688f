"""Before an import: what was taken as kind, header and columns of every sheet, and correcting it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Scope, bindings
from tui.intake.columns import Certainty
from tui.intake.columns import Column as SheetColumn
from tui.intake.instructions import SheetChoice
from tui.intake.kinds import KINDS
from tui.intake.staged import Staged, StagedSheet
from tui.rules.identity import mask_value
from tui.screens.acting import ActingScreen, working
from tui.screens.field_text import label
from tui.screens.header import HeaderScreen
from tui.screens.pick import Pick
from tui.widgets.columns import Column
from tui.widgets.grid import VirtualGrid
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.rows import Cell, ListedRows, Tone
from tui.widgets.statusline import StatusLine

_COLUMNS: Final = (
    Column("header", "表头", 20), Column("field", "对应项目", 16), Column("why", "依据", 18),
    Column("samples", "内容示例", 20, stretch=True),
)  # fmt: skip
_TONES: Final[dict[Certainty, Tone]] = {
    Certainty.NAMED: "good",
    Certainty.BY_VALUES: "todo",
    Certainty.CHOSEN: "mended",
    Certainty.ALIKE: "doubt",
    Certainty.UNKNOWN: "dim",
    Certainty.LEFT_OUT: "dim",
}
_SAMPLES: Final = 4
_KEPT: Final = "另存为其他栏目"

Choices = Mapping[tuple[int, str], SheetChoice]
"""What has been said of sheets, by the file's place and the sheet's name."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of looking at the layouts: the choices made, and whether the files have to be read again."""

    choices: Choices
    read_again: bool


class LayoutScreen(ActingScreen[Reviewed | None]):
    """Shows sheet after sheet how it was read; None when left by Esc."""

    CSS_PATH = "arrivals.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.LAYOUT,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.LAYOUT, Scope.EVERYWHERE)

    def __init__(self, staged: Staged, choices: Choices, sheet: int = 0) -> None:
        super().__init__()
        self._staged = staged
        self._choices = dict(choices)
        self._sheet = min(sheet, max(0, len(staged.sheets) - 1))
        self._changed = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield VirtualGrid(_COLUMNS, id="rows")
        yield Notice()
        yield StatusLine(id="status")
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()
        self.query_one(VirtualGrid).focus()
        unread = [sheet.name for sheet in self._staged.sheets if sheet.kind is None]
        if unread:
            self.tell(f"“{unread[0]}”没有识别出表头，不会读取；可按F6、F7指定，或按F5跳过。", refused=True)
        else:
            self.tell("请核对每张表的类别、表头和各栏对应的项目；无误按F5继续，不对的逐项改正。")

    def _show(self) -> None:
        sheet = self._here
        kind = sheet.kind.label if sheet and sheet.kind else "不读取"
        title = f"核对版式：{sheet.file} · {sheet.name} · {kind}" if sheet else "核对版式：没有内容"
        self.query_one("#title", StatusLine).show(title, "内部")
        columns = sheet.columns if sheet else ()
        self.query_one(VirtualGrid).show(ListedRows(len(columns), self._cells), keep=bool(columns))
        where = f"表头：第{_rows(sheet.header)}行" if sheet and sheet.kind else "没有表头"
        taken = sum(column.field is not None for column in columns)
        rows = len(self._staged.rows)
        left = f"第{self._sheet + 1}/{len(self._staged.sheets)}张表，{where}，{taken}栏对应项目，"
        kept = sum(column.field is None and column.certainty is not Certainty.LEFT_OUT for column in columns)
        left += f"{kept}栏另存；全部共{rows:,}行"
        self.query_one("#status", StatusLine).show(left, "")
        self.show_keys()

    @property
    def _here(self) -> StagedSheet | None:
        return self._staged.sheets[self._sheet] if self._staged.sheets else None

    def _cells(self, index: int) -> tuple[Cell, ...]:
        sheet = self._here
        assert sheet is not None
        column = sheet.columns[index]
        why = column.certainty.label
        if column.likely:
            why = f"疑为{label(column.likely)}"
        field = label(column.field) if column.field else ""
        tone = _TONES[column.certainty]
        samples = "、".join(_samples(sheet, index))
        return Cell(column.header), Cell(field or "-", tone), Cell(why, tone), Cell(samples, "dim")

    def refusal(self, action: Action) -> str | None:
        sheet = self._here
        if sheet is None and action.scope is Scope.LAYOUT and action.id != "layout.go":
            return "文件中没有内容。"
        if action.id == "layout.field" and (sheet is None or not sheet.columns):
            return "这张表还没有表头，请先按F6、F7指定。"
        if action.id == "layout.next" and len(self._staged.sheets) < 2:
            return "只有这一张表。"
        if action.id == "layout.go" and not self._changed and not self._staged.rows:
            return "没有读到任何一行，请指定类别和表头，或按Esc返回。"
        return None

    @on(VirtualGrid.Opened)
    @working(group="layout")
    async def do_field(self) -> None:
        """Let a column be another field of the kind, or none."""
        sheet, index = self._here, self.query_one(VirtualGrid).cursor_id
        if sheet is None or sheet.kind is None or index is None:
            return
        column = sheet.columns[index]
        fields = sheet.kind.fields
        at = column.field or column.likely
        place = await self.app.push_screen_wait(
            Pick(
                f"“{column.header}”是哪一项？",
                [_KEPT, *map(label, fields)],
                1 + fields.index(at) if at else 0,
            )
        )
        if place is not None:
            self._choose_field(sheet, index, fields[place - 1] if place else "")

    def _choose_field(self, sheet: StagedSheet, index: int, field: str) -> None:
        said = {c.index: c.field or "" for c in sheet.columns if c.certainty is Certainty.CHOSEN}
        given_up = {c.index: "" for c in sheet.columns if field and c.field == field and c.index != index}
        said |= given_up | {index: field}
        columns = tuple(_chosen(column, said) for column in sheet.columns)
        self._replace(replace(sheet, columns=columns))
        assert sheet.kind is not None
        header = (sheet.header[0] - 1, sheet.header[1] - 1)
        self._choose(SheetChoice(sheet.kind.id, header, said))
        self._changed = True
        self._show()
        self.tell("已改正；按F5后按新的对应关系重新读取。", done=True)

    @working(group="layout")
    async def do_kind(self) -> None:
        """Let the sheet be of another kind."""
        sheet = self._here
        if sheet is None:
            return
        kinds = list(KINDS.values())
        chosen = 1 + kinds.index(sheet.kind) if sheet.kind else 0
        place = await self.app.push_screen_wait(
            Pick(f"“{sheet.name}”是哪一类表？", ["不读取这张表", *(kind.label for kind in kinds)], chosen)
        )
        if place is not None:
            header = (sheet.header[0] - 1, sheet.header[1] - 1) if sheet.kind else None
            self._choose(SheetChoice(kinds[place - 1].id if place else "", header))
            self._leave(read_again=True)

    @working(group="layout")
    async def do_header(self) -> None:
        """Say which rows are the header."""
        sheet = self._here
        if sheet is None:
            return
        rows = await self.app.push_screen_wait(HeaderScreen(sheet))
        if rows is not None:
            kind = sheet.kind.id if sheet.kind else next(iter(KINDS))
            self._choose(SheetChoice(kind, rows))
            self._leave(read_again=True)

    def _key(self, sheet: StagedSheet) -> tuple[int, str]:
        files = [file.name for file in self._staged.files]
        return files.index(sheet.file), sheet.name

    def _choose(self, choice: SheetChoice) -> None:
        sheet = self._here
        assert sheet is not None
        self._choices[self._key(sheet)] = choice

    def _replace(self, sheet: StagedSheet) -> None:
        sheets = list(self._staged.sheets)
        sheets[self._sheet] = sheet
        self._staged = replace(self._staged, sheets=tuple(sheets))

    def _leave(self, *, read_again: bool) -> None:
        self.dismiss(Reviewed(self._choices, read_again))

    @property
    def sheet(self) -> int:
        """The place of the sheet that is shown."""
        return self._sheet

    def do_next(self) -> None:
        self._sheet = (self._sheet + 1) % len(self._staged.sheets)
        self._show()

    def do_go(self) -> None:
        self._leave(read_again=self._changed)

    def do_back(self) -> None:
        self.dismiss(None)


def _chosen(column: SheetColumn, said: Mapping[int, str]) -> SheetColumn:
    if column.index not in said:
        return column
    return SheetColumn(column.index, column.header, said[column.index] or None, Certainty.CHOSEN)


def _samples(sheet: StagedSheet, index: int) -> list[str]:
    """The first few different texts below a header, numbers masked."""
    below = (row[index] for row in sheet.preview[sheet.header[1] :] if index < len(row))
    return [mask_value(text) for text in dict.fromkeys(below) if text][:_SAMPLES]


def _rows(header: tuple[int, int]) -> str:
    first, last = header
    return str(first) if first == last else f"{first}至{last}"
