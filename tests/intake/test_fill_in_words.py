"""What a fill-in workbook prints and offers is what its reader reads; the lines between child and parent."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.intake.cells import READERS
from tui.intake.fill_in_child import _values
from tui.intake.fill_in_protocol import EndLine, FilledCell, FilledRow, HeadLine, LockedLine, parse, write
from tui.intake.problems import ProblemCode
from tui.intake.protocol import LineError
from tui.rules import fill_in as form
from tui.rules.checks import Verdict

COLUMNS = [(sheet, column) for sheet, columns in form.COLUMNS.items() for column in columns if column.choices]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from([4, 7, 10]))
def test_a_printed_day_reads_as_the_day_it_was(day: date, exact: int) -> None:
    partial = day.isoformat()[:exact]
    assert READERS["day"](form.printed_day(partial)) == (partial, None)


@pytest.mark.parametrize(("sheet", "column"), COLUMNS, ids=lambda value: getattr(value, "header", value))
def test_every_choice_that_is_offered_is_read_and_printed_as_itself(sheet: str, column: form.Column) -> None:
    for choice in column.choices:
        values, problem = _values(column.field, choice)
        assert problem is None
        (value,) = values.values()
        shown = Verdict(value).label if column.choices == form.VERDICTS else form.printed(column.field, value)
        assert shown == choice


def test_headers_and_keys_are_told_apart_in_every_sheet() -> None:
    for columns in form.COLUMNS.values():
        headers = [form.KEY, *(column.header for column in columns)]
        assert len(set(headers)) == len(headers)
        fields = [column.field for column in columns if column.field]
        assert len(set(fields)) == len(fields)


ROW = FilledRow(form.ROSTER, 5, "ab" * 16, {"性别": FilledCell("x", {}, ProblemCode.SEX_UNKNOWN)})
HEAD = HeadLine(
    dict.fromkeys(("format", "unit", "branch", "campaign", "as_of", "due_on", "number", "check_code"), "1")
)  # fmt: skip


@pytest.mark.parametrize("line", [ROW, HEAD, LockedLine("letter", "ab" * 16, "甲", ""), EndLine(3)])
def test_a_line_that_the_child_writes_is_parsed_as_it_was(line: FilledRow | HeadLine | LockedLine | EndLine) -> None:
    assert parse(write(line).rstrip(b"\n")) == line


@pytest.mark.parametrize(
    "line",
    [
        b"", b"[]", b"null", b'{"end":-1}', b'{"end":true}', b'{"end":1,"x":2}', b'{"fault":"cancelled"}',
        b'{"locked":["member","short","x","y"]}', b'{"locked":["person","' + b"ab" * 16 + b'","x","y"]}',
        b'{"locked":["member","' + b"ab" * 16 + b'","\\u001b[2J","y"]}', b'{"issue":{"format":"1"}}',
        b'{"row":{"sheet":"other","row":1,"key":"","cells":{}}}',
        '{"row":{"sheet":"党员名册","row":0,"key":"","cells":{}}}'.encode(),
        '{"row":{"sheet":"党员名册","row":1,"key":"","cells":{"别的":["x",{},null]}}}'.encode(),
        '{"row":{"sheet":"党员名册","row":1,"key":"","cells":{"性别":["x",{"sex":"both"},null]}}}'.encode(),
        '{"row":{"sheet":"党员名册","row":1,"key":"","cells":{"性别":["x",{"org":"2"},null]}}}'.encode(),
        '{"row":{"sheet":"党员名册","row":1,"key":"","cells":{"性别":["x",{"c1":"z"},null]}}}'.encode(),
        '{"row":{"sheet":"党员名册","row":1,"key":"","cells":{"性别":["x",{},"no-such-code"]}}}'.encode(),
        b"[" * 100_000,
    ],
    ids=range(19),
)  # fmt: skip
def test_any_other_line_is_an_error(line: bytes) -> None:
    with pytest.raises(LineError):
        parse(line)
