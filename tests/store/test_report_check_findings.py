"""Findings that people make at checks travel with a report; the superior's own stay when the next one comes."""

from pathlib import Path

from compared import findings, report
from offices import enrol, introduce, look

from tui.rules.checks import Check, Stage, Verdict
from tui.store.commands.check_records import record_check
from tui.store.vault import Vault


def test_findings_of_a_self_check_arrive_and_those_of_a_verification_are_left_alone(
    branch: Vault, committee: Vault, tmp_path: Path
) -> None:
    introduce(branch, committee)
    usb = tmp_path / "usb"
    enrol(branch, "张三")
    branch.write(record_check, Stage.SELF_CHECK, Check.ARCHIVE, 1, {"file": "none"}, verdict=Verdict.DOUBTFUL).result()
    report(branch, committee, usb)
    assert findings(committee) == findings(branch)
    assert look(committee, "SELECT code FROM finding") == ["C201"]
    member = look(committee, "SELECT id FROM member")[0]
    committee.write(record_check, Stage.VERIFICATION, Check.CONDUCT, member, {"clue": "to_refer"}).result()
    branch.write(record_check, Stage.SELF_CHECK, Check.ARCHIVE, 1, {"file": "kept"}).result()
    report(branch, committee, usb)
    assert look(committee, "SELECT code || state FROM finding ORDER BY code") == ["C201resolved", "C503open"]
