"""Members' files: what is stored, refused, listed, due, and taken back (《党员组织关系排查有关问题说明》五)."""

import pytest
from desks import Desk, assert_sound
from files import COMPLETE, enrolled, enrolled_elsewhere
from hypothesis import given, settings
from hypothesis import strategies as st
from registers import Register, dump

from tui.faults import Failure, Fault
from tui.rules.agenda import Kind
from tui.rules.archives import Answer, Keeper, Kept, Standing, Work, standings
from tui.rules.check_items import MATERIAL, MATERIALS
from tui.rules.checks import Check, Refusal, Stage, Verdict
from tui.store.commands.archives import (
    Inquiry,
    Place,
    Task,
    answer_inquiry,
    establish_file,
    finish_work,
    inquire,
    place_archive,
    plan_work,
    withdraw_inquiry,
    withdraw_work,
)
from tui.store.commands.editing import set_field
from tui.store.commands.undo import redo, undo
from tui.store.queries import archives
from tui.store.queries.agenda import agenda
from tui.store.queries.archives import View, archive_counts, archive_of, archive_view, branch_archives, due
from tui.store.queries.suggestions import suggestions_of

AT_COMMITTEE = Place(Kept.PARTY, Keeper.COMMITTEE, "计算机学院党委", "2026-11")


def listed(desk: Desk, view: View) -> list[int]:
    return list(archive_view(desk.session.db, desk.session.unit, view))


def test_a_party_file_is_set_up_for_who_has_no_personnel_file_and_for_nobody_else(desk: Desk) -> None:
    """无人事档案的，建立党员档案，由所在党委或县级党委组织部门保存"""
    without, with_one, unseen, unknown = (enrolled(desk, name) for name in ("甲一", "乙二", "丙三", "丁四"))
    place_archive(desk.session, [without], Place(Kept.NONE))
    place_archive(desk.session, [with_one], Place(Kept.PERSONNEL, Keeper.PERSONNEL_OFFICE, "人事处"))
    place_archive(desk.session, [unseen], Place(Kept.UNSEEN))
    change = establish_file(desk.session, [without, with_one, unseen, unknown], AT_COMMITTEE)
    assert change.members == (without,)
    assert dict(change.refused) == {Refusal.IN_PERSONNEL_FILE: 1, Refusal.FILE_UNKNOWN: 2}
    assert desk.all(f"SELECT kept_kind, kept_by, since FROM archive WHERE member = {without}") == [
        ("party", "committee", "2026-11")
    ]
    assert desk.all(f"SELECT archive_at FROM member WHERE id = {without}") == [("计算机学院党委",)]
    again = establish_file(desk.session, [without], AT_COMMITTEE)
    assert dict(again.refused) == {Refusal.HAS_PARTY_FILE: 1}
    elsewhere = establish_file(desk.session, [without], Place(Kept.PARTY, Keeper.FORMER_UNIT, "原单位"))
    assert dict(elsewhere.refused) == {Refusal.KEEPER_UNFIT: 1}
    assert_sound(desk.session)


def test_where_a_file_is_kept_is_refused_in_part_and_taken_back_whole(desk: Desk) -> None:
    own, other = enrolled(desk, "甲一"), enrolled_elsewhere(desk, "乙二")
    before = dump(desk.session.db)
    change = place_archive(desk.session, [own, other], AT_COMMITTEE)
    assert (change.changed, dict(change.refused)) == (1, {Refusal.KEPT_BELOW: 1})
    assert place_archive(desk.session, [own], AT_COMMITTEE).unchanged == 1
    unfit = place_archive(desk.session, [own], Place(Kept.NONE, Keeper.COMMITTEE))
    assert dict(unfit.refused) == {Refusal.KEEPER_UNFIT: 1}
    after = dump(desk.session.db)
    assert undo(desk.session).sentence() == "撤销“登记档案保管”：1人已撤销。"
    assert dump(desk.session.db) == before
    redo(desk.session)
    assert dump(desk.session.db) == after
    assert_sound(desk.session)


def test_an_inquiry_waits_for_its_answer_and_is_answered_once(desk: Desk) -> None:
    """对档案材料不真实的，要商转来单位党组织按照有关规定进行处理"""
    member = enrolled(desk, "甲一", application="untrue")
    asked = Inquiry("乙大学党委组织部", "2026-10-01", "入党申请书日期与志愿书不符", "〔2026〕5号")
    assert inquire(desk.session, member, asked).changed == 1
    assert listed(desk, View.INQUIRED) == [member]
    assert desk.all("SELECT reply_by, state FROM archive_inquiry") == [("2026-10-31", "open")]
    (waiting,) = due(desk.session.db, desk.session.unit, "2026-11-20")
    assert (waiting.on, waiting.name, waiting.table) == ("2026-10-31", "甲一", "archive_inquiry")
    assert waiting.said == "商转函待复：乙大学党委组织部"
    assert due(desk.session.db, desk.session.unit, "2026-10-30") == []
    answer_inquiry(desk.session, 1, "2026-11-10", Answer.UNTRUE, "查无此件")
    assert listed(desk, View.INQUIRED) == due(desk.session.db, desk.session.unit, "2026-12-31") == []
    second = answer_inquiry(desk.session, 1, "2026-11-11", Answer.GENUINE)
    assert dict(second.refused) == {Refusal.SETTLED: 1}
    archive = archive_of(desk.session.db, member)
    assert archive is not None
    assert [(each.outcome, each.answer) for each in archive.inquiries] == [(Answer.UNTRUE, "查无此件")]
    undo(desk.session)
    assert listed(desk, View.INQUIRED) == [member]
    assert_sound(desk.session)


def test_work_on_a_material_brings_the_members_own_column_to_what_was_found(desk: Desk) -> None:
    """对档案材料不规范、不齐全的，认真做好鉴别、完善、补充工作"""
    member = enrolled(desk, "甲一", **COMPLETE | {"joining_form": "missing"})
    assert listed(desk, View.MISSING) == [member]
    plan_work(desk.session, member, Task("joining_form", Work.SUPPLEMENT, "2026-11-30", "李华", "第三十七条"))
    assert listed(desk, View.WORK) == [member]
    assert [each.said for each in due(desk.session.db, desk.session.unit, "2026-11-30")] == ["入党志愿书补充"]
    before = dump(desk.session.db)
    finish_work(desk.session, 1, "2026-11-18", "由原支部补来复印件并加盖公章", found="complete")
    assert desk.all("SELECT joining_form FROM member") == [("complete",)]
    assert desk.all("SELECT state, done_on, found, person FROM archive_work") == [
        ("done", "2026-11-18", "complete", "李华")
    ]
    assert (listed(desk, View.MISSING), listed(desk, View.COMPLETE)) == ([], [member])
    undo(desk.session)
    assert dump(desk.session.db) == before
    assert (listed(desk, View.MISSING), listed(desk, View.WORK)) == ([member], [member])
    redo(desk.session)
    assert listed(desk, View.COMPLETE) == [member]
    assert_sound(desk.session)


def test_finished_work_stays_while_the_material_it_settled_has_changed_since(desk: Desk) -> None:
    member = enrolled(desk, "甲一", joining_form="missing")
    plan_work(desk.session, member, Task("joining_form", Work.SUPPLEMENT))
    finish_work(desk.session, 1, "2026-11-18", "补来", found="complete")
    set_field(desk.colleague, [member], "joining_form", "irregular")
    change = undo(desk.session)
    assert change.refused_count == 1
    assert desk.all("SELECT state FROM archive_work") == [("done",)]
    assert desk.all("SELECT joining_form FROM member") == [("irregular",)]


def test_a_probationary_member_owes_no_application_to_become_full(desk: Desk) -> None:
    four = {name: "complete" for name in MATERIALS if name != "full_application"}
    probationary = enrolled(desk, "甲一", category="probationary", **four)
    full = enrolled(desk, "乙二", category="full", **four)
    assert listed(desk, View.COMPLETE) == [probationary]
    task = Task("full_application", Work.SUPPLEMENT)
    assert dict(plan_work(desk.session, probationary, task).refused) == {Refusal.NOT_OWED: 1}
    assert plan_work(desk.session, full, task).changed == 1


def test_what_is_withdrawn_says_why_and_waits_no_longer(desk: Desk) -> None:
    member = enrolled(desk, "甲一", application="untrue")
    inquire(desk.session, member, Inquiry("乙党委", "2026-10", "请核实"))
    plan_work(desk.session, member, Task("application", Work.APPRAISE, "2026-11"))
    with pytest.raises(Failure) as failure:
        withdraw_work(desk.session, 1, "  ")
    assert failure.value.fault is Fault.NAME_MISSING
    withdraw_work(desk.session, 1, "重复登记")
    withdraw_inquiry(desk.session, 1, "单位写错")
    assert desk.all("SELECT state, result FROM archive_work") == [("withdrawn", "重复登记")]
    assert desk.all("SELECT state, answer FROM archive_inquiry") == [("withdrawn", "单位写错")]
    assert due(desk.session.db, desk.session.unit, "2027-12-31") == []
    assert dict(finish_work(desk.session, 1, "2026-11-18", "补来").refused) == {Refusal.SETTLED: 1}


def test_nothing_is_recorded_of_members_whom_another_unit_keeps(desk: Desk) -> None:
    member = enrolled_elsewhere(desk, "甲一")
    before = dump(desk.session.db)
    refused = inquire(desk.session, member, Inquiry("乙党委", "2026-10", "请核实"))
    assert dict(refused.refused) == dict(plan_work(desk.session, member, Task("application", Work.APPRAISE)).refused)
    assert dict(refused.refused) == {Refusal.KEPT_BELOW: 1}
    assert dump(desk.session.db) == before


@pytest.mark.parametrize(
    "deed",
    [
        lambda desk, member: inquire(desk.session, member, Inquiry("乙党委", "去年", "请核实")),
        lambda desk, member: inquire(desk.session, member, Inquiry("乙党委", "2026-10", "请核实", reply_by="下月")),
        lambda desk, member: place_archive(desk.session, [member], Place(Kept.PARTY, Keeper.COMMITTEE, since="x")),
        lambda desk, member: plan_work(desk.session, member, Task("application", Work.APPRAISE, "尽快")),
    ],
)
def test_a_day_that_is_none_is_refused_and_nothing_is_written(desk: Desk, deed: object) -> None:
    member = enrolled(desk, "甲一")
    before = dump(desk.session.db)
    with pytest.raises(Failure) as failure:
        deed(desk, member)  # type: ignore[operator]
    assert failure.value.fault is Fault.DATE_INVALID
    assert dump(desk.session.db) == before


STATE = st.sampled_from([None, *MATERIAL])
PEOPLE = st.lists(
    st.tuples(st.fixed_dictionaries(dict.fromkeys(MATERIALS, STATE)), st.sampled_from(["full", "probationary"])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=20)
@given(people=PEOPLE)
def test_the_lists_are_what_the_rules_say_of_everybody(
    office: Register, tmp_path_factory: pytest.TempPathFactory, people: list[tuple[dict[str, str | None], str]]
) -> None:
    session = office.copied(tmp_path_factory.mktemp("lists") / "data.db").session()
    wanted: dict[Standing, list[int]] = {standing: [] for standing in Standing}
    for number, (states, category) in enumerate(people, 1):
        columns = {name: state for name, state in states.items() if state} | {"category": category}
        session.db.execute_sql(
            f"INSERT INTO member(id, uuid, org, name, initials, {', '.join(columns)})"
            f" VALUES (?, randomblob(16), 1, ?, '', {', '.join('?' * len(columns))})",
            (number, f"张{number:03}", *columns.values()),
        )
        for standing in standings(states, category):
            wanted[standing].append(number)
    for standing in Standing:
        assert list(archive_view(session.db, 1, View[standing.name])) == wanted[standing]
    counts = archive_counts(session.db, 1)
    assert counts[View.ALL] == len(people)
    assert {view: counts[view] for view in View} == {view: len(archive_view(session.db, 1, view)) for view in View}
    session.db.close()


def test_the_lists_of_a_branch_are_counted_by_branch_and_walk_an_index(desk: Desk) -> None:
    enrolled(desk, "甲一", joining_form="missing", application="irregular")
    member = enrolled(desk, "乙二", political_review="untrue")
    place_archive(desk.session, [member], Place(Kept.NONE))
    (only,) = branch_archives(desk.session.db, desk.session.unit)
    assert only[1:] == ("教工党支部", 1, 1, 1, 1)
    for view in View:
        plan = desk.all(
            f"EXPLAIN QUERY PLAN SELECT m.id FROM {archives._from(view)}".replace(":top", str(desk.session.unit))
        )
        steps = " ".join(str(row[3]) for row in plan)
        assert "SCAN m" not in steps, steps
        assert "SCAN archive" not in steps or "USING" in steps, steps


def test_the_suggestion_of_the_second_check_reads_the_same_columns(desk: Desk) -> None:
    member = enrolled(desk, "甲一", category="full", **COMPLETE | {"application": "missing"})
    plan_work(desk.session, member, Task("application", Work.SUPPLEMENT))

    def suggested() -> Verdict | None:
        found = suggestions_of(desk.session.db, desk.session.campaign, Stage.SELF_CHECK, member)
        return found[Check.ARCHIVE].verdict if Check.ARCHIVE in found else None

    before = suggested()
    finish_work(desk.session, 1, "2026-11-18", "补来", found="complete")
    assert (before, suggested()) == (Verdict.PENDING, Verdict.CLEAR)


def test_what_is_due_about_a_file_stands_on_the_agenda(desk: Desk) -> None:
    member = enrolled(desk, "甲一", application="untrue")
    inquire(desk.session, member, Inquiry("乙党委", "2026-10", "请核实"))
    plan_work(desk.session, member, Task("application", Work.APPRAISE, "2026-12"))
    plan_work(desk.session, member, Task("application", Work.PERFECT, "2027-06"))
    found = [
        (each.kind, each.on, each.member, each.what)
        for each in agenda(desk.session.db, desk.session.unit, desk.session.campaign, "2026-11-20")
        if each.kind is Kind.ARCHIVE
    ]
    assert found == [
        (Kind.ARCHIVE, "2026-11-30", member, "商转函待复：乙党委"),
    ]
    later = agenda(desk.session.db, desk.session.unit, desk.session.campaign, "2026-12-10")
    assert [each.what for each in later if each.kind is Kind.ARCHIVE] == ["商转函待复：乙党委", "入党申请书鉴别"]
