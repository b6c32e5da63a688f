"""Header texts: the real ones are known, in whatever spacing; values decide where the text does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.intake.cells import READERS
from tui.intake.columns import column_letters, match_columns
from tui.intake.kinds import FIELDS, KINDS, Kind, plain_header


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓  名", "name"),
        ("姓名*", "name"),
        ("* 姓\n名", "name"),
        ("公民身份号码", "idno"),
        ("身份证号*", "idno"),
        ("出生年月（与档案一致）", "birth"),
        ("备　注", "note"),
        ("党籍状态（正式党员或预备党员）", "category"),
        ("党籍状态", "membership"),
        ("党委缴纳至年月", "dues_to"),
        ("所在分党委编码", None),
        ("入党介绍人", None),
        ("序号", None),
        ("", None),
    ],
)
def test_a_header_stands_for_its_field(header: str, field: str | None) -> None:
    assert KINDS["roster"].field(header) == field


def test_every_type_of_field_has_a_reader() -> None:
    assert {field.type for field in FIELDS.values()} | {"month"} == set(READERS) | {"phone"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_kind_knows_the_fields_that_it_needs_and_is_told_by(kind: Kind) -> None:
    assert kind.needs | kind.marks <= set(kind.fields)
    assert kind.key in kind.needs
    assert all(field in kind.fields for claim in kind.claims.values() for field in claim.fields)
    assert all(text == plain_header(text) for text in kind.claims)
    assert kind.basis


def test_letters_are_those_of_the_spreadsheet_program() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@given(
    st.lists(
        st.one_of(st.text(max_size=80), st.sampled_from(["姓名", "性别", "备注", "党籍状态", "序号", ""])), max_size=30
    )
)
def test_every_column_is_named_differently_and_every_field_taken_once(headers: list[str]) -> None:
    columns = match_columns(KINDS["roster"], headers, lambda index: [])
    assert len({column.header for column in columns}) == len(columns)
    fields = [column.field for column in columns if column.field]
    assert len(set(fields)) == len(fields)
    assert all(0 < len(column.header) <= 60 for column in columns)
