"""The comparison on the screen: what is shown, what a key stores in the vault, what goes out."""

from pathlib import Path

from desk import Desk, OpenDesk
from openpyxl import Workbook
from people import arrival, take_in
from references import compared, there
from test_errands import choose, go
from textual.widgets import Input

from tui.rules.comparison import Kind
from tui.screens.comparison import ComparisonScreen
from tui.screens.dialogs import AskText, Confirm
from tui.screens.menu import Errand
from tui.screens.online import OnlineScreen
from tui.screens.sheet import SheetScreen
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar
from tui.widgets.grid import VirtualGrid

ID = "110105198507010013"
DECISIONS = "SELECT field, decision FROM difference ORDER BY id"


def export(path: Path, person: dict[str, str]) -> Path:
    """A workbook with this person."""
    book = Workbook()
    book.worksheets[0].append(list(person))
    book.worksheets[0].append(list(person.values()))
    book.save(path)
    return path


def fill(vault: Vault) -> None:
    """Two members, of whom one differs in three items and the other is missing there."""
    take_in(
        vault,
        arrival("张明", idno=ID, nation="汉族", phone="13800138000", work="教师"),
        arrival("李四"),
    )
    them = there(1, "张明", idno=ID[:17] + "4", nation="满族", phone="13900139000", work="教师")
    vault.write(compared, them, there(None, "王五", Kind.OUTSIDE)).result()


async def entered(desk: Desk, errand: Errand, kind: type) -> None:
    await go(desk, errand)
    await desk.until(lambda: isinstance(desk.app.screen, kind) and desk.app.screen.ready, "the list is read")


def lines(desk: Desk) -> str:
    grid = desk.app.screen.query_one(VirtualGrid)
    return "\n".join(grid.render_line(y).text for y in range(grid.size.height))


def states(desk: Desk) -> str:
    return "".join(desk.app.screen.query_one(CheckBar)._labels)


async def answer(desk: Desk, text: str | None = None) -> None:
    """Answer a question with a text, or with what it proposes."""
    await desk.until(lambda: isinstance(desk.app.screen, AskText), "something is asked")
    asked = desk.app.screen
    if text is not None:
        asked.query_one(Input).value = text
    await desk.press("enter")
    await desk.until(lambda: desk.app.screen is not asked, "it is answered")


async def test_differences_are_shown_with_masked_numbers_and_decided_one_by_one(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await entered(desk, Errand.COMPARE, ComparisonScreen)
        await desk.until(lambda: "满族" in lines(desk), "the rows are drawn")
        shown = lines(desk)
        assert "13900139000" not in shown
        assert "139****9000" in shown
        assert ID not in shown
        assert "未处理 5" in states(desk)
        await desk.press("f5", "f6", "f7")
        await desk.told("张明 手机记为“待核实”：1项已改")
        assert desk.stored(DECISIONS)[:3] == [("idno", "ours"), ("nation", "theirs"), ("phone", "clarify")]
        assert desk.stored("SELECT nation FROM member WHERE id = 1") == [("满族",)]
        await desk.until(lambda: "未处理 2" in states(desk), "the counts follow")
        await desk.press("ctrl+u", "ctrl+u")
        await desk.until(lambda: desk.stored("SELECT nation FROM member WHERE id = 1") == [("汉族",)], "it is undone")
        await desk.until(lambda: "未处理 4" in states(desk), "the counts follow")
        assert desk.stored(DECISIONS)[:3] == [("idno", "ours"), ("nation", "open"), ("phone", "open")]


async def test_marks_get_one_decision_and_what_may_not_have_it_is_refused(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch, (80, 24)) as desk:
        await entered(desk, Errand.COMPARE, ComparisonScreen)
        await desk.press("space", "space", "shift+down", "f6")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "the bulk is confirmed")
        await desk.until(lambda: desk.app.screen.focused is not None, "the dialog is armed")
        await desk.press("enter")
        await desk.told("2项已改")
        assert "姓名、身份号码须逐项核实采用" in desk.notice
        assert "涉及整人增减" in desk.notice
        assert desk.stored("SELECT nation, phone, idno FROM member WHERE id = 1") == [("满族", "13900139000", ID)]


async def test_what_was_corrected_there_is_ticked_off_with_day_and_name(branch: Vault, open_desk: OpenDesk) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await entered(desk, Errand.COMPARE, ComparisonScreen)
        await desk.press("f5")
        await desk.told("以本库为准”：1项已改")
        await desk.press("2")
        await desk.until(lambda: "本库为准" in lines(desk), "only what is to be corrected is listed")
        await desk.press("f8")
        await answer(desk)
        await answer(desk, "王芳")
        await desk.told("记为已在统计库更正：1项已改")
        assert desk.stored("SELECT corrected_on, corrected_by FROM difference WHERE field = 'idno'") == [
            ("2026-11-20", "王芳")
        ]
        await desk.press("4")
        await desk.until(lambda: "已更正11-20" in lines(desk), "it is among what is done")


async def test_items_and_branches_are_filtered_and_numbers_shown_on_request_only(
    branch: Vault, open_desk: OpenDesk
) -> None:
    fill(branch)
    async with open_desk(branch) as desk:
        await entered(desk, Errand.COMPARE, ComparisonScreen)
        screen = desk.app.screen
        assert isinstance(screen, ComparisonScreen)
        await desk.press("6")
        await desk.until(lambda: len(screen.order) == 1, "one item is listed")
        await desk.press("f4")
        await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the page is shown")
        assert ID in desk.app.screen._text.plain
        assert ID[:17] + "4" in desk.app.screen._text.plain
        assert desk.stored("SELECT body ->> 'action' FROM entry ORDER BY seq DESC LIMIT 1") == [("member.reveal",)]
        await desk.press("escape", "enter")
        await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the page is shown again")
        assert ID not in desk.app.screen._text.plain
        await desk.press("escape", "6", "6", "6", "6", "7", "7")
        await desk.until(lambda: len(screen.order) == 1 and "王五" in lines(desk), "who is on no roster is listed")


async def test_an_export_is_taken_in_compared_and_its_tables_written(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    take_in(branch, arrival("张明", idno=ID, nation="汉族", sex="male"))
    wrong = export(tmp_path / "1.xlsx", {"姓名": "张明", "公民身份号码": ID, "民族": "满族", "性别": "男"})
    right = export(tmp_path / "2.xlsx", {"姓名": "张明", "公民身份号码": ID, "民族": "汉族", "性别": "男"})
    async with open_desk(branch) as desk:
        await entered(desk, Errand.COMPARE, ComparisonScreen)
        await desk.told("还没有比对过")
        await desk.press("f2")
        await choose(desk, tmp_path / "none.xlsx")
        await answer(desk)
        await desk.told("无法读取文件")
        await choose(desk, wrong)
        await answer(desk, "2026-11-01")
        await desk.told("比对1人，对应1人，错项1项")
        await desk.press("f5")
        await desk.told("以本库为准”：1项已改")
        await desk.press("f9")
        await choose(desk, tmp_path)
        await desk.told("已写出并读回核对：comparison-")
        assert len(list(tmp_path.glob("comparison-*.xlsx"))) == 1
        await desk.press("f2")
        await choose(desk, right)
        await answer(desk, "2026-11-10")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "it is proposed to tick off")
        assert desk.stored("SELECT count(*) FROM difference WHERE corrected_on IS NOT NULL") == [(0,)]
        await desk.until(lambda: desk.app.screen.focused is not None, "the dialog is armed")
        await desk.press("enter")
        await answer(desk)
        await answer(desk)
        await desk.told("记为已在统计库更正：1项已改")
        assert desk.stored("SELECT corrected_on, corrected_by FROM difference WHERE corrected_on IS NOT NULL") == [
            ("2026-11-10", "张明")
        ]


async def test_the_list_of_people_present_is_kept_apart_and_only_looked_through(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    fill(branch)
    present = export(tmp_path / "p.xlsx", {"姓名": "赵六", "性别": "男", "民族": "汉族"})
    async with open_desk(branch) as desk:
        await entered(desk, Errand.COMPARE, ComparisonScreen)
        await desk.press("0")
        await desk.told("当前为实有（已采集）人员名单，还没有导入")
        await desk.press("f2")
        await choose(desk, present)
        await answer(desk)
        await desk.told("漏项2项，库外1项")
        await desk.press("f5")
        await desk.told("只供核对")
        await desk.press("f9")
        await choose(desk, tmp_path)
        await desk.told("已写出")
        assert {path.name.split("-0")[0] for path in tmp_path.glob("*-0*.xlsx")} == {"not-on-roster", "unaccounted"}
        await desk.press("0")
        await desk.until(lambda: "满族" in lines(desk), "the statistics database is shown again")


async def test_hostile_texts_of_the_file_are_drawn_as_they_are(branch: Vault, open_desk: OpenDesk) -> None:
    take_in(branch, arrival("[/]", work="[@click=app.quit]x"))
    branch.write(compared, there(1, "[/]", work="[b]\x1b]0;x\x07\u202e"), there(None, "[red]", Kind.OUTSIDE)).result()
    async with open_desk(branch) as desk:
        await entered(desk, Errand.COMPARE, ComparisonScreen)
        await desk.until(lambda: "[@click" in lines(desk), "the rows are drawn")
        assert "\x1b" not in lines(desk)
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, SheetScreen), "the page is shown")
        assert "\x1b" not in desk.app.screen._text.plain
        assert desk.app.is_running


async def test_who_is_entered_online_is_marked_undone_and_listed(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    take_in(branch, arrival("张明", idno=ID), arrival("李四"), arrival("王五"))
    async with open_desk(branch, (80, 24)) as desk:
        await entered(desk, Errand.ONLINE, OnlineScreen)
        await desk.until(lambda: "张明" in lines(desk), "the rows are drawn")
        assert ID not in lines(desk)
        await desk.press("space", "space", "f5")
        await desk.until(lambda: isinstance(desk.app.screen, Confirm), "the bulk is confirmed")
        await desk.until(lambda: desk.app.screen.focused is not None, "the dialog is armed")
        await desk.press("enter")
        await answer(desk, "2026-11-19")
        await desk.told("网上接转系统记为已编入：2人已改")
        assert desk.stored("SELECT count(*), min(entered_on) FROM online_entry") == [(2, "2026-11-19")]
        await desk.until(lambda: "1 未编入 1" in states(desk), "the counts follow")
        await desk.press("2")
        await desk.until(lambda: "2026-11-19" in lines(desk), "who is entered is listed")
        await desk.press("f8")
        await desk.told("取消已编入：1人已改")
        await desk.press("f9")
        await choose(desk, tmp_path)
        await desk.told("已写出并读回核对：not-entered-")
        await desk.press("ctrl+u", "ctrl+u")
        await desk.until(lambda: desk.stored("SELECT count(*) FROM online_entry") == [(0,)], "both are undone")
