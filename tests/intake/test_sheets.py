"""One kind of sheet from every kind of file: taken for what the bytes are, hidden rows told of."""

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from rosters import people, read, troubles

from tui.intake.formats import Format, format_of
from tui.intake.layout import Merged
from tui.intake.problems import ProblemCode, Weight
from tui.intake.sheets import open_sheets

WORKBOOKS = Path(__file__).parents[1] / "workbooks"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
START = b'<worksheet xmlns="%s"><sheetData>' % MAIN.encode()
HEADER = ["姓名", "性别", "民族"]


def book(path: Path, *, hidden: Sequence[int] = (), columns: Sequence[str] = ()) -> Path:
    """Title, header in row 3, three members, a signature; some rows (from 1) or columns hidden."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (
        ["名册"],
        [],
        HEADER,
        ["张三", "男", "汉族"],
        ["李四", "女", "回族"],
        ["王五", "男", "满族"],
        ["填表人："],
    ):
        sheet.append(row)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    for letter in columns:
        sheet.column_dimensions[letter].hidden = True
    workbook.save(path)
    return path


def changed(source: Path, path: Path, part: str, old: bytes, new: bytes) -> Path:
    """A copy of a workbook with one text inside one part replaced."""
    with zipfile.ZipFile(source) as real, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in real.namelist():
            content = real.read(name)
            assert name != part or old in content
            made.writestr(name, content.replace(old, new) if name == part else content)
    return path


def hidden_of(path: Path) -> list[frozenset[int]]:
    return [sheet.hidden for sheet in open_sheets(path)[0]]


def names(path: Path) -> list[str]:
    return [person.fields["name"] for person in people(read(path))]


def test_hidden_members_are_read_like_others_and_reported(tmp_path: Path) -> None:
    staged = read(book(tmp_path / "a.xlsx", hidden=(1, 2, 3, 5, 6, 7)))
    assert [person.fields["name"] for person in people(staged)] == ["张三", "李四", "王五"]
    assert troubles(staged) == [(5, "", ProblemCode.ROW_HIDDEN), (6, "", ProblemCode.ROW_HIDDEN)]
    assert ProblemCode.ROW_HIDDEN.weight is Weight.NOTE


def test_hidden_columns_are_read_without_a_word(tmp_path: Path) -> None:
    staged = read(book(tmp_path / "a.xlsx", columns="BC"))
    assert troubles(staged) == []
    assert people(staged)[0].fields == {"name": "张三", "sex": "male", "nation": "汉族"}


def test_each_sheet_has_its_own_hidden_rows(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, hidden in (("甲&乙", 2), ("藏", 1), ("丙", 0), ("丁", 3)):
        sheet = workbook.create_sheet(title)
        for row in (HEADER, ["张三", "男", "汉族"], ["李四", "女", "回族"]):
            sheet.append(row)
        sheet.row_dimensions[hidden or 1].hidden = bool(hidden)
    workbook["藏"].sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    sheets, left_out = open_sheets(tmp_path / "a.xlsx")
    assert [(sheet.name, set(sheet.hidden)) for sheet in sheets] == [("甲&乙", {1}), ("丙", set()), ("丁", {2})]
    assert left_out == ["藏"]


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        (b'<row hidden="1"><c t="str"><v>a</v></c></row><row/><row hidden="true"/>', {0, 2}),
        (b'<row r="4"/><row hidden="1"/><row r="9" hidden="0"/>', {4}),
        (b"<row\n r='2'\n hidden = '1' ht='12.0'/>", {1}),
        (b'<x:row xmlns:x="%s" r="3" hidden="1"/>' % MAIN.encode(), {2}),
        (b'<row r="2" customHidden="1"/><row r="3" hidden="0"/>', set()),
        (b'<row r="2" hidden="1"/><row r="1048577" hidden="1"/>', set()),
        (b"<row/><row>" + b" " * 5000 + b'</row><row hidden="1">' + b" " * 2**18 + b"</row>", {2}),
        (b" " * (2**18 - len(START) - 20) + b'<row r="7" spans="1:3" hidden="1"/>', {6}),
    ],
    ids=[
        "unnumbered",
        "after a number",
        "spread out",
        "prefixed",
        "none",
        "out of the sheet",
        "far between",
        "across a boundary",
    ],
)
def test_hidden_rows_are_found_however_they_are_written(tmp_path: Path, rows: bytes, hidden: set[int]) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(WORKBOOKS / "member_in_school.xlsx") as real, zipfile.ZipFile(path, "w") as made:
        for name in real.namelist():
            sheet = START + rows + b"</sheetData></worksheet>"
            made.writestr(name, sheet if name == SHEET else real.read(name))
    assert hidden_of(path) == [hidden]


def test_a_workbook_with_entities_is_read_but_its_hidden_rows_are_not_looked_for(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", hidden=(5,))
    declared = b'<!DOCTYPE a [<!ENTITY b "c">]><workbook '
    made = changed(source, tmp_path / "b.xlsx", "xl/workbook.xml", b"<workbook ", declared)
    assert names(made) == ["张三", "李四", "王五"]
    assert hidden_of(source) == [{4}]
    assert hidden_of(made) == [frozenset()]


@pytest.mark.parametrize("ending", [".xls", ".csv", ".et", ".ods", ".XLSX", ""])
def test_a_workbook_with_a_wrong_ending_is_read(tmp_path: Path, ending: str) -> None:
    path = book(tmp_path / "a.xlsx", hidden=(4,)).rename(tmp_path / f"名册{ending}")
    assert names(path) == ["张三", "李四", "王五"]
    assert hidden_of(path) == [{3}]


@pytest.mark.parametrize("ending", [".xls", ".xlsx", ".ods", ".doc", ""])
def test_text_with_a_wrong_ending_is_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"导出{ending}"
    path.write_text("姓名\t性别\t民族\n张三\t男\t汉族\n", "gb18030")
    assert names(path) == ["张三"]
    assert read(path).sheets[0].name == "导出"


def test_a_workbook_with_macros_is_read_and_the_macros_are_not_touched(tmp_path: Path) -> None:
    path = shutil.copy(book(tmp_path / "a.xlsx"), tmp_path / "b.xlsm")
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"not a project at all")
    assert names(Path(path)) == ["张三", "李四", "王五"]


def test_old_workbooks_are_told_by_their_bytes(tmp_path: Path) -> None:
    for source in sorted(WORKBOOKS.glob("*.xls")):
        path = Path(shutil.copy(source, tmp_path / f"{source.stem}.xlsx"))
        with path.open("rb") as file:
            assert format_of(file, path) is Format.XLS
        here, there = open_sheets(path)[0], open_sheets(source)[0]
        assert [list(sheet.rows()) for sheet in here] == [list(sheet.rows()) for sheet in there]
        assert any(sheet.merged for sheet in here)


def test_columns_of_merged_ranges_count_from_where_the_rows_begin(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["C2"], sheet["D3"] = "名册", "姓名"
    sheet.merge_cells("C2:E2")
    workbook.save(tmp_path / "a.xlsx")
    ((read_sheet,), _) = open_sheets(tmp_path / "a.xlsx")
    assert (read_sheet.first, read_sheet.extent, read_sheet.merged) == (2, 3, [Merged(1, 0, 1, 2)])
    assert list(read_sheet.rows())[1:] == [["名册", ""], ["", "姓名"]]
