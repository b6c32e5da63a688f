"""The filters that a person keeps under a name: settings of that person, not journaled, as what is looked at is not."""

import peewee
from sqlcipher3 import dbapi2

from tui.faults import Failure, Fault
from tui.rules.filters import parse
from tui.store.session import Session
from tui.text import clean

LONGEST_NAME = 30


def save_filter(session: Session, name: str, text: str) -> None:
    """Keep the filter ``text`` under a new name. ``Failure``: it cannot be read, or the name is taken or empty."""
    parse(text)
    _put(session, "INSERT INTO saved_filter(name, person, text) VALUES (?, ?, ?)", name, session.actor.id, text)


def rename_filter(session: Session, saved: int, name: str) -> None:
    """Give one of this person's filters another name. ``Failure``: the name is taken or empty."""
    _put(session, "UPDATE saved_filter SET name = ? WHERE person = ? AND id = ?", name, session.actor.id, saved)


def delete_filter(session: Session, saved: int) -> None:
    """Keep one of this person's filters no longer."""
    _writable(session)
    session.db.execute_sql("DELETE FROM saved_filter WHERE person = ? AND id = ?", (session.actor.id, saved))


def _put(session: Session, sql: str, name: str, *parameters: object) -> None:
    _writable(session)
    name = " ".join(clean(name).split())[:LONGEST_NAME]
    if not name:
        raise Failure(Fault.NAME_MISSING, field="常用筛选的名称")
    try:
        session.db.execute_sql(sql, (name, *parameters))
    except (peewee.IntegrityError, dbapi2.IntegrityError) as error:
        raise Failure(Fault.FILTER_NAME_TAKEN, name=name) from error


def _writable(session: Session) -> None:
    if session.read_only:
        raise Failure(Fault.JOURNAL_READ_ONLY)
