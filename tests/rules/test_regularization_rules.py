"""规范管理: every sentence of 《有关问题说明》三, with somebody for whom it holds and somebody for whom not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.check_items import Answers
from tui.rules.regularization import (
    CIRCUMSTANCES,
    TABLE,
    Fact,
    Measure,
    Origin,
    Proposal,
    State,
    basis,
    documents,
    first_state,
    gate_state,
    propose,
)

AS_OF = "2016-12-15"
STANDS = dict.fromkeys(Fact, "yes")


def proposal(origin: Origin = Origin.FOUND, as_of: str = AS_OF, policy: str = "2016", **answers: str) -> Proposal:
    return propose(answers, origin, as_of, policy)


def measure(origin: Origin = Origin.FOUND, as_of: str = AS_OF, policy: str = "2016", **answers: str) -> Measure | None:
    return propose(answers, origin, as_of, policy).measure


def rests_on(found: Proposal) -> set[str]:
    return {each for reason in found.reasons for each in reason.documents}


# 不宜简单地按自行脱党对失联党员予以除名；区别失联原因、本人态度和现实表现，具体问题具体分析


def test_losing_contact_alone_leads_nowhere_but_to_the_gate() -> None:
    assert first_state(Origin.FOUND) is State.GATE
    assert gate_state({}) == (State.GATE, "")
    assert not any("除名" in each.label for each in (*Measure, *State))


def test_who_was_never_lost_has_no_gate_to_pass() -> None:
    assert {first_state(each) for each in Origin if each is not Origin.FOUND} == {State.MEASURE}


# 给予批评教育，非纯个人主观原因，态度端正，能够认识到错误，没有其他不合格表现或违纪违法行为


def test_all_five_facts_that_stand_open_the_measures() -> None:
    assert gate_state(STANDS) == (State.MEASURE, "")


@pytest.mark.parametrize("missing", Fact)
def test_four_facts_open_nothing(missing: Fact) -> None:
    assert gate_state({fact: "yes" for fact in Fact if fact is not missing})[0] is State.GATE


@pytest.mark.parametrize(
    ("fact", "answer", "why"),
    [
        (Fact.EDUCATED, "no", "不愿接受教育管理监督"),
        (Fact.NOT_OWN_FAULT, "no", "纯个人主观原因"),
        (Fact.ATTITUDE, "no", "不端正"),
        (Fact.ADMITS, "no", "拒不承认或改正错误"),
        (Fact.CLEAN, "unqualified", "有其他不合格表现"),
    ],
)
def test_a_fact_that_does_not_stand_leads_towards_disposal_with_its_reason(fact: Fact, answer: str, why: str) -> None:
    assert gate_state({**STANDS, fact: answer}) == (State.TO_DISPOSAL, why)


def test_a_clue_of_a_breach_is_referred_and_never_disposed_of() -> None:
    state, why = gate_state({**STANDS, Fact.CLEAN: "clue", Fact.ATTITUDE: "no"})
    assert state is State.REFERRAL
    assert "移送" in why


@given(st.fixed_dictionaries({}, optional={fact: st.sampled_from([*fact.choices]) for fact in Fact}))
def test_the_measures_are_open_only_to_whom_all_five_stand(answers: dict[Fact, str]) -> None:
    assert (gate_state(answers)[0] is State.MEASURE) == (answers == STANDS)


# 一、党员外出地点或工作单位相对固定，外出时间6个月以上的，一般应当开具党员组织关系介绍信


@pytest.mark.parametrize(("since", "fits"), [("2016-06-15", True), ("2016-06-16", False), ("2015", True)])
def test_away_for_six_months_at_a_fixed_place_is_transferred_and_a_day_less_is_not(since: str, fits: bool) -> None:
    found = proposal(whereabouts="away", away_since=since, fixed="yes")
    assert (found.measure is Measure.TRANSFER) == fits
    assert ("fixed_away" in rests_on(found)) == fits


def test_away_for_long_without_a_fixed_place_is_not_transferred() -> None:
    assert measure(whereabouts="away", away_since="2014-03", fixed="no") is not Measure.TRANSFER


# 从原单位离职后到异地工作或居住、企业破产改制后流向分散、在外地务工经商常年不返乡、随子女长期在外地居住


@pytest.mark.parametrize("sort", ["left_unit", "dissolved", "trader", "with_children"])
def test_those_the_document_names_are_transferred(sort: str) -> None:
    found = proposal(whereabouts="away", away_since="2014-03", sort=sort)
    assert found.measure is Measure.TRANSFER
    assert "good_for_life" in rests_on(found)


@pytest.mark.parametrize("sort", ["left_unit", "dissolved", "trader", "with_children"])
def test_those_the_document_names_are_not_transferred_after_a_month(sort: str) -> None:
    assert measure(whereabouts="away", away_since="2016-11", sort=sort) is Measure.MANAGED


# 二、外出地点、时间不确定的，一般应当持有流动党员活动证；时间较长但无固定地点的，主动与原所在党组织保持联系


def test_an_unsure_place_gets_a_permit_and_a_fixed_one_does_not() -> None:
    assert measure(whereabouts="away", fixed="no") is Measure.MANAGED
    assert measure(whereabouts="away", away_since="2014", fixed="yes") is not Measure.MANAGED


def test_long_away_without_a_fixed_place_rests_on_keeping_in_touch_and_short_away_does_not() -> None:
    assert "long_unfixed" in rests_on(proposal(whereabouts="away", away_since="2014", fixed="no"))
    assert "long_unfixed" not in rests_on(proposal(whereabouts="away", away_since="2016-12", fixed="no"))


# 人才服务中心管理的流动党员、非公企业跳槽频繁的党员等，可根据党员意愿，纳入正常管理，并发给流动党员活动证


@pytest.mark.parametrize("sort", ["talent", "changing_jobs"])
def test_those_often_moving_are_managed_here_if_they_wish_it(sort: str) -> None:
    assert measure(whereabouts="away", away_since="2014-03", sort=sort, wish="yes") is Measure.MANAGED
    assert measure(whereabouts="away", away_since="2014-03", sort=sort, wish="no") is None


def test_a_short_absence_gets_a_permit_and_a_long_fixed_one_does_not() -> None:
    """外出时间较短…发放流动党员活动证 (《通知》二7)."""
    assert "short_away" in rests_on(proposal(whereabouts="away", away_since="2016-10", fixed="yes"))
    assert "short_away" not in rests_on(proposal(whereabouts="away", away_since="2016-01", fixed="yes"))


# 三、系经办人工作不慎造成的，由开出介绍信的单位另行补转；确有正当理由的，可重新开具介绍信


OVERDUE = {"relation": "overdue", "responsible": "原支部经办人"}


@pytest.mark.parametrize(("cause", "basis_of"), [("handler", "handler"), ("objective", "good_cause")])
def test_a_letter_overdue_by_the_handlers_slip_or_with_good_cause_is_issued_anew(cause: str, basis_of: str) -> None:
    found = proposal(cause=cause, **OVERDUE)
    assert found.measure is Measure.REISSUE
    assert basis_of in rests_on(found)


def test_a_letter_overdue_without_good_cause_is_not_issued_anew() -> None:
    assert measure(cause="own", **OVERDUE) is None


def test_cause_and_responsibility_are_made_clear_first() -> None:
    """要调查了解、弄清原因、分清责任."""
    assert proposal(relation="overdue").lacking == ("未落实的原因", "责任人（单位）和责任")
    assert proposal(relation="overdue", cause="handler").lacking == ("责任人（单位）和责任",)


def test_a_pocket_member_is_asked_about_his_letter_and_a_floating_one_is_not() -> None:
    assert "未落实的原因" in proposal(Origin.POCKET, whereabouts="away").lacking
    assert "未落实的原因" not in proposal(Origin.FLOATING, whereabouts="away").lacking


@pytest.mark.parametrize(("expired", "fits"), [("2016-06-15", True), ("2016-06-14", False), ("2016-07", True)])
def test_a_graduates_letter_may_be_issued_anew_within_six_months_and_not_after(expired: str, fits: bool) -> None:
    """组通字〔2015〕33号."""
    found = proposal(cause="objective", graduate="yes", expired_on=expired, **OVERDUE)
    assert (found.measure is Measure.REISSUE) == fits


def test_a_graduates_letter_whose_date_is_only_a_year_has_to_be_looked_up() -> None:
    assert proposal(cause="objective", graduate="yes", expired_on="2016", **OVERDUE).lacking == ("介绍信过期时间",)


# 四、短期请假出国、自费留学、留学讲学研究、劳务人员：组织关系保留在原单位，书面申请，暂停组织生活


@pytest.mark.parametrize(
    ("where", "document"),
    [("abroad_private", "private_abroad"), ("abroad_study", "study_abroad"), ("abroad_work", "work_abroad")],
)
def test_those_abroad_for_a_time_keep_their_relation(where: str, document: str) -> None:
    found = proposal(whereabouts=where)
    assert found.measure is Measure.KEEP_ABROAD
    assert document in rests_on(found)


def test_those_away_at_home_do_not_keep_it_so() -> None:
    assert measure(whereabouts="away", away_since="2014", fixed="yes") is not Measure.KEEP_ABROAD


def test_a_graduate_abroad_rests_on_the_graduates_notice_and_others_do_not() -> None:
    assert "graduate_abroad" in rests_on(proposal(whereabouts="abroad_study", graduate="yes"))
    assert "graduate_abroad" not in rests_on(proposal(whereabouts="abroad_study"))


# 五、出国或去港澳长期定居的党员，在他们出境以后，即停止党籍


def test_who_settled_abroad_is_proposed_for_suspension_and_who_studies_there_is_not() -> None:
    assert measure(whereabouts="settled") is Measure.SUSPEND
    assert measure(whereabouts="abroad_study") is not Measure.SUSPEND


@pytest.mark.parametrize(
    ("policy", "since", "fits"),
    [("2019", "2015-11-01", True), ("2019", "2015-12-15", False), ("2016", "2009-01-01", False)],
)
def test_more_than_five_years_of_study_abroad_suspend_since_2019_alone(policy: str, since: str, fits: bool) -> None:
    """条例 第二十四条."""
    found = measure(as_of="2020-12-15", policy=policy, whereabouts="abroad_study", away_since=since)
    assert (found is Measure.SUSPEND) == fits


# what other documents add


def test_an_unattached_member_is_transferred_and_one_who_is_back_is_managed_here() -> None:
    """对“空挂”党员及其他组织关系不顺的党员…转移其正式组织关系 (《通知》二7)."""
    assert measure(Origin.UNATTACHED, whereabouts="here") is Measure.TRANSFER
    assert measure(Origin.FLOATING, whereabouts="here") is Measure.MANAGED


def test_a_probationary_member_found_again_is_left_to_people_and_a_full_one_is_not() -> None:
    answers: Answers = {"whereabouts": "away", "away_since": "2014", "fixed": "yes"}
    assert propose(answers, Origin.FOUND, AS_OF, "2016", probationary=True).measure is None
    assert propose(answers, Origin.FOUND, AS_OF, "2016").measure is Measure.TRANSFER
    assert propose(answers, Origin.FLOATING, AS_OF, "2016", probationary=True).measure is Measure.TRANSFER


def test_every_measure_names_documents_of_both_policy_sets_and_the_regulation_only_in_the_later() -> None:
    for each in Measure:
        assert basis(each, "2016")
        assert not any("条例" in document.name for document in basis(each, "2016"))
    assert any("第二十五条" in document.name for document in basis(Measure.TRANSFER, "2019"))


def test_every_document_named_anywhere_is_in_the_table() -> None:
    named = {each for row in TABLE["measures"].values() for each in row["documents"]}
    assert named <= TABLE["documents"].keys()


CHOICES = {item.key: [*item.choices] for item in CIRCUMSTANCES if item.choices}
DAYS = st.integers(0, 4000).map(lambda days: (date(2010, 1, 1) + timedelta(days=days)).isoformat())
CASES = st.fixed_dictionaries(
    {},
    optional={
        **{key: st.sampled_from(values) for key, values in CHOICES.items()},
        "away_since": DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4]),
        "expired_on": DAYS | DAYS.map(lambda day: day[:4]),
        "responsible": st.just("原单位"),
    },
)


@given(CASES, st.sampled_from(Origin), DAYS, st.sampled_from(["2016", "2019"]), st.booleans())
def test_every_case_has_a_measure_a_reason_or_a_question(
    answers: dict[str, str], origin: Origin, as_of: str, policy: str, probationary: bool
) -> None:
    found = propose(answers, origin, as_of, policy, probationary=probationary)
    assert bool(found.reasons) != bool(found.lacking)
    assert found.why
    assert found.measure is None or found.reasons
    for reason in found.reasons:
        assert documents(reason.documents, policy), reason
