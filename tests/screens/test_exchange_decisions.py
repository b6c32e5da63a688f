"""Sending decisions down and receiving them, as people do it on screen."""

from pathlib import Path

from deciding import advance, approved, down, file_in, line_in
from desk import OpenDesk
from test_errands import choose, go

from tui.screens.disposal_step_form import step_entry
from tui.screens.menu import Errand
from tui.screens.sheet import SheetScreen
from tui.store.vault import Vault


async def test_decisions_are_sealed_on_one_screen_and_reviewed_on_another_before_they_count(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    with line_in(tmp_path) as line:
        approved(line, tmp_path / "usb")
        stick = tmp_path / "stick"
        stick.mkdir()
        async with open_desk(line.committee) as desk:
            await go(desk, Errand.SEND_DECISIONS)
            await choose(desk, stick)
            await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the outcome is shown")
            assert "处置决定2件" in desk.app.screen._text.plain
            await desk.press("enter")
            await desk.told("处置决定包1个已写到")
        [bundle] = stick.iterdir()
        async with open_desk(line.branch) as desk:
            await go(desk, Errand.RECEIVE)
            await choose(desk, bundle)
            await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the preview is shown")
            said = desk.app.screen._text.plain
            assert "张三·不予承认（假党员）：2020-05-05 计算机学院党委 基层党委审核：同意" in said
            assert " 某大学党委组织部 县级以上党委组织部批准：同意" in said
            assert "另一决定单位：某大学党委组织部（公钥卡由发件单位转来，指纹" in said
            await desk.press("escape")
            await desk.told("没有任何改动")
            assert len(file_in(line.branch).recorded) == 3
            await go(desk, Errand.RECEIVE)
            await choose(desk, bundle)
            await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the preview is shown")
            await desk.press("f5")
            await desk.told("已接收：新到处置决定2件")
            assert len(file_in(line.branch).standing) == 5


def test_the_last_step_says_beforehand_what_becomes_of_the_roster(tmp_path: Path) -> None:
    with line_in(tmp_path) as line:
        approved(line, tmp_path / "usb")
        down(line.committee, line.branch, tmp_path / "usb")
        advance(line.branch)
        found = file_in(line.branch)
        assert found.case is not None
        assert found.next_step is not None
        told = dict(step_entry(line.branch, found, found.case, found.next_step).told({"on_day": "2020-09-01"}))
        assert told["写入以后"] == "本案办结：不予承认党员身份，自2020-06-04起，不再列入名册"


async def test_a_unit_without_units_below_is_told_so_before_it_is_asked_for_a_folder(
    branch: Vault, open_desk: OpenDesk
) -> None:
    async with open_desk(branch) as desk:
        await go(desk, Errand.SEND_DECISIONS)
        await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the reason is shown")
        assert "没有登记下级单位的公钥卡" in desk.app.screen._text.plain
        await desk.press("enter")
        assert desk.stored("SELECT count(*) FROM sent") == [(0,)]
