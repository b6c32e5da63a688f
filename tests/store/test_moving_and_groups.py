"""Moving members to another branch, and focus groups: what is stored, refused, counted and taken back."""

from dataclasses import replace

import pytest
from desks import Desk, assert_sound
from people import arrival
from registers import dump

from tui.faults import Failure, Fault
from tui.rules.checks import Check, Given, Refusal, Stage, Verdict
from tui.rules.focus_groups import FocusGroup
from tui.rules.units import UnitKind
from tui.store import tree
from tui.store.commands.editing import set_field
from tui.store.commands.focus_groups import set_focus_group
from tui.store.commands.moving import move_members
from tui.store.commands.organizations import add_organization, insert
from tui.store.commands.roster import import_roster
from tui.store.commands.undo import redo, undo
from tui.store.commands.verdicts import give_verdict
from tui.store.journal import CHUNK, entry
from tui.store.queries.focus_groups import focus_counts, groups_of, total_by_group
from tui.store.queries.members import member_card

APART, LEFT = FocusGroup.HOUSEHOLD_APART, FocusGroup.STAFF_LEFT


@pytest.fixture
def branches(desk: Desk) -> tuple[int, int]:
    """Two branches below the committee, both kept here."""
    for name in ("教工党支部", "学生党支部"):
        add_organization(desk.session, desk.session.unit, UnitKind.BRANCH, "", name)
    first, second = desk.all("SELECT id FROM organization WHERE kind = 'branch' ORDER BY id")
    return int(str(first[0])), int(str(second[0]))


def members_of(desk: Desk, branch: int, count: int = 3, **fields: str) -> list[int]:
    import_roster(desk.session, [arrival(f"张{n:05}", "z", org=branch, **fields) for n in range(count)], count)
    return [int(str(member)) for (member,) in desk.all("SELECT id FROM member ORDER BY id")]


def elsewhere(desk: Desk) -> tuple[int, int]:
    """A branch whose slice is kept on its own terminal, and its one member."""
    session = desk.session
    with entry(session, "organization.add") as writer:
        branch = insert(
            session, writer, parent=session.unit, kind=UnitKind.BRANCH, code="", name="物理学院党支部", keeper=None
        )
        tree.renumber(session.db)
    import_roster(replace(session, unit=branch), [arrival("赵六", org=branch)], 1)
    return branch, desk.member("赵六")


def test_members_move_with_their_subjects_reviews_and_findings(desk: Desk, branches: tuple[int, int]) -> None:
    first, second = branches
    members = members_of(desk, first)
    set_field(desk.session, members, "sex", "男")
    give_verdict(desk.session, Stage.SELF_CHECK, Check.ROSTER, Verdict.DOUBTFUL, members, given=Given.SINGLY)
    before = dump(desk.session.db)
    change = move_members(desk.session, members[:2], second)
    assert (change.changed, change.members) == (2, tuple(members[:2]))
    assert "学生党支部" in change.sentence()
    assert desk.all("SELECT org FROM member ORDER BY id") == [(second,), (second,), (first,)]
    after = dump(desk.session.db)
    assert {table: rows for table, rows in after.items() if table != "member"} == {
        table: rows for table, rows in before.items() if table != "member"
    }
    assert move_members(desk.session, members, second).unchanged == 2
    undo(desk.session)
    undo(desk.session)
    assert dump(desk.session.db) == before
    redo(desk.session)
    assert desk.all("SELECT org FROM member ORDER BY id") == [(second,), (second,), (first,)]
    assert_sound(desk.session)


def test_members_kept_elsewhere_stay_and_nobody_goes_to_a_unit_that_is(desk: Desk, branches: tuple[int, int]) -> None:
    members = members_of(desk, branches[0])
    branch, other = elsewhere(desk)
    change = move_members(desk.session, [*members, other, 999], branches[1])
    assert (change.changed, dict(change.refused)) == (3, {Refusal.KEPT_BELOW: 1, Refusal.LEFT_ROSTER: 1})
    before = dump(desk.session.db)
    for target, fault in ((branch, Fault.NOT_KEPT_HERE), (desk.session.unit, Fault.VALUE_REFUSED)):
        with pytest.raises(Failure) as failure:
            move_members(desk.session, members, target)
        assert failure.value.fault is fault
    with pytest.raises(Failure):
        move_members(desk.session, members, branches[0], cancelled=lambda: True)
    assert dump(desk.session.db) == before


def test_a_member_stands_in_several_groups_with_what_suggested_them(desk: Desk, branches: tuple[int, int]) -> None:
    members = members_of(desk, branches[0], note="人户分离")
    assert set_focus_group(desk.session, members, APART, True).changed == 3
    assert set_focus_group(desk.session, members[:1], LEFT, True).changed == 1
    assert set_focus_group(desk.session, members, APART, True).unchanged == 3
    assert groups_of(desk.session.db, members[0]) == ((APART, "note：人户分离"), (LEFT, None))
    card = member_card(desk.session.db, desk.session.campaign, members[0])
    assert card is not None
    assert card.groups == ((APART, "note：人户分离"), (LEFT, None))
    assert set_focus_group(desk.session, members[:2], APART, False).changed == 2
    assert desk.all("SELECT kind, member FROM focus_group ORDER BY kind") == [
        (APART.number, members[2]),
        (LEFT.number, members[0]),
    ]
    assert_sound(desk.session)


def test_only_those_whose_record_suggests_it_if_so_wanted(desk: Desk, branches: tuple[int, int]) -> None:
    members = members_of(desk, branches[0])
    set_field(desk.session, members[:1], "note", "长期人户分离")
    change = set_focus_group(desk.session, members, APART, True, only_suggested=True)
    assert (change.changed, dict(change.refused)) == (1, {Refusal.NOT_SUGGESTED: 2})
    _, other = elsewhere(desk)
    assert dict(set_focus_group(desk.session, [other], APART, True).refused) == {Refusal.KEPT_BELOW: 1}


def test_groups_are_taken_back_and_brought_again_and_what_a_colleague_did_stays(
    desk: Desk, branches: tuple[int, int]
) -> None:
    members = members_of(desk, branches[0], CHUNK + 3)
    before = dump(desk.session.db)
    assert set_focus_group(desk.session, members, APART, True).changed == CHUNK + 3
    desk.reopen()
    assert undo(desk.session).changed == CHUNK + 3
    assert dump(desk.session.db) == before
    assert redo(desk.session).changed == CHUNK + 3
    set_focus_group(desk.colleague, members[:2], APART, False)
    back = undo(desk.session)
    assert (back.changed, dict(back.refused)) == (CHUNK + 1, {Refusal.CHANGED_SINCE: 2})
    undo(desk.colleague)
    assert desk.all("SELECT member FROM focus_group") == [(member,) for member in members[:2]]
    assert_sound(desk.session)


def test_an_import_is_not_taken_back_under_a_group(desk: Desk, branches: tuple[int, int]) -> None:
    members = members_of(desk, branches[0])
    set_focus_group(desk.colleague, members[:1], APART, True)
    assert undo(desk.session).changed == 2
    assert desk.all("SELECT id FROM member") == [(members[0],)]
    assert_sound(desk.session)


def test_groups_are_counted_by_organisation_and_people_once(desk: Desk, branches: tuple[int, int]) -> None:
    first, second = branches
    members = members_of(desk, first)
    move_members(desk.session, members[2:], second)
    set_focus_group(desk.session, members, APART, True)
    set_focus_group(desk.session, members[:1], LEFT, True)
    counts = focus_counts(desk.session.db, desk.session.campaign, desk.session.unit)
    assert [(c.name, c.people, dict(c.groups)) for c in counts] == [
        ("教工党支部", 2, {APART: 2, LEFT: 1}), ("学生党支部", 1, {APART: 1}),
    ]  # fmt: skip
    total = total_by_group(counts)
    assert (total[APART], total[LEFT], sum(total.values())) == (3, 1, 4)
    assert set(total) == set(FocusGroup)
