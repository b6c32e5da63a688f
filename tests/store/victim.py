"""A process that carries out one long command and says when it begins and when it has come to its end."""

from itertools import chain
from multiprocessing.connection import Connection

from ledgers import letter, stub
from people import arrival
from registers import Register

from tui.rules.checks import Check, Given, Stage, Verdict
from tui.store.commands.letters import import_letters
from tui.store.commands.roster import import_roster
from tui.store.commands.verdicts import give_verdict
from tui.store.session import Session

ROWS = 2500
"""More than a chunk, so that part of the command has been handed to the database long before its end."""


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


def carry_out(command: str, register: Register, channel: Connection) -> None:
    """Run it; ``channel`` hears of the beginning and, if it comes to that, of the end."""
    session = register.session()
    session.db.execute_sql("PRAGMA cache_size = 50")  # so that the log is written all along and not only at the end
    channel.send("begun")
    COMMANDS[command](session)
    channel.send("done")
    session.db.close()
