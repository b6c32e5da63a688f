"""Setting one field of members by hand: what is stored, refused, found again and taken back."""

from dataclasses import replace

import pytest
from desks import Desk, assert_sound
from people import arrival
from registers import dump

from tui.faults import Failure, Fault
from tui.rules.checks import Refusal
from tui.rules.units import UnitKind
from tui.store import tree
from tui.store.commands.editing import set_field
from tui.store.commands.organizations import insert
from tui.store.commands.roster import import_roster
from tui.store.commands.undo import next_step, redo, undo
from tui.store.journal import CHUNK, entry
from tui.store.queries.roster import open_view
from tui.store.queries.search import search


def three(desk: Desk) -> list[int]:
    """Three members of the unit, whose records lack everything but the name."""
    arrivals = [arrival(name, initials) for name, initials in (("张三", "z s"), ("李四", "l s"), ("王五", "w w"))]
    import_roster(desk.session, arrivals, len(arrivals))
    return [desk.member(name) for name in ("张三", "李四", "王五")]


def elsewhere(desk: Desk, name: str) -> int:
    """A member of a branch whose slice is kept on its own terminal."""
    session = desk.session
    with entry(session, "organization.add") as writer:
        parts = {"parent": session.unit, "kind": UnitKind.BRANCH, "code": "001002009", "name": "物理学院党支部"}
        branch = insert(session, writer, **parts, keeper=None)  # type: ignore[arg-type]
        tree.renumber(session.db)
    import_roster(replace(session, unit=branch), [arrival(name, org=branch)], 1)
    return desk.member(name)


def test_a_value_is_stored_as_files_would_bring_it_and_counted(desk: Desk) -> None:
    members = three(desk)
    set_field(desk.session, members[:1], "nation", "汉")
    change = set_field(desk.session, members, "nation", "汉族")
    assert (change.changed, change.unchanged, change.members) == (2, 1, tuple(members[1:]))
    assert desk.all("SELECT nation FROM member") == [("汉族",)] * 3
    assert set_field(desk.session, members, "nation", "汉族").entry is None
    assert set_field(desk.session, members[:1], "nation", None).changed == 1
    assert desk.all("SELECT nation FROM member") == [(None,), ("汉族",), ("汉族",)]
    assert_sound(desk.session)


@pytest.mark.parametrize(
    ("field", "value"), [("birth", "昨天"), ("nation", "外星"), ("name", ""), ("name", None), ("phone", "123")]
)
def test_what_the_field_cannot_hold_changes_nothing(desk: Desk, field: str, value: str | None) -> None:
    members = three(desk)
    before = dump(desk.session.db)
    with pytest.raises(Failure) as failure:
        set_field(desk.session, members[:1], field, value)
    assert failure.value.fault is Fault.VALUE_REFUSED
    assert dump(desk.session.db) == before


def test_members_kept_elsewhere_or_gone_and_values_of_one_person_for_several_are_refused(desk: Desk) -> None:
    members = three(desk)
    other = elsewhere(desk, "赵六")
    change = set_field(desk.session, [*members, other, 999], "native", "黑龙江哈尔滨")
    assert change.changed == 3
    assert dict(change.refused) == {Refusal.KEPT_BELOW: 1, Refusal.LEFT_ROSTER: 1}
    change = set_field(desk.session, members, "idno", "11010519491231002X")
    assert (change.changed, change.refused, change.entry) == (0, ((Refusal.ONE_PERSONS, 3),), None)
    assert desk.all("SELECT idno FROM member WHERE idno IS NOT NULL") == []


def test_a_new_name_is_found_by_its_characters_and_initials_and_the_old_one_is_not(desk: Desk) -> None:
    member = three(desk)[0]
    set_field(desk.session, [member], "name", "曾小明")

    def found(text: str) -> list[int]:
        db = desk.session.db
        return list(search(db, open_view(db, desk.session.campaign, desk.session.unit), text).order)

    assert desk.all(f"SELECT name, initials FROM member WHERE id = {member}") == [("曾小明", "z x m 0 c x m")]
    assert [found(text) for text in ("曾小", "cxm", "张三")] == [[member], [member], []]
    assert_sound(desk.session)
    undo(desk.session)
    assert [found(text) for text in ("曾小", "张三")] == [[], [member]]
    assert_sound(desk.session)


def test_findings_of_the_roster_check_follow_and_come_back(desk: Desk) -> None:
    members = three(desk)

    def open_codes() -> set[object]:
        query = f"SELECT code FROM finding WHERE member = {members[0]} AND state = 'open'"
        return {code for (code,) in desk.all(query)}

    set_field(desk.session, members, "sex", "男")
    shown = open_codes()
    assert shown
    set_field(desk.session, members, "nation", "汉族")
    assert len(shown - open_codes()) == 1
    undo(desk.session)
    assert open_codes() == shown
    redo(desk.session)
    assert len(shown - open_codes()) == 1
    assert_sound(desk.session)


def test_an_edit_of_many_is_one_step_back_after_a_restart_and_spares_later_changes(desk: Desk) -> None:
    import_roster(desk.session, [arrival(f"张{number:04}", "z") for number in range(CHUNK + 10)], CHUNK + 10)
    members = [int(str(member)) for (member,) in desk.all("SELECT id FROM member ORDER BY id")]
    change = set_field(desk.session, members, "post", "党员")
    assert (change.changed, change.members) == (CHUNK + 10, ())
    set_field(desk.colleague, members[:3], "post", "书记")
    desk.reopen()
    step = next_step(desk.session)
    assert step is not None
    assert step.deed == "“改党内职务”"
    back = undo(desk.session)
    assert (back.changed, dict(back.refused)) == (CHUNK + 7, {Refusal.CHANGED_SINCE: 3})
    assert desk.all("SELECT post, count(*) FROM member GROUP BY 1 ORDER BY 2") == [("书记", 3), (None, CHUNK + 7)]
    assert_sound(desk.session)


def test_a_cancelled_edit_leaves_nothing(desk: Desk) -> None:
    members = three(desk)
    before = dump(desk.session.db)
    with pytest.raises(Failure) as failure:
        set_field(desk.session, members, "post", "党员", cancelled=lambda: True)
    assert failure.value.fault is Fault.CANCELLED
    assert dump(desk.session.db) == before
