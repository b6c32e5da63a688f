"""Cases of lost members: where each stands, how far its search has come, what it must state, how a line is read.

The sentences are those of 《党员组织关系排查有关问题说明》 sections 2 and 4（三）, and of the forms of
组通字〔2016〕1号.
"""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.rules.search_cases import (
    NATURE,
    SITUATIONS,
    CaseHistory,
    CaseOutcome,
    Closed,
    Standing,
    standing_of,
    tally,
    unfilled,
    unstated,
)
from tui.rules.search_coverage import MINIMUMS, Attempt, Minimums, coverage, inferred
from tui.rules.search_entry import CHANNELS, Line, read_line
from tui.rules.searches import (
    OFFICES,
    Channel,
    FoundRow,
    NotFoundRow,
    Result,
    Way,
    is_unexplained,
    of_found,
    of_not_found,
)

AS_OF = "2016-12-15"
ONCE = Minimums(4, 1, 0)
FOUR = [
    Attempt(Channel.PHONE, "2016-09-20"), Attempt(Channel.RELATIVES, "2016-09-25"),
    Attempt(Channel.POLICE, "2016-10-08"), Attempt(Channel.LINE_12371, "2016-10-20"),
]  # fmt: skip

# the channels of the document


def test_offices_are_those_that_the_document_names_and_the_archives() -> None:
    named = "公安、人社、教育、卫健、民政、房产、市场监管（工商）、税务、档案"
    assert "、".join(channel.label for channel in OFFICES) == named


def test_every_channel_belongs_to_one_of_the_four_ways_but_the_receiving_unit() -> None:
    assert {channel for channel in Channel if channel.way is None} == {Channel.RECEIVING_UNIT}
    assert {channel.way for channel in Channel if channel.way} == set(Way)
    assert Channel.BRANCH_MEMBERS.way is Way.OTHER  # 发动支部党员多途径联系


# 各地各部门要在查找方式、查找次数、查找时间做些研究


def test_four_ways_are_covered_and_three_are_not() -> None:
    assert coverage(FOUR, ONCE, AS_OF).full
    short = coverage(FOUR[1:], ONCE, AS_OF)
    assert not short.full
    assert list(short.lacking) == ["直接联系还差1次"]


def test_times_and_span_are_asked_beside_the_ways() -> None:
    twice = coverage(FOUR + FOUR[:3], Minimums(4, 2, 40), AS_OF)
    assert list(twice.lacking) == ["其他方式查找还差1次", "首末两次相隔30天，还差10天"]
    assert twice.ways == 3
    assert twice.bar == "直2 人2 部2 他1"


def test_a_search_after_the_as_of_date_does_not_count() -> None:
    assert not coverage([*FOUR[:3], Attempt(Channel.TELECOM, "2016-12-16")], ONCE, AS_OF).full


def test_a_letter_that_never_landed_is_asked_after_at_the_receiving_unit_before_other_ways_count() -> None:
    """应先与接收单位党组织联系，查明党员是否落实了组织关系"""
    early = coverage(FOUR, ONCE, AS_OF, from_letter=True)
    assert next(iter(early.lacking)) == "先与接收单位党组织联系"
    assert sum(early.times.values()) == 0
    asked = [Attempt(Channel.RECEIVING_UNIT, "2016-09-22"), *FOUR]
    late = coverage(asked, ONCE, AS_OF, from_letter=True)
    assert list(late.lacking) == ["直接联系还差1次"]  # the call of 09-20 was made before
    assert coverage([*asked, Attempt(Channel.VISIT, "2016-09-23")], ONCE, AS_OF, from_letter=True).full
    assert coverage(asked, ONCE, AS_OF).full  # whoever fell silent in the branch need not be asked after elsewhere


def test_open_parts_of_dates_never_make_the_span_longer() -> None:
    months = [Attempt(Channel.PHONE, "2016-09"), Attempt(Channel.VISIT, "2016-10")]
    assert coverage(months, ONCE, AS_OF).days == 1  # September 30th to October 1st


@pytest.mark.parametrize("policy", ["2016", "2019"])
def test_the_minimums_of_both_policy_sets_ask_for_all_four_ways_and_name_what_is_ours(policy: str) -> None:
    assert MINIMUMS[policy].ways == 4
    assert inferred(policy) == ("per_way", "days")


partial = st.from_regex(r"2016(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?", fullmatch=True)
attempts = st.lists(st.builds(Attempt, st.sampled_from(Channel), partial), max_size=12)
minimums = st.builds(Minimums, st.integers(1, 4), st.integers(1, 3), st.integers(0, 200))


@given(attempts, minimums, st.booleans(), st.builds(Attempt, st.sampled_from(Channel), partial))
@settings(max_examples=150)
def test_one_more_search_never_takes_coverage_away(
    made: list[Attempt], wanted: Minimums, from_letter: bool, more: Attempt
) -> None:
    if more.channel is Channel.RECEIVING_UNIT:
        return  # an earlier question to the receiving unit only lets more count; it counts to no way itself
    before = coverage(made, wanted, AS_OF, from_letter=from_letter)
    after = coverage([*made, more], wanted, AS_OF, from_letter=from_letter)
    assert all(after.times[way] >= before.times[way] for way in Way)
    assert after.days >= before.days
    assert after.full or not before.full
    assert before.full == (not before.lacking)


# F1 and F2 are disjoint, and together with the others they are all cases


def _history(random: Random) -> CaseHistory:
    """A case as commands leave one: opened, perhaps closed and opened again, perhaps withdrawn."""
    day = date(2016, 1, 1) + timedelta(random.randrange(300))
    opened = day.isoformat()
    outcomes = []
    for _ in range(random.randrange(4)):
        day += timedelta(random.randrange(60))
        outcome, since = random.choice(list(CaseOutcome)), day.isoformat()
        if random.random() < 0.4:
            outcomes.append(Closed(outcome, since))
            break
        day += timedelta(random.randrange(60))
        outcomes.append(Closed(outcome, since, day.isoformat()))
    withdrawn = (day + timedelta(random.randrange(60))).isoformat() if random.random() < 0.1 else None
    return CaseHistory(opened, tuple(outcomes), withdrawn)


@given(st.integers(0, 2**32), st.integers(0, 500))
@settings(max_examples=10, deadline=None)
def test_found_and_not_found_and_searching_and_settled_are_all_the_cases_of_ten_thousand_on_any_day(
    seed: int, days: int
) -> None:
    random = Random(seed)
    cases = [_history(random) for _ in range(10_000)]
    as_of = (date(2016, 1, 1) + timedelta(days)).isoformat()
    found = {
        place
        for place, case in enumerate(cases)
        if case.outcome_on(as_of) is CaseOutcome.FOUND and case.standing(as_of)
    }
    not_found = {
        place for place, case in enumerate(cases)
        if case.outcome_on(as_of) is CaseOutcome.UNREACHABLE and case.standing(as_of)
    }  # fmt: skip
    living = [
        case for case in cases
        if case.opened_on <= as_of and (case.withdrawn_on is None or as_of < case.withdrawn_on)
    ]  # fmt: skip
    counted = tally(cases, as_of)
    assert not found & not_found
    assert counted[Standing.FOUND] == len(found)
    assert counted[Standing.UNREACHABLE] == len(not_found)
    assert sum(counted.values()) == len(living)


def test_a_case_opened_again_is_searched_for_again_from_that_day_and_not_before() -> None:
    case = CaseHistory("2016-09-20", (Closed(CaseOutcome.UNREACHABLE, "2016-11-01", "2016-12-01"),))
    days = ["2016-09-19", "2016-09-20", "2016-11-01", "2016-11-30", "2016-12-01"]
    standings = [case.standing(day) for day in days]
    assert standings == [
        None, Standing.SEARCHING, Standing.UNREACHABLE, Standing.UNREACHABLE, Standing.SEARCHING,
    ]  # fmt: skip


def test_every_outcome_has_one_standing() -> None:
    settled = {outcome.value for outcome in CaseOutcome if standing_of(outcome.value) is Standing.SETTLED}
    assert settled == {"deceased", "landed", "not_counted"}


# 第一，稳慎定性


def test_truly_unreachable_needs_time_reason_conduct_and_judgement_of_the_loss() -> None:
    """分析其失联的时间、原因，了解其失联前的表现，对失联性质作出准确认定"""
    sheet = {
        "last_contact": "2014-03", "reasons": "企业破产后外出", "conduct_before": "表现较好",
        "nature": "both", "nature_why": "本人没有联系，支部撤销后无人管理",
    }  # fmt: skip
    assert unstated(CaseOutcome.UNREACHABLE, sheet) == []
    for key in sheet:
        assert len(unstated(CaseOutcome.UNREACHABLE, {k: v for k, v in sheet.items() if k != key})) == 1
    assert unstated(CaseOutcome.FOUND, {}) == []
    labels = {item.label for item in NATURE}
    assert set(unstated(CaseOutcome.UNREACHABLE, {})) <= labels


# 失去联系情形 …… ⑦其他（具体原因在备注栏中注明）


def test_other_without_a_reason_in_the_note_is_found_in_both_forms() -> None:
    assert is_unexplained("other", "")
    assert is_unexplained("other", "无")
    assert not is_unexplained("other", "服刑期满后去向不明")
    assert not is_unexplained("moved", "")
    assert [code.value for code in of_found(FoundRow("2010", "2016-10-01", True), AS_OF)] == ["V11"]
    assert [code.value for code in of_not_found(NotFoundRow("2010", (), True), AS_OF)] == ["V10", "V11"]
    filled = {"last_contact": "2010", "occupation": "other", "unit_kind": "school", "situation": "other"}
    assert list(unfilled(filled)) == ["备注"]
    assert [words[0] for words in SITUATIONS.values()] == list("①②③④⑤⑥⑦")


# the line that clerks type

TODAY = date(2016, 10, 8)
P, R = Channel.PHONE, Result
LINES: list[tuple[str, Line]] = [
    ("9.18 11 1 13900001111 妻子接听", Line("2016-09-18", P, R.NO_ANSWER, "13900001111", "妻子接听")),
    ("０９１８　１１　４", Line("2016-09-18", P, R.CLUE, "", "")),
    ("1009 21 4 在深圳打工", Line("2015-10-09", Channel.RELATIVES, R.CLUE, "", "在深圳打工")),
    ("2016-10 公安 没有查到 户籍系统 无迁出记录", Line("2016-10", Channel.POLICE, R.NOTHING, "户籍系统", "无迁出记录")),
    ("10月8日 12371 3", Line("2016-10-08", Channel.LINE_12371, R.NOTHING, "", "")),
    (
        "@李娜 9.18 31 3 #函复12号 无户籍",
        Line("2016-09-18", Channel.POLICE, R.NOTHING, "", "无户籍", "李娜", "函复12号"),
    ),
    ("2016.9.1 51 8 025-83790000", Line("2016-09-01", Channel.RECEIVING_UNIT, R.NOT_LANDED, "025-83790000", "")),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), LINES)
def test_a_line_is_read_as_it_is_typed_from_paper(line: str, said: Line) -> None:
    assert read_line(line, TODAY) == said


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("9.18 11", "请依次写"),
        ("2016-10-09 11 1", "晚于今天"),
        ("9.31 11 1", "不是日期"),
        ("9.18 99 1", "没有“99”这个渠道"),
        ("9.18 联系 1", "没有“联系”这个渠道"),
        ("9.18 11 9", "没有“9”这个结果"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: str, why: str) -> None:
    told = read_line(line, TODAY)
    assert isinstance(told, str)
    assert why in told


def test_channels_are_numbered_by_their_way() -> None:
    assert {number[0] for number, channel in CHANNELS.items() if channel.way is Way.OFFICES} == {"3"}
    assert set(CHANNELS.values()) == set(Channel)
