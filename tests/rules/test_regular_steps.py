"""The steps of the five measures, and the days on which something is due by them."""

import pytest

from tui.rules.regular_steps import (
    LEVELS,
    DoneStep,
    Due,
    FollowUp,
    next_due,
    next_step,
    step_invalid,
    step_unstated,
    steps,
    unstated,
)
from tui.rules.regularization import Measure


def ids(measure: Measure, where: str | None = None) -> list[str]:
    return [step.id for step in steps(measure, where)]


def test_keeping_the_relation_goes_from_the_application_over_the_college_to_the_department() -> None:
    """提交书面申请，经院（系）党组织审批后，报高校党委组织部登记备案；暂停组织生活."""
    assert ids(Measure.KEEP_ABROAD) == ["application", "approve", "register", "pause"]
    assert [step.level for step in steps(Measure.KEEP_ABROAD, None)][1:3] == ["committee", "department"]


def test_reissue_begins_with_cause_and_responsibility_and_goes_on_to_the_receiving_unit() -> None:
    assert ids(Measure.REISSUE) == ["inquiry", "opinion", "approve", "letter", "handover", "receipt"]
    assert unstated(Measure.REISSUE, {"cause": "handler"}) == ["责任人（单位）和责任"]
    assert unstated(Measure.TRANSFER, {}) == []


def test_suspension_is_proposed_and_not_approved_here() -> None:
    assert not any(step.approval for step in steps(Measure.SUSPEND, None))


def test_who_is_back_gets_no_permit_and_who_is_away_does() -> None:
    assert "permit" in ids(Measure.MANAGED, "away")
    assert "permit" not in ids(Measure.MANAGED, "here")


@pytest.mark.parametrize("measure", Measure)
def test_the_steps_follow_each_other_to_the_end(measure: Measure) -> None:
    done: list[str] = []
    while step := next_step(measure, "away", done):
        assert step.level in LEVELS
        assert step.papers
        done.append(step.id)
    assert done == ids(measure, "away")


def test_a_letter_must_state_its_number_and_validity_and_a_receipt_need_not() -> None:
    letter, receipt = (step for step in steps(Measure.TRANSFER, None) if step.id in ("letter", "receipt"))
    said = {"on_day": "2016-11-20", "who": "院党委", "evidence": "存根第1册"}
    assert step_unstated(letter, said) == ["介绍信编号", "介绍信有效期至"]
    assert step_unstated(receipt, said) == []
    assert step_invalid(receipt, {**said, "on_day": "昨天", "until": "2016"}) == ["日期", "until"]


def test_a_receipt_is_due_a_month_after_the_letter_expires_until_it_comes() -> None:
    letter = DoneStep("2016-11-20", "2017-01-31")
    assert next_due(Measure.TRANSFER, "2016", {"letter": letter}, {}) == ("2017-02-28", Due.RECEIPT)
    assert next_due(Measure.TRANSFER, "2016", {"letter": letter, "receipt": DoneStep("2016-12-01", None)}, {}) is None


def test_a_permit_is_checked_every_year_until_it_is_given_back() -> None:
    done = {"permit": DoneStep("2016-02-29", None)}
    assert next_due(Measure.MANAGED, "2016", done, {}) == ("2017-02-28", Due.YEARLY_CHECK)
    followed = {FollowUp.YEARLY_CHECK: "2017-02-01"}
    assert next_due(Measure.MANAGED, "2016", done, followed) == ("2018-02-01", Due.YEARLY_CHECK)
    assert next_due(Measure.MANAGED, "2016", done, {**followed, FollowUp.RETURNED: "2017-05"}) is None


def test_those_abroad_are_contacted_every_half_year_since_2019_and_awaited_on_their_day() -> None:
    """条例 第三十四条."""
    done = {"pause": DoneStep("2020-01-31", "2021-06")}
    assert next_due(Measure.KEEP_ABROAD, "2019", done, {}) == ("2020-07-31", Due.CONTACT)
    assert next_due(Measure.KEEP_ABROAD, "2016", done, {}) == ("2021-06-30", Due.RETURN)
    contacted = {FollowUp.CONTACT: "2021-05-01"}
    assert next_due(Measure.KEEP_ABROAD, "2019", done, contacted) == ("2021-06-30", Due.RETURN)
