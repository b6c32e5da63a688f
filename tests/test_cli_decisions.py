"""Decisions on the command line: sealed for the units below, told before they are received, told when they are."""

import subprocess
import sys
from pathlib import Path

from deciding import approved, file_in, line_in
from vaults import BRANCH, COMMITTEE, PASSPHRASE, opened

from tui.faults import Fault

HOUSE = Path(__file__).parents[1]


def paicha(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tui", *words]
    return subprocess.run(command, input=f"{PASSPHRASE}\n", capture_output=True, text=True, timeout=120, cwd=HOUSE)


def test_decisions_are_sealed_below_verified_and_opened(tmp_path: Path) -> None:
    with line_in(tmp_path) as line:
        approved(line, tmp_path / "usb")
    branch, committee, stick = tmp_path / BRANCH.code, tmp_path / COMMITTEE.code, tmp_path / "stick"
    stick.mkdir()
    nothing = paicha("bundle", "seal", branch, stick, "--decisions")
    assert (nothing.returncode, nothing.stdout.splitlines()[-1]) == (0, "没有要下发的处置决定。")
    sealed = paicha("bundle", "seal", committee, stick, "--decisions")
    assert f"已封装发往“{BRANCH.unit}”的第1号处置决定包：处置决定2件。" in sealed.stdout
    [bundle] = stick.iterdir()
    verified = paicha("bundle", "verify", branch, bundle)
    assert (verified.returncode, "处置决定2件" in verified.stdout) == (0, True)
    told = paicha("bundle", "open", branch, bundle, "--yes").stdout
    assert "基层党委审核：同意" in told
    assert "已接收：新到处置决定2件。" in told
    again = paicha("bundle", "open", branch, bundle, "--yes")
    assert (again.returncode, "新到处置决定2件" in again.stderr) == (Fault.E15_DUPLICATE.exit_code, True)
    with opened(branch) as vault:
        assert len(file_in(vault).standing) == 5
