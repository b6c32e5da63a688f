"""The statistics of disposals by keys: tables, the day, the unit, who is behind a figure, the workbook."""

from pathlib import Path

import pytest
from desk import Desk, OpenDesk, open_ledger
from people import arrival, take_in
from textual.widgets import Input
from vaults import COMMITTEE, founded, opened

from tui.rules.disposal.register import Origin
from tui.screens.dialogs import AskText
from tui.screens.disposal_case import DisposalCaseScreen
from tui.screens.disposal_statistics import DisposalStatisticsScreen
from tui.screens.menu import LedgerErrand
from tui.screens.pick import Pick
from tui.screens.search_pick import SearchPick
from tui.store.commands.disposal_cases import open_case, record_history
from tui.widgets.grid import VirtualGrid


def seen(desk: Desk) -> str:
    grid = desk.app.screen.query_one(VirtualGrid)
    return "\n".join(grid.render_line(y).text for y in range(grid.size.height))


async def on_top(desk: Desk, screen: type) -> None:
    await desk.until(lambda: isinstance(desk.app.screen, screen), f"{screen.__name__} is open")


async def test_figures_are_read_on_another_day_and_followed_to_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_desk: OpenDesk
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    vault = opened(founded(tmp_path / "vault", COMMITTEE))
    take_in(vault, *(arrival(name) for name in ("张伟", "李娜", "王芳")))
    first, second, third = (row[0] for row in vault.session.db.execute_sql("SELECT id FROM member ORDER BY id"))
    for member in (first, second):
        open_case(vault.session, member, "withdrawal", "2026-03-02", Origin.APPLICATION, "本人申请")
    record_history(vault.session, third, "withdrawal", "2015-05-01", decided_by="甲党委", document="", known="只有批复")
    async with open_desk(vault, (80, 24)) as desk:
        await open_ledger(desk, LedgerErrand.DISPOSAL_STATISTICS)
        await on_top(desk, DisposalStatisticsScreen)
        await desk.until(lambda: "退党除名" in seen(desk), "the kinds are listed")
        (line,) = [line for line in seen(desk).splitlines() if "退党除名" in line]
        assert [int(part) for part in line.split() if part.isdigit()][:2] == [2, 2]
        await desk.press("enter")
        await on_top(desk, Pick)
        await desk.press("enter")
        await on_top(desk, SearchPick)
        await desk.press("enter")
        await on_top(desk, DisposalCaseScreen)
        await desk.press("escape")
        await on_top(desk, DisposalStatisticsScreen)
        await desk.press("2")
        await desk.until(lambda: "本人书面申请" in seen(desk), "the steps are listed")
        await desk.press("4")
        await desk.until(lambda: "停止党籍中" in seen(desk), "the standings are listed")
        await desk.press("5")
        await desk.told("没有发现问题")
        await desk.press("1", "f5")
        await on_top(desk, AskText)
        desk.app.screen.query_one(Input).value = "2026-13-01"
        await desk.press("enter")
        await desk.told("请写完整的日期")
        await desk.press("f5")
        await on_top(desk, AskText)
        desk.app.screen.query_one(Input).value = "2026-03-01"
        await desk.press("enter")
        await desk.until(lambda: " 2 " not in seen(desk) and "退党除名" in seen(desk), "it is the day before")
        (line,) = [line for line in seen(desk).splitlines() if "退党除名" in line]
        assert [int(part) for part in line.split() if part.isdigit()][:3] == [0, 0, 1]
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "back at the review")
