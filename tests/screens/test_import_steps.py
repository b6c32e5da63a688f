"""The steps of an import: layout corrected and remembered, doubtful values answered in bulk, unclear persons told."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from desk import Desk, OpenDesk
from openpyxl import Workbook
from test_errands import choose, choose_lists, go
from textual.screen import Screen
from textual.widgets import OptionList

from tui.screens.arrivals import ArrivalsScreen
from tui.screens.header import HeaderScreen
from tui.screens.layout import LayoutScreen
from tui.screens.member_card import MemberCardScreen
from tui.screens.menu import Errand
from tui.screens.pick import Pick
from tui.screens.questions import QuestionsScreen
from tui.screens.sheet import SheetScreen
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar
from tui.widgets.grid import VirtualGrid


def workbook(path: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def drawn(desk: Desk) -> str:
    """What the grid of the screen on top draws."""
    grid = desk.app.screen.query_one(VirtualGrid)
    return "\n".join(grid.render_line(y).text for y in range(grid.size.height))


async def shown(desk: Desk, screen: type) -> None:
    await desk.until(lambda: isinstance(desk.app.screen, screen), f"{screen.__name__} is shown")


async def read_again(desk: Desk, before: Screen[object]) -> None:
    """Wait for the page of the layout that follows another reading."""
    again = lambda: isinstance(desk.app.screen, LayoutScreen) and desk.app.screen is not before  # noqa: E731
    await desk.until(again, "the file is read again")


async def pick(desk: Desk, words: str) -> None:
    """Choose the line with these words in the dialog on top."""
    await shown(desk, Pick)
    choices = desk.app.screen.query_one(OptionList)
    places = [index for index in range(choices.option_count) if words in str(choices.get_option_at_index(index).prompt)]
    choices.highlighted = places[0]
    await desk.press("enter")


async def test_the_layout_is_shown_corrected_and_remembered(branch: Vault, open_desk: OpenDesk, tmp_path: Path) -> None:
    header = ("姓名", "性别", "民族", "出生的年月")
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose(desk, workbook(tmp_path / "一.xlsx", ["党员名册"], header, ["张三", "男", "汉", "1985.7"]))
        await shown(desk, LayoutScreen)
        assert "疑为出生日期" in drawn(desk)
        await desk.press("end", "f9")
        await pick(desk, "出生日期")
        await desk.until(lambda: "人工指定" in drawn(desk), "the column is what was said")
        before = desk.app.screen
        await desk.press("f5")
        await read_again(desk, before)
        assert "人工指定" in drawn(desk)
        await desk.press("f5")
        await shown(desk, ArrivalsScreen)
        await desk.press("f5")
        await desk.told("1人已导入")
        assert desk.stored("SELECT name, birth FROM member") == [("张三", "1985-07")]
        assert desk.stored("SELECT kind, fields FROM layout") == [("roster", '{"3": "birth"}')]
        await go(desk, Errand.IMPORT)
        await choose(desk, workbook(tmp_path / "二.xlsx", header, ["李四", "女", "汉", "1990.8"]))
        await shown(desk, LayoutScreen)
        assert "人工指定" in drawn(desk)
        await desk.press("f5")
        await shown(desk, ArrivalsScreen)
        await desk.press("f5")
        await desk.told("1人已导入")
        assert desk.stored("SELECT birth FROM member WHERE name = '李四'") == [("1990-08",)]


async def test_a_header_that_is_not_found_is_pointed_at(branch: Vault, open_desk: OpenDesk, tmp_path: Path) -> None:
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose(desk, workbook(tmp_path / "a.xlsx", ["全体同志"], ["姓名", "别"], ["张三", "男"]))
        await shown(desk, LayoutScreen)
        await desk.told("没有识别出表头")
        await desk.press("f5")
        await desk.told("没有读到任何一行")
        before = desk.app.screen
        await desk.press("f7")
        await shown(desk, HeaderScreen)
        await desk.press("down", "1")
        await read_again(desk, before)
        assert "姓名" in drawn(desk)
        await desk.press("f5")
        await shown(desk, ArrivalsScreen)
        await desk.press("f5")
        await desk.told("1人已导入")
        assert desk.stored("SELECT name FROM member") == [("张三",)]


async def test_a_sheet_can_be_of_another_kind_or_left_out(branch: Vault, open_desk: OpenDesk, tmp_path: Path) -> None:
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose(desk, workbook(tmp_path / "a.xlsx", ["姓名", "党费缴纳至"], ["张三", "2016.07"]))
        await shown(desk, LayoutScreen)
        before = desk.app.screen
        await desk.press("f6")
        await pick(desk, "党员名册")
        await read_again(desk, before)
        await desk.press("f5")
        await shown(desk, ArrivalsScreen)
        assert "新增 1" in desk.app.screen.query_one(CheckBar)._labels[0]
        await desk.press("escape")
        await desk.told("已放弃")
        await go(desk, Errand.IMPORT)
        await choose(desk, tmp_path / "a.xlsx")
        await shown(desk, LayoutScreen)
        await desk.press("f6")
        await pick(desk, "不读取")
        await desk.told("没有识别出表头")


async def test_one_answer_holds_for_every_cell_that_says_the_same(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    header = ("姓名", "性别", "出生日期", "民族")
    people = [
        ["张三", "男", 1985.1, "汉"],
        ["李四", "女", 1985.1, "回"],
        ["王五", "男", 1990.1, "傈族"],
        ["赵六", "男", 85.7, "汉"],
    ]
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, workbook(tmp_path / "a.xlsx", header, *people))
        await shown(desk, QuestionsScreen)
        assert "1月：1985-01；10月：1985-10" in drawn(desk)
        await desk.press("space", "space", "f7")
        await desk.told("已认定2个问题")
        await desk.press("backspace", "end", "f8")
        await desk.until(lambda: desk.app.focused is not None and desk.app.focused.id is None, "the value is asked for")
        await desk.press(*"傈僳族", "enter")
        await desk.told("已认定1个问题")
        await desk.press("f5")
        await shown(desk, ArrivalsScreen)
        await desk.press("f5")
        await desk.told("4人已导入")
        assert desk.stored("SELECT name, birth, nation FROM member ORDER BY id") == [
            ("张三", "1985-10", "汉族"),
            ("李四", "1985-10", "回族"),
            ("王五", "1990-10", "傈僳族"),
            ("赵六", None, "汉族"),
        ]
        ((extra,),) = desk.stored("SELECT extra FROM member WHERE name = '赵六'")
        assert "85.7" in str(extra)
        assert desk.stored("SELECT count(*) FROM origin WHERE texts IS NOT NULL") == [(4,)]


async def test_an_unclear_person_is_told_by_a_key_and_several_in_bulk(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    header = ("姓名", "性别", "出生日期", "身份证号", "学历")
    born = date(1949, 12, 31)
    first = workbook(
        tmp_path / "1.xlsx", header, *[[name, "女", born, "11010519491231002X", "大专"] for name in ("王英",)]
    )
    second = workbook(tmp_path / "2.xlsx", header, ["王英", "女", born, "110105194912310038", "大学"])
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, first)
        await shown(desk, ArrivalsScreen)
        await desk.press("f5")
        await desk.told("1人已导入")
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, second)
        await shown(desk, ArrivalsScreen)
        assert "4 待认定 1" in desk.app.screen.query_one(CheckBar)._labels
        await desk.press("f5")
        await desk.told("没有要新增或变更的内容")
        await desk.press("ctrl+e", "f7")
        await desk.until(lambda: "2 变更 1" in desk.app.screen.query_one(CheckBar)._labels, "he is the same person")
        assert "人工认定" in drawn(desk)
        await desk.press("f5")
        await desk.told("1人已导入")
        assert desk.stored("SELECT idno, education FROM member") == [("110105194912310038", "大学")]


async def test_a_folder_is_read_whole_and_each_kind_is_a_change_of_its_own(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    folder = tmp_path / "上报材料"
    folder.mkdir()
    workbook(folder / "名册.xlsx", ["姓名", "性别", "民族", "入党时间"], ["张三", "男", "汉", "2001.07.01"])
    workbook(
        folder / "介绍信.xlsx", ["姓名", "转入单位", "开具日期", "是否有回执"], ["张三", "江北区", "2016.07.01", "否"]
    )
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, folder)
        for kind in ("党员名册", "介绍信（转出）"):
            await desk.until(
                lambda kind=kind: (
                    isinstance(desk.app.screen, ArrivalsScreen) and kind in desk.app.screen._plan.kind.label
                ),
                f"{kind} is reviewed",
            )
            await desk.press("f5")
        await desk.told("1封已导入")
        assert desk.stored("SELECT m.name, l.to_unit FROM letter l JOIN member m ON m.id = l.member") == [
            ("张三", "江北区")
        ]
        await desk.press("ctrl+u")
        await desk.told("撤销“导入转出介绍信”")
        assert desk.stored("SELECT (SELECT count(*) FROM letter), (SELECT count(*) FROM member)") == [(0, 1)]


async def test_a_list_without_anything_new_is_passed_over_to_the_next_with_its_own_problems(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    folder = tmp_path / "上报材料"
    folder.mkdir()
    roster = workbook(folder / "名册.xlsx", ["姓名", "性别", "民族", "电话"], ["张三", "男", "汉", "1380013800"])
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, roster)
        await shown(desk, QuestionsScreen)
        await desk.press("f5")
        await shown(desk, ArrivalsScreen)
        await desk.press("f5")
        await desk.told("1人已导入")
        workbook(folder / "党费.xlsx", ["姓名", "党费缴纳至"], ["张三", "2016.07"], ["李四", "七月"])
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, folder)
        await shown(desk, QuestionsScreen)
        await desk.press("f5")
        await desk.told("按F5接着看")
        assert "6 问题 1" in desk.app.screen.query_one(CheckBar)._labels
        await desk.press("f5")
        await desk.until(lambda: "党费" in str(getattr(desk.app.screen, "_plan", "")), "the next list is reviewed")
        await desk.until(lambda: "2 变更 1" in desk.app.screen.query_one(CheckBar)._labels, "with its own rows")
        await desk.press("6")
        assert "1380013800" not in drawn(desk)
        assert "七月" in drawn(desk)
        await desk.press("f5")
        await desk.told("1人已导入")
        assert desk.stored("SELECT dues_to FROM member") == [("2016-07",)]


async def test_the_member_s_page_says_where_the_record_came_from_and_what_it_said(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    rows = [["姓名", "性别", "民族", "身份证号"], ["张 三", "男", "汉", "11010519491231002x"]]
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, workbook(tmp_path / "名册.xlsx", *rows))
        await shown(desk, ArrivalsScreen)
        await desk.press("7")
        assert "张 三" in drawn(desk)
        await desk.press("f5")
        await desk.told("1人已导入")
        await desk.press("enter")
        await shown(desk, MemberCardScreen)
        strips = desk.app.screen._compositor.render_strips()
        page = "\n".join(strip.text for strip in strips)
        assert "名册.xlsx·Sheet 第2行" in page
        assert "姓名原写：张 三" in page
        assert "19491231" not in page


async def test_a_summary_form_is_checked_and_nothing_is_imported(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    rows = [["编号", "纳入组织管理", "停止党籍", "自行脱党除名"], ["01", 5, 1, 0], ["02", 2, 1, 0], ["03", 2, 0, 0]]
    async with open_desk(branch) as desk:
        await go(desk, Errand.IMPORT)
        await choose_lists(desk, workbook(tmp_path / "表五.xlsx", *rows))
        await shown(desk, SheetScreen)
        assert "有1处合计不符" in desk.app.screen._text.plain
        await desk.press("enter")
        await desk.told("已放弃")
        assert desk.stored("SELECT count(*) FROM entry") == [(1,)]
