"""Files that are damaged, locked, made to exhaust or made to deceive: one Failure each, nothing else."""

import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rosters import people, read, roster, troubles, write_rows

from tui.faults import Failure, Fault
from tui.intake.formats import Format, format_of
from tui.intake.problems import ProblemCode

WORKBOOK = Path(__file__).parents[1] / "workbooks" / "member_in_school.xlsx"
LEGACY = Path(__file__).parent / "saved" / "roster.xls"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def fault_of(path: Path) -> Fault:
    with pytest.raises(Failure) as failure:
        read(path)
    return failure.value.fault


def with_sheet(path: Path, sheet: bytes) -> Path:
    """The real workbook with another sheet inside."""
    with zipfile.ZipFile(WORKBOOK) as real, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for part in real.namelist():
            made.writestr(part, sheet if part == SHEET else real.read(part))
    return path


def ole_file(path: Path, stream: str) -> Path:
    """A compound file with one empty stream, as Office packs an encrypted workbook."""
    end, free, fat, none = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)  # fmt: skip

    def entry(name: str, kind: int, child: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        return struct.pack("<64sHBBIII36xIQ", text, len(text), kind, 1, none, none, child, end, 0)

    directory = entry("Root Entry", 5, 1) + entry(stream, 2, none) + bytes(256)
    path.write_bytes(header + struct.pack("<128I", fat, end, *[free] * 126) + directory)
    return path


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NOT_A_WORKBOOK),
        (b"\0\1\2", Fault.NOT_A_WORKBOOK),
        (b"PK\x03\x04" + bytes(100), Fault.NOT_A_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), Fault.NOT_A_WORKBOOK),
        (WORKBOOK.read_bytes()[:5000], Fault.NOT_A_WORKBOOK),
        (LEGACY.read_bytes()[:741], Fault.NOT_A_WORKBOOK),
        (LEGACY.read_bytes()[:11855], Fault.NOT_A_WORKBOOK),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path, content: bytes, fault: Fault) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(content)
    assert fault_of(path) is fault


def test_a_zip_of_a_version_that_nobody_writes_is_no_workbook(tmp_path: Path) -> None:
    content = bytearray(WORKBOOK.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 0xFF
    (tmp_path / "a.xlsx").write_bytes(content)
    assert fault_of(tmp_path / "a.xlsx") is Fault.NOT_A_WORKBOOK


def zip_file(path: Path, *parts: str, mimetype: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for part in parts:
            archive.writestr(part, "<document/>")
    return path


@pytest.mark.parametrize(
    ("parts", "mimetype", "fault"),
    [
        (["[Content_Types].xml", "word/document.xml"], "", Fault.FILE_IS_DOCUMENT),
        (["[Content_Types].xml", "ppt/presentation.xml"], "", Fault.FILE_IS_DOCUMENT),
        (["content.xml"], "application/vnd.oasis.opendocument.text", Fault.FILE_IS_DOCUMENT),
        (["[Content_Types].xml", "xl/workbook.bin"], "", Fault.FILE_IS_XLSB),
        (["OFD.xml", "Doc_0/Document.xml"], "", Fault.FILE_IS_PAGES),
        (["名册.xlsx", "名册（二）.xlsx"], "", Fault.FILE_IS_ARCHIVE),
        ([], "", Fault.FILE_IS_ARCHIVE),
        (["[Content_Types].xml", "visio/document.xml"], "", Fault.NOT_A_WORKBOOK),
    ],
)
def test_each_kind_of_zip_that_is_no_workbook_is_named(
    tmp_path: Path, parts: list[str], mimetype: str, fault: Fault
) -> None:
    assert fault_of(zip_file(tmp_path / "a.xlsx", *parts, mimetype=mimetype)) is fault


@pytest.mark.parametrize(
    ("stream", "ending", "fault"),
    [
        ("WordDocument", ".doc", Fault.FILE_IS_DOCUMENT),
        ("WordDocument", ".xls", Fault.FILE_IS_DOCUMENT),
        ("WordDocument", ".wps", Fault.FILE_IS_DOCUMENT),
        ("Contents", ".wps", Fault.FILE_IS_DOCUMENT),
        ("PowerPoint Document", ".dps", Fault.FILE_IS_DOCUMENT),
        ("Workbook", ".et", Fault.FILE_IS_WPS_TABLE),
        ("Workbook", ".ET", Fault.FILE_IS_WPS_TABLE),
        ("ETExtData", ".xls", Fault.FILE_IS_WPS_TABLE),
        ("EncryptedPackage", ".xls", Fault.WORKBOOK_PROTECTED),
        ("EncryptedPackage", ".et", Fault.WORKBOOK_PROTECTED),
        ("__properties_version1.0", ".msg", Fault.NOT_A_WORKBOOK),
    ],
)
def test_each_kind_of_compound_file_that_is_no_workbook_is_named(
    tmp_path: Path, stream: str, ending: str, fault: Fault
) -> None:
    assert fault_of(ole_file(tmp_path / f"a{ending}", stream)) is fault


@pytest.mark.parametrize(
    ("start", "fault"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", Fault.FILE_IS_PAGES),
        (b"{\\rtf1\\ansi", Fault.FILE_IS_DOCUMENT),
        (b"Rar!\x1a\x07\x01\0", Fault.FILE_IS_ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Fault.FILE_IS_ARCHIVE),
        (b"\x1f\x8b\x08\0", Fault.FILE_IS_ARCHIVE),
        (b"\x89PNG\r\n\x1a\n", Fault.FILE_IS_PICTURE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Fault.FILE_IS_PICTURE),
        (b"BM\x36\0\x0c\0\0\0\0\0\x36", Fault.FILE_IS_PICTURE),
        (b"\0\0\0\x18ftypheic", Fault.FILE_IS_PICTURE),
        (b"<html><table><tr><td>", Fault.FILE_IS_MARKUP),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html>", Fault.FILE_IS_MARKUP),
        (b"\xff\xfe" + "<TABLE border=1>".encode("utf-16-le"), Fault.FILE_IS_MARKUP),
        (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", Fault.FILE_IS_MARKUP),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", Fault.FILE_IS_MARKUP),
        (b"\x09\x08\x10\0\0\x06\x05\0", Fault.NOT_A_WORKBOOK),
        (b"SQLite format 3\0", Fault.NOT_A_WORKBOOK),
    ],
)
def test_each_other_kind_of_file_is_named_by_its_first_bytes(tmp_path: Path, start: bytes, fault: Fault) -> None:
    rows = "姓名,性别,民族\n张三,男,汉\n".encode()
    for name, rest in (("a.xls", b""), ("b.csv", rows)):
        (tmp_path / name).write_bytes(start + rest)
        assert fault_of(tmp_path / name) is fault
    if fault is not Fault.NOT_A_WORKBOOK:
        with pytest.raises(Failure, match=r"b\.csv.+没有导入任何内容。请.+导入。"):
            read(tmp_path / "b.csv")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_compound_file_is_told_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(ole_file(tmp_path / "a.xls", "WordDocument").read_bytes())
    for place in data.draw(st.lists(st.integers(8, 1200), max_size=20)):
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path / "b.xls"
    path.write_bytes(content[: data.draw(st.integers(8, len(content)))])
    with path.open("rb") as file:
        try:
            assert format_of(file, path) is Format.XLS
        except Failure as failure:
            assert failure.fault in (Fault.FILE_IS_DOCUMENT, Fault.FILE_IS_WPS_TABLE)  # noqa: PT017 - one of the two


def test_a_workbook_with_a_password_is_said_to_be_locked(tmp_path: Path) -> None:
    assert fault_of(ole_file(tmp_path / "a.xlsx", "EncryptedPackage")) is Fault.WORKBOOK_PROTECTED
    assert fault_of(ole_file(tmp_path / "b.xlsx", "Something")) is Fault.NOT_A_WORKBOOK


def test_a_file_that_cannot_be_opened_is_unreadable(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    for path in (tmp_path / "missing.xlsx", tmp_path, tmp_path / "pipe.xlsx"):
        assert fault_of(path) is Fault.FILE_UNREADABLE


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = with_sheet(tmp_path / "a.xlsx", HEAD + b" " * (70 * 2**20))
    assert bomb.stat().st_size < 2**20
    assert fault_of(bomb) is Fault.WORKBOOK_TOO_LARGE


def test_two_cells_that_span_the_whole_sheet_do_not_take_the_memory(tmp_path: Path) -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    assert (
        fault_of(with_sheet(tmp_path / "a.xlsx", HEAD + cells + b"</sheetData></worksheet>"))
        is Fault.WORKBOOK_TOO_LARGE
    )


def test_a_cell_in_the_last_row_is_too_far_down(tmp_path: Path) -> None:
    cells = b'<row r="1048576"><c r="A1048576"><v>2</v></c></row>'
    assert (
        fault_of(with_sheet(tmp_path / "a.xlsx", HEAD + cells + b"</sheetData></worksheet>"))
        is Fault.WORKBOOK_TOO_LARGE
    )


def test_broken_xml_is_no_workbook(tmp_path: Path) -> None:
    assert fault_of(with_sheet(tmp_path / "a.xlsx", HEAD + b'<row r="1"><c r="A1"><v>')) in (
        Fault.NOT_A_WORKBOOK,
        Fault.NO_LIST_HEADER,
    )


HOSTILE = "[/][@click=app.quit]x\u202e\u200b[/]"


def test_hostile_cells_come_out_as_plain_text(tmp_path: Path) -> None:
    path = roster(
        tmp_path / "a.xlsx",
        {"姓名": "[/]", "备注": HOSTILE, "家庭住址": "一号\u2066楼\u2069", "籍贯": "\ufeff江苏\u2028武进"},
        {"姓名": "张[b]三", "公民身份证号": "[@click=app.quit]x"},
        {"姓名": "李\u202e四", "出生日期": "=cmd|' /C calc'!A0"},
    )
    staged = read(path)
    second, third = people(staged)
    assert troubles(staged) == [
        (4, "姓名", ProblemCode.NAME_UNREADABLE),
        (4, "家庭住址", ProblemCode.HIDDEN_CHARACTERS),
        (4, "备注", ProblemCode.HIDDEN_CHARACTERS),
        (4, "籍贯", ProblemCode.HIDDEN_CHARACTERS),
        (5, "公民身份证号", ProblemCode.ID_UNREADABLE),
        (6, "姓名", ProblemCode.NAME_MENDED),
    ]
    assert second.fields["name"] == "张[b]三"
    assert second.extra == {"公民身份证号": "[@click=app.quit]x"}
    assert third.fields["name"] == "李四"
    assert {problem.value for problem in staged.problems if problem.column == "备注"} == {"[/][@click=app.quit]x[/]"}


def test_control_sequences_in_cells_headers_and_sheet_names_are_taken_out(tmp_path: Path) -> None:
    cells = (
        b'<row r="1"><c t="str"><v>&#22995;&#21517;</v></c><c t="str"><v>&#24615;&#21035;</v></c>'
        b'<c t="str"><v>&#22791;&#27880;</v></c><c t="str"><v>x&#27;[2J&#x9b;31m&#x202e;</v></c></row>'
        b'<row r="2"><c t="str"><v>&#24352;&#19977;</v></c><c t="str"><v>&#30007;</v></c>'
        b'<c t="str"><v>&#27;]52;c;QQ==&#7;</v></c><c t="str"><v>&#27;[31m&#x7;</v></c></row>'
    )
    path = with_sheet(tmp_path / "a.xlsx", HEAD + cells + b"</sheetData></worksheet>")
    (person,) = people(read(path))
    assert person.fields == {"name": "张三", "sex": "male", "note": "]52;c;QQ=="}
    assert person.extra == {"x[2J31m": "[31m"}


def test_a_row_with_far_too_much_text_stays_small(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "民族", "简历"], ["张三", "男", "汉", "x" * 32_000]]
    staged = read(write_rows(tmp_path / "a.xlsx", rows))
    assert len(people(staged)[0].extra["简历"]) == 1000
    assert troubles(staged) == [(2, "简历", ProblemCode.TEXT_CUT)]
