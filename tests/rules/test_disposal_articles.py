"""Rule by rule: the article and the document, somebody for whom a kind of disposal is open and somebody for whom not.

Documents: 党章; 《中国共产党党员教育管理工作条例》 (条例); 《党员组织关系排查有关问题说明》 (问题说明);
中组发〔2014〕21号; 《中国共产党支部工作条例（试行）》; 《中国共产党发展党员工作细则》 (细则).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from tui.rules.dates import add_months
from tui.rules.disposal.case import Case, Done, Obstacle, may_open, obstacles
from tui.rules.disposal.procedures import CONFIRMED, PROCEDURES, UNQUALIFIED_FORMS, Act, At, Fact, Procedure, Step
from tui.rules.disposal.register import SHOWN_BY_RECORD
from tui.rules.disposal.votes import Vote, VoteFault
from tui.rules.units import UnitKind

F = Fact
ON = date(2023, 7, 3)
TODAY = date(2026, 11, 20)
LOST = {F.SIX_MONTHS_OUT, F.TRULY_UNREACHABLE}


@dataclass(frozen=True)
class Person:
    """What stands of somebody: his category, the facts."""

    category: str
    facts: frozenset[Fact]


def full(*facts: Fact) -> Person:
    return Person("full", frozenset(facts))


def probationary(*facts: Fact) -> Person:
    return Person("probationary", frozenset(facts))


RULES: list[tuple[str, str, str, Person, Person]] = [
    # rule, kind, policy set, for whom it holds, for whom it does not
    ("党章第九条第一款：党员有退党的自由", "withdrawal", "2019", full(), Person("applicant", frozenset())),
    (
        "党章第九条第二款；21号：愿意接受教育并决心改正的，限期改正",
        "correction", "2019", full(F.UNQUALIFIED, F.WISHES_TO_STAY), full(F.UNQUALIFIED),
    ),
    (
        "21号：六种不合格表现之一为前提",
        "correction", "2016", full(F.UNQUALIFIED, F.WISHES_TO_STAY), full(F.WISHES_TO_STAY),
    ),
    (
        "党章第九条第二款：经教育仍无转变的，劝他退党",
        "persuasion", "2019", full(F.UNQUALIFIED, F.UNCHANGED_OR_REFUSES), full(F.UNQUALIFIED, F.WISHES_TO_STAY),
    ),
    (
        "党章第九条第二款：劝告退党的党员坚持不退，予以除名",
        "removal_after_persuasion", "2019",
        full(F.PERSUASION_APPROVED, F.PERSUASION_REFUSED), full(F.PERSUASION_APPROVED),
    ),
    (
        "劝退须经上级批准才有劝而不退",
        "removal_after_persuasion", "2016",
        full(F.PERSUASION_APPROVED, F.PERSUASION_REFUSED), full(F.PERSUASION_REFUSED, F.UNQUALIFIED),
    ),
    (
        "党章第九条第三款；问题说明四、三：超过6个月未联系",
        "self_withdrawal_2016", "2016", full(*LOST), full(F.TRULY_UNREACHABLE),
    ),
    (
        "问题说明四、三：经多方努力确实无法取得联系（稳慎定性）",
        "self_withdrawal_2016", "2016", full(*LOST), full(F.SIX_MONTHS_OUT),
    ),
    (
        "条例第二十四条：停止党籍2年后才除名",
        "self_withdrawal_2019", "2019",
        full(F.SUSPENDED_TWO_YEARS, F.TRULY_UNREACHABLE, F.STILL_UNREACHABLE),
        full(*LOST, F.STILL_UNREACHABLE, F.SUSPENDED_WITHIN_TWO_YEARS),
    ),
    (
        "条例第二十四条：2年后确实无法取得联系",
        "self_withdrawal_2019", "2019",
        full(F.SUSPENDED_TWO_YEARS, F.TRULY_UNREACHABLE, F.STILL_UNREACHABLE),
        full(F.SUSPENDED_TWO_YEARS, F.TRULY_UNREACHABLE),
    ),
    (
        "条例第二十四条：失去联系6个月以上、多方查找无果，停止党籍",
        "suspension_lost", "2019", full(*LOST), full(F.TRULY_UNREACHABLE),
    ),
    (
        "问题说明四、四：预备党员不停止党籍，取消资格",
        "suspension_lost", "2019", full(*LOST), probationary(*LOST),
    ),
    (
        "中组发〔1981〕19号：出国（境）定居的，停止党籍",
        "suspension_settled", "2016", full(F.SETTLED_ABROAD), full(F.FIVE_YEARS_ABROAD),
    ),
    (
        "条例第二十四条：出国学习研究超过5年未归",
        "suspension_abroad", "2019", full(F.FIVE_YEARS_ABROAD), full(F.SETTLED_ABROAD),
    ),
    (
        "条例第二十四条：2年内取得联系的恢复党籍",
        "restoration", "2019",
        full(F.SUSPENDED_WITHIN_TWO_YEARS, F.CONTACT_FOUND), full(F.SUSPENDED_TWO_YEARS, F.CONTACT_FOUND),
    ),
    (
        "中组发〔1981〕19号：定居被停止党籍的，原则上不恢复",
        "restoration", "2019",
        full(F.SUSPENDED_WITHIN_TWO_YEARS, F.CONTACT_FOUND), full(F.SETTLED_ABROAD, F.CONTACT_FOUND),
    ),
    (
        "党章第七条；问题说明四、四：不履行党员义务，取消预备党员资格",
        "probation_cancelled", "2019", probationary(F.UNFIT_FOR_PROBATION), full(F.UNFIT_FOR_PROBATION),
    ),
    (
        "取消预备党员资格须有事实",
        "probation_cancelled", "2016", probationary(F.UNFIT_FOR_PROBATION), probationary(),
    ),
    (
        "问题说明四、四：有充分正当理由的可延长预备期",
        "probation_extended", "2019",
        probationary(F.SUFFICIENT_REASON, F.NOT_EXTENDED_BEFORE), probationary(F.NOT_EXTENDED_BEFORE),
    ),
    (
        "细则：预备期只延长一次",
        "probation_extended", "2016",
        probationary(F.SUFFICIENT_REASON, F.NOT_EXTENDED_BEFORE), probationary(F.SUFFICIENT_REASON),
    ),
    (
        "中办发〔2013〕4号：违规入党的一律不予承认",
        "not_recognised_against_rules", "2016", probationary(F.AGAINST_RULES), full(F.LETTER_WITHOUT_FORM),
    ),
    (
        "问题说明四、五：证实为非党员具有党员身份的，不予承认",
        "not_recognised_false", "2019", full(F.FALSE_MEMBER), full(F.AGAINST_RULES),
    ),
    (
        "组工通讯〔1998〕第8期：只有介绍信没有入党志愿书",
        "not_recognised_letter_only", "2016", full(F.LETTER_WITHOUT_FORM), full(),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "kind", "policy", "holds", "not_for"), RULES, ids=[rule[0] for rule in RULES])
def test_a_rule_holds_for_one_person_and_not_for_another(
    rule: str, kind: str, policy: str, holds: Person, not_for: Person
) -> None:
    assert rule
    procedure = PROCEDURES[kind]
    assert may_open(procedure, policy, holds.category, holds.facts, another_open=False, on=ON) == ()
    assert may_open(procedure, policy, not_for.category, not_for.facts, another_open=False, on=ON) != ()


def test_every_kind_has_its_rule() -> None:
    assert {kind for _, kind, *_ in RULES} == PROCEDURES.keys()


def test_each_fact_that_a_kind_needs_is_told_apart() -> None:
    for kind in PROCEDURES.values():
        for fact in kind.needs:
            others = frozenset(Fact) - {fact}
            missing = may_open(kind, kind.sets[0], kind.category[0], others, another_open=False)
            assert missing == (Obstacle.FACT_MISSING,), (kind.key, fact)


def test_the_regulation_is_in_force_since_6_may_2019() -> None:
    """条例 施行之日: suspension for lost contact, five years abroad, restoration, removal after two years."""
    since = {key for key, kind in PROCEDURES.items() if kind.since}
    assert since == {"suspension_lost", "suspension_abroad", "restoration", "self_withdrawal_2019"}
    for key in since:
        kind = PROCEDURES[key]
        day = kind.since
        assert day == date(2019, 5, 6)
        assert may_open(kind, "2019", "full", set(Fact), another_open=False, on=day) == ()
        before = may_open(kind, "2019", "full", set(Fact), another_open=False, on=day - timedelta(days=1))
        assert before == (Obstacle.NOT_IN_FORCE,)
        assert may_open(kind, "2016", "full", set(Fact), another_open=False, on=day) == (Obstacle.NOT_IN_SET,)


def steps(key: str, act: Act) -> list[Step]:
    return [step for step in PROCEDURES[key].steps if step.act is act]


def levels(key: str, act: Act) -> set[At]:
    return {step.at for step in steps(key, act)}


def test_who_reviews_and_who_decides_is_what_the_documents_name() -> None:
    """中组发〔2014〕21号: 基层党委或上一级党委组织部门预审、审批; 劝退、除名处置的由组织部门预审、审批."""
    assert levels("correction", Act.REVIEW) == levels("correction", Act.DECIDE) == {At.COMMITTEE}
    for unit in (UnitKind.COMMITTEE, UnitKind.WORKING_COMMITTEE, UnitKind.DEPARTMENT):
        assert At.COMMITTEE.fits(unit)
    for unit in (UnitKind.GENERAL_BRANCH, UnitKind.DIRECT_BRANCH, UnitKind.BRANCH):
        assert not At.COMMITTEE.fits(unit)
    for key in ("persuasion", "removal_after_persuasion", "self_withdrawal_2016", "self_withdrawal_2019"):
        assert levels(key, Act.REVIEW) == levels(key, Act.DECIDE) == {At.DEPARTMENT}, key
    assert [unit for unit in UnitKind if At.DEPARTMENT.fits(unit)] == [UnitKind.DEPARTMENT]


def test_withdrawal_is_announced_by_the_meeting_and_only_reported() -> None:
    """党章第九条第一款: 经支部大会讨论后宣布除名，并报上级党组织备案; 《党员管理手册》: 本人向所在党组织提出申请."""
    assert [step.act for step in PROCEDURES["withdrawal"].steps] == [Act.RECORD, Act.VOTE, Act.FILE, Act.CLOSE]
    assert steps("withdrawal", Act.VOTE)[0].announces
    case = through(PROCEDURES["withdrawal"], 1)
    against = replace(done(case), vote=Vote(30, 25, 5, 15, 5))
    assert obstacles(case, against, TODAY) == ()
    assert obstacles(case, replace(against, rejected=True), TODAY) == (Obstacle.NOT_NEXT,)
    assert obstacles(case, replace(against, vote=Vote(30, 14, 14, 0, 0)), TODAY) == (Obstacle.VOTE_MISSING,)


def test_whom_the_branch_does_not_vote_on() -> None:
    """组工通讯〔1998〕第8期: 由调入单位党组织提出意见，报县或县级以上党委组织部批准; 问题说明四、五."""
    for key in ("not_recognised_letter_only", "not_recognised_against_rules", "not_recognised_false"):
        assert steps(key, Act.VOTE) == []
        assert levels(key, Act.REVIEW) == {At.COMMITTEE}
        assert levels(key, Act.DECIDE) == {At.DEPARTMENT}
    opinion = steps("not_recognised_letter_only", Act.REVIEW)[0]
    assert opinion.duty == "handling"
    case = through(PROCEDURES["not_recognised_letter_only"], 2)
    assert obstacles(case, done(case), TODAY) == ()
    assert obstacles(case, replace(done(case), by="承办人"), TODAY) == (Obstacle.BOTH_DUTIES,)


def test_every_other_removal_needs_the_meeting_and_an_approval() -> None:
    """党章第七条、第九条第二、三款: 支部大会讨论决定，并报上级党组织批准."""
    for key in (
        "correction", "persuasion", "removal_after_persuasion", "self_withdrawal_2016", "self_withdrawal_2019",
        "probation_cancelled", "probation_extended",
    ):  # fmt: skip
        order = [step.act for step in PROCEDURES[key].steps if step.act in (Act.VOTE, Act.DECIDE)]
        assert order == [Act.VOTE, Act.DECIDE], key


def test_the_steps_of_2014_21_stand_in_their_order() -> None:
    """中组发〔2014〕21号: 初步认定、调查核实、提出处置意见；预审；支部大会讨论表决；审批."""
    order = ["determination", "investigation", "proposal", "preview", "meeting", "approval"]
    for key in ("correction", "persuasion", "self_withdrawal_2016", "self_withdrawal_2019"):
        assert [step.key for step in PROCEDURES[key].steps][: len(order)] == order
    assert [step.key for step in PROCEDURES["removal_after_persuasion"].steps][:4] == order[2:]
    for procedure in PROCEDURES.values():
        assert procedure.steps[-1].act is Act.CLOSE


def test_suspension_for_lost_contact_goes_through_meeting_committee_and_county() -> None:
    """条例第二十四条 and the general procedure: 支部党员大会、党委批准、县级组织部备案; the county level restores."""
    acts = [(step.at, step.act) for step in PROCEDURES["suspension_lost"].steps if step.act is not Act.RECORD]
    assert acts == [
        (At.BRANCH, Act.VOTE), (At.COMMITTEE, Act.DECIDE), (At.DEPARTMENT, Act.FILE), (At.BRANCH, Act.CLOSE),
    ]  # fmt: skip
    assert levels("restoration", Act.DECIDE) == {At.DEPARTMENT}
    assert levels("suspension_settled", Act.FILE) == {At.DEPARTMENT}  # 中组发〔1981〕19号: 移县级党委组织部保存备查
    assert steps("suspension_settled", Act.FILE)[0].papers == ("移交清单",)


def test_the_member_is_heard_wherever_he_can_be() -> None:
    """问题说明四: 区别本人态度; who is certainly out of reach is not heard, everybody else is, or the reason stands."""
    unheard = {key for key, kind in PROCEDURES.items() if not any(step.statement for step in kind.steps)}
    own_word = {"withdrawal", "restoration"}  # his application is his word
    out_of_reach = {key for key, kind in PROCEDURES.items() if F.TRULY_UNREACHABLE in kind.needs}
    assert unheard == own_word | out_of_reach
    for key in own_word:
        assert PROCEDURES[key].steps[0].key == "application"


def test_the_committee_approves_within_three_months_and_late_is_not_void() -> None:
    """细则: 党委对党支部上报的决议应当在三个月内审批."""
    for key in ("probation_cancelled", "probation_extended"):
        procedure = PROCEDURES[key]
        case = through(procedure, procedure.place("approval"))
        last = case.done[-1].on
        assert case.due_on == add_months(last, 3)
        assert obstacles(case, replace(done(case), on=add_months(last, 5)), TODAY) == ()
    assert through(PROCEDURES["persuasion"], 5).due_on is None


def test_the_six_forms_and_the_points_of_the_review_are_those_of_the_documents() -> None:
    """中组发〔2014〕21号 (six forms); 《实施方案》二（三）2 and 问题说明四 (what is confirmed)."""
    assert list(UNQUALIFIED_FORMS.values()) == [
        "理想信念缺失", "政治立场动摇", "宗旨观念淡薄", "工作消极懈怠", "组织纪律散漫", "道德行为不端",
    ]  # fmt: skip
    assert set(CONFIRMED.values()) == {
        "事实清楚", "理由充分", "手续完备", "程序规范", "定性准确", "审核严格", "处置恰当", "结果服众",
    }  # fmt: skip


def test_what_only_a_record_shows_is_what_time_or_an_earlier_case_decides() -> None:
    """条例第二十四条, 党章第九条: nobody states by himself that months have passed or that 劝退 was approved."""
    assert {F.SIX_MONTHS_OUT, F.TRULY_UNREACHABLE, F.SUSPENDED_TWO_YEARS, F.PERSUASION_REFUSED} <= SHOWN_BY_RECORD
    assert not SHOWN_BY_RECORD & {F.UNQUALIFIED, F.WISHES_TO_STAY, F.SETTLED_ABROAD, F.UNFIT_FOR_PROBATION}


@pytest.mark.parametrize(
    ("entitled", "present", "in_favour", "fault"),
    [
        (30, 15, 15, VoteFault.NOT_PASSED),
        (30, 14, 14, VoteFault.NO_QUORUM),
        (30, 16, 16, None),
        (31, 16, 16, None),
        (31, 15, 15, VoteFault.NO_QUORUM),
        (3, 2, 2, None),
        (1, 1, 1, None),
        (2, 1, 1, VoteFault.NOT_PASSED),
        (0, 0, 0, VoteFault.NO_QUORUM),
    ],
)
def test_half_may_vote_and_more_than_half_of_all_pass(
    entitled: int, present: int, in_favour: int, fault: VoteFault | None
) -> None:
    """《中国共产党支部工作条例（试行）》第十一条: 半数以上到会方可进行; 赞成超过应到会有表决权党员的半数为通过."""
    assert Vote(entitled, present, in_favour, present - in_favour, 0).fault is fault


def through(procedure: Procedure, count: int) -> Case:
    """A case with so many steps done rightly."""
    case = Case(procedure, procedure.sets[-1], ON)
    for _ in range(count):
        case = replace(case, done=(*case.done, done(case)))
    return case


def done(case: Case) -> Done:
    """The next step, done rightly."""
    step = case.next_step
    assert step is not None
    unit = {At.BRANCH: UnitKind.BRANCH, At.DEPARTMENT: UnitKind.DEPARTMENT}.get(step.at, UnitKind.COMMITTEE)
    return Done(
        step.key, ON + timedelta(days=len(case.done)), "审批人" if step.duty == "deciding" else "承办人", unit,
        heard="无异议", confirmed=frozenset(CONFIRMED), vote=Vote(30, 25, 20, 3, 2), papers=frozenset(step.papers),
    )  # fmt: skip
