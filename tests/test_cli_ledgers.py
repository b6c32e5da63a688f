"""The ledgers on the command line: what is due, dues, activities."""

from pathlib import Path

from people import arrival, take_in
from test_cli_comparison import paicha
from vaults import COMMITTEE, founded, opened

from tui.faults import Fault
from tui.rules.activities import ActivityKind
from tui.rules.units import UnitKind
from tui.store.commands.activities import hold_activity
from tui.store.commands.organizations import add_organization


def test_what_is_due_dues_and_activities_are_listed(tmp_path: Path) -> None:
    folder = founded(tmp_path / "vault", COMMITTEE)
    with opened(folder) as vault:
        vault.write(add_organization, 1, UnitKind.BRANCH, "001002009", "教工党支部").result()
        take_in(vault, arrival("张明", org=2, dues_to="2026-01"), arrival("李华", org=2, dues_to="2026-10"))
        vault.write(hold_activity, 2, "2026-05-10", ActivityKind.LESSON, {"title": "[/]条例"}).result()
    due = paicha("agenda", folder, "--overdue", "--as-of", "2026-11-20")
    assert due.returncode == 0, due.stderr
    assert "欠9个月，交至2026-01" in due.stdout
    assert "上报" not in due.stdout
    dues = paicha("ledger", "dues", folder)
    assert "张明" in dues.stdout
    assert "李华" not in dues.stdout
    sheet = paicha("ledger", "dues", folder, "--branch", "教工党支部", "--year", "2026")
    assert "张明 已 欠 欠" in " ".join(sheet.stdout.split())
    activities = paicha("ledger", "activities", folder, "--branch", "001002009")
    assert "[/]条例" in activities.stdout
    assert paicha("ledger", "letters", folder).returncode == 0
    wrong = paicha("agenda", folder, "--as-of", "昨天")
    assert wrong.returncode == Fault.DATE_INVALID.exit_code
