"""The five checks, the verdicts, and what may be confirmed in bulk."""

import itertools

import pytest

from tui.rules.changes import Change
from tui.rules.checks import Check, Evidence, Given, Ground, Refusal, Stage, Verdict, refuses

PAID = Evidence(dues_recorded=True, ground=Ground.IN_BRANCH)
ANSWERED = Evidence(dues_recorded=False, ground=Ground.IN_BRANCH, letters_imported=True)
WAITING = Evidence(dues_recorded=True, ground=Ground.IN_BRANCH, letters_imported=True, letter_open=True)
MOVED_OUT = Evidence(dues_recorded=True, ground=Ground.OUT_WITHOUT_RECEIPT, letters_imported=True)
NOT_SHOWN = Evidence(dues_recorded=False, ground=Ground.IN_BRANCH)


def test_the_checks_are_five_with_the_keys_1_to_5() -> None:
    assert [check.number for check in Check] == [1, 2, 3, 4, 5]
    assert [check.label for check in Check] == ["名册", "档案", "党费", "回执", "表现"]
    assert len({check.title for check in Check}) == 5


def test_stored_values_never_change() -> None:
    """They travel in bundles and stand in journals."""
    assert [check.value for check in Check] == ["roster", "archive", "dues", "receipt", "conduct"]
    assert [verdict.value for verdict in Verdict] == ["u", "c", "f", "p", "d", "n"]
    assert [(stage.value, stage.number) for stage in Stage] == [("self_check", 1), ("verification", 2)]
    assert [ground.value for ground in Ground] == ["in_branch", "out_without_receipt"]
    assert [given.value for given in Given] == ["o", "b"]


def test_verdicts_can_be_told_apart_by_name_by_mark_and_by_letter() -> None:
    for shown in ("label", "mark", "letter"):
        assert len({getattr(verdict, shown) for verdict in Verdict}) == len(Verdict)
    assert all(len(verdict.mark) == len(verdict.letter) == 1 for verdict in Verdict)


def test_each_stage_is_the_other_s_other() -> None:
    assert [stage.other for stage in Stage] == [Stage.VERIFICATION, Stage.SELF_CHECK]


def test_every_kind_of_thing_shown_has_a_name_of_its_own() -> None:
    for kind in (Stage, Ground, Given, Refusal):
        labels = [member.label for member in kind]
        assert len(set(labels)) == len(labels)
        assert all(labels)


@pytest.mark.parametrize(
    ("check", "evidence", "basis", "refusal"),
    [
        (Check.ROSTER, NOT_SHOWN, "", None),
        (Check.ARCHIVE, PAID, "", Refusal.BASIS_MISSING),
        (Check.ARCHIVE, PAID, " \u3000", Refusal.BASIS_MISSING),
        (Check.ARCHIVE, NOT_SHOWN, "查阅档案", None),
        (Check.DUES, PAID, "", None),
        (Check.DUES, NOT_SHOWN, "", Refusal.NO_EVIDENCE),
        (Check.DUES, NOT_SHOWN, "党费台账", Refusal.NO_EVIDENCE),
        (Check.RECEIPT, PAID, "存根", Refusal.NO_EVIDENCE),
        (Check.RECEIPT, ANSWERED, "", None),
        (Check.RECEIPT, WAITING, "存根", Refusal.LETTER_OPEN),
        (Check.RECEIPT, MOVED_OUT, "存根", Refusal.NO_EVIDENCE),
        (Check.CONDUCT, PAID, "", Refusal.BASIS_MISSING),
        (Check.CONDUCT, PAID, "民主评议", None),
    ],
)
def test_confirming_in_bulk_rests_on_evidence_or_a_stated_basis(
    check: Check, evidence: Evidence, basis: str, refusal: Refusal | None
) -> None:
    assert refuses(check, Verdict.CLEAR, Given.IN_BULK, evidence, basis) is refusal


def test_the_check_of_receipts_is_not_waived_in_bulk_for_whoever_waits_for_one() -> None:
    def waived(given: Given, evidence: Evidence, check: Check = Check.RECEIPT) -> Refusal | None:
        return refuses(check, Verdict.NOT_APPLICABLE, given, evidence, "")

    assert waived(Given.IN_BULK, WAITING) is Refusal.LETTER_OPEN
    assert waived(Given.SINGLY, WAITING) is waived(Given.IN_BULK, MOVED_OUT) is waived(Given.IN_BULK, PAID) is None
    assert waived(Given.IN_BULK, WAITING, Check.DUES) is None


def test_nothing_else_is_restricted() -> None:
    for check, verdict, given in itertools.product(Check, Verdict, Given):
        if verdict is not Verdict.CLEAR or given is Given.SINGLY:
            assert refuses(check, verdict, given, NOT_SHOWN, "") is None


def test_a_change_says_what_was_done_and_what_was_not() -> None:
    change = Change(7, "名册记为“无误”", 3, 2, ((Refusal.NO_EVIDENCE, 4), (Refusal.NOT_A_SUBJECT, 1)))
    assert change.refused_count == 5
    assert change.sentence() == (
        "名册记为“无误”：3人已改，2人本来如此，4人未改（没有导入依据，须逐人核定），1人未改（不在本批次排查对象之内）。"
    )
    assert Change(None, "撤销", 0, noun="个党组织").sentence() == "撤销：没有改动。"
