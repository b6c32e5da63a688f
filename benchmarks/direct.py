"""A vault of any size without an import: the rows go straight into the tables, as the import would leave them.

For what is measured on a vault and not on its filling. The rows are not journaled, so nothing here may be sealed.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import uuid4

from benchmarks.people import Person, people
from benchmarks.progress import say
from tui.rules.checks import Ground
from tui.rules.initials import initials
from tui.rules.units import UnitKind
from tui.store import names, tree
from tui.store.session import Session

BRANCHES_OF_ONE = 100
SEED = 5
_CHUNK = 20_000
_FIELDS = (
    "id", "org", "name", "category", "sex", "birth", "idno", "phone", "uuid", "initials", "number", "nation", "native",
    "joined", "full_at", "membership", "education", "work", "landline", "address", "dues_to", "lost", "lost_on",
    "floating", "floating_to", "note", "active_on",
)  # fmt: skip
_MEMBER = f"INSERT INTO member({', '.join(_FIELDS)}) VALUES ({', '.join('?' * len(_FIELDS))})"
_UNIT = "INSERT INTO organization(id, uuid, parent, kind, code, name, keeper) VALUES (?, ?, ?, ?, ?, ?, ?)"


def fill(session: Session, members: int, branch_size: int) -> None:
    """Set up general branches of a hundred branches each below the vault's unit, and subjects in the branches."""
    branches = _units(session, -(-members // branch_size))
    made = people(SEED)
    for first in range(0, members, _CHUNK):
        say(f"{first:,} members are in the vault")
        _add(session, first, list(islice(made, min(_CHUNK, members - first))), branches, branch_size)
    session.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _units(session: Session, count: int) -> Sequence[int]:
    """The ids of the new branches."""
    first = session.unit + 1
    units: list[tuple[object, ...]] = []
    branches: list[int] = []
    while len(branches) < count:
        above = first + len(units)
        number = len(branches) // BRANCHES_OF_ONE + 1
        units.append((above, uuid4().bytes, session.unit, UnitKind.GENERAL_BRANCH.value, f"{number:04}",
                      f"第{number:04}学院党总支", session.unit))  # fmt: skip
        for place in range(1, min(BRANCHES_OF_ONE, count - len(branches)) + 1):
            branch = first + len(units)
            branches.append(branch)
            units.append((branch, uuid4().bytes, above, UnitKind.BRANCH.value, f"{place:03}",
                          f"第{number:04}学院第{place:03}党支部", session.unit))  # fmt: skip
    with session.db.atomic():
        session.db.connection().executemany(_UNIT, units)
        tree.renumber(session.db)
    return branches


def _add(session: Session, before: int, crowd: Sequence[Person], branches: Sequence[int], size: int) -> None:
    """One transaction of members with the ids that follow ``before``."""
    db = session.db
    rows = [
        _row(before + place, person, branches[(before + place - 1) // size]) for place, person in enumerate(crowd, 1)
    ]
    subjects = ((session.campaign, row[0], Ground.IN_BRANCH.value) for row in rows)
    with db.atomic():
        db.connection().executemany(_MEMBER, rows)
        db.connection().executemany("INSERT INTO subject(campaign, member, ground) VALUES (?, ?, ?)", subjects)
        names.index(db, _names(rows))


def _names(rows: Sequence[tuple[object, ...]]) -> Iterator[tuple[int, str, str]]:
    name, letters = _FIELDS.index("name"), _FIELDS.index("initials")
    return ((int(str(row[0])), str(row[name]), str(row[letters])) for row in rows)


def _row(number: int, person: Person, branch: int) -> tuple[object, ...]:
    return (
        number,
        branch,
        person.name,
        "full" if person.full_at else "probationary",
        "male" if person.male else "female",
        f"{person.birth}",
        person.idno,
        person.mobile,
        uuid4().bytes,
        initials(person.name),
        f"{number:08}",
        person.nation,
        person.native,
        f"{person.joined}",
        f"{person.full_at}" if person.full_at else None,
        "suspended" if person.suspended else "normal",
        person.education,
        person.work,
        person.landline,
        person.address,
        f"{person.dues_to:%Y-%m}",
        "yes" if person.lost_on else "no",
        f"{person.lost_on}" if person.lost_on else None,
        "yes" if person.floating_to else "no",
        person.floating_to or None,
        person.remark or None,
        f"{person.dues_to}",
    )
