"""The double check: two looks by two people, the levels of the campaign, coverage over everybody, closing at 100 %."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from auditor import check_journal
from offices import deliver, introduce, seal
from people import arrival, rows, take_in

from tui.crypto import signing
from tui.faults import Failure, Fault
from tui.rules.changes import Change
from tui.rules.checks import Check, Given, Refusal, Stage, Verdict
from tui.rules.levels import BRANCHES, CHOICES, called
from tui.rules.units import UnitKind
from tui.rules.verification import Answer, Question, RequestState
from tui.store import journal
from tui.store.commands.corrections import file_requests, settle_requests, withdraw_requests
from tui.store.commands.organizations import add_organization
from tui.store.commands.roster import Arrival, import_roster
from tui.store.commands.undo import redo, undo
from tui.store.commands.verdicts import give_verdict, write_note
from tui.store.commands.verification import (
    close_verification,
    give_answer,
    give_count,
    reopen_verification,
    set_levels,
    write_remark,
)
from tui.store.founding import ALONE
from tui.store.images import PERSON
from tui.store.queries import double_check
from tui.store.queries.levels import levels
from tui.store.queries.requests import standings
from tui.store.queries.verification_sheet import sheet
from tui.store.session import Actor, Session
from tui.store.vault import Vault

SELF, VERIFICATION = Stage.SELF_CHECK, Stage.VERIFICATION
SEED = bytes(range(32))
COLLEAGUE = Actor(2, bytes(16).hex(), "李四", SEED, ALONE)


def colleague(session: Session) -> Session:
    """The same vault in the hands of another person."""
    if not session.db.execute_sql("SELECT 1 FROM person WHERE id = 2").fetchone():
        with journal.entry(session, "person.enter") as entry:
            values = {"id": 2, "uuid": bytes(16), "name": "李四", "verify_key": signing.verify_key(SEED)}
            entry.insert(PERSON, values)
    return replace(session, actor=COLLEAGUE)


def give(
    session: Session,
    stage: Stage,
    members: Sequence[int],
    check: Check = Check.ROSTER,
    verdict: Verdict = Verdict.CLEAR,
) -> Change:
    return give_verdict(session, stage, check, verdict, members, given=Given.SINGLY)


@pytest.fixture
def office(committee: Vault) -> Vault:
    """A committee with one branch that it keeps and two members in it."""
    committee.write(add_organization, 1, UnitKind.BRANCH, "001002009", "教工党支部").result()
    take_in(committee, arrival("张明", org=2, phone="13800138000"), arrival("李娜", org=2, floating="yes"))
    return committee


def both_looks(session: Session, members: Sequence[int] = (1, 2)) -> None:
    """All five verdicts of both looks, by two people."""
    other = colleague(session)
    for check in Check:
        give(other, SELF, members, check)
        give(session, VERIFICATION, members, check)


def whole_sheet(session: Session) -> None:
    """Every line of the sheet answered."""
    for question in Question:
        if question.is_proposal:
            write_remark(session, 2, question, "照办")
        else:
            give_answer(session, 2, question, Answer.SOUND)


# --- two people


def test_one_person_gives_but_one_of_the_two_verdicts_on_a_check_whichever_comes_first(office: Vault) -> None:
    def run(session: Session) -> None:
        give(session, SELF, [1])
        change = give(session, VERIFICATION, [1, 2])
        assert (change.members, change.refused) == ((2,), ((Refusal.SAME_PERSON, 1),))
        assert "自查与核查不得为同一人" in change.sentence()
        assert give(session, SELF, [2]).refused == ((Refusal.SAME_PERSON, 1),)
        assert give(session, VERIFICATION, [1], Check.ARCHIVE).changed == 1  # another check
        other = colleague(session)
        assert give(other, VERIFICATION, [1]).changed == 1
        assert give(other, SELF, [2]).changed == 1
        assert give(session, VERIFICATION, [1], verdict=Verdict.UNCHECKED).refused == ((Refusal.SAME_PERSON, 1),)
        assert write_note(session, VERIFICATION, [1], "已看").changed == 1

    office.write(run).result()
    assert rows(office, "SELECT stage, member, by1 FROM review ORDER BY 1, 2") == [
        (1, 1, 1), (1, 2, 2), (2, 1, 2), (2, 2, 1),
    ]  # fmt: skip
    office.read(check_journal).result()


def test_when_the_first_verdict_is_taken_back_the_person_may_give_the_other(office: Vault) -> None:
    def run(session: Session) -> None:
        give(session, SELF, [1])
        give(session, SELF, [1], verdict=Verdict.UNCHECKED)
        assert give(session, VERIFICATION, [1]).changed == 1
        undo(session)
        undo(session)
        assert give(session, VERIFICATION, [1]).refused == ((Refusal.SAME_PERSON, 1),)

    office.write(run).result()


def test_across_vaults_a_person_is_his_uuid(committee: Vault, branch: Vault, tmp_path: Path) -> None:
    """The branch's self-check comes with a report; whoever gave it may not verify in the committee's vault."""
    folder = tmp_path / "usb"
    introduce(branch, committee)
    take_in(branch, arrival("王伟"))
    branch.write(give, SELF, [1]).result()
    deliver(seal(branch, folder).path, committee)
    ((uuid,),) = rows(branch, "SELECT uuid FROM person")
    assert isinstance(uuid, bytes)
    seed = branch.session.actor.seed

    def run(session: Session) -> None:
        (number,) = session.db.execute_sql("SELECT id FROM person WHERE uuid = ?", (bytearray(uuid),)).fetchone()
        visiting = replace(session, actor=Actor(number, uuid.hex(), "张明", seed, ALONE))
        assert give(visiting, VERIFICATION, [1]).refused == ((Refusal.SAME_PERSON, 1),)
        assert give(session, VERIFICATION, [1]).changed == 1

    committee.write(run).result()


# --- levels


def test_which_level_checks_itself_and_which_verifies_is_data_of_the_campaign(office: Vault) -> None:
    schools = CHOICES["基层党组织自查，上级党（工）委或组织部核查"]
    assert office.read(levels, 1).result() == BRANCHES
    assert office.write(set_levels, BRANCHES).result().unchanged == 1
    office.write(set_levels, schools).result()
    assert called(office.read(levels, 1).result()) == "基层党组织自查，上级党（工）委或组织部核查"

    def run(session: Session) -> None:
        assert give(session, VERIFICATION, [1]).refused == ((Refusal.VERIFIED_ABOVE, 1),)
        assert give(session, SELF, [1]).changed == 1
        for refused in (
            lambda: give_answer(session, 2, Question.FACTS, Answer.SOUND),
            lambda: close_verification(session, 2),
            lambda: file_requests(session, [1], "sex", "女", ""),
        ):
            with pytest.raises(Failure) as raised:
                refused()
            assert raised.value.fault is Fault.NOT_VERIFYING
        undo(session)
        assert undo(session).sentence() == "撤销“规定自查和核查的层级”：1项已撤销。"
        assert levels(session.db, 1) == BRANCHES
        redo(session)
        assert levels(session.db, 1) == schools
        set_levels(session, BRANCHES)
        assert give(session, VERIFICATION, [1]).changed == 1

    office.write(run).result()
    office.read(check_journal).result()


def test_a_branch_does_not_check_itself_where_its_superior_does(branch: Vault) -> None:
    take_in(branch, arrival("王伟"))
    branch.write(set_levels, CHOICES["基层党组织自查，上级党（工）委或组织部核查"]).result()
    assert branch.write(give, SELF, [1]).result().refused == ((Refusal.CHECKED_ABOVE, 1),)


# --- the sheet


def test_a_number_found_right_is_the_vault_s_and_another_one_is_a_finding(office: Vault) -> None:
    def line(session: Session) -> tuple[str, int]:
        found = {each.question: each for each in sheet(session.db, 1, 1, 2)}[Question.FLOATING_COUNT]
        return found.said, len(found.members)

    def run(session: Session) -> None:
        give_answer(session, 2, Question.FLOATING_COUNT, Answer.SOUND)
        assert line(session) == ("无问题，核准1人", 1)
        give_count(session, 2, Question.FLOATING_COUNT, 3)
        assert line(session) == ("有问题，核准3人", 1)
        assert give_count(session, 2, Question.FLOATING_COUNT, 3).unchanged == 1
        assert undo(session).sentence() == "撤销“填写核查表”：1项已撤销。"
        assert line(session) == ("无问题，核准1人", 1)
        undo(session)
        assert line(session) == ("", 1)
        redo(session)
        give_answer(session, 2, Question.FLOATING_COUNT, None)
        assert line(session) == ("", 1)

    office.write(run).result()
    office.read(check_journal).result()


def test_a_hostile_remark_is_cleaned_and_stays_one_line(office: Vault) -> None:
    office.write(write_remark, 2, Question.CONTACTS, " 二人\x1b]0;x\x07缺\n电话\u202e ").result()
    assert rows(office, "SELECT remark FROM verification_statement") == [("二人]0;x缺 电话",)]
    office.write(write_remark, 2, Question.CONTACTS, " ").result()
    assert rows(office, "SELECT remark FROM verification_statement") == [(None,)]


# --- coverage and closing


def test_nothing_closes_below_full_coverage_of_both_looks_and_the_sheet(office: Vault) -> None:
    def refused(session: Session) -> str:
        with pytest.raises(Failure) as raised:
            close_verification(session, 2)
        assert raised.value.fault is Fault.VERIFICATION_INCOMPLETE
        return str(raised.value)

    def run(session: Session) -> None:
        assert "自查缺2人，核查缺2人，核查表未填20项" in refused(session)
        both_looks(session, [1])
        assert "自查缺1人，核查缺1人，核查表未填20项" in refused(session)
        both_looks(session, [2])
        whole_sheet(session)
        found = double_check.branch(session.db, 1, 1, 2)
        assert (found.checked, found.verified, found.unanswered, found.state) == (2, 2, 0, "可办结")
        give(session, VERIFICATION, [2], Check.CONDUCT, Verdict.UNCHECKED)
        assert "核查缺1人" in refused(session)
        assert [each.name for each in double_check.missing(session.db, 1, 2)] == ["李娜"]
        undo(session)
        assert close_verification(session, 2).sentence() == "教工党支部核查办结：1个党支部已办结。"
        assert close_verification(session, 2).unchanged == 1
        assert double_check.branch(session.db, 1, 1, 2).state == "已办结"
        assert give(session, VERIFICATION, [1], verdict=Verdict.DOUBTFUL).refused == ((Refusal.CLOSED, 1),)
        with pytest.raises(Failure) as raised:
            give_answer(session, 2, Question.FACTS, Answer.WRONG)
        assert raised.value.fault is Fault.VERIFICATION_CLOSED
        reopen_verification(session, 2)
        assert give(session, VERIFICATION, [1], verdict=Verdict.DOUBTFUL).changed == 1
        undo(session)
        undo(session)
        assert double_check.branch(session.db, 1, 1, 2).closed
        undo(session)
        assert not double_check.branch(session.db, 1, 1, 2).closed

    office.write(run).result()
    office.read(check_journal).result()


def test_two_looks_of_one_person_that_a_report_brought_do_not_count_and_stop_the_closing(office: Vault) -> None:
    def run(session: Session) -> None:
        both_looks(session)
        whole_sheet(session)
        session.db.execute_sql("UPDATE review SET by2 = 1 WHERE member = 1")  # as a report may bring it
        found = double_check.branch(session.db, 1, 1, 2)
        assert (found.verified, found.one_person) == (1, 1)
        assert found.missing() == "核查缺1人，其中自查和核查为同一人的1人"
        (only,) = double_check.missing(session.db, 1, 2)
        assert only.one_person() == [Check.ARCHIVE]
        # and he may take his own verification back
        assert give(session, VERIFICATION, [1], Check.ARCHIVE, Verdict.UNCHECKED).changed == 1
        assert double_check.branch(session.db, 1, 1, 2).one_person == 0

    office.write(run).result()


def test_who_left_without_a_receipt_counts_and_who_is_gone_does_not(office: Vault) -> None:
    def run(session: Session) -> None:
        session.db.execute_sql("UPDATE subject SET ground = 'out_without_receipt' WHERE member = 1")
        session.db.execute_sql("UPDATE member SET gone = '2026-11-01' WHERE id = 2")
        found = double_check.branches(session.db, 1, 1)
        assert [(each.name, each.subjects) for each in found] == [("教工党支部", 1)]
        assert double_check.total(found).subjects == 1

    office.write(run).result()


def test_differences_name_the_checks_and_who_said_what(office: Vault) -> None:
    def run(session: Session) -> None:
        both_looks(session)
        give(session, VERIFICATION, [1], Check.DUES, Verdict.DOUBTFUL)
        (found,) = double_check.differences(session.db, 1, 2)
        assert (found.name, found.differing(), found.checked[2], found.verified[2]) == ("张明", [Check.DUES], "c", "d")
        assert (found.checked_by[2], found.verified_by[2]) == ("李四", "李华")
        assert double_check.branch(session.db, 1, 1, 2).differing == 1

    office.write(run).result()


# --- correction requests


def test_a_request_keeps_what_was_seen_and_reads_done_or_overtaken_when_that_changes(office: Vault) -> None:
    def standing(session: Session) -> list[RequestState]:
        return [each.standing for each in standings(session.db, 1)]

    def run(session: Session) -> None:
        change = file_requests(session, [1], "phone", "139 0013 9000", "本人当面确认")
        assert change.sentence() == "张明手机的更正意见：1件已提出。"
        assert file_requests(session, [1], "phone", "13900139000", "").refused == ((Refusal.ASKED_ALREADY, 1),)
        assert file_requests(session, [1], "phone", "13800138000", "").unchanged == 1
        file_requests(session, [1], "sex", "女", "")
        file_requests(session, [1], "", "补入党志愿书复印件", "")
        assert [(each.seen, each.wanted) for each in standings(session.db, 1)] == [
            ("13800138000", "13900139000"), ("", "female"), ("", "补入党志愿书复印件"),
        ]  # fmt: skip
        assert rows_of(session) == [("13800138000", None)]  # the member is left alone
        assert settle_requests(session, [1, 3]).refused == ((Refusal.STILL_AS_SEEN, 1),)
        import_roster(session, [Arrival(1, 2, {"phone": "13900139000", "sex": "male"}, {}, "", [])], 1)
        assert standing(session) == [RequestState.DONE, RequestState.OVERTAKEN, RequestState.DONE]
        assert settle_requests(session, [1, 2, 3]).refused == ((Refusal.SETTLED, 1),)
        undo(session)
        undo(session)
        assert standing(session)[:2] == [RequestState.OPEN, RequestState.OPEN]
        assert withdraw_requests(session, [1]).changed == 1
        assert standing(session)[0] is RequestState.WITHDRAWN
        undo(session)
        undo(session)  # the settling
        undo(session)  # the one in words
        assert len(standings(session.db, 1)) == 2

    def rows_of(session: Session) -> list[tuple[object, ...]]:
        return list(session.db.execute_sql("SELECT phone, sex FROM member WHERE id = 1").fetchall())

    office.write(run).result()
    office.read(check_journal).result()


def test_the_same_is_asked_of_several_members_in_one_step(office: Vault) -> None:
    def run(session: Session) -> None:
        file_requests(session, [2], "floating", "否", "")
        import_roster(session, [Arrival(1, 2, {"sex": "male"}, {}, "", [])], 1)
        change = file_requests(session, [1, 2, 99, 1], "sex", "男", "查看身份证")
        assert (change.changed, change.unchanged, change.refused) == (1, 1, ((Refusal.NOT_A_SUBJECT, 1),))
        assert change.sentence().startswith("3人性别的更正意见：1件已提出，1件本来如此，1件未改")
        change = file_requests(session, [1, 2], "membership", "正常", "查看档案")
        assert (change.changed, change.members) == (2, (1, 2))
        again = file_requests(session, [2, 1], "membership", "正常", "")
        assert (again.entry, again.refused) == (None, ((Refusal.ASKED_ALREADY, 2),))
        for field, wanted in (("phone", "13900139000"), ("idno", "110105198001010014"), ("name", "张三")):
            assert file_requests(session, [1, 2], field, wanted, "").refused == ((Refusal.ONE_PERSONS, 2),)
        undo(session)
        assert [(each.member, each.field) for each in standings(session.db, 1)] == [(2, "floating"), (2, "sex")]

    office.write(run).result()
    office.read(check_journal).result()


def test_a_member_with_a_request_stays_when_his_import_is_undone(office: Vault) -> None:
    office.write(file_requests, [1], "sex", "女", "").result()
    office.write(lambda session: undo(session)).result()  # the request
    office.write(redo).result()

    def run(session: Session) -> None:
        undone = undo(session)
        assert undone.changed == 1
        file_requests(colleague(session), [1], "sex", "女", "")
        assert undo(session).changed == 1  # the import: 李娜 goes, 张明 has a colleague's request
        assert session.db.execute_sql("SELECT name FROM member").fetchall() == [("张明",)]
        assert session.db.execute_sql("PRAGMA foreign_key_check").fetchall() == []

    office.write(run).result()


def test_a_request_without_what_is_wanted_or_on_nobody_is_refused(office: Vault) -> None:
    with pytest.raises(Failure) as raised:
        office.write(file_requests, [1], "sex", " ", "").result()
    assert raised.value.fault is Fault.NAME_MISSING
    assert office.write(file_requests, [99], "sex", "女", "").result().refused == ((Refusal.NOT_A_SUBJECT, 1),)
