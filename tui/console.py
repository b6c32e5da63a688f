"""What the commands of the command line share: the passphrase, the bar, the folder of a vault."""

import getpass
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from tui.crypto.policy import Policy, check_passphrase
from tui.faults import Failure, Fault
from tui.store.unlocking import accounts, enter, unlock
from tui.store.vault import Office, Vault

R = TypeVar("R")
Step = Callable[[int, int], None]
VaultFolder = Annotated[Path, typer.Argument(metavar="保险库", help="保险库所在文件夹")]


def unlocked(folder: Path) -> Vault:
    """The vault with its members, opened with the account and passphrase typed or piped in."""
    return unlock(folder, *credentials(folder))


def entered(folder: Path) -> Office:
    """The vault as far as the account's roles go, opened with what is typed or piped in."""
    return enter(folder, *credentials(folder))


def credentials(folder: Path) -> tuple[str, str]:
    """Passphrase and account; the account is asked for first, and only where there are several."""
    account = line("账号：") if len(accounts(folder)) > 1 else ""
    return passphrase(), account


def line(prompt: str) -> str:
    """One line from the keyboard, or of standard input when that is no terminal."""
    if sys.stdin.isatty():
        return input(prompt)
    return sys.stdin.readline().rstrip("\n")


def passphrase(prompt: str = "口令：") -> str:
    """From the keyboard without echo, or one line of standard input when that is no terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\n")


def new_passphrase(policy: Policy | None = None) -> str:
    """A passphrase to be set. On a terminal it is asked for twice, and again at once while it is too weak."""
    policy = policy or Policy()
    while True:
        first = passphrase(f"设口令（至少{policy.length}个字符，四类字符中至少{'一二三四'[policy.kinds - 1]}类）：")
        try:
            check_passphrase(first, policy)
        except Failure as failure:
            if not sys.stdin.isatty() or not first:
                raise
            print(failure, file=sys.stderr)
            continue
        if sys.stdin.isatty() and passphrase("再输一遍：") != first:
            raise Failure(Fault.PASSPHRASE_DIFFERS)
        return first


def with_bar(title: str, start: Callable[[Step], Future[R]]) -> R:
    """Run long work with a bar on standard error (none when that is no terminal)."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(title, total=None)
        return start(lambda done, total: bar.update(task, completed=done, total=total)).result()
