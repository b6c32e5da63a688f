"""Evidence travels with the report: its rows as every ledger's, its content as files behind them, each kept once."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from compared import refused, report
from offices import DEPARTMENT, change, deliver, enrol, introduce, look, repacked, seal
from test_report_ledgers import OpenVault, Pair, ledger_rows

from tui.faults import Fault
from tui.rules.archives import Answer, Keeper, Kept, Work
from tui.rules.evidence import LARGEST, Media
from tui.store.commands.archives import (
    Inquiry,
    Place,
    Task,
    answer_inquiry,
    finish_work,
    inquire,
    place_archive,
    plan_work,
)
from tui.store.commands.evidence import attach, withdraw_evidence
from tui.store.commands.undo import undo
from tui.store.ledgers import BY_NAME
from tui.store.queries.evidence import Of, evidence_content, evidence_of
from tui.store.travel import attachments
from tui.store.vault import Vault

SCAN, ANSWER = b"%PDF-1.4 a scan", b"%PDF-1.4 an answer"
OURS = ("archive", "archive_inquiry", "archive_work", "evidence", "unit_evidence")


def put(vault: Vault, of: Of, content: bytes = SCAN, name: str = "回执.pdf") -> None:
    vault.write(attach, of, name, Media.PDF, content).result()


@pytest.fixture
def pair(branch: Vault, committee: Vault) -> tuple[Vault, Vault]:
    """A branch with something in each ledger of files, and its committee."""
    introduce(branch, committee)
    enrol(branch, "张三", "李四")
    branch.write(place_archive, [1, 2], Place(Kept.PARTY, Keeper.COMMITTEE, "甲党委", "2026-11", "说明")).result()
    branch.write(inquire, 1, Inquiry("乙党委", "2026-10", "请核实", "5号")).result()
    branch.write(inquire, 2, Inquiry("丙党委", "2026-10-08", "请核实")).result()
    branch.write(answer_inquiry, 2, "2026-11-01", Answer.SUPPLIED, "补来").result()
    branch.write(plan_work, 1, Task("application", Work.SUPPLEMENT, "2026-12", "张明", "依据")).result()
    branch.write(plan_work, 2, Task("application", Work.PERFECT)).result()
    branch.write(finish_work, 2, "2026-11-01", "补来", found="complete").result()
    put(branch, Of("archive_inquiry", 2), ANSWER)
    put(branch, Of("member", 1, "check2"))
    put(branch, Of("organization", 1))
    return branch, committee


def contents(vault: Vault) -> list[bytes]:
    return sorted(look(vault, "SELECT content FROM evidence_content"))


def test_files_letters_work_and_evidence_arrive_as_their_keeper_has_them(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    applied = report(branch, committee, usb)
    assert "收存附件2份" in applied.sentence()
    for name in OURS:
        rows = ledger_rows_by_uuid(branch, name)
        assert rows
        assert ledger_rows_by_uuid(committee, name) == rows, name
    assert contents(committee) == contents(branch) == sorted([SCAN, ANSWER])
    member = look(committee, "SELECT id FROM member WHERE name = '张三'")[0]
    (row,) = committee.read(evidence_of, "member", member, "check2").result()
    assert committee.read(evidence_content, row.sha256).result() == SCAN
    assert row.there


def ledger_rows_by_uuid(vault: Vault, name: str) -> list[Any]:
    """As ``ledger_rows``, with the uuid of the row that evidence hangs on."""
    rows = ledger_rows(vault, BY_NAME[name])
    if "evidence" not in name:
        return rows
    hung = look(
        vault,
        f"""SELECT hex(e.uuid), e.of_table, hex(q.uuid) FROM {name} e
            LEFT JOIN archive_inquiry q ON e.of_table = 'archive_inquiry' AND q.id = e.of_row ORDER BY 1""",
    )
    place = BY_NAME[name].table.columns.index("of_row") - 1
    return [*hung, *(row[:place] + row[place + 1 :] for row in rows)]


def test_content_that_is_known_is_kept_once_and_what_was_withdrawn_says_so_above(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    report(branch, committee, usb)
    branch.write(withdraw_evidence, Of("member", 1), [2], "放错了人").result()
    put(branch, Of("member", 2))
    assert report(branch, committee, usb).attachments == 0
    states = look(committee, "SELECT state FROM evidence WHERE of_row IS NULL ORDER BY state")
    assert states == ["attached", "withdrawn"]
    assert len(contents(committee)) == 2
    branch.write(undo).result()
    report(branch, committee, usb)
    assert look(committee, "SELECT count(*) FROM evidence") == [2]


def test_evidence_goes_up_through_the_committee_with_its_content(open_vault: OpenVault, pair: Pair, usb: Path) -> None:
    branch, committee = pair
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    report(branch, committee, usb)
    assert report(committee, department, usb).attachments == 2
    for name in OURS:
        assert ledger_rows_by_uuid(department, name) == ledger_rows_by_uuid(branch, name), name
    assert contents(department) == contents(branch)


def test_what_has_no_room_goes_with_the_next_report_and_is_missed_until_then(
    pair: Pair, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch, committee = pair
    monkeypatch.setattr(attachments, "MOST", 1)
    first = seal(branch, usb)
    assert (first.attachments, first.waiting) == (1, 1)
    deliver(first.path, committee)
    there = look(committee, "SELECT count(*) FROM evidence_content")
    assert there == [1]
    second = seal(branch, usb)
    assert (second.attachments, second.waiting) == (1, 0)
    assert deliver(second.path, committee).attachments == 1
    assert contents(committee) == contents(branch)
    monkeypatch.setattr(attachments, "MOST_BYTES", 3)
    assert (seal(branch, usb).attachments, len(contents(branch))) == (0, 2)


def test_a_lost_report_costs_no_content_as_long_as_there_is_room(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    seal(branch, usb)
    assert report(branch, committee, usb).attachments == 2


def test_content_of_another_size_than_its_row_says_is_refused(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    change(branch, "UPDATE evidence SET size = size + 1")
    sealed = seal(branch, usb)
    assert refused(lambda: deliver(sealed.path, committee), committee).fault is Fault.E22_PAYLOAD_MISMATCH


@pytest.mark.parametrize(
    "payload_with",
    [
        lambda payload: payload.append(("payload/attachments/0004.bin", b"x")),
        lambda payload: payload.insert(1, ("payload/attachments/0009.bin", b"x")),
        lambda payload: payload.append(("payload/attachments/0003.bin", b"")),
        lambda payload: payload.append(("payload/attachments/0003.bin", b"a" * (LARGEST + 1))),
        lambda payload: payload.append(("payload/other.bin", b"x")),
    ],
)
def test_attachments_that_are_none_are_refused(pair: Pair, usb: Path, payload_with: Any) -> None:
    branch, committee = pair
    path = repacked(seal(branch, usb), branch, committee, payload_with)
    assert refused(lambda: deliver(path, committee), committee).fault is Fault.E22_PAYLOAD_MISMATCH


def test_what_no_row_names_is_not_kept_and_what_was_cut_out_is_missed(pair: Pair, usb: Path) -> None:
    branch, committee = pair

    def another(payload: list[tuple[str, bytes]]) -> None:
        payload[-1] = (payload[-1][0], b"nobody named this")

    deliver(repacked(seal(branch, usb), branch, committee, another), committee)
    assert len(contents(committee)) == 1
    assert sha256(contents(committee)[0]).digest() in set(look(committee, "SELECT sha256 FROM evidence"))
    there = [row.there for member in (1, 2) for row in committee.read(evidence_of, "member", member).result()]
    assert sorted(there) == [False, True]
