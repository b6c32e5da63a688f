"""The agenda: each source finds its own and leaves the rest; all of it by day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from desks import Desk
from ledgers import letter, send
from people import arrival

from tui.rules.agenda import Due, Kind
from tui.rules.archives import Work
from tui.rules.regularization import Fact, Origin
from tui.rules.search_cases import CaseOutcome
from tui.rules.searches import Channel
from tui.rules.situations import SituationKind
from tui.rules.verification import Answer, Question
from tui.store.commands import corrections
from tui.store.commands.archives import Task, plan_work
from tui.store.commands.corrections import withdraw_requests
from tui.store.commands.regularization import open_case, record_fact
from tui.store.commands.roster import import_roster
from tui.store.commands.search_offices import file_requests
from tui.store.commands.search_outcomes import settle
from tui.store.commands.searches import open_cases
from tui.store.commands.situations import record_situation
from tui.store.commands.verification import give_answer
from tui.store.queries.agenda import SOURCES, agenda, lines
from tui.store.queries.search_cases import minimums_of

TODAY = "2026-11-20"
FILL_IN = (
    "INSERT INTO fill_in(uuid, org, campaign, number, issued_on, due_on, check_code, members, file, cleared,"
    " returned_on) VALUES (randomblob(16), 1, 1, ?, '2026-11-01', ?, zeroblob(32), 1, 'x', ?, ?)"
)


@pytest.fixture(autouse=True)
def people(desk: Desk) -> None:
    roll = [
        arrival("王伟", dues_to="2026-03"), arrival("李娜", dues_to="2026-06"),
        arrival("张敏", category="probationary", joined="2025-10-01"),
        arrival("刘洋", category="probationary", joined="2026-02-01"),
    ]  # fmt: skip
    import_roster(desk.session, roll, len(roll))


def found(desk: Desk, kind: Kind, as_of: str = TODAY) -> list[tuple[str, int, str]]:
    return [(due.on, due.member, due.what) for due in agenda(desk.session.db, 1, 1, as_of) if due.kind is kind]


def test_who_owes_six_months_is_on_it_and_who_owes_four_is_not(desk: Desk) -> None:
    """党章第九条：连续六个月不交纳党费。"""
    assert found(desk, Kind.DUES) == [("2026-09-30", 1, "欠7个月，交至2026-03")]


def test_whose_probation_is_over_is_on_it_and_whose_is_not_is_not(desk: Desk) -> None:
    """V07; one whose time is over within thirty days is told before."""
    assert found(desk, Kind.PROBATION) == [("2026-10-01", 3, "2025-10-01入党，讨论能否转正")]
    assert [member for _, member, _ in found(desk, Kind.PROBATION, "2027-01-20")] == [3, 4]


def test_a_letter_is_watched_until_it_expires_and_then_its_receipt(desk: Desk) -> None:
    """组通字〔2006〕45号：收到党员一个月内寄回回执; without a day of arrival from the end of 有效期 on."""
    send(
        desk.session,
        letter(1, number="1", issued="2026-11-01", valid_days=30, to_unit="乙党委"),
        letter(1, number="2", issued="2026-09-01", valid_days=30),
        letter(1, number="3", issued="2026-11-01", valid_days=30, arrived_on="2026-11-10"),
        letter(1, number="4", issued="2016-01-01"),
        letter(1, number="5", issued="2026-09-01", valid_days=30, receipt_on="2026-10-01"),
        letter(1, number="6"),
        letter(1, number="7", issued="2006-09-01", valid_days=30),
    )
    assert found(desk, Kind.EXPIRING) == [("2026-12-01", 1, "第1号，转往乙党委，尚未落实")]
    assert found(desk, Kind.RECEIPT) == [
        ("2016-04-30", 1, "第4号，未收到回执"), ("2026-11-01", 1, "第2号，未收到回执"),
        ("2026-12-10", 1, "第3号，未收到回执"), ("", 1, "第6号，未收到回执"),
    ]  # fmt: skip


def test_workbooks_that_are_out_and_files_nobody_has_accounted_for(desk: Desk) -> None:
    for values in ((1, "2026-11-10", "handed_over", "2026-11-09"), (2, "2026-11-12", "destroyed", None),
                   (3, "2026-12-01", None, None)):  # fmt: skip
        desk.session.db.execute_sql(FILL_IN, values)
    assert found(desk, Kind.FILL_IN) == [("2026-12-01", 0, "填报表第3号尚未收回")]
    assert found(desk, Kind.FILE) == [("2026-11-01", 0, "填报表第3号的文件没有登记移交或销毁")]


def test_a_correction_request_is_on_it_until_it_is_withdrawn(desk: Desk) -> None:
    corrections.file_requests(desk.session, [1], "native", "江苏南京", "见档案")
    assert found(desk, Kind.CORRECTION) == [(TODAY, 1, "籍贯应为江苏南京")]
    withdraw_requests(desk.session, [1])
    assert found(desk, Kind.CORRECTION) == []


def test_a_branch_whose_verification_was_begun_waits_for_its_closing(desk: Desk) -> None:
    assert found(desk, Kind.CLOSING) == []
    give_answer(desk.session, 1, Question.FACTS, Answer.SOUND)
    assert [what for _, _, what in found(desk, Kind.CLOSING)] == ["核查表已填1项，尚未办结"]


def test_a_search_that_goes_on_and_a_request_that_nobody_has_answered(desk: Desk) -> None:
    """问题说明二、四: ways, times and span of a search; offices are asked by the committee."""
    open_cases(desk.session, [1, 2], why="电话停机", on="2026-08-15")
    file_requests(desk.session, [1], Channel.POLICE, "2026-11-01")
    settle(desk.session, 2, CaseOutcome.FOUND, "2026-11-10", "本人来电")
    days = minimums_of(desk.session.db, 1, 1).days
    on = (date(2026, 8, 15) + timedelta(days)).isoformat()
    assert [(day, member) for day, member, _ in found(desk, Kind.SEARCH)] == [(on, 1)]
    assert [(day, member) for day, member, _ in found(desk, Kind.OFFICE)] == [("2026-11-01", 1)]


def test_what_a_measure_or_a_clue_falls_due_for(desk: Desk) -> None:
    open_case(desk.session, 2, Origin.FOUND, "2026-11-01", {})
    record_fact(desk.session, 1, Fact.CLEAN, "clue", who="赵六", on_day="2026-11-02", evidence="谈话记录")
    assert [(day, member) for day, member, _ in found(desk, Kind.REGULAR)] == [("2026-11-02", 2)]


def test_a_graduate_kept_for_two_years_and_one_away_without_a_certificate(desk: Desk) -> None:
    """条例第三十四条 and 第二十五条: V18 and V19, and beside each one of whom neither holds."""
    record_situation(desk.session, 1, SituationKind.GRADUATE_KEPT, {"since": "2024-07-01"})
    record_situation(desk.session, 2, SituationKind.GRADUATE_KEPT, {"since": "2026-07-01"})
    record_situation(desk.session, 3, SituationKind.FLOATING_OUT, {"since": "2026-03-01", "fixed": "yes"})
    record_situation(
        desk.session, 4, SituationKind.FLOATING_OUT, {"since": "2026-03-01", "fixed": "yes", "permit": "yes"}
    )
    assert [(day, member) for day, member, _ in found(desk, Kind.SITUATION)] == [("2026-07-01", 1), ("2026-09-01", 3)]


def test_work_on_archive_materials_that_is_planned_for_a_day(desk: Desk) -> None:
    plan_work(desk.session, 2, Task("joining_form", Work.SUPPLEMENT, "2026-11-30", "李华", "第三十七条"))
    assert [(day, member) for day, member, _ in found(desk, Kind.ARCHIVE)] == [("2026-11-30", 2)]


def test_changes_that_no_report_has_carried(desk: Desk) -> None:
    assert found(desk, Kind.REPORT) == [(TODAY, 0, "1步改动尚未上报")]


def test_items_stand_by_day_with_their_names(desk: Desk) -> None:
    listed = agenda(desk.session.db, 1, 1, TODAY)
    assert [due.on for due in listed] == sorted(due.on for due in listed)
    told = lines(desk.session.db, listed)
    assert [(line.name, line.late(TODAY)) for line in told] == [
        ("王伟", "逾期51天"), ("张敏", "逾期50天"), ("", "今天到期"),
    ]  # fmt: skip
    assert {line.branch for line in told} == {told[0].branch}


def test_only_the_unit_asked_for_and_below_is_looked_at(desk: Desk) -> None:
    desk.session.db.execute_sql(
        "INSERT INTO organization(uuid, parent, kind, code, name, keeper, lft, rgt)"
        " VALUES (randomblob(16), NULL, 'branch', '9', '乙支部', 1, 80, 81)"
    )
    below = {due.kind for source in SOURCES for due in source(desk.session.db, 2, 1, TODAY) if due.member}
    assert below == set()


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_is_a_function_of_unit_campaign_and_day(desk: Desk, source: Callable[..., list[Due]]) -> None:
    assert all(isinstance(due, Due) for due in source(desk.session.db, 1, 1, TODAY))
    assert source.__doc__
