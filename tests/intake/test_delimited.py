"""Text files as sheets: the cells that were written come back, whatever the encoding, delimiter or line ending."""

import csv
import io
import resource
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rosters import AS_OF, people, read

from tui.faults import Failure, Fault
from tui.intake.cells import as_text
from tui.intake.delimited import DELIMITERS, LONGEST_CELL, open_delimited
from tui.intake.encodings import encoding_of
from tui.intake.protocol import LAST_ROW
from tui.intake.spreadsheet import read_listed

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
ENDINGS = ("\r\n", "\n", "\r")
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
HEADER = ["姓名", "荣誉", "绰号", "性别", "民族"]
ROSTER = "姓名,性别,民族,备注\n张三,男,汉族,一\n李四,女,回族,二\n"

characters = st.sampled_from("张三李四欧阳王，。·ǹ〇㐀𠮷é,;|\t'\"= \n\r") | st.characters(
    exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co"), max_codepoint=0xFFFF
)
cells = st.text(characters, max_size=12).filter(lambda text: not text.startswith(("'", "=")))
tables = st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=6)
ways = st.tuples(st.sampled_from(ENCODINGS), st.sampled_from(DELIMITERS), st.sampled_from(ENDINGS))


def write_text(path: Path, rows: Sequence[Sequence[str]], way: tuple[str, str, str]) -> Path:
    encoding, delimiter, ending = way
    broken = any({"\n", "\r"} & set(cell) for row in rows for cell in row)  # the writer quotes its own ending only
    quoting = csv.QUOTE_ALL if broken else csv.QUOTE_MINIMAL
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    path.write_bytes(MARKS.get(encoding, b"") + text.getvalue().encode(encoding))
    return path


def cells_of(path: Path) -> list[list[object]]:
    return [list(row) for row in open_delimited(path).rows()]


def fault_of(path: Path, content: bytes) -> Fault:
    """What the child says of a file with this content."""
    path.write_bytes(content)
    with pytest.raises(Failure) as failure:
        read(path)
    return failure.value.fault


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables, ways)
def test_the_cells_written_are_the_cells_read(
    tmp_path: Path, table: list[list[str]], way: tuple[str, str, str]
) -> None:
    rows = [HEADER, *(["张三", *row, "男", "汉族"] for row in table)]
    assert cells_of(write_text(tmp_path / "a.csv", rows, way)) == rows


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables, ways)
def test_the_same_people_come_through_the_child(
    tmp_path: Path, table: list[list[str]], way: tuple[str, str, str]
) -> None:
    rows = [["某支部名册", "", "", "", ""], HEADER, *(["张三", *row, "男", "汉族"] for row in table)]
    staged = read(write_text(tmp_path / "名册.txt", rows, way))
    expected = [
        {head: text for head, cell in zip(HEADER[1:3], row, strict=True) if (text := as_text(cell))} for row in table
    ]
    assert [person.extra for person in people(staged)] == expected
    assert [(staged.sheets[person.sheet].name, person.row) for person in people(staged)] == [
        ("名册", n) for n in range(3, 3 + len(table))
    ]
    assert {person.fields["name"] for person in people(staged)} == {"张三"}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_way_of_writing_is_read(tmp_path: Path, encoding: str, delimiter: str, ending: str) -> None:
    rows = [HEADER, ["张三", f"a{delimiter}b\n“c”", '"', "男", "汉族"], ["欧阳娜娜", "", "𠮷", "女", "回族"]]
    assert cells_of(write_text(tmp_path / "a.csv", rows, (encoding, delimiter, ending))) == rows


def test_rows_come_in_one_width_and_end_with_the_last_cell_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("名册\n\n姓名,性别,民族,,\n张三\n李四,女,汉族, ,\n,,,,\n\n", "utf-8")
    sheet = open_delimited(tmp_path / "a.csv")
    assert (sheet.name, sheet.extent, sheet.width, sheet.first) == ("a", 5, 3, 0)
    assert list(sheet.rows()) == [
        ["名册", "", ""],
        ["", "", ""],
        ["姓名", "性别", "民族"],
        ["张三", "", ""],
        ["李四", "女", "汉族"],
    ]


def test_text_protected_from_spreadsheet_programs_is_unwrapped(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        '姓名,性别,学号\n张三,男,="0123"\n李四,女,\'0456\n王五,男,"=""07""""8"""\n=1+1,,\'\n', "utf-8"
    )
    assert [row[2] for row in cells_of(tmp_path / "a.csv")] == ["学号", "0123", "0456", '07"8', ""]
    assert cells_of(tmp_path / "a.csv")[4][0] == "=1+1"


def test_the_delimiter_is_the_one_that_gives_even_rows(tmp_path: Path) -> None:
    rows = "".join(f"张三\t男\t北京市,{n % 3 * ','}海淀;区\n" for n in range(60))
    (tmp_path / "a.txt").write_text(f"名册,一;二\n姓名\t性别\t住址\n{rows}", "gb18030")
    assert open_delimited(tmp_path / "a.txt").delimiter == "\t"
    (tmp_path / "b.txt").write_text("a,b;c\n" * 3, "utf-8")
    assert open_delimited(tmp_path / "b.txt").delimiter == ","
    (tmp_path / "c.txt").write_text("姓名、性别\n张三、男\n", "utf-8")
    assert cells_of(tmp_path / "c.txt") == [["姓名、性别"], ["张三、男"]]


def test_big5_is_told_from_gb18030_although_both_decode(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,性別,民族,聯絡電話\n張國榮,男,漢族,13800138000\n劉德華,男,漢族,13800138001\n", "big5")
    path.read_text("gb18030")
    assert encoding_of(path) == "big5"
    path.write_text("姓名,性别,民族,联系电话\n张建国,男,汉族,13800138000\n刘德华,男,汉族,13800138001\n", "gb18030")
    path.read_text("big5")
    assert encoding_of(path) == "gb18030"


@pytest.mark.parametrize(
    "content",
    [
        ROSTER.encode() + "王五六,男,汉族,三\n".encode("gb18030"),
        ROSTER.encode("gb18030") + "王五六,男,汉族,三\n".encode(),
        (ROSTER + "王五").encode()[:-1],
        b"\xef\xbb\xbf" + ROSTER.encode("gb18030"),
        b"\xff\xfe" + ROSTER.encode("utf-16-le")[:-1],
        ROSTER.encode("gb18030") + b"\xff\xff,\n",
    ],
    ids=["utf-8 then gbk", "gbk then utf-8", "cut off", "wrong mark", "half a character", "in no encoding"],
)
def test_text_in_no_one_encoding_is_refused_not_guessed(tmp_path: Path, content: bytes) -> None:
    assert fault_of(tmp_path / "a.csv", content) is Fault.TEXT_UNDECODABLE


@pytest.mark.parametrize(
    "content",
    [
        ROSTER.encode("gb18030") + "王五,,汉族,诸葛\n".encode(),
        "姓名,性别,民族,备注\n王五,,汉族,诸葛\n".encode() + "张三,男,汉族,一\n".encode("gb18030"),
    ],
    ids=["gbk then utf-8", "utf-8 then gbk"],
)
def test_two_encodings_in_one_file_are_noticed_although_one_codec_reads_both(tmp_path: Path, content: bytes) -> None:
    content.decode("gb18030")
    assert fault_of(tmp_path / "a.csv", content) is Fault.TEXT_UNDECODABLE


def test_a_record_without_an_end_is_given_up_before_it_takes_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"' + '一二\n","' * 2**20, "utf-8")
    tracemalloc.start()
    with pytest.raises(Failure):
        open_delimited(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * 2**20


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (ROSTER.encode() + b"\0", Fault.NOT_A_WORKBOOK),
        (ROSTER.encode() + b"x" * 70_000 + b"\0", Fault.NOT_A_WORKBOOK),
        (b"\xff\xfe" + (ROSTER + "\0").encode("utf-16-le"), Fault.NOT_A_WORKBOOK),
        (ROSTER.encode("utf-16-le"), Fault.NOT_A_WORKBOOK),
        (bytes(range(1, 256)) * 100, Fault.NOT_A_WORKBOOK),
        (ROSTER.encode() + b"x" * (3 * 2**20), Fault.WORKBOOK_TOO_LARGE),
        (ROSTER.encode() + b"x," * 2**20, Fault.WORKBOOK_TOO_LARGE),
        (ROSTER.encode() + b"x" * (LONGEST_CELL + 1), Fault.WORKBOOK_TOO_LARGE),
        (ROSTER.encode() + b"," * 200 + b"x\n", Fault.WORKBOOK_TOO_LARGE),
        (ROSTER.encode() + b"\n" * LAST_ROW, Fault.WORKBOOK_TOO_LARGE),
        (ROSTER.encode() + b"a,b,c,d\n" * (LAST_ROW - 3), Fault.WORKBOOK_TOO_LARGE),
        (b"\n\n,,,\n", Fault.NO_LIST_HEADER),
    ],
    ids=["NUL", "NUL far down", "NUL in UTF-16", "UTF-16 without mark", "binary", "endless cell", "endless line",
         "long cell", "201 columns", "empty lines", "1,048,576 rows", "nothing"],
)  # fmt: skip
def test_text_that_is_none_or_too_much_is_refused(tmp_path: Path, content: bytes, fault: Fault) -> None:
    assert fault_of(tmp_path / "a.csv", content) is fault


@pytest.mark.parametrize(
    "rows",
    [
        '"王五,男,汉族,三\n赵六,男,汉族,四\n',
        '"王五,男,汉族,三\n"赵六,男,汉族,四\n',
        '王五,男,汉族,"优秀"党员\n',
        '"王五' + ",男,汉族,三\n赵六" * 10_000,
        '"' + '\n","' * 2**20,
    ],
    ids=["open to the end", "open to the next", "text behind", "open for long", "one endless record"],
)
def test_a_quotation_mark_too_many_is_refused_and_swallows_nobody(tmp_path: Path, rows: str) -> None:
    assert fault_of(tmp_path / "a.csv", (ROSTER + rows).encode()) is Fault.TEXT_QUOTES


def test_a_hundred_thousand_rows_stream_through_a_small_child(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    row = "王小明,女,汉族,北京市朝阳区某街道某社区一号楼一单元一百零一室,退休人员第十二党小组\n" * 10
    with path.open("w", encoding="gb18030") as file:
        file.write("姓名,性别,民族,家庭住址,单位及职务\n")
        for _ in range(10_000):
            file.write(row)
    largest: list[int] = []

    def progress(done: int, total: int) -> None:
        for status in Path("/proc/self/task").glob("*/children"):
            for pid in status.read_text().split():
                fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
                largest.append(int(fields["VmHWM"].split()[0]) if "VmHWM" in fields else 0)
                assert resource.prlimit(int(pid), resource.RLIMIT_AS) == (2 * 2**30, 2 * 2**30)

    staged = read_listed([path], as_of=AS_OF, progress=progress)
    assert len(staged.rows) == 100_000
    assert 0 < max(largest) < 150 * 1024


def test_a_row_has_the_number_that_spreadsheet_programs_give_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,性别,备注\n\n"张三",男,"两\n行"\n,女,13800138000\n李四,女,\n', "utf-8")
    assert [person.row for person in people(read(path))] == [3, 5]
