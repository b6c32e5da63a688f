"""One case of 组织处置 put together: its grounds, its steps, the decisions from above, and what of it still counts.

Every step and every decision names the case as it lay before it, by hash. What does not fit what stands before it is
overtaken: it stays on record and counts for nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from tui.rules.disposal.case import Case, Done, Obstacle, irregularities
from tui.rules.disposal.local import Unfit, local_kinds
from tui.rules.disposal.procedures import PROCEDURES, Procedure, Step
from tui.rules.disposal.register import State
from tui.rules.disposal.votes import Vote
from tui.rules.units import UnitKind
from tui.store.cipher import CipherDatabase
from tui.store.images import (
    DISPOSAL_CASE,
    DISPOSAL_DECISION,
    DISPOSAL_GROUND,
    DISPOSAL_PROCEDURE,
    DISPOSAL_REFERRAL,
    DISPOSAL_STEP,
    Table,
    Values,
    encode,
)

_NOT_SAID: Final = frozenset({"id", "member", "disposal_case", "signature"})
_FIGURES: Final = ("entitled", "present", "for_it", "against", "abstained", "called", "came")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A step on record: its row, of which table, who wrote it and for which unit; ``counts`` unless overtaken."""

    table: Table
    row: Values
    by: str
    by_name: str
    unit: str
    kind: UnitKind
    counts: bool

    @property
    def decision(self) -> bool:
        """Whether it is a record of a unit above the branch."""
        return self.table is DISPOSAL_DECISION

    def texts(self, column: str) -> dict[str, str]:
        """A column that holds an object (``papers``, ``confirmed``)."""
        return dict(json.loads(self.row.get(column) or "{}"))

    @property
    def vote(self) -> Vote | None:
        """The figures of the meeting, where there was one."""
        if self.row.get("entitled") is None:
            return None
        return Vote(**{name: self.row[name] for name in _FIGURES})

    @property
    def done(self) -> Done:
        """What the engine judges."""
        row = self.row
        return Done(
            step=row["step"],
            on=date.fromisoformat(row["on_day"]),
            by=self.by,
            kind=self.kind,
            heard=row.get("heard") or "",
            confirmed=frozenset(self.texts("confirmed")),
            vote=self.vote,
            until=date.fromisoformat(row["until"]) if row.get("until") else None,
            answer=row.get("answer") or "",
            papers=frozenset(self.texts("papers")),
            rejected=row["rejected"] == "yes",
            why=row["why"] or "",
        )


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case whole. ``procedure`` and ``case`` are None for a kind that this machine does not know.

    ``digest`` is the hash of the case as it lies; ``kept_here`` whether this unit keeps the member.
    """

    row: Values
    member: Values
    organization: str
    kept_here: bool
    procedure: Procedure | None
    grounds: tuple[Values, ...]
    recorded: tuple[Recorded, ...]
    referrals: tuple[Values, ...]
    digest: bytes

    @property
    def state(self) -> State:
        """How it stands."""
        return State(self.row["state"])

    @property
    def label(self) -> str:
        """The kind of disposal, in words."""
        return self.procedure.label if self.procedure else str(self.row["procedure"])

    @property
    def standing(self) -> tuple[Recorded, ...]:
        """What counts, in order."""
        return tuple(each for each in self.recorded if each.counts)

    @property
    def case(self) -> Case | None:
        """The case as the engine walks it."""
        if self.procedure is None:
            return None
        return Case(
            self.procedure,
            self.row["policy"],
            date.fromisoformat(self.row["opened_on"]),
            tuple(each.done for each in self.standing),
            referral_open=any(each["outcome_on"] is None for each in self.referrals),
        )

    @property
    def next_step(self) -> Step | None:
        """The step to be done; None for a case that is not in hand."""
        case = self.case
        return case.next_step if case is not None and self.state is State.OPEN else None

    def irregular(self, today: date) -> tuple[tuple[int, Obstacle], ...]:
        """What was recorded against the procedure, by its place in ``standing``."""
        case = self.case
        return irregularities(case, today) if case is not None else ()


def case_file(db: CipherDatabase, unit: int, number: int) -> CaseFile:
    """The case with this row id. KeyError where there is none. ``unit``: whose terminal asks."""
    found = rows_of(db, DISPOSAL_CASE, "id = ?", number)
    if not found:
        raise KeyError(number)
    row = found[0]
    uuid, name, category, idno, birth, gone, org, keeper = db.execute_sql(
        """SELECT m.uuid, m.name, m.category, m.idno, m.birth, m.gone, o.name, o.keeper
           FROM member m JOIN organization o ON o.id = m.org WHERE m.id = ?""",
        (row["member"],),
    ).fetchone()
    member = {"id": row["member"], "uuid": uuid, "name": name, "category": category} | {
        "idno": idno, "birth": birth, "gone": gone,
    }  # fmt: skip
    grounds = rows_of(db, DISPOSAL_GROUND, "disposal_case = ?", number)
    steps = rows_of(db, DISPOSAL_STEP, "disposal_case = ?", number)
    decisions = rows_of(db, DISPOSAL_DECISION, "about = ? AND member = ?", row["uuid"], row["member"])
    # A clue about the member holds up every case of his, whichever it was found in.
    referrals = rows_of(db, DISPOSAL_REFERRAL, "member = ?", row["member"])
    people = _people(db, [each["by"] for each in (*grounds, *steps, *decisions)])
    units = _units(db, [each["unit"] for each in decisions])
    local = _local(db, row["local_procedure"])
    recorded, digest = _chained(_opening(row, member, local, grounds, people), steps, decisions, people, units, org)
    procedure = PROCEDURES.get(row["procedure"]) if local is None else kinds_in(local["text"]).get(row["procedure"])
    return CaseFile(
        row, member, org, keeper == unit, procedure, tuple(grounds), tuple(recorded), tuple(referrals), digest
    )


def rows_of(db: CipherDatabase, table: Table, where: str, *values: Any) -> list[Values]:
    """Rows of a ledger in the order in which they were written."""
    found = db.execute_sql(f"{table.select} WHERE {where} ORDER BY id", values)
    return [table.row(row) for row in found.fetchall()]


def _opening(
    row: Values, member: Values, local: Values | None, grounds: Sequence[Values], people: Mapping[int, tuple[str, str]]
) -> bytes:
    """The hash of a case before its first step."""
    opened: Values = {name: row[name] for name in ("uuid", "procedure", "policy", "opened_on", "origin", "source")}
    opened["member"] = member["uuid"]
    opened["local_procedure"] = local["text"] if local else None
    opened["grounds"] = sorted(encode(_said(ground, people, {})) for ground in grounds)
    return sha256(encode(opened).encode()).digest()


def _chained(
    digest: bytes,
    steps: Sequence[Values],
    decisions: Sequence[Values],
    people: Mapping[int, tuple[str, str]],
    units: Mapping[int, tuple[str, str, str]],
    branch: str,
) -> tuple[list[Recorded], bytes]:
    """Steps and decisions in their order, and the hash of all that counts."""
    recorded, counted = [], 0
    both = [(DISPOSAL_STEP, row) for row in steps] + [(DISPOSAL_DECISION, row) for row in decisions]
    for table, row in sorted(both, key=lambda each: (each[1]["seq"], each[1]["at"], each[1]["uuid"])):
        counts = row["seq"] == counted + 1 and row["seen"] == digest
        if counts:
            counted += 1
            digest = sha256(digest + encode(_said(row, people, units)).encode()).digest()
        _, unit, kind = units[row["unit"]] if table is DISPOSAL_DECISION else ("", branch, UnitKind.BRANCH.value)
        by, by_name = people[row["by"]]
        recorded.append(Recorded(table, row, by, by_name, unit, UnitKind(kind), counts))
    return recorded, digest


def _said(
    row: Values, people: Mapping[int, tuple[str, str]], units: Mapping[int, tuple[str, str, str]]
) -> dict[str, Any]:
    """What a row says, the same on every machine."""
    said = {name: value for name, value in row.items() if name not in _NOT_SAID}
    said["by"] = people[row["by"]][0]
    if "unit" in said:
        said["unit"] = units[row["unit"]][0]
    return said


def _people(db: CipherDatabase, numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(uuid in hexadecimal, name) by row id."""
    found = db.execute_sql(
        "SELECT id, uuid, name FROM person WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(numbers))),),
    )
    return {number: (bytes(uuid).hex(), name) for number, uuid, name in found}


def _units(db: CipherDatabase, numbers: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """(uuid in hexadecimal, name, kind) by row id."""
    found = db.execute_sql(
        "SELECT id, uuid, name, kind FROM organization WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(numbers))),),
    )
    return {number: (bytes(uuid).hex(), name, kind) for number, uuid, name, kind in found}


def _local(db: CipherDatabase, number: int | None) -> Values | None:
    return rows_of(db, DISPOSAL_PROCEDURE, "id = ?", number)[0] if number is not None else None


@lru_cache(maxsize=64)
def kinds_in(text: str) -> dict[str, Procedure]:
    """The kind of a local file, by its key; none for one that this version does not read, or looser than it may be."""
    try:
        return local_kinds(f"version = 1\n{text}")
    except Unfit:
        return {}
