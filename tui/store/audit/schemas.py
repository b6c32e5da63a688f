"""Whether a database still has the schema that its migrations make, triggers included, and pages that agree."""

from functools import cache

import peewee
from sqlcipher3 import dbapi2

from tui.faults import Failure, Fault
from tui.store import migrations
from tui.store.audit.breaches import Breach, Findings
from tui.store.cipher import CipherDatabase
from tui.store.watching import Cancelled

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
_STEPS = 100_000
"""Instructions of SQLite between two questions whether the work is still wanted: some milliseconds."""

_Object = tuple[str, str, str, str]
"""(type, name, table, SQL) of one thing in a schema."""


def alterations(db: CipherDatabase, package: str = "tui.store") -> list[tuple[str, str]]:
    """(type, name) of what is missing, added or different from the schema in ``package``, as old as the database's."""
    objects = frozenset(db.execute_sql(_SCHEMA).fetchall())
    return sorted({(kind, name) for kind, name, _, _ in objects ^ _fresh(package, migrations.schema_version(db))})


def verify_schema(db: CipherDatabase, found: Findings, place: str, package: str = "tui.store") -> bool:
    """Whether all tables are as they should be, so that the rest can be verified; notes every alteration."""
    altered = alterations(db, package)
    for kind, name in altered:
        found.add(Breach.SCHEMA_ALTERED, f"{place}的{kind} {name}")
    return not any(kind == "table" for kind, _ in altered)


def verify_pages(db: CipherDatabase, found: Findings, place: str, cancelled: Cancelled | None = None) -> None:
    """Every page authentic, and every index saying what its table says: an old page of an index would hide the newest
    item of a row. Some seconds for a vault of a million members."""
    wanted = cancelled or (lambda: False)
    connection = db.connection()
    connection.set_progress_handler(lambda: int(wanted()), _STEPS)
    try:
        sound = not db.execute_sql("PRAGMA cipher_integrity_check").fetchall()
        sound = sound and db.execute_sql("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
    except (peewee.DatabaseError, dbapi2.DatabaseError):
        if wanted():
            raise Failure(Fault.CANCELLED) from None
        sound = False
    finally:
        connection.set_progress_handler(None, 0)
    if not sound:
        found.add(Breach.UNREADABLE, place)


@cache
def _fresh(package: str, version: int) -> frozenset[_Object]:
    connection = dbapi2.connect(":memory:")
    try:
        for number, script in sorted(migrations.scripts(package).items()):
            if number <= version:
                connection.executescript(script)
        return frozenset(connection.execute(_SCHEMA).fetchall())
    finally:
        connection.close()
