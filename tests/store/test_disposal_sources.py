"""Who waits for a disposal by what the other ledgers found: reason and fitting kinds, nobody who has a case."""

from datetime import date

from desks import Desk
from disposals import lost, opened, people_of, under, walk
from offices import DEPARTMENT

from tui.rules.checks import Check, Stage
from tui.rules.disposal.register import Origin
from tui.rules.regularization import Fact, Measure
from tui.rules.regularization import Origin as Regular
from tui.store.commands.check_records import record_check
from tui.store.commands.disposal_cases import record_history
from tui.store.commands.disposal_referrals import refer_clue
from tui.store.commands.regularization import decide_measure, describe, open_case, record_fact
from tui.store.queries.disposal_sources import Waiting, waiting

OFFICE = DEPARTMENT
TODAY = date(2026, 11, 20)


def who(desk: Desk) -> list[tuple[str, Origin, tuple[str, ...], bool]]:
    return [(each.name, each.origin, each.kinds, each.refer) for each in listed(desk)]


def listed(desk: Desk) -> list[Waiting]:
    return waiting(desk.session.db, desk.session.unit, desk.session.campaign, TODAY)


def test_who_is_unreachable_waits_for_what_the_policy_set_and_his_category_allow(desk: Desk) -> None:
    (full,) = people_of(desk, "张三")
    (probationary,) = people_of(desk, "李四", category="probationary")
    for member in (full, probationary):
        lost(desk, member)
    under(desk, "2016")
    assert who(desk) == [
        ("张三", Origin.SEARCH, ("self_withdrawal_2016",), False),
        ("李四", Origin.SEARCH, ("probation_cancelled",), False),
    ]  # fmt: skip
    under(desk, "2019")
    assert who(desk)[0] == ("张三", Origin.SEARCH, ("suspension_lost",), False)
    assert listed(desk)[0].labels == "停止党籍（失去联系）"
    number = opened(desk, full, "suspension_lost")
    assert [name for name, *_ in who(desk)] == ["李四"]
    walk(desk, number)
    assert who(desk)[0] == ("张三", Origin.EARLIER, ("self_withdrawal_2019",), False)


def test_a_suspension_of_less_than_two_years_waits_for_nothing_while_the_search_is_in_vain(desk: Desk) -> None:
    under(desk, "2019")
    (member,) = people_of(desk, "张三")
    lost(desk, member)
    record_history(
        desk.session, member, "suspension_lost", "2026-03-02", decided_by="甲党委", document="", known="支部大会通过"
    )
    assert who(desk) == []
    desk.session.db.execute_sql("UPDATE search_case SET outcome = 'found', outcome_on = '2026-05-01'")
    assert who(desk) == [("张三", Origin.SEARCH, ("restoration",), False)]


def test_what_regularization_diverts_or_proposes_waits_and_a_clue_is_referred(desk: Desk) -> None:
    under(desk, "2019")
    refuses, clue, abroad = people_of(desk, "张三", "李四", "王五")
    for member in (refuses, clue):
        open_case(desk.session, member, Regular.FOUND, "2026-05-01")
    cases = [int(str(case)) for (case,) in desk.all("SELECT id FROM regularization ORDER BY id")]
    record_fact(desk.session, cases[0], Fact.ATTITUDE, "no", who="王芳", on_day="2026-05-03", evidence="谈话")
    record_fact(desk.session, cases[1], Fact.CLEAN, "clue", who="王芳", on_day="2026-05-03", evidence="来信")
    open_case(desk.session, abroad, Regular.ABROAD, "2026-05-01", {"whereabouts": "settled"})
    ((third,),) = desk.all("SELECT max(id) FROM regularization")
    describe(desk.session, int(str(third)), {"whereabouts": "settled", "away_since": "2015-01", "destination": "某国"})
    assert decide_measure(desk.session, int(str(third)), Measure.SUSPEND, "2026-05-04").changed
    found = {each.name: each for each in listed(desk)}
    assert (found["张三"].kinds, found["张三"].why) == (("correction", "persuasion"), "规范管理转组织处置：不端正")
    assert (found["李四"].kinds, found["李四"].refer) == ((), True)
    assert found["王五"].kinds == ("suspension_settled",)
    number = opened(desk, abroad, "suspension_settled", date(2026, 5, 5))
    walk(desk, number)
    assert desk.all(f"SELECT state, done_on IS NOT NULL FROM regularization WHERE id = {third}") == [("done", 1)]
    assert "王五" not in {each.name for each in listed(desk)}
    refer_clue(desk.session, clue, None, "discipline", "区纪委", "2026-05-06", matter="反映问题", materials="1份")
    assert [each.name for each in listed(desk)] == ["张三"]


def test_what_the_checks_found_waits_until_a_case_is_opened_or_the_clue_is_referred(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    (other,) = people_of(desk, "李四")
    record_check(desk.session, Stage.SELF_CHECK, Check.ARCHIVE, member, {"false_member": "yes"})
    record_check(desk.session, Stage.SELF_CHECK, Check.CONDUCT, other, {"clue": "to_refer"})
    assert who(desk) == [
        ("张三", Origin.ARCHIVE, ("not_recognised_false",), False), ("李四", Origin.CHECK, (), True),
    ]  # fmt: skip
    refer_clue(desk.session, other, None, "discipline", "区纪委", "2026-11-01", matter="反映问题", materials="1份")
    opened(desk, member, "not_recognised_false")
    assert who(desk) == []


def test_a_refused_persuasion_leads_to_the_removal_after_it(desk: Desk) -> None:
    (member,) = people_of(desk, "张三")
    walk(desk, opened(desk, member, "persuasion"), answer="refuses")
    assert who(desk) == [("张三", Origin.EARLIER, ("removal_after_persuasion",), False)]
    opened(desk, member, "removal_after_persuasion", date(2026, 10, 1))
    assert who(desk) == []
