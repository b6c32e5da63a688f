"""Looking at a file that is attached: text as text, pages and images as pictures. Nothing of it is written anywhere."""

from asyncio import to_thread
from typing import ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.actions import Action, Scope, bindings
from tui.intake.drawing import WIDEST
from tui.intake.evidence import as_text
from tui.intake.viewing import Drawing, draw
from tui.rules.evidence import size_words
from tui.screens.acting import ActingScreen, working
from tui.store.queries.evidence import EvidenceRow
from tui.text import clean
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice
from tui.widgets.picture import Picture
from tui.widgets.statusline import StatusLine

MOST_CHARACTERS: Final = 200_000
"""Of a text that are shown."""
_ZOOM: Final = (1, 2, 3, 4, 6, 8, 12, 16)
_STEP: Final = 4  # cells


def shown_text(name: str, content: bytes) -> Text:
    """A text file as a page to be read; both are cleaned, and what is very long is cut with a note."""
    whole = as_text(content) or ""
    page = Text(f"{clean(name)}\n\n", "bold", overflow="fold")
    page.append(clean(whole[:MOST_CHARACTERS], lines=True), "not bold")
    if len(whole) > MOST_CHARACTERS:
        page.append(f"\n\n（以上为前{MOST_CHARACTERS:,}字；其余部分请写出副本查看）", "bold")
    return page


class PictureScreen(ActingScreen[None]):
    """Shows a page of a PDF file or an image; larger and smaller, page by page."""

    CSS_PATH = "evidence.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.PICTURE,)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.PICTURE, Scope.EVERYWHERE),
        *(
            Binding(key, f"shift({columns}, {rows})", show=False)
            for key, columns, rows in (("up", 0, -2), ("down", 0, 2), ("left", -_STEP, 0), ("right", _STEP, 0))
        ),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown,space", "turn(1)", show=False),
    ]

    def __init__(self, evidence: EvidenceRow, content: bytes) -> None:
        super().__init__()
        self._evidence = evidence
        self._content = content
        self._zoom = 0
        self._drawn: Drawing | None = None
        self.ready = False

    def compose(self) -> ComposeResult:
        yield StatusLine(id="title")
        yield Picture()
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.tell("正在显示…")
        self.call_after_refresh(self._draw, 0, end=False)

    @property
    def picture(self) -> Picture:
        """The window onto the page."""
        return self.query_one(Picture)

    @working(exclusive=True, group="draw")
    async def _draw(self, page: int, *, end: bool | None) -> None:
        """Draw a page; then go to its upper edge, its lower one (``end``), or stay (None)."""
        width = min(WIDEST, self.picture.size.width * _ZOOM[self._zoom])
        drawn = await to_thread(draw, self._evidence.media, self._content, page, width)
        self.ready = True
        if drawn is None:
            self.tell("这份附件不能在这里显示（可能已损坏或设有密码）。按Esc返回，可按F9写出副本查看。", refused=True)
            return
        self._drawn = drawn
        self.picture.fill(drawn.width, drawn.height, drawn.pixels)
        if end is not None:
            self.picture.go_to(end)
        size = f"{self._evidence.media.label} {size_words(self._evidence.size)}"
        name = f"{self._evidence.name} · 第{page + 1:,}页/共{drawn.pages:,}页 · 放大{_ZOOM[self._zoom]}倍"
        self.query_one("#title", StatusLine).show(name, f"内部 · {size}")
        self.tell("方向键移动，翻页键翻页，F5放大，F6缩小，Esc返回。内容只在内存中，不写入磁盘。")
        self.show_keys()

    def refusal(self, action: Action) -> str | None:
        drawn = self._drawn
        if action.scope is not Scope.PICTURE:
            return None
        if drawn is None:
            return "还没有可以查看的内容。"
        match action.id:
            case "picture.larger" if self._zoom == len(_ZOOM) - 1 or drawn.width == WIDEST:
                return "已放到最大。"
            case "picture.smaller" if self._zoom == 0:
                return "已是整页宽度。"
            case "picture.before" if drawn.page == 0:
                return "这是第一页。"
            case "picture.after" if drawn.page + 1 == drawn.pages:
                return "这是最后一页。"
        return None

    @property
    def _page(self) -> int:
        return self._drawn.page if self._drawn else 0

    def do_larger(self) -> None:
        self._zoom += 1
        self._draw(self._page, end=None)

    def do_smaller(self) -> None:
        self._zoom -= 1
        self._draw(self._page, end=None)

    def do_before(self) -> None:
        self._draw(self._page - 1, end=False)

    def do_after(self) -> None:
        self._draw(self._page + 1, end=False)

    def action_shift(self, columns: int, rows: int) -> None:
        self.picture.shift(columns, rows)

    def action_turn(self, screens: int) -> None:
        """A screen on or back; beyond the edge of the page to the next one."""
        rows = max(1, self.picture.size.height - 2)
        if self.picture.shift(0, screens * rows) or self._drawn is None:
            return
        page = self._drawn.page + screens
        if 0 <= page < self._drawn.pages:
            self._draw(page, end=screens < 0)

    def do_back(self) -> None:
        self.dismiss(None)
