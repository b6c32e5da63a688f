"""A file of the statistics database beside the roster: what is stored, decided, ticked off, undone, and kept."""

from dataclasses import replace

import pytest
from desks import Desk, assert_sound
from references import TAKEN_ON, branches, compared, enrolled, found, head, number, there
from registers import dump

from tui.faults import Failure, Fault
from tui.rules.checks import Refusal
from tui.rules.comparison import Decision, Kind, SetKind
from tui.store.commands.comparison import import_reference
from tui.store.commands.decisions import decide, mark_corrected
from tui.store.commands.online import enter_online, remove_online
from tui.store.commands.roster import Arrival, import_roster
from tui.store.commands.undo import redo, undo
from tui.store.images import MEMBER
from tui.store.journal import CHUNK
from tui.store.queries.comparison import (
    Filter,
    State,
    count_branches,
    count_items,
    count_kinds,
    count_states,
    online_view,
    put_right_there,
)
from tui.store.queries.reference_sets import current_sets, latest
from tui.store.session import Session

ZHANG = {"sex": "male", "birth": "1985-07-01", "nation": "汉族", "phone": "13800138000", "idno": "110105198507010013"}


def zhang(session: Session, **fields: str) -> int:
    return enrolled(session, "张明", **{**ZHANG, **fields})


def value(session: Session, member: int, field: str) -> object:
    return session.db.execute_sql(f"SELECT {field} FROM member WHERE id = ?", (member,)).fetchone()[0]


# --- taking in


def test_every_sort_of_difference_is_stored_once_and_counted(desk: Desk) -> None:
    session = desk.session
    member = zhang(session, work="", education="大学")
    missing = enrolled(session, "李四", birth="1970")
    outcome = compared(
        session,
        there(member, "张明", birth="1985-07", nation="满族", phone="", work="教师", education="本科"),
        there(None, "王五", Kind.OUTSIDE, idno="11010519491231002X"),
        there(member, "张明", Kind.DOUBLE),
        there(None, "赵六", Kind.UNCLEAR),
    )
    assert found(session) == [
        ("张明", "nation", "wrong", "汉族", "满族", "open"),
        ("张明", "phone", "missing", "13800138000", "", "open"),
        ("张明", "work", "ours_empty", "", "教师", "open"),
        ("张明", "", "double", "", "张明", "open"),
        ("李四", "", "absent", "李四", "", "open"),
        ("王五", "", "outside", "", "王五", "open"),
        ("赵六", "", "unclear", "", "赵六", "open"),
    ]
    assert (outcome.rows, outcome.matched, outcome.counts) == (4, 1, dict.fromkeys(Kind, 1))
    assert outcome.sentence().startswith("比对4人，对应1人，缺项1项，错项1项")
    assert count_kinds(session.db, outcome.reference) == dict.fromkeys(Kind, 1)
    assert count_states(session.db, outcome.reference)[State.OPEN] == 7
    assert count_items(session.db, outcome.reference) == {"nation": 1, "phone": 1, "work": 1, "": 4}
    assert [(each.name, each.differences) for each in count_branches(session.db, outcome.reference)] == [
        ("计算机学院党委", 5),
        ("", 2),
    ]
    assert value(session, missing, "gone") is None
    assert_sound(session)


def test_whoever_left_or_was_transferred_out_is_not_missing_there(desk: Desk) -> None:
    session = desk.session
    gone, out, unclear = (enrolled(session, name) for name in ("甲某", "乙某", "丙某"))
    session.db.execute_sql("UPDATE member SET gone = '2026-01-01' WHERE id = ?", (gone,))
    session.db.execute_sql("UPDATE subject SET ground = 'out_without_receipt' WHERE member = ?", (out,))
    compared(session, there(None, "丙某", Kind.UNCLEAR))
    assert [name for name, *_ in found(session)] == ["丙某"]
    assert unclear


def test_a_file_about_one_branch_says_nothing_of_the_others(desk: Desk) -> None:
    session = desk.session
    branches(session, "一支部", "二支部")
    enrolled(session, "甲", 2)
    enrolled(session, "乙", 3)
    compared(session, org=2)
    assert found(session) == [("甲", "", "absent", "甲", "", "open")]
    compared(session, org=3)
    assert [(each.unit, each.rows) for each in current_sets(session.db, SetKind.STATISTICS)] == [
        ("一支部", 0),
        ("二支部", 0),
    ]


def test_people_actually_present_are_looked_up_and_not_compared_item_by_item(desk: Desk) -> None:
    session = desk.session
    member = zhang(session)
    compared(session, there(member, "张明", nation="满族"), there(None, "王五", Kind.OUTSIDE), kind=SetKind.PRESENT)
    assert found(session) == [("王五", "", "outside", "", "王五", "open")]
    assert latest(session.db, SetKind.STATISTICS) is None


def test_a_day_that_is_none_is_refused_and_nothing_is_written(desk: Desk) -> None:
    before = dump(desk.session.db)
    with pytest.raises(Failure) as raised:
        compared(desk.session, on="2026-13-01")
    assert raised.value.fault is Fault.DATE_INVALID
    with pytest.raises(Failure) as raised:
        import_reference(desk.session, head(), [there(None, "甲", Kind.OUTSIDE)], 1, cancelled=lambda: True)
    assert raised.value.fault is Fault.CANCELLED
    assert dump(desk.session.db) == before


# --- deciding


def test_taking_over_their_value_writes_the_member_and_the_way_back_restores_him(desk: Desk) -> None:
    session = desk.session
    member = zhang(session)
    compared(session, there(member, "张明", nation="满族", birth="1985-08"))
    item = number(session, "张明", "nation")
    before = dump(session.db)
    change = decide(session, [item], Decision.THEIRS)
    assert change.sentence() == "张明 民族记为“以统计库为准”：1项已改。"
    assert value(session, member, "nation") == "满族"
    assert ("张明", "nation", "wrong", "汉族", "满族", "theirs") in found(session)
    assert undo(session).sentence().startswith("撤销“比对差异记为以统计库为准”：1项已撤销")
    assert dump(session.db) == before
    redo(session)
    assert value(session, member, "nation") == "满族"
    assert decide(session, [item], Decision.OURS).changed == 1
    assert value(session, member, "nation") == "汉族"
    assert decide(session, [item], Decision.OURS).unchanged == 1
    assert_sound(session)


def test_several_items_of_one_member_are_taken_over_in_one_entry(desk: Desk) -> None:
    session = desk.session
    member = zhang(session)
    compared(session, there(member, "张明", nation="满族", birth="1985-08", phone="13900139000"))
    items = [number(session, "张明", field) for field in ("nation", "birth", "phone")]
    before = dump(session.db)
    assert decide(session, [*items, items[0]], Decision.THEIRS).changed == 3
    assert [value(session, member, field) for field in ("nation", "birth", "phone")] == [
        "满族", "1985-08", "13900139000",
    ]  # fmt: skip
    assert_sound(session)
    assert undo(session).changed == 3
    assert dump(session.db) == before


def test_findings_follow_what_was_taken_over(desk: Desk) -> None:
    session = desk.session
    member = zhang(session)
    compared(session, there(member, "张明", birth="1986-07-01"))
    findings = "SELECT code, state FROM finding WHERE code = 'V02a'"
    assert desk.all(findings) == []
    decide(session, [number(session, "张明", "birth")], Decision.THEIRS)
    assert desk.all(findings) == [("V02a", "open")]
    decide(session, [number(session, "张明", "birth")], Decision.CLARIFY)
    assert desk.all(findings) == [("V02a", "resolved")]
    assert_sound(session)


def test_a_name_taken_over_is_found_under_its_new_form_and_under_the_old_when_taken_back(desk: Desk) -> None:
    session = desk.session
    member = zhang(session)
    compared(session, there(member, "张铭", idno=ZHANG["idno"]))
    item = number(session, "张明", "name")
    decide(session, [item], Decision.THEIRS)
    assert desk.all("SELECT name, initials FROM member") == [("张铭", "y y")]
    assert_sound(session)
    decide(session, [item], Decision.OURS)
    assert desk.all("SELECT name, initials FROM member") == [("张明", "x x")]
    assert_sound(session)


def test_what_may_not_be_decided_is_refused_with_its_reason_and_changes_nothing(desk: Desk) -> None:
    session = desk.session
    member = zhang(session, work="")
    enrolled(session, "李四")
    compared(
        session,
        there(member, "张明", phone="", birth="待查", work="教师", idno="110105198507010099"),
        there(None, "王五", Kind.OUTSIDE),
    )
    everything = [each for (each,) in session.db.execute_sql("SELECT id FROM difference ORDER BY id")]
    rows = dump(session.db)["member"]
    change = decide(session, everything, Decision.THEIRS)
    assert dict(change.refused) == {
        Refusal.ONE_BY_ONE: 1,
        Refusal.NOTHING_THERE: 1,
        Refusal.UNREADABLE_THERE: 1,
        Refusal.WHOLE_PERSON: 2,
    }
    assert change.changed == 1
    assert value(session, member, "work") == "教师"
    undo(session)
    assert dump(session.db)["member"] == rows
    assert dict(decide(session, everything, Decision.OURS).refused) == {Refusal.NOTHING_HERE: 1}
    assert decide(session, [number(session, "张明", "idno")], Decision.THEIRS).changed == 1
    assert value(session, member, "idno") == "110105198507010099"


def test_a_member_kept_by_another_unit_is_left_to_it(desk: Desk) -> None:
    session = desk.session
    branches(session, "一支部")
    member = enrolled(session, "张明", 2, nation="汉族")
    session.db.execute_sql("UPDATE organization SET keeper = id")
    compared(session, there(member, "张明", nation="满族"))
    for decision in (Decision.OURS, Decision.THEIRS, Decision.CLARIFY):
        change = decide(session, [number(session, "张明", "nation")], decision)
        assert (change.entry, change.refused) == (None, ((Refusal.KEPT_BELOW, 1),))
    assert value(session, member, "nation") == "汉族"


def test_a_branch_is_taken_over_when_it_is_one_of_ours_and_refused_otherwise(desk: Desk) -> None:
    session = desk.session
    branches(session, "一支部", "二支部")
    one, two = enrolled(session, "张明", 2), enrolled(session, "李四", 2)
    compared(session, there(one, "张明", branch="二支部"), there(two, "李四", branch="某街道支部"))
    assert decide(session, [number(session, "张明", "branch")], Decision.THEIRS).changed == 1
    assert value(session, one, "org") == 3
    refused = decide(session, [number(session, "李四", "branch")], Decision.THEIRS).refused
    assert refused == ((Refusal.BRANCH_UNKNOWN, 1),)
    decide(session, [number(session, "张明", "branch")], Decision.OPEN)
    assert value(session, one, "org") == 2
    assert_sound(session)


def test_a_value_that_changed_since_the_comparison_is_not_decided_over(desk: Desk) -> None:
    session = desk.session
    member = zhang(session)
    compared(session, there(member, "张明", nation="满族"))
    import_roster(session, [Arrival(member, 1, {"name": "张明", "nation": "回族"}, {}, "x x", [])], 1)
    for decision in (Decision.THEIRS, Decision.OURS):
        assert decide(session, [number(session, "张明", "nation")], decision).refused == ((Refusal.CHANGED_SINCE, 1),)
    assert value(session, member, "nation") == "回族"


def test_an_undo_leaves_value_and_decision_together_when_the_member_has_changed_since(desk: Desk) -> None:
    session = desk.session
    member, other = zhang(session), enrolled(session, "李四", nation="汉族")
    compared(session, there(member, "张明", nation="满族"), there(other, "李四", nation="满族"))
    decide(session, [number(session, name, "nation") for name in ("张明", "李四")], Decision.THEIRS)
    import_roster(desk.colleague, [Arrival(member, 1, {"name": "张明", "phone": "1"}, {}, "x x", [])], 1)
    change = undo(session)
    assert (change.changed, change.refused) == (1, ((Refusal.CHANGED_SINCE, 1),))
    assert [(row[0], row[5]) for row in found(session)] == [("张明", "theirs"), ("李四", "open")]
    assert (value(session, member, "nation"), value(session, other, "nation")) == ("满族", "汉族")
    assert_sound(session)


def test_thousands_are_decided_at_once_and_taken_back_at_once(desk: Desk) -> None:
    session = desk.session
    count = CHUNK + 5
    arrivals = [
        Arrival(None, 1, {"name": f"张{n:04}", "nation": "汉族", "work": "甲", "address": "甲"}, {}, "x", [])
        for n in range(count)
    ]
    import_roster(session, arrivals, count)
    members = [m for (m,) in session.db.execute_sql("SELECT id FROM member ORDER BY id")]
    compared(session, *(there(m, f"张{n:04}", nation="满族", work="乙", address="乙") for n, m in enumerate(members)))
    everything = [each for (each,) in session.db.execute_sql("SELECT id FROM difference ORDER BY id DESC")]
    before = dump(session.db)
    change = decide(session, everything, Decision.THEIRS)
    assert (change.changed, change.members) == (3 * count, ())
    assert desk.all("SELECT DISTINCT nation, work, address FROM member") == [("满族", "乙", "乙")]
    assert undo(session).changed == 3 * count
    assert dump(session.db) == before


# --- corrected there


def test_what_was_put_right_there_is_ticked_off_with_day_and_name_and_can_be_taken_back(desk: Desk) -> None:
    session = desk.session
    member = zhang(session)
    outcome = compared(session, there(member, "张明", nation="满族", phone=""))
    items = [number(session, "张明", field) for field in ("nation", "phone")]
    decide(session, items[:1], Decision.OURS)
    change = mark_corrected(session, items, "2026-11-15", " 王芳 ")
    assert (change.changed, change.refused) == (1, ((Refusal.NOT_TO_CORRECT, 1),))
    columns = "SELECT corrected_on, corrected_by FROM difference WHERE field = 'nation'"
    assert desk.all(columns) == [("2026-11-15", "王芳")]
    assert count_states(session.db, outcome.reference)[State.DONE] == 1
    assert decide(session, items[:1], Decision.OPEN).refused == ((Refusal.CORRECTED_THERE, 1),)
    undo(session)
    assert desk.all(columns) == [(None, None)]
    for on, by, fault in (("2026-2-1", "王芳", Fault.DATE_INVALID), ("2026-11-15", "\u200b ", Fault.NAME_MISSING)):
        with pytest.raises(Failure) as raised:
            mark_corrected(session, items, on, by)
        assert raised.value.fault is fault


# --- a newer export


def test_a_newer_export_keeps_decisions_whose_both_values_are_unchanged(desk: Desk) -> None:
    session = desk.session
    member = zhang(session, work="教师")
    first = there(member, "张明", nation="满族", phone="", work="工人")
    outside = there(None, "王五", Kind.OUTSIDE, idno="11010519491231002X")
    compared(session, first, outside)
    for field in ("nation", "phone", "work"):
        decide(session, [number(session, "张明", field)], Decision.CLARIFY if field == "work" else Decision.OURS)
    decide(session, [number(session, "王五", "")], Decision.OURS)
    outcome = compared(session, replace(first, fields=first.fields | {"nation": "回族"}), outside, on="2026-11-10")
    assert (outcome.kept, outcome.corrected, outcome.not_corrected) == (3, 0, 0)
    assert [(item, decision) for _, item, *_, decision in found(session)] == [
        ("nation", "open"), ("phone", "ours"), ("work", "clarify"), ("", "ours"),
    ]  # fmt: skip
    old = session.db.execute_sql("SELECT min(id) FROM difference").fetchone()[0]
    assert decide(session, [old], Decision.CLARIFY).refused == ((Refusal.SUPERSEDED, 1),)
    assert_sound(session)


def test_what_a_newer_export_shows_corrected_waits_for_a_person_to_tick_it_off(desk: Desk) -> None:
    session = desk.session
    member, missing = zhang(session), enrolled(session, "李四")
    compared(session, there(member, "张明", nation="满族", birth="1985-08"), there(None, "王五", Kind.OUTSIDE))
    for name, field in (("张明", "nation"), ("张明", "birth"), ("李四", ""), ("王五", "")):
        decide(session, [number(session, name, field)], Decision.OURS)
    newer = (there(member, "张明", nation="汉族"), there(missing, "李四", nation=""))
    outcome = compared(session, *newer, on="2026-11-10")
    assert (outcome.corrected, outcome.kept) == (3, 0)
    waiting = put_right_there(session.db, outcome.reference)
    assert desk.all("SELECT count(*) FROM difference WHERE corrected_on IS NOT NULL") == [(0,)]
    assert [(name, item) for name, item, *_ in found(session, Filter(State.TO_CORRECT))] == [
        ("张明", "birth"), ("张明", "nation"), ("李四", ""), ("王五", ""),
    ]  # fmt: skip
    assert len(waiting) == 3  # what the newer file has no column for stays to be corrected
    mark_corrected(session, waiting, "2026-11-10", "王芳")
    assert put_right_there(session.db, outcome.reference) == []
    again = compared(session, *newer, on="2026-11-12")
    assert again.corrected == 0
    assert len(found(session, Filter(State.DONE))) == 3
    assert_sound(session)


def test_an_item_is_not_called_corrected_there_when_it_was_we_who_changed(desk: Desk) -> None:
    session = desk.session
    member = zhang(session)
    compared(session, there(member, "张明", nation="满族"))
    decide(session, [number(session, "张明", "nation")], Decision.OURS)
    import_roster(session, [Arrival(member, 1, {"name": "张明", "nation": "满族"}, {}, "x x", [])], 1)
    outcome = compared(session, there(member, "张明", nation="满族"), on="2026-11-10")
    assert (outcome.corrected, found(session)) == (0, [])


def test_somebody_to_be_taken_out_there_who_is_now_on_our_roster_is_not_called_corrected(desk: Desk) -> None:
    session = desk.session
    compared(session, there(None, "王五", Kind.OUTSIDE, idno="11010519491231002X"))
    decide(session, [number(session, "王五", "")], Decision.OURS)
    member = enrolled(session, "王五", idno="11010519491231002X")
    outcome = compared(session, there(member, "王五", idno="11010519491231002X"), on="2026-11-10")
    assert (outcome.corrected, found(session)) == (0, [])


@pytest.mark.parametrize(("ticked", "still_wrong"), [("2026-11-05", 1), ("2026-11-15", 0)])
def test_a_tick_older_than_the_export_that_still_shows_the_error_is_taken_off_and_told(
    desk: Desk, ticked: str, still_wrong: int
) -> None:
    session = desk.session
    member = zhang(session)
    compared(session, there(member, "张明", nation="满族"))
    item = number(session, "张明", "nation")
    decide(session, [item], Decision.OURS)
    mark_corrected(session, [item], ticked, "王芳")
    outcome = compared(session, there(member, "张明", nation="满族"), on="2026-11-10")
    assert (outcome.kept, outcome.not_corrected) == (1, still_wrong)
    assert desk.all("SELECT corrected_on FROM difference ORDER BY id") == [
        (ticked,), (None,) if still_wrong else (ticked,),
    ]  # fmt: skip


# --- undo of taking in


def test_an_import_is_undone_whole_and_brought_back_whole(desk: Desk) -> None:
    session = desk.session
    member = zhang(session)
    before = dump(session.db)
    compared(session, there(member, "张明", nation="满族"), there(None, "王五", Kind.OUTSIDE))
    after = dump(session.db)
    assert undo(session).label == "撤销“与党内统计党员数据库比对”"
    assert dump(session.db) == before
    redo(session)
    assert dump(session.db) == after
    assert_sound(session)


def test_a_set_in_which_somebody_has_decided_stays_whole(desk: Desk) -> None:
    session = desk.session
    member = zhang(session)
    compared(session, there(member, "张明", nation="满族", phone=""), there(None, "王五", Kind.OUTSIDE))
    decide(desk.colleague, [number(session, "张明", "nation")], Decision.CLARIFY)
    before = dump(session.db)
    change = undo(session)
    assert (change.changed, change.refused_count) == (0, 2)
    assert dump(session.db) == before
    assert undo(session).label == "撤销“导入名册”"
    assert desk.all("SELECT name FROM member") == [("张明",)]  # compared people stay, too
    assert_sound(session)


def test_a_set_that_a_later_one_took_the_place_of_stays_whole(desk: Desk) -> None:
    session = desk.session
    compared(session, there(None, "王五", Kind.OUTSIDE))
    compared(desk.colleague, there(None, "王五", Kind.OUTSIDE), on="2026-11-10")
    before = dump(session.db)
    assert undo(session).changed == 0
    assert dump(session.db) == before
    assert_sound(session)


# --- the online transfer system


def test_who_is_entered_online_is_marked_in_bulk_and_the_others_are_listed(desk: Desk) -> None:
    session = desk.session
    members = [enrolled(session, name) for name in ("甲", "乙", "丙")]
    change = enter_online(session, [*members[:2], members[0]], "2026-11-20")
    assert change.sentence() == "网上接转系统记为已编入：2人已改。"
    assert desk.all("SELECT member, entered_on, entered_by FROM online_entry") == [
        (members[0], "2026-11-20", 1), (members[1], "2026-11-20", 1),
    ]  # fmt: skip
    assert [*online_view(session.db, 1, 1, entered=False)] == members[2:]
    assert {*online_view(session.db, 1, 1, entered=True)} == {*members[:2]}
    assert enter_online(session, members, "2026-11-21").unchanged == 2
    undo(session)
    assert [*online_view(session.db, 1, 1, entered=False)] == members[2:]
    assert remove_online(session, members).changed == 2
    undo(session)
    assert desk.all("SELECT count(*) FROM online_entry") == [(2,)]
    with pytest.raises(Failure) as raised:
        enter_online(session, members, "today")
    assert raised.value.fault is Fault.DATE_INVALID
    assert_sound(session)


def test_members_of_other_units_are_marked_by_these(desk: Desk) -> None:
    session = desk.session
    branches(session, "一支部")
    member = enrolled(session, "甲", 2)
    session.db.execute_sql("UPDATE organization SET keeper = id")
    assert enter_online(session, [member], "2026-11-20").refused == ((Refusal.KEPT_BELOW, 1),)


def test_the_import_of_a_roster_is_not_undone_under_people_who_are_entered(desk: Desk) -> None:
    session = desk.session
    member = enrolled(session, "甲")
    enter_online(desk.colleague, [member], "2026-11-20")
    undo(session)
    assert desk.all("SELECT id FROM member") == [(member,)]
    assert_sound(session)


def test_the_day_of_the_export_is_kept(desk: Desk) -> None:
    compared(desk.session)
    newest = latest(desk.session.db, SetKind.STATISTICS)
    assert newest is not None
    assert (newest.taken_on, newest.file, newest.previous) == (TAKEN_ON, "export.xlsx", None)
    assert MEMBER.number == 3
