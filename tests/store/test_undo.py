"""Undo and redo, one thing at a time: what goes back, and what is left alone since somebody has worked on it."""

from dataclasses import replace

import pytest
from desks import Desk, assert_sound
from people import arrival, crowd
from registers import dump
from vaults import opened

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Check, Given, Refusal, Stage, Verdict
from tui.rules.units import UnitKind
from tui.store import journal, rows
from tui.store.commands.organizations import add_organization
from tui.store.commands.roster import Arrival, NewBranch, import_roster
from tui.store.commands.undo import next_redo, next_undo, redo, undo
from tui.store.commands.verdicts import give_verdict
from tui.store.images import REVIEW, SUBJECT
from tui.store.journal import CHUNK
from tui.store.session import Session
from tui.store.vault import Vault


def again(member: int, **values: str) -> Arrival:
    return Arrival(member, 1, values, {}, "r n", [])


def bring_in(session: Session, *arrivals: Arrival) -> Change:
    return import_roster(session, arrivals, len(arrivals))


def give(session: Session, members: list[int], verdict: Verdict = Verdict.CLEAR) -> Change:
    return give_verdict(session, Stage.SELF_CHECK, Check.ROSTER, verdict, members, given=Given.SINGLY)


def people(count: int) -> list[Arrival]:
    return [arrival(f"张{number:04}", "z", findings=["V05"]) for number in range(count)]


def test_nothing_done_is_nothing_to_undo_or_redo(desk: Desk) -> None:
    for command, fault in ((undo, Fault.NOTHING_TO_UNDO), (redo, Fault.NOTHING_TO_REDO)):
        with pytest.raises(Failure) as raised:
            command(desk.session)
        assert raised.value.fault is fault


def test_an_undo_says_what_it_took_back_and_from_whom(desk: Desk) -> None:
    bring_in(desk.session, *people(3))
    give(desk.session, [1, 3])
    outcomes = [command(desk.session) for command in (undo, redo, undo, undo)]
    assert [(change.label, change.members) for change in outcomes] == [
        ("撤销“支部自查·名册记为无误”", (1, 3)),
        ("重做“支部自查·名册记为无误”", (1, 3)),
        ("撤销“支部自查·名册记为无误”", (1, 3)),
        ("撤销“导入名册”", (1, 2, 3)),
    ]
    add_organization(desk.session, 1, UnitKind.BRANCH, "1", "一支部")
    assert undo(desk.session).sentence().startswith("撤销“添加党组织”：1个党组织")


def test_something_new_leaves_nothing_to_redo(desk: Desk) -> None:
    bring_in(desk.session, *people(2))
    give(desk.session, [1])
    undo(desk.session)
    give(desk.session, [2])
    assert next_redo(desk.session) is None


def test_each_takes_back_only_his_own(desk: Desk) -> None:
    bring_in(desk.session, *people(2))
    give(desk.colleague, [1])
    assert undo(desk.session).label == "撤销“导入名册”"
    assert undo(desk.colleague).label == "撤销“支部自查·名册记为无误”"
    with pytest.raises(Failure):
        undo(desk.colleague)
    assert_sound(desk.session)


def test_what_a_colleague_has_changed_since_is_refused_and_counted(desk: Desk) -> None:
    bring_in(desk.session, *people(3))
    give(desk.session, [1, 2, 3])
    give(desk.colleague, [2], Verdict.DOUBTFUL)
    change = undo(desk.session)
    assert (change.changed, change.refused, change.members) == (2, ((Refusal.CHANGED_SINCE, 1),), (1, 3))
    assert change.sentence().endswith("1人未改（其后又有改动）。")
    assert desk.all("SELECT member, c1, by1 FROM review") == [(2, "d", 2)]


def test_what_a_colleague_has_changed_and_changed_back_is_as_it_was(desk: Desk) -> None:
    bring_in(desk.session, *people(2))
    bring_in(desk.colleague, again(1, name="张0000", phone="1"))
    undo(desk.colleague)
    give(desk.colleague, [2])
    undo(desk.colleague)
    assert undo(desk.session).changed == 2
    assert desk.all("SELECT count(*) FROM member") == [(0,)]


def test_an_undo_of_which_every_row_is_refused_does_not_bar_the_way_to_earlier_ones(desk: Desk) -> None:
    bring_in(desk.session, *people(2))
    give(desk.session, [1])
    give(desk.session, [2])
    give(desk.colleague, [2], Verdict.DOUBTFUL)
    refused = undo(desk.session)
    assert (refused.changed, refused.refused_count) == (0, 1)
    assert (undo(desk.session).members, undo(desk.session).members) == ((1,), (1,))
    assert desk.all("SELECT id FROM member") == [(2,)]
    for _ in range(3):
        redo(desk.session)
    assert desk.all("SELECT member, c1 FROM review") == [(1, "c"), (2, "d")]
    assert_sound(desk.session)


def test_of_an_import_exactly_those_stay_whole_on_whom_somebody_has_worked_since(desk: Desk) -> None:
    """Reviewed (2), corrected (3), a finding settled (4), a finding added (5): member, subject, findings, name stay."""
    bring_in(desk.session, *people(6))
    tokens = dump(desk.session.db)["member_name"]
    give(desk.colleague, [2], Verdict.DOUBTFUL)
    bring_in(desk.colleague, replace(again(3, name="张0002", phone="1"), findings=["V05"]))
    bring_in(desk.colleague, again(4, name="张0003"))
    bring_in(desk.colleague, replace(again(5, name="张0004"), findings=["V05", "V09"]))
    change = undo(desk.session)
    assert (change.members, change.refused) == ((1, 6), ((Refusal.CHANGED_SINCE, 4),))
    assert desk.all("SELECT id FROM member") == desk.all("SELECT member FROM subject") == [(2,), (3,), (4,), (5,)]
    assert desk.all("SELECT member, code, state FROM finding ORDER BY member, code") == [
        (2, "V05", "open"), (3, "V05", "open"), (4, "V05", "resolved"), (5, "V05", "open"), (5, "V09", "open")
    ]  # fmt: skip
    assert dump(desk.session.db)["member_name"] == [token for token in tokens if 2 <= token[0] <= 5]
    assert redo(desk.session).members == (1, 6)
    assert desk.all("SELECT count(*) FROM member m JOIN subject s ON s.member = m.id") == [(6,)]
    assert_sound(desk.session)


def test_a_subject_with_a_review_stays_although_his_roster_row_goes_back(desk: Desk) -> None:
    """The import made an old member a subject; a colleague has reviewed him since."""
    bring_in(desk.session, *people(1))
    with journal.entry(desk.session, "bundle.apply") as entry:
        subject = {"campaign": 1, "member": 1, "ground": "in_branch"}
        rows.delete_rows(desk.session.db, SUBJECT, [subject])
        entry.removed(SUBJECT, subject)
    bring_in(desk.session, again(1, name="张0000", phone="1"))
    give(desk.colleague, [1])
    assert undo(desk.session).members == (1,)
    assert desk.all("SELECT phone, (SELECT count(*) FROM subject), (SELECT count(*) FROM review) FROM member") == [
        (None, 1, 1)
    ]
    assert_sound(desk.session)


def test_a_member_does_not_go_back_to_a_branch_that_is_no_more(desk: Desk) -> None:
    branches = [NewBranch("一支部", "")]
    import_roster(desk.colleague, [arrival("王伟", org=-1)], 1, new_branches=branches)
    bring_in(desk.session, again(1, name="王伟"))
    assert undo(desk.colleague).refused_count == 1
    assert desk.all("SELECT name FROM organization WHERE id > 1") == []
    change = undo(desk.session)
    assert (change.changed, change.refused_count) == (0, 1)
    assert desk.all("SELECT org FROM member") == [(1,)]
    assert_sound(desk.session)


@pytest.mark.parametrize("taken", [("1", "别的支部"), ("2", "一支部")])
def test_a_unit_does_not_come_back_when_its_name_or_code_is_taken(desk: Desk, taken: tuple[str, str]) -> None:
    add_organization(desk.session, 1, UnitKind.BRANCH, "1", "一支部")
    undo(desk.session)
    add_organization(desk.colleague, 1, UnitKind.BRANCH, *taken)
    change = redo(desk.session)
    assert (change.changed, change.refused_count, change.noun) == (0, 1, "个党组织")
    assert_sound(desk.session)


@pytest.mark.parametrize(
    "use",
    [
        "INSERT INTO slice VALUES (:id, 1, 1, 's', 1)",
        "INSERT INTO card VALUES (1, :uuid, 'subordinate', 'n', 'c', 'branch', 's', 'r', 'f', '2026-11-20')",
        "INSERT INTO organization(id, uuid, parent, kind, code, name, keeper)"
        " VALUES (9, zeroblob(16), :id, 'branch', '', 'x', 1)",
        "INSERT INTO organization(id, uuid, parent, kind, code, name, keeper)"
        " VALUES (9, zeroblob(16), 1, 'branch', '', 'x', :id)",
        "INSERT INTO member(org, name, uuid) VALUES (:id, 'x', zeroblob(16))",
    ],
)
def test_a_unit_in_use_is_not_taken_away(desk: Desk, use: str) -> None:
    add_organization(desk.session, 1, UnitKind.GENERAL_BRANCH, "1", "一总支")
    ((number, uuid),) = desk.all("SELECT id, uuid FROM organization WHERE id > 1")
    desk.session.db.execute_sql(use, {"id": number, "uuid": uuid})
    change = undo(desk.session)
    assert (change.changed, change.refused) == (0, ((Refusal.CHANGED_SINCE, 1),))
    assert desk.all("SELECT name FROM organization WHERE id = 2") == [("一总支",)]


def test_ids_are_never_used_twice(desk: Desk) -> None:
    """The journal names them, so an id that came back would have two histories."""
    bring_in(desk.session, *people(3))
    undo(desk.session)
    bring_in(desk.session, *people(1))
    assert desk.all("SELECT id FROM member") == [(4,)]
    assert desk.all("SELECT id FROM finding") == [(4,)]


def test_more_than_a_chunk_goes_and_comes_back_exactly(desk: Desk) -> None:
    count = CHUNK * 2 + 7
    before = dump(desk.session.db)
    bring_in(desk.session, *people(count))
    there = dump(desk.session.db)
    change = undo(desk.session)
    assert (change.changed, change.members, change.refused) == (count, (), ())
    assert dump(desk.session.db) == before
    redo(desk.session)
    assert dump(desk.session.db) == there
    assert_sound(desk.session)


def test_what_was_done_before_a_restart_can_be_undone_after_it(branch: Vault) -> None:
    members = crowd(branch, 3)
    before = branch.read(dump).result()
    branch.write(give, members).result()
    after = branch.read(dump).result()
    branch.close()
    with opened(branch.folder) as second:
        assert second.write(undo).result().members == tuple(members)
        assert second.read(dump).result() == before
    with opened(branch.folder) as third:
        assert third.write(redo).result().members == tuple(members)
        assert third.read(dump).result() == after
        assert third.write(next_undo).result() is not None


def test_the_tree_is_renumbered_only_when_units_come_or_go(desk: Desk) -> None:
    """Renumbering writes every organisation, and a department has twenty thousand."""
    bring_in(desk.session, *people(1))
    give(desk.session, [1])
    desk.session.db.execute_sql("UPDATE organization SET lft = 7, rgt = 9")
    undo(desk.session)
    assert desk.all("SELECT lft, rgt FROM organization") == [(7, 9)]
    add_organization(desk.session, 1, UnitKind.BRANCH, "1", "一支部")
    desk.session.db.execute_sql("UPDATE organization SET lft = 7, rgt = 9")
    undo(desk.session)
    assert desk.all("SELECT lft, rgt FROM organization") == [(1, 2)]


def test_undo_never_makes_both_looks_of_a_check_one_persons(desk: Desk) -> None:
    """A's self-check was given anew by B; A, free now, verified. B's undo would make both verdicts A's."""
    bring_in(desk.session, *people(3))
    give(desk.session, [1, 2, 3])
    give(desk.colleague, [1, 2, 3], Verdict.DOUBTFUL)
    verified = give_verdict(desk.session, Stage.VERIFICATION, Check.ROSTER, Verdict.CLEAR, [1, 2], given=Given.SINGLY)
    assert verified.changed == 2
    change = undo(desk.colleague)
    assert (change.members, change.refused) == ((3,), ((Refusal.SAME_PERSON, 2),))
    standing = [(1, 1, "d", 2), (1, 2, "d", 2), (1, 3, "c", 1), (2, 1, "c", 1), (2, 2, "c", 1)]
    assert desk.all("SELECT stage, member, c1, by1 FROM review ORDER BY 1, 2") == standing
    assert_sound(desk.session)


def test_redo_never_makes_both_looks_of_a_check_one_persons(desk: Desk) -> None:
    bring_in(desk.session, *people(1))
    give(desk.session, [1])
    undo(desk.session)
    brought_by_a_report(desk.session)
    change = redo(desk.session)
    assert (change.changed, change.refused) == (0, ((Refusal.SAME_PERSON, 1),))
    assert desk.all("SELECT stage, c1, by1 FROM review") == [(2, "c", 1)]


def brought_by_a_report(session: Session) -> None:
    """A verification of the same person's, given in another vault, arrives: no step of his own here."""
    with journal.entry(session, "bundle.apply") as entry:
        review = dict.fromkeys(REVIEW.columns) | {f"c{check.number}": "u" for check in Check}
        review |= {"campaign": 1, "stage": 2, "member": 1, "unit": 1, "c1": "c", "by1": 1, "h1": "o", "at": 1}
        entry.insert(REVIEW, review)
