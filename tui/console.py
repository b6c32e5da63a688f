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

from tui.faults import Failure, Fault
from tui.store.unlocking import unlock
from tui.store.vault import Vault

R = TypeVar("R")
Step = Callable[[int, int], None]
VaultFolder = Annotated[Path, typer.Argument(metavar="保险库", help="保险库所在文件夹")]


def unlocked(folder: Path) -> Vault:
    """The vault, opened with the passphrase typed or piped in."""
    return unlock(folder, passphrase())


def passphrase(prompt: str = "口令：") -> str:
    """From the keyboard without echo, or one line of standard input when that is no terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\n")


def new_passphrase() -> str:
    """A passphrase to be set, asked for twice on a terminal."""
    first = passphrase("设口令（至少10个字符，四类字符中至少三类）：")
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
