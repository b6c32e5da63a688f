"""The child's lines: what it writes is read back; anything else ends the intake."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.faults import Fault
from tui.intake.columns import Certainty, Column
from tui.intake.kinds import KINDS
from tui.intake.problems import Problem, ProblemCode
from tui.intake.protocol import End, LineError, Progress, RowLine, Stopped, parse, write, write_row
from tui.intake.records import Doubt, Record
from tui.intake.staged import StagedRow, StagedSheet, decode_row, sheet_of
from tui.text import clean

FIELDS = {"name": "张三", "sex": "male", "birth": "1985-07"}
ROW = {
    "sheet": 0,
    "row": 4,
    "fields": FIELDS,
    "extra": {"职称": "教授", "入党时间": "85.7"},
    "initials": "z s",
    "texts": {"出生年月": "1985年7月"},
    "doubts": {"joined": ["入党时间", "date-short-year"]},
}
COLUMNS = (
    Column(0, "姓名", "name", Certainty.NAMED),
    Column(1, "生日", None, Certainty.ALIKE, "birth"),
    Column(2, "职称", None, Certainty.UNKNOWN),
)
SHEET = StagedSheet(
    "r.xlsx", "名册", KINDS["roster"], (2, 3), COLUMNS, ("党员名册",), (("党员名册",), ("姓名",)), "0" * 64
)
SHEET_LINE = {
    "file": "r.xlsx", "name": "名册", "kind": "roster", "header": [2, 3],
    "columns": [["姓名", "name", "named", ""], ["职称", "", "unknown", ""]],
    "heading": [], "preview": [["姓名", "职称"]], "digest": "",
}  # fmt: skip


def line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def row_line(**changes: object) -> bytes:
    return line({"row": ROW | changes})


def test_a_row_is_read_back_as_it_was_written() -> None:
    doubts = {"joined": Doubt("入党时间", ProblemCode.DATE_SHORT_YEAR)}
    extra, texts = {"职称": "教授", "入党时间": "85.7"}, {"出生年月": "1985年7月"}
    record = Record(FIELDS, extra, texts, doubts, [])
    message = parse(write_row(2, 4, record, "z s").removesuffix(b"\n"))
    assert isinstance(message, RowLine)
    assert sheet_of(message.packed) == 2
    assert decode_row(message.packed) == StagedRow(2, 4, FIELDS, extra, "z s", texts, doubts)


@pytest.mark.parametrize(
    "message",
    [
        Progress(3, 10),
        SHEET,
        StagedSheet("r.xlsx", "说明", None, (0, 0), (), (), (("请认真填写",),), ""),
        Problem("名册", 4, "出生日期", "85.7", ProblemCode.DATE_SHORT_YEAR),
        End(2, {ProblemCode.DATE_SHORT_YEAR: 1}),
        Stopped(Fault.NOT_A_WORKBOOK),
    ],
)
def test_every_other_message_is_read_back_as_it_was_written(message: Progress) -> None:
    assert parse(write(message).removesuffix(b"\n")) == message


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"null",
        b"[1]",
        b"{}",
        b"not json",
        b"[" * 100_000,
        b'{"row":{}}',
        b'{"row":null}',
        line({"row": ROW | {"more": 1}}),
        line({"row": ROW, "more": 1}),
        row_line(row=0),
        row_line(row=True),
        row_line(row=2_000_000),
        row_line(row="4"),
        row_line(fields={}),
        row_line(fields={"name": "张三", "keeper": "1"}),
        row_line(fields={"name": 3}),
        row_line(fields={"name": "张\x1b[2J三"}),
        row_line(fields={"name": "张\u202e三"}),
        row_line(fields={"name": "张\n三"}),
        row_line(fields={"name": "张" * 51}),
        row_line(fields=FIELDS | {"sex": "other"}),
        row_line(fields=FIELDS | {"birth": "1985-13"}),
        row_line(fields=FIELDS | {"idno": "110105'--"}),
        row_line(fields=FIELDS | {"nation": "火星族"}),
        row_line(fields=FIELDS | {"address": "街" * 501}),
        row_line(extra={"职称": "授" * 1001}),
        row_line(extra={"职" * 61: "教授"}),
        row_line(extra={str(n): "" for n in range(201)}),
        row_line(extra=["教授"]),
        row_line(initials="z s'"),
        row_line(initials="z" + " s" * 200),
        row_line(findings=["B04"]),
        row_line(sheet="名册"),
        row_line(sheet=-1),
        row_line(sheet=256),
        row_line(sheet=True),
        row_line(initials="\\ud800"),
        row_line(texts={"出生年月": "\x1b"}),
        row_line(texts={"出": "1" * 1001}),
        row_line(doubts={"joined": ["入党日期", "date-short-year"]}),
        row_line(doubts={"keeper": ["入党时间", "date-short-year"]}),
        row_line(doubts={"joined": ["入党时间", "none-such"]}),
        row_line(doubts={"joined": ["入党时间"]}),
        line({"progress": [2, 1]}),
        line({"progress": [0, 1, 2]}),
        line({"progress": [-1, 1]}),
        line({"progress": [1, 1], "more": 1}),
        line({"fault": "passphrase-wrong"}),
        line({"fault": "cancelled", "more": 1}),
        line({"problem": {"sheet": "s", "row": 1, "column": "c", "value": "v", "code": "none-such"}}),
        line({"problem": {"sheet": "s", "row": 1, "column": "c", "value": "\x1b", "code": "id-mended"}}),
        line({"sheet": SHEET_LINE | {"kind": "none-such"}}),
        line({"sheet": SHEET_LINE | {"header": [3, 2]}}),
        line({"sheet": SHEET_LINE | {"header": [1.5, 2]}}),
        line({"sheet": SHEET_LINE | {"heading": [1]}}),
        line({"sheet": SHEET_LINE | {"name": "名" * 101}}),
        line({"sheet": SHEET_LINE | {"preview": [["字" * 41]]}}),
        line({"sheet": SHEET_LINE | {"preview": [["\x1b"]]}}),
        line({"sheet": SHEET_LINE | {"preview": [[]] * 46}}),
        line({"sheet": SHEET_LINE | {"digest": "0" * 63}}),
        line({"sheet": SHEET_LINE | {"columns": [["姓名", "keeper", "named", ""]]}}),
        line({"sheet": SHEET_LINE | {"columns": [["姓名", "name", "none-such", ""]]}}),
        line({"sheet": SHEET_LINE | {"columns": [["姓名", "name", "named", ""]] * 2}}),
        line({"sheet": SHEET_LINE | {"more": 1}}),
        line({"end": {"rows": 1, "problems": {"id-mended": -1}}}),
        line({"end": {"rows": 1, "problems": {"none-such": 1}}}),
        line({"end": {"rows": 1, "problems": {}, "more": 1}}),
    ],
)
def test_a_line_that_should_not_be_there_is_refused(bad: bytes) -> None:
    with pytest.raises(LineError):
        parse(bad)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)


@given(
    st.binary()
    | json_values.map(line)
    | st.dictionaries(st.sampled_from(["row", "end", "sheet", "fault"]), json_values).map(line)
)
def test_nothing_but_a_refusal_ever_comes_of_a_strange_line(strange: bytes) -> None:
    with pytest.raises(LineError):
        parse(strange)


@given(st.sampled_from(sorted(ROW)), json_values)
def test_a_row_with_one_strange_value_is_refused_or_sound(key: str, value: object) -> None:
    try:
        message = parse(row_line(**{key: value}))
    except LineError:
        return
    assert isinstance(message, RowLine)
    row = decode_row(message.packed)
    assert row.fields["name"] == "张三"
    assert all(clean(text) == text for text in [row.initials, *row.extra, *row.extra.values(), *row.texts.values()])
