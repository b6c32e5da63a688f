"""Founding, unlocking and locking in a real terminal, as a person does it."""

from pathlib import Path

from staffed import WORD as STAFF_WORD
from staffed import found_full
from terminal import PAICHA, Terminal

from tui.demo.practice import BRANCH, PASSPHRASE, build, enter, read, take_in, workbook
from tui.store.unlocking import unlock

WORD = "Kouling-2026-xin"


def test_a_vault_is_founded_with_a_recovery_key_that_was_typed_back(tmp_path: Path) -> None:
    words = ("--unit", "某支部", "--kind", "党支部", "--code", "1", "--person", "张三", "--notice", "一号")
    with Terminal(PAICHA, "init", tmp_path / "v", *words) as terminal:
        terminal.until("设口令")
        terminal.write("short")
        terminal.press("Enter")
        terminal.until("口令不合要求")
        for prompt in ("设口令", "再输一遍"):
            terminal.until_last(prompt)
            terminal.write(WORD)
            terminal.press("Enter")
        terminal.until("抄好后按回车")
        sheet = [line.split("  ")[-1].strip() for line in terminal.screen.splitlines() if line.startswith("  第")]
        assert len(sheet) == 4
        terminal.press("Enter")
        terminal.until("第1行：")
        assert sheet[0] not in terminal.scrollback
        terminal.write(sheet[1])
        terminal.press("Enter")
        terminal.until("恢复密钥第1行与打印的不一致")
        for number, line in enumerate(sheet, 1):
            terminal.until_last(f"第{number}行：")
            terminal.write(line.lower())
            terminal.press("Enter")
        terminal.until("已新建保险库")
    unlock(tmp_path / "v", WORD).close()


def test_after_the_lock_nothing_of_anybody_is_left_in_the_terminal_and_the_place_comes_back(tmp_path: Path) -> None:
    build(tmp_path, lambda _said: None)
    with enter(tmp_path, BRANCH) as vault:
        take_in(vault, read(vault, workbook(BRANCH)))
        (name,) = vault.read(
            lambda db: db.execute_sql("SELECT name FROM member ORDER BY org, name LIMIT 1").fetchone()
        ).result()
    with Terminal(PAICHA, "open", tmp_path / BRANCH.folder) as terminal:
        unlock_at(terminal)
        terminal.until("显示 62 / 共 62 人")
        assert name in terminal.screen
        terminal.press("4", "Space", "Space")
        terminal.until("已标记 2")
        terminal.press("C-l")
        unlock_at(terminal)
        terminal.until("回到锁屏前的位置")
        terminal.until("已标记 2")
        terminal.until("[回执]")
        terminal.press("C-l")
        terminal.until("口令，输入后按回车")
        assert name not in terminal.scrollback
        terminal.press("C-q")
        terminal.until("left with 0")
        assert name not in terminal.scrollback


def unlock_at(terminal: Terminal) -> None:
    terminal.until("口令，输入后按回车")
    terminal.write(PASSPHRASE)
    terminal.until("•" * len(PASSPHRASE))
    terminal.press("Enter")


def test_a_passphrase_typed_right_after_the_account_never_stands_in_the_open(tmp_path: Path) -> None:
    folder = found_full(tmp_path / "full")
    with Terminal(PAICHA, "open", folder) as terminal:
        terminal.until("账号，输入后按回车")
        terminal.write("officer")
        terminal.until("officer")
        terminal.press("Enter")
        terminal.write(f"{STAFF_WORD}officer")
        terminal.until("•" * len(f"{STAFF_WORD}officer"))
        terminal.press("Enter")
        terminal.until("日志：业务与管理")
        assert STAFF_WORD not in terminal.scrollback
