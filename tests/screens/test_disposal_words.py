"""Kinds of disposal in words: a procedure tells its limits, and where two documents differ both are read."""

from datetime import date

from desks import Desk
from disposals import lost, people_of, under
from offices import DEPARTMENT

from tui.rules.disposal.procedures import PROCEDURES
from tui.screens.disposal_words import clash_lines, kind_lines, procedure_lines
from tui.screens.sheet import Line
from tui.store.queries.disposal_kinds import Kind, KindsOf, kinds_of

OFFICE = DEPARTMENT
TODAY = date(2026, 11, 20)


def known(desk: Desk, policy: str, member: int, today: date = TODAY) -> KindsOf:
    under(desk, policy)
    return kinds_of(desk.session.db, desk.session.unit, desk.session.campaign, member, today)


def of(found: KindsOf, key: str) -> Kind:
    return next(kind for kind in found.kinds if kind.procedure.key == key)


def clash_in(found: KindsOf, key: str) -> list[Line]:
    return clash_lines(found, of(found, key))


def test_a_procedure_tells_since_when_it_is_in_force_within_what_time_a_step_is_due_and_where_nothing_is_passed() -> (
    None
):
    told = {key: [f"{label}{text}" for label, text in procedure_lines(each)] for key, each in PROCEDURES.items()}
    since = {key for key, lines in told.items() if any(line.startswith("施行2019-05-06起") for line in lines)}
    assert since == {key for key, each in PROCEDURES.items() if each.since is not None} != set()
    timed = {key for key, lines in told.items() if any("自上一步起3个月以内" in line for line in lines)}
    assert timed == {key for key, each in PROCEDURES.items() if any(step.within_months == 3 for step in each.steps)}
    announced = {key for key, lines in told.items() if any("不以表决通过为前提" in line for line in lines)}
    assert announced == {key for key, each in PROCEDURES.items() if any(step.announces for step in each.steps)} != set()


def test_of_a_lost_member_both_documents_are_read_with_what_the_set_in_force_makes_of_them(desk: Desk) -> None:
    """《中国共产党党员教育管理工作条例》第二十四条 against 《2023年排查党员工作实施方案》二（三）2."""
    (member,) = people_of(desk, "张三")
    assert clash_in(known(desk, "2019", member), "self_withdrawal_2019") == []
    lost(desk, member)
    found = known(desk, "2019", member)
    told = clash_in(found, "self_withdrawal_2019")
    assert [text[:2] for _, text in told] == ["", "两份", "一、", "二、", "本批"]
    assert "2019年政策" in str(told[-1][1])
    assert set(told) <= set(kind_lines(found, of(found, "self_withdrawal_2019")))
    assert clash_in(found, "suspension_lost") == []
    assert "2016年政策" in str(clash_in(known(desk, "2016", member), "self_withdrawal_2016")[-1][1])


def test_a_kind_whose_rule_was_not_yet_in_force_is_not_offered(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    lost(desk, member)
    before = {kind.procedure.key for kind in known(desk, "2019", member, date(2019, 5, 5)).kinds if kind.open}
    after = {kind.procedure.key for kind in known(desk, "2019", member, date(2019, 5, 6)).kinds if kind.open}
    assert "suspension_lost" in after - before
