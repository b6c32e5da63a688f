"""What a letter has come to on a day, how numbers are read, who may be re-issued, what the statistics tell apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.checks import Refusal
from tui.rules.letter_numbers import Number, of_letter, read_number, written
from tui.rules.letter_reissue import Cause, Responsibility, may_not_reissue, towards_disposal
from tui.rules.letter_states import State, days_overdue, due_day, state_of
from tui.rules.transfers import Level, in_province, study_level

SENT = {"direction": "out", "issued": "2016-03-01", "valid_days": 30}
Columns = dict[str, str | int | None]


# --- states

STATES: list[tuple[Columns, str, State]] = [
    ({}, "2016-03-31", State.ISSUED),
    ({}, "2016-04-01", State.EXPIRED),
    ({}, "2016-04-30", State.EXPIRED),
    ({}, "2016-05-01", State.OVERDUE),
    ({"arrived_on": "2016-03-20"}, "2016-03-19", State.ISSUED),
    ({"arrived_on": "2016-03-20"}, "2016-04-20", State.ARRIVED),
    ({"arrived_on": "2016-03-20"}, "2016-04-21", State.OVERDUE),
    ({"receipt_on": "2016-06-01"}, "2016-05-31", State.OVERDUE),
    ({"receipt_on": "2016-06-01"}, "2016-06-01", State.RECEIVED),
    ({"receipt": "yes"}, "2016-03-02", State.RECEIVED),
    ({"returned": "heading", "returned_on": "2016-03-10"}, "2016-03-09", State.ISSUED),
    ({"returned": "heading", "returned_on": "2016-03-10"}, "2017-01-01", State.RETURNED),
    ({"closed": "void", "closed_on": "2016-03-02"}, "2016-03-01", State.ISSUED),
    ({"closed": "void", "closed_on": "2016-03-02"}, "2016-03-02", State.VOID),
    ({"closed": "reissued", "closed_on": "2016-05-02"}, "2016-05-02", State.REISSUED),
    ({"closed": "reissued", "closed_on": "2016-05-02", "receipt_on": "2016-06"}, "2016-06-30", State.RECEIVED),
    ({"closed": "came_back"}, "2016-03-02", State.SETTLED),
    ({"issued": "2006-12-31"}, "2030-01-01", State.EXPIRED),
    ({"issued": None}, "2030-01-01", State.ISSUED),
    ({"valid_days": None}, "2016-05-30", State.ISSUED),
    ({"valid_days": None}, "2016-05-31", State.EXPIRED),
    ({"valid_days": None}, "2016-07-01", State.OVERDUE),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "as_of", "state"), STATES)
def test_the_state_is_that_of_the_day_asked_for(columns: Columns, as_of: str, state: State) -> None:
    assert state_of(SENT | columns, as_of) is state


def test_only_who_waits_for_a_receipt_is_waited_for() -> None:
    assert {state for state in State if state.waits} == {
        State.ISSUED, State.ARRIVED, State.EXPIRED, State.OVERDUE, State.RETURNED,
    }  # fmt: skip


@pytest.mark.parametrize(("as_of", "days"), [("2016-04-30", 0), ("2016-05-01", 1), ("2017-05-01", 366)])
def test_days_overdue_count_from_the_day_after_the_month_is_over(as_of: str, days: int) -> None:
    assert due_day(SENT) == date(2016, 4, 30)
    assert days_overdue(SENT, as_of) == days


# --- numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第2016001号", Number(2016, 1)),
        ("20160012", Number(2016, 12)),
        ("苏委〔2016〕12号", Number(2016, 12)),
        ("2016-12", Number(2016, 12)),
        ("２０１６年第０１２号", Number(2016, 12)),
        ("012", Number(None, 12)),
        ("No. 201612", Number(None, 201612)),
        ("12345678", None),
        ("0", None),
        ("", None),
        ("无编号", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_offices_write_it(text: str, number: Number | None) -> None:
    assert read_number(text) == number


@given(st.integers(2007, 2100), st.integers(1, 99_999))
def test_a_written_number_is_read_as_itself(year: int, serial: int) -> None:
    assert read_number(written(year, serial)) == (year, serial)


def test_the_year_of_a_number_without_one_is_that_of_issue() -> None:
    assert of_letter("12", "2016-03") == (2016, 12)
    assert of_letter("2015012", "2016-03") == (2015, 12)
    assert of_letter("12", None) == (None, 12)
    assert of_letter(None, "2016-03") is None


# --- re-issue: the sentences of 问题说明 section 3 three, and of 组通字〔2015〕33号

CLERK = Cause("抬头写错", Responsibility.CLERK)
OWN = Cause("未办理", Responsibility.MEMBER)
REASON = Cause("住院", Responsibility.MEMBER, justified=True)
OUTSIDE = Cause("接收单位撤并", Responsibility.CIRCUMSTANCES)
GRADUATE = Cause("档案未到", Responsibility.CIRCUMSTANCES, graduate=True)
LATE = "2016-05-01"


@pytest.mark.parametrize(
    ("sentence", "columns", "cause", "as_of", "refused"),
    [
        ("系经办人工作不慎造成的，由开出介绍信的单位另行补转", {}, CLERK, "2030-01-01", None),
        ("对确有正当理由的，可由开出介绍信党组织重新开具介绍信", {}, REASON, LATE, None),
        ("要区分原因和责任：本人没有正当理由的不补", {}, OWN, LATE, Refusal.OWN_FAULT),
        ("客观原因的可以补", {}, OUTSIDE, "2030-01-01", None),
        ("毕业生因客观原因逾期不超过6个月的可以补", {}, GRADUATE, "2016-09-30", None),
        ("毕业生逾期超过6个月的不再补", {}, GRADUATE, "2016-10-01", Refusal.GRADUATE_LATE),
        ("过期的才补", {}, CLERK, "2016-03-31", Refusal.STILL_VALID),
        ("退回更正的随时可以补", {"returned": "heading"}, CLERK, "2016-03-02", None),
        ("已有回执的不补", {"receipt_on": "2016-04"}, CLERK, LATE, Refusal.LETTER_DONE),
        ("已补开的不再补", {"closed": "reissued"}, CLERK, LATE, Refusal.LETTER_DONE),
        ("转入的由开出单位补", {"direction": "in"}, CLERK, LATE, Refusal.NOT_SENT_OUT),
    ],
)
def test_another_letter_is_issued_only_where_the_documents_allow_it(
    sentence: str, columns: Columns, cause: Cause, as_of: str, refused: Refusal | None
) -> None:
    assert may_not_reissue(SENT | columns, cause, as_of) is refused, sentence


def test_whoever_has_landed_needs_his_receipt_and_no_other_letter() -> None:
    assert may_not_reissue(SENT, CLERK, LATE, landed=True) is Refusal.LANDED


def test_own_neglect_of_more_than_six_months_goes_towards_disposal() -> None:
    assert not towards_disposal(SENT, OWN, "2016-09-30")
    assert towards_disposal(SENT, OWN, "2016-10-01")
    assert not towards_disposal(SENT, REASON, "2030-01-01")
    assert not towards_disposal(SENT, CLERK, "2030-01-01")


# --- statistics


@pytest.mark.parametrize(
    ("work", "education", "level"),
    [
        ("本科学生", "高中", Level.UNDERGRADUATE),
        ("硕士研究生学生", None, Level.POSTGRADUATE),
        ("专科毕业年级学生", "22", Level.COLLEGE),
        ("学生", "12", Level.POSTGRADUATE),
        ("学生", "大学", Level.UNDERGRADUATE),
        ("学生", "大专", Level.COLLEGE),
        ("学生", "高中", None),
        ("学生", None, None),
        ("事业单位专业技术岗位", "博士", None),
        (None, "大学", None),
    ],
)  # fmt: skip
def test_only_students_have_a_level_of_study(work: str | None, education: str | None, level: Level | None) -> None:
    assert study_level(work, education) is level


@pytest.mark.parametrize(
    ("scope", "inside"),
    [
        ("省内", True), ("京内", True), ("校 内", True), ("省外", False), ("京外", False), ("市外", None), ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_a_transfer_is_in_the_province_or_out_of_it_or_it_does_not_say(scope: str | None, inside: bool | None) -> None:
    assert in_province(scope) is inside
