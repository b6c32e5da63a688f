"""The child's lines: what it writes is read back; anything else ends the intake."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.faults import Fault
from tui.intake.problems import Problem, ProblemCode
from tui.intake.protocol import End, LineError, Progress, RowLine, Stopped, parse, write, write_row
from tui.intake.records import Record
from tui.intake.staged import StagedRow, StagedSheet, decode_row
from tui.rules.findings import FindingCode
from tui.text import clean

FIELDS = {"name": "张三", "sex": "male", "birth": "1985-07"}
ROW = {"sheet": "名册", "row": 4, "fields": FIELDS, "extra": {"职称": "教授"}, "initials": "z s", "findings": ["B04"]}


def line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def row_line(**changes: object) -> bytes:
    return line({"row": ROW | changes})


def test_a_row_is_read_back_as_it_was_written() -> None:
    written = write_row("名册", 4, Record(FIELDS, {"职称": "教授"}, []), "z s", [FindingCode.NATION_MISSING])
    message = parse(written.removesuffix(b"\n"))
    assert isinstance(message, RowLine)
    assert decode_row(message.packed) == StagedRow(
        "名册", 4, FIELDS, {"职称": "教授"}, "z s", (FindingCode.NATION_MISSING,)
    )


@pytest.mark.parametrize(
    "message",
    [
        Progress(3, 10),
        StagedSheet("名册", ("党员名册",), 3, {"姓名": "name"}, ("职称",)),
        Problem("名册", 4, "出生日期", "85.7", ProblemCode.DATE_SHORT_YEAR),
        End(2, {ProblemCode.DATE_SHORT_YEAR: 1}),
        Stopped(Fault.NO_ROSTER_HEADER),
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
        row_line(findings=["V99"]),
        row_line(findings=["B04"] * 100),
        row_line(sheet="名" * 101),
        b'{"row":{"sheet":"\\ud800"' + row_line()[len('{"row":{"sheet":"名册"'.encode()) :],
        line({"progress": [2, 1]}),
        line({"progress": [0, 1, 2]}),
        line({"progress": [-1, 1]}),
        line({"progress": [1, 1], "more": 1}),
        line({"fault": "passphrase-wrong"}),
        line({"fault": "cancelled", "more": 1}),
        line({"problem": {"sheet": "s", "row": 1, "column": "c", "value": "v", "code": "none-such"}}),
        line({"problem": {"sheet": "s", "row": 1, "column": "c", "value": "\x1b", "code": "id-mended"}}),
        line({"sheet": "s", "heading": [], "header": 3, "taken": {"姓名": "keeper"}, "kept": []}),
        line({"sheet": "s", "heading": [1], "header": 3, "taken": {}, "kept": []}),
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
    assert all(clean(text) == text for text in [row.sheet, row.initials, *row.extra, *row.extra.values()])
