"""Findings that the register of disposals makes of members: V07, V16, V17, V21, V23, V24."""

from datetime import date

import pytest
from desks import Desk
from disposals import file_of, lost, opened, people_of, rightly, under, walk
from offices import DEPARTMENT

from tui.store.commands.disposal_cases import record_history
from tui.store.commands.disposal_steps import record_step
from tui.store.commands.editing import set_field
from tui.store.commands.undo import undo
from tui.store.queries.disposal_findings import disposal_codes

OFFICE = DEPARTMENT


def _history(desk: Desk, member: int, kind: str, on_day: str) -> None:
    done = record_history(desk.session, member, kind, on_day, decided_by="甲党委", document="", known="只有批复")
    assert done.changed, done.sentence()


def _open(desk: Desk, member: int, *codes: str) -> set[str]:
    found = desk.all(f"SELECT code FROM finding WHERE member = {member} AND state = 'open'")
    return {str(code) for (code,) in found} & set(codes)


V17 = ("V17a", "V17b")


@pytest.mark.parametrize(
    ("suspended_on", "removed_on", "code"),
    [
        (None, "2019-05-05", None),
        (None, "2019-05-06", "V17b"),
        ("2019-06-01", "2021-05-31", "V17a"),
        ("2019-06-01", "2021-06-01", None),
    ],
)
def test_history_that_removed_before_two_years_of_suspension_is_found(
    desk: Desk, suspended_on: str | None, removed_on: str, code: str | None
) -> None:
    """《中国共产党党员教育管理工作条例》第二十四条 (V17)."""
    (member,) = people_of(desk, "张三")
    if suspended_on:
        _history(desk, member, "suspension_lost", suspended_on)
    _history(desk, member, "self_withdrawal_2019", removed_on)
    assert _open(desk, member, *V17) == ({code} if code else set())
    undo(desk.session)
    assert _open(desk, member, *V17) == set()


def test_a_removal_by_the_set_of_2016_that_the_regulation_forbids_is_found(desk: Desk) -> None:
    under(desk, "2016")
    (member,) = people_of(desk, "张三")
    lost(desk, member)
    walk(desk, opened(desk, member, "self_withdrawal_2016"))
    assert _open(desk, member, *V17) == {"V17b"}


def test_a_restoration_between_begins_the_two_years_anew(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    for kind, on_day in [
        ("suspension_lost", "2019-06-01"), ("restoration", "2020-06-01"), ("suspension_lost", "2021-01-01"),
        ("self_withdrawal_2019", "2021-07-01"),
    ]:  # fmt: skip
        _history(desk, member, kind, on_day)
    assert _open(desk, member, *V17) == {"V17a"}


def test_a_suspension_that_was_lifted_does_not_count_for_a_later_removal(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    for kind, on_day in [
        ("suspension_lost", "2019-06-01"), ("restoration", "2020-06-01"), ("self_withdrawal_2019", "2022-07-01"),
    ]:  # fmt: skip
        _history(desk, member, kind, on_day)
    assert _open(desk, member, *V17) == {"V17b"}


def test_a_correction_of_more_than_a_year_written_past_the_program_is_found(desk: Desk) -> None:
    """《中国共产党党员教育管理工作条例》第三十条 (V16)."""
    (member,) = people_of(desk, "张三")
    walk(desk, opened(desk, member, "correction"), 8)
    assert disposal_codes(desk.session.db, [member]) == {}
    desk.session.db.execute_sql("UPDATE disposal_step SET until = '2022-01-01' WHERE step = 'term'")
    assert disposal_codes(desk.session.db, [member]) == {member: {"V16"}}


def test_a_probationer_of_sixty_whose_probation_was_cancelled_is_found(desk: Desk) -> None:
    """2012年党内统计年报表说明 (V21)."""
    (member,) = people_of(desk, "张三", category="probationary")
    set_field(desk.session, [member], "birth", "1949-12-31")
    _history(desk, member, "probation_cancelled", "2016-05-01")
    assert _open(desk, member, "V21d") == {"V21d"}


def test_a_suspended_member_whom_the_roster_calls_normal_is_found_until_he_is_restored(desk: Desk) -> None:
    """党籍状态 (V23)."""
    (member,) = people_of(desk, "张三")
    _history(desk, member, "suspension_lost", "2026-03-02")
    assert _open(desk, member, "V23") == set()
    set_field(desk.session, [member], "membership", "normal")
    assert _open(desk, member, "V23") == {"V23"}
    set_field(desk.session, [member], "membership", "suspended")
    assert _open(desk, member, "V23") == set()
    set_field(desk.session, [member], "membership", "normal")
    walk(desk, opened(desk, member, "restoration", date(2026, 3, 10)))
    assert _open(desk, member, "V23") == set()


def test_somebody_removed_who_still_stands_on_the_roster_is_found(desk: Desk) -> None:
    """《党员组织关系排查有关问题说明》四 (V24)."""
    (member,) = people_of(desk, "张三")
    _history(desk, member, "withdrawal", "2020-05-01")
    assert disposal_codes(desk.session.db, [member]) == {}
    desk.session.db.execute_sql("UPDATE member SET gone = NULL")
    assert disposal_codes(desk.session.db, [member]) == {member: {"V24"}}


def test_an_extended_probation_is_not_over_before_its_last_day(desk: Desk) -> None:
    """党章第七条; 预备期满未讨论 only where no extension is recorded (V07)."""
    (member,) = people_of(desk, "张三", category="probationary")
    set_field(desk.session, [member], "joined", "2025-03-01")
    assert _open(desk, member, "V07") == {"V07"}
    number = opened(desk, member, "probation_extended", date(2026, 3, 2))
    walk(desk, number, 5)
    step = file_of(desk, number).next_step
    assert step is not None
    assert record_step(desk.session, number, rightly(step, desk.session.clock().date(), "probation_extended")).changed
    ((until,),) = desk.all("SELECT until FROM disposal_step WHERE until IS NOT NULL")
    ((as_of,),) = desk.all("SELECT as_of FROM campaign")
    assert str(until) >= str(as_of)
    assert _open(desk, member, "V07") == set()
    set_field(desk.session, [member], "phone", "13800000000")
    assert _open(desk, member, "V07") == set()
