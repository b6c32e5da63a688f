"""规范管理 in the register: the gate, the decision, the steps in their order, what is refused, due and counted."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from desks import Desk, assert_sound
from ledgers import letter
from people import arrival
from registers import dump

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Refusal
from tui.rules.contact import months_out
from tui.rules.dates import earliest
from tui.rules.initials import initials
from tui.rules.regular_steps import FollowUp, steps
from tui.rules.regularization import Fact, Measure, Origin, State
from tui.rules.roles import Role
from tui.rules.units import UnitKind
from tui.store.commands.letters import import_letters
from tui.store.commands.organizations import add_organization
from tui.store.commands.regular_steps import follow_up, take_step
from tui.store.commands.regularization import (
    decide_measure,
    describe,
    open_case,
    record_fact,
    refer_clue,
    withdraw,
)
from tui.store.commands.roster import import_roster
from tui.store.commands.searches import open_cases
from tui.store.commands.undo import redo, undo
from tui.store.queries.regular_sources import found_waiting, known_of
from tui.store.queries.regularization import (
    VIEWS,
    case,
    counts,
    due,
    kept_abroad,
    listed,
    measure_counts,
    page,
    permits,
)

AWAY = {"whereabouts": "away", "away_since": "2025-03", "fixed": "yes", "destination": "苏州"}
MOVING = {"whereabouts": "away", "away_since": "2025-03", "sort": "changing_jobs", "wish": "yes", "destination": "深圳"}
ABROAD = {"whereabouts": "abroad_study", "away_since": "2024-09", "graduate": "yes"}
TABLES = ("regularization", "regular_fact", "regular_step", "permit", "regular_follow_up")


@pytest.fixture
def members(desk: Desk) -> list[int]:
    """Three members of a branch kept here."""
    add_organization(desk.session, desk.session.unit, UnitKind.BRANCH, "", "教工党支部")
    ((org,),) = desk.all("SELECT max(id) FROM organization")
    people = [arrival(name, initials(name), org=int(str(org)), category="full") for name in ("张三", "李四", "王五")]
    import_roster(desk.session, people, 3)
    return [int(str(member)) for (member,) in desk.all("SELECT id FROM member ORDER BY id")]


def opened(desk: Desk, member: int, origin: Origin = Origin.FLOATING, **answers: str) -> int:
    assert open_case(desk.session, member, origin, "2026-11-01", answers).changed
    ((found,),) = desk.all("SELECT max(id) FROM regularization")
    return int(str(found))


def fact(desk: Desk, number: int, which: Fact, answer: str = "yes", on_day: str = "2026-11-02") -> Change:
    return record_fact(
        desk.session, number, which, answer, who="支部书记 赵六", on_day=on_day, evidence="谈话记录第3号"
    )


def through_the_gate(desk: Desk, number: int) -> None:
    for each in Fact:
        fact(desk, number, each)


SAID = {"who": "院党委", "evidence": "卷宗12页"}
MORE = {
    "letter": {"number": "2026017", "until": "2026-12-31"}, "permit": {"number": "苏0001"},
    "register": {"number": "备7"}, "pause": {"until": "2027-06-30"},
}  # fmt: skip


def step(
    desk: Desk, number: int, name: str, /, on_day: str = "2026-11-10", *, approve: bool = False, **more: str
) -> Change:
    session = desk.colleague if approve else desk.session
    return take_step(session, number, name, {"on_day": on_day, **SAID, **MORE.get(name, {}), **more})


def carried_out(desk: Desk, number: int, measure: Measure, where: str = "away") -> None:
    decided = decide_measure(desk.session, number, measure, "2026-11-05")
    assert decided.changed, decided.sentence()
    for each in steps(measure, where):
        taken = step(desk, number, each.id, approve=each.approval)
        assert taken.changed, taken.sentence()


def state(desk: Desk, number: int) -> State:
    return State(str(desk.all(f"SELECT state FROM regularization WHERE id = {number}")[0][0]))


def refusal(change: Change) -> Refusal:
    ((why, count),) = change.refused
    assert (change.entry, change.changed, count) == (None, 0, 1)
    return why


def test_a_found_member_waits_at_the_gate_and_a_floating_one_for_his_measure(desk: Desk, members: list[int]) -> None:
    assert state(desk, opened(desk, members[0], Origin.FOUND)) is State.GATE
    assert state(desk, opened(desk, members[1], Origin.FLOATING)) is State.MEASURE


def test_a_found_member_is_linked_with_his_search_and_one_still_sought_is_refused(
    desk: Desk, members: list[int]
) -> None:
    first, second, third = members
    desk.session.db.execute_sql("UPDATE member SET dues_to = '2024-01', lost = 'yes'")
    assert open_cases(desk.session, [first, second], why="多年没有联系", on="2026-10-01").changed == 2
    (sought,) = desk.all("SELECT id FROM search_case ORDER BY member")[0]
    still = open_case(desk.session, first, Origin.FOUND, "2026-11-01")
    assert refusal(still) is Refusal.STILL_SOUGHT
    desk.session.db.execute_sql(
        "UPDATE search_case SET outcome = 'found', outcome_on = '2026-10-20', now_unit = '苏州某厂' WHERE id = ?",
        (sought,),
    )
    set_situation = (
        "INSERT INTO situation(uuid, member, kind, since, fixed, by, at) VALUES (randomblob(16), ?, ?, ?, ?, 1, 0)"
    )
    desk.session.db.execute_sql(set_situation, (first, "floating_out", "2024-02", "yes"))
    desk.session.db.execute_sql(set_situation, (third, "abroad_study", "2025-09", None))
    assert [each.id for each in found_waiting(desk.session.db, 1)] == [first]
    known = known_of(desk.session.db, first)
    assert known == (Origin.FOUND, {
        "whereabouts": "away", "away_since": "2024-02", "fixed": "yes", "destination": "苏州某厂",
    })  # fmt: skip
    assert known_of(desk.session.db, third) == (
        Origin.ABROAD, {"whereabouts": "abroad_study", "away_since": "2025-09"}
    )  # fmt: skip
    assert known_of(desk.session.db, second) == (None, {})
    number = opened(desk, first, Origin.FOUND, **known.answers)
    assert desk.all("SELECT search_case FROM regularization") == [(sought,)]
    assert found_waiting(desk.session.db, 1) == []
    assert case(desk.session.db, 1, 1, number).proposal.measure is Measure.TRANSFER
    assert open_case(desk.session, second, Origin.FLOATING, "2026-11-01").changed


def test_the_measures_open_when_all_five_facts_stand_and_not_before(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], Origin.FOUND, **AWAY)
    for each in list(Fact)[:-1]:
        fact(desk, number, each)
    assert refusal(decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05")) is Refusal.GATE_OPEN
    fact(desk, number, Fact.CLEAN)
    assert state(desk, number) is State.MEASURE
    assert decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05").changed
    found = case(desk.session.db, desk.session.unit, desk.session.campaign, number)
    kept = found.facts[Fact.EDUCATED]
    assert (kept["who"], kept["on_day"], kept["evidence"]) == ("支部书记 赵六", "2026-11-02", "谈话记录第3号")
    assert (found.measure, found.decided_by) == (Measure.TRANSFER, desk.session.actor.name)


def test_a_fact_needs_a_person_and_evidence(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], Origin.FOUND)
    with pytest.raises(Failure) as failure:
        record_fact(desk.session, number, Fact.ADMITS, "yes", who=" ", on_day="2026", evidence="")
    assert failure.value.fault is Fault.CHECK_UNSTATED
    with pytest.raises(Failure) as failure:
        record_fact(desk.session, number, Fact.ADMITS, "clue", who="赵六", on_day="2026", evidence="记录")
    assert failure.value.fault is Fault.CHECK_ANSWER
    assert desk.all("SELECT * FROM regular_fact") == []


def test_a_bad_attitude_goes_towards_disposal_and_comes_back_when_it_has_mended(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], Origin.FOUND)
    through_the_gate(desk, number)
    fact(desk, number, Fact.ATTITUDE, "no")
    assert desk.all("SELECT state, why, diverted_on FROM regularization") == [("to_disposal", "不端正", "2026-11-02")]
    assert refusal(decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05")) is Refusal.GATE_OPEN
    fact(desk, number, Fact.ATTITUDE, "yes", "2026-11-08")
    assert desk.all("SELECT state, why, diverted_on FROM regularization") == [("measure", None, None)]


def test_a_clue_is_due_to_be_referred_and_opens_nothing_when_it_is(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], Origin.FOUND)
    through_the_gate(desk, number)
    assert refusal(refer_clue(desk.session, number, "discipline", "2026-11-09")) is Refusal.NO_CLUE
    fact(desk, number, Fact.CLEAN, "clue")
    assert [(row.due_on, row.what) for row in due(desk.session.db, desk.session.unit, "2026-11-20")] == [
        ("2026-11-02", "referral")
    ]
    assert refer_clue(desk.session, number, "discipline", "2026-11-09").changed
    assert desk.all("SELECT referred_to, referred_on FROM regular_fact WHERE fact = 'clean'") == [
        ("discipline", "2026-11-09")
    ]
    assert due(desk.session.db, desk.session.unit, "2026-12-31") == []
    assert state(desk, number) is State.REFERRAL
    assert refusal(decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-10")) is Refusal.GATE_OPEN


def test_a_departure_from_the_proposal_needs_its_reason(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], **AWAY)
    assert refusal(decide_measure(desk.session, number, Measure.MANAGED, "2026-11-05")) is Refusal.DEPARTURE_UNEXPLAINED
    assert decide_measure(desk.session, number, Measure.MANAGED, "2026-11-05", departure="接收地暂无党组织").changed
    assert desk.all("SELECT proposed, measure, departure FROM regularization") == [
        ("transfer", "managed_with_permit", "接收地暂无党组织")
    ]


def test_what_is_proposed_needs_no_reason_and_keeps_none(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], **AWAY)
    decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05", departure="多余")
    assert desk.all("SELECT proposed, measure, departure FROM regularization") == [("transfer", "transfer", None)]


def test_reissue_rests_on_cause_and_responsibility(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], Origin.POCKET, whereabouts="away", cause="handler")
    with pytest.raises(Failure) as failure:
        decide_measure(desk.session, number, Measure.REISSUE, "2026-11-05", departure="急")
    assert failure.value.fault is Fault.CHECK_UNSTATED
    describe(desk.session, number, {"whereabouts": "away", "cause": "handler", "responsible": "经办人钱七，未及时寄出"})
    carried_out(desk, number, Measure.REISSUE)
    assert state(desk, number) is State.DONE


def test_steps_are_taken_in_their_order_and_once(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], **AWAY)
    assert refusal(step(desk, number, "opinion")) is Refusal.STEP_ORDER
    decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05")
    assert refusal(step(desk, number, "letter")) is Refusal.STEP_ORDER
    assert refusal(step(desk, number, "permit")) is Refusal.STEP_ORDER
    assert step(desk, number, "opinion").changed
    assert refusal(step(desk, number, "opinion")) is Refusal.STEP_TAKEN
    assert refusal(step(desk, number, "approve", "2026-11-09", approve=True)) is Refusal.DATE_BEFORE
    assert desk.all("SELECT step, level, by FROM regular_step") == [("opinion", "branch", 1)]


def test_who_proposed_does_not_approve_and_another_person_does(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], **AWAY)
    decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05")
    step(desk, number, "opinion")
    assert refusal(step(desk, number, "approve")) is Refusal.PROPOSER_APPROVES
    assert step(desk, number, "approve", approve=True).changed
    assert desk.all("SELECT step, by FROM regular_step") == [("opinion", 1), ("approve", 2)]


def test_who_wrote_the_opinion_does_not_approve_either(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], **AWAY)
    decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05")
    step(desk, number, "opinion", approve=True)
    assert refusal(step(desk, number, "approve", approve=True)) is Refusal.PROPOSER_APPROVES


def test_an_entry_clerk_neither_decides_nor_approves(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], **AWAY)
    clerk = replace(desk.colleague, actor=replace(desk.colleague.actor, roles=frozenset({Role.ENTRY})))
    with pytest.raises(Failure) as failure:
        decide_measure(clerk, number, Measure.TRANSFER, "2026-11-05")
    assert failure.value.fault is Fault.ROLE_REFUSED
    decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05")
    assert take_step(clerk, number, "opinion", {"on_day": "2026-11-10", **SAID}).changed
    with pytest.raises(Failure) as failure:
        take_step(clerk, number, "approve", {"on_day": "2026-11-10", **SAID})
    assert failure.value.fault is Fault.ROLE_REFUSED


def test_a_transfer_is_done_with_its_receipt_which_was_due_until_then(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], **AWAY)
    decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05")
    for name in ("opinion", "approve", "letter"):
        step(desk, number, name, approve=name == "approve")
    (row,) = due(desk.session.db, desk.session.unit, "2027-01-31")
    assert (row.due_on, row.what, row.member, row.case) == ("2027-01-31", "receipt", members[0], number)
    assert due(desk.session.db, desk.session.unit, "2027-01-30") == []
    step(desk, number, "receipt", "2026-12-20")
    assert due(desk.session.db, desk.session.unit, "2030-01-01") == []
    assert desk.all("SELECT state, done_on FROM regularization") == [("done", "2026-12-20")]


def test_what_the_ledger_of_letters_knows_is_filled_in_and_its_receipt_is_waited_for_there(
    desk: Desk, members: list[int]
) -> None:
    number = opened(desk, members[0], **AWAY)
    decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05")

    def known(name: str) -> dict[str, str]:
        return case(desk.session.db, 1, 1, number).known_of(name)

    for issued, of in (("2026-11-04", "1"), ("2026-11-06", "2")):
        import_letters(desk.session, [letter(members[0], number=of, issued=issued, valid_days=30)], 1, direction="out")
    assert known("letter") == {"number": "2", "on_day": "2026-11-06", "until": "2026-12-06"}
    assert known("opinion") == {}
    for name in ("opinion", "approve", "letter"):
        more = {**known("letter"), "on_day": "2026-11-10"} if name == "letter" else {}
        step(desk, number, name, approve=name == "approve", **more)
    assert known("receipt") == {}
    desk.session.db.execute_sql("UPDATE letter SET receipt_on = '2026-12-01' WHERE number = '2'")
    assert known("receipt") == {"on_day": "2026-12-01"}
    assert desk.all("SELECT due_on, due_what FROM regularization") == [("2027-01-06", "receipt")]
    assert due(desk.session.db, 1, "2030-01-01") == []


def test_a_permit_stands_in_its_register_with_its_yearly_checks_until_it_is_given_back(
    desk: Desk, members: list[int]
) -> None:
    number, other = opened(desk, members[0], **MOVING), opened(desk, members[1], **MOVING)
    carried_out(desk, number, Measure.MANAGED)
    (row,) = permits(desk.session.db, desk.session.unit)
    assert (row.name, row.number, row.issued_on, row.place, row.reason) == (
        "张三", "苏0001", "2026-11-10", "深圳", "changing_jobs",
    )  # fmt: skip
    decide_measure(desk.session, other, Measure.MANAGED, "2026-11-05")
    for each in steps(Measure.MANAGED, "away")[:-1]:
        step(desk, other, each.id, approve=each.approval)
    assert refusal(step(desk, other, "permit")) is Refusal.NUMBER_TAKEN
    assert [(each.due_on, each.what) for each in due(desk.session.db, desk.session.unit, "2028-01-01")] == [
        ("2027-11-10", "yearly_check")
    ]
    said = {"who": "院党委", "said": "缴验合格"}
    assert follow_up(desk.session, number, FollowUp.YEARLY_CHECK, "2027-11-01", **said).changed
    assert follow_up(desk.session, number, FollowUp.ATTENDANCE, "2027-11-02", who="流入地", said="参加12次").changed
    assert due(desk.session.db, desk.session.unit, "2028-11-01")[0].due_on == "2028-11-01"
    assert refusal(follow_up(desk.session, number, FollowUp.CONTACT, "2027-12", **said)) is Refusal.NOTHING_TO_FOLLOW
    follow_up(desk.session, number, FollowUp.RETURNED, "2028-03", **said)
    assert [(p.checked_on, p.returned_on) for p in permits(desk.session.db, 1)] == [("2027-11-01", "2028-03")]
    assert due(desk.session.db, desk.session.unit, "2030-01-01") == []
    again = follow_up(desk.session, number, FollowUp.YEARLY_CHECK, "2028-11-01", **said)
    assert refusal(again) is Refusal.NOTHING_TO_FOLLOW


def test_who_is_abroad_is_awaited_and_by_the_later_policy_contacted_every_half_year(
    desk: Desk, members: list[int]
) -> None:
    desk.session.db.execute_sql("UPDATE campaign SET policy = '2019'")
    number = opened(desk, members[0], Origin.ABROAD, **ABROAD)
    carried_out(desk, number, Measure.KEEP_ABROAD, "abroad_study")
    assert [(r.due_on, r.what) for r in due(desk.session.db, 1, "2028-01-01")] == [("2027-05-10", "contact")]
    follow_up(desk.session, number, FollowUp.CONTACT, "2027-05-02", who="支部", said="视频通话")
    assert [(r.due_on, r.what) for r in due(desk.session.db, 1, "2028-01-01")] == [("2027-06-30", "return")]
    kept = kept_abroad(desk.session.db, members[0])
    assert kept == [("2026-11", None)]
    assert months_out("2026-10", "2028-01-15", kept) == 0
    follow_up(desk.session, number, FollowUp.RETURNED, "2027-07-04", who="支部", said="回国报到")
    assert kept_abroad(desk.session.db, members[0]) == [("2026-11", "2027-07")]
    assert kept_abroad(desk.session.db, members[1]) == []
    assert due(desk.session.db, 1, "2030-01-01") == []


def test_suspension_is_proposed_and_waits_for_its_procedure(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], Origin.ABROAD, whereabouts="settled")
    decide_measure(desk.session, number, Measure.SUSPEND, "2026-11-05")
    for name in ("inquiry", "opinion"):
        step(desk, number, name)
    assert state(desk, number) is State.WORKING
    assert page(desk.session.db, [number])[0].coming == "按停止党籍程序办理"
    assert desk.all("SELECT membership FROM member WHERE membership = 'suspended'") == []


def test_a_member_has_one_case_in_hand_and_may_have_another_after_it(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], **AWAY)
    again = open_case(desk.session, members[0], Origin.FLOATING, "2026-11-02")
    assert refusal(again) is Refusal.REGULAR_OPEN
    withdraw(desk.session, number, "2026-11-03", "列入有误")
    assert refusal(describe(desk.session, number, {})) is Refusal.REGULAR_DECIDED
    assert open_case(desk.session, members[0], Origin.FLOATING, "2026-11-04").changed


def test_what_a_member_below_is_kept_by_another_unit_is_refused(desk: Desk, members: list[int]) -> None:
    number = opened(desk, members[0], **AWAY)
    add_organization(desk.session, desk.session.unit, UnitKind.BRANCH, "", "乙支部")
    desk.session.db.execute_sql("UPDATE organization SET keeper = (SELECT max(id) FROM organization) WHERE id > 1")
    assert refusal(open_case(desk.session, members[1], Origin.FLOATING, "2026-11-02")) is Refusal.KEPT_BELOW
    assert refusal(decide_measure(desk.session, number, Measure.TRANSFER, "2026-11-05")) is Refusal.KEPT_BELOW
    assert not case(desk.session.db, 1, 1, number).kept_here


def test_views_count_what_they_list(desk: Desk, members: list[int]) -> None:
    gate, done = opened(desk, members[0], Origin.FOUND), opened(desk, members[1], **MOVING)
    carried_out(desk, done, Measure.MANAGED)
    disposal = opened(desk, members[2], Origin.FOUND)
    fact(desk, disposal, Fact.ADMITS, "no")
    db = desk.session.db
    assert counts(db, 1) == [len(listed(db, 1, view)) for view in range(len(VIEWS))] == [1, 0, 0, 1, 1, 0, 3]
    assert listed(db, 1, 0) == [gate]
    assert listed(db, 1, 6, "李四") == listed(db, 1, 6, "苏0001") == [done]
    assert listed(db, 1, 6, "ls") == [done]
    assert listed(db, 1, 6, "没有") == []
    row = page(db, [disposal, gate])
    assert [(each.id, each.state, each.why) for each in row] == [
        (disposal, State.TO_DISPOSAL, "拒不承认或改正错误"), (gate, State.GATE, None),
    ]  # fmt: skip


def test_measures_are_counted_as_they_stood_on_any_day(desk: Desk, members: list[int]) -> None:
    db = desk.session.db
    carried_out(desk, opened(desk, members[0], **AWAY), Measure.TRANSFER)
    disposal = opened(desk, members[1], Origin.FOUND)
    fact(desk, disposal, Fact.ADMITS, "no", "2026-11-03")
    withdraw(desk.session, disposal, "2026-11-12", "另案办理")
    opened(desk, members[2], Origin.FOUND)

    def on(day: str) -> tuple[int, ...]:
        found = measure_counts(db, 1, day)
        decided, done = sum(found.decided.values()), sum(found.done.values())
        assert found.opened == found.waiting + decided + found.to_disposal + found.referral + found.withdrawn
        return found.waiting, decided, done, found.to_disposal, found.withdrawn

    assert on("2026-10-31") == (0, 0, 0, 0, 0)
    assert on("2026-11-01") == (3, 0, 0, 0, 0)
    assert on("2026-11-04") == (2, 0, 0, 1, 0)
    assert on("2026-11-05") == (1, 1, 0, 1, 0)
    assert on("2026-11-10") == (1, 1, 1, 1, 0)
    assert on("2026-11-12") == (1, 1, 1, 0, 1)
    assert measure_counts(db, 1, "2026-11-10").done[Measure.TRANSFER] == 1


def test_on_any_day_every_case_is_counted_once_and_where_its_dates_put_it(desk: Desk, members: list[int]) -> None:
    chance = Random(2016)
    cases: list[dict[str, str | None]] = []
    for number in range(1, 401):
        months = [f"2026-{chance.randint(1, 12):02}" for _ in range(5)]
        days = [month if chance.random() < 0.5 else f"{month}-{chance.randint(1, 28):02}" for month in months]
        opened_on, diverted_on, decided_on, done_on, withdrawn_on = (
            day if place == 0 or chance.random() < 0.5 else None for place, day in enumerate(sorted(days))
        )
        diverted_to = chance.choice(("to_disposal", "referral")) if diverted_on else None
        measure = chance.choice([each.value for each in Measure]) if decided_on else None
        cases.append({
            "opened_on": opened_on, "diverted_on": diverted_on, "diverted_to": diverted_to, "decided_on": decided_on,
            "measure": measure, "done_on": done_on if decided_on else None, "withdrawn_on": withdrawn_on,
        })  # fmt: skip
        names = ", ".join(cases[-1])
        desk.session.db.execute_sql(
            f"INSERT INTO regularization(uuid, member, origin, state, by, at, {names})"
            f" VALUES (randomblob(16), ?, 'found', 'gate', 1, 0{', ?' * 7})",
            (members[number % 3], *cases[-1].values()),
        )

    def by(day: str | None, as_of: str) -> bool:
        return day is not None and earliest(day).isoformat() <= as_of

    for month in range(1, 13):
        as_of = f"2026-{month:02}-{chance.randint(1, 28):02}"
        wanted = Counter(
            "withdrawn" if by(each["withdrawn_on"], as_of)
            else each["measure"] if by(each["decided_on"], as_of)
            else each["diverted_to"] if by(each["diverted_on"], as_of)
            else "waiting"
            for each in cases
            if by(each["opened_on"], as_of)
        )  # fmt: skip
        found = measure_counts(desk.session.db, 1, as_of)
        assert found.opened == wanted.total()
        assert (
            Counter({each.value: count for each, count in found.decided.items()})
            + Counter(
                waiting=found.waiting, to_disposal=found.to_disposal, referral=found.referral, withdrawn=found.withdrawn
            )
            == wanted
        )
        assert all(found.done[each] <= found.decided[each] for each in Measure)


def test_everything_is_undone_step_by_step_and_done_again(desk: Desk, members: list[int]) -> None:
    def rows() -> list[list[tuple[object, ...]]]:
        return [desk.all(f"SELECT * FROM {table}") for table in TABLES]

    number = opened(desk, members[0], Origin.FOUND, **MOVING)
    through_the_gate(desk, number)
    decide_measure(desk.session, number, Measure.MANAGED, "2026-11-05")
    for name in ("wish", "opinion"):
        step(desk, number, name)
    before, everything = rows(), dump(desk.session.db)
    assert undo(desk.session).changed
    assert rows() != before
    assert redo(desk.session).changed
    assert rows() == before
    assert dump(desk.session.db) == everything
    for _ in range(9):
        assert not undo(desk.session).refused
    assert rows() == [[]] * len(TABLES)
    assert_sound(desk.session)
