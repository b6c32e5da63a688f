"""The review before an import names every difference: fields, branch, unmapped columns, findings, the campaign."""

from pathlib import Path

import pytest
from desk import Desk, OpenDesk
from openpyxl import Workbook
from test_errands import choose_lists, go

from tui.intake.differences import Difference
from tui.rules.findings import FindingCode
from tui.screens.arrival_cells import difference_text
from tui.screens.arrivals import ArrivalsScreen
from tui.screens.menu import Errand
from tui.store.vault import Vault
from tui.widgets.checkbar import CheckBar
from tui.widgets.grid import VirtualGrid


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (Difference("work", "", "学生"), "工作岗位：空 > 学生"),
        (Difference("sex", "male", "female"), "性别：男 > 女"),
        (Difference("branch", "学生第一党支部", "学生第二党支部"), "所在党支部：学生第一党支部 > 学生第二党支部"),
        (Difference("extra", "讲师", "教授", "职称"), "其他栏目（职称）：讲师 > 教授"),
        (Difference("extra", "", "先进", "荣誉"), "其他栏目（荣誉）：空 > 先进"),
        (Difference("findings", "B05", "V01a B06"),
         "问题：缺少籍贯 > 公民身份号码不是18位（或旧15位）、没有手机号码，也没有固定电话"),
        (Difference("findings", "", "B05"), "问题：无 > 缺少籍贯"),
        (Difference("findings", "B05", ""), "问题：缺少籍贯 > 无"),
        (Difference("findings", "Z99", ""), "问题：Z99 > 无"),
        (Difference("subject", "", "王伟"), "列入本次排查：否 > 是"),
    ],
)  # fmt: skip
def test_a_difference_is_one_short_text(difference: Difference, text: str) -> None:
    assert difference_text(difference) == text


@pytest.mark.parametrize("what", ["idno", "phone", "extra"])
def test_numbers_of_people_are_masked(what: str) -> None:
    number = "13812345678" if what == "phone" else "11010519491231002X"
    text = difference_text(Difference(what, number, number, "证件"))
    assert "19491231" not in text
    assert "2345" not in text


def test_every_finding_has_its_sentence() -> None:
    for code in FindingCode:
        assert code.sentence.rstrip("。") in difference_text(Difference("findings", code.value, ""))


def test_control_characters_of_a_header_are_not_shown() -> None:
    assert "\x1b" not in difference_text(Difference("extra", "\x1b[1m", "\x1b[2J甲", "栏\x1b[0m"))


def roster(path: Path, *people: tuple[str, str, str]) -> Path:
    """A roster without anything that tells namesakes apart."""
    book = Workbook()
    book.worksheets[0].append(["姓名", "性别", "籍贯", "职称"])
    for person in people:
        book.worksheets[0].append((person[0], "男", *person[1:]))
    book.save(path)
    return path


async def reviewed(desk: Desk, path: Path) -> tuple[str, str]:
    """Read a roster: what the sections count, and what the one on top draws."""
    await go(desk, Errand.IMPORT)
    await choose_lists(desk, path)
    await desk.until(lambda: isinstance(desk.app.screen, ArrivalsScreen), "the review is shown")
    grid = desk.app.screen.query_one(VirtualGrid)
    drawn = " ".join("".join(grid.render_line(y).text for y in range(grid.size.height)).split())
    return "；".join(desk.app.screen.query_one(CheckBar)._labels), drawn


async def test_what_the_review_names_is_what_the_import_does_and_then_there_is_nothing_left(
    branch: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    changed = roster(tmp_path / "2.xlsx", ("王伟", "北京", "教授"), ("李娜", "上海", "讲师"))
    async with open_desk(branch) as desk:
        counted, _ = await reviewed(desk, roster(tmp_path / "1.xlsx", ("王伟", "", "讲师"), ("李娜", "上海", "讲师")))
        assert counted.startswith("1 新增 2；2 变更 0；3 调动 0；4 待认定 0；5 无变化 0")
        await desk.press("f5")
        await desk.told("导入名册：2人已导入")
        counted, drawn = await reviewed(desk, changed)
        assert counted.startswith("1 新增 0；2 变更 1；3 调动 0；4 待认定 0；5 无变化 1")
        assert "籍贯：空 > 北京" in drawn
        assert "其他栏目（职称）：讲师 > 教授" in drawn
        await desk.press("enter")
        await desk.until(lambda: "问题：缺少籍贯 > 无" in desk.app.screen._text.plain, "the row is shown whole")
        await desk.press("escape", "f5")
        await desk.told("导入名册：1人已导入")
        counted, _ = await reviewed(desk, changed)
        assert counted.startswith("1 新增 0；2 变更 0；3 调动 0；4 待认定 0；5 无变化 2")
        assert desk.stored("SELECT count(*) FROM member") == [(2,)]
