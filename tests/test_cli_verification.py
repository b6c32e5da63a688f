"""The double check on the command line: what it prints and writes."""

from pathlib import Path

from people import arrival, take_in
from test_cli_comparison import paicha
from vaults import COMMITTEE, founded, opened

from tui.faults import Fault
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization


def test_coverage_is_listed_and_a_branch_s_papers_are_written(tmp_path: Path) -> None:
    folder = founded(tmp_path / "vault", COMMITTEE)
    with opened(folder) as vault:
        vault.write(add_organization, 1, UnitKind.BRANCH, "001002009", "教工党支部").result()
        take_in(vault, arrival("张明", org=2))
    listed = paicha("double-check", folder)
    assert listed.returncode == 0, listed.stderr
    assert "党支部自查，上级党组织工作组核查" in listed.stdout
    assert "教工党支部" in listed.stdout
    assert "0/20" in listed.stdout
    (tmp_path / "out").mkdir()
    written = paicha("verification-report", folder, "001002009", tmp_path / "out")
    assert written.returncode == 0, written.stderr
    assert len(list((tmp_path / "out").iterdir())) == 2
    unknown = paicha("verification-report", folder, "没有的支部", tmp_path / "out")
    assert unknown.returncode == Fault.ORGANIZATION_UNKNOWN.exit_code
