"""Writing papers of the ledgers: which one, into which folder, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.rules.disposal.statistics import Period
from tui.screens.acting import ActingScreen, outcome
from tui.screens.choose import ChooseScreen
from tui.screens.pick import Pick
from tui.store.session import Session
from tui.store.vault import Vault

if TYPE_CHECKING:
    from exports.media import Written

Write = Callable[[Session, Path], "Sequence[Written]"]
"""Writes papers into a folder and gives the files; none where there is nothing to write."""

NOTHING = "没有可以写出的：转入、了结的不写介绍信，有回执的不催要，没有待复的函不写函。"


async def write_chosen(screen: ActingScreen[Any], vault: Vault, papers: Mapping[str, Write]) -> None:
    """Ask which of the papers and where to, write it, and tell on the screen what came of it.

    ``papers`` are the choices in words with what writes each. Raises the ``Failure`` of the writing.
    """
    app = screen.app
    labels = list(papers)
    chosen = await app.push_screen_wait(Pick("写出哪种文书", labels))
    folder = None if chosen is None else await app.push_screen_wait(ChooseScreen("文书写到哪个文件夹"))
    if chosen is None or folder is None:
        screen.tell("已放弃，没有写出。")
        return
    files = await outcome(vault.write(papers[labels[chosen]], folder))
    if not files:
        screen.tell(NOTHING, refused=True)
        return
    where = files[0].path if len(files) == 1 else files[0].path.parent
    screen.tell(f"已写出{len(files)}份并读回核对：{where}。按“内部”管理。", done=True)


def of_letters(letters: Sequence[int]) -> dict[str, Write]:
    """The papers on these letters (row ids)."""
    from exports.papers.letter_papers import write_introductions, write_reminders  # python-docx takes a while to load

    return {
        f"介绍信（{len(letters)}封，一封一页）": lambda session, folder: write_introductions(session, letters, folder),
        "催要回执函（一个接收单位一份）": lambda session, folder: write_reminders(session, letters, folder),
    }


def of_year(top: int, year: int, as_of: str) -> dict[str, Write]:
    """The statistics of the year of a unit (row id) and all below it."""
    from exports.papers.letter_papers import write_receipt_statistics

    return {
        f"{year}年度回执情况统计表": lambda session, folder: [
            write_receipt_statistics(session, top, year, as_of, folder)
        ]
    }


def of_disposals(top: int, period: Period) -> dict[str, Write]:
    """The statistics of disposals of a unit (row id) and all below it."""
    from exports.papers.disposal_statistics import write_disposal_statistics

    return {
        f"组织处置统计表（截至{period.last}）": lambda session, folder: [
            write_disposal_statistics(session, top, period, folder)
        ]
    }


def of_archive(member: int) -> dict[str, Write]:
    """The papers on a member's file (row id)."""
    from exports.papers.archive_papers import write_archive_inquiries, write_archive_list

    return {
        "党员档案材料清单": lambda session, folder: [write_archive_list(session, member, folder)],
        "商转函（待复的）": lambda session, folder: write_archive_inquiries(session, member, folder),
    }
