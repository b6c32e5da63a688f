"""A list of organisations on its way into the tree; all of it or nothing."""

import json

import pytest
from desks import Desk, assert_sound
from ledgers import set_up, unit
from registers import dump
from vaults import COMMITTEE

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.units import UnitKind
from tui.store import tree
from tui.store.commands.organizations import insert
from tui.store.commands.tree_import import UnitArrival, import_organizations
from tui.store.journal import CHUNK, entry


def test_new_units_stand_where_the_list_says(desk: Desk) -> None:
    change = set_up(
        desk.session,
        UnitArrival(None, UnitKind.GENERAL_BRANCH, "2", "机关党总支", 1, "机关", "8888", {"书记": "赵"}),
        unit("一支部", "1", parent=-1),
        unit("后勤党总支", "1"),
        unit("一支部", parent=-3),
    )
    assert change == Change(3, "导入党组织", 4, noun="个党组织", verb="已导入")
    columns = "id, parent, kind, code, name, short, phone, extra, keeper, generation, lft, rgt"
    assert desk.all(f"SELECT {columns} FROM organization WHERE id > 1") == [
        (2, 1, "general_branch", "2", "机关党总支", "机关", "8888", '{"书记": "赵"}', 1, 1, 6, 9),
        (3, 2, "branch", "1", "一支部", None, None, None, 1, 1, 7, 8),
        (4, 1, "general_branch", "1", "后勤党总支", None, None, None, 1, 1, 2, 5),
        (5, 4, "branch", "", "一支部", None, None, None, 1, 1, 3, 4),
    ]
    (body,) = desk.all("SELECT body FROM entry WHERE seq = 3")[0]
    assert json.loads(str(body))["detail"] == {"added": 4, "changed": 0}
    assert_sound(desk.session)


def test_a_known_unit_changes_only_where_its_row_says_something_new(desk: Desk) -> None:
    set_up(desk.session, unit("甲支部", "1", phone="1"))
    change = set_up(desk.session, unit("乙支部", "", number=2, short="乙"), unit("", number=1))
    assert (change.changed, change.unchanged) == (1, 1)
    stored = desk.all("SELECT name, code, short, phone FROM organization ORDER BY id")
    assert stored == [(COMMITTEE.unit, COMMITTEE.code, None, None), ("乙支部", "1", "乙", "1")]
    assert desk.all("SELECT before FROM entry_item WHERE entry = 4") == [('{"name":"甲支部","short":null}',)]
    assert_sound(desk.session)


def test_a_list_that_says_the_same_writes_nothing(desk: Desk) -> None:
    set_up(desk.session, unit("甲支部", "1"))
    before = dump(desk.session.db), desk.all("SELECT * FROM entry")
    assert set_up(desk.session, unit("甲支部", "1", number=2)).entry is None
    assert (dump(desk.session.db), desk.all("SELECT * FROM entry")) == before


def test_units_exchange_their_names_and_codes(desk: Desk) -> None:
    set_up(desk.session, unit("甲支部", "1"), unit("乙支部", "2"))
    set_up(desk.session, unit("乙支部", "2", number=2), unit("甲支部", "1", number=3))
    assert desk.all("SELECT id, name, code FROM organization WHERE id > 1 ORDER BY id") == [
        (2, "乙支部", "2"),
        (3, "甲支部", "1"),
    ]
    assert_sound(desk.session)


def test_texts_are_cleaned(desk: Desk) -> None:
    set_up(desk.session, unit(" 甲\u202e支部\x1b ", " 1 "))
    assert desk.all("SELECT name, code FROM organization WHERE id = 2") == [("甲支部", "1")]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([unit("甲支部")], Fault.ORGANIZATION_EXISTS),
        ([unit("丙支部", "1")], Fault.ORGANIZATION_EXISTS),
        ([unit("丙支部"), unit("丙支部")], Fault.ORGANIZATION_EXISTS),
        ([unit("甲支部", number=3)], Fault.ORGANIZATION_EXISTS),
        ([unit("丙支部", "9", number=2), unit("丁支部", "9", number=3)], Fault.ORGANIZATION_EXISTS),
        ([unit("\u200b")], Fault.NAME_MISSING),
        ([unit("丙支部", parent=2)], Fault.KIND_UNSUITABLE),
        ([unit("丙支部"), unit("丁支部", parent=-1)], Fault.KIND_UNSUITABLE),
        ([unit("丙支部", parent=4)], Fault.NOT_KEPT_HERE),
        ([unit("丙总支", number=4)], Fault.NOT_KEPT_HERE),
    ],
)
def test_a_list_with_a_row_that_cannot_stand_changes_nothing(desk: Desk, rows: list[UnitArrival], fault: Fault) -> None:
    set_up(desk.session, unit("甲支部", "1"), unit("乙支部", "2"))
    with entry(desk.session, "organization.add") as written:
        insert(desk.session, written, parent=1, kind=UnitKind.GENERAL_BRANCH, code="4", name="远方总支", keeper=None)
        tree.renumber(desk.session.db)
    before = dump(desk.session.db), desk.all("SELECT * FROM entry")
    with pytest.raises(Failure) as raised:
        set_up(desk.session, unit("好支部"), *rows)
    assert raised.value.fault is fault
    assert (dump(desk.session.db), desk.all("SELECT * FROM entry")) == before


def test_a_cancelled_list_leaves_nothing(desk: Desk) -> None:
    before = dump(desk.session.db)
    asked = iter([False, True])
    arrivals = [unit(f"第{n}支部") for n in range(2 * CHUNK)]
    with pytest.raises(Failure) as raised:
        import_organizations(desk.session, arrivals, len(arrivals), cancelled=lambda: next(asked))
    assert raised.value.fault is Fault.CANCELLED
    assert dump(desk.session.db) == before
