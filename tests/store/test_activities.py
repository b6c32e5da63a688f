"""Activities and attendance: everybody present and then the exceptions; the last activity follows, and goes back."""

from pathlib import Path

import pytest
from desks import Desk, assert_sound, desk_in
from hypothesis import given, settings
from hypothesis import strategies as st
from people import arrival
from registers import Register, dump

from tui.faults import Failure, Fault
from tui.rules.activities import ActivityKind, Attended
from tui.rules.checks import Check, Refusal, Stage
from tui.rules.situations import SituationKind
from tui.store.commands.activities import amend_activity, hold_activity, set_attendance, withdraw_activity
from tui.store.commands.roster import Arrival, import_roster
from tui.store.commands.situations import record_situation
from tui.store.commands.undo import redo, undo
from tui.store.queries.activities import activities_of, activity, attendance_counts, attendees
from tui.store.queries.suggestions import suggestions_of

MEETING, LESSON = ActivityKind.MEETING, ActivityKind.LESSON


@pytest.fixture(autouse=True)
def people(desk: Desk) -> None:
    """王伟 last took part in March; 李娜 nobody knows; 张敏 is lost, 刘洋 away, 陈晨 suspended."""
    desk.session.db.execute_sql("UPDATE campaign SET as_of = '2026-11-20'")
    roll = [
        arrival("王伟", active_on="2026-03"), arrival("李娜"), arrival("张敏", lost="yes"),
        arrival("刘洋", floating="yes"), arrival("陈晨", membership="suspended"),
    ]  # fmt: skip
    import_roster(desk.session, roll, len(roll))


def active(desk: Desk) -> list[object]:
    return [day for (day,) in desk.all("SELECT active_on FROM member ORDER BY id")]


def states(desk: Desk, number: int = 1) -> dict[str, str]:
    found = attendees(desk.session.db, 1, number)
    return {each.name: each.state.label if each.state else each.remark for each in found}


def test_everybody_is_present_but_those_of_whom_nobody_may_suppose_it(desk: Desk) -> None:
    change = hold_activity(desk.session, 1, "2026-05-10", MEETING, {"title": "换届", "place": "一楼"})
    assert change.sentence() == "登记支部党员大会（2026-05-10），到会2人：1次已登记。"
    assert states(desk) == {"王伟": "到会", "李娜": "到会", "张敏": "失联", "刘洋": "流动", "陈晨": "停止党籍"}
    assert active(desk) == ["2026-05-10", "2026-05-10", None, None, None]
    (held,) = activities_of(desk.session.db, 1)
    assert (held.name, held.place, held.called, held.present) == ("支部党员大会：换届", "一楼", 2, 2)
    assert_sound(desk.session)


def test_who_is_lost_by_the_ledger_of_situations_is_not_supposed_to_have_come(desk: Desk) -> None:
    record_situation(desk.session, 2, SituationKind.LOST, {"since": "2026-01-01"})
    hold_activity(desk.session, 1, "2026-05-10", MEETING)
    assert active(desk)[:2] == ["2026-05-10", None]


def test_a_committee_s_meeting_begins_with_nobody(desk: Desk) -> None:
    hold_activity(desk.session, 1, "2026-05-10", ActivityKind.COMMITTEE)
    assert active(desk)[0] == "2026-03"
    set_attendance(desk.session, 1, [1], Attended.PRESENT)
    assert active(desk)[:2] == ["2026-05-10", None]
    held = activity(desk.session.db, 1)
    assert held is not None
    assert held.called == 1


def test_leave_and_absence_take_the_last_activity_back_to_what_it_was(desk: Desk) -> None:
    hold_activity(desk.session, 1, "2026-05-10", MEETING)
    change = set_attendance(desk.session, 1, [1, 2], Attended.LEAVE, "住院")
    assert (change.changed, active(desk)[:2]) == (2, ["2026-03", None])
    assert {each.reason for each in attendees(desk.session.db, 1, 1) if each.state is Attended.LEAVE} == {"住院"}
    assert set_attendance(desk.session, 1, [1], Attended.LEAVE, "住院").unchanged == 1
    assert set_attendance(desk.session, 1, [1], Attended.ABSENT).changed == 1
    set_attendance(desk.session, 1, [1], Attended.PRESENT)
    assert active(desk)[:2] == ["2026-05-10", None]
    assert_sound(desk.session)


def test_the_last_activity_goes_back_to_the_newest_other_one(desk: Desk) -> None:
    for day in ("2026-05-10", "2026-06-10", "2026-04-10"):
        hold_activity(desk.session, 1, day, MEETING)
    assert active(desk)[:2] == ["2026-06-10", "2026-06-10"]
    set_attendance(desk.session, 2, [1], Attended.ABSENT)
    assert active(desk)[:2] == ["2026-05-10", "2026-06-10"]
    withdraw_activity(desk.session, 1, "登记错误")
    assert active(desk)[:2] == ["2026-04-10", "2026-06-10"]
    set_attendance(desk.session, 3, [1], Attended.ABSENT)
    assert active(desk)[:2] == ["2026-03", "2026-06-10"]


def test_what_the_roster_has_said_since_is_not_taken_back(desk: Desk) -> None:
    hold_activity(desk.session, 1, "2026-05-10", MEETING)
    import_roster(desk.session, [Arrival(1, 1, {"name": "王伟", "active_on": "2026-10"}, {}, "x x", [])], 1)
    set_attendance(desk.session, 1, [1], Attended.ABSENT)
    assert active(desk)[0] == "2026-10"


def test_a_withdrawn_activity_counts_nowhere_and_takes_no_attendance(desk: Desk) -> None:
    hold_activity(desk.session, 1, "2026-05-10", MEETING)
    with pytest.raises(Failure) as caught:
        withdraw_activity(desk.session, 1, " ")
    assert caught.value.fault is Fault.VALUE_REFUSED
    withdraw_activity(desk.session, 1, "重复登记")
    (held,) = activities_of(desk.session.db, 1)
    assert (held.withdrawn_on, held.withdrawn_why) == ("2026-11-20", "重复登记")
    assert set_attendance(desk.session, 1, [1], Attended.PRESENT).refused == ((Refusal.SETTLED, 1),)
    assert {each.called for each in attendance_counts(desk.session.db, 1, 1)} == {(0, 0)}
    assert withdraw_activity(desk.session, 1, "重复登记").unchanged == 1
    assert_sound(desk.session)


@pytest.mark.parametrize("day", ["2026-11-21", "2026-05", "昨天", "2026-02-30"])
def test_a_day_that_is_none_or_lies_ahead_is_refused(desk: Desk, day: str) -> None:
    with pytest.raises(Failure) as caught:
        hold_activity(desk.session, 1, day, MEETING)
    assert caught.value.fault is Fault.VALUE_REFUSED
    assert desk.all("SELECT * FROM activity") == []


def test_a_branch_that_another_unit_keeps_is_refused(desk: Desk) -> None:
    desk.session.db.execute_sql(
        "INSERT INTO organization(uuid, parent, kind, code, name, keeper, lft, rgt)"
        " VALUES (randomblob(16), 1, 'branch', '9', '乙支部', 2, 8, 9)"
    )
    change = hold_activity(desk.session, 2, "2026-05-10", MEETING)
    assert (change.entry, change.refused) == (None, ((Refusal.KEPT_BELOW, 1),))


def test_attendance_is_counted_over_six_and_twelve_months(desk: Desk) -> None:
    for day in ("2025-11-19", "2025-11-20", "2026-05-19", "2026-05-20", "2026-10-10"):
        hold_activity(desk.session, 1, day, LESSON)
    set_attendance(desk.session, 5, [2], Attended.ABSENT)
    counts = {each.name: (each.called, each.came) for each in attendance_counts(desk.session.db, 1, 1)}
    assert counts["王伟"] == ((2, 4), (2, 4))
    assert counts["李娜"] == ((2, 4), (1, 3))
    assert counts["张敏"] == ((0, 0), (0, 0))


def test_title_place_and_note_can_be_changed(desk: Desk) -> None:
    hold_activity(desk.session, 1, "2026-05-10", LESSON, {"title": "甲"})
    assert amend_activity(desk.session, 1, {"title": "乙", "note": "补记"}).changed == 1
    assert amend_activity(desk.session, 1, {"title": "乙"}).unchanged == 1
    assert [(each.title, each.note) for each in activities_of(desk.session.db, 1)] == [("乙", "补记")]


def test_attendance_is_evidence_for_the_third_check(desk: Desk) -> None:
    """核查党员交纳党费和参加党支部活动记录: with attendance there is a suggestion, without any there is none."""
    assert Check.DUES not in suggestions_of(desk.session.db, 1, Stage.SELF_CHECK, 2)
    hold_activity(desk.session, 1, "2026-10-10", MEETING)
    suggestion = suggestions_of(desk.session.db, 1, Stage.SELF_CHECK, 2)[Check.DUES]
    assert suggestion.evidence == "活动记录"
    assert "近12个月应到1次、实到1次" in suggestion.reason


def test_everything_is_undone_and_redone(desk: Desk) -> None:
    moments = [dump(desk.session.db)]
    for step in (
        lambda: hold_activity(desk.session, 1, "2026-05-10", MEETING),
        lambda: hold_activity(desk.session, 1, "2026-06-10", LESSON),
        lambda: set_attendance(desk.session, 2, [1, 3], Attended.LEAVE, "病"),
        lambda: set_attendance(desk.session, 2, [3], Attended.PRESENT),
        lambda: amend_activity(desk.session, 1, {"title": "丙"}),
        lambda: withdraw_activity(desk.session, 1, "错"),
    ):
        step()
        moments.append(dump(desk.session.db))
    desk.reopen()
    for moment in reversed(moments[:-1]):
        undo(desk.session)
        assert dump(desk.session.db) == moment
    for moment in moments[1:]:
        redo(desk.session)
        assert dump(desk.session.db) == moment
    assert_sound(desk.session)


def test_an_activity_to_which_a_colleague_has_added_somebody_stays(desk: Desk) -> None:
    hold_activity(desk.session, 1, "2026-05-10", MEETING)
    set_attendance(desk.colleague, 1, [3], Attended.PRESENT)
    change = undo(desk.session)
    assert change.refused_count == 1
    assert states(desk)["张敏"] == "到会"
    assert_sound(desk.session)


DAYS = ("2026-01-10", "2026-02-10", "2026-02-11", "2026-09-10")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("hold"), st.sampled_from(DAYS), st.just(Attended.PRESENT)),
        st.tuples(st.just("set"), st.integers(0, 3), st.sampled_from(Attended)),
        st.tuples(st.just("withdraw"), st.integers(0, 3), st.just(Attended.PRESENT)),
    ),
    max_size=10,
)


@settings(max_examples=25)
@given(st.sampled_from(["", "2026-02-10", "2026-05-01"]), STEPS)
def test_the_last_activity_is_the_newest_attended_or_what_was_known_before(
    office: Register, tmp_path_factory: pytest.TempPathFactory, known: str, steps: list[tuple[str, object, Attended]]
) -> None:
    desk = desk_in(office, Path(tmp_path_factory.mktemp("random")))
    import_roster(desk.session, [arrival("甲", active_on=known)], 1)
    for what, which, state in steps:
        held = [number for (number,) in desk.all("SELECT id FROM activity ORDER BY id")]
        if what == "hold":
            hold_activity(desk.session, 1, str(which), MEETING)
        elif isinstance(which, int) and which < len(held):
            number = int(str(held[which]))
            if what == "set":
                set_attendance(desk.session, number, [1], state)
            else:
                withdraw_activity(desk.session, number, "错")
    attended = desk.all(
        """SELECT a.on_day FROM attendance t JOIN activity a ON a.id = t.activity
           WHERE t.state = 'present' AND a.withdrawn_on IS NULL"""
    )
    days = [str(day) for (day,) in attended] + [known]
    assert (active(desk)[0] or "") == max(days)
    assert_sound(desk.session)
    desk.session.db.close()
