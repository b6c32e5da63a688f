"""Choosing a file or a folder, by typing its path or walking the tree."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from rich.text import Text, TextType
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import DirectoryTree, Input, Static

from tui.actions import Scope, bindings
from tui.screens.acting import ActingScreen
from tui.screens.dialogs import LONGEST
from tui.text import clean, shortened
from tui.widgets.keyline import KeyLine
from tui.widgets.notice import Notice

MEDIA = (Path("/run/media"), Path("/media"))
"""Where desktops mount removable media."""


class Places(DirectoryTree):
    """Folders, and the files with the wanted endings; names that a terminal would obey are left out."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "

    def __init__(self, top: Path, endings: tuple[str, ...]) -> None:
        self._endings = endings
        super().__init__(top)

    def process_label(self, label: TextType) -> Text:
        """A name as it may be drawn; the folder above all others is whatever it is called."""
        return Text(shortened(str(label), LONGEST))

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        return [path for path in paths if self._wanted(path)]

    def _wanted(self, path: Path) -> bool:
        if path.name.startswith(".") or clean(path.name) != path.name:
            return False
        return self._safe_is_dir(path) or path.name.lower().endswith(self._endings)


class ChooseScreen(ActingScreen[Path | None]):
    """Gives the path chosen, or None when left by Esc. Without ``endings`` a folder is wanted, with ``folders`` it may
    be one.

    ``said`` is shown at once, as the reason why an earlier choice did not do.
    """

    CSS_PATH = "choose.tcss"
    SCOPES: ClassVar[tuple[Scope, ...]] = (Scope.CHOOSING,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.CHOOSING, Scope.EVERYWHERE)

    def __init__(
        self,
        title: str,
        endings: tuple[str, ...] = (),
        *,
        path: Path | None = None,
        said: str = "",
        folders: bool = False,
    ) -> None:
        super().__init__()
        self._title = title
        self._endings = endings
        self._folders = folders or not endings
        self._path = path
        self._said = said
        media = next((place for place in MEDIA if place.is_dir() and any(place.iterdir())), Path.cwd())
        self._top = path.parent if path and path.parent.is_dir() else media

    def compose(self) -> ComposeResult:
        yield Static(shortened(self._title, LONGEST), classes="heading", markup=False)
        yield Input(clean(str(self._path or "")), placeholder="输入完整路径，或按Tab在目录中选择", id="path")
        yield Places(self._top, self._endings)
        yield Notice()
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        if self._said:
            self.tell(self._said, refused=True)
        self.show_keys()

    def do_tree(self) -> None:
        field = self.query_one(Input)
        (self.query_one(Places) if field.has_focus else field).focus()

    def do_up(self) -> None:
        places = self.query_one(Places)
        places.path = Path(places.path).resolve().parent
        places.focus()

    @on(DirectoryTree.FileSelected)
    def _file_selected(self, event: DirectoryTree.FileSelected) -> None:
        self.query_one(Input).value = clean(str(event.path))
        self.do_go()

    @on(DirectoryTree.DirectorySelected)
    def _folder_selected(self, event: DirectoryTree.DirectorySelected) -> None:
        if self._folders:
            self.query_one(Input).value = clean(str(event.path))

    @on(Input.Submitted)
    def do_go(self) -> None:
        text = self.query_one(Input).value.strip()
        if not text:
            self.tell("请先输入路径，或在目录中选择。", refused=True)
            return
        self.dismiss(Path(text).expanduser())

    def do_back(self) -> None:
        self.dismiss(None)
