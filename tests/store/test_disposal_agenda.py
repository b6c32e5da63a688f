"""组织处置 on the agenda: the steps of this unit, terms, suspensions two years over, clues without an outcome."""

from datetime import date

from desks import Desk
from disposals import file_of, opened, people_of, rightly, take, under, walk
from offices import DEPARTMENT

from tui.rules.agenda import Kind
from tui.store.commands.disposal_cases import record_history
from tui.store.commands.disposal_referrals import refer_clue, settle_referral
from tui.store.commands.disposal_steps import record_step
from tui.store.commands.editing import set_field
from tui.store.queries.agenda import agenda

OFFICE = DEPARTMENT


def due(desk: Desk, kind: Kind, as_of: str) -> list[tuple[str, int, int, str]]:
    found = agenda(desk.session.db, desk.session.unit, desk.session.campaign, as_of)
    return [(each.on, each.member, each.row, each.what) for each in found if each.kind is kind]


def test_the_next_step_waits_since_the_last_and_a_term_until_it_is_over(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    number = opened(desk, member, "correction")
    assert due(desk, Kind.DISPOSAL, "2026-11-20") == [("2020-01-06", member, number, "限期改正：待支部初步认定")]
    walk(desk, number, 6)
    last = file_of(desk, number).standing[-1].row["on_day"]
    assert due(desk, Kind.DISPOSAL, "2026-11-20") == [(last, member, number, "限期改正：待定改正期限")]
    walk(desk, number, 2)
    until = file_of(desk, number).standing[-2].row["until"]
    assert due(desk, Kind.DISPOSAL, "2026-11-20") == [
        (until, member, number, f"限期改正：待作出期满结论（期限至{until}）")
    ]
    take(desk, number)
    assert due(desk, Kind.DISPOSAL, "2026-11-20")[0][3].startswith("限期改正：手续已办完，待归档")
    take(desk, number)
    assert due(desk, Kind.DISPOSAL, "2026-11-20") == []


def test_a_suspension_is_on_it_when_two_years_are_over_until_something_is_opened(desk: Desk) -> None:
    """《中国共产党党员教育管理工作条例》第二十四条."""
    under(desk, "2019")
    (member,) = people_of(desk, "张三")
    record_history(
        desk.session, member, "suspension_lost", "2023-03-02", decided_by="甲党委", document="", known="支部大会通过"
    )
    assert due(desk, Kind.SUSPENSION, "2025-01-30") == []
    ((on, whose, _, what),) = due(desk, Kind.SUSPENSION, "2025-02-01")
    assert (on, whose, what[:14]) == ("2025-03-02", member, "2023-03-02停止党籍")
    opened(desk, member, "withdrawal", date(2025, 1, 1))
    assert due(desk, Kind.SUSPENSION, "2026-11-20") == []


def test_a_clue_without_an_outcome_is_on_it_and_the_case_is_not(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    number = opened(desk, member, "persuasion")
    refer_clue(
        desk.session, member, number, "discipline", "区纪委", "2026-05-01", matter="反映问题", materials="材料1份"
    )
    assert due(desk, Kind.DISPOSAL, "2026-11-20") == []
    assert due(desk, Kind.REFERRAL, "2026-11-20") == [("2026-08-01", member, number, "2026-05-01移送区纪委，结果未回")]
    ((referral,),) = desk.all("SELECT id FROM disposal_referral")
    settle_referral(desk.session, int(str(referral)), outcome_on="2026-06-01", result="不予立案")
    assert due(desk, Kind.REFERRAL, "2026-11-20") == []
    assert len(due(desk, Kind.DISPOSAL, "2026-11-20")) == 1


def test_an_extended_probation_is_over_on_its_last_day(desk: Desk) -> None:
    (member,) = people_of(desk, "张三", category="probationary")
    set_field(desk.session, [member], "joined", "2025-03-01")
    assert [on for on, *_ in due(desk, Kind.PROBATION, "2026-11-20")] == ["2026-03-01"]
    number = opened(desk, member, "probation_extended", date(2026, 3, 2))
    walk(desk, number, 5)
    until = file_of(desk, number).standing[-2].row["until"]
    step = file_of(desk, number).next_step
    assert step is not None
    record_step(desk.session, number, rightly(step, desk.session.clock().date(), "probation_extended"))
    assert [(on, what) for on, _, _, what in due(desk, Kind.PROBATION, until)] == [
        (until, "2025-03-01入党，延长预备期已满，讨论能否转正")
    ]
