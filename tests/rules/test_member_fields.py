"""Fields set by hand: what they are called, what they take, and that it is what files are read by."""

import pytest

from tui.intake.kinds import FIELDS as FILE_FIELDS
from tui.rules.member_fields import FIELDS, WORDS, read_field, shown_value, wanted
from tui.rules.values import ALLOWED
from tui.store.commands.roster import FIELDS as ROSTER_FIELDS


def test_the_fields_are_those_a_roster_fills_with_their_names_and_types() -> None:
    assert set(FIELDS) == set(ROSTER_FIELDS)
    assert {f.id: (f.label, f.kind) for f in FIELDS.values()} == {
        name: (FILE_FIELDS[name].label, FILE_FIELDS[name].type) for name in FIELDS
    }


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("sex", "女", "female"),
        ("sex", "female", "female"),
        ("nation", "维吾尔", "维吾尔族"),
        ("nation", "外星", None),
        ("birth", "1985年7月1日", "1985-07-01"),
        ("birth", "1985-07", "1985-07"),
        ("birth", "1985-02-30", None),
        ("idno", "11010519491231002x", "11010519491231002X"),
        ("idno", "123", None),
        ("phone", "138 0000 0000", "13800000000"),
        ("phone", "0451-86412114", None),
        ("landline", "(0451)86412114", "0451-86412114"),
        ("landline", "13800000000", None),
        ("name", "张 三", "张三"),
        ("name", "买买提.吐尔逊", "买买提·吐尔逊"),
        ("name", "共3人", None),
        ("category", "预备", "probationary"),
        ("lost", "是", "yes"),
        ("application", "缺", "missing"),
        ("education", "21", "大学"),
        ("address", "香坊区\x1b[31m旭升街\u202e1号", "香坊区[31m旭升街1号"),
        ("address", "字" * 501, None),
        ("address", "  ", None),
    ],
)
def test_what_is_typed_becomes_a_stored_value_or_nothing(field: str, typed: str, stored: str | None) -> None:
    assert read_field(FIELDS[field], typed) == stored


def test_every_value_that_can_be_chosen_is_one_that_files_may_bring_and_gives_itself() -> None:
    for field in FIELDS.values():
        for value, words in WORDS.get(field.kind, {}).items():
            assert ALLOWED.get(field.kind, bool)(value)
            assert read_field(field, value) == value == read_field(field, words)
            assert shown_value(field, value) == words
        assert wanted(field)
    assert shown_value(FIELDS["sex"], None) == "空"
