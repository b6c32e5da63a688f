"""One member's record through the whole house, by keyboard, in a real terminal, with the installed program."""

import subprocess
from pathlib import Path

import pytest
from terminal import PAICHA, Terminal

from tui.demo.practice import BRANCH, COMMITTEE, DEPARTMENT, PASSPHRASE, build, workbook
from tui.screens.menu import Errand


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """Three vaults whose units know one another; nothing imported yet."""
    build(tmp_path, lambda _said: None)
    return tmp_path


def unlock(terminal: Terminal) -> None:
    terminal.until("口令，输入后按回车")
    terminal.write(PASSPHRASE)
    terminal.until("•" * len(PASSPHRASE))
    terminal.press("Enter")


def errand(terminal: Terminal, wanted: Errand, title: str, path: Path | str) -> None:
    """Choose an errand of the menu and type a path."""
    terminal.press("F12")
    terminal.until("导入名册、")
    terminal.press(*["Down"] * list(Errand).index(wanted), "Enter")
    terminal.until(title)
    terminal.write(str(path))
    terminal.until(str(path)[-12:])
    terminal.press("F5")


def test_a_verdict_given_in_a_branch_is_seen_in_its_committee(practice: Path) -> None:
    with Terminal(PAICHA, "open", practice / BRANCH.folder) as branch:
        unlock(branch)
        branch.until("还没有党员")
        errand(branch, Errand.IMPORT, "选择电子表格", workbook(BRANCH))
        branch.until("核对版式")
        branch.press("F5")
        branch.until("导入前复核")
        branch.press("F5")
        branch.until("显示 62 / 共 62 人")

        name = branch.screen.splitlines()[3].split()[0].strip("▸")
        branch.press("F3")
        branch.write("z")
        branch.until("筛选：[z")
        branch.press("Enter")
        branch.until("找到10人")
        branch.press("Space", "Space")
        branch.until("已标记 2")
        branch.press("F8")
        branch.until("共2人")
        branch.until("回车 办理")
        branch.press("Enter")
        branch.until("2人已改")
        branch.press("C-u")
        branch.until("撤销")
        branch.press("BSpace")
        branch.until_gone("已标记")
        branch.press("Escape")
        branch.until("显示 62 / 共 62 人")
        branch.press("Home", "F8")
        branch.until("名册记为“存疑”：1人已改")
        assert name

        errand(branch, Errand.SEAL, "上报包写到哪个文件夹", practice / "usb")
        branch.until("现在可以拔出介质")
        branch.press("Enter")
        branch.until("未上报 0 步")
        branch.press("C-q")
        branch.until("left with 0")

    (bundle,) = (practice / "usb").glob("*.dyb.age")
    with Terminal(PAICHA, "open", practice / COMMITTEE.folder, size=(80, 24)) as committee:
        unlock(committee)
        committee.until("还没有党员")
        errand(committee, Errand.RECEIVE, "选择下级上报包", bundle)
        committee.until("计算机学院教工第一党支部")
        committee.press("F5")
        committee.until("显示 62 / 共 62 人")
        committee.until("疑|-未")


def test_a_wrong_passphrase_says_so_in_one_sentence_and_leaves_the_screen_whole(practice: Path) -> None:
    with Terminal(PAICHA, "open", practice / DEPARTMENT.folder, size=(80, 24)) as terminal:
        terminal.until("口令，输入后按回车")
        terminal.write("nonsense")
        terminal.press("Enter")
        screen = terminal.until("口令不正确")
        assert "sqlcipher" not in screen.lower()
        assert "Traceback" not in screen
        unlock(terminal)
        terminal.until("还没有党员")


def test_a_second_window_on_the_same_vault_is_refused(practice: Path) -> None:
    with Terminal(PAICHA, "open", practice / BRANCH.folder) as terminal:
        unlock(terminal)
        terminal.until("还没有党员")
        second = subprocess.run(
            [PAICHA, "check", practice / BRANCH.folder], input=PASSPHRASE + "\n", capture_output=True, text=True
        )
        assert (second.returncode, second.stdout) == (9, "")
        assert second.stderr.startswith("paicha: 保险库正由另一个窗口使用")
