"""Writing papers of the ledgers: which one, into which folder, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from tui.screens.acting import outcome
from tui.screens.choose import ChooseScreen
from tui.screens.pick import Pick
from tui.store.session import Session
from tui.store.vault import Vault

if TYPE_CHECKING:
    from exports.media import Written

Write = Callable[[Session, Path], "Sequence[Written]"]
"""Writes papers into a folder and gives the files; none where there is nothing to write."""

NOTHING = "没有可以写出的：转入的、已了结的不写介绍信，已收到回执的不再催要。"


async def write_chosen(app: App[Any], vault: Vault, papers: Mapping[str, Write]) -> tuple[str, bool] | None:
    """Ask which of the papers and where to, and write it; the sentence on it and whether it was done, or None.

    ``papers`` are the choices in words with what writes each. Raises the ``Failure`` of the writing.
    """
    labels = list(papers)
    chosen = await app.push_screen_wait(Pick("写出哪种文书", labels))
    if chosen is None:
        return None
    folder = await app.push_screen_wait(ChooseScreen("文书写到哪个文件夹"))
    if folder is None:
        return None
    write = papers[labels[chosen]]
    files = await outcome(vault.write(write, folder))
    if not files:
        return NOTHING, False
    where = files[0].path if len(files) == 1 else files[0].path.parent
    return f"已写出{len(files)}份并读回核对：{where}。按“内部”管理。", True


def of_letters(letters: Sequence[int]) -> dict[str, Write]:
    """The papers on these letters (row ids)."""
    from exports.papers.of_letters import write_introductions, write_reminders  # python-docx takes a while to load

    return {
        f"介绍信（{len(letters)}封，一封一页）": lambda session, folder: write_introductions(session, letters, folder),
        "催要回执函（一个接收单位一份）": lambda session, folder: write_reminders(session, letters, folder),
    }


def of_year(top: int, year: int, as_of: str) -> dict[str, Write]:
    """The statistics of the year of a unit (row id) and all below it."""
    from exports.papers.of_letters import write_receipt_statistics

    return {
        f"{year}年度回执情况统计表": lambda session, folder: [
            write_receipt_statistics(session, top, year, as_of, folder)
        ]
    }


def of_search(case: int) -> dict[str, Write]:
    """The papers on a search case (row id)."""
    from exports.papers.of_searches import write_judgement, write_search_file

    return {
        "失联党员查找档案（一人一档）": lambda session, folder: [write_search_file(session, case, folder)],
        "失联党员定性表": lambda session, folder: [write_judgement(session, case, folder)],
    }
