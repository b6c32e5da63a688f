"""Cases of 组织处置 in the register: every kind from clue to archive, what is refused, what the roster follows."""

from dataclasses import replace

import pytest
from desks import Desk, assert_sound
from disposals import case_of, file_of, opened, people_of, prepare, rightly, take, under, walk
from offices import DEPARTMENT

from tui.faults import Failure
from tui.rules.disposal.procedures import PROCEDURES
from tui.rules.disposal.register import LEAVES, Origin, State
from tui.store.commands.disposal_cases import open_case, record_history
from tui.store.commands.disposal_steps import record_step
from tui.store.commands.undo import redo, undo

OFFICE = DEPARTMENT


@pytest.mark.parametrize("kind", PROCEDURES)
def test_each_kind_goes_from_clue_to_archive_and_the_roster_follows(desk: Desk, kind: str) -> None:
    procedure = PROCEDURES[kind]
    under(desk, procedure.sets[0])
    (member,) = people_of(desk, "张三", category=procedure.category[0])
    prepare(desk, member, kind)
    number = opened(desk, member, kind)
    walk(desk, number)
    found = file_of(desk, number)
    assert found.state is State.CLOSED
    assert [each.row["step"] for each in found.standing] == [step.key for step in procedure.steps]
    assert found.irregular(desk.session.clock().date()) == ()
    assert found.row["outcome"] == procedure.ends
    ((gone, membership),) = desk.all(f"SELECT gone, membership FROM member WHERE id = {member}")
    assert (gone is not None) == (procedure.ends in LEAVES)
    assert gone in (None, found.row["effective_on"])
    if procedure.ends in ("suspended", "restored"):
        assert membership == {"suspended": "suspended", "restored": "normal"}[procedure.ends]
    assert_sound(desk.session)
    undo(desk.session)
    assert file_of(desk, number).state is State.OPEN
    assert desk.all(f"SELECT gone FROM member WHERE id = {member}") == [(None,)]
    redo(desk.session)
    assert file_of(desk, number).state is State.CLOSED


def test_what_was_decided_on_a_case_that_has_changed_since_is_overtaken(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 4)
    assert [each.counts for each in file_of(desk, number).recorded] == [True] * 4
    desk.session.db.execute_sql("UPDATE disposal_step SET content = '另一种说法' WHERE step = 'investigation'")
    found = file_of(desk, number)
    assert [(each.row["step"], each.counts) for each in found.recorded] == [
        ("determination", True), ("investigation", True), ("proposal", False), ("preview", False),
    ]  # fmt: skip
    assert found.next_step is not None
    assert found.next_step.key == "proposal"


def test_nobody_is_disposed_of_before_he_joined(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    desk.session.db.execute_sql("UPDATE member SET joined = '2013-09' WHERE id = ?", (member,))
    with pytest.raises(Failure, match="入党日期2013-09"):
        open_case(desk.session, member, "withdrawal", "1926-05-12", Origin.APPLICATION, "本人")
    with pytest.raises(Failure, match="入党日期2013-09"):
        record_history(desk.session, member, "withdrawal", "2013-08-31", decided_by="甲党委", document="", known="不详")
    assert open_case(desk.session, member, "withdrawal", "2013-09-01", Origin.APPLICATION, "本人").changed


def test_the_reviewer_may_not_be_the_one_who_handled_the_case(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 3)
    step = file_of(desk, number).next_step
    assert step is not None
    own = record_step(desk.session, number, rightly(step, desk.session.clock().date(), "persuasion"))
    assert (own.changed, [reason.name for reason, _ in own.refused]) == (0, ["BOTH_DUTIES"])
    assert take(desk, number).changed
    assert desk.all("SELECT count(*) FROM disposal_decision") == [(1,)]


def test_a_rejected_case_goes_back_with_its_reason(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 3)
    step = file_of(desk, number).next_step
    assert step is not None
    back = replace(
        rightly(step, desk.session.clock().date(), "persuasion"), rejected=True, why="证据不足", confirmed=()
    )
    assert record_step(desk.colleague, number, back).changed
    found = file_of(desk, number)
    assert found.next_step is not None
    assert found.next_step.key == "proposal"
    assert [(each.row["step"], each.row["why"]) for each in found.recorded if each.row["rejected"]] == [
        ("preview", "证据不足")
    ]
