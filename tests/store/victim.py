"""What is killed: long commands on a register."""

from functools import partial
from itertools import chain
from multiprocessing.connection import Connection

from killing import work
from ledgers import letter, stub
from people import arrival
from registers import Register

from tui.rules.checks import Check, Given, Stage, Verdict
from tui.store import journal
from tui.store.commands.letters import import_letters
from tui.store.commands.roster import import_roster
from tui.store.commands.verdicts import give_verdict
from tui.store.session import Session

ROWS = 600
CHUNK = 200
"""Smaller than the program's own, so that most of a short command has been handed to the database before its end."""


def import_rows(session: Session) -> None:
    """Bring in members with subjects, findings and names."""
    import_roster(session, (arrival(f"李{n:04}", "l", findings=["V05"]) for n in range(ROWS)), ROWS)


def judge_rows(session: Session) -> None:
    """Give every member a verdict in bulk."""
    members = range(1, ROWS + 1)
    give_verdict(session, Stage.SELF_CHECK, Check.ROSTER, Verdict.CLEAR, members, given=Given.IN_BULK)


def import_letter_rows(session: Session) -> None:
    """Bring in a letter for every member, and as many newcomers with one."""
    letters = chain((letter(n) for n in range(1, ROWS + 1)), (stub(f"赵{n:04}") for n in range(ROWS)))
    import_letters(session, letters, 2 * ROWS, direction="out")


COMMANDS = {"import": import_rows, "verdict": judge_rows, "letters": import_letter_rows}


def carry_out(command: str, register: Register, channel: Connection, moment: float | None) -> None:
    """Run it until that moment."""
    journal.CHUNK = CHUNK  # type: ignore[misc]
    session = register.session()
    session.db.execute_sql("PRAGMA cache_size = 20")  # so that the log is written all along and not only at the end
    work(partial(COMMANDS[command], session), channel, moment)
    session.db.close()
