"""The filter language: what is read, what is refused and where, and that a print reads as what was printed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.rules.filters import Expression, Unreadable, parse
from tui.rules.filters.expressions import (
    All,
    Between,
    Contains,
    Either,
    Not,
    OneOf,
    Term,
    Unrecorded,
    Word,
    asks_for_marks,
)  # fmt: skip
from tui.rules.filters.fields import FIELDS, Field, Kind
from tui.rules.filters.usual import USUAL

LOST = Term("is", "是", OneOf(("lost",), ("失联",)))
FLOATING = Term("is", "是", OneOf(("floating",), ("流动",)))


def span(field: str, label: str, first: str | None, last: str | None) -> Term:
    return Term(field, label, Between(first, last))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", All(())),
        (" \u3000", All(())),
        ("张三", Word("张三")),
        ("张三 zs", All((Word("张三"), Word("zs")))),
        ("is:lost", LOST),
        ("是：失联", LOST),
        ("是:失去联系", LOST),
        ("-is:lost", Not(LOST)),
        ("－是：失联", Not(LOST)),
        ("is:lost,floating", Term("is", "是", OneOf(("lost", "floating"), ("失联", "流动")))),
        ("是：流动、失联", Term("is", "是", OneOf(("lost", "floating"), ("失联", "流动")))),
        ("支部:第一", Term("branch", "支部", Contains("第一"))),
        ("支部：第一支部（机关）", Term("branch", "支部", Contains("第一支部(机关)"))),
        ('支部:"一 二"', Term("branch", "支部", Contains("一 二"))),
        ("支部：“一 二”", Term("branch", "支部", Contains("一 二"))),
        ("check4:doubt", Term("check4", "查4", OneOf(("doubt",), ("存疑",)))),
        ("查４：存疑", Term("check4", "查4", OneOf(("doubt",), ("存疑",)))),
        ("self2:clear", Term("self2", "自查2", OneOf(("clear",), ("无误",)))),
        ("verify1:unchecked", Term("verify1", "核查1", OneOf(("unchecked",), ("未查",)))),
        ("born:1960..1975", span("born", "出生", "1960", "1975")),
        ("出生：1960。。1975年", span("born", "出生", "1960", "1975")),
        ("出生:1960至1975", span("born", "出生", "1960", "1975")),
        ("joined:..1949", span("joined", "入党", None, "1949")),
        ("joined:1949-10..", span("joined", "入党", "1949-10", None)),
        ("dues:<2016-01", span("dues", "党费", None, "2015-12")),
        ("党费：《2016年1月", span("dues", "党费", None, "2015-12")),
        ("dues:<=2016-01", span("dues", "党费", None, "2016-01")),
        ("dues:>2016-12-31", span("dues", "党费", "2017-01-01", None)),
        ("age:>=60", span("age", "年龄", "60", None)),
        ("年龄:<18", span("age", "年龄", None, "17")),
        ("住址:空", Term("address", "住址", Unrecorded())),
        ('住址:"空"', Term("address", "住址", Contains("空"))),
        ("finding:V02", Term("finding", "问题", OneOf(("V02a", "V02b"), ("V02a", "V02b")))),
        ("finding:v07", Term("finding", "问题", OneOf(("V07",), ("V07",)))),
        ("是:失联 或 是:流动", Either((LOST, FLOATING))),
        ("是:失联|是:流动", Either((LOST, FLOATING))),
        ("张 是:失联 OR 是:流动", Either((All((Word("张"), LOST)), FLOATING))),
        ("张 (是:失联 OR 是:流动)", All((Word("张"), Either((LOST, FLOATING))))),
        ("-(张 是:失联)", Not(All((Word("张"), LOST)))),
        ("((张))", Word("张")),
        ('"OR"', Word("OR")),
        ('"-张"', Word("-张")),
        ("阿依古丽·买买提", Word("阿依古丽·买买提")),
        ("张-三", Word("张-三")),
    ],
)
def test_what_is_typed_is_understood(text: str, expected: Expression) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "to_blame", "said"),
    [
        ("张 foo:bar", "foo:", "没有“foo”这个项目"),
        ("是:xx", "xx", "“是”没有“xx”这个值"),
        ("张 是:", "是:", "后面缺少内容"),
        ("出生:去年", "去年", "不是日期"),
        ("出生:1960-13", "1960-13", "不是日期"),
        ("出生:..", "..", "至少要写一端"),
        ("党费:<1900", "<1900", "日期要在1900年"),
        ("年龄:老", "老", "整年数"),
        ("身份证:王", "王", "要写数字"),
        ("电话:123", "123", "至少要写4位"),
        ("问题:V99", "V99", "没有“V99”这个问题代码"),
        ('支部:"一', '"一', "引号没有成对"),
        ('""', '""', "没有内容"),
        ("(张", "(", "没有对应的右括号"),
        ("张)", ")", "多了一个右括号"),
        ("张 -", "-", "减号后面"),
        ("- 张", "-", "减号后面"),
        ("--张", "-", "减号后面"),
        ("张 或", "或", "缺少条件"),
        ("或 张", "或", "缺少条件"),
        ("()", ")", "缺少条件"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, to_blame: str, said: str) -> None:
    with pytest.raises(Unreadable) as raised:
        parse(text)
    assert text[raised.value.start : raised.value.end] == to_blame
    assert said in raised.value.reason
    assert raised.value.reason.endswith("。")


def test_a_pasted_page_is_refused() -> None:
    for text in ("王 " * 61, "王" * 500):
        with pytest.raises(Unreadable):
            parse(text)


def outcome(text: str) -> Expression | Unreadable:
    try:
        return parse(text)
    except Unreadable as unreadable:
        return unreadable


SIGNS = '：:（）()-－|"“”「」<>《》.。…,，、 \u3000或OR空是查支部失联出生1960v02王zs\u200b\x00[]@'


@example("´")
@given(st.text() | st.text(st.sampled_from(SIGNS), max_size=25))
def test_no_text_makes_the_parser_fail_otherwise_than_with_a_place_in_the_text(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Unreadable):
        assert 0 <= found.start <= found.end <= len(text)
    else:
        assert parse(found.text) == found


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_every_word_for_every_value_of_every_field_is_understood(field: Field) -> None:
    for choice in field.choices:
        for word in (choice.key, *choice.words):
            found = parse(f'{field.key}:"{word}"')
            assert isinstance(found, Term)
            assert isinstance(found.condition, OneOf)
            assert found.condition.values == (choice.key,)
            assert parse(found.text) == found


def test_no_word_means_two_fields_or_two_values_of_one() -> None:
    words = [word.lower() for field in FIELDS for word in {field.key, *field.words}]
    assert len(words) == len(set(words))
    for field in FIELDS:
        values = [word.lower() for choice in field.choices for word in {choice.key, *choice.words}]
        assert len(values) == len(set(values)), field.key


def test_the_built_in_filters_can_be_read() -> None:
    assert len(USUAL) >= 12
    for text in USUAL.values():
        assert isinstance(parse(text), Term)


def test_every_field_has_a_chinese_name_and_help() -> None:
    for field in FIELDS:
        assert "\u4e00" <= field.label[0] <= "\u9fff"
        assert field.help
        assert (field.kind in (Kind.CHOICE, Kind.CODE)) == bool(field.choices)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("是:已标记", True), ("-is:marked 张", True), ("张 或 (出生:1960 -是:失联,已标记)", True),
        ("是:失联", False), ("已标记", False), ("情形:有", False), ("", False),
    ],
)  # fmt: skip
def test_only_a_filter_that_asks_for_marks_depends_on_them(text: str, asks: bool) -> None:
    assert asks_for_marks(parse(text)) == asks
