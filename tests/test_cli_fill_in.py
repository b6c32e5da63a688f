"""``paicha fill-in``: what is written, read back, listed, and the exit code of each mishap."""

import subprocess
from pathlib import Path

import command
import pytest
from fill_ins import fill, filled_branch
from vaults import COMMITTEE, PASSPHRASE, founded

from tui.faults import Fault
from tui.store.session import local_now
from tui.store.unlocking import unlock

BRANCH = "离退休第一党支部"


@pytest.fixture
def vault_folder(tmp_path: Path) -> Path:
    """A committee that keeps a branch without a terminal, on the machine's own clock."""
    folder = founded(tmp_path / "vault", COMMITTEE, local_now)
    with unlock(folder, PASSPHRASE) as vault:
        filled_branch(vault)
    return folder


def paicha(*words: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    return command.paicha("fill-in", *words, typed=f"{PASSPHRASE}\n{typed}")


def test_written_filled_in_read_back_and_listed(vault_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = paicha("write", vault_folder, out, "--due", "2099-12-01")
    assert done.returncode == 0, done.stderr
    assert "未加密" in done.stdout
    assert "第1号" in paicha("list", vault_folder).stdout
    (file,) = out.iterdir()
    assert str(file) in done.stdout
    fill(file, "王小明", {"工作岗位": "离休干部", "名册核查": "无误"})
    shown = paicha("read", vault_folder, file, typed="n\n")
    assert shown.returncode == Fault.CANCELLED.exit_code
    assert "退休人员 > 离休干部" in shown.stdout
    assert "第1号" in paicha("list", vault_folder).stdout
    done = paicha("read", vault_folder, file, "--yes")
    assert done.returncode == 0, done.stderr
    assert "收回填报表第1号：1人已改" in done.stdout
    assert "第1号" not in paicha("list", vault_folder).stdout
    assert "已收回" in paicha("list", vault_folder, "--all").stdout
    assert paicha("read", vault_folder, file, "--yes").returncode == Fault.FILL_IN_DUPLICATE.exit_code
    assert "已登记" in paicha("clear", vault_folder, "1", "--destroyed").stdout
    assert "已销毁" in paicha("list", vault_folder, "--all").stdout


def test_mishaps_have_their_codes_and_write_nothing(vault_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for words, fault in (
        (("write", vault_folder, out, "--due", "2099-12-01", "--branch", "没有的支部"), Fault.ORGANIZATION_UNKNOWN),
        (("write", vault_folder, out, "--due", "2001-01-01"), Fault.DUE_PAST),
        (("write", vault_folder, out, "--due", "soon"), Fault.DATE_INVALID),
        (("write", vault_folder, out / "none", "--due", "2099-12-01"), Fault.FOLDER_UNWRITABLE),
        (("clear", vault_folder, "9"), Fault.FILL_IN_UNKNOWN),
        (("read", vault_folder, out / "none.xlsx"), Fault.FILE_UNREADABLE),
    ):
        done = paicha(*words)
        assert (done.returncode, done.stderr.count("\n")) == (fault.exit_code, 1), done.stderr
    assert not out.exists()
    done = paicha("write", vault_folder, out, "--due", "2099-12-01", "--branch", BRANCH)
    assert done.returncode == 0, done.stderr
