"""What a check records: the sheet written in one act, its findings, the member's own columns, the verdict; undo."""

from dataclasses import replace

import pytest
from desks import Desk, assert_sound
from ledgers import letter, send, set_up, stub, unit
from people import arrival
from registers import dump

from tui.faults import Failure, Fault
from tui.rules.check_findings import CheckFinding
from tui.rules.checks import Check, Ground, Refusal, Stage, Verdict
from tui.rules.roles import Role
from tui.store.commands.check_records import record_check, state_stubs
from tui.store.commands.roster import Arrival, import_roster
from tui.store.commands.undo import next_step, redo, undo
from tui.store.queries.check_sheets import check_sheet
from tui.store.queries.members import member_card
from tui.store.queries.stubs import statements

SELF, TEAM = Stage
FINDINGS = "SELECT check_no, stage, code, state FROM finding ORDER BY code"


def bring_in(desk: Desk, *names: str, **fields: str) -> None:
    import_roster(desk.session, [arrival(name, **fields) for name in names], len(names))


def test_a_sheet_is_written_whole_with_findings_columns_and_verdict_and_one_undo_takes_it_back(desk: Desk) -> None:
    bring_in(desk, "王伟")
    before = dump(desk.session.db)
    change = record_check(
        desk.session, SELF, Check.ARCHIVE, 1,
        {"file": "kept", "joining_form": "complete", "application": "irregular", "joining": "true"},
        note="已查阅原件", verdict=Verdict.PENDING,
    )  # fmt: skip
    assert change.sentence() == "王伟 支部自查·档案核查记录，记为“待完善”：1人已保存。"
    assert desk.all("SELECT answers, note FROM check_record") == [('{"file": "kept", "joining": "true"}', "已查阅原件")]
    assert desk.all("SELECT joining_form, application FROM member") == [("complete", "irregular")]
    assert desk.all("SELECT c2, h2, by2 FROM review") == [("p", "o", 1)]
    assert (2, 1, "C204", "open") in desk.all(FINDINGS)
    after = dump(desk.session.db)
    step = next_step(desk.session)
    assert step is not None
    assert step.deed == "“支部自查·档案核查记录”"
    assert undo(desk.session).sentence() == "撤销“支部自查·档案核查记录”：1人已撤销。"
    assert dump(desk.session.db) == before
    redo(desk.session)
    assert dump(desk.session.db) == after
    assert_sound(desk.session)


def test_what_an_answer_no_longer_states_is_resolved_and_what_a_person_found_stays_while_he_says_so(desk: Desk) -> None:
    bring_in(desk, "王伟")
    roster = {CheckFinding.NOT_KNOWN}
    record_check(desk.session, SELF, Check.ROSTER, 1, {"follow_up": "籍贯"}, found=roster)
    codes = [row for row in desk.all(FINDINGS) if str(row[2]).startswith("C")]
    assert codes == [(1, 1, "C101", "open"), (1, 1, "C103", "open")]
    record_check(desk.session, SELF, Check.ROSTER, 1, {}, found=roster)
    codes = [row for row in desk.all(FINDINGS) if str(row[2]).startswith("C")]
    assert codes == [(1, 1, "C101", "resolved"), (1, 1, "C103", "open")]
    record_check(desk.session, SELF, Check.ROSTER, 1, {"native": "江苏南京"}, found=roster)
    assert (1, 1, "C103", "open") in desk.all(FINDINGS)  # the rules that look again leave it alone
    import_roster(desk.session, [Arrival(1, 1, {"native": "江苏苏州"}, {}, "w w", [])], 1)
    assert (1, 1, "C103", "open") in desk.all(FINDINGS)
    assert_sound(desk.session)


def test_saving_the_same_sheet_again_changes_nothing(desk: Desk) -> None:
    bring_in(desk, "王伟")
    sheet = {"sources": "branch,himself", "reported": "no"}
    record_check(desk.session, SELF, Check.CONDUCT, 1, sheet, verdict=Verdict.CLEAR)
    again = record_check(desk.session, SELF, Check.CONDUCT, 1, sheet, verdict=Verdict.CLEAR)
    assert (again.entry, again.changed, again.unchanged) == (None, 0, 1)
    empty = record_check(desk.session, SELF, Check.DUES, 1, {})
    assert (empty.entry, empty.changed) == (None, 0)


def test_a_redo_after_a_colleague_has_written_the_same_sheet_leaves_his_alone(desk: Desk) -> None:
    bring_in(desk, "王伟")
    record_check(desk.session, SELF, Check.CONDUCT, 1, {"sources": "branch"})
    undo(desk.session)
    record_check(desk.colleague, SELF, Check.CONDUCT, 1, {"sources": "himself"})
    change = redo(desk.session)
    assert change.refused == ((Refusal.CHANGED_SINCE, 1),)
    assert desk.all("SELECT answers, recorded_by FROM check_record") == [('{"sources": "himself"}', 2)]
    assert_sound(desk.session)


def test_a_member_on_whom_a_check_was_recorded_stays_when_his_import_is_undone(desk: Desk) -> None:
    bring_in(desk, "王伟", "李娜")
    record_check(desk.colleague, SELF, Check.CONDUCT, 1, {"sources": "branch"})
    undo(desk.session)
    assert desk.all("SELECT name FROM member") == [("王伟",)]
    assert desk.all("SELECT member FROM subject") == [(1,)]
    assert_sound(desk.session)


@pytest.mark.parametrize(
    ("check", "answers", "lacking"),
    [
        (Check.DUES, {"situation": "floating", "since": "2026-01"}, "原因、去向"),
        (Check.DUES, {"situation": "lost"}, "流出（失联）时间、原因"),
        (Check.DUES, {"situation": "lost", "since": "2020", "why": "other"}, "其他原因"),
        (Check.DUES, {"relation": "not_in_order"}, "不顺的情况"),
        (Check.DUES, {"kept_for": "abroad_study"}, "保留的起止月份"),
        (Check.CONDUCT, {"reported": "yes", "sources": "branch"}, "反映的问题"),
        (Check.CONDUCT, {"clue": "referred"}, "移送机关、移送日期"),
    ],
)
def test_what_must_be_stated_is_asked_for_before_the_check_comes_to_no_error(
    desk: Desk, check: Check, answers: dict[str, str], lacking: str
) -> None:
    bring_in(desk, "王伟")
    with pytest.raises(Failure) as raised:
        record_check(desk.session, SELF, check, 1, answers, verdict=Verdict.CLEAR)
    assert raised.value.fault is Fault.CHECK_UNSTATED
    assert lacking in str(raised.value)
    assert desk.all("SELECT * FROM check_record") == []
    assert record_check(desk.session, SELF, check, 1, answers, verdict=Verdict.DOUBTFUL).changed == 1


@pytest.mark.parametrize(
    ("check", "answers"),
    [
        (Check.ARCHIVE, {"file": "perhaps"}),
        (Check.ARCHIVE, {"situation": "lost"}),
        (Check.DUES, {"since": "2026-13"}),
        (Check.DUES, {"kept": "2016-06至2014-09"}),
        (Check.CONDUCT, {"sources": "branch,branch"}),
        (Check.RECEIPT, {"landed": "landed"}),  # he is in the branch: nobody waits for a receipt
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_written(desk: Desk, check: Check, answers: dict[str, str]) -> None:
    bring_in(desk, "王伟")
    with pytest.raises(Failure) as raised:
        record_check(desk.session, SELF, check, 1, answers)
    assert raised.value.fault is Fault.CHECK_ANSWER
    assert desk.all("SELECT * FROM check_record") == []


def test_a_probationary_member_is_asked_for_no_application_to_become_full(desk: Desk) -> None:
    bring_in(desk, "王伟", category="probationary")
    with pytest.raises(Failure):
        record_check(desk.session, SELF, Check.ARCHIVE, 1, {"full_application": "missing"})


def test_a_verification_keeps_what_it_saw_beside_the_member_and_leaves_his_columns_alone(desk: Desk) -> None:
    bring_in(desk, "王伟")
    record_check(desk.session, SELF, Check.ARCHIVE, 1, {"joining_form": "complete", "application": "complete"})
    record_check(
        desk.session,
        TEAM,
        Check.ARCHIVE,
        1,
        {"joining_form": "untrue", "application": "complete"},
        verdict=Verdict.DOUBTFUL,
    )
    assert desk.all("SELECT joining_form FROM member") == [("complete",)]
    assert desk.all("SELECT answers FROM check_record WHERE stage = 2") == [('{"joining_form": "untrue"}',)]
    assert (2, 2, "C205", "open") in desk.all(FINDINGS)
    sheet = check_sheet(desk.session.db, 1, 1, TEAM, Check.ARCHIVE, 1)
    assert sheet is not None
    assert (sheet.answers["joining_form"], sheet.verdict, sheet.kept_here) == ("untrue", Verdict.DOUBTFUL, False)


def test_those_out_without_receipt_are_asked_where_they_went_and_the_letter_answers_first(desk: Desk) -> None:
    send(desk.session, stub("王伟", issued="2015-06-30", to_unit="南京市委组织部", number="12"))
    sheet = check_sheet(desk.session.db, 1, 1, SELF, Check.RECEIPT, 1)
    assert sheet is not None
    assert sheet.card.ground is Ground.OUT_WITHOUT_RECEIPT
    assert sheet.answers == {"sent_on": "2015-06-30", "receiver": "南京市委组织部"}
    record_check(desk.session, SELF, Check.RECEIPT, 1, {**sheet.answers, "landed": "pocket"}, verdict=Verdict.DOUBTFUL)
    card = member_card(desk.session.db, 1, 1)
    assert card is not None
    assert card.records[0].answers["landed"] == "pocket"
    assert "C402" in card.findings


def test_who_is_kept_elsewhere_or_gone_is_refused(desk: Desk) -> None:
    bring_in(desk, "王伟")
    other = record_check(desk.session, SELF, Check.CONDUCT, 99, {"sources": "branch"})
    assert other.refused == ((Refusal.NOT_A_SUBJECT, 1),)
    set_up(desk.session, unit("一支部"))
    desk.session.db.execute_sql("UPDATE organization SET keeper = 2 WHERE id = 1")
    elsewhere = record_check(desk.session, SELF, Check.CONDUCT, 1, {"sources": "branch"})
    assert elsewhere.refused == ((Refusal.KEPT_ELSEWHERE, 1),)
    assert desk.all("SELECT * FROM check_record") == []


def test_somebody_who_enters_data_does_not_verify(desk: Desk) -> None:
    bring_in(desk, "王伟")
    entering = replace(desk.session, actor=replace(desk.session.actor, roles=frozenset({Role.ENTRY})))
    record_check(entering, SELF, Check.CONDUCT, 1, {"sources": "branch"})
    with pytest.raises(Failure) as raised:
        record_check(entering, TEAM, Check.CONDUCT, 1, {"sources": "branch"})
    assert raised.value.fault is Fault.ROLE_REFUSED


# --- the stubs of a branch

STATED = {
    "first_stub": "001", "last_stub": "120", "stubs": "120", "without_receipt": "3", "inspected_by": "张明",
    "inspected_on": "2026-11-18",
}  # fmt: skip


def test_a_branch_states_once_what_its_stubs_hold(desk: Desk) -> None:
    bring_in(desk, "王伟")
    send(desk.session, letter(1, issued="2015-06-30"))
    before = dump(desk.session.db)
    assert state_stubs(desk.session, SELF, 1, STATED).changed == 1
    (listed,) = statements(desk.session.db, 1, SELF, 1)
    assert (listed.answers, listed.open_letters, listed.by) == (STATED, 1, desk.session.actor.name)
    state_stubs(desk.session, SELF, 1, {**STATED, "without_receipt": "2"})
    assert desk.all("SELECT count(*) FROM branch_statement") == [(1,)]
    assert state_stubs(desk.session, SELF, 1, {**STATED, "without_receipt": "2"}).entry is None
    assert undo(desk.session).sentence() == "撤销“介绍信存根检查情况”：1个党支部已撤销。"
    assert statements(desk.session.db, 1, SELF, 1)[0].answers == STATED
    undo(desk.session)
    assert dump(desk.session.db) == before
    redo(desk.session)
    assert statements(desk.session.db, 1, SELF, 1)[0].answers == STATED
    assert_sound(desk.session)


def test_a_statement_that_lacks_something_says_what(desk: Desk) -> None:
    with pytest.raises(Failure) as raised:
        state_stubs(desk.session, SELF, 1, {"first_stub": "001", "without_receipt": "0"})
    assert "至（号）、检查人、检查日期" in str(raised.value)
    assert desk.all("SELECT * FROM branch_statement") == []


def test_a_branch_that_has_stated_something_stays_when_its_import_is_undone(desk: Desk) -> None:
    set_up(desk.session, unit("一支部"))
    desk.session.db.execute_sql("SELECT 1")
    state_stubs(desk.colleague, SELF, 2, STATED)
    undo(desk.session)
    assert desk.all("SELECT name FROM organization WHERE id = 2") == [("一支部",)]
    assert_sound(desk.session)
