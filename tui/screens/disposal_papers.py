"""Writing the papers of a case of 组织处置: one of them, or the case whole as a folder; then what lies where."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final

from textual.app import App

from tui.screens.acting import ActingScreen, outcome
from tui.screens.choose import ChooseScreen
from tui.screens.dialogs import Cancelled, Progress, Working
from tui.screens.pick import Pick
from tui.screens.sheet import SheetScreen
from tui.store.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from exports.media import Written
    from exports.papers.disposal_folder import WrittenCase

WHOLE: Final = "整卷写出（文书、附件、案卷目录，一个文件夹）"
NOTHING: Final = "本机没有这种处置的程序文件，或者是历史补录，没有可以写出的文书。"
_NOW: Final = "现在要用："
_HANDLED: Final = "文件含个人信息，未加密，按“内部”管理；写入后已读回核对，空白处请手工填写，可用文字处理软件修改。"


async def write_disposal_papers(app: App[Any], vault: Vault, case: int) -> None:
    """Ask which paper of the case (row id) and where to, write it, and show what lies where.

    The papers of the next step stand first, then those of the steps that were taken. Raises the ``Failure`` of the
    writing.
    """
    from exports.papers.disposal_papers import paper_choices, write_disposal_paper  # python-docx takes a while to load

    session = vault.session
    choices = await outcome(
        vault.read(paper_choices, session.unit, session.campaign, case, session.clock().date().isoformat())
    )  # fmt: skip
    if not choices:
        _tell(app, NOTHING, refused=True)
        return
    labels = [f"{_NOW if each.due else ''}{each.label}" for each in choices]
    place = sum(each.due for each in choices)
    chosen = await app.push_screen_wait(Pick("写出哪种文书", [*labels[:place], WHOLE, *labels[place:]]))
    folder = None
    if chosen is not None:
        folder = await app.push_screen_wait(ChooseScreen("文书写到哪个文件夹"))
    if chosen is None or folder is None:
        _tell(app, "已放弃，没有写出。")
        return
    if chosen == place:
        await _write_whole(app, vault, case, folder)
        return
    choice = choices[chosen - (chosen > place)]
    await _show(app, choice.label, await outcome(vault.write(write_disposal_paper, folder, case, choice.key)))


async def write_referral(app: App[Any], vault: Vault, referral: int) -> None:
    """Ask where to, write the letter of a clue that was referred (row id), and show where it lies. ``Failure``."""
    from exports.papers.disposal_papers import write_referral_letter

    folder = await app.push_screen_wait(ChooseScreen("移交线索函写到哪个文件夹"))
    if folder is None:
        _tell(app, "已放弃，没有写出。")
        return
    await _show(app, "移交线索函", await outcome(vault.write(write_referral_letter, folder, referral)))


async def _show(app: App[Any], label: str, written: "Written") -> None:
    await app.push_screen_wait(SheetScreen("文书已写出", [("", _HANDLED), (label, written.path)]))
    _tell(app, f"已写出并读回核对：{written.path.name}。按“内部”管理。", done=True)


async def _write_whole(app: App[Any], vault: Vault, case: int, folder: "Path") -> None:
    from exports.papers.disposal_folder import write_case_folder

    def start(progress: Progress, cancelled: Cancelled) -> "Future[WrittenCase]":
        return vault.write(write_case_folder, folder, case, progress=progress, cancelled=cancelled)

    begin: Callable[[Progress, Cancelled], Future[WrittenCase]] = start
    written = await outcome(await app.push_screen_wait(Working("正在写出整卷…", begin)))
    lines: list[tuple[str, object]] = [("", _HANDLED), ("文件夹", written.folder)]
    lines += [(file.path.name, label) for label, file in written.files]
    lines += [("附件内容还没有送到本机，没有写出", name) for name in written.missing]
    await app.push_screen_wait(SheetScreen("整卷已写出", lines))
    _tell(app, f"整卷已写出{len(written.files)}份并读回核对：{written.folder.name}。按“内部”管理。", done=True)


def _tell(app: App[Any], sentence: str, *, done: bool = False, refused: bool = False) -> None:
    """Say it on the screen that asked, if it has a message line."""
    if isinstance(app.screen, ActingScreen):
        app.screen.tell(sentence, done=done, refused=refused)
