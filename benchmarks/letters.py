"""300,000 letters: the overdue list's first page, its counts, the whole list, a branch, a person, a number.

``python -m benchmarks.letters`` prints wall and processor time of each, the median of five; nothing is asserted.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from tui.store.cipher import CipherDatabase
from tui.store.migrations import migrate
from tui.store.queries.letter_ledger import Narrowing, View, counts, ledger_page, letter_ids
from tui.store.queries.letter_numbers import find_number
from tui.store.queries.letter_statistics import branch_ledgers, receipt_statistics

LETTERS: Final = 300_000
MEMBERS: Final = 200_000
BRANCHES: Final = 2_000
PAGE: Final = 64
AS_OF: Final = "2026-11-20"
ROUNDS: Final = 5
_RECEIVED = 0.6


def main() -> None:
    """Fill a register in a temporary folder and measure."""
    with tempfile.TemporaryDirectory() as folder:
        db = CipherDatabase(Path(folder) / "data.db", bytes(32), new=True)
        migrate(db)
        fill(db)
        overdue = letter_ids(db, View.OVERDUE, "out", AS_OF)
        print(f"{LETTERS:,} letters, {len(overdue):,} overdue; ms wall, ms processor")
        measured("first page of the overdue list", lambda: first_page(db))
        measured("counts of all views", lambda: counts(db, "out", AS_OF))
        measured("first page and counts", lambda: (first_page(db), counts(db, "out", AS_OF)))
        measured("ids of the whole overdue list", lambda: letter_ids(db, View.OVERDUE, "out", AS_OF))
        measured("counts of one branch", lambda: counts(db, "out", AS_OF, Narrowing(5)))
        measured("a person by name", lambda: letter_ids(db, View.ALL, "out", AS_OF, Narrowing(None, "张777")))
        measured("a number", lambda: find_number(db, "2016-777", "out"))
        measured("every branch", lambda: branch_ledgers(db, 1, AS_OF))
        measured("statistics of a year", lambda: receipt_statistics(db, 1, 2016, AS_OF))
        db.close()


def first_page(db: CipherDatabase) -> Any:
    """What the ledger shows at once."""
    return ledger_page(db, letter_ids(db, View.OVERDUE, "out", AS_OF, most=PAGE), AS_OF)


def measured(what: str, work: Callable[[], object]) -> None:
    """Print the median of a few rounds."""
    walls, processors = [], []
    for _ in range(ROUNDS):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    print(f"{what:34} {median(walls):8.1f} {median(processors):8.1f}")


def median(seconds: list[float]) -> float:
    """In milliseconds."""
    return sorted(seconds)[len(seconds) // 2] * 1000


def fill(db: CipherDatabase) -> None:
    """A unit, its branches, members and letters, straight into the tables."""
    chance = random.Random(2026)
    connection = db.connection()
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN")
    unit = "INSERT INTO organization(id, uuid, parent, kind, code, name, keeper, lft, rgt)"
    last = 2 * BRANCHES + 4
    connection.execute(f"{unit} VALUES (1, randomblob(16), NULL, 'committee', '', '党委', 1, 1, {last})")
    connection.executemany(
        f"{unit} VALUES (?, randomblob(16), 1, 'branch', ?, ?, 1, ?, ?)",
        [(place, str(place), f"第{place}支部", 2 * place, 2 * place + 1) for place in range(2, BRANCHES + 2)],
    )
    connection.executemany(
        "INSERT INTO member(id, org, name, uuid) VALUES (?, ?, ?, randomblob(16))",
        [(member, chance.randint(2, BRANCHES + 1), f"张{member}") for member in range(1, MEMBERS + 1)],
    )
    connection.execute(
        "INSERT INTO member_name(rowid, name, initials) SELECT id, '张 ' || substr(name, 2), 'z' FROM member"
    )
    connection.executemany(
        "INSERT INTO letter(uuid, member, direction, number, year, serial, to_unit, issued, valid_days, receipt_on)"
        " VALUES (randomblob(16), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        letters(chance),
    )
    connection.execute("COMMIT")


def letters(chance: random.Random) -> Iterator[tuple[Any, ...]]:
    """Letters since 2007, two thirds of them out, most with their receipts."""
    for serial in range(1, LETTERS + 1):
        year = chance.randint(2007, 2026)
        day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        receipt = day if chance.random() < _RECEIVED else None
        direction = "out" if chance.randint(1, 3) < 3 else "in"
        unit = f"第{chance.randint(1, 3000)}党委"
        days = chance.choice([10, 30, 60, 90])
        yield chance.randint(1, MEMBERS), direction, f"{year}{serial}", year, serial, unit, day, days, receipt


if __name__ == "__main__":
    main()
