"""Kinds of disposal for one member: what may be opened, what may not and why; local procedures from file to case."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from desks import Desk, assert_sound
from disposals import file_of, ground, lost, people_of, rightly, under
from offices import DEPARTMENT
from test_disposal_local import as_toml, own

from tui.faults import Failure, Fault
from tui.intake.disposal_procedures import read_procedures
from tui.rules.checks import Refusal
from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.local import LARGEST
from tui.rules.disposal.overdue import Overdue
from tui.rules.disposal.procedures import PROCEDURES, At, Fact, Procedure
from tui.rules.disposal.register import Origin
from tui.store.commands.disposal_cases import open_case, record_history
from tui.store.commands.disposal_procedures import take_in, withdraw
from tui.store.commands.disposal_steps import record_step
from tui.store.commands.undo import redo, undo
from tui.store.queries.disposal_agenda import suspensions
from tui.store.queries.disposal_kinds import Kind, KindsOf, kinds_of, local_kinds
from tui.store.queries.disposal_ledger import page
from tui.store.queries.disposal_sources import waiting
from tui.store.queries.filter_disposals import disposed

OFFICE = DEPARTMENT
TODAY = date(2026, 11, 20)


def kinds(desk: Desk, member: int, origin: Origin | None = None) -> KindsOf:
    return kinds_of(desk.session.db, desk.session.unit, desk.session.campaign, member, TODAY, origin)


def of(found: KindsOf, key: str) -> Kind:
    return next(kind for kind in found.kinds if kind.procedure.key == key)


def stricter(label: str = "劝退（本市）") -> Procedure:
    """劝退 with one more paper in its first step."""
    kind = own(label=label)
    first = replace(kind.steps[0], papers=(*kind.steps[0].papers, "谈心谈话记录"))
    return replace(kind, steps=(first, *kind.steps[1:]))


def test_every_kind_is_listed_those_that_may_be_opened_first_and_each_other_with_its_reason(desk: Desk) -> None:
    under(desk, "2019")
    (member,) = people_of(desk, "张三")
    found = kinds(desk, member)
    assert {kind.procedure.key for kind in found.kinds} == PROCEDURES.keys()
    assert [kind.open for kind in found.kinds] == sorted((kind.open for kind in found.kinds), reverse=True)
    assert of(found, "persuasion").stated == (Fact.UNQUALIFIED, Fact.UNCHANGED_OR_REFUSES)
    assert of(found, "self_withdrawal_2016").obstacles == (Obstacle.NOT_IN_SET, Obstacle.FACT_MISSING)
    assert of(found, "self_withdrawal_2019").missing == (Fact.SUSPENDED_TWO_YEARS, Fact.TRULY_UNREACHABLE)
    assert of(found, "probation_cancelled").obstacles == (Obstacle.WRONG_CATEGORY,)
    assert found.clash is None


def test_a_lost_member_under_set_2019_is_suspended_first_and_the_clash_is_known(desk: Desk) -> None:
    """《中国共产党党员教育管理工作条例》第二十四条 against 《2023年排查党员工作实施方案》二（三）2."""
    under(desk, "2019")
    (member,) = people_of(desk, "张三")
    lost(desk, member)
    found = kinds(desk, member)
    assert found.clash is not None
    assert of(found, "self_withdrawal_2019").missing == (Fact.SUSPENDED_TWO_YEARS,)
    assert of(found, "suspension_lost").open
    assert "经多方查找确实无法取得联系" in of(found, "suspension_lost").why
    assert [shown.fact for shown in of(found, "suspension_lost").shown] == [
        Fact.SIX_MONTHS_OUT, Fact.TRULY_UNREACHABLE,
    ]  # fmt: skip
    record_history(
        desk.session, member, "suspension_lost", "2020-01-06", decided_by="甲党委", document="", known="支部大会通过"
    )
    found = kinds(desk, member)
    assert found.clash is None
    assert of(found, "self_withdrawal_2019").open


def test_a_lost_probationer_is_shown_the_cancellation_with_its_reason_and_nothing_is_chosen(desk: Desk) -> None:
    (member,) = people_of(desk, "张三", category="probationary")
    assert not any(kind.why for kind in kinds(desk, member).kinds)
    assert of(kinds(desk, member, Origin.REGULAR), "probation_cancelled").why == "预备党员，线索来源为规范管理转来"
    lost(desk, member)
    assert [(kind.procedure.key, kind.why) for kind in kinds(desk, member).kinds if kind.why] == [
        ("probation_cancelled", "预备党员失去联系")
    ]


def test_a_failed_appraisal_in_the_conduct_check_is_named_as_where_the_clue_came_from(desk: Desk) -> None:
    """中组发〔2014〕21号: 民主评议党员 finds out who is unqualified."""
    (member,) = people_of(desk, "张三")
    assert kinds(desk, member).origin is None
    desk.session.db.execute_sql(
        "INSERT INTO check_record(campaign, stage, member, check_no, answers, recorded_by, at)"
        " VALUES (?, 1, ?, 5, ?, ?, 0)",
        (desk.session.campaign, member, '{"appraisal": "unqualified", "appraised": "2025"}', desk.session.actor.id),
    )
    found = kinds(desk, member)
    assert (found.origin, found.source) == (Origin.APPRAISAL, "表现核查记载：最近一次民主评议（2025）为不合格")
    assert of(found, "correction").why.startswith("民主评议为不合格")
    assert kinds(desk, member, Origin.REPORTED).source == ""
    desk.session.db.execute_sql("UPDATE member SET gone = '2026-01-06' WHERE id = ?", (member,))
    assert kinds(desk, member).barred is Refusal.LEFT_ROSTER


def test_a_procedure_that_a_case_stands_on_stays_when_its_taking_in_is_undone(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    take_in(desk.session, as_toml((stricter(), "persuasion")))
    grounds = [ground("work"), ground(Fact.UNCHANGED_OR_REFUSES.value)]
    open_case(desk.colleague, member, "local_persuasion", "2026-01-06", Origin.CHECK, "五核查", grounds)
    undo(desk.session)
    ((number,),) = desk.all("SELECT max(id) FROM disposal_case")
    assert file_of(desk, int(str(number))).procedure == stricter()
    assert_sound(desk.session)


def test_a_local_kind_is_taken_in_walked_and_kept_by_its_case_when_it_is_withdrawn(desk: Desk) -> None:
    (member, other) = people_of(desk, "张三", "李四")
    text = as_toml((stricter(), "persuasion"))
    done = take_in(desk.session, text)
    assert done.sentence() == "装入处置程序（劝退（本市））：1种已装入。"
    assert take_in(desk.session, text).changed == 0
    assert of(kinds(desk, member), "local_persuasion").open
    grounds = [ground("work"), ground(Fact.UNCHANGED_OR_REFUSES.value)]

    def opened(of_member: int) -> None:
        change = open_case(desk.session, of_member, "local_persuasion", "2026-01-06", Origin.CHECK, "五核查", grounds)
        assert change.changed, change.sentence()

    opened(member)
    ((number,),) = desk.all("SELECT max(id) FROM disposal_case")
    ((procedure,),) = desk.all("SELECT id FROM disposal_procedure")
    assert withdraw(desk.colleague, int(str(procedure))).sentence() == "停用处置程序（劝退（本市））：1种已停用。"
    with pytest.raises(Failure):
        opened(other)
    step = PROCEDURES["persuasion"].steps[0]
    short = rightly(step, date(2026, 2, 2), "persuasion")
    refused = record_step(desk.session, int(str(number)), short)
    assert [reason for reason, _ in refused.refused] == [Obstacle.PAPERS_MISSING]
    full = replace(short, papers={**short.papers, "谈心谈话记录": "2页"})
    assert record_step(desk.session, int(str(number)), full).changed
    assert_sound(desk.session)


def test_what_a_stricter_kind_came_to_counts_as_what_the_built_in_one_would(desk: Desk) -> None:
    """党章第九条第二款: 劝告退党的党员坚持不退, whichever 劝退 it was."""
    (member,) = people_of(desk, "张三")
    take_in(desk.session, as_toml((stricter(), "persuasion")))
    said = {"decided_by": "甲组织部", "document": "", "known": "本人坚持不退"}
    record_history(desk.session, member, "local_persuasion", "2020-01-06", **said)
    desk.session.db.execute_sql("UPDATE disposal_case SET outcome = 'goes_on'")
    desk.session.db.execute_sql("UPDATE member SET gone = NULL WHERE id = ?", (member,))
    assert of(kinds(desk, member), "removal_after_persuasion").open


def test_a_newer_version_takes_the_place_of_the_one_in_use_and_an_undo_brings_it_back(desk: Desk) -> None:
    take_in(desk.session, as_toml((stricter(), "persuasion")))
    take_in(desk.session, as_toml((stricter("劝退（新办法）"), "persuasion")))
    assert [kind.procedure.label for kind in local_kinds(desk.session.db, desk.session.unit)] == ["劝退（新办法）"]
    assert desk.all("SELECT label, withdrawn_on FROM disposal_procedure ORDER BY id") == [
        ("劝退（本市）", "2026-11-20"), ("劝退（新办法）", None),
    ]  # fmt: skip
    undo(desk.session)
    assert desk.all("SELECT label, withdrawn_on FROM disposal_procedure") == [("劝退（本市）", None)]
    redo(desk.session)
    assert_sound(desk.session)


def test_a_procedure_whose_row_was_made_looser_past_the_program_counts_no_more(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    take_in(desk.session, as_toml((stricter(), "persuasion")))
    grounds = [ground("work"), ground(Fact.UNCHANGED_OR_REFUSES.value)]
    open_case(desk.session, member, "local_persuasion", "2026-01-06", Origin.CHECK, "五核查", grounds)
    ((number,),) = desk.all("SELECT max(id) FROM disposal_case")
    kind = stricter()
    assert file_of(desk, int(str(number))).procedure == kind
    ((kept,),) = desk.all("SELECT text FROM disposal_procedure")
    looser = str(kept).replace('at = "department", act = "decide"', 'at = "committee", act = "decide"')
    assert looser != kept
    desk.session.db.execute_sql("UPDATE disposal_procedure SET text = ?", (looser,))
    assert file_of(desk, int(str(number))).procedure is None
    step = rightly(kind.steps[0], date(2026, 2, 2), "persuasion")
    refused = record_step(desk.session, int(str(number)), step)
    assert [reason for reason, _ in refused.refused] == [Obstacle.PROCEDURE_UNKNOWN]


def test_what_lies_on_a_stick_is_read_bounded_and_refused_with_its_reason(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "办法.toml"
    file.write_bytes(b"\xef\xbb\xbf" + as_toml((stricter(), "persuasion")).encode())
    text, found = read_procedures(file)
    assert [kind.label for kind in found.values()] == ["劝退（本市）"]
    assert take_in(desk.session, text).changed == 1
    kind = stricter()
    steps = tuple(replace(step, at=At.COMMITTEE) if step.key == "approval" else step for step in kind.steps)
    file.write_text(as_toml((replace(kind, steps=steps), "persuasion")), "utf-8")
    with pytest.raises(Failure, match="的步骤“审批”应由组织部门办理") as refused:
        read_procedures(file)
    assert refused.value.fault is Fault.PROCEDURE_UNFIT
    for content, fault in (
        (b"#" * (LARGEST + 1), Fault.WORKBOOK_TOO_LARGE),
        ("劝退".encode("gb18030"), Fault.PROCEDURE_UNFIT),
    ):
        file.write_bytes(content)
        with pytest.raises(Failure) as refused:
            read_procedures(file)
        assert refused.value.fault is fault
    link = tmp_path / "链接.toml"
    link.symlink_to(file)
    with pytest.raises(Failure) as refused:
        read_procedures(link)
    assert refused.value.fault is Fault.E01_MEDIA_READ


def test_a_suspension_by_a_local_kind_runs_its_two_years_as_the_built_in_one_does(desk: Desk) -> None:
    """《中国共产党党员教育管理工作条例》第二十四条: whatever the local file calls it."""
    under(desk, "2019")
    (member,) = people_of(desk, "张三")
    lost(desk, member)
    assert take_in(desk.session, as_toml((own("suspension_lost"), "suspension_lost"))).changed
    done = record_history(
        desk.session, member, "local_suspension_lost", "2019-06-03", decided_by="甲党委", document="", known="已备案"
    )
    assert done.changed
    db, unit, campaign = desk.session.db, desk.session.unit, desk.session.campaign
    assert [due.member for due in suspensions(db, unit, campaign, TODAY.isoformat())] == [member]
    suspended = disposed("suspension_lost")
    assert db.execute_sql(suspended.sql, suspended.parameters).fetchall() == [(member,)]
    assert [each.kinds for each in waiting(db, unit, campaign, TODAY)] == [("self_withdrawal_2019",)]
    assert page(db, unit, [1], TODAY)[0].overdue is Overdue.SUSPENSION_OVER
