"""What is killed: acts on a whole vault, each in a process of its own."""

import os
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from killing import work
from staffed import at

from exports.backup import write_copy


def unlock(folder: Path) -> None:
    """Unlocking carries out a due rotation or migration."""
    at(folder, "secretary").close()


def back_up(folder: Path) -> None:
    """A copy as ciphertext into the folder ``out`` beside the vault."""
    with at(folder, "admin") as office:
        office.act(write_copy, folder.with_name("out")).result()


ACTS = {"rotation": unlock, "migration": unlock, "backup": back_up}


def carry_out(act: str, folder: Path, state: str, channel: Connection, moment: float | None) -> None:
    """Do it until that moment."""
    os.environ["XDG_STATE_HOME"] = state
    work(partial(ACTS[act], folder), channel, moment)
