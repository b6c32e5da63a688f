"""Attached files: kept once, verified, withdrawn with a reason, taken back and brought back with their content."""

from hashlib import sha256

import pytest
from desks import Desk, assert_sound
from files import enrolled, enrolled_elsewhere
from ledgers import letter
from registers import dump

from tui.faults import Failure, Fault
from tui.rules.archives import Work
from tui.rules.checks import Refusal
from tui.rules.evidence import LARGEST, Media
from tui.store.commands.archives import Task, plan_work
from tui.store.commands.evidence import attach, note_copied, withdraw_evidence
from tui.store.commands.letters import import_letters
from tui.store.commands.undo import redo, undo
from tui.store.images import EVIDENCE, UNIT_EVIDENCE
from tui.store.queries.evidence import Of, evidence_content, evidence_counts, evidence_of

SCAN = b"%PDF-1.4 a receipt"
DIGEST = sha256(SCAN).digest()


def attached(desk: Desk, of: Of, content: bytes = SCAN, name: str = "回执.pdf") -> None:
    assert attach(desk.session, of, name, Media.PDF, content).changed == 1


def test_a_file_hangs_on_a_letter_on_work_and_on_the_member_himself(desk: Desk) -> None:
    member = enrolled(desk, "甲一")
    import_letters(desk.session, [letter(member, number="7")], 1, direction="out")
    plan_work(desk.session, member, Task("application", Work.APPRAISE))
    for of in (Of("letter", 1), Of("archive_work", 1), Of("member", member, "check2"), Of("member", member)):
        attached(desk, of, name=f"{of.table}{of.topic}.pdf")
    found = {of: [row.name for row in evidence_of(desk.session.db, *of)] for of in (
        Of("letter", 1), Of("archive_work", 1), Of("member", member, "check2"), Of("member", member, "check3"),
    )}  # fmt: skip
    assert list(found.values()) == [["letter.pdf"], ["archive_work.pdf"], ["membercheck2.pdf"], []]
    assert len(evidence_of(desk.session.db, "member", member)) == 4
    assert evidence_counts(desk.session.db, "letter", [1, 2]) == {1: 1}
    assert evidence_counts(desk.session.db, "member", [member]) == {member: 4}
    assert desk.all("SELECT count(*) FROM evidence_content") == [(1,)]
    assert_sound(desk.session)


def test_what_is_about_a_unit_is_kept_with_the_unit(desk: Desk) -> None:
    assert Of("organization", 1).kept_in is UNIT_EVIDENCE
    assert Of("letter", 1).kept_in is EVIDENCE
    attached(desk, Of("organization", desk.session.unit))
    assert desk.all("SELECT org, name FROM unit_evidence") == [(desk.session.unit, "回执.pdf")]
    assert len(evidence_of(desk.session.db, "organization", desk.session.unit)) == 1


def test_the_same_file_is_attached_to_the_same_row_once(desk: Desk) -> None:
    member = enrolled(desk, "甲一")
    attached(desk, Of("member", member))
    assert attach(desk.session, Of("member", member), "再来.pdf", Media.PDF, SCAN).unchanged == 1
    assert desk.all("SELECT count(*) FROM evidence") == [(1,)]


def test_content_comes_back_with_its_row_whoever_undid_what(desk: Desk) -> None:
    member = enrolled(desk, "甲一")
    before = dump(desk.session.db)
    attached(desk, Of("member", member))
    after = dump(desk.session.db)
    assert undo(desk.session).sentence() == "撤销“添加附件”：1份已撤销。"
    assert dump(desk.session.db) == before
    assert evidence_of(desk.session.db, "member", member) == []
    redo(desk.session)
    assert dump(desk.session.db) == after
    (row,) = evidence_of(desk.session.db, "member", member)
    assert row.there
    assert evidence_content(desk.session.db, row.sha256) == SCAN
    assert_sound(desk.session)


def test_a_row_that_evidence_hangs_on_is_not_pulled_from_under_it(desk: Desk) -> None:
    member = enrolled(desk, "甲一")
    plan_work(desk.session, member, Task("application", Work.APPRAISE))
    attach(desk.colleague, Of("archive_work", 1), "鉴定.pdf", Media.PDF, SCAN)
    assert undo(desk.session).refused_count == 1
    assert desk.all("SELECT count(*) FROM archive_work") == [(1,)]
    assert_sound(desk.session)


def test_a_withdrawn_file_stays_with_its_reason_and_can_be_attached_again(desk: Desk) -> None:
    member = enrolled(desk, "甲一")
    of = Of("member", member)
    attached(desk, of)
    with pytest.raises(Failure) as failure:
        withdraw_evidence(desk.session, of, [1], " ")
    assert failure.value.fault is Fault.NAME_MISSING
    assert withdraw_evidence(desk.session, of, [1], "扫描不清").changed == 1
    assert dict(withdraw_evidence(desk.session, of, [1], "又").refused) == {Refusal.SETTLED: 1}
    (row,) = evidence_of(desk.session.db, *of)
    assert (row.state, row.reason, row.there) == ("withdrawn", "扫描不清", True)
    attached(desk, of)
    assert evidence_counts(desk.session.db, "member", [member]) == {member: 1}
    undo(desk.session)
    undo(desk.session)
    assert [row.state for row in evidence_of(desk.session.db, *of)] == ["attached"]


def test_nothing_hangs_on_what_another_unit_keeps_or_on_what_is_not_there(desk: Desk) -> None:
    member = enrolled_elsewhere(desk, "甲一")
    change = attach(desk.session, Of("member", member), "a.pdf", Media.PDF, SCAN)
    assert dict(change.refused) == {Refusal.KEPT_BELOW: 1}
    assert desk.all("SELECT count(*) FROM evidence_content") == [(0,)]
    with pytest.raises(Failure) as failure:
        attach(desk.session, Of("letter", 9), "a.pdf", Media.PDF, SCAN)
    assert failure.value.fault is Fault.MEMBER_UNKNOWN
    for table in ("sqlite_master", "check_record", "evidence"):
        with pytest.raises(KeyError):
            attach(desk.session, Of(table, 1), "a.pdf", Media.PDF, SCAN)


@pytest.mark.parametrize("content", [b"", b"a" * (LARGEST + 1)])
def test_a_content_beyond_the_limit_is_refused_by_the_store_too(desk: Desk, content: bytes) -> None:
    member = enrolled(desk, "甲一")
    with pytest.raises(Failure) as failure:
        attach(desk.session, Of("member", member), "a.pdf", Media.PDF, content)
    assert failure.value.fault is Fault.EVIDENCE_TOO_LARGE


def test_content_is_verified_when_it_is_read_and_missed_where_it_has_not_come(desk: Desk) -> None:
    member = enrolled(desk, "甲一")
    attached(desk, Of("member", member))
    desk.session.db.execute_sql("UPDATE evidence_content SET content = ?", (bytearray(b"another"),))
    with pytest.raises(Failure) as failure:
        evidence_content(desk.session.db, DIGEST)
    assert failure.value.fault is Fault.VAULT_DAMAGED
    desk.session.db.execute_sql("DELETE FROM evidence_content")
    assert evidence_content(desk.session.db, DIGEST) is None
    (row,) = evidence_of(desk.session.db, "member", member)
    assert not row.there


def test_a_copy_that_leaves_the_vault_stands_in_the_journal(desk: Desk) -> None:
    member = enrolled(desk, "甲一")
    attached(desk, Of("member", member))
    before = dump(desk.session.db)
    note_copied(desk.session, Of("member", member), 1, DIGEST.hex())
    assert dump(desk.session.db) == before
    (body,) = desk.all("SELECT body FROM entry ORDER BY seq DESC LIMIT 1")[0]
    assert '"evidence.copy"' in str(body)
    assert DIGEST.hex() in str(body)
    assert "甲一" not in str(body)
    assert_sound(desk.session)
