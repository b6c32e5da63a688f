"""A register without its vault: ``data.db``, its key and the person who signs; copied in a moment for every example."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vaults import BRANCH, NOON, PASSPHRASE, founded

from tui.crypto.manifest import Custody
from tui.crypto.slots import open_slot
from tui.store.cipher import CipherDatabase
from tui.store.folder import read_header
from tui.store.founding import ALONE, Founding
from tui.store.keyring import database_key
from tui.store.session import Actor, Session

CUSTODY = Custody("small", 1, "0" * 64)


@dataclass(frozen=True, slots=True)
class Register:
    """Where the database lies, its raw key, and the founder as its actor."""

    path: Path
    key: bytes
    actor: Actor

    def session(self) -> Session:
        """Open it; unit and campaign have the row id 1."""
        return Session(CipherDatabase(self.path, self.key), self.actor, 1, 1, CUSTODY, lambda: NOON)

    def copied(self, path: Path) -> "Register":
        """The same register in another place; it must be closed."""
        shutil.copyfile(self.path, path)
        return replace(self, path=path)


def register(folder: Path, founding: Founding = BRANCH) -> Register:
    """The register of a new vault."""
    founded(folder, founding)
    header = read_header(folder)
    slot = header["slots"][0]
    keys = open_slot(header["vault"], slot, PASSPHRASE, file="vault.json")
    key = database_key(folder, "data", keys.identity)
    return Register(folder / "data.db", key, Actor(1, slot["person"], founding.person, keys.seed, ALONE))


def dump(db: CipherDatabase) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every journaled table, the tree's ranges, and the name index token by token."""
    tables = (
        "activity", "attendance",
        "organization", "person", "member", "campaign", "subject", "review", "finding", "card", "letter", "payment",
        "reference", "reference_row", "difference", "online_entry", "check_record", "branch_statement", "focus_group",
        "verification_statement", "correction_request", "campaign_levels", "archive", "archive_inquiry", "archive_work",
        "evidence", "unit_evidence",
        "verification_statement", "correction_request", "campaign_levels",
        "letter_number", "letter_follow_up", "letter_reissue",
        "disposal_procedure", "disposal_case", "disposal_ground", "disposal_step", "disposal_decision",
        "disposal_referral", "search_case", "search_reopening", "search_attempt", "office_letter", "office_request",
        "search_minimum",
    )  # fmt: skip
    rows = {table: db.execute_sql(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in tables}
    db.execute_sql("CREATE VIRTUAL TABLE temp.token USING fts5vocab(main, member_name, instance)")
    rows["member_name"] = db.execute_sql("SELECT doc, col, offset, term FROM temp.token ORDER BY 1, 2, 3").fetchall()
    db.execute_sql("DROP TABLE temp.token")
    return rows
