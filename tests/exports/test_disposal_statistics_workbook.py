"""The workbook of the statistics of disposals: the figures of the register, as numbers, in the printed columns."""

from io import BytesIO
from pathlib import Path

from desks import Desk
from disposals import lost, opened, people_of, under, walk
from offices import DEPARTMENT
from openpyxl import load_workbook

from exports.papers.disposal_statistics import disposal_statistics_bytes, write_disposal_statistics
from tui.rules.disposal.statistics import Period
from tui.store.commands.editing import set_field

OFFICE = DEPARTMENT
PERIOD = Period("2020-01-01", "2026-11-20")


def test_the_sheets_have_the_figures_of_the_register(desk: Desk, tmp_path: Path) -> None:
    under(desk, "2019")
    stopped, searched, asked = people_of(desk, "张三", "李四", "王五")
    for member in (stopped, searched):
        lost(desk, member)
    set_field(desk.session, [stopped], "work", "011")
    walk(desk, opened(desk, stopped, "suspension_lost"))
    walk(desk, opened(desk, asked, "withdrawal"), 2)
    book = load_workbook(BytesIO(disposal_statistics_bytes(desk.session, desk.session.unit, PERIOD)))
    assert book.sheetnames == ["按处置方式", "在办步骤", "管理及处置汇总", "表五"]
    kinds = [[cell.value for cell in row] for row in book["按处置方式"].iter_rows(min_row=3)]
    by_kind = {row[0]: dict(zip(kinds[0][1:], row[1:], strict=True)) for row in kinds[1:]}
    assert (by_kind["停止党籍（失去联系）"]["已办结"], by_kind["停止党籍（失去联系）"]["停止党籍"]) == (1, 1)
    assert (by_kind["合计"]["办理中"], by_kind["合计"]["本期立案"], by_kind["退党除名"]["已办结"]) == (1, 2, None)
    assert [[cell.value for cell in row] for row in book["在办步骤"].iter_rows(min_row=4)] == [["报上级党组织备案", 1]]
    units = [[cell.value for cell in row] for row in book["管理及处置汇总"].iter_rows(min_row=3, max_row=5)]
    assert [row[1] for row in units[1:]] == [2, 2]
    assert {head: figure for head, figure in zip(units[0], units[1], strict=True) if figure} == {
        "党组织": units[1][0], "失去联系党员总数": 2, "停止党籍": 1, "尚未管理、处置": 1,
    }  # fmt: skip
    five = [[cell.value for cell in row] for row in book["表五"].iter_rows(min_row=3, max_row=9)]
    assert five[0][2:] == [
        "纳入组织管理", "取消预备党员资格", "保留组织关系", "停止党籍", "限期改正", "退党除名", "自行脱党除名",
    ]  # fmt: skip
    assert [row[:2] for row in five[2:]] == [
        ["总计", "01"], ["教职工（含解除劳动关系的）", "02"], ["离退休人员", "03"], ["高校毕业生", "04"],
        ["其他", "05"],
    ]  # fmt: skip
    assert [row[5] for row in five[2:]] == [1, 1, None, None, None]
    tmp_path.chmod(0o700)
    written = write_disposal_statistics(desk.session, desk.session.unit, PERIOD, tmp_path)
    assert written.path.suffix == ".xlsx"
    assert "disposal-statistics" in written.path.name
