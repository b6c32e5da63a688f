"""What checks ask and what must be stated; findings of checks; the codes that were published."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules.check_findings import BY_CODE, PATTERN, CheckFinding, implied, settable
from tui.rules.check_items import (
    MATERIALS,
    STATEMENT,
    Kind,
    invalid,
    items,
    kept_spans,
    owed,
    statement_unstated,
    unstated,
)  # fmt: skip
from tui.rules.checks import Check, Ground
from tui.rules.findings import FindingCode, Severity

# Stored and on their way in bundles: these may be added to, never changed.
PUBLISHED = """
C101 C102 C103 C201 C202 C203 C204 C205 C206 C207 C208 C209 C301 C302 C303 C304 C305 C401 C402 C403 C501 C502 C503
"""
KEYS = {
    Check.ROSTER: "sex birth nation native phone landline follow_up",
    Check.ARCHIVE: "file joining_form application political_review full_application training_record joining"
    " against_rules false_member identity",
    Check.DUES: "dues_to active_on situation since why why_other whereto relation relation_why kept_for kept",
    Check.RECEIPT: "sent_on receiver landed asked",
    Check.CONDUCT: "sources reported matters appraisal appraised evidence clue referred_to referred_on",
}


@pytest.mark.parametrize("check", Check)
def test_items_keep_their_stored_keys(check: Check) -> None:
    asked = items(check, ground=Ground.OUT_WITHOUT_RECEIPT)
    assert [item.key for item in asked] == KEYS[check].split()
    assert all(item.label for item in asked)
    assert all(bool(item.choices) == (item.kind in (Kind.CHOICE, Kind.SEVERAL)) for item in asked)


def test_a_probationary_member_owes_no_application_to_become_full() -> None:
    assert len(owed("full")) == len(owed(None)) == len(MATERIALS) == 5
    assert set(MATERIALS) - set(owed("probationary")) == {"full_application"}
    asked = {item.key for item in items(Check.ARCHIVE, category="probationary")}
    assert "full_application" not in asked
    assert implied(Check.ARCHIVE, {"full_application": "missing"}, "probationary") == frozenset()
    assert implied(Check.ARCHIVE, {"full_application": "missing"}, "full") == {CheckFinding.MATERIAL_MISSING}


def test_those_in_the_branch_are_asked_nothing_about_a_receipt() -> None:
    assert items(Check.RECEIPT) == ()
    assert len(items(Check.RECEIPT, ground=Ground.OUT_WITHOUT_RECEIPT)) == 4


def test_codes_are_published_distinct_and_say_what_they_rest_on() -> None:
    assert [code.value for code in CheckFinding] == PUBLISHED.split()
    assert not BY_CODE.keys() & {code.value for code in FindingCode}
    assert not any(code.value.startswith(PATTERN[0]) for code in FindingCode)
    for code in CheckFinding:
        assert re.fullmatch(rf"C{code.check.number}[0-9]{{2}}", code.value)
        assert code.sentence.endswith("。")
        assert code.basis
        assert isinstance(code.severity, Severity)


def test_every_finding_is_set_by_a_person_or_stated_by_an_answer() -> None:
    stated: set[CheckFinding] = set()
    for check in Check:
        for item in items(check, ground=Ground.OUT_WITHOUT_RECEIPT):
            answers = list(item.choices or {}) or ["x"]
            for answer in answers:
                stated |= implied(check, {item.key: answer})
    assert stated | {code for check in Check for code in settable(check)} == set(CheckFinding)
    assert not stated & {code for check in Check for code in settable(check)}


def test_without_a_joining_form_nobody_can_be_recognised_as_a_member() -> None:
    # seeds: 只有组织关系介绍信，没有《入党志愿书》等入党材料的党员，无法认定其党员身份
    assert implied(Check.ARCHIVE, {"joining_form": "missing"}) == {CheckFinding.FORM_MISSING}
    assert implied(Check.ARCHIVE, {"application": "missing"}) == {CheckFinding.MATERIAL_MISSING}


@given(st.dictionaries(st.sampled_from([k for keys in KEYS.values() for k in keys.split()]), st.text(max_size=12)))
def test_nothing_but_an_answer_to_what_is_asked_passes(answers: dict[str, str]) -> None:
    for check in Check:
        asked = {item.key: item for item in items(check)}
        wrong = list(invalid(tuple(asked.values()), answers))
        right = [key for key, answer in answers.items() if key in asked and asked[key].accepts(answer)]
        assert len(wrong) + len(right) == len(answers)


@pytest.mark.parametrize(
    ("situation", "stated", "lacking"),
    [
        ("in_touch", "", []),
        ("floating", "since why whereto", []),
        ("floating", "since", ["原因", "去向"]),
        ("lost", "since why", []),  # where a lost member is nobody knows
        ("lost", "", ["流出（失联）时间", "原因"]),
    ],
)
def test_since_when_why_and_whereto_are_stated_of_those_away(situation: str, stated: str, lacking: list[str]) -> None:
    answers = {"situation": situation} | dict.fromkeys(stated.split(), "moved")
    assert unstated(Check.DUES, answers) == lacking


def test_a_statement_names_the_stubs_and_who_looked() -> None:
    assert len(statement_unstated({})) == 5
    full = {item.key: "1" for item in STATEMENT if item.key not in ("stubs", "note")}
    assert statement_unstated(full) == []


_MONTHS = st.builds("{:04}-{:02}".format, st.integers(1950, 2030), st.integers(1, 12))


@given(st.lists(st.tuples(_MONTHS, st.one_of(st.none(), _MONTHS)), min_size=1, max_size=4))
def test_kept_months_are_read_as_written_or_not_at_all(spans: list[tuple[str, str | None]]) -> None:
    written = "、".join(f"{first}至{last or '今'}" for first, last in spans)
    wanted = spans if all(last is None or first <= last for first, last in spans) else None
    assert kept_spans(written) == wanted


@pytest.mark.parametrize("text", ["", "2014", "2014-13至2015-01", "2014-09到2016-06", "2014-09至2016-06，", "至今"])
def test_other_writings_are_none(text: str) -> None:
    assert kept_spans(text) is None


def test_codes_of_one_check_never_come_from_another() -> None:
    for check, code in product(Check, CheckFinding):
        assert (code in settable(check)) <= (code.check is check)
