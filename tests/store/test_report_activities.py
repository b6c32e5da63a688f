"""Dues, activities and attendance travel with the report and arrive the same; what was withdrawn or undone too."""

from pathlib import Path

from compared import report
from offices import enrol, introduce, look
from test_report_ledgers import ledger_rows

from tui.rules.activities import ActivityKind, Attended
from tui.store.commands.activities import hold_activity, set_attendance, withdraw_activity
from tui.store.commands.dues import record_payment
from tui.store.commands.undo import undo
from tui.store.ledgers import BY_NAME
from tui.store.vault import Vault

LEDGERS = [BY_NAME[name] for name in ("payment", "activity", "attendance")]
MEMBERS = "SELECT name, dues_to, active_on FROM member ORDER BY name"


def rows(vault: Vault) -> list[object]:
    found = vault.read(lambda db: db.execute_sql(MEMBERS).fetchall()).result()
    return [*(ledger_rows(vault, ledger) for ledger in LEDGERS), found]


def test_what_a_branch_has_entered_arrives_and_changes_with_it(branch: Vault, committee: Vault, usb: Path) -> None:
    introduce(branch, committee)
    enrol(branch, "张三", "李四")
    branch.write(record_payment, [1, 2], "2026-10", fen=1200).result()
    branch.write(hold_activity, 1, "2026-10-10", ActivityKind.LESSON, {"title": "条例"}).result()
    branch.write(hold_activity, 1, "2026-11-01", ActivityKind.MEETING).result()
    branch.write(set_attendance, 2, [2], Attended.LEAVE, "住院").result()
    report(branch, committee, usb)
    assert rows(committee) == rows(branch)
    assert look(committee, "SELECT count(*) FROM attendance") == [4]
    branch.write(withdraw_activity, 1, "重复").result()
    branch.write(undo).result()
    branch.write(undo).result()  # the leave
    branch.write(undo).result()  # the meeting
    report(branch, committee, usb)
    assert rows(committee) == rows(branch)
    assert look(committee, "SELECT count(*) FROM attendance") == [2]
    assert look(committee, "SELECT count(*) FROM activity") == [1]
    assert report(branch, committee, usb).ledgers == 0
