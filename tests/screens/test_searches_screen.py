"""The ledger of the search by keys: opened from suggestions, searched for, asked of offices, ended."""

import pytest
from desk import Desk, OpenDesk, open_ledger
from people import arrival, take_in
from textual.widgets import Input
from vaults import COMMITTEE, founded, opened

from tui.rules.situations import SituationKind
from tui.screens.dialogs import AskText, Confirm
from tui.screens.evidence import EvidenceScreen
from tui.screens.menu import LedgerErrand
from tui.screens.office_requests import OfficeRequestsScreen
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.screens.search_case import SearchCaseScreen
from tui.screens.search_form import SearchForm
from tui.screens.searches import SearchesScreen
from tui.store.commands.situations import record_situation
from tui.widgets.checkbar import CheckBar
from tui.widgets.grid import VirtualGrid


async def asked(desk: Desk, screen: type = AskText) -> None:
    await desk.until(lambda: isinstance(desk.app.screen, screen), f"{screen.__name__} is open")


async def say(desk: Desk, text: str) -> None:
    """Answer the question that is open."""
    await asked(desk)
    field = desk.app.screen.query_one(Input)
    field.value = text
    await desk.press("enter")
    await desk.until(lambda: not field.is_attached, "the answer is taken")


def seen(desk: Desk) -> str:
    grid = desk.app.screen.query_one(VirtualGrid)
    return "\n".join(grid.render_line(y).text for y in range(grid.size.height))


def views(desk: Desk) -> str:
    return " ".join(desk.app.screen.query_one(CheckBar)._labels)


async def test_a_clerk_opens_searches_asks_offices_and_ends_cases_by_keys_alone(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, open_desk: OpenDesk
) -> None:
    folder = tmp_path_factory.mktemp("searching")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    vault = opened(founded(folder / "vault", COMMITTEE))
    take_in(vault, *(arrival(name, dues_to="2025-01") for name in ("张伟", "李娜", "王芳")), arrival("赵敏"))
    members = [row[0] for row in vault.session.db.execute_sql("SELECT id FROM member WHERE dues_to = '2025-01'")]
    for member in members[:1]:
        record_situation(vault.session, member, SituationKind.LOST, {"since": "2025-01"})
    async with open_desk(vault, (80, 24)) as desk:
        await open_ledger(desk, LedgerErrand.SEARCHES)
        await desk.until(lambda: isinstance(desk.app.screen, SearchesScreen) and desk.app.screen.ready, "listed")
        assert "2 待开案 3" in views(desk)
        assert "“查找中”中没有；按数字键看2 待开案 3" in desk.notice
        await desk.press("2")
        await desk.until(lambda: "22个月" in seen(desk) or "21个月" in seen(desk), "months are told")
        await desk.press("ctrl+e", "f5")
        await asked(desk, Confirm)
        await desk.until(lambda: not desk.app.screen.query_one("#yes").disabled, "the dialog takes keys")
        await desk.press("enter")
        await say(desk, "2026-11-20")
        await desk.told("3人已开案")
        await desk.press("1")
        await desk.until(lambda: "1 查找中 3" in views(desk) and "直0 人0" in seen(desk), "the cases are listed")
        # 赵敏, of whom nothing suggests it, with what the branch knows
        await desk.press("f2")
        await say(desk, "赵敏")
        await asked(desk, Pick)
        await desk.press("enter")
        await say(desk, "支部合并后未见其人")
        await say(desk, "2026-11-20")
        await desk.until(lambda: "1 查找中 4" in views(desk), "the case is there")
        # several searches of the first one in a row
        await desk.press("home", "f5")
        await say(desk, "10-08 11 2 13900001111 空号 @赵明")
        await say(desk, "9.31 11 2")
        await asked(desk)
        assert "不是日期" in "".join(str(w.render()) for w in desk.app.screen.query("Static"))
        await say(desk, "10-09 21 4 妻子 在深圳打工")
        await asked(desk)
        await desk.press("escape")
        assert desk.stored("SELECT on_day, searched_by, channel, result, contact, said FROM search_attempt") == [
            ("2026-10-08", "赵明", "phone", "wrong_number", "13900001111", "空号"),
            ("2026-10-09", "赵明", "relatives", "clue", "妻子", "在深圳打工"),
        ]
        # two of them are asked about at one office, and one answer is for both
        await desk.press("home", "space", "space", "f4")
        await asked(desk, Pick)
        await desk.press("enter")
        await asked(desk, Confirm)
        await desk.until(lambda: not desk.app.screen.query_one("#yes").disabled, "the dialog takes keys")
        await desk.press("enter")
        await desk.told("2人已提请")
        # the file of the first one: his facts, then he calls
        await desk.press("home", "enter")
        await desk.until(lambda: isinstance(desk.app.screen, SearchCaseScreen) and "深圳" in seen(desk), "the file")
        assert "13900001111" not in seen(desk)
        await desk.press("f6")
        await asked(desk, SearchForm)
        await desk.press("down", "space", "f5")
        await desk.told("已保存")
        assert desk.stored("SELECT occupation FROM search_case WHERE id = 2 OR occupation IS NOT NULL") != [(None,)]
        await desk.press("f7")
        await asked(desk, EvidenceScreen)
        await desk.press("escape")
        await asked(desk, SearchCaseScreen)
        await desk.press("enter")
        await asked(desk, ReadingScreen)
        await desk.press("escape")
        await desk.until(lambda: isinstance(desk.app.screen, SearchCaseScreen), "back at the file")
        # too early for 确实无法取得联系: what is missing is told before anything else is asked
        await desk.press("f8")
        await asked(desk, Pick)
        await desk.press("down", "enter")
        await desk.until(lambda: isinstance(desk.app.screen, SearchCaseScreen), "back at the file")
        await desk.told("失联原因")
        await desk.told("首末两次相隔")
        await desk.told("F4")
        await desk.press("f8")
        await asked(desk, Pick)
        await desk.press("enter")
        await say(desk, "2026-11-19")
        await say(desk, "本人来电")
        await asked(desk, Pick)
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, SearchCaseScreen), "back at the file")
        assert "不早于开案" in desk.notice  # it was opened today
        await desk.press("f8")
        await asked(desk, Pick)
        await desk.press("enter")
        await say(desk, "2026-11-20")
        await say(desk, "本人来电")
        await asked(desk, Pick)  # he still stands as lost in the ledger of situations
        await desk.press("enter")
        await desk.told("了结失联情形")
        assert desk.stored("SELECT until FROM situation") == [("2026-11-20",)]
        await desk.press("escape")
        await desk.until(lambda: "3 取得联系 1" in views(desk), "he is counted as found")
        await desk.press("ctrl+u")
        await desk.until(lambda: "3 取得联系 0" in views(desk), "and not after the undo")
        assert desk.stored("SELECT until FROM situation") == [(None,)]
        await desk.press("escape")
        await open_ledger(desk, LedgerErrand.OFFICE_REQUESTS)
        await desk.until(lambda: isinstance(desk.app.screen, OfficeRequestsScreen) and "公安" in seen(desk), "asked")
        await desk.press("ctrl+e", "f5")
        await asked(desk, Confirm)
        await desk.until(lambda: not desk.app.screen.query_one("#yes").disabled, "the dialog takes keys")
        await desk.press("enter")
        for answer in ("武进区公安局", "函〔2026〕3号", "2026-11-20"):
            await say(desk, answer)
        await desk.told("2人已列入")
        await desk.press("2")
        await desk.until(lambda: "函〔2026〕3号" in seen(desk), "they wait for the answer")
        await desk.press("ctrl+e", "f5")
        await asked(desk, Confirm)
        await desk.until(lambda: not desk.app.screen.query_one("#yes").disabled, "the dialog takes keys")
        await desk.press("enter")
        await asked(desk, Pick)
        await desk.press("enter")
        await say(desk, "")
        await say(desk, "2026-11-20")
        await desk.told("2人已登记")
        assert desk.stored("SELECT count(*) FROM search_attempt WHERE channel = 'police' AND result = 'nothing'") == [
            (2,)
        ]
    vault.close()
