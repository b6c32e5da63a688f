"""The search for lost members in the register: opening, searches, outcomes, offices; forms and ledger agree.

Sentences are those of 《党员组织关系排查有关问题说明》 sections 2 and 4（三）.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from desks import Desk, assert_sound
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import letter, paid, pay, send, set_up, unit
from people import arrival
from registers import Register, dump

from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Check, Refusal, Stage
from tui.rules.roles import Role
from tui.rules.search_cases import CaseHistory, CaseOutcome, Closed, Origin, Standing, tally
from tui.rules.search_coverage import Minimums
from tui.rules.searches import Channel, Result
from tui.rules.situations import SituationKind
from tui.store.commands.check_records import record_check
from tui.store.commands.roster import import_roster
from tui.store.commands.search_offices import (
    OfficeAnswer,
    answer_requests,
    file_requests,
    issue_office_letter,
    set_minimums,
    withdraw_requests,
)
from tui.store.commands.search_outcomes import reopen, settle, withdraw_case
from tui.store.commands.searches import (
    AttemptEntry,
    open_cases,
    record_attempts,
    set_facts,
    set_nature,
    withdraw_attempt,
)
from tui.store.commands.situations import record_situation
from tui.store.commands.undo import redo, undo
from tui.store.queries.search_cases import case_file, case_rows, counts, minimums_of, standings
from tui.store.queries.search_forms import found_rows, not_found_rows
from tui.store.queries.search_grounds import grounds, suggested
from tui.store.queries.situations import lost_since
from tui.store.session import Session

TODAY = "2026-11-20"
SHEET = {
    "last_contact": "2025-01", "reasons": "企业破产后外出", "conduct_before": "表现较好", "nature": "both",
    "nature_why": "本人没有联系，支部撤销后无人管理",
}  # fmt: skip
ONE_EACH = (Channel.PHONE, Channel.RELATIVES, Channel.POLICE, Channel.TELECOM)


def enrol(session: Session, *names: str, org: int = 1, **fields: str) -> list[int]:
    """New members; gives their ids."""
    (most,) = session.db.execute_sql("SELECT ifnull(max(id), 0) FROM member").fetchone()
    import_roster(session, [arrival(name, org=org, **fields) for name in names], len(names))
    return [most + place for place in range(1, len(names) + 1)]


def sought(session: Session, name: str = "王伟", **fields: str) -> int:
    """A member long silent, with a case; gives the case."""
    (member,) = enrol(session, name, **({"dues_to": "2025-01"} | fields))
    assert open_cases(session, [member]).changed == 1
    return int(session.db.execute_sql("SELECT max(id) FROM search_case").fetchone()[0])


def tried(session: Session, case: int, channel: Channel, on: str, result: Result = Result.NO_ANSWER) -> Change:
    return record_attempts(session, [case], AttemptEntry(on, "张明", channel, result))


def covered(session: Session, case: int, *days: str) -> None:
    """Searches enough for the minimums of 2019: twice in each way, over more than ninety days."""
    for channel in ONE_EACH:
        for on in days or ("2026-07-01", "2026-10-15"):
            tried(session, case, channel, on)


def why(change: Change) -> list[Refusal]:
    return [refusal for refusal, _ in change.refused]


# opening: from the last dues or activity, or from a letter that never landed


def test_six_whole_months_without_dues_and_activity_suggest_a_search_and_five_do_not(desk: Desk) -> None:
    """连续六个月以上与党组织失去联系"""
    long, short = enrol(desk.session, "王伟", dues_to="2026-05-20"), enrol(desk.session, "李娜", dues_to="2026-05-21")
    active = enrol(desk.session, "张敏", dues_to="2020-01", active_on="2026-06-01")
    unknown = enrol(desk.session, "刘洋")
    assert list(suggested(desk.session.db, 1, TODAY)) == long
    assert desk.all("SELECT count(*) FROM search_case") == [(0,)]  # suggesting opens nothing
    change = open_cases(desk.session, [*long, *short, *active, *unknown])
    assert (change.changed, change.refused) == (1, ((Refusal.NO_SEARCH_GROUND, 3),))
    assert desk.all("SELECT member, origin, last_contact, opened_on FROM search_case") == [
        (long[0], "silence", "2026-05-20", TODAY)
    ]
    assert list(suggested(desk.session.db, 1, TODAY)) == []
    assert open_cases(desk.session, long).unchanged == 1


def test_months_of_a_kept_relation_do_not_count_as_silence(desk: Desk) -> None:
    (member,) = enrol(desk.session, "王伟", dues_to="2024-08")
    answers = {"kept_for": "abroad_study", "kept": "2024-09至今"}
    record_check(desk.session, Stage.SELF_CHECK, Check.DUES, member, answers)
    assert list(suggested(desk.session.db, 1, TODAY)) == []
    assert list(suggested(desk.session.db, 1, TODAY, lambda _db, _members: {})) == [member]
    assert why(open_cases(desk.session, [member])) == [Refusal.NO_SEARCH_GROUND]
    home = {member: [("2024-09", "2026-01")]}
    assert list(suggested(desk.session.db, 1, TODAY, lambda _db, _members: home)) == [member]


def test_a_later_payment_counts_before_the_roster(desk: Desk) -> None:
    (member,) = enrol(desk.session, "王伟", dues_to="2025-01")
    desk.session.db.execute_sql("UPDATE member SET dues_to = '2025-01'")
    pay(desk.session, paid(member, "2026-08"))
    desk.session.db.execute_sql("UPDATE member SET dues_to = '2025-01'")
    assert list(suggested(desk.session.db, 1, TODAY)) == []


def test_a_letter_without_receipt_opens_a_case_in_which_the_receiving_unit_is_asked_first(desk: Desk) -> None:
    """对于正式组织关系转出后未收到回执的党员，应先与接收单位党组织联系"""
    gone, landed = enrol(desk.session, "王伟", "李娜", dues_to="2026-10")
    send(
        desk.session, letter(gone, number="7", issued="2026-01-05", valid_days=30, to_unit="乙党委", dues_to="2025-12")
    )
    send(desk.session, letter(landed, issued="2026-01-05", valid_days=30, receipt_on="2026-02-01", receipt="yes"))
    assert list(suggested(desk.session.db, 1, TODAY)) == [gone]
    open_cases(desk.session, [gone])
    case = case_rows(desk.session.db, [1], Minimums(4, 1, 0), TODAY)[0]
    assert (case.origin, case.coverage.lacking[0]) == (Origin.LETTER, "先与接收单位党组织联系")
    tried(desk.session, 1, Channel.PHONE, "2026-11-01")
    assert sum(case_rows(desk.session.db, [1], Minimums(4, 1, 0), TODAY)[0].coverage.times.values()) == 0
    tried(desk.session, 1, Channel.RECEIVING_UNIT, "2026-11-01", Result.NOT_LANDED)
    assert sum(case_rows(desk.session.db, [1], Minimums(4, 1, 0), TODAY)[0].coverage.times.values()) == 1
    facts = case_file(desk.session.db, 1, Minimums(4, 1, 0), TODAY).facts
    assert (facts["letter_number"], facts["letter_to"], facts["letter_on"]) == ("7", "乙党委", "2026-01-05")


def test_a_branch_states_a_loss_that_nothing_on_record_suggests(desk: Desk) -> None:
    (member,) = enrol(desk.session, "王伟")
    assert why(open_cases(desk.session, [member])) == [Refusal.NO_SEARCH_GROUND]
    assert open_cases(desk.session, [member], why="支部合并后未见其人").changed == 1
    assert desk.all("SELECT origin, opened_why FROM search_case") == [("stated", "支部合并后未见其人")]


# searches


def test_the_same_search_is_written_down_for_many_cases_and_taken_back_and_brought_again(desk: Desk) -> None:
    cases = [sought(desk.session, name) for name in ("王伟", "李娜", "张敏")]
    settle(desk.session, cases[2], CaseOutcome.DECEASED, TODAY, "死亡证明")
    entry = AttemptEntry("2026-10", "张明", Channel.HEALTH, Result.NOTHING, said="医保无缴费", evidence="函复12号")
    change = record_attempts(desk.session, cases, entry)
    assert (change.changed, change.refused) == (2, ((Refusal.CASE_CLOSED, 1),))
    after = dump(desk.session.db)
    assert undo(desk.session).sentence() == "撤销“记查找（卫健）”：2人已撤销。"
    assert desk.all("SELECT count(*) FROM search_attempt") == [(0,)]
    redo(desk.session)
    assert dump(desk.session.db) == after
    assert_sound(desk.session)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (AttemptEntry("2026-11-21", "张明", Channel.PHONE, Result.CLUE), Fault.VALUE_REFUSED),
        (AttemptEntry("去年", "张明", Channel.PHONE, Result.CLUE), Fault.DATE_INVALID),
        (AttemptEntry("2026-11", " ", Channel.PHONE, Result.CLUE), Fault.NAME_MISSING),
    ],
)
def test_a_search_has_a_day_up_to_today_and_somebody_who_searched(
    desk: Desk, entry: AttemptEntry, fault: Fault
) -> None:
    case = sought(desk.session)
    with pytest.raises(Failure) as refused:
        record_attempts(desk.session, [case], entry)
    assert refused.value.fault is fault
    assert desk.all("SELECT count(*) FROM search_attempt") == [(0,)]


def test_a_search_taken_back_stays_in_the_file_and_no_longer_counts(desk: Desk) -> None:
    case = sought(desk.session)
    tried(desk.session, case, Channel.PHONE, "2026-10-01")
    assert withdraw_attempt(desk.session, 1, "记错人").changed == 1
    file = case_file(desk.session.db, case, Minimums(4, 1, 0), TODAY)
    assert [each.withdrawn_why for each in file.attempts] == ["记错人"]
    assert sum(file.coverage.times.values()) == 0


# 第一，稳慎定性 第二，严格程序


def test_truly_unreachable_is_stated_with_full_coverage_and_the_whole_sheet(desk: Desk) -> None:
    """对每一名确实无法取得联系的党员，要作深入细致分析 …… 对失联性质作出准确认定"""
    case = sought(desk.session)
    unreachable = (desk.session, case, CaseOutcome.UNREACHABLE, TODAY, "党委会2026年第9次会议")
    with pytest.raises(Failure) as refused:
        settle(*unreachable)
    assert refused.value.fault is Fault.NAME_MISSING
    assert "失联前的表现" in str(refused.value)
    set_nature(desk.session, case, SHEET)
    assert why(settle(*unreachable)) == [Refusal.NOT_COVERED]
    covered(desk.session, case)
    assert settle(*unreachable).changed == 1
    assert desk.all("SELECT outcome, outcome_on, stated_by FROM search_case") == [
        ("unreachable", TODAY, "计算机学院党委")
    ]
    assert why(set_nature(desk.session, case, {})) == [Refusal.CASE_CLOSED]


def test_contact_found_ends_what_makes_the_member_count_as_lost_and_goes_back_with_it(desk: Desk) -> None:
    case = sought(desk.session)
    (member,) = desk.all("SELECT member FROM search_case")[0]
    record_situation(desk.session, member, SituationKind.LOST, {"since": "2025-01"})
    record_situation(desk.session, member, SituationKind.POCKET, {"since": "2025-01"})
    assert lost_since(desk.session.db, member, "2024-12-01") == {}  # it had not begun by then
    assert lost_since(desk.session.db, member, TODAY) == {1: "2025-01"}
    change = settle(desk.session, case, CaseOutcome.FOUND, TODAY, "本人来电", end_lost=True)
    assert "了结失联情形" in change.sentence()
    ended = desk.all("SELECT kind, until, ended_why FROM situation ORDER BY id")
    assert ended == [("lost", TODAY, "查找取得联系：本人来电"), ("pocket", None, None)]
    undo(desk.session)
    assert desk.all("SELECT until FROM situation") == [(None,), (None,)]
    assert desk.all("SELECT outcome FROM search_case") == [(None,)]
    redo(desk.session)
    assert desk.all("SELECT outcome FROM search_case") == [("found",)]
    assert lost_since(desk.session.db, member, TODAY) == {}
    assert_sound(desk.session)


def test_contact_found_leaves_the_ledger_of_situations_alone_unless_asked_to_end_it(desk: Desk) -> None:
    case = sought(desk.session)
    (member,) = desk.all("SELECT member FROM search_case")[0]
    record_situation(desk.session, member, SituationKind.LOST, {"since": "2025-01"})
    settle(desk.session, case, CaseOutcome.FOUND, TODAY, "本人来电")
    assert desk.all("SELECT until FROM situation") == [(None,)]


def test_no_passing_of_time_states_that_somebody_is_unreachable(desk: Desk) -> None:
    case = sought(desk.session, dues_to="1990-01")
    assert list(counts(desk.session.db, 1, "2099-12-31").values()) == [1, 0, 0, 0]
    set_nature(desk.session, case, SHEET)
    covered(desk.session, case)
    assert list(counts(desk.session.db, 1, "2099-12-31").values()) == [1, 0, 0, 0]


def test_less_than_six_months_is_not_unreachable(desk: Desk) -> None:
    (member,) = enrol(desk.session, "王伟")
    open_cases(desk.session, [member], why="失联")
    set_nature(desk.session, 1, SHEET | {"last_contact": "2026-06-01"})
    covered(desk.session, 1)
    assert why(settle(desk.session, 1, CaseOutcome.UNREACHABLE, TODAY, "会议")) == [Refusal.NOT_SIX_MONTHS]


def test_entry_clerks_search_and_only_reviewers_and_secretaries_state_what_came_of_it(desk: Desk) -> None:
    case = sought(desk.session)
    clerk = replace(desk.session, actor=replace(desk.session.actor, roles=frozenset({Role.ENTRY})))
    assert tried(clerk, case, Channel.PHONE, "2026-10-01").changed == 1
    for act in (
        lambda: settle(clerk, case, CaseOutcome.UNREACHABLE, TODAY, "会议"),
        lambda: settle(clerk, case, CaseOutcome.FOUND, TODAY, "本人来电"),
        lambda: set_nature(clerk, case, SHEET),
        lambda: withdraw_case(clerk, case, "误开"),
    ):
        with pytest.raises(Failure) as refused:
            act()
        assert refused.value.fault is Fault.ROLE_REFUSED


def test_a_branch_does_not_state_its_own_members_as_unreachable(
    branch_session: Session,
) -> None:
    case = sought(branch_session)
    set_nature(branch_session, case, SHEET)
    covered(branch_session, case)
    change = settle(branch_session, case, CaseOutcome.UNREACHABLE, TODAY, "支部会议")
    assert why(change) == [Refusal.COMMITTEE_STATES]
    assert settle(branch_session, case, CaseOutcome.FOUND, TODAY, "本人来电").changed == 1


@pytest.fixture
def branch_session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    from registers import register
    from vaults import BRANCH

    return register(tmp_path_factory.mktemp("branch") / "vault", BRANCH).session()


def test_a_case_is_opened_again_with_a_reason_and_keeps_what_it_had_ended_with(desk: Desk) -> None:
    case = sought(desk.session)
    settle(desk.session, case, CaseOutcome.FOUND, TODAY, "本人来电")
    before = dump(desk.session.db)
    with pytest.raises(Failure):
        reopen(desk.session, case, TODAY, " ")
    reopen(desk.session, case, TODAY, "经核实不是本人")
    assert desk.all("SELECT outcome FROM search_case") == [(None,)]
    assert desk.all("SELECT outcome, outcome_why, reason FROM search_reopening") == [
        ("found", "本人来电", "经核实不是本人")
    ]
    undo(desk.session)
    assert dump(desk.session.db) == before
    assert_sound(desk.session)


def test_the_day_of_opening_again_is_a_day_of_searching(desk: Desk) -> None:
    (member,) = enrol(desk.session, "王伟", dues_to="2020-01")
    open_cases(desk.session, [member], on="2026-09-01")
    settle(desk.session, 1, CaseOutcome.FOUND, "2026-09-20", "本人来电")
    reopen(desk.session, 1, "2026-10-08", "不是本人")
    days = ("2026-08-31", "2026-09-01", "2026-09-20", "2026-10-07", "2026-10-08")
    stood = [[standing for standing, count in counts(desk.session.db, 1, day).items() if count] for day in days]
    assert stood == [[], [Standing.SEARCHING], [Standing.FOUND], [Standing.FOUND], [Standing.SEARCHING]]
    assert [len(found_rows(desk.session.db, 1, day)) for day in days] == [0, 0, 1, 1, 0]
    settle(desk.session, 1, CaseOutcome.FOUND, "2026-10-08", "本人到会")
    assert [row.search_ended for row in found_rows(desk.session.db, 1, "2026-10-08")] == ["2026-10-08"]


def test_landed_elsewhere_says_where(desk: Desk) -> None:
    case = sought(desk.session)
    with pytest.raises(Failure) as refused:
        settle(desk.session, case, CaseOutcome.LANDED, TODAY, "接收单位回函")
    assert "现工作（学习）单位" in str(refused.value)
    set_facts(desk.session, case, {"now_unit": "苏州市吴江区某社区党总支"})
    assert settle(desk.session, case, CaseOutcome.LANDED, TODAY, "接收单位回函").changed == 1


def test_a_case_opened_in_error_is_withdrawn_and_counts_no_longer(desk: Desk) -> None:
    case = sought(desk.session)
    withdraw_case(desk.session, case, "已在国外留学，保留组织关系")
    assert sum(counts(desk.session.db, 1, TODAY).values()) == 0
    assert why(tried(desk.session, case, Channel.PHONE, "2026-10-01")) == [Refusal.CASE_WITHDRAWN]
    (member,) = [number for (number,) in desk.all("SELECT member FROM search_case")]
    assert open_cases(desk.session, [int(str(member))], on="2026-01-01").changed == 1
    days = ("2026-01-01", "2026-11-19", TODAY)  # nobody has two cases on a day
    assert [sum(counts(desk.session.db, 1, day).values()) for day in days] == [0, 0, 1]


# 部门查找


def test_one_letter_asks_about_many_members_and_its_answers_become_searches(desk: Desk) -> None:
    """由组织部门或基层党委出面，协调公安、人社、教育……等部门"""
    cases = [sought(desk.session, name) for name in ("王伟", "李娜", "张敏")]
    assert file_requests(desk.session, cases, Channel.POLICE).changed == 3
    assert file_requests(desk.session, cases, Channel.POLICE).unchanged == 3
    assert withdraw_requests(desk.session, [3], "已取得联系").changed == 1
    change = issue_office_letter(desk.session, [1, 2, 3], to_unit="武进区公安局", number="党组函〔2026〕3号")
    assert (change.changed, change.refused) == (2, ((Refusal.REQUEST_MOVED_ON, 1),))
    assert desk.all("SELECT office, to_unit, number, sent_on FROM office_letter") == [
        ("police", "武进区公安局", "党组函〔2026〕3号", TODAY)
    ]
    assert desk.all("SELECT count(*) FROM office_request r JOIN office_letter l ON lower(hex(l.uuid)) = r.letter") == [
        (2,)
    ]
    answer_requests(desk.session, [1], OfficeAnswer(True, TODAY, "户籍2019年迁往深圳"))
    assert answer_requests(desk.session, [1, 2], OfficeAnswer(False, TODAY)).changed == 1
    assert desk.all("SELECT search_case, channel, result, said, evidence FROM search_attempt ORDER BY id") == [
        (cases[0], "police", "clue", "户籍2019年迁往深圳", "党组函〔2026〕3号的答复"),
        (cases[1], "police", "nothing", None, "党组函〔2026〕3号的答复"),
    ]
    assert undo(desk.session).sentence() == "撤销“登记部门答复”：1人已撤销。"
    assert desk.all("SELECT state FROM office_request ORDER BY id") == [("answered",), ("sent",), ("withdrawn",)]
    assert desk.all("SELECT count(*) FROM search_attempt") == [(1,)]
    assert_sound(desk.session)


def test_a_letter_goes_to_one_office(desk: Desk) -> None:
    case = sought(desk.session)
    file_requests(desk.session, [case], Channel.POLICE)
    file_requests(desk.session, [case], Channel.TAX)
    with pytest.raises(Failure):
        issue_office_letter(desk.session, [1, 2], to_unit="公安局", number="3")
    assert desk.all("SELECT count(*) FROM office_letter") == [(0,)]


# 查找方式、查找次数、查找时间


def test_a_unit_puts_its_own_minimums_in_the_place_of_ours(desk: Desk) -> None:
    assert minimums_of(desk.session.db, 1, 1) == Minimums(4, 2, 90)
    set_minimums(desk.session, Minimums(4, 3, 60), "县委组织部通知")
    set_up(desk.session, unit("一支部"))
    assert minimums_of(desk.session.db, 2, 1) == Minimums(4, 3, 60)
    for wrong in (Minimums(5, 1, 1), Minimums(4, 0, 1), Minimums(4, 1, -1)):
        with pytest.raises(Failure):
            set_minimums(desk.session, wrong, "通知")
    undo(desk.session)  # the branch
    undo(desk.session)
    assert minimums_of(desk.session.db, 1, 1) == Minimums(4, 2, 90)


# the forms


def test_a_row_of_each_form_says_what_its_columns_ask(desk: Desk) -> None:
    person = {"sex": "male", "nation": "汉族", "birth": "1970-05-20", "joined": "1993-07-01", "full_at": "1994-07-01"}
    found, lost = sought(desk.session, "王伟", **person, education="大学"), sought(desk.session, "李娜", **person)
    facts = {"occupation": "state_released", "situation": "unit_dissolved", "unit_kind": "state_enterprise"}
    set_facts(desk.session, found, facts | {"last_contact": "2025-01", "now_unit": "某公司", "phone": "13900001111"})
    set_facts(desk.session, lost, facts | {"situation": "other", "last_contact": "2026-06"})
    settle(desk.session, found, CaseOutcome.FOUND, "2026-11-20", "本人来电")
    set_nature(desk.session, lost, SHEET)
    covered(desk.session, lost)
    settle(desk.session, lost, CaseOutcome.UNREACHABLE, "2026-11-20", "会议")
    set_facts(desk.session, lost, facts | {"situation": "other", "last_contact": "2026-06"})
    (first,), (second,) = found_rows(desk.session.db, 1, TODAY), not_found_rows(desk.session.db, 1, TODAY)
    assert (first.name, first.age, first.party_years, first.lost_months) == ("王伟", (56, 56), (32, 32), 21)
    assert first.codes == ("①", "②", "①")
    assert (first.now_unit, first.phone, first.findings) == ("某公司", "13900001111", ())
    assert [code.value for code in second.findings] == ["V09b", "V11"]


def _random_history(session: Session, random: Random, member: int) -> CaseHistory:
    """A case with a random history, written by the commands as they would be written on the days themselves."""
    day = date(2025, 1, 1) + timedelta(random.randrange(300))
    open_cases(session, [member], on=day.isoformat(), why="失联")
    (case,) = session.db.execute_sql("SELECT max(id) FROM search_case").fetchone()
    opened, outcomes = day.isoformat(), []
    set_facts(session, case, {"last_contact": "2020-01", "now_unit": "某单位"})
    for _ in range(random.randrange(3)):
        day += timedelta(random.randrange(60))
        outcome, since = random.choice([each for each in CaseOutcome if each is not CaseOutcome.UNREACHABLE]), day
        if random.random() < 0.4:
            set_nature(session, case, SHEET)
            covered(session, case, "2024-01-01", "2024-06-01")
            if settle(session, case, CaseOutcome.UNREACHABLE, since.isoformat(), "会议").changed:
                outcome = CaseOutcome.UNREACHABLE
        if outcome is not CaseOutcome.UNREACHABLE:
            settle(session, case, outcome, since.isoformat(), "依据")
        if random.random() < 0.4:
            outcomes.append(Closed(outcome, since.isoformat()))
            break
        day += timedelta(random.randrange(60))
        reopen(session, case, day.isoformat(), "核实")
        outcomes.append(Closed(outcome, since.isoformat(), day.isoformat()))
    return CaseHistory(opened, tuple(outcomes))


@given(st.integers(0, 2**32), st.lists(st.integers(0, 800), min_size=6, max_size=6))
@settings(max_examples=4, deadline=None)
def test_the_ledger_and_both_forms_agree_with_the_rules_on_any_day(
    office: Register, tmp_path_factory: pytest.TempPathFactory, seed: int, days: list[int]
) -> None:
    session = office.copied(tmp_path_factory.mktemp("cases") / "data.db").session()
    random = Random(seed)
    histories = {m: _random_history(session, random, m) for m in enrol(session, *(f"张{n}" for n in range(12)))}
    for days_on in days:
        as_of = (date(2025, 1, 1) + timedelta(days_on)).isoformat()
        wanted = tally(histories.values(), as_of)
        assert counts(session.db, 1, as_of) == wanted
        assert {standing: len(ids) for standing, ids in standings(session.db, 1, as_of).items()} == wanted
        found = {row.member for row in found_rows(session.db, 1, as_of)}
        not_found = {row.member for row in not_found_rows(session.db, 1, as_of)}
        assert not found & not_found
        assert (len(found), len(not_found)) == (wanted[Standing.FOUND], wanted[Standing.UNREACHABLE])
        assert found == {m for m, history in histories.items() if history.standing(as_of) is Standing.FOUND}
    session.db.close()


def test_grounds_name_the_later_of_dues_and_activity(desk: Desk) -> None:
    (member,) = enrol(desk.session, "王伟", dues_to="2025-01", active_on="2025-03-08")
    ground = grounds(desk.session.db, [member], TODAY)[member]
    assert (ground.origin, ground.last_contact, ground.months) == (Origin.SILENCE, "2025-03-08", 20)


def test_a_persons_file_tells_the_findings_of_the_form_that_he_stands_in(desk: Desk) -> None:
    case = sought(desk.session)
    set_facts(desk.session, case, {"last_contact": "2026-06", "situation": "other"})
    assert case_file(desk.session.db, case, Minimums(4, 1, 0), TODAY).findings == ()
    settle(desk.session, case, CaseOutcome.FOUND, TODAY, "本人来电")
    file = case_file(desk.session.db, case, Minimums(4, 1, 0), TODAY)
    assert [found.value for found in file.findings] == ["V09a", "V11"]
