"""The ledgers travel with the report: what arrives is what the keeper has; a verifier takes his own word with him."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from compared import enrol_below, refused, report
from ledgers import letter, paid
from offices import DEPARTMENT, Rows, change, deliver, enrol, forged, introduce, judge, look, seal

from tui.faults import Fault
from tui.rules.checks import Check, Stage, Verdict
from tui.rules.focus_groups import FocusGroup
from tui.rules.verification import Answer, Question
from tui.store.commands.check_records import record_check, state_stubs
from tui.store.commands.corrections import file_requests
from tui.store.commands.focus_groups import set_focus_group
from tui.store.commands.letters import import_letters
from tui.store.commands.payments import import_payments
from tui.store.commands.undo import undo
from tui.store.commands.verification import give_answer
from tui.store.ledgers import LEDGERS, Carried, Ledger
from tui.store.vault import Vault

OpenVault = Callable[..., Vault]
Pair = tuple[Vault, Vault]
STUBS = {"first_stub": "1", "last_stub": "9", "without_receipt": "0", "inspected_by": "张明", "inspected_on": "2026-11"}


@pytest.fixture
def pair(branch: Vault, committee: Vault) -> Pair:
    """A branch with something in each ledger that a branch keeps, and its committee."""
    introduce(branch, committee)
    enrol(branch, "张三", "李四")
    letters = [letter(1, number="7", issued="2016-03-01", to_unit="乙党委"), letter(2, issued="2016", valid_days=30)]
    branch.write(import_letters, letters, 2, direction="out").result()
    branch.write(import_payments, [paid(1, "2016-05"), paid(2, "2016-06", 250)], 2).result()
    branch.write(set_focus_group, [1], FocusGroup.RURAL_AWAY, True).result()
    branch.write(
        record_check, Stage.SELF_CHECK, Check.CONDUCT, 1, {"sources": "branch"}, verdict=Verdict.CLEAR
    ).result()
    branch.write(state_stubs, Stage.SELF_CHECK, 1, STUBS).result()
    return branch, committee


def ledger_rows(vault: Vault, ledger: Ledger, where: str = "TRUE") -> list[Any]:
    """A ledger's rows, with uuids in place of every row id."""
    named = dict.fromkeys(ledger.people, "person") | {name: table.name for name, table in ledger.names.items()}
    named |= {"member": "member", "org": "organization", "unit": "organization"}
    columns = [
        f"(SELECT hex(uuid) FROM {named[name]} WHERE id = t.{name}) AS {name}" if name in named else f"t.{name}"
        for name in ledger.table.columns
        if name not in ("id", "campaign", *(ledger.hangs_on or ())[1:])
    ]
    if ledger.hangs_on:
        of, place = ledger.hangs_on
        hung = "letter" if ledger.owner == "member" else "activity"
        columns.append(f"(SELECT hex(uuid) FROM {hung} WHERE id = t.{place} AND t.{of} = '{hung}')")
    return sorted(look(vault, f"SELECT {', '.join(columns)} FROM {ledger.name} t WHERE {where}"), key=repr)


def test_every_ledger_arrives_as_its_keeper_has_it(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    applied = report(branch, committee, usb)
    assert applied.ledgers == 7
    assert "更新台账7条" in applied.sentence()
    of_slice = [ledger for ledger in LEDGERS if ledger.carried is not Carried.VERIFIER]
    for ledger in of_slice:
        assert ledger_rows(committee, ledger) == ledger_rows(branch, ledger), ledger.name
    filled = {ledger.name for ledger in of_slice if ledger_rows(branch, ledger)}
    assert {"letter", "payment", "focus_group", "check_record", "branch_statement"} <= filled


def test_what_has_changed_changes_and_what_was_taken_back_is_taken_away(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    report(branch, committee, usb)
    change(branch, "UPDATE letter SET receipt_on = '2016-04-02', receipt = 'yes' WHERE id = 1")
    branch.write(state_stubs, Stage.SELF_CHECK, 1, STUBS | {"note": "补"}).result()
    for _ in range(2):
        branch.write(undo).result()  # the statement, both times
    branch.write(undo).result()  # the check's record
    branch.write(undo).result()  # the focus group
    report(branch, committee, usb)
    for ledger in LEDGERS:
        assert ledger_rows(committee, ledger) == ledger_rows(branch, ledger), ledger.name
    assert look(committee, "SELECT count(*) FROM check_record") == look(committee, "SELECT count(*) FROM focus_group")
    assert look(committee, "SELECT count(*) FROM focus_group") == [0]
    removed = look(committee, "SELECT count(*) FROM entry_item WHERE row_sha256 = zeroblob(32)")
    assert removed == [3]
    assert report(branch, committee, usb).ledgers == 0


def test_a_verifiers_records_go_up_as_his_own_and_leave_the_keepers_alone(
    open_vault: OpenVault, pair: Pair, usb: Path
) -> None:
    branch, committee = pair
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    report(branch, committee, usb)
    enrol_below(committee, "王五")
    judge(committee, Verdict.DOUBTFUL, 1, 3, stage=Stage.VERIFICATION)
    committee.write(record_check, Stage.VERIFICATION, Check.CONDUCT, 1, {"clue": "to_refer"}).result()
    org = look(committee, "SELECT org FROM member WHERE id = 1")[0]
    committee.write(give_answer, org, Question.FACTS, Answer.SOUND).result()
    committee.write(file_requests, [1], "phone", "13800138000", "本人更正").result()
    report(committee, department, usb)
    for ledger in LEDGERS:
        assert ledger_rows(department, ledger) == ledger_rows(committee, ledger), ledger.name
    assert look(department, "SELECT stage FROM check_record ORDER BY stage") == [1, 2]
    committee.write(undo).result()
    report(committee, department, usb)
    assert look(department, "SELECT count(*) FROM correction_request") == [0]
    assert look(department, "SELECT count(*) FROM letter") == [2]


def test_a_verifiers_word_goes_up_where_he_has_nothing_else_to_report(
    open_vault: OpenVault, pair: Pair, usb: Path
) -> None:
    """Its lines stand right behind the units', with neither members nor verifications between."""
    branch, committee = pair
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    report(branch, committee, usb)
    committee.write(file_requests, [1], "phone", "13800138000", "本人更正").result()
    assert report(committee, department, usb).verifications_unknown == 0
    assert look(department, "SELECT wanted FROM correction_request") == ["13800138000"]


def test_a_ledger_row_keeps_its_owner(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    report(branch, committee, usb)

    def taken_over(rows: Rows) -> None:
        first, second = (row for row in rows if row.get("of") == "letter")
        first["row"]["uuid"], second["row"]["uuid"] = second["row"]["uuid"], first["row"]["uuid"]

    branch.write(state_stubs, Stage.SELF_CHECK, 1, STUBS | {"note": "又"}).result()
    path = forged(seal(branch, usb), branch, committee, records_with=taken_over)
    assert refused(lambda: deliver(path, committee), committee).fault is Fault.E22_PAYLOAD_MISMATCH


def filled(ledger: Ledger, first: dict[str, int]) -> dict[str, Any]:
    """A row with something in every column; ``first`` are the rows of other tables that it names."""
    row: dict[str, Any] = {}
    for name in ledger.table.columns:
        if name in ledger.codes:
            row[name] = min(ledger.codes[name])
        elif name in ledger.dates:
            row[name] = "2016-05"
        elif name in ledger.days:
            row[name] = "2016-05-03"
        elif name in ledger.objects:
            row[name] = '{"甲": "乙"}'
        elif name in ledger.people:
            row[name] = 1
        elif name in ledger.names:
            row[name] = first.get(ledger.names[name].name)  # None where a first row names its own kind
        elif name in ("member", "org", "campaign"):
            row[name] = 1
        elif name == "uuid":
            row[name] = uuid4().bytes
        elif name in ledger.table.binary:
            row[name] = bytes(range(32))
        elif name in ledger.numbers:
            row[name] = 1
        elif name != "id":
            row[name] = "文字"
    if ledger.hangs_on:
        of, place = ledger.hangs_on
        hung = "letter" if ledger.owner == "member" else "activity"
        row |= {of: hung, place: first[hung]}
    return row


def test_whatever_a_ledger_can_hold_arrives(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    first = {"organization": 1, "letter": 1, "payment": 1}
    for ledger in LEDGERS:
        if ledger.carried is Carried.SLICE and ledger.name not in ("letter", "payment", "focus_group"):
            row = filled(ledger, first)
            marks = ", ".join("?" * len(row))
            change(branch, f"INSERT INTO {ledger.name}({', '.join(row)}) VALUES ({marks})", *row.values())
            first[ledger.name] = look(branch, f"SELECT max(id) FROM {ledger.name}")[0]
    report(branch, committee, usb)
    for ledger in LEDGERS:
        if ledger.carried is Carried.SLICE:
            assert ledger_rows(committee, ledger) == ledger_rows(branch, ledger), ledger.name
            assert ledger_rows(branch, ledger), ledger.name
