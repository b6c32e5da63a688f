"""Ways around a procedure, each refused with its reason: out of turn, past the program, by the clock, by the set."""

import inspect
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from desks import Desk
from disposals import (
    OPENED,
    PASSED,
    case_of,
    file_of,
    ground,
    lost,
    opened,
    people_of,
    rightly,
    stated_for,
    take,
    under,
    walk,
)
from offices import DEPARTMENT

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.procedures import PROCEDURES, Fact
from tui.rules.disposal.register import Origin, State
from tui.rules.units import UnitKind
from tui.store import rows
from tui.store.audit.verifying import Verification, Wrong, verify_rows
from tui.store.commands import disposal_cases, disposal_referrals, disposal_steps
from tui.store.commands.disposal_cases import open_case, record_history, withdraw_case
from tui.store.commands.disposal_referrals import refer_clue, settle_referral
from tui.store.commands.disposal_steps import StepRecord, record_step
from tui.store.commands.moving import move_members
from tui.store.commands.organizations import add_organization
from tui.store.commands.regular_rows import new_row
from tui.store.commands.undo import undo
from tui.store.images import DISPOSAL_CASE, DISPOSAL_DECISION, DISPOSAL_GROUND, DISPOSAL_STEP
from tui.store.queries.disposal_case import OPENING, CaseFile

OFFICE = DEPARTMENT
TODAY = date(2026, 11, 20)


def reasons(done: Change) -> list[object]:
    """Why nothing was written; nothing was."""
    assert done.changed == 0
    return [reason for reason, _ in done.refused]


def changed(desk: Desk, sql: str, *values: object) -> None:
    """Past the program."""
    desk.session.db.execute_sql(sql, values)


def forge(desk: Desk, number: int, step: str, **fields: Any) -> None:
    """A step written past the program, which names what stands before it as a right one does."""
    found = file_of(desk, number)
    assert found.procedure is not None
    wanted = found.procedure.steps[found.procedure.place(step)]
    on = max(each.done.on for each in found.standing) + timedelta(days=1)
    above = wanted.duty == "deciding"
    values: dict[str, Any] = {
        "member": found.row["member"], "seq": len(found.standing) + 1, "seen": found.digest, "step": step,
        "on_day": on.isoformat(), "who": "某人",
    }  # fmt: skip
    values |= {"unit": 1, "about": found.row["uuid"]} if above else {"disposal_case": number}
    table, session = (DISPOSAL_DECISION, desk.colleague) if above else (DISPOSAL_STEP, desk.session)
    rows.insert_rows(desk.session.db, table, [new_row(session, table, values | fields)])


def against(desk: Desk, number: int) -> list[tuple[int, Obstacle]]:
    return list(file_of(desk, number).irregular(TODAY))


def told_by_journal(desk: Desk) -> list[Wrong]:
    """What the program's own verification of the journal says of the rows."""
    outcome = Verification()
    verify_rows(desk.session.db, outcome)
    return [finding.wrong for finding in outcome.found]


def next_refused(desk: Desk, number: int, *why: object) -> None:
    """Whoever would go on is told why not."""
    assert reasons(take(desk, number)) == list(why)


def test_a_command_out_of_turn_is_refused_and_writes_nothing(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 2)
    later = PROCEDURES["persuasion"].steps[3:]
    before = desk.all("SELECT count(*) FROM entry")
    for step in later:
        done = record_step(desk.colleague, number, rightly(step, TODAY, "persuasion"))
        assert reasons(done) == [Obstacle.NOT_NEXT], step.key
    assert desk.all("SELECT count(*) FROM entry") == before


def test_each_command_takes_one_case_alone() -> None:
    """《问题说明》四、三: 逐人建档、逐一审核, 不搞“大呼隆”: there is no command for many."""
    for module in (disposal_cases, disposal_steps, disposal_referrals):
        for name, command in inspect.getmembers(module, inspect.isfunction):
            if command.__module__ == module.__name__ and not name.startswith("_"):
                first = list(inspect.signature(command).parameters.values())[1]
                assert first.annotation is int, name


def test_an_approval_that_was_written_past_the_program_shows_and_stops_the_case(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 3)
    forge(desk, number, "approval", papers='{"请示": "1", "批复": "1"}')
    assert against(desk, number) == [(3, Obstacle.NOT_NEXT)]
    next_refused(desk, number, Obstacle.IRREGULAR)
    assert told_by_journal(desk) == [Wrong.ROW_SMUGGLED]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, [Obstacle.PAPERS_MISSING, Obstacle.VOTE_MISSING]),
        ({"papers": '{"支部大会决议": "1"}'}, [Obstacle.VOTE_MISSING]),
        (
            {"papers": '{"支部大会决议": "1"}', "entitled": 9, "present": 2, "for_it": 2, "against": 0, "abstained": 0},
            [Obstacle.VOTE_MISSING],
        ),
        (
            {"papers": '{"支部大会决议": "1"}', "entitled": 9, "present": 9, "for_it": 4, "against": 5, "abstained": 0},
            [Obstacle.NOT_PASSED],
        ),
        ({"papers": '{"支部大会决议": "1"}', "entitled": 30}, [Obstacle.VOTE_MISSING]),
        (
            {"papers": '{"支部大会决议": "1"}', "on_day": "2019-01-01", "entitled": 9, "present": 9, "for_it": 9,
             "against": 0, "abstained": 0},
            [Obstacle.BEFORE_LAST],
        ),
    ],
)  # fmt: skip
def test_a_meeting_that_was_made_up_is_irregular(desk: Desk, fields: dict[str, Any], why: list[Obstacle]) -> None:
    number = case_of(desk, "persuasion", 4)
    forge(desk, number, "meeting", **fields)
    assert against(desk, number) == [(4, obstacle) for obstacle in why]
    next_refused(desk, number, Obstacle.IRREGULAR)


def test_a_row_that_was_changed_later_overtakes_what_rests_on_it_and_the_journal_tells(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 6)
    changed(desk, "UPDATE disposal_step SET for_it = 24, against = 1, abstained = 0 WHERE step = 'meeting'")
    assert [(each.row["step"], each.counts) for each in file_of(desk, number).recorded][-2:] == [
        ("meeting", True), ("approval", False),
    ]  # fmt: skip
    step = file_of(desk, number).next_step
    assert step is not None
    assert step.key == "approval"
    assert told_by_journal(desk) == [Wrong.ROW_CHANGED]


def test_a_case_that_is_called_closed_without_its_steps_is_irregular(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 2)
    changed(desk, "UPDATE disposal_case SET state = 'closed', outcome = 'removed', effective_on = '2020-05-01'")
    assert (OPENING, Obstacle.NOT_NEXT) in against(desk, number)


def test_the_end_of_a_closed_case_cannot_be_rewritten(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 9)
    assert file_of(desk, number).state is State.CLOSED
    assert against(desk, number) == []
    changed(desk, "UPDATE disposal_case SET effective_on = '2019-01-01'")
    assert against(desk, number) == [(OPENING, Obstacle.IRREGULAR)]
    changed(desk, "UPDATE disposal_case SET outcome = 'goes_on'")
    assert against(desk, number) == [(OPENING, Obstacle.IRREGULAR)]


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM disposal_ground", Obstacle.FACT_MISSING),
        ("UPDATE disposal_case SET policy = '2016', procedure = 'suspension_lost'", Obstacle.NOT_IN_SET),
        ("UPDATE disposal_case SET opened_on = '2026-12-01'", Obstacle.IN_FUTURE),
        ("UPDATE disposal_case SET opened_on = '2019-05-05', procedure = 'suspension_lost'", Obstacle.NOT_IN_FORCE),
        ("UPDATE member SET category = 'probationary'", Obstacle.WRONG_CATEGORY),
    ],
)  # fmt: skip
def test_a_case_that_could_not_have_been_opened_so_is_irregular(desk: Desk, sql: str, why: Obstacle) -> None:
    under(desk, "2019")
    number = case_of(desk, "correction", 0)
    changed(desk, sql)
    assert (OPENING, why) in against(desk, number)
    next_refused(desk, number, Obstacle.IRREGULAR)


def test_a_clock_that_was_set_back_lets_nothing_be_dated_before_what_stands(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 4)
    step = PROCEDURES["persuasion"].steps[4]
    back = replace(desk.session, clock=lambda: datetime(2020, 1, 20, tzinfo=UTC))
    last = file_of(desk, number).standing[-1].done.on
    assert reasons(record_step(back, number, rightly(step, date(2020, 1, 10), "persuasion"))) == [Obstacle.IRREGULAR]
    assert reasons(record_step(desk.session, number, rightly(step, last - timedelta(days=1), "persuasion"))) == [
        Obstacle.BEFORE_LAST
    ]
    tomorrow = rightly(step, TODAY + timedelta(days=1), "persuasion")
    assert reasons(record_step(desk.session, number, tomorrow)) == [Obstacle.IN_FUTURE]


def test_what_was_opened_under_a_clock_set_forward_is_irregular_when_it_is_right_again(desk: Desk) -> None:
    """条例第二十四条: the two years are over in 2028, not when somebody sets the clock there."""
    under(desk, "2019")
    (member,) = people_of(desk, "张三")
    lost(desk, member)
    done = record_history(
        desk.session, member, "suspension_lost", "2026-03-02", decided_by="甲党委", document="", known="支部大会通过"
    )
    assert done.changed
    stated = [ground(Fact.STILL_UNREACHABLE.value, "2028-03-02")]
    early = open_case(desk.session, member, "self_withdrawal_2019", "2026-11-20", Origin.SEARCH, "", ())
    assert reasons(early) == [Obstacle.FACT_MISSING]
    forward = replace(desk.session, clock=lambda: datetime(2028, 3, 3, tzinfo=UTC))
    assert open_case(forward, member, "self_withdrawal_2019", "2028-03-02", Origin.SEARCH, "", stated).changed
    assert (OPENING, Obstacle.IN_FUTURE) in against(desk, 2)
    next_refused_now = record_step(desk.session, 2, StepRecord("determination", "2026-11-20", "赵六"))
    assert reasons(next_refused_now) == [Obstacle.IRREGULAR]


def test_nothing_is_opened_on_a_day_on_which_it_did_not_stand_yet(desk: Desk) -> None:
    """A case that is dated back rests on the records of that day: 停止党籍 of 2019, opened as if it were 2020."""
    under(desk, "2019")
    (member,) = people_of(desk, "张三")
    lost(desk, member)
    record_history(
        desk.session, member, "suspension_lost", "2019-06-03", decided_by="甲党委", document="", known="支部大会通过"
    )
    still = [ground(Fact.STILL_UNREACHABLE.value, "2021-06-03")]
    for day in ("2020-06-03", "2021-06-02"):
        found = [replace(still[0], on_day=day)]
        dated_back = open_case(desk.session, member, "self_withdrawal_2019", day, Origin.SEARCH, "", found)
        assert reasons(dated_back) == [Obstacle.FACT_MISSING]
    with pytest.raises(Failure) as raised:
        open_case(desk.session, member, "self_withdrawal_2019", "2021-06-02", Origin.SEARCH, "", still)
    assert raised.value.fault is Fault.CHECK_ANSWER
    early = [ground(Fact.STILL_UNREACHABLE.value, "2019-07-01")]  # looked for before the two years were over
    assert reasons(open_case(desk.session, member, "self_withdrawal_2019", "2021-07-01", Origin.SEARCH, "", early)) == [
        Obstacle.FACT_MISSING
    ]
    assert open_case(desk.session, member, "self_withdrawal_2019", "2021-06-03", Origin.SEARCH, "", still).changed


def test_a_policy_set_that_changes_in_mid_case_leaves_the_case_its_own(desk: Desk) -> None:
    under(desk, "2016")
    number = case_of(desk, "self_withdrawal_2016", 3)
    under(desk, "2019")
    assert file_of(desk, number).row["policy"] == "2016"
    assert against(desk, number) == []
    walk(desk, number)
    assert file_of(desk, number).state is State.CLOSED
    (other,) = people_of(desk, "李四")
    lost(desk, other)
    anew = open_case(desk.session, other, "self_withdrawal_2016", OPENED.isoformat(), Origin.SEARCH, "", ())
    assert reasons(anew) == [Obstacle.NOT_IN_SET]


def test_a_procedure_that_changes_in_mid_case_makes_what_was_done_irregular(desk: Desk) -> None:
    """劝退 turned into 不予承认, which needs no meeting, after the review: the steps are not its steps."""
    number = case_of(desk, "persuasion", 5)
    changed(desk, "UPDATE disposal_case SET procedure = 'not_recognised_false'")
    found = file_of(desk, number)
    assert not any(each.counts for each in found.recorded)
    assert (OPENING, Obstacle.FACT_MISSING) in against(desk, number)
    next_refused(desk, number, Obstacle.IRREGULAR)


def test_somebody_who_became_a_full_member_leaves_the_case_of_a_probationary_one_to_be_taken_back(desk: Desk) -> None:
    """党章第七条: only a probationary member's standing is cancelled; the case is withdrawn, another opened."""
    number = case_of(desk, "probation_cancelled", 3, category="probationary")
    changed(desk, "UPDATE member SET category = 'full'")
    assert against(desk, number) == [(OPENING, Obstacle.WRONG_CATEGORY)]
    next_refused(desk, number, Obstacle.IRREGULAR)
    assert withdraw_case(desk.session, number, "2026-11-20", "已转为正式党员").changed
    (member,) = desk.all("SELECT id FROM member")[0]
    assert opened(desk, int(str(member)), "correction") > number


def test_a_closed_case_is_not_judged_by_what_the_member_became_later(desk: Desk) -> None:
    number = case_of(desk, "probation_extended", 6, category="probationary")
    changed(desk, "UPDATE member SET category = 'full'")
    assert file_of(desk, number).state is State.CLOSED
    assert against(desk, number) == []


def test_a_case_goes_with_its_member_and_ends_with_his_leaving(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 3)
    (member,) = (int(str(row[0])) for row in desk.all("SELECT id FROM member"))
    add_organization(desk.session, desk.session.unit, UnitKind.BRANCH, "", "学生党支部")
    ((branch,),) = desk.all("SELECT max(id) FROM organization")
    assert move_members(desk.session, [member], int(str(branch))).changed
    walk(desk, number, 1)
    assert file_of(desk, number).organization == "学生党支部"
    changed(desk, "UPDATE member SET gone = '2026-11-01'")
    next_refused(desk, number, Refusal.LEFT_ROSTER)
    assert withdraw_case(desk.session, number, "2026-11-20", "组织关系已转出").changed
    assert file_of(desk, number).state is State.WITHDRAWN


def test_a_clue_makes_every_case_of_his_wait_and_no_step_is_dated_into_the_waiting(desk: Desk) -> None:
    """《问题说明》四: 不能用组织处置代替党纪处分或法律制裁."""
    number = case_of(desk, "persuasion", 3)
    (member,) = (int(str(row[0])) for row in desk.all("SELECT id FROM member"))
    last = file_of(desk, number).standing[-1].done.on
    sent = last + timedelta(days=1)
    assert refer_clue(
        desk.session, member, None, "discipline", "某纪委", sent.isoformat(), matter="涉嫌违纪", materials="笔录1份"
    ).changed
    next_refused(desk, number, Obstacle.REFERRAL_OPEN)
    back = sent + timedelta(days=90)
    assert settle_referral(desk.session, 1, receipt_on=sent.isoformat(), receipt="回执1").changed
    next_refused(desk, number, Obstacle.REFERRAL_OPEN)
    assert settle_referral(desk.session, 1, outcome_on=back.isoformat(), result="不予立案").changed
    step = file_of(desk, number).next_step
    assert step is not None
    inside = rightly(step, back - timedelta(days=1), "persuasion")
    assert reasons(record_step(desk.colleague, number, inside)) == [Obstacle.REFERRAL_OPEN]
    assert record_step(desk.colleague, number, rightly(step, back, "persuasion")).changed


def test_steps_done_while_a_clue_was_out_are_irregular(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 4)
    days = [each.done.on for each in file_of(desk, number).standing]
    assert refer_clue(
        desk.session, 1, number, "police", "某公安局", (days[1] + timedelta(days=1)).isoformat(),
        matter="涉嫌违法", materials="材料",
    ).changed  # fmt: skip
    assert against(desk, number) == [(2, Obstacle.REFERRAL_OPEN), (3, Obstacle.REFERRAL_OPEN)]


def test_a_ground_that_a_record_no_longer_shows_stops_the_case(desk: Desk) -> None:
    """条例第二十四条: whoever has been found is not 确实无法取得联系."""
    under(desk, "2019")
    number = case_of(desk, "suspension_lost", 2)
    changed(desk, "UPDATE search_case SET outcome = 'found'")
    next_refused(desk, number, Obstacle.FACT_MISSING)


def test_a_ground_that_only_says_that_the_register_shows_it_is_looked_up(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    number = opened(desk, member, "correction")
    changed(desk, "UPDATE disposal_case SET procedure = 'removal_after_persuasion'")
    for fact in ("persuasion_approved", "persuasion_refused"):
        values = {
            "member": member, "disposal_case": number, "ground": fact, "said": "x", "who": "登记簿记载",
            "on_day": "2020-01-01", "evidence": "登记簿记载",
        }  # fmt: skip
        rows.insert_rows(desk.session.db, DISPOSAL_GROUND, [new_row(desk.session, DISPOSAL_GROUND, values)])
    assert against(desk, number) == []
    next_refused(desk, number, Obstacle.FACT_MISSING)


def test_of_two_open_cases_of_one_person_neither_goes_on(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 1)
    row = dict(file_of(desk, number).row)
    twin = new_row(desk.session, DISPOSAL_CASE, {
        name: row[name] for name in ("member", "procedure", "policy", "opened_on", "origin", "state")
    })  # fmt: skip
    rows.insert_rows(desk.session.db, DISPOSAL_CASE, [twin])
    next_refused(desk, number, Obstacle.ALREADY_OPEN)
    again = open_case(
        desk.session, int(row["member"]), "persuasion", OPENED.isoformat(), Origin.CHECK, "", stated_for("persuasion")
    )
    assert reasons(again) == [Obstacle.ALREADY_OPEN]
    assert withdraw_case(desk.session, twin["id"], "2026-11-20", "重复").changed
    assert take(desk, number).changed


def test_a_step_is_not_taken_out_from_under_a_closed_case(desk: Desk) -> None:
    """The colleague's approval, and the grounds, stay; whoever closed the case takes its closing back first."""
    number = case_of(desk, "persuasion", 9)
    before = [each.counts for each in file_of(desk, number).recorded]
    for _ in range(2):
        undo(desk.colleague)
    assert [each.counts for each in file_of(desk, number).recorded] == before == [True] * 9
    assert against(desk, number) == []
    undo(desk.session)
    assert file_of(desk, number).state is State.OPEN
    assert len(file_of(desk, number).recorded) == 8


def test_history_is_marked_never_walked_and_not_a_way_round_the_procedure(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    later = replace(desk.session, clock=lambda: datetime(2027, 5, 1, tzinfo=UTC))
    new = record_history(later, member, "persuasion", "2027-04-30", decided_by="甲", document="", known="某")
    assert reasons(new) == [Obstacle.NOT_HISTORY]
    assert desk.all("SELECT gone FROM member") == [(None,)]
    old = record_history(later, member, "persuasion", "2015-04-30", decided_by="甲", document="", known="支部大会通过")
    assert old.changed
    found: CaseFile = file_of(desk, 1)
    assert (found.state, found.next_step, found.recorded, found.irregular(TODAY)) == (State.HISTORY, None, (), ())
    assert found.case is not None
    assert not found.case.finished
    step = rightly(PROCEDURES["persuasion"].steps[0], TODAY, "persuasion")
    assert reasons(record_step(desk.session, 1, step)) == [Obstacle.FINISHED]
    assert desk.all("SELECT gone FROM member") == [("2015-04-30",)]


def test_who_is_suspended_is_not_suspended_again_to_begin_the_two_years_anew(desk: Desk) -> None:
    under(desk, "2019")
    number = case_of(desk, "suspension_lost", 5)
    assert file_of(desk, number).state is State.CLOSED
    again = open_case(desk.session, 1, "suspension_lost", "2026-11-02", Origin.SEARCH, "", ())
    assert reasons(again) == [Obstacle.ALREADY_SUSPENDED]


def test_who_did_what_is_told_by_the_persons_uuid_not_by_the_row_or_the_name(desk: Desk) -> None:
    number = case_of(desk, "persuasion", 3)
    assert {each.by for each in file_of(desk, number).standing} == {desk.session.actor.uuid}
    renamed = replace(desk.session, actor=replace(desk.session.actor, name="另一个名字"))
    step = PROCEDURES["persuasion"].steps[3]
    assert reasons(record_step(renamed, number, rightly(step, TODAY, "persuasion"))) == [Obstacle.BOTH_DUTIES]
    assert PASSED.fault is None
