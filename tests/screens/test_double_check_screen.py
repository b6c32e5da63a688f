"""The double check at the keyboard: coverage per branch, the sheet, differences, requests, closing, writing out."""

from pathlib import Path

import pytest
from desk import Desk, OpenDesk
from people import arrival, take_in
from test_comparison_screen import answer, lines, states
from test_double_check import both_looks, give, whole_sheet
from test_errands import choose, go
from textual.widgets import OptionList

from tui.rules.checks import Check, Stage, Verdict
from tui.rules.units import UnitKind
from tui.screens.branch_sheet import BranchSheetScreen
from tui.screens.dialogs import AskText, Confirm
from tui.screens.double_check import DoubleCheckScreen
from tui.screens.menu import Errand
from tui.screens.names_beside import NamesScreen
from tui.screens.pick import Pick
from tui.screens.reading import ReadingScreen
from tui.store.commands.organizations import add_organization
from tui.store.vault import Vault

SAID = "SELECT question, answer, counted, remark FROM verification_statement ORDER BY id"


@pytest.fixture
def office(committee: Vault) -> Vault:
    """A committee with a branch of two, one of them hostile by name, and an empty branch."""
    for code, name in (("001002009", "教工党支部"), ("001002010", "[/]学生党支部")):
        committee.write(add_organization, 1, UnitKind.BRANCH, code, name).result()
    take_in(
        committee,
        arrival("张明", org=2, phone="13800138000", floating="yes"),
        arrival("[@click=app.quit]李\x1b]0;x\x07娜", org=2),
    )
    return committee


async def on(desk: Desk, screen: type) -> None:
    await desk.until(
        lambda: isinstance(desk.app.screen, screen) and getattr(desk.app.screen, "ready", True),
        f"{screen.__name__} is shown",
    )


async def listed(desk: Desk) -> None:
    await go(desk, Errand.DOUBLE_CHECK)
    await on(desk, DoubleCheckScreen)


async def in_branch(desk: Desk) -> None:
    await listed(desk)
    await desk.press("enter")
    await on(desk, BranchSheetScreen)


async def test_branches_are_listed_with_their_coverage_and_the_levels_are_laid_down(
    office: Vault, open_desk: OpenDesk
) -> None:
    office.write(both_looks, [1]).result()
    async with open_desk(office, (80, 24)) as desk:
        await listed(desk)
        shown = lines(desk)
        assert "50%" in shown
        assert "0/20" in shown
        assert "[/]" in shown
        await desk.press("f2")
        await on(desk, Pick)
        await desk.press("down", "down", "enter")
        await desk.told("基层党组织自查，上级党（工）委或组织部核查：1项已规定")
        await desk.press("f8")
        await desk.told("本单位不作工作组核查")
        await desk.press("ctrl+u")
        await desk.told("撤销“规定自查和核查的层级”")
        assert desk.stored("SELECT count(*) FROM campaign_levels") == [(0,)]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_lines_are_answered_in_a_row_and_undone(
    office: Vault, open_desk: OpenDesk, size: tuple[int, int]
) -> None:
    async with open_desk(office, size) as desk:
        await in_branch(desk)
        assert "未填 20" in states(desk)
        await desk.press("f6", "f5", "f7")
        await desk.until(lambda: len(desk.stored(SAID)) == 3, "three lines are answered")
        assert [row[:2] for row in desk.stored(SAID)] == [
            ("basics.facts", "w"), ("basics.contacts", "s"), ("dues.relation", "n"),
        ]  # fmt: skip
        await desk.until(lambda: "未填 17" in states(desk), "the count follows")
        await desk.press("ctrl+u")
        await desk.told("撤销“填写核查表”")
        assert len(desk.stored(SAID)) == 2
        await desk.press("f2")
        await answer(desk, "以[/]档案为准")
        await desk.told("已记")
        await desk.press("ctrl+n")
        await desk.told("这一项没有人数")
        await desk.press(*["down"] * 4, "ctrl+n")
        await answer(desk, "3")
        await desk.until(lambda: ("floating.count", "w", 3, None) in desk.stored(SAID), "the number is stored")
        assert "有问题，核准3人" in lines(desk)


async def test_the_names_are_one_key_away_and_a_correction_is_asked_for_from_there(
    office: Vault, open_desk: OpenDesk
) -> None:
    async with open_desk(office, (80, 24)) as desk:
        await in_branch(desk)
        await desk.press("enter")
        await on(desk, NamesScreen)
        await desk.until(lambda: "138****8000" in lines(desk), "the names are drawn")
        assert "[@click=a" in lines(desk)
        await desk.press("down", "f4")
        await on(desk, Pick)
        desk.app.screen.query_one(OptionList).highlighted = 1
        await desk.press("enter")
        await answer(desk, "女")
        await answer(desk, "本人确认")
        await desk.told("性别的更正意见：1件已提出")
        assert desk.stored("SELECT field, seen, wanted, reason, state FROM correction_request") == [
            ("sex", "", "female", "本人确认", "open")
        ]
        await desk.press("enter")
        await on(desk, ReadingScreen)
        await desk.press("escape", "escape")
        await on(desk, BranchSheetScreen)
        await desk.until(lambda: "更正意见 1" in states(desk), "it is counted")
        await desk.press("4")
        await desk.until(lambda: "待更正" in lines(desk), "it is listed")
        await desk.press("ctrl+g")
        await desk.told("名册内容尚未改动")
        await desk.press("delete")
        await desk.told("撤回更正意见：1件已办")
        assert "已撤回" in lines(desk)
        await desk.press("ctrl+u")
        await desk.until(lambda: "待更正" in lines(desk), "it stands again")


async def test_a_correction_is_asked_of_all_marked(office: Vault, open_desk: OpenDesk) -> None:
    office.write(both_looks).result()
    office.write(give, Stage.VERIFICATION, [1, 2], Check.DUES, Verdict.DOUBTFUL).result()
    async with open_desk(office, (80, 24)) as desk:
        await in_branch(desk)
        await desk.press("space")
        await desk.told("这一页逐项办理，不用标记")
        await desk.press("2")
        await desk.until(lambda: "张明" in lines(desk), "the differences are listed")
        await desk.press("ctrl+e", "f4")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "it is asked")
        await desk.until(lambda: desk.app.screen.focused is not None, "the dialog is armed")
        await desk.press("enter")
        await on(desk, Pick)
        options = desk.app.screen.query_one(OptionList)
        shown = [str(option.prompt) for option in options.options]
        assert not any(word in each for each in shown for word in ("姓名", "手机", "现为"))
        options.highlighted = next(place for place, each in enumerate(shown) if "性别" in each)
        await desk.press("enter")
        await answer(desk, "女")
        await answer(desk, "查看身份证")
        await desk.told("2人性别的更正意见：2件已提出")
        assert desk.stored("SELECT member, field, wanted, reason FROM correction_request ORDER BY 1") == [
            (1, "sex", "female", "查看身份证"), (2, "sex", "female", "查看身份证"),
        ]  # fmt: skip
        await desk.press("ctrl+u")
        await desk.told("撤销“提更正意见”：2件已撤销")


async def test_differences_say_who_said_what(office: Vault, open_desk: OpenDesk) -> None:
    office.write(both_looks).result()
    office.write(give, Stage.VERIFICATION, [1], Check.DUES, Verdict.DOUBTFUL).result()
    async with open_desk(office, (80, 24)) as desk:
        await in_branch(desk)
        await desk.press("2")
        await desk.until(lambda: "张明" in lines(desk), "the difference is listed")
        assert "党费：自查无误（李四）核查存疑（李华）" in lines(desk)
        await desk.press("f5")
        await desk.told("请先按1回到核查表")
        await desk.press("enter")
        await on(desk, ReadingScreen)


async def test_closing_is_refused_with_what_is_missing_and_possible_when_nothing_is(
    office: Vault, open_desk: OpenDesk
) -> None:
    office.write(both_looks, [1]).result()
    async with open_desk(office) as desk:
        await listed(desk)
        await desk.press("f8")
        await desk.told("教工党支部的核查不能办结：自查缺1人，核查缺1人，核查表未填20项")
        await desk.press("f3")
        await on(desk, BranchSheetScreen)
        await desk.until(lambda: "五项" in lines(desk), "who is missing is listed")
        office.write(both_looks, [2]).result()
        office.write(whole_sheet).result()
        await desk.press("f8")
        await desk.told("教工党支部核查办结：1个党支部已办结")
        await desk.press("1", "f5")
        await desk.told("的核查已经办结")
        await desk.press("f8")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "it is asked")
        await desk.until(lambda: desk.app.screen.focused is not None, "the dialog is armed")
        await desk.press("enter")
        await desk.told("1个党支部已重新打开")


async def test_the_papers_are_written(office: Vault, open_desk: OpenDesk, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    async with open_desk(office, (80, 24)) as desk:
        await in_branch(desk)
        await desk.press("f9")
        await choose(desk, tmp_path / "out")
        await desk.told("已写出并读回核对")
    assert len(list((tmp_path / "out").glob("verification-*.xlsx"))) == 2


async def test_in_a_vault_without_branches_keys_say_why(committee: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(committee) as desk:
        await listed(desk)
        await desk.press("f3")
        await desk.told("没有党支部")


async def test_leaving_a_question_changes_nothing(office: Vault, open_desk: OpenDesk) -> None:
    async with open_desk(office) as desk:
        await in_branch(desk)
        await desk.press("f2")
        await on(desk, AskText)
        await desk.press("escape")
        await desk.told("已取消，没有任何改动")
        assert desk.stored(SAID) == []
