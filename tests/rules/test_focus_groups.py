"""Focus groups: a closed table with its bases, and what is suggested from what a roster writes."""

import pytest

from tui.rules.focus_groups import BY_NUMBER, FocusGroup, suggest


def test_every_group_has_its_own_number_name_basis_and_words() -> None:
    assert sorted(BY_NUMBER) == list(range(1, len(FocusGroup) + 1))
    assert len({group.label for group in FocusGroup}) == len(FocusGroup)
    words = [word for group in FocusGroup for word in group.words]
    assert len(set(words)) == len(words)
    assert all(group.basis.startswith(("实施方案一", "排查通知二")) and group.words for group in FocusGroup)


@pytest.mark.parametrize(
    ("fields", "extra", "groups"),
    [
        ({"note": "2015年起人户分离"}, {}, {"household_apart"}),
        ({}, {"现状": "与原单位解除劳动关系，返乡"}, {"released_in_community", "graduate_returned"}),
        ({"work": "解除劳动关系"}, {}, {"released_from_enterprise"}),
        ({"note": "离职；公派出国"}, {}, {"staff_left", "staff_abroad"}),
        ({"floating": "yes", "work": "农牧渔民"}, {}, {"rural_away"}),
        ({"floating": "no", "work": "农牧渔民"}, {}, set()),
        ({"address": "返乡路1号", "name": "下岗"}, {}, set()),
        ({}, {}, set()),
    ],
)
def test_words_of_a_record_suggest_groups(fields: dict[str, str], extra: dict[str, str], groups: set[str]) -> None:
    found = suggest(fields, extra)
    assert {each.group.value for each in found} == groups
    for each in found:
        assert each.word in (fields | extra)[each.column]
