"""One case of 组织处置 put together: its grounds, its steps, the decisions from above, and what of it still counts.

Every step and every decision names the case as it lay before it, by hash. What does not fit what stands before it is
overtaken: it stays on record and counts for nothing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from tui.rules.dates import whole
from tui.rules.disposal.case import Case, Done, Obstacle, irregularities, may_open
from tui.rules.disposal.local import Unfit, local_kinds
from tui.rules.disposal.procedures import PROCEDURES, UNQUALIFIED_FORMS, Fact, Procedure, Step, category_of
from tui.rules.disposal.register import State
from tui.rules.disposal.votes import DECIDING, FIGURES, Vote
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

_NOT_SAID: Final = frozenset({"id", "member", "disposal_case", "above", "signature"})
OPENING: Final = -1
"""The place of the opening among what is irregular: it stands before every step."""


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
        if any(self.row.get(name) is None for name in DECIDING):
            return None
        return Vote(**{name: self.row[name] for name in FIGURES})

    @property
    def done(self) -> Done:
        """What the engine judges."""
        row = self.row
        return Done(
            step=row["step"],
            on=whole(row["on_day"]) or date.min,
            by=self.by,
            kind=self.kind,
            heard=row.get("heard") or "",
            confirmed=frozenset(self.texts("confirmed")),
            vote=self.vote,
            until=whole(row.get("until")),
            answer=row.get("answer") or "",
            papers=frozenset(self.texts("papers")),
            rejected=row["rejected"] == "yes",
            why=row["why"] or "",
        )


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case whole. ``procedure`` and ``case`` are None for a kind that this machine does not know.

    ``digest`` is the hash of the case as it lies; ``kept_here`` whether this unit keeps the member.
    ``opened_by`` is the uuid, in hexadecimal, of who opened it.
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
    opened_by: str

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
    def to_do_again(self) -> tuple[Recorded, ...]:
        """What was overtaken and has not been recorded anew."""
        anew = {each.step for each in self.case.standing} if self.case else set()
        return tuple(each for each in self.recorded if not each.counts and each.row["step"] not in anew)

    @property
    def case(self) -> Case | None:
        """The case as the engine walks it."""
        if self.procedure is None:
            return None
        return Case(
            self.procedure,
            self.row["policy"],
            whole(self.row["opened_on"]) or date.max,
            tuple(each.done for each in self.standing),
            referral_open=any(each["outcome_on"] is None for each in self.referrals),
            waits=self._waits(),
            opened_by=self.opened_by,
        )

    @property
    def next_step(self) -> Step | None:
        """The step to be done; None for a case that is not in hand."""
        case = self.case
        return case.next_step if case is not None and self.state is State.OPEN else None

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts that its grounds amount to: any form of 不合格表现 is the one fact of it."""
        codes = {ground["ground"] for ground in self.grounds}
        forms = {Fact.UNQUALIFIED} if codes & UNQUALIFIED_FORMS.keys() else set()
        return frozenset(forms | {fact for fact in Fact if fact.value in codes - {Fact.UNQUALIFIED.value}})

    def irregular(self, today: date) -> tuple[tuple[int, Obstacle], ...]:
        """What is on record against the procedure, by its place in ``standing`` or ``OPENING``; none of history.

        A case that was opened without its grounds, under a policy set that does not know the kind, for a member of the
        other category; steps against the procedure; a case called closed whose steps or whose outcome say otherwise.
        """
        case = self.case
        if case is None or self.state is State.HISTORY:
            return ()
        at_opening = ((OPENING, obstacle) for obstacle in (*self._unfit_opening(case, today), *self._unfit_end(case)))
        return (*at_opening, *irregularities(case, today))

    def _unfit_opening(self, case: Case, today: date) -> Iterator[Obstacle]:
        category = category_of(self.member["category"])
        if self.state is not State.OPEN:  # what he is now was not asked then
            category = case.procedure.category[0]
        yield from may_open(case.procedure, case.policy, category, self.facts, another_open=False, on=case.opened_on)
        if case.opened_on > today:
            yield Obstacle.IN_FUTURE

    def _unfit_end(self, case: Case) -> Iterator[Obstacle]:
        if self.state is State.CLOSED:
            since = case.effective_on.isoformat() if case.effective_on else None
            if not case.finished:
                yield Obstacle.NOT_NEXT
            elif (self.row["outcome"], self.row["effective_on"]) != (case.outcome, since):
                yield Obstacle.IRREGULAR

    def _waits(self) -> tuple[tuple[date, date | None], ...]:
        """From when until when a case in hand has to wait for a clue; a closed one was judged by what was known."""
        clues = self.referrals if self.state is State.OPEN else ()
        return tuple((whole(each["on_day"]) or date.max, whole(each["outcome_on"])) for each in clues)


def case_file(db: CipherDatabase, unit: int, number: int) -> CaseFile:
    """The case with this row id. KeyError where there is none. ``unit``: whose terminal asks."""
    found = case_files(db, unit, [number])
    if not found:
        raise KeyError(number)
    return found[0]


def case_files(db: CipherDatabase, unit: int, numbers: Sequence[int]) -> list[CaseFile]:
    """These cases in the order asked for, without those that are not there: few queries, however many cases."""
    cases = _among(db, DISPOSAL_CASE, "id", numbers)
    order = {number: place for place, number in enumerate(numbers)}
    cases.sort(key=lambda row: order[row["id"]])
    members = _members(db, [row["member"] for row in cases])
    grounds = _by(_among(db, DISPOSAL_GROUND, "disposal_case", numbers), "disposal_case")
    steps = _by(_among(db, DISPOSAL_STEP, "disposal_case", numbers), "disposal_case")
    decisions = _by(_among(db, DISPOSAL_DECISION, "member", list(members)), "about")
    # A clue about the member holds up every case of his, whichever it was found in.
    referrals = _by(_among(db, DISPOSAL_REFERRAL, "member", list(members)), "member")
    written = [row for rows in (grounds, steps, decisions) for each in rows.values() for row in each]
    people = _people(db, [row["by"] for row in (*cases, *written)])
    units = _units(db, [row["unit"] for each in decisions.values() for row in each if row["unit"]]) | _units_above(db)
    locals_ = {row["id"]: row for row in _among(db, DISPOSAL_PROCEDURE, "id", _named(cases, "local_procedure"))}
    files = []
    for row in cases:
        member, org, keeper = members[row["member"]]
        local = locals_.get(row["local_procedure"])
        stated = grounds.get(row["id"], [])
        decided = [each for each in decisions.get(row["uuid"], ()) if each["member"] == row["member"]]
        procedure = PROCEDURES.get(row["procedure"]) if local is None else kinds_in(local["text"]).get(row["procedure"])
        keys = frozenset(step.key for step in procedure.steps) if procedure else frozenset()
        opening = _opening(row, member, local, stated, people)
        recorded, digest = _chained(opening, steps.get(row["id"], []), decided, people, units, org, keys)
        clues = tuple(referrals.get(row["member"], ()))
        files.append(
            CaseFile(
                row,
                member,
                org,
                keeper == unit,
                procedure,
                tuple(stated),
                tuple(recorded),
                clues,
                digest,
                people[row["by"]][0],
            )
        )
    return files


def _members(db: CipherDatabase, numbers: Sequence[int]) -> dict[int, tuple[Values, str, int]]:
    """Whose cases they are, by row id: the member, the name of his unit, who keeps it."""
    found = db.execute_sql(
        """SELECT m.id, m.uuid, m.name, m.category, m.idno, m.birth, m.gone, m.org, o.name, o.keeper
           FROM json_each(?) j CROSS JOIN member m ON m.id = j.value JOIN organization o ON o.id = m.org""",
        (json.dumps(sorted(set(numbers))),),
    )
    names = ("id", "uuid", "name", "category", "idno", "birth", "gone", "org")
    return {row[0]: (dict(zip(names, row, strict=False)), row[8], row[9]) for row in found}


def _among(db: CipherDatabase, table: Table, column: str, values: Sequence[int]) -> list[Values]:
    """The rows with one of these values in a column that has an index, in the order in which they were written."""
    found = db.execute_sql(
        f"""SELECT {", ".join(f"t.{name}" for name in table.columns)} FROM json_each(?) j
            CROSS JOIN {table.name} t ON t.{column} = j.value ORDER BY t.id""",
        (json.dumps(sorted(set(values))),),
    )
    return [table.row(row) for row in found.fetchall()]


def _named(rows: Iterable[Values], column: str) -> list[int]:
    return [row[column] for row in rows if row[column] is not None]


def _by(rows: Iterable[Values], column: str) -> dict[Any, list[Values]]:
    """Rows by what stands in a column."""
    found: dict[Any, list[Values]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


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
    units: Mapping[int | bytes, tuple[str, str, str]],
    branch: str,
    keys: frozenset[str],
) -> tuple[list[Recorded], bytes]:
    """Steps and decisions in their order, and the hash of all that counts.

    What names none of the procedure's steps (``keys``, empty where it is not known here) counts for nothing.
    """
    recorded, counted = [], 0
    both = [(DISPOSAL_STEP, row) for row in steps] + [(DISPOSAL_DECISION, row) for row in decisions]
    for table, row in sorted(both, key=lambda each: (each[1]["seq"], each[1]["at"], each[1]["uuid"])):
        counts = row["seq"] == counted + 1 and row["seen"] == digest and (not keys or row["step"] in keys)
        if counts:
            counted += 1
            digest = sha256(digest + encode(_said(row, people, units)).encode()).digest()
        _, unit, kind = units[_decider(row)] if table is DISPOSAL_DECISION else ("", branch, UnitKind.BRANCH.value)
        by, by_name = people[row["by"]]
        recorded.append(Recorded(table, row, by, by_name, unit, UnitKind(kind), counts))
    return recorded, digest


def _said(
    row: Values, people: Mapping[int, tuple[str, str]], units: Mapping[int | bytes, tuple[str, str, str]]
) -> dict[str, Any]:
    """What a row says, the same on every machine."""
    said = {name: value for name, value in row.items() if name not in _NOT_SAID}
    said["by"] = people[row["by"]][0]
    if "unit" in said:
        said["unit"] = units[_decider(row)][0]
    return said


def _decider(row: Values) -> int | bytes:
    """Whose decision it is: the row id of a unit of the tree, or the uuid of one above it."""
    return bytes(row["above"]) if row["unit"] is None else int(row["unit"])


def _people(db: CipherDatabase, numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(uuid in hexadecimal, name) by row id."""
    found = db.execute_sql(
        "SELECT id, uuid, name FROM person WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(numbers))),),
    )
    return {number: (bytes(uuid).hex(), name) for number, uuid, name in found}


def _units(db: CipherDatabase, numbers: Iterable[int]) -> dict[int | bytes, tuple[str, str, str]]:
    """(uuid in hexadecimal, name, kind) by row id."""
    found = db.execute_sql(
        "SELECT id, uuid, name, kind FROM organization WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(numbers))),),
    )
    return {number: (bytes(uuid).hex(), name, kind) for number, uuid, name, kind in found}


def _units_above(db: CipherDatabase) -> dict[int | bytes, tuple[str, str, str]]:
    """The same, by uuid, of units above the tree whose decisions came here: their cards name them."""
    found = db.execute_sql(
        """SELECT k.unit, k.name, k.kind
           FROM (SELECT DISTINCT above FROM disposal_decision WHERE above IS NOT NULL) d
           JOIN (SELECT unit, name, kind FROM card UNION ALL
                 SELECT unit, name, kind FROM vouched WHERE unit NOT IN (SELECT unit FROM card)) k
             ON k.unit = d.above"""
    )
    return {bytes(unit): (bytes(unit).hex(), name, kind) for unit, name, kind in found}


@lru_cache(maxsize=64)
def kinds_in(text: str) -> dict[str, Procedure]:
    """The kind of a local file, by its key; none for one that this version does not read, or looser than it may be."""
    try:
        return local_kinds(f"version = 1\n{text}")
    except Unfit:
        return {}
