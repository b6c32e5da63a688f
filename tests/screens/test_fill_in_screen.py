"""Fill-in workbooks at the keyboard: written for the marked branches, read back with a review, listed for reminding."""

from pathlib import Path

from desk import Desk, OpenDesk
from fill_ins import fill, filled_branch, issued, member, with_branch
from people import arrival, take_in
from test_errands import choose, go
from textual.widgets import Input

from tui.screens.dialogs import AskText
from tui.screens.fill_in import FillInScreen
from tui.screens.fill_in_back import FillInBackScreen
from tui.screens.menu import Errand
from tui.screens.sheet import SheetScreen
from tui.store.commands.roster import Arrival, import_roster
from tui.store.vault import Vault
from tui.widgets.grid import VirtualGrid


async def at_the_list(desk: Desk) -> None:
    await go(desk, Errand.FILL_INS)
    await desk.until(lambda: isinstance(desk.app.screen, FillInScreen), "the list is shown")


async def on(desk: Desk, screen: type) -> None:
    await desk.until(lambda: isinstance(desk.app.screen, screen), f"{screen.__name__} is shown")


def drawn(desk: Desk) -> str:
    grid = desk.app.screen.query_one(VirtualGrid)
    return "\n".join(grid.render_line(y).text for y in range(grid.size.height))


async def test_workbooks_are_written_for_the_marked_branches(
    committee: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    filled_branch(committee)
    other = with_branch(committee, "学生党支部", "001002011")
    third = with_branch(committee, "教工党支部", "001002012")
    take_in(committee, arrival("赵六", org=other), arrival("钱七", org=third))
    async with open_desk(committee) as desk:
        await at_the_list(desk)
        assert drawn(desk).count("未发出") == 3
        await desk.press("space", "space", "f5")
        await on(desk, AskText)
        desk.app.screen.query_one(Input).value = "2026-12-01"
        await desk.press("enter")
        await choose(desk, tmp_path / "out")
        await on(desk, SheetScreen)
        assert "未加密" in desk.app.screen._text.plain
        await desk.press("enter")
        await desk.told("已写出2份填报表")
        assert drawn(desk).count("还有11天") == 2
        assert len(list((tmp_path / "out").iterdir())) == 2
        assert desk.stored("SELECT number, due_on FROM fill_in") == [(1, "2026-12-01"), (2, "2026-12-01")]
        await desk.press("f9")
        await desk.told("所选党支部还没有写出过填报表")
        await desk.press("up", "f9")
        await desk.told("已登记")
        assert desk.stored("SELECT cleared FROM fill_in ORDER BY number") == [(None,), ("destroyed",)]


async def test_a_due_day_that_is_past_is_refused_with_its_sentence(
    committee: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    filled_branch(committee)
    async with open_desk(committee) as desk:
        await at_the_list(desk)
        await desk.press("f5")
        await on(desk, AskText)
        desk.app.screen.query_one(Input).value = "2026-01-01"
        await desk.press("enter")
        await choose(desk, tmp_path / "out")
        await desk.told("收回期限2026-01-01早于今天")
        assert desk.stored("SELECT count(*) FROM fill_in") == [(0,)]


async def test_a_returned_workbook_is_reviewed_decided_on_applied_and_undone(
    committee: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    filled_branch(committee)
    (only,) = issued(committee, tmp_path / "out")
    fill(only.file.path, "王小明", {"工作岗位": "离休干部", "党内职务": "[/]书记", "性别": "x"})
    wang = member(committee, "王小明")
    committee.write(import_roster, [Arrival(wang, 2, {"work": "返聘"}, {}, "", [])], 1).result()
    async with open_desk(committee) as desk:
        await at_the_list(desk)
        await desk.press("f6")
        await choose(desk, only.file.path)
        await on(desk, FillInBackScreen)
        shown = drawn(desk)
        assert "组织委员 > [/]书记" in shown
        assert "返聘 > 离休干部" in shown
        assert "其后本库已有改动" in shown
        await desk.press("space")
        await desk.told("只有其后本库已有改动的")
        await desk.press("2")
        assert "性别不是" in drawn(desk)
        await desk.press("1", "down", "space")
        assert "以填报表为准" in drawn(desk)
        await desk.press("f5")
        await on(desk, FillInScreen)
        await desk.told("收回填报表第1号：1人已改")
        assert desk.stored("SELECT work, post FROM member WHERE id = ?", wang) == [("离休干部", "[/]书记")]
        assert "已收回" in drawn(desk)
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is desk.review, "the review is back")
        await desk.press("ctrl+u")
        await desk.told("撤销“收回填报表第1号”：1人已撤销")
        assert desk.stored("SELECT work, post FROM member WHERE id = ?", wang) == [("返聘", "组织委员")]


async def test_leaving_the_review_changes_nothing_and_a_wrong_file_says_why(
    committee: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    filled_branch(committee)
    (only,) = issued(committee, tmp_path / "out")
    (tmp_path / "text.xlsx").write_text("text")
    async with open_desk(committee) as desk:
        before = desk.stored("SELECT count(*) FROM entry")
        await at_the_list(desk)
        await desk.press("f6")
        await choose(desk, tmp_path / "text.xlsx")
        await desk.told("不是本单位在本批次发出的填报表")
        await choose(desk, only.file.path)
        await on(desk, FillInBackScreen)
        await desk.press("escape")
        await desk.told("已放弃，没有任何改动")
        assert desk.stored("SELECT count(*) FROM entry") == before


async def test_the_list_of_who_has_not_returned_is_written_as_text_and_as_a_table(
    committee: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    filled_branch(committee)
    issued(committee, tmp_path / "out")
    folder = tmp_path / "lists"
    folder.mkdir()
    async with open_desk(committee, (80, 24)) as desk:
        await at_the_list(desk)
        await desk.press("f7")
        await choose(desk, folder)
        await desk.told("已写出paicha-outstanding-2026-11-20.txt")
    text = (folder / "paicha-outstanding-2026-11-20.txt").read_text("utf-8")
    assert "离退休第一党支部" in text
    assert "第1号" in text
    assert "王小明" not in text
    assert str(tmp_path) not in text
    assert (folder / "paicha-outstanding-2026-11-20.xlsx").read_bytes().startswith(b"PK")
