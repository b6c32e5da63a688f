"""How a vault stands when it is opened: quick questions only, whose answers decide whether it may be written to."""

from tui.crypto.people_chain import Register
from tui.faults import Failure, Fault
from tui.store.audit import anchor, schemas
from tui.store.audit.breaches import Breach
from tui.store.audit.database import PACKAGE
from tui.store.audit.following import compare
from tui.store.cipher import CipherDatabase


def examine(register: Register, audit_db: CipherDatabase, data_db: CipherDatabase | None = None) -> tuple[Breach, ...]:
    """Everything that forbids writing: schemas that were altered, the anchor against audit database and register, the
    databases against each other (``data_db`` is missing for those who hold no key to it).

    To be asked before ``audit.db`` follows. Empty also where there is no anchor yet, as on a machine to which the
    vault was brought.
    """
    altered = schemas.alterations(audit_db, PACKAGE) + (schemas.alterations(data_db) if data_db else [])
    if altered:
        return (Breach.SCHEMA_ALTERED,)
    found = anchored(register, audit_db)
    apart = compare(data_db, audit_db) if data_db else None
    return (*found, apart) if apart else found


def anchored(register: Register, audit_db: CipherDatabase) -> tuple[Breach, ...]:
    """What the anchor of this vault finds; nothing where there is none yet."""
    try:
        known = anchor.read(register.vault)
    except Failure as failure:
        if failure.fault is not Fault.ANCHOR_DAMAGED:
            raise
        return (Breach.ANCHOR_ALTERED,)
    return anchor.judge(known, register, audit_db) if known else ()
