"""Printed sums of the summary forms: each rule is held, and a failing one is named with both sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.findings import FindingCode
from tui.rules.sums import SUMS, Axis, imbalances, read

FOUR: dict[int, dict[int, int]] = {
    1: {1: 5, 2: 1, 3: 4, 7: 2, 11: 3, 12: 9},
    2: {1: 3, 2: 1, 3: 2, 7: 2, 11: 1, 12: 9},
    4: {1: 2, 3: 2, 11: 2},
}


def failing(form: str, grid: dict[int, dict[int, int]]) -> list[tuple[str, int, int, int]]:
    return [(each.rule.text, each.line, each.left, each.right) for each in imbalances(form, grid)]


def test_a_sound_table_four_has_no_imbalance_and_blank_cells_count_as_nothing() -> None:
    assert failing("table_four_2017", FOUR) == []
    assert failing("table_four_2017", {}) == []


@pytest.mark.parametrize(
    ("row", "column", "count", "failed"),
    [
        (2, 1, 4, [("1=2+3+4+5", 2, 4, 3), ("1=6+7+8+9+10+11", 2, 4, 3), ("01=02+03+04+05", 1, 5, 6)]),
        (4, 3, 1, [("1=2+3+4+5", 4, 2, 1), ("01=02+03+04+05", 3, 4, 3)]),
        (4, 11, 3, [("1=6+7+8+9+10+11", 4, 2, 3), ("01=02+03+04+05", 11, 3, 4)]),
        (3, 12, 1, [("01=02+03+04+05", 12, 9, 10)]),
    ],
)
def test_a_wrong_count_in_table_four_is_found_in_its_row_and_in_its_column(
    row: int, column: int, count: int, failed: list[tuple[str, int, int, int]]
) -> None:
    grid = FOUR | {row: FOUR.get(row, {}) | {column: count}}
    assert failing("table_four_2017", grid) == failed


def test_table_five_sums_its_rows_only() -> None:
    assert failing("table_five_2017", {1: {1: 3, 7: 1}, 2: {1: 1}, 5: {1: 2, 7: 1}}) == []
    assert failing("table_five_2017", {1: {1: 3}, 2: {1: 2}}) == [("01=02+03+04+05", 1, 3, 2)]


@pytest.mark.parametrize(
    ("counts", "failed"),
    [
        ({1: 10, 2: 1, 3: 6, 4: 3, 5: 7, 6: 3, 7: 10}, []),
        ({1: 10, 2: 1, 3: 6, 4: 2, 5: 7, 6: 3, 7: 4}, []),
        ({1: 10, 5: 7, 6: 2}, [("1=5+6", 1, 10, 9)]),
        ({1: 10, 2: 1, 3: 6, 4: 4, 5: 7, 6: 3}, [("2+3+4<=1", 1, 11, 10)]),
        ({1: 10, 5: 7, 6: 3, 7: 11}, [("7<=1", 1, 11, 10)]),
    ],
)
def test_receipts_by_place_make_up_the_total_and_receipts_stay_within_it(
    counts: dict[int, int], failed: list[tuple[str, int, int, int]]
) -> None:
    assert failing("receipts_2016", {1: counts}) == failed


def test_lost_contact_groups_each_make_up_the_total_and_the_units_make_up_the_first_row() -> None:
    village = {1: 4, 2: 1, 3: 4, 4: 0, 5: 1, 8: 3, 9: 4, 14: 2, 16: 2, 17: 4, 21: 1, 27: 3}
    assert failing("lost_contact_2016", {1: village, 2: village}) == []
    assert failing("lost_contact_2016", {1: village, 9: village | {16: 1}}) == [
        ("1=14+15+16", 9, 4, 3),
        ("1=2+3+4+5+6+7+8+9", 16, 2, 1),
    ]
    assert failing("lost_contact_2016", {1: village | {3: 5}, 2: village | {3: 5}}) == [
        ("3<=1", 1, 5, 4),
        ("3<=1", 2, 5, 4),
    ]


def test_an_imbalance_says_where_it_is() -> None:
    row, column = (
        imbalances("table_four_2017", {1: {1: 1, 6: 1}, 2: {1: 1, 2: 1, 6: 1}}),
        list(imbalances("table_five_2017", {1: {2: 1}})),
    )
    assert next(row).sentence == "第1行不符合“1=2+3+4+5”（栏号）：左边1，右边0。"
    assert [each.sentence for each in column] == ["第2栏不符合“01=02+03+04+05”（行号）：左边1，右边0。"]
    assert {each.code for each in column} == {FindingCode.SUMS_WRONG}


def test_an_unknown_form_is_no_form() -> None:
    with pytest.raises(KeyError):
        list(imbalances("table_six", {}))


@given(st.sampled_from(sorted(SUMS)), st.lists(st.integers(0, 99), min_size=27 * 9, max_size=27 * 9))
def test_totals_worked_out_from_the_parts_keep_every_rule_of_equality(form: str, counts: list[int]) -> None:
    """The totals of a grid made by its own rules never fail against the first of them; a changed total always does."""
    rule = next(rule for rule in SUMS[form].rules if rule.equal)
    parts = dict(zip(rule.right, counts, strict=False))
    total = {rule.left[0]: sum(parts.values())} | parts
    wrong = total | {rule.left[0]: sum(parts.values()) + 1}

    def in_line_one(cells: dict[int, int]) -> dict[int, dict[int, int]]:
        if rule.axis is Axis.COLUMNS:
            return {1: cells}
        return {row: {1: count} for row, count in cells.items()}

    assert not [each for each in imbalances(form, in_line_one(total)) if each.rule == rule]
    found = [each for each in imbalances(form, in_line_one(wrong)) if each.rule == rule]
    assert [(each.line, each.left - each.right) for each in found] == [(1, 1)]


FORM = '[[form]]\nid = "a"\ntitle = "表"\nbasis = "附注"\nrows = 2\ncolumns = 3\n'


def test_another_table_replaces_ours() -> None:
    forms = read(FORM + 'column_rules = ["3=1+2"]\n')
    assert [each.right for each in imbalances("a", {1: {3: 1, 1: 2}}, forms)] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[form]",
        FORM + FORM,
        FORM.replace('id = "a"', 'id = ""'),
        FORM.replace('"附注"', '""'),
        FORM.replace("rows = 2", "rows = 0"),
        FORM.replace("columns = 3", 'columns = "3"'),
        FORM + 'column_rules = ["1=2+"]',
        FORM + 'column_rules = ["1=2+4"]',
        FORM + 'column_rules = ["1=2+1"]',
        FORM + 'row_rules = ["1=2+3"]',
        FORM + 'row_rules = ["0=1"]',
    ],
)
def test_a_table_with_an_incomplete_form_or_an_impossible_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(text)
