"""The person that a row means: by a fixed ladder, among the members stored and the rows read before.

The ladder: the ID number; else the staff or student number; else name and birth, where one side has no ID number;
else the name within one branch, where one side has none of the three. Of several members that fit, the one whose
three are just those of the row is meant; otherwise it is left to a person, and so is somebody of the same name and
birth whose ID number is another one.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from enum import IntEnum
from typing import Any, Final, NamedTuple

from tui.intake.refusals import PlanRefusal
from tui.store.cipher import CipherDatabase
from tui.store.images import MEMBER
from tui.store.queries.disposal_findings import who_left

_WHOLE_DAY: Final = len("1985-07-01")
LEFT: Final = "left"
"""The key, beside a member's columns, of what became of somebody who is no longer on the roster."""
_TELLING: Final = ("idno", "number", "birth")
"""The fields of which a row needs one to be told from its namesakes."""

Fields = Mapping[str, str]
Stored = dict[str, Any]


class People:
    """Who has been met in this file."""

    def __init__(self) -> None:
        self._met: set[tuple[str, ...]] = set()

    def seen(self, fields: Fields, organization: int) -> PlanRefusal | None:
        """A refusal if an earlier row of this file was the same person, or cannot be told from this one; else the
        person is remembered. ``organization`` is a row id, or the negative number of a new branch."""
        if fields.get("idno"):
            key: tuple[str, ...] = ("idno", fields["idno"])
        elif fields.get("number"):
            key = ("number", fields["number"])
        elif fields.get("birth"):
            key = ("birth", fields["name"], fields["birth"])
        else:
            key = ("branch", fields["name"], str(organization))
        if key in self._met:
            return PlanRefusal.INDISTINCT if key[0] == "branch" else PlanRefusal.DOUBLE_IN_FILE
        self._met.add(key)
        return None


class Rung(IntEnum):
    """The rule of the ladder by which a row was matched; kept as one byte per row."""

    NONE = 0
    IDNO = 1
    NUMBER = 2
    BIRTH = 3
    BRANCH = 4
    CHOSEN = 5

    @property
    def label(self) -> str:
        """The rule in a few words."""
        return _RUNGS[self]


_RUNGS = {
    Rung.NONE: "",
    Rung.IDNO: "身份号码相同",
    Rung.NUMBER: "学工号相同",
    Rung.BIRTH: "姓名、出生日期相同",
    Rung.BRANCH: "姓名、党支部相同",
    Rung.CHOSEN: "人工认定",
}


class Known(NamedTuple):
    """The member that a row means, by which rule, and whether the row's ID number or all that tells people apart says
    so. A row that is not sure of its member gives way to one that is.
    """

    member: Stored
    sure: bool
    rung: Rung


class Unclear(NamedTuple):
    """A row that may mean one of these members, or somebody new: a person has to say."""

    why: PlanRefusal
    candidates: tuple[Stored, ...]


def known(db: CipherDatabase, people: Sequence[tuple[Fields, int]]) -> list[Known | Unclear | None]:
    """For every row (fields and organisation) the member meant, None for a new one, Unclear for a person to say.

    Four queries, however many rows there are, each rung's for those that the rungs above left without a member.
    Nobody is stored yet in a new branch (a negative organisation).
    """
    found: list[tuple[Rung, list[Stored]]] = [(Rung.NONE, [])] * len(people)
    unlike: dict[int, list[Stored]] = {}
    idnos = [fields["idno"] for fields, _ in people if fields.get("idno")]
    by_idno = members(db, "m.idno = j.value", idnos, lambda member: member["idno"])
    numbers = [fields["number"] for fields, _ in people if fields.get("number")]
    by_number = members(db, "m.number = j.value", numbers, lambda member: member["number"])
    for place, (fields, _) in enumerate(people):
        if fitting := by_idno.get(fields.get("idno")):
            found[place] = Rung.IDNO, fitting
        elif fitting := by_number.get(fields.get("number")):
            found[place] = Rung.NUMBER, fitting
    left = [place for place, (rung, _) in enumerate(found) if rung is Rung.NONE]
    births = [[people[place][0].get("birth"), people[place][0]["name"]] for place in left]
    fits = "m.birth = j.value ->> 0 AND m.name = j.value ->> 1"
    by_birth = members(db, fits, births, lambda member: (member["birth"], member["name"]))
    for place in left:
        fields, _ = people[place]
        born = by_birth.get((fields.get("birth"), fields["name"]), [])
        if fitting := [member for member in born if not (member["idno"] and fields.get("idno"))]:
            found[place] = Rung.BIRTH, fitting
        elif born and len(fields["birth"]) == _WHOLE_DAY:
            unlike[place] = born
    left = [place for place in left if found[place][0] is Rung.NONE and place not in unlike and people[place][1] > 0]
    places = [[people[place][1], people[place][0]["name"]] for place in left]
    fits = "m.org = j.value ->> 0 AND m.name = j.value ->> 1"
    by_branch = members(db, fits, places, lambda member: (member["org"], member["name"]))
    for place in left:
        fields, organization = people[place]
        namesakes = by_branch.get((organization, fields["name"]), [])
        found[place] = Rung.BRANCH, [m for m in namesakes if not _tells(fields) or not _tells(m)]
    return [
        Unclear(PlanRefusal.ID_DIFFERS, tuple(unlike[place])) if place in unlike else _choose(fields, *found[place])
        for place, (fields, _) in enumerate(people)
    ]


def removed(db: CipherDatabase, rows: Sequence[Fields]) -> dict[str, Stored]:
    """By ID number those of the rows who have left by a disposal (V24), each with ``LEFT``."""
    left = who_left(db, sorted({fields["idno"] for fields in rows if fields.get("idno")}))
    if not left:
        return {}
    query = f"{MEMBER.select} WHERE id IN (SELECT value FROM json_each(?))"
    numbers = json.dumps([each.member for each in left.values()])
    gone = {row[0]: MEMBER.row(row) for row in db.execute_sql(query, (numbers,))}
    return {idno: gone[each.member] | {LEFT: f"{each.since}{each.said}"} for idno, each in left.items()}


def members(
    db: CipherDatabase, fits: str, wanted: Sequence[object], key: Callable[[Stored], Hashable]
) -> dict[Hashable, list[Stored]]:
    """The members who fit one of the values wanted (``fits`` compares ``m`` with ``j.value``), by their key."""
    columns = ", ".join(f"m.{name}" for name in MEMBER.columns)
    query = f"SELECT DISTINCT {columns} FROM json_each(?) j CROSS JOIN member m ON {fits} WHERE m.gone IS NULL"
    found: dict[Hashable, list[Stored]] = defaultdict(list)
    for row in db.execute_sql(query, (json.dumps(wanted),)):
        member = MEMBER.row(row)
        found[key(member)].append(member)
    return found


def _tells(fields: Mapping[str, Any]) -> bool:
    return any(fields.get(name) for name in _TELLING)


def _choose(fields: Fields, rung: Rung, fitting: list[Stored]) -> Known | Unclear | None:
    same = [m for m in fitting if all((m[name] or "") == fields.get(name, "") for name in _TELLING)]
    chosen = same or fitting
    if len(chosen) > 1:
        return Unclear(PlanRefusal.FITS_SEVERAL, tuple(chosen))
    if not chosen:
        return None
    return Known(chosen[0], bool(same) or (bool(fields.get("idno")) and chosen[0]["idno"] == fields["idno"]), rung)
