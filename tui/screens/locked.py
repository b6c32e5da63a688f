"""What stands on the screen while the program locks itself: nothing of anybody."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static


class LockedScreen(Screen[None]):
    """Covers everything until the process has been left."""

    inherit_bindings = False

    def compose(self) -> ComposeResult:
        yield Static("已锁屏。正在收尾，稍候请输入口令。", markup=False)
